//! A client's connection: commands out, replies in, one by one or many at a time.

use super::reply::{Reply, read_line};
use std::{
    io::{self, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

/// How long a reply may take. A debug build under load is slow; a server that hangs must still fail the test.
const PATIENCE: Duration = Duration::from_secs(60);

/// Encodes a command as a client sends it.
#[must_use]
pub fn encode_command<A: AsRef<[u8]>>(args: &[A]) -> Vec<u8> {
    let mut bytes = format!("*{}\r\n", args.len()).into_bytes();
    for arg in args {
        let arg = arg.as_ref();
        bytes.extend_from_slice(format!("${}\r\n", arg.len()).as_bytes());
        bytes.extend_from_slice(arg);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

/// A connection to a server.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects to a port of the loopback address.
    ///
    /// # Errors
    /// Those of the socket.
    pub fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(1 << 16, stream) })
    }

    /// Sends one command and returns its reply; an error reply is a [`Reply::Error`].
    ///
    /// # Errors
    /// Those of the socket, and bytes that are no reply.
    pub fn command<A: AsRef<[u8]>>(&mut self, args: &[A]) -> io::Result<Reply> {
        self.send_raw(&encode_command(args))?;
        self.read_reply()
    }

    /// Sends all commands and returns all replies, in order.
    ///
    /// Writes a bounded number of bytes before it reads, so that neither side can wait for the other for ever.
    ///
    /// # Errors
    /// As for [`Connection::command`].
    pub fn pipeline<A: AsRef<[u8]>>(&mut self, commands: &[Vec<A>]) -> io::Result<Vec<Reply>> {
        const CHUNK: usize = 256;
        let mut replies = Vec::new();
        for chunk in commands.chunks(CHUNK) {
            let bytes: Vec<u8> = chunk.iter().flat_map(|args| encode_command(args)).collect();
            self.send_raw(&bytes)?;
            for _ in chunk {
                replies.push(self.read_reply()?);
            }
        }
        Ok(replies)
    }

    /// Sends bytes as they are.
    ///
    /// # Errors
    /// Those of the socket.
    pub fn send_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    /// Reads the next reply.
    ///
    /// # Errors
    /// As for [`Connection::command`].
    pub fn read_reply(&mut self) -> io::Result<Reply> {
        Reply::read(&mut self.stream)
    }

    /// Reads a line without its end: what a master sends before a payload is not always a reply.
    ///
    /// # Errors
    /// Those of the socket.
    pub fn read_line(&mut self) -> io::Result<Vec<u8>> {
        read_line(&mut self.stream)
    }

    /// Reads exactly `count` bytes.
    ///
    /// # Errors
    /// Those of the socket.
    pub fn read_exactly(&mut self, count: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut self.stream).take(count).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == count {
            Ok(bytes)
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }

    /// Returns `DEBUG DIGEST`: forty hex digits over all databases.
    ///
    /// # Errors
    /// As for [`Connection::command`]; [`io::ErrorKind::Unsupported`] where the server refuses.
    pub fn digest(&mut self) -> io::Result<String> {
        let reply = self.command(&["DEBUG", "DIGEST"])?;
        match reply.text() {
            Some(text) if !reply.is_error() => Ok(text),
            _ => {
                Err(io::Error::new(io::ErrorKind::Unsupported, format!("DEBUG DIGEST: {reply:?}")))
            }
        }
    }

    /// Returns the value of one line of `INFO`, without its name.
    ///
    /// # Errors
    /// As for [`Connection::command`]; [`io::ErrorKind::NotFound`] where there is no such line.
    pub fn info(&mut self, field: &str) -> io::Result<String> {
        let text = self.command(&["INFO"])?.text().unwrap_or_default();
        let value = text.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        value.map(str::to_owned).ok_or_else(|| {
            io::Error::new(io::ErrorKind::NotFound, format!("no {field} in the reply to INFO"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_an_array_of_strings_with_lengths_in_bytes() {
        assert_eq!(
            encode_command(&[&b"SET"[..], b"\xc3\xa4", b"\r\n"]),
            b"*3\r\n$3\r\nSET\r\n$2\r\n\xc3\xa4\r\n$2\r\n\r\n\r\n"
        );
    }
}
