//! Stream ids.

use crate::number::integer_text;

/// The id of a stream entry: a time in milliseconds and a number that tells entries of one time apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct StreamId {
    /// Milliseconds since 1970, or whatever the client gave.
    pub ms: u64,
    /// Sequence number within the millisecond.
    pub seq: u64,
}

impl StreamId {
    /// The smallest id. No entry can have it.
    pub const MIN: Self = Self { ms: 0, seq: 0 };
    /// The largest id.
    pub const MAX: Self = Self { ms: u64::MAX, seq: u64::MAX };

    /// Wraps the two numbers.
    #[must_use]
    pub const fn new(ms: u64, seq: u64) -> Self {
        Self { ms, seq }
    }

    /// Returns the id that follows, if any (`streamIncrID`).
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match (self.seq.checked_add(1), self.ms.checked_add(1)) {
            (Some(seq), _) => Some(Self { ms: self.ms, seq }),
            (None, Some(ms)) => Some(Self { ms, seq: 0 }),
            (None, None) => None,
        }
    }

    /// Returns the id before, if any (`streamDecrID`).
    #[must_use]
    pub const fn previous(self) -> Option<Self> {
        match (self.seq.checked_sub(1), self.ms.checked_sub(1)) {
            (Some(seq), _) => Some(Self { ms: self.ms, seq }),
            (None, Some(ms)) => Some(Self { ms, seq: u64::MAX }),
            (None, None) => None,
        }
    }

    /// Writes `ms`, a separator, `seq`: a dash where people see it, a dot in `DEBUG DIGEST`.
    pub(crate) fn write(self, separator: u8, out: &mut Vec<u8>) {
        push_unsigned(out, self.ms);
        out.push(separator);
        push_unsigned(out, self.seq);
    }

    /// Returns the text with a dash.
    pub(crate) fn text(self) -> Vec<u8> {
        let mut text = Vec::with_capacity(24);
        self.write(b'-', &mut text);
        text
    }
}

/// Appends a number in decimal.
fn push_unsigned(out: &mut Vec<u8>, value: u64) {
    if let Ok(value) = i64::try_from(value) {
        out.extend_from_slice(&integer_text(value));
    } else {
        // Nineteen digits at most, then the last one.
        out.extend_from_slice(&integer_text((value / 10) as i64));
        out.extend_from_slice(&integer_text((value % 10) as i64));
    }
}

impl From<StreamId> for autopsync_rdb::StreamId {
    fn from(id: StreamId) -> Self {
        Self { ms: id.ms, seq: id.seq }
    }
}

impl std::fmt::Display for StreamId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.ms, self.seq)
    }
}
