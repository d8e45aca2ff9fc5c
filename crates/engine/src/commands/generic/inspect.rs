//! What keys are, without what they hold.

use crate::{
    CommandError, Reply, args,
    caveat::Caveat,
    context::Context,
    parse,
    value::{SmallBytes, Value},
};

/// `EXISTS key …`, `TOUCH key …`.
pub(super) fn exists(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let found = args[1..].iter().filter(|key| cx.exists(key)).count();
    Ok(cx.count(found))
}

/// `TYPE key`.
pub(super) fn type_(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(Reply::Status(cx.database().get(args[1]).map_or("none", |entry| entry.value.type_word())))
}

/// `DBSIZE`.
pub(super) fn dbsize(cx: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(cx.count(cx.database().len()))
}

/// `WAIT replicas timeout`: nobody is there to wait for.
pub(super) fn wait(_: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(Reply::Int(0))
}

/// `OBJECT ENCODING|REFCOUNT|IDLETIME|FREQ key`.
pub(super) fn object(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let [_, word, key] = args else {
        return if args::is(args[1], "HELP") { Ok(Reply::Nil) } else { Err(unknown(args[1])) };
    };
    let Some(entry) = cx.database().get(key) else { return Ok(Reply::Nil) };
    if args::is(word, "ENCODING") {
        return Ok(Reply::bulk(encoding(cx, &entry.value)));
    }
    if args::is(word, "REFCOUNT") {
        return Ok(Reply::Int(1));
    }
    if args::is(word, "IDLETIME") {
        cx.note_in_script(Caveat::ClockRead);
        return Ok(Reply::Int(0));
    }
    if args::is(word, "FREQ") {
        return Err(CommandError::Refused(
            "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when \
             switching between policies at runtime LRU and LFU data will take some time to adjust.",
        ));
    }
    Err(unknown(word))
}

/// What versions up to 6.2 say of a sub-command that they do not know; later ones look before.
fn unknown(word: &[u8]) -> CommandError {
    let word = &word[..word.len().min(128)];
    CommandError::with(
        [
            &b"ERR Unknown subcommand or wrong number of arguments for '"[..],
            word,
            b"'. Try OBJECT HELP.",
        ]
        .concat(),
    )
}

fn encoding(cx: &Context<'_>, value: &Value) -> &'static str {
    match value {
        Value::String(string) => string_encoding(cx, string),
        Value::List(list) => list.encoding(cx.profile()),
        Value::Set(set) => set.encoding(cx.profile()),
        Value::Zset(zset) => zset.encoding(cx.profile()),
        Value::Hash(hash) => hash.encoding(cx.profile()),
        Value::Stream(_) => "stream",
        Value::Opaque(_) => "raw",
    }
}

/// Guesses from the content: whether a string was appended to, which makes it `raw`, is not kept.
fn string_encoding(cx: &Context<'_>, string: &SmallBytes) -> &'static str {
    let embedded = if cx.at_least(3, 2, 0) { 44 } else { 39 };
    let bytes = string.as_slice();
    if bytes.len() <= 20 && parse::integer(bytes).is_some() {
        "int"
    } else if bytes.len() <= embedded && cx.at_least(3, 0, 0) {
        "embstr"
    } else {
        "raw"
    }
}
