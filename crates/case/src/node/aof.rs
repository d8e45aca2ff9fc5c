//! Append-only files as streams: one file, or those that a manifest names.
//!
//! The files are numbered together ([`Files`]), so that a replay has one growing number; what it says of a place is
//! the file and the index in it, never a replication offset, because an append-only file has none.

use super::{PlacedBy, StreamEvidence};
use crate::{
    CaseError, ErrorKind, Kind, Source,
    source::{AofFiles, AofPart, AofRole},
};
use autopsync_model::NextOffset;
use autopsync_stream::{FileKind, Origin, aof::Files};
use std::{path::Path, sync::Arc};

/// A file among those of an append-only file.
#[derive(Debug, Clone)]
pub struct AofMember {
    pub(super) files: Arc<Files>,
    pub(super) index: usize,
    role: AofRole,
    start_offset: Option<i64>,
}

impl AofMember {
    /// Returns what the file is to the others.
    #[must_use]
    pub const fn role(&self) -> AofRole {
        self.role
    }

    /// Returns the replication offset that the manifest tells for its first byte (Redis 8). It tells nothing of
    /// the bytes that follow: heartbeats count in the stream and are not in the file.
    #[must_use]
    pub const fn start_offset(&self) -> Option<i64> {
        self.start_offset
    }

    /// Returns the number that stands for a byte of this file.
    #[must_use]
    pub fn number(&self, at: u64) -> NextOffset {
        self.files.number(self.index, at)
    }

    /// Returns the index of the file, and the index of the byte in it, for which a number stands.
    #[must_use]
    pub fn place(&self, number: NextOffset) -> Option<(usize, u64)> {
        self.files.place(number)
    }

    /// Tells whether no file stands before it.
    #[must_use]
    pub const fn is_first(&self) -> bool {
        self.index == 0
    }

    /// Tells whether no file follows.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.files.len() == self.index.saturating_add(1)
    }
}

impl StreamEvidence {
    /// Opens what a path names: a stream, or the files of an append-only file in loading order (its directory, its
    /// manifest, or the one file). Commands alone look the same in a stream and in an append-only file up to 6.2:
    /// `commands_are_aof` says which of the two they are.
    ///
    /// # Errors
    /// [`CaseError`] where a file cannot be opened, or is neither.
    pub fn open_all(
        path: &Path,
        flags: &Origin,
        commands_are_aof: bool,
    ) -> Result<Vec<Self>, CaseError> {
        if let Some(files) = AofFiles::find(path)? {
            return Ok(Self::of_files(files));
        }
        let source = Source::open(path)?;
        if source.kind() == Kind::Stream(FileKind::Commands) && !commands_are_aof {
            return Ok(vec![Self::open(source, flags)?]);
        }
        match AofFiles::of(source)? {
            Ok(files) => Ok(Self::of_files(files)),
            Err(source) if commands_are_aof => {
                let found = source.kind().to_string();
                let kind = ErrorKind::WrongKind { expected: "an append-only file", found };
                Err(CaseError::new(source.path(), kind))
            }
            Err(source) => Ok(vec![Self::open(source, flags)?]),
        }
    }

    fn of_files(opened: AofFiles) -> Vec<Self> {
        let damages = opened.damages();
        let mut files = Files::default();
        for part in opened.parts() {
            files.push(part.source.bytes().len() as u64);
        }
        let files = Arc::new(files);
        let member = |(index, part): (usize, AofPart)| {
            let start_offset = part.line.as_ref().and_then(|line| line.start_offset);
            let member =
                AofMember { files: Arc::clone(&files), index, role: part.role, start_offset };
            Self::member(part, member)
        };
        let mut all: Vec<_> = opened.into_parts().into_iter().enumerate().map(member).collect();
        if let Some(first) = all.first_mut() {
            first.damage.extend(damages);
        }
        all
    }

    fn member(part: AofPart, member: AofMember) -> Self {
        let layout = part.layout();
        let source = part.source;
        Self {
            kind: source.kind(),
            live: layout.commands,
            // Of an increment that is a snapshot nothing is loaded: that is damage, and told as such.
            snapshot: layout.snapshot.filter(|_| member.index == 0),
            origin: Origin { db: Some(0), ..Origin::unknown() },
            second: None,
            placed_by: PlacedBy::Nobody,
            damage: source.damage().cloned().into_iter().collect(),
            aof: Some(member),
            source,
        }
    }

    /// Returns the file's part in an append-only file, where it is of one.
    #[must_use]
    pub const fn aof(&self) -> Option<&AofMember> {
        self.aof.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &[u8] = b"REDIS0009\xff\0\0\0\0\0\0\0\0";
    const SELECT: &[u8] = b"*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n";

    fn open(
        files: &[(&str, &[u8])],
        name: &str,
        aof: bool,
    ) -> Result<Vec<StreamEvidence>, CaseError> {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(dir.path().join(name), bytes).unwrap();
        }
        StreamEvidence::open_all(&dir.path().join(name), &Origin::unknown(), aof)
    }

    #[test]
    fn the_commands_behind_a_preamble_are_a_stream_and_know_their_place() {
        let opened = open(&[("a", &[EMPTY, SELECT].concat())], "a", false).unwrap();
        let stream = opened[0].stream();
        assert_eq!(opened[0].snapshot_bytes(), Some(EMPTY));
        assert_eq!((stream.bytes(), stream.file_index()), (SELECT, EMPTY.len() as u64));
        let member = opened[0].aof().unwrap();
        assert_eq!(member.place(stream.first_offset()), Some((0, EMPTY.len() as u64)));
        assert_eq!((member.role(), member.is_last()), (AofRole::Single, true));
    }

    #[test]
    fn a_snapshot_alone_is_no_stream() {
        assert_eq!(open(&[("a", EMPTY)], "a", false).unwrap_err().id(), "wrong-kind");
        assert_eq!(open(&[("a", EMPTY)], "a", true).unwrap_err().id(), "wrong-kind");
    }

    #[test]
    fn commands_are_an_append_only_file_where_somebody_says_so() {
        assert!(open(&[("a", SELECT)], "a", false).unwrap()[0].aof().is_none());
        assert!(open(&[("a", SELECT)], "a", true).unwrap()[0].aof().is_some());
        assert_eq!(open(&[("a", b"+CONTINUE\r\n")], "a", true).unwrap_err().id(), "wrong-kind");
    }

    #[test]
    fn a_manifest_orders_its_files_and_leaves_history_out() {
        let manifest =
            b"file b seq 1 type b\nfile h seq 1 type h\nfile i seq 2 type i startoffset 77\n";
        let files: &[(&str, &[u8])] =
            &[("m", manifest), ("b", EMPTY), ("i", SELECT), ("h", b"rubbish")];
        let opened = open(files, "m", false).unwrap();
        let roles: Vec<_> = opened.iter().map(|part| part.aof().unwrap().role()).collect();
        assert_eq!(roles, [AofRole::Base, AofRole::Increment]);
        let last = opened[1].aof().unwrap();
        assert_eq!((last.start_offset(), last.is_last()), (Some(77), true));
        assert_eq!(opened[1].stream().first_offset().get(), 19);
        assert_eq!(opened[1].stream().file_index(), 0);
    }
}
