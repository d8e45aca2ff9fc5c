//! The forms that are written, beside those of the synthesiser, which shares no code with them; and what is refused.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod write_support;

use autopsync_rdb::{
    Dialect, Event, ModuleId, ModuleItem, Reader, StreamConsumer, StreamGroup, StreamId,
    StreamIdempotence, StreamMeta, StreamPending,
    write::{
        CopyOptions, CopyScratch, Entry, Feature, Losses, Out, StreamBuffer, Target, ValueBuffer,
        ValueWriter, WriteError, Writer, copy, dump_payload, dump_stored,
    },
};
use autopsync_synth::rdb::{self as synth, RdbBuilder, Str, Value};
use write_support::Model;

fn redis(version: u16) -> Target {
    Target::new(Dialect::Redis, version).unwrap()
}

fn valkey() -> Target {
    Target::new(Dialect::Valkey, 80).unwrap()
}

fn payload<T>(
    target: Target,
    write: impl FnOnce(ValueWriter<'_, Vec<u8>>) -> Result<T, WriteError>,
) -> Vec<u8> {
    dump_payload(target, write).unwrap()
}

#[test]
fn strings_take_the_forms_of_the_servers() {
    for (text, form) in [
        ("", Str::Raw(b"")),
        ("hello", Str::Raw(b"hello")),
        ("-5", Str::Int8(-5)),
        ("1000", Str::Int16(1000)),
        ("100000", Str::Int32(100_000)),
        ("007", Str::Raw(b"007")),
    ] {
        let expected = Value::string(form).dump_payload(10);
        assert_eq!(payload(redis(10), |value| value.string(text.as_bytes())), expected);
    }
}

#[test]
fn lists_and_sets_are_a_count_and_strings() {
    let list = |value: ValueWriter<'_, Vec<u8>>| {
        let mut list = value.list(2)?;
        list.element(b"a")?;
        list.element(b"b")?;
        list.finish()
    };
    assert_eq!(payload(redis(6), list), Value::list(&["a", "b"]).dump_payload(6));
    let set = |value: ValueWriter<'_, Vec<u8>>| {
        let mut set = value.set(1)?;
        set.member(b"member")?;
        set.finish()
    };
    assert_eq!(payload(valkey(), set), Value::set(&["member"]).dump_payload(80));
}

#[test]
fn scores_are_text_before_version_8_and_binary_since() {
    let members = [("a", 1.5), ("b", f64::INFINITY), ("c", f64::NEG_INFINITY), ("d", 17.0)];
    let zset = |value: ValueWriter<'_, Vec<u8>>| {
        let mut zset = value.zset(4)?;
        members.iter().try_for_each(|(member, score)| zset.member(member.as_bytes(), *score))?;
        zset.finish()
    };
    assert_eq!(payload(redis(7), zset), Value::zset_ascii(&members).dump_payload(7));
    assert_eq!(payload(redis(8), zset), Value::zset(&members).dump_payload(8));
}

fn hash<O: Out>(
    value: ValueWriter<'_, O>,
    fields: &[(&str, &str, Option<i64>)],
) -> Result<bool, WriteError> {
    let earliest = fields.iter().filter_map(|(.., moment)| *moment).min();
    let mut hash = value.hash(fields.len() as u64, earliest)?;
    for (field, value, moment) in fields {
        hash.field(field.as_bytes(), value.as_bytes(), *moment)?;
    }
    hash.finish()
}

#[test]
fn the_expiry_of_fields_has_one_form_in_redis_and_another_in_valkey() {
    const AT: i64 = 4_102_444_800_123;
    let fields = [("a", "x", None), ("b", "y", Some(AT)), ("c", "z", Some(AT + 1000))];
    let at = AT.cast_unsigned();
    let expected = Value::hash_with_ttls(&[("a", "x", 0), ("b", "y", at), ("c", "z", at + 1000)]);
    assert_eq!(payload(redis(12), |value| hash(value, &fields)), expected.dump_payload(12));
    let expected =
        Value::valkey_hash_with_ttls(&[("a", "x", -1), ("b", "y", AT), ("c", "z", AT + 1000)]);
    assert_eq!(payload(valkey(), |value| hash(value, &fields)), expected.dump_payload(80));
    let plain = [("a", "x", None), ("b", "y", None)];
    let expected = Value::hash(&["a", "x", "b", "y"]);
    assert_eq!(payload(redis(12), |value| hash(value, &plain)), expected.dump_payload(12));
}

