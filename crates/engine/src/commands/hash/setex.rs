//! `HSETEX`, `HGETEX`, `HGETDEL` (Redis 8.0, Valkey 9).

use super::{fields::fields, write::remove};
use crate::{
    CommandError, Reply, args,
    commands::string::ExpiryChoice,
    context::{Context, flag},
    error::refusal,
    value::Hash,
};

/// `HSETEX key [FNX|FXX] [NX|XX] [EX n|PX n|EXAT n|PXAT n|KEEPTTL] FIELDS n field value …`.
pub(super) fn hsetex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let key = args[1];
    let (mut expiry, mut fields_condition, mut key_condition) =
        (ExpiryChoice::default(), None, None);
    let mut rest = &args[2..];
    while let [option, after @ ..] = rest {
        if args::is(option, "FIELDS") {
            break;
        }
        let (slot, wanted) = match () {
            () if args::is(option, "FNX") => (&mut fields_condition, false),
            () if args::is(option, "FXX") => (&mut fields_condition, true),
            () if args::is(option, "NX") && cx.valkey_at_least(9, 1) => (&mut key_condition, false),
            () if args::is(option, "XX") && cx.valkey_at_least(9, 1) => (&mut key_condition, true),
            () => {
                let taken = expiry.read(cx, rest)?;
                if taken == 0 || expiry == ExpiryChoice::Clear {
                    return Err(refusal::SYNTAX);
                }
                rest = &rest[taken..];
                continue;
            }
        };
        if slot.is_some_and(|old| old != wanted) {
            return Err(refusal::SYNTAX);
        }
        *slot = Some(wanted);
        rest = after;
    }
    let pairs = fields(rest, 2)?;
    let at_ms = expiry.at_ms(cx)?;
    let hash = cx.read::<Hash>(key)?;
    let has = |field: &[u8]| hash.is_some_and(|hash| hash.get(field).is_some());
    let key_allows = key_condition.is_none_or(|wanted| hash.is_some() == wanted);
    let fields_allow =
        fields_condition.is_none_or(|wanted| pairs.iter().step_by(2).all(|f| has(f) == wanted));
    if !key_allows || !fields_allow {
        return Ok(flag(false));
    }
    let (hash, profile) = cx.edit_or_create::<Hash>(key)?;
    for pair in pairs.chunks_exact(2) {
        hash.set(pair[0], pair[1], profile);
        if expiry != ExpiryChoice::Keep {
            hash.set_expiry(pair[0], at_ms);
        }
    }
    cx.changed(key);
    Ok(flag(true))
}

/// `HGETEX key [EX n|PX n|EXAT n|PXAT n|PERSIST] FIELDS n field …`.
pub(super) fn hgetex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let mut expiry = ExpiryChoice::default();
    let mut rest = &args[2..];
    while rest.first().is_some_and(|option| !args::is(option, "FIELDS")) {
        let taken = expiry.read(cx, rest)?;
        if taken == 0 || expiry == ExpiryChoice::Keep {
            return Err(refusal::SYNTAX);
        }
        rest = &rest[taken..];
    }
    let fields = fields(rest, 1)?;
    let at_ms = expiry.at_ms(cx)?;
    let Some((hash, _)) = cx.edit::<Hash>(args[1])? else {
        return Ok(Reply::Array(fields.iter().map(|_| Reply::Nil).collect()));
    };
    let (mut replies, mut changed) = (Vec::with_capacity(fields.len()), false);
    for field in fields {
        replies.push(hash.get(field).map_or(Reply::Nil, Reply::bulk));
        let present = hash.get(field).is_some();
        let clears = expiry == ExpiryChoice::Clear && hash.expiry(field).is_some();
        if present && (at_ms.is_some() || clears) {
            hash.set_expiry(field, at_ms);
            changed = true;
        }
    }
    if changed {
        cx.changed(args[1]);
    }
    Ok(Reply::Array(replies))
}

/// `HGETDEL key FIELDS n field …`: a field named twice is gone the second time.
pub(super) fn hgetdel(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let fields = fields(&args[2..], 1)?;
    let mut replies = Vec::with_capacity(fields.len());
    for field in fields {
        let value = cx.read::<Hash>(args[1])?.and_then(|hash| hash.get(field));
        replies.push(value.map_or(Reply::Nil, Reply::bulk));
        remove(cx, args[1], &[field])?;
    }
    Ok(Reply::Array(replies))
}
