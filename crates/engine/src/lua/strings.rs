//! The functions of `string` and `table` that could do unbounded work in one instruction, done under the budget.
//!
//! They behave as those of `lstrlib.c` and `ltablib.c` 5.1; the rest of both libraries is Lua's own.

use std::rc::Rc;

use mlua::{Function, Lua, LuaString, MultiValue, Result, Table, Value};

use super::{
    args::{Args, bad_argument, number_of, type_name},
    errors::{Exceeded, Fault, Raised, call_script, fault_of},
    limits::{Budget, relaxed},
    pattern::{Captured, Matcher},
};
use crate::number::format_g;

/// The bytes that make a pattern more than a plain text (`SPECIALS`; `)` and `]` are not among them).
const SPECIALS: &[u8] = b"^$*+?.([%-";

/// What the functions share.
#[derive(Clone)]
struct Tools {
    budget: Rc<Budget>,
    raised: Raised,
    /// The prelude's catcher.
    protected: Function,
    /// The prelude's `function(t, k) return t[k] end`.
    index: Function,
}

/// Replaces the functions in the libraries, and gives the prelude the parts that it finishes in Lua.
pub(super) fn install(
    lua: &Lua,
    runtime: &Table,
    budget: &Rc<Budget>,
    raised: &Raised,
) -> Result<()> {
    let string: Table = lua.globals().raw_get("string")?;
    let tools = Tools {
        budget: Rc::clone(budget),
        raised: Rc::clone(raised),
        protected: runtime.raw_get("protected")?,
        index: runtime.raw_get("index")?,
    };
    let own = tools.clone();
    string.raw_set(
        "find",
        lua.create_function(move |lua, args: Args| find(lua, &own.budget, &args, true))?,
    )?;
    let own = tools.clone();
    string.raw_set(
        "match",
        lua.create_function(move |lua, args: Args| find(lua, &own.budget, &args, false))?,
    )?;
    let own = tools.clone();
    string.raw_set("gsub", lua.create_function(move |lua, args: Args| gsub(lua, &own, &args))?)?;
    let own = tools.clone();
    string.raw_set(
        "rep",
        lua.create_function(move |lua, args: Args| rep(lua, &own.budget, &args))?,
    )?;
    let own = tools;
    let advance =
        move |lua: &Lua, (subject, pattern, at): (LuaString, LuaString, Option<usize>)| {
            gmatch_step(lua, &own.budget, &subject, &pattern, at)
        };
    runtime.raw_set("gmatch_step", lua.create_function(advance)?)?;
    runtime.raw_set("two_strings", lua.create_function(|lua, args: Args| two_strings(lua, &args))?)
}

/// Gives an error of a pattern the position of the script's line, as `luaL_error` does.
fn placed(lua: &Lua, level: usize, error: mlua::Error) -> mlua::Error {
    match fault_of(&error) {
        Some(Fault::Text(text)) => Fault::at(lua, level, text).into(),
        _ => error,
    }
}

/// The value of a capture.
fn value(lua: &Lua, budget: &Budget, captured: Captured<'_>) -> Result<Value> {
    match captured {
        Captured::Text(text) => {
            relaxed(lua, budget, text.len() + 64, || lua.create_string(text)).map(Value::String)
        }
        Captured::Position(at) => Ok(Value::Integer(i64::try_from(at).unwrap_or(i64::MAX))),
    }
}

/// All captures of a match, or the whole of it.
fn captures(
    lua: &Lua,
    matcher: &Matcher<'_>,
    start: usize,
    end: usize,
    whole: bool,
) -> Result<Vec<Value>> {
    (0..matcher.count(whole))
        .map(|number| value(lua, matcher.budget(), matcher.capture(number, start, end)?))
        .collect()
}

/// The place at which a search starts, from 0: negative positions count from the end.
fn start(position: i64, len: usize) -> usize {
    let len_signed = i64::try_from(len).unwrap_or(i64::MAX);
    let position = if position < 0 { position.saturating_add(len_signed + 1) } else { position };
    usize::try_from(position.saturating_sub(1)).unwrap_or(0).min(len)
}

/// `string.find` and `string.match`.
fn find(lua: &Lua, budget: &Budget, args: &Args, wants_place: bool) -> Result<MultiValue> {
    let subject = args.string(lua, 0)?;
    let pattern = args.string(lua, 1)?;
    let (subject, pattern) = (subject.as_bytes(), pattern.as_bytes());
    let at = start(args.integer_or(lua, 2, 1)?, subject.len());
    let is_plain = wants_place
        && (!matches!(args.get(3), Value::Nil | Value::Boolean(false))
            || !pattern.iter().take_while(|byte| **byte != 0).any(|byte| SPECIALS.contains(byte)));
    if is_plain {
        let found = find_plain(budget, &subject, &pattern, at)?;
        return Ok(found.map_or_else(nothing, |at| places(at, at + pattern.len())));
    }
    search(lua, budget, &subject, &pattern, at, wants_place).map_err(|error| placed(lua, 1, error))
}

