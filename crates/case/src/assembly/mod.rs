//! Nodes out of files: which file belongs to which node, what each says of its position, and which word is the last.
//!
//! A case is a directory in which every sub-directory is a node, or a `case.toml` that names nodes and files. Files
//! without such an order are told apart by what they say: two INFO dumps of one process are one node, two of different
//! processes are two.

mod file;
mod history;
mod info;
mod logged;
mod manifest;
mod peers;
mod place;
mod sighting;
mod walk;

pub use file::{Content, NodeFile};
pub use logged::{Asked, LogFacts, Process};
pub use peers::Address;
pub use place::PlacedStream;
pub use sighting::{Moment, SeenBy, Sighting};
pub(crate) use walk::files_in_time;

use crate::CaseError;
use autopsync_model::{History, ReplId, Version};
use autopsync_psync::NodePosition;
use autopsync_text::Role;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A server and what is known of it.
#[derive(Debug)]
pub struct Node {
    /// Its name: the directory, the name in `case.toml`, the prompt's address, or the file.
    pub name: String,
    /// The version that `case.toml` states.
    pub stated_version: Option<Version>,
    /// Its files.
    pub files: Vec<NodeFile>,
    /// What they, and other nodes, say of its position; in order of time as far as that can be told.
    pub sightings: Vec<Sighting>,
    /// Index of the word that counts as the last.
    pub present: Option<usize>,
}

impl Node {
    fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            stated_version: None,
            files: Vec::new(),
            sightings: Vec::new(),
            present: None,
        }
    }

    /// Returns the last word on the node.
    #[must_use]
    pub fn present(&self) -> Option<&Sighting> {
        self.sightings.get(self.present?)
    }

    /// Returns the version: as stated, else as the last INFO, log or snapshot says.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        let said = |sighting: &Sighting| sighting.version;
        self.stated_version
            .or_else(|| self.present().and_then(said))
            .or_else(|| self.sightings.iter().rev().find_map(said))
    }

    /// Returns the role: as the last word says, else as the last that tells one.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        let now = self.present().and_then(|seen| seen.role);
        now.or_else(|| self.sightings.iter().rev().find_map(|seen| seen.role))
    }

    /// Returns the position in all histories that the node is known to have gone through.
    #[must_use]
    pub fn position(&self) -> Option<NodePosition> {
        let now = self.present()?;
        Some(NodePosition { history: self.history(now), offset: now.offset? })
    }

    /// Returns the ids of the node's data at a moment, newest first.
    #[must_use]
    pub fn history(&self, at: &Sighting) -> History {
        history::of(at, &self.sightings)
    }

    /// Returns the ids that a process of this node had.
    pub fn run_ids(&self) -> impl Iterator<Item = ReplId> {
        self.sightings.iter().filter_map(|sighting| sighting.run_id)
    }

    /// Returns the streams that are placed in a history.
    pub fn streams(&self) -> impl Iterator<Item = PlacedStream<'_>> {
        self.files.iter().filter_map(move |file| place::of(self, file))
    }

    /// Returns the facts of its logs.
    pub fn logs(&self) -> impl Iterator<Item = &LogFacts> {
        self.files.iter().filter_map(|file| match &file.content {
            Content::Log(facts) => Some(facts.as_ref()),
            _ => None,
        })
    }
}

/// A file of which nothing was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// Its path.
    pub path: Arc<str>,
    /// Why.
    pub why: String,
}

/// All nodes.
#[derive(Debug, Default)]
pub struct Case {
    /// In the order of their names, or of `case.toml`, or of the command line.
    pub nodes: Vec<Node>,
    /// Files in a directory that say nothing about replication.
    pub ignored: Vec<Ignored>,
}

impl Case {
    /// Opens evidence: files, directories, `case.toml`.
    ///
    /// # Errors
    /// [`CaseError`] for a file named by the user or by `case.toml` that cannot be read or says nothing. What merely
    /// lies in a directory is passed over and listed.
    pub fn open<P: AsRef<Path>>(paths: &[P]) -> Result<Self, CaseError> {
        let mut case = Self::default();
        for path in paths {
            walk::open(&mut case, path.as_ref())?;
        }
        case.settle();
        Ok(case)
    }

    /// Returns a node by its name.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.name == name)
    }

    /// Draws from the files what they say, places streams, joins what nodes say of each other.
    fn settle(&mut self) {
        place::place_by_content(self);
        for node in &mut self.nodes {
            sighting::collect(node);
        }
        peers::add_seen_by_others(self);
        for node in &mut self.nodes {
            sighting::order(node);
        }
        peers::name_histories_of_old_replicas(self);
        peers::add_offers_of_snapshots(self);
    }

    /// Finds or makes the node of this name.
    fn node_named(&mut self, name: &str) -> &mut Node {
        let at = self.nodes.iter().position(|node| node.name == name).unwrap_or_else(|| {
            self.nodes.push(Node::new(name));
            self.nodes.len().saturating_sub(1)
        });
        &mut self.nodes[at]
    }
}

/// A path as messages and documents show it.
fn shown(path: &Path) -> Arc<str> {
    path.to_string_lossy().into()
}

/// What a file is called without directory and endings.
fn stem(path: &Path) -> String {
    if path == Path::new("-") {
        return "stdin".to_owned();
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = PathBuf::from(&name);
    stem.file_stem().map_or(name, |stem| stem.to_string_lossy().into_owned())
}
