//! Writing JSON.
//!
//! Tables are walked with a stack of our own, so that the depth which a script may set cannot exhaust the real one.

use mlua::{Function, Lua, Result, Table, Value};

use super::{Invalid, Library, Settings};
use crate::{
    lua::{
        args::{number_of, type_name},
        errors::Fault,
    },
    number::format_g,
};

/// A table that is being written.
enum Frame {
    /// The elements up to a length; the number of the next one.
    Array { table: Table, next: i64, len: i64 },
    /// All pairs, in Lua's order; the key of the last one.
    Object { table: Table, key: Value, is_first: bool },
}

/// What writes one value.
struct Writer<'l> {
    lua: &'l Lua,
    library: &'l Library,
    settings: Settings,
    next: Function,
    text: Vec<u8>,
    frames: Vec<Frame>,
}

/// Writes a value as JSON.
pub(super) fn encode(lua: &Lua, library: &Library, value: &Value) -> Result<Vec<u8>> {
    let settings = library.settings.get();
    let next = lua.named_registry_value("next")?;
    let mut writer = Writer { lua, library, settings, next, text: Vec::new(), frames: Vec::new() };
    writer.value(value)?;
    while let Some(frame) = writer.frames.pop() {
        writer.resume(frame)?;
    }
    library.budget.spend_bytes(writer.text.len())?;
    Ok(writer.text)
}

impl Writer<'_> {
    /// Refuses to write a value.
    fn refuse<T>(&self, value: &Value, reason: &str) -> Result<T> {
        let text = format!("Cannot serialise {}: {reason}", type_name(value));
        Err(Fault::at(self.lua, 1, text).into())
    }

    /// Writes a value, or the beginning of a table.
    fn value(&mut self, value: &Value) -> Result<()> {
        match value {
            Value::Nil => self.text.extend_from_slice(b"null"),
            Value::LightUserData(pointer) if pointer.0.is_null() => {
                self.text.extend_from_slice(b"null");
            }
            Value::Boolean(truth) => {
                self.text.extend_from_slice(if *truth { b"true" } else { b"false" });
            }
            Value::String(text) => self.string(&text.as_bytes()),
            Value::Table(table) => self.table(table)?,
            other => match number_of(other) {
                Some(number) => self.number(number)?,
                None => return self.refuse(other, "type not supported"),
            },
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<()> {
        let depth = self.frames.len() + 1;
        if i32::try_from(depth).unwrap_or(i32::MAX) > self.settings.encode_depth {
            let text = format!("Cannot serialise, excessive nesting ({depth})");
            return Err(Fault::at(self.lua, 1, text).into());
        }
        let table = table.clone();
        match self.array_len(&table)? {
            Some(len) if len > 0 => {
                self.text.push(b'[');
                self.frames.push(Frame::Array { table, next: 1, len });
            }
            _ => {
                self.text.push(b'{');
                self.frames.push(Frame::Object { table, key: Value::Nil, is_first: true });
            }
        }
        Ok(())
    }

    /// The length of a table whose keys are all positive integers; none where it is an object.
    fn array_len(&self, table: &Table) -> Result<Option<i64>> {
        let (mut most, mut items, mut is_array) = (0i32, 0i32, true);
        let mut spent = 0u64;
        table
            .for_each(|key: Value, _: bool| {
                spent += 1;
                match number_of(&key) {
                    Some(number)
                        if number >= 1.0 && (number.fract() == 0.0 || number.is_infinite()) =>
                    {
                        if number > f64::from(most) {
                            // C converts to `int` here; on x86-64 what does not fit becomes the smallest one.
                            let number = if number <= f64::from(i32::MAX) {
                                number as i32
                            } else {
                                i32::MIN
                            };
                            most = number;
                        }
                        items = items.wrapping_add(1);
                        Ok(())
                    }
                    _ => {
                        is_array = false;
                        Err(Fault::Value.into())
                    }
                }
            })
            .or_else(|error| if is_array { Err(error) } else { Ok(()) })?;
        self.library.budget.spend(spent)?;
        if !is_array {
            return Ok(None);
        }
        let settings = &self.settings;
        let is_sparse = settings.sparse_ratio > 0
            && most > items.wrapping_mul(settings.sparse_ratio)
            && most > settings.sparse_safe;
        if !is_sparse {
            return Ok(Some(i64::from(most)));
        }
        if settings.sparse_convert {
            Ok(None)
        } else {
            self.refuse(&Value::Table(table.clone()), "excessively sparse array")
        }
    }

    /// Goes on with a table that was begun.
    fn resume(&mut self, frame: Frame) -> Result<()> {
        self.library.budget.spend(1)?;
        self.library.budget.fits(self.text.len())?;
        match frame {
            Frame::Array { next, len, .. } if next > len => self.text.push(b']'),
            Frame::Array { table, next, len } => {
                if next > 1 {
                    self.text.push(b',');
                }
                let value: Value = table.raw_get(next)?;
                self.frames.push(Frame::Array { table, next: next + 1, len });
                self.value(&value)?;
            }
            Frame::Object { table, key, is_first } => {
                let (key, value): (Value, Value) = self.next.call((&table, key))?;
                if key.is_nil() {
                    self.text.push(b'}');
                    return Ok(());
                }
                if !is_first {
                    self.text.push(b',');
                }
                self.key(&key)?;
                self.frames.push(Frame::Object { table, key, is_first: false });
                self.value(&value)?;
            }
        }
        Ok(())
    }

    fn key(&mut self, key: &Value) -> Result<()> {
        if let Some(number) = number_of(key) {
            self.text.push(b'"');
            self.number(number)?;
            self.text.push(b'"');
        } else if let Value::String(text) = key {
            self.string(&text.as_bytes());
        } else {
            return self.refuse(key, "table key must be a number or string");
        }
        self.text.push(b':');
        Ok(())
    }

    fn number(&mut self, number: f64) -> Result<()> {
        if !number.is_finite() {
            match self.settings.encode_invalid {
                Invalid::Refuse => {
                    return self.refuse(&Value::Number(number), "must not be NaN or Inf");
                }
                Invalid::Null => {
                    self.text.extend_from_slice(b"null");
                    return Ok(());
                }
                // 1.0.3 writes what `printf` does, which may be `-nan`.
                Invalid::Write if number.is_nan() && self.library.modern => {
                    self.text.extend_from_slice(b"nan");
                    return Ok(());
                }
                Invalid::Write => {}
            }
        }
        let precision = usize::try_from(self.settings.precision).unwrap_or(14);
        self.text.extend_from_slice(&format_g(number, precision));
        Ok(())
    }

    fn string(&mut self, text: &[u8]) {
        self.text.push(b'"');
        for byte in text {
            match byte {
                b'"' => self.text.extend_from_slice(b"\\\""),
                b'\\' => self.text.extend_from_slice(b"\\\\"),
                b'/' => self.text.extend_from_slice(b"\\/"),
                0x08 => self.text.extend_from_slice(b"\\b"),
                b'\t' => self.text.extend_from_slice(b"\\t"),
                b'\n' => self.text.extend_from_slice(b"\\n"),
                0x0c => self.text.extend_from_slice(b"\\f"),
                b'\r' => self.text.extend_from_slice(b"\\r"),
                0x00..=0x1f | 0x7f => {
                    self.text.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                }
                other => self.text.push(*other),
            }
        }
        self.text.push(b'"');
    }
}
