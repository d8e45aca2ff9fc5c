//! Answers of 7.0.15 and of older servers, the vectors of 8.2, and properties against bit-by-bit models.

use proptest::prelude::*;

use super::field::{FieldAction, FieldOp, FieldType, Overflow};
use super::*;

const MAX: u64 = 512 << 20;

fn integer(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    text.parse::<i64>().ok().filter(|value| value.to_string() == text)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<_> = text.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
}

/// Runs a BITFIELD command on a string, and returns replies and string.
fn bitfield(before: &str, command: &str, wide: WideFields) -> (Vec<Option<i64>>, String) {
    let words: Vec<&str> = command.split(' ').collect();
    let operations = parse_fields(&words, MAX, integer).unwrap();
    let mut bytes = unhex(before);
    let outcome = run_fields(&operations, &mut bytes, wide);
    (outcome.replies.to_vec(), hex(&bytes))
}

#[test]
fn fields_are_those_of_the_server() {
    const LOWEST: &str = "overflow sat set i12 0 -9223372036854775808 set i12 #1 -3000";
    let recorded: [(&str, &str, &[i64], &str); 9] = [
        ("", "set u8 #1 -1 get i8 #1", &[0, -1], "00ff"),
        ("", "overflow sat set u5 3 -1", &[0], "1f"),
        // The first is far below its least value, and saturates to the greatest.
        ("", LOWEST, &[0, 0], "7ff800"),
        ("", "incrby i5 100 1 get u4 0", &[1, 0], "0000000000000000000000000080"),
        ("8000000000000000", "incrby i64 0 -1", &[i64::MAX], "7fffffffffffffff"),
        ("7fffffffffffffff", "incrby i64 0 1", &[i64::MIN], "8000000000000000"),
        ("616263", "get u63 0 GET i64 17", &[3508640010523901952, -4179340454199820288], "616263"),
        ("ff", "OVERFLOW SAT incrby u2 4 1 overflow wrap INCRBY u2 4 2", &[3, 1], "f7"),
        ("", "get u8 5", &[0], ""),
    ];
    for (before, command, replies, after) in recorded {
        let replies: Vec<_> = replies.iter().copied().map(Some).collect();
        assert_eq!(
            bitfield(before, command, WideFields::Whole),
            (replies, after.to_owned()),
            "{command}"
        );
    }
}

#[test]
fn a_failing_field_lengthens_the_string_all_the_same() {
    let operations =
        parse_fields(&["OVERFLOW", "FAIL", "INCRBY", "i8", "#0", "200"], MAX, integer).unwrap();
    let mut bytes = Vec::new();
    let outcome = run_fields(&operations, &mut bytes, WideFields::Whole);
    assert_eq!(outcome.replies.as_slice(), [None]);
    assert_eq!((outcome.writes, outcome.changes, bytes.as_slice()), (0, 0, &b"\0"[..]));
}

#[test]
fn storing_what_stands_there_is_a_write_but_no_change() {
    let operations = parse_fields(&["set", "u8", "0", "97"], MAX, integer).unwrap();
    let mut bytes = b"a".to_vec();
    let outcome = run_fields(&operations, &mut bytes, WideFields::Whole);
    assert_eq!((outcome.writes, outcome.changes), (1, 0));
    let outcome = run_fields(&operations, &mut Vec::new(), WideFields::Whole);
    assert_eq!((outcome.writes, outcome.changes), (1, 1));
}

#[test]
fn wide_fields_are_all_or_nothing_up_to_6_0_5() {
    // Answers of 3.2.13, 5.0.14 and 6.0.5.
    let old = |before, command| bitfield(before, command, WideFields::AllOrNothing);
    let all = "ffffffffffffffff";
    assert_eq!(old("7fffffffffffffff", "incrby i64 0 1"), (vec![Some(-1)], all.to_owned()));
    assert_eq!(old("8000000000000000", "get i64 0").0, [Some(-1)]);
    let six = "fffffffffffffffa".to_owned();
    assert_eq!(old("8000000000000000", "overflow sat incrby i64 0 -5"), (vec![Some(-6)], six));
    assert_eq!(old("7fffffffffffffff", "get i64 0").0, [Some(i64::MAX)]);
}

