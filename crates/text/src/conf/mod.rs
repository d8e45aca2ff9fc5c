//! Configuration: `redis.conf`, what `CONFIG REWRITE` makes of it, and replies to `CONFIG GET`.
//!
//! A file has `name value…` a line, a reply alternates names and values. Both come cut, filtered by grep, commented by
//! people, with a prompt in front. Names are kept in the spelling of the version that wrote them; a look-up knows that
//! `slave-read-only` and `replica-read-only` are one (`loadServerConfigFromString`, `config.c`, 2.6 to 8.0).

mod known;
mod replication;

pub use replication::ReplicationConfig;

use crate::replies::tokens::{Tokens, prompt, unquoted};
use autopsync_model::Place;

/// A parameter and where it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name in small letters.
    pub name: String,
    /// Its words, without the quotes around them.
    pub words: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

impl Setting {
    /// Returns the words as one text.
    #[must_use]
    pub fn value(&self) -> String {
        self.words.join(" ")
    }
}

/// The parameters of one server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    settings: Vec<Setting>,
    prompt: Option<String>,
}

impl Config {
    /// Reads a configuration; empty where the text holds none.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let prompt = text.lines().find_map(prompt).map(str::to_owned);
        let settings = if is_reply(&text) { of_reply(bytes) } else { of_file(&text) };
        Self { settings, prompt }
    }

    /// Returns all parameters, in the order of the text.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// Returns the address of the prompt that was pasted along.
    #[must_use]
    pub fn prompt(&self) -> Option<&str> {
        self.prompt.as_deref()
    }

    /// Tells whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty()
    }

    /// Returns a parameter by any of its names; of several lines the last one counts, as for the server.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&Setting> {
        let wanted = known::canonical(name);
        self.settings.iter().rev().find(|setting| known::canonical(&setting.name) == wanted)
    }

    /// Returns a parameter's value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.setting(name).map(Setting::value)
    }

    /// Returns a parameter that is `yes` or `no`.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.to_ascii_lowercase().as_str() {
            "yes" | "1" => Some(true),
            "no" | "0" => Some(false),
            _ => None,
        }
    }

    /// Returns a parameter that is a number, or an amount of memory such as `1mb`.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<u64> {
        memory(&self.get(name)?)
    }

    /// Returns what replication needs.
    #[must_use]
    pub fn replication(&self) -> ReplicationConfig {
        ReplicationConfig::of(self)
    }
}

/// Reads an amount of memory: `100`, `1k` (1000), `1kb` (1024), and so for m and g (`memtoll`, `util.c`).
fn memory(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().ok()?;
    let unit = match text.get(digits.len()..)?.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" => 1000,
        "kb" => 1 << 10,
        "m" => 1_000_000,
        "mb" => 1 << 20,
        "g" => 1_000_000_000,
        "gb" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(unit)
}

/// Tells a reply from a file: it is numbered, or JSON, or its first line is a name without a value.
fn is_reply(text: &str) -> bool {
    let Some(first) =
        text.lines().map(str::trim).find(|line| !line.is_empty() && prompt(line).is_none())
    else {
        return false;
    };
    first.starts_with("1) ")
        || first.starts_with("1# ")
        || first.starts_with('{')
        || known::is_known(first)
}

fn of_reply(bytes: &[u8]) -> Vec<Setting> {
    let tokens = Tokens::of(bytes).list;
    let mut settings = Vec::new();
    let mut rest = tokens.iter();
    while let Some(name) = rest.next() {
        if !is_name(&name.text) {
            continue;
        }
        let Some(value) = rest.next() else { break };
        settings.push(Setting {
            name: name.text.to_ascii_lowercase(),
            words: value.text.split_whitespace().map(str::to_owned).collect(),
            place: Place::line(name.line),
        });
    }
    settings
}

fn of_file(text: &str) -> Vec<Setting> {
    text.lines().zip(1_u64..).filter_map(|(line, number)| of_line(line, number)).collect()
}

fn of_line(line: &str, number: u64) -> Option<Setting> {
    let line = line.trim().trim_start_matches(['>', '|', '`', '•']).trim_start();
    if line.starts_with('#') || prompt(line).is_some() {
        return None;
    }
    // What `grep -n` and `grep` over several files put in front.
    let line = match line.split_once(':') {
        Some((before, after))
            if before.bytes().all(|b| b.is_ascii_digit()) || before.contains(".conf") =>
        {
            after
        }
        _ => line,
    };
    let mut words = words(line).into_iter();
    let name = words.next().filter(|name| is_name(name))?.to_ascii_lowercase();
    Some(Setting { name, words: words.collect(), place: Place::line(number) })
}

