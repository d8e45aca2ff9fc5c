//! Intersections, unions, differences.

use crate::{
    CommandError, Reply, args,
    context::Context,
    error::refusal,
    value::{Set, SmallBytes, Value},
};

/// Returns the members that all sets have, in the order of the smallest set.
///
/// Up to 6.0.14 and 6.2.4 the first absent key ends the search before the types of later ones are seen.
fn intersection(cx: &Context<'_>, keys: &[&[u8]]) -> Result<Vec<SmallBytes>, CommandError> {
    let mut sets = Vec::with_capacity(keys.len());
    let looks_on = cx.at_least(6, 2, 5) || (cx.at_least(6, 0, 15) && !cx.at_least(6, 2, 0));
    let mut absent = false;
    for key in keys {
        match cx.read::<Set>(key)? {
            Some(set) => sets.push(set),
            None if looks_on => absent = true,
            None => return Ok(Vec::new()),
        }
    }
    if absent {
        return Ok(Vec::new());
    }
    sets.sort_by_key(|set| set.len());
    let mut members = Vec::new();
    if let Some((smallest, others)) = sets.split_first() {
        smallest.for_each(|member| {
            if others.iter().all(|set| set.contains(member)) {
                members.push(SmallBytes::new(member));
            }
        });
    }
    Ok(members)
}

/// Returns a set with the members that any set has.
fn union(cx: &Context<'_>, keys: &[&[u8]]) -> Result<Set, CommandError> {
    let sets = keys.iter().map(|key| cx.read::<Set>(key)).collect::<Result<Vec<_>, _>>()?;
    let mut union = Set::new();
    for set in sets.into_iter().flatten() {
        set.for_each(|member| {
            union.insert(member, cx.profile());
        });
    }
    Ok(union)
}

/// Returns the members that the first set has and no other.
fn difference(cx: &Context<'_>, keys: &[&[u8]]) -> Result<Vec<SmallBytes>, CommandError> {
    let sets = keys.iter().map(|key| cx.read::<Set>(key)).collect::<Result<Vec<_>, _>>()?;
    let mut members = Vec::new();
    if let Some((Some(first), others)) = sets.split_first() {
        first.for_each(|member| {
            if !others.iter().flatten().any(|set| set.contains(member)) {
                members.push(SmallBytes::new(member));
            }
        });
    }
    Ok(members)
}

fn set_of(cx: &Context<'_>, members: &[SmallBytes]) -> Set {
    let mut set = Set::new();
    for member in members {
        set.insert(member.as_slice(), cx.profile());
    }
    set
}

fn store(cx: &mut Context<'_>, key: &[u8], set: Set) -> Reply {
    let len = set.len();
    cx.store(key, (len > 0).then(|| Value::Set(Box::new(set))));
    cx.count(len)
}

fn reply(members: &[SmallBytes]) -> Reply {
    Reply::Set(members.iter().map(Reply::bulk).collect())
}

/// `SINTER key …`.
pub(super) fn sinter(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    intersection(cx, &args[1..]).map(|members| reply(&members))
}

/// `SINTERSTORE destination key …`.
pub(super) fn sinterstore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let members = intersection(cx, &args[2..])?;
    let set = set_of(cx, &members);
    Ok(store(cx, args[1], set))
}

/// `SINTERCARD n key … [LIMIT n]`.
pub(super) fn sintercard(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    const COUNT: &str = "ERR numkeys should be greater than 0";
    const MORE: &str = "ERR Number of keys can't be greater than number of args";
    let count = args::integer_or(args[1], COUNT)?;
    let count =
        usize::try_from(count).ok().filter(|n| *n > 0).ok_or(CommandError::Refused(COUNT))?;
    if count > args.len() - 2 {
        return Err(CommandError::Refused(MORE));
    }
    let (keys, mut options) = args[2..].split_at(count);
    let mut limit = 0;
    while let [word, number, rest @ ..] = options {
        if !args::is(word, "LIMIT") {
            return Err(refusal::SYNTAX);
        }
        let text = "ERR LIMIT can't be negative";
        limit = args::integer_or(number, text)?;
        if limit < 0 {
            return Err(CommandError::Refused(text));
        }
        options = rest;
    }
    if !options.is_empty() {
        return Err(refusal::SYNTAX);
    }
    let found = intersection(cx, keys)?.len();
    Ok(cx.count(if limit > 0 { found.min(limit as usize) } else { found }))
}

/// `SUNION key …`.
pub(super) fn sunion(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    union(cx, &args[1..]).map(|set| reply(&set.members()))
}

/// `SUNIONSTORE destination key …`.
pub(super) fn sunionstore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let set = union(cx, &args[2..])?;
    Ok(store(cx, args[1], set))
}

/// `SDIFF key …`.
pub(super) fn sdiff(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    difference(cx, &args[1..]).map(|members| reply(&members))
}

/// `SDIFFSTORE destination key …`.
pub(super) fn sdiffstore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let members = difference(cx, &args[2..])?;
    let set = set_of(cx, &members);
    Ok(store(cx, args[1], set))
}
