//! `XNACK` (8.8): a consumer gives pending entries back to its group.

use super::{claim::no_group, ids};
use crate::{
    CommandError, Reply,
    args::{integer, is},
    context::Context,
    error::refusal,
    value::{Pending, Stream},
};

/// What becomes of the count of deliveries.
#[derive(Debug, Clone, Copy)]
enum Mode {
    /// As if this delivery had not been.
    Silent,
    /// It counts.
    Fail,
    /// Nobody shall try again.
    Fatal,
}

impl Mode {
    fn parse(word: &[u8]) -> Option<Self> {
        [("SILENT", Self::Silent), ("FAIL", Self::Fail), ("FATAL", Self::Fatal)]
            .into_iter()
            .find(|(keyword, _)| is(word, keyword))
            .map(|(_, mode)| mode)
    }

    const fn apply(self, deliveries: i64) -> i64 {
        match self {
            Self::Silent => deliveries.saturating_sub(1),
            Self::Fail => deliveries,
            Self::Fatal => i64::MAX,
        }
    }
}

/// Reads `[RETRYCOUNT n] [FORCE]`.
fn options(mut args: &[&[u8]]) -> Result<(Option<i64>, bool), CommandError> {
    let (mut retries, mut force) = (None, false);
    while let [word, rest @ ..] = args {
        args = match rest {
            [count, rest @ ..] if is(word, "RETRYCOUNT") => {
                retries = Some(integer(count)?);
                rest
            }
            _ if is(word, "FORCE") => {
                force = true;
                rest
            }
            _ => return Err(refusal::SYNTAX),
        };
    }
    Ok((retries, force))
}

/// `XNACK key group SILENT|FAIL|FATAL IDS n id … [RETRYCOUNT n] [FORCE]`
pub(super) fn xnack(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let mode = Mode::parse(args[3]).ok_or(refusal::SYNTAX)?;
    let count = usize::try_from(integer(args[5])?).map_err(|_| refusal::SYNTAX)?;
    if !is(args[4], "IDS") || count == 0 || count > args.len() - 6 {
        return Err(refusal::SYNTAX);
    }
    let (texts, rest) = args[6..].split_at(count);
    let ids = ids::all(texts)?;
    let (retries, force) = options(rest)?;
    let stream = cx.edit::<Stream>(args[1])?.map(|(stream, _)| stream);
    let stream = stream.ok_or_else(|| no_group(args[1], args[2]))?;
    let (entries, groups) = (&stream.entries, &mut stream.groups);
    let group = groups.get_mut(args[2]).ok_or_else(|| no_group(args[1], args[2]))?;
    let mut released = 0;
    for id in ids {
        if force && !group.pending.contains_key(&id) && entries.get(id).is_some() {
            group.pending.insert(id, Pending { consumer: None, delivered_ms: 0, deliveries: 0 });
        }
        let Some(pending) = group.pending.get_mut(&id) else { continue };
        pending.consumer = None;
        pending.delivered_ms = 0;
        pending.deliveries = retries.unwrap_or_else(|| mode.apply(pending.deliveries)).max(0);
        released += 1;
    }
    if released > 0 {
        cx.changed(args[1]);
    }
    Ok(cx.count(released))
}
