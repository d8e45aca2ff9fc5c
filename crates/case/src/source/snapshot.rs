//! The snapshot in a source: the whole file, or a part of the vessel it came in.
//!
//! A capture of a full synchronisation frames it, an append-only file begins with it (the preamble of 4.0 to 6.2, or
//! the base of a directory since 7.0), a `DUMP` payload is one value of it.

use super::{AofFiles, Kind, Source, open::Data, payload};
use crate::{CaseError, ErrorKind};
use autopsync_model::{Damage, Place};
use autopsync_stream::{FileKind, Transcript};
use std::{ops::Range, path::Path};

/// What a snapshot came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vessel {
    /// A file of its own, or the beginning of one.
    File,
    /// A captured full synchronisation.
    FullSync,
    /// The base of a multi-part append-only file.
    AofBase,
    /// A `DUMP` payload: the snapshot was made of it.
    DumpPayload,
}

impl Vessel {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::FullSync => "full-sync",
            Self::AofBase => "aof-base",
            Self::DumpPayload => "dump-payload",
        }
    }
}

/// What stands behind the end of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// Nothing.
    Nothing,
    /// The commands of an append-only file, or of a stream.
    Commands,
    /// Something that no reader of snapshots or append-only files takes.
    Unknown,
}

impl Follows {
    /// Tells what bytes behind a snapshot are.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [] => Self::Nothing,
            [b'*', b'0'..=b'9', ..] => Self::Commands,
            [b'#', ..] if bytes.starts_with(b"#TS:") => Self::Commands,
            _ => Self::Unknown,
        }
    }

    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Commands => "commands",
            Self::Unknown => "unknown",
        }
    }
}

/// The part of a file that is looked at.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) vessel: Vessel,
    /// Bytes of the vessel behind the part, in this file or in those that belong to it.
    pub(super) behind: u64,
    /// The size of the file.
    pub(super) file_bytes: u64,
}

impl Source {
    /// Opens the snapshot in a file, in a multi-part append-only file (its directory or its manifest), or in standard
    /// input for `-`.
    ///
    /// # Errors
    /// [`CaseError`] where the file, or one that it names, cannot be opened, or where no snapshot is in it.
    pub fn open_snapshot(path: &Path) -> Result<Self, CaseError> {
        match AofFiles::find(path)? {
            Some(files) => files.into_snapshot(),
            None => Self::open(path)?.into_snapshot(),
        }
    }

    /// Narrows the source to the snapshot in it, so that [`Source::bytes`] are the snapshot's. What is nothing but a
    /// snapshot, perhaps with something behind it, stays as it is.
    ///
    /// # Errors
    /// [`ErrorKind::WrongKind`] where no snapshot is in it, and what is wrong with a vessel.
    pub fn into_snapshot(self) -> Result<Self, CaseError> {
        match self.kind() {
            _ if self.part.is_some() => Ok(self),
            Kind::Snapshot => Ok(self),
            Kind::Stream(FileKind::FullSync) => self.into_payload_of_transcript(),
            Kind::Stream(FileKind::AofManifest) => AofFiles::of_manifest(self)?.into_snapshot(),
            Kind::DumpPayload => self.into_value(),
            kind => Err(self.no_snapshot(kind)),
        }
    }

    fn no_snapshot(&self, kind: Kind) -> CaseError {
        let found =
            if self.bytes().is_empty() { "an empty file".to_owned() } else { kind.to_string() };
        CaseError::new(&self.path, ErrorKind::WrongKind { expected: "a snapshot", found })
    }

    fn into_payload_of_transcript(mut self) -> Result<Self, CaseError> {
        let fail = |error| CaseError::new(&self.path, ErrorKind::Stream(error));
        let bytes = self.data.bytes();
        let transcript = Transcript::parse(bytes).map_err(fail)?;
        let Some(payload) = transcript.payload() else {
            return Err(self.no_snapshot(self.kind()));
        };
        let start = usize::try_from(payload.at).unwrap_or(bytes.len()).min(bytes.len());
        let range = start..start.saturating_add(payload.rdb.len()).min(bytes.len());
        let behind = transcript.stream().map_or(0, |stream| stream.bytes().len() as u64);
        let file_bytes = bytes.len() as u64;
        self.damage = self.damage.take().or_else(|| transcript.damages().into_iter().next());
        self.part = Some(Part { range, vessel: Vessel::FullSync, behind, file_bytes });
        Ok(self)
    }

