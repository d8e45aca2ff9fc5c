//! Snapshots whose head is damaged, and pieces of snapshots: nothing tells what they are.

use super::{Kind, Source};
use crate::CaseError;
use autopsync_stream::FileKind;
use std::path::Path;

impl Source {
    /// Opens a file as [`Source::open_snapshot`] does, and takes what is recognised as nothing else for a piece of a
    /// snapshot.
    ///
    /// # Errors
    /// As [`Source::open_snapshot`], but for files in which there is none.
    pub fn open_for_salvage(path: &Path) -> Result<Self, CaseError> {
        if path.is_dir() {
            return Self::open_snapshot(path);
        }
        let source = Self::open(path)?;
        match source.kind() {
            Kind::Snapshot
            | Kind::DumpPayload
            | Kind::Stream(FileKind::FullSync | FileKind::AofManifest) => source.into_snapshot(),
            _ => Ok(source),
        }
    }
}
