//! `autopsync logs`: one row a line of the timeline.

use super::Document;
use crate::{JsonBytes, Privacy};
use autopsync_case::questions::logs::{FileSummary, LogRow as Row, LogsSummary};
use autopsync_text::log::{Event, FieldValue, LogTime};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::{borrow::Cow, fmt};

/// The whole answer as one object (`--format json`).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Logs {
    /// `autopsync.logs/1`.
    pub schema: String,
    /// The lines, in the order of the timeline.
    pub rows: Vec<LogRow<'static>>,
    /// The files.
    pub files: Vec<LogFileRow>,
    /// What the reader should know about the answer.
    pub notes: Vec<String>,
}

impl Document for Logs {
    const NAME: &'static str = "logs";
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LogRow<'a> {
    /// Who wrote it.
    pub node: Cow<'a, str>,
    /// The file it stands in.
    pub file: Cow<'a, str>,
    /// The physical line where it starts, counted from 1.
    pub line: u64,
    /// Its time as the server's clock showed it; `--04-21T11:16:38.523` where nothing tells the year.
    pub time: Option<ShownTime>,
    /// The same in UTC, where year and zone are known.
    pub time_utc: Option<UtcTime>,
    /// The process.
    pub pid: Option<u64>,
    /// The role that was configured when the line was written: master, replica, child or sentinel.
    pub role: Option<Cow<'a, str>>,
    /// How serious the server takes it: debug, verbose, notice or warning.
    pub level: Option<Cow<'a, str>>,
    /// The message; null where it is not known.
    pub event: Option<Cow<'a, str>>,
    /// Whether to worry: chatter, routine, notable or trouble.
    pub concern: Option<Cow<'a, str>>,
    /// What the message tells.
    pub fields: LogFields<'a>,
    /// The line ends before the message does.
    #[serde(skip_serializing_if = "is_false")]
    #[schemars(default)]
    pub cut: bool,
    /// Index of the physical line's first byte in the file.
    pub at: u64,
    /// The message as it was written, without what stands in front of it.
    pub text: LogText<'a>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
const fn is_false(cut: &bool) -> bool {
    !*cut
}

/// A moment on a server's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownTime(pub LogTime);

impl fmt::Display for ShownTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A moment in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UtcTime(pub LogTime);

impl fmt::Display for UtcTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Z", self.0)
    }
}

/// The bytes of a message: text, or base64 where they are no UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogText<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// Anything else.
    Binary(JsonBytes),
}

impl<'a> LogText<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(Cow::Borrowed(text)),
            Err(_) => Self::Binary(JsonBytes::new(bytes)),
        }
    }

    fn into_owned(self) -> LogText<'static> {
        match self {
            Self::Text(text) => LogText::Text(Cow::Owned(text.into_owned())),
            Self::Binary(bytes) => LogText::Binary(bytes),
        }
    }
}

impl fmt::Display for LogText<'_> {
    /// Writes the terminal form: nothing that moves a cursor.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(&autopsync_model::escape_control(text)),
            Self::Binary(bytes) => bytes.fmt(f),
        }
    }
}

/// The fields of an event, each under the name that `autopsync explain` explains, in the order of the line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogFields<'a>(pub Vec<(&'static str, LogValue<'a>)>);

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogValue<'a> {
    /// A number.
    Number(i64),
    /// Text, or bytes.
    Text(LogText<'a>),
}

impl fmt::Display for LogValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl Serialize for ShownTime {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Serialize for UtcTime {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Serialize for LogText<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => to.serialize_str(text),
            Self::Binary(bytes) => bytes.serialize(to),
        }
    }
}

impl Serialize for LogFields<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            match value {
                LogValue::Number(number) => map.serialize_entry(name, number)?,
                LogValue::Text(text) => map.serialize_entry(name, text)?,
            }
        }
        map.end()
    }
}

macro_rules! schema_of_text {
    ($($name:ty, $id:literal, $description:literal;)+) => {
        $(impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $id.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "description": $description, "type": "string" })
            }
        })+
    };
}

schema_of_text! {
    ShownTime, "ShownTime", "A moment on a server's clock, in the form of ISO 8601 without zone; `--` for an unknown year.";
    UtcTime, "UtcTime", "A moment in UTC, in the form of ISO 8601.";
}

impl JsonSchema for LogText<'_> {
    fn schema_name() -> Cow<'static, str> {
        "JsonBytes".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        JsonBytes::json_schema(generator)
    }
}

impl JsonSchema for LogFields<'_> {
    fn schema_name() -> Cow<'static, str> {
        "LogFields".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<JsonBytes>();
        json_schema!({
            "description": "What the message tells, field by field.",
            "type": "object",
            "additionalProperties": { "anyOf": [{ "type": "integer" }, text] }
        })
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LogFileRow {
    /// Its path.
    pub path: String,
    /// Its bytes, unpacked.
    pub bytes: u64,
    /// Lines whose message is known, as far as they were asked for.
    pub known_lines: u64,
    /// Whether lines have a date without a year, and nothing tells it.
    pub year_missing: bool,
    /// Distance of its clock from UTC in minutes, where anything tells it.
    pub zone_minutes: Option<i16>,
}

