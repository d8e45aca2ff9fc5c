//! `PFMERGE`.

use super::{refuse, rules};
use crate::{
    CommandError, Reply,
    algo::hyperloglog::{self, Union},
    context::Context,
    value::{SmallBytes, Value},
};

/// `PFMERGE destination [source …]`: the destination counts as a source and keeps its expiry.
pub(super) fn pfmerge(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let rules = rules(cx);
    let mut union = Union::new();
    for key in &args[1..] {
        if let Some(string) = cx.read::<SmallBytes>(key)? {
            union.take(string.as_slice()).map_err(refuse)?;
        }
    }
    let key = args[1];
    if !cx.exists(key) {
        cx.database_mut().set(key, Value::String(hyperloglog::create(&rules).into()));
    }
    if let Some((string, _)) = cx.edit::<SmallBytes>(key)? {
        string.with_vec(0, |value| union.store(value, &rules)).map_err(refuse)?;
    }
    cx.changed(key);
    Ok(Reply::OK)
}
