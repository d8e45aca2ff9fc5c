//! What a snapshot says of itself.

mod after;
mod checker;
mod defect;
mod loadable;
mod tally;

pub use after::{Salvage, SalvagedKey};
pub use autopsync_rdb::salvage::{Confidence, Resumed, Standing};
pub use defect::{Defect, UnreadValue};
pub use loadable::Loadable;

use checker::Checker;
use tally::Tally;

use crate::{
    CaseError, Source,
    node::SnapshotHead,
    source::{Follows, Vessel},
};
use autopsync_engine::digest::SnapshotDigest;
use autopsync_model::{Damage, Limits, Place, Version};
use autopsync_psync::{RestartedReplica, StartConfig, restart_replica};
use autopsync_rdb::{
    Aux, Checksum, ChecksumStatus, Dialect, End, Event, Function, Header, KeyEntry, Reader, Scratch,
};
use sha1::{Digest, Sha1};
use std::{collections::BTreeMap, thread};

/// How deep to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// The head alone.
    Head,
    /// The records and the checksum, but not what is packed and compressed in values.
    Records,
    /// All that there is.
    #[default]
    Values,
}

/// How much is wanted.
#[derive(Debug, Clone, Default)]
pub struct InspectQuestion {
    /// How deep to look.
    pub depth: Depth,
    /// The digest as well.
    pub digest: bool,
    /// What can be found behind damage as well; a damaged head is none to stop at.
    pub salvage: bool,
    /// The servers that are asked whether they would load it.
    pub loadable_by: Vec<Version>,
    /// The version that is taken to have loaded the snapshot, where it is not the one that wrote it.
    pub version: Option<Version>,
}

/// What a snapshot says of itself.
#[derive(Debug)]
pub struct Inspection {
    /// The file.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// What the snapshot came in.
    pub container: Container,
    /// Magic and version.
    pub header: Header,
    /// The AUX fields but for the scripts, and for those that speak of a single key (`KeyDB`).
    pub aux: Vec<AuxField>,
    /// What they mean for replication.
    pub head: SnapshotHead,
    /// What a replica restarted from the file would ask for, where the version is known.
    pub restarted: Option<RestartedReplica>,
    /// Stored scripts.
    pub scripts: Vec<StoredScript>,
    /// Stored function libraries.
    pub functions: Vec<StoredLibrary>,
    /// What each database holds.
    pub databases: BTreeMap<u64, Database>,
    /// What `DEBUG DIGEST` would answer of the keys that it covers.
    pub digest: Option<KeysDigest>,
    /// Whether the servers that were named would load it.
    pub loadable: Vec<Loadable>,
    /// The checksum, where the end was read.
    pub checksum: Option<Checksum>,
    /// Bytes after the end.
    pub trailing: u64,
    /// What is wrong: everything, in the order of the file.
    pub damage: Vec<Defect>,
    /// Defects that were left out, because there are too many.
    pub damage_left_out: u64,
    /// What could not be read although it is sound.
    pub unread: Vec<UnreadValue>,
    /// What was found behind damage, where it was asked for.
    pub salvage: Option<Salvage>,
    /// False where only the head was wanted.
    pub complete: bool,
}

/// A digest, and what it is the digest of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysDigest {
    /// Forty hexadecimal digits.
    pub digest: String,
    /// How many keys it covers.
    pub keys: u64,
}

impl KeysDigest {
    fn of(digest: &SnapshotDigest) -> Self {
        Self { digest: digest.finish().to_string(), keys: digest.keys() }
    }
}

/// What a snapshot came in, and what stands behind it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Container {
    /// What it is.
    pub vessel: Vessel,
    /// The index of the snapshot's first byte.
    pub at: u64,
    /// What follows the snapshot, where its end was read.
    pub follows: Follows,
    /// How many bytes follow.
    pub behind: u64,
}

/// One AUX field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuxField {
    /// Its name.
    pub key: Vec<u8>,
    /// Its value.
    pub value: Vec<u8>,
    /// The byte of its opcode.
    pub at: u64,
}

/// A script in an AUX field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredScript {
    /// The SHA-1 of its body in lower-case hex.
    pub sha1: String,
    /// Its body.
    pub body: Vec<u8>,
    /// The byte of its opcode.
    pub at: u64,
}

