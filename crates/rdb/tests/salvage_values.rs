//! A defect inside a value whose length is known: it has a name of its own, and the next key is read.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod salvage_support;

use autopsync_rdb::salvage::{DamageKind, Standing};
use autopsync_synth::rdb::{
    Blob, Entry, Intset, IntsetWidth, Listpack, Node, QuicklistNode, RdbBuilder, Str, StreamId,
    Value, Ziplist, Zipmap,
};
use salvage_support::salvage;
use std::collections::BTreeSet;

/// Bytes with one of them changed.
fn with(mut bytes: Vec<u8>, at: usize, byte: u8) -> Blob {
    bytes[at] = byte;
    Blob::raw(bytes)
}

/// Bytes without the last ones; the size that a head states is made right where `sized`.
fn without(mut bytes: Vec<u8>, last: usize, sized: bool) -> Blob {
    bytes.truncate(bytes.len() - last);
    if sized {
        let size = u32::try_from(bytes.len()).unwrap();
        bytes[..4].copy_from_slice(&size.to_le_bytes());
    }
    Blob::raw(bytes)
}

fn ziplists() -> Vec<(&'static str, Value)> {
    let list = || Ziplist::of(["a", "b", "c"]).build();
    vec![
        ("ziplist-size", Value::list_ziplist(with(list(), 0, 99))),
        ("ziplist-tail", Value::list_ziplist(with(list(), 4, 10))),
        ("ziplist-count", Value::list_ziplist(with(list(), 8, 2))),
        ("ziplist-link", Value::list_ziplist(with(list(), 13, 7))),
        ("ziplist-entry", Value::list_ziplist(with(list(), 11, 0xff))),
        ("ziplist-end", Value::list_ziplist(with(list(), 13, 0xff))),
        ("ziplist-truncated", Value::list_ziplist(without(list(), 2, true))),
        ("ziplist-group", Value::hash_ziplist(Ziplist::of(["f", "v", "g"]))),
        ("ziplist-count", Value::quicklist([with(list(), 8, 9)])),
        ("zset-score", Value::zset_ziplist(Ziplist::of(["member", "no number"]))),
    ]
}

fn listpacks() -> Vec<(&'static str, Value)> {
    let pack = || Listpack::of(["one", "two", "three"]).build();
    vec![
        ("listpack-size", Value::set_listpack(with(pack(), 0, 99))),
        ("listpack-count", Value::set_listpack(with(pack(), 4, 2))),
        ("listpack-link", Value::set_listpack(with(pack(), 10, 9))),
        ("listpack-entry", Value::set_listpack(with(pack(), 6, 0xf5))),
        ("listpack-end", Value::set_listpack(with(pack(), 11, 0xff))),
        ("listpack-truncated", Value::set_listpack(without(pack(), 2, true))),
        ("listpack-group", Value::hash_listpack(Listpack::of(["f", "v", "g"]))),
        ("zset-score", Value::zset_listpack(Listpack::of(["member", "no number"]))),
        ("listpack-count", Value::quicklist_2(&[QuicklistNode::Packed(with(pack(), 4, 2))])),
        ("hash-field-expiry", Value::hash_listpack_with_ttls(1, Listpack::of(["f", "v", "soon"]))),
    ]
}

fn others() -> Vec<(&'static str, Value)> {
    let set = || Intset::new(IntsetWidth::I16, [1, 2, 3]).build();
    let map = || Zipmap::new().entry(b"foo", b"bar", 0).entry(b"baz", b"qux", 0).build();
    vec![
        ("intset-width", Value::set_intset(with(set(), 0, 3))),
        ("intset-size", Value::set_intset(with(set(), 4, 4))),
        ("intset-order", Value::set_intset(with(set(), 10, 1))),
        ("intset-truncated", Value::set_intset(Blob::raw(b"\x02\0\0\0".to_vec()))),
        ("zipmap-count", Value::hash_zipmap(with(map(), 0, 3))),
        ("zipmap-end", Value::hash_zipmap(with(map(), 10, 0xff))),
        ("zipmap-truncated", Value::hash_zipmap(with(map(), 10, 200))),
        ("lzf-distance", lzf(b"\x20\xff", 3)),
        ("lzf-input", lzf(b"\x07ab", 8)),
        ("lzf-size", lzf(b"\x01ab", 9)),
        ("lzf-implausible-size", lzf(b"\x00a", 60_000)),
        ("zset-score", Value::raw(3, b"\x01\x01m\x03abc".to_vec())),
    ]
}

/// A compressed string with its two lengths.
fn lzf(compressed: &[u8], states: u16) -> Value {
    let mut bytes = vec![0xc3, u8::try_from(compressed.len()).unwrap()];
    bytes.push(0x40 | u8::try_from(states >> 8).unwrap_or(0x3f).min(0x3f));
    bytes.push(states.to_be_bytes()[1]);
    bytes.extend_from_slice(compressed);
    Value::raw(0, bytes)
}

/// A stream of one node (`type 15`), whose listpack holds these elements.
fn stream(elements: Listpack) -> Value {
    stream_with(&[0; 16], Blob::from(elements), 1)
}