fn nothing() -> MultiValue {
    MultiValue::from_vec(vec![Value::Nil])
}

fn places(start: usize, end: usize) -> MultiValue {
    let number = |at: usize| Value::Integer(i64::try_from(at).unwrap_or(i64::MAX));
    MultiValue::from_vec(vec![number(start + 1), number(end)])
}

/// Tries a pattern at each place in turn.
fn search(
    lua: &Lua,
    budget: &Budget,
    subject: &[u8],
    pattern: &[u8],
    at: usize,
    wants_place: bool,
) -> Result<MultiValue> {
    let mut matcher = Matcher::new(subject, pattern, budget);
    let anchored = matcher.take_anchor();
    let last = if anchored { at } else { subject.len() };
    for at in at..=last {
        if let Some(end) = matcher.match_at(at)? {
            matcher.settle()?;
            let mut found = if wants_place { places(at, end) } else { MultiValue::new() };
            found.extend(captures(lua, &matcher, at, end, !wants_place)?);
            return Ok(found);
        }
    }
    matcher.settle()?;
    Ok(nothing())
}

/// Finds a plain text from a place on.
fn find_plain(budget: &Budget, subject: &[u8], text: &[u8], from: usize) -> Result<Option<usize>> {
    let Some((first, rest)) = text.split_first() else { return Ok(Some(from)) };
    let mut at = from;
    while let Some(step) =
        subject.get(at..).and_then(|tail| tail.iter().position(|byte| byte == first))
    {
        budget.spend_bytes(step + rest.len())?;
        at += step;
        if subject.get(at + 1..).is_some_and(|tail| tail.starts_with(rest)) {
            return Ok(Some(at));
        }
        at += 1;
    }
    budget.spend_bytes(subject.len() - from)?;
    Ok(None)
}

/// One turn of `string.gmatch`: where the next one starts, and the captures.
fn gmatch_step(
    lua: &Lua,
    budget: &Budget,
    subject: &LuaString,
    pattern: &LuaString,
    at: Option<usize>,
) -> Result<MultiValue> {
    let (subject, pattern) = (subject.as_bytes(), pattern.as_bytes());
    let Some(at) = at else { return Ok(MultiValue::new()) };
    let mut matcher = Matcher::new(&subject, &pattern, budget);
    let mut turn = || {
        for at in at..=subject.len() {
            if let Some(end) = matcher.match_at(at)? {
                matcher.settle()?;
                let next = if end == at { end + 1 } else { end };
                let mut found = MultiValue::from_vec(captures(lua, &matcher, at, end, true)?);
                found.push_front(Value::Integer(i64::try_from(next).unwrap_or(i64::MAX)));
                return Ok(found);
            }
        }
        matcher.settle()?;
        Ok(MultiValue::new())
    };
    turn().map_err(|error| placed(lua, 2, error))
}

/// The arguments of `gmatch`, where they are not two strings: numbers become strings, the rest is an error of the
/// prelude's caller.
fn two_strings(lua: &Lua, args: &Args) -> Result<(Value, Value)> {
    let text = |at: usize| {
        let given = args.get(at);
        if let Value::String(_) = given {
            return Ok(given.clone());
        }
        if let Some(number) = number_of(given) {
            return Ok(Value::String(lua.create_string(format_g(number, 14).as_bytes())?));
        }
        let found = type_name(given);
        let text = format!("bad argument #{} to 'gmatch' (string expected, got {found})", at + 1);
        Err(mlua::Error::from(Fault::at(lua, 2, text)))
    };
    Ok((text(0)?, text(1)?))
}

/// `string.rep`.
fn rep(lua: &Lua, budget: &Budget, args: &Args) -> Result<LuaString> {
    let text = args.string(lua, 0)?;
    let text = text.as_bytes();
    let count = usize::try_from(args.int(lua, 1)?).unwrap_or(0);
    let Some(len) = text.len().checked_mul(count) else {
        return Err(budget.exceeded(Exceeded::Memory));
    };
    budget.fits(len)?;
    budget.spend_bytes(len)?;
    lua.create_string(text.repeat(if text.is_empty() { 0 } else { count }))
}

