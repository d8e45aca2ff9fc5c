//! The message that an unknown text is most like.
//!
//! A text of a version that the catalogue does not know yet has most words in common with its older wording.

use super::messages::{Message, Wording, messages};

/// How much of the words must be common, in percent.
const LEAST_LIKENESS: usize = 40;

/// The most words of a text that are compared.
const MOST_WORDS: usize = 64;

/// Returns the message and the wording that a text is most like, if it is like any.
#[must_use]
pub fn nearest(text: &str) -> Option<(&'static Message, &'static Wording)> {
    let mine = words(text);
    if mine.len() < 2 {
        return None;
    }
    let pairs = messages().flat_map(|message| message.wordings.iter().map(move |w| (message, w)));
    let mut best: Option<(usize, &'static Message, &'static Wording)> = None;
    for (message, wording) in pairs {
        let likeness = likeness(&mine, &words(wording.text));
        if likeness >= LEAST_LIKENESS && best.is_none_or(|(most, ..)| likeness > most) {
            best = Some((likeness, message, wording));
        }
    }
    best.map(|(_, message, wording)| (message, wording))
}

/// The words of a text, in lower case, without values.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '{' | '}' | '_'))
        .filter(|word| word.chars().any(char::is_alphabetic) && !word.starts_with('{'))
        .filter(|word| !word.chars().any(|c| c.is_ascii_digit()))
        .map(str::to_lowercase)
        .take(MOST_WORDS)
        .collect()
}

/// Twice the words in common in parts of all words of both, in percent (Sørensen and Dice).
fn likeness(a: &[String], b: &[String]) -> usize {
    let mut left: Vec<_> = b.iter().collect();
    let mut common = 0_usize;
    for word in a {
        if let Some(at) = left.iter().position(|other| *other == word) {
            left.swap_remove(at);
            common = common.saturating_add(1);
        }
    }
    common.saturating_mul(200).checked_div(a.len().saturating_add(b.len())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_wording_is_like_the_old_one() {
        let id = |text: &str| nearest(text).map(|(message, _)| message.id);
        assert_eq!(id("Connection with the primary node was lost."), Some("master-lost"));
        assert_eq!(
            id("Partial resynchronization not possible (no cached leader)"),
            Some("no-cached-master")
        );
        assert_eq!(id("something else entirely about apples"), None);
        assert_eq!(id(""), None);
        assert_eq!(id("\u{1b}[2J"), None);
    }
}
