//! What a master sends after the snapshot, with the offset of every command.
//!
//! Forms: `replicationFeedSlaves`, `replicationCron` and `syncCommand` of `replication.c` (2.8 to 7.2).
//!
//! ```
//! use autopsync_model::{AppliedOffset, NextOffset};
//! use autopsync_synth::stream::StreamBuilder;
//!
//! let stream = StreamBuilder::new(AppliedOffset::new(1000)).select(0).command(&["INCR", "n"]);
//! assert_eq!(stream.spans()[1].start, NextOffset::new(1024));
//! assert_eq!(stream.offset(), AppliedOffset::new(1044));
//! ```

use crate::live::encode_command;
use autopsync_model::{AppliedOffset, NextOffset, ReplId};

/// The bytes of one command: from its first one to the one after its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: NextOffset,
    /// The byte after the last.
    pub end: NextOffset,
}

/// A stretch of a replication stream under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct StreamBuilder {
    start: AppliedOffset,
    bytes: Vec<u8>,
    spans: Vec<Span>,
}

impl StreamBuilder {
    /// Starts after the byte `start`.
    pub const fn new(start: AppliedOffset) -> Self {
        Self { start, bytes: Vec::new(), spans: Vec::new() }
    }

    /// A command, as an array of strings.
    pub fn command<A: AsRef<[u8]>>(mut self, args: &[A]) -> Self {
        let start = self.offset().next();
        self.bytes.extend_from_slice(&encode_command(args));
        self.spans.push(Span { start, end: self.offset().next() });
        self
    }

    /// What a master sends every `repl-ping-replica-period`: 14 bytes.
    pub fn ping(self) -> Self {
        self.command(&["PING"])
    }

    /// The database of the commands that follow.
    pub fn select(self, db: u64) -> Self {
        self.command(&["SELECT".to_owned(), db.to_string()])
    }

    /// `REPLCONF GETACK *`: 37 bytes.
    pub fn getack(self) -> Self {
        self.command(&["REPLCONF", "GETACK", "*"])
    }

    /// A transaction.
    pub fn transaction(mut self, commands: &[&[&str]]) -> Self {
        self = self.command(&["MULTI"]);
        for command in commands {
            self = self.command(command);
        }
        self.command(&["EXEC"])
    }

    /// A command in the inline form, which no master sends and every replica reads.
    pub fn inline(mut self, line: &str) -> Self {
        let start = self.offset().next();
        self.bytes.extend_from_slice(line.as_bytes());
        self.bytes.extend_from_slice(b"\r\n");
        self.spans.push(Span { start, end: self.offset().next() });
        self
    }

    /// Bytes as they are, which belong to no command.
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    /// Returns the offset of the last byte so far.
    #[must_use]
    pub const fn offset(&self) -> AppliedOffset {
        self.start.next().advance(self.bytes.len() as u64).applied()
    }

    /// Returns the bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns where each command stands, in order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Returns the bytes from `first` on: a backlog that starts wherever it starts.
    #[must_use]
    pub fn from_byte(&self, first: NextOffset) -> &[u8] {
        let skip = first.index_from(self.start.next()).and_then(|n| usize::try_from(n).ok());
        skip.and_then(|n| self.bytes.get(n..)).unwrap_or_default()
    }

    /// Returns all that a replica gets in a full synchronisation: reply, snapshot, this stream.
    #[must_use]
    pub fn full_resync(&self, replid: ReplId, snapshot: &[u8], framing: Framing) -> Vec<u8> {
        let mut out = format!("+FULLRESYNC {replid} {}\r\n", self.start).into_bytes();
        out.extend_from_slice(&framing.frame(snapshot));
        out.extend_from_slice(&self.bytes);
        out
    }

    /// Returns all that a replica gets when the master continues; the id is told from 4.0 on.
    #[must_use]
    pub fn continued(&self, replid: Option<ReplId>) -> Vec<u8> {
        let reply =
            replid.map_or_else(|| "+CONTINUE\r\n".to_owned(), |id| format!("+CONTINUE {id}\r\n"));
        let mut out = reply.into_bytes();
        out.extend_from_slice(&self.bytes);
        out
    }
}

/// How the end of the snapshot is told in a full synchronisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Framing {
    mark: Option<[u8; 40]>,
    keep_alives: usize,
}

impl Framing {
    /// `$<length>`: the snapshot comes from a file.
    pub const LENGTH: Self = Self { mark: None, keep_alives: 0 };

    /// `$EOF:<mark>`: the snapshot comes from a child's pipe and ends with the mark; 2.8.18.
    #[must_use]
    pub const fn mark(mark: [u8; 40]) -> Self {
        Self { mark: Some(mark), keep_alives: 0 }
    }

    /// Sends this many bare newlines first, as a master does while it saves. They count in no offset.
    #[must_use]
    pub const fn keep_alives(mut self, count: usize) -> Self {
        self.keep_alives = count;
        self
    }

    /// Returns the snapshot in its frame. No line end follows it.
    #[must_use]
    pub fn frame(&self, snapshot: &[u8]) -> Vec<u8> {
        let mut out = vec![b'\n'; self.keep_alives];
        match &self.mark {
            None => out.extend_from_slice(format!("${}\r\n", snapshot.len()).as_bytes()),
            Some(mark) => out.extend_from_slice(&[b"$EOF:", &mark[..], b"\r\n"].concat()),
        }
        out.extend_from_slice(snapshot);
        out.extend_from_slice(self.mark.as_ref().map_or(&[], |mark| &mark[..]));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_have_the_sizes_that_masters_count() {
        let stream = StreamBuilder::new(AppliedOffset::new(0)).ping().getack();
        let bytes: Vec<_> = stream.spans().iter().map(|s| s.end.bytes_since(s.start)).collect();
        assert_eq!(bytes, [14, 37]);
        assert_eq!(stream.from_byte(NextOffset::new(15)), &stream.bytes()[14..]);
        assert_eq!(stream.from_byte(NextOffset::new(0)), b"");
    }

    #[test]
    fn both_framings_put_the_stream_right_behind_the_snapshot() {
        let id = ReplId::from_bytes(&[b'a'; 40]).unwrap();
        let stream = StreamBuilder::new(AppliedOffset::new(7)).ping();
        let ping = b"*1\r\n$4\r\nPING\r\n";
        let head = format!("+FULLRESYNC {} 7\r\n", "a".repeat(40)).into_bytes();
        assert_eq!(
            stream.full_resync(id, b"RDB", Framing::LENGTH.keep_alives(2)),
            [&head[..], b"\n\n$3\r\nRDB", ping].concat()
        );
        let mark = [b'm'; 40];
        assert_eq!(
            stream.full_resync(id, b"RDB", Framing::mark(mark)),
            [&head[..], b"$EOF:", &mark, b"\r\nRDB", &mark, ping].concat()
        );
        assert_eq!(stream.continued(None), [b"+CONTINUE\r\n", &ping[..]].concat());
    }
}
