//! `XINFO`.

use super::{
    counter::{Rules, lag},
    entry_reply, groups, id_reply, refuse_subcommand,
};
use crate::{
    CommandError, Reply,
    args::{integer, is},
    caveat::Caveat,
    context::Context,
    error::refusal,
    value::{Consumer, Group, Stream, StreamId},
};

/// Which fields a version tells.
struct Teller {
    /// Counters of entries (7.0).
    counters: Option<Rules>,
    /// When a consumer last read something (7.2).
    activity: bool,
    now: i64,
}

/// Fields of an answer, by name.
type Map = Vec<(Reply, Reply)>;

fn put(map: &mut Map, name: &str, value: Reply) {
    map.push((Reply::bulk(name), value));
}

fn number(value: usize) -> Reply {
    Reply::Int(i64::try_from(value).unwrap_or(i64::MAX))
}

fn known(value: Option<i64>) -> Reply {
    value.map_or(Reply::Nil, Reply::Int)
}

/// `XINFO STREAM key [FULL [COUNT n]]`, `XINFO GROUPS key`, `XINFO CONSUMERS key group`, `XINFO HELP`
pub(super) fn xinfo(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let modern = cx.at_least(7, 0, 0);
    let usage = || refuse_subcommand(modern, "XINFO", args[1]);
    if is(args[1], "HELP") && args.len() == 2 {
        // The texts are left out, as for `XGROUP HELP`.
        return Ok(Reply::Array(Vec::new()));
    }
    let key = args.get(2).ok_or_else(usage)?;
    let teller = Teller {
        counters: modern.then(|| Rules::of(cx)),
        activity: cx.at_least(7, 2, 0),
        now: cx.state.now_ms,
    };
    if is(args[1], "CONSUMERS") {
        cx.note_in_script(Caveat::ClockRead);
    }
    let tells_all = cx.at_least(6, 0, 0);
    let stream = cx.read::<Stream>(key)?.ok_or(refusal::NO_SUCH_KEY)?;
    match &args[3..] {
        [group] if is(args[1], "CONSUMERS") => {
            let found = stream.groups.get(*group);
            let found = found.ok_or_else(|| groups::no_group(group, key))?;
            Ok(teller.consumers(found))
        }
        [] if is(args[1], "GROUPS") => Ok(teller.groups(stream)),
        [] if is(args[1], "STREAM") => Ok(teller.stream(stream)),
        [full] if tells_all && is(args[1], "STREAM") && is(full, "FULL") => {
            Ok(teller.stream_in_full(stream, 10))
        }
        [full, word, count]
            if tells_all && is(args[1], "STREAM") && is(full, "FULL") && is(word, "COUNT") =>
        {
            let count = usize::try_from(integer(count)?).unwrap_or(10);
            Ok(teller.stream_in_full(stream, if count == 0 { usize::MAX } else { count }))
        }
        _ => Err(usage()),
    }
}

impl Teller {
    fn consumers(&self, group: &Group) -> Reply {
        let since = |ms: i64| self.now.wrapping_sub(ms);
        let consumers = group.consumers.iter().map(|(name, consumer)| {
            let mut map = Map::new();
            put(&mut map, "name", Reply::bulk(name));
            put(&mut map, "pending", number(group.pending_of(name)));
            put(&mut map, "idle", Reply::Int(since(consumer.seen_ms).max(0)));
            if self.activity {
                let active = consumer.active_ms;
                let inactive = if active == -1 { -1 } else { since(active) };
                put(&mut map, "inactive", Reply::Int(inactive));
            }
            Reply::Map(map)
        });
        Reply::Array(consumers.collect())
    }

    fn groups(&self, stream: &Stream) -> Reply {
        let groups = stream.groups.iter().map(|(name, group)| {
            let mut map = Map::new();
            put(&mut map, "name", Reply::bulk(name));
            put(&mut map, "consumers", number(group.consumers.len()));
            put(&mut map, "pending", number(group.pending.len()));
            put(&mut map, "last-delivered-id", id_reply(group.last_id));
            self.put_counters(&mut map, stream, group);
            Reply::Map(map)
        });
        Reply::Array(groups.collect())
    }

