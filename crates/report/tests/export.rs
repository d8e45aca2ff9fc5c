//! What is written piece by piece has the form of the documents, key by key and type by type.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use autopsync_case::{
    CaseError, Source,
    questions::{
        export::{
            CommandSink as _, ExportError, Rebuilder, Record, SnapshotExport, TargetChoice, header,
            target_for, to_snapshot, walk,
        },
        keys::KeySelection,
    },
};
use autopsync_engine::digest::of_snapshot;
use autopsync_model::Version;
use autopsync_report::{
    JsonBytes, Privacy,
    documents::export::{
        ArrayItem, ArrayValue, Consumer, ConsumerGroup, ExportKey, ExportValue, HashField,
        ModuleItem, ModuleValue, Number, PendingEntry, ScoredMember, StreamEntry, StreamValue,
    },
    render::export::{Crew, Envelope, JsonKeys, JsonPart, KeyWriter as _, Resp},
};
use autopsync_synth::{
    live::skip,
    rdb::{
        self, Entry, Group, ModuleItem as Item, Node, Pending, RdbBuilder, StreamId, StreamType,
        StreamValue as Stream, Value,
    },
};
use std::{
    env, fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    thread,
};

/// The rows of a snapshot, written by one thread or by several.
fn lines(source: &Source, threads: usize) -> String {
    let mut keys = JsonKeys::new(Vec::new(), Envelope::Lines, &(), Privacy::Shown).unwrap();
    let mut damage = Vec::new();
    let watch = source.watch();
    thread::scope(|scope| {
        let part = || JsonPart::new(Envelope::Lines, Privacy::Shown);
        let mut crew = (threads > 0).then(|| Crew::new(scope, threads, part));
        walk(source, &watch, &KeySelection::default(), |record, _| {
            if let Record::Key { entry, name } = record {
                match &mut crew {
                    Some(crew) => crew.key(entry, name, &mut keys, &mut damage).unwrap(),
                    None => damage.extend(keys.key(entry, name).unwrap()),
                }
            }
            Ok::<_, CaseError>(ControlFlow::Continue(()))
        })
        .unwrap();
        if let Some(mut crew) = crew {
            crew.finish(&mut keys, &mut damage).unwrap();
        }
    });
    assert!(damage.is_empty(), "{damage:?}");
    String::from_utf8(keys.into_output().unwrap()).unwrap()
}

fn line_of(value: &Value) -> String {
    let bytes = RdbBuilder::redis(14).select(3).key("k\n", value).finish();
    lines(&Source::from_bytes("x", bytes), 0)
}

fn document(kind: &str, encoding: &str, value: ExportValue) -> String {
    let key = ExportKey {
        db: 3,
        key: JsonBytes::new(b"k\n"),
        kind: kind.to_owned(),
        encoding: encoding.to_owned(),
        expire_at_ms: None,
        idle_seconds: None,
        freq: None,
        meta: None,
        member_expiries: None,
        value,
        damage: None,
    };
    serde_json::to_string(&key).unwrap() + "\n"
}

fn text(text: &str) -> JsonBytes {
    JsonBytes::new(text.as_bytes())
}

#[test]
fn plain_values_have_the_form_of_the_document() {
    let binary = Value::string(&b"\xff\x00"[..]);
    let expected = ExportValue::String(JsonBytes::new(b"\xff\x00"));
    assert_eq!(line_of(&binary), document("string", "raw", expected));
    let expected = ExportValue::Elements(vec![text("a"), text("\"1\""), text("")]);
    assert_eq!(
        line_of(&Value::list(&["a", "\"1\"", ""])),
        document("list", "linkedlist", expected.clone())
    );
    assert_eq!(line_of(&Value::set(&["a", "\"1\"", ""])), document("set", "hashtable", expected));
    let member = |member: &str, score| ScoredMember { member: text(member), score };
    let expected = ExportValue::Zset(vec![
        member("a", Number::Integer(1)),
        member("b", Number::Finite(1.5)),
        member("c", Number::Other("-inf".to_owned())),
    ]);
    let zset = Value::zset(&[("a", 1.0), ("b", 1.5), ("c", f64::NEG_INFINITY)]);
    assert_eq!(line_of(&zset), document("zset", "skiplist", expected));
}

