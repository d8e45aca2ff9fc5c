//! Reading `MessagePack`.
//!
//! Nested values are kept on a stack of our own: the input decides how deep they go.

use mlua::{Lua, MultiValue, Result, Table, Value};

use crate::lua::{args::Args, errors::Fault, shared::Shared};

/// Deepest nesting: near here Lua's stack ends for the real library, too.
const DEEPEST: usize = 3500;

/// Most values that one call may return (`LUAI_MAXCSTACK`, less what the call itself takes).
const MOST_RESULTS: usize = 7900;

/// Which values are wanted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// All of them.
    All,
    /// Up to `limit` from `offset` on, with the offset of the next one in front.
    Some {
        /// How many.
        limit: i64,
        /// From which byte on.
        offset: i64,
    },
}

/// A table that is being read.
struct Frame {
    table: Table,
    /// Values (of an array) or pairs (of a map) to come.
    left: usize,
    kind: Kind,
}

enum Kind {
    /// An array, and its last index.
    Array(i64),
    /// A map, and the key whose value comes next.
    Map(Option<Value>),
}

/// What is wrong with the input.
enum Wrong {
    /// It ends too early.
    Missing,
    /// A byte begins nothing.
    Format,
    /// It is nested too deeply.
    Depth,
    /// Lua refuses a key (nil or NaN).
    Key(&'static str),
    /// Lua fails, or a limit was met.
    Lua(mlua::Error),
}

impl From<mlua::Error> for Wrong {
    fn from(error: mlua::Error) -> Self {
        Self::Lua(error)
    }
}

/// `cmsgpack.unpack` and its relatives.
pub(super) fn unpack(lua: &Lua, shared: &Shared, args: &Args, part: Part) -> Result<MultiValue> {
    let data = args.string(lua, 0)?;
    let data = data.as_bytes();
    let fail = |text: String| Err(Fault::at(lua, 1, text).into());
    let (limit, offset) = match part {
        Part::All | Part::Some { limit: 0, offset: 0 } => (None, 0),
        Part::Some { limit, offset } => match (usize::try_from(limit), usize::try_from(offset)) {
            (Ok(limit), Ok(offset)) if offset <= data.len() => (Some(limit), offset),
            (Ok(_), Ok(offset)) => {
                return fail(format!(
                    "Start offset {offset} greater than input length {}.",
                    data.len()
                ));
            }
            _ => {
                // The message names the input's length where it means the limit.
                let len = data.len();
                return fail(format!(
                    "Invalid request to unpack with offset of {offset} and limit of {len}."
                ));
            }
        },
    };
    let mut cursor = Cursor { lua, shared, data: &data, at: offset };
    let mut values = MultiValue::new();
    while cursor.at < data.len() && limit.is_none_or(|limit| values.len() < limit) {
        if values.len() >= MOST_RESULTS {
            return fail(
                "stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)".to_owned(),
            );
        }
        match cursor.value() {
            Ok(value) => values.push_back(value),
            Err(Wrong::Missing) => return fail("Missing bytes in input.".to_owned()),
            Err(Wrong::Format) => return fail("Bad data format in input.".to_owned()),
            Err(Wrong::Depth) => return fail("stack overflow (nested too deeply)".to_owned()),
            Err(Wrong::Key(text)) => return Err(Fault::text(text).into()),
            Err(Wrong::Lua(error)) => return Err(error),
        }
    }
    if limit.is_some() {
        let next =
            if cursor.at == data.len() { -1 } else { i64::try_from(cursor.at).unwrap_or(i64::MAX) };
        values.push_front(Value::Integer(next));
    }
    Ok(values)
}

/// The input, and how far it was read.
struct Cursor<'d> {
    lua: &'d Lua,
    shared: &'d Shared,
    data: &'d [u8],
    at: usize,
}

/// A value, or the beginning of a table of so many values or pairs.
enum Item {
    Value(Value),
    Array(usize),
    Map(usize),
}

