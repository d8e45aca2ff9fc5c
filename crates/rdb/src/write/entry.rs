//! A key, and what is said about it before its type.

use super::{Feature, WriteError, encoder::Encoder, out::Out, strings};
use crate::{
    Dialect, KeyEntry, RdbString, Region, ValueType,
    cursor::Cursor,
    opcodes::{self, State},
};
use std::borrow::Cow;

const KEY_META: u8 = 0xf3;
const IDLE: u8 = 0xf8;
const FREQ: u8 = 0xf9;
const EXPIRE_TIME_MS: u8 = 0xfc;
const EXPIRE_TIME: u8 = 0xfd;

/// A key to write, and what is said about it.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Entry<'a> {
    name: Name<'a>,
    /// When it expires, in milliseconds of Unix time.
    pub expire_at_ms: Option<i64>,
    /// For how many seconds it was not used.
    pub idle_seconds: Option<u64>,
    /// How often it was used, on the servers' logarithmic scale.
    pub freq: Option<u8>,
    meta: Option<Meta<'a>>,
}

#[derive(Debug, Clone, Copy)]
enum Name<'a> {
    Bytes(&'a [u8]),
    Stored(RdbString<'a>),
}

/// What modules say about a key, as it stands in another snapshot.
#[derive(Debug, Clone, Copy)]
struct Meta<'a> {
    record: &'a [u8],
    /// Loaders that do not know it may pass over it.
    may_be_ignored: bool,
}

impl<'a> Entry<'a> {
    /// A key that does not expire.
    pub const fn new(name: &'a [u8]) -> Self {
        Self {
            name: Name::Bytes(name),
            expire_at_ms: None,
            idle_seconds: None,
            freq: None,
            meta: None,
        }
    }

    /// The same key, expiring at a moment in milliseconds of Unix time.
    pub const fn expiring_at(mut self, ms: i64) -> Self {
        self.expire_at_ms = Some(ms);
        self
    }

    /// The same key, for so many seconds unused (under an LRU policy).
    pub const fn idle(mut self, seconds: u64) -> Self {
        self.idle_seconds = Some(seconds);
        self
    }

    /// The same key, used as often as the servers' logarithmic counter says (under an LFU policy).
    pub const fn used(mut self, freq: u8) -> Self {
        self.freq = Some(freq);
        self
    }

    /// Returns the name, for errors; a damaged one is empty.
    pub(super) fn name(&self) -> Cow<'a, [u8]> {
        match self.name {
            Name::Bytes(bytes) => Cow::Borrowed(bytes),
            Name::Stored(string) => string.to_cow().unwrap_or_default(),
        }
    }

    /// Names the key in an error.
    #[cold]
    pub(super) fn blame(&self, db: u64, error: WriteError) -> WriteError {
        error.in_key(db, &self.name())
    }
}

/// A key of another snapshot, with all that it says about it.
impl<'a> From<&KeyEntry<'a>> for Entry<'a> {
    fn from(entry: &KeyEntry<'a>) -> Self {
        let record = entry.meta.and_then(|_| meta_record(entry));
        let ignored = || entry.meta.iter().flatten().all(|class| class.may_be_ignored());
        Self {
            name: Name::Stored(entry.key),
            expire_at_ms: entry.expire_at_ms,
            idle_seconds: entry.idle_seconds,
            freq: entry.freq,
            meta: record.map(|record| Meta { record, may_be_ignored: ignored() }),
        }
    }
}

/// Finds the last metadata record among the attributes of a key, without its opcode.
fn meta_record<'a>(entry: &KeyEntry<'a>) -> Option<&'a [u8]> {
    let mut cursor = Cursor::new(entry.raw, entry.at, Region::File);
    let mut state = State::new();
    let mut found = None;
    loop {
        let start = cursor.mark();
        let code = cursor.byte("an opcode").ok()?;
        if ValueType::from_code(code, Dialect::Redis).is_some() {
            return found;
        }
        let behind = cursor.mark();
        opcodes::read(code, Dialect::Redis, start, &mut cursor, &mut state)?.ok()?;
        if code == KEY_META {
            found = Some(cursor.since(behind));
        }
    }
}

impl<O: Out> Encoder<O> {
    /// Notes what of the entry the target cannot hold. Returns whether it can hold its name.
    pub(super) fn examine(&mut self, entry: &Entry<'_>) -> Result<bool, WriteError> {
        if let Some(ms) = entry.expire_at_ms
            && self.seconds_or_milliseconds(ms).is_none()
        {
            self.lose(Feature::ExpiryRange, 1)?;
        }
        if let Some(meta) = entry.meta
            && !self.target.has_key_meta()
        {
            let feature =
                if meta.may_be_ignored { Feature::IgnorableKeyMeta } else { Feature::KeyMeta };
            self.lose(feature, 1)?;
        }
        let len = match entry.name {
            Name::Bytes(bytes) => bytes.len() as u64,
            Name::Stored(string) => string.len(),
        };
        let fits = self.fits(len);
        self.lose(Feature::LongLength, (!fits).into())?;
        Ok(fits)
    }

    /// Writes what is said about the key, the type, and its name.
    pub(super) fn put_entry(&mut self, entry: &Entry<'_>, value_type: ValueType) {
        if let Some(ms) = entry.expire_at_ms {
            self.put_expiry(ms);
        }
        if self.target.has_policy_attributes() {
            if let Some(seconds) = entry.idle_seconds {
                self.out.put(&[IDLE]);
                self.length(seconds);
            }
            if let Some(freq) = entry.freq {
                self.out.put(&[FREQ, freq]);
            }
        } else {
            self.losses.add(Feature::IdleTime, entry.idle_seconds.is_some().into());
            self.losses.add(Feature::AccessFrequency, entry.freq.is_some().into());
        }
        if let Some(meta) = entry.meta.filter(|_| self.target.has_key_meta()) {
            self.out.put(&[KEY_META]);
            self.out.put(meta.record);
        }
        self.out.put(&[value_type.code()]);
        match &entry.name {
            Name::Bytes(name) => self.string(name),
            Name::Stored(name) => strings::stored(&mut self.out, name),
        }
    }

    fn put_expiry(&mut self, ms: i64) {
        match self.seconds_or_milliseconds(ms) {
            Some(Moment::Milliseconds(ms)) => {
                self.out.put(&[EXPIRE_TIME_MS]);
                self.out.put(&ms.to_le_bytes());
            }
            Some(Moment::Seconds(seconds)) => {
                self.losses.add(Feature::ExpiryMilliseconds, (ms.rem_euclid(1000) != 0).into());
                self.out.put(&[EXPIRE_TIME]);
                self.out.put(&seconds.to_le_bytes());
            }
            None => {}
        }
    }

    /// Returns the form in which the target spells a moment. −1 is no moment: it stands for *never*.
    fn seconds_or_milliseconds(&self, ms: i64) -> Option<Moment> {
        if self.target.has_millisecond_expiry() {
            return (ms != -1).then_some(Moment::Milliseconds(ms));
        }
        let up = i64::from(ms.rem_euclid(1000) != 0);
        let seconds = i32::try_from(ms.div_euclid(1000).saturating_add(up)).ok()?;
        (seconds != -1).then_some(Moment::Seconds(seconds))
    }
}

enum Moment {
    Milliseconds(i64),
    Seconds(i32),
}
