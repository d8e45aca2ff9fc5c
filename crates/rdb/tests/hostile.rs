//! Damaged files: every prefix and every flipped bit of small snapshots.
//!
//! Nothing panics, each position is inside the file, nothing is told that is larger than the bytes can hold, and
//! a reader that failed stays where it failed.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use autopsync_rdb::{Event, Reader, Scratch};
use std::fs;
use support::{Lines, list, testdata};

/// What LZF can make of one byte, and a number of twenty digits of another.
const MOST_PER_BYTE: usize = 88 * 20;

/// Reads all there is; returns how many keys there were before the end or the first error.
fn read(bytes: &[u8]) -> (usize, Option<u64>) {
    let len = bytes.len() as u64;
    let mut reader = match Reader::new(bytes) {
        Ok(reader) => reader,
        Err(error) => return (0, Some(error.at())),
    };
    let (mut keys, mut scratch) = (0, Scratch::default());
    let mut failed = None;
    while let Some(event) = reader.next_event() {
        match event {
            Ok(event) => {
                assert!(event.at() <= len, "{event:?}");
                assert!(reader.position() <= len);
                if let Event::Key(entry) = event {
                    keys += 1;
                    let mut lines = Lines { quiet: true, ..Lines::default() };
                    if let Err(error) = entry.visit(&mut scratch, &mut lines) {
                        assert!(error.at() <= len, "{error}");
                        assert!(error.at() >= entry.at, "{error}");
                        assert!(error.key().is_some() && !error.to_string().is_empty());
                    }
                    assert!(lines.longest.max(lines.total / 8) <= MOST_PER_BYTE * bytes.len());
                    let mut nodes = 0usize;
                    let _ = entry.value.structure(&mut scratch, &mut |_| nodes += 1);
                    assert!(nodes <= MOST_PER_BYTE * bytes.len());
                    assert!(entry.value.count().is_none_or(|count| count <= u64::MAX / 2));
                }
            }
            Err(error) => {
                assert!(error.at() <= len, "{error}");
                assert!(reader.position() <= error.at(), "{error}");
                failed = Some(error.at());
                assert!(reader.next_event().is_none());
            }
        }
    }
    (keys, failed)
}

fn fixtures() -> Vec<Vec<u8>> {
    list(&testdata("types")).iter().map(|f| fs::read(f.join("value.rdb")).unwrap()).collect()
}

#[test]
fn every_prefix_is_read_as_far_as_it_goes() {
    for whole in fixtures() {
        let (keys, failed) = read(&whole);
        for len in 0..whole.len() {
            let (cut_keys, cut_failed) = read(&whole[..len]);
            assert!(cut_keys <= keys);
            assert!(cut_failed.is_some(), "a cut at {len} of {} went unnoticed", whole.len());
            if failed.is_none() {
                assert!(cut_failed.unwrap() <= len as u64);
            }
        }
    }
}

#[test]
fn every_flipped_bit_does_no_harm() {
    for whole in fixtures() {
        let mut bytes = whole.clone();
        for index in 0..bytes.len() {
            for bit in 0..8 {
                bytes[index] ^= 1 << bit;
                read(&bytes);
                bytes[index] ^= 1 << bit;
            }
        }
        assert_eq!(bytes, whole);
    }
}

#[test]
fn a_flipped_bit_of_a_summed_file_never_goes_unnoticed() {
    for whole in fixtures() {
        let sound = |bytes: &[u8]| {
            Reader::new(bytes).is_ok_and(|reader| {
                reader.into_iter().all(|event| match event {
                    Ok(Event::End(end)) => {
                        end.checksum.status() == autopsync_rdb::ChecksumStatus::Ok
                            && end.trailing == 0
                    }
                    other => other.is_ok(),
                })
            })
        };
        if !sound(&whole) {
            continue;
        }
        let mut bytes = whole.clone();
        for index in 0..bytes.len() {
            for bit in 0..8 {
                bytes[index] ^= 1 << bit;
                assert!(!sound(&bytes), "bit {bit} of byte {index}");
                bytes[index] ^= 1 << bit;
            }
        }
    }
}

#[test]
fn prefixes_of_recorded_snapshots_deliver_what_is_complete() {
    for path in list(&testdata("snapshots")) {
        if path.extension().is_some_and(|e| e == "rdb") {
            let whole = fs::read(&path).unwrap();
            let mut previous = 0;
            for len in (0..whole.len()).step_by(997) {
                let (keys, failed) = read(&whole[..len]);
                assert!(keys >= previous && failed.is_some_and(|at| at <= len as u64));
                previous = keys;
            }
        }
    }
}

#[test]
fn counts_of_a_lying_file_end_with_its_bytes() {
    // A set, a list, a hash, a quicklist and a stream that claim 2^63 elements.
    for code in [1, 2, 3, 4, 5, 14, 15, 18, 19, 21, 22, 24, 26, 27, 28] {
        let mut bytes = b"REDIS0014\xfe\x00".to_vec();
        bytes.extend([code, 1, b'k']);
        bytes.extend([0x81, 0x7f, 255, 255, 255, 255, 255, 255, 255, 1, b'x']);
        assert_eq!(read(&bytes).0, 0, "type {code}");
    }
}
