//! How far a group has read, counted in entries (7.0): no part of the digest, seen by `XINFO` and in snapshots.

use crate::{
    context::Context,
    value::{Group, Stream, StreamId},
};

/// Which rules of counting hold. 8.0 corrected cases in which entries had been deleted behind the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// 7.0 to 7.4, and Valkey up to now.
    Old,
    /// 8.0.
    New,
}

impl Rules {
    /// Returns the rules of the emulated version.
    pub(super) fn of(cx: &Context<'_>) -> Self {
        if cx.redis_at_least(8, 0) { Self::New } else { Self::Old }
    }
}

fn first_id(stream: &Stream) -> StreamId {
    stream.entries.first().unwrap_or_default()
}

/// Tells whether an entry behind `start` may have been deleted (`streamRangeHasTombstones`).
fn has_tombstones(stream: &Stream, start: StreamId, rules: Rules) -> bool {
    let deleted = stream.max_deleted_id;
    if stream.entries.len() == 0 || deleted == StreamId::MIN {
        return false;
    }
    (rules == Rules::New || first_id(stream) <= deleted) && start <= deleted
}

/// Tells how many entries were ever added up to an id, where that is certain
/// (`streamEstimateDistanceFromFirstEverEntry`).
fn distance(stream: &Stream, id: StreamId, rules: Rules) -> Option<u64> {
    let (added, len) = (stream.entries_added, stream.entries.len() as u64);
    if added == 0 {
        return Some(0);
    }
    if len == 0 && id <= stream.last_id {
        return Some(added);
    }
    if rules == Rules::New && id != StreamId::MIN && id < stream.max_deleted_id {
        return None;
    }
    if id >= stream.last_id {
        return (id == stream.last_id).then_some(added);
    }
    let first = first_id(stream);
    if stream.max_deleted_id == StreamId::MIN || stream.max_deleted_id < first {
        if id < first {
            return Some(added.wrapping_sub(len));
        }
        if id == first {
            return Some(added.wrapping_sub(len).wrapping_add(1));
        }
    }
    None
}

/// Counts one entry that a group reads, before its last id moves from `last` to `id`.
pub(super) fn advance(
    stream: &Stream,
    last: StreamId,
    read: Option<u64>,
    id: StreamId,
    rules: Rules,
) -> Option<u64> {
    let certain = match rules {
        Rules::Old => !has_tombstones(stream, id, rules),
        Rules::New => last >= first_id(stream) && !has_tombstones(stream, last, rules),
    };
    match read {
        Some(read) if certain => Some(read.wrapping_add(1)),
        _ if stream.entries_added > 0 => distance(stream, id, rules),
        read => read,
    }
}

/// Tells how many entries a group still has to read, where that is certain (`streamReplyWithCGLag`).
pub(super) fn lag(stream: &Stream, group: &Group, rules: Rules) -> Option<i64> {
    let (first, len) = (first_id(stream), stream.entries.len());
    if stream.entries_added == 0 || (rules == Rules::New && len == 0) {
        return Some(0);
    }
    if rules == Rules::New && group.last_id < first && stream.max_deleted_id < first {
        return i64::try_from(len).ok();
    }
    let read = group
        .entries_read
        .filter(|_| !has_tombstones(stream, group.last_id, rules))
        .or_else(|| distance(stream, group.last_id, rules))?;
    Some(stream.entries_added.wrapping_sub(read) as i64)
}
