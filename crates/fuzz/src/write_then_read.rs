//! The writer: whatever can be read is written so that it is read back as it was.

use crate::content::Content;
use autopsync_rdb::{
    ChecksumStatus, Dialect, Event, KeyEntry, Reader, Scratch,
    write::{CopyOptions, Target, Writer, copy},
};

/// The formats that are written: one of each shape.
const TARGETS: [(Dialect, u16); 5] = [
    (Dialect::Redis, 3),
    (Dialect::Redis, 7),
    (Dialect::Redis, 10),
    (Dialect::Redis, 13),
    (Dialect::Valkey, 80),
];

/// Copies bytes as a snapshot into several formats, leaving out what is damaged and what the format cannot hold.
///
/// # Panics
/// Where a copy is damaged, where it holds a key that the source does not hold in this place of the order, and where a
/// copy of the copy is another one.
pub fn write_then_read(data: &[u8]) {
    let Ok(source) = Reader::new(data) else { return };
    let own = (source.header().dialect, source.header().version);
    let mut targets: Vec<_> = TARGETS.iter().filter(|target| **target != own).collect();
    targets.push(&own);
    for (dialect, version) in targets {
        let Ok(target) = Target::new(*dialect, *version) else { continue };
        let (first, lost) = written(data, target);
        let written_keys = keys(&first);
        if !lost {
            let all = keys_of(data);
            let mut rest = all.iter();
            for key in &written_keys {
                assert!(rest.any(|other| other == key), "{key:?} is not in the source: {all:?}");
            }
        }
        let (second, lost) = written(&first, target);
        assert!(!lost, "a copy holds what its own format cannot hold");
        assert_eq!(keys(&second), written_keys, "a copy of the copy is another one");
    }
}

/// Copies a snapshot up to the damage that ends it. Also tells whether anything but damage was left out.
fn written(data: &[u8], target: Target) -> (Vec<u8>, bool) {
    let mut options = CopyOptions::default();
    options.skip_damaged = true;
    let mut writer = Writer::new(Vec::new(), target).dropping();
    if let Ok(mut reader) = Reader::new(data) {
        // Damage that ends the reading leaves what stands before it.
        let _ = copy(&mut reader, &mut writer, &options, |_| true);
    }
    let lost = writer.losses().iter().any(|(feature, _)| !feature.is_minor());
    let bytes = writer.end();
    assert!(bytes.is_ok(), "a snapshot cannot be ended: {:?}", bytes.err());
    (bytes.unwrap_or_default(), lost)
}

/// The keys of a copy, in which nothing may be wrong.
fn keys(copy: &[u8]) -> Vec<Key> {
    let reader = Reader::new(copy);
    assert!(reader.is_ok(), "the head of a copy is damaged: {:?}", reader.err());
    let Ok(reader) = reader else { return Vec::new() };
    let mut keys = Vec::new();
    let mut ended = false;
    for event in reader {
        match event {
            Ok(Event::Key(entry)) => {
                let key = Key::of(&entry);
                assert!(key.is_some(), "a key of a copy is damaged: {entry:?}");
                keys.extend(key);
            }
            Ok(Event::End(end)) => {
                let status = end.checksum.status();
                assert!(
                    matches!(status, ChecksumStatus::Ok | ChecksumStatus::Absent),
                    "{status:?}"
                );
                ended = true;
            }
            Ok(_) => {}
            Err(error) => assert!(ended, "a copy is damaged: {error}"),
        }
    }
    assert!(ended, "a copy has no end");
    keys
}

/// The keys of the source that are not damaged.
fn keys_of(data: &[u8]) -> Vec<Key> {
    let events = Reader::new(data).into_iter().flatten();
    events
        .filter_map(|event| match event {
            Ok(Event::Key(entry)) => Key::of(&entry),
            _ => None,
        })
        .collect()
}

/// A key, with a sum over everything that it holds.
#[derive(Debug, PartialEq, Eq)]
struct Key {
    db: u64,
    name: Vec<u8>,
    expires: bool,
    kind: &'static str,
    content: Content,
}

impl Key {
    fn of(entry: &KeyEntry<'_>) -> Option<Self> {
        let mut content = Content::default();
        entry.visit(&mut Scratch::default(), &mut content).ok()?;
        Some(Self {
            db: entry.db,
            name: entry.key.to_cow().ok()?.into_owned(),
            expires: entry.expire_at_ms.is_some(),
            kind: entry.value.type_name(),
            content,
        })
    }
}