/// `string.gsub`.
fn gsub(lua: &Lua, tools: &Tools, args: &Args) -> Result<(LuaString, i64)> {
    let subject = args.string(lua, 0)?;
    let pattern = args.string(lua, 1)?;
    let (subject, pattern) = (subject.as_bytes(), pattern.as_bytes());
    let most = match args.get(3) {
        Value::Nil => i64::try_from(subject.len()).unwrap_or(i64::MAX).saturating_add(1),
        _ => i64::from(args.int(lua, 3)?),
    };
    let replacement = match args.get(2) {
        Value::Integer(_) | Value::Number(_) | Value::String(_) => {
            Replacement::Text(args.string(lua, 2)?.as_bytes().to_vec())
        }
        Value::Function(function) => Replacement::Function(function.clone()),
        Value::Table(table) => Replacement::Table(table.clone()),
        _ => return Err(bad_argument(lua, 2, "string/function/table expected")),
    };
    let mut matcher = Matcher::new(&subject, &pattern, &tools.budget);
    let (text, count) = substitute(lua, tools, &mut matcher, &subject, &replacement, most)
        .map_err(|error| placed(lua, 1, error))?;
    Ok((lua.create_string(text)?, count))
}

/// What takes the place of a match.
enum Replacement {
    /// A text in which `%1` stands for a capture.
    Text(Vec<u8>),
    /// What the table has under the first capture.
    Table(Table),
    /// What the function returns for the captures.
    Function(Function),
}

/// Replaces up to `most` matches: the text, and how many there were.
fn substitute(
    lua: &Lua,
    tools: &Tools,
    matcher: &mut Matcher<'_>,
    subject: &[u8],
    replacement: &Replacement,
    most: i64,
) -> Result<(Vec<u8>, i64)> {
    let anchored = matcher.take_anchor();
    let mut text = Vec::new();
    let (mut at, mut count) = (0, 0);
    while count < most {
        let end = matcher.match_at(at)?;
        if let Some(end) = end {
            count += 1;
            replace(lua, tools, matcher, replacement, (at, end), &mut text)?;
            tools.budget.fits(text.len())?;
        }
        match (end, subject.get(at)) {
            (Some(end), _) if end > at => at = end,
            (_, Some(byte)) => {
                text.push(*byte);
                at += 1;
            }
            _ => break,
        }
        if anchored {
            break;
        }
    }
    matcher.settle()?;
    text.extend_from_slice(subject.get(at..).unwrap_or_default());
    tools.budget.spend_bytes(text.len())?;
    Ok((text, count))
}

/// Appends what takes the place of one match.
fn replace(
    lua: &Lua,
    tools: &Tools,
    matcher: &Matcher<'_>,
    replacement: &Replacement,
    (start, end): (usize, usize),
    text: &mut Vec<u8>,
) -> Result<()> {
    let result = match replacement {
        Replacement::Text(template) => return expand(matcher, template, (start, end), text),
        Replacement::Table(table) => {
            let key = value(lua, &tools.budget, matcher.capture(0, start, end)?)?;
            let args = [Value::Table(table.clone()), key];
            call_script(&tools.protected, &tools.raised, &tools.index, &args)?
        }
        Replacement::Function(function) => {
            let args = captures(lua, matcher, start, end, true)?;
            call_script(&tools.protected, &tools.raised, function, &args)?
        }
    };
    match &result {
        Value::Nil | Value::Boolean(false) => text.extend_from_slice(matcher.between(start, end)),
        Value::String(result) => text.extend_from_slice(&result.as_bytes()),
        other => match number_of(other) {
            Some(number) => text.extend_from_slice(&format_g(number, 14)),
            None => {
                return Err(Fault::text(format!(
                    "invalid replacement value (a {})",
                    type_name(other)
                ))
                .into());
            }
        },
    }
    Ok(())
}

/// Appends a template with its captures filled in. A `%` at its very end stands for a NUL, as in C.
fn expand(
    matcher: &Matcher<'_>,
    template: &[u8],
    (start, end): (usize, usize),
    text: &mut Vec<u8>,
) -> Result<()> {
    let mut bytes = template.iter();
    while let Some(byte) = bytes.next() {
        if *byte != b'%' {
            text.push(*byte);
            continue;
        }
        match bytes.next().copied().unwrap_or(0) {
            b'0' => text.extend_from_slice(matcher.between(start, end)),
            digit @ b'1'..=b'9' => match matcher.capture(usize::from(digit - b'1'), start, end)? {
                Captured::Text(captured) => text.extend_from_slice(captured),
                Captured::Position(at) => text.extend_from_slice(at.to_string().as_bytes()),
            },
            other => text.push(other),
        }
    }
    Ok(())
}
