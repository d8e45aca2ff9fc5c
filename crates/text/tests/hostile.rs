//! Every prefix, every flipped bit, any text: no panic, and nothing read that does not stand there.

use autopsync_model::At;
use autopsync_text::{Info, looks_like_info};
use proptest::prelude::*;
use std::{fs, path::Path};

fn read(name: &str) -> Vec<u8> {
    let path = format!("../../testdata/text/info/{name}.txt");
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(name)
}

/// Asks everything that can be asked of any bytes.
fn survive(bytes: &[u8]) -> Vec<Info> {
    let _ = looks_like_info(bytes);
    let all = Info::parse_all(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').count() as u64;
    for info in &all {
        assert!(!info.is_empty());
        for field in info.fields() {
            assert!(matches!(field.place.at(), At::Line(n) if (1..=lines).contains(&n)));
        }
        let _ = (info.server(), info.replication().position(), info.persistence());
        let _ = (info.stats(), info.keyspace(), info.foreign_product());
        let _ = (info.damages(), info.inconsistencies());
    }
    all
}

#[test]
fn every_prefix_has_the_fields_before_the_cut() {
    for name in ["redis-2.6.17-replica", "redis-4.0.5-promoted"] {
        let bytes = read(name);
        let whole = Info::parse(&bytes);
        for cut in 0..bytes.len() {
            let found = survive(&bytes[..cut]).into_iter().next().unwrap_or_default();
            // The last field may be cut, and the one it is cut from is not longer than it.
            let complete = found.fields().len().saturating_sub(1);
            assert_eq!(
                found.fields()[..complete],
                whole.fields()[..complete],
                "{name} cut at {cut}"
            );
            assert!(found.fields().len() <= whole.fields().len());
        }
    }
}

#[test]
fn every_flipped_bit_is_survived() {
    // The section that matters, and the lines around it.
    let whole = read("redis-4.0.5-promoted");
    let at = whole.windows(13).position(|window| window == b"# Replication").expect("a section");
    let mut bytes = whole[at - 40..at + 460].to_vec();
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        survive(&bytes);
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
}

#[test]
fn long_and_empty_lines_are_no_burden() {
    let mut text = b"role:".to_vec();
    text.extend(std::iter::repeat_n(b'x', 1 << 20));
    text.extend(b"\nmaster_host: a ".repeat(1 << 14));
    text.extend(b"\n".repeat(1 << 16));
    text.extend(b"\\n".repeat(1 << 16));
    survive(&text);
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: proptest::test_runner::RngSeed::Fixed(7031), ..ProptestConfig::with_cases(512)
    })]

    #[test]
    fn any_text_is_survived(text in r"([ -~\r\n]|role:|# Server|# |> |\\r\\n|\\n|master_|slave0:|db0:|,ip=|127.0.0.1:6379> ){0,60}") {
        survive(text.as_bytes());
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survive(&bytes);
    }

    #[test]
    fn a_number_reads_back(offset in any::<i64>(), histlen in any::<u64>()) {
        let text = format!("role:master\nmaster_repl_offset:{offset}\nrepl_backlog_histlen:{histlen}\n");
        let replication = Info::parse(text.as_bytes()).replication();
        prop_assert_eq!(replication.master_repl_offset.map(autopsync_model::AppliedOffset::get), Some(offset));
        prop_assert_eq!(replication.backlog.histlen, Some(histlen));
    }
}
