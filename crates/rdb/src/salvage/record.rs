//! Reading one record at any position.
//!
//! The same layouts as [`Reader`](crate::Reader) reads, with three differences: the position is anywhere, the work has a
//! limit, and zeros that would be the same empty key twice are no record.

use crate::{
    Dialect, End, Error, ErrorKind, Event, Header, KeyEntry, LazyValue, RdbString, Region,
    ValueType,
    checksum::{self, Checksum},
    cursor::{Cursor, Mark},
    keydb,
    opcodes::{self, State},
    template::Templates,
};

/// So many zeros in a row at the start of a record are the string "" under the key "", twice: no server writes a key
/// twice, but disks and file systems leave blocks of zeros.
pub(super) const ZEROS: [u8; 6] = [0; 6];

/// The bytes, and what is known about them as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) bytes: &'a [u8],
    /// The position of the first byte, counted from the start of the file.
    pub(super) base: u64,
    /// Whose codes they use.
    pub(super) dialect: Dialect,
    /// The header, where it could be read.
    pub(super) header: Option<Header>,
    /// Where the snapshot begins whose records are read: at its header.
    pub(super) snapshot: usize,
    /// Whether another header may stand among the records.
    pub(super) fragment: bool,
    /// Whether `KeyDB` wrote them.
    pub(super) keydb: bool,
}

/// A record that was read.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub(super) what: What<'a>,
    /// The index behind it.
    pub(super) end: usize,
}

#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "nearly all are events, and none is kept")]
pub(super) enum What<'a> {
    Event(Event<'a>),
    Header(Header),
}

/// Why there is no record.
#[derive(Debug)]
pub(super) enum Stop {
    /// The bytes are none.
    Error(Error),
    /// There are zeros instead of one.
    Zeros,
    /// It would be longer than the work that is allowed.
    Work,
}

/// An attempt at reading: what it cost, and what it gave.
pub(super) struct Attempt<'a> {
    pub(super) steps: u64,
    pub(super) result: Result<Record<'a>, Stop>,
}

impl<'a> Source<'a> {
    /// Returns how many bytes there are.
    pub(super) const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Returns the type that a code stands for.
    pub(super) fn value_type(&self, code: u8) -> Option<ValueType> {
        let own = || {
            (self.keydb && self.dialect == Dialect::Redis && code == ValueType::Cron.code())
                .then_some(ValueType::Cron)
        };
        ValueType::from_code(code, self.dialect).or_else(own)
    }

    /// Returns the bytes from an index on.
    pub(super) fn from(&self, index: usize) -> &'a [u8] {
        self.bytes.get(index..).unwrap_or_default()
    }

    /// Returns the position of an index, counted from the start of the file.
    pub(super) const fn position(&self, index: usize) -> u64 {
        self.base.saturating_add(index as u64)
    }

    /// Returns the index of a position.
    pub(super) fn index(&self, position: u64) -> usize {
        usize::try_from(position.saturating_sub(self.base)).unwrap_or(usize::MAX).min(self.len())
    }

    /// Stands at an index and sees no further than `limit`.
    pub(super) fn cursor(&self, index: usize, limit: usize) -> Cursor<'a> {
        let seen = self.bytes.get(..limit).unwrap_or(self.bytes);
        let mut cursor = Cursor::new(seen, self.base, Region::File);
        // An index behind the limit leaves the cursor at the start; no caller has one.
        let _ = cursor.take(index as u64, "what stands before a record");
        cursor
    }

    /// Tells whether an end mark at this index would be the last of the file.
    pub(super) fn ends_at(&self, index: usize) -> bool {
        let left = self.len().saturating_sub(index);
        match self.header {
            Some(header) if header.has_checksum() => left == 9,
            Some(_) => left == 1,
            None => left == 9 || left == 1,
        }
    }

    /// Reads the record at an index, in no more than so many steps.
    ///
    /// What attributes say about the next key is kept in `state`. Templates are those of `known`, or of the state.
    pub(super) fn read(
        &self,
        at: usize,
        allowed: u64,
        state: &mut State<'a>,
        known: Option<&Templates<'a>>,
    ) -> Attempt<'a> {
        let mut steps = 0u64;
        let mut at = at;
        let result = loop {
            if self.from(at).starts_with(&ZEROS) {
                break Err(Stop::Zeros);
            }
            let mut one = One { source: self, at, left: allowed.saturating_sub(steps), steps: 0 };
            let read = one.read(state, known);
            steps = steps.saturating_add(one.steps);
            match read {
                Ok(Some(record)) => break Ok(record),
                Ok(None) => at = one.at,
                Err(stop) => break Err(stop),
            }
            if steps >= allowed {
                break Err(Stop::Work);
            }
        };
        Attempt { steps, result }
    }
}

/// One opcode or one key.
struct One<'s, 'a> {
    source: &'s Source<'a>,
    at: usize,
    left: u64,
    steps: u64,
}

