//! `SORT`.
//!
//! With `STORE` it stands in streams as it was typed (`sortCommandGeneric`, `src/sort.c`). Equal weights are told apart by
//! the elements when they are numbers, and not at all when they are texts.

mod options;
mod pattern;

use super::{
    keys,
    spec::{CommandSpec, Keys, READ, Since, WRITE, row},
};
use crate::{
    CommandError, Reply,
    algo::partial_sort::partial_sort,
    caveat::Caveat,
    context::Context,
    parse,
    value::{End, List, SmallBytes, Value},
};
use options::Options;
use std::cmp::Ordering;

pub(super) const TABLE: &[CommandSpec] = &[
    row("sort", -2, WRITE, Keys::Movable(keys::sort), Since::redis(1, 0), sort),
    row("sort_ro", -2, READ, Keys::Movable(keys::sort), Since::redis(7, 0), sort),
];

/// What is sorted, with what it is sorted by.
struct Item {
    element: SmallBytes,
    score: f64,
    /// The text to compare by, where a pattern names one and it exists.
    text: Option<SmallBytes>,
}

/// `SORT key [BY pattern] [LIMIT offset count] [GET pattern …] [ASC|DESC] [ALPHA] [STORE destination]`.
fn sort(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let mut options = Options::read(cx, &args[2..])?;
    let (elements, is_set, is_list) = elements(cx, args[1])?;
    let observed = options.store.is_some() || cx.in_script;
    // A set has no order that could be kept; up to 2.6 lists were sorted as well.
    let forced = is_set || (is_list && !cx.at_least(2, 8, 0));
    if options.keeps_order() && observed && forced {
        options.sort_plainly();
    }
    let len = elements.len();
    let items = if options.keeps_order() {
        let reverse = options.descending && (!is_list || cx.at_least(3, 2, 0));
        in_order(elements, reverse && !is_set)
    } else {
        let mut items = weigh(cx, elements, &options)?;
        order(cx, &mut items, &options);
        items
    };
    let (from, to) = options.range(len);
    let chosen = items.get(from..to).unwrap_or_default();
    let made = chosen.len().saturating_mul(options.get.len().max(1));
    cx.state.charge(made.saturating_mul(size_of::<SmallBytes>()))?;
    let results = results(cx, chosen, &options);
    cx.state.charge(results.iter().flatten().map(SmallBytes::heap_bytes).sum())?;
    if let Some(destination) = options.store {
        return Ok(store(cx, destination, &results));
    }
    Ok(Reply::Array(results.into_iter().map(|r| r.map_or(Reply::Nil, Reply::bulk)).collect()))
}

/// Returns the elements of a list, set or sorted set, and which of the first two it is.
///
/// A sorted set becomes large by being sorted, in every version, and stays so.
fn elements(
    cx: &mut Context<'_>,
    key: &[u8],
) -> Result<(Vec<SmallBytes>, bool, bool), CommandError> {
    let Some(entry) = cx.database_mut().get_mut(key) else { return Ok((Vec::new(), false, false)) };
    match &mut entry.value {
        Value::List(list) => Ok((list.elements(), false, true)),
        Value::Set(set) => Ok((set.members(), true, false)),
        Value::Zset(zset) => {
            zset.enlarge();
            let members = zset.range(0, usize::MAX);
            Ok((members.into_iter().map(|(member, _)| member).collect(), false, false))
        }
        _ => Err(CommandError::WrongType),
    }
}

fn in_order(elements: Vec<SmallBytes>, reverse: bool) -> Vec<Item> {
    let item = |element| Item { element, score: 0.0, text: None };
    if reverse {
        elements.into_iter().rev().map(item).collect()
    } else {
        elements.into_iter().map(item).collect()
    }
}

/// Looks up what the elements are sorted by.
fn weigh(
    cx: &Context<'_>,
    elements: Vec<SmallBytes>,
    options: &Options<'_>,
) -> Result<Vec<Item>, CommandError> {
    let mut items = Vec::with_capacity(elements.len());
    let mut refused = false;
    for element in elements {
        let by = match options.by {
            Some(pattern) => pattern::look_up(cx, pattern, element.as_slice()),
            None => Some(element.as_slice()),
        };
        let (mut score, mut text) = (0.0, None);
        if let Some(by) = by {
            if options.alpha {
                text = options.by.map(|_| SmallBytes::new(by));
            } else {
                match weight(by) {
                    Some(weight) => score = weight,
                    None => refused = true,
                }
            }
        }
        items.push(Item { element, score, text });
    }
    if refused {
        return Err(CommandError::Refused("ERR One or more scores can't be converted into double"));
    }
    Ok(items)
}

/// Reads a weight as `strtod` does up to the first NUL, nothing at all being zero.
fn weight(text: &[u8]) -> Option<f64> {
    let text = text.split(|byte| *byte == 0).next().unwrap_or_default();
    if text.is_empty() {
        return Some(0.0);
    }
    parse::double(text.trim_ascii_start())
}

fn order(cx: &mut Context<'_>, items: &mut [Item], options: &Options<'_>) {
    let by_text = options.alpha && options.by.is_some();
    let compare = |a: &Item, b: &Item| {
        let order = if by_text {
            a.text
                .as_ref()
                .map(SmallBytes::as_slice)
                .cmp(&b.text.as_ref().map(SmallBytes::as_slice))
        } else if options.alpha {
            a.element.as_slice().cmp(b.element.as_slice())
        } else {
            a.score
                .partial_cmp(&b.score)
                .unwrap_or(Ordering::Equal)
                .then_with(|| a.element.as_slice().cmp(b.element.as_slice()))
        };
        if options.descending { order.reverse() } else { order }
    };
    let (from, to) = options.range(items.len());
    if options.by.is_some() && to - from < items.len() {
        // Only so far as the range needs it, which decides among equals.
        partial_sort(items, from, to.saturating_sub(1), compare);
    } else {
        items.sort_by(compare);
    }
    let tie =
        |pair: &[Item]| compare(&pair[0], &pair[1]).is_eq() && pair[0].element != pair[1].element;
    if by_text && items.windows(2).any(tie) {
        cx.note(Caveat::SortTies);
    }
}

/// Returns what the chosen elements stand for: themselves, or what `GET` patterns name.
fn results(cx: &Context<'_>, items: &[Item], options: &Options<'_>) -> Vec<Option<SmallBytes>> {
    if options.get.is_empty() {
        return items.iter().map(|item| Some(item.element.clone())).collect();
    }
    let mut results = Vec::with_capacity(items.len() * options.get.len());
    for item in items {
        for pattern in &options.get {
            let found = pattern::look_up(cx, pattern, item.element.as_slice());
            results.push(found.map(SmallBytes::new));
        }
    }
    results
}

/// Stores a list; what is missing is an empty string there.
fn store(cx: &mut Context<'_>, destination: &[u8], results: &[Option<SmallBytes>]) -> Reply {
    let mut list = List::new();
    for result in results {
        list.push(End::Right, result.as_ref().map_or(&[], SmallBytes::as_slice));
    }
    cx.store(destination, (!list.is_empty()).then(|| Value::List(Box::new(list))));
    cx.count(results.len())
}
