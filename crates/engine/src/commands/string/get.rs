//! Reading strings, and taking them away.

use super::options::ExpiryChoice;
use crate::{
    CommandError, Reply,
    context::Context,
    error::refusal,
    value::{SmallBytes, Value},
};

/// `GET key`.
pub(super) fn get(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let value = cx.read::<SmallBytes>(args[1])?;
    Ok(value.map_or(Reply::Nil, |value| cx.bulk(value.as_slice())))
}

/// `STRLEN key`.
pub(super) fn strlen(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let len = cx.read::<SmallBytes>(args[1])?.map_or(0, SmallBytes::len);
    Ok(cx.count(len))
}

/// `MGET key …`: a key of another type counts as absent.
pub(super) fn mget(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let value = |key: &&[u8]| match cx.read::<SmallBytes>(key) {
        Ok(Some(value)) => cx.bulk(value.as_slice()),
        _ => Reply::Nil,
    };
    Ok(Reply::Array(args[1..].iter().map(value).collect()))
}

/// `GETSET key value`.
pub(super) fn getset(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let old = get(cx, args)?;
    cx.put(args[1], Value::string(args[2]));
    Ok(old)
}

/// `GETDEL key`.
pub(super) fn getdel(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let old = get(cx, args)?;
    cx.delete(args[1]);
    Ok(old)
}

/// `GETEX key [EX n|PX n|EXAT n|PXAT n|PERSIST]`.
pub(super) fn getex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (key, mut rest) = (args[1], &args[2..]);
    let mut expiry = ExpiryChoice::default();
    while !rest.is_empty() {
        let taken = expiry.read(cx, rest)?;
        if taken == 0 || expiry == ExpiryChoice::Keep {
            return Err(refusal::SYNTAX);
        }
        rest = &rest[taken..];
    }
    let Some(value) = cx.read::<SmallBytes>(key)? else { return Ok(Reply::Nil) };
    let reply = cx.bulk(value.as_slice());
    let at_ms = expiry.at_ms(cx)?;
    if at_ms.is_some() || (expiry == ExpiryChoice::Clear && cx.expiry(key).is_some()) {
        cx.set_expiry(key, at_ms);
        cx.changed(key);
    }
    Ok(reply)
}
