//! Sums that a real server made, texts that it refused, and properties.

use proptest::prelude::*;

impl LongDouble {
    /// Reads a text as servers from 6.0 on do.
    fn parse(text: &[u8]) -> Option<Self> {
        Self::parse_by(text, TextRules::MODERN)
    }
}

use super::{LongDouble, NegativeZero, TextRules};

/// What `SET k first`, `INCRBYFLOAT k second` answered on 7.0.15 (x86-64).
const RECORDED: &[(&[u8], &[u8], &str)] = &[
    (b"0.1", b"0.2", "0.3"),
    (b"1e17", b"0.5", "100000000000000000.5"),
    (b"1e20", b"0", "100000000000000000000"),
    (b"1e-18", b"0", "0"),
    (b"-1e-18", b"0", "0"),
    (b"-0", b"-0", "0"),
    (b"10.5", b"0.1", "10.6"),
    (b"3.0e3", b"200", "3200"),
    (b"17179869184", b"1.5", "17179869185.5"),
    (b"0x1p3", b"0x.8", "8.5"),
    (b"9223372036854775807", b"1", "9223372036854775808"),
    (b"18446744073709551615", b"0.5", "18446744073709551616"),
    (b"18446744073709551615", b"0.25", "18446744073709551615"),
    (b"18446744073709551617", b"0", "18446744073709551616"),
    (b"36893488147419103233", b"0", "36893488147419103232"),
    (b"36893488147419103235", b"0", "36893488147419103236"),
    (b"1.000000000000000005", b"0", "1"),
    (b"0.000000000000000005", b"0", "0"),
    (b"0x1.8p-57", b"0", "0.00000000000000001"),
    (b"123456789012345678901234567890", b"1", "123456789012345678899921813504"),
    (b"1e4932", b"-1e4932", "0"),
    (b"3.6e-4951", b"0", "0"),
    (b"0.3", b"-0.3", "0"),
    (b"1e19", b"-9999999999999999999.5", "0"),
    (b"0.00000000000000000762939453125", b"0", "0.00000000000000001"),
    (b"79228162514264337593543950336", b"-1", "79228162514264337593543950336"),
    (b"0e99999999999999999999", b"1", "1"),
    (b"-5.5", b"5.25", "-0.25"),
];

/// What 7.0.15 called "not a valid float".
const REFUSED: &[&[u8]] = &[
    b"",
    b" 1",
    b"1 ",
    b"+",
    b".",
    b"--1",
    b"1.2.3",
    b"1e",
    b"1e+",
    b"0x",
    b"0x.",
    b"0x1p",
    b"nan",
    b"-nan(1)",
    b"infinit",
    b"1\0",
    b"1e4933",
    b"1.1897314953572317651e4932",
    b"1e-4952",
    b"1.8e-4951",
];

fn sum(first: &[u8], second: &[u8], zero: NegativeZero) -> Option<String> {
    let sum = LongDouble::parse(first)?.add(LongDouble::parse(second)?);
    Some(String::from_utf8(sum.to_text(zero)).unwrap())
}

fn written(text: &[u8]) -> Vec<u8> {
    LongDouble::parse(text).unwrap().to_text(NegativeZero::Plain)
}

#[test]
fn sums_are_those_of_the_server() {
    for (first, second, expected) in RECORDED {
        let found = sum(first, second, NegativeZero::Plain);
        assert_eq!(found.as_deref(), Some(*expected), "{}", first.escape_ascii());
    }
}

#[test]
fn texts_that_the_server_refuses_are_refused() {
    for text in REFUSED {
        assert_eq!(LongDouble::parse(text), None, "{}", text.escape_ascii());
    }
}

#[test]
fn infinities_are_read_but_not_finite() {
    for text in ["inf", "INFINITY", "-inf", "+Infinity"] {
        assert!(!LongDouble::parse(text.as_bytes()).unwrap().is_finite(), "{text}");
    }
    assert_eq!(sum(b"inf", b"1", NegativeZero::Plain).unwrap(), "inf");
    assert_eq!(sum(b"1", b"-inf", NegativeZero::Plain).unwrap(), "-inf");
    assert_eq!(sum(b"inf", b"-inf", NegativeZero::Plain).unwrap(), "-nan");
    assert_eq!(sum(b"1e4932", b"1e4932", NegativeZero::Plain).unwrap(), "inf");
}

#[test]
fn a_negative_zero_keeps_its_sign_before_6_0() {
    assert_eq!(sum(b"-0", b"-0", NegativeZero::Signed).unwrap(), "-0");
    assert_eq!(sum(b"-1e-18", b"0", NegativeZero::Signed).unwrap(), "-0");
    assert_eq!(sum(b"-1", b"1", NegativeZero::Signed).unwrap(), "0");
}

