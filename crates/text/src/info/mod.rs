//! A dump of `INFO`: its fields with their lines, and the sections as types.

pub(crate) mod consistency;
pub(crate) mod grammar;
pub(crate) mod keys;
pub(crate) mod keyspace;
pub(crate) mod lines;
pub(crate) mod persistence;
pub(crate) mod replication;
pub(crate) mod server;
pub(crate) mod stats;

use autopsync_model::{Damage, Place};
use grammar::Piece;
use std::str::FromStr;

/// The most a recognition looks at, in bytes.
const WINDOW: usize = 64 << 10;

/// One `key:value` of a dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The section it stands in, as the server names it, where a header precedes it.
    pub section: Option<String>,
    /// The key.
    pub key: String,
    /// The value, without blanks around it. Bytes that are no UTF-8 are replaced.
    pub value: String,
    /// The line it stands on.
    pub place: Place,
}

/// The dump of one server at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Info {
    fields: Vec<Field>,
    prompt: Option<String>,
}

impl Info {
    /// Reads the first dump of a text; one without fields where there is none.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        Self::parse_all(bytes).into_iter().next().unwrap_or_default()
    }

    /// Reads every dump of a text, in its order.
    ///
    /// A new one begins where a section comes a second time, or a field that a server has but once, or where the
    /// prompt of another node stands.
    #[must_use]
    pub fn parse_all(bytes: &[u8]) -> Vec<Self> {
        let mut reader = Reader::default();
        lines::for_each(bytes, |number, line| {
            grammar::pieces(line, |piece| reader.take(number, piece));
        });
        reader.finish()
    }

    /// Returns all fields in their order.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Tells whether there is no field at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Returns the address in the prompt before the dump (`127.0.0.1:6379> info`): a name for the node.
    #[must_use]
    pub fn prompt(&self) -> Option<&str> {
        self.prompt.as_deref()
    }

    /// Returns the first field with this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Returns the value of the first field with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.field(key).map(|field| field.value.as_str())
    }

    /// Returns the place of the first field with this key.
    #[must_use]
    pub fn place_of(&self, key: &str) -> Option<&Place> {
        self.field(key).map(|field| &field.place)
    }

    /// Returns the first word of a value as a number or whatever reads from text; `None` where the field is missing or
    /// holds something else. What follows the first word is a remark of whoever saved the dump.
    #[must_use]
    pub fn parsed<T: FromStr>(&self, key: &str) -> Option<T> {
        first_word(self.get(key)?).parse().ok()
    }

    /// Returns a field that the servers print as 0 or 1.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.parsed::<i64>(key)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// Returns the fields whose value is no number though the servers print one: cut or retyped evidence.
    #[must_use]
    pub fn damages(&self) -> Vec<Damage> {
        let is_wrong = |field: &&Field| {
            keys::is_number(&field.key) && first_word(&field.value).parse::<i64>().is_err()
        };
        let describe = |field: &Field| {
            let message = format!("expected a number for {}, found {:?}", field.key, field.value);
            Damage::new("info-number", field.place.clone(), message)
        };
        self.fields.iter().filter(is_wrong).map(describe).collect()
    }
}

/// Returns what stands before the first blank, without quotes and commas that were pasted along.
pub(crate) fn first_word(value: &str) -> &str {
    let word = value.split_whitespace().next().unwrap_or_default();
    word.trim_matches(['"', '\'', '`', ',', ';'])
}

/// Tells whether a text holds a dump of `INFO`: two fields that only servers print, or a header and one such field.
///
/// Looks at the first 64 KiB. Configuration files do not pass, nor do server logs, though a crash report prints a whole
/// dump: what follows a line of a log belongs to that log.
#[must_use]
pub fn looks_like_info(bytes: &[u8]) -> bool {
    let head = bytes.get(..WINDOW).unwrap_or(bytes);
    let (mut known, mut headers, mut is_log) = (0_usize, 0_usize, false);
    lines::for_each(head, |_, line| {
        is_log |= known == 0 && grammar::is_log_line(line);
        grammar::pieces(line, |piece| match piece {
            Piece::Field { key, .. } if keys::is_known(&key) => known = known.saturating_add(1),
            Piece::Section(_) => headers = headers.saturating_add(1),
            Piece::Field { .. } | Piece::Prompt(_) => {}
        });
    });
    !is_log && (known >= 2 || (known >= 1 && headers >= 1))
}

/// Assembles dumps from pieces.
#[derive(Default)]
struct Reader {
    done: Vec<Info>,
    current: Info,
    section: Option<String>,
    sections: Vec<String>,
    prompt: Option<String>,
}

impl Reader {
    fn take(&mut self, line: u64, piece: Piece<'_>) {
        match piece {
            Piece::Prompt(address) => {
                let other = self.current.prompt.as_deref().is_some_and(|before| before != address);
                if other {
                    self.start_another();
                }
                self.section = None;
                self.prompt = Some(address.to_owned());
            }
            Piece::Section(name) => {
                if self.sections.iter().any(|seen| seen.eq_ignore_ascii_case(name)) {
                    self.start_another();
                }
                self.section = Some(name.to_owned());
                self.sections.push(name.to_owned());
            }
            Piece::Field { key, value } => {
                if keys::is_unique(&key) && self.current.field(&key).is_some() {
                    self.start_another();
                }
                if self.current.prompt.is_none() {
                    self.current.prompt.clone_from(&self.prompt);
                }
                self.current.fields.push(Field {
                    section: self.section.clone(),
                    key: key.into_owned(),
                    value: value.into_owned(),
                    place: Place::line(line),
                });
            }
        }
    }

    fn start_another(&mut self) {
        let finished = std::mem::take(&mut self.current);
        if !finished.is_empty() {
            self.done.push(finished);
        }
        self.sections.clear();
    }

    fn finish(mut self) -> Vec<Info> {
        self.start_another();
        self.done
    }
}

#[cfg(test)]
mod tests;