#[test]
fn hashes_tell_the_expiry_of_the_fields_that_have_one() {
    let field = |field: &str, value: &str, expire_at_ms| HashField {
        field: text(field),
        value: text(value),
        expire_at_ms,
    };
    let expected = ExportValue::Hash(vec![field("f", "v", None), field("g", "w", None)]);
    let hash = Value::hash(&["f", "v", "g", "w"]);
    assert_eq!(line_of(&hash), document("hash", "hashtable", expected));
    let written = fs::read(testdata().join("rdb/snapshots/redis-7.4.1-plain.rdb")).unwrap();
    let written = lines(&Source::from_bytes("x", written), 0);
    assert!(written.contains("\"expire_at_ms\":4102"), "no field expires");
}

#[test]
fn streams_tell_groups_consumers_and_pending_entries() {
    let node = Node::of(vec![
        Entry::new(StreamId(1, 0), &["f", "v"]),
        Entry::new(StreamId(1, 1), &["f", "gone"]).deleted(),
        Entry::new(StreamId(2, 0), &["g", "w", "h", "x"]),
    ]);
    let pending = Pending { id: StreamId(1, 0), delivered_ms: 1700, deliveries: 2 };
    let consumer = rdb::Consumer {
        name: "alice".into(),
        seen_ms: 1800,
        active_ms: 1750,
        pending: vec![StreamId(1, 0)],
    };
    let group = |name: &str, entries_read| Group {
        name: name.into(),
        last_delivered: StreamId(0, 0),
        entries_read,
        pending: Vec::new(),
        consumers: Vec::new(),
    };
    let busy = Group {
        last_delivered: StreamId(1, 0),
        pending: vec![pending],
        consumers: vec![consumer],
        ..group("g1", Some(1))
    };
    let stream = Stream::of(vec![node]).group(busy).group(group("g2", None));
    let line = line_of(&Value::stream(StreamType::V3, &stream));
    let found: serde_json::Value = serde_json::from_str(&line).unwrap();
    let said = |name: &str| found["value"][name].as_str().map(str::to_owned);
    let entry = |id: &str, fields: Vec<[JsonBytes; 2]>| StreamEntry { id: id.to_owned(), fields };
    let value = StreamValue {
        entries: vec![
            entry("1-0", vec![[text("f"), text("v")]]),
            entry("2-0", vec![[text("g"), text("w")], [text("h"), text("x")]]),
        ],
        length: 2,
        last_id: "2-0".to_owned(),
        first_id: said("first_id"),
        max_deleted_id: said("max_deleted_id"),
        entries_added: found["value"]["entries_added"].as_u64(),
        groups: vec![
            ConsumerGroup {
                name: text("g1"),
                last_id: "1-0".to_owned(),
                entries_read: Some(1),
                pending: vec![PendingEntry {
                    id: "1-0".to_owned(),
                    delivered_ms: 1700,
                    deliveries: 2,
                }],
                consumers: vec![Consumer {
                    name: text("alice"),
                    seen_ms: 1800,
                    active_ms: Some(1750),
                    pending: vec!["1-0".to_owned()],
                }],
                nacked: None,
            },
            ConsumerGroup {
                name: text("g2"),
                last_id: "0-0".to_owned(),
                entries_read: None,
                pending: vec![],
                consumers: vec![],
                nacked: None,
            },
        ],
        producers: None,
        idempotence: None,
    };
    assert!(value.first_id.is_some() && value.entries_added.is_some());
    assert_eq!(line, document("stream", "stream", ExportValue::Stream(value)));
}

#[test]
fn modules_tell_their_typed_pieces() {
    let items = [
        Item::Signed(-1),
        Item::Unsigned(2),
        Item::Float(1.5),
        Item::Double(f64::INFINITY),
        Item::String("s".into()),
    ];
    let expected = ModuleValue {
        module: "TestType-".to_owned(),
        version: 1,
        items: vec![
            ModuleItem::Signed(-1),
            ModuleItem::Unsigned(2),
            ModuleItem::Float(Number::Finite(1.5)),
            ModuleItem::Double(Number::Other("inf".to_owned())),
            ModuleItem::String(text("s")),
        ],
    };
    let line = line_of(&Value::module("TestType-", 1, &items));
    assert_eq!(line, document("module", "module", ExportValue::Module(expected)));
}

