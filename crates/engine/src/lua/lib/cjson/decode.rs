//! Reading JSON.

use mlua::{LightUserData, Lua, Result, Table, Value};

use super::{
    Library,
    tokens::{Token, Tokens},
};
use crate::lua::errors::Fault;

/// Deepest nesting whatever the setting says: near here Lua's stack ends for the real library, too.
const DEEPEST: usize = 2600;

/// A table that is being read.
enum Frame {
    /// An array, and how many elements it has.
    Array(Table, i64),
    /// An object, and the key whose value comes next.
    Object(Table, Vec<u8>),
}

/// What reads one text.
struct Reader<'l> {
    lua: &'l Lua,
    library: &'l Library,
    tokens: Tokens<'l>,
    frames: Vec<Frame>,
}

/// Reads a text.
pub(super) fn decode(lua: &Lua, library: &Library, text: &[u8]) -> Result<Value> {
    let settings = library.settings.get();
    let mut reader =
        Reader { lua, library, tokens: Tokens::new(text, &settings), frames: Vec::new() };
    let value = reader.document()?;
    match reader.tokens.next() {
        (Token::End, _) => Ok(value),
        token => reader.unexpected("the end", &token),
    }
}

impl Reader<'_> {
    fn unexpected<T>(&self, expected: &str, (token, at): &(Token, usize)) -> Result<T> {
        let text =
            format!("Expected {expected} but found {} at character {}", token.name(), at + 1);
        Err(Fault::at(self.lua, 1, text).into())
    }

    /// Reads one value with everything in it.
    fn document(&mut self) -> Result<Value> {
        let mut token = self.tokens.next();
        loop {
            self.library.budget.spend(1)?;
            let mut value = match self.value(token)? {
                Some(value) => value,
                None => {
                    // A table was begun: empty, or on to its first value.
                    match self.first()? {
                        Ok(table) => table,
                        Err(next) => {
                            token = next;
                            continue;
                        }
                    }
                }
            };
            // The value is complete: it may complete the tables around it.
            loop {
                let Some(frame) = self.frames.pop() else { return Ok(value) };
                match self.store(frame, value)? {
                    Ok(table) => value = table,
                    Err(next) => {
                        token = next;
                        break;
                    }
                }
            }
        }
    }

    /// The value of a token; none where it begins a table.
    fn value(&mut self, token: (Token, usize)) -> Result<Option<Value>> {
        Ok(Some(match token.0 {
            Token::Text(text) => Value::String(self.lua.create_string(text)?),
            Token::Number(number) => Value::Number(number),
            Token::Boolean(truth) => Value::Boolean(truth),
            Token::Null => Value::LightUserData(LightUserData(std::ptr::null_mut())),
            Token::ObjectBegin => {
                self.descend()?;
                self.frames.push(Frame::Object(self.lua.create_table()?, Vec::new()));
                return Ok(None);
            }
            Token::ArrayBegin => {
                self.descend()?;
                self.frames.push(Frame::Array(self.lua.create_table()?, 0));
                return Ok(None);
            }
            _ => return self.unexpected("value", &token),
        }))
    }

    fn descend(&self) -> Result<()> {
        let depth = self.frames.len() + 1;
        let most = usize::try_from(self.library.settings.get().decode_depth).unwrap_or(usize::MAX);
        if depth <= most.min(DEEPEST) {
            return Ok(());
        }
        let text = if self.library.modern {
            format!(
                "Found too many nested data structures ({depth}) at character {}",
                self.tokens.at
            )
        } else {
            "Too many nested data structures".to_owned()
        };
        Err(Fault::at(self.lua, 1, text).into())
    }

    /// What follows the beginning of a table: the table if it is empty, else the token of its first value.
    fn first(&mut self) -> Result<std::result::Result<Value, (Token, usize)>> {
        let token = self.tokens.next();
        match (self.frames.pop(), &token.0) {
            (Some(Frame::Array(table, _)), Token::ArrayEnd)
            | (Some(Frame::Object(table, _)), Token::ObjectEnd) => Ok(Ok(Value::Table(table))),
            (Some(Frame::Object(table, _)), _) => self.member(table, token).map(Err),
            (Some(frame), _) => {
                self.frames.push(frame);
                Ok(Err(token))
            }
            (None, _) => self.unexpected("value", &token),
        }
    }

    /// Reads the key of a member and its colon: the token of its value.
    fn member(&mut self, table: Table, token: (Token, usize)) -> Result<(Token, usize)> {
        let (Token::Text(key), _) = token else {
            return self.unexpected("object key string", &token);
        };
        let colon = self.tokens.next();
        if colon.0 != Token::Colon {
            return self.unexpected("colon", &colon);
        }
        self.frames.push(Frame::Object(table, key));
        Ok(self.tokens.next())
    }

    /// Puts a value into the table around it: that table if it ends here, else the token of the next value.
    fn store(
        &mut self,
        frame: Frame,
        value: Value,
    ) -> Result<std::result::Result<Value, (Token, usize)>> {
        match frame {
            Frame::Array(table, count) => {
                table.raw_set(count + 1, value)?;
                match self.tokens.next() {
                    (Token::ArrayEnd, _) => return Ok(Ok(Value::Table(table))),
                    (Token::Comma, _) => self.frames.push(Frame::Array(table, count + 1)),
                    token => return self.unexpected("comma or array end", &token),
                }
                Ok(Err(self.tokens.next()))
            }
            Frame::Object(table, key) => {
                table.raw_set(self.lua.create_string(key)?, value)?;
                match self.tokens.next() {
                    (Token::ObjectEnd, _) => return Ok(Ok(Value::Table(table))),
                    (Token::Comma, _) => {}
                    token => return self.unexpected("comma or object end", &token),
                }
                let token = self.tokens.next();
                self.member(table, token).map(Err)
            }
        }
    }
}
