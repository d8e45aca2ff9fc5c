//! A replica's link: the bytes that a master really sends.
//!
//! The framing is that of `replication.c`, `readSyncBulkPayload`: `+FULLRESYNC <id> <offset>`, then `$<length>` or
//! `$EOF:<mark of 40 characters>` and the snapshot, with bare newlines as keep-alives before each.

use super::{Connection, encode_command, reply::number};
use autopsync_model::{AppliedOffset, ReplId};
use std::io::{self, Error, ErrorKind};

/// A link on which a full synchronisation was made and the stream follows.
#[derive(Debug)]
pub struct ReplicaLink {
    connection: Connection,
    replid: ReplId,
    start: AppliedOffset,
    snapshot: Vec<u8>,
    stream: Vec<u8>,
}

impl ReplicaLink {
    /// Asks for a full synchronisation and reads the snapshot.
    ///
    /// # Errors
    /// Those of the socket, and [`ErrorKind::InvalidData`] for a reply that is not `+FULLRESYNC`.
    pub fn full_sync(mut connection: Connection) -> io::Result<Self> {
        // Announcing PSYNC2 without EOF gets the payload with its length.
        connection.command(&["REPLCONF", "capa", "psync2"])?;
        connection.send_raw(&encode_command(&["PSYNC", "?", "-1"]))?;
        let (replid, start) = parse_full_resync(&next_line(&mut connection)?)?;
        let header = next_line(&mut connection)?;
        let snapshot = if let Some(mark) = header.strip_prefix(b"$EOF:") {
            read_to_mark(&mut connection, mark)?
        } else {
            let length = header.strip_prefix(b"$").ok_or_else(|| unexpected(&header))?;
            let length = number(length)?.try_into().map_err(|_| unexpected(&header))?;
            connection.read_exactly(length)?
        };
        // A master sends nothing before the first acknowledgement of a replica that it brought up to date.
        let ack = encode_command(&["REPLCONF", "ACK", &start.to_string()]);
        connection.send_raw(&ack)?;
        Ok(Self { connection, replid, start, snapshot, stream: Vec::new() })
    }

    /// Returns the master's replication id.
    #[must_use]
    pub const fn replid(&self) -> ReplId {
        self.replid
    }

    /// Returns the offset of `+FULLRESYNC`: the stream's first byte is the next one.
    #[must_use]
    pub const fn start(&self) -> AppliedOffset {
        self.start
    }

    /// Returns the snapshot of the full synchronisation.
    #[must_use]
    pub fn snapshot(&self) -> &[u8] {
        &self.snapshot
    }

    /// Reads until the byte `offset` has come, and returns the whole stream since [`ReplicaLink::start`].
    ///
    /// # Errors
    /// Those of the socket; a master that never gets there runs into the connection's patience.
    pub fn stream_to(&mut self, offset: AppliedOffset) -> io::Result<&[u8]> {
        let wanted = u64::try_from(offset.bytes_since(self.start)).unwrap_or(0);
        let missing = wanted.saturating_sub(self.stream.len() as u64);
        let bytes = self.connection.read_exactly(missing)?;
        self.stream.extend_from_slice(&bytes);
        Ok(&self.stream)
    }
}

/// Reads the next line that is not a keep-alive.
fn next_line(connection: &mut Connection) -> io::Result<Vec<u8>> {
    loop {
        let line = connection.read_line()?;
        if !line.is_empty() {
            return Ok(line);
        }
    }
}

fn parse_full_resync(line: &[u8]) -> io::Result<(ReplId, AppliedOffset)> {
    let text = str::from_utf8(line).map_err(|_| unexpected(line))?;
    let mut words = text.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some("+FULLRESYNC"), Some(id), Some(offset)) => {
            let id = id.parse().map_err(|_| unexpected(line))?;
            let offset = offset.parse().map_err(|_| unexpected(line))?;
            Ok((id, AppliedOffset::new(offset)))
        }
        _ => Err(unexpected(line)),
    }
}

/// Reads a payload of unknown length that ends with its mark; the mark is random, so the first one is the end.
fn read_to_mark(connection: &mut Connection, mark: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(mark) {
        bytes.extend_from_slice(&connection.read_exactly(1)?);
    }
    bytes.truncate(bytes.len() - mark.len());
    Ok(bytes)
}

fn unexpected(line: &[u8]) -> Error {
    let message = format!("expected the start of a full synchronisation, found {line:?}");
    Error::new(ErrorKind::InvalidData, message)
}