#[test]
fn arrays_tell_their_indexes() {
    let path = testdata().join("rdb/types/28-array");
    let file = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "rdb"))
        .unwrap();
    let line = lines(&Source::from_bytes("x", fs::read(file).unwrap()), 0);
    let row: serde_json::Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    assert_eq!(row["type"], "array", "{row}");
    let first = &row["value"][0];
    assert!(first["index"].is_u64() && !first["value"].is_null(), "{first}");
    let item = ArrayItem { index: 7, value: ArrayValue::Bytes(text("v")) };
    assert_eq!(serde_json::to_string(&item).unwrap(), "{\"index\":7,\"value\":\"v\"}");
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// A snapshot with more keys than a batch, and one that is larger than what a thread is given.
fn large() -> Vec<u8> {
    let mut builder = RdbBuilder::redis(11).select(0);
    for n in 0..6000 {
        builder =
            builder.key(format!("key:{n}").as_str(), &Value::string("v".repeat(n % 90).as_str()));
        if n % 2500 == 1 {
            builder = builder
                .key(format!("large:{n}").as_str(), &Value::string("w".repeat(2 << 20).as_str()));
        }
    }
    builder.finish()
}

#[test]
fn several_threads_write_what_one_writes() {
    let source = Source::from_bytes("x", large());
    let one = lines(&source, 0);
    assert_eq!(one.lines().count(), 6003);
    for threads in [1, 2, 5] {
        assert!(lines(&source, threads) == one, "{threads} threads write something else");
    }
}

/// Every snapshot below a directory that is whole.
fn snapshots(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            snapshots(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rdb") {
            found.push(path);
        }
    }
    found.sort();
}

fn digest(bytes: &[u8]) -> String {
    of_snapshot(bytes, &Version::redis(7, 2, 6)).unwrap().to_string()
}

/// Writes a snapshot again and tells whether it is whole.
fn goes_round(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    let source = Source::from_bytes(&path.display().to_string(), bytes);
    let everything = KeySelection::default();
    let Ok(header) = header(&source) else { return false };
    let Ok(Ok(target)) = target_for(TargetChoice::AsSource, &source) else { return false };
    let how = SnapshotExport { target, dropping: false, replication: true };
    let mut written = Vec::new();
    let summary = match to_snapshot(&source, &everything, how, &mut written) {
        Ok(summary) if summary.damage.is_empty() => summary,
        // Damage is another test's affair, and what release candidates alone wrote nobody can load.
        Ok(_) | Err(ExportError::Unsupported { .. }) => return false,
        Err(error) => panic!("{}: {error}", path.display()),
    };
    assert!(summary.losses.is_empty(), "{}: {:?}", path.display(), summary.losses);
    assert_eq!(digest(&written), digest(source.bytes()), "{}", path.display());
    let again = Source::from_bytes("written", written);
    assert!(lines(&again, 2) == lines(&source, 2), "{} has other values", path.display());
    // The commands take every value, or say by name what they cannot take.
    let mut commands = Rebuilder::new(Resp::new(Vec::new()), header, target, false);
    walk(&source, &source.watch(), &everything, |record, _| {
        commands.record(&record).map(|_| ControlFlow::Continue(()))
    })
    .unwrap();
    assert_eq!(commands.into_sink().pending(), 0, "a command was left open");
    true
}

#[test]
fn every_recorded_snapshot_is_written_as_it_was_read() {
    let mut found = Vec::new();
    snapshots(&testdata().join("rdb/snapshots"), &mut found);
    snapshots(&testdata().join("cases"), &mut found);
    let whole = found.iter().filter(|path| goes_round(path)).count();
    assert!(whole >= 16, "only {whole} of {}", found.len());
}

#[test]
fn every_snapshot_of_a_further_corpus_is_written_as_it_was_read() {
    let Some(dir) = env::var_os("AUTOPSYNC_CORPUS") else {
        let reason = "AUTOPSYNC_CORPUS names no directory of recordings";
        return skip("every_snapshot_of_a_further_corpus_is_written_as_it_was_read", reason);
    };
    let mut found = Vec::new();
    snapshots(Path::new(&dir), &mut found);
    let whole = found.iter().filter(|path| goes_round(path)).count();
    assert!(whole > 0, "no whole snapshot below {}", dir.display());
    println!("{whole} of {} snapshots are whole and were written again", found.len());
}
