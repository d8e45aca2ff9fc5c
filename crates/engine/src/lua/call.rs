//! `redis.call` and `redis.pcall`.
//!
//! Source: `luaRedisGenericCommand` of `src/scripting.c` and `src/script_lua.c`; `commands.md` §3.5, §3.8.

use std::rc::Rc;

use mlua::{Lua, Result, Table, Value, Variadic};
use smallvec::SmallVec;

use super::{
    args::Arg,
    convert::{lua_size, to_lua},
    determinism,
    dialect::{Dialect, ErrorShape, NumberStyle},
    errors::{Fault, error_table, source_and_line},
    limits::relaxed,
    shared::{Argument, Request, Shared},
};
use crate::{
    Reply, ScriptHost,
    number::{NumberText, format_g, grisu2_text, integer_text},
};

/// What one command costs of a script's budget, in instructions.
const COMMAND_COST: u64 = 100;

/// How the gate in front of a command begins when it refuses one. Only these errors get a position (2.8 to 6.2);
/// what commands themselves answer is handed on as it is.
const GATE: [&str; 4] = [
    "Unknown Redis command called from",
    "Wrong number of args calling Redis command",
    "This Redis command is not allowed from",
    "Write commands not allowed after non deterministic commands",
];

/// Puts both functions into the table.
pub(super) fn install(lua: &Lua, redis: &Table, shared: &Rc<Shared>) -> Result<()> {
    for (name, raises) in [("call", true), ("pcall", false)] {
        let own = Rc::clone(shared);
        let call = move |lua: &Lua, args: Variadic<Arg>| call(lua, &own, args, raises);
        redis.raw_set(name, lua.create_function(call)?)?;
    }
    Ok(())
}

/// Runs a command.
fn call(lua: &Lua, shared: &Shared, args: Variadic<Arg>, raises: bool) -> Result<Value> {
    shared.budget.spend(COMMAND_COST)?;
    let (no_argument, wrong_argument) = shared.dialect.argument_texts();
    if args.is_empty() {
        return argument_error(lua, shared, no_argument, raises);
    }
    let count = args.len();
    let taken = args.into_iter().map_while(|arg| bytes(&shared.dialect, arg)).collect::<Vec<_>>();
    if taken.len() < count {
        return argument_error(lua, shared, wrong_argument, raises);
    }
    shared.arguments.replace(taken);
    ask(shared, Request::Call)?;
    match shared.reply.take() {
        Some(Reply::Error(text)) => command_error(lua, shared, &text, raises),
        Some(reply) => {
            relaxed(lua, &shared.budget, lua_size(&reply), || to_lua(lua, shared, &reply))
        }
        None => Ok(Value::Boolean(false)),
    }
}

/// The bytes of an argument, if it has any.
fn bytes(dialect: &Dialect, arg: Arg) -> Option<Argument> {
    match arg {
        Arg::Bytes(bytes) => Some(bytes),
        Arg::Number(number) => Some(SmallVec::from_slice(&number_text(dialect.numbers, number))),
        Arg::Other => None,
    }
}

/// Writes a number as the version passes it to commands.
pub(super) fn number_text(style: NumberStyle, number: f64) -> NumberText {
    match style {
        NumberStyle::Digits14 => format_g(number, 14),
        NumberStyle::Digits17 => format_g(number, 17),
        NumberStyle::Grisu => grisu2_text(number),
        NumberStyle::IntegerOrGrisu => {
            integer(number).map_or_else(|| grisu2_text(number), integer_text)
        }
    }
}

/// The integer that a number is, if it is one of at most 2^62 in size (`double2ll`); a negative zero is 0.
fn integer(number: f64) -> Option<i64> {
    const MOST: f64 = 4_611_686_018_427_387_904.0;
    if !(-MOST..=MOST).contains(&number) {
        return None;
    }
    // Bounded by the lines above.
    (number.fract() == 0.0).then_some(number as i64)
}

/// Asks the host of the script that is running.
pub(super) fn ask(shared: &Shared, request: Request) -> Result<()> {
    shared.request.set(request);
    match &*shared.host.borrow() {
        Some(host) => host.call(()),
        None => {
            Err(Fault::text("redis.call/pcall can only be called inside a script invocation")
                .into())
        }
    }
}

/// Serves a request of a script.
pub(super) fn serve(shared: &Shared, host: &mut dyn ScriptHost) {
    if shared.request.get() == Request::ReplicateCommands {
        let agreed = host.replicate_commands();
        shared.agreed.set(agreed);
        shared.effects.set(shared.effects.get() || agreed);
        return;
    }
    let arguments = shared.arguments.borrow();
    let arguments: SmallVec<[&[u8]; 16]> = arguments.iter().map(SmallVec::as_slice).collect();
    let mut reply = host.call(&arguments);
    if shared.sorts() && arguments.first().is_some_and(|name| host.sorts_for_script(name)) {
        let is_array = matches!(reply, Reply::Array(_)) || !shared.resp3.get();
        if is_array {
            determinism::sort(&mut reply);
        }
    }
    shared.reply.replace(Some(reply));
}

