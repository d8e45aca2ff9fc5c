//! What a command answers.

/// A reply, as RESP would carry it. A replica discards it; a script looks at it.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A status such as `OK`, without the leading `+`.
    Status(&'static str),
    /// An error, without the leading `-`: code, space, text.
    Error(Box<[u8]>),
    /// An integer.
    Int(i64),
    /// A string.
    Bulk(Box<[u8]>),
    /// The null string or null array.
    Nil,
    /// An array. A script sees its nulls as `false`.
    Array(Vec<Reply>),
    /// Pairs of field and value: an array to RESP2, a map to a script that asked for RESP3.
    Map(Vec<(Reply, Reply)>),
    /// Members: an array to RESP2, a set to a script that asked for RESP3.
    Set(Vec<Reply>),
    /// A double: its text to RESP2, a number to a script that asked for RESP3.
    Double(f64),
}

impl Reply {
    /// The reply of most writes.
    pub const OK: Self = Self::Status("OK");

    /// Wraps an error's text (code included).
    #[must_use]
    pub fn error(text: impl AsRef<[u8]>) -> Self {
        Self::Error(text.as_ref().into())
    }

    /// Wraps a string.
    #[must_use]
    pub fn bulk(bytes: impl AsRef<[u8]>) -> Self {
        Self::Bulk(bytes.as_ref().into())
    }

    /// Tells whether the command failed.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        matches!(self, Self::Error(_))
    }
}