const fn id(ms: u64, seq: u64) -> StreamId {
    StreamId { ms, seq }
}

/// The stream of the synthesiser below, gathered.
fn stream_buffer() -> StreamBuffer {
    let mut stream = StreamBuffer::default();
    stream.entry(id(1000, 5), [("f", "v")]);
    stream.deleted_entry(id(1001, 0), [("f", "12")]);
    stream.entry(id(1001, 1), [("other", "-5"), ("more", "")]);
    let mut meta = StreamMeta::new(0, id(1002, 0));
    meta.max_deleted_id = Some(id(1001, 0));
    meta.entries_added = Some(9);
    stream.figures(&meta);
    let mut group = StreamGroup::new(b"group", id(1001, 1));
    group.entries_read = Some(8);
    stream.group(&group);
    stream.pending(&StreamPending::new(id(1000, 5), 1_700_000_000_000, 3));
    let mut consumer = StreamConsumer::new(b"consumer", 1_700_000_000_001);
    consumer.active_ms = Some(-1);
    stream.consumer(&consumer);
    stream.consumer_pending(id(1000, 5));
    stream.group(&StreamGroup::new(b"7", id(0, 0)));
    stream
}

fn synth_stream(kind: synth::StreamType) -> Value {
    use synth::{Consumer, Entry, Group, Node, Pending, StreamId as Id, StreamValue};
    let entries = vec![
        Entry::new(Id(1000, 5), &["f", "v"]),
        Entry::new(Id(1001, 0), &["f", "12"]).deleted(),
        Entry::new(Id(1001, 1), &["other", "-5", "more", ""]),
    ];
    let mut stream = StreamValue::of(vec![Node::of(entries)]);
    stream.length = 2;
    stream.last = Id(1002, 0);
    stream.first = Id(1000, 5);
    stream.max_deleted = Id(1001, 0);
    stream.added = 9;
    let pending = Pending { id: Id(1000, 5), delivered_ms: 1_700_000_000_000, deliveries: 3 };
    let consumer = Consumer {
        name: b"consumer".to_vec(),
        seen_ms: 1_700_000_000_001,
        active_ms: -1,
        pending: vec![Id(1000, 5)],
    };
    let stream = stream.group(Group {
        name: b"group".to_vec(),
        last_delivered: Id(1001, 1),
        entries_read: Some(8),
        pending: vec![pending],
        consumers: vec![consumer],
    });
    let stream = stream.group(Group {
        name: b"7".to_vec(),
        last_delivered: Id(0, 0),
        entries_read: None,
        pending: vec![],
        consumers: vec![],
    });
    Value::stream(kind, &stream)
}

