//! `autopsync dump`.

use super::export::{TargetArgs, no_target};
use crate::{error::Error, exit::Exit, ui::Ui};
use autopsync_case::{
    Source,
    questions::{
        dump::{Found, find},
        export::{ExportError, Rebuilder, Record, header, target_for},
    },
    source::Vessel,
};
use autopsync_model::{Bytes, escape_control};
use autopsync_rdb::{
    KeyEntry,
    write::{CopyScratch, Target, dump_stored},
};
use autopsync_report::{
    Privacy, base64,
    render::export::{Envelope, JsonKeys, KeyWriter as _, Resp, Shell},
};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::{ffi::OsString, io::Write, path::PathBuf};

/// Prints one key's value, whole.
///
/// As JSON, as the commands that rebuild it (as a person types them, or in RESP), or as the payload that RESTORE takes. A
/// value that is damaged is printed up to the damage as JSON, and not at all in the other forms. Ends with 1 where the
/// snapshot has no such key.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync dump dump.rdb user:1\n",
    "  autopsync dump dump.rdb queue --db 3 --as commands | redis-cli -n 3\n",
    "  autopsync dump dump.rdb '\\x00\\xff' --escaped --as payload --encoding base64\n",
    "  redis-cli --raw dump user:1 | head -c -1 | autopsync dump -"
))]
pub struct DumpArgs {
    /// The snapshot, or what holds one: an append-only file, a captured synchronisation, a DUMP payload (`-` is
    /// standard input)
    #[arg(value_name = "SNAPSHOT")]
    pub snapshot: PathBuf,
    /// The key. Not needed for a DUMP payload, which has no name
    #[arg(value_name = "KEY", allow_negative_numbers = true)]
    pub key: Option<OsString>,
    /// The database; needed where several have the key
    #[arg(long, value_name = "N", help_heading = "Selection")]
    pub db: Option<u64>,
    /// KEY is written with the escapes that the tables of this program print: `\xff`, `\n`, `\\`
    #[arg(long, help_heading = "Selection")]
    pub escaped: bool,
    /// The form
    #[arg(long = "as", value_enum, default_value_t = Form::Json, value_name = "FORM", help_heading = "Output")]
    pub form: Form,
    /// How a payload is written
    #[arg(long, value_enum, default_value_t = Encoding::Hex, help_heading = "Output")]
    pub encoding: Encoding,
    /// Who is to read commands and payloads.
    #[command(flatten)]
    pub target: TargetArgs,
}

/// A form of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// One object.
    Json,
    /// Commands in RESP.
    Resp,
    /// Commands as a person types them, one a line.
    Commands,
    /// What RESTORE takes.
    Payload,
}

/// How a payload is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Encoding {
    /// Hexadecimal digits and a newline.
    Hex,
    /// Base64 and a newline.
    Base64,
    /// Its bytes.
    Raw,
}

/// Runs the command.
pub fn run(args: &DumpArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let source = Source::open_snapshot(&args.snapshot)?;
    let key = key(args, &source)?;
    let watch = source.watch();
    let found = find(&source, &watch, &key, args.db)?;
    let entry = one(&found, &name(&key, ui.privacy()))?;
    match args.form {
        Form::Json => json(&source, entry, &key, ui),
        _ if ui.privacy() == Privacy::Redacted => {
            Err(Error::usage("--redact goes with `--as json`", "leave one of them out"))
        }
        Form::Payload => payload(args, &source, entry, ui),
        Form::Resp | Form::Commands => commands(args, &source, entry, &key, ui),
    }
}

/// The name that is asked for.
fn key(args: &DumpArgs, source: &Source) -> Result<Vec<u8>, Error> {
    match &args.key {
        Some(key) if args.escaped => unescape(&key.to_string_lossy()).ok_or_else(|| {
            Error::usage("KEY ends inside an escape", "a backslash is written `\\\\`")
        }),
        Some(key) => Ok(key.as_encoded_bytes().to_vec()),
        None if source.vessel() == Vessel::DumpPayload => Ok(Vec::new()),
        None => Err(Error::usage("a KEY is needed", "`autopsync keys` lists them")),
    }
}

