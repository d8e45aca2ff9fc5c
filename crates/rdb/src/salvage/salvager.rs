//! The salvage of one file: record by record, as long as there are any.

use super::{
    Work,
    chain::Prober,
    evidence,
    found::{Damage, DamageKind, Found, LostKey, Salvaged, Standing},
    held::{Database, Held, HeldBack},
    record::{Attempt, Source, Stop, What},
    work::Credit,
};
use crate::{
    Checksum, ChecksumStatus, Dialect, End, ErrorKind, Event, Header, KeyEntry, Reader, Scratch,
    checksum::RunningChecksum,
    opcodes::{Attributes, State},
};
use autopsync_model::Limits;
use std::collections::VecDeque;

/// How far the name of a server is looked for, in bytes.
const HEAD: usize = 64 << 10;
/// Among how many records of the head those of `KeyDB` are looked for.
const KEYDB_FIELDS: usize = 16;

/// Reads what can be read of a damaged snapshot, or of a piece of one.
///
/// An iterator of [`Salvaged`] that ends where nothing more is found. On a sound file it delivers what
/// [`Reader`](crate::Reader) delivers, every value checked.
pub struct Salvager<'a> {
    pub(super) source: Source<'a>,
    /// The index of the next record.
    pub(super) at: usize,
    pub(super) stage: Stage,
    pub(super) state: State<'a>,
    pub(super) database_certain: bool,
    pub(super) standing: Standing,
    /// Whether every byte is proven to be as it was written; found out at the first break.
    pub(super) proven: Option<bool>,
    pub(super) keys: Keys,
    /// No search goes back behind this index.
    pub(super) floor: usize,
    pub(super) held: HeldBack<'a>,
    pub(super) ready: VecDeque<Salvaged<'a>>,
    pub(super) credit: Credit,
    pub(super) scratch: Scratch,
    /// Follows from one end mark to the next, so that many of them do not cost more.
    checksum: RunningChecksum<'a>,
    checks_values: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing was read.
    Head,
    /// Records follow each other.
    Records,
    /// There is no more.
    Over,
}

/// The keys of the database that is selected.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Keys {
    /// How many there are, as the file says.
    pub(super) stated: Option<u64>,
    /// How many were met.
    pub(super) met: u64,
}

impl Keys {
    /// Returns how many there are still to come, where the file says how many there are.
    pub(super) fn left(self) -> Option<u64> {
        self.stated?.checked_sub(self.met)
    }
}

