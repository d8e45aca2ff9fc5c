//! Damaged snapshots are copied: what comes out is sound, whatever went in.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod write_support;

use autopsync_rdb::{
    Dialect, Header, Reader,
    write::{CopyOptions, Target, Writer, copy},
};
use autopsync_synth::rdb::{
    self as synth, Blob, Intset, IntsetWidth, Listpack, RdbBuilder, Str, StreamType, Value, Ziplist,
};
use write_support::is_sound;

/// One of each, as small as can be.
fn fixture() -> Vec<u8> {
    use synth::{Consumer, Entry, Group, Node, Pending, StreamId, StreamValue};
    let node = Node::of(vec![
        Entry::new(StreamId(1, 1), &["f", "v"]),
        Entry::new(StreamId(2, 0), &["f", "w"]).deleted(),
    ]);
    let stream = StreamValue::of(vec![node]).group(Group {
        name: b"g".to_vec(),
        last_delivered: StreamId(1, 1),
        entries_read: Some(1),
        pending: vec![Pending { id: StreamId(1, 1), delivered_ms: 5, deliveries: 1 }],
        consumers: vec![Consumer {
            name: b"c".to_vec(),
            seen_ms: 5,
            active_ms: 5,
            pending: vec![StreamId(1, 1)],
        }],
    });
    let items = [synth::ModuleItem::String(Str::LzfOf { compressed: b"\x00a\x20\x00", length: 4 })];
    RdbBuilder::redis(12)
        .aux("redis-ver", "7.4.1")
        .module_aux("mytype-01", 2, 1, &items)
        .function("#!lua name=l\n")
        .select(1)
        .resize(9, 1)
        .expires_at_ms(4_102_444_800_123)
        .freq(3)
        .key("s", &Value::string(Str::Int16(300)))
        .key("l", &Value::quicklist([Ziplist::of(["1", "b"])]))
        .key("i", &Value::set_intset(Intset::new(IntsetWidth::I16, [1, 2])))
        .key("z", &Value::zset_listpack(Listpack::of(["a", "1.5"])))
        .key("h", &Value::hash_listpack(Blob::from(Listpack::of(["f", "aaaaaaaaaaaa"])).lzf()))
        .key("t", &Value::hash_with_ttls(&[("a", "b", 0), ("c", "d", 4_102_444_800_123)]))
        .key("x", &Value::stream(StreamType::V3, &stream))
        .key("m", &Value::module("mytype-01", 2, &items))
        .finish()
}

/// Copies whatever can be read for a few targets.
fn copy_all(bytes: &[u8]) {
    for (dialect, version) in
        [(Dialect::Redis, 2), (Dialect::Redis, 9), (Dialect::Redis, 12), (Dialect::Valkey, 80)]
    {
        let Ok(mut reader) = Reader::new(bytes) else { return };
        let mut writer = Writer::new(Vec::new(), Target::new(dialect, version).unwrap()).dropping();
        let mut options = CopyOptions::default();
        options.skip_damaged = true;
        // An error ends the reading; what was written up to there is a snapshot.
        let _ = copy(&mut reader, &mut writer, &options, |_| true);
        let copied = writer.end().unwrap();
        assert!(is_sound(&copied), "{bytes:?} for {dialect:?} {version}: {copied:?}");
    }
}

#[test]
fn every_prefix_gives_a_sound_copy() {
    let bytes = fixture();
    assert!(is_sound(&bytes));
    for len in Header::LEN..=bytes.len() {
        copy_all(&bytes[..len]);
    }
}

#[test]
fn every_flipped_bit_gives_a_sound_copy() {
    let mut bytes = fixture();
    for index in 0..bytes.len() {
        for bit in 0..8 {
            bytes[index] ^= 1 << bit;
            copy_all(&bytes);
            bytes[index] ^= 1 << bit;
        }
    }
}
