//! A reply of the server as redis-cli prints it, taken apart into its scalars.
//!
//! The same array comes in three dresses: numbered and quoted on a terminal, one scalar a line in a pipe, and as JSON
//! (`--json`, from 7.0 on). What nests does not matter to the readers of this crate: each knows how many scalars an
//! element has, or by which key it begins. (`cliFormatReplyTTY`, `cliFormatReplyRaw`, `cliFormatReplyJson`, `redis-cli.c`.)

/// A scalar of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its text, without quotes and escapes.
    pub text: String,
    /// The line on which it stands, counted from 1.
    pub line: u64,
}

/// The scalars of a paste, and the address of the prompt before them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    pub list: Vec<Token>,
    pub prompt: Option<String>,
}

impl Tokens {
    /// Takes a text apart. Never fails: what is no reply gives its lines.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let trimmed = text.trim_start_matches('\u{feff}').trim_start();
        if trimmed.starts_with('{') || trimmed.starts_with('[') {
            return Self { list: json(&text), prompt: None };
        }
        let mut tokens = Self::default();
        for (line, number) in text.lines().zip(1_u64..) {
            if let Some(address) = prompt(line) {
                tokens.prompt.get_or_insert_with(|| address.to_owned());
                continue;
            }
            tokens.take(line, number);
        }
        tokens
    }

    fn take(&mut self, line: &str, number: u64) {
        let mut rest = unmarked(line);
        // `1# "name" => "value"` is how maps of RESP3 look.
        while let Some((key, value)) = rest.split_once(" => ") {
            self.push(key, number);
            rest = unmarked(value);
        }
        self.push(rest, number);
    }

    fn push(&mut self, scalar: &str, line: u64) {
        let scalar = scalar.trim();
        let scalar = ["(integer) ", "(double) ", "(error) "]
            .iter()
            .find_map(|kind| scalar.strip_prefix(kind))
            .unwrap_or(scalar);
        let text = match scalar {
            "(nil)" | "(empty array)" | "(empty list or set)" => String::new(),
            _ => unquoted(scalar),
        };
        self.list.push(Token { text, line });
    }
}

/// Returns the address before what was typed: `10.0.0.1:6379> role`.
pub(crate) fn prompt(line: &str) -> Option<&str> {
    let (address, typed) = line.trim_start().split_once('>')?;
    let is_address = !address.is_empty()
        && address.rsplit_once(':').is_some_and(|(_, port)| {
            let port = port.split('[').next().unwrap_or(port);
            !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())
        })
        && !address.contains([' ', '"']);
    (is_address && (typed.is_empty() || typed.starts_with(' ')))
        .then(|| address.split('[').next().unwrap_or(address))
}

/// Removes the numbers of nested elements: `3) 1) 1# "x"` is `"x"`.
fn unmarked(line: &str) -> &str {
    let mut rest = line.trim();
    loop {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        if after.len() == rest.len() {
            return rest;
        }
        match after.strip_prefix(") ").or_else(|| after.strip_prefix("# ")) {
            Some(inner) => rest = inner.trim_start(),
            None => return rest,
        }
    }
}

/// Removes the quotes around a word and what they made necessary inside. A word without quotes stays.
pub(crate) fn unquoted(word: &str) -> String {
    let Some(inner) = word.strip_prefix('"') else {
        return match word.strip_prefix('\'').and_then(|word| word.strip_suffix('\'')) {
            Some(inner) => inner.replace("\\'", "'"),
            None => word.to_owned(),
        };
    };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}

/// The strings and numbers of a JSON text, in order. Keys are strings like any other.
fn json(text: &str) -> Vec<Token> {
    let mut list = Vec::new();
    let mut line = 1_u64;
    let mut word = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for c in text.chars() {
        let from = line;
        if c == '\n' {
            line = line.saturating_add(1);
        }
        if quoted {
            word.push(c);
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    quoted = false;
                    list.push(Token { text: unquoted(&word), line: from });
                    word.clear();
                }
                _ => {}
            }
        } else if c == '"' {
            quoted = true;
            word.push(c);
        } else if c.is_ascii_alphanumeric() || c == '-' || c == '.' {
            word.push(c);
        } else if !word.is_empty() {
            list.push(Token { text: std::mem::take(&mut word), line: from });
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(paste: &str) -> Vec<String> {
        Tokens::of(paste.as_bytes()).list.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn three_dresses_hold_the_same_scalars() {
        let expected = ["master", "3129659", "127.0.0.1", "9001", "3129242"];
        let terminal = "127.0.0.1:9000> role\n1) \"master\"\n2) (integer) 3129659\n3) 1) 1) \"127.0.0.1\"\n      2) \"9001\"\n      3) \"3129242\"\n";
        assert_eq!(texts(terminal), expected);
        assert_eq!(texts("master\n3129659\n127.0.0.1\n9001\n3129242\n"), expected);
        assert_eq!(texts(r#"["master",3129659,[["127.0.0.1","9001","3129242"]]]"#), expected);
        assert_eq!(Tokens::of(terminal.as_bytes()).prompt.as_deref(), Some("127.0.0.1:9000"));
    }

    #[test]
    fn maps_of_resp3_and_escapes_are_read() {
        assert_eq!(
            texts("1# \"save\" => \"\"\n2# \"dir\" => \"/a \\\"b\\\"\""),
            ["save", "", "dir", "/a \"b\""]
        );
        assert_eq!(texts(r#"{"save":"","dir":"/a"}"#), ["save", "", "dir", "/a"]);
    }

    #[test]
    fn an_arrow_in_a_mail_is_no_prompt() {
        assert_eq!(prompt("> role"), None);
        assert_eq!(prompt("a: b> c"), None);
        assert_eq!(prompt("10.0.0.1:6379[3]> role"), Some("10.0.0.1:6379"));
    }
}
