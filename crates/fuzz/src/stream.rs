//! The stream reader in all its vessels: raw commands, backlogs cut anywhere, transcripts, backlog files, manifests.

use autopsync_model::{Limits, NextOffset};
use autopsync_stream::{
    BacklogFile, Grammar, Location, Origin, Stream, Tail, Transcript, annotation_timestamp, aof,
    recognise,
};

/// First bytes of streams: the usual one, one in the midst, and one that no number can follow far.
const FIRST: [Option<i64>; 4] = [None, Some(1), Some(1 << 40), Some(i64::MAX - 20)];

/// Reads bytes as whatever can hold a stream.
///
/// # Panics
/// Where commands leave gaps, overlap or lie outside the bytes, where a stream split between two commands is not its
/// two parts, and where a backlog file that was written does not read back.
pub fn stream(data: &[u8]) {
    let _ = (recognise(data), Origin::from_sidecar(data), annotation_timestamp(data));
    let _ = (aof::manifest::Manifest::parse(data), aof::manifest::looks_like_manifest(data));
    for first in FIRST {
        for grammar in [Grammar::Stream, Grammar::ArraysOnly, Grammar::Aof] {
            let origin = Origin {
                first_offset: first.map(NextOffset::new),
                db: Some(3),
                ..Origin::unknown()
            };
            let stream = Stream::new(data, origin).with_grammar(grammar);
            read(&stream);
            let limits = Limits { arguments: 3, inline_bytes: 8, ..Limits::default() };
            read(&stream.with_limits(limits));
        }
    }
    let stream = Stream::new(data, Origin { db: Some(3), ..Origin::unknown() });
    split(&stream);
    resync(&stream);
    transcript(data);
    backlog_file(data);
}

/// Reads all commands; returns the first byte that belongs to none.
fn read(stream: &Stream<'_>) -> NextOffset {
    // Numbers stop at the largest one, where nothing can be said of distances.
    let exact = stream.first_offset().bytes_since(NextOffset::new(0)) < i64::MAX / 2;
    let mut records = stream.records();
    let mut next = stream.first_offset();
    while let Some(record) = records.next_record() {
        assert!(record.start >= next && record.end >= record.start, "commands overlap");
        assert!(!exact || record.end > record.start, "a command of no bytes");
        assert!(record.end <= stream.end(), "a command beyond the end");
        assert!(!record.args.is_empty(), "a command without a name");
        let bytes: u64 = record.args.iter().map(|arg| arg.len() as u64).sum();
        assert!(!exact || bytes <= record.bytes(), "arguments larger than their command");
        let _ = (record.kind(), record.selects(), record.place());
        next = record.end;
    }
    assert!(records.next_record().is_none(), "a reader that has ended goes on");
    match records.tail() {
        Some(tail @ (Tail::Cut(_) | Tail::Bad(_))) => {
            let damage = tail.damage();
            assert!(!damage.message.is_empty() && !damage.to_string().is_empty());
        }
        None => assert!(records.offset() <= stream.end()),
    }
    if let Some(Tail::Cut(cut)) = records.tail() {
        assert!(cut.pending_bytes <= stream.bytes().len() as u64, "more pending than there is");
        assert!(cut.at >= next);
    }
    next
}

/// Cuts the stream in the middle: at a boundary the two parts are the whole.
fn split(stream: &Stream<'_>) {
    let middle = stream.first_offset().advance(stream.bytes().len() as u64 / 2);
    let Ok(second) = stream.starting_at(middle) else {
        return assert!(stream.bytes().is_empty(), "a stream without a middle");
    };
    let first = stream.up_to(middle.applied());
    assert_eq!(first.bytes().len() + second.bytes().len(), stream.bytes().len());
    match stream.locate(middle) {
        Location::Boundary { db, .. } => {
            let first_end = read(&first);
            // Nothing but blank lines and whole empty arrays lies between the last command and the boundary.
            assert!(first_end <= middle);
            let second = second.with_origin(Origin { db, ..Origin::unknown() });
            let ends = [read(&second), read(stream)].map(|end| end.max(middle));
            assert_eq!(ends[0], ends[1], "two parts end elsewhere than the whole");
        }
        Location::Inside { start, end } => {
            assert!(start < middle && end.is_none_or(|end| end > middle));
        }
        Location::Outside => {}
    }
}

fn resync(stream: &Stream<'_>) {
    let Ok(found) = stream.resync() else { return };
    let total = stream.bytes().len() as u64;
    assert_eq!(found.skipped_bytes + found.stream.bytes().len() as u64, total);
    assert_eq!(found.stream.end(), stream.end(), "skipping bytes changes the numbers");
    assert!(found.alternative.is_none_or(|index| index < total));
    read(&found.stream);
}

fn transcript(data: &[u8]) {
    let Ok(transcript) = Transcript::parse(data) else { return };
    let _ = (transcript.opening(), transcript.place(), transcript.keep_alives());
    for damage in transcript.damages() {
        assert!(!damage.to_string().is_empty());
    }
    if let Some(payload) = transcript.payload() {
        assert!(payload.at + payload.rdb.len() as u64 <= data.len() as u64, "a payload outside");
    }
    if let Some(stream) = transcript.stream() {
        assert!(stream.file_index() + stream.bytes().len() as u64 == data.len() as u64);
        read(&stream);
    }
}

fn backlog_file(data: &[u8]) {
    if let Ok(file) = BacklogFile::parse(data) {
        let _ = file.damages();
        read(&file.stream());
    }
    let mut written = Vec::new();
    let origin =
        Origin { first_offset: Some(NextOffset::new(7)), db: Some(1), ..Origin::unknown() };
    let result = BacklogFile::new(origin, None, data).write_to(&mut written);
    assert!(result.is_ok(), "a vector takes everything");
    let file = BacklogFile::parse(&written);
    assert!(
        file.is_ok_and(|file| file.data == data
            && file.origin == origin
            && file.damages().is_empty()),
        "a backlog file that was written does not read back"
    );
}
