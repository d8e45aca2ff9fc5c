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
//! | | | its id | | of an entry without fields |
//! | | `stream` | | `length`, `last_id`, `first_id`, `max_deleted_id`, `entries_added` | the number or id |
//! | | `group` | the last id delivered | its name | entries read |
//! | | `pending` | the entry's id | the group | deliveries, `@`, the time of the last one |
//! | | `consumer` | when it was seen | the group | its name |
//! | | `consumer-active` | when it was given something | the group | its name |
//! | | `consumer-pending` | the entry's id | the group | the consumer's name |
//! | | `nacked` | the entry's id | the group, to which a consumer gave it back | |
//! | | `producer` | | its name | |
//! | | `addition` | the entry's id | the producer | the producer's own id of it |
//! | | `stream` | | `idempotence_` and `duration`, `max_entries`, `ids_added`, `duplicates` | the number |
//! | array | `item` | its index | | its value |
//! | module | `module` | the version of its encoding | | its type's name |
//! | | `item` | its index | what it is | its value |
//! | cron | `job` | the start | the interval | the script |
//! | | `key`, `argument` | | | the names of its keys, then its arguments, in their order |
//! | any | `member-expiry` | | a member that expires by itself (`KeyDB`), at `field_expire_at_ms` | |
//! | | `meta` | its version | a class of metadata | `ignorable` where a server may pass over it |
//! | | `meta-item` | its index | what it is | its value |
//! | | | | | of a key that has no elements: one row |
//!
//! The last columns are the key's again: `idle_seconds`, `freq` and `encoding`. What is no key has no rows: functions,
//! scripts, AUX fields, what modules keep outside of keys, migrations of slots. The export counts them.
//!
//! Cells are as in the rest of the program's CSV: what is not UTF-8 is escaped as on a terminal.

use super::{
    crew::{KeyWriter, PartWriter},
    out::{InMemory, Out, PIECE, Passed},
};
use crate::Privacy;
use autopsync_model::{Bytes, Damage};
use autopsync_rdb::{
    ArrayItem, CronJob, Decimal, Error, KeyEntry, KeyMeta, ModuleId, ModuleItem, ModuleItems,
    Scratch, StreamConsumer, StreamFields, StreamGroup, StreamId, StreamIdempotence, StreamMeta,
    StreamPending, ValueVisitor,
};
use std::{
    borrow::Cow,
    fmt::Display,
    io::{self, Write},
};

const HEADINGS: &[u8] = b"db,key,type,expire_at_ms,element,id,field,value,field_expire_at_ms,\
    idle_seconds,freq,encoding\r\n";

/// Writes keys as CSV.
pub struct CsvKeys<'p, W> {
    out: Out<'p, W>,
    privacy: Privacy,
    scratch: Scratch,
    /// The cells that all rows of a key begin with.
    prefix: Vec<u8>,
    /// The cells that they end with.
    suffix: Vec<u8>,
    /// Whether the key has a row.
    any_row: bool,
    index: u64,
    /// The group or the producer that rows belong to.
    group: Vec<u8>,
    consumer: Vec<u8>,
    /// What is wrong with a string of a module, which is passed undecoded.
    item_error: Option<Error>,
}

