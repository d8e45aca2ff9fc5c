//! What a key holds. Each type hides its form; what can be seen of a form (the order of iteration, the name of the
//! encoding, a lost sign) follows the server's.

mod bytes;
mod chunk;
mod hash;
mod intset;
mod list;
mod packed;
mod set;
mod stream;
mod zset;

pub(crate) use bytes::SmallBytes;
pub(crate) use hash::Hash;
pub(crate) use intset::IntSet;
pub(crate) use list::{End, List};
pub(crate) use set::Set;
pub use stream::StreamId;
pub(crate) use stream::{Consumer, Fields, Group, Pending, Stream};
pub(crate) use zset::{Added, Zset};

use autopsync_rdb::{Dialect, Error, Event, Header, Reader, ValueType, ValueVisitor};

/// A value. 24 bytes: short strings stand inside.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A string, a number, a bitmap or a `HyperLogLog`.
    String(SmallBytes),
    /// A list.
    List(Box<List>),
    /// A set.
    Set(Box<Set>),
    /// A sorted set.
    Zset(Box<Zset>),
    /// A hash.
    Hash(Box<Hash>),
    /// A stream.
    Stream(Box<Stream>),
    /// What a module stored; only a module knows what it means.
    Opaque(Box<Opaque>),
}

const _: () = assert!(size_of::<Value>() == 24);

/// A value of a type that only a module understands, as the snapshot carried it.
#[derive(Debug, Clone)]
pub(crate) struct Opaque {
    /// The module type's name, nine characters, or a description.
    pub(crate) type_name: Box<[u8]>,
    /// The header of the snapshot, which the meaning of the type's number depends on.
    pub(crate) header: Header,
    /// The number of the type in snapshots.
    pub(crate) code: u8,
    /// The serialized bytes.
    pub(crate) bytes: Box<[u8]>,
}

impl Opaque {
    /// Tells whether it is a job of `KeyDB`.
    pub(crate) fn is_job(&self) -> bool {
        self.code == ValueType::Cron.code() && self.header.dialect == Dialect::Redis
    }

    /// Returns a snapshot in which this is the only value, so that the snapshot reader reads it again.
    pub(crate) fn framed(&self) -> Vec<u8> {
        let mut file = framed(self.header, Some(self.code), &self.bytes);
        if self.is_job() {
            // A reader has to know whose file it is.
            file.splice(Header::LEN..Header::LEN, *b"\xfa\x0crepl-masters\x00");
        }
        file
    }

    /// Tells the visitor what it holds.
    pub(crate) fn visit(&self, visitor: &mut impl ValueVisitor) -> Result<(), Error> {
        for event in Reader::new(&self.framed())? {
            if let Event::Key(entry) = event? {
                return entry.value.visit(visitor);
            }
        }
        Ok(())
    }
}

/// Puts what stands in the middle of a snapshot into the frame of one: the value of a key where a type is given, whole
/// records where none is. The checksum is zero, which is none.
pub(crate) fn framed(header: Header, code: Option<u8>, body: &[u8]) -> Vec<u8> {
    let magic = header.dialect.magic();
    let mut file = match header.dialect {
        Dialect::Redis => format!("{magic}{:04}", header.version),
        Dialect::Valkey => format!("{magic}{:03}", header.version),
    }
    .into_bytes();
    file.reserve_exact(body.len() + 12);
    if let Some(code) = code {
        file.extend_from_slice(&[code, 1, b'k']);
    }
    file.extend_from_slice(body);
    file.push(0xff);
    if header.has_checksum() {
        file.extend_from_slice(&[0; 8]);
    }
    file
}

/// A type of values, so that one lookup serves all of them.
pub(crate) trait Kind: Sized {
    /// The server's word for the type.
    const WORD: &'static str;

    /// Returns the value where it is of this type.
    fn of(value: &Value) -> Option<&Self>;

    /// Returns the value for changes where it is of this type.
    fn of_mut(value: &mut Value) -> Option<&mut Self>;

    /// Returns a value of this type with nothing in it.
    fn empty() -> Value;
}

impl Kind for SmallBytes {
    const WORD: &'static str = "string";

    fn of(value: &Value) -> Option<&Self> {
        if let Value::String(string) = value { Some(string) } else { None }
    }

    fn of_mut(value: &mut Value) -> Option<&mut Self> {
        if let Value::String(string) = value { Some(string) } else { None }
    }

    fn empty() -> Value {
        Value::String(Self::EMPTY)
    }
}

impl Value {
    /// Wraps a string.
    #[inline]
    pub(crate) fn string(bytes: &[u8]) -> Self {
        Self::String(SmallBytes::new(bytes))
    }

    /// Returns the server's word for the type (`TYPE`).
    pub(crate) fn type_word(&self) -> &'static str {
        match self {
            Self::String(_) => SmallBytes::WORD,
            Self::List(_) => List::WORD,
            Self::Set(_) => Set::WORD,
            Self::Zset(_) => Zset::WORD,
            Self::Hash(_) => Hash::WORD,
            Self::Stream(_) => Stream::WORD,
            // What `KeyDB` answers.
            Self::Opaque(opaque) if opaque.is_job() => "unknown",
            Self::Opaque(_) => "module",
        }
    }

    /// Returns the bytes on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Self::String(string) => string.heap_bytes(),
            Self::List(list) => size_of::<List>() + list.heap_bytes(),
            Self::Set(set) => size_of::<Set>() + set.heap_bytes(),
            Self::Zset(zset) => size_of::<Zset>() + zset.heap_bytes(),
            Self::Hash(hash) => size_of::<Hash>() + hash.heap_bytes(),
            Self::Stream(stream) => size_of::<Stream>() + stream.heap_bytes(),
            Self::Opaque(opaque) => opaque.bytes.len() + opaque.type_name.len(),
        }
    }
}
