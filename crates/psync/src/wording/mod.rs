//! The servers' words: one table a message, one row a wording, from the version that first writes it.
//!
//! Facts, not prose: the texts are what `serverLog` is given at the tags named by the rows, and for Valkey what
//! recorded servers wrote. `{…}` marks a value. A message without a row for a version is not written by it.

pub(crate) mod full_sync;
pub(crate) mod master;
pub(crate) mod replica;
pub(crate) mod roles;

use crate::LogLine;
use autopsync_model::{Pre, Product, Version};
use std::fmt::Display;

/// One wording of a message.
pub(crate) struct Row {
    from: Version,
    level: char,
    text: &'static str,
}

/// The wordings of one message, oldest first, Redis before Valkey.
pub(crate) type Message = [Row];

/// A wording of Redis.
const fn redis(from: (u16, u16, u16), level: char, text: &'static str) -> Row {
    Row { from: Version::redis(from.0, from.1, from.2), level, text }
}

/// A wording of Redis that begins with a release candidate; candidate 0 stands for all that precedes the first.
const fn candidate(from: (u16, u16), rc: u16, level: char, text: &'static str) -> Row {
    let release = Version::redis(from.0, from.1, 0);
    Row { from: Version { pre: Pre::Rc(rc), ..release }, level, text }
}

/// A wording of Valkey.
const fn valkey(from: (u16, u16, u16), level: char, text: &'static str) -> Row {
    Row { from: Version::valkey(from.0, from.1, from.2), level, text }
}

/// Marks versions that stopped writing a message.
const SILENT: &str = "";

/// Returns the wording of a version: the last row that is not newer. Valkey speaks as Redis 7.2 where it has no
/// row of its own.
fn wording(message: &'static Message, version: &Version) -> Option<&'static Row> {
    let newest = |version: &Version| message.iter().rev().find(|row| row.from <= *version);
    let row = newest(version).or_else(|| {
        (version.product == Product::Valkey).then(|| newest(&Version::redis(7, 2, 4))).flatten()
    });
    row.filter(|row| row.text != SILENT)
}

/// Fills a message with values, in the words of a version; `None` where that version does not write it.
pub(crate) fn say(
    message: &'static Message,
    version: &Version,
    values: &[(&str, &dyn Display)],
) -> Option<LogLine> {
    wording(message, version).map(|row| LogLine::new(row.level, fill(row.text, values)))
}

/// Replaces each `{name}` by its value; a value is not looked into.
fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut text = String::with_capacity(template.len() + 96);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        if let Some((_, value)) = value {
            text.push_str(&value.to_string());
        } else {
            text.push('<');
            text.push_str(name);
            text.push('>');
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(&'static str, &'static Message)> {
        [master::ALL, full_sync::ALL, replica::ALL, roles::ALL].concat()
    }

    #[test]
    fn rows_go_from_old_to_new_and_redis_goes_first() {
        for (name, rows) in all() {
            for pair in rows.windows(2) {
                let in_order = match pair[0].from.partial_cmp(&pair[1].from) {
                    Some(order) => order.is_lt(),
                    None => pair[0].from.product == Product::Redis,
                };
                assert!(in_order, "{name}: {} before {}", pair[0].from, pair[1].from);
            }
        }
    }

    #[test]
    fn every_wording_is_well_formed() {
        for (name, rows) in all() {
            for row in rows {
                assert!(".-*#".contains(row.level), "{name}");
                assert_eq!(row.text.matches('{').count(), row.text.matches('}').count(), "{name}");
                assert_eq!(row.text.trim(), row.text, "{name}");
            }
        }
    }

    #[test]
    fn values_are_not_looked_into_and_unknown_ones_stay_visible() {
        assert_eq!(fill("a {x} b {y}", &[("x", &"{y}")]), "a {y} b <y>");
        assert_eq!(fill("open { end", &[]), "open < end>");
    }

    #[test]
    fn valkey_speaks_as_redis_until_it_has_its_own_words() {
        let say =
            |version: &str| say(replica::SUCCESSFUL, &version.parse().unwrap(), &[]).unwrap().text;
        assert_eq!(say("valkey-7.2.5"), "Successful partial resynchronization with master.");
        assert_eq!(say("valkey-8.0.0"), "Successful partial resynchronization with primary.");
        assert_eq!(say("7.4.1"), "Successful partial resynchronization with master.");
    }
}
