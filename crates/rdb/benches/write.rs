//! Writing: a copy as it is, a copy for an older server, and values element by element.
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use autopsync_rdb::{
    Dialect, Reader,
    write::{CopyOptions, Entry, Target, Writer, copy},
};
use divan::{Bencher, counter::BytesCount};

const KEYS: u32 = 20_000;

fn main() {
    divan::main();
}

fn target(version: u16) -> Target {
    Target::new(Dialect::Redis, version).unwrap()
}

/// Strings, lists, hashes and sorted sets of a few dozen bytes each.
fn generated() -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), target(11));
    for number in 0..KEYS {
        let name = format!("key:{number}");
        let key = writer.key(Entry::new(name.as_bytes()).expiring_at(4_102_444_800_123)).unwrap();
        match number % 4 {
            0 => {
                key.string(&[b'x'; 100]).unwrap();
            }
            1 => {
                let mut list = key.list(10).unwrap();
                (0..10).for_each(|_| list.element(b"an element").unwrap());
                list.finish().unwrap();
            }
            2 => {
                let mut hash = key.hash(8, None).unwrap();
                for field in 0..8 {
                    hash.field(format!("field{field}").as_bytes(), b"a value", None).unwrap();
                }
                hash.finish().unwrap();
            }
            _ => {
                let mut zset = key.zset(8).unwrap();
                for member in 0..8 {
                    zset.member(format!("member{member}").as_bytes(), f64::from(member)).unwrap();
                }
                zset.finish().unwrap();
            }
        }
    }
    writer.end().unwrap()
}

fn copied(bytes: &[u8], version: u16, options: &CopyOptions) -> u64 {
    let mut reader = Reader::new(bytes).unwrap().without_checksum();
    let mut writer = Writer::new(std::io::sink(), target(version));
    copy(&mut reader, &mut writer, options, |_| true).unwrap();
    writer.position()
}

#[divan::bench]
fn copy_checked(bencher: Bencher<'_, '_>) {
    let bytes = generated();
    let options = CopyOptions::default();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| copied(&bytes, 11, &options));
}

#[divan::bench]
fn copy_unchecked(bencher: Bencher<'_, '_>) {
    let bytes = generated();
    let mut options = CopyOptions::default();
    options.unchecked = true;
    bencher.counter(BytesCount::new(bytes.len())).bench(|| copied(&bytes, 11, &options));
}

#[divan::bench]
fn convert_for_redis_3(bencher: Bencher<'_, '_>) {
    let bytes = generated();
    let options = CopyOptions::default();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| copied(&bytes, 7, &options));
}

#[divan::bench]
fn write_elements(bencher: Bencher<'_, '_>) {
    let bytes = generated().len();
    bencher.counter(BytesCount::new(bytes)).bench(generated);
}
