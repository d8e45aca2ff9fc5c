//! `PFADD`.

use super::{refuse, rules};
use crate::{
    CommandError, Reply,
    algo::hyperloglog::{self, HllError},
    context::{Context, flag},
    value::{SmallBytes, Value},
};

/// `PFADD key [element …]`: a key that comes to be counts as a change.
pub(super) fn pfadd(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let rules = rules(cx);
    let key = args[1];
    let created = cx.read::<SmallBytes>(key)?.is_none();
    if created {
        cx.database_mut().set(key, Value::String(hyperloglog::create(&rules).into()));
    }
    let Some((string, _)) = cx.edit::<SmallBytes>(key)? else { return Ok(flag(false)) };
    // Checked here as well: without elements, nothing below looks at the value.
    hyperloglog::check(string.as_slice()).map_err(refuse)?;
    let mut changed = created;
    string
        .with_vec(0, |value| -> Result<(), HllError> {
            for element in &args[2..] {
                changed |= hyperloglog::add(value, element, &rules)?;
            }
            Ok(())
        })
        .map_err(refuse)?;
    if changed {
        cx.changed(key);
    }
    Ok(flag(changed))
}
