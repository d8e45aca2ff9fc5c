//! `XADD`.

use super::{ids, trim::Trim};
use crate::{
    CommandError, Reply,
    args::is,
    caveat::Caveat,
    context::Context,
    value::{Stream, StreamId},
};

const ZERO: CommandError =
    CommandError::Refused("ERR The ID specified in XADD must be greater than 0-0");
const EXHAUSTED: CommandError = CommandError::Refused(
    "ERR The stream has exhausted the last possible ID, unable to add more items",
);
const NOT_GREATER: CommandError = CommandError::Refused(
    "ERR The ID specified in XADD is equal or smaller than the target stream top item",
);
const TOO_LARGE: CommandError = CommandError::Refused("ERR Elements are too large to be stored");
const ARITY: CommandError =
    CommandError::Refused("ERR wrong number of arguments for 'xadd' command");
const ARITY_TO_62: CommandError = CommandError::Refused("ERR wrong number of arguments for XADD");

/// Most bytes of an entry (`STREAM_LISTPACK_MAX_SIZE`).
const MAX_BYTES: usize = 1 << 30;

/// The id of a new entry, as far as the command tells it.
#[derive(Debug, Clone, Copy)]
enum NewId {
    /// `*`
    Auto,
    /// `ms-*`
    Time(u64),
    /// `ms-seq`
    Given(StreamId),
}

/// What stands before the fields.
struct Options {
    trim: Option<Trim>,
    create: bool,
    id: NewId,
    /// Where the fields begin.
    fields: usize,
}

impl Options {
    fn parse(cx: &Context<'_>, args: &[&[u8]]) -> Result<Self, CommandError> {
        let mut trim = Trim::parser(cx);
        let mut options = Self { trim: None, create: true, id: NewId::Auto, fields: args.len() };
        let mut at = 2;
        while let Some(word) = args.get(at) {
            at += 1;
            let rest = &args[at..];
            if *word == b"*" {
                options.fields = at;
                break;
            }
            if let Some(used) = trim.take(cx, word, rest)? {
                at += used;
            } else if is(word, "NOMKSTREAM") && cx.at_least(6, 2, 0) {
                options.create = false;
            } else if let Some(used) = idempotency(cx, word, rest.len()) {
                at += used;
            } else {
                let (id, whole) = ids::of_entry(word, cx.at_least(7, 0, 0))?;
                options.id = if whole { NewId::Given(id) } else { NewId::Time(id.ms) };
                options.fields = at;
                break;
            }
        }
        options.trim = trim.finish(cx)?;
        Ok(options)
    }
}

/// Tells how many arguments follow an option of idempotent producers (8.6). What they ask for is metadata, and the
/// id is explicit in a stream, so that nothing else depends on them.
fn idempotency(cx: &Context<'_>, word: &[u8], left: usize) -> Option<usize> {
    match word {
        _ if !cx.redis_at_least(8, 6) => None,
        _ if is(word, "IDMP") && left >= 2 => Some(2),
        _ if is(word, "IDMPAUTO") && left >= 1 => Some(1),
        _ => None,
    }
}

/// `XADD key [NOMKSTREAM] [policy] [IDMP pid iid | IDMPAUTO pid] [MAXLEN|MINID [=|~] n [LIMIT n]] id field value …`
pub(super) fn xadd(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let options = Options::parse(cx, args)?;
    let fields = &args[options.fields..];
    if fields.is_empty() || fields.len() % 2 == 1 {
        return Err(if cx.at_least(7, 0, 0) { ARITY } else { ARITY_TO_62 });
    }
    // Before 5.0.7 the key came to be although the entry was refused.
    if matches!(options.id, NewId::Given(StreamId::MIN)) && cx.at_least(5, 0, 7) {
        return Err(ZERO);
    }
    if !options.create && cx.read::<Stream>(args[1])?.is_none() {
        return Ok(Reply::Nil);
    }
    let now = u64::try_from(cx.state.now_ms).unwrap_or(0);
    let (stream, _) = cx.edit_or_create::<Stream>(args[1])?;
    let id = next_id(stream, options.id, now)?;
    if fields.iter().map(|field| field.len()).sum::<usize>() > MAX_BYTES {
        return Err(TOO_LARGE);
    }
    stream.append(id, fields);
    if let Some(trim) = options.trim {
        trim.apply(stream);
    }
    if matches!(options.id, NewId::Auto) {
        cx.note(Caveat::Clock);
    }
    cx.changed(args[1]);
    Ok(if cx.wants_reply { super::id_reply(id) } else { Reply::Nil })
}

/// Chooses the id of a new entry (`streamAppendItem`).
fn next_id(stream: &Stream, new: NewId, now: u64) -> Result<StreamId, CommandError> {
    let last = stream.last_id;
    if last == StreamId::MAX {
        return Err(EXHAUSTED);
    }
    let id = match new {
        NewId::Auto if now > last.ms => StreamId::new(now, 0),
        NewId::Auto => last.next().ok_or(EXHAUSTED)?,
        NewId::Time(ms) if ms == last.ms => {
            StreamId::new(ms, last.seq.checked_add(1).ok_or(NOT_GREATER)?)
        }
        NewId::Time(ms) => StreamId::new(ms, 0),
        NewId::Given(id) => id,
    };
    if id > last { Ok(id) } else { Err(NOT_GREATER) }
}