#[test]
fn the_range_has_its_ends_where_x87_has_them() {
    let greatest = written(b"1.18973149535723176502e4932");
    assert_eq!(greatest.len(), 4933);
    assert!(
        greatest.starts_with(b"118973149535723176502126385303097020516906332229462420044032373")
    );
    let least = LongDouble::parse(b"3.6e-4951").unwrap();
    assert_eq!(LongDouble::parse(b"0x1p-16445"), Some(least));
    assert_eq!(LongDouble::parse(b"0x1p-16446"), None, "half of the least, to even");
    assert_eq!(LongDouble::parse(b"0x1.0000000000000000000000000000000000001p-16446"), Some(least));
}

#[test]
fn long_texts_round_correctly_and_end_at_the_limit() {
    // A tie, decided by a digit five thousand places further on.
    let mut text = b"36893488147419103234.".to_vec();
    text.resize(5118, b'0');
    assert_eq!(written(&text), b"36893488147419103232");
    text.push(b'1');
    assert_eq!(written(&text), b"36893488147419103236");
    text.push(b'1');
    assert_eq!(LongDouble::parse(&text), None, "5120 bytes");
    assert!(LongDouble::parse_by(&text, TextRules::WHOLE).is_some());
    text.resize(100_000, b'7');
    assert!(LongDouble::parse_by(&text, TextRules::WHOLE).is_some());
}

#[test]
fn old_servers_read_c_strings() {
    let old = |text: &[u8]| LongDouble::parse_by(text, TextRules::for_strings(3, 2, 13));
    assert_eq!(old(b""), Some(LongDouble::ZERO));
    assert_eq!(old(b"1\0x"), LongDouble::parse(b"1"));
    assert_eq!(old(b"1e-4940"), None, "ERANGE, though the number is not zero");
    assert_eq!(old(b"0x1p-16445"), LongDouble::parse(b"3.6e-4951"), "exact: no ERANGE");
    assert_eq!(TextRules::for_strings(4, 0, 2), TextRules::OLDEST);
    assert_eq!(TextRules::for_strings(4, 0, 3), TextRules::WHOLE);
    assert_eq!(TextRules::for_hash_values(5, 0, 3), TextRules::HASH_4_0);
    assert_eq!(TextRules::for_hash_values(6, 0, 0), TextRules::MODERN);
}

#[test]
fn doubles_are_widened_exactly() {
    let text = |value: f64| String::from_utf8(LongDouble::from(value).to_text(NegativeZero::Plain));
    // GEOPOS of Palermo, 7.0.15.
    assert_eq!(text(13.361_389_338_970_184).unwrap(), "13.36138933897018433");
    assert_eq!(text(38.115_556_395_496_3).unwrap(), "38.11555639549629859");
    assert_eq!(text(f64::NEG_INFINITY).unwrap(), "-inf");
    assert_eq!(text(f64::from_bits(1)).unwrap(), "0");
    assert_eq!(text(f64::MAX).unwrap().len(), 309);
}

proptest! {
    #[test]
    fn whole_numbers_of_64_bits_are_exact(value: u64, negative: bool) {
        let text = format!("{}{value}", if negative && value != 0 { "-" } else { "" });
        prop_assert_eq!(written(text.as_bytes()), text.as_bytes());
    }

    #[test]
    fn short_and_long_ways_of_reading_agree(digits in 1u64.., scale in -18i32..19) {
        let short = LongDouble::parse(format!("{digits}e{scale}").as_bytes());
        // More zeros than fit in a machine word take the long way.
        let zeros = "0".repeat(30);
        let long = LongDouble::parse(format!("{digits}{zeros}.{zeros}e{}", scale - 30).as_bytes());
        prop_assert_eq!(short, long);
        let nudged = LongDouble::parse(format!("{digits}.{zeros}{zeros}1e{scale}").as_bytes());
        prop_assert!(nudged.is_some());
    }

    #[test]
    fn addition_commutes_and_undoes(first in any::<i64>(), second in any::<i32>()) {
        let [a, b, back] = [first.to_string(), second.to_string(), (-i64::from(second)).to_string()]
            .map(|text| LongDouble::parse(text.as_bytes()).unwrap());
        prop_assert_eq!(a.add(b), b.add(a));
        prop_assert_eq!(a.add(b).add(back).add(LongDouble::ZERO), a.add(LongDouble::ZERO));
    }

    #[test]
    fn any_bytes_are_read_or_refused(text in proptest::collection::vec(any::<u8>(), 0..40)) {
        for rules in [TextRules::OLDEST, TextRules::WHOLE, TextRules::HASH_4_0, TextRules::MODERN] {
            if let Some(value) = LongDouble::parse_by(&text, rules) {
                prop_assert!(!value.to_text(NegativeZero::Plain).is_empty());
            }
        }
    }

    #[test]
    fn number_like_bytes_are_read_or_refused(text in "[-+]?(0x)?[0-9a-f.]{0,30}([ep][-+]?[0-9]{0,6})?") {
        if let Some(value) = LongDouble::parse(text.as_bytes()) {
            prop_assert!(!value.to_text(NegativeZero::Signed).is_empty());
        }
    }
}
