//! A row of a table, as Kibana and others export it: `"April 13th 2019, 17:07:15.436","redis-ha-1","1:S 13 Apr 2019 …"`.

use super::Peeled;
use crate::log::header;

/// The most fields of a row that are looked at.
const MOST_FIELDS: usize = 64;

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    if line.first() != Some(&b'"') {
        return None;
    }
    let (mut text, mut node) = (None, None);
    let fields = Fields { rest: line };
    for field in fields.take(MOST_FIELDS) {
        let is_server = header::parse(field).is_some_and(|header| !header.weak);
        if text.is_none() && is_server {
            text = Some(field);
        } else if node.is_none() && is_node(field) {
            node = Some(field);
        }
    }
    let peeled = Peeled::new(text?);
    Some(match node {
        Some(node) => peeled.node(node),
        None => peeled,
    })
}

/// Whether a field can be a name: one word with a letter that is no time.
fn is_node(field: &[u8]) -> bool {
    let letters = field.iter().filter(|b| b.is_ascii_alphabetic()).count();
    letters >= 2 && field.iter().all(|b| super::is_name(*b)) && !field.contains(&b':')
}

/// The quoted fields of a row.
struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Fields<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let after = self.rest.strip_prefix(b"\"")?;
        let end = memchr::memmem::find(after, b"\",").or_else(|| after.len().checked_sub(1))?;
        let (field, rest) = after.split_at_checked(end)?;
        self.rest = rest.get(2..).unwrap_or_default().trim_ascii_start();
        Some(field)
    }
}
