//! The commands that rebuild a data set: what an append-only file holds after a rewrite.
//!
//! The forms are those of `rewriteAppendOnlyFileRio` and its helpers (`aof.c`, 2.4 to 8.0): up to 64 elements a command,
//! expiries as `PEXPIREAT`. What the commands of a target cannot say comes as `RESTORE` with a payload: values of
//! modules and arrays, and streams whose groups know more than `XCLAIM` can tell. The server that takes them must be
//! empty.

use super::{
    ExportError, Record, library_source,
    stream::{self, StreamSurvey},
};
use autopsync_model::Version;
use autopsync_rdb::{
    CronJob, Dialect, Function, Header, KeyEntry, KeyMeta, Scratch, ValueKind, ValueType,
    ValueVisitor,
    write::{CopyScratch, Feature, Target, dump_stored},
};
use std::{collections::BTreeMap, io};

/// How many elements a command carries (`AOF_REWRITE_ITEMS_PER_CMD`, `server.h`).
const ELEMENTS: usize = 64;
/// A command is ended early where its arguments take up more bytes than this.
const BYTES: usize = 1 << 20;

/// Takes commands, argument by argument.
pub trait CommandSink {
    /// Adds an argument to the command.
    fn argument(&mut self, bytes: &[u8]);

    /// Ends the command.
    ///
    /// # Errors
    /// What the output reports.
    fn end(&mut self) -> io::Result<()>;

    /// Returns how many bytes the command has so far.
    fn pending(&self) -> usize;

    /// Takes a whole command.
    ///
    /// # Errors
    /// What the output reports.
    fn command(&mut self, arguments: &[&[u8]]) -> io::Result<()> {
        for argument in arguments {
            self.argument(argument);
        }
        self.end()
    }
}

/// Turns records into commands for a target.
pub struct Rebuilder<S> {
    sink: S,
    source: Header,
    target: Target,
    dropping: bool,
    db: Option<u64>,
    losses: BTreeMap<Feature, u64>,
    scratch: Scratch,
    copy: CopyScratch,
}

impl<S: CommandSink> Rebuilder<S> {
    /// Begins with nothing. `source` is the header of the snapshot that the records come from; with `dropping`, what the
    /// target cannot hold is left out and counted.
    #[must_use]
    pub fn new(sink: S, source: Header, target: Target, dropping: bool) -> Self {
        Self {
            sink,
            source,
            target,
            dropping,
            db: None,
            losses: BTreeMap::new(),
            scratch: Scratch::default(),
            copy: CopyScratch::default(),
        }
    }

    /// Takes a record. Returns whether it was written, not left out.
    ///
    /// # Errors
    /// [`ExportError::Unsupported`] for what the target cannot hold, [`ExportError::Write`] for a value that is damaged
    /// (nothing of it was written), and what the output reports.
    pub fn record(&mut self, record: &Record<'_, '_>) -> Result<bool, ExportError> {
        match record {
            Record::Key { entry, name } => self.key(entry, name),
            Record::Function(function) => self.function(function),
            Record::Script(body) => self.script(body),
            // A rewrite has none of them either.
            other => self.leave_out(other.feature()),
        }
    }

    /// Takes a database for selected, as the reader of the commands will have it.
    pub fn in_database(&mut self, db: u64) -> &mut Self {
        self.db = Some(db);
        self
    }

