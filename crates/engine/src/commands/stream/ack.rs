//! `XACK`.

use super::ids;
use crate::{CommandError, Reply, context::Context, value::Stream};

/// `XACK key group id …`
pub(super) fn xack(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    // 5.0 works until it meets an invalid id.
    let checks_first = cx.at_least(6, 0, 0);
    let Some((stream, _)) = cx.edit::<Stream>(args[1])? else { return Ok(Reply::Int(0)) };
    let Some(group) = stream.groups.get_mut(args[2]) else { return Ok(Reply::Int(0)) };
    if checks_first {
        ids::all(&args[3..])?;
    }
    let (mut acknowledged, mut outcome) = (0, Ok(()));
    for text in &args[3..] {
        match ids::strict(text, 0) {
            Ok(id) => acknowledged += usize::from(group.pending.remove(&id).is_some()),
            Err(error) => {
                outcome = Err(error);
                break;
            }
        }
    }
    if acknowledged > 0 {
        cx.changed(args[1]);
    }
    outcome.map(|()| cx.count(acknowledged))
}
