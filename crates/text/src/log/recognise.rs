//! From a text to an event: the catalogue is asked, and the captures become fields.

use super::{
    catalogue::{Found, Strictness, catalogue},
    clean::clean,
    client,
    event::{Event, FieldValue, Fields},
    fields::Kind,
    instance,
};
use std::{borrow::Cow, ops::Range};

/// The shortest text that is taken for a message wherever it stands in a line, in bytes.
const SHORTEST_ANYWHERE: usize = 16;

/// How far into a line it is looked for, in bytes: no server writes longer messages.
const LONGEST_ANYWHERE: usize = 4096;

/// An event, and where its message ends in the text.
pub(crate) struct Recognised<'a> {
    pub event: Event<'a>,
    pub end: usize,
}

/// Recognises a text.
#[inline]
pub(crate) fn recognise<'a>(
    text: &Cow<'a, [u8]>,
    strictness: Strictness,
) -> Option<Recognised<'a>> {
    let found = find(text, strictness)?;
    let end = found.end;
    Some(Recognised { event: event(text, 0, found)?, end })
}

/// Recognises a text after undoing what was done to it, if it was.
pub(crate) fn recognise_cleaned<'a>(
    text: &Cow<'a, [u8]>,
    strictness: Strictness,
) -> Option<(Cow<'a, [u8]>, Event<'a>)> {
    let cleaned: Cow<'a, [u8]> = match clean(text) {
        Cow::Borrowed(_) => return None,
        Cow::Owned(cleaned) => Cow::Owned(cleaned),
    };
    let found = find(&cleaned, strictness)?;
    let event = event(&cleaned, 0, found)?;
    Some((cleaned, event))
}

/// Recognises a message that stands at the end of a line of another kind.
pub(crate) fn recognise_anywhere<'a>(text: &Cow<'a, [u8]>) -> Option<Event<'a>> {
    let mut after_break = false;
    for (at, byte) in text.iter().take(LONGEST_ANYWHERE).enumerate() {
        if after_break && byte.is_ascii_graphic() {
            let rest =
                text.get(at..at.saturating_add(LONGEST_ANYWHERE)).or_else(|| text.get(at..))?;
            if rest.len() < SHORTEST_ANYWHERE {
                return None;
            }
            if let Some(found) = catalogue().find(rest, Strictness::Bare).filter(|found| !found.cut)
            {
                let literal = catalogue().entry(found.entry)?.literal_bytes();
                return if literal >= SHORTEST_ANYWHERE { event(text, at, found) } else { None };
            }
        }
        after_break =
            matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'`' | b']' | b'>' | b'|' | b':');
    }
    None
}

/// Asks the catalogue; marks that something was left out at the end of a line are not part of the text.
#[inline]
fn find(text: &[u8], strictness: Strictness) -> Option<Found> {
    let found = catalogue().find(text, strictness);
    if found.is_some() {
        return found;
    }
    let mut shorter = text;
    for mark in [&b">"[..], b"...", "…".as_bytes(), b"[..]"] {
        shorter = shorter.strip_suffix(mark).unwrap_or(shorter);
    }
    if shorter.len() == text.len() {
        return None;
    }
    catalogue().find(shorter.trim_ascii_end(), strictness).filter(|found| found.cut)
}

/// Makes the event of a match in the text from `at` on.
fn event<'a>(text: &Cow<'a, [u8]>, at: usize, found: Found) -> Option<Event<'a>> {
    let entry = catalogue().entry(found.entry)?;
    let mut fields = Fields::with_capacity(found.captures.len());
    for captured in found.captures {
        let (name, kind) = entry.field(captured)?;
        let range = captured.range();
        let range = range.start.saturating_add(at)..range.end.saturating_add(at);
        add(name, kind, slice(text, range), found.cut, &mut fields);
    }
    Some(Event { id: entry.message.id, fields, cut: found.cut, wording: found.entry })
}

fn add<'a>(
    name: &'static str,
    kind: Kind,
    value: Cow<'a, [u8]>,
    cut: bool,
    fields: &mut Fields<'a>,
) {
    match kind {
        Kind::Client => client::expand(&value, false, cut, fields),
        Kind::By => client::expand(&value, true, cut, fields),
        Kind::Instance => instance::expand(&value, fields),
        Kind::Pair => fields.push((name, instance::pair(&value))),
        Kind::Number => fields.push((name, number(value))),
        Kind::Name if value.is_empty() => {}
        Kind::Name | Kind::Id | Kind::Word | Kind::Address | Kind::Text => {
            fields.push((name, FieldValue::Text(trimmed(value))));
        }
    }
}

/// A number; text where it does not fit.
#[inline]
fn number(digits: Cow<'_, [u8]>) -> FieldValue<'_> {
    let (sign, magnitude) = match digits.split_first() {
        Some((b'-', rest)) => (-1_i64, rest),
        Some((b'+', rest)) => (1, rest),
        _ => (1, &*digits),
    };
    let value = magnitude.iter().try_fold(0_i64, |value, digit| {
        value.checked_mul(10)?.checked_add(i64::from(digit.wrapping_sub(b'0')))
    });
    match value.and_then(|value| value.checked_mul(sign)) {
        Some(value) => FieldValue::Number(value),
        None => FieldValue::Text(digits),
    }
}

fn slice<'a>(text: &Cow<'a, [u8]>, range: Range<usize>) -> Cow<'a, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(range).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(range).unwrap_or_default().to_vec()),
    }
}

fn trimmed(value: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match value {
        Cow::Borrowed(value) => Cow::Borrowed(value.trim_ascii()),
        Cow::Owned(value) => Cow::Owned(value.trim_ascii().to_vec()),
    }
}