/// A cell: bytes of the evidence, or a word of this program.
#[derive(Clone, Copy)]
enum Cell<'a> {
    Nothing,
    Bytes(&'a [u8]),
    Word(&'a dyn Display),
}

impl<'p, W: Write> CsvKeys<'p, W> {
    /// Begins with the headings.
    #[must_use]
    pub fn new(out: W, privacy: Privacy) -> Self {
        let mut rows = Self::with(Out::new(out), privacy);
        rows.out.put(HEADINGS);
        rows
    }

    fn with(out: Out<'p, W>, privacy: Privacy) -> Self {
        Self {
            out,
            privacy,
            scratch: Scratch::default(),
            prefix: Vec::new(),
            suffix: Vec::new(),
            any_row: false,
            index: 0,
            group: Vec::new(),
            consumer: Vec::new(),
            item_error: None,
        }
    }

    /// Tells from now on what of a long string was written.
    #[must_use]
    pub fn telling(mut self, passed: Passed<'p>) -> Self {
        self.out.telling(passed);
        self
    }

    fn put_key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Option<Damage> {
        self.frame(entry, name);
        self.index = 0;
        self.any_row = false;
        if let Some(meta) = entry.meta {
            self.meta(meta);
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        let result = entry.visit(&mut scratch, self);
        self.scratch = scratch;
        self.member_expiries(entry);
        if !self.any_row {
            self.row("", Cell::Nothing, Cell::Nothing, Cell::Nothing);
        }
        result.err().or(self.item_error.take()).map(|error| error.to_damage())
    }

    /// Writes the cells that all rows of a key share.
    fn frame(&mut self, entry: &KeyEntry<'_>, name: &[u8]) {
        let prefix = &mut self.prefix;
        prefix.clear();
        number(prefix, Some(entry.db));
        prefix.push(b',');
        short(prefix, name, self.privacy);
        prefix.push(b',');
        prefix.extend_from_slice(entry.value.type_name().as_bytes());
        prefix.push(b',');
        if let Some(at) = entry.expire_at_ms {
            prefix.extend_from_slice(&Decimal::new(at));
        }
        prefix.push(b',');
        let suffix = &mut self.suffix;
        suffix.clear();
        suffix.push(b',');
        number(suffix, entry.idle_seconds);
        suffix.push(b',');
        number(suffix, entry.freq.map(u64::from));
        suffix.push(b',');
        suffix.extend_from_slice(entry.value.encoding().as_bytes());
        suffix.extend_from_slice(b"\r\n");
    }

    fn member_expiries(&mut self, entry: &KeyEntry<'_>) {
        for expiry in entry.member_expiries().iter() {
            let member = expiry.member.to_cow().unwrap_or_else(|error| {
                self.item_error.get_or_insert(error);
                Cow::default()
            });
            let (member, at) = (Cell::Bytes(&member), Some(expiry.expire_at_ms));
            self.expiring("member-expiry", Cell::Nothing, member, Cell::Nothing, at);
        }
    }

    #[cold]
    fn meta(&mut self, meta: KeyMeta<'_>) {
        for class in meta {
            let ignorable = if class.may_be_ignored() { "ignorable" } else { "" };
            let (version, name) = (class.version(), class.name());
            self.row("meta", Cell::Word(&version), Cell::Word(&name), Cell::Word(&ignorable));
            self.items("meta-item", class.items);
            self.index = 0;
        }
    }

    /// Writes what a module keeps, a row an item.
    fn items(&mut self, element: &str, items: ModuleItems<'_>) {
        for item in items {
            let index = self.next_index();
            let index = Cell::Word(&index);
            let (kind, value): (&str, &dyn Display) = match &item {
                ModuleItem::Signed(n) => ("signed", n),
                ModuleItem::Unsigned(n) => ("unsigned", n),
                ModuleItem::Float(n) => ("float", n),
                ModuleItem::Double(n) => ("double", n),
                ModuleItem::String(string) => {
                    let text = string.to_cow().unwrap_or_else(|error| {
                        self.item_error.get_or_insert(error);
                        Cow::default()
                    });
                    self.row(element, index, Cell::Word(&"string"), Cell::Bytes(&text));
                    continue;
                }
                _ => ("unknown", &""),
            };
            self.row(element, index, Cell::Word(&kind), Cell::Word(value));
        }
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
        self.any_row = true;
        self.out.put(&self.prefix);
        self.out.put(element.as_bytes());
        for content in [id, field, value] {
            self.out.put(b",");
            self.out.cell(content, self.privacy);
        }
        self.out.put(b",");
        if let Some(at) = expire_at_ms {
            self.out.integer(at);
        }
        self.out.put(&self.suffix);
        self.out.settle();
    }

    fn next_index(&mut self) -> u64 {
        let index = self.index;
        self.index += 1;
        index
    }

    /// Writes a figure of a stream.
    fn figure(&mut self, name: &str, value: &dyn Display) {
        self.row("stream", Cell::Nothing, Cell::Word(&name), Cell::Word(value));
    }

    /// Writes a row that belongs to the group or producer.
    fn of_group(&mut self, element: &str, id: Cell<'_>, value: Cell<'_>) {
        let group = std::mem::take(&mut self.group);
        self.row(element, id, Cell::Bytes(&group), value);
        self.group = group;
    }
}

fn number(out: &mut Vec<u8>, number: Option<u64>) {
    if let Some(number) = number {
        // A vector takes everything.
        let _ = write!(out, "{number}");
    }
}

impl<W: Write> Out<'_, W> {
    fn cell(&mut self, content: Cell<'_>, privacy: Privacy) {
        match content {
            Cell::Nothing => {}
            // A vector takes everything.
            Cell::Word(word) => drop(write!(self.buffer, "{word}")),
            Cell::Bytes(bytes) if bytes.len() <= PIECE || privacy == Privacy::Redacted => {
                short(&mut self.buffer, bytes, privacy);
            }
            Cell::Bytes(bytes) => self.long(bytes),
        }
    }

    /// Writes a long cell in pieces. The escapes of a terminal hold no character that would ask for quotes.
    #[cold]
    fn long(&mut self, bytes: &[u8]) {
        let bare = |byte: &u8| !matches!(byte, b',' | b'"');
        let quoted = !self.pieces(bytes, |_, piece| piece.iter().all(bare));
        let quote: &[u8] = if quoted { b"\"" } else { b"" };
        self.put(quote);
        self.pieces(bytes, |out, piece| {
            let text = Bytes(piece).to_string();
            out.put(if quoted { text.replace('"', "\"\"") } else { text }.as_bytes());
            true
        });
        self.put(quote);
    }
}

/// Writes a cell that may be looked at as a whole.
fn short(out: &mut Vec<u8>, bytes: &[u8], privacy: Privacy) {
    let odd = |byte: u8| !matches!(byte, 0x20..=0x7e) | matches!(byte, b',' | b'"' | b'\\');
    if privacy == Privacy::Shown && !bytes.iter().fold(false, |any, byte| any | odd(*byte)) {
        return out.extend_from_slice(bytes);
    }
    let text = privacy.show(bytes).to_string();
    if text.contains([',', '"', '\n', '\r']) {
        let _ = write!(out, "\"{}\"", text.replace('"', "\"\""));
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

impl<W: Write> KeyWriter for CsvKeys<'_, W> {
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
pub struct CsvPart(CsvKeys<'static, InMemory>);

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

impl<W: Write> ValueVisitor for CsvKeys<'_, W> {
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
        if fields.is_empty() {
            self.row("entry", Cell::Word(&id), Cell::Nothing, Cell::Nothing);
        }
        for (name, value) in fields {
            self.row("entry", Cell::Word(&id), Cell::Bytes(&name), Cell::Bytes(&value));
        }
    }

    fn stream_meta(&mut self, meta: &StreamMeta) {
        self.figure("length", &meta.length);
        self.figure("last_id", &meta.last_id);
        if let Some(id) = meta.first_id {
            self.figure("first_id", &id);
        }
        if let Some(id) = meta.max_deleted_id {
            self.figure("max_deleted_id", &id);
        }
        if let Some(added) = meta.entries_added {
            self.figure("entries_added", &added);
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
        if let Some(active) = consumer.active_ms {
            self.of_group("consumer-active", Cell::Word(&active), Cell::Bytes(consumer.name));
        }
    }

    fn stream_consumer_pending(&mut self, id: StreamId) {
        let consumer = std::mem::take(&mut self.consumer);
        self.of_group("consumer-pending", Cell::Word(&id), Cell::Bytes(&consumer));
        self.consumer = consumer;
    }

    fn stream_nacked(&mut self, id: StreamId) {
        self.of_group("nacked", Cell::Word(&id), Cell::Nothing);
    }

    fn stream_producer(&mut self, name: &[u8]) {
        self.group = name.to_vec();
        self.of_group("producer", Cell::Nothing, Cell::Nothing);
    }

    fn stream_producer_addition(&mut self, iid: &[u8], id: StreamId) {
        self.of_group("addition", Cell::Word(&id), Cell::Bytes(iid));
    }

    fn stream_idempotence(&mut self, idempotence: &StreamIdempotence) {
        self.figure("idempotence_duration", &idempotence.duration);
        self.figure("idempotence_max_entries", &idempotence.max_entries);
        self.figure("idempotence_ids_added", &idempotence.ids_added);
        self.figure("idempotence_duplicates", &idempotence.duplicates);
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

    fn cron_job(&mut self, job: &CronJob<'_>) {
        let (start, interval) = (Cell::Word(&job.start_ms), Cell::Word(&job.interval_ms));
        self.row("job", start, interval, Cell::Bytes(job.script));
    }

    fn cron_key(&mut self, key: &[u8]) {
        self.row("key", Cell::Nothing, Cell::Nothing, Cell::Bytes(key));
    }

    fn cron_argument(&mut self, argument: &[u8]) {
        self.row("argument", Cell::Nothing, Cell::Nothing, Cell::Bytes(argument));
    }

    fn module(&mut self, id: ModuleId, items: ModuleItems<'_>) {
        let name = id.name();
        self.row("module", Cell::Word(&id.version()), Cell::Nothing, Cell::Word(&name));
        self.items("item", items);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(bytes: &[u8]) -> String {
        let mut out = Out::new(Vec::new());
        out.cell(Cell::Bytes(bytes), Privacy::Shown);
        String::from_utf8(out.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_long_cell_is_written_as_a_short_one() {
        let binary: Vec<u8> = (0..300_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        for bytes in [
            "aü€𝄞".repeat(30_000).as_bytes(),
            "a,\"ü\n".repeat(30_000).as_bytes(),
            "\"".repeat(PIECE + 1).as_bytes(),
            &binary,
        ] {
            let mut whole = Vec::new();
            short(&mut whole, bytes, Privacy::Shown);
            assert!(cell(bytes).as_bytes() == whole, "{:?}", Bytes(&bytes[..20]));
        }
    }
}
