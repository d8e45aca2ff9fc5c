//! Scripts that a stream calls by their SHA-1, and which of them a replica knows.

use super::Stage;
use autopsync_model::{NextOffset, Place};
use autopsync_rdb::{Event, Reader};
use autopsync_stream::{Record, Stream};
use sha1::{Digest, Sha1};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Scripts that a restart forgot and the stream calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostScripts {
    /// How many EVALSHA find no script.
    pub commands: u64,
    /// How many EVALSHA there are from the replica's offset on.
    pub evalsha_in_stream: u64,
    /// The scripts, in lower-case hex.
    pub scripts: Vec<String>,
    /// The offset of the first byte of the first of them.
    pub first: NextOffset,
    /// Where it stands.
    pub place: Place,
}

type Sha = [u8; 20];

/// What a command does to the table of scripts.
enum Effect<'a> {
    Learns(&'a [u8]),
    Calls(Option<Sha>),
    Forgets,
    Nothing,
}

impl<'a> Effect<'a> {
    fn of(record: &Record<'_, 'a>) -> Self {
        let word = |i: usize| record.args.get(i).copied().unwrap_or_default();
        if record.is("EVAL") {
            Self::Learns(word(1))
        } else if record.is("EVALSHA") {
            Self::Calls(sha(word(1)))
        } else if record.is("SCRIPT") && word(1).eq_ignore_ascii_case(b"load") {
            Self::Learns(word(2))
        } else if record.is("SCRIPT") && word(1).eq_ignore_ascii_case(b"flush") {
            Self::Forgets
        } else {
            Self::Nothing
        }
    }
}

/// Reads forty characters of hex.
fn sha(text: &[u8]) -> Option<Sha> {
    let text = std::str::from_utf8(text).ok().filter(|text| text.len() == 40)?;
    let mut sha = [0; 20];
    for (byte, pair) in sha.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(sha)
}

fn digest(body: &[u8]) -> Sha {
    Sha1::digest(body).into()
}

/// Returns the bodies that the stream sent before a byte and did not flush.
pub(super) fn sent_before(stream: &Stream<'_>, next: NextOffset) -> Vec<Vec<u8>> {
    let mut known = BTreeMap::new();
    let mut records = stream.records();
    while let Some(record) = records.next_record() {
        if record.start >= next {
            break;
        }
        match Effect::of(&record) {
            Effect::Learns(body) => {
                known.insert(digest(body), body.to_vec());
            }
            Effect::Forgets => known.clear(),
            Effect::Calls(_) | Effect::Nothing => {}
        }
    }
    known.into_values().collect()
}

/// Finds the EVALSHA that name a script which neither the restart nor the stream behind it brings.
pub(super) fn lost(stage: &Stage<'_>, keeps_scripts: bool, name: &Arc<str>) -> Option<LostScripts> {
    let mut known: BTreeSet<Sha> =
        if keeps_scripts { stored(stage.snapshot.source().bytes()) } else { BTreeSet::new() };
    let mut missing = BTreeSet::new();
    let (mut evalsha, mut commands, mut first) = (0, 0, None);
    let mut records = stage.stream.records();
    while let Some(record) = records.next_record() {
        if record.start < stage.next {
            continue;
        }
        match Effect::of(&record) {
            Effect::Learns(body) => {
                known.insert(digest(body));
            }
            Effect::Forgets => known.clear(),
            Effect::Calls(called) => {
                evalsha += 1;
                if !called.is_some_and(|sha| known.contains(&sha)) {
                    commands += 1;
                    first.get_or_insert((record.start, Place::byte(record.at).in_source(name)));
                    missing.extend(called);
                }
            }
            Effect::Nothing => {}
        }
    }
    let scripts = missing.iter().map(|sha| crate::hex(sha)).collect();
    first.map(|(first, place)| LostScripts {
        commands,
        evalsha_in_stream: evalsha,
        scripts,
        first,
        place,
    })
}

/// The scripts of a snapshot.
fn stored(snapshot: &[u8]) -> BTreeSet<Sha> {
    let Ok(reader) = Reader::new(snapshot) else { return BTreeSet::new() };
    reader
        .without_checksum()
        .map_while(Result::ok)
        .filter_map(|event| match event {
            Event::Aux(aux) if aux.key.is(b"lua") => {
                aux.value.to_cow().ok().map(|body| digest(&body))
            }
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_stream::Origin;

    #[test]
    fn a_script_is_known_by_what_was_sent_and_not_flushed() {
        let bytes = b"*3\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n0\r\n*2\r\n$6\r\nscript\r\n$5\r\nflush\r\n*3\r\n$6\r\nSCRIPT\r\n$4\r\nLOAD\r\n$8\r\nreturn 2\r\n";
        let stream = Stream::new(bytes, Origin::unknown());
        assert_eq!(sent_before(&stream, stream.end()), [b"return 2".to_vec()]);
        assert_eq!(sent_before(&stream, NextOffset::new(2)), [b"return 1".to_vec()]);
    }

    #[test]
    fn a_sha_is_the_same_in_either_case() {
        let text = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";
        assert_eq!(sha(text.as_bytes()), Some(digest(b"return 1")));
        assert_eq!(sha(text.to_uppercase().as_bytes()), sha(text.as_bytes()));
        assert_eq!(sha(b"abc"), None);
    }
}