impl<'a> One<'_, 'a> {
    /// Reads it; nothing for an opcode that speaks about the next key, behind which `at` then stands.
    fn read(
        &mut self,
        state: &mut State<'a>,
        known: Option<&Templates<'a>>,
    ) -> Result<Option<Record<'a>>, Stop> {
        let rest = self.source.from(self.at);
        let Some(&code) = rest.first() else {
            let cursor = self.source.cursor(self.at, self.source.len());
            return Err(Stop::Error(cursor.truncated("an opcode or a value type", 1)));
        };
        let value_type = self.source.value_type(code);
        let limit = if is_short(code, value_type) { self.source.len() } else { self.limit() };
        let mut cursor = self.source.cursor(self.at, limit);
        let start = cursor.mark();
        let read = match value_type {
            Some(value_type) => read_key(&mut cursor, value_type, state, known).map(Some),
            None if code == opcodes::EOF => self.source.read_end(&mut cursor).map(Some),
            None => match self.source.header_at(self.at) {
                Some(header) => return Ok(Some(self.found(What::Header(header), Header::LEN))),
                None => self.read_opcode(code, start, &mut cursor, state),
            },
        };
        let reached = match &read {
            Ok(_) => cursor.index(),
            Err(error) => self.source.index(error.at()),
        };
        self.steps = if is_short(code, value_type) {
            1
        } else {
            (reached.saturating_sub(self.at) as u64).saturating_add(1)
        };
        match read {
            Ok(event) => {
                self.at = cursor.index();
                Ok(event.map(|event| Record { what: What::Event(event), end: self.at }))
            }
            Err(error) if limit < self.source.len() && is_truncation(&error) => Err(Stop::Work),
            Err(error) => Err(Stop::Error(error)),
        }
    }

    fn found(&mut self, what: What<'a>, len: usize) -> Record<'a> {
        self.steps = 1;
        self.at = self.at.saturating_add(len);
        Record { what, end: self.at }
    }

    /// Returns the index up to which a record of many elements may go.
    fn limit(&self) -> usize {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        self.at.saturating_add(left).min(self.source.len())
    }

    fn read_opcode(
        &self,
        code: u8,
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        cursor.byte("an opcode")?;
        opcodes::read(code, self.source.dialect, start, cursor, state)
            .unwrap_or_else(|| Err(cursor.error_at(start, ErrorKind::UnknownCode { code })))
    }
}

impl<'a> Source<'a> {
    /// Returns the header at an index, where one may stand.
    fn header_at(&self, index: usize) -> Option<Header> {
        if !self.fragment || !Header::is_snapshot(self.from(index)) {
            return None;
        }
        Header::read(&mut self.cursor(index, self.len())).ok()
    }

    /// Reads the end mark and the checksum. The sum itself is computed by who believes in the end.
    fn read_end(&self, cursor: &mut Cursor<'a>) -> Result<Event<'a>, Error> {
        let at = cursor.position();
        cursor.byte("the end mark")?;
        let summed = match self.header {
            Some(header) => header.has_checksum(),
            None => cursor.left() >= 8,
        };
        let stored = if summed { Some(cursor.u64_le("the checksum")?) } else { None };
        let checksum = Checksum { stored, computed: None };
        Ok(Event::End(End { at, checksum, end: cursor.position(), trailing: cursor.left() }))
    }

    /// Tells whether the last bytes are an end mark and the right checksum of all bytes before: then every byte is as
    /// it was written. Eight zeros tell nothing.
    pub(super) fn is_proven(&self) -> bool {
        let Some((summed, stored)) = self.bytes.split_last_chunk::<8>() else { return false };
        let stored = u64::from_le_bytes(*stored);
        self.header.is_some_and(|header| header.has_checksum())
            && stored != 0
            && summed.last() == Some(&opcodes::EOF)
            && checksum::crc64(summed.get(self.snapshot..).unwrap_or_default()) == stored
    }
}

impl Source<'_> {
    /// Tells whether there may be hashes whose fields have an expiry before them.
    pub(super) fn may_have_field_expiries(&self) -> bool {
        self.dialect == Dialect::Redis && self.header.is_none_or(|header| header.version >= 12)
    }
}

fn read_key<'a>(
    cursor: &mut Cursor<'a>,
    value_type: ValueType,
    state: &mut State<'a>,
    known: Option<&Templates<'a>>,
) -> Result<Event<'a>, Error> {
    let start = cursor.mark();
    cursor.byte("a value type")?;
    let key = RdbString::read(cursor, "a key")?;
    let value = LazyValue::read(value_type, cursor, known.unwrap_or(&state.templates))
        .map_err(|error| error.in_key(state.db, &key, value_type))?;
    let attributes = state.attributes.take();
    let start = attributes.start.unwrap_or(start);
    Ok(Event::Key(KeyEntry {
        db: state.db,
        key,
        expire_at_ms: attributes.expire_at_ms,
        idle_seconds: attributes.idle_seconds,
        freq: attributes.freq,
        meta: attributes.meta,
        value,
        at: cursor.position_at(start),
        raw: cursor.since(start),
        behind: keydb::behind(cursor),
    }))
}

/// Tells whether a record of this code is passed in a few steps, however long it is: a string or two, jumped over.
fn is_short(code: u8, value_type: Option<ValueType>) -> bool {
    match value_type {
        Some(value_type) => {
            let code = value_type.info().code;
            // 22 and 23 have two meanings; only the packed ones are short.
            matches!(code, 0 | 6 | 9..=13 | 16 | 17 | 20 | 25)
        }
        None => !matches!(code, 242 | 243 | 246 | 247),
    }
}

fn is_truncation(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Truncated { region: Region::File, .. })
}
