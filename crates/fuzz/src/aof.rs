//! Append-only files: manifests, preambles, commands with annotations, several files numbered together.

use autopsync_model::NextOffset;
use autopsync_rdb::{Event, Reader};
use autopsync_stream::{
    Grammar, Kind, Origin, Stream, Tail, annotation_timestamp,
    aof::{
        Files,
        manifest::{Manifest, PartKind, looks_like_manifest},
        preamble::has_preamble,
    },
};

/// Reads bytes as a manifest, as one append-only file, and as several.
///
/// # Panics
/// Where a manifest loads what no server loads, where a command's place does not lead back to it, where a file without
/// annotations is another as a stream, and where a cut changes what stands before it.
pub fn aof(data: &[u8]) {
    manifest(data);
    let commands = after_preamble(data);
    let mut files = Files::default();
    files.push(data.len() as u64);
    let stream = files.stream(0, &data[commands..], commands as u64);
    let whole = read(&files, 0, &stream);
    as_stream(&data[commands..], &whole);
    cut(&data[commands..], &whole);
    several(data);
}

/// What a file came to: its commands by their places, how many are annotations, and how it ended.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    /// Index of the first byte, and of the byte after the last.
    commands: Vec<(u64, u64)>,
    annotations: usize,
    tail: Option<Tail>,
}

fn manifest(data: &[u8]) {
    let _ = looks_like_manifest(data);
    let Ok(manifest) = Manifest::parse(data) else { return };
    assert!(!data.is_empty(), "an empty manifest is none");
    let lines = data.split(|byte| *byte == b'\n').count() as u64;
    assert!(manifest.parts().iter().all(|part| (1..=lines).contains(&part.line) && part.seq != 0));
    let loaded: Vec<_> = manifest.loaded().collect();
    assert!(loaded.iter().all(|part| part.kind != PartKind::History), "history is loaded");
    assert!(loaded.iter().all(|part| !part.name.contains(&b'/') && !part.name.is_empty()));
    assert!(loaded.iter().skip(1).all(|part| part.kind == PartKind::Increment), "a late base");
    let increments: Vec<_> = loaded.iter().filter(|part| part.kind != PartKind::Base).collect();
    assert!(increments.windows(2).all(|pair| pair[0].seq < pair[1].seq), "increments out of order");
}

/// Finds where the commands begin.
fn after_preamble(data: &[u8]) -> usize {
    if !has_preamble(data) {
        return 0;
    }
    let mut end = data.len();
    if let Ok(reader) = Reader::new(data) {
        let mut reader = reader.without_checksum();
        while let Some(Ok(event)) = reader.next_event() {
            if let Event::End(found) = event {
                end = usize::try_from(found.end).unwrap_or(usize::MAX);
            }
        }
    }
    assert!(end <= data.len(), "a snapshot that ends behind its file");
    end
}

fn read(files: &Files, index: usize, stream: &Stream<'_>) -> Reading {
    let mut reading = Reading { commands: Vec::new(), annotations: 0, tail: None };
    let mut records = stream.records();
    let mut next = stream.file_index();
    while let Some(record) = records.next_record() {
        assert!(record.at >= next, "commands overlap");
        assert!(!record.inline, "no loader takes an inline command");
        assert!(!record.args.is_empty());
        assert_eq!(
            files.place(record.start),
            Some((index, record.at)),
            "the place leads elsewhere"
        );
        next = record.at + record.bytes();
        reading.commands.push((record.at, next));
        if record.kind() == Kind::Annotation {
            assert!(record.name().starts_with(b"#"));
            let _ = annotation_timestamp(record.name());
            reading.annotations += 1;
        }
    }
    reading.tail = records.tail();
    if let Some(Tail::Cut(cut)) = reading.tail {
        assert_eq!(files.place(cut.at), Some((index, cut.index)));
        assert_eq!(cut.index, next, "bytes between the last command and the one that is cut");
    }
    reading
}

/// Without annotations the same bytes are the same commands in a stream.
fn as_stream(commands: &[u8], whole: &Reading) {
    if whole.annotations > 0 || whole.tail.is_some() {
        return;
    }
    let stream = Stream::new(commands, Origin::unknown()).with_grammar(Grammar::ArraysOnly);
    let mut count = 0;
    let tail = stream.records().for_each(|_| count += 1);
    assert_eq!((count, tail), (whole.commands.len(), None), "a stream reads other commands");
}

/// A file that loses its last bytes keeps the commands before them.
fn cut(commands: &[u8], whole: &Reading) {
    let kept = commands.len() - commands.len().min(7);
    let mut files = Files::default();
    files.push(kept as u64);
    let stream = files.stream(0, &commands[..kept], 0);
    let shorter = read(&files, 0, &stream);
    let first = whole.commands.first().map_or(0, |(at, _)| *at);
    let mut wanted = whole.commands.iter().map(|(at, end)| (at - first, end - first));
    assert!(
        shorter.commands.iter().all(|found| wanted.next() == Some(*found)),
        "a cut changes what is before it"
    );
}

/// Three files, each read for itself, are numbered without gaps.
fn several(data: &[u8]) {
    let third = data.len() / 3;
    let parts = [&data[..third], &data[third..third], &data[third..]];
    let mut files = Files::default();
    for part in parts {
        files.push(part.len() as u64);
    }
    assert_eq!((files.bytes(), files.len()), (data.len() as u64, 3));
    for (index, part) in parts.into_iter().enumerate() {
        let stream = files.stream(index, part, 0);
        assert_eq!(stream.first_offset(), files.number(index, 0));
        assert_eq!(stream.first_offset().index_from(NextOffset::new(1)), Some(files.before(index)));
        read(&files, index, &stream);
    }
}
