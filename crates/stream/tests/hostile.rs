//! Every prefix and every flipped bit of recorded streams: no panic, nothing from beyond the cut, a place for it all.

use autopsync_model::NextOffset;
use autopsync_stream::{
    BacklogFile, Grammar, Origin, Stream, Tail, Transcript, aof::manifest::Manifest, recognise,
};
use std::{fs, path::Path};

/// Small recordings: an inline epoch, two handshakes, a snapshot without stream.
const SMALL: [&str; 4] = [
    "stream/redis-2.6.0-rc4-sync",
    "stream/redis-4.0.4-snapshot-only",
    "stream/redis-7.0.15-promoted",
    "backlog/valkey-8.0.1",
];

const GRAMMARS: [Grammar; 4] = [Grammar::Stream, Grammar::ArraysOnly, Grammar::Exact, Grammar::Aof];

fn read(name: &str) -> Vec<u8> {
    let path = format!("../../testdata/{name}.bin");
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(name)
}

/// A command's index in the file, its length and its arguments.
type Command = (u64, u64, Vec<Vec<u8>>);

/// The commands as they are, and how the bytes end.
fn commands(stream: &Stream<'_>) -> (Vec<Command>, Option<Tail>) {
    let mut all = Vec::new();
    let tail = stream.records().for_each(|record| {
        let args = record.args.iter().map(|arg| arg.to_vec()).collect();
        all.push((record.at, record.bytes(), args));
    });
    (all, tail)
}

/// Runs every reader over the bytes and checks what must hold for any bytes.
fn survive(bytes: &[u8]) {
    let _ = recognise(bytes);
    let _ = Manifest::parse(bytes);
    let _ = Origin::from_sidecar(bytes);
    if let Ok(transcript) = Transcript::parse(bytes) {
        if let Some(payload) = transcript.payload() {
            assert!(payload.at + payload.rdb.len() as u64 <= bytes.len() as u64);
        }
        if let Some(stream) = transcript.stream() {
            check(&stream, bytes.len());
        }
    }
    if let Ok(file) = BacklogFile::parse(bytes) {
        check(&file.stream(), bytes.len());
    }
    for grammar in GRAMMARS {
        check(&Stream::new(bytes, Origin::unknown()).with_grammar(grammar), bytes.len());
    }
}

fn check(stream: &Stream<'_>, len: usize) {
    let len = len as u64;
    let mut end = 0;
    let tail = stream.records().for_each(|record| {
        assert!(record.at >= end, "records overlap");
        end = record.at + record.bytes();
        assert!(end <= len, "a record from beyond the end");
        assert!(!record.args.is_empty());
    });
    match tail {
        None => {}
        Some(Tail::Cut(cut)) => assert_eq!(cut.index + cut.pending_bytes, len),
        Some(Tail::Bad(bad)) => assert!(bad.index < len && bad.command_start <= bad.at),
    }
    if let Ok(found) = stream.resync() {
        assert!(found.skipped_bytes <= len);
    }
}

#[test]
fn every_prefix_yields_the_commands_before_the_cut() {
    for name in SMALL {
        let bytes = read(name);
        for cut in 0..bytes.len() {
            survive(&bytes[..cut]);
        }
        let start = Transcript::parse(&bytes).ok().and_then(|transcript| transcript.stream());
        let whole = start.unwrap_or_else(|| Stream::new(&bytes, Origin::unknown()));
        let (all, tail) = commands(&whole);
        assert_eq!(tail, None);
        for cut in 0..whole.bytes().len() {
            let last = whole.first_offset().advance(cut as u64).applied();
            let (before, tail) = commands(&whole.up_to(last));
            assert_eq!(before, all[..before.len()], "{name} cut at {cut}");
            let read = before.last().map_or(whole.file_index(), |(at, len, _)| at + len);
            let pending = whole.file_index() + cut as u64 - read;
            match tail {
                None => assert_eq!(pending, 0, "{name} cut at {cut}"),
                Some(Tail::Cut(tail)) => {
                    assert_eq!(
                        (tail.index, tail.pending_bytes),
                        (read, pending),
                        "{name} at {cut}"
                    );
                }
                Some(Tail::Bad(bad)) => panic!("{name} cut at {cut}: {bad:?}"),
            }
        }
    }
}

#[test]
fn every_flipped_bit_is_survived() {
    for name in SMALL {
        let mut bytes = read(name);
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            survive(&bytes);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

#[test]
fn a_flipped_bit_changes_nothing_before_its_command() {
    let bytes = read("backlog/valkey-8.0.1");
    let (all, _) = commands(&Stream::new(&bytes, Origin::unknown()));
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let (found, _) = commands(&Stream::new(&flipped, Origin::unknown()));
        let same = all.iter().take_while(|(at, len, _)| at + len <= (bit / 8) as u64).count();
        assert_eq!(found[..same], all[..same], "bit {bit}");
    }
}

#[test]
fn offsets_from_the_edge_of_the_numbers_do_no_harm() {
    let bytes = read("backlog/valkey-8.0.1");
    for first in [i64::MIN, -1, 0, i64::MAX - 3, i64::MAX] {
        let origin = Origin { first_offset: Some(NextOffset::new(first)), ..Origin::unknown() };
        let stream = Stream::new(&bytes, origin);
        let mut last = stream.first_offset();
        stream.records().for_each(|record| {
            assert!(record.start >= last && record.end >= record.start);
            last = record.end;
        });
        for offset in [i64::MIN, -1, 0, 1, i64::MAX] {
            let _ = stream.locate(NextOffset::new(offset));
            let _ = stream.starting_at(NextOffset::new(offset));
            let _ = stream.up_to(NextOffset::new(offset).applied());
        }
    }
}
