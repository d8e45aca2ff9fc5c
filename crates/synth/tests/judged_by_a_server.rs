//! A real server reads what the builders write: every encoding that 7.0 can load, and what it dumps itself.

use autopsync_synth::{
    live::{Connection, LiveServer, Reply},
    rdb::{
        Blob, Consumer, Entry, Group, Intset, IntsetWidth, Listpack, ListpackInt, Node, Pending,
        QuicklistNode, RdbBuilder, Str, StreamId, StreamType, StreamValue, Value, Ziplist,
        ZiplistInt, Zipmap,
    },
};
use std::io;

/// Integers at the edges of every width of every encoding.
const EDGES: [i64; 24] = [
    0,
    1,
    12,
    13,
    127,
    128,
    -1,
    -128,
    -129,
    4095,
    4096,
    -4096,
    -4097,
    32767,
    32768,
    -32768,
    -32769,
    8388607,
    -8388608,
    8388608,
    2147483647,
    -2147483648,
    i64::MAX,
    i64::MIN,
];

/// Asks and returns the strings of the reply, as text.
fn strings(client: &mut Connection, command: &[&str]) -> io::Result<Vec<String>> {
    let reply = client.command(command)?;
    let strings =
        reply.strings().ok_or_else(|| io::Error::other(format!("{command:?}: {reply:?}")))?;
    Ok(strings.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect())
}

/// What a key must hold, and the command that tells.
struct Expected {
    key: String,
    value: Value,
    command: &'static [&'static str],
    reply: Vec<String>,
    sorted: bool,
}

impl Expected {
    fn ordered(key: &str, value: Value, command: &'static [&'static str], reply: &[&str]) -> Self {
        let reply = reply.iter().map(|text| (*text).to_owned()).collect();
        Self { key: key.to_owned(), value, command, reply, sorted: false }
    }

    fn unordered(
        key: &str,
        value: Value,
        command: &'static [&'static str],
        reply: &[&str],
    ) -> Self {
        Self { sorted: true, ..Self::ordered(key, value, command, reply) }
    }
}

const LIST: &[&str] = &["LRANGE", "KEY", "0", "-1"];
const SET: &[&str] = &["SMEMBERS", "KEY"];
const ZSET: &[&str] = &["ZRANGE", "KEY", "0", "-1", "WITHSCORES"];
const HASH: &[&str] = &["HGETALL", "KEY"];
const STRING: &[&str] = &["MGET", "KEY"];

fn string_forms() -> Vec<Expected> {
    let long = "x".repeat(70_000);
    let runs = format!("{}bc{}", "a".repeat(600), "d".repeat(9));
    let literals = autopsync_synth::rdb::literals(runs.as_bytes());
    let literals = Str::LzfOf { compressed: &literals, length: runs.len() as u64 };
    let string =
        |key, value: Str<'_>, text| Expected::ordered(key, Value::string(value), STRING, &[text]);
    vec![
        string("raw", "v".into(), "v"),
        string("empty", "".into(), ""),
        string("long", long.as_str().into(), &long),
        string("int8", Str::Int8(-128), "-128"),
        string("int16", Str::Int16(-32768), "-32768"),
        string("int32", Str::Int32(i32::MIN), "-2147483648"),
        string("lzf", Str::Lzf(runs.as_bytes()), &runs),
        string("lzf-literals", literals, &runs),
    ]
}

fn plain_types() -> Vec<Expected> {
    let infinite = [("a", f64::NEG_INFINITY), ("b", -1.5), ("c", 3.0), ("d", f64::INFINITY)];
    let scores = ["a", "-inf", "b", "-1.5", "c", "3", "d", "inf"];
    vec![
        Expected::ordered("list", Value::list(&["c", "a", "b"]), LIST, &["c", "a", "b"]),
        Expected::unordered("set", Value::set(&["c", "a", "b"]), SET, &["a", "b", "c"]),
        Expected::unordered(
            "hash",
            Value::hash(&["f", "1", "g", "2"]),
            HASH,
            &["1", "2", "f", "g"],
        ),
        Expected::ordered("zset", Value::zset(&infinite), ZSET, &scores),
        Expected::ordered("zset-ascii", Value::zset_ascii(&infinite), ZSET, &scores),
    ]
}

