//! Values as bytes: `DUMP`, `RESTORE`, and functions restored the same way.
//!
//! A payload is a type byte and the body that a snapshot would hold, then the snapshot version and a checksum (`src/cluster.c`,
//! `createDumpPayload`). It is read by the snapshot reader, within the frame of a snapshot.

use crate::{
    CommandError, Profile, Reply, args,
    caveat::Caveat,
    commands::generic::{Unit, absolute},
    context::Context,
    error::refusal,
    functions::Library,
    keyspace::NO_EXPIRY,
    load::ValueBuilder,
    save::payload,
    value::{self, Value},
};
use autopsync_rdb::{Dialect, Event, Header, Reader, Scratch, ValueKind, crc64, write::Target};

const WRONG: CommandError = CommandError::Refused("ERR DUMP payload version or checksum are wrong");
const BAD: CommandError = CommandError::Refused("ERR Bad data format");

/// Checks the trailer of a payload and puts the rest into the frame of a snapshot: with a key before it where it is a
/// value (type and body), as it is where it is a list of functions.
fn framed(profile: &Profile, payload: &[u8], is_value: bool) -> Result<Vec<u8>, CommandError> {
    let (body, trailer) = payload.split_last_chunk::<10>().ok_or(WRONG)?;
    let (version, stated) = trailer.split_at(2);
    let version = u16::from_le_bytes([version[0], version[1]]);
    // What a server writes is the newest that it reads.
    let newest = Target::for_version(&profile.replica).version();
    // Versions 12 to 79 are foreign to a Valkey, whose own go on with 80.
    let foreign = profile.replica.is_valkey() && (12..80).contains(&version);
    let covered = payload.get(..payload.len() - 8).unwrap_or_default();
    if version > newest || foreign || crc64(covered).to_le_bytes() != stated {
        return Err(WRONG);
    }
    let dialect = if version >= 80 { Dialect::Valkey } else { Dialect::Redis };
    let header = Header { dialect, version };
    Ok(match (is_value, body) {
        (true, [code, rest @ ..]) => value::framed(header, Some(*code), rest),
        _ => value::framed(header, None, body),
    })
}

fn read_value(cx: &mut Context<'_>, payload: &[u8]) -> Result<Value, CommandError> {
    let file = framed(cx.profile(), payload, true)?;
    let mut reader = Reader::new(&file).map_err(|_| BAD)?;
    let Some(Ok(Event::Key(entry))) = reader.next_event() else { return Err(BAD) };
    let mut builder = ValueBuilder::new(&cx.state.profile, reader.header(), &entry.value);
    entry.visit(&mut Scratch::new(&cx.state.limits), &mut builder).map_err(|_| BAD)?;
    if entry.value.kind() == ValueKind::Cron {
        // A job of `KeyDB`, which Redis and Valkey do not know.
        return Err(BAD);
    }
    let (opaque, value) = (builder.is_opaque(), builder.finish());
    // `KeyDB` writes a fact behind the value, which nobody looks for (`restoreCommand`, `cluster.c`, 7.0.15).
    let next = reader.find(|event| !matches!(event, Ok(Event::Aux(_))));
    let ends = matches!(next, Some(Ok(Event::End(_))));
    if opaque {
        cx.note(Caveat::ModuleValue);
    }
    value.filter(|_| ends).ok_or(BAD)
}

/// The longest string that a server never compresses.
const NEVER_COMPRESSED: usize = 20;

/// `DUMP key`: what restores to the same value. The bytes are the server's for short strings alone; others it packs as
/// it holds them, which a script that keeps the payload can see.
pub(super) fn dump(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let profile = cx.profile();
    let Some(entry) = cx.database().get(args[1]) else { return Ok(Reply::Nil) };
    let exact = matches!(&entry.value, Value::String(s) if s.as_slice().len() <= NEVER_COMPRESSED);
    let payload = payload(&entry.value, &profile.replica)
        .map_err(|_| CommandError::Unsupported("this value cannot be serialized (DUMP)"))?;
    if !exact {
        cx.note_in_script(Caveat::DumpPayload);
    }
    Ok(Reply::bulk(&payload))
}

/// `RESTORE key ttl payload [REPLACE] [ABSTTL] [IDLETIME n] [FREQ n]`.
pub(super) fn restore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (key, payload) = (args[1], args[3]);
    let (mut replace, mut absolute_time, mut usage) = (false, false, None);
    let mut rest = args[4..].iter();
    while let Some(option) = rest.next() {
        if args::is(option, "REPLACE") && cx.at_least(3, 0, 0) {
            replace = true;
        } else if args::is(option, "ABSTTL") && cx.at_least(5, 0, 0) {
            absolute_time = true;
        } else if let Some(number) =
            usage_option(cx, option, &mut usage).then(|| rest.next()).flatten()
        {
            check_usage(option, args::integer(number)?)?;
        } else {
            return Err(refusal::SYNTAX);
        }
    }
    if !replace && cx.exists(key) {
        return Err(CommandError::Refused(if cx.at_least(2, 8, 0) {
            "BUSYKEY Target key name already exists."
        } else {
            "ERR Target key name is busy."
        }));
    }
    let ttl = args::integer(args[2])?;
    if ttl < 0 {
        return Err(CommandError::Refused("ERR Invalid TTL value, must be >= 0"));
    }
    let value = read_value(cx, payload)?;
    let at_ms = match (ttl, absolute_time) {
        (0, _) => NO_EXPIRY,
        (ttl, true) => ttl,
        (ttl, false) => absolute(cx, ttl, Unit::Milliseconds).unwrap_or(i64::MAX),
    };
    cx.database_mut().set_with_expiry(key, value, at_ms);
    cx.changed(key);
    Ok(Reply::OK)
}

