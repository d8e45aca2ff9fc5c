//! The evidence of one side: what each file is, and what it says of itself.

mod aof;
mod dumps;
mod ring;
mod snapshot;
mod stream;

pub use aof::AofMember;
pub use dumps::Dumps;
pub use ring::{RingQuestion, save_backlog, unwrap_ring};
pub use snapshot::{SnapshotEvidence, SnapshotHead};
pub(crate) use stream::Held;
pub use stream::{PlacedBy, StreamEvidence};

use crate::{CaseError, ErrorKind, Kind, Source, assembly::LogFacts};
use autopsync_model::Version;
use autopsync_stream::Origin;
use autopsync_text::{Info, Role};
use std::{path::Path, sync::Arc};

/// One file of a side.
#[derive(Debug)]
pub enum Evidence {
    /// A snapshot.
    Snapshot(SnapshotEvidence),
    /// A stream, perhaps with a snapshot in front.
    Stream(StreamEvidence),
    /// A log.
    Log {
        /// The file.
        name: Arc<str>,
        /// What it tells of positions; that of the label with most of them.
        facts: Box<LogFacts>,
    },
    /// A configuration.
    Config(Box<autopsync_text::ReplicationConfig>),
    /// INFO dumps, of which one counts.
    Info(Box<Dumps>),
}

/// What one node left behind, in the order in which it was given. Of several files of a kind the last one counts
/// where one has to be chosen.
#[derive(Debug, Default)]
pub struct Side {
    evidence: Vec<Evidence>,
}

impl Side {
    /// Opens the files of a side. A backlog without an origin is placed by the INFO dump beside it, where the two
    /// agree on its length.
    ///
    /// # Errors
    /// [`CaseError`] for the first file that cannot be read, or is nothing that belongs to a side.
    pub fn open<P: AsRef<Path>>(paths: &[P], flags: &Origin) -> Result<Self, CaseError> {
        let mut side = Self::default();
        for path in paths {
            let path = path.as_ref();
            if !path.is_dir() {
                side.add(Source::open(path)?, flags)?;
                continue;
            }
            // What merely lies in a node's directory may be anything.
            for file in crate::assembly::files_in_time(path)? {
                let added = Source::open(&file).and_then(|source| side.add(source, flags));
                drop(added);
            }
        }
        side.place_backlogs();
        Ok(side)
    }

    fn add(&mut self, source: Source, flags: &Origin) -> Result<(), CaseError> {
        let evidence = match source.kind() {
            Kind::Snapshot => Evidence::Snapshot(SnapshotEvidence::open(source)?),
            Kind::Stream(_) => Evidence::Stream(StreamEvidence::open(source, flags)?),
            Kind::Info => Evidence::Info(Box::new(Dumps::read(source))),
            // A piece of a stream may look like any text; whoever tells its origin knows better.
            _ if source.sidecar()?.is_some() => {
                Evidence::Stream(StreamEvidence::open(source, flags)?)
            }
            Kind::Unknown if flags.first_offset.is_some() => {
                Evidence::Stream(StreamEvidence::open(source, flags)?)
            }
            Kind::Log => {
                let facts = LogFacts::read(source.bytes()).into_iter().map(|(_, facts)| facts);
                let Some(facts) = facts.max_by_key(|facts| facts.positions.len()) else {
                    return Ok(());
                };
                Evidence::Log { name: Arc::clone(source.name()), facts: Box::new(facts) }
            }
            Kind::Config => {
                let config = autopsync_text::Config::parse(source.bytes()).replication();
                Evidence::Config(Box::new(config))
            }
            _ => {
                let kind = ErrorKind::WrongKind {
                    expected: "a snapshot, a stream, an INFO dump, a log or a configuration",
                    found: source.kind().to_string(),
                };
                return Err(CaseError::new(source.path(), kind));
            }
        };
        self.evidence.push(evidence);
        Ok(())
    }

    fn place_backlogs(&mut self) {
        let dumps = self.dumps().flat_map(Dumps::all);
        let windows: Vec<_> = dumps.filter_map(stream::Held::of).collect();
        for evidence in &mut self.evidence {
            if let Evidence::Stream(stream) = evidence {
                stream.place(&windows);
            }
        }
    }

    /// Returns all evidence.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// Returns the last snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Option<&SnapshotEvidence> {
        self.evidence.iter().rev().find_map(|evidence| match evidence {
            Evidence::Snapshot(snapshot) => Some(snapshot),
            _ => None,
        })
    }

    /// Returns the streams.
    pub fn streams(&self) -> impl Iterator<Item = &StreamEvidence> {
        self.evidence.iter().filter_map(|evidence| match evidence {
            Evidence::Stream(stream) => Some(stream),
            _ => None,
        })
    }

    /// Returns the facts of the last log, and its name.
    #[must_use]
    pub fn log(&self) -> Option<(&Arc<str>, &LogFacts)> {
        self.evidence.iter().rev().find_map(|evidence| match evidence {
            Evidence::Log { name, facts } => Some((name, facts.as_ref())),
            _ => None,
        })
    }

    /// Returns the last configuration.
    #[must_use]
    pub fn config(&self) -> Option<&autopsync_text::ReplicationConfig> {
        self.evidence.iter().rev().find_map(|evidence| match evidence {
            Evidence::Config(config) => Some(config.as_ref()),
            _ => None,
        })
    }

    /// Tells which part the node plays: of a file with the INFO dumps of several nodes, those of the node that plays it
    /// count.
    #[must_use]
    pub fn playing(mut self, part: Role) -> Self {
        for evidence in &mut self.evidence {
            if let Evidence::Info(dumps) = evidence {
                dumps.choose(part);
            }
        }
        self
    }

    /// Returns the INFO dump that counts: that of the last file with any.
    #[must_use]
    pub fn info(&self) -> Option<&Info> {
        self.dumps().last()?.info()
    }

    /// Returns the INFO dump that counts with the file that it stands in.
    pub(crate) fn info_file(&self) -> Option<(&Source, &Info)> {
        let dumps = self.dumps().last()?;
        Some((dumps.source(), dumps.info()?))
    }

    pub(crate) fn dumps(&self) -> impl Iterator<Item = &Dumps> {
        self.evidence.iter().filter_map(|evidence| match evidence {
            Evidence::Info(dumps) => Some(dumps.as_ref()),
            _ => None,
        })
    }

    /// Returns the node's version: as INFO says, or as the snapshot that it wrote says.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.dumps()
            .last()
            .and_then(Dumps::version)
            .or_else(|| self.snapshot().and_then(|s| s.head().version))
            .or_else(|| self.log().and_then(|(_, facts)| facts.version))
    }

    /// Tells whether there is no evidence.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.evidence.is_empty()
    }
}
