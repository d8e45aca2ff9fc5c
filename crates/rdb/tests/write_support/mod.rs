//! What the tests of the writer share: the content of a snapshot as plain data, whatever its encodings.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

pub mod generate;

use autopsync_rdb::{
    ArrayItem, CronJob, Dialect, Event, Header, KeyEntry, ModuleId, ModuleItem, ModuleItems,
    Reader, Scratch, StreamConsumer, StreamFields, StreamGroup, StreamId, StreamIdempotence,
    StreamMeta, StreamPending, ValueKind, ValueVisitor,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

pub type Text = Vec<u8>;

/// The id of the type of vector sets.
const VECTOR_SET: u64 = 0xBDE7_2DA2_BB1E_B400;

/// The content of a snapshot.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    pub keys: BTreeMap<(u64, Text), Item>,
    pub functions: BTreeSet<Text>,
    pub scripts: BTreeSet<Text>,
    pub aux: BTreeMap<Text, Text>,
    pub module_aux: Vec<String>,
    pub slot_imports: Vec<String>,
}

/// A key.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub expire_at_ms: Option<i64>,
    pub idle_seconds: Option<u64>,
    pub freq: Option<u8>,
    pub meta: Option<String>,
    /// The members that expire by themselves.
    pub members: Vec<(Text, i64)>,
    pub value: Value,
}

/// A value. Scores are compared by their bits.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    String(Text),
    List(Vec<Text>),
    Set(BTreeSet<Text>),
    Zset(BTreeMap<Text, u64>),
    Hash(BTreeMap<Text, (Text, Option<i64>)>),
    Stream(Stream),
    Module(u64, Vec<String>),
    Array(Vec<(u64, String)>),
    Cron(Vec<String>),
}