/// Fields that may hold what users stored: commands, keys, values, scripts.
const OF_USERS: &[&str] = &[
    "command",
    "by_command",
    "argument",
    "key",
    "value",
    "value2",
    "backlog_tail",
    "script",
    "message",
    "detail",
    "found",
    "error",
];

impl<'a> LogRow<'a> {
    /// Puts a line into the contract's form.
    #[must_use]
    pub fn of(row: &'a Row<'a, '_>, privacy: Privacy) -> Self {
        let line = row.line;
        let event = line.event.as_ref();
        let name = |text: &'static str| Cow::Borrowed(text);
        Self {
            node: Cow::Borrowed(row.node),
            file: Cow::Borrowed(row.file),
            line: line.line,
            time: row.time.map(ShownTime),
            time_utc: row.unix_millis.and_then(LogTime::from_unix_millis).map(UtcTime),
            pid: line.pid,
            role: line.role.map(|role| name(role.name())),
            level: line.level.map(|level| name(level.name())),
            event: event.map(|event| name(event.id)),
            concern: event.and_then(Event::message).map(|message| name(message.concern.name())),
            fields: LogFields(event.map_or_else(Vec::new, |event| fields(event, privacy))),
            cut: line.is_cut(),
            at: line.at,
            text: match (privacy, event.and_then(Event::wording)) {
                (Privacy::Shown, _) => LogText::new(&line.text),
                // The wording says what the message was, without what stood in it.
                (Privacy::Redacted, Some(wording)) => LogText::Text(name(wording.text)),
                (Privacy::Redacted, None) => LogText::Binary(privacy.show(&line.text)),
            },
        }
    }

    /// Returns the row as one that owns its texts.
    #[must_use]
    pub fn into_owned(self) -> LogRow<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let fields = self.fields.0.into_iter().map(|(name, value)| match value {
            LogValue::Number(number) => (name, LogValue::Number(number)),
            LogValue::Text(text) => (name, LogValue::Text(text.into_owned())),
        });
        LogRow {
            node: own(self.node),
            file: own(self.file),
            role: self.role.map(own),
            level: self.level.map(own),
            event: self.event.map(own),
            concern: self.concern.map(own),
            fields: LogFields(fields.collect()),
            text: self.text.into_owned(),
            line: self.line,
            time: self.time,
            time_utc: self.time_utc,
            pid: self.pid,
            cut: self.cut,
            at: self.at,
        }
    }
}

fn fields<'a>(event: &'a Event<'_>, privacy: Privacy) -> Vec<(&'static str, LogValue<'a>)> {
    let value = |name: &str, value: &'a FieldValue<'_>| match value {
        FieldValue::Number(number) => LogValue::Number(*number),
        FieldValue::Text(text) if privacy == Privacy::Redacted && OF_USERS.contains(&name) => {
            LogValue::Text(LogText::Binary(privacy.show(text)))
        }
        FieldValue::Text(text) => LogValue::Text(LogText::new(text)),
    };
    event.fields.iter().map(|(name, field)| (*name, value(name, field))).collect()
}

impl Logs {
    /// Collects rows.
    #[must_use]
    pub fn new(rows: Vec<LogRow<'static>>, summary: &LogsSummary) -> Self {
        Self {
            schema: "autopsync.logs/1".to_owned(),
            rows,
            files: summary.files.iter().map(LogFileRow::of).collect(),
            notes: notes(summary),
        }
    }
}

impl LogFileRow {
    fn of(file: &FileSummary) -> Self {
        Self {
            path: file.file.to_string(),
            bytes: file.bytes,
            known_lines: file.known_lines,
            year_missing: file.year_missing,
            zone_minutes: file.zone_minutes,
        }
    }
}

/// Says what is not known of the clocks, and what was done about it.
#[must_use]
pub fn notes(summary: &LogsSummary) -> Vec<String> {
    let mut notes = Vec::new();
    for file in summary.files.iter().filter(|file| file.year_missing) {
        notes.push(format!(
            "{}: its lines have no year and nothing tells it; --year does",
            file.file
        ));
    }
    let zones: Vec<_> = summary.files.iter().map(|file| file.zone_minutes).collect();
    if summary.files.len() > 1 && zones.iter().any(Option::is_some) {
        for file in summary.files.iter().filter(|file| file.zone_minutes.is_none()) {
            notes.push(format!(
                "{}: nothing tells its zone, so its lines stand where UTC would put them; --zone tells it",
                file.file
            ));
        }
    }
    notes
}
