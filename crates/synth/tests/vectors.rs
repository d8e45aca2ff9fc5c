//! Whole files against bytes that real servers accepted or wrote.

use autopsync_synth::rdb::{
    Entry, Intset, IntsetWidth, Listpack, ModuleItem, Node, RdbBuilder, Str, StreamId, StreamType,
    StreamValue, Value, Ziplist, Zipmap,
};

/// Reads hex digits, whatever stands between them.
fn hex(text: &str) -> Vec<u8> {
    let digits = text.chars().filter_map(|c| c.to_digit(16)).collect::<Vec<_>>();
    digits.chunks(2).flat_map(|pair| u8::try_from(pair[0] << 4 | pair[1])).collect()
}

#[test]
fn a_file_without_keys_is_what_flushall_leaves() {
    assert_eq!(RdbBuilder::redis(9).finish(), hex("524544495330303039 FF 9AAC7ABCFB0FAD74"));
}

#[test]
fn scores_as_text_have_a_length_byte_and_three_special_ones() {
    let zset = Value::zset_ascii(&[
        ("a", 1.5),
        ("b", f64::INFINITY),
        ("c", f64::NEG_INFINITY),
        ("d", 17.0),
    ]);
    assert_eq!(
        RdbBuilder::redis(6).select(0).key("z", &zset).finish(),
        hex("524544495330303036 FE 00 03 01 7A 04 0161 03312E35 0162 FE 0163 FF 0164 023137
             FF 90937 4E6E6062D2A")
    );
}

#[test]
fn the_packed_types_of_2_4_end_without_a_checksum() {
    let file = RdbBuilder::redis(2)
        .key(
            "zm",
            &Value::hash_zipmap(
                Zipmap::new().entry(b"foo", b"bar", 0).entry(b"hello", b"world", 0),
            ),
        )
        .key("zl", &Value::list_ziplist(Ziplist::of(["2", "5"])))
        .key("is", &Value::set_intset(Intset::new(IntsetWidth::I16, [-5, 1, 300])))
        .finish_without_checksum();
    assert_eq!(
        file,
        hex("524544495330303032
             09 027A6D 18 0203666F6F03006261720568656C6C6F0500776F726C64FF
             0A 027A6C 0F 0F0000000C000000020000F302F6FF
             0B 026973 0E 0200000003000000FBFF01002C01 FF")
    );
}

#[test]
fn valkey_writes_a_fields_time_behind_its_value() {
    let hash = Value::valkey_hash_with_ttls(&[("a", "1", -1), ("b", "2", 4102444800123)]);
    assert_eq!(
        RdbBuilder::valkey(80).select(0).resize(1, 0).key("h", &hash).finish(),
        hex("56414C4B4559303830 FE 00 FB 01 00 16 0168 02 0161 0131 FFFFFFFFFFFFFFFF
             0162 0132 7BD8C32CBB030000 FF CFD34FF43AF1F59B")
    );
}

#[test]
fn a_streams_differences_may_be_negative() {
    let entries = vec![
        Entry::new(StreamId(1000, 5), &["f", "v"]),
        Entry::new(StreamId(1001, 0), &["f", "w"]),
    ];
    let stream = StreamValue::of(vec![Node::of(entries)]);
    assert_eq!(
        RdbBuilder::with_header(b"").key("s", &Value::stream(StreamType::V3, &stream)).unfinished(),
        hex("15 0173 01 10 00000000000003E8 0000000000000005 29 29000000 0F00
             0201 0001 0101 816602 0001 0201 0001 0001 817602 0401
             0201 0101 DFFB02 817702 0401 FF 02 43E9 00 43E8 05 00 00 02 00")
    );
}

#[test]
fn a_stream_of_8_6_ends_with_its_producers() {
    let stream = StreamValue::of(vec![Node::of(vec![Entry::new(StreamId(1, 1), &["a", "b"])])]);
    assert_eq!(
        Value::stream(StreamType::V4, &stream).dump_payload(13),
        hex("1A 01 10 00000000000000010000000000000001 1D 1D0000000A00 0101 0001 0101 816102 0001
             0201 0001 0001 816202 0401 FF 01 0101 0101 0000 01 00 40644064 00 00 00
             0D00 1134B59E642B1609")
    );
}

#[test]
fn a_dumped_value_carries_its_version_and_checksum() {
    assert_eq!(Value::string(Str::Int8(1)).dump_payload(13), hex("00C0010D0084D16E05D6B4663C"));
}

#[test]
fn records_that_are_no_keys() {
    assert_eq!(
        RdbBuilder::with_header(b"").slot_info(15495, 2, 1).unfinished(),
        hex("F4 7C87 02 01")
    );
    assert_eq!(
        RdbBuilder::with_header(b"").replication(0, "id", 1 << 40).unfinished(),
        b"\xfa\x0erepl-stream-db\xc0\x00\xfa\x07repl-id\x02id\xfa\x0brepl-offset\x0d1099511627776"
    );
}

#[test]
fn hashes_of_7_4_tell_times_from_the_earliest_on() {
    let hash = Value::hash_with_ttls(&[("a", "1", 0), ("b", "2", 1000), ("c", "3", 1005)]);
    assert_eq!(hash.bytes(), hex("E803000000000000 03 00 01610131 01 01620132 06 01630133"));
    let pack = Value::hash_listpack_with_ttls(7, Listpack::of(["b", "2", "1000"]));
    assert_eq!(pack.bytes(), hex("0700000000000000 0F 0F0000000300 816202 0201 C3E802 FF"));
}

#[test]
fn a_modules_items_tell_their_kind() {
    let value = Value::module(
        "vectorset",
        0,
        &[
            ModuleItem::Unsigned(3),
            ModuleItem::Float(1.5),
            ModuleItem::Double(2.5),
            ModuleItem::String("hello".into()),
        ],
    );
    assert_eq!(
        value.bytes(),
        hex("81BDE72DA2BB1EB400 0203 030000C03F 040000000000000440 050568656C6C6F 00")
    );
}