pub type Fields = Vec<(Text, Text)>;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stream {
    pub entries: Vec<(StreamId, Fields)>,
    pub deleted: Vec<(StreamId, Fields)>,
    pub last_id: StreamId,
    pub max_deleted_id: Option<StreamId>,
    pub entries_added: Option<u64>,
    pub groups: Vec<Group>,
    pub producers: Vec<(Text, Vec<(Text, StreamId)>)>,
    pub idempotence: Option<StreamIdempotence>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    pub name: Text,
    pub last_id: StreamId,
    pub entries_read: Option<u64>,
    pub pending: Vec<(StreamId, i64, u64)>,
    pub consumers: Vec<Consumer>,
    pub nacked: Vec<StreamId>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Consumer {
    pub name: Text,
    pub seen_ms: i64,
    pub active_ms: Option<i64>,
    pub pending: Vec<StreamId>,
}

impl Model {
    /// Reads a whole snapshot, whose checksum has to be right.
    pub fn read(bytes: &[u8]) -> Self {
        let mut reader = Reader::new(bytes).unwrap();
        let mut model = Self::default();
        let mut ended = false;
        while let Some(event) = reader.next_event() {
            match event.unwrap() {
                Event::Aux(aux) if aux.is_script() => {
                    model.scripts.insert(aux.value.to_cow().unwrap().into_owned());
                }
                Event::Aux(aux) if aux.is_about_a_key() => {}
                Event::Aux(aux) => {
                    let name = aux.key.to_cow().unwrap().to_ascii_lowercase();
                    model.aux.insert(name, aux.value.to_cow().unwrap().into_owned());
                }
                Event::Function(function) => {
                    let code = function.code.to_cow().unwrap().into_owned();
                    // What a candidate of 7.0 had beside the source stands in its first line since.
                    let line = function.pre_release.map_or_else(Vec::new, |old| {
                        let engine = old.engine.to_cow().unwrap().to_ascii_lowercase();
                        let name = old.name.to_cow().unwrap();
                        [b"#!", &engine[..], b" name=", &name, b"\n"].concat()
                    });
                    model.functions.insert([line, code].concat());
                }
                Event::ModuleAux(aux) => {
                    model.module_aux.push(format!(
                        "{:?} {} {:?}",
                        aux.id,
                        aux.when,
                        items(aux.items)
                    ));
                }
                Event::SlotImport(import) => {
                    model.slot_imports.push(format!("{:?} {:?}", import.job, import.ranges));
                }
                Event::Key(entry) => model.add(&entry),
                Event::End(end) => {
                    let status = end.checksum.status().name();
                    assert!(["ok", "absent", "disabled"].contains(&status), "{status}");
                    ended = true;
                }
                _ => {}
            }
        }
        assert!(ended);
        model
    }

    fn add(&mut self, entry: &KeyEntry<'_>) {
        let mut gather = Gather::default();
        entry.visit(&mut Scratch::default(), &mut gather).unwrap();
        let item = Item {
            expire_at_ms: entry.expire_at_ms,
            idle_seconds: entry.idle_seconds,
            freq: entry.freq,
            meta: entry.meta.map(|meta| format!("{meta:?}")),
            members: entry
                .member_expiries()
                .iter()
                .map(|expiry| (expiry.member.to_cow().unwrap().into_owned(), expiry.expire_at_ms))
                .collect(),
            value: gather.0.unwrap_or_else(|| Value::empty(entry.value.kind())),
        };
        let key = (entry.db, entry.key.to_cow().unwrap().into_owned());
        assert!(self.keys.insert(key, item).is_none(), "{:?} comes twice", entry.key);
    }
}

impl Value {
    fn empty(kind: ValueKind) -> Self {
        match kind {
            ValueKind::List => Self::List(Vec::new()),
            ValueKind::Set => Self::Set(BTreeSet::new()),
            ValueKind::Zset => Self::Zset(BTreeMap::new()),
            ValueKind::Hash => Self::Hash(BTreeMap::new()),
            _ => panic!("a {kind} said nothing"),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Set(set) => set.is_empty(),
            Self::Zset(zset) => zset.is_empty(),
            Self::Hash(hash) => hash.is_empty(),
            _ => false,
        }
    }
}

fn items(items: ModuleItems<'_>) -> Vec<String> {
    items
        .iter()
        .map(|item| match item {
            ModuleItem::String(string) => format!("{:?}", string.to_cow().unwrap()),
            other => format!("{other:?}"),
        })
        .collect()
}

/// Gathers one value.
#[derive(Default)]
pub struct Gather(pub Option<Value>);

macro_rules! part {
    ($self:ident, $variant:ident) => {
        match $self.0.get_or_insert_with(|| Value::$variant(Default::default())) {
            Value::$variant(part) => part,
            other => panic!("{other:?} became something else"),
        }
    };
}

fn pairs(fields: StreamFields<'_>) -> Fields {
    fields.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect()
}

impl ValueVisitor for Gather {
    fn string(&mut self, value: &[u8]) {
        part!(self, String).extend_from_slice(value);
    }

    fn list_element(&mut self, element: &[u8]) {
        part!(self, List).push(element.to_vec());
    }

    fn set_member(&mut self, member: &[u8]) {
        assert!(part!(self, Set).insert(member.to_vec()));
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        let bits = if score.is_nan() { f64::NAN } else { score }.to_bits();
        assert!(part!(self, Zset).insert(member.to_vec(), bits).is_none());
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        let pair = (value.to_vec(), expire_at_ms);
        assert!(part!(self, Hash).insert(field.to_vec(), pair).is_none());
    }

    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        part!(self, Stream).entries.push((id, pairs(fields)));
    }

    fn stream_deleted_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        part!(self, Stream).deleted.push((id, pairs(fields)));
    }

    fn stream_meta(&mut self, meta: &StreamMeta) {
        let stream = part!(self, Stream);
        stream.last_id = meta.last_id;
        stream.max_deleted_id = meta.max_deleted_id;
        stream.entries_added = meta.entries_added;
    }

    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        part!(self, Stream).groups.push(Group {
            name: group.name.to_vec(),
            last_id: group.last_id,
            entries_read: group.entries_read,
            ..Group::default()
        });
    }

    fn stream_pending(&mut self, pending: &StreamPending) {
        let group = part!(self, Stream).groups.last_mut().unwrap();
        group.pending.push((pending.id, pending.delivered_ms, pending.deliveries));
    }

    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        part!(self, Stream).groups.last_mut().unwrap().consumers.push(Consumer {
            name: consumer.name.to_vec(),
            seen_ms: consumer.seen_ms,
            active_ms: consumer.active_ms,
            pending: Vec::new(),
        });
    }

    fn stream_consumer_pending(&mut self, id: StreamId) {
        let group = part!(self, Stream).groups.last_mut().unwrap();
        group.consumers.last_mut().unwrap().pending.push(id);
    }

    fn stream_nacked(&mut self, id: StreamId) {
        part!(self, Stream).groups.last_mut().unwrap().nacked.push(id);
    }

    fn stream_producer(&mut self, name: &[u8]) {
        part!(self, Stream).producers.push((name.to_vec(), Vec::new()));
    }

    fn stream_producer_addition(&mut self, iid: &[u8], id: StreamId) {
        part!(self, Stream).producers.last_mut().unwrap().1.push((iid.to_vec(), id));
    }

    fn stream_idempotence(&mut self, idempotence: &StreamIdempotence) {
        part!(self, Stream).idempotence = Some(*idempotence);
    }

    fn array_item(&mut self, index: u64, item: ArrayItem<'_>) {
        part!(self, Array).push((index, format!("{item:?}")));
    }

    fn cron_job(&mut self, job: &CronJob<'_>) {
        part!(self, Cron).push(format!("{job:?}"));
    }

    fn cron_key(&mut self, key: &[u8]) {
        part!(self, Cron).push(format!("key {key:?}"));
    }

    fn cron_argument(&mut self, argument: &[u8]) {
        part!(self, Cron).push(format!("argument {argument:?}"));
    }

    fn module(&mut self, id: ModuleId, own: ModuleItems<'_>) {
        self.0 = Some(Value::Module(id.get(), items(own)));
    }
}

