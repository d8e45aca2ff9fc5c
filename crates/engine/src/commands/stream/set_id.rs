//! `XSETID`.

use super::ids;
use crate::{
    CommandError, Reply,
    args::{integer, is},
    context::Context,
    error::refusal,
    value::{Stream, StreamId},
};

const BEHIND_TOP: CommandError = CommandError::Refused(
    "ERR The ID specified in XSETID is smaller than the target stream top item",
);
const BEHIND_GIVEN: CommandError = CommandError::Refused(
    "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id",
);
const BEHIND_CURRENT: CommandError = CommandError::Refused(
    "ERR The ID specified in XSETID is smaller than current max_deleted_entry_id",
);
const NEGATIVE: CommandError = CommandError::Refused("ERR entries_added must be positive");
const FEWER: CommandError = CommandError::Refused(
    "ERR The entries_added specified in XSETID is smaller than the target stream length",
);

/// Options (7.0).
#[derive(Default)]
struct Options {
    entries_added: Option<u64>,
    max_deleted_id: StreamId,
}

impl Options {
    fn parse(id: StreamId, mut args: &[&[u8]]) -> Result<Self, CommandError> {
        let mut options = Self::default();
        while let [word, rest @ ..] = args {
            args = match rest {
                [count, rest @ ..] if is(word, "ENTRIESADDED") => {
                    let count = u64::try_from(integer(count)?).map_err(|_| NEGATIVE)?;
                    options.entries_added = Some(count);
                    rest
                }
                [max, rest @ ..] if is(word, "MAXDELETEDID") => {
                    options.max_deleted_id = ids::strict(max, 0)?;
                    if id < options.max_deleted_id {
                        return Err(BEHIND_GIVEN);
                    }
                    rest
                }
                _ => return Err(refusal::SYNTAX),
            };
        }
        Ok(options)
    }
}

/// `XSETID key id [ENTRIESADDED n] [MAXDELETEDID id]`
pub(super) fn xsetid(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    if !cx.at_least(7, 0, 0) {
        // The key is looked up before the id is read.
        cx.read::<Stream>(args[1])?.ok_or(refusal::NO_SUCH_KEY)?;
    }
    let id = ids::strict(args[2], 0)?;
    let options = Options::parse(id, &args[3..])?;
    let checks_deleted = cx.at_least(7, 2, 0);
    let (stream, _) = cx.edit::<Stream>(args[1])?.ok_or(refusal::NO_SUCH_KEY)?;
    if checks_deleted && id < stream.max_deleted_id {
        return Err(BEHIND_CURRENT);
    }
    if let Some(top) = stream.entries.last() {
        if id < top {
            return Err(BEHIND_TOP);
        }
        if options.entries_added.is_some_and(|added| added < stream.entries.len() as u64) {
            return Err(FEWER);
        }
    }
    stream.last_id = id;
    if let Some(added) = options.entries_added {
        stream.entries_added = added;
    }
    if options.max_deleted_id != StreamId::MIN {
        stream.max_deleted_id = options.max_deleted_id;
    }
    cx.changed(args[1]);
    Ok(Reply::OK)
}
