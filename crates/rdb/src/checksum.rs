//! The checksum at the end of a snapshot: CRC-64 with Jones' polynomial (`crc64.c`, Redis 2.6 and later).
//!
//! Reflected, starting from 0, nothing added at the end; other CRC-64s (that of XZ, for one) differ. It covers every byte up to and
//! including the end mark FF. Eight zero bytes in its place mean that the writer did not compute it.

use crate::Watch;
use crc_fast::{CrcAlgorithm, Digest};
use std::fmt;

/// How many bytes are summed ahead of the reader.
///
/// Summing fetches them from memory at full speed, as reading records cannot, which waits for each length before it knows
/// where the next one stands. So the reader finds them in the cache; they have to be few enough to stay there.
const AHEAD: usize = 128 << 10;

/// Returns the checksum of these bytes as the servers compute it.
///
/// ```
/// assert_eq!(autopsync_rdb::crc64(b"123456789"), 0xe9c6_d914_c4b8_d9ca);
/// ```
#[must_use]
pub fn crc64(bytes: &[u8]) -> u64 {
    crc_fast::checksum(CrcAlgorithm::Crc64Redis, bytes)
}

/// What the end of a snapshot says about its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checksum {
    /// The checksum in the file, or `None` where its version has none.
    pub stored: Option<u64>,
    /// The checksum of the bytes, or `None` where the reader was told not to compute it.
    pub computed: Option<u64>,
}

impl Checksum {
    /// Returns what the two numbers say together.
    #[must_use]
    pub fn status(&self) -> ChecksumStatus {
        match (self.stored, self.computed) {
            (None, _) => ChecksumStatus::Absent,
            (Some(0), _) => ChecksumStatus::Disabled,
            (Some(_), None) => ChecksumStatus::NotComputed,
            (Some(stored), Some(computed)) if stored == computed => ChecksumStatus::Ok,
            _ => ChecksumStatus::Mismatch,
        }
    }
}

/// Whether the bytes of a snapshot are those that were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChecksumStatus {
    /// They are.
    Ok,
    /// They are not, or the checksum itself is damaged.
    Mismatch,
    /// The writer left eight zero bytes (`rdbchecksum no`): nobody can tell.
    Disabled,
    /// The version has no checksum (below 5): nobody can tell.
    Absent,
    /// There is one, and the reader was told not to look.
    NotComputed,
}

impl ChecksumStatus {
    /// Returns the word for it: `ok`, `mismatch`, `disabled`, `absent` or `not-computed`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Mismatch => "mismatch",
            Self::Disabled => "disabled",
            Self::Absent => "absent",
            Self::NotComputed => "not-computed",
        }
    }
}

impl fmt::Display for ChecksumStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A checksum that goes a little ahead of a reader, so that each byte is fetched from memory once.
pub(crate) struct RunningChecksum<'a> {
    bytes: &'a [u8],
    /// The checksum of what stands before `done`.
    digest: Digest,
    done: usize,
    /// The checksum of what stands before a place that the reader has passed.
    passed: (Digest, usize),
    /// Who is told what was summed, and the position of the first byte.
    watch: Option<(u64, &'a Watch<'a>)>,
}

impl<'a> RunningChecksum<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let digest = Digest::new(CrcAlgorithm::Crc64Redis);
        Self { bytes, digest, done: 0, passed: (digest, 0), watch: None }
    }

    /// Tells a watch what is summed; the first byte has the position `base`.
    pub(crate) fn watched(mut self, base: u64, watch: &'a Watch<'a>) -> Self {
        self.watch = Some((base, watch));
        self
    }

    /// Goes ahead of the reader, which stands at the index `to`.
    #[inline]
    pub(crate) fn follow(&mut self, to: usize) {
        if to >= self.done {
            self.go_ahead(to);
        }
    }

    #[inline(never)]
    fn go_ahead(&mut self, to: usize) {
        self.add(to);
        self.passed = (self.digest, self.done);
        self.add(to.saturating_add(AHEAD).min(self.bytes.len()));
    }

    fn add(&mut self, to: usize) {
        let step = self.watch.map_or(usize::MAX, |(_, watch)| watch.step());
        for part in self.bytes.get(self.done..to).unwrap_or_default().chunks(step) {
            self.digest.update(part);
            let start = self.done as u64;
            self.done = self.done.saturating_add(part.len());
            if let Some((base, watch)) = self.watch
                && part.len() >= step
            {
                let end = self.done as u64;
                watch.tell(base.saturating_add(start)..base.saturating_add(end));
            }
        }
    }

    /// Returns the checksum of everything before the index `to`, which the reader has reached.
    pub(crate) fn finish(&mut self, to: usize) -> u64 {
        if to < self.done {
            (self.digest, self.done) = self.passed;
        }
        self.add(to);
        self.digest.finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_polynomial_is_that_of_the_servers_and_not_of_xz() {
        assert_eq!(crc64(b"123456789"), 0xe9c6_d914_c4b8_d9ca);
        assert_eq!(crc64(b""), 0);
        assert_eq!(crc64(b"a"), 0x5fb3_5402_5b27_7b14);
        assert_eq!(crc64(&[0; 50]), 0);
    }

    #[test]
    fn a_checksum_behind_its_bytes_gives_zero() {
        let mut bytes = b"REDIS0009".to_vec();
        bytes.extend(crc64(&bytes).to_le_bytes());
        assert_eq!(crc64(&bytes), 0);
    }

    #[test]
    fn following_in_parts_equals_the_whole() {
        let bytes: Vec<u8> = (0..5 * AHEAD + 17).map(|n| u8::try_from(n % 251).unwrap()).collect();
        for end in [0, 1, AHEAD - 1, AHEAD, AHEAD + 9, 3 * AHEAD + 3, 4 * AHEAD, bytes.len()] {
            let mut running = RunningChecksum::new(&bytes);
            for to in [0, 5, AHEAD - 1, AHEAD, AHEAD + 8, 3 * AHEAD + 3] {
                if to <= end {
                    running.follow(to);
                }
            }
            assert_eq!(running.finish(end), crc64(&bytes[..end]), "{end}");
        }
    }

    #[test]
    fn zero_is_disabled_and_not_a_mismatch() {
        let status = |stored, computed| Checksum { stored, computed }.status().name();
        assert_eq!(status(Some(0), Some(7)), "disabled");
        assert_eq!(status(Some(8), Some(7)), "mismatch");
        assert_eq!(status(Some(7), Some(7)), "ok");
        assert_eq!(status(None, Some(7)), "absent");
        assert_eq!(status(Some(7), None), "not-computed");
    }
}
