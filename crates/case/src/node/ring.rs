//! A backlog as it lies in a server's memory, made a stream.

use crate::{CaseError, ErrorKind, Source, StreamEvidence};
use autopsync_model::{AppliedOffset, NextOffset};
use autopsync_psync::{Window, locate};
use autopsync_stream::{BacklogFile, Origin, Ring};
use std::{
    io,
    path::{Path, PathBuf},
};

/// What is known of a ring beside its bytes.
#[derive(Debug, Clone, Default)]
pub struct RingQuestion {
    /// Where in the file it begins.
    pub at: u64,
    /// How large it is; to the end of the file where that is not told.
    pub size: Option<u64>,
    /// Where the next byte would be written (`repl_backlog_idx`).
    pub idx: Option<u64>,
    /// How many bytes are valid (`repl_backlog_histlen`).
    pub histlen: Option<u64>,
    /// The last byte produced (`master_repl_offset`), from which the first offset follows.
    pub master_offset: Option<i64>,
    /// A stream that holds some of the same bytes, and tells their offsets.
    pub against: Option<PathBuf>,
    /// The history, the first offset, the database, as far as they are told.
    pub origin: Origin,
}

/// Unwraps a ring. Returns the stream, and how its end was found.
///
/// # Errors
/// [`ErrorKind::Ring`] where the variables do not fit or cannot be found; [`CaseError`] for a file that cannot be read.
pub fn unwrap_ring(
    path: &Path,
    question: &RingQuestion,
) -> Result<(StreamEvidence, Ring), CaseError> {
    let source = Source::open(path)?;
    let at = usize::try_from(question.at).unwrap_or(usize::MAX);
    let rest = source.bytes().get(at..).unwrap_or_default();
    let size = question.size.and_then(|size| usize::try_from(size).ok()).unwrap_or(rest.len());
    let mem = rest.get(..size).unwrap_or(rest);
    let fail = |error| CaseError::new(path, ErrorKind::Ring(error));
    let ring = match question.idx {
        Some(idx) => Ring::told(mem, idx, question.histlen).map_err(fail)?,
        None => Ring::find(mem).map_err(fail)?,
    };
    let bytes = ring.unwrap(mem);
    let mut origin = question.origin;
    if let Some(last) = question.master_offset {
        // The first of `n` bytes that end with M is M - n + 1.
        let first = NextOffset::new(
            last.saturating_sub(i64::try_from(bytes.len()).unwrap_or(i64::MAX)).saturating_add(1),
        );
        origin.first_offset = origin.first_offset.or(Some(first));
    }
    if let Some(other) = &question.against {
        let other = StreamEvidence::open(Source::open(other)?, &Origin::unknown())?;
        let stream = other.stream();
        let window = Window { first: stream.first_offset(), bytes: stream.bytes() };
        if let Some(found) = locate(&bytes, window) {
            origin = origin.or(Origin {
                replid: stream.origin().replid,
                first_offset: Some(found.first),
                db: None,
            });
        }
    }
    let unwrapped = Source::from_bytes(source.name(), bytes);
    // Bytes that nobody places count from 1, and are a stream even where a command fills all of them.
    let placed =
        Origin { first_offset: origin.first_offset.or(Some(NextOffset::new(1))), ..origin };
    Ok((StreamEvidence::open(unwrapped, &placed)?, ring))
}

/// Writes a stream as a backlog file, which tells its origin itself.
///
/// # Errors
/// Where `out` takes no more.
pub fn save_backlog(evidence: &StreamEvidence, out: impl io::Write) -> io::Result<AppliedOffset> {
    let stream = evidence.stream();
    let file = BacklogFile::new(stream.origin(), evidence.second_id(), stream.bytes());
    file.write_to(io::BufWriter::new(out))?;
    Ok(stream.last_offset())
}
