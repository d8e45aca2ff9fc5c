//! An instance as Sentinel prints it: `sentinelEvent` in `sentinel.c`.
//!
//! `slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379`: type, name, host, port, and the master it belongs to.

use super::event::{FieldValue, Fields};
use std::borrow::Cow;

/// Adds the fields of an instance to those of an event.
pub(crate) fn expand(instance: &[u8], fields: &mut Fields<'_>) {
    let words: Vec<&[u8]> =
        instance.split(|b| *b == b' ').filter(|word| !word.is_empty()).take(8).collect();
    let [kind, name, host, port, master @ ..] = words.as_slice() else { return };
    fields.push(("instance_type", text(kind)));
    fields.push(("addr", address(host, port)));
    if *kind == b"master" {
        fields.push(("master_name", text(name)));
    } else {
        fields.push(("instance_name", text(name)));
    }
    if let [b"@", name, host, port] = master {
        fields.push(("master_name", text(name)));
        fields.push(("master_addr", address(host, port)));
    }
}

/// `host port` as an address, as the servers print one: the colon joins them, IPv6 has no brackets.
pub(crate) fn pair<'a>(text: &[u8]) -> FieldValue<'a> {
    let mut words = text.split(|b| *b == b' ').filter(|word| !word.is_empty());
    match (words.next(), words.next()) {
        (Some(host), Some(port)) => address(host, port),
        _ => FieldValue::Text(Cow::Owned(text.to_vec())),
    }
}

fn address<'a>(host: &[u8], port: &[u8]) -> FieldValue<'a> {
    FieldValue::Text(Cow::Owned([host, b":", port].concat()))
}

fn text<'a>(word: &[u8]) -> FieldValue<'a> {
    FieldValue::Text(Cow::Owned(word.to_vec()))
}
