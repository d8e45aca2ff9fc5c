//! A command inside a snapshot (UPDATE, Valkey, RDB 81).

use crate::{Error, ErrorKind, cursor::Cursor};

/// A command inside a snapshot (Valkey, RDB 81).
#[derive(Debug, Clone, Copy)]
pub struct UpdateCommand<'a> {
    /// The command in RESP, as it stands in the file.
    pub raw: &'a [u8],
    /// Where the record begins.
    pub at: u64,
}

impl<'a> UpdateCommand<'a> {
    /// Passes an array of bulk strings.
    pub(crate) fn read(cursor: &mut Cursor<'a>, at: u64) -> Result<Self, Error> {
        let start = cursor.mark();
        for _ in 0..number(cursor, b'*')? {
            let len = number(cursor, b'$')?;
            cursor.take(len, "an argument of a command")?;
            expect(cursor, b'\r')?;
            expect(cursor, b'\n')?;
        }
        Ok(Self { raw: cursor.since(start), at })
    }
}

/// Passes a mark, a decimal number, and the end of the line.
fn number(cursor: &mut Cursor<'_>, mark: u8) -> Result<u64, Error> {
    expect(cursor, mark)?;
    let mut number = 0u64;
    loop {
        let start = cursor.mark();
        match cursor.byte("a number in a command")? {
            digit @ b'0'..=b'9' => {
                number = number.saturating_mul(10).saturating_add((digit & 0x0f).into());
            }
            b'\r' => break,
            found => return Err(cursor.error_at(start, ErrorKind::Command { found })),
        }
    }
    expect(cursor, b'\n')?;
    Ok(number)
}

fn expect(cursor: &mut Cursor<'_>, wanted: u8) -> Result<(), Error> {
    let start = cursor.mark();
    let found = cursor.byte("a command")?;
    if found == wanted {
        return Ok(());
    }
    Err(cursor.error_at(start, ErrorKind::Command { found }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Region;

    #[test]
    fn a_command_ends_where_its_arguments_end() {
        let bytes = b"*2\r\n$3\r\nDEL\r\n$1\r\nk\r\n\xff";
        let mut cursor = Cursor::new(bytes, 10, Region::File);
        let command = UpdateCommand::read(&mut cursor, 9).unwrap();
        assert_eq!(command.raw, &bytes[..bytes.len() - 1]);
        let mut cursor = Cursor::new(b"*1\r\n:3\r\n", 10, Region::File);
        let error = UpdateCommand::read(&mut cursor, 9).unwrap_err();
        assert_eq!((error.id(), error.at()), ("rdb-command", 14));
    }
}
