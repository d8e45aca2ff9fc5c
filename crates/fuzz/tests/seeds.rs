//! The seeds of the fuzz targets: small evidence with one of everything, from the builders of `autopsync-synth`.
//!
//! They are files, because fuzzers and the replay read files; this test keeps them what the builders make. With
//! `AUTOPSYNC_REWRITE=1` it writes them.

use autopsync_model::{AppliedOffset, ReplId};
use autopsync_stream::{BacklogFile, Origin};
use autopsync_synth::{
    rdb::{
        Blob, Consumer, Entry, Group, Intset, IntsetWidth, Listpack, ModuleItem, Node, Pending,
        QuicklistNode, RdbBuilder, Str, StreamId, StreamType, StreamValue, Value, Ziplist, Zipmap,
    },
    stream::{Framing, StreamBuilder},
};
use std::{fs, io, path::Path};

type Seed = (&'static str, Vec<u8>);

fn one(value: &Value) -> Vec<u8> {
    RdbBuilder::redis(12).key("k", value).finish()
}

fn plain_values() -> Vec<Seed> {
    let scores = [("a", 1.5), ("b", f64::INFINITY)];
    vec![
        ("00-string", one(&Value::string("v"))),
        ("00-string-int", one(&Value::string(Str::Int16(-300)))),
        ("00-string-lzf", one(&Value::string(Str::Lzf(b"aaaaaaaaaaaaaaaabcbcbc")))),
        ("01-list", one(&Value::list(&["a", "1", ""]))),
        ("02-set", one(&Value::set(&["a", "b"]))),
        ("03-zset-ascii", one(&Value::zset_ascii(&scores))),
        ("04-hash", one(&Value::hash(&["f", "v", "g", "w"]))),
        ("05-zset", one(&Value::zset(&scores))),
        (
            "07-module",
            one(&Value::module(
                "TestType-",
                1,
                &[
                    ModuleItem::Signed(-1),
                    ModuleItem::Unsigned(2),
                    ModuleItem::Float(1.5),
                    ModuleItem::Double(2.5),
                    ModuleItem::String("s".into()),
                ],
            )),
        ),
    ]
}

fn packed_values() -> Vec<Seed> {
    let all = ["a", "0", "12", "-1", "300", "70000", "-9000000", "99999999999"];
    let pairs = ["f", "1", "g", "2.5"];
    let long = "t".repeat(70);
    vec![
        (
            "09-zipmap",
            one(&Value::hash_zipmap(Zipmap::new().entry(b"f", b"v", 2).entry(b"", b"", 0))),
        ),
        ("10-ziplist", one(&Value::list_ziplist(Ziplist::of(all).text(long.as_bytes())))),
        ("10-ziplist-lzf", one(&Value::list_ziplist(Blob::from(Ziplist::of(all)).lzf()))),
        ("11-intset-16", one(&Value::set_intset(Intset::new(IntsetWidth::I16, [-5, 1, 300])))),
        ("11-intset-64", one(&Value::set_intset(Intset::new(IntsetWidth::I64, [i64::MIN, 7])))),
        ("12-zset-ziplist", one(&Value::zset_ziplist(Ziplist::of(pairs)))),
        ("13-hash-ziplist", one(&Value::hash_ziplist(Ziplist::of(pairs).long_lengths()))),
        ("14-quicklist", one(&Value::quicklist([Ziplist::of(["a"]), Ziplist::of(["1", "b"])]))),
        ("16-hash-listpack", one(&Value::hash_listpack(Listpack::of(pairs)))),
        ("17-zset-listpack", one(&Value::zset_listpack(Listpack::of(pairs)))),
        (
            "18-quicklist-2",
            one(&Value::quicklist_2(&[
                QuicklistNode::Packed(Listpack::of(all).text(long.as_bytes()).into()),
                QuicklistNode::Plain(b"plain".to_vec()),
            ])),
        ),
        ("20-set-listpack", one(&Value::set_listpack(Listpack::of(all)))),
        (
            "24-hash-ttl",
            one(&Value::hash_with_ttls(&[("f", "v", 0), ("g", "w", 1_600_000_000_000)])),
        ),
        (
            "25-hash-ttl-listpack",
            one(&Value::hash_listpack_with_ttls(
                1_600_000_000_000,
                Listpack::of(["f", "v", "1600000000000", "g", "w", "0"]),
            )),
        ),
        (
            "22-valkey-hash-ttl",
            RdbBuilder::valkey(80)
                .key(
                    "k",
                    &Value::valkey_hash_with_ttls(&[("f", "v", -1), ("g", "w", 1_600_000_000_000)]),
                )
                .finish(),
        ),
    ]
}

fn streams() -> Vec<Seed> {
    let entries = vec![
        Entry::new(StreamId(1000, 5), &["f", "v"]),
        Entry::new(StreamId(1001, 0), &["f", "w"]).deleted(),
        Entry::new(StreamId(1001, 1), &["g", "12", "h", ""]),
    ];
    let pending = Pending { id: StreamId(1000, 5), delivered_ms: 1_600_000_000_000, deliveries: 3 };
    let stream = StreamValue::of(vec![Node::of(entries)]).group(Group {
        name: b"group".to_vec(),
        last_delivered: StreamId(1000, 5),
        entries_read: None,
        pending: vec![pending],
        consumers: vec![Consumer {
            name: b"c".to_vec(),
            seen_ms: 1_600_000_000_001,
            active_ms: -1,
            pending: vec![pending.id],
        }],
    });
    vec![
        ("15-stream", one(&Value::stream(StreamType::V1, &stream))),
        ("19-stream-2", one(&Value::stream(StreamType::V2, &stream))),
        ("21-stream-3", one(&Value::stream(StreamType::V3, &stream))),
        (
            "26-stream-4",
            RdbBuilder::redis(13).key("k", &Value::stream(StreamType::V4, &stream)).finish(),
        ),
    ]
}

fn files() -> Vec<Seed> {
    let id = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022";
    let v = &Value::string("v");
    vec![
        ("empty-v1", RdbBuilder::redis(1).finish_without_checksum()),
        ("empty-v9", RdbBuilder::redis(9).finish()),
        ("empty-valkey", RdbBuilder::valkey(80).finish_with_zero_checksum()),
        (
            "expiries",
            RdbBuilder::redis(9)
                .select(0)
                .resize(4, 2)
                .expires_at_ms(1_600_000_000_000)
                .key("a", v)
                .expires_at_seconds(1_600_000_000)
                .key("b", v)
                .idle(100)
                .key("c", v)
                .freq(200)
                .key(Str::Int32(-70000), v)
                .select(15)
                .key("", v)
                .finish(),
        ),
        (
            "replication",
            RdbBuilder::redis(9)
                .aux("redis-ver", "6.2.14")
                .aux("redis-bits", Str::Int8(64))
                .aux("ctime", Str::Int32(1_600_000_000))
                .replication(0, id, 4218)
                .aux("aof-preamble", Str::Int8(0))
                .select(0)
                .resize(1, 0)
                .key("k", v)
                .aux("lua", "return redis.call('incr',KEYS[1])")
                .finish(),
        ),
        (
            "functions",
            RdbBuilder::redis(12)
                .module_aux("TestType-", 1, 1, &[ModuleItem::Unsigned(1)])
                .function("#!lua name=l\nredis.register_function('f', function() return 1 end)")
                .select(0)
                .slot_info(15495, 1, 0)
                .key("k", v)
                .finish(),
        ),
        (
            "64-cron",
            RdbBuilder::redis(9)
                .aux("redis-ver", "6.2.2")
                .aux("mvcc-tstamp", "1882460143476539392")
                .key(
                    "job",
                    &Value::raw(
                        64,
                        b"\x08return 1\xe8\x03\0\0\0\0\0\0\x60\xea\0\0\0\0\0\0\x01\x01k\x01\x01a",
                    ),
                )
                .aux("keydb-subexpire-key", "job")
                .aux("keydb-subexpire-when", "61000")
                .key("set", &Value::set(&["a", "b"]))
                .aux("keydb-subexpire-key", "b")
                .aux("keydb-subexpire-when", "1600000000000")
                .finish(),
        ),
        (
            "trailing",
            RdbBuilder::redis(9)
                .key("k", v)
                .finish()
                .into_iter()
                .chain(*b"*1\r\n$4\r\nPING\r\n")
                .collect(),
        ),
        (
            "unknown-type",
            RdbBuilder::redis(99).key("k", v).key("l", &Value::raw(200, b"?")).finish(),
        ),
    ]
}

/// Damaged files: a few keys of several types, and one wound each.
fn wounded() -> Vec<Seed> {
    let whole = || {
        RdbBuilder::redis(12)
            .aux("redis-ver", "7.4.1")
            .select(0)
            .resize(5, 1)
            .key("a:1", &Value::string("the first value"))
            .key("b:2", &Value::hash_with_ttls(&[("f", "v", 0), ("g", "w", 9), ("h", "", 0)]))
            .expires_at_ms(1_600_000_000_000)
            .key("c:3", &Value::set_listpack(Listpack::of(["one", "two", "3"])))
            .key("d:4", &Value::zset(&[("m", 1.5), ("n", 2.0)]))
            .key("e:5", &Value::string("the last value"))
            .finish()
    };
    let wound = |at: usize, by: &[u8]| {
        let mut bytes = whole();
        bytes[at..at + by.len()].copy_from_slice(by);
        bytes
    };
    let mut early_end = whole();
    early_end.splice(50..50, *b"\xff\x01\x02\x03\x04\x05\x06\x07\x08");
    vec![
        ("sound", whole()),
        ("head", wound(0, b"X")),
        ("code", wound(31, &[0xee])),
        ("length", wound(36, &[0x40])),
        ("zeros", wound(70, &[0; 24])),
        ("text", wound(60, b"GET / HTTP/1.1\r\nHost: x")),
        ("early-end", early_end),
        ("cut", whole()[..90].to_vec()),
        ("piece", whole()[45..].to_vec()),
        (
            "unread",
            RdbBuilder::redis(9)
                .select(0)
                .resize(3, 0)
                .key("a", &Value::string("the first value"))
                .key("b", &Value::raw(200, b"?\x00\x01!".to_vec()))
                .key("c", &Value::string("the last value"))
                .finish(),
        ),
    ]
}

fn commands() -> StreamBuilder {
    StreamBuilder::new(AppliedOffset::new(4218))
        .select(0)
        .command(&["SET", "k", "a value of some length"])
        .transaction(&[
            &["INCR", "n"],
            &["EVALSHA", "1b936e3fe509bcbc9cd0664897bbe8fd0cac101b", "1", "k"],
        ])
        .ping()
        .getack()
        .select(3)
        .command(&["LPUSH", "l", "", "*1\r\n$4\r\nPING\r\n"])
}

fn stream_files() -> Vec<Seed> {
    let id =
        ReplId::from_bytes(b"6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022").unwrap_or(ReplId::CLEARED);
    let commands = commands();
    let snapshot = RdbBuilder::redis(9).key("k", &Value::string("v")).finish();
    let cut = &commands.bytes()[37..commands.bytes().len() - 9];
    let mut backlog = Vec::new();
    let origin = Origin::after_snapshot(id, AppliedOffset::new(4218)).with_db(Some(0));
    // Writing to memory cannot fail.
    let _ = BacklogFile::new(origin, None, commands.bytes()).write_to(&mut backlog);
    let short = StreamBuilder::new(AppliedOffset::new(7)).select(0).ping();
    vec![
        ("ping", StreamBuilder::new(AppliedOffset::new(0)).ping().bytes().to_vec()),
        ("commands", commands.bytes().to_vec()),
        ("inline", short.clone().inline("set k 'a b' \"\\x00\"").raw(b"\r\n\n").ping().bytes().to_vec()),
        ("mid-command", cut.to_vec()),
        ("backlog-file", backlog),
        ("full-resync-length", short.full_resync(id, &snapshot, Framing::LENGTH.keep_alives(2))),
        ("full-resync-mark", short.full_resync(id, &snapshot, Framing::mark([b'f'; 40]))),
        ("continue", short.continued(Some(id))),
        ("continue-2.8", short.continued(None)),
        ("aof", [b"#TS:1600000000\r\n", short.bytes()].concat()),
        ("manifest", b"file a.aof.1.base.rdb seq 1 type b\nfile a.aof.1.incr.aof seq 1 type i startoffset 1\n".to_vec()),
        ("sidecar", b"{\"replid\":\"6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022\",\"first_offset\":501,\"db\":0}".to_vec()),
    ]
}

fn aof_files() -> Vec<Seed> {
    let commands = commands();
    let snapshot = RdbBuilder::redis(9)
        .aux("aof-preamble", Str::Int8(1))
        .key("k", &Value::string("v"))
        .finish();
    let bytes = commands.bytes();
    let cut = &bytes[..bytes.len() - 9];
    let times = [b"#TS:1600000000\r\n", bytes, b"#TS:1600000001\r\n#note\n", bytes].concat();
    let manifest = b"# made by hand\nfile a.aof.2.base.rdb seq 2 type b\nfile a.aof.1.incr.aof seq 1 type h\nfile \"a \\x41.aof\" seq 2 type i startoffset 63 endoffset 105\n";
    vec![
        ("plain", bytes.to_vec()),
        ("annotated", times),
        ("preamble", [&snapshot, bytes].concat()),
        ("preamble-cut", [&snapshot, cut].concat()),
        ("base", snapshot),
        ("zeros", [bytes, &[0; 12]].concat()),
        ("manifest", manifest.to_vec()),
    ]
}

/// Streams of the engine: a version's number, then commands of every kind.
fn replay_files() -> Vec<Seed> {
    let start = || StreamBuilder::new(AppliedOffset::new(0));
    let kinds = start()
        .select(1)
        .command(&["SET", "s", "v", "PX", "5000"])
        .command(&["RPUSH", "l", "a", "1", "b"])
        .command(&["SADD", "S", "1", "2", "x"])
        .command(&["ZADD", "z", "1.5", "m", "inf", "n"])
        .command(&["HSET", "h", "f", "v"])
        .command(&["PFADD", "p", "a", "b"])
        .command(&["SETRANGE", "r", "100000", "x"]);
    let stream = start()
        .command(&["XADD", "x", "1-1", "f", "v"])
        .command(&["XGROUP", "CREATE", "x", "g", "0"])
        .command(&["XCLAIM", "x", "g", "c", "0", "1-1", "TIME", "5", "RETRYCOUNT", "1", "FORCE"])
        .command(&["XDEL", "x", "1-1"]);
    let stores = start()
        .command(&["RPUSH", "l", "3", "1", "2"])
        .command(&["SORT", "l", "BY", "nosort", "GET", "#", "GET", "#", "STORE", "l"])
        .command(&["COPY", "l", "m"])
        .command(&["GEOADD", "g", "13.3", "38.1", "p"])
        .command(&["GEOSEARCHSTORE", "d", "g", "FROMMEMBER", "p", "BYRADIUS", "9", "km"]);
    let scripts = start()
        .command(&["EVAL", "return redis.call('INCR', KEYS[1])", "1", "n"])
        .command(&["SCRIPT", "LOAD", "return 1"])
        .transaction(&[&["INCR", "n"], &["NOSUCH"]]);
    let of = |version: u8, stream: StreamBuilder| [&[version], stream.bytes()].concat();
    vec![
        ("kinds-2.8", of(1, kinds.clone())),
        ("kinds-7.0", of(5, kinds)),
        ("stream-7.0", of(5, stream)),
        ("stores-9.1", of(7, stores)),
        ("scripts-4.0", of(3, scripts)),
    ]
}

/// Scripts: a version's number, then text.
fn script_files() -> Vec<Seed> {
    let of = |version: u8, body: &str| [&[version], body.as_bytes()].concat();
    // Too long to be taken to pieces, each of which would run into its limit.
    let long = |version: u8, body: &str| of(version, &format!("{body} --{}", "-".repeat(300)));
    vec![
        ("call", of(4, "redis.call('set', KEYS[1], 1.5) return redis.call('get', KEYS[1])")),
        (
            "libraries",
            of(3, "return cjson.encode(cmsgpack.unpack(cmsgpack.pack({1, 'a', {b = 2}})))"),
        ),
        ("struct", of(2, "return struct.pack('>I2c3', 258, 'abc') .. bit.tohex(bit.bor(1, 2))")),
        ("pattern", of(1, "return string.gsub('hello world', '(%w+)', '<%1>')")),
        ("error", of(5, "redis.call('incr', KEYS[2]) error({err = 'x'})")),
        ("loop", long(0, "while true do end")),
        ("memory", long(6, "local s = 'x' while true do s = s .. s end")),
        ("data", long(7, "for i = 1, 1e9 do redis.call('setrange', i, 1000000, 'x') end")),
        ("pcall", long(4, "while true do pcall(function() while true do end end) end")),
    ]
}

fn compare(target: &str, seeds: Vec<Seed>) -> io::Result<()> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/fuzz").join(target);
    let rewrite = std::env::var_os("AUTOPSYNC_REWRITE").is_some();
    for (name, bytes) in seeds {
        let path = dir.join(format!("seed-{name}"));
        if rewrite {
            fs::create_dir_all(&dir)?;
            fs::write(&path, &bytes)?;
        }
        let found = fs::read(&path)?;
        assert_eq!(found, bytes, "{}: run again with AUTOPSYNC_REWRITE=1", path.display());
    }
    Ok(())
}

#[test]
fn the_seeds_of_rdb_are_what_the_builders_make() {
    let seeds = [plain_values(), packed_values(), streams(), files()];
    compare("rdb", seeds.into_iter().flatten().collect()).unwrap();
}

#[test]
fn the_seeds_of_write_then_read_are_what_the_builders_make() {
    let seeds = [plain_values(), packed_values(), streams()].concat();
    compare("write_then_read", seeds).unwrap();
}

#[test]
fn the_seeds_of_replay_are_what_the_builders_make() {
    compare("replay", replay_files()).unwrap();
}

#[test]
fn the_seeds_of_script_are_what_the_builders_make() {
    compare("script", script_files()).unwrap();
}

#[test]
fn the_seeds_of_salvage_are_what_the_builders_make() {
    compare("salvage", wounded()).unwrap();
}

#[test]
fn the_seeds_of_aof_are_what_the_builders_make() {
    compare("aof", aof_files()).unwrap();
}

#[test]
fn the_seeds_of_stream_are_what_the_builders_make() {
    compare("stream", stream_files()).unwrap();
}