/// All integers and all lengths of text in one ziplist and one listpack, in the widths that a server would choose.
fn packed_edges() -> Vec<Expected> {
    let mut texts: Vec<String> = EDGES.iter().map(i64::to_string).collect();
    for length in [0, 1, 63, 64, 253, 254, 4095, 4096, 16383, 16384] {
        texts.push("t".repeat(length));
    }
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let small: Vec<&str> = all.iter().copied().filter(|text| text.len() <= 64).collect();
    let node = |pack: Listpack| QuicklistNode::Packed(pack.into());
    vec![
        Expected::ordered("ziplist", Value::list_ziplist(Ziplist::of(&all)), LIST, &all),
        Expected::ordered(
            "ziplist-long-lengths",
            Value::list_ziplist(Ziplist::of(&small).long_lengths()),
            LIST,
            &small,
        ),
        Expected::ordered(
            "ziplist-lzf",
            Value::list_ziplist(Blob::from(Ziplist::of(&all)).lzf()),
            LIST,
            &all,
        ),
        Expected::ordered("listpack", Value::quicklist_2(&[node(Listpack::of(&all))]), LIST, &all),
    ]
}

/// Integers and text in wider forms than needed, which are legal to read.
fn packed_wide_forms() -> Vec<Expected> {
    let zip = [ZiplistInt::I8, ZiplistInt::I16, ZiplistInt::I24, ZiplistInt::I32, ZiplistInt::I64];
    let zip = zip.iter().fold(Ziplist::new().text_32(b"t"), |list, form| list.int_as(*form, -7));
    let pack =
        [ListpackInt::I13, ListpackInt::I16, ListpackInt::I24, ListpackInt::I32, ListpackInt::I64];
    let pack = pack.iter().fold(Listpack::new().text_32(b"t"), |list, form| list.int_as(*form, -7));
    let expected = ["t", "-7", "-7", "-7", "-7", "-7"];
    vec![
        Expected::ordered("ziplist-wide", Value::list_ziplist(zip), LIST, &expected),
        Expected::ordered(
            "listpack-wide",
            Value::quicklist_2(&[QuicklistNode::Packed(pack.state_count(0xffff).into())]),
            LIST,
            &expected,
        ),
    ]
}

fn packed_types() -> Vec<Expected> {
    let pairs = ["m", "-inf", "n", "2.5", "o", "17"];
    let fields = ["f", "1", "g", "two"];
    let sorted = ["1", "f", "g", "two"];
    let map = Zipmap::new().entry(b"f", b"1", 3).entry(b"g", b"two", 0);
    let long = "v".repeat(300);
    let long_map = Zipmap::new().entry(b"f", long.as_bytes(), 0);
    let set = |width, integers: &[i64]| Value::set_intset(Intset::new(width, integers));
    let nodes = [Ziplist::of(["a", "1"]), Ziplist::of(["b"])];
    let nodes_2 = [
        QuicklistNode::Packed(Listpack::of(["a", "1"]).into()),
        QuicklistNode::Plain(b"plain".to_vec()),
        QuicklistNode::Packed(Blob::from(Listpack::of(["b"])).lzf()),
    ];
    vec![
        Expected::ordered("zset-ziplist", Value::zset_ziplist(Ziplist::of(pairs)), ZSET, &pairs),
        Expected::ordered("zset-listpack", Value::zset_listpack(Listpack::of(pairs)), ZSET, &pairs),
        Expected::unordered("hash-zipmap", Value::hash_zipmap(map), HASH, &sorted),
        Expected::unordered("zipmap-long", Value::hash_zipmap(long_map), HASH, &["f", &long]),
        Expected::unordered(
            "hash-ziplist",
            Value::hash_ziplist(Ziplist::of(fields)),
            HASH,
            &sorted,
        ),
        Expected::unordered(
            "hash-listpack",
            Value::hash_listpack(Listpack::of(fields)),
            HASH,
            &sorted,
        ),
        Expected::unordered(
            "intset16",
            set(IntsetWidth::I16, &[-5, 1, 300]),
            SET,
            &["-5", "1", "300"],
        ),
        Expected::unordered("intset32", set(IntsetWidth::I32, &[-70000, 1]), SET, &["-70000", "1"]),
        Expected::unordered(
            "intset64",
            set(IntsetWidth::I64, &[i64::MIN, i64::MAX]),
            SET,
            &["-9223372036854775808", "9223372036854775807"],
        ),
        Expected::ordered("quicklist", Value::quicklist(nodes), LIST, &["a", "1", "b"]),
        Expected::ordered(
            "quicklist2",
            Value::quicklist_2(&nodes_2),
            LIST,
            &["a", "1", "plain", "b"],
        ),
    ]
}

