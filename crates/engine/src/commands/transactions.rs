//! Transactions.
//!
//! What cannot be queued makes `EXEC` apply nothing; what fails later fails alone (`commands.md` §1.9, §2.3).

use super::spec::{ALL_KEYS, CommandSpec, Keys, NOSCRIPT, NOW, Since, row};
use crate::{CommandError, Reply, context::Context};

pub(super) const TABLE: &[CommandSpec] = &[
    row("multi", 1, NOSCRIPT | NOW, Keys::None, Since::redis(1, 2), multi),
    row("exec", 1, NOSCRIPT | NOW, Keys::None, Since::redis(1, 2), exec),
    row("discard", 1, NOSCRIPT | NOW, Keys::None, Since::redis(2, 0), discard),
    row("watch", -2, NOSCRIPT | NOW, ALL_KEYS, Since::redis(2, 2), watch),
    row("unwatch", 1, NOSCRIPT, Keys::None, Since::redis(2, 2), unwatch),
];

/// `MULTI`. Inside a transaction it is an error; from Valkey 8.0 on the transaction fails with it.
fn multi(cx: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    if cx.state.in_transaction {
        if cx.valkey_at_least(8, 0) {
            cx.state.queue.broken = true;
        }
        return Err(CommandError::Refused("ERR MULTI calls can not be nested"));
    }
    cx.state.in_transaction = true;
    Ok(Reply::OK)
}

/// `EXEC`.
fn exec(cx: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    if !cx.state.in_transaction {
        return Err(CommandError::Refused("ERR EXEC without MULTI"));
    }
    cx.state.in_transaction = false;
    let mut queue = std::mem::take(&mut cx.state.queue);
    let broken = queue.broken;
    let mut replies = Vec::new();
    if !broken {
        let wants_reply = cx.wants_reply;
        let at = cx.state.position;
        queue.for_each(|spec, args, position| {
            cx.state.position = position;
            let before = cx.state.dirty;
            let inner = &mut Context { state: cx.state, spec, wants_reply, in_script: false };
            let result = (spec.handler)(inner, args);
            match &result {
                Ok(_) => cx.state.counters.changed += u64::from(cx.state.dirty != before),
                Err(error) => cx.state.fail(position, args, error),
            }
            if wants_reply {
                let version = &cx.state.profile.replica;
                replies.push(result.unwrap_or_else(|error| Reply::error(error.text(version))));
            }
        });
        cx.state.position = at;
        cx.state.counters.transactions += 1;
    }
    queue.clear();
    cx.state.queue = queue;
    if broken {
        return Err(CommandError::Refused(
            "EXECABORT Transaction discarded because of previous errors.",
        ));
    }
    Ok(Reply::Array(replies))
}

/// `DISCARD`.
fn discard(cx: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    if !cx.state.in_transaction {
        return Err(CommandError::Refused("ERR DISCARD without MULTI"));
    }
    cx.state.in_transaction = false;
    cx.state.queue.clear();
    Ok(Reply::OK)
}

/// `WATCH key …`: no other client changes anything here.
fn watch(cx: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    if cx.state.in_transaction {
        return Err(CommandError::Refused("ERR WATCH inside MULTI is not allowed"));
    }
    Ok(Reply::OK)
}

/// `UNWATCH`.
fn unwatch(_: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(Reply::OK)
}
