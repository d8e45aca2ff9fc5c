//! Random contents, and writing them element by element.

use super::{Consumer, Fields, Group, Item, Model, Stream, Text, Value};
use autopsync_rdb::{
    StreamConsumer, StreamGroup, StreamId, StreamMeta, StreamPending,
    write::{Entry, Out, StreamBuffer, Target, ValueWriter, WriteError, Writer},
};
use proptest::{collection, option, prelude::*};
use std::collections::BTreeMap;

/// A text: often an integer or nearly one, sometimes long enough for another length form.
pub fn text() -> BoxedStrategy<Text> {
    prop_oneof![
        3 => collection::vec(any::<u8>(), 0..24),
        2 => any::<i64>().prop_map(|number| number.to_string().into_bytes()),
        2 => (-200i64..70000).prop_map(|number| number.to_string().into_bytes()),
        1 => "[-+0 ]?[0-9]{1,4}".prop_map(String::into_bytes),
        1 => (60usize..70, any::<u8>()).prop_map(|(len, byte)| vec![byte; len]),
        1 => (16380usize..16390, b'a'..b'd').prop_map(|(len, byte)| vec![byte; len]),
    ]
    .boxed()
}

fn score() -> BoxedStrategy<f64> {
    prop_oneof![
        any::<f64>().prop_filter("a number", |score| !score.is_nan()),
        (-1000i32..1000).prop_map(f64::from),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
    ]
    .boxed()
}

/// A value; hashes whose fields expire and streams only where they are wanted.
pub fn value(expiring: bool, streams: bool) -> BoxedStrategy<Value> {
    let moment = if expiring { option::of(1..1i64 << 48).boxed() } else { Just(None).boxed() };
    let plain = prop_oneof![
        text().prop_map(Value::String),
        collection::vec(text(), 1..9).prop_map(Value::List),
        collection::btree_set(text(), 1..9).prop_map(Value::Set),
        collection::btree_map(text(), score().prop_map(f64::to_bits), 1..9).prop_map(Value::Zset),
        collection::btree_map(text(), (text(), moment), 1..9).prop_map(Value::Hash),
    ];
    if streams {
        prop_oneof![5 => plain, 2 => stream().prop_map(Value::Stream)].boxed()
    } else {
        plain.boxed()
    }
}

fn id() -> BoxedStrategy<StreamId> {
    prop_oneof![
        (0u64..50, 0u64..50).prop_map(|(ms, seq)| StreamId { ms, seq }),
        (any::<u64>(), any::<u64>()).prop_map(|(ms, seq)| StreamId { ms, seq }),
    ]
    .boxed()
}

fn fields() -> BoxedStrategy<Fields> {
    prop_oneof![
        collection::vec(text(), 2).prop_map(|values| {
            [b"one".to_vec(), b"two".to_vec()].into_iter().zip(values).collect()
        }),
        collection::vec((text(), text()), 1..4),
    ]
    .boxed()
}

prop_compose! {
    fn consumer()(name in text(), seen_ms in 0..1i64 << 50, active_ms in option::of(-1..1i64 << 50))
        -> Consumer {
        Consumer { name, seen_ms, active_ms, pending: Vec::new() }
    }
}

prop_compose! {
    fn group()(
        name in text(),
        last_id in id(),
        entries_read in option::of(0..u64::MAX),
        owned in collection::btree_map(id(), (0usize..3, 0..1i64 << 50, 1u64..1000), 0..6),
        mut consumers in collection::vec(consumer(), 1..4),
    ) -> Group {
        let mut pending = Vec::new();
        for (id, (owner, delivered, count)) in owned {
            pending.push((id, delivered, count));
            let owner = owner % consumers.len();
            consumers[owner].pending.push(id);
        }
        Group { name, last_id, entries_read, pending, consumers, nacked: Vec::new() }
    }
}

prop_compose! {
    fn stream()(
        entries in collection::btree_map(id(), (fields(), any::<bool>()), 0..250),
        // Two groups of one name would be no stream.
        mut groups in collection::vec(group(), 0..3),
        max_deleted_id in option::of(id()),
        more in option::of(0u64..1000),
    ) -> Stream {
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        groups.dedup_by(|a, b| a.name == b.name);
        let mut stream = Stream { max_deleted_id, groups, ..Stream::default() };
        stream.last_id = entries.keys().next_back().copied().unwrap_or_default();
        for (id, (fields, deleted)) in entries {
            if deleted { &mut stream.deleted } else { &mut stream.entries }.push((id, fields));
        }
        stream.entries_added = more.map(|more| stream.entries.len() as u64 + more);
        stream
    }
}

