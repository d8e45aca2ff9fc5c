//! A line of `CLIENT LIST` inside a message: who gave an order, or who was cut off.
//!
//! `getClientInfoString` and `catClientInfoString` in `networking.c`: `id=7 addr=10.0.0.9:44974 … name=… cmd=exec`.

use super::event::{FieldValue, Fields};
use std::borrow::Cow;

/// How a field of the list is called in an event: as the subject of the line, and as the one who gave an order.
const NAMES: [(&[u8], &str, &str); 9] = [
    (b"id", "client_id", "by_client_id"),
    (b"addr", "addr", "by_addr"),
    (b"laddr", "laddr", "by_laddr"),
    (b"name", "client_name", "by_name"),
    (b"age", "age_seconds", "by_age_seconds"),
    (b"flags", "flags", "by_flags"),
    (b"omem", "omem", "by_omem"),
    (b"cmd", "command", "by_command"),
    (b"user", "user", "by_user"),
];

/// Adds the fields of a client to those of an event. The last one may be cut off: it is left out if `is_cut`.
pub(crate) fn expand(info: &[u8], is_author: bool, is_cut: bool, fields: &mut Fields<'_>) {
    let mut words = info.split(|b| *b == b' ').peekable();
    while let Some(word) = words.next() {
        if is_cut && words.peek().is_none() {
            break;
        }
        let Some(at) = memchr::memchr(b'=', word) else { continue };
        let (Some(key), Some(value)) = (word.get(..at), word.get(at.saturating_add(1)..)) else {
            continue;
        };
        let Some((_, subject, author)) = NAMES.iter().find(|(name, ..)| *name == key) else {
            continue;
        };
        let name = if is_author { author } else { subject };
        let known = fields.iter().any(|(field, _)| field == name);
        if !value.is_empty() && !known {
            fields.push((name, value_of(name, value)));
        }
    }
}

fn value_of<'a>(name: &str, value: &[u8]) -> FieldValue<'a> {
    let is_number = matches!(
        name,
        "client_id" | "by_client_id" | "age_seconds" | "by_age_seconds" | "omem" | "by_omem"
    );
    let number = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
    match number.filter(|_| is_number) {
        Some(number) => FieldValue::Number(number),
        None => FieldValue::Text(Cow::Owned(value.to_vec())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_becomes_fields() {
        let info = &b"id=7 addr=::1:4 laddr= name=s-cmd age=74 x omem=355190792 cmd=exec"[..];
        let mut fields = Fields::new();
        expand(info, false, false, &mut fields);
        let shown: Vec<_> =
            fields.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        assert_eq!(shown.len(), 6);
        assert_eq!(shown[0], "client_id=Number(7)");
        assert_eq!(fields[1].1.text(), Some("::1:4"));
        assert_eq!(fields[4].1.number(), Some(355_190_792));
        let mut cut = Fields::new();
        expand(info, true, true, &mut cut);
        assert_eq!(cut.last().unwrap().0, "by_omem");
    }
}
