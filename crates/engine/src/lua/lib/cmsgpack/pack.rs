//! Writing `MessagePack`.

use mlua::{Function, Lua, LuaString, Result, Table, Value};

use crate::lua::{
    args::{Args, bad_argument, c_long, number_of},
    shared::Shared,
};

/// Tables that are nested deeper become nil (`LUACMSGPACK_MAX_NESTING`).
const DEEPEST: usize = 16;

/// What writes the arguments of one call.
struct Packer<'s> {
    shared: &'s Shared,
    next: Function,
    data: Vec<u8>,
}

/// `cmsgpack.pack`.
pub(super) fn pack(lua: &Lua, shared: &Shared, args: &Args) -> Result<LuaString> {
    let modern = shared.dialect.modern_libraries;
    if modern && args.len() == 0 {
        return Err(bad_argument(lua, usize::MAX, "MessagePack pack needs input."));
    }
    let mut packer = Packer { shared, next: lua.named_registry_value("next")?, data: Vec::new() };
    let first = if modern { 0 } else { args.len().saturating_sub(1) };
    for at in first..args.len().max(1) {
        packer.value(args.get(at), 0)?;
    }
    shared.budget.spend_bytes(packer.data.len())?;
    lua.create_string(packer.data)
}

impl Packer<'_> {
    fn value(&mut self, value: &Value, level: usize) -> Result<()> {
        self.shared.budget.spend(1)?;
        self.shared.budget.fits(self.data.len())?;
        match value {
            Value::String(text) => self.string(&text.as_bytes()),
            Value::Boolean(truth) => self.data.push(if *truth { 0xc3 } else { 0xc2 }),
            Value::Table(table) if level < DEEPEST => self.table(table, level)?,
            other => match number_of(other) {
                Some(number) => self.number(number),
                None => self.data.push(0xc0),
            },
        }
        Ok(())
    }

    fn string(&mut self, text: &[u8]) {
        match text.len() {
            len @ 0..32 => self.data.push(0xa0 | low(len)),
            len @ 32..=0xff if self.shared.dialect.msgpack_str8 => {
                self.data.extend([0xd9, low(len)]);
            }
            len => self.header(len, 0xda, 0xdb),
        }
        self.data.extend_from_slice(text);
    }

    /// A length of two or four bytes.
    fn header(&mut self, len: usize, short: u8, long: u8) {
        if let Ok(len) = u16::try_from(len) {
            self.data.push(short);
            self.data.extend(len.to_be_bytes());
        } else {
            self.data.push(long);
            self.data.extend((len as u32).to_be_bytes());
        }
    }

    fn number(&mut self, number: f64) {
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        let is_whole = if self.shared.dialect.modern_libraries {
            (-LIMIT..LIMIT).contains(&number) && number.fract() == 0.0
        } else {
            // 0.3.0 casts whatever has no fraction, infinities included.
            number.fract() == 0.0 || number.is_infinite()
        };
        if is_whole {
            return self.integer(c_long(number));
        }
        let short = number as f32;
        #[allow(clippy::float_cmp)] // Exact equality decides.
        if f64::from(short) == number {
            self.data.push(0xca);
            self.data.extend(short.to_be_bytes());
        } else {
            self.data.push(0xcb);
            self.data.extend(number.to_be_bytes());
        }
    }

    fn integer(&mut self, number: i64) {
        let bytes = number.to_be_bytes();
        let (code, kept) = match number {
            -32..=127 => (None, 1),
            128..=0xff => (Some(0xcc), 1),
            0x100..=0xffff => (Some(0xcd), 2),
            0x1_0000..=0xffff_ffff => (Some(0xce), 4),
            0x1_0000_0000.. => (Some(0xcf), 8),
            -128..=-33 => (Some(0xd0), 1),
            -0x8000..=-129 => (Some(0xd1), 2),
            -0x8000_0000..=-0x8001 => (Some(0xd2), 4),
            _ => (Some(0xd3), 8),
        };
        self.data.extend(code);
        self.data.extend_from_slice(bytes.get(8 - kept..).unwrap_or_default());
    }

    fn table(&mut self, table: &Table, level: usize) -> Result<()> {
        let (count, is_array) = self.measure(table)?;
        if is_array {
            // The length operator decides, which may differ from the count in 0.3.0's test.
            let len = table.raw_len();
            match len {
                0..=15 => self.data.push(0x90 | low(len)),
                _ => self.header(len, 0xdc, 0xdd),
            }
            for number in 1..=len {
                let value: Value = table.raw_get(number)?;
                self.value(&value, level + 1)?;
            }
            return Ok(());
        }
        match count {
            0..=15 => self.data.push(0x80 | low(count)),
            _ => self.header(count, 0xde, 0xdf),
        }
        let mut key = Value::Nil;
        loop {
            let value: Value;
            (key, value) = self.next.call((table, key))?;
            if key.is_nil() {
                return Ok(());
            }
            self.value(&key, level + 1)?;
            self.value(&value, level + 1)?;
        }
    }

    /// The number of pairs, and whether the keys are 1 to that number.
    fn measure(&self, table: &Table) -> Result<(usize, bool)> {
        let modern = self.shared.dialect.modern_libraries;
        let (mut count, mut most, mut last, mut whole) = (0usize, 0i64, 0i64, true);
        table.for_each(|key: Value, _: bool| {
            count += 1;
            let index = number_of(&key).filter(|number| {
                // 0.4.0 wants an `int`, 0.3.0 a `long`.
                let limit = if modern { 2_147_483_647.0 } else { 9_223_372_036_854_774_784.0 };
                *number >= 1.0 && *number <= limit && number.fract() == 0.0
            });
            match index.map(c_long) {
                Some(index) => {
                    most = most.max(index);
                    last = index;
                }
                None => whole = false,
            }
            Ok(())
        })?;
        self.shared.budget.spend(count as u64)?;
        // 0.3.0 compares the last index that it met instead of the largest.
        let end = if modern { most } else { last };
        Ok((count, whole && usize::try_from(end) == Ok(count)))
    }
}

/// The low byte of a length.
fn low(len: usize) -> u8 {
    u8::try_from(len & 0xff).unwrap_or(0)
}
