//! `autopsync explain` and `autopsync rules`: pages about log messages and about rules.

use super::{
    Document,
    logs::{LogRow, LogValue},
};
use crate::{JsonBytes, Privacy};
use autopsync_case::questions::logs::LogRow as Row;
use autopsync_rules::Rule;
use autopsync_text::log::{Explanation, LogEvent, Message, Wording, field, message, messages};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// What is known of a line or a rule.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Explain {
    /// `autopsync.explain/1`.
    pub schema: String,
    /// What it is about: message, rule, messages (the list of them) or unknown.
    pub kind: String,
    /// What was asked.
    pub subject: JsonBytes,
    /// The message.
    pub message: Option<MessagePage>,
    /// The rule.
    pub rule: Option<RulePage>,
    /// Of an unknown line, the message that it is most like.
    pub nearest: Option<Nearest>,
    /// All messages, with `--messages`.
    pub messages: Vec<MessageRow>,
}

impl Document for Explain {
    const NAME: &'static str = "explain";
}

/// A message's page.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MessagePage {
    /// Its name, as `logs` prints it.
    pub event: String,
    /// Who writes it: any, master, replica, child or sentinel.
    pub side: String,
    /// Whether to worry: chatter, routine, notable or trouble.
    pub concern: String,
    /// What it tells.
    pub means: String,
    /// What to do about it, where there is something to do.
    pub remedy: Option<String>,
    /// The messages that usually stand before it.
    pub before: Vec<Related>,
    /// The messages that usually follow.
    pub after: Vec<Related>,
    /// All its wordings, by age.
    pub wordings: Vec<WordingRow>,
    /// The line that was asked about, read.
    pub line: Option<LogRow<'static>>,
    /// The fields of that line.
    pub fields: Vec<FieldRow>,
}

/// A message that goes with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Related {
    /// Its name.
    pub event: String,
    /// What it tells.
    pub means: String,
}

/// A wording of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WordingRow {
    /// The text, with the names of fields in braces.
    pub text: String,
    /// The versions that write it: both ends included, an open end for the newest.
    pub versions: String,
    /// Whether it is that of the line that was asked about.
    pub is_this: bool,
}

/// A field of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldRow {
    /// Its name.
    pub name: String,
    /// Its value, as text.
    pub value: String,
    /// What it is.
    pub means: Option<String>,
}

/// The message that an unknown line is most like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Nearest {
    /// Its name.
    pub event: String,
    /// The wording.
    pub text: String,
    /// The versions that write it.
    pub versions: String,
    /// What it tells.
    pub means: String,
}

/// A message in the list of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MessageRow {
    /// Its name.
    pub event: String,
    /// Who writes it.
    pub side: String,
    /// Whether to worry.
    pub concern: String,
    /// What it tells.
    pub means: String,
}

/// A rule's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RulePage {
    /// Its name.
    pub id: String,
    /// How grave what it finds is: note, warning or error.
    pub severity: String,
    /// One line.
    pub title: String,
    /// The page, in Markdown: what it means, which versions, how it is recognised, what to do.
    pub page: String,
    /// Issues of the servers.
    pub references: Vec<String>,
}

/// Every rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rules {
    /// `autopsync.rules/1`.
    pub schema: String,
    /// The rules, in the order of the documentation.
    pub rules: Vec<RulePage>,
}

impl Document for Rules {
    const NAME: &'static str = "rules";
}

impl Explain {
    fn new(kind: &str, subject: &[u8]) -> Self {
        Self {
            schema: "autopsync.explain/1".to_owned(),
            kind: kind.to_owned(),
            subject: JsonBytes::new(subject),
            message: None,
            rule: None,
            nearest: None,
            messages: Vec::new(),
        }
    }

    /// Explains a line whose message is known.
    #[must_use]
    pub fn line(subject: &[u8], found: &Explanation<'_>, privacy: Privacy) -> Self {
        let row = row_of(&found.line, privacy);
        let fields = row.fields.0.iter().map(|(name, value)| field_row(name, value)).collect();
        let page = MessagePage {
            line: Some(row),
            fields,
            ..MessagePage::of(found.message, Some(found.wording))
        };
        Self { message: Some(page), ..Self::new("message", subject) }
    }

    /// Explains a message by its name.
    #[must_use]
    pub fn message(subject: &[u8], message: &Message) -> Self {
        Self { message: Some(MessagePage::of(message, None)), ..Self::new("message", subject) }
    }

    /// Prints a rule's page.
    #[must_use]
    pub fn rule(subject: &[u8], rule: &Rule) -> Self {
        Self { rule: Some(RulePage::of(rule)), ..Self::new("rule", subject) }
    }

    /// Says that nothing is known, and what it is most like.
    #[must_use]
    pub fn unknown(subject: &[u8], like: Option<(&Message, &Wording)>) -> Self {
        let nearest = like.map(|(message, wording)| Nearest {
            event: message.id.to_owned(),
            text: wording.text.to_owned(),
            versions: wording.versions.to_owned(),
            means: message.means.to_owned(),
        });
        Self { nearest, ..Self::new("unknown", subject) }
    }

    /// Lists all messages.
    #[must_use]
    pub fn list() -> Self {
        let row = |message: &Message| MessageRow {
            event: message.id.to_owned(),
            side: message.side.name().to_owned(),
            concern: message.concern.name().to_owned(),
            means: message.means.to_owned(),
        };
        Self { messages: messages().map(row).collect(), ..Self::new("messages", b"") }
    }
}

impl MessagePage {
    fn of(message: &Message, this: Option<&Wording>) -> Self {
        let wording = |wording: &Wording| WordingRow {
            text: wording.text.to_owned(),
            versions: wording.versions.to_owned(),
            is_this: this.is_some_and(|this| std::ptr::eq(this.text, wording.text)),
        };
        Self {
            event: message.id.to_owned(),
            side: message.side.name().to_owned(),
            concern: message.concern.name().to_owned(),
            means: message.means.to_owned(),
            remedy: message.remedy.map(str::to_owned),
            before: related(message.before),
            after: related(message.after),
            wordings: message.wordings.iter().map(wording).collect(),
            line: None,
            fields: Vec::new(),
        }
    }
}

fn related(ids: &[&str]) -> Vec<Related> {
    let known = ids.iter().filter_map(|id| message(id));
    known.map(|m| Related { event: m.id.to_owned(), means: m.means.to_owned() }).collect()
}

fn row_of(line: &LogEvent<'_>, privacy: Privacy) -> LogRow<'static> {
    let row = Row {
        node: line.node.as_deref().unwrap_or("-"),
        file: &Arc::from("-"),
        line,
        time: line.time,
        unix_millis: line.time.and_then(|time| time.unix_millis()),
    };
    LogRow::of(&row, privacy).into_owned()
}

fn field_row(name: &str, value: &LogValue<'_>) -> FieldRow {
    FieldRow {
        name: name.to_owned(),
        value: value.to_string(),
        means: field(name).map(|field| field.means.to_owned()),
    }
}

impl RulePage {
    fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id.to_owned(),
            severity: rule.severity.to_string(),
            title: rule.title.to_owned(),
            page: rule.page.to_owned(),
            references: rule.references.iter().map(|text| (*text).to_owned()).collect(),
        }
    }
}

impl Rules {
    /// Lists every rule.
    #[must_use]
    pub fn all() -> Self {
        let rules = autopsync_rules::ALL.iter().map(|rule| RulePage::of(rule)).collect();
        Self { schema: "autopsync.rules/1".to_owned(), rules }
    }
}
