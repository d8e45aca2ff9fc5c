//! Server logs: from bytes to events.
//!
//! A log is read line by line. What a container, a collector or a person put around a line comes off; the server's own
//! prefix gives pid, role, time and level; the text is looked up in a catalogue of every message about replication and
//! the life of a process, in all wordings since 2.6. A text that is not in it stays text.
//!
//! ```
//! use autopsync_text::log::Reader;
//!
//! let log = b"slave_1 | 1:S 21 Apr 2020 11:16:38.523 * Full resync from master: \
//!     d28bd808c0922b5679039db98a7493f76689084e:2481\n";
//! let line = Reader::new(log).events().next().unwrap();
//! assert_eq!(line.node.as_deref(), Some("slave_1"));
//! assert_eq!(line.time.unwrap().to_string(), "2020-04-21T11:16:38.523");
//! let event = line.event.unwrap();
//! assert_eq!(event.id, "full-resync");
//! assert_eq!(event.number("offset"), Some(2481));
//! ```

mod catalogue;
mod clean;
mod client;
mod crash;
mod cursor;
mod envelope;
mod event;
mod fields;
mod header;
mod heads;
mod instance;
mod line;
mod messages;
mod nearest;
mod open;
mod positions;
mod reader;
mod recognise;
mod template;
mod time;

pub use crash::{CrashReport, crash_reports};
pub use event::{Event, FieldValue, Fields, Level, LogEvent, LogRole, Wrappers};
pub use fields::{FieldInfo, field};
pub use messages::{Concern, Message, Side, Wording, message, messages};
pub use nearest::nearest;
pub use positions::{LogPosition, Positions, Whose, positions};
pub use reader::{Events, Progress, Reader, last_whole_line};
pub use time::LogTime;

use autopsync_model::{Product, Version};
use catalogue::catalogue;

/// The most a recognition looks at, in bytes.
const WINDOW: usize = 64 << 10;

/// Tells whether a text is a log of a server, wrapped or not: one line with a server's prefix in its first 64 KiB, or
/// two messages without one.
#[must_use]
pub fn looks_like_log(bytes: &[u8]) -> bool {
    let head = bytes.get(..WINDOW).unwrap_or(bytes);
    let mut bare = 0_usize;
    Reader::new(head).events().any(|line| {
        let known = line.event.is_some() && !line.is_cut();
        bare = bare.saturating_add(usize::from(line.bare && known));
        (!line.bare && line.time.is_some()) || bare >= 2
    })
}

/// Reads one line, for a question about it; `None` where its message is not in the catalogue.
#[must_use]
pub fn explain(line: &[u8]) -> Option<Explanation<'_>> {
    let line = Reader::new(line).events().find(|line| line.event.is_some())?;
    let event = line.event.as_ref()?;
    let (message, wording) = (event.message()?, event.wording()?);
    Some(Explanation { line, message, wording })
}

/// What is known of a line's message.
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    /// The line, read.
    pub line: LogEvent<'a>,
    /// What the message means, what stands before and after it, whether to worry.
    pub message: &'static Message,
    /// The wording, and the versions that write it.
    pub wording: &'static Wording,
}

impl Event<'_> {
    /// Returns the message in the catalogue.
    #[must_use]
    pub fn message(&self) -> Option<&'static Message> {
        catalogue().entry(self.wording).map(|entry| entry.message)
    }

    /// Returns the wording of the message that was found.
    #[must_use]
    pub fn wording(&self) -> Option<&'static Wording> {
        catalogue().entry(self.wording).map(|entry| entry.wording)
    }

    /// Returns the version of a server that the message tells: its own at the start and in a crash, that of the writer
    /// of a snapshot. `None` for other products.
    #[must_use]
    pub fn server_version(&self) -> Option<Version> {
        let text = self.wording()?.text;
        let names = |name: &str| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some();
        let product =
            if names("Valkey ") || names("valkey ") { Product::Valkey } else { Product::Redis };
        if names("KeyDB") {
            return None;
        }
        Version::parse_for(product, self.text("version")?).ok()
    }

    /// Whether the message ends with a value that takes whatever is left of the line.
    pub(crate) fn takes_rest(&self) -> bool {
        catalogue().entry(self.wording).is_some_and(catalogue::Entry::takes_rest)
    }
}

/// Names what can stand around a line, as [`LogEvent::wrappers`] does.
#[must_use]
pub fn wrapper_names() -> Vec<&'static str> {
    envelope::names().chain(["markup", "label"]).collect()
}
