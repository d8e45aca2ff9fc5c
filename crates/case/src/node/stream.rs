//! A stream in whatever vessel it came.

use super::AofMember;
use crate::{CaseError, ErrorKind, Kind, Source};
use autopsync_model::{Damage, NextOffset, ReplId};
use autopsync_stream::{
    BacklogFile, FileKind, Grammar, Origin, Resync, SecondId, Stream, Transcript,
};
use autopsync_text::Info;
use std::ops::Range;

/// How the offset of the first byte is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlacedBy {
    /// The file says it itself.
    Itself,
    /// A sidecar or the user says it.
    Told,
    /// The INFO dump beside it holds a backlog of the same length.
    Info,
    /// Another stream holds the same bytes.
    Content,
    /// Nobody says it: offsets count the file's own bytes from 1.
    Nobody,
}

/// A stream with its origin, and the snapshot in front of it where the capture holds one.
#[derive(Debug)]
pub struct StreamEvidence {
    pub(super) source: Source,
    pub(super) kind: Kind,
    pub(super) live: Range<usize>,
    pub(super) snapshot: Option<Range<usize>>,
    pub(super) origin: Origin,
    pub(super) second: Option<SecondId>,
    pub(super) placed_by: PlacedBy,
    pub(super) damage: Vec<Damage>,
    /// Its place among the files of an append-only file.
    pub(super) aof: Option<AofMember>,
}

/// The bytes that a backlog held when an INFO dump was taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    replid: Option<ReplId>,
    first: NextOffset,
    bytes: u64,
}

impl Held {
    pub(crate) fn of(info: &Info) -> Option<Self> {
        let said = info.replication();
        Some(Self {
            replid: said.master_replid,
            first: said.backlog.first_byte_offset?,
            bytes: said.backlog.histlen?,
        })
    }
}

impl StreamEvidence {
    /// Opens a stream. What the file says of its origin counts before the sidecar, and that before `flags`.
    ///
    /// # Errors
    /// [`CaseError`] where the file is no stream, or its sidecar cannot be used.
    pub fn open(source: Source, flags: &Origin) -> Result<Self, CaseError> {
        let told = match source.sidecar()? {
            None => *flags,
            Some(sidecar) => Origin::from_sidecar(sidecar.bytes())
                .map_err(|error| {
                    let (sidecar, why) = (sidecar.path().to_owned(), error.to_string());
                    CaseError::new(source.path(), ErrorKind::Sidecar { sidecar, why })
                })?
                .or(*flags),
        };
        let kind = source.kind();
        let vessel = Vessel::open(&source, kind, &told)?;
        let placed_by = match (vessel.origin.first_offset, told.first_offset) {
            (Some(_), _) => PlacedBy::Itself,
            (None, Some(_)) => PlacedBy::Told,
            (None, None) => PlacedBy::Nobody,
        };
        Ok(Self {
            kind,
            live: vessel.live,
            snapshot: vessel.snapshot,
            origin: vessel.origin.or(told),
            second: vessel.second,
            placed_by,
            damage: source.damage().cloned().into_iter().chain(vessel.damage).collect(),
            aof: None,
            source,
        })
    }

    /// Places a stream that does not tell its offsets where a backlog of just this length was held.
    pub(crate) fn place(&mut self, windows: &[Held]) {
        if self.placed_by != PlacedBy::Nobody {
            return;
        }
        let len = self.live.len() as u64;
        if let Some(held) = windows.iter().rev().find(|held| held.bytes == len && len > 0) {
            let told = Origin { replid: held.replid, first_offset: Some(held.first), db: None };
            self.origin = self.origin.or(told);
            self.placed_by = PlacedBy::Info;
        }
    }

    /// Places a stream where its bytes were found in another one.
    pub(crate) fn place_at(&mut self, origin: Origin) {
        self.origin = self.origin.or(origin);
        self.placed_by = PlacedBy::Content;
    }

    /// Returns the stream from its first byte, which may lie inside a command.
    #[must_use]
    pub fn stream(&self) -> Stream<'_> {
        let bytes = self.source.bytes().get(self.live.clone()).unwrap_or_default();
        if let Some(member) = &self.aof {
            return member.files.stream(member.index, bytes, self.live.start as u64);
        }
        let stream = Stream::new(bytes, self.origin).at_file_index(self.live.start as u64);
        match self.kind {
            Kind::Stream(FileKind::AnnotatedAof) => stream.with_grammar(Grammar::Aof),
            _ => stream,
        }
    }

    /// Returns the stream from its first whole command on, and how many bytes stand before it.
    ///
    /// A stream whose beginning is known to be the beginning of a command is never searched, so that damage there
    /// is reported as damage.
    #[must_use]
    pub fn whole_commands(&self) -> (Stream<'_>, u64) {
        let stream = self.stream();
        let begins_whole = self.snapshot.is_some()
            || self.aof.is_some()
            || matches!(
                self.kind,
                Kind::Stream(FileKind::Continue | FileKind::Commands | FileKind::AnnotatedAof)
            );
        if begins_whole {
            return (stream, 0);
        }
        match stream.resync() {
            Ok(Resync { stream, skipped_bytes, .. }) => (stream, skipped_bytes),
            Err(_) => (stream, 0),
        }
    }

    /// Returns the snapshot in front of the stream.
    #[must_use]
    pub fn snapshot_bytes(&self) -> Option<&[u8]> {
        self.source.bytes().get(self.snapshot.clone()?)
    }

    /// Returns the index of the embedded snapshot's first byte in the file.
    #[must_use]
    pub fn snapshot_at(&self) -> u64 {
        self.snapshot.as_ref().map_or(0, |range| range.start as u64)
    }

    /// Returns the file.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the second id of the server that held the bytes, where the file tells it.
    #[must_use]
    pub const fn second_id(&self) -> Option<SecondId> {
        self.second
    }

    /// Tells how the offset of the first byte is known.
    #[must_use]
    pub const fn placed_by(&self) -> PlacedBy {
        self.placed_by
    }

    /// Returns what is wrong with the vessel.
    #[must_use]
    pub fn damage(&self) -> &[Damage] {
        &self.damage
    }
}

