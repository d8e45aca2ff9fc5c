//! Keys and values in documents: text where they are text, base64 where not, hashes where the report is shared.

use autopsync_model::Bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// Whether key names and values are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Privacy {
    /// As they are.
    #[default]
    Shown,
    /// Replaced by hashes that are the same in every output of this program for the same bytes.
    Redacted,
}

impl Privacy {
    /// Returns the form that a document carries.
    #[must_use]
    pub fn show(self, bytes: &[u8]) -> JsonBytes {
        match self {
            Self::Shown => JsonBytes::new(bytes),
            Self::Redacted => JsonBytes::Text(format!("redacted:{:016x}", hash(bytes))),
        }
    }

    /// Returns the form of a command: its name, and its sub-command where it has one, stay; arguments may not.
    #[must_use]
    pub fn show_command(self, args: &[impl AsRef<[u8]>]) -> Vec<JsonBytes> {
        let keep = match args.first().map(|name| name.as_ref().to_ascii_lowercase()).as_deref() {
            Some(b"select" | b"replconf" | b"script" | b"function") => 2,
            _ => 1,
        };
        args.iter()
            .enumerate()
            .map(
                |(i, arg)| {
                    if i < keep { JsonBytes::new(arg.as_ref()) } else { self.show(arg.as_ref()) }
                },
            )
            .collect()
    }
}

/// Writes bytes in base64, as documents do.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// 64 bits of FNV-1a: stable, and not meant to resist somebody who guesses the key.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

/// Bytes in a document: a string where they are UTF-8, `{"base64": "…"}` otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum JsonBytes {
    /// Valid UTF-8.
    Text(String),
    /// Anything else.
    Binary {
        /// The bytes in base64.
        base64: String,
    },
}

impl JsonBytes {
    /// Wraps bytes.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Binary { base64: STANDARD.encode(bytes) },
        }
    }
}

impl fmt::Display for JsonBytes {
    /// Writes the terminal form: nothing that moves a cursor.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => Bytes(text.as_bytes()).fmt(f),
            Self::Binary { base64 } => match STANDARD.decode(base64) {
                Ok(bytes) => Bytes(&bytes).fmt(f),
                Err(_) => f.write_str(base64),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_look_as_the_contract_says() {
        let json = |bytes: &[u8]| serde_json::to_string(&JsonBytes::new(bytes)).unwrap();
        assert_eq!(json(b"key"), r#""key""#);
        assert_eq!(json(b"\xff\x00"), r#"{"base64":"/wA="}"#);
        assert_eq!(JsonBytes::new(b"\xff\x1b").to_string(), "\\xff\\x1b");
    }

    #[test]
    fn a_redacted_command_keeps_its_name() {
        let shown = Privacy::Redacted.show_command(&[b"SET".as_slice(), b"secret", b"v"]);
        assert_eq!(shown[0], JsonBytes::new(b"SET"));
        assert!(!format!("{shown:?}").contains("secret"));
        assert_eq!(shown[1], Privacy::Redacted.show(b"secret"));
        assert_ne!(shown[1], shown[2]);
    }
}
