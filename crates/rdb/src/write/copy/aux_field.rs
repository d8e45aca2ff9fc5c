//! Which named facts stay true in a copy.

use super::{
    super::{Target, WriteError, Writer},
    CopyOptions,
};
use crate::{Aux, Header};
use std::{borrow::Cow, collections::BTreeSet, io::Write};

/// What a fact is about, as far as a copy changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// The version of the writer.
    Version,
    /// The identity of the writer in replication.
    Replication,
    /// Whether the snapshot is part of an AOF.
    Aof,
    /// The sizes and states of hash slots: true of the whole data set in its own cluster alone.
    Slots,
    /// A script.
    Script,
    /// A single key, with which it is copied.
    Key,
    /// Anything else.
    Other,
}

const SUBJECTS: &[(&[u8], Subject)] = &[
    (b"redis-ver", Subject::Version),
    (b"valkey-ver", Subject::Version),
    (b"repl-stream-db", Subject::Replication),
    (b"repl-id", Subject::Replication),
    (b"repl-offset", Subject::Replication),
    (b"repl-masters", Subject::Replication),
    (b"aof-preamble", Subject::Aof),
    (b"aof-base", Subject::Aof),
    (b"slot-info", Subject::Slots),
    (b"cluster-slot-states", Subject::Slots),
    (b"cluster-asm-task", Subject::Slots),
    (b"lua", Subject::Script),
];

fn subject(aux: &Aux<'_>) -> Subject {
    if aux.is_about_a_key() {
        return Subject::Key;
    }
    let found = SUBJECTS.iter().find(|(name, _)| aux.is_named(name));
    found.map_or(Subject::Other, |(_, subject)| *subject)
}

/// Decides about the facts of one snapshot.
pub(super) struct AuxFilter<'a> {
    /// The target has another header than the source.
    converts: bool,
    version_told: bool,
    /// The scripts that were copied: 4.0.4 and 4.0.5 abort when one comes twice.
    scripts: BTreeSet<Cow<'a, [u8]>>,
}

impl<'a> AuxFilter<'a> {
    pub(super) fn new(source: Header, target: Target) -> Self {
        let converts = source != target.header();
        Self { converts, version_told: false, scripts: BTreeSet::new() }
    }

    /// Copies a fact, changed or not. Returns whether something was written.
    pub(super) fn copy<W: Write>(
        &mut self,
        aux: &Aux<'a>,
        options: &CopyOptions,
        writer: &mut Writer<W>,
    ) -> Result<bool, WriteError> {
        let wanted = match subject(aux) {
            Subject::Slots | Subject::Key => false,
            Subject::Script => options.scripts,
            Subject::Replication => options.replication,
            Subject::Version | Subject::Aof | Subject::Other => options.aux,
        };
        if !wanted {
            return Ok(false);
        }
        match subject(aux) {
            Subject::Script => self.script(aux, writer),
            Subject::Version if self.converts => self.version(writer),
            Subject::Aof => {
                let modern = writer.target().version() >= 10;
                let name: &[u8] = if modern { b"aof-base" } else { b"aof-preamble" };
                writer.aux(name, b"0")
            }
            _ => writer.aux(&aux.key.to_cow()?, &aux.value.to_cow()?),
        }
    }

    fn version<W: Write>(&mut self, writer: &mut Writer<W>) -> Result<bool, WriteError> {
        if std::mem::replace(&mut self.version_told, true) {
            return Ok(false);
        }
        let (name, text) = writer.target().version_aux();
        writer.aux(name, text.as_bytes())
    }

    fn script<W: Write>(
        &mut self,
        aux: &Aux<'a>,
        writer: &mut Writer<W>,
    ) -> Result<bool, WriteError> {
        let source = aux.value.to_cow()?;
        if self.scripts.contains(&source) {
            return Ok(false);
        }
        let written = if self.converts {
            writer.script(&source)?
        } else {
            // Some forks write scripts into newer files, too; who wrote it once may read it again.
            writer.aux(crate::LUA, &source)?
        };
        self.scripts.insert(source);
        Ok(written)
    }
}