/// A function library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLibrary {
    /// Its name, as its first line or its record tells.
    pub name: Option<String>,
    /// Its engine.
    pub engine: Option<String>,
    /// Functions that the source visibly registers.
    pub functions: Vec<String>,
    /// Its source.
    pub code: Vec<u8>,
    /// The byte of its opcode.
    pub at: u64,
}

/// What a database holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Database {
    /// Its keys.
    pub keys: u64,
    /// Those with a time to live.
    pub expires: u64,
    /// Members of their values that expire by themselves (`KeyDB`).
    pub member_expiries: u64,
    /// Keys by type.
    pub types: BTreeMap<&'static str, u64>,
    /// Keys by encoding in the file.
    pub encodings: BTreeMap<&'static str, u64>,
}

impl Inspection {
    /// Tells whether the answer is bad: damage, or a wrong checksum.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        !self.damage.is_empty()
            || self.checksum.is_some_and(|c| c.status() == ChecksumStatus::Mismatch)
    }

    fn new(source: &Source, header: Header) -> Self {
        Self {
            path: source.name().to_string(),
            bytes: source.file_bytes(),
            container: Container {
                vessel: source.vessel(),
                at: source.at(),
                follows: Follows::Nothing,
                behind: 0,
            },
            header,
            aux: Vec::new(),
            head: SnapshotHead {
                rdb_version: u32::from(header.version),
                ..SnapshotHead::default()
            },
            restarted: None,
            scripts: Vec::new(),
            functions: Vec::new(),
            databases: BTreeMap::new(),
            digest: None,
            loadable: Vec::new(),
            checksum: None,
            trailing: 0,
            damage: source
                .damage()
                .map(|damage| Defect::of_file("container", damage.clone()))
                .into_iter()
                .collect(),
            damage_left_out: 0,
            unread: Vec::new(),
            salvage: None,
            complete: false,
        }
    }

    fn take_aux(&mut self, aux: &Aux<'_>) {
        self.head.take(aux);
        if aux.is_about_a_key() {
            // There may be as many as there are keys; what they say of members is counted with the keys.
            return;
        }
        let (key, value) = match (aux.key.to_cow(), aux.value.to_cow()) {
            (Ok(key), Ok(value)) => (key.into_owned(), value.into_owned()),
            (Err(error), _) | (_, Err(error)) => {
                self.note(Defect::of_file("record", error.to_damage()));
                return;
            }
        };
        if key.eq_ignore_ascii_case(b"lua") {
            self.scripts.push(StoredScript {
                sha1: crate::hex(&Sha1::digest(&value)),
                body: value,
                at: aux.at,
            });
        } else {
            self.aux.push(AuxField { key, value, at: aux.at });
        }
    }

    fn take_function(&mut self, function: &Function<'_>) {
        match library(function) {
            Ok(library) => self.functions.push(library),
            Err(error) => self.note(Defect::of_file("record", error.to_damage())),
        }
    }

    fn take_end(&mut self, end: &End) {
        self.checksum = Some(end.checksum);
        if let Some(damage) = checksum_damage(end) {
            self.note(Defect::of_file("checksum", damage));
        }
    }
}

/// Describes a checksum that does not fit the bytes.
pub(super) fn checksum_damage(end: &End) -> Option<Damage> {
    if end.checksum.status() != ChecksumStatus::Mismatch {
        return None;
    }
    let (stored, computed) = (end.checksum.stored.unwrap_or(0), end.checksum.computed.unwrap_or(0));
    let message =
        format!("expected checksum {computed:016x} of the bytes before it, found {stored:016x}");
    Some(Damage::new("rdb-checksum-mismatch", Place::byte(end.end.saturating_sub(8)), message))
}

/// Answers the question.
///
/// # Errors
/// Where the file is no snapshot. Damage behind the head is part of the answer.
pub fn ask(source: &Source, question: &InspectQuestion) -> Result<Inspection, CaseError> {
    let stopped_at_head = Some(source.at());
    match source.reader() {
        Ok(reader) => {
            let mut asking = Asking::new(source, question, reader.header());
            let stopped = asking.read(reader);
            Ok(asking.finish(stopped))
        }
        Err(_) if question.salvage => {
            let nothing_known = Header { dialect: Dialect::Redis, version: 0 };
            Ok(Asking::new(source, question, nothing_known).finish(stopped_at_head))
        }
        Err(error) => Err(error),
    }
}