/// Reads the escapes that this program prints.
fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let plain = match c {
            '\\' => match rest.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'x' => {
                    let digits: String = rest.by_ref().take(2).collect();
                    bytes.push(u8::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 2)?);
                    continue;
                }
                'u' => {
                    let digits: String = rest.by_ref().take_while(|c| *c != '}').skip(1).collect();
                    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
                }
                other => other,
            },
            other => other,
        };
        bytes.extend_from_slice(plain.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Some(bytes)
}

/// The name for a message.
fn name(key: &[u8], privacy: Privacy) -> String {
    match privacy {
        Privacy::Shown => format!("{:?}", Bytes(key)),
        Privacy::Redacted => privacy.show(key).to_string(),
    }
}

/// The one key that was meant, or why there is none. Messages call it `name`.
fn one<'f, 'a>(found: &'f Found<'a>, name: &str) -> Result<&'f KeyEntry<'a>, Error> {
    match found.entries.as_slice() {
        [one] => Ok(one),
        [] => {
            let keys = found.keys;
            let mut message = format!("no key {name} among the {keys} of the snapshot");
            if let Some(damage) = &found.damage {
                message = format!("no key {name} before the damage: {damage}");
            }
            Err(Error::Refused { message, hint: None })
        }
        several => {
            let databases: Vec<_> = several.iter().map(|entry| entry.db.to_string()).collect();
            Err(Error::usage(
                format!("the key {name} is in the databases {}", databases.join(", ")),
                "choose one with --db",
            ))
        }
    }
}

fn json(source: &Source, entry: &KeyEntry<'_>, key: &[u8], ui: &mut Ui) -> Result<Exit, Error> {
    let head = json!({
        "schema": "autopsync.dump/1",
        "path": source.path().display().to_string(),
    });
    let privacy = ui.privacy();
    let mut keys = JsonKeys::new(ui.data(), Envelope::One, &head, privacy)?;
    let damage = keys.key(entry, key)?;
    keys.into_output()?;
    Ok(match damage {
        None => Exit::Good,
        Some(damage) => {
            ui.error(&format!("damage: {}", escape_control(&damage.to_string())));
            Exit::Bad
        }
    })
}

fn target(args: &DumpArgs, source: &Source) -> Result<Target, Error> {
    target_for(args.target.choice(), source)?.map_err(|error| no_target(&error))
}

fn payload(
    args: &DumpArgs,
    source: &Source,
    entry: &KeyEntry<'_>,
    ui: &mut Ui,
) -> Result<Exit, Error> {
    let target = target(args, source)?;
    let mut scratch = CopyScratch::default();
    let payload = dump_stored(target, header(source)?, &entry.value, &mut scratch)
        .map_err(ExportError::from)?;
    match args.encoding {
        Encoding::Raw => ui.data().write_all(&payload)?,
        Encoding::Base64 => writeln!(ui.data(), "{}", base64(&payload))?,
        Encoding::Hex => {
            for byte in &payload {
                write!(ui.data(), "{byte:02x}")?;
            }
            writeln!(ui.data())?;
        }
    }
    Ok(Exit::Good)
}

fn commands(
    args: &DumpArgs,
    source: &Source,
    entry: &KeyEntry<'_>,
    key: &[u8],
    ui: &mut Ui,
) -> Result<Exit, Error> {
    let (target, header) = (target(args, source)?, header(source)?);
    let dropping = args.target.drop_unsupported;
    let record = Record::Key { entry, name: key };
    let losses: Vec<_> = if args.form == Form::Resp {
        let mut commands = Rebuilder::new(Resp::new(ui.data()), header, target, dropping);
        commands.in_database(entry.db).record(&record)?;
        let losses = commands.losses().collect();
        commands.into_sink().finish()?;
        losses
    } else {
        let mut commands = Rebuilder::new(Shell::new(ui.data()), header, target, dropping);
        commands.in_database(entry.db).record(&record)?;
        let losses = commands.losses().collect();
        commands.into_sink().finish()?;
        losses
    };
    for (feature, count) in losses {
        ui.error(&format!("dropped: {feature} ({count} times)"));
    }
    Ok(Exit::Good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_tables_print_is_read_back() {
        for bytes in [&b"plain"[..], b"\x00\xff\\n\n", "a\u{202e}b\u{9b}ü".as_bytes(), b""] {
            assert_eq!(unescape(&Bytes(bytes).to_string()).as_deref(), Some(bytes));
        }
        assert_eq!(unescape("\\"), None);
        assert_eq!(unescape("\\xg0"), None);
        assert_eq!(unescape("\\x1"), None);
    }
}
