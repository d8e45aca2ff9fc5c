//! Small snapshots of different habits.

use autopsync_synth::rdb::{
    Blob, Entry, Group, Intset, IntsetWidth, Listpack, Node, QuicklistNode, RdbBuilder, Str,
    StreamId, StreamType, StreamValue, Value, Ziplist, Zipmap,
};

/// A snapshot and a word for it.
pub struct Fixture {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// Whether collections without inner structure hold empty strings: their bytes are those of keys.
    pub holds_empty: bool,
}

pub fn all() -> Vec<Fixture> {
    let fixture = |name, bytes| Fixture { name, bytes, holds_empty: false };
    vec![
        fixture("short names", short_names()),
        fixture("every type", every_type()),
        Fixture { name: "plain collections", bytes: plain_collections(), holds_empty: true },
        fixture("old types", old_types()),
        fixture("binary names", binary_names()),
        fixture("expiring, three databases", expiring()),
        fixture("fields that expire", expiring_fields()),
        fixture("valkey", valkey()),
    ]
}

/// The hardest: names and values of one and two bytes, nothing to check.
pub fn short_names() -> Vec<u8> {
    let mut builder = RdbBuilder::redis(9).aux("redis-ver", "6.2.14").select(0).resize(30, 0);
    for n in 0..30 {
        builder = builder.key(format!("k{n}").as_str(), &Value::string(format!("v{n}").as_str()));
    }
    builder.finish()
}

pub fn every_type() -> Vec<u8> {
    let long = "lorem ipsum dolor sit amet, ".repeat(4);
    let stream = StreamValue::of(vec![Node::of(vec![
        Entry::new(StreamId(1_700_000_000_000, 0), &["name", "ada", "age", "36"]),
        Entry::new(StreamId(1_700_000_000_001, 0), &["name", "bob", "age", "41"]),
    ])])
    .group(Group {
        name: b"readers".to_vec(),
        last_delivered: StreamId(1_700_000_000_000, 0),
        entries_read: Some(1),
        pending: Vec::new(),
        consumers: Vec::new(),
    });
    RdbBuilder::redis(11)
        .aux("redis-ver", "7.2.6")
        .aux("redis-bits", Str::Int8(64))
        .aux("ctime", Str::Int32(1_700_000_000))
        .function("#!lua name=lib\nredis.register_function('f', function() return 1 end)")
        .select(0)
        .resize(14, 1)
        .key("greeting", &Value::string("hello, world"))
        .key("counter:visits", &Value::string(Str::Int16(4711)))
        .key("article:1", &Value::string(Str::Lzf(long.as_bytes())))
        .key("queue:jobs", &quicklist_2())
        .key("user:1000", &Value::hash_listpack(Listpack::of(["name", "ada", "age", "36"])))
        .key("tags", &Value::set_listpack(Listpack::of(["red", "green", "blue"])))
        .key("ids", &Value::set_intset(Intset::new(IntsetWidth::I32, [1, 70_000, 80_000])))
        .key("scores", &Value::zset_listpack(Listpack::of(["ada", "1.5", "bob", "17"])))
        .expires_at_ms(1_900_000_000_000)
        .key("session:77", &Value::hash(&["token", "abcdef", "ip", "10.0.0.1"]))
        .key("ranking", &Value::zset(&[("first", 1.0), ("second", 2.5), ("third", 1e9)]))
        .key("events", &Value::stream(StreamType::V3, &stream))
        .key("members", &Value::set(&["anna", "berta", "carla", "dora"]))
        .key("list:old", &Value::list(&["one", "two", "three"]))
        .key("bye", &Value::string("the last one"))
        .finish()
}

fn quicklist_2() -> Value {
    Value::quicklist_2(&[
        QuicklistNode::Packed(Blob::from(Listpack::of(["job:1", "job:2", "job:3"]))),
        QuicklistNode::Plain(b"a long element that has a node of its own".to_vec()),
    ])
}

