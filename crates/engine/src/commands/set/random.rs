//! Random members. Streams carry `SREM` instead; only scripts under verbatim replication run these on a replica,
//! and then its choice is its own. The first members stand for it here.

use crate::{
    CommandError, Reply, args,
    caveat::Caveat,
    context::Context,
    value::{Set, SmallBytes},
};

/// `SPOP key [count]`.
pub(super) fn spop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let count = match args {
        [_, _] => None,
        [_, _, count] => Some(args::positive(count)?),
        _ => return Err(crate::error::refusal::SYNTAX),
    };
    let Some(set) = cx.read::<Set>(args[1])? else {
        return Ok(if count.is_some() { Reply::Set(Vec::new()) } else { Reply::Nil });
    };
    let len = set.len();
    let taken: Vec<SmallBytes> = set.members().into_iter().take(count.unwrap_or(1)).collect();
    if taken.len() < len {
        cx.note(Caveat::Random);
    }
    let members: Vec<&[u8]> = taken.iter().map(SmallBytes::as_slice).collect();
    if !members.is_empty() {
        super::change::srem(cx, &[&[b"SREM", args[1]], &members[..]].concat())?;
    }
    Ok(match (count, taken.first()) {
        (None, Some(member)) => cx.bulk(member.as_slice()),
        _ => Reply::Set(taken.iter().map(Reply::bulk).collect()),
    })
}

/// `SRANDMEMBER key [count]`: a negative count may repeat members.
pub(super) fn srandmember(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let count = match args {
        [_, _] => None,
        [_, _, count] => Some(args::integer(count)?),
        _ => return Err(crate::error::refusal::SYNTAX),
    };
    let Some(set) = cx.read::<Set>(args[1])? else {
        return Ok(if count.is_some() { Reply::Array(Vec::new()) } else { Reply::Nil });
    };
    let members = set.members();
    if members.len() > 1 {
        cx.note_in_script(Caveat::Random);
    }
    let first = || members.first().map_or(Reply::Nil, Reply::bulk);
    let most = cx.state.limits.arguments;
    Ok(match count {
        None => first(),
        Some(count) if count < 0 => {
            let count = count.unsigned_abs();
            if count > most {
                return Err(CommandError::Unsupported(
                    "more random members than this engine gives",
                ));
            }
            Reply::Array((0..count).map(|_| first()).collect())
        }
        Some(count) => Reply::Array(members.iter().take(count as usize).map(Reply::bulk).collect()),
    })
}
