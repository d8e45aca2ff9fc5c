//! The snapshot reader at all its levels: header, records, raw values, structure, data.

use crate::content::Content;
use autopsync_model::Limits;
use autopsync_rdb::{Error, Event, Header, KeyEntry, RdbString, Reader, Scratch};

/// A position that a snapshot inside another file may have, beyond what 32 bits hold.
const FAR: u64 = 1 << 40;

/// Longest string that is unpacked, in bytes: enough for any seed, too little for a bomb.
const LONGEST: u64 = 1 << 20;

/// Reads bytes as a snapshot.
///
/// # Panics
/// Where a record or an error lies outside the bytes, where a value is checked well and then not decoded, and where
/// the same bytes are read differently when they stand elsewhere in a file.
pub fn rdb(data: &[u8]) {
    let _ = Header::is_snapshot(data);
    let here = read(data, 0);
    let elsewhere = read(data, FAR);
    assert_eq!(here, elsewhere, "the position in a file changes what is read");
}

/// What a reading found, with positions counted from the snapshot's first byte.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    events: Vec<(u64, &'static str)>,
    content: Content,
    error: Option<(u64, &'static str)>,
}

fn read(data: &[u8], base: u64) -> Reading {
    let mut reading = Reading { events: Vec::new(), content: Content::default(), error: None };
    let mut reader = match Reader::at(data, base) {
        Ok(reader) => reader,
        Err(error) => {
            reading.error = Some(check_error(&error, data, base));
            return reading;
        }
    };
    let limits = Limits { string_bytes: LONGEST, ..Limits::default() };
    let mut scratch = Scratch::new(&limits);
    let mut from = reader.position();
    while let Some(event) = reader.next_event() {
        let inside = base..=base + data.len() as u64;
        match event {
            Ok(event) => {
                // A key begins with what was said about it, which other records may follow: so `at` may go back.
                assert!(inside.contains(&event.at()) && event.at() < reader.position());
                assert!(reader.position() > from, "a record of no bytes");
                from = reader.position();
                let kind = visit(&event, &mut scratch, &mut reading.content);
                reading.events.push((event.at() - base, kind));
            }
            Err(error) => {
                assert!(inside.contains(&reader.position()));
                reading.error = Some(check_error(&error, data, base));
            }
        }
    }
    assert!(reader.next_event().is_none(), "a reader that has ended goes on");
    reading
}

/// Goes into everything that an event holds, and names its kind.
fn visit(event: &Event<'_>, scratch: &mut Scratch, content: &mut Content) -> &'static str {
    match event {
        Event::Aux(aux) => {
            visit_string(aux.key, content);
            visit_string(aux.value, content);
            "aux"
        }
        Event::Key(entry) => {
            visit_string(entry.key, content);
            visit_value(entry, scratch, content);
            for expiry in entry.member_expiries().iter() {
                visit_string(expiry.member, content);
            }
            entry.value.encoding()
        }
        Event::End(end) => {
            let _ = end.checksum.status();
            "end"
        }
        _ => "other",
    }
}

fn visit_string(string: RdbString<'_>, content: &mut Content) {
    if string.len() <= LONGEST
        && let Ok(bytes) = string.to_cow()
    {
        assert_eq!(string.len(), bytes.len() as u64, "the length is not that of the content");
        assert_eq!(string.is_empty(), bytes.is_empty());
        assert!(string.is(&bytes));
        content.take(&bytes);
    }
}

fn visit_value(entry: &KeyEntry<'_>, scratch: &mut Scratch, content: &mut Content) {
    let value = entry.value;
    assert!(value.at() >= entry.at && value.raw().len() <= entry.raw.len());
    let checked = value.check(scratch);
    let visited = entry.visit(scratch, content);
    let count = value.count();
    assert!(checked.is_err() || visited.is_ok(), "checked well, but {visited:?}, count {count:?}");
    for error in [checked.err(), visited.err()].into_iter().flatten() {
        assert!(!error.to_string().is_empty());
        // What is wrong with the names of a template stands where the template is defined.
        let template = entry.value_type().info().refers_to_template();
        assert!(error.at() >= entry.at || template, "{error:?} in {entry:?}");
    }
}

/// Looks at an error from all sides and returns its place and name.
fn check_error(error: &Error, data: &[u8], base: u64) -> (u64, &'static str) {
    assert!(
        (base..=base + data.len() as u64).contains(&error.at()),
        "{error} is outside of {} bytes at {base}",
        data.len()
    );
    assert!(!error.to_string().is_empty());
    assert!(!error.to_damage().message.is_empty());
    (error.at() - base, error.id())
}
