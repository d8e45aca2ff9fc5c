//! Values that real servers stored, of 2.8.24, 4.0.14 and 7.0.15, and values that hostile hands made.

use proptest::prelude::*;
use sha1::{Digest as _, Sha1};

use super::*;

const MODERN: HllRules = HllRules::of(7, 0, 15, 3000);
const BETA: HllRules = HllRules::of(4, 0, 14, 3000);
const OLD: HllRules = HllRules::of(2, 8, 24, 3000);

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn added<E: AsRef<[u8]>>(elements: impl IntoIterator<Item = E>, rules: &HllRules) -> Vec<u8> {
    let mut value = create(rules);
    for element in elements {
        add(&mut value, element.as_ref(), rules).unwrap();
    }
    value
}

fn numbered(count: usize, rules: &HllRules) -> Vec<u8> {
    added((0..count).map(|number| format!("e{number}")), rules)
}

fn merged(values: &[&[u8]], rules: &HllRules) -> Vec<u8> {
    let mut union = Union::new();
    for value in values {
        union.take(value).unwrap();
    }
    let mut target = create(rules);
    union.store(&mut target, rules).unwrap();
    target
}

#[test]
fn three_elements_make_the_bytes_of_the_server() {
    let mut value = added(["a", "b", "c"], &MODERN);
    assert_eq!(hex(&value), "48594c4c01000000000000000000008060f38050b1844bfb80425a");
    assert_eq!(count(&mut value, &MODERN), Ok((3, true)));
    assert_eq!(count(&mut value, &MODERN), Ok((3, false)));
    assert_eq!(hex(&value), "48594c4c01000000030000000000000060f38050b1844bfb80425a");
    assert_eq!(add(&mut value, b"a", &MODERN), Ok(false), "known already: the cache stays fresh");
    assert_eq!(add(&mut value, b"d", &MODERN), Ok(true));
    let stale = "48594c4c0100000003000000000000805c7b8044768050b1844bfb80425a";
    assert_eq!(hex(&value), stale, "the cached three stays, marked");
}

#[test]
fn four_hundred_elements_stay_sparse() {
    let value = numbered(400, &MODERN);
    assert_eq!(value.len(), 893);
    assert_eq!(hex(&Sha1::digest(&value)), "8e6cc8dd9cb3710e1b1ecf328fa1e644e1cd4e48");
    for (rules, expected) in [(OLD, 402), (BETA, 403), (MODERN, 403)] {
        assert_eq!(count(&mut value.clone(), &rules), Ok((expected, true)), "{rules:?}");
    }
}

#[test]
fn three_thousand_elements_become_dense() {
    let mut value = numbered(3000, &MODERN);
    assert_eq!(check(&value), Ok(Encoding::Dense));
    assert_eq!(hex(&Sha1::digest(&value)), "a9b8e66f9a7f6a9bda8cb52ddfbcc91380d68588");
    assert_eq!(count(&mut value, &MODERN), Ok((2979, true)));
    assert_eq!(hex(&Sha1::digest(&value)), "dd640a880ffefbaabc92371fff4b1b0974887003");
}

#[test]
fn a_merge_of_sparse_values_is_dense_up_to_4_0_6() {
    let (small, large) = (added(["a", "b", "c", "d"], &OLD), numbered(400, &OLD));
    assert_eq!(merged(&[&small, &large], &OLD).len(), 12_304);
    assert_eq!(merged(&[&small, &large], &HllRules::of(4, 0, 6, 3000)).len(), 12_304);
    assert_eq!(merged(&[&small, &large], &HllRules::of(4, 0, 7, 3000)).len(), 900);
    assert_eq!(merged(&[&small, &large], &MODERN).len(), 900);
    let dense = numbered(3000, &MODERN);
    assert_eq!(check(&merged(&[&small, &dense], &MODERN)), Ok(Encoding::Dense));
}

#[test]
fn the_limit_decides_when_a_value_becomes_dense() {
    let limited = HllRules::of(7, 0, 15, 500);
    let mut value = create(&limited);
    for number in 0..400 {
        add(&mut value, format!("e{number}").as_bytes(), &limited).unwrap();
        assert!(value.len() <= 500 || value.len() == DENSE_LENGTH);
    }
    assert_eq!(value.len(), DENSE_LENGTH);
}