    /// Makes the snapshot of one key that a payload stands for.
    fn into_value(mut self) -> Result<Self, CaseError> {
        let file_bytes = self.data.bytes().len() as u64;
        let payload = payload::decode(self.data.bytes()).unwrap_or_default();
        let snapshot = payload::to_snapshot(&payload)
            .map_err(|error| CaseError::new(&self.path, ErrorKind::Snapshot(error)))?;
        let range = 0..snapshot.len();
        self.data = Data::Owned(snapshot);
        self.part = Some(Part { range, vessel: Vessel::DumpPayload, behind: 0, file_bytes });
        Ok(self)
    }

    /// Returns the index of the first of [`Source::bytes`] in the file. In the snapshot made of a `DUMP` payload places
    /// count from its own beginning.
    #[must_use]
    pub fn at(&self) -> u64 {
        self.part.as_ref().map_or(0, |part| part.range.start as u64)
    }

    /// Returns what the snapshot came in.
    #[must_use]
    pub fn vessel(&self) -> Vessel {
        self.part.as_ref().map_or(Vessel::File, |part| part.vessel)
    }

    /// Returns the size of the file.
    #[must_use]
    pub fn file_bytes(&self) -> u64 {
        self.part.as_ref().map_or_else(|| self.data.bytes().len() as u64, |part| part.file_bytes)
    }

    /// Returns what follows a snapshot that ends at this position of the file, and how many bytes: the rest of the
    /// file, the stream in a capture, the increments of a multi-part append-only file.
    #[must_use]
    pub fn follows(&self, end: u64) -> (Follows, u64) {
        let rest = usize::try_from(end.saturating_sub(self.at()))
            .ok()
            .and_then(|end| self.bytes().get(end..))
            .unwrap_or_default();
        match &self.part {
            Some(part) if rest.is_empty() && part.behind > 0 => (Follows::Commands, part.behind),
            _ => (Follows::of(rest), rest.len() as u64),
        }
    }

    /// Adds damage that was found on the way to the part.
    pub(super) fn with_part(mut self, part: Part) -> Self {
        self.part = Some(part);
        self
    }
}

/// Describes a part of an append-only file that no server would take.
pub(super) fn part_damage(source: &Source, message: String) -> Damage {
    Damage::new("aof-part", Place::byte(0).in_source(source.name()), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_holds_the_snapshot_that_it_frames() {
        let capture = b"\n+FULLRESYNC 6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022 1000\r\n$11\r\nREDIS0004\xffx*1\r\n$4\r\nPING\r\n";
        let source = Source::from_bytes("capture", capture.to_vec()).into_snapshot().unwrap();
        assert_eq!(source.bytes(), b"REDIS0004\xffx");
        assert_eq!(source.vessel(), Vessel::FullSync);
        assert_eq!(capture[usize::try_from(source.at()).unwrap()..][..5], b"REDIS"[..]);
        assert_eq!(source.file_bytes(), capture.len() as u64);
        assert_eq!(source.follows(source.at() + 11), (Follows::Commands, 14));
        assert_eq!(source.follows(source.at() + 10), (Follows::Unknown, 1));
    }

    #[test]
    fn a_file_without_a_snapshot_says_what_it_is() {
        let error =
            Source::from_bytes("x", b"*1\r\n$4\r\nPING\r\n".to_vec()).into_snapshot().unwrap_err();
        assert_eq!((error.id(), error.to_string().contains("a raw stream")), ("wrong-kind", true));
        let error = Source::from_bytes("x", Vec::new()).into_snapshot().unwrap_err();
        assert!(error.to_string().contains("an empty file"), "{error}");
    }
}
