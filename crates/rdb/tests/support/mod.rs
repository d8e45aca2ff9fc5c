//! What the integration tests share: a visitor that writes down what it is told, one line for each call.
#![allow(dead_code, reason = "each test file uses a part of it")]

use autopsync_model::Bytes;
use autopsync_rdb::{
    ArrayItem, CronJob, Error, LazyValue, ModuleId, ModuleItems, Node, Scratch, StreamConsumer,
    StreamFields, StreamGroup, StreamId, StreamIdempotence, StreamMeta, StreamPending,
    ValueVisitor,
};
use std::path::{Path, PathBuf};

/// The folder `testdata/rdb/<name>`.
pub fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/rdb").join(name)
}

/// The files and folders in a folder, sorted.
pub fn list(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    assert!(!all.is_empty(), "{} is empty", folder.display());
    all
}

/// Everything that a visitor is told.
#[derive(Default)]
pub struct Lines {
    pub text: String,
    /// Whether only the lengths are wanted, not the text.
    pub quiet: bool,
    /// The length of the longest string told.
    pub longest: usize,
    /// The length of all strings told.
    pub total: usize,
}

impl Lines {
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn told(&mut self, what: &str, strings: &[&[u8]], rest: &str) {
        self.longest = strings.iter().map(|s| s.len()).fold(self.longest, usize::max);
        self.total += strings.iter().map(|s| s.len()).sum::<usize>();
        if self.quiet {
            return;
        }
        let mut line = what.to_owned();
        for string in strings {
            line = format!("{line} {:?}", Bytes(string));
        }
        self.line(&format!("{line}{rest}"));
    }

    fn fields(&mut self, what: &str, id: StreamId, fields: StreamFields<'_>) {
        let pairs: Vec<_> = fields.iter().collect();
        assert_eq!(pairs.len() as u64, fields.len());
        let shared = if fields.are_shared() { ", shared names" } else { "" };
        if !self.quiet {
            self.line(&format!("{what} {id}{shared}"));
        }
        for (name, value) in pairs {
            self.told("  field", &[&name, &value], "");
        }
    }
}

impl ValueVisitor for Lines {
    fn expect(&mut self, elements: u64) {
        self.line(&format!("expect {elements}"));
    }
    fn string(&mut self, value: &[u8]) {
        self.told("string", &[value], "");
    }
    fn list_element(&mut self, element: &[u8]) {
        self.told("element", &[element], "");
    }
    fn set_member(&mut self, member: &[u8]) {
        self.told("member", &[member], "");
    }
    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.told("member", &[member], &format!(" score {score:?}"));
    }
    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        let expiry = expire_at_ms.map_or(String::new(), |at| format!(" expires {at}"));
        self.told("field", &[field, value], &expiry);
    }
    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        self.fields("entry", id, fields);
    }
    fn stream_deleted_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        self.fields("deleted entry", id, fields);
    }
    fn stream_meta(&mut self, meta: &StreamMeta) {
        self.line(&format!("{meta:?}"));
    }
    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        let rest = format!(" last {} read {:?}", group.last_id, group.entries_read);
        self.told("group", &[group.name], &rest);
    }
    fn stream_pending(&mut self, pending: &StreamPending) {
        let StreamPending { id, delivered_ms, deliveries, .. } = *pending;
        self.line(&format!("pending {id} delivered {delivered_ms}, {deliveries} times"));
    }
    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        let rest = format!(" seen {} active {:?}", consumer.seen_ms, consumer.active_ms);
        self.told("consumer", &[consumer.name], &rest);
    }
    fn stream_consumer_pending(&mut self, id: StreamId) {
        self.line(&format!("consumer pending {id}"));
    }
    fn stream_nacked(&mut self, id: StreamId) {
        self.line(&format!("given back {id}"));
    }
    fn stream_producer(&mut self, name: &[u8]) {
        self.told("producer", &[name], "");
    }
    fn stream_producer_addition(&mut self, iid: &[u8], id: StreamId) {
        self.told("addition", &[iid], &format!(" {id}"));
    }
    fn stream_idempotence(&mut self, idempotence: &StreamIdempotence) {
        self.line(&format!("{idempotence:?}"));
    }
    fn array_item(&mut self, index: u64, item: ArrayItem<'_>) {
        match item {
            ArrayItem::String(string) => self.told(&format!("item {index}"), &[string], ""),
            other => self.line(&format!("item {index} {other:?}")),
        }
    }
    fn cron_job(&mut self, job: &CronJob<'_>) {
        let rest = format!(" start {} interval {}", job.start_ms, job.interval_ms);
        self.told("job", &[job.script], &rest);
    }
    fn cron_key(&mut self, key: &[u8]) {
        self.told("key", &[key], "");
    }
    fn cron_argument(&mut self, argument: &[u8]) {
        self.told("argument", &[argument], "");
    }
    fn module(&mut self, id: ModuleId, items: ModuleItems<'_>) {
        self.line(&format!("module {id:?}"));
        for item in items {
            self.line(&format!("  {item:?}"));
        }
    }
    fn contradiction(&mut self, error: Error) {
        self.line(&format!("contradiction {}: {error}", error.id()));
    }
}

/// What a visitor is told, or how far it got and why no further.
pub fn data(value: &LazyValue<'_>) -> String {
    let mut lines = Lines::default();
    if let Err(error) = value.visit(&mut lines) {
        lines.line(&format!("error {}: {error}", error.id()));
    }
    lines.text
}

/// The nodes of a value, those inside a packed structure indented.
pub fn structure(value: &LazyValue<'_>) -> String {
    let mut lines = Lines::default();
    let mut indent = "";
    let result = value.structure(&mut Scratch::default(), &mut |node| {
        if matches!(node, Node::Close) {
            indent = "";
        }
        lines.line(&format!("{indent}{}", describe(&node)));
        if matches!(node, Node::Open { .. }) {
            indent = "  ";
        }
    });
    if let Err(error) = result {
        lines.line(&format!("error {}: {error}", error.id()));
    }
    lines.text
}

fn describe(node: &Node<'_>) -> String {
    match node {
        Node::Number { what, value, at } => format!("{at:4} number {value} ({what})"),
        Node::Double { value, at } => format!("{at:4} score {value:?}"),
        Node::Id { what, id, at } => format!("{at:4} id {id} ({what})"),
        Node::String { what, string } => format!("{:4} string {string:?} ({what})", string.at()),
        Node::Item(item) => format!("     item {item:?}"),
        Node::Open { region, string } => {
            format!("{:4} {region}, {}", string.at(), string.encoding())
        }
        Node::Entry { value, at, bytes } => {
            format!("{at:4} entry of {bytes} bytes: {:?}", Bytes(&value.text()))
        }
        Node::Close => "     end".to_owned(),
        other => format!("{other:?}"),
    }
}

/// Bytes in hexadecimal, sixteen in a line.
pub fn hex(bytes: &[u8]) -> String {
    let line = |line: &[u8]| line.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(" ");
    bytes.chunks(16).map(|chunk| line(chunk) + "\n").collect()
}