#[test]
fn arguments_of_fields_are_checked_in_order() {
    let error = |command: &str| {
        let words: Vec<&str> = command.split(' ').collect();
        parse_fields(&words, MAX, integer).unwrap_err()
    };
    for text in ["u64", "i65", "u0", "i", "I8", "x8", "u08", "u-1", ""] {
        assert_eq!(error(&format!("get {text} x")), BitError::Type, "{text}");
    }
    assert_eq!(error("get u8"), BitError::Syntax);
    assert_eq!(error("set u8 0"), BitError::Syntax);
    assert_eq!(error("overflow"), BitError::Syntax);
    assert_eq!(error("overflow none"), BitError::Overflow);
    assert_eq!(error("set u8 -1 x"), BitError::Offset);
    assert_eq!(error("set u8 0 x"), BitError::Integer);
    assert_eq!(error("get u8 4294967296"), BitError::Offset);
    assert_eq!(error("get u8 #9223372036854775807"), BitError::Offset);
    assert_eq!(FieldType::parse(b"u8\0x", integer), Ok(FieldType { signed: false, width: 8 }));
}

#[test]
fn offsets_are_bounded_by_the_limit() {
    assert_eq!(parse_offset(b"4294967295", None, MAX, integer), Ok(4294967295));
    assert_eq!(parse_offset(b"#3", Some(5), MAX, integer), Ok(15));
    for text in ["4294967296", "-1", "", "x", "#1", "9223372036854775808"] {
        assert_eq!(parse_offset(text.as_bytes(), None, MAX, integer), Err(BitError::Offset));
    }
    assert_eq!(parse_bit(b"2", integer), Err(BitError::Bit));
    assert_eq!(parse_bit(b"1", integer), Ok(true));
}

#[test]
fn a_bit_put_to_zero_lengthens_the_string() {
    let mut bytes = b"a".to_vec();
    assert_eq!(set_bit(&mut bytes, 20, false), BitChange { old: false, changed: true });
    assert_eq!(bytes, b"a\0\0");
    assert_eq!(set_bit(&mut bytes, 1, false), BitChange { old: true, changed: true });
    assert_eq!(set_bit(&mut bytes, 1, false), BitChange { old: false, changed: false });
    assert_eq!(bytes, b"!\0\0");
    assert!(get_bit(&bytes, 2) && !get_bit(&bytes, 3) && !get_bit(&bytes, u64::MAX));
}

#[test]
fn positions_are_those_of_the_server() {
    use RangeUnit::{Bit, Byte};
    let bytes = b"\xff\xf0\x00";
    assert_eq!(position(bytes, false, None), 12);
    assert_eq!(position(bytes, true, None), 0);
    assert_eq!(position(bytes, true, Some((2, None, Byte))), -1);
    assert_eq!(position(bytes, false, Some((0, Some(0), Byte))), -1);
    assert_eq!(position(bytes, false, Some((0, Some(11), Bit))), -1);
    assert_eq!(position(bytes, false, Some((0, Some(12), Bit))), 12);
    assert_eq!(position(bytes, true, Some((12, Some(-1), Bit))), -1);
    assert_eq!(position(bytes, true, Some((-24, Some(-1), Bit))), 0);
    assert_eq!(position(bytes, false, Some((5, Some(3), Byte))), -1);
    assert_eq!(position(b"\xff\xff", false, None), 16, "after the end");
    assert_eq!(position(b"\xff\xff", false, Some((1, None, Byte))), 16);
    assert_eq!(position(b"\xff\xff", false, Some((0, Some(-1), Byte))), -1, "the end is given");
    assert_eq!(position(b"", false, None), -1, "an empty string is not a missing key");
}

#[test]
fn counts_are_those_of_the_server() {
    use RangeUnit::{Bit, Byte};
    let bytes = b"\xff\xf0\x00";
    assert_eq!(count(bytes, None), 12);
    assert_eq!(count(bytes, Some((1, 1, Byte))), 4);
    assert_eq!(count(bytes, Some((0, -1, Bit))), 12);
    assert_eq!(count(bytes, Some((5, 30, Bit))), 7);
    assert_eq!(count(bytes, Some((-2, -5, Byte))), 0);
    assert_eq!(count(bytes, Some((9, 9, Bit))), 1);
    assert_eq!(count(bytes, Some((7, 8, Bit))), 2);
    assert_eq!(count(bytes, Some((i64::MIN, i64::MAX, Bit))), 12);
}