/// What is left of a content in a snapshot with this header: the first version of each thing, stated apart from the
/// writer.
pub fn degrade(model: &Model, to: Header) -> Model {
    let mut model = model.clone();
    let valkey = to.dialect == Dialect::Valkey;
    let redis = |since: u16| !valkey && to.version >= since;
    let both = |since: u16| to.version >= since;
    if !both(10) {
        model.functions.clear();
    }
    if !both(9) {
        model.module_aux.clear();
    }
    if !valkey {
        model.slot_imports.clear();
    }
    model.keys.retain(|_, item| match &item.value {
        Value::Stream(_) => both(9),
        Value::Array(_) => redis(14),
        Value::Cron(_) => false,
        Value::Module(VECTOR_SET, _) => redis(12),
        Value::Module(..) => both(8),
        Value::Zset(members) if members.values().any(|bits| f64::from_bits(*bits).is_nan()) => {
            !both(10)
        }
        value => !value.is_empty(),
    });
    for item in model.keys.values_mut() {
        item.members.clear();
        if !both(9) {
            item.idle_seconds = None;
            item.freq = None;
        }
        if !redis(13) {
            item.meta = None;
        }
        if !both(3) {
            let up = |ms: i64| (ms + 999).div_euclid(1000);
            let seconds = item.expire_at_ms.map(up).filter(|s| i32::try_from(*s).is_ok());
            item.expire_at_ms = seconds.map(|seconds| seconds * 1000);
        }
        match &mut item.value {
            Value::Hash(fields) if !redis(12) && !valkey => {
                for (_, moment) in fields.values_mut() {
                    *moment = None;
                }
            }
            Value::Stream(stream) => {
                degrade_stream(stream, redis, both);
            }
            _ => {}
        }
    }
    model
}

fn degrade_stream(stream: &mut Stream, redis: impl Fn(u16) -> bool, both: impl Fn(u16) -> bool) {
    if !redis(13) {
        stream.producers.clear();
        stream.idempotence = None;
    }
    for group in &mut stream.groups {
        if !redis(14) {
            let gone = std::mem::take(&mut group.nacked);
            group.pending.retain(|(id, ..)| !gone.contains(id));
        }
        if !both(11) {
            group.consumers.iter_mut().for_each(|consumer| consumer.active_ms = None);
        }
        if !both(10) {
            group.entries_read = None;
        }
    }
    if !both(10) {
        stream.max_deleted_id = None;
        stream.entries_added = None;
    }
}

/// Adds what loaders make up where a type does not say it, so that models of different types compare.
pub fn complete(mut model: Model) -> Model {
    for item in model.keys.values_mut() {
        if let Value::Stream(stream) = &mut item.value {
            stream.max_deleted_id.get_or_insert_default();
            stream.entries_added.get_or_insert(stream.entries.len() as u64);
            stream.idempotence.get_or_insert(StreamIdempotence::new(100, 100));
            for consumer in stream.groups.iter_mut().flat_map(|group| &mut group.consumers) {
                consumer.active_ms.get_or_insert(consumer.seen_ms);
            }
        }
    }
    model
}

/// All snapshots below `testdata`, in the order of their paths.
pub fn snapshots() -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata"), &mut found);
    found.sort();
    found.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// The snapshot below `testdata` whose path ends like this.
pub fn snapshot(end: &str) -> Vec<u8> {
    let found = snapshots().into_iter().find(|(path, _)| path.ends_with(end));
    found.unwrap_or_else(|| panic!("{end} is missing")).1
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rdb") {
            found.push(path);
        }
    }
}

/// Tells whether a snapshot can be read to its end, all values included.
pub fn is_sound(bytes: &[u8]) -> bool {
    let Ok(mut reader) = Reader::new(bytes) else { return false };
    while let Some(event) = reader.next_event() {
        match event {
            Ok(Event::Key(entry)) if entry.value.check(&mut Scratch::default()).is_err() => {
                return false;
            }
            Ok(Event::End(end)) if end.checksum.status().name() == "mismatch" => return false,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    true
}
