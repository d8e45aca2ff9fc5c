//! JSON and NDJSON: an object a key.

use super::{
    crew::{KeyWriter, PartWriter},
    out::{InMemory, Out, Passed},
};
use crate::{
    Privacy,
    documents::{
        export::{Beside, Summary},
        inspect::DamageRow,
    },
};
use autopsync_model::Damage;
use autopsync_rdb::{
    ArrayItem, CronJob, Error, KeyEntry, KeyMeta, MemberExpiries, ModuleId, ModuleItem,
    ModuleItems, Scratch, StreamConsumer, StreamFields, StreamGroup, StreamId, StreamIdempotence,
    StreamMeta, StreamPending, StringBuffer, ValueKind, ValueVisitor,
};
use serde::Serialize;
use std::io::{self, Write};

/// What stands around the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Envelope {
    /// One document: keys in a list, then what was counted.
    Document,
    /// A line a key, and nothing else.
    Lines,
    /// One key, with members before its own.
    One,
}

/// Writes keys as JSON.
pub struct JsonKeys<'p, W> {
    out: Out<'p, W>,
    privacy: Privacy,
    envelope: Envelope,
    written: u64,
    scratch: Scratch,
    strings: StringBuffer,
    /// What is wrong with a string of a module, which is passed undecoded.
    item_error: Option<Error>,
    /// Where the visitor stands in a stream.
    section: Section,
    /// Whether something stands before in the innermost list.
    comma: bool,
}

/// Where the pieces of a stream belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Entries,
    Groups,
    Pending,
    Consumers,
    ConsumerPending,
    Nacked,
    Producers,
    Additions,
    End,
    /// Of a job, which has no others.
    JobKeys,
    JobArguments,
}

impl<'p, W: Write> JsonKeys<'p, W> {
    /// Begins. `head` are the members that stand before the keys, or before those of the only key: an object.
    ///
    /// # Errors
    /// What the output reports, and what keeps `head` from being an object.
    pub fn new(
        out: W,
        envelope: Envelope,
        head: &impl Serialize,
        privacy: Privacy,
    ) -> io::Result<Self> {
        let mut keys = Self::with(Out::new(out), envelope, privacy);
        if envelope != Envelope::Lines {
            let head = serde_json::to_vec(head)?;
            let members = head.strip_suffix(b"}").filter(|members| members.len() > 1);
            keys.out.put(members.ok_or_else(|| io::Error::other("the head is no object"))?);
            keys.out.put(b",");
        }
        if envelope == Envelope::Document {
            keys.out.put(b"\"keys\":[");
        }
        Ok(keys)
    }

    fn with(out: Out<'p, W>, envelope: Envelope, privacy: Privacy) -> Self {
        Self {
            out,
            privacy,
            envelope,
            written: 0,
            scratch: Scratch::default(),
            strings: StringBuffer::default(),
            item_error: None,
            section: Section::Entries,
            comma: false,
        }
    }

    /// Tells from now on what of a long string was written.
    #[must_use]
    pub fn telling(mut self, passed: Passed<'p>) -> Self {
        self.out.telling(passed);
        self
    }

    /// Writes a key. What is wrong with its value is written behind the part before the damage, and returned.
    fn put_key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Option<Damage> {
        match self.envelope {
            Envelope::Document if self.written > 0 => self.out.put(b",\n{"),
            Envelope::Document => self.out.put(b"\n{"),
            Envelope::Lines => self.out.put(b"{"),
            Envelope::One => {}
        }
        self.written += 1;
        self.head(entry, name);
        let damage = self.value(entry);
        if let Some(damage) = &damage {
            self.out.put(b",\"damage\":");
            // A vector takes everything.
            let _ = serde_json::to_writer(&mut self.out.buffer, &DamageRow::of(damage));
        }
        self.out.put(b"}");
        if self.envelope != Envelope::Document {
            self.out.put(b"\n");
        }
        self.out.settle();
        damage
    }

