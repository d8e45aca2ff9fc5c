//! The file: header, records in any order, end.

use super::{
    Str, Value, checksum, module,
    module::ModuleItem,
    primitives::{put_length, put_str},
};

/// A snapshot under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RdbBuilder {
    bytes: Vec<u8>,
}

impl RdbBuilder {
    /// Starts with `REDIS` and four digits.
    pub fn redis(version: u16) -> Self {
        Self::with_header(format!("REDIS{version:04}").as_bytes())
    }

    /// Starts with `VALKEY` and three digits.
    pub fn valkey(version: u16) -> Self {
        Self::with_header(format!("VALKEY{version:03}").as_bytes())
    }

    /// Starts with any bytes.
    pub fn with_header(header: &[u8]) -> Self {
        Self { bytes: header.to_vec() }
    }

    /// `FA`: an auxiliary field.
    pub fn aux<'a>(self, name: impl Into<Str<'a>>, value: impl Into<Str<'a>>) -> Self {
        self.opcode(0xfa).string(name).string(value)
    }

    /// The triple of a server that takes part in replication (`rdbSaveInfoAuxFields`, 4.0.3 on).
    ///
    /// The database and the offset are integers where they fit, as a server writes them.
    pub fn replication(self, db: i32, replid: &str, offset: i64) -> Self {
        let text = offset.to_string();
        let offset = if let Ok(small) = i32::try_from(offset) {
            shortest(small)
        } else {
            Str::Raw(text.as_bytes())
        };
        self.aux("repl-stream-db", shortest(db)).aux("repl-id", replid).aux("repl-offset", offset)
    }

    /// `FE`: the database of the keys that follow.
    pub fn select(self, db: u64) -> Self {
        self.opcode(0xfe).length(db)
    }

    /// `FB`: how many keys are to come, and how many of them expire; a hint.
    pub fn resize(self, keys: u64, expires: u64) -> Self {
        self.opcode(0xfb).length(keys).length(expires)
    }

    /// `FC`: when the next key expires, in milliseconds.
    pub fn expires_at_ms(self, time: i64) -> Self {
        self.opcode(0xfc).raw(&time.to_le_bytes())
    }

    /// `FD`: when the next key expires, in seconds.
    pub fn expires_at_seconds(self, time: i32) -> Self {
        self.opcode(0xfd).raw(&time.to_le_bytes())
    }

    /// `F8`: for how many seconds nobody used the next key.
    pub fn idle(self, seconds: u64) -> Self {
        self.opcode(0xf8).length(seconds)
    }

    /// `F9`: how often the next key is used, as a logarithmic counter.
    pub fn freq(self, counter: u8) -> Self {
        self.opcode(0xf9).opcode(counter)
    }

    /// A key and its value.
    pub fn key<'a>(self, key: impl Into<Str<'a>>, value: &Value) -> Self {
        self.opcode(value.code()).string(key).raw(value.bytes())
    }

    /// `F5`: the source of a library of functions, with its shebang line; 7.0.
    pub fn function<'a>(self, source: impl Into<Str<'a>>) -> Self {
        self.opcode(0xf5).string(source)
    }

    /// `F7`: what a module keeps beside the keys; `when` is 1 before and 2 after them.
    pub fn module_aux(
        mut self,
        name: &str,
        version: u16,
        when: u64,
        items: &[ModuleItem<'_>],
    ) -> Self {
        self = self.opcode(0xf7).length(module::module_id(name, version)).length(2).length(when);
        module::put_items(&mut self.bytes, items);
        self
    }

    /// `F4`: how many keys of a cluster's slot are to come, and how many of them expire; Redis 7.4.
    pub fn slot_info(self, slot: u64, keys: u64, expires: u64) -> Self {
        self.opcode(0xf4).length(slot).length(keys).length(expires)
    }

    /// Bytes as they are.
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    /// A length in its shortest form.
    pub fn length(mut self, length: u64) -> Self {
        put_length(&mut self.bytes, length);
        self
    }

    /// A string.
    pub fn string<'a>(mut self, string: impl Into<Str<'a>>) -> Self {
        put_str(&mut self.bytes, string);
        self
    }

    /// One byte, such as an opcode.
    pub fn opcode(mut self, byte: u8) -> Self {
        self.bytes.push(byte);
        self
    }

    /// Returns how many bytes there are so far: the place of the next record.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.bytes.len()
    }

    /// Ends the file as versions from 5 on do: `FF` and the checksum of all before.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let mut bytes = self.finish_without_checksum();
        bytes.extend_from_slice(&checksum::crc64(&bytes).to_le_bytes());
        bytes
    }

    /// Ends the file as with `rdbchecksum no`: `FF` and eight zeros.
    #[must_use]
    pub fn finish_with_zero_checksum(self) -> Vec<u8> {
        self.opcode(0xff).raw(&[0; 8]).bytes
    }

    /// Ends the file as versions 1 to 4 do: `FF`.
    #[must_use]
    pub fn finish_without_checksum(self) -> Vec<u8> {
        self.opcode(0xff).bytes
    }

    /// Returns what there is, without an end.
    #[must_use]
    pub fn unfinished(self) -> Vec<u8> {
        self.bytes
    }
}

/// The form that `rdbEncodeInteger` chooses.
fn shortest(number: i32) -> Str<'static> {
    match (i8::try_from(number), i16::try_from(number)) {
        (Ok(number), _) => Str::Int8(number),
        (_, Ok(number)) => Str::Int16(number),
        _ => Str::Int32(number),
    }
}
