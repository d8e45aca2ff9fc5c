//! What happens where the row of records breaks.

use super::{
    Salvager,
    broken_hash::BrokenHash,
    chain::{Chain, is_impassable},
    found::{Confidence, Damage, DamageKind, LostKey, Resumed, Salvaged, Standing, Unread},
    held::Database,
    record::Source,
    salvager::{Keys, Stage},
};
use crate::{
    Error, ErrorKind, RdbString, ValueVisitor,
    opcodes::{self, State},
};

/// The most attributes that are passed to get at the name of a key.
const ATTRIBUTES: usize = 8;

impl Salvager<'_> {
    /// Reports what broke the row at `start`, and finds the place at which it goes on.
    pub(super) fn broken(&mut self, kind: DamageKind, start: usize) {
        if let DamageKind::Record(error) = &kind
            && is_impassable(error.kind())
            && self.is_proven()
            && self.pass_unread(error, start)
        {
            return;
        }
        let hash = self.broken_hash(&kind, start);
        let from = start.saturating_add(1);
        let search = hash.map_or(from, |hash| hash.from.max(from));
        let ahead = self.prober().in_hash(hash).ahead(search);
        if !self.go_back(&kind, start, ahead) {
            self.give_up(kind, start, ahead);
        }
        self.floor = self.floor.max(from);
    }

    /// Gives up what lies between the break and the place at which records go on.
    fn give_up(&mut self, kind: DamageKind, start: usize, ahead: Option<Chain>) {
        let read = self.held.starts(self.floor);
        if let Some(from) = self.prober().nonsense(&read) {
            self.held.suspect_from(from);
        }
        self.held.flush(&mut self.ready);
        self.report(kind, start, ahead);
        self.go_on(start, ahead);
    }

    /// Doubts an end mark that stands before the end; tells whether records were found behind it.
    pub(super) fn broken_at_an_end(&mut self, start: usize) -> bool {
        let from = start.saturating_add(1);
        let ahead = self.prober().ahead(from);
        if ahead.is_none() {
            return false;
        }
        if !self.go_back(&DamageKind::EarlyEnd, start, ahead) {
            self.give_up(DamageKind::EarlyEnd, start, ahead);
        }
        self.floor = self.floor.max(from);
        true
    }

    /// Looks for records from an index on, where none were expected.
    pub(super) fn search_from(&mut self, from: usize) {
        let chain = self.prober().ahead(from);
        self.held.flush(&mut self.ready);
        self.go_on(from, chain);
    }

    /// Returns what is known about the hash that is broken, if its fields look like records.
    fn broken_hash(&mut self, kind: &DamageKind, start: usize) -> Option<BrokenHash> {
        let source = self.source;
        let defect = match kind {
            DamageKind::Record(error) => source.index(error.at()),
            _ => start,
        };
        let left = self.keys.left();
        if let Some(hash) = BrokenHash::at(&source, start, defect) {
            return Some(BrokenHash {
                expected: left.and_then(|left| left.checked_sub(1)),
                ..hash
            });
        }
        // Such a hash may also have been passed with a wrong length before.
        let read = self.held.starts(self.floor);
        let mut prober = self.prober();
        read.into_iter()
            .rev()
            .take(2)
            .filter(|at| prober.link(*at).is_none_or(|link| link.unheard_of))
            .find_map(|at| BrokenHash::at(&source, at, at))
            .map(|hash| BrokenHash { expected: left, ..hash })
    }

    fn is_proven(&mut self) -> bool {
        let source = self.source;
        *self.proven.get_or_insert_with(|| !source.fragment && source.is_proven())
    }

    /// Passes what has no known layout, in a file that is sound. Tells whether that was possible.
    fn pass_unread(&mut self, error: &Error, start: usize) -> bool {
        let (code, key) = lost_key(&self.source, start, self.source.len(), self.state.db);
        let Some(code) = code else { return false };
        let expected = self.keys.left().and_then(|left| left.checked_sub(1));
        let expected = expected.filter(|_| key.is_some());
        let mut prober = self.prober().past(Some(code));
        let Some(mut chain) = prober.ahead(start.saturating_add(1)) else { return false };
        if let Some(expected) = expected {
            chain = prober.with_keys(chain, expected);
        }
        let (_, key) = lost_key(&self.source, start, chain.start, self.state.db);
        self.held.flush(&mut self.ready);
        self.keys.met = self.keys.met.saturating_add(u64::from(key.is_some()));
        self.ready.push_back(Salvaged::Unread(Unread {
            error: error.clone(),
            at: self.source.position(start),
            end: self.source.position(chain.start),
            raw: self.source.bytes.get(start..chain.start).unwrap_or_default(),
            key,
        }));
        self.ready.push_back(Salvaged::Resumed(Resumed {
            at: self.source.position(chain.start),
            skipped_bytes: chain.start.saturating_sub(start) as u64,
            confidence: Confidence::Proof,
        }));
        self.at = chain.start;
        true
    }

    /// Looks among the records read last for the one that took bytes of others for its own.
    fn go_back(&mut self, kind: &DamageKind, stopped: usize, ahead: Option<Chain>) -> bool {
        let read = self.held.starts(self.floor);
        let Some(chain) = self.prober().behind(&read, stopped, ahead) else { return false };
        let Some(suspect) = self.held.suspect(chain.start) else { return false };
        self.held.flush(&mut self.ready);
        let Database { number, certain } = suspect.database;
        (self.state.db, self.database_certain) = (number, certain);
        let kind = suspect.defect.map_or_else(|| kind.clone(), DamageKind::Record);
        self.report(kind, suspect.start, Some(chain));
        self.go_on(suspect.start, Some(chain));
        true
    }

    /// Reports a damage that begins at `start` and ends where records go on.
    pub(super) fn report(&mut self, kind: DamageKind, start: usize, chain: Option<Chain>) {
        let end = chain.map_or(self.source.len(), |chain| chain.start);
        let (_, key) = lost_key(&self.source, start, end, self.state.db);
        let key = key.filter(|_| !matches!(kind, DamageKind::Header(_) | DamageKind::Zeros));
        let kind = match (kind, &key) {
            (DamageKind::Record(error), Some(key)) => {
                DamageKind::Record(self.sharpened(error, key))
            }
            (kind, _) => kind,
        };
        self.ready.push_back(Salvaged::Damage(Damage {
            kind,
            at: self.source.position(start),
            end: self.source.position(end),
            key,
        }));
    }

    /// Looks for an earlier defect in the value of a record that cannot be passed.
    ///
    /// Passing it does not look into what is packed: where bytes are missing there, the first length that makes no sense
    /// may stand far behind them.
    fn sharpened(&mut self, error: Error, lost: &LostKey<'_>) -> Error {
        struct Nobody;
        impl ValueVisitor for Nobody {}
        // What a template says cannot be looked up here.
        let value_type = lost.value_type.filter(|known| !known.info().refers_to_template());
        let Some(value_type) = value_type else { return error };
        let value = self.source.index(lost.key.at()).saturating_add(lost.key.encoded().len());
        let looked_at = self.source.index(error.at()).saturating_sub(value) as u64;
        if looked_at > self.credit.expected() {
            return error;
        }
        self.credit.fail(looked_at);
        let mut cursor = self.source.cursor(value, self.source.len());
        match value_type.visit(&mut cursor, None, &mut self.scratch, &mut Nobody) {
            Err(earlier) if earlier.at() < error.at() && !is_of_limit(&earlier) => {
                earlier.in_key(lost.db, &lost.key, value_type)
            }
            _ => error,
        }
    }

    /// Goes on with a chain, or ends.
    pub(super) fn go_on(&mut self, lost_from: usize, chain: Option<Chain>) {
        let Some(chain) = chain else {
            self.stage = Stage::Over;
            return;
        };
        self.ready.push_back(Salvaged::Resumed(Resumed {
            at: self.source.position(chain.start),
            skipped_bytes: chain.start.saturating_sub(lost_from) as u64,
            confidence: confidence(&chain),
        }));
        self.at = chain.start;
        self.standing = Standing::Recovered;
        self.database_certain = false;
        self.keys = Keys::default();
    }
}

