//! What a snapshot says of itself.

mod loadable;

pub use loadable::Loadable;

use crate::{CaseError, ErrorKind, Source, node::SnapshotHead};
use autopsync_engine::digest::SnapshotDigest;
use autopsync_model::{Damage, Limits, Place, Version};
use autopsync_psync::{RestartedReplica, StartConfig, restart_replica};
use autopsync_rdb::{
    Aux, Checksum, ChecksumStatus, End, Event, Function, Header, KeyEntry, Reader, Scratch,
};
use sha1::{Digest, Sha1};
use std::collections::BTreeMap;

/// How much is wanted.
#[derive(Debug, Clone, Default)]
pub struct InspectQuestion {
    /// The head alone.
    pub aux_only: bool,
    /// The digest as well.
    pub digest: bool,
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
    /// Magic and version.
    pub header: Header,
    /// The AUX fields but for the scripts.
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
    /// What `DEBUG DIGEST` would answer.
    pub digest: Option<String>,
    /// Whether the servers that were named would load it.
    pub loadable: Vec<Loadable>,
    /// The checksum, where the end was read.
    pub checksum: Option<Checksum>,
    /// Bytes after the end.
    pub trailing: u64,
    /// What is wrong.
    pub damage: Vec<Damage>,
    /// False where only the head was wanted.
    pub complete: bool,
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
            bytes: source.bytes().len() as u64,
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
            damage: source.damage().cloned().into_iter().collect(),
            complete: false,
        }
    }

    fn take_aux(&mut self, aux: &Aux<'_>) {
        self.head.take(aux);
        let (key, value) = match (aux.key.to_cow(), aux.value.to_cow()) {
            (Ok(key), Ok(value)) => (key.into_owned(), value.into_owned()),
            (Err(error), _) | (_, Err(error)) => {
                self.damage.push(error.to_damage());
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

    fn take_key(&mut self, entry: &KeyEntry<'_>) {
        let db = self.databases.entry(entry.db).or_default();
        db.keys += 1;
        db.expires += u64::from(entry.expire_at_ms.is_some());
        *db.types.entry(entry.value.type_name()).or_default() += 1;
        *db.encodings.entry(entry.value.encoding()).or_default() += 1;
    }

    fn take_function(&mut self, function: &Function<'_>) {
        match library(function) {
            Ok(library) => self.functions.push(library),
            Err(error) => self.damage.push(error.to_damage()),
        }
    }

    fn take_end(&mut self, end: &End) {
        self.checksum = Some(end.checksum);
        self.trailing = end.trailing;
        self.damage.extend(checksum_damage(end));
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
    let fail = |error| CaseError::new(source.path(), ErrorKind::Snapshot(error));
    let mut reader = Reader::new(source.bytes()).map_err(fail)?;
    if question.aux_only {
        reader = reader.without_checksum();
    }
    let mut answer = Inspection::new(source, reader.header());
    let header = reader.header();
    answer.loadable =
        question.loadable_by.iter().map(|version| Loadable::new(*version, header)).collect();
    let mut digest = None;
    let mut scratch = Scratch::new(&Limits::default());
    while let Some(event) = reader.next_event() {
        match event {
            Err(error) => answer.damage.push(error.to_damage()),
            Ok(Event::Aux(aux)) => answer.take_aux(&aux),
            Ok(Event::Function(function)) => answer.take_function(&function),
            Ok(Event::SelectDb { .. } | Event::Key(_)) if question.aux_only => break,
            Ok(Event::Key(entry)) => {
                answer.take_key(&entry);
                answer.loadable.iter_mut().for_each(|server| server.look_at(&entry));
                if question.digest {
                    let digest = digest
                        .get_or_insert_with(|| SnapshotDigest::new(&version(question, &answer)));
                    if let Err(error) = digest.add(&entry, &mut scratch) {
                        answer.damage.push(error.to_damage());
                    }
                } else if let Err(error) = entry.value.check(&mut scratch) {
                    answer.damage.push(error.to_damage());
                }
            }
            Ok(Event::End(end)) => answer.take_end(&end),
            Ok(_) => {}
        }
    }
    answer.complete = !question.aux_only;
    if question.digest {
        let digest = digest.unwrap_or_else(|| SnapshotDigest::new(&version(question, &answer)));
        answer.digest = Some(digest.finish().to_string());
    }
    let version = question.version.or(answer.head.version);
    answer.restarted =
        version.map(|v| restart_replica(&v, &answer.head.identity(), StartConfig::default()));
    Ok(answer)
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
    let engine = words.next().map(str::to_ascii_uppercase);
    let name = words.find_map(|word| word.strip_prefix("name=")).map(str::to_owned);
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
