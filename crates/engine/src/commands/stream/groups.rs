//! `XGROUP`.

use super::{ids, refuse, refuse_subcommand};
use crate::{
    CommandError, Reply,
    args::{integer, is},
    context::{Context, flag},
    value::{Group, Stream, StreamId},
};

const NO_KEY: CommandError = CommandError::Refused(
    "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM \
     option to create an empty stream automatically.",
);
const BUSY: CommandError = CommandError::Refused("BUSYGROUP Consumer Group name already exists");
const NEGATIVE_COUNT: CommandError =
    CommandError::Refused("ERR value for ENTRIESREAD must be positive or -1");

/// The sub-commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Create,
    SetId,
    Destroy,
    CreateConsumer,
    DeleteConsumer,
    Help,
}

impl Verb {
    fn parse(cx: &Context<'_>, word: &[u8]) -> Option<Self> {
        match () {
            () if is(word, "CREATE") => Some(Self::Create),
            () if is(word, "SETID") => Some(Self::SetId),
            () if is(word, "DESTROY") => Some(Self::Destroy),
            () if is(word, "CREATECONSUMER") && cx.at_least(6, 2, 0) => Some(Self::CreateConsumer),
            () if is(word, "DELCONSUMER") => Some(Self::DeleteConsumer),
            () if is(word, "HELP") => Some(Self::Help),
            () => None,
        }
    }

    /// Tells whether so many arguments are right, options included.
    fn accepts(self, modern: bool, arguments: usize) -> bool {
        match self {
            Self::Create if modern => (5..=8).contains(&arguments),
            Self::Create => (5..=6).contains(&arguments),
            Self::SetId => arguments == 5 || (modern && arguments == 7),
            Self::Destroy => arguments == 4,
            Self::CreateConsumer | Self::DeleteConsumer => arguments == 5,
            Self::Help => arguments == 2,
        }
    }
}

/// Options of `CREATE` and `SETID`.
#[derive(Default)]
struct Options {
    make_stream: bool,
    entries_read: Option<u64>,
}

impl Options {
    fn parse(verb: Verb, modern: bool, args: &[&[u8]]) -> Result<Self, CommandError> {
        let counts = modern && matches!(verb, Verb::Create | Verb::SetId);
        let mut options = Self::default();
        let mut rest = args.get(5..).unwrap_or_default();
        while let [word, after @ ..] = rest {
            rest = match after {
                _ if verb == Verb::Create && is(word, "MKSTREAM") => {
                    options.make_stream = true;
                    after
                }
                [count, after @ ..] if counts && is(word, "ENTRIESREAD") => {
                    options.entries_read = match integer(count)? {
                        -1 => None,
                        count => Some(u64::try_from(count).map_err(|_| NEGATIVE_COUNT)?),
                    };
                    after
                }
                // Before 7.0, only `CREATE` looked at what follows; the others have no room for it.
                _ if modern || verb == Verb::Create => {
                    return Err(refuse_subcommand(modern, "XGROUP", args[1]));
                }
                _ => after,
            };
        }
        Ok(options)
    }
}

/// `XGROUP CREATE|SETID|DESTROY|CREATECONSUMER|DELCONSUMER key group …`
pub(super) fn xgroup(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let modern = cx.at_least(7, 0, 0);
    let verb = Verb::parse(cx, args[1]);
    let options = match verb {
        Some(verb) if modern || args.len() == 6 => Options::parse(verb, modern, args)?,
        _ => Options::default(),
    };
    if args.len() >= 4 {
        require(cx, verb, args, &options)?;
    }
    let verb = verb
        .filter(|verb| verb.accepts(modern, args.len()))
        .ok_or_else(|| refuse_subcommand(modern, "XGROUP", args[1]))?;
    let (reply, changed) = match verb {
        // The texts are left out: they are no data, and no script can depend on them.
        Verb::Help => return Ok(Reply::Array(Vec::new())),
        Verb::Create => create(cx, args, &options)?,
        _ => edit(cx, verb, args, &options)?,
    };
    if changed {
        cx.changed(args[2]);
    }
    Ok(reply)
}

/// Checks that key and group are there, where they have to be.
fn require(
    cx: &Context<'_>,
    verb: Option<Verb>,
    args: &[&[u8]],
    options: &Options,
) -> Result<(), CommandError> {
    let stream = cx.read::<Stream>(args[2])?;
    if options.make_stream {
        return Ok(());
    }
    let stream = stream.ok_or(NO_KEY)?;
    let needed = matches!(verb, Some(Verb::SetId | Verb::CreateConsumer | Verb::DeleteConsumer));
    if needed && !stream.groups.contains_key(args[3]) {
        return Err(no_group(args[3], args[2]));
    }
    Ok(())
}

/// Says that a stream has no such group.
pub(super) fn no_group(group: &[u8], key: &[u8]) -> CommandError {
    refuse(&[b"NOGROUP No such consumer group '", group, b"' for key name '", key, b"'"])
}

/// Tells how many entries a group may claim to have read: from 8.2 on, no more than were added.
fn most_read(cx: &Context<'_>) -> impl Fn(&Stream) -> u64 + use<> {
    let limited = cx.redis_at_least(8, 2);
    move |stream| if limited { stream.entries_added } else { u64::MAX }
}

fn create(
    cx: &mut Context<'_>,
    args: &[&[u8]],
    options: &Options,
) -> Result<(Reply, bool), CommandError> {
    let most = most_read(cx);
    let last = cx.read::<Stream>(args[2])?.map_or(StreamId::MIN, |stream| stream.last_id);
    let id = ids::or_last(args[4], last, false)?;
    let (stream, _) = cx.edit_or_create::<Stream>(args[2])?;
    if stream.groups.contains_key(args[3]) {
        return Err(BUSY);
    }
    let read = options.entries_read.map(|read| read.min(most(stream)));
    stream.groups.insert(args[3].into(), Group::new(id, read));
    Ok((Reply::OK, true))
}

/// Applies the other sub-commands, once their form is known to be right; tells whether something changed.
fn edit(
    cx: &mut Context<'_>,
    verb: Verb,
    args: &[&[u8]],
    options: &Options,
) -> Result<(Reply, bool), CommandError> {
    let (now, most) = (cx.state.now_ms, most_read(cx));
    let (stream, _) = cx.edit::<Stream>(args[2])?.ok_or(NO_KEY)?;
    if verb == Verb::Destroy {
        let removed = stream.groups.remove(args[3]).is_some();
        return Ok((flag(removed), removed));
    }
    let (last, most) = (stream.last_id, most(stream));
    let group = stream.groups.get_mut(args[3]).ok_or_else(|| no_group(args[3], args[2]))?;
    Ok(match verb {
        Verb::CreateConsumer => {
            let new = !group.consumers.contains_key(args[4]);
            if new {
                group.join(args[4], now);
            }
            (flag(new), new)
        }
        Verb::DeleteConsumer => match group.leave(args[4]) {
            Some(pending) => (cx.count(pending), true),
            None => (Reply::Int(0), false),
        },
        _ => {
            group.last_id = ids::or_last(args[4], last, true)?;
            group.entries_read = options.entries_read.map(|read| read.min(most));
            (Reply::OK, true)
        }
    })
}
