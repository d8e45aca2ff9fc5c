//! The nine bytes at the head of a snapshot (`rdbSaveRio`, `rdbLoadRio`, `rdb.c`).

use crate::{Error, ErrorKind, cursor::Cursor};

/// Whose codes a file uses: Redis and Valkey have given some of them two meanings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `REDIS`: all of Redis, Valkey up to 8.1, and most forks.
    Redis,
    /// `VALKEY`: Valkey 9.0 and later.
    Valkey,
}

impl Dialect {
    /// Returns the letters at the start of such a file.
    #[must_use]
    pub const fn magic(self) -> &'static str {
        match self {
            Self::Redis => "REDIS",
            Self::Valkey => "VALKEY",
        }
    }

    /// The newest version whose layout this crate knows from files that servers wrote.
    #[must_use]
    pub const fn newest_known(self) -> u16 {
        match self {
            Self::Redis => 13,
            Self::Valkey => 80,
        }
    }
}

/// The magic and the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Whose codes the file uses.
    pub dialect: Dialect,
    /// The RDB version, which bounds what the writer may have used.
    pub version: u16,
}

impl Header {
    /// How many bytes a header has.
    pub const LEN: usize = 9;

    /// Tells whether a file begins as a snapshot does; its version is not looked at.
    #[must_use]
    pub fn is_snapshot(bytes: &[u8]) -> bool {
        bytes.starts_with(b"REDIS") || bytes.starts_with(b"VALKEY")
    }

    /// Tells whether the file may end in a checksum: version 5 and later.
    #[must_use]
    pub const fn has_checksum(&self) -> bool {
        self.version >= 5
    }

    /// Tells whether servers of this version are known to the crate. Others are read as far as their codes are.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.version <= self.dialect.newest_known()
    }

    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Error> {
        let start = cursor.mark();
        let begin = cursor.rest();
        let shown = || begin.iter().take(Self::LEN).copied().collect();
        let dialect = match begin {
            rest if rest.starts_with(b"REDIS") => Dialect::Redis,
            rest if rest.starts_with(b"VALKEY") => Dialect::Valkey,
            rest if b"REDIS".starts_with(rest) || b"VALKEY".starts_with(rest) => {
                return Err(cursor.truncated_at(start, "a header", Self::LEN as u64));
            }
            _ => return Err(cursor.error_at(start, ErrorKind::Magic { found: shown() })),
        };
        let bytes: [u8; Self::LEN] = cursor.array("a header")?;
        let digits = bytes.get(dialect.magic().len()..).unwrap_or_default();
        let version = if digits.iter().all(u8::is_ascii_digit) {
            std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok()).unwrap_or(0)
        } else {
            0
        };
        if version == 0 {
            return Err(cursor.error_at(start, ErrorKind::VersionDigits { found: digits.to_vec() }));
        }
        Ok(Self { dialect, version })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Region;

    fn read(bytes: &[u8]) -> Result<Header, Error> {
        Header::read(&mut Cursor::new(bytes, 0, Region::File))
    }

    #[test]
    fn both_magics_have_nine_bytes() {
        assert_eq!(read(b"REDIS0011").unwrap(), Header { dialect: Dialect::Redis, version: 11 });
        assert_eq!(read(b"VALKEY080").unwrap(), Header { dialect: Dialect::Valkey, version: 80 });
    }

    #[test]
    fn a_version_from_the_future_is_no_reason_to_stop() {
        let header = read(b"REDIS9999").unwrap();
        assert!(!header.is_known());
        assert!(header.has_checksum());
    }

    #[test]
    fn what_is_no_header_is_named() {
        let text = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert_eq!(
            text(b"*2\r\n$6\r\nSELECT"),
            "expected REDIS or VALKEY at the start of a snapshot, found \"*2\\r\\n$6\\r\\nS\", at byte 0"
        );
        assert_eq!(
            text(b"REDIS00"),
            "expected 9 bytes of a header in the snapshot, found 7, at byte 0"
        );
        assert_eq!(
            text(b"RED"),
            "expected 9 bytes of a header in the snapshot, found 3, at byte 0"
        );
        assert_eq!(
            text(b"REDIS00x1"),
            "expected the decimal digits of a version above 0, found \"00x1\", at byte 0"
        );
        assert_eq!(read(b"REDIS0000").unwrap_err().id(), "rdb-version-digits");
    }
}