    fn head(&mut self, entry: &KeyEntry<'_>, name: &[u8]) {
        self.out.put(b"\"db\":");
        self.out.unsigned(entry.db);
        self.out.put(b",\"key\":");
        self.out.bytes(name, self.privacy);
        self.out.put(b",\"type\":\"");
        self.out.put(entry.value.type_name().as_bytes());
        self.out.put(b"\",\"encoding\":\"");
        self.out.put(entry.value.encoding().as_bytes());
        self.out.put(b"\",\"expire_at_ms\":");
        match entry.expire_at_ms {
            None => self.out.put(b"null"),
            Some(at) => self.out.integer(at),
        }
        if let Some(idle) = entry.idle_seconds {
            self.out.put(b",\"idle_seconds\":");
            self.out.unsigned(idle);
        }
        if let Some(freq) = entry.freq {
            self.out.put(b",\"freq\":");
            self.out.unsigned(freq.into());
        }
        if let Some(meta) = entry.meta {
            self.meta(meta);
        }
        if !entry.member_expiries().is_empty() {
            self.member_expiries(entry.member_expiries());
        }
        self.out.put(b",\"value\":");
    }

    #[cold]
    fn member_expiries(&mut self, expiries: MemberExpiries<'_>) {
        self.out.put(b",\"member_expiries\":[");
        let mut strings = std::mem::take(&mut self.strings);
        for (i, expiry) in expiries.iter().enumerate() {
            self.out.put(if i > 0 { b",{\"member\":" } else { b"{\"member\":" });
            match expiry.member.decode(&mut strings) {
                Ok(member) => self.out.bytes(member, self.privacy),
                Err(error) => {
                    self.out.put(b"null");
                    self.item_error.get_or_insert(error);
                }
            }
            self.out.put(b",\"expire_at_ms\":");
            self.out.integer(expiry.expire_at_ms);
            self.out.put(b"}");
            self.out.settle();
        }
        self.strings = strings;
        self.out.put(b"]");
    }

    #[cold]
    fn meta(&mut self, meta: KeyMeta<'_>) {
        self.out.put(b",\"meta\":[");
        for (i, class) in meta.into_iter().enumerate() {
            self.out.put(if i > 0 { b",{\"class\":" } else { b"{\"class\":" });
            self.out.shown(class.name().as_bytes());
            self.out.put(b",\"version\":");
            self.out.unsigned(class.version().into());
            self.out.put(b",\"may_be_ignored\":");
            self.out.put(if class.may_be_ignored() { b"true" } else { b"false" });
            self.out.put(b",\"items\":");
            self.items(class.items);
            self.out.put(b"}");
        }
        self.out.put(b"]");
    }

    /// Writes what a module keeps.
    fn items(&mut self, items: ModuleItems<'_>) {
        self.out.put(b"[");
        for (i, item) in items.into_iter().enumerate() {
            if i > 0 {
                self.out.put(b",");
            }
            self.module_item(&item);
            self.out.settle();
        }
        self.out.put(b"]");
    }

    fn value(&mut self, entry: &KeyEntry<'_>) -> Option<Damage> {
        let kind = entry.value.kind();
        let (open, close): (&[u8], &[u8]) = match kind {
            ValueKind::String | ValueKind::Module | ValueKind::Cron => (b"", b""),
            ValueKind::Stream => (b"{\"entries\":[", b""),
            _ => (b"[", b"]"),
        };
        self.comma = false;
        self.section = Section::Entries;
        self.out.put(open);
        let before = self.out.buffer.len();
        let mut scratch = std::mem::take(&mut self.scratch);
        let result = entry.visit(&mut scratch, self);
        self.scratch = scratch;
        let nothing = result.is_err() && self.out.buffer.len() == before;
        match kind {
            // Damage left nothing of it.
            ValueKind::String | ValueKind::Module | ValueKind::Cron if nothing => {
                self.out.put(b"null");
            }
            ValueKind::Cron if self.section == Section::JobKeys => {
                self.out.put(b"],\"arguments\":[]}");
            }
            ValueKind::Cron => self.out.put(b"]}"),
            ValueKind::Stream => self.end_stream(),
            _ => self.out.put(close),
        }
        result.err().or(self.item_error.take()).map(|error| error.to_damage())
    }

