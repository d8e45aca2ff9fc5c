//! What a master sent on one connection after `PSYNC` or `SYNC`: an answer, perhaps a snapshot, then the stream.
//!
//! ```text
//! \n*                                  keep-alives while a BGSAVE is awaited; never counted
//! +FULLRESYNC <replid> <o>\r\n         or: nothing (SYNC, up to 2.6), or: +CONTINUE[ <replid>]\r\n
//! \n*
//! $<len>\r\n <len bytes>               from disk, without a line end after it
//! $EOF:<40 bytes>\r\n <bytes> <same 40 bytes>    straight from a child's socket (2.8.18)
//! <stream from byte o + 1>
//! ```
//!
//! From `replication.c`: `replicationSetupSlaveForFullResync`, `masterTryPartialResynchronization`,
//! `readSyncBulkPayload`, 2.6.17 to 7.4.1; the corpus of recordings has every form.

mod header;

use crate::{Error, ErrorKind, Origin, Stream, error::quote, stream::len64};
use autopsync_model::{AppliedOffset, Damage, Place, ReplId};
use header::Line;

/// The answer that decides what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Opening<'a> {
    /// `+FULLRESYNC`: a snapshot that contains all bytes up to `snapshot_offset`, then the stream.
    FullResync {
        /// The master's id.
        replid: ReplId,
        /// The last byte contained in the snapshot.
        snapshot_offset: AppliedOffset,
    },
    /// `+CONTINUE`: the stream from the byte that was asked for, which the answer does not repeat.
    Continue {
        /// The master's id, which a master from 4.0 on tells.
        replid: Option<ReplId>,
    },
    /// No line at all: the answer to `SYNC`, a snapshot and then a stream without known offsets.
    Sync,
    /// `$ENDOFF`: a snapshot alone, on the second connection of Valkey 8's dual channel.
    EndOffset {
        /// The last byte contained in the snapshot.
        snapshot_offset: AppliedOffset,
        /// The primary's id.
        replid: ReplId,
        /// The database selected at that byte; 0 in versions with valkey#2188.
        db: u32,
        /// The number by which the primary knows the first connection.
        client_id: u64,
    },
    /// An error, and nothing after it.
    Refused {
        /// The line without its line end.
        reply: &'a [u8],
    },
}

/// How a snapshot is delimited on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// `$<len>`: that many bytes.
    Length(u64),
    /// `$EOF:<mark>`: up to the mark.
    EofMark([u8; 40]),
}

/// The snapshot inside a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payload<'a> {
    /// How it is delimited.
    pub framing: Framing,
    /// The index of its first byte in the file.
    pub at: u64,
    /// Its bytes, without framing; those that are there.
    pub rdb: &'a [u8],
    /// Whether its end is there.
    pub complete: bool,
}

/// A recorded synchronisation.
#[derive(Debug, Clone, Copy)]
pub struct Transcript<'a> {
    bytes: &'a [u8],
    opening: Opening<'a>,
    opening_at: u64,
    keep_alives: u64,
    payload: Option<Payload<'a>>,
    live_at: Option<usize>,
}

impl<'a> Transcript<'a> {
    /// Reads the answer and the framing of the snapshot. Nothing of snapshot and stream is looked at, but for the
    /// mark behind a snapshot of unknown length.
    ///
    /// Replies to the handshake before it (`+PONG`, `+OK`, errors that a replica ignores) are skipped.
    ///
    /// # Errors
    /// [`ErrorKind::NotATranscript`] where there is no such answer.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Reader { bytes, at: 0, keep_alives: 0 };
        let (opening, opening_at) = reader.opening()?;
        let (payload, live_at) = match opening {
            Opening::Refused { .. } => (None, None),
            Opening::Continue { .. } => (None, Some(reader.at)),
            Opening::Sync | Opening::FullResync { .. } | Opening::EndOffset { .. } => {
                reader.payload()?
            }
        };
        if opening == Opening::Sync && payload.is_none_or(|payload| !is_snapshot(payload.rdb)) {
            return Err(reader.not_a_transcript(0));
        }
        Ok(Self {
            bytes,
            opening,
            opening_at: u64::try_from(opening_at).unwrap_or(u64::MAX),
            keep_alives: reader.keep_alives,
            payload,
            live_at,
        })
    }

    /// Returns the answer.
    #[must_use]
    pub const fn opening(&self) -> Opening<'a> {
        self.opening
    }

    /// Returns the place of the answer.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place::byte(self.opening_at)
    }

    /// Returns how many newlines the master sent to keep the connection alive; they count in no offset.
    #[must_use]
    pub const fn keep_alives(&self) -> u64 {
        self.keep_alives
    }

    /// Returns the snapshot, or what is there of it.
    #[must_use]
    pub const fn payload(&self) -> Option<Payload<'a>> {
        self.payload
    }

    /// Returns what the answer says of the first byte of the stream. The database is left open where it depends on
    /// the snapshot.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        match self.opening {
            Opening::FullResync { replid, snapshot_offset } => {
                Origin::after_snapshot(replid, snapshot_offset)
            }
            Opening::EndOffset { replid, snapshot_offset, db, .. } => {
                Origin::after_snapshot(replid, snapshot_offset).with_db(Some(db))
            }
            Opening::Continue { replid } => Origin { replid, first_offset: None, db: None },
            Opening::Sync => Origin { replid: None, first_offset: None, db: Some(0) },
            Opening::Refused { .. } => Origin::unknown(),
        }
    }

    /// Returns the stream after the answer and the snapshot; `None` where the file does not get that far.
    ///
    /// After `+CONTINUE` its offsets are relative unless [`Stream::with_origin`] tells the first one.
    #[must_use]
    pub fn stream(&self) -> Option<Stream<'a>> {
        let at = self.live_at?;
        let live = self.bytes.get(at..)?;
        let index = u64::try_from(at).unwrap_or(u64::MAX);
        Some(Stream::new(live, self.origin()).at_file_index(index))
    }

    /// Returns the defects: a file that ends before or inside its snapshot.
    #[must_use]
    pub fn damages(&self) -> Vec<Damage> {
        let (id, message) = match (self.opening, self.payload) {
            (Opening::Continue { .. } | Opening::Refused { .. }, _)
            | (_, Some(Payload { complete: true, .. })) => return Vec::new(),
            (_, None) => (
                "payload-missing",
                "expected the snapshot that the answer announces, found the end".to_owned(),
            ),
            (_, Some(Payload { framing, rdb, .. })) => ("payload-cut", framing.missing_end(rdb)),
        };
        vec![Damage::new(id, Place::byte(len64(self.bytes)), message)]
    }
}

