//! Conversions that C leaves open, as x86-64 makes them.

/// Turns a double into 64 bits with sign (`cvttsd2si`): what does not fit, and NaN, becomes the least number.
#[allow(clippy::cast_possible_truncation)] // Checked.
pub(crate) fn double_to_i64(value: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&value) { value as i64 } else { i64::MIN }
}

/// Turns a double into 64 bits without sign, as gcc does: negative numbers wrap around.
pub(crate) fn double_to_u64(value: f64) -> u64 {
    const HALF: f64 = 9_223_372_036_854_775_808.0;
    if value >= HALF {
        double_to_i64(value - HALF).cast_unsigned() ^ 1 << 63
    } else {
        double_to_i64(value).cast_unsigned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_become_what_x86_64_makes_of_them() {
        assert_eq!(double_to_u64(3_479_099_956_230_698.0), 3_479_099_956_230_698);
        assert_eq!(double_to_u64(-1.5), u64::MAX);
        assert_eq!(double_to_u64(1.5e19), 15_000_000_000_000_000_000);
        assert_eq!(double_to_u64(f64::INFINITY), 0);
        assert_eq!(double_to_u64(f64::NEG_INFINITY), 1 << 63);
        assert_eq!(double_to_i64(f64::NAN), i64::MIN);
        assert_eq!(double_to_i64(1e19), i64::MIN);
        assert_eq!(double_to_i64(-2.9), -2);
    }
}