    /// Returns what was left out, and how often.
    pub fn losses(&self) -> impl Iterator<Item = (Feature, u64)> + '_ {
        self.losses.iter().map(|(feature, count)| (*feature, *count))
    }

    /// Hands the sink back.
    #[must_use]
    pub fn into_sink(self) -> S {
        self.sink
    }

    fn key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Result<bool, ExportError> {
        let survey = Survey::of(entry, &mut self.scratch)?;
        if entry.meta.is_some_and(|meta| meta.iter().any(|class| !class.may_be_ignored())) {
            self.lose(Feature::KeyMeta, entry, name)?;
        }
        self.lose_beside(entry);
        self.lose_members(entry, name)?;
        let done = match entry.value.kind() {
            ValueKind::Zset if survey.nan => {
                self.lose(Feature::NanScore, entry, name)?;
                return Ok(false);
            }
            ValueKind::List | ValueKind::Set | ValueKind::Zset | ValueKind::Hash
                if survey.elements == 0 =>
            {
                self.lose(Feature::EmptyValue, entry, name)?;
                return Ok(false);
            }
            ValueKind::Stream => self.stream(entry, name)?,
            ValueKind::Cron => self.job(entry, name)?,
            ValueKind::Module | ValueKind::Array => self.restore(entry, name)?,
            ValueKind::Hash => self.hash(entry, name, &survey)?,
            _ => {
                self.select(entry.db)?;
                self.elements(entry, name)?;
                true
            }
        };
        if done {
            self.expire(entry, name)?;
            self.expire_members(entry, name)?;
        }
        Ok(done)
    }

    /// Counts or refuses the members that expire, where the target is not `KeyDB`. A job is lost with its only one.
    fn lose_members(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Result<(), ExportError> {
        if !self.target.is_keydb() && entry.value.kind() != ValueKind::Cron {
            for _ in entry.member_expiries().iter() {
                self.lose(Feature::MemberExpiry, entry, name)?;
            }
        }
        Ok(())
    }

    /// Writes when members expire, where the target is `KeyDB`. That of a job is part of its command.
    fn expire_members(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Result<(), ExportError> {
        if self.target.is_keydb() && entry.value.kind() != ValueKind::Cron {
            for expiry in entry.member_expiries().iter() {
                let member = expiry.member.to_cow().map_err(damaged)?;
                let at = expiry.expire_at_ms.to_string();
                self.sink.command(&[b"PEXPIREMEMBERAT", name, &member, at.as_bytes()])?;
            }
        }
        Ok(())
    }

    /// Writes a job. It runs first an interval after its start: so the start is an interval before the next run.
    fn job(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Result<bool, ExportError> {
        if !self.target.is_keydb() {
            self.lose(Feature::CronJob, entry, name)?;
            return Ok(false);
        }
        let mut job = Job::default();
        entry.visit(&mut self.scratch, &mut job).map_err(damaged)?;
        let next = entry.member_expiries().iter().last().map(|next| i128::from(next.expire_at_ms));
        let start =
            next.map_or(i128::from(job.start_ms), |next| next - i128::from(job.interval_ms));
        let [start, interval] = [start.to_string(), job.interval_ms.to_string()];
        let keys = job.keys.to_string();
        self.select(entry.db)?;
        for argument in [b"KEYDB.CRON", name, b"repeat", start.as_bytes(), interval.as_bytes()] {
            self.sink.argument(argument);
        }
        self.sink.argument(&job.script);
        self.sink.argument(keys.as_bytes());
        for string in &job.strings {
            self.sink.argument(string);
        }
        self.sink.end()?;
        Ok(true)
    }

    fn select(&mut self, db: u64) -> io::Result<()> {
        if self.db != Some(db) {
            self.sink.command(&[b"SELECT", db.to_string().as_bytes()])?;
            self.db = Some(db);
        }
        Ok(())
    }

    /// Counts what the target cannot hold, or refuses it.
    fn lose(
        &mut self,
        feature: Feature,
        entry: &KeyEntry<'_>,
        name: &[u8],
    ) -> Result<(), ExportError> {
        if !self.dropping && !feature.is_minor() {
            let key = Some((entry.db, name));
            return Err(ExportError::unsupported(feature, self.target.header(), key));
        }
        self.count(feature, 1);
        Ok(())
    }

    /// Counts what is said about a key, and no command says.
    fn lose_beside(&mut self, entry: &KeyEntry<'_>) {
        let ignorable = |meta: KeyMeta<'_>| meta.iter().any(|class| class.may_be_ignored());
        for (feature, told) in [
            (Feature::IdleTime, entry.idle_seconds.is_some()),
            (Feature::AccessFrequency, entry.freq.is_some()),
            (Feature::IgnorableKeyMeta, entry.meta.is_some_and(ignorable)),
        ] {
            self.count(feature, told.into());
        }
    }

    /// Leaves a record out and counts it, or refuses it.
    fn leave_out(&mut self, feature: Option<Feature>) -> Result<bool, ExportError> {
        let Some(feature) = feature else { return Ok(false) };
        if !self.dropping && !feature.is_minor() {
            return Err(ExportError::unsupported(feature, self.target.header(), None));
        }
        self.count(feature, 1);
        Ok(false)
    }

    fn count(&mut self, feature: Feature, count: u64) {
        if count > 0 {
            *self.losses.entry(feature).or_default() += count;
        }
    }

    fn elements(&mut self, entry: &KeyEntry<'_>, key: &[u8]) -> Result<(), ExportError> {
        let most = if self.target.version() >= 2 { ELEMENTS } else { 1 };
        let sink = &mut self.sink;
        let mut elements = Elements { sink, key, most, count: 0, failed: None };
        entry.visit(&mut self.scratch, &mut elements).map_err(damaged)?;
        elements.flush();
        elements.failed.map_or(Ok(()), |error| Err(error.into()))
    }

    fn hash(
        &mut self,
        entry: &KeyEntry<'_>,
        name: &[u8],
        survey: &Survey,
    ) -> Result<bool, ExportError> {
        let types =
            [ValueType::HashExpiry, ValueType::HashExpiryPreRelease, ValueType::HashExpiryValkey];
        let holds = types.into_iter().any(|value_type| self.target.holds(value_type));
        if survey.expiring > 0 && !holds {
            self.lose(Feature::FieldExpiry, entry, name)?;
        }
        self.select(entry.db)?;
        self.elements(entry, name)?;
        if survey.expiring > 0 && holds {
            let mut expiries = FieldExpiries { sink: &mut self.sink, key: name, failed: None };
            entry.visit(&mut self.scratch, &mut expiries).map_err(damaged)?;
            expiries.failed.map_or(Ok(()), Err)?;
        }
        Ok(true)
    }

    fn stream(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Result<bool, ExportError> {
        if !self.target.holds(ValueType::Stream) {
            self.lose(Feature::Stream, entry, name)?;
            return Ok(false);
        }
        let server = self.server();
        let survey = StreamSurvey::of(entry, &mut self.scratch).map_err(damaged)?;
        if !survey.fits_commands(&server) {
            return self.restore(entry, name);
        }
        for (feature, count) in survey.losses(&server) {
            self.count(feature, count);
        }
        self.select(entry.db)?;
        stream::write(entry, name, &server, &mut self.scratch, &mut self.sink)?;
        Ok(true)
    }

    /// Writes the value as a payload.
    fn restore(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Result<bool, ExportError> {
        let payload = match dump_stored(self.target, self.source, &entry.value, &mut self.copy) {
            Ok(payload) => payload,
            Err(error) => match error.feature() {
                Some(feature) => {
                    self.lose(feature, entry, name)?;
                    return Ok(false);
                }
                None => return Err(error.into()),
            },
        };
        self.select(entry.db)?;
        self.sink.command(&[b"RESTORE", name, b"0", &payload])?;
        Ok(true)
    }

    fn expire(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Result<(), ExportError> {
        let Some(at) = entry.expire_at_ms else { return Ok(()) };
        // Milliseconds came with 2.6, whose snapshots have version 4 and later.
        if self.target.version() >= 4 {
            self.sink.command(&[b"PEXPIREAT", name, at.to_string().as_bytes()])?;
        } else {
            if at.rem_euclid(1000) != 0 {
                self.lose(Feature::ExpiryMilliseconds, entry, name)?;
            }
            let seconds = at.div_euclid(1000) + i64::from(at.rem_euclid(1000) != 0);
            self.sink.command(&[b"EXPIREAT", name, seconds.to_string().as_bytes()])?;
        }
        Ok(())
    }

    fn function(&mut self, function: &Function<'_>) -> Result<bool, ExportError> {
        if self.target.version() < 10 {
            return self.leave_out(Some(Feature::Function));
        }
        let code = library_source(function).map_err(damaged)?;
        self.sink.command(&[b"FUNCTION", b"LOAD", &code])?;
        Ok(true)
    }

    fn script(&mut self, body: &[u8]) -> Result<bool, ExportError> {
        if !matches!(self.target.version(), 8 | 9) {
            return self.leave_out(Some(Feature::Script));
        }
        self.sink.command(&[b"SCRIPT", b"LOAD", body])?;
        Ok(true)
    }

    /// The server whose commands are written: the one named, else the newest that writes the target's format.
    fn server(&self) -> Version {
        self.target.server().unwrap_or_else(|| {
            match (self.target.header().dialect, self.target.version()) {
                (Dialect::Valkey, _) => Version::valkey(9, 0, 0),
                (_, ..=9) => Version::redis(6, 2, 14),
                (_, 10) => Version::redis(7, 0, 15),
                (_, 11) => Version::redis(7, 2, 6),
                _ => Version::redis(8, 0, 0),
            }
        })
    }
}

pub(super) fn damaged(error: autopsync_rdb::Error) -> ExportError {
    ExportError::Write(error.into())
}

/// What has to be known before a byte is written.
#[derive(Debug, Default)]
struct Survey {
    elements: u64,
    expiring: u64,
    nan: bool,
}

impl Survey {
    fn of(entry: &KeyEntry<'_>, scratch: &mut Scratch) -> Result<Self, ExportError> {
        let mut survey = Self::default();
        entry.visit(scratch, &mut survey).map_err(damaged)?;
        Ok(survey)
    }
}

impl ValueVisitor for Survey {
    fn list_element(&mut self, _: &[u8]) {
        self.elements += 1;
    }

    fn set_member(&mut self, _: &[u8]) {
        self.elements += 1;
    }

    fn zset_member(&mut self, _: &[u8], score: f64) {
        self.elements += 1;
        self.nan |= score.is_nan();
    }

    fn hash_field(&mut self, _: &[u8], _: &[u8], expire_at_ms: Option<i64>) {
        self.elements += 1;
        self.expiring += u64::from(expire_at_ms.is_some());
    }
}

/// Strings, lists, sets, sorted sets and hashes, a handful of elements a command.
struct Elements<'s, S> {
    sink: &'s mut S,
    key: &'s [u8],
    most: usize,
    count: usize,
    failed: Option<io::Error>,
}

impl<S: CommandSink> Elements<'_, S> {
    fn element<const N: usize>(&mut self, verb: &[u8], arguments: &[&[u8]; N]) {
        if self.count == self.most || self.sink.pending() > BYTES {
            self.flush();
        }
        if arguments.iter().any(|argument| argument.len() > BYTES) {
            return self.long(verb, arguments);
        }
        if self.count == 0 {
            self.sink.argument(verb);
            self.sink.argument(self.key);
        }
        self.count += 1;
        for argument in arguments {
            self.sink.argument(argument);
        }
    }

    /// Writes a long element as a command of its own, which the sink need not gather.
    #[cold]
    fn long(&mut self, verb: &[u8], arguments: &[&[u8]]) {
        self.flush();
        let command = [&[verb, self.key], arguments].concat();
        if let Err(error) = self.sink.command(&command) {
            self.failed.get_or_insert(error);
        }
    }

    fn flush(&mut self) {
        if self.count > 0 {
            self.count = 0;
            if let Err(error) = self.sink.end() {
                self.failed.get_or_insert(error);
            }
        }
    }
}

impl<S: CommandSink> ValueVisitor for Elements<'_, S> {
    fn string(&mut self, value: &[u8]) {
        self.element(b"SET", &[value]);
    }

    fn list_element(&mut self, element: &[u8]) {
        self.element(b"RPUSH", &[element]);
    }

    fn set_member(&mut self, member: &[u8]) {
        self.element(b"SADD", &[member]);
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.element(b"ZADD", &[score_text(score).as_bytes(), member]);
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], _: Option<i64>) {
        self.element(b"HMSET", &[field, value]);
    }
}

/// A job (`cronCommand`, `cron.cpp`, `KeyDB` 6.3.4).
#[derive(Debug, Default)]
struct Job {
    script: Vec<u8>,
    start_ms: u64,
    interval_ms: u64,
    keys: u64,
    /// The names of its keys, then its arguments.
    strings: Vec<Vec<u8>>,
}

impl ValueVisitor for Job {
    fn cron_job(&mut self, job: &CronJob<'_>) {
        self.script = job.script.to_vec();
        (self.start_ms, self.interval_ms) = (job.start_ms, job.interval_ms);
    }

    fn cron_key(&mut self, key: &[u8]) {
        self.keys += 1;
        self.strings.push(key.to_vec());
    }

    fn cron_argument(&mut self, argument: &[u8]) {
        self.strings.push(argument.to_vec());
    }
}

/// Spells a score so that it is read back as the same number.
fn score_text(score: f64) -> String {
    if score.is_finite() && (score.abs() >= 1e17 || (score != 0.0 && score.abs() < 1e-5)) {
        format!("{score:e}")
    } else {
        score.to_string()
    }
}

/// The expiries of a hash's fields, a command each, as a rewrite has them (`rewriteHashObject`, 7.4).
struct FieldExpiries<'s, S> {
    sink: &'s mut S,
    key: &'s [u8],
    failed: Option<io::Error>,
}

impl<S: CommandSink> ValueVisitor for FieldExpiries<'_, S> {
    fn hash_field(&mut self, field: &[u8], _: &[u8], expire_at_ms: Option<i64>) {
        let Some(at) = expire_at_ms.filter(|_| self.failed.is_none()) else { return };
        let at = at.to_string();
        let command = [b"HPEXPIREAT", self.key, at.as_bytes(), b"FIELDS", b"1", field];
        self.failed = self.sink.command(&command).err();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_read_back_as_it_was() {
        for score in [0.0, -0.0, 1.0, 0.1, 1e17, -1.5e300, 5e-324, f64::MAX, 1.0 / 3.0, 12345.678] {
            let text = score_text(score);
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), score.to_bits(), "{text}");
        }
        assert_eq!(score_text(f64::NEG_INFINITY), "-inf");
        assert_eq!(score_text(-0.0), "-0");
    }
}