impl Framing {
    /// Says what was expected of a snapshot whose end is not there.
    fn missing_end(self, rdb: &[u8]) -> String {
        let found = rdb.len();
        match self {
            Self::Length(length) => {
                format!("expected a snapshot of {length} bytes, found {found}")
            }
            Self::EofMark(_) => {
                format!("expected the mark after the snapshot, found {found} bytes without it")
            }
        }
    }
}

fn is_snapshot(rdb: &[u8]) -> bool {
    let magics: [&[u8]; 2] = [b"REDIS", b"VALKEY"];
    magics.iter().any(|magic| rdb.starts_with(magic) || magic.starts_with(rdb))
}

/// A position in the bytes, moved by lines.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    keep_alives: u64,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn not_a_transcript(&self, at: usize) -> Error {
        let found = quote(self.bytes.get(at..).unwrap_or_default());
        let index = u64::try_from(at).unwrap_or(u64::MAX);
        Error { kind: ErrorKind::NotATranscript { found }, place: Place::byte(index) }
    }

    fn skip_keep_alives(&mut self) {
        let count = self.rest().iter().take_while(|byte| **byte == b'\n').count();
        self.at = self.at.saturating_add(count);
        self.keep_alives =
            self.keep_alives.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
    }

    /// Reads lines up to the one that decides.
    fn opening(&mut self) -> Result<(Opening<'a>, usize), Error> {
        let mut refused = None;
        loop {
            self.skip_keep_alives();
            let at = self.at;
            let Some((line, len)) = header::line(self.rest()) else {
                return refused.ok_or_else(|| self.not_a_transcript(at));
            };
            let opening = match line {
                Line::Payload(_) => return Ok((Opening::Sync, at)),
                Line::Ignored => {
                    self.at = at.saturating_add(len);
                    continue;
                }
                Line::Error(reply) => {
                    refused = Some((Opening::Refused { reply }, at));
                    self.at = at.saturating_add(len);
                    continue;
                }
                Line::FullResync { replid, offset } => {
                    Opening::FullResync { replid, snapshot_offset: AppliedOffset::new(offset) }
                }
                Line::Continue { replid } => Opening::Continue { replid },
                Line::EndOffset { offset, replid, db, client_id } => Opening::EndOffset {
                    snapshot_offset: AppliedOffset::new(offset),
                    replid,
                    db,
                    client_id,
                },
            };
            self.at = at.saturating_add(len);
            return Ok((opening, at));
        }
    }

    /// Reads the framing of the snapshot and finds its end, and with it the place where the stream begins.
    fn payload(&mut self) -> Result<(Option<Payload<'a>>, Option<usize>), Error> {
        self.skip_keep_alives();
        if header::is_cut_payload_line(self.rest()) {
            return Ok((None, None));
        }
        let Some((Line::Payload(framing), len)) = header::line(self.rest()) else {
            return Err(self.not_a_transcript(self.at));
        };
        self.at = self.at.saturating_add(len);
        let rest = self.rest();
        let (end, mark) = match framing {
            Framing::Length(length) => {
                (usize::try_from(length).ok().filter(|end| *end <= rest.len()), 0)
            }
            Framing::EofMark(mark) => (memchr::memmem::find(rest, &mark), mark.len()),
        };
        let payload = Payload {
            framing,
            at: u64::try_from(self.at).unwrap_or(u64::MAX),
            rdb: rest.get(..end.unwrap_or(rest.len())).unwrap_or_default(),
            complete: end.is_some(),
        };
        let live_at = end.map(|end| self.at.saturating_add(end).saturating_add(mark));
        Ok((Some(payload), live_at))
    }
}

#[cfg(test)]
mod tests;
