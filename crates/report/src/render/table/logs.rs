//! The table of `logs`: a line of the timeline a line, written as it is read.

use super::{Style, Tone, grid::paint};
use crate::documents::logs::LogRow;

/// The headings over the rows.
pub const HEADINGS: &str =
    "time                     node           role     event                             message";

/// Characters of the line before the message.
const BEFORE_TEXT: usize = 83;

/// The shortest part of a message that is shown, in characters.
const SHORTEST: usize = 24;

/// Renders a line. What is trouble stands out, what is routine stands back.
#[must_use]
pub fn row(row: &LogRow<'_>, style: Style) -> String {
    let time = row.time.map_or_else(|| "-".to_owned(), |time| time.to_string());
    let node = autopsync_model::escape_control(&row.node).into_owned();
    let role = row.role.as_deref().unwrap_or("-");
    let event = row.event.as_deref().unwrap_or("-");
    let text = match style.width {
        Some(width) => shortened(&row.text.to_string(), usize::from(width)),
        None => row.text.to_string(),
    };
    let tone = match row.concern.as_deref() {
        Some("trouble") => Some(Tone::Bad),
        Some("notable") => None,
        _ => Some(Tone::Dim),
    };
    let line = format!("{time:<23}  {node:<13}  {role:<7}  {event:<32}  {text}");
    tone.map_or_else(|| line.clone(), |tone| paint(style, tone, &line))
}

/// The beginning of a text that fits behind the other columns.
fn shortened(text: &str, width: usize) -> String {
    let room = width.saturating_sub(BEFORE_TEXT).max(SHORTEST);
    if text.chars().count() <= room {
        return text.to_owned();
    }
    text.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_cut_at_the_edge_of_the_terminal() {
        assert_eq!(shortened("short", 80), "short");
        assert_eq!(shortened(&"x".repeat(100), 120), format!("{}…", "x".repeat(36)));
        assert_eq!(shortened(&"é".repeat(100), 10).chars().count(), SHORTEST);
    }
}