impl<'a> Salvager<'a> {
    /// Reads a file from its head on. A head that is damaged is reported, and records are looked for behind it.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self::at(bytes, 0)
    }

    /// Reads a snapshot that begins at the position `base` of its file; every position counts from the start of that
    /// file.
    #[must_use]
    pub fn at(bytes: &'a [u8], base: u64) -> Self {
        let dialect = guess_dialect(bytes);
        Self {
            source: Source {
                bytes,
                base,
                dialect,
                header: None,
                snapshot: 0,
                fragment: false,
                keydb: dialect == Dialect::Redis && is_of_keydb(bytes),
            },
            at: 0,
            stage: Stage::Head,
            state: State::new(),
            database_certain: true,
            standing: Standing::Sound,
            proven: None,
            keys: Keys::default(),
            floor: 0,
            held: HeldBack::default(),
            ready: VecDeque::new(),
            credit: Credit::new(bytes.len() as u64),
            scratch: Scratch::default(),
            checksum: RunningChecksum::new(bytes),
            checks_values: true,
        }
    }

    /// Looks for records in bytes that need not begin with any: a piece of a disk, of a transcript, of memory.
    ///
    /// A header among them is recognised, and so is what follows the end of a snapshot. Without a header, the codes are
    /// taken to be those of Redis, unless `valkey-ver` stands in the first 64 KiB; see [`Salvager::with_dialect`].
    #[must_use]
    pub fn fragment(bytes: &'a [u8]) -> Self {
        let mut salvager = Self::new(bytes);
        salvager.source.fragment = true;
        salvager
    }

    /// Says whose codes are used as long as no header does.
    #[must_use]
    pub fn with_dialect(mut self, dialect: Dialect) -> Self {
        self.source.dialect = dialect;
        self
    }

    /// Sets the longest string that is decompressed to be checked, in bytes.
    #[must_use]
    pub fn with_limits(mut self, limits: &Limits) -> Self {
        self.scratch = Scratch::new(limits);
        self
    }

    /// Leaves the contents of values alone where the row of records is not broken.
    #[must_use]
    pub fn without_value_checks(mut self) -> Self {
        self.checks_values = false;
        self
    }

    /// Returns the header that was read last.
    #[must_use]
    pub const fn header(&self) -> Option<Header> {
        self.source.header
    }

    /// Returns how much was done so far.
    #[must_use]
    pub const fn work(&self) -> Work {
        self.credit.work()
    }

    /// Makes what tries records anywhere.
    pub(super) fn prober(&mut self) -> Prober<'_, 'a> {
        Prober::new(self.source, &self.state.templates, &mut self.credit, &mut self.scratch)
    }

    /// Begins: with the header, or by looking for the first record.
    fn begin(&mut self) {
        self.stage = Stage::Records;
        if self.source.fragment {
            return self.search_from(0);
        }
        match Header::read(&mut self.source.cursor(0, self.source.len())) {
            Ok(header) => {
                self.accept_header(header);
                self.at = Header::LEN;
            }
            Err(error) => {
                let chain = self.prober().ahead(0);
                self.report(DamageKind::Header(error), 0, chain);
                self.go_on(0, chain);
            }
        }
    }

    /// Takes what a header says for what follows it.
    fn accept_header(&mut self, header: Header) {
        self.held.flush(&mut self.ready);
        self.source.header = Some(header);
        self.source.dialect = header.dialect;
        self.source.snapshot = self.at;
        self.checksum = RunningChecksum::new(self.source.from(self.at));
        self.state = State::new();
        self.database_certain = true;
        self.standing = Standing::Sound;
        self.keys = Keys::default();
        self.ready.push_back(Salvaged::Header { header, at: self.source.position(self.at) });
    }

    /// Reads the next record.
    fn step(&mut self) {
        let database = Database { number: self.state.db, certain: self.database_certain };
        let allowed = self.credit.expected();
        let Attempt { steps, result } = self.source.read(self.at, allowed, &mut self.state, None);
        let record = match result {
            Ok(record) => record,
            Err(stop) => return self.stopped(stop, steps),
        };
        self.credit.progress(steps);
        match record.what {
            What::Header(header) => {
                self.accept_header(header);
                self.at = record.end;
            }
            What::Event(Event::End(end)) => self.end(end, record.end),
            What::Event(event) => {
                self.note(&event);
                self.hold(event, record.end, database);
                self.at = record.end;
            }
        }
    }

    fn stopped(&mut self, stop: Stop, steps: u64) {
        self.credit.fail(steps);
        let attributes = std::mem::replace(&mut self.state.attributes, Attributes::NONE);
        let start = attributes.start.map_or(self.at, |start| {
            let cursor = self.source.cursor(0, self.source.len());
            self.source.index(cursor.position_at(start))
        });
        if self.source.fragment && start >= self.source.len() {
            // A fragment may end behind any record.
            self.stage = Stage::Over;
            return self.held.flush(&mut self.ready);
        }
        let kind = match stop {
            Stop::Error(error) => DamageKind::Record(error),
            Stop::Zeros => DamageKind::Zeros,
            Stop::Work => {
                self.credit.refuse();
                DamageKind::Work
            }
        };
        self.broken(kind, start);
    }

    /// Follows which database is selected and how many keys it should have.
    fn note(&mut self, event: &Event<'a>) {
        match event {
            Event::SelectDb { .. } => {
                self.database_certain = true;
                self.keys = Keys::default();
            }
            Event::ResizeDb { keys, .. } => self.keys.stated = Some(*keys),
            Event::Key(_) => self.keys.met = self.keys.met.saturating_add(1),
            _ => {}
        }
    }

    fn hold(&mut self, event: Event<'a>, end: usize, database: Database) {
        let defect = match &event {
            Event::Key(entry) if self.checks_values => self.check(entry),
            _ => None,
        };
        let start = self.source.index(event.at());
        let (standing, db_certain) = (self.standing, self.database_certain);
        let found = Found { event, standing, db_certain };
        self.held.push(Held { found, start, end, defect, database }, &mut self.ready);
    }

    /// Looks into a value.
    fn check(&mut self, entry: &KeyEntry<'a>) -> Option<Damage<'a>> {
        // What is compressed counts as it is stored, whatever it claims to become.
        let stored = (entry.value.raw().len() as u64).saturating_add(1);
        self.credit.progress(evidence::cost_of_value(entry).min(stored));
        let error = entry.value.check(&mut self.scratch).err()?;
        if matches!(error.kind(), ErrorKind::Limit { .. }) {
            return None;
        }
        let error = error.in_key(entry.db, &entry.key, entry.value_type());
        Some(Damage {
            kind: DamageKind::Value(error),
            at: entry.at,
            end: entry.at.saturating_add(entry.raw.len() as u64),
            key: Some(LostKey {
                db: entry.db,
                code: entry.value_type().code(),
                value_type: Some(entry.value_type()),
                key: entry.key,
                expire_at_ms: entry.expire_at_ms,
            }),
        })
    }

    /// Believes in an end mark, or goes on behind it.
    fn end(&mut self, end: End, behind: usize) {
        let summed = self.at.saturating_add(1).saturating_sub(self.source.snapshot);
        let computed = self.source.header.map(|_| self.checksum.finish(summed));
        let checksum = Checksum { computed, ..end.checksum };
        let believed = end.trailing == 0
            || checksum.status() == ChecksumStatus::Ok
            || is_known_tail(self.source.from(behind));
        if !believed && !self.source.fragment && self.broken_at_an_end(self.at) {
            return;
        }
        self.held.flush(&mut self.ready);
        let event = Event::End(End { checksum, ..end });
        let (standing, db_certain) = (self.standing, self.database_certain);
        self.ready.push_back(Salvaged::Event(Found { event, standing, db_certain }));
        self.stage = Stage::Over;
        if self.source.fragment && end.trailing > 0 {
            self.stage = Stage::Records;
            self.source.header = None;
            self.search_from(behind);
        }
    }
}

