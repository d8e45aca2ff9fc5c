//! A reader on the snapshot of a source.

use super::Source;
use crate::{CaseError, ErrorKind};
use autopsync_rdb::Reader;
use std::path::PathBuf;

impl Source {
    /// Returns a reader on the snapshot, behind its header. Positions are those of the file that the snapshot came in.
    ///
    /// # Errors
    /// Where there is no snapshot.
    pub fn reader(&self) -> Result<Reader<'_>, CaseError> {
        reader_at(self.path(), self.bytes(), self.at())
    }
}

/// Returns a reader on bytes whose first one has the position `at`; the path is for the error.
pub(crate) fn reader_at(
    path: impl Into<PathBuf>,
    bytes: &[u8],
    at: u64,
) -> Result<Reader<'_>, CaseError> {
    Reader::at(bytes, at).map_err(|error| CaseError::new(path, ErrorKind::Snapshot(error)))
}
