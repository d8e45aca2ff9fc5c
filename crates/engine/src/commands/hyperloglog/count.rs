//! `PFCOUNT`.

use super::{refuse, rules};
use crate::{
    CommandError, Reply,
    algo::hyperloglog::{self, Union},
    context::Context,
    value::SmallBytes,
};

/// `PFCOUNT key …`: of one key, it writes the estimate into the value where none was fresh, which is why a stream
/// carries it.
pub(super) fn pfcount(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let rules = rules(cx);
    if let [_, key] = args {
        let Some((string, _)) = cx.edit::<SmallBytes>(key)? else { return Ok(Reply::Int(0)) };
        let (count, stored) = hyperloglog::count(string.as_mut_slice(), &rules).map_err(refuse)?;
        if stored {
            cx.changed(key);
        }
        return Ok(Reply::Int(count as i64));
    }
    let mut union = Union::new();
    for key in &args[1..] {
        if let Some(string) = cx.read::<SmallBytes>(key)? {
            union.take(string.as_slice()).map_err(refuse)?;
        }
    }
    Ok(Reply::Int(if cx.wants_reply { union.count(&rules) as i64 } else { 0 }))
}
