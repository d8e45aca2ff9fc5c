//! Where something stands in a stream, or in an append-only file.

use autopsync_case::questions::replay::ReplayAnswer;
use autopsync_model::NextOffset;
use schemars::JsonSchema;
use serde::Serialize;

/// A place in what is applied: an offset of a stream, or a byte of an append-only file. Never both: an append-only file
/// has no replication offsets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Position {
    /// The offset of its first byte; null in an append-only file.
    pub offset: Option<i64>,
    /// The file of an append-only file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The index of its first byte in that file, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_offset: Option<u64>,
}

impl Position {
    /// Takes an offset of a stream.
    #[must_use]
    pub const fn stream(offset: i64) -> Self {
        Self { offset: Some(offset), file: None, file_offset: None }
    }

    /// Takes a byte of a file of an append-only file.
    #[must_use]
    pub fn file(path: &str, at: u64) -> Self {
        Self { offset: None, file: Some(path.to_owned()), file_offset: Some(at) }
    }

    /// Takes an offset of an answer for what it is there.
    #[must_use]
    pub fn of(offset: NextOffset, answer: &ReplayAnswer) -> Self {
        match answer.file_place(offset) {
            Some((file, at)) => Self::file(&file.path, at),
            None => Self::stream(offset.get()),
        }
    }

    /// Writes it for a column of a table.
    #[must_use]
    pub fn text(&self) -> String {
        match (self.offset, &self.file, self.file_offset) {
            (Some(offset), ..) => offset.to_string(),
            (None, Some(file), Some(at)) => {
                let name = file.rsplit('/').next().unwrap_or(file);
                format!("{name}:{at}")
            }
            _ => "?".to_owned(),
        }
    }
}
