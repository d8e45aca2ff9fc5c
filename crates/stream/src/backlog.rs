//! Backlog files: our own format for the window of a stream that a master holds.
//!
#![doc = include_str!("../docs/backlog-file.md")]

use crate::{Error, ErrorKind, Origin, Stream, error::quote, stream::len64};
use autopsync_model::{Damage, NextOffset, Place, ReplId};
use std::io;

/// The first bytes of a backlog file.
pub const MAGIC: [u8; 8] = *b"\x89APSB\r\n\x1a";

/// The version that is written, and the newest one that is read.
pub const VERSION: u16 = 1;

/// The length of a header of version 1, in bytes.
const HEADER: usize = 144;

/// An id before the current one, and where its history ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondId {
    /// The id (`replid2`); [`ReplId::CLEARED`] where the server has none.
    pub replid: ReplId,
    /// The first byte that is not shared (`second_replid_offset`); −1 where the server has no second id.
    pub ends_before: NextOffset,
}

/// A backlog: the bytes and what is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BacklogFile<'a> {
    /// The history, the number of the first byte and the database at it.
    pub origin: Origin,
    /// The id before, where it is known.
    pub second: Option<SecondId>,
    /// The bytes of the stream.
    pub data: &'a [u8],
    data_at: u64,
    damages: Vec<Damage>,
}

impl<'a> BacklogFile<'a> {
    /// Joins what makes up a backlog. An origin without first offset is written as 1.
    #[must_use]
    pub const fn new(origin: Origin, second: Option<SecondId>, data: &'a [u8]) -> Self {
        Self { origin, second, data, data_at: HEADER as u64, damages: Vec::new() }
    }

    /// Reads a backlog file. Checksums that do not fit are in [`BacklogFile::damages`].
    ///
    /// # Errors
    /// [`ErrorKind::NotABacklogFile`] without magic or whole header, [`ErrorKind::BacklogVersion`] for a newer one.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let fail = |kind| Error { kind, place: Place::byte(0) };
        let not_ours = || fail(ErrorKind::NotABacklogFile { found: quote(bytes) });
        let mut fields = Fields(bytes.strip_prefix(&MAGIC).ok_or_else(not_ours)?);
        let header = Header::read(&mut fields).ok_or_else(not_ours)?;
        if header.version != VERSION {
            let found = header.version;
            return Err(fail(ErrorKind::BacklogVersion { known: VERSION, found }));
        }
        let (head, rest) = bytes
            .split_at_checked(usize::from(header.length))
            .filter(|(head, _)| head.len() >= HEADER)
            .ok_or_else(not_ours)?;
        let data = usize::try_from(header.data_length).ok().and_then(|length| rest.get(..length));
        let mut file = Self {
            origin: header.origin(),
            second: header.second(),
            data: data.unwrap_or(rest),
            data_at: u64::from(header.length),
            damages: Vec::new(),
        };
        file.check_header(head);
        file.check_data(&header, data.is_some(), rest);
        Ok(file)
    }

    /// Tells whether these bytes begin like a backlog file.
    #[must_use]
    pub fn recognises(bytes: &[u8]) -> bool {
        bytes.starts_with(&MAGIC)
    }

    /// Returns the defects found while reading.
    #[must_use]
    pub fn damages(&self) -> &[Damage] {
        &self.damages
    }

    /// Returns the stream; it may begin inside a command, see [`Stream::resync`].
    #[must_use]
    pub fn stream(&self) -> Stream<'a> {
        Stream::new(self.data, self.origin).at_file_index(self.data_at)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_to(&self, mut out: impl io::Write) -> io::Result<()> {
        let mut head = Vec::with_capacity(HEADER);
        head.extend_from_slice(&MAGIC);
        head.extend_from_slice(&VERSION.to_le_bytes());
        head.extend_from_slice(&u16::try_from(HEADER).unwrap_or(u16::MAX).to_le_bytes());
        head.extend_from_slice(&[0; 4]);
        let second = self.second;
        for id in [self.origin.replid, second.map(|second| second.replid)] {
            head.extend_from_slice(id.as_ref().map_or(&[0; 40], |id| id.as_str().as_bytes()));
        }
        let ends_before = second.map_or(-1, |second| second.ends_before.get());
        head.extend_from_slice(&ends_before.to_le_bytes());
        head.extend_from_slice(&self.origin.numbering_starts_at().get().to_le_bytes());
        let db = self.origin.db.and_then(|db| i32::try_from(db).ok()).unwrap_or(-1);
        head.extend_from_slice(&db.to_le_bytes());
        head.extend_from_slice(&[0; 4]);
        head.extend_from_slice(&len64(self.data).to_le_bytes());
        head.extend_from_slice(&checksum(self.data).to_le_bytes());
        let sum = checksum(&head);
        head.extend_from_slice(&sum.to_le_bytes());
        out.write_all(&head)?;
        out.write_all(self.data)
    }

    /// Compares the header with its checksum, which is its last eight bytes.
    fn check_header(&mut self, head: &[u8]) {
        let Some((head, stored)) = head.split_last_chunk::<8>() else { return };
        let (stored, computed) = (u64::from_le_bytes(*stored), checksum(head));
        if stored != computed {
            let message =
                format!("expected a header with checksum {stored:016x}, found {computed:016x}");
            self.damages.push(Damage::new(
                "backlog-header-checksum",
                Place::byte(len64(head)),
                message,
            ));
        }
    }

    /// Compares the data with their length and checksum.
    fn check_data(&mut self, header: &Header, complete: bool, rest: &[u8]) {
        let computed = checksum(self.data);
        let (id, at, message) = if !complete {
            let (expected, found) = (header.data_length, rest.len());
            let end = self.data_at.saturating_add(len64(rest));
            ("backlog-data-cut", end, format!("expected {expected} bytes of data, found {found}"))
        } else if computed != header.data_checksum {
            let stored = header.data_checksum;
            let message =
                format!("expected data with checksum {stored:016x}, found {computed:016x}");
            ("backlog-data-checksum", 128, message)
        } else if self.data.len() < rest.len() {
            let extra = rest.len().saturating_sub(self.data.len());
            let end = self.data_at.saturating_add(len64(self.data));
            ("backlog-bytes-after-end", end, format!("expected the end, found {extra} bytes more"))
        } else {
            return;
        };
        self.damages.push(Damage::new(id, Place::byte(at), message));
    }
}

