//! Values of every type, with their codes (`rdb.h`, `rdbSaveObject`).

use super::{
    Intset, Listpack, ModuleItem, StreamType, StreamValue, Ziplist, Zipmap, checksum, module,
    primitives::{Str, put_length, put_str},
};

/// A packed structure, which stands in the file as one string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    bytes: Vec<u8>,
    compressed: bool,
}

impl Blob {
    /// Takes the structure's bytes as they are.
    #[must_use]
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), compressed: false }
    }

    /// Compresses the string.
    #[must_use]
    pub fn lzf(mut self) -> Self {
        self.compressed = true;
        self
    }

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        put_str(out, if self.compressed { Str::Lzf(&self.bytes) } else { Str::Raw(&self.bytes) });
    }
}

impl From<Listpack> for Blob {
    fn from(pack: Listpack) -> Self {
        Self::raw(pack.build())
    }
}

impl From<Ziplist> for Blob {
    fn from(list: Ziplist) -> Self {
        Self::raw(list.build())
    }
}

impl From<Intset> for Blob {
    fn from(set: Intset) -> Self {
        Self::raw(set.build())
    }
}

impl From<Zipmap> for Blob {
    fn from(map: Zipmap) -> Self {
        Self::raw(map.build())
    }
}

/// A node of a list of type 18.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuicklistNode {
    /// Container 1: one element, which may be of any size.
    Plain(Vec<u8>),
    /// Container 2: a listpack of elements.
    Packed(Blob),
}

/// A value: its type code, and the bytes after the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    code: u8,
    bytes: Vec<u8>,
}

impl Value {
    /// Any code with any bytes.
    #[must_use]
    pub fn raw(code: u8, bytes: impl Into<Vec<u8>>) -> Self {
        Self { code, bytes: bytes.into() }
    }

    /// Returns the type code.
    #[must_use]
    pub const fn code(&self) -> u8 {
        self.code
    }

    /// Returns the bytes after the key.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns what `DUMP` gives: code, value, version of the format, checksum.
    #[must_use]
    pub fn dump_payload(&self, rdb_version: u16) -> Vec<u8> {
        let mut out = vec![self.code];
        out.extend_from_slice(&self.bytes);
        out.extend_from_slice(&rdb_version.to_le_bytes());
        out.extend_from_slice(&checksum::crc64(&out).to_le_bytes());
        out
    }

