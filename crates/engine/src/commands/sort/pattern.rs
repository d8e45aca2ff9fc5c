//! The patterns of `BY` and `GET` (`lookupKeyByPattern`, `src/sort.c`).

use crate::{
    context::Context,
    value::{Hash, SmallBytes},
};

/// Returns what a pattern names for an element: `#` the element itself, `a*b` a string, `a*b->field` a field of a hash.
pub(super) fn look_up<'c>(
    cx: &'c Context<'_>,
    pattern: &[u8],
    element: &'c [u8],
) -> Option<&'c [u8]> {
    if pattern == b"#" {
        return Some(element);
    }
    let star = pattern.iter().position(|byte| *byte == b'*')?;
    let (prefix, rest) = (&pattern[..star], &pattern[star + 1..]);
    let arrow = rest.windows(2).position(|two| two == b"->").filter(|at| at + 2 < rest.len());
    let (postfix, field) = match arrow {
        Some(at) => (&rest[..at], Some(&rest[at + 2..])),
        None => (rest, None),
    };
    let key = [prefix, element, postfix].concat();
    match field {
        Some(field) => cx.read::<Hash>(&key).ok()??.get(field),
        None => cx.read::<SmallBytes>(&key).ok()?.map(SmallBytes::as_slice),
    }
}