    /// Hands the output over, without an end of the document: for lines, and for one key.
    ///
    /// # Errors
    /// What the output reports.
    pub fn into_output(self) -> io::Result<W> {
        self.out.finish()
    }

    /// Ends the document: what stands beside the keys, then the counts.
    ///
    /// # Errors
    /// What the output reports.
    pub fn finish(mut self, beside: &Beside, summary: &Summary) -> io::Result<W> {
        if self.envelope == Envelope::Document {
            self.out.put(b"\n]");
            let members = serde_json::to_vec(beside)?;
            if let Some(members) = members.strip_prefix(b"{").filter(|members| members.len() > 1) {
                self.out.put(b",");
                self.out.put(members.strip_suffix(b"}").unwrap_or_default());
            }
            self.out.put(b",\"summary\":");
            serde_json::to_writer(&mut self.out.buffer, summary)?;
            self.out.put(b"}\n");
        }
        self.out.finish()
    }

    /// Separates the elements of the innermost list.
    #[inline]
    fn next(&mut self) {
        if std::mem::replace(&mut self.comma, true) {
            self.out.put(b",");
        }
        self.out.settle();
    }

    fn id(&mut self, id: StreamId) {
        self.out.put(b"\"");
        self.out.unsigned(id.ms);
        self.out.put(b"-");
        self.out.unsigned(id.seq);
        self.out.put(b"\"");
    }

    fn named(&mut self, name: &[u8], value: Option<u64>) {
        if let Some(value) = value {
            self.out.put(name);
            self.out.unsigned(value);
        }
    }

    /// Opens a list of a stream, after ending those that stand open within it.
    fn section(&mut self, next: Section) {
        while self.section != next {
            let (text, step): (&[u8], Section) = match (self.section, next) {
                (Section::Entries, _) => {
                    (b"],\"length\":0,\"last_id\":\"0-0\",\"groups\":[", Section::Groups)
                }
                (Section::Groups, Section::Producers | Section::Additions) => {
                    (b"],\"producers\":[", Section::Producers)
                }
                (Section::Groups | Section::Producers, _) => (b"]", Section::End),
                (Section::Pending, _) => (b"],\"consumers\":[", Section::Consumers),
                (Section::Consumers, Section::Nacked) => (b"],\"nacked\":[", Section::Nacked),
                (Section::Consumers | Section::Nacked, _) => (b"]}", Section::Groups),
                (Section::ConsumerPending, _) => (b"]}", Section::Consumers),
                (Section::Additions, _) => (b"]}", Section::Producers),
                (Section::End | Section::JobKeys | Section::JobArguments, _) => return,
            };
            self.out.put(text);
            // A list that is opened is empty; one that is returned to is not.
            self.comma = matches!(
                (self.section, step),
                (Section::ConsumerPending | Section::Additions, _)
                    | (Section::Consumers | Section::Nacked, Section::Groups)
            );
            self.section = step;
        }
    }

    fn end_stream(&mut self) {
        self.section(Section::End);
        self.out.put(b"}");
    }

    fn pair(&mut self, first: &[u8], second: &[u8]) {
        self.out.put(b"[");
        self.out.bytes(first, self.privacy);
        self.out.put(b",");
        self.out.bytes(second, self.privacy);
        self.out.put(b"]");
    }