/// A parameter's name: letters, digits, dashes, points.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
}

/// Splits at blanks outside of quotes (`sdssplitargs`, `sds.c`).
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' | '\'' => {
                let mut escaped = false;
                rest.char_indices()
                    .skip(1)
                    .find(|(_, c)| {
                        let ends = *c == first && !escaped;
                        escaped = *c == '\\' && !escaped;
                        ends
                    })
                    .map_or(rest.len(), |(at, c)| at.saturating_add(c.len_utf8()))
            }
            _ => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        words.push(unquoted(word));
        rest = after.trim_start();
    }
    words
}

/// Tells whether a text is a configuration: most of its lines begin with a parameter's name, and one of the names
/// belongs to nothing else.
#[must_use]
pub fn looks_like_config(bytes: &[u8]) -> bool {
    let head = bytes.get(..64 << 10).unwrap_or(bytes);
    let config = Config::parse(head);
    let known = config.settings.iter().filter(|setting| known::is_known(&setting.name)).count();
    let telling = config.settings.iter().any(|setting| known::is_telling(&setting.name));
    let text = String::from_utf8_lossy(head);
    let lines = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .count();
    let settings = if is_reply(&text) { config.settings.len() } else { lines };
    telling && known.saturating_mul(2) >= settings
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Redis configuration\nport 6379\nrepl-backlog-size 64mb\nslave-read-only no\nsave 900 1\nsave 60 10000\n\
        replicaof 10.0.0.1 6380\nappendonly yes\nmasterauth \"a \\\"b\\\" c\"\n# Generated by CONFIG REWRITE\ndir '/var/lib'\n";

    #[test]
    fn a_file_gives_the_last_value_of_each_name() {
        let config = Config::parse(FILE.as_bytes());
        assert_eq!(config.bytes("repl-backlog-size"), Some(64 << 20));
        assert_eq!(config.flag("replica-read-only"), Some(false));
        assert_eq!(config.get("masterauth").as_deref(), Some("a \"b\" c"));
        assert_eq!(config.get("dir").as_deref(), Some("/var/lib"));
        assert_eq!(config.setting("replicaof").unwrap().place, Place::line(7));
        assert!(looks_like_config(FILE.as_bytes()));
    }

    #[test]
    fn a_reply_is_read_in_each_dress() {
        for text in [
            "10.0.0.1:6379> config get repl*\n1) \"repl-backlog-size\"\n2) \"1048576\"\n3) \"save\"\n4) \"\"\n5) \"repl-timeout\"\n6) \"60\"\n",
            "repl-backlog-size\n1048576\nsave\n\nrepl-timeout\n60\n",
            "{\n \"repl-backlog-size\": \"1048576\",\n \"save\": \"\",\n \"repl-timeout\": \"60\"\n}\n",
            "1# \"repl-backlog-size\" => \"1048576\"\n2# \"save\" => \"\"\n3# \"repl-timeout\" => \"60\"\n",
        ] {
            let config = Config::parse(text.as_bytes());
            assert_eq!(config.bytes("repl-backlog-size"), Some(1 << 20), "{text}");
            assert_eq!(config.get("save").as_deref(), Some(""), "{text}");
            assert_eq!(config.bytes("repl-timeout"), Some(60), "{text}");
            assert!(looks_like_config(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_grep_leaves_is_enough() {
        let config = Config::parse(
            b"12:replicaof 10.0.0.1 6380\n/etc/redis/redis.conf:repl-backlog-size 1k\n",
        );
        assert_eq!(config.replication().master, Some(("10.0.0.1".into(), 6380)));
        assert_eq!(config.bytes("repl-backlog-size"), Some(1000));
    }

    #[test]
    fn other_texts_are_no_configuration() {
        assert!(!looks_like_config(b"port of call\nsave the whales\n"));
        assert!(!looks_like_config(
            b"# Replication\r\nrole:master\r\nrepl_backlog_size:1048576\r\n"
        ));
        assert!(!looks_like_config(
            b"1:M 12 Dec 2019 10:00:00.000 * Ready to accept connections\n"
        ));
        assert!(!looks_like_config(b""));
    }
}