/// A question being answered.
struct Asking<'a> {
    source: &'a Source,
    question: &'a InspectQuestion,
    answer: Inspection,
    digest: Option<SnapshotDigest>,
    scratch: Scratch,
    tally: Tally,
}

impl<'a> Asking<'a> {
    fn new(source: &'a Source, question: &'a InspectQuestion, header: Header) -> Self {
        let mut answer = Inspection::new(source, header);
        let servers = question.loadable_by.iter();
        answer.loadable = servers.map(|version| Loadable::new(*version, header)).collect();
        let scratch = Scratch::new(&Limits::default());
        Self { source, question, answer, digest: None, scratch, tally: Tally::default() }
    }

    /// Reads up to the end, or to what cannot be passed; returns where that stands.
    fn read(&mut self, reader: Reader<'a>) -> Option<u64> {
        if self.question.depth == Depth::Head {
            return self.read_head(reader.without_checksum());
        }
        let watch = self.source.watch();
        let reader = reader.watched_by(&watch);
        thread::scope(|scope| {
            let mut checker = Checker::new(scope);
            let stopped = self.read_all(reader, &mut checker);
            self.answer.note_found(checker.finish());
            stopped
        })
    }

    fn read_head(&mut self, reader: Reader<'a>) -> Option<u64> {
        for event in reader {
            match event {
                Ok(Event::SelectDb { .. } | Event::Key(_)) => break,
                Ok(event) => self.take(&event),
                Err(error) => self.answer.note(Defect::of_file("record", error.to_damage())),
            }
        }
        None
    }

    fn read_all<'scope, 'b: 'scope>(
        &mut self,
        mut reader: Reader<'b>,
        checker: &mut Checker<'scope, '_, 'b>,
    ) -> Option<u64> {
        loop {
            // Matched where it lies: an event is large, and moving it costs as much as reading it.
            match &reader.next_event() {
                Some(Ok(Event::Key(entry))) => {
                    self.take_key(entry);
                    self.check(entry, checker);
                }
                // Behind a false end, records go on.
                Some(Ok(Event::End(end))) if end.trailing > 0 && !is_intact(end) => {
                    return Some(end.at);
                }
                Some(Ok(event)) => self.take(event),
                Some(Err(_)) => return Some(reader.position()),
                None => return None,
            }
        }
    }

    #[inline]
    fn take_key(&mut self, entry: &KeyEntry<'_>) {
        self.tally.add(entry);
        for server in &mut self.answer.loadable {
            server.look_at(entry);
        }
    }

    /// Takes a record that is beyond doubt.
    fn take(&mut self, event: &Event<'_>) {
        self.answer.loadable.iter_mut().for_each(|server| server.look_beside(event));
        match event {
            Event::Key(entry) => self.take_key(entry),
            Event::Aux(aux) => self.answer.take_aux(aux),
            Event::Function(function) => self.answer.take_function(function),
            Event::End(end) => {
                self.answer.take_end(end);
                self.take_trailing(end);
            }
            _ => {}
        }
    }

    fn take_trailing(&mut self, end: &End) {
        let (follows, behind) = self.source.follows(end.end);
        (self.answer.container.follows, self.answer.container.behind) = (follows, behind);
        self.answer.trailing = end.trailing;
    }

    /// Looks into a value, for the digest or only to see whether it is whole.
    fn check<'scope, 'b: 'scope>(
        &mut self,
        entry: &KeyEntry<'b>,
        checker: &mut Checker<'scope, '_, 'b>,
    ) {
        if self.question.depth == Depth::Records {
            return;
        }
        if !self.question.digest {
            return checker.check(entry);
        }
        if let Err(error) = self.digested(entry) {
            self.answer.note(Defect::of_value(&error, entry));
        }
    }

    /// Adds a key to the digest.
    fn digested(&mut self, entry: &KeyEntry<'_>) -> Result<(), autopsync_rdb::Error> {
        let digest = self
            .digest
            .get_or_insert_with(|| SnapshotDigest::new(&version(self.question, &self.answer)));
        digest.add(entry, &mut self.scratch)
    }

    fn finish(mut self, stopped: Option<u64>) -> Inspection {
        match stopped {
            Some(stopped) => self.salvage(stopped),
            None => self.answer.salvage = self.question.salvage.then(Salvage::default),
        }
        let Self { question, mut answer, digest, tally, .. } = self;
        answer.loadable.iter_mut().for_each(|server| server.stop_at_damage(&answer.damage));
        answer.databases = tally.into_databases();
        answer.complete = question.depth != Depth::Head;
        let version = version(question, &answer);
        // What was not read would count.
        if question.digest && answer.unread.is_empty() {
            let digest = digest.unwrap_or_else(|| SnapshotDigest::new(&version));
            answer.digest = Some(KeysDigest::of(&digest));
            if let Some(salvage) = answer.salvage.as_mut().filter(|_| stopped.is_none()) {
                // There was nothing to go past.
                salvage.digest.clone_from(&answer.digest);
            }
        }
        let version = question.version.or(answer.head.version);
        answer.restarted =
            version.map(|v| restart_replica(&v, &answer.head.identity(), StartConfig::default()));
        answer
    }
}

