//! `XCLAIM`, the form in which masters send what `XREADGROUP`, `XCLAIM` and `XAUTOCLAIM` did to a group.

use super::{
    entry_reply, id_reply,
    ids::{self, Ids},
    refuse,
};
use crate::{
    CommandError, Reply,
    args::{integer_or, is},
    context::Context,
    value::{Group, Pending, Stream, StreamId},
};

/// Options behind the ids.
struct Options {
    delivered_ms: i64,
    deliveries: Option<i64>,
    force: bool,
    just_id: bool,
    last_id: StreamId,
}

impl Options {
    fn parse(now: i64, mut args: &[&[u8]]) -> Result<Self, CommandError> {
        let mut options = Self {
            delivered_ms: now,
            deliveries: None,
            force: false,
            just_id: false,
            last_id: StreamId::MIN,
        };
        while let [word, rest @ ..] = args {
            args = match rest {
                _ if is(word, "FORCE") => {
                    options.force = true;
                    rest
                }
                _ if is(word, "JUSTID") => {
                    options.just_id = true;
                    rest
                }
                [value, rest @ ..] => {
                    options.take(now, word, value)?;
                    rest
                }
                [] => return Err(unrecognized(word)),
            };
        }
        // A time that cannot be is taken for now.
        if !(0..=now).contains(&options.delivered_ms) {
            options.delivered_ms = now;
        }
        Ok(options)
    }

    fn take(&mut self, now: i64, word: &[u8], value: &[u8]) -> Result<(), CommandError> {
        if is(word, "IDLE") {
            let idle = integer_or(value, "ERR Invalid IDLE option argument for XCLAIM")?;
            self.delivered_ms = now.wrapping_sub(idle);
        } else if is(word, "TIME") {
            self.delivered_ms = integer_or(value, "ERR Invalid TIME option argument for XCLAIM")?;
        } else if is(word, "RETRYCOUNT") {
            let text = "ERR Invalid RETRYCOUNT option argument for XCLAIM";
            self.deliveries = Some(integer_or(value, text)?).filter(|count| *count >= 0);
        } else if is(word, "LASTID") {
            self.last_id = ids::strict(value, 0)?;
        } else {
            return Err(unrecognized(word));
        }
        Ok(())
    }
}

fn unrecognized(word: &[u8]) -> CommandError {
    refuse(&[b"ERR Unrecognized XCLAIM option '", word, b"'"])
}

/// Says that there is no such stream, or no such group of it.
pub(super) fn no_group(key: &[u8], group: &[u8]) -> CommandError {
    refuse(&[b"NOGROUP No such key '", key, b"' or consumer group '", group, b"'"])
}

/// What claiming depends on, the same for each id.
pub(super) struct Claim<'a> {
    pub(super) consumer: &'a [u8],
    pub(super) now: i64,
    pub(super) min_idle: i64,
    pub(super) delivered_ms: i64,
    /// `None` where each claim counts as a delivery.
    pub(super) deliveries: Option<i64>,
    pub(super) just_id: bool,
    /// Whether an entry has to be there still (7.0).
    pub(super) needs_entry: bool,
    /// Whether claims without `JUSTID` count as deliveries (5.0.4).
    pub(super) counts: bool,
}

impl Claim<'_> {
    /// Hands a pending entry to the consumer; `false` where it has not been idle for long enough.
    pub(super) fn take(&self, group: &mut Group, id: StreamId) -> bool {
        let Some(pending) = group.pending.get_mut(&id) else { return false };
        let idle = self.now.wrapping_sub(pending.delivered_ms);
        if pending.consumer.is_some() && self.min_idle > 0 && idle < self.min_idle {
            return false;
        }
        pending.delivered_ms = self.delivered_ms;
        match self.deliveries {
            Some(deliveries) => pending.deliveries = deliveries,
            None if self.just_id || !self.counts => {}
            None => pending.deliveries = pending.deliveries.saturating_add(1),
        }
        if pending.consumer.as_deref() != Some(self.consumer) {
            pending.consumer = Some(self.consumer.into());
        }
        group.join(self.consumer, self.now);
        if let Some(consumer) = group.consumers.get_mut(self.consumer) {
            consumer.active_ms = self.now;
        }
        true
    }

    /// Answers with a claimed entry; null where it is gone, which a claim survives before 7.0.
    pub(super) fn reply(&self, stream: &Stream, id: StreamId) -> Reply {
        if self.just_id {
            return id_reply(id);
        }
        stream.entries.get(id).map_or(Reply::Nil, |fields| entry_reply(id, fields))
    }
}

/// Claims ids one by one; tells which were claimed and whether anything changed.
fn claim_all(
    stream: &mut Stream,
    name: &[u8],
    ids: &[StreamId],
    force: bool,
    claim: &Claim<'_>,
) -> (Ids, bool) {
    let (entries, groups) = (&stream.entries, &mut stream.groups);
    let (mut claimed, mut changed) = (Ids::new(), false);
    let Some(group) = groups.get_mut(name) else { return (claimed, changed) };
    for id in ids {
        let known = group.pending.contains_key(id);
        let exists = (claim.needs_entry || (force && !known)) && entries.get(*id).is_some();
        if claim.needs_entry && !exists {
            changed |= group.pending.remove(id).is_some();
            continue;
        }
        if force && !known && exists {
            let fresh = Pending { consumer: None, delivered_ms: claim.now, deliveries: 1 };
            group.pending.insert(*id, fresh);
        }
        if claim.take(group, *id) {
            claimed.push(*id);
        }
    }
    changed |= !claimed.is_empty();
    (claimed, changed)
}

/// `XCLAIM key group consumer min-idle id … [IDLE ms] [TIME ms] [RETRYCOUNT n] [FORCE] [JUSTID] [LASTID id]`
pub(super) fn xclaim(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (now, wants_reply) = (cx.state.now_ms, cx.wants_reply);
    let (needs_entry, joins_always) = (cx.at_least(7, 0, 0), cx.at_least(7, 2, 0));
    let counts = cx.at_least(5, 0, 4);
    let stream = cx.edit::<Stream>(args[1])?.map(|(stream, _)| stream);
    let stream = stream.ok_or_else(|| no_group(args[1], args[2]))?;
    let group = stream.groups.get_mut(args[2]).ok_or_else(|| no_group(args[1], args[2]))?;
    let text = "ERR Invalid min-idle-time argument for XCLAIM";
    let min_idle = integer_or(args[4], text)?.max(0);
    let ids: Ids = args[5..].iter().map_while(|text| ids::parse_id(text, 0)).collect();
    let options = Options::parse(now, &args[5 + ids.len()..])?;
    let claim = Claim {
        consumer: args[3],
        now,
        min_idle,
        delivered_ms: options.delivered_ms,
        deliveries: options.deliveries,
        just_id: options.just_id,
        needs_entry,
        counts,
    };
    let mut advanced = options.last_id > group.last_id;
    group.last_id = group.last_id.max(options.last_id);
    advanced |= joins_always && group.join(args[3], now);
    let (claimed, changed) = claim_all(stream, args[2], &ids, options.force, &claim);
    let reply = if wants_reply {
        Reply::Array(claimed.iter().map(|id| claim.reply(stream, *id)).collect())
    } else {
        Reply::Nil
    };
    if changed || advanced {
        cx.changed(args[1]);
    }
    Ok(reply)
}
