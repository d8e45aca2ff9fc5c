//! CSV: one row for each element of each key.
//!
//! | type | `element` | `id` | `field` | `value` |
//! | --- | --- | --- | --- | --- |
//! | string | `value` | | | the string |
//! | list | `element` | its index | | the element |
//! | set | `member` | | | the member |
//! | zset | `member` | | the member | its score |
//! | hash | `field` | | the field | its value; `field_expire_at_ms` where it expires |
//! | stream | `entry` | the entry's id | a field | its value: a row for each field |
//! | | `stream` | | `length`, `last_id`, `first_id`, `max_deleted_id`, `entries_added` | the number or id |
//! | | `group` | the last id delivered | its name | entries read |
//! | | `pending` | the entry's id | the group | deliveries, `@`, the time of the last one |
//! | | `consumer` | when it was seen | the group | its name |
//! | | `consumer-pending` | the entry's id | the group | the consumer's name |
//! | array | `item` | its index | | its value |
//! | module | `module` | the version of its encoding | | its type's name |
//! | | `item` | its index | what it is | its value |
//!
//! Cells are as in the rest of the program's CSV: what is not UTF-8 is escaped as on a terminal.

use super::{
    crew::{KeyWriter, PartWriter},
    out::{InMemory, Out},
};
use crate::Privacy;
use autopsync_model::Damage;
use autopsync_rdb::{
    ArrayItem, Decimal, KeyEntry, ModuleId, ModuleItem, ModuleItems, Scratch, StreamConsumer,
    StreamFields, StreamGroup, StreamId, StreamMeta, StreamPending, ValueVisitor,
};
use std::{
    fmt::Display,
    io::{self, Write},
};

const HEADINGS: &[u8] = b"db,key,type,expire_at_ms,element,id,field,value,field_expire_at_ms\r\n";

/// Writes keys as CSV.
pub struct CsvKeys<W> {
    out: Out<W>,
    privacy: Privacy,
    scratch: Scratch,
    /// The cells that all rows of a key begin with.
    prefix: Vec<u8>,
    index: u64,
    group: Vec<u8>,
    consumer: Vec<u8>,
}

/// A cell: bytes of the evidence, or a word of this program.
#[derive(Clone, Copy)]
enum Cell<'a> {
    Nothing,
    Bytes(&'a [u8]),
    Word(&'a dyn Display),
}

impl<W: Write> CsvKeys<W> {
    /// Begins with the headings.
    #[must_use]
    pub fn new(out: W, privacy: Privacy) -> Self {
        let mut rows = Self::with(Out::new(out), privacy);
        rows.out.put(HEADINGS);
        rows
    }

    fn with(out: Out<W>, privacy: Privacy) -> Self {
        Self {
            out,
            privacy,
            scratch: Scratch::default(),
            prefix: Vec::new(),
            index: 0,
            group: Vec::new(),
            consumer: Vec::new(),
        }
    }

    fn put_key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Option<Damage> {
        let mut prefix = std::mem::take(&mut self.prefix);
        prefix.clear();
        cell(&mut prefix, Cell::Word(&entry.db), self.privacy);
        prefix.push(b',');
        cell(&mut prefix, Cell::Bytes(name), self.privacy);
        prefix.push(b',');
        prefix.extend_from_slice(entry.value.type_name().as_bytes());
        prefix.push(b',');
        if let Some(at) = entry.expire_at_ms {
            prefix.extend_from_slice(&Decimal::new(at));
        }
        prefix.push(b',');
        self.prefix = prefix;
        self.index = 0;
        let mut scratch = std::mem::take(&mut self.scratch);
        let result = entry.visit(&mut scratch, self);
        self.scratch = scratch;
        result.err().map(|error| error.to_damage())
    }

    /// Hands the output over.
    ///
    /// # Errors
    /// What it reports.
    pub fn finish(self) -> io::Result<W> {
        self.out.finish()
    }

    fn row(&mut self, element: &str, id: Cell<'_>, field: Cell<'_>, value: Cell<'_>) {
        self.expiring(element, id, field, value, None);
    }

    fn expiring(
        &mut self,
        element: &str,
        id: Cell<'_>,
        field: Cell<'_>,
        value: Cell<'_>,
        expire_at_ms: Option<i64>,
    ) {
        let buffer = &mut self.out.buffer;
        buffer.extend_from_slice(&self.prefix);
        buffer.extend_from_slice(element.as_bytes());
        for content in [id, field, value] {
            buffer.push(b',');
            cell(buffer, content, self.privacy);
        }
        buffer.push(b',');
        if let Some(at) = expire_at_ms {
            // A vector takes everything.
            let _ = write!(buffer, "{at}");
        }
        buffer.extend_from_slice(b"\r\n");
        self.out.settle();
    }

    fn next_index(&mut self) -> u64 {
        let index = self.index;
        self.index += 1;
        index
    }

    /// Writes a row that belongs to the group.
    fn of_group(&mut self, element: &str, id: Cell<'_>, value: Cell<'_>) {
        let group = std::mem::take(&mut self.group);
        self.row(element, id, Cell::Bytes(&group), value);
        self.group = group;
    }
}

fn cell(out: &mut Vec<u8>, content: Cell<'_>, privacy: Privacy) {
    match content {
        Cell::Nothing => {}
        Cell::Word(word) => {
            let _ = write!(out, "{word}");
        }
        Cell::Bytes(bytes) => {
            let odd = |byte: u8| !matches!(byte, 0x20..=0x7e) | matches!(byte, b',' | b'"' | b'\\');
            if privacy == Privacy::Shown && !bytes.iter().fold(false, |any, byte| any | odd(*byte))
            {
                return out.extend_from_slice(bytes);
            }
            let text = privacy.show(bytes).to_string();
            if text.contains([',', '"', '\n', '\r']) {
                let _ = write!(out, "\"{}\"", text.replace('"', "\"\""));
            } else {
                out.extend_from_slice(text.as_bytes());
            }
        }
    }
}

impl<W: Write> KeyWriter for CsvKeys<W> {
    fn key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> io::Result<Option<Damage>> {
        let damage = self.put_key(entry, name);
        self.out.status()?;
        Ok(damage)
    }

    fn append(&mut self, part: &[u8]) -> io::Result<()> {
        self.out.append(part)
    }

    fn is_empty(&self) -> bool {
        false
    }
}

/// Writes a part of the rows, for a thread of a [`Crew`](super::Crew).
pub struct CsvPart(CsvKeys<InMemory>);

impl CsvPart {
    /// Makes a writer of rows without headings.
    #[must_use]
    pub fn new(privacy: Privacy) -> Self {
        Self(CsvKeys::with(Out::in_memory(), privacy))
    }
}

impl PartWriter for CsvPart {
    fn begin(&mut self, buffer: Vec<u8>, _: bool) {
        self.0.out.buffer = buffer;
    }

    fn key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Option<Damage> {
        self.0.put_key(entry, name)
    }

    fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0.out.buffer)
    }
}

