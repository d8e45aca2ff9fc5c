//! Writes the snapshots that benches read: `cargo xtask bench-data [--size 1g] DIR`.
//!
//! The same size gives the same bytes, on every machine. Beside each snapshot stands a file `.keys` with the number of
//! its keys.
//!
//! - `mixed.rdb`: all core types in the encodings of a 7.0 server, two databases, a tenth of the keys with an expiry
//! - `lzf.rdb`: compressed strings of 4 KiB
//! - `strings.rdb`: strings of 1 MiB that cannot be compressed
//! - `tiny.rdb`: ten million keys of ten bytes (for 1g, fewer for less)
//! - `large.rdb`: one hash of three million fields (for 1g, fewer for less)

use autopsync_rdb::{
    Dialect, DumpPayload,
    write::{CopyScratch, Entry, Target, Writer},
};
use autopsync_synth::rdb::{Intset, IntsetWidth, Listpack, Value, put_length};
use std::{
    error::Error,
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;
type Out = Writer<BufWriter<File>>;

/// The version of a 7.0 server.
const VERSION: u16 = 10;

fn main() -> Result<()> {
    let (size, dir) = arguments(std::env::args().skip(1))?;
    fs::create_dir_all(&dir)?;
    file(&dir, "mixed", |out| mixed(out, size))?;
    file(&dir, "lzf", |out| compressed(out, size / 4))?;
    file(&dir, "strings", |out| strings(out, size))?;
    file(&dir, "tiny", |out| tiny(out, (size * 10_000_000) >> 30))?;
    file(&dir, "large", |out| large(out, (size * 3_000_000) >> 30))
}

/// Reads `[--size N[k|m|g]] DIR`.
fn arguments(arguments: impl Iterator<Item = String>) -> Result<(u64, PathBuf)> {
    let (mut size, mut dir) = (1 << 30, None);
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--size" => size = bytes(&arguments.next().ok_or("--size needs a number")?)?,
            _ => dir = Some(PathBuf::from(argument)),
        }
    }
    Ok((size, dir.ok_or("usage: bench-data [--size 1g] DIR")?))
}

fn bytes(text: &str) -> Result<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        unit => return Err(format!("expected a unit k, m or g, found {unit:?}").into()),
    };
    Ok(digits.parse::<u64>()? << shift)
}

/// Writes one snapshot with what `fill` puts into it; it returns the number of keys.
fn file(dir: &Path, name: &str, fill: impl Fn(&mut Out) -> Result<u64>) -> Result<()> {
    let path = dir.join(name).with_extension("rdb");
    let target = Target::new(Dialect::Redis, VERSION)?;
    let mut out = Writer::new(BufWriter::new(File::create(&path)?), target).compressing();
    out.aux(b"redis-ver", b"7.0.15")?;
    out.aux(b"redis-bits", b"64")?;
    out.select_db(0)?;
    let keys = fill(&mut out)?;
    out.end()?.into_inner()?.sync_all()?;
    fs::write(path.with_extension("keys"), format!("{keys}\n"))?;
    writeln!(io::stderr(), "{}: {keys} keys, {} bytes", path.display(), path.metadata()?.len())?;
    Ok(())
}

/// The same numbers each time (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// Bytes that no compression makes smaller.
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
    }

    /// The kind of text that applications keep.
    fn record(&mut self, bytes: usize) -> Vec<u8> {
        let mut text = Vec::with_capacity(bytes + 100);
        while text.len() < bytes {
            let (id, visits) = (self.below(1_000_000), self.below(500));
            let record = format!("{{\"id\":{id},\"name\":\"user {id}\",\"visits\":{visits}}},");
            text.extend_from_slice(record.as_bytes());
        }
        text.truncate(bytes);
        text
    }
}

fn mixed(out: &mut Out, size: u64) -> Result<u64> {
    let (mut numbers, mut scratch, mut keys) = (Numbers(1), CopyScratch::default(), 0);
    while out.position() < size {
        if keys > 0 && out.selected() == Some(0) && out.position() > size / 5 * 4 {
            out.select_db(3)?;
        }
        let name =
            format!("{}:{keys}", ["user", "session", "cache", "log"][usize::try_from(keys % 4)?]);
        let mut entry = Entry::new(name.as_bytes());
        if numbers.below(10) == 0 {
            entry = entry.expiring_at(4_102_444_800_000 + i64::try_from(keys)?);
        }
        match numbers.below(1000) {
            0..530 => {
                let mut value = vec![0; 10 + usize::try_from(numbers.below(90))?];
                numbers.fill(&mut value);
                out.key(entry)?.string(&value)?;
            }
            530..630 => {
                let number = numbers.below(1 << 31).to_string();
                out.key(entry)?.string(number.as_bytes())?;
            }
            630..850 => {
                let length = 200 + usize::try_from(numbers.below(1000))?;
                out.key(entry)?.string(&numbers.record(length))?;
            }
            kind => packed(out, entry, kind, &mut numbers, &mut scratch)?,
        }
        keys += 1;
    }
    Ok(keys)
}