/// Tells whether the checksum at an end is right.
fn is_intact(end: &End) -> bool {
    end.checksum.status() == ChecksumStatus::Ok
}

/// The version whose texts the digest uses: asked for, or the writer's, or one that stands in for it.
fn version(question: &InspectQuestion, answer: &Inspection) -> Version {
    let assumed = || SnapshotHead::assumed_version(Some(answer.head.rdb_version));
    question.version.or(answer.head.version).unwrap_or_else(assumed)
}

/// Reads what a library's record and the first line of its source tell (`functionExtractLibMetaData`, 7.0).
fn library(function: &Function<'_>) -> Result<StoredLibrary, autopsync_rdb::Error> {
    let code = function.code.to_cow()?.into_owned();
    let text = String::from_utf8_lossy(&code);
    let first = text.lines().next().unwrap_or_default();
    let mut words = first.strip_prefix("#!").unwrap_or_default().split_ascii_whitespace();
    let mut engine = words.next().map(str::to_ascii_uppercase);
    let mut name = words.find_map(|word| word.strip_prefix("name=")).map(str::to_owned);
    if let Some(candidate) = &function.pre_release {
        // 7.0-rc1 and -rc2 had both beside the source.
        let text = |text: &autopsync_rdb::RdbString<'_>| -> Result<String, autopsync_rdb::Error> {
            Ok(String::from_utf8_lossy(&text.to_cow()?).into_owned())
        };
        engine = Some(text(&candidate.engine)?);
        name = Some(text(&candidate.name)?);
    }
    Ok(StoredLibrary { name, engine, functions: registered(&text), at: function.at, code })
}

/// The names that stand as a literal in a call of `register_function`, as its first argument or as `function_name`.
fn registered(code: &str) -> Vec<String> {
    const MOST: usize = 10_000;
    let mut names = Vec::new();
    for call in code.split("register_function").skip(1).take(MOST) {
        let call = call.trim_start().trim_start_matches('(').trim_start();
        let literal = match call.strip_prefix('{') {
            None => Some(call),
            Some(table) => {
                let table = table.split('}').next().unwrap_or_default();
                table
                    .split("function_name")
                    .nth(1)
                    .map(|rest| rest.trim_start().trim_start_matches('=').trim_start())
            }
        };
        let name = literal.and_then(|text| {
            let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
            text.get(1..)?.split(quote).next()
        });
        names.extend(name.map(str::to_owned));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registered_functions_are_read_off_the_source() {
        let code = "#!lua name=lib\nredis.register_function('a', f)\nredis.register_function{ function_name = \"b\", callback = f, flags = {'no-writes'} }\nlocal r = redis.register_function\n";
        assert_eq!(registered(code), ["a", "b"]);
    }

    #[test]
    fn a_digest_is_forty_characters_of_hex() {
        assert_eq!(
            crate::hex(&Sha1::digest(b"return 1")),
            "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"
        );
    }
}