fn is_of_limit(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Limit { .. })
}

fn confidence(chain: &Chain) -> Confidence {
    let records = chain.links;
    if chain.to_end {
        return Confidence::ToEnd { records };
    }
    Confidence::Chain { records, bits: chain.bits.max(0).unsigned_abs() }
}

/// Reads the beginning of an entry: the code, and the name if it ends before `end`.
pub(super) fn lost_key<'a>(
    source: &Source<'a>,
    start: usize,
    end: usize,
    db: u64,
) -> (Option<u8>, Option<LostKey<'a>>) {
    let mut cursor = source.cursor(start, end);
    let mut state = State::new();
    for _ in 0..ATTRIBUTES {
        let at = cursor.mark();
        let Ok(code) = cursor.byte("a code") else { return (None, None) };
        let value_type = source.value_type(code);
        let is_opcode = value_type.is_none()
            && (code == opcodes::EOF || opcodes::OPCODES.iter().any(|known| known.code == code));
        if is_opcode {
            match opcodes::read(code, source.dialect, at, &mut cursor, &mut state) {
                Some(Ok(None)) => continue,
                _ => return (Some(code), None),
            }
        }
        let expire_at_ms = state.attributes.expire_at_ms;
        let key = RdbString::read(&mut cursor, "a key").ok();
        let key = key.map(|key| LostKey { db, code, value_type, key, expire_at_ms });
        return (Some(code), key);
    }
    (None, None)
}
