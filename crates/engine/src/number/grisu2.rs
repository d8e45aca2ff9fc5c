//! Grisu2 without fallback, and the layout that servers give its digits.
//!
//! Florian Loitsch, "Printing Floating-Point Numbers Quickly and Accurately with Integers" (2010), algorithm
//! Grisu2. The choice of cached powers and the layout follow what `deps/fpconv/fpconv_dtoa.c` does in 7.2: about
//! one double in a thousand gets a longer text or another last digit than the shortest correct one, and a digest
//! has to agree in those as well.

use super::{NumberText, not_finite, push_plain, push_scientific};

/// Bit 52: the hidden one of a normal double.
const HIDDEN: u64 = 1 << 52;

/// Most digits that are generated: 17 and one for safety.
const DIGITS: usize = 18;

/// A number `f * 2^e` without sign.
#[derive(Clone, Copy)]
struct Float {
    f: u64,
    e: i32,
}

impl Float {
    /// Takes a finite double apart.
    fn of(value: f64) -> Self {
        let bits = value.to_bits();
        let fraction = bits & (HIDDEN - 1);
        let exponent = i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
        if exponent == 0 {
            Self { f: fraction, e: -1074 }
        } else {
            Self { f: fraction | HIDDEN, e: exponent - 1075 }
        }
    }

    /// Shifts the top bit to bit 63.
    fn normalized(self) -> Self {
        let shift = self.f.leading_zeros().min(63);
        Self { f: self.f << shift, e: self.e - shift.cast_signed() }
    }

    /// The product's upper 64 bits, rounded half up.
    fn times(self, other: Self) -> Self {
        let product = u128::from(self.f) * u128::from(other.f) + (1 << 63);
        #[allow(clippy::cast_possible_truncation)] // The shift leaves 64 bits.
        Self { f: (product >> 64) as u64, e: self.e + other.e + 64 }
    }

    /// The middle between this double and its two neighbours: lower, upper, on one exponent.
    fn boundaries(self) -> (Self, Self) {
        let upper = Self { f: 2 * self.f + 1, e: self.e - 1 }.normalized();
        let shift = if self.f == HIDDEN { 2 } else { 1 };
        let lower = Self { f: (self.f << shift) - 1, e: self.e - shift };
        (Self { f: lower.f << (lower.e - upper.e).clamp(0, 63), e: upper.e }, upper)
    }
}

/// Picks the power of ten that brings a number with this exponent into reach: the power, and its decimal exponent.
fn cached_power(exponent: i32) -> (Float, i32) {
    #[allow(clippy::cast_possible_truncation)] // Below 400 in size.
    let estimate = (f64::from(-(exponent + 87)) * 0.301_029_995_663_981_14) as i32;
    let mut at = (estimate + 348) / 8;
    loop {
        let (f, e) = *usize::try_from(at).ok().and_then(|at| POWERS.get(at)).unwrap_or(&POWERS[0]);
        let reached = exponent + e + 64;
        if reached < -60 {
            at += 1;
        } else if reached > -32 {
            at -= 1;
        } else {
            return (Float { f, e }, -348 + at * 8);
        }
    }
}

/// The digits of a number and the power of ten of the last one.
struct Digits {
    bytes: [u8; DIGITS],
    len: usize,
    exponent: i32,
}