#[test]
fn operations_of_8_2_agree_with_its_vectors() {
    let sources: [&[u8]; 3] = [b"\x0f", b"\x33", b"\x55"];
    let vectors = [("DIFF", 0x08), ("diff1", 0x70), ("AndOr", 0x07), ("ONE", 0x68)];
    for (name, expected) in vectors {
        let operation = BitOp::parse(name.as_bytes()).unwrap();
        assert!(operation.since_8_2());
        assert_eq!(operation.combine(&sources), [expected], "{name}");
    }
    assert_eq!(BitOp::parse(b"nand"), None);
    assert!(BitOp::Not.refuses(2).is_some() && BitOp::Not.refuses(1).is_none());
    assert!(BitOp::Diff.refuses(1).is_some() && BitOp::One.refuses(1).is_none());
}

#[test]
fn shorter_sources_end_in_zeros() {
    let sources: [&[u8]; 3] = [b"\xff", b"\x0f\x0f\x0f", b""];
    assert_eq!(BitOp::And.combine(&sources), [0, 0, 0]);
    assert_eq!(BitOp::Or.combine(&sources), [0xff, 0x0f, 0x0f]);
    assert_eq!(BitOp::Xor.combine(&sources), [0xf0, 0x0f, 0x0f]);
    assert_eq!(BitOp::Not.combine(&sources[..1]), [0]);
    assert_eq!(BitOp::Or.combine(&[b"", b""]), [0u8; 0]);
}

/// The bits of a string, one by one.
fn unpacked(bytes: &[u8]) -> Vec<bool> {
    (0..bytes.len() as u64 * 8).map(|offset| get_bit(bytes, offset)).collect()
}

proptest! {
    #[test]
    fn ranges_agree_with_a_walk_over_the_bits(
        bytes in proptest::collection::vec(any::<u8>(), 0..12),
        fill in 0u8..3, start in -110i64..110, end in -110i64..110, in_bits: bool, bit: bool,
    ) {
        // Long runs are where the edges matter.
        let bytes: Vec<u8> = bytes.iter().map(|byte| [0, 0xff, *byte][usize::from(fill)]).collect();
        let unit = if in_bits { RangeUnit::Bit } else { RangeUnit::Byte };
        let bits = unpacked(&bytes);
        let index = |bit: u64| usize::try_from(bit).unwrap();
        let inside: Vec<usize> = bits_of(bytes.len(), start, end, unit)
            .map(|(first, last)| (index(first)..=index(last)).collect()).unwrap_or_default();
        let expected = inside.iter().find(|at| bits[**at] == bit);
        let expected = expected.map_or(-1, |at| i64::try_from(*at).unwrap());
        prop_assert_eq!(position(&bytes, bit, Some((start, Some(end), unit))), expected);
        let expected = inside.iter().filter(|at| bits[**at]).count() as u64;
        let reversed = start < 0 && end < 0 && start > end;
        prop_assert_eq!(count(&bytes, Some((start, end, unit))), if reversed { 0 } else { expected });
    }

    #[test]
    fn a_field_reads_as_it_was_written_and_touches_nothing_else(
        before in proptest::collection::vec(any::<u8>(), 21),
        width in 1u8..=64, signed: bool, offset in 0u64..100, value: i64,
    ) {
        let width = if signed { width } else { width.min(63) };
        let field = FieldType { signed, width };
        let op = |action| FieldOp { action, field, offset, overflow: Overflow::Wrap };
        let operations = [op(FieldAction::Set(value)), op(FieldAction::Get)];
        let mut bytes = before.clone();
        let outcome = run_fields(&operations, &mut bytes, WideFields::Whole);
        let read = outcome.replies[1].unwrap();
        let low = u64::MAX >> (64 - width);
        prop_assert_eq!(read.cast_unsigned() & low, value.cast_unsigned() & low);
        prop_assert!(signed || read >= 0);
        let (before, after) = (unpacked(&before), unpacked(&bytes));
        let (first, last) = (usize::try_from(offset).unwrap(), usize::try_from(offset).unwrap() + usize::from(width));
        prop_assert_eq!(&before[..first], &after[..first]);
        prop_assert_eq!(&before[last..], &after[last..]);
    }

    #[test]
    fn hostile_fields_never_panic(words in proptest::collection::vec("get|set|incrby|overflow|sat|fail|#?[0-9]{1,3}|[iu][0-9]{1,2}|-?[0-9]{1,19}", 0..12)) {
        if let Ok(operations) = parse_fields(&words, 1000, integer) {
            let mut bytes = Vec::new();
            let outcome = run_fields(&operations, &mut bytes, WideFields::Whole);
            prop_assert_eq!(outcome.replies.len(), operations.len());
            prop_assert!(bytes.len() <= 1008);
        }
    }
}
