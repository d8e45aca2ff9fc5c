//! Setting and removing fields. The expiry of a field that is written is gone.

use crate::{
    CommandError, Reply,
    context::{Context, flag},
    value::Hash,
};

fn set_all(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<usize, CommandError> {
    if !args.len().is_multiple_of(2) {
        return Err(if cx.at_least(6, 2, 0) || cx.spec.name == "hset" {
            crate::state::wrong_arity(cx.spec)
        } else {
            CommandError::Refused("ERR wrong number of arguments for HMSET")
        });
    }
    let (hash, profile) = cx.edit_or_create::<Hash>(args[1])?;
    let mut created = 0;
    for pair in args[2..].chunks_exact(2) {
        created += usize::from(hash.set(pair[0], pair[1], profile));
        hash.set_expiry(pair[0], None);
    }
    cx.changed(args[1]);
    Ok(created)
}

/// `HSET key field value …`.
pub(super) fn hset(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let created = set_all(cx, args)?;
    Ok(cx.count(created))
}

/// `HMSET key field value …`.
pub(super) fn hmset(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set_all(cx, args).map(|_| Reply::OK)
}

/// `HSETNX key field value`.
pub(super) fn hsetnx(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let converts = !cx.at_least(7, 0, 0);
    if let Some((hash, profile)) = cx.edit::<Hash>(args[1])? {
        // Up to 6.2 the form changes for what is then not stored.
        if converts && args[2].len().max(args[3].len()) > profile.compact.hash_value {
            hash.unpack();
        }
        if hash.get(args[2]).is_some() {
            return Ok(flag(false));
        }
    }
    set_all(cx, args).map(|_| flag(true))
}

/// `HDEL key field …`.
pub(super) fn hdel(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    remove(cx, args[1], &args[2..]).map(|removed| cx.count(removed))
}

/// Removes fields, and the key with the last one; tells how many there were.
pub(super) fn remove(
    cx: &mut Context<'_>,
    key: &[u8],
    fields: &[&[u8]],
) -> Result<usize, CommandError> {
    let Some((hash, _)) = cx.edit::<Hash>(key)? else { return Ok(0) };
    let removed = fields.iter().filter(|field| hash.remove(field)).count();
    if hash.is_empty() {
        cx.delete(key);
    } else if removed > 0 {
        cx.changed(key);
    }
    Ok(removed)
}