impl Digits {
    /// Appends a digit; a leading zero is dropped.
    fn push(&mut self, digit: u64) {
        if digit == 0 && self.len == 0 {
            return;
        }
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = b'0' + u8::try_from(digit).unwrap_or(0);
            self.len += 1;
        }
    }

    /// Lowers the last digit while that brings the text closer to the value; `ten` is one unit of that digit.
    fn round(&mut self, delta: u64, mut rest: u64, ten: u64, distance: u64) {
        let Some(last) = self.len.checked_sub(1).and_then(|at| self.bytes.get_mut(at)) else {
            return;
        };
        while rest < distance
            && delta.wrapping_sub(rest) >= ten
            && (rest.wrapping_add(ten) < distance
                || distance.wrapping_sub(rest) > rest.wrapping_add(ten).wrapping_sub(distance))
        {
            *last -= 1;
            rest = rest.wrapping_add(ten);
        }
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Generates the digits of a finite double other than zero.
fn digits_of(value: f64) -> Digits {
    let parts = Float::of(value);
    let (lower, upper) = parts.boundaries();
    let (power, decimal) = cached_power(upper.e);
    let value = parts.normalized().times(power);
    let upper = upper.times(power);
    let lower = lower.times(power);
    let upper = Float { f: upper.f.wrapping_sub(1), ..upper };
    let delta = upper.f.wrapping_sub(lower.f.wrapping_add(1));
    let digits = Digits { bytes: [0; DIGITS], len: 0, exponent: -decimal };
    generate(digits, value, upper, delta)
}

/// Emits digits of the upper bound until what is left is inside the interval, then moves towards the value.
fn generate(mut digits: Digits, value: Float, upper: Float, mut delta: u64) -> Digits {
    let point = upper.e.unsigned_abs().min(63);
    let one = 1u64 << point;
    let distance = upper.f.wrapping_sub(value.f);
    let mut whole = upper.f >> point;
    let mut fraction = upper.f & (one - 1);
    let mut left = 10;
    let mut divisor = 1_000_000_000u64;
    while left > 0 {
        digits.push(whole / divisor);
        whole %= divisor;
        left -= 1;
        let rest = (whole << point).wrapping_add(fraction);
        if rest <= delta {
            digits.exponent += left;
            digits.round(delta, rest, divisor << point, distance);
            return digits;
        }
        divisor = (divisor / 10).max(1);
    }
    let mut scale = 1u64;
    // Each turn multiplies the width of the interval by ten: it ends within twenty.
    for _ in 0..20 {
        fraction = fraction.wrapping_mul(10);
        delta = delta.wrapping_mul(10);
        scale = scale.wrapping_mul(10);
        left -= 1;
        digits.push(fraction >> point);
        fraction &= one - 1;
        if fraction < delta {
            break;
        }
    }
    digits.exponent += left;
    digits.round(delta, fraction, one, distance.wrapping_mul(scale));
    digits
}

/// Writes a double as 7.2 and later do: scores in digests, and numbers that a script passes.
#[must_use]
pub fn grisu2_text(value: f64) -> NumberText {
    if let Some(text) = not_finite(value) {
        return text;
    }
    let mut text = NumberText::new();
    if value.is_sign_negative() {
        text.push(b"-");
    }
    if value == 0.0 {
        text.push(b"0");
        return text;
    }
    let digits = digits_of(value);
    let len = i32::try_from(digits.len).unwrap_or(0);
    let shift = digits.exponent;
    let scientific = shift + len - 1;
    let size = scientific.abs();
    if shift >= 0 && size < len + 7 {
        text.push(digits.as_bytes());
        text.push_zeros(usize::try_from(shift).unwrap_or(0));
    } else if shift < 0 && (shift > -7 || size < 4) {
        push_plain(&mut text, digits.as_bytes(), len + shift);
    } else {
        let most = DIGITS - usize::from(value.is_sign_negative());
        let kept = digits.as_bytes().get(..most).unwrap_or(digits.as_bytes());
        push_scientific(&mut text, kept, scientific, 1);
    }
    text
}

/// Powers of ten from 10^-348 to 10^340 in steps of 10^8: 64 significant bits, rounded half up, and exponent.
#[rustfmt::skip]
const POWERS: [(u64, i32); 87] = [
    (0xfa8fd5a0081c0288, -1220), (0xbaaee17fa23ebf76, -1193), (0x8b16fb203055ac76, -1166),
    (0xcf42894a5dce35ea, -1140), (0x9a6bb0aa55653b2d, -1113), (0xe61acf033d1a45df, -1087),
    (0xab70fe17c79ac6ca, -1060), (0xff77b1fcbebcdc4f, -1034), (0xbe5691ef416bd60c, -1007),
    (0x8dd01fad907ffc3c, -980), (0xd3515c2831559a83, -954), (0x9d71ac8fada6c9b5, -927),
    (0xea9c227723ee8bcb, -901), (0xaecc49914078536d, -874), (0x823c12795db6ce57, -847),
    (0xc21094364dfb5637, -821), (0x9096ea6f3848984f, -794), (0xd77485cb25823ac7, -768),
    (0xa086cfcd97bf97f4, -741), (0xef340a98172aace5, -715), (0xb23867fb2a35b28e, -688),
    (0x84c8d4dfd2c63f3b, -661), (0xc5dd44271ad3cdba, -635), (0x936b9fcebb25c996, -608),
    (0xdbac6c247d62a584, -582), (0xa3ab66580d5fdaf6, -555), (0xf3e2f893dec3f126, -529),
    (0xb5b5ada8aaff80b8, -502), (0x87625f056c7c4a8b, -475), (0xc9bcff6034c13053, -449),
    (0x964e858c91ba2655, -422), (0xdff9772470297ebd, -396), (0xa6dfbd9fb8e5b88f, -369),
    (0xf8a95fcf88747d94, -343), (0xb94470938fa89bcf, -316), (0x8a08f0f8bf0f156b, -289),
    (0xcdb02555653131b6, -263), (0x993fe2c6d07b7fac, -236), (0xe45c10c42a2b3b06, -210),
    (0xaa242499697392d3, -183), (0xfd87b5f28300ca0e, -157), (0xbce5086492111aeb, -130),
    (0x8cbccc096f5088cc, -103), (0xd1b71758e219652c, -77), (0x9c40000000000000, -50),
    (0xe8d4a51000000000, -24), (0xad78ebc5ac620000, 3), (0x813f3978f8940984, 30),
    (0xc097ce7bc90715b3, 56), (0x8f7e32ce7bea5c70, 83), (0xd5d238a4abe98068, 109),
    (0x9f4f2726179a2245, 136), (0xed63a231d4c4fb27, 162), (0xb0de65388cc8ada8, 189),
    (0x83c7088e1aab65db, 216), (0xc45d1df942711d9a, 242), (0x924d692ca61be758, 269),
    (0xda01ee641a708dea, 295), (0xa26da3999aef774a, 322), (0xf209787bb47d6b85, 348),
    (0xb454e4a179dd1877, 375), (0x865b86925b9bc5c2, 402), (0xc83553c5c8965d3d, 428),
    (0x952ab45cfa97a0b3, 455), (0xde469fbd99a05fe3, 481), (0xa59bc234db398c25, 508),
    (0xf6c69a72a3989f5c, 534), (0xb7dcbf5354e9bece, 561), (0x88fcf317f22241e2, 588),
    (0xcc20ce9bd35c78a5, 614), (0x98165af37b2153df, 641), (0xe2a0b5dc971f303a, 667),
    (0xa8d9d1535ce3b396, 694), (0xfb9b7cd9a4a7443c, 720), (0xbb764c4ca7a44410, 747),
    (0x8bab8eefb6409c1a, 774), (0xd01fef10a657842c, 800), (0x9b10a4e5e9913129, 827),
    (0xe7109bfba19c0c9d, 853), (0xac2820d9623bf429, 880), (0x80444b5e7aa7cf85, 907),
    (0xbf21e44003acdd2d, 933), (0x8e679c2f5e44ff8f, 960), (0xd433179d9c8cb841, 986),
    (0x9e19db92b4e31ba9, 1013), (0xeb96bf6ebadf77d9, 1039), (0xaf87023b9bf0ee6b, 1066),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64) -> String {
        String::from_utf8(grisu2_text(value).to_vec()).unwrap()
    }

    #[test]
    fn layout_of_scores_from_7_2() {
        for (value, expected) in [
            (1e6, "1000000"),
            (1e15, "1e+15"),
            (123456780000.0, "123456780000"),
            (123456789012345680000.0, "123456789012345680000"),
            (12345678901234567890.0, "12345678901234567000"),
            (0.00001, "0.00001"),
            (0.1, "0.1"),
            (6.5, "6.5"),
            (1e-7, "1e-7"),
            (6.02e23, "6.02e+23"),
            (-6.02e-23, "-6.02e-23"),
            (0.0, "0"),
            (-0.0, "-0"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (9007199254740992.0, "9007199254740992"),
            (0.1 + 0.2, "0.30000000000000004"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
        ] {
            assert_eq!(text(value), expected);
        }
    }

    #[test]
    fn no_fallback_where_grisu2_misses_the_shortest_text() {
        assert_eq!(text(5608.900000000001), "5608.9000000000005");
        assert_eq!(text(0.900604860555344), "0.9006048605553439");
    }

    #[test]
    fn every_text_reads_back_as_the_same_double() {
        let mut state = 1u64;
        for _ in 0..200_000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let value = f64::from_bits(state ^ (state >> 29));
            if value.is_finite() {
                assert_eq!(text(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
            }
        }
    }
}
