//! The functions that read and change the settings.

use mlua::{IntoLua, Lua, Result, Table, Value};

use super::{Invalid, Library};
use crate::lua::args::{Args, bad_argument};

/// Defines the settings functions of the library's version.
pub(super) fn install(lua: &Lua, cjson: &Table, library: &Library) -> Result<()> {
    let sparse = library.clone();
    let sparse_array = move |lua: &Lua, args: Args| sparse_array(lua, &sparse, &args);
    cjson.raw_set("encode_sparse_array", lua.create_function(sparse_array)?)?;
    library.define(lua, cjson, "encode_max_depth", |lua, library, args| {
        check_count(lua, args, 1)?;
        if let Some(depth) =
            library.integer(lua, args, 0, (1, i32::MAX), "expected positive integer")?
        {
            library.update(|settings| settings.encode_depth = depth);
        }
        library.settings.get().encode_depth.into_lua(lua)
    })?;
    library.define(lua, cjson, "encode_number_precision", |lua, library, args| {
        check_count(lua, args, 1)?;
        if let Some(digits) =
            library.integer(lua, args, 0, (1, 14), "expected integer between 1 and 14")?
        {
            library.update(|settings| settings.precision = digits);
        }
        library.settings.get().precision.into_lua(lua)
    })?;
    library.define(lua, cjson, "encode_keep_buffer", |lua, library, args| {
        check_count(lua, args, 1)?;
        if let Some(number) = library.choice(lua, args, &["off", "on"], 1)? {
            library.update(|settings| settings.keep_buffer = number == 1);
        }
        Ok(Value::Boolean(library.settings.get().keep_buffer))
    })?;
    if library.modern {
        install_modern(lua, cjson, library)
    } else {
        install_old(lua, cjson, library)
    }
}

/// What only 2.1.0 has.
fn install_modern(lua: &Lua, cjson: &Table, library: &Library) -> Result<()> {
    library.define(lua, cjson, "decode_max_depth", |lua, library, args| {
        check_count(lua, args, 1)?;
        if let Some(depth) = library.integer(lua, args, 0, (1, i32::MAX), "")? {
            library.update(|settings| settings.decode_depth = depth);
        }
        library.settings.get().decode_depth.into_lua(lua)
    })?;
    library.define(lua, cjson, "encode_invalid_numbers", |lua, library, args| {
        check_count(lua, args, 1)?;
        if let Some(number) = library.choice(lua, args, &["off", "on", "null"], 1)? {
            let invalid = match number {
                0 => Invalid::Refuse,
                1 => Invalid::Write,
                _ => Invalid::Null,
            };
            library.update(|settings| settings.encode_invalid = invalid);
        }
        match library.settings.get().encode_invalid {
            Invalid::Null => "null".into_lua(lua),
            other => Ok(Value::Boolean(other == Invalid::Write)),
        }
    })?;
    library.define(lua, cjson, "decode_invalid_numbers", |lua, library, args| {
        check_count(lua, args, 1)?;
        if let Some(number) = library.choice(lua, args, &["off", "on"], 1)? {
            library.update(|settings| settings.decode_invalid = number == 1);
        }
        Ok(Value::Boolean(library.settings.get().decode_invalid))
    })
}

/// What only 1.0.3 has: one function for both directions.
fn install_old(lua: &Lua, cjson: &Table, library: &Library) -> Result<()> {
    library.define(lua, cjson, "refuse_invalid_numbers", |lua, library, args| {
        const NAMES: [&str; 4] = ["none", "encode", "decode", "both"];
        check_count(lua, args, 1)?;
        if args.len() > 0
            && let Some(number) = library.choice(lua, args, &NAMES, 3)?
        {
            library.update(|settings| {
                settings.encode_invalid =
                    if number & 1 == 0 { Invalid::Write } else { Invalid::Refuse };
                settings.decode_invalid = number & 2 == 0;
            });
        }
        let settings = library.settings.get();
        let number = usize::from(settings.encode_invalid == Invalid::Refuse)
            + 2 * usize::from(!settings.decode_invalid);
        match NAMES.get(number) {
            Some(name) if number > 0 => name.into_lua(lua),
            _ => Ok(Value::Boolean(false)),
        }
    })
}

/// `encode_sparse_array(convert, ratio, safe)`.
fn sparse_array(lua: &Lua, library: &Library, args: &Args) -> Result<(bool, i32, i32)> {
    check_count(lua, args, 3)?;
    if let Some(number) = library.choice(lua, args, &["off", "on"], 1)? {
        library.update(|settings| settings.sparse_convert = number == 1);
    }
    if let Some(ratio) = library.integer(lua, args, 1, (0, i32::MAX), "expected integer >= 0")? {
        library.update(|settings| settings.sparse_ratio = ratio);
    }
    if let Some(safe) = library.integer(lua, args, 2, (0, i32::MAX), "expected integer >= 0")? {
        library.update(|settings| settings.sparse_safe = safe);
    }
    let settings = library.settings.get();
    Ok((settings.sparse_convert, settings.sparse_ratio, settings.sparse_safe))
}

/// Refuses more arguments than a function takes.
fn check_count(lua: &Lua, args: &Args, most: usize) -> Result<()> {
    if args.len() > most {
        Err(bad_argument(lua, most, "found too many arguments"))
    } else {
        Ok(())
    }
}

impl Library {
    /// An integer argument within bounds, if it is given. 2.1.0 blames the first argument whichever it was.
    fn integer(
        &self,
        lua: &Lua,
        args: &Args,
        at: usize,
        (least, most): (i32, i32),
        old_text: &str,
    ) -> Result<Option<i32>> {
        if args.len() <= at || (self.modern && args.is_absent(at)) {
            return Ok(None);
        }
        let number = args.int(lua, at)?;
        if (least..=most).contains(&number) {
            return Ok(Some(number));
        }
        Err(if self.modern {
            bad_argument(lua, 0, format!("expected integer between {least} and {most}"))
        } else {
            bad_argument(lua, at, old_text)
        })
    }

    /// The first argument as one of several names, or a boolean: the number of the name, `truth` for `true`.
    fn choice(
        &self,
        lua: &Lua,
        args: &Args,
        names: &[&str],
        truth: usize,
    ) -> Result<Option<usize>> {
        match args.get(0) {
            Value::Nil if self.modern || args.len() == 0 => return Ok(None),
            Value::Boolean(on) => return Ok(Some(if *on { truth } else { 0 })),
            _ if !self.modern && names.len() == 2 => return Err(args.wrong_type(lua, 0, "boolean")),
            _ => {}
        }
        let text = args.string(lua, 0)?;
        let text = text.as_bytes();
        match names.iter().position(|name| name.as_bytes() == &*text) {
            Some(number) => Ok(Some(number)),
            None => Err(bad_argument(
                lua,
                0,
                format!("invalid option '{}'", String::from_utf8_lossy(&text)),
            )),
        }
    }
}