/// Writes a value of one of the types that have elements.
fn packed(
    out: &mut Out,
    entry: Entry<'_>,
    kind: u64,
    numbers: &mut Numbers,
    scratch: &mut CopyScratch,
) -> Result<()> {
    let many = numbers.below(4) == 0;
    let count = if many { 200 } else { 5 + numbers.below(20) };
    let texts = |numbers: &mut Numbers, count: u64| -> Vec<String> {
        (0..count).map(|n| format!("item:{n}:{}", numbers.below(100_000))).collect()
    };
    let value = match kind {
        850..920 if many => {
            let mut hash = out.key(entry)?.hash(count, None)?;
            for field in texts(numbers, count) {
                hash.field(field.as_bytes(), &numbers.next().to_le_bytes(), None)?;
            }
            hash.finish()?;
            return Ok(());
        }
        850..920 => Value::raw(16, listpack(&texts(numbers, count * 2))),
        // A list of one node, which is packed.
        920..940 => Value::raw(18, [&[1, 2][..], &listpack(&texts(numbers, count))].concat()),
        940..960 => {
            let members: Vec<i64> = (0..i64::try_from(count)?).map(|n| n * 7).collect();
            Value::set_intset(Intset::new(IntsetWidth::I16, members))
        }
        960..970 => {
            let mut set = out.key(entry)?.set(count)?;
            for member in texts(numbers, count) {
                set.member(member.as_bytes())?;
            }
            set.finish()?;
            return Ok(());
        }
        970..980 => {
            let mut zset = out.key(entry)?.zset(count)?;
            for (score, member) in (0..).map(f64::from).zip(texts(numbers, count)) {
                zset.member(member.as_bytes(), score / 4.0)?;
            }
            zset.finish()?;
            return Ok(());
        }
        _ => {
            let scores = (0..count).map(|n| n.to_string());
            let pairs: Vec<String> =
                texts(numbers, count).into_iter().zip(scores).flat_map(|(m, s)| [m, s]).collect();
            Value::raw(17, listpack(&pairs))
        }
    };
    let payload = value.dump_payload(VERSION);
    let payload = DumpPayload::read(&payload, 0)?;
    let header = out.target().header();
    out.key(entry)?.stored(header, &payload.value, scratch)?;
    Ok(())
}

/// A listpack in a string, compressed where that makes it smaller, as servers do it.
fn listpack(texts: &[String]) -> Vec<u8> {
    let pack = Listpack::of(texts).build();
    let mut bytes = Vec::with_capacity(pack.len() + 10);
    match lzf::compress(&pack) {
        Ok(smaller) if smaller.len() < pack.len() => {
            bytes.push(0xc3);
            put_length(&mut bytes, smaller.len() as u64);
            put_length(&mut bytes, pack.len() as u64);
            bytes.extend(smaller);
        }
        _ => {
            put_length(&mut bytes, pack.len() as u64);
            bytes.extend(pack);
        }
    }
    bytes
}

fn compressed(out: &mut Out, size: u64) -> Result<u64> {
    let (mut numbers, mut keys) = (Numbers(2), 0);
    while out.position() < size {
        out.key(Entry::new(format!("page:{keys}").as_bytes()))?.string(&numbers.record(4096))?;
        keys += 1;
    }
    Ok(keys)
}

fn strings(out: &mut Out, size: u64) -> Result<u64> {
    let (mut numbers, mut keys, mut value) = (Numbers(3), 0, vec![0; 1 << 20]);
    while out.position() < size {
        numbers.fill(&mut value);
        out.key(Entry::new(format!("blob:{keys}").as_bytes()))?.string(&value)?;
        keys += 1;
    }
    Ok(keys)
}

fn tiny(out: &mut Out, keys: u64) -> Result<u64> {
    let mut numbers = Numbers(4);
    for key in 0..keys {
        let value = match numbers.below(2) {
            0 => numbers.below(100_000).to_string(),
            _ => format!("v{}", numbers.below(100_000)),
        };
        out.key(Entry::new(format!("t:{key}").as_bytes()))?.string(value.as_bytes())?;
    }
    Ok(keys)
}

fn large(out: &mut Out, fields: u64) -> Result<u64> {
    let mut numbers = Numbers(5);
    let mut hash = out.key(Entry::new(b"large"))?.hash(fields, None)?;
    for field in 0..fields {
        let value = format!("value {}", numbers.below(1_000_000));
        hash.field(format!("field:{field:08}").as_bytes(), value.as_bytes(), None)?;
    }
    hash.finish()?;
    Ok(1)
}