/// CRC-64/XZ.
fn checksum(bytes: &[u8]) -> u64 {
    let mut digest = crc64fast::Digest::new();
    digest.write(bytes);
    digest.sum64()
}

/// The fields of a header as they stand there.
struct Header {
    version: u16,
    length: u16,
    replid: [u8; 40],
    replid2: [u8; 40],
    second_replid_offset: i64,
    first_offset: i64,
    db: i32,
    data_length: u64,
    data_checksum: u64,
}

impl Header {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let version = u16::from_le_bytes(fields.take()?);
        let length = u16::from_le_bytes(fields.take()?);
        let _reserved: [u8; 4] = fields.take()?;
        let replid = fields.take()?;
        let replid2 = fields.take()?;
        let second_replid_offset = i64::from_le_bytes(fields.take()?);
        let first_offset = i64::from_le_bytes(fields.take()?);
        let db = i32::from_le_bytes(fields.take()?);
        let _reserved: [u8; 4] = fields.take()?;
        let data_length = u64::from_le_bytes(fields.take()?);
        let data_checksum = u64::from_le_bytes(fields.take()?);
        Some(Self {
            version,
            length,
            replid,
            replid2,
            second_replid_offset,
            first_offset,
            db,
            data_length,
            data_checksum,
        })
    }

    fn origin(&self) -> Origin {
        Origin {
            replid: ReplId::from_bytes(&self.replid).ok(),
            first_offset: Some(NextOffset::new(self.first_offset)),
            db: u32::try_from(self.db).ok(),
        }
    }

    fn second(&self) -> Option<SecondId> {
        let replid = ReplId::from_bytes(&self.replid2).ok()?;
        Some(SecondId { replid, ends_before: NextOffset::new(self.second_replid_offset) })
    }
}

/// Takes fields of a known size off a slice.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PING: &[u8] = b"*1\r\n$4\r\nPING\r\n";

    fn origin() -> Origin {
        let replid = Some(ReplId::from_bytes(&[b'a'; 40]).unwrap());
        Origin { replid, first_offset: Some(NextOffset::new(501)), db: Some(9) }
    }

    fn written(file: &BacklogFile<'_>) -> Vec<u8> {
        let mut bytes = Vec::new();
        file.write_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_is_written_reads_back() {
        let second = SecondId { replid: ReplId::CLEARED, ends_before: NextOffset::new(-1) };
        for (origin, second, data) in [
            (origin(), Some(second), PING),
            (Origin { first_offset: Some(NextOffset::new(1)), ..Origin::unknown() }, None, b""),
        ] {
            let file = BacklogFile::new(origin, second, data);
            let bytes = written(&file);
            assert_eq!(BacklogFile::parse(&bytes).unwrap(), file);
            assert!(BacklogFile::recognises(&bytes));
        }
    }

    #[test]
    fn the_layout_is_the_documented_one() {
        let bytes = written(&BacklogFile::new(origin(), None, PING));
        assert_eq!(bytes.len(), 144 + 14);
        assert_eq!(bytes[8..12], [1, 0, 144, 0]);
        assert_eq!(bytes[16..56], [b'a'; 40]);
        assert_eq!(bytes[56..96], [0; 40]);
        assert_eq!(bytes[104..112], 501_i64.to_le_bytes());
        assert_eq!(bytes[112..116], [9, 0, 0, 0]);
        assert_eq!(bytes[120..128], 14_u64.to_le_bytes());
        // CRC-64/XZ of "123456789", from the catalogue of CRC algorithms.
        assert_eq!(checksum(b"123456789"), 0x995d_c9bb_df19_39fa);
        assert_eq!(BacklogFile::parse(&bytes).unwrap().stream().file_index(), 144);
    }

    #[test]
    fn every_flipped_bit_is_noticed_with_its_place() {
        let good = written(&BacklogFile::new(origin(), None, PING));
        for bit in 0..good.len() * 8 {
            let mut bytes = good.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            if let Ok(file) = BacklogFile::parse(&bytes) {
                assert!(!file.damages().is_empty(), "bit {bit}");
            }
        }
    }

    #[test]
    fn a_cut_file_is_read_as_far_as_it_goes() {
        let good = written(&BacklogFile::new(origin(), None, PING));
        for cut in 0..good.len() {
            match BacklogFile::parse(&good[..cut]) {
                Ok(file) => {
                    assert_eq!(file.data, &PING[..cut - 144]);
                    assert_eq!(file.damages()[0].id, "backlog-data-cut");
                }
                Err(error) => assert!(cut < 144 && error.id() == "not-a-backlog-file"),
            }
        }
        let longer = [good.as_slice(), b"x"].concat();
        let file = BacklogFile::parse(&longer).unwrap();
        assert_eq!((file.data, file.damages()[0].id), (PING, "backlog-bytes-after-end"));
    }

    #[test]
    fn a_newer_version_is_refused() {
        let mut bytes = written(&BacklogFile::new(origin(), None, PING));
        bytes[8] = 2;
        assert_eq!(BacklogFile::parse(&bytes).unwrap_err().id(), "backlog-file-version");
    }
}