    /// Type 0.
    #[must_use]
    pub fn string<'a>(string: impl Into<Str<'a>>) -> Self {
        Self::strings(0, None, [string.into()])
    }

    /// Type 1: elements, head first.
    #[must_use]
    pub fn list(elements: &[&str]) -> Self {
        Self::texts(1, elements, 1)
    }

    /// Type 2.
    #[must_use]
    pub fn set(members: &[&str]) -> Self {
        Self::texts(2, members, 1)
    }

    /// Type 4: fields and values in turn.
    #[must_use]
    pub fn hash(fields: &[&str]) -> Self {
        Self::texts(4, fields, 2)
    }

    /// Type 3: scores as text with a length byte, 253 for NaN, 254 and 255 for the infinities.
    #[must_use]
    pub fn zset_ascii(members: &[(&str, f64)]) -> Self {
        let mut bytes = counted(members.len());
        for (member, score) in members {
            put_str(&mut bytes, *member);
            put_ascii_double(&mut bytes, *score);
        }
        Self { code: 3, bytes }
    }

    /// Type 5: scores in eight bytes, least significant first.
    #[must_use]
    pub fn zset(members: &[(&str, f64)]) -> Self {
        let mut bytes = counted(members.len());
        for (member, score) in members {
            put_str(&mut bytes, *member);
            bytes.extend_from_slice(&score.to_le_bytes());
        }
        Self { code: 5, bytes }
    }

    /// Type 9: a hash in a zipmap.
    #[must_use]
    pub fn hash_zipmap(map: impl Into<Blob>) -> Self {
        Self::blob(9, map)
    }

    /// Type 10: a list in a ziplist.
    #[must_use]
    pub fn list_ziplist(list: impl Into<Blob>) -> Self {
        Self::blob(10, list)
    }

    /// Type 11.
    #[must_use]
    pub fn set_intset(set: impl Into<Blob>) -> Self {
        Self::blob(11, set)
    }

    /// Type 12: members and scores in turn, ascending.
    #[must_use]
    pub fn zset_ziplist(list: impl Into<Blob>) -> Self {
        Self::blob(12, list)
    }

    /// Type 13: fields and values in turn.
    #[must_use]
    pub fn hash_ziplist(list: impl Into<Blob>) -> Self {
        Self::blob(13, list)
    }

    /// Type 14: a list in ziplists.
    #[must_use]
    pub fn quicklist<B: Into<Blob>>(nodes: impl IntoIterator<Item = B>) -> Self {
        let nodes: Vec<Blob> = nodes.into_iter().map(Into::into).collect();
        let mut bytes = counted(nodes.len());
        for node in &nodes {
            node.put(&mut bytes);
        }
        Self { code: 14, bytes }
    }

    /// Type 18: a list in listpacks and single elements.
    #[must_use]
    pub fn quicklist_2(nodes: &[QuicklistNode]) -> Self {
        let mut bytes = counted(nodes.len());
        for node in nodes {
            match node {
                QuicklistNode::Plain(element) => {
                    put_length(&mut bytes, 1);
                    put_str(&mut bytes, element);
                }
                QuicklistNode::Packed(blob) => {
                    put_length(&mut bytes, 2);
                    blob.put(&mut bytes);
                }
            }
        }
        Self { code: 18, bytes }
    }

    /// Type 16: fields and values in turn.
    #[must_use]
    pub fn hash_listpack(pack: impl Into<Blob>) -> Self {
        Self::blob(16, pack)
    }

    /// Type 17: members and scores in turn, ascending.
    #[must_use]
    pub fn zset_listpack(pack: impl Into<Blob>) -> Self {
        Self::blob(17, pack)
    }

    /// Type 20.
    #[must_use]
    pub fn set_listpack(pack: impl Into<Blob>) -> Self {
        Self::blob(20, pack)
    }

    /// Types 15, 19, 21 and 26.
    #[must_use]
    pub fn stream(layout: StreamType, stream: &StreamValue) -> Self {
        let mut bytes = Vec::new();
        stream.put(&mut bytes, layout);
        Self { code: layout.code(), bytes }
    }

    /// Type 24: (field, value, time in milliseconds or 0); times are told from the earliest on, one-based.
    #[must_use]
    pub fn hash_with_ttls(fields: &[(&str, &str, u64)]) -> Self {
        let times = fields.iter().map(|(.., time)| *time);
        let earliest = times.filter(|time| *time > 0).min().unwrap_or(0);
        let mut bytes = earliest.to_le_bytes().to_vec();
        put_length(&mut bytes, fields.len() as u64);
        for (field, value, time) in fields {
            put_length(&mut bytes, if *time == 0 { 0 } else { time - earliest + 1 });
            put_str(&mut bytes, *field);
            put_str(&mut bytes, *value);
        }
        Self { code: 24, bytes }
    }

    /// Type 25: the earliest time as a hint, then a listpack of fields, values and times (0 for none).
    #[must_use]
    pub fn hash_listpack_with_ttls(earliest: u64, pack: impl Into<Blob>) -> Self {
        let mut bytes = earliest.to_le_bytes().to_vec();
        pack.into().put(&mut bytes);
        Self { code: 25, bytes }
    }

    /// Type 22 as Valkey 9 means it: (field, value, time in milliseconds or −1).
    #[must_use]
    pub fn valkey_hash_with_ttls(fields: &[(&str, &str, i64)]) -> Self {
        let mut bytes = counted(fields.len());
        for (field, value, time) in fields {
            put_str(&mut bytes, *field);
            put_str(&mut bytes, *value);
            bytes.extend_from_slice(&time.to_le_bytes());
        }
        Self { code: 22, bytes }
    }

    /// Type 7: a module's value.
    #[must_use]
    pub fn module(name: &str, version: u16, items: &[ModuleItem<'_>]) -> Self {
        let mut bytes = Vec::new();
        put_length(&mut bytes, module::module_id(name, version));
        module::put_items(&mut bytes, items);
        Self { code: 7, bytes }
    }

    fn blob(code: u8, blob: impl Into<Blob>) -> Self {
        let mut bytes = Vec::new();
        blob.into().put(&mut bytes);
        Self { code, bytes }
    }

    fn texts(code: u8, texts: &[&str], per_item: usize) -> Self {
        Self::strings(code, Some(texts.len() / per_item), texts.iter().map(|text| Str::from(*text)))
    }

    /// Strings after a count, for plain types whose strings take other forms than the raw one.
    #[must_use]
    pub fn strings<'a>(
        code: u8,
        count: Option<usize>,
        strings: impl IntoIterator<Item = Str<'a>>,
    ) -> Self {
        let mut bytes = count.map_or_else(Vec::new, counted);
        for string in strings {
            put_str(&mut bytes, string);
        }
        Self { code, bytes }
    }
}

fn counted(count: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_length(&mut bytes, count as u64);
    bytes
}

fn put_ascii_double(out: &mut Vec<u8>, score: f64) {
    if score.is_nan() {
        out.push(253);
    } else if score.is_infinite() {
        out.push(if score > 0.0 { 254 } else { 255 });
    } else {
        let text = score.to_string();
        out.push(super::numbers::low8(text.len() as u64));
        out.extend_from_slice(text.as_bytes());
    }
}
