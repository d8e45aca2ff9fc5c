//! A snapshot in another form: the records of it that are wanted, one after the other, or as another snapshot.
//!
//! Nothing is collected on the way. A snapshot that is damaged yields what stands before the damage; a value that is
//! damaged is told with its damage, or left out where the form cannot say so.

mod commands;
mod snapshot;
mod stream;
mod target;

pub use commands::{CommandSink, Rebuilder};
pub use snapshot::{SnapshotExport, to_snapshot};
pub use target::{TargetChoice, target_for};

use super::keys::KeySelection;
use crate::{CaseError, Source};
use autopsync_model::{At, Bytes, Damage, Limits};
use autopsync_rdb::{
    Aux, End, Event, Function, Header, KeyEntry, ModuleAux, SlotImport, StringBuffer,
    UpdateCommand, Watch,
    write::{Feature, WriteError, WriteErrorKind},
};
use std::{borrow::Cow, collections::BTreeMap, io, ops::ControlFlow};

/// A record of a snapshot that belongs to the data set.
#[derive(Debug, Clone, Copy)]
pub enum Record<'r, 'a> {
    /// A key that was selected.
    Key {
        /// The key and its value.
        entry: &'r KeyEntry<'a>,
        /// Its name.
        name: &'r [u8],
    },
    /// A library of functions.
    Function(&'r Function<'a>),
    /// A script of the cache (4.0.4 to 6.2).
    Script(&'r [u8]),
    /// A named fact about the file.
    Aux(&'r Aux<'a>),
    /// What a module keeps outside of keys.
    ModuleAux(&'r ModuleAux<'a>),
    /// A migration of slots that was not finished (Valkey 9.0).
    SlotImport(&'r SlotImport<'a>),
    /// A command that changes what stands before it (Valkey, RDB 81).
    Update(&'r UpdateCommand<'a>),
}

impl Record<'_, '_> {
    /// Returns what is lost where the record is left out; `None` for a key, whose loss has many names.
    #[must_use]
    pub const fn feature(&self) -> Option<Feature> {
        match self {
            Self::Key { .. } => None,
            Self::Function(_) => Some(Feature::Function),
            Self::Script(_) => Some(Feature::Script),
            Self::Aux(_) => Some(Feature::Aux),
            Self::ModuleAux(_) => Some(Feature::ModuleAux),
            Self::SlotImport(_) => Some(Feature::SlotImport),
            Self::Update(_) => Some(Feature::Update),
        }
    }
}

/// What was exported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportSummary {
    /// Keys in the snapshot, as far as it can be read.
    pub keys: u64,
    /// Keys that were selected.
    pub selected: u64,
    /// Keys that were left out because the target cannot hold them.
    pub dropped: u64,
    /// Libraries of functions.
    pub functions: u64,
    /// Scripts.
    pub scripts: u64,
    /// What the target cannot hold and was left out.
    pub losses: BTreeMap<Feature, u64>,
    /// Bytes of commands behind the snapshot, which are no part of it.
    pub commands_behind: u64,
    /// What is wrong with the snapshot.
    pub damage: Vec<Damage>,
}

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file cannot be read at all.
    #[error("{0}")]
    Case(#[from] CaseError),
    /// The output did not take the bytes.
    #[error("{0}")]
    Output(#[from] io::Error),
    /// The target cannot hold something.
    #[error("{message}")]
    Unsupported {
        /// What it cannot hold.
        feature: Feature,
        /// The key, and what was expected.
        message: String,
    },
    /// A value is damaged, or cannot be written.
    #[error("{0}")]
    Write(WriteError),
}

impl ExportError {
    /// A stable kebab-case name.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Case(error) => error.id(),
            Self::Output(_) => "write-io",
            Self::Unsupported { feature, .. } => feature.id(),
            Self::Write(error) => error.id(),
        }
    }

    pub(super) fn unsupported(feature: Feature, target: Header, key: Option<(u64, &[u8])>) -> Self {
        let mut message = format!(
            "expected what {} version {} can hold, found {feature}",
            target.dialect.magic(),
            target.version
        );
        if let Some((db, key)) = key {
            message = format!("{message}, in {:?} of database {db}", Bytes(key));
        }
        Self::Unsupported { feature, message }
    }
}

impl From<WriteError> for ExportError {
    fn from(error: WriteError) -> Self {
        match (error.feature(), error.kind()) {
            (Some(feature), _) => Self::Unsupported { feature, message: error.to_string() },
            (_, WriteErrorKind::Io(cause)) => {
                Self::Output(io::Error::new(cause.kind(), cause.to_string()))
            }
            _ => Self::Write(error),
        }
    }
}

