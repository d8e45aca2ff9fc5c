//! How fast commands are framed: bytes and commands per second.
//!
//! Run with `cargo bench -p autopsync-stream`. The inputs are made here, the same each time.

use autopsync_stream::{Origin, Stream};
use divan::{Bencher, counter::BytesCount, counter::ItemsCount};

fn main() {
    divan::main();
}

const COMMANDS: usize = 1_000_000;

/// `SET key:<n> <value of that many bytes>`, with a `SELECT` and a `PING` now and then.
fn sets(value: usize) -> Vec<u8> {
    let value = vec![b'v'; value];
    let mut bytes = Vec::new();
    for n in 0..COMMANDS {
        match n % 100 {
            0 => bytes.extend_from_slice(b"*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n"),
            50 => bytes.extend_from_slice(b"*1\r\n$4\r\nPING\r\n"),
            _ => {
                let key = format!("key:{:06}", n * 7919 % COMMANDS);
                bytes.extend_from_slice(
                    format!("*3\r\n$3\r\nSET\r\n$10\r\n{key}\r\n${}\r\n", value.len()).as_bytes(),
                );
                bytes.extend_from_slice(&value);
                bytes.extend_from_slice(b"\r\n");
            }
        }
    }
    bytes
}

#[divan::bench(args = [8, 100, 1000], sample_count = 10)]
fn frame(bencher: Bencher<'_, '_>, value: usize) {
    let bytes = sets(value);
    bencher.counter(ItemsCount::new(COMMANDS)).counter(BytesCount::of_slice(&bytes)).bench_local(
        || {
            let stream = Stream::new(&bytes, Origin::unknown());
            let mut arguments = 0;
            stream.records().for_each(|record| arguments += record.args.len());
            arguments
        },
    );
}

#[divan::bench(sample_count = 10)]
fn frame_and_classify(bencher: Bencher<'_, '_>) {
    let bytes = sets(8);
    bencher.counter(ItemsCount::new(COMMANDS)).bench_local(|| {
        let mut writes = 0_usize;
        Stream::new(&bytes, Origin::unknown())
            .records()
            .for_each(|record| writes += usize::from(!record.kind().only_counts()));
        writes
    });
}

/// A fragment of 64 MiB full of asterisks before the first command.
#[divan::bench(sample_count = 5)]
fn resync(bencher: Bencher<'_, '_>) {
    let mut bytes = b"*1z".repeat(20 << 20);
    bytes.extend_from_slice(&sets(8)[..1 << 20]);
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench_local(|| Stream::new(&bytes, Origin::unknown()).resync().map(|r| r.skipped_bytes));
}
