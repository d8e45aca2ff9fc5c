//! Type 64 in files of `KeyDB`: a script that runs at its time (`rdbSaveObject`, `rdb.cpp`, 5.3.3 to 6.3.4).
//!
//! Other products may use the code for anything: it is read where the file is known to be `KeyDB`'s, and unknown elsewhere.

use super::{Layout, TypeInfo, ValueKind};
use crate::{
    CronJob, Error, RdbString, Scratch, ValueVisitor, cursor::Cursor, encoding::length,
    structure::Part,
};

const SCRIPT: &str = "the script of a job";
const KEY: &str = "the name of a key of a script";
const ARGUMENT: &str = "an argument of a script";
const KEYS: &str = "the number of keys of a script";
const ARGUMENTS: &str = "the number of arguments of a script";

/// A script, two moments, the names of its keys and its arguments.
pub(crate) struct Cron;

impl Layout for Cron {
    const INFO: TypeInfo = TypeInfo::keydb(64, "cron", ValueKind::Cron, "cron", 9);
    const PARTS: &'static [Part] = &[
        Part::String("script"),
        Part::Word("start"),
        Part::Word("interval"),
        Part::Repeat("keys", &[Part::String("key")]),
        Part::Repeat("arguments", &[Part::String("argument")]),
    ];

    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        head(cursor)?;
        strings(cursor, KEYS, KEY, |_| Ok(()))?;
        strings(cursor, ARGUMENTS, ARGUMENT, |_| Ok(())).map(|_| ())
    }

    /// The keys and arguments.
    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        head(cursor)?;
        let keys = strings(cursor, KEYS, KEY, |_| Ok(()))?;
        Ok(Some(keys.saturating_add(length::read(cursor, ARGUMENTS)?)))
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let (script, start_ms, interval_ms) = head(cursor)?;
        let script = script.decode(&mut scratch.first)?;
        visitor.cron_job(&CronJob { script, start_ms, interval_ms });
        strings(cursor, KEYS, KEY, |key| {
            visitor.cron_key(key.decode(&mut scratch.first)?);
            Ok(())
        })?;
        strings(cursor, ARGUMENTS, ARGUMENT, |argument| {
            visitor.cron_argument(argument.decode(&mut scratch.first)?);
            Ok(())
        })?;
        Ok(())
    }
}

/// Reads what stands before the lists: the script, the start and the interval.
fn head<'a>(cursor: &mut Cursor<'a>) -> Result<(RdbString<'a>, u64, u64), Error> {
    let script = RdbString::read(cursor, SCRIPT)?;
    let start = cursor.u64_le("the start of a job")?;
    let interval = cursor.u64_le("the interval of a job")?;
    Ok((script, start, interval))
}

/// Reads a count and as many strings; returns how many there were.
fn strings<'a>(
    cursor: &mut Cursor<'a>,
    many: &'static str,
    one: &'static str,
    mut tell: impl FnMut(RdbString<'a>) -> Result<(), Error>,
) -> Result<u64, Error> {
    let count = length::read(cursor, many)?;
    for _ in 0..count {
        tell(RdbString::read(cursor, one)?)?;
    }
    Ok(count)
}