impl<'a> Iterator for Salvager<'a> {
    type Item = Salvaged<'a>;

    fn next(&mut self) -> Option<Salvaged<'a>> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            match self.stage {
                Stage::Head => self.begin(),
                Stage::Records => self.step(),
                Stage::Over => return None,
            }
        }
    }
}

/// Tells the products apart where no header does.
fn guess_dialect(bytes: &[u8]) -> Dialect {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    match memchr::memmem::find(head, b"valkey-ver") {
        Some(_) => Dialect::Valkey,
        None => Dialect::Redis,
    }
}

/// Tells whether `KeyDB` wrote the bytes, as its fields tell: its version in the head, or what it says about keys.
fn is_of_keydb(bytes: &[u8]) -> bool {
    let says = |record: &[u8]| memchr::memmem::find(bytes, record).is_some();
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let in_head = || {
        let mut reader = Reader::new(head).ok()?.without_checksum();
        let is_of_keydb = |event| matches!(event, Ok(Event::Aux(aux)) if aux.is_of_keydb());
        reader.by_ref().take(KEYDB_FIELDS).any(is_of_keydb).then_some(())
    };
    in_head().is_some() || says(b"\xfa\x0bmvcc-tstamp") || says(b"\xfa\x13keydb-subexpire-key")
}

/// Tells whether bytes behind an end mark are what follows snapshots elsewhere: commands (an AOF), another snapshot, the
/// forty characters behind a transfer of unknown length.
fn is_known_tail(tail: &[u8]) -> bool {
    let is_command = matches!(tail, [b'*' | b'$', b'1'..=b'9', ..]) || tail.starts_with(b"#TS:");
    let is_mark = tail.get(..40).is_some_and(|mark| mark.iter().all(u8::is_ascii_hexdigit));
    is_command || is_mark || Header::is_snapshot(tail)
}
