//! What the tests of salvage share: small snapshots, and every way to damage them.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

pub mod fixtures;
pub mod wounds;

use autopsync_rdb::{
    Event, Reader,
    salvage::{Damage, Resumed, Salvaged, Salvager, Standing, Unread},
};

/// A key: where its entry begins, its name, and the bytes of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub at: u64,
    pub end: u64,
    /// Where the value begins.
    pub value_at: u64,
    /// How many bytes the name takes.
    pub name_bytes: u64,
    pub db: u64,
    pub code: u8,
    pub name: Vec<u8>,
    pub value: Vec<u8>,
    pub standing: Standing,
    pub db_certain: bool,
}

impl Key {
    /// Tells whether this is the same key with the same value, wherever it stands.
    pub fn same(&self, other: &Self) -> bool {
        (self.code, &self.name, &self.value) == (other.code, &other.name, &other.value)
    }

    /// Returns where the type stands, behind what was said about the key.
    pub fn code_at(&self) -> u64 {
        self.value_at - self.name_bytes - 1
    }
}

fn key(event: &Event<'_>, standing: Standing, db_certain: bool) -> Option<Key> {
    let Event::Key(entry) = event else { return None };
    Some(Key {
        at: entry.at,
        end: entry.at + entry.raw.len() as u64,
        value_at: entry.value.at(),
        name_bytes: entry.key.encoded().len() as u64,
        db: entry.db,
        code: entry.value_type().code(),
        name: entry
            .key
            .to_cow()
            .map_or_else(|_| entry.key.encoded().to_vec(), std::borrow::Cow::into_owned),
        value: entry.value.raw().to_vec(),
        standing,
        db_certain,
    })
}

/// All keys of a sound snapshot.
pub fn keys(bytes: &[u8]) -> Vec<Key> {
    Reader::new(bytes)
        .unwrap()
        .filter_map(|event| key(&event.unwrap(), Standing::Sound, true))
        .collect()
}

/// All that a salvage gave.
#[derive(Debug, Default)]
pub struct Gathered<'a> {
    pub keys: Vec<Key>,
    pub damages: Vec<Damage<'a>>,
    pub unread: Vec<Unread<'a>>,
    pub resumed: Vec<Resumed>,
    pub headers: usize,
    pub ended: bool,
    /// The positions at which events begin.
    pub positions: Vec<u64>,
}

pub fn gather<'a>(salvager: &mut Salvager<'a>) -> Gathered<'a> {
    let mut all = Gathered::default();
    for salvaged in salvager {
        match salvaged {
            Salvaged::Header { .. } => all.headers += 1,
            Salvaged::Event(found) => {
                all.positions.push(found.event.at());
                all.ended |= matches!(found.event, Event::End(_));
                all.keys.extend(key(&found.event, found.standing, found.db_certain));
            }
            Salvaged::Damage(damage) => all.damages.push(damage),
            Salvaged::Unread(unread) => all.unread.push(unread),
            Salvaged::Resumed(resumed) => all.resumed.push(resumed),
            other => panic!("{other:?} is not known to the tests"),
        }
    }
    all
}

pub fn salvage(bytes: &[u8]) -> Gathered<'_> {
    gather(&mut Salvager::new(bytes))
}

impl Gathered<'_> {
    pub fn names(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.name.escape_ascii().to_string()).collect()
    }

    pub fn damage_ids(&self) -> Vec<&'static str> {
        self.damages.iter().map(Damage::id).collect()
    }

    pub fn confidences(&self) -> Vec<&'static str> {
        self.resumed.iter().map(|resumed| resumed.confidence.name()).collect()
    }
}