/// A content of a few keys in a few databases.
pub fn model(expiring: bool, streams: bool) -> BoxedStrategy<Model> {
    let item = (
        option::of(-1_000_000i64..i64::from(i32::MAX) * 1000)
            .prop_map(|at| at.filter(|ms| *ms != -1)),
        option::of(0u64..100_000),
        any::<u8>(),
        value(expiring, streams),
    );
    let item = item.prop_map(|(expire_at_ms, idle_seconds, counter, value)| Item {
        expire_at_ms,
        freq: idle_seconds.is_none().then_some(counter).filter(|counter| counter % 2 == 0),
        idle_seconds,
        meta: None,
        members: Vec::new(),
        value,
    });
    collection::btree_map((0u64..70, text()), item, 0..8)
        .prop_map(|keys: BTreeMap<_, _>| Model { keys, ..Model::default() })
        .boxed()
}

/// Writes a content element by element.
pub fn write(model: &Model, target: Target) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::new(Vec::new(), target).dropping();
    for ((db, name), item) in &model.keys {
        writer.select_db(*db)?;
        let mut entry = Entry::new(name);
        entry.expire_at_ms = item.expire_at_ms;
        entry.idle_seconds = item.idle_seconds;
        entry.freq = item.freq;
        write_value(writer.key(entry)?, &item.value)?;
    }
    writer.end()
}

/// Writes a value element by element.
pub fn write_value<O: Out>(writer: ValueWriter<'_, O>, value: &Value) -> Result<bool, WriteError> {
    let count = |len: usize| len as u64;
    match value {
        Value::String(text) => writer.string(text),
        Value::List(elements) => {
            let mut list = writer.list(count(elements.len()))?;
            elements.iter().try_for_each(|element| list.element(element))?;
            list.finish()
        }
        Value::Set(members) => {
            let mut set = writer.set(count(members.len()))?;
            members.iter().try_for_each(|member| set.member(member))?;
            set.finish()
        }
        Value::Zset(members) => {
            let mut zset = writer.zset(count(members.len()))?;
            for (member, score) in members {
                zset.member(member, f64::from_bits(*score))?;
            }
            zset.finish()
        }
        Value::Hash(fields) => {
            let earliest = fields.values().filter_map(|(_, moment)| *moment).min();
            let mut hash = writer.hash(count(fields.len()), earliest)?;
            for (field, (value, moment)) in fields {
                hash.field(field, value, *moment)?;
            }
            hash.finish()
        }
        Value::Stream(stream) => writer.stream(&mut gather(stream)),
        other => panic!("{other:?} is not written by elements"),
    }
}

/// Gathers a stream for writing.
pub fn gather(stream: &Stream) -> StreamBuffer {
    let mut buffer = StreamBuffer::default();
    let mut all: Vec<_> = stream.entries.iter().map(|entry| (entry, false)).collect();
    all.extend(stream.deleted.iter().map(|entry| (entry, true)));
    all.sort_by_key(|((id, _), _)| *id);
    for ((id, fields), deleted) in all {
        let pairs = fields.iter().map(|(name, value)| (name, value));
        if deleted { buffer.deleted_entry(*id, pairs) } else { buffer.entry(*id, pairs) }
    }
    let mut meta = StreamMeta::new(0, stream.last_id);
    meta.max_deleted_id = stream.max_deleted_id;
    meta.entries_added = stream.entries_added;
    buffer.figures(&meta);
    stream.groups.iter().for_each(|group| gather_group(&mut buffer, group));
    for (name, additions) in &stream.producers {
        buffer.producer(name);
        for (iid, id) in additions {
            buffer.producer_addition(iid, *id);
        }
    }
    if let Some(idempotence) = &stream.idempotence {
        buffer.idempotence(idempotence);
    }
    buffer
}

fn gather_group(buffer: &mut StreamBuffer, group: &Group) {
    let mut head = StreamGroup::new(&group.name, group.last_id);
    head.entries_read = group.entries_read;
    buffer.group(&head);
    for (id, delivered_ms, deliveries) in &group.pending {
        buffer.pending(&StreamPending::new(*id, *delivered_ms, *deliveries));
    }
    for consumer in &group.consumers {
        let mut head = StreamConsumer::new(&consumer.name, consumer.seen_ms);
        head.active_ms = consumer.active_ms;
        buffer.consumer(&head);
        consumer.pending.iter().for_each(|id| buffer.consumer_pending(*id));
    }
    group.nacked.iter().for_each(|id| buffer.nacked(*id));
}