/// Tells whether the option is the one of `IDLETIME` and `FREQ` that may stand here.
fn usage_option(cx: &Context<'_>, option: &[u8], seen: &mut Option<bool>) -> bool {
    let is_idle = args::is(option, "IDLETIME");
    let allowed = cx.at_least(5, 0, 0) && (is_idle || args::is(option, "FREQ"));
    allowed && *seen.get_or_insert(is_idle) == is_idle
}

fn check_usage(option: &[u8], number: i64) -> Result<(), CommandError> {
    if args::is(option, "IDLETIME") {
        if number < 0 {
            return Err(CommandError::Refused("ERR Invalid IDLETIME value, must be >= 0"));
        }
    } else if !(0..=255).contains(&number) {
        return Err(CommandError::Refused("ERR Invalid FREQ value, must be >= 0 and <= 255"));
    }
    Ok(())
}

/// `MIGRATE …`: a replica sees its effect, a `DEL`, never itself.
pub(super) fn migrate(_: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Err(CommandError::Unsupported("a replay has no other server to move keys to (MIGRATE)"))
}

/// `FUNCTION RESTORE payload [FLUSH|APPEND|REPLACE]`.
pub(crate) fn restore_functions(
    cx: &mut Context<'_>,
    payload: &[u8],
    options: &[&[u8]],
) -> Result<Reply, CommandError> {
    let (flush, replace) = match options {
        [] => (false, false),
        [policy] if args::is(policy, "APPEND") => (false, false),
        [policy] if args::is(policy, "REPLACE") => (false, true),
        [policy] if args::is(policy, "FLUSH") => (true, true),
        _ => {
            return Err(CommandError::Refused(
                "ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.",
            ));
        }
    };
    let file = framed(cx.profile(), payload, false)?;
    let failed = || CommandError::Refused("ERR failed loading the given functions payload");
    let mut libraries = Vec::new();
    let mut reader = Reader::new(&file).map_err(|_| failed())?;
    while let Some(event) = reader.next_event() {
        match event.map_err(|_| failed())? {
            Event::Function(function) => {
                let code = function.code.to_cow().map_err(|_| failed())?;
                libraries.push(Library::parse(&code).ok_or_else(failed)?);
            }
            Event::End(_) => {}
            _ => return Err(CommandError::Refused("ERR given type is not a function")),
        }
    }
    let functions = &mut cx.state.functions;
    if flush {
        functions.clear();
    }
    let taken = |library: &&Library| functions.iter().any(|other| other.name == library.name);
    if let Some(library) = libraries.iter().find(taken).filter(|_| !replace) {
        let text = [b"ERR Library ", &*library.name, b" already exists"].concat();
        return Err(CommandError::with(text));
    }
    for library in libraries {
        functions.insert(library, true);
    }
    Ok(Reply::OK)
}

#[cfg(test)]
mod tests {
    use crate::{Engine, Limits, Profile, Reply};

    #[test]
    fn a_payload_of_keydb_has_a_fact_behind_the_value_and_is_restored() {
        let payload =
            b"\x00\x01v\xfa\x0bmvcc-tstamp\x1418446744073709551615\x09\x00j\x1a/O\xc8\xf6,\xb9";
        let mut engine = Engine::new(Profile::of("7.0.15".parse().unwrap()), Limits::default());
        assert_eq!(engine.call(&[b"RESTORE", b"k", b"0", payload]), Reply::OK);
        assert_eq!(engine.call(&[b"GET", b"k"]), Reply::bulk(b"v"));
        // Its job, which Redis 7.0.15 refuses.
        let payload =
            b"\x40\x08return 1\x00\xd8\xc3,\xbb\x03\x00\x00`\xea\0\0\0\0\0\0\x01\x01k\x01\x01a\
            \xfa\x0bmvcc-tstamp\x1418446744073709551615\x09\x00\xc1\xf6\xc8y~G\xb9\"";
        assert!(matches!(engine.call(&[b"RESTORE", b"j", b"0", payload]), Reply::Error(_)));
    }

    #[test]
    fn a_payload_of_8_6_is_restored_by_8_6_and_not_by_8_4() {
        let payload = b"\x00\xc0\x01\x0d\x00\x84\xd1\x6e\x05\xd6\xb4\x66\x3c";
        let restored = |version: &str| {
            let mut engine = Engine::new(Profile::of(version.parse().unwrap()), Limits::default());
            engine.call(&[b"RESTORE", b"k", b"0", payload])
        };
        assert_eq!(restored("8.6.0"), Reply::OK);
        assert!(matches!(restored("8.4.0"), Reply::Error(_)));
    }
}