/// What a vessel holds, and what it says of it.
struct Vessel {
    live: Range<usize>,
    snapshot: Option<Range<usize>>,
    origin: Origin,
    second: Option<SecondId>,
    damage: Vec<Damage>,
}

impl Vessel {
    fn open(source: &Source, kind: Kind, told: &Origin) -> Result<Self, CaseError> {
        let bytes = source.bytes();
        let fail = |error| CaseError::new(source.path(), ErrorKind::Stream(error));
        let whole = |origin| Self {
            live: 0..bytes.len(),
            snapshot: None,
            origin,
            second: None,
            damage: Vec::new(),
        };
        match kind {
            Kind::Stream(FileKind::Backlog) => {
                let file = BacklogFile::parse(bytes).map_err(fail)?;
                let live = range_of(bytes, file.data);
                Ok(Self {
                    live,
                    snapshot: None,
                    origin: file.origin,
                    second: file.second,
                    damage: file.damages().to_vec(),
                })
            }
            Kind::Stream(FileKind::FullSync | FileKind::Continue | FileKind::Refusal) => {
                let transcript = Transcript::parse(bytes).map_err(fail)?;
                let live = transcript
                    .stream()
                    .map_or(bytes.len()..bytes.len(), |s| range_of(bytes, s.bytes()));
                Ok(Self {
                    live,
                    snapshot: transcript.payload().map(|payload| range_of(bytes, payload.rdb)),
                    origin: transcript.origin(),
                    second: None,
                    damage: transcript.damages(),
                })
            }
            Kind::Stream(
                FileKind::Commands | FileKind::CommandsAfterFragment | FileKind::AnnotatedAof,
            ) => Ok(whole(Origin::unknown())),
            Kind::Unknown | Kind::Log if told.first_offset.is_some() => {
                Ok(whole(Origin::unknown()))
            }
            kind => {
                let empty = source.bytes().is_empty();
                let found = if empty { "an empty file".to_owned() } else { kind.to_string() };
                let kind = ErrorKind::WrongKind { expected: "a stream", found };
                Err(CaseError::new(source.path(), kind))
            }
        }
    }
}

/// Where a part lies in the slice that it was taken from.
fn range_of(whole: &[u8], part: &[u8]) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len());
    start..start.saturating_add(part.len()).min(whole.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022";

    fn open(bytes: &[u8], flags: &Origin) -> Result<StreamEvidence, CaseError> {
        StreamEvidence::open(Source::from_bytes("test", bytes.to_vec()), flags)
    }

    #[test]
    fn a_capture_knows_its_offsets() {
        let bytes = format!("\n+FULLRESYNC {ID} 1000\r\n$9\r\nREDIS0009*1\r\n$4\r\nPING\r\n");
        let stream = open(bytes.as_bytes(), &Origin::unknown()).unwrap();
        assert_eq!(stream.snapshot_bytes(), Some(&b"REDIS0009"[..]));
        assert_eq!(stream.stream().first_offset(), NextOffset::new(1001));
        assert_eq!(stream.placed_by(), PlacedBy::Itself);
    }

    #[test]
    fn an_info_dump_places_a_backlog_of_its_length() {
        let info = Info::parse(
            format!("role:master\r\nmaster_replid:{ID}\r\nrepl_backlog_active:1\r\nrepl_backlog_first_byte_offset:501\r\nrepl_backlog_histlen:14\r\n")
                .as_bytes(),
        );
        let mut stream = open(b"*1\r\n$4\r\nPING\r\n", &Origin::unknown()).unwrap();
        assert_eq!(stream.placed_by(), PlacedBy::Nobody);
        stream.place(&[Held::of(&info).unwrap()]);
        assert_eq!(stream.placed_by(), PlacedBy::Info);
        assert_eq!(stream.stream().first_offset(), NextOffset::new(501));
    }

    #[test]
    fn something_unknown_is_a_stream_only_where_its_origin_is_told() {
        assert_eq!(open(b"\x00\x01", &Origin::unknown()).unwrap_err().id(), "wrong-kind");
        let told = Origin { first_offset: Some(NextOffset::new(7)), ..Origin::unknown() };
        assert_eq!(open(b"\x00\x01", &told).unwrap().placed_by(), PlacedBy::Told);
    }
}