impl ExportSummary {
    /// Begins with what is wrong with the vessel.
    pub(super) fn of(source: &Source) -> Self {
        Self { damage: source.damage().cloned().into_iter().collect(), ..Self::default() }
    }

    /// Counts what a target cannot hold.
    pub fn lose(&mut self, feature: Feature, count: u64) {
        if count > 0 {
            *self.losses.entry(feature).or_default() += count;
        }
    }

    /// Counts a record that the form of the export has no place for.
    pub fn leave_out(&mut self, record: &Record<'_, '_>) {
        if let Some(feature) = record.feature() {
            self.lose(feature, 1);
        }
    }

    /// Puts damage into the order of the file, in which it need not have been met.
    pub fn sort_damage(&mut self) {
        self.damage.sort_by_key(|damage| match damage.place.at() {
            At::Byte(at) | At::Line(at) => at,
        });
    }

    pub(super) fn ends(&mut self, source: &Source, end: &End) {
        self.damage.extend(super::inspect::checksum_damage(end));
        let (follows, bytes) = source.follows(end.end);
        if follows == crate::source::Follows::Commands {
            self.commands_behind = bytes;
        }
    }
}

/// Returns the header of a snapshot.
///
/// # Errors
/// Where the file is no snapshot.
pub fn header(source: &Source) -> Result<Header, CaseError> {
    source.reader().map(|reader| reader.header())
}

/// Returns the source of a library with the line that names its engine and itself: 7.0-rc1 and rc2 had the name and the
/// engine beside the source (`functionsCreateWithLibraryCtx`, 7.0-rc3).
///
/// # Errors
/// A compressed source that is damaged.
pub fn library_source<'a>(function: &Function<'a>) -> Result<Cow<'a, [u8]>, autopsync_rdb::Error> {
    let code = function.code.to_cow()?;
    let Some(old) = function.pre_release else { return Ok(code) };
    let engine = old.engine.to_cow()?.to_ascii_lowercase();
    let name = old.name.to_cow()?;
    Ok([b"#!", &engine[..], b" name=", &name, b"\n", &code].concat().into())
}

/// Hands every record to `visit`, in the order of the file, until it breaks. All but the keys are part of every selection;
/// hints at sizes, and field names that hashes refer to, are no records of their own.
///
/// `watch` is told what was passed, by `visit` too where it looks at values ([`Source::watch`] gives the memory back).
///
/// # Errors
/// Where the file is no snapshot, and what `visit` reports.
pub fn walk<'a, E: From<CaseError>>(
    source: &'a Source,
    watch: &'a Watch<'a>,
    selection: &KeySelection,
    mut visit: impl FnMut(Record<'_, 'a>, &mut ExportSummary) -> Result<ControlFlow<()>, E>,
) -> Result<ExportSummary, E> {
    let mut summary = ExportSummary::of(source);
    let mut names = StringBuffer::new(&Limits::default());
    for event in source.reader()?.watched_by(watch) {
        let flow = match event {
            Ok(Event::Key(entry)) => {
                summary.keys += 1;
                if !selection.may_want(&entry) {
                    continue;
                }
                match entry.key.decode(&mut names) {
                    Ok(name) if selection.wants_name(name) => {
                        summary.selected += 1;
                        visit(Record::Key { entry: &entry, name }, &mut summary)?
                    }
                    Ok(_) => continue,
                    Err(error) => {
                        summary.damage.push(error.to_damage());
                        continue;
                    }
                }
            }
            Ok(Event::Function(function)) => {
                summary.functions += 1;
                visit(Record::Function(&function), &mut summary)?
            }
            Ok(Event::ModuleAux(aux)) => visit(Record::ModuleAux(&aux), &mut summary)?,
            Ok(Event::SlotImport(import)) => visit(Record::SlotImport(&import), &mut summary)?,
            Ok(Event::Update(command)) => visit(Record::Update(&command), &mut summary)?,
            // It goes with the key.
            Ok(Event::Aux(aux)) if aux.is_about_a_key() => continue,
            Ok(Event::Aux(aux)) if !aux.is_script() => visit(Record::Aux(&aux), &mut summary)?,
            Ok(Event::Aux(aux)) => match aux.value.decode(&mut names) {
                Ok(body) => {
                    summary.scripts += 1;
                    visit(Record::Script(body), &mut summary)?
                }
                Err(error) => {
                    summary.damage.push(error.to_damage());
                    continue;
                }
            },
            Ok(Event::End(end)) => {
                summary.ends(source, &end);
                continue;
            }
            Ok(_) => continue,
            Err(error) => {
                summary.damage.push(error.to_damage());
                continue;
            }
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(summary)
}