fn stream_with(id: &[u8], node: Blob, length: u8) -> Value {
    let node = Value::list_ziplist(node);
    let mut bytes = vec![1, u8::try_from(id.len()).unwrap()];
    bytes.extend_from_slice(id);
    bytes.extend_from_slice(node.bytes());
    // Length, last id, no groups.
    bytes.extend_from_slice(&[length, 1, 1, 0]);
    Value::raw(15, bytes)
}

fn streams() -> Vec<(&'static str, Value)> {
    let node = Node::of(vec![Entry::new(StreamId(0, 1), &["f", "v"])]).listpack();
    let ints = |ints: &[i64]| ints.iter().fold(Listpack::new(), |pack, int| pack.int(*int));
    let after_head = |rest: &[i64]| {
        let head = Listpack::new().int(1).int(0).int(1).text(b"f").int(0);
        rest.iter().fold(head, |pack, int| pack.int(*int))
    };
    vec![
        ("stream-node-key", stream_with(&[0; 15], Blob::from(node.clone()), 1)),
        ("stream-node-truncated", stream(ints(&[1, 0, 1]))),
        ("stream-node-integer", stream(Listpack::of(["count"]))),
        ("stream-node-head", stream(ints(&[1, 0, 0, 5]))),
        ("stream-entry-flags", stream(after_head(&[9]))),
        ("stream-entry-count", stream(after_head(&[2, 0, 0, 7, 9]))),
        ("stream-node-count", stream(ints(&[5, 0, 0, 0]))),
        ("listpack-count", stream(node.clone().state_count(3))),
        ("listpack-truncated", stream_with(&[0; 16], without(node.build(), 2, true), 1)),
    ]
}

fn all() -> Vec<(&'static str, Value)> {
    [ziplists(), listpacks(), others(), streams()].into_iter().flatten().collect()
}

#[test]
fn a_defect_inside_a_value_has_a_name_and_does_not_break_the_row() {
    for (id, value) in all() {
        let snapshot = RdbBuilder::redis(12)
            .select(0)
            .resize(3, 0)
            .key("before", &Value::string("v"))
            .key("broken", &value)
            .key("behind", &Value::string("v"))
            .finish();
        let got = salvage(&snapshot);
        assert_eq!(got.damage_ids(), [id], "{:?}", got.damages);
        assert_eq!(got.names(), ["before", "broken", "behind"], "{id}");
        assert!(got.keys.iter().all(|key| key.standing == Standing::Sound), "{id}");
        assert!(got.ended && got.resumed.is_empty(), "{id}");
        let damage = &got.damages[0];
        assert!(matches!(damage.kind, DamageKind::Value(_)) && !damage.breaks());
        assert_eq!((damage.at, damage.end), (got.keys[1].at, got.keys[1].end), "{id}");
        assert!((damage.at..=damage.end).contains(&damage.defect_at()), "{id}");
        assert!(damage.key.is_some_and(|key| key.key.is(b"broken")), "{id}");
    }
}

#[test]
fn all_defects_of_a_file_are_reported_in_its_order() {
    let mut builder = RdbBuilder::redis(12).select(0);
    for (n, (_, value)) in all().iter().enumerate() {
        builder = builder.key(format!("key:{n}").as_str(), value);
    }
    let snapshot = builder.finish();
    let got = salvage(&snapshot);
    assert_eq!(got.damage_ids(), all().iter().map(|(id, _)| *id).collect::<Vec<_>>());
    assert_eq!(got.keys.len(), all().len());
    assert!(got.damages.is_sorted_by_key(|damage| damage.at));
}

#[test]
fn each_structure_has_names_of_its_own() {
    let ids: BTreeSet<_> = all().into_iter().map(|(id, _)| id).collect();
    assert_eq!(
        ids.into_iter().collect::<Vec<_>>(),
        [
            "hash-field-expiry",
            "intset-order",
            "intset-size",
            "intset-truncated",
            "intset-width",
            "listpack-count",
            "listpack-end",
            "listpack-entry",
            "listpack-group",
            "listpack-link",
            "listpack-size",
            "listpack-truncated",
            "lzf-distance",
            "lzf-implausible-size",
            "lzf-input",
            "lzf-size",
            "stream-entry-count",
            "stream-entry-flags",
            "stream-node-count",
            "stream-node-head",
            "stream-node-integer",
            "stream-node-key",
            "stream-node-truncated",
            "ziplist-count",
            "ziplist-end",
            "ziplist-entry",
            "ziplist-group",
            "ziplist-link",
            "ziplist-size",
            "ziplist-tail",
            "ziplist-truncated",
            "zipmap-count",
            "zipmap-end",
            "zipmap-truncated",
            "zset-score",
        ]
    );
}

#[test]
fn a_broken_container_of_a_quicklist_breaks_the_row() {
    // What the container is decides how the node is passed.
    let snapshot = RdbBuilder::redis(12)
        .select(0)
        .resize(4, 0)
        .key("before", &Value::string("the first value"))
        .key("broken", &Value::raw(18, b"\x01\x03\x05plain".to_vec()))
        .key("behind:1", &Value::string("the next value"))
        .key("behind:2", &Value::string(Str::Int16(4711)))
        .finish();
    let got = salvage(&snapshot);
    assert_eq!(got.damage_ids(), ["quicklist-container"]);
    assert_eq!(got.names(), ["before", "behind:1", "behind:2"]);
    assert!(got.damages[0].key.is_some_and(|key| key.key.is(b"broken")));
}