impl<'d> Cursor<'d> {
    fn take(&mut self, count: usize) -> std::result::Result<&'d [u8], Wrong> {
        let end = self.at.checked_add(count).ok_or(Wrong::Missing)?;
        let bytes = self.data.get(self.at..end).ok_or(Wrong::Missing)?;
        self.at = end;
        Ok(bytes)
    }

    /// A big-endian number of up to eight bytes.
    fn number(&mut self, count: usize) -> std::result::Result<u64, Wrong> {
        Ok(self.take(count)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn len(&mut self, count: usize) -> std::result::Result<usize, Wrong> {
        Ok(usize::try_from(self.number(count)?).unwrap_or(usize::MAX))
    }

    fn string(&mut self, len: usize) -> std::result::Result<Item, Wrong> {
        let bytes = self.take(len)?;
        self.shared.budget.spend_bytes(len)?;
        Ok(Item::Value(Value::String(self.lua.create_string(bytes)?)))
    }

    /// Reads one item.
    fn item(&mut self) -> std::result::Result<Item, Wrong> {
        let signed = |number: u64, bits: u32| {
            Value::Integer((number << (64 - bits)).cast_signed() >> (64 - bits))
        };
        let code = self.take(1)?.first().copied().unwrap_or(0);
        let value = match code {
            0x00..=0x7f => Value::Integer(i64::from(code)),
            0xe0..=0xff => Value::Integer(i64::from(code.cast_signed())),
            0x80..=0x8f => return Ok(Item::Map(usize::from(code & 15))),
            0x90..=0x9f => return Ok(Item::Array(usize::from(code & 15))),
            0xa0..=0xbf => return self.string(usize::from(code & 31)),
            0xc0 => Value::Nil,
            0xc2 | 0xc3 => Value::Boolean(code == 0xc3),
            0xca => Value::Number(f64::from(f32::from_bits(
                u32::try_from(self.number(4)?).unwrap_or(0),
            ))),
            0xcb => Value::Number(f64::from_bits(self.number(8)?)),
            0xcc => signed(self.number(1)?, 64),
            0xcd => signed(self.number(2)?, 64),
            0xce => signed(self.number(4)?, 64),
            0xcf => self.long()?,
            0xd0 => signed(self.number(1)?, 8),
            0xd1 => signed(self.number(2)?, 16),
            0xd2 => signed(self.number(4)?, 32),
            0xd3 => signed(self.number(8)?, 64),
            0xd9 if self.shared.dialect.msgpack_str8 || self.shared.dialect.modern_libraries => {
                let len = self.len(1)?;
                return self.string(len);
            }
            0xda | 0xdb => {
                let len = self.len(if code == 0xda { 2 } else { 4 })?;
                return self.string(len);
            }
            0xdc | 0xdd => return Ok(Item::Array(self.len(if code == 0xdc { 2 } else { 4 })?)),
            0xde | 0xdf => return Ok(Item::Map(self.len(if code == 0xde { 2 } else { 4 })?)),
            _ => return Err(Wrong::Format),
        };
        Ok(Item::Value(value))
    }

    /// An unsigned number of 64 bits: 0.4.0 takes it for a signed one.
    fn long(&mut self) -> std::result::Result<Value, Wrong> {
        let number = self.number(8)?;
        #[allow(clippy::cast_precision_loss)] // As in C.
        Ok(if self.shared.dialect.modern_libraries {
            Value::Integer(number.cast_signed())
        } else {
            Value::Number(number as f64)
        })
    }

    /// Reads one value with everything in it.
    fn value(&mut self) -> std::result::Result<Value, Wrong> {
        let mut frames: Vec<Frame> = Vec::new();
        loop {
            self.shared.budget.spend(1)?;
            let item = self.item()?;
            if let Some(value) = self.nest(&mut frames, item)? {
                return Ok(value);
            }
        }
    }

    /// Puts an item where it belongs: the whole value, if it is complete with it.
    fn nest(
        &self,
        frames: &mut Vec<Frame>,
        item: Item,
    ) -> std::result::Result<Option<Value>, Wrong> {
        let (left, kind) = match item {
            Item::Value(value) => return complete(frames, value),
            Item::Array(left) => (left, Kind::Array(0)),
            Item::Map(left) => (left, Kind::Map(None)),
        };
        if frames.len() >= DEEPEST {
            return Err(Wrong::Depth);
        }
        let table = self.lua.create_table()?;
        if left == 0 {
            return complete(frames, Value::Table(table));
        }
        frames.push(Frame { table, left, kind });
        Ok(None)
    }
}

/// Puts a complete value into the tables around it, as far as they become complete with it.
fn complete(
    frames: &mut Vec<Frame>,
    mut value: Value,
) -> std::result::Result<Option<Value>, Wrong> {
    while let Some(mut frame) = frames.pop() {
        frame.store(value)?;
        if frame.left > 0 {
            frames.push(frame);
            return Ok(None);
        }
        value = Value::Table(frame.table);
    }
    Ok(Some(value))
}

impl Frame {
    /// Puts a value into the table.
    fn store(&mut self, value: Value) -> std::result::Result<(), Wrong> {
        match &mut self.kind {
            Kind::Array(last) => {
                *last += 1;
                self.table.raw_set(*last, value)?;
                self.left -= 1;
            }
            Kind::Map(waiting) => match waiting.take() {
                None => *waiting = Some(value),
                Some(Value::Nil) => return Err(Wrong::Key("table index is nil")),
                Some(Value::Number(key)) if key.is_nan() => {
                    return Err(Wrong::Key("table index is NaN"));
                }
                Some(key) => {
                    self.table.raw_set(key, value)?;
                    self.left -= 1;
                }
            },
        }
        Ok(())
    }
}
