//! How fast snapshots are scanned, decoded and summed, over snapshots that the bench builds itself.
//!
//! `keys` asks for names only, `keys_and_checksum` is what an inspection does, `values` decodes everything.

use autopsync_rdb::{Event, Reader, Scratch, ValueVisitor, crc64};
use divan::{Bencher, black_box, counter::BytesCount};

fn main() {
    divan::main();
}

/// How large each snapshot is, about.
const SIZE: usize = 32 << 20;

const SNAPSHOTS: [Snapshot; 5] = [
    Snapshot::Mixed,
    Snapshot::TinyKeys,
    Snapshot::LargeStrings,
    Snapshot::Compressed,
    Snapshot::Packed,
];

/// What a snapshot is made of.
#[derive(Debug, Clone, Copy)]
enum Snapshot {
    /// Some of everything.
    Mixed,
    /// Keys of ten bytes, integers as values.
    TinyKeys,
    /// Strings of 64 KiB.
    LargeStrings,
    /// Strings of 4 KiB, compressed.
    Compressed,
    /// Hashes of twenty fields in ziplists.
    Packed,
}

impl Snapshot {
    fn build(self) -> Vec<u8> {
        let mut out = b"REDIS0009\xfe\x00".to_vec();
        let mut n = 0;
        while out.len() < SIZE {
            match self {
                Self::Mixed => match n % 8 {
                    0 => tiny(&mut out, n),
                    1 => plain(&mut out, n, 300),
                    2 => compressed(&mut out, n),
                    3 | 4 => ziplist(&mut out, n),
                    5 => members(&mut out, n, 2, b""),
                    6 => members(&mut out, n, 5, &1.5f64.to_le_bytes()),
                    _ => plain(&mut out, n, 20),
                },
                Self::TinyKeys => tiny(&mut out, n),
                Self::LargeStrings => plain(&mut out, n, 64 << 10),
                Self::Compressed => compressed(&mut out, n),
                Self::Packed => ziplist(&mut out, n),
            }
            n += 1;
        }
        out.push(0xff);
        out.extend(crc64(&out).to_le_bytes());
        out
    }
}

fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    length(out, bytes.len());
    out.extend_from_slice(bytes);
}

fn length(out: &mut Vec<u8>, len: usize) {
    match u32::try_from(len).expect("small") {
        len @ 0..=63 => out.push(len.to_le_bytes()[0]),
        len => {
            out.push(0x80);
            out.extend(len.to_be_bytes());
        }
    }
}

fn key(out: &mut Vec<u8>, code: u8, n: u32) {
    if n.is_multiple_of(4) {
        out.push(0xfc);
        out.extend(4_102_444_800_000u64.to_le_bytes());
    }
    out.push(code);
    string(out, format!("key:{n:06}").as_bytes());
}

fn tiny(out: &mut Vec<u8>, n: u32) {
    key(out, 0, n);
    out.push(0xc2);
    out.extend(n.to_le_bytes());
}

fn plain(out: &mut Vec<u8>, n: u32, len: usize) {
    key(out, 0, n);
    string(out, &vec![b'x'; len]);
}

fn compressed(out: &mut Vec<u8>, n: u32) {
    key(out, 0, n);
    let user = |i: u32| format!("{{\"id\":{},\"name\":\"user {n}\"}},", i * n);
    let text = (0..100).map(user).collect::<Vec<_>>().concat();
    let packed = lzf::compress(text.as_bytes()).expect("repetitive");
    out.push(0xc3);
    length(out, packed.len());
    length(out, text.len());
    out.extend(packed);
}

fn members(out: &mut Vec<u8>, n: u32, code: u8, tail: &[u8]) {
    key(out, code, n);
    length(out, 40);
    for i in 0..40 {
        string(out, format!("member:{n}:{i}").as_bytes());
        out.extend_from_slice(tail);
    }
}

fn ziplist(out: &mut Vec<u8>, n: u32) {
    key(out, 13, n);
    let (mut entries, mut previous, mut tail) = (Vec::new(), 0, 10);
    for i in 0..20u32 {
        let integer = [&[0xd0][..], &(n ^ i).to_le_bytes()].concat();
        let text = [&[9][..], format!("field:{i:03}").as_bytes()].concat();
        for entry in [text, integer] {
            tail = 10 + entries.len();
            entries.push(u8::try_from(previous).expect("short"));
            entries.extend_from_slice(&entry);
            previous = entry.len() + 1;
        }
    }
    let total = u32::try_from(entries.len() + 11).expect("short");
    let tail = u32::try_from(tail).expect("short");
    let blob =
        [&total.to_le_bytes(), &tail.to_le_bytes(), &40u16.to_le_bytes()[..], &entries, &[0xff]];
    string(out, &blob.concat());
}

/// Adds up what it is told, so that nothing can be left out.
#[derive(Default)]
struct Sum(usize);

impl ValueVisitor for Sum {
    fn string(&mut self, value: &[u8]) {
        self.0 += value.len();
    }
    fn set_member(&mut self, member: &[u8]) {
        self.0 += member.len();
    }
    fn zset_member(&mut self, member: &[u8], _: f64) {
        self.0 += member.len();
    }
    fn hash_field(&mut self, field: &[u8], value: &[u8], _: Option<i64>) {
        self.0 += field.len() + value.len();
    }
}

fn scan(reader: Reader<'_>) -> u64 {
    let mut sum = 0;
    for event in reader {
        match event.expect("sound") {
            Event::Key(entry) => sum += entry.key.len(),
            Event::End(end) => sum ^= end.checksum.computed.unwrap_or(0),
            _ => {}
        }
    }
    sum
}

#[divan::bench(args = SNAPSHOTS)]
fn keys(bencher: Bencher, snapshot: Snapshot) {
    let bytes = snapshot.build();
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench(|| scan(Reader::new(black_box(&bytes)).expect("a header").without_checksum()));
}

#[divan::bench(args = SNAPSHOTS)]
fn keys_and_checksum(bencher: Bencher, snapshot: Snapshot) {
    let bytes = snapshot.build();
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench(|| scan(Reader::new(black_box(&bytes)).expect("a header")));
}

#[divan::bench(args = SNAPSHOTS)]
fn values(bencher: Bencher, snapshot: Snapshot) {
    let bytes = snapshot.build();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| {
        let (mut scratch, mut sum) = (Scratch::default(), Sum::default());
        for event in Reader::new(black_box(&bytes)).expect("a header").without_checksum() {
            if let Event::Key(entry) = event.expect("sound") {
                entry.visit(&mut scratch, &mut sum).expect("sound");
            }
        }
        sum.0
    });
}

#[divan::bench]
fn checksum(bencher: Bencher) {
    let bytes = Snapshot::Mixed.build();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| crc64(black_box(&bytes)));
}
