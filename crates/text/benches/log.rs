//! How fast logs are read: bytes per second where few lines matter, and where every line does.
//!
//! Run with `cargo bench -p autopsync-text`. The inputs are made here, the same each time.

use autopsync_text::log::{Concern, Reader};
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

const LINES: usize = 500_000;

/// What a busy server prints: nothing about replication.
const PLAIN: [&str; 3] = [
    "- Accepted 10.0.0.9:51234",
    "- DB 0: 123456 keys (789 volatile) in 1048576 slots HT.",
    "* A module says that request 123456 took 12 milliseconds and touched 34 keys",
];

/// What a link in trouble prints.
const STORY: [&str; 6] = [
    "* Replica 10.0.0.3:6379 asks for synchronization",
    "* Partial resynchronization request from 10.0.0.3:6379 accepted. Sending 28 bytes of backlog starting from offset 2995989.",
    "# Connection with replica 10.0.0.3:6379 lost.",
    "* Trying a partial resynchronization (request 69efe2f57d51a76ba8377af811c93d16c281c99c:2995989).",
    "* Full resync from master: 69efe2f57d51a76ba8377af811c93d16c281c99c:2995988",
    "* MASTER <-> REPLICA sync started",
];

/// A log in which every `rare`-th line is part of a story.
fn log(rare: usize) -> Vec<u8> {
    let mut log = Vec::new();
    for n in 0..LINES {
        let from: &[&str] = if n % rare == 0 { &STORY } else { &PLAIN };
        let text = from[n / rare % from.len()];
        let (minute, second, millis) = (n / 60_000 % 60, n / 1000 % 60, n % 1000);
        log.extend_from_slice(
            format!("1:M 21 Nov 2026 02:{minute:02}:{second:02}.{millis:03} {text}\n").as_bytes(),
        );
    }
    log
}

#[divan::bench(args = [1, 10_000], sample_count = 10)]
fn every_line(bencher: Bencher<'_, '_>, rare: usize) {
    let log = log(rare);
    bencher
        .counter(BytesCount::of_slice(&log))
        .bench_local(|| Reader::new(&log).events().filter(|line| line.event.is_some()).count());
}

#[divan::bench(args = [1, 10_000], sample_count = 10)]
fn only_what_concerns(bencher: Bencher<'_, '_>, rare: usize) {
    let log = log(rare);
    bencher
        .counter(BytesCount::of_slice(&log))
        .bench_local(|| Reader::new(&log).only(Concern::Notable).events().count());
}
