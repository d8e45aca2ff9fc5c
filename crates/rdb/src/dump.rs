//! Single values outside of a file: what `DUMP` answers and `RESTORE` takes (`verifyDumpPayload`, `cluster.c`).
//!
//! A value as in a file, without name and expiry, then the RDB version in two bytes and the checksum of all that in eight.
//! `FUNCTION DUMP` answers libraries in the same frame. `KeyDB` 6.3 and later add an AUX field behind the value
//! (`createDumpPayload`, `cluster.cpp`); `RESTORE` of every server ignores it.

use crate::{
    Dialect, Error, ErrorKind, KeyMeta, LazyValue, RdbString, Region, ValueType, crc64,
    cursor::Cursor, keydb, template::Templates,
};

/// How many bytes the version and the checksum take up.
const FOOTER: usize = 10;
/// How many bytes the checksum takes up.
const CHECKSUM: usize = 8;
/// The first version of Valkey's own.
const FIRST_OF_VALKEY: u16 = 80;
const KEY_META: u8 = 243;
const FUNCTION: u8 = 245;

/// What stands behind the content of a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DumpFooter {
    /// The RDB version of the server that made it.
    pub version: u16,
    /// The checksum in the payload.
    pub stored: u64,
    /// The checksum of its bytes.
    pub computed: u64,
}

impl DumpFooter {
    /// Whose codes the payload uses.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        if self.version >= FIRST_OF_VALKEY { Dialect::Valkey } else { Dialect::Redis }
    }

    /// Tells whether the checksum is right. Unlike in a file, zero is no way to do without one.
    #[must_use]
    pub const fn is_intact(&self) -> bool {
        self.stored == self.computed
    }

    /// Splits a payload into its content and the footer.
    fn split(bytes: &[u8], at: u64) -> Result<(Cursor<'_>, Self), Error> {
        let whole = Cursor::new(bytes, at, Region::File);
        let short = || whole.truncated("a DUMP payload", FOOTER as u64);
        let (summed, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or_else(short)?;
        let (content, version) = summed.split_last_chunk::<2>().ok_or_else(short)?;
        let footer = Self {
            version: u16::from_le_bytes(*version),
            stored: u64::from_le_bytes(*checksum),
            computed: crc64(summed),
        };
        Ok((Cursor::new(content, at, Region::File), footer))
    }
}

/// The value of a key, as `DUMP` answers it.
#[derive(Debug, Clone, Copy)]
pub struct DumpPayload<'a> {
    /// The value.
    pub value: LazyValue<'a>,
    /// What modules say about the key (Redis 8.6).
    pub meta: Option<KeyMeta<'a>>,
    /// The version and the checksum.
    pub footer: DumpFooter,
}

impl<'a> DumpPayload<'a> {
    /// Reads a payload that begins at the position `at` of its file. A wrong checksum is no error here; servers refuse it
    /// before they look at the value.
    ///
    /// # Errors
    /// `rdb-truncated` for less than a footer, `rdb-unknown-code` for an unknown type, `dump-trailing` for bytes between
    /// the value and the footer, and what the value's own layout may give.
    pub fn read(bytes: &'a [u8], at: u64) -> Result<Self, Error> {
        let (mut cursor, footer) = DumpFooter::split(bytes, at)?;
        let meta = match (cursor.peek(), footer.dialect()) {
            (Some(KEY_META), Dialect::Redis) => {
                cursor.byte("the metadata of a key")?;
                Some(KeyMeta::read(&mut cursor)?)
            }
            _ => None,
        };
        let start = cursor;
        let code = cursor.byte("a value type")?;
        let own = || keydb::own_type_of_payload(code, footer.dialect(), &start);
        let Some(value_type) = ValueType::from_code(code, footer.dialect()).or_else(own) else {
            return Err(start.error(ErrorKind::UnknownCode { code }));
        };
        let value = LazyValue::read(value_type, &mut cursor, &Templates::new())?;
        keydb::pass_key_version(&mut cursor);
        check_end(&cursor)?;
        Ok(Self { value, meta, footer })
    }
}

/// Libraries of functions, as `FUNCTION DUMP` answers them.
#[derive(Debug, Clone)]
pub struct FunctionDump<'a> {
    /// The source of each library.
    pub libraries: Vec<RdbString<'a>>,
    /// The version and the checksum.
    pub footer: DumpFooter,
}

impl<'a> FunctionDump<'a> {
    /// Reads a payload that begins at the position `at` of its file.
    ///
    /// # Errors
    /// `rdb-truncated` where it is too short, `rdb-unknown-code` where something else than a library stands in it.
    pub fn read(bytes: &'a [u8], at: u64) -> Result<Self, Error> {
        let (mut cursor, footer) = DumpFooter::split(bytes, at)?;
        let mut libraries = Vec::new();
        while cursor.left() > 0 {
            let start = cursor.mark();
            match cursor.byte("a function library")? {
                FUNCTION => libraries.push(RdbString::read(&mut cursor, "a function library")?),
                code => return Err(cursor.error_at(start, ErrorKind::UnknownCode { code })),
            }
        }
        Ok(Self { libraries, footer })
    }
}

fn check_end(cursor: &Cursor<'_>) -> Result<(), Error> {
    match cursor.left() {
        0 => Ok(()),
        left => Err(cursor.error(ErrorKind::DumpTrailing { left })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `DUMP` of the string `1`, by Redis 8.6.2.
    const ONE: [u8; 13] =
        [0x00, 0xc0, 0x01, 0x0d, 0x00, 0x84, 0xd1, 0x6e, 0x05, 0xd6, 0xb4, 0x66, 0x3c];

    #[test]
    fn a_recorded_payload_is_read() {
        let payload = DumpPayload::read(&ONE, 0).unwrap();
        assert_eq!(payload.footer.version, 13);
        assert!(payload.footer.is_intact());
        assert!(payload.value.as_string().unwrap().is(b"1"));
    }

    #[test]
    fn a_zero_checksum_is_a_wrong_one() {
        let mut bytes = ONE;
        bytes[5..].fill(0);
        assert!(!DumpPayload::read(&bytes, 0).unwrap().footer.is_intact());
    }

    #[test]
    fn each_lie_has_its_name() {
        let id = |bytes: &[u8]| DumpPayload::read(bytes, 0).unwrap_err().id();
        assert_eq!(id(&ONE[4..]), "rdb-truncated");
        assert_eq!(id(&ONE[3..]), "rdb-truncated");
        assert_eq!(id(&[&[0xf0][..], &ONE].concat()), "rdb-unknown-code");
        assert_eq!(id(&[&[0x00, 0xc0, 0x01][..], &ONE].concat()), "dump-trailing");
    }

    #[test]
    fn no_libraries_are_a_footer() {
        let bytes = [&[10, 0][..], &crc64(&[10, 0]).to_le_bytes()].concat();
        let dump = FunctionDump::read(&bytes, 0).unwrap();
        assert!(dump.libraries.is_empty() && dump.footer.is_intact());
        let content = b"\xf5\x03abc\x0a\x00";
        let bytes = [&content[..], &crc64(content).to_le_bytes()].concat();
        assert!(FunctionDump::read(&bytes, 0).unwrap().libraries[0].is(b"abc"));
    }
}