    fn module_item(&mut self, item: &ModuleItem<'_>) {
        match item {
            ModuleItem::Signed(number) => {
                self.out.put(b"{\"signed\":");
                self.out.integer(*number);
            }
            ModuleItem::Unsigned(number) => {
                self.out.put(b"{\"unsigned\":");
                self.out.unsigned(*number);
            }
            ModuleItem::Float(number) => {
                self.out.put(b"{\"float\":");
                self.out.number(f64::from(*number));
            }
            ModuleItem::Double(number) => {
                self.out.put(b"{\"double\":");
                self.out.number(*number);
            }
            ModuleItem::String(string) => {
                self.out.put(b"{\"string\":");
                let mut strings = std::mem::take(&mut self.strings);
                match string.decode(&mut strings) {
                    Ok(text) => self.out.bytes(text, self.privacy),
                    Err(error) => {
                        self.out.put(b"null");
                        self.item_error.get_or_insert(error);
                    }
                }
                self.strings = strings;
            }
            _ => self.out.put(b"{\"unknown\":null"),
        }
        self.out.put(b"}");
    }
}

impl<W: Write> KeyWriter for JsonKeys<'_, W> {
    fn key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> io::Result<Option<Damage>> {
        let damage = self.put_key(entry, name);
        self.out.status()?;
        Ok(damage)
    }

    fn append(&mut self, part: &[u8]) -> io::Result<()> {
        self.written += 1;
        self.out.append(part)
    }

    fn is_empty(&self) -> bool {
        self.written == 0
    }
}

/// Writes a part of the keys as JSON, for a thread of a [`Crew`](super::Crew).
pub struct JsonPart(JsonKeys<'static, InMemory>);

impl JsonPart {
    /// Makes a writer whose parts go into an answer of this form.
    #[must_use]
    pub fn new(envelope: Envelope, privacy: Privacy) -> Self {
        Self(JsonKeys::with(Out::in_memory(), envelope, privacy))
    }
}

impl PartWriter for JsonPart {
    fn begin(&mut self, buffer: Vec<u8>, first: bool) {
        self.0.out.buffer = buffer;
        self.0.written = u64::from(!first);
    }

    fn key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Option<Damage> {
        self.0.put_key(entry, name)
    }

    fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0.out.buffer)
    }
}