/// Refuses the arguments themselves.
fn argument_error(lua: &Lua, shared: &Shared, text: &str, raises: bool) -> Result<Value> {
    if !raises || !shared.dialect.argument_errors_raise {
        return pushed_error(lua, shared, text);
    }
    Err(match shared.dialect.errors {
        ErrorShape::Table => Fault::Table { text: with_err(text).into(), of_command: false },
        _ => Fault::text(positioned(lua, &shared.dialect, text.as_bytes())),
    }
    .into())
}

/// What `luaPushError` of the version pushes: a table with the text, its position (2.8 to 6.2), its code (7.0).
pub(super) fn pushed_error(lua: &Lua, shared: &Shared, text: &str) -> Result<Value> {
    let text = match shared.dialect.errors {
        ErrorShape::Table => with_err(text),
        _ => positioned(lua, &shared.dialect, text.as_bytes()),
    };
    error_table(lua, &text, false)
}

fn with_err(text: &str) -> Vec<u8> {
    format!("ERR {text}").into_bytes()
}

/// Puts the position of the calling function in front, where the version does.
fn positioned(lua: &Lua, dialect: &Dialect, text: &[u8]) -> Vec<u8> {
    let place =
        (dialect.errors == ErrorShape::Positioned).then(|| source_and_line(lua, 1)).flatten();
    let mut whole =
        place.map_or_else(Vec::new, |(source, line)| format!("{source}: {line}: ").into_bytes());
    whole.extend_from_slice(text);
    whole
}

/// Hands on the error of a command, or of the gate in front of it.
fn command_error(lua: &Lua, shared: &Shared, text: &[u8], raises: bool) -> Result<Value> {
    let is_gate = GATE.iter().any(|start| text.starts_with(start.as_bytes()));
    let text = match shared.dialect.errors {
        ErrorShape::Table if is_gate => [b"ERR ", text].concat(),
        ErrorShape::Table => with_code(text),
        ErrorShape::Positioned if is_gate => positioned(lua, &shared.dialect, text),
        _ => text.to_vec(),
    };
    let of_command = shared.dialect.errors == ErrorShape::Table;
    if !raises {
        return error_table(lua, &text, of_command);
    }
    Err(if of_command {
        Fault::Table { text: text.into(), of_command }
    } else {
        Fault::Text(text.into())
    }
    .into())
}

/// Gives an error the code `ERR` where it has none, and takes line ends off its message (`luaPushErrorBuff`).
pub(super) fn with_code(text: &[u8]) -> Vec<u8> {
    let (code, message) = match text.iter().position(|byte| *byte == b' ') {
        Some(space) => {
            (text.get(..space).unwrap_or_default(), text.get(space + 1..).unwrap_or_default())
        }
        None => (b"ERR".as_slice(), text),
    };
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let first = message.iter().position(|byte| !is_line_end(byte)).unwrap_or(message.len());
    let last = message.iter().rposition(|byte| !is_line_end(byte)).map_or(first, |last| last + 1);
    [code, b" ", message.get(first..last).unwrap_or_default()].concat()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::approx_constant)] // 3.14 is what was measured.

    use super::*;

    fn text(style: NumberStyle, number: f64) -> String {
        String::from_utf8(number_text(style, number).to_vec()).unwrap()
    }

    #[test]
    fn numbers_as_arguments_of_commands() {
        let numbers = [3.14, 1e15, 12345678901234567890.0, 0.1, 9007199254740992.0, -0.0];
        for (style, texts) in [
            (
                NumberStyle::Digits14,
                ["3.14", "1e+15", "1.2345678901235e+19", "0.1", "9.007199254741e+15", "-0"],
            ),
            (
                NumberStyle::Digits17,
                [
                    "3.1400000000000001",
                    "1000000000000000",
                    "1.2345678901234567e+19",
                    "0.10000000000000001",
                    "9007199254740992",
                    "-0",
                ],
            ),
            (
                NumberStyle::Grisu,
                ["3.14", "1e+15", "12345678901234567000", "0.1", "9007199254740992", "-0"],
            ),
            (
                NumberStyle::IntegerOrGrisu,
                [
                    "3.14",
                    "1000000000000000",
                    "12345678901234567000",
                    "0.1",
                    "9007199254740992",
                    "0",
                ],
            ),
        ] {
            assert_eq!(numbers.map(|number| text(style, number)), texts);
        }
    }

    #[test]
    fn errors_get_a_code_and_lose_their_line_end() {
        for (given, expected) in
            [("x", "ERR x"), ("FOO bar\r\n", "FOO bar"), ("", "ERR "), ("A ", "A ")]
        {
            assert_eq!(with_code(given.as_bytes()), expected.as_bytes());
        }
    }
}