/// Collections without inner structure, empty strings among them.
pub fn plain_collections() -> Vec<u8> {
    RdbBuilder::redis(9)
        .aux("redis-ver", "5.0.14")
        .select(0)
        .resize(8, 0)
        .key("hash:one", &Value::hash(&["a", "1", "b", "", "c", "3", "", "x"]))
        .key("set:one", &Value::set(&["", "a", "bb", "ccc"]))
        .key("list:one", &Value::list(&["", "", "x", "yy", "\u{1}", "\u{2}\u{3}"]))
        .key("zset:one", &Value::zset(&[("m", 0.0), ("n", 1.0), ("o", -1.0)]))
        .key("hash:two", &Value::hash(&["field", "", "other", "", "third", "value"]))
        .key("set:two", &Value::set(&["member:1", "member:2", "member:3"]))
        .key("list:two", &Value::list(&["element", "of", "a", "list"]))
        .key("text", &Value::string("some text"))
        .finish()
}

/// What 2.4 to 6.2 wrote.
pub fn old_types() -> Vec<u8> {
    let zipmap = Zipmap::new().entry(b"foo", b"bar", 0).entry(b"baz", b"qux", 2);
    RdbBuilder::redis(6)
        .select(0)
        .key("zipmap", &Value::hash_zipmap(zipmap))
        .key("ziplist", &Value::list_ziplist(Ziplist::of(["a", "b", "1", "300"])))
        .key("zset:z", &Value::zset_ziplist(Ziplist::of(["a", "1", "b", "2.5"])))
        .key("hash:z", &Value::hash_ziplist(Ziplist::of(["f", "v", "g", "w"])))
        .key("zset:ascii", &Value::zset_ascii(&[("x", 1.5), ("y", f64::INFINITY)]))
        .key("string", &Value::string("value"))
        .key("another", &Value::string("another value"))
        .finish()
}

/// Names of random bytes, as hashes make them.
pub fn binary_names() -> Vec<u8> {
    let mut builder = RdbBuilder::redis(10).aux("redis-ver", "7.0.15").select(0).resize(16, 0);
    let mut random = super::wounds::Random::new(7);
    for n in 0..16 {
        let name = random.bytes(16);
        let value = if n % 4 == 3 {
            Value::hash_listpack(Listpack::of([random.bytes(8), random.bytes(20)]))
        } else {
            Value::string(random.bytes(24).as_slice())
        };
        builder = builder.key(name.as_slice(), &value);
    }
    builder.finish()
}

pub fn expiring() -> Vec<u8> {
    let mut builder = RdbBuilder::redis(9).aux("redis-ver", "6.0.20");
    for db in [0, 3, 7] {
        builder = builder.select(db).resize(6, 6);
        for n in 0..6 {
            builder = builder
                .expires_at_ms(1_800_000_000_000 + n * 1000)
                .idle(3600)
                .key(format!("session:{db}:{n}").as_str(), &Value::string("data of a session"));
        }
    }
    builder.finish()
}

/// Fields without an expiry have the bytes of a string and its key.
pub fn expiring_fields() -> Vec<u8> {
    let fields: Vec<_> =
        (0..12).map(|n| (format!("field:{n}"), format!("value {n}"), n / 11 * 9)).collect();
    let fields: Vec<_> = fields.iter().map(|(f, v, ttl)| (f.as_str(), v.as_str(), *ttl)).collect();
    RdbBuilder::redis(12)
        .aux("redis-ver", "7.4.1")
        .select(0)
        .resize(5, 0)
        .key("set:packed", &Value::set_listpack(Listpack::of(["one", "two", "three"])))
        .key("hash:ttl", &Value::hash_with_ttls(&fields))
        .key("user:1", &Value::string("the first user"))
        .key("user:2", &Value::string("the second user"))
        .key("list:packed", &quicklist_2())
        .finish()
}

pub fn valkey() -> Vec<u8> {
    RdbBuilder::valkey(80)
        .aux("valkey-ver", "9.0.0")
        .select(0)
        .resize(4, 0)
        .key(
            "hash:ttl",
            &Value::valkey_hash_with_ttls(&[("a", "1", -1), ("b", "2", 1_900_000_000_000)]),
        )
        .key("hash:packed", &Value::hash_listpack(Listpack::of(["field", "value"])))
        .key("plain", &Value::string("value of a string"))
        .key("last", &Value::string("value of the last"))
        .finish()
}
