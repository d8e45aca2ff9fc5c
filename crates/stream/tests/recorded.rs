//! Streams and backlogs of real servers: every offset is the one that the server counted.
//!
//! Each recording `x.bin` has an `x.expect.json` beside it. What stands there was written by the recorder and by a
//! second, naive reader, not by this crate.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has to stop")]

use autopsync_model::{AppliedOffset, NextOffset};
use autopsync_stream::{FileKind, Grammar, Opening, Origin, Stream, Tail, Transcript, recognise};
use serde_json::Value;
use std::{fs, path::Path};

struct Recording {
    name: String,
    bytes: Vec<u8>,
    expect: Value,
}

impl Recording {
    fn number(&self, key: &str) -> Option<i64> {
        self.expect[key].as_i64()
    }
}

/// Reads a folder, and refuses files that belong to no recording.
fn recordings(folder: &str) -> Vec<Recording> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        if let Some(name) = file.strip_suffix(".bin") {
            let expect = fs::read(folder.join(format!("{name}.expect.json"))).expect(name);
            let expect: Value = serde_json::from_slice(&expect).unwrap();
            let bytes = fs::read(&path).unwrap();
            let mut sum = crc64fast::Digest::new();
            sum.write(&bytes);
            assert_eq!(expect["crc64"], format!("{:016x}", sum.sum64()), "{name} was changed");
            found.push(Recording { name: name.to_owned(), bytes, expect });
        } else {
            let base = file.trim_end_matches(".expect.json").trim_end_matches(".bin.json");
            assert!(folder.join(format!("{base}.bin")).exists(), "{file} belongs to no recording");
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(found.len() >= 8, "{} recordings", found.len());
    found
}

/// Opens a recording as the program does, with the offset that a `+CONTINUE` does not tell.
fn live<'a>(recording: &'a Recording, transcript: &Transcript<'a>) -> Stream<'a> {
    let first_offset = recording.number("base_offset").map(|base| NextOffset::new(base + 1));
    let stream = transcript.stream().expect(&recording.name);
    match transcript.opening() {
        Opening::Continue { .. } => {
            stream.with_origin(Origin { first_offset, ..Origin::unknown() })
        }
        _ => stream,
    }
}

#[test]
fn the_last_offset_is_the_masters() {
    for recording in recordings("stream").iter().filter(|r| r.expect["flipped"].is_null()) {
        let name = &recording.name;
        let transcript = Transcript::parse(&recording.bytes).expect(name);
        assert!(transcript.damages().is_empty(), "{name}");
        let payload = transcript.payload();
        let start = payload.map(|payload| i64::try_from(payload.at).unwrap());
        let end =
            payload.map(|p| i64::try_from(p.at).unwrap() + i64::try_from(p.rdb.len()).unwrap());
        assert_eq!(start, recording.number("rdb_start"), "{name}");
        assert_eq!(end, recording.number("rdb_end"), "{name}");
        let stream = live(recording, &transcript);
        assert_eq!(Some(stream.file_index()), recording.expect["live_start"].as_u64(), "{name}");
        if let Some(offset) = recording.number("end_offset") {
            assert_eq!(stream.last_offset(), AppliedOffset::new(offset), "{name}");
        } else {
            assert!(stream.is_relative(), "{name}");
        }
        let told = transcript.origin().replid.map(|id| id.to_string());
        let said = recording.expect["replid"].as_str().map(str::to_owned);
        if !matches!(transcript.opening(), Opening::Continue { replid: None }) {
            assert_eq!(told, said, "{name}");
        }
        let (mut commands, mut next, mut last_at) = (0, stream.first_offset(), None);
        let tail = stream.records().for_each(|record| {
            assert_eq!(record.start, next, "{name}: bytes that belong to no command");
            assert!(record.canonical && !record.inline, "{name}");
            commands += 1;
            last_at = Some(record.at);
            next = record.end;
        });
        assert_eq!(tail, None, "{name}");
        assert_eq!(next, stream.end(), "{name}");
        assert_eq!(Some(commands), recording.expect["commands"].as_u64(), "{name}");
        assert_eq!(last_at, recording.expect["last_command_at"].as_u64(), "{name}");
    }
}

#[test]
fn a_flipped_bit_stops_the_reader_where_it_stopped_the_replica() {
    let mut seen = 0;
    for recording in recordings("stream").iter().filter(|r| !r.expect["flipped"].is_null()) {
        seen += 1;
        let flipped = &recording.expect["flipped"];
        let transcript = Transcript::parse(&recording.bytes).unwrap();
        // The replica of this version (9.1.2) looks at line ends, the others do not.
        let grammar =
            if recording.name.starts_with("valkey-9") { Grammar::Exact } else { Grammar::Stream };
        let records = live(recording, &transcript).with_grammar(grammar).records();
        let Some(Tail::Bad(bad)) = records.for_each(|_| {}) else { panic!("{}", recording.name) };
        assert_eq!(Some(bad.index), flipped["at"].as_u64(), "{}", recording.name);
        let applied = bad.command_start.applied().get();
        assert_eq!(Some(applied), flipped["applied_offset"].as_i64(), "{}", recording.name);
    }
    assert_eq!(seen, 3);
}

#[test]
fn a_backlog_begins_at_the_first_whole_command() {
    for recording in recordings("backlog") {
        let name = &recording.name;
        let sidecar = format!("../../testdata/backlog/{name}.bin.json");
        let sidecar = Path::new(env!("CARGO_MANIFEST_DIR")).join(sidecar);
        let origin = Origin::from_sidecar(&fs::read(sidecar).unwrap()).unwrap();
        let stream = Stream::new(&recording.bytes, origin);
        assert_eq!(Some(stream.last_offset().get()), recording.number("end_offset"), "{name}");
        let found = stream.resync().unwrap();
        let skipped = recording.expect["skipped_bytes"].as_u64();
        assert_eq!(Some(found.skipped_bytes), skipped, "{name}");
        assert!(!found.is_ambiguous(), "{name}");
        assert_eq!(
            found.stream.first_offset(),
            stream.first_offset().advance(found.skipped_bytes),
            "{name}"
        );
        let (mut commands, mut end) = (0, None);
        let tail = found.stream.records().for_each(|record| {
            commands += 1;
            end = Some(record.end.applied().get());
        });
        assert_eq!(tail, None, "{name}");
        assert_eq!(end, recording.number("end_offset"), "{name}");
        assert_eq!(Some(commands), recording.expect["commands"].as_u64(), "{name}");
    }
}

#[test]
fn every_recording_is_recognised() {
    for recording in recordings("stream") {
        let expected = if recording.name.contains("continue") {
            FileKind::Continue
        } else {
            FileKind::FullSync
        };
        assert_eq!(recognise(&recording.bytes), Some(expected), "{}", recording.name);
    }
    for recording in recordings("backlog") {
        let expected = if recording.number("skipped_bytes") == Some(0) {
            FileKind::Commands
        } else {
            FileKind::CommandsAfterFragment
        };
        assert_eq!(recognise(&recording.bytes), Some(expected), "{}", recording.name);
    }
}
