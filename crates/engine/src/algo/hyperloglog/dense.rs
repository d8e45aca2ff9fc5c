//! Registers of six bits each, packed from the lowest bit of the first byte upwards.

use super::REGISTERS;

/// The greatest value of a register.
const GREATEST: u8 = 63;

/// Returns a register.
pub(super) fn get(registers: &[u8], index: usize) -> u8 {
    let (byte, bit) = (index * 6 / 8, index * 6 % 8);
    let low = registers.get(byte).copied().unwrap_or(0);
    let high = registers.get(byte + 1).copied().unwrap_or(0);
    #[allow(clippy::cast_possible_truncation)] // Masked.
    let register = (u16::from_le_bytes([low, high]) >> bit) as u8;
    register & GREATEST
}

/// Sets a register.
pub(super) fn set(registers: &mut [u8], index: usize, value: u8) {
    let (byte, bit) = (index * 6 / 8, index * 6 % 8);
    let [low_mask, high_mask] = (u16::from(GREATEST) << bit).to_le_bytes();
    let [low, high] = (u16::from(value & GREATEST) << bit).to_le_bytes();
    if let Some(slot) = registers.get_mut(byte) {
        *slot = *slot & !low_mask | low;
    }
    if let Some(slot) = registers.get_mut(byte + 1) {
        *slot = *slot & !high_mask | high;
    }
}

/// Raises a register to a value, and tells whether it was lower.
pub(super) fn raise(registers: &mut [u8], index: usize, value: u8) -> bool {
    let lower = get(registers, index) < value;
    if lower {
        set(registers, index, value);
    }
    lower
}

/// All registers in order.
pub(super) fn iter(registers: &[u8]) -> impl Iterator<Item = u8> + '_ {
    (0..REGISTERS).map(|index| get(registers, index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_do_not_touch_their_neighbours() {
        let mut registers = vec![0; REGISTERS * 6 / 8];
        for index in 0..REGISTERS {
            set(&mut registers, index, u8::try_from(index % 64).unwrap());
        }
        assert!(
            iter(&registers).enumerate().all(|(index, value)| usize::from(value) == index % 64)
        );
        set(&mut registers, 77, 63);
        assert_eq!([76, 77, 78].map(|index| get(&registers, index)), [12, 63, 14]);
        assert!(!raise(&mut registers, 77, 63) && raise(&mut registers, 76, 13));
    }
}