impl<W: Write> ValueVisitor for CsvKeys<W> {
    fn string(&mut self, value: &[u8]) {
        self.row("value", Cell::Nothing, Cell::Nothing, Cell::Bytes(value));
    }

    fn list_element(&mut self, element: &[u8]) {
        let index = self.next_index();
        self.row("element", Cell::Word(&index), Cell::Nothing, Cell::Bytes(element));
    }

    fn set_member(&mut self, member: &[u8]) {
        self.row("member", Cell::Nothing, Cell::Nothing, Cell::Bytes(member));
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.row("member", Cell::Nothing, Cell::Bytes(member), Cell::Word(&score));
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        let (field, value) = (Cell::Bytes(field), Cell::Bytes(value));
        self.expiring("field", Cell::Nothing, field, value, expire_at_ms);
    }

    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        for (name, value) in fields {
            self.row("entry", Cell::Word(&id), Cell::Bytes(&name), Cell::Bytes(&value));
        }
    }

    fn stream_meta(&mut self, meta: &StreamMeta) {
        let row = |keys: &mut Self, name: &str, value: &dyn Display| {
            keys.row("stream", Cell::Nothing, Cell::Word(&name), Cell::Word(value));
        };
        row(self, "length", &meta.length);
        row(self, "last_id", &meta.last_id);
        if let Some(id) = meta.first_id {
            row(self, "first_id", &id);
        }
        if let Some(id) = meta.max_deleted_id {
            row(self, "max_deleted_id", &id);
        }
        if let Some(added) = meta.entries_added {
            row(self, "entries_added", &added);
        }
    }

    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        self.group = group.name.to_vec();
        let read = group.entries_read.map(|read| read.to_string()).unwrap_or_default();
        self.of_group("group", Cell::Word(&group.last_id), Cell::Word(&read));
    }

    fn stream_pending(&mut self, pending: &StreamPending) {
        let value = format_args!("{}@{}", pending.deliveries, pending.delivered_ms).to_string();
        self.of_group("pending", Cell::Word(&pending.id), Cell::Word(&value));
    }

    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        self.consumer = consumer.name.to_vec();
        self.of_group("consumer", Cell::Word(&consumer.seen_ms), Cell::Bytes(consumer.name));
    }

    fn stream_consumer_pending(&mut self, id: StreamId) {
        let consumer = std::mem::take(&mut self.consumer);
        self.of_group("consumer-pending", Cell::Word(&id), Cell::Bytes(&consumer));
        self.consumer = consumer;
    }

    fn array_item(&mut self, index: u64, item: ArrayItem<'_>) {
        let index = Cell::Word(&index);
        match item {
            ArrayItem::String(bytes) => self.row("item", index, Cell::Nothing, Cell::Bytes(bytes)),
            ArrayItem::Integer(number) => {
                self.row("item", index, Cell::Nothing, Cell::Word(&number));
            }
            ArrayItem::Double(number) => {
                self.row("item", index, Cell::Nothing, Cell::Word(&number));
            }
        }
    }

    fn module(&mut self, id: ModuleId, items: ModuleItems<'_>) {
        let name = id.name();
        self.row("module", Cell::Word(&id.version()), Cell::Nothing, Cell::Word(&name));
        for item in items {
            let index = self.next_index();
            let index = Cell::Word(&index);
            let number: (&str, &dyn Display) = match &item {
                ModuleItem::Signed(n) => ("signed", n),
                ModuleItem::Unsigned(n) => ("unsigned", n),
                ModuleItem::Float(n) => ("float", n),
                ModuleItem::Double(n) => ("double", n),
                ModuleItem::String(string) => {
                    let text = string.to_cow().unwrap_or_default();
                    self.row("item", index, Cell::Word(&"string"), Cell::Bytes(&text));
                    continue;
                }
                _ => continue,
            };
            self.row("item", index, Cell::Word(&number.0), Cell::Word(number.1));
        }
    }
}