/// What a payload says, so that the forms of its strings do not matter.
fn spoken(target: Target, payload: &[u8]) -> Model {
    let mut writer = Writer::new(Vec::new(), target).without_checksum().end().unwrap();
    writer.truncate(9);
    let (body, _) = payload.split_at(payload.len() - 10);
    writer.extend([body[0], 1, b'k']);
    writer.extend(&body[1..]);
    writer.extend([0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
    Model::read(&writer)
}

#[test]
fn streams_have_the_fields_of_the_targets_type() {
    use synth::StreamType;
    for (target, kind) in [
        (redis(9), StreamType::V1),
        (redis(10), StreamType::V2),
        (redis(11), StreamType::V3),
        (redis(12), StreamType::V3),
        (valkey(), StreamType::V3),
        (redis(13), StreamType::V4),
    ] {
        let written = payload(target, |value| value.stream(&mut stream_buffer()));
        let expected = synth_stream(kind).dump_payload(target.version());
        assert_eq!(written[0], expected[0]);
        assert_eq!(spoken(target, &written), spoken(target, &expected), "{target:?}");
    }
}

fn losses_of(target: Target, write: impl FnOnce(&mut Writer<Vec<u8>>)) -> Losses {
    let mut writer = Writer::new(Vec::new(), target).dropping();
    write(&mut writer);
    let losses = writer.losses().clone();
    Model::read(&writer.end().unwrap());
    losses
}

#[test]
fn figures_that_an_old_stream_has_not_are_counted() {
    let losses = |target| {
        losses_of(target, |writer| {
            let entry = writer.key(Entry::new(b"s")).unwrap();
            entry.stream(&mut stream_buffer()).unwrap();
        })
        .iter()
        .collect::<Vec<_>>()
    };
    assert_eq!(losses(redis(13)), []);
    assert_eq!(losses(redis(11)), []);
    assert_eq!(losses(redis(10)), [(Feature::StreamActiveTime, 1)]);
    let all = [
        (Feature::StreamMaxDeletedId, 1),
        (Feature::StreamEntriesAdded, 1),
        (Feature::StreamEntriesRead, 1),
        (Feature::StreamActiveTime, 1),
    ];
    assert_eq!(losses(redis(9)), all);
    assert_eq!(losses(redis(8)), [(Feature::Stream, 1)]);
}

#[test]
fn producers_and_entries_given_back_need_their_versions() {
    let mut stream = stream_buffer();
    stream.pending(&StreamPending::new(id(1001, 1), 5, 1));
    stream.nacked(id(1001, 1));
    stream.producer(b"producer");
    stream.producer_addition(b"iid", id(1000, 5));
    let mut idempotence = StreamIdempotence::new(60, 10);
    idempotence.ids_added = 1;
    stream.idempotence(&idempotence);
    let mut refused = |target| {
        dump_payload(target, |value| value.stream(&mut stream)).err().map(|error| error.id())
    };
    assert_eq!(refused(redis(14)), None);
    assert_eq!(refused(redis(13)), Some("unrepresentable-stream-nacked"));
    assert_eq!(refused(redis(12)), Some("unrepresentable-stream-idempotence"));
    let written = payload(redis(14), |value| value.stream(&mut stream));
    let keys = spoken(redis(14), &written).keys;
    let write_support::Value::Stream(read) = &keys.values().next().unwrap().value else { panic!() };
    assert_eq!(read.producers, [(b"producer".to_vec(), vec![(b"iid".to_vec(), id(1000, 5))])]);
    assert_eq!(read.idempotence, Some(idempotence));
    assert_eq!(read.groups[1].nacked, [id(1001, 1)]);
    // An older loader refuses a pending entry that belongs to nobody.
    let mut writer = Writer::new(Vec::new(), redis(11)).dropping();
    writer.key(Entry::new(b"s")).unwrap().stream(&mut stream).unwrap();
    assert_eq!(writer.losses().count(Feature::StreamNacked), 1);
    let keys = Model::read(&writer.end().unwrap()).keys;
    let write_support::Value::Stream(read) = &keys.values().next().unwrap().value else { panic!() };
    assert_eq!(read.groups[1].pending, []);
}

fn copied(bytes: &[u8], target: Target) -> (Model, Losses) {
    let mut writer = Writer::new(Vec::new(), target).dropping();
    copy(&mut Reader::new(bytes).unwrap(), &mut writer, &CopyOptions::default(), |_| true).unwrap();
    let losses = writer.losses().clone();
    (Model::read(&writer.end().unwrap()), losses)
}

#[test]
fn modules_keep_their_items() {
    let items = [
        synth::ModuleItem::Unsigned(42),
        synth::ModuleItem::Signed(-3),
        synth::ModuleItem::Float(1.5),
        synth::ModuleItem::Double(2.5),
        synth::ModuleItem::String(Str::Raw(b"text")),
    ];
    let module = Value::module("mytype-01", 2, &items);
    let bytes = RdbBuilder::redis(9)
        .module_aux("mytype-01", 2, 1, &items)
        .select(3)
        .key("k", &module)
        .finish();
    let original = Model::read(&bytes);
    for target in [redis(9), redis(13), valkey()] {
        let (model, losses) = copied(&bytes, target);
        assert_eq!(model.keys, original.keys);
        assert_eq!(model.module_aux, original.module_aux);
        assert!(losses.is_empty());
    }
    let (model, losses) = copied(&bytes, redis(7));
    assert!(model.keys.is_empty());
    let lost: Vec<_> = losses.iter().collect();
    assert_eq!(lost, [(Feature::Module, 1), (Feature::ModuleAux, 1)]);

    let written = payload(redis(9), |value| {
        let mut module = value.module(ModuleId::new(synth::module_id("mytype-01", 2)))?;
        module.item(&ModuleItem::Unsigned(42))?;
        module.item(&ModuleItem::Signed(-3))?;
        module.item(&ModuleItem::Float(1.5))?;
        module.item(&ModuleItem::Double(2.5))?;
        module.string(b"text")?;
        module.finish()
    });
    assert_eq!(written, module.dump_payload(9));
}

#[test]
fn vector_sets_are_for_redis_8() {
    let bytes = RdbBuilder::redis(12).key("v", &Value::module("vectorset", 0, &[])).finish();
    let fate = |target: Target| copied(&bytes, target).1.count(Feature::VectorSet);
    let server = |version: &str| Target::for_version(&version.parse().unwrap());
    assert_eq!(fate(server("8.0.2")), 0);
    assert_eq!(fate(redis(12)), 0);
    assert_eq!(fate(server("7.4.1")), 1);
    assert_eq!(fate(redis(11)), 1);
    assert_eq!(fate(valkey()), 1);
}

#[test]
fn metadata_of_keys_stays_where_it_is_known() {
    // One class that may be ignored, between the expiry and the type.
    let mut meta = vec![0xf3, 1];
    meta.extend(synth::key_meta_spec("kmA0", 5, 1).to_le_bytes());
    meta.extend(b"\x02\x2a\x05\x05hello\x00");
    let file = |meta: &[u8]| {
        RdbBuilder::redis(13)
            .expires_at_ms(4_102_444_800_123)
            .freq(6)
            .raw(meta)
            .key("k", &Value::string("v"))
            .finish()
    };
    let bytes = file(&meta);
    let original = Model::read(&bytes);
    assert!(original.keys.values().all(|item| item.meta.is_some()));
    assert_eq!(copied(&bytes, redis(13)).0.keys, original.keys);
    let (model, losses) = copied(&bytes, redis(12));
    assert!(model.keys.values().all(|item| item.meta.is_none() && item.freq == Some(6)));
    assert_eq!(losses.iter().collect::<Vec<_>>(), [(Feature::IgnorableKeyMeta, 1)]);
    // Without the mark that it may be ignored, its loss is no small matter.
    meta[2] &= !1;
    let mut writer = Writer::new(Vec::new(), valkey());
    let mut reader = Reader::new(&bytes).unwrap();
    copy(&mut reader, &mut writer, &CopyOptions::default(), |_| true).unwrap();
    let bytes = file(&meta);
    let mut reader = Reader::new(&bytes).unwrap();
    let error = copy(&mut reader, &mut writer, &CopyOptions::default(), |_| true).unwrap_err();
    assert_eq!(error.id(), "unrepresentable-key-meta");
}

#[test]
fn functions_of_the_candidates_get_their_first_line() {
    let source = b"redis.register_function('f', function() return 1 end)";
    let bytes = RdbBuilder::redis(10)
        .opcode(0xf6)
        .string("mylib")
        .string("LUA")
        .length(1)
        .string("a description")
        .string(&source[..])
        .finish();
    let (model, _) = copied(&bytes, redis(11));
    let expected = [&b"#!lua name=mylib\n"[..], source].concat();
    assert_eq!(model.functions.into_iter().collect::<Vec<_>>(), [expected]);
    assert_eq!(copied(&bytes, redis(9)).1.count(Feature::Function), 1);
}

#[test]
fn scripts_go_where_they_are_read_and_once() {
    let bytes = RdbBuilder::redis(9)
        .key("k", &Value::string("v"))
        .aux("lua", "return 1")
        .aux("lua", "return 2")
        .aux("lua", "return 1")
        .finish();
    let (model, losses) = copied(&bytes, redis(8));
    assert_eq!(model.scripts.len(), 2);
    assert!(losses.is_empty());
    let (model, losses) = copied(&bytes, redis(10));
    assert!(model.scripts.is_empty());
    assert_eq!(losses.count(Feature::Script), 2);
    let scripts = |target| {
        let mut writer = Writer::new(Vec::new(), target);
        copy(&mut Reader::new(&bytes).unwrap(), &mut writer, &CopyOptions::default(), |_| true)
            .unwrap();
        let bytes = writer.end().unwrap();
        let aux = |event: Result<Event<'_>, _>| matches!(event.unwrap(), Event::Aux(_));
        Reader::new(&bytes).unwrap().filter(|event| aux(event.clone())).count()
    };
    assert_eq!(scripts(redis(8)), 2);
}

#[test]
fn a_migration_of_slots_is_for_valkey() {
    let bytes = RdbBuilder::valkey(80)
        .opcode(0xf3)
        .string("0123456789012345678901234567890123456789")
        .length(2)
        .length(1)
        .length(5)
        .length(100)
        .length(16383)
        .finish();
    let original = Model::read(&bytes);
    assert_eq!(original.slot_imports.len(), 1);
    assert_eq!(copied(&bytes, valkey()).0.slot_imports, original.slot_imports);
    assert_eq!(copied(&bytes, redis(12)).1.count(Feature::SlotImport), 1);
}

#[test]
fn an_expiry_before_version_3_has_seconds() {
    let expiry = |ms: i64, version| {
        let mut writer = Writer::new(Vec::new(), redis(version)).dropping();
        writer.key(Entry::new(b"k").expiring_at(ms)).unwrap().string(b"v").unwrap();
        let losses: Vec<_> = writer.losses().iter().collect();
        let model = Model::read(&writer.end().unwrap());
        (model.keys.values().next().unwrap().expire_at_ms, losses)
    };
    assert_eq!(expiry(1_700_000_000_000, 2), (Some(1_700_000_000_000), vec![]));
    let rounded = vec![(Feature::ExpiryMilliseconds, 1)];
    assert_eq!(expiry(1_700_000_000_001, 2), (Some(1_700_000_001_000), rounded));
    assert_eq!(expiry(4_102_444_800_123, 2), (None, vec![(Feature::ExpiryRange, 1)]));
    assert_eq!(expiry(4_102_444_800_123, 3), (Some(4_102_444_800_123), vec![]));
}

#[test]
fn a_miscounted_value_breaks_the_snapshot() {
    let mut writer = Writer::new(Vec::new(), redis(9));
    let mut list = writer.key(Entry::new(b"k")).unwrap().list(2).unwrap();
    list.element(b"a").unwrap();
    let error = list.finish().unwrap_err();
    assert_eq!(error.id(), "write-elements");
    assert_eq!(
        error.to_string(),
        "expected 2 elements, as announced, found 1, in \"k\" of database 0"
    );
    assert_eq!(writer.end().unwrap_err().id(), "write-broken");

    let mut writer = Writer::new(Vec::new(), redis(9));
    let mut set = writer.key(Entry::new(b"k")).unwrap().set(1).unwrap();
    set.member(b"a").unwrap();
    assert_eq!(set.member(b"b").unwrap_err().id(), "write-elements");
    drop(set);
    assert_eq!(writer.end().unwrap_err().id(), "write-unfinished");
}

#[test]
fn a_refused_value_leaves_the_snapshot_whole() {
    let mut writer = Writer::new(Vec::new(), redis(10));
    let id = |result: Result<bool, WriteError>| result.unwrap_err().id();
    let entry = || Entry::new(b"k").expiring_at(5);
    let empty = writer.key(entry()).unwrap().list(0).err().unwrap();
    assert_eq!(empty.id(), "unrepresentable-empty-value");
    let expiring = writer.key(entry()).unwrap().hash(1, Some(5)).err().unwrap();
    assert_eq!(expiring.id(), "unrepresentable-field-expiry");
    let mut buffer = ValueBuffer::default();
    assert_eq!(id(writer.key(entry()).unwrap().buffered(&mut buffer)), "write-mixed");
    {
        use autopsync_rdb::ValueVisitor as _;
        buffer.zset_member(b"m", f64::NAN);
        assert_eq!(
            id(writer.key(entry()).unwrap().buffered(&mut buffer)),
            "unrepresentable-nan-score"
        );
        buffer.list_element(b"e");
        assert_eq!(id(writer.key(entry()).unwrap().buffered(&mut buffer)), "write-mixed");
    }
    writer.key(Entry::new(b"sound")).unwrap().string(b"v").unwrap();
    let model = Model::read(&writer.end().unwrap());
    assert_eq!(model.keys.len(), 1);
    assert_eq!(model.keys.values().next().unwrap().expire_at_ms, None);
}

#[test]
fn payloads_are_copied_and_converted() {
    let list = Value::list_ziplist(synth::Ziplist::of(["1", "b"]));
    let bytes = RdbBuilder::redis(6).key("k", &list).finish();
    let mut reader = Reader::new(&bytes).unwrap();
    let source = reader.header();
    let Some(Ok(Event::Key(entry))) = reader.next_event() else { panic!() };
    let mut scratch = CopyScratch::default();
    let mut dump = |target| dump_stored(target, source, &entry.value, &mut scratch);
    assert_eq!(dump(redis(11)).unwrap(), list.dump_payload(11));
    assert_eq!(dump(redis(6)).unwrap(), list.dump_payload(6));
    assert_eq!(dump(redis(5)).unwrap_err().id(), "unrepresentable-dump-payload");
}