impl<W: Write> ValueVisitor for JsonKeys<'_, W> {
    fn string(&mut self, value: &[u8]) {
        self.out.bytes(value, self.privacy);
    }

    fn list_element(&mut self, element: &[u8]) {
        self.next();
        self.out.bytes(element, self.privacy);
    }

    fn set_member(&mut self, member: &[u8]) {
        self.next();
        self.out.bytes(member, self.privacy);
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.next();
        self.out.put(b"{\"member\":");
        self.out.bytes(member, self.privacy);
        self.out.put(b",\"score\":");
        self.out.number(score);
        self.out.put(b"}");
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        self.next();
        self.out.put(b"{\"field\":");
        self.out.bytes(field, self.privacy);
        self.out.put(b",\"value\":");
        self.out.bytes(value, self.privacy);
        if let Some(at) = expire_at_ms {
            self.out.put(b",\"expire_at_ms\":");
            self.out.integer(at);
        }
        self.out.put(b"}");
    }

    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        self.next();
        self.out.put(b"{\"id\":");
        self.id(id);
        self.out.put(b",\"fields\":[");
        for (i, (name, value)) in fields.into_iter().enumerate() {
            if i > 0 {
                self.out.put(b",");
            }
            self.pair(&name, &value);
        }
        self.out.put(b"]}");
    }

    fn stream_meta(&mut self, meta: &StreamMeta) {
        self.out.put(b"],\"length\":");
        self.out.unsigned(meta.length);
        for (name, id) in [
            (&b",\"last_id\":"[..], Some(meta.last_id)),
            (b",\"first_id\":", meta.first_id),
            (b",\"max_deleted_id\":", meta.max_deleted_id),
        ] {
            if let Some(id) = id {
                self.out.put(name);
                self.id(id);
            }
        }
        self.named(b",\"entries_added\":", meta.entries_added);
        self.out.put(b",\"groups\":[");
        self.section = Section::Groups;
        self.comma = false;
    }

    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        self.section(Section::Groups);
        self.next();
        self.out.put(b"{\"name\":");
        self.out.bytes(group.name, self.privacy);
        self.out.put(b",\"last_id\":");
        self.id(group.last_id);
        self.named(b",\"entries_read\":", group.entries_read);
        self.out.put(b",\"pending\":[");
        self.section = Section::Pending;
        self.comma = false;
    }

    fn stream_pending(&mut self, pending: &StreamPending) {
        self.next();
        self.out.put(b"{\"id\":");
        self.id(pending.id);
        self.out.put(b",\"delivered_ms\":");
        self.out.integer(pending.delivered_ms);
        self.out.put(b",\"deliveries\":");
        self.out.unsigned(pending.deliveries);
        self.out.put(b"}");
    }

    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        self.section(Section::Consumers);
        self.next();
        self.out.put(b"{\"name\":");
        self.out.bytes(consumer.name, self.privacy);
        self.out.put(b",\"seen_ms\":");
        self.out.integer(consumer.seen_ms);
        if let Some(active) = consumer.active_ms {
            self.out.put(b",\"active_ms\":");
            self.out.integer(active);
        }
        self.out.put(b",\"pending\":[");
        self.section = Section::ConsumerPending;
        self.comma = false;
    }

    fn stream_consumer_pending(&mut self, id: StreamId) {
        self.next();
        self.id(id);
    }

    fn stream_nacked(&mut self, id: StreamId) {
        self.section(Section::Nacked);
        self.next();
        self.id(id);
    }

    fn stream_producer(&mut self, name: &[u8]) {
        self.section(Section::Producers);
        self.next();
        self.out.put(b"{\"name\":");
        self.out.bytes(name, self.privacy);
        self.out.put(b",\"additions\":[");
        self.section = Section::Additions;
        self.comma = false;
    }

    fn stream_producer_addition(&mut self, iid: &[u8], id: StreamId) {
        self.next();
        self.pair(iid, id.to_string().as_bytes());
    }

    fn stream_idempotence(&mut self, idempotence: &StreamIdempotence) {
        self.section(Section::End);
        self.out.put(b",\"idempotence\":{\"duration\":");
        self.out.unsigned(idempotence.duration);
        self.out.put(b",\"max_entries\":");
        self.out.unsigned(idempotence.max_entries);
        self.out.put(b",\"ids_added\":");
        self.out.unsigned(idempotence.ids_added);
        self.out.put(b",\"duplicates\":");
        self.out.unsigned(idempotence.duplicates);
        self.out.put(b"}");
    }

    fn array_item(&mut self, index: u64, item: ArrayItem<'_>) {
        self.next();
        self.out.put(b"{\"index\":");
        self.out.unsigned(index);
        self.out.put(b",\"value\":");
        match item {
            ArrayItem::String(bytes) => self.out.bytes(bytes, self.privacy),
            ArrayItem::Integer(number) => self.out.integer(number),
            ArrayItem::Double(number) => self.out.number(number),
        }
        self.out.put(b"}");
    }

    fn cron_job(&mut self, job: &CronJob<'_>) {
        self.out.put(b"{\"script\":");
        self.out.bytes(job.script, self.privacy);
        self.out.put(b",\"start_ms\":");
        self.out.unsigned(job.start_ms);
        self.out.put(b",\"interval_ms\":");
        self.out.unsigned(job.interval_ms);
        self.out.put(b",\"keys\":[");
        self.section = Section::JobKeys;
    }

    fn cron_key(&mut self, key: &[u8]) {
        self.next();
        self.out.bytes(key, self.privacy);
    }

    fn cron_argument(&mut self, argument: &[u8]) {
        if self.section == Section::JobKeys {
            self.out.put(b"],\"arguments\":[");
            self.section = Section::JobArguments;
            self.comma = false;
        }
        self.next();
        self.out.bytes(argument, self.privacy);
    }

    fn module(&mut self, id: ModuleId, items: ModuleItems<'_>) {
        self.out.put(b"{\"module\":");
        self.out.shown(id.name().as_bytes());
        self.out.put(b",\"version\":");
        self.out.unsigned(id.version().into());
        self.out.put(b",\"items\":");
        self.items(items);
        self.out.put(b"}");
    }
}
