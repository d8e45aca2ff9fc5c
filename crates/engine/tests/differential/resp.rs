//! As much of the protocol as the comparison needs.

use std::io::BufRead;

/// A reply of RESP2.
#[derive(Clone, PartialEq)]
pub enum Answer {
    Status(String),
    Error(String),
    Int(i64),
    Bulk(Vec<u8>),
    Nil,
    Array(Vec<Answer>),
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Status(text) => write!(f, "+{text}"),
            Self::Error(text) => write!(f, "-{text}"),
            Self::Int(value) => write!(f, ":{value}"),
            Self::Bulk(bytes) => write!(f, "\"{}\"", bytes.escape_ascii()),
            Self::Nil => f.write_str("nil"),
            Self::Array(items) => f.debug_list().entries(items).finish(),
        }
    }
}

/// Writes a command.
pub fn write(out: &mut Vec<u8>, command: &[Vec<u8>]) {
    out.extend(format!("*{}\r\n", command.len()).into_bytes());
    for argument in command {
        out.extend(format!("${}\r\n", argument.len()).into_bytes());
        out.extend_from_slice(argument);
        out.extend_from_slice(b"\r\n");
    }
}

/// Reads a reply.
pub fn read(from: &mut impl BufRead) -> Answer {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line).expect("the server answers");
    let text = String::from_utf8_lossy(&line[1..line.len() - 2]).into_owned();
    match line[0] {
        b'+' => Answer::Status(text),
        b'-' => Answer::Error(text),
        b':' => Answer::Int(text.parse().unwrap()),
        b'$' => match text.parse::<usize>() {
            Err(_) => Answer::Nil,
            Ok(len) => {
                let mut bytes = vec![0; len + 2];
                from.read_exact(&mut bytes).unwrap();
                bytes.truncate(len);
                Answer::Bulk(bytes)
            }
        },
        b'*' => match text.parse::<usize>() {
            Err(_) => Answer::Nil,
            Ok(len) => Answer::Array((0..len).map(|_| read(from)).collect()),
        },
        other => panic!("a reply begins with {other}"),
    }
}