#[test]
fn becoming_dense_keeps_registers_and_cache() {
    let mut value = numbered(400, &MODERN);
    count(&mut value, &MODERN).unwrap();
    let (header, before) = (value[5..HEADER].to_vec(), registers_of(&value).unwrap());
    assert_eq!(to_dense(&mut value), Ok(true));
    assert_eq!(to_dense(&mut value), Ok(false));
    assert_eq!((&value[5..HEADER], registers_of(&value).unwrap()), (&header[..], before));
}

#[test]
fn what_is_no_hyperloglog_is_told_apart() {
    for value in
        [&b""[..], b"HYLL", b"hello world, hello", b"HYLL\x02\0\0\0\0\0\0\0\0\0\0\0\x7f\xff"]
    {
        assert_eq!(check(value), Err(HllError::NotHyperLogLog));
    }
    let mut short = numbered(3000, &MODERN);
    short.pop();
    assert_eq!(check(&short), Err(HllError::NotHyperLogLog));
}

#[test]
fn runs_that_do_not_cover_the_registers_are_corruption() {
    let mut short = create(&MODERN);
    short.truncate(HEADER);
    assert_eq!(check(&short), Ok(Encoding::Sparse));
    assert_eq!(add(&mut short, b"a", &MODERN), Err(HllError::Corrupted));
    assert_eq!(count(&mut short, &MODERN), Err(HllError::Corrupted));
    assert_eq!(to_dense(&mut short), Err(HllError::Corrupted));
    let mut long = create(&MODERN);
    long.extend_from_slice(b"\x7f\xff\x80");
    assert_eq!(Union::new().take(&long), Err(HllError::Corrupted));
    assert_eq!(add(&mut long, b"a", &MODERN), Ok(true), "the register is there all the same");
}

#[test]
fn impossible_registers_count_as_they_do_on_x86_64() {
    // 7.0.15 answers -9223372036854775808 to a dense value whose every bit is set.
    let mut value = create(&MODERN);
    to_dense(&mut value).unwrap();
    value[HEADER..].fill(0xff);
    assert_eq!(count(&mut value, &MODERN), Ok((1 << 63, true)));
    assert_eq!(count(&mut value, &MODERN), Ok((1 << 63, true)), "which marks the cache as stale");
}

#[test]
fn the_first_version_marks_another_byte() {
    let first = HllRules::of(2, 8, 9, 3000);
    assert_eq!(create(&first)[8], 0x80);
    assert_eq!(create(&OLD)[15], 0x80);
}

proptest! {
    // Each case walks all registers many times.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn sparse_and_dense_agree(elements in proptest::collection::vec(any::<u16>(), 0..600)) {
        let elements: Vec<_> = elements.iter().map(|number| number.to_le_bytes()).collect();
        let mut sparse = added(&elements, &HllRules::of(7, 0, 15, usize::MAX));
        let mut dense = create(&MODERN);
        to_dense(&mut dense).unwrap();
        for element in &elements {
            add(&mut dense, element, &MODERN).unwrap();
        }
        prop_assert_eq!(registers_of(&sparse), registers_of(&dense));
        for rules in [OLD, BETA, MODERN] {
            let mut union = Union::new();
            union.take(&sparse).unwrap();
            let expected = Ok((union.count(&rules), true));
            prop_assert_eq!(count(&mut sparse.clone(), &rules), expected);
            prop_assert_eq!(count(&mut dense.clone(), &rules), expected);
        }
        to_dense(&mut sparse).unwrap();
        prop_assert_eq!(sparse, dense);
    }

    #[test]
    fn a_merge_holds_every_element(left in "[a-z]{1,8}", right in 0usize..500) {
        let (one, other) = (added([&left], &MODERN), numbered(right, &MODERN));
        let mut both = merged(&[&one, &other], &MODERN);
        prop_assert_eq!(add(&mut both, left.as_bytes(), &MODERN), Ok(false));
        let again = merged(&[&both, &one, &other], &MODERN);
        prop_assert_eq!(registers_of(&again), registers_of(&both));
    }

    #[test]
    fn hostile_runs_are_used_or_refused(runs in proptest::collection::vec(any::<u8>(), 0..200), element: u32) {
        let mut value = create(&MODERN);
        value.splice(HEADER.., runs);
        let _ = count(&mut value.clone(), &MODERN);
        let _ = Union::new().take(&value);
        let before = value.len();
        if add(&mut value, &element.to_le_bytes(), &MODERN) != Ok(true) {
            prop_assert_eq!(value.len(), before);
        }
        prop_assert!(value.len() <= before.max(DENSE_LENGTH) + 3);
    }
}