#[test]
fn every_encoding_is_loaded_as_it_was_meant() {
    let Some(_) = LiveServer::find_at_least(7, 0, "every_encoding_is_loaded_as_it_was_meant")
    else {
        return;
    };
    let expected =
        [string_forms(), plain_types(), packed_edges(), packed_wide_forms(), packed_types()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>();
    let mut file = RdbBuilder::redis(10).aux("redis-ver", "7.0.15").select(0);
    for Expected { key, value, .. } in &expected {
        file = file.key(key.as_str(), value);
    }
    // Sanitising makes the server walk every packed structure.
    let args = ["--sanitize-dump-payload", "yes"];
    let server = LiveServer::start_with_snapshot(&file.finish(), &args).unwrap();
    let mut client = server.connect().unwrap();
    for Expected { key, command, reply, sorted, .. } in &expected {
        let command: Vec<_> =
            command.iter().map(|word| if *word == "KEY" { key.as_str() } else { word }).collect();
        let mut found = strings(&mut client, &command).unwrap();
        if *sorted {
            found.sort();
        }
        assert_eq!(found, *reply, "{key}");
    }
}

#[test]
fn records_around_keys_are_understood() {
    let Some(_) = LiveServer::find_at_least(7, 0, "records_around_keys_are_understood") else {
        return;
    };
    let file = RdbBuilder::redis(10)
        .aux("redis-ver", "7.0.15")
        .aux("ctime", Str::Int32(1_700_000_000))
        .replication(3, &"a".repeat(40), 1 << 40)
        .function("#!lua name=lib\nredis.register_function('f', function() return 1 end)")
        .select(0)
        .resize(3, 2)
        .expires_at_ms(4_102_444_800_123)
        .key("ms", &Value::string("v"))
        .expires_at_seconds(2_000_000_000)
        .idle(1000)
        .key("seconds", &Value::string("v"))
        .key("for-ever", &Value::string("v"))
        .select(9)
        .freq(200)
        .key(Str::Int8(42), &Value::string("v"))
        .finish();
    let server = LiveServer::start_with_snapshot(&file, &[]).unwrap();
    let mut client = server.connect().unwrap();
    let mut ask = |words: &[&str]| client.command(words).unwrap();
    assert_eq!(ask(&["PEXPIRETIME", "ms"]), Reply::Integer(4_102_444_800_123));
    assert_eq!(ask(&["PEXPIRETIME", "seconds"]), Reply::Integer(2_000_000_000_000));
    assert_eq!(ask(&["PEXPIRETIME", "for-ever"]), Reply::Integer(-1));
    assert!(ask(&["OBJECT", "IDLETIME", "seconds"]).integer().unwrap() >= 1000);
    assert_eq!(ask(&["FCALL", "f", "0"]), Reply::Integer(1));
    assert_eq!(ask(&["SELECT", "9"]), Reply::ok());
    assert_eq!(ask(&["GET", "42"]), Reply::Bulk(b"v".to_vec()));
    // From 7.0 on, a master keeps the history of its snapshot as the second one.
    let info = ask(&["INFO", "replication"]).text().unwrap();
    assert!(info.contains(&format!("master_replid2:{}", "a".repeat(40))), "{info}");
    assert!(info.contains(&format!("second_repl_offset:{}", (1u64 << 40) + 1)), "{info}");
}

fn stream() -> StreamValue {
    let entries = vec![
        Entry::new(StreamId(1000, 5), &["f", "v"]),
        Entry::new(StreamId(1000, 6), &["f", "w"]).deleted(),
        Entry::new(StreamId(1001, 0), &["f", "12", "other", ""]),
    ];
    let more = vec![Entry::new(StreamId(2000, 0), &["f", "last"])];
    let pending = Pending { id: StreamId(1000, 5), delivered_ms: 1_600_000_000_000, deliveries: 3 };
    StreamValue::of(vec![Node::of(entries), Node::of(more)]).group(Group {
        name: b"group".to_vec(),
        last_delivered: StreamId(1001, 0),
        entries_read: None,
        pending: vec![pending],
        consumers: vec![Consumer {
            name: b"consumer".to_vec(),
            seen_ms: 1_600_000_000_001,
            active_ms: -1,
            pending: vec![pending.id],
        }],
    })
}

#[test]
fn a_stream_keeps_its_entries_groups_and_counters() {
    let name = "a_stream_keeps_its_entries_groups_and_counters";
    let Some(_) = LiveServer::find_at_least(7, 0, name) else {
        return;
    };
    let file = RdbBuilder::redis(10)
        .key("v1", &Value::stream(StreamType::V1, &stream()))
        .key("v2", &Value::stream(StreamType::V2, &stream()))
        .finish();
    let args = ["--sanitize-dump-payload", "yes"];
    let server = LiveServer::start_with_snapshot(&file, &args).unwrap();
    let mut client = server.connect().unwrap();
    for key in ["v1", "v2"] {
        assert_eq!(
            format!("{:?}", client.command(&["XRANGE", key, "-", "+"]).unwrap()),
            r#"[["1000-5", ["f", "v"]], ["1001-0", ["f", "12", "other", ""]], ["2000-0", ["f", "last"]]]"#
        );
        let info = client.command(&["XINFO", "STREAM", key, "FULL"]).unwrap();
        let groups = format!("{:?}", info.array().unwrap().last().unwrap());
        assert!(
            groups.starts_with(r#"[["name", "group", "last-delivered-id", "1001-0""#),
            "{groups}"
        );
        assert!(groups.contains(r#"["1000-5", "consumer", :1600000000000, :3]"#), "{groups}");
        assert!(groups.contains(r#""seen-time", :1600000000001"#), "{groups}");
    }
    let info = format!("{:?}", client.command(&["XINFO", "STREAM", "v2"]).unwrap());
    assert!(info.contains(r#""max-deleted-entry-id", "1000-6", "entries-added", :4"#), "{info}");
}

/// The other direction: what a server of 7.0 dumps is what the builder writes, byte for byte.
#[test]
fn a_server_dumps_the_same_bytes() {
    let Some(_) = LiveServer::find_at_least(7, 0, "a_server_dumps_the_same_bytes") else {
        return;
    };
    let server = LiveServer::start(&["--rdbcompression", "no"]).unwrap();
    let mut client = server.connect().unwrap();
    let version = client.info("redis_version").unwrap();
    if !version.starts_with("7.0.") {
        let reason = format!("dumps of 7.0 are compared, and this is {version}");
        return autopsync_synth::live::skip("a_server_dumps_the_same_bytes", &reason);
    }
    let texts: Vec<String> = EDGES.iter().map(i64::to_string).collect();
    let edges: Vec<&str> = texts.iter().map(String::as_str).collect();
    let zset = ["m", "-3", "n", "2.5"];
    let entries = vec![
        Entry::new(StreamId(5, 9), &["f", "1"]),
        Entry::new(StreamId(6, 0), &["f", "x"]),
        Entry::new(StreamId(7, 1), &["g", "y"]),
    ];
    let stream = StreamValue::of(vec![Node::of(entries)]);
    let cases: &[(&[&str], Value)] = &[
        (&["SET", "KEY", "-129"], Value::string(Str::Int16(-129))),
        (&["SET", "KEY", "007"], Value::string("007")),
        (
            &["HSET", "KEY", "f", "1", "g", "two"],
            Value::hash_listpack(Listpack::of(["f", "1", "g", "two"])),
        ),
        (&["ZADD", "KEY", "-3", "m", "2.5", "n"], Value::zset_listpack(Listpack::of(zset))),
        (
            &["SADD", "KEY", "70000", "-5"],
            Value::set_intset(Intset::new(IntsetWidth::I32, [-5, 70000])),
        ),
        (&["SADD", "KEY", "member"], Value::set(&["member"])),
        (
            &[&["RPUSH", "KEY"], &edges[..]].concat(),
            Value::quicklist_2(&[QuicklistNode::Packed(Listpack::of(&edges).into())]),
        ),
    ];
    for (command, value) in cases {
        client.command(&["DEL", "KEY"]).unwrap();
        assert!(!client.command(command).unwrap().is_error(), "{command:?}");
        let dump = client.command(&["DUMP", "KEY"]).unwrap();
        assert_eq!(dump.bytes().unwrap(), value.dump_payload(10), "{command:?}");
    }
    for command in ["XADD s 5-9 f 1", "XADD s 6-0 f x", "XADD s 7-1 g y"] {
        client.command(&command.split(' ').collect::<Vec<_>>()).unwrap();
    }
    let dump = client.command(&["DUMP", "s"]).unwrap();
    assert_eq!(dump.bytes().unwrap(), Value::stream(StreamType::V2, &stream).dump_payload(10));
}