    fn put_counters(&self, map: &mut Map, stream: &Stream, group: &Group) {
        if let Some(rules) = self.counters {
            put(map, "entries-read", known(group.entries_read.map(|read| read as i64)));
            put(map, "lag", known(lag(stream, group, rules)));
        }
    }

    /// What both forms of `STREAM` begin with. The shape of the server's radix tree is not kept here: the two
    /// numbers about it are right for streams of one node only.
    fn head(&self, stream: &Stream) -> Map {
        let mut map = Map::new();
        let nodes = usize::from(stream.entries.len() > 0);
        put(&mut map, "length", number(stream.entries.len()));
        put(&mut map, "radix-tree-keys", number(nodes));
        put(&mut map, "radix-tree-nodes", number(nodes + 1));
        put(&mut map, "last-generated-id", id_reply(stream.last_id));
        if self.counters.is_some() {
            put(&mut map, "max-deleted-entry-id", id_reply(stream.max_deleted_id));
            put(&mut map, "entries-added", Reply::Int(stream.entries_added as i64));
            let first = stream.entries.first().unwrap_or_default();
            put(&mut map, "recorded-first-entry-id", id_reply(first));
        }
        map
    }

    fn stream(&self, stream: &Stream) -> Reply {
        let mut map = self.head(stream);
        put(&mut map, "groups", number(stream.groups.len()));
        let entries = &stream.entries;
        let first = entries.iter().next();
        let last = entries.range_back(StreamId::MIN, StreamId::MAX).next();
        for (name, entry) in [("first-entry", first), ("last-entry", last)] {
            put(&mut map, name, entry.map_or(Reply::Nil, |(id, fields)| entry_reply(id, fields)));
        }
        Reply::Map(map)
    }

    fn stream_in_full(&self, stream: &Stream, count: usize) -> Reply {
        let mut map = self.head(stream);
        let entries = stream.entries.iter().take(count).map(|(id, fields)| entry_reply(id, fields));
        put(&mut map, "entries", Reply::Array(entries.collect()));
        let groups = stream.groups.iter().map(|(name, group)| {
            let mut map = Map::new();
            put(&mut map, "name", Reply::bulk(name));
            put(&mut map, "last-delivered-id", id_reply(group.last_id));
            self.put_counters(&mut map, stream, group);
            put(&mut map, "pel-count", number(group.pending.len()));
            put(&mut map, "pending", pending(group, count));
            let consumers = group.consumers.iter();
            let consumers =
                consumers.map(|(name, consumer)| self.consumer(group, name, consumer, count));
            put(&mut map, "consumers", Reply::Array(consumers.collect()));
            Reply::Map(map)
        });
        let groups = Reply::Array(groups.collect());
        put(&mut map, "groups", groups);
        Reply::Map(map)
    }

    fn consumer(&self, group: &Group, name: &[u8], consumer: &Consumer, count: usize) -> Reply {
        let mut map = Map::new();
        put(&mut map, "name", Reply::bulk(name));
        put(&mut map, "seen-time", Reply::Int(consumer.seen_ms));
        if self.activity {
            put(&mut map, "active-time", Reply::Int(consumer.active_ms));
        }
        put(&mut map, "pel-count", number(group.pending_of(name)));
        let own = group.pending.iter().filter(|(_, own)| own.consumer.as_deref() == Some(name));
        let own = own.take(count).map(|(id, own)| {
            let times = [Reply::Int(own.delivered_ms), Reply::Int(own.deliveries)];
            Reply::Array([id_reply(*id)].into_iter().chain(times).collect())
        });
        put(&mut map, "pending", Reply::Array(own.collect()));
        Reply::Map(map)
    }
}

/// What is pending for a group, with its owners.
fn pending(group: &Group, count: usize) -> Reply {
    let entries = group.pending.iter().take(count).map(|(id, pending)| {
        Reply::Array(vec![
            id_reply(*id),
            Reply::bulk(pending.consumer.as_deref().unwrap_or_default()),
            Reply::Int(pending.delivered_ms),
            Reply::Int(pending.deliveries),
        ])
    });
    Reply::Array(entries.collect())
}
