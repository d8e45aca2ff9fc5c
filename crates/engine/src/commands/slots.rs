//! Commands about the slots of a cluster that remove keys: what a migration leaves behind, and flushes of a part.
//!
//! Replicas get them from their masters (`sflushCommand`, `trimslotsCommand` of Redis 8.0 and 8.4; `CLUSTER FLUSHSLOT` of
//! Valkey 9.0). A replica does not ask whether the slots are its own.

use crate::{
    CommandError, Reply,
    algo::crc16::{SLOTS, slot},
    args,
    context::Context,
    error::refusal,
};

const INVALID: &str = "ERR Invalid or out of range slot";

fn number(argument: &[u8]) -> Result<u16, CommandError> {
    let number = args::integer_or(argument, INVALID)?;
    u16::try_from(number)
        .ok()
        .filter(|number| *number < SLOTS)
        .ok_or(CommandError::Refused(INVALID))
}

/// Reads `first last first last …`.
fn ranges(arguments: &[&[u8]]) -> Result<Vec<(u16, u16)>, CommandError> {
    if arguments.is_empty() || !arguments.len().is_multiple_of(2) {
        return Err(refusal::SYNTAX);
    }
    arguments.chunks_exact(2).map(|pair| Ok((number(pair[0])?, number(pair[1])?))).collect()
}

/// Removes the keys of all databases that stand in one of the slots.
fn remove(cx: &mut Context<'_>, ranges: &[(u16, u16)]) {
    let wanted = |key: &[u8]| {
        let slot = slot(key);
        ranges.iter().any(|(first, last)| (*first..=*last).contains(&slot))
    };
    let mut doomed: Vec<(u32, Box<[u8]>)> = Vec::new();
    for (database, keys) in cx.state.keyspace.in_order() {
        let theirs = keys.iter().filter(|entry| wanted(entry.key()));
        doomed.extend(theirs.map(|entry| (database, entry.key().into())));
    }
    for (database, key) in doomed {
        cx.state.keyspace.get_mut(database).remove(&key);
        cx.changed_in(database, &key);
    }
}

/// `SFLUSH first last … [ASYNC|SYNC]`.
pub(super) fn sflush(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let slots = match args {
        [_, slots @ .., mode] if args::is(mode, "ASYNC") || args::is(mode, "SYNC") => slots,
        [_, slots @ ..] => slots,
        [] => &[],
    };
    let ranges = ranges(slots)?;
    remove(cx, &ranges);
    Ok(Reply::Array(Vec::new()))
}

/// `TRIMSLOTS RANGES n first last …`.
pub(super) fn trimslots(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    if !args::is(args[1], "RANGES") {
        return Err(refusal::SYNTAX);
    }
    let count = args::integer(args[2])?;
    let ranges = ranges(&args[3..])?;
    if usize::try_from(count) != Ok(ranges.len()) {
        return Err(refusal::SYNTAX);
    }
    remove(cx, &ranges);
    Ok(Reply::OK)
}

/// `CLUSTER …`: of all that can be asked of a cluster, what concerns keys.
pub(super) fn cluster(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    match args {
        [_, word, number_text] | [_, word, number_text, _]
            if args::is(word, "FLUSHSLOT") && cx.valkey_at_least(9, 0) =>
        {
            let slot = number(number_text)?;
            remove(cx, &[(slot, slot)]);
            Ok(Reply::OK)
        }
        [_, word, key] if args::is(word, "KEYSLOT") => Ok(Reply::Int(slot(key).into())),
        _ => Ok(Reply::OK),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Engine, Limits, Outcome, Profile, Reply};

    fn engine(version: &str) -> Engine {
        let mut engine = Engine::new(Profile::of(version.parse().unwrap()), Limits::default());
        for key in [&b"foo"[..], b"bar", b"{foo}x"] {
            engine.apply(&[b"SET", key, b"v"]);
        }
        engine
    }

    #[test]
    fn a_trimmed_slot_takes_its_keys_along() {
        let mut engine = engine("8.4.0");
        // CLUSTER KEYSLOT foo is 12182, of bar 5061.
        assert_eq!(engine.call(&[b"CLUSTER", b"KEYSLOT", b"foo"]), Reply::Int(12182));
        let trim: [&[u8]; 5] = [b"TRIMSLOTS", b"RANGES", b"1", b"12182", b"12200"];
        assert_eq!(engine.apply(&trim), Outcome::Changed);
        assert_eq!(engine.keys(), 1);
        let wrong: [&[u8]; 5] = [b"TRIMSLOTS", b"RANGES", b"2", b"0", b"16383"];
        assert!(matches!(engine.apply(&wrong), Outcome::Failed(_)));
        assert_eq!(engine.apply(&[b"SFLUSH", b"0", b"16383", b"SYNC"]), Outcome::Changed);
        assert_eq!(engine.keys(), 0);
    }

    #[test]
    fn a_flushed_slot_does_in_valkey() {
        let mut engine = engine("valkey-9.1.2");
        assert_eq!(engine.apply(&[b"CLUSTER", b"FLUSHSLOT", b"5061"]), Outcome::Changed);
        assert_eq!(engine.keys(), 2);
        assert!(matches!(engine.apply(&[b"CLUSTER", b"FLUSHSLOT", b"16384"]), Outcome::Failed(_)));
    }
}
