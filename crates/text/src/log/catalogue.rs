//! From a text to its message: one search among all beginnings, then the wordings that begin so.
//!
//! Nearly all wordings begin with text of their own. These beginnings are sorted; the greatest one that is not greater
//! than a line is found by bisection, and every beginning of the line is that one or one of its own beginnings, which
//! are linked. The longest comes first, so the most particular wording wins. The few wordings that begin with a value
//! are tried by what the value looks like.

use super::{
    fields::Kind,
    heads::{Head, Heads, Place},
    messages::{Concern, Message, Wording, messages},
    template::{Captured, Captures, Match, Template},
};
use std::sync::LazyLock;

/// The shortest beginning that identifies a message after a server's prefix, and without one, in bytes.
const SHORTEST_PREFIXED_CUT: usize = 6;
const SHORTEST_BARE_CUT: usize = 20;

/// How strictly the end of a text is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// A server's prefix stands before it: what follows the message is somebody's mark.
    Prefixed,
    /// Nothing stands before it: the message must be the whole text, or it is only talked about.
    Bare,
}

/// A wording, ready to be compared.
pub(crate) struct Entry {
    pub message: &'static Message,
    pub wording: &'static Wording,
    template: Template,
}

impl Entry {
    /// The name and the kind of what was captured.
    pub(crate) fn field(&self, captured: Captured) -> Option<(&'static str, Kind)> {
        self.template.field(captured)
    }

    /// Bytes of literal text in the wording.
    pub(crate) fn literal_bytes(&self) -> usize {
        self.template.literal_bytes
    }

    /// Whether the wording ends with a value that takes whatever is left.
    pub(crate) fn takes_rest(&self) -> bool {
        self.template.takes_rest()
    }
}

/// What a text was found to be.
pub(crate) struct Found {
    /// Number of the entry.
    pub entry: u16,
    pub captures: Captures,
    /// Where the message ends in the text.
    pub end: usize,
    pub cut: bool,
}

/// All wordings.
pub(crate) struct Catalogue {
    entries: Vec<Entry>,
    heads: Heads,
    /// The wordings that begin with a number or an id, and those that begin with anything.
    valued: Vec<u16>,
    tailed: Vec<(&'static [u8], u16)>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::build);

/// The one catalogue.
#[inline]
pub(crate) fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

impl Catalogue {
    fn build() -> Self {
        let wordings =
            messages().flat_map(|message| message.wordings.iter().map(move |w| (message, w)));
        let entry = |(message, wording): (&'static Message, &'static Wording)| Entry {
            message,
            wording,
            template: Template::new(wording.text),
        };
        let entries: Vec<Entry> = wordings.map(entry).collect();
        let (mut heads, mut valued, mut tailed) = (Vec::<Head>::new(), Vec::new(), Vec::new());
        for (number, entry) in (0_u16..).zip(&entries) {
            let (head, concern) = (entry.template.head, entry.message.concern);
            if head.is_empty() {
                let list =
                    if entry.template.takes_anything_first() { &mut tailed } else { &mut valued };
                list.push(number);
            } else if let Some(known) = heads.iter_mut().find(|known| known.text == head) {
                known.entries.push(number);
                known.concern = known.concern.max(concern);
            } else {
                heads.push(Head::new(head, concern, number));
            }
        }
        let literal =
            |number: &u16| entries.get(usize::from(*number)).map_or(0, Entry::literal_bytes);
        let lists =
            heads.iter_mut().map(|head| &mut head.entries).chain([&mut valued, &mut tailed]);
        for list in lists {
            list.sort_by_key(|number| std::cmp::Reverse(literal(number)));
        }
        let tail = |number: u16| Some((entries.get(usize::from(number))?.template.tail(), number));
        let tailed = tailed.into_iter().filter_map(tail).collect();
        Self { heads: Heads::new(heads), entries, valued, tailed }
    }

    /// Returns an entry by its number.
    pub(crate) fn entry(&self, number: u16) -> Option<&Entry> {
        self.entries.get(usize::from(number))
    }

    /// Finds the message that a text is.
    #[inline]
    pub(crate) fn find(&self, text: &[u8], strictness: Strictness) -> Option<Found> {
        let mut best = Best { text, strictness, found: None, rank: 0 };
        let place = self.heads.place(text);
        for head in place.iter().flat_map(|place| place.heads_of(text)) {
            if self.try_entries(&head.entries, &mut best) {
                return best.found;
            }
        }
        if self.try_values(text, &mut best) {
            return best.found;
        }
        best.found.or_else(|| self.cut_in_head(text, strictness, place?))
    }

    /// Compares with wordings; `true` if one is the whole text.
    fn try_entries(&self, numbers: &[u16], best: &mut Best<'_>) -> bool {
        numbers.iter().any(|number| {
            let Some(entry) = self.entry(*number) else { return false };
            best.offer(*number, entry.template.follow(best.text))
        })
    }

    /// Compares with the wordings that begin with a value.
    fn try_values(&self, text: &[u8], best: &mut Best<'_>) -> bool {
        if begins_with_value(text) && self.try_entries(&self.valued, best) {
            return true;
        }
        self.ending_as(text).any(|number| {
            let Some(entry) = self.entry(number) else { return false };
            best.offer(number, entry.template.follow(text))
        })
    }

    /// The wordings that begin with anything and end as the text does.
    #[inline]
    fn ending_as(&self, text: &[u8]) -> impl Iterator<Item = u16> {
        self.tailed.iter().filter(|(tail, _)| text.ends_with(tail)).map(|(_, number)| *number)
    }

    /// A text that ends before the first value does: it is known if all wordings that begin so are of one message.
    fn cut_in_head(&self, text: &[u8], strictness: Strictness, place: Place<'_>) -> Option<Found> {
        let least = match strictness {
            Strictness::Prefixed => SHORTEST_PREFIXED_CUT,
            Strictness::Bare => SHORTEST_BARE_CUT,
        };
        if text.len() < least {
            return None;
        }
        let mut entries = place.begun_by(text).flat_map(|head| &head.entries);
        let entry = *entries.next()?;
        let id = self.entry(entry)?.message.id;
        let is_one =
            entries.all(|number| self.entry(*number).is_some_and(|entry| entry.message.id == id));
        is_one.then(|| Found { entry, captures: Captures::new(), end: text.len(), cut: true })
    }

    /// Whether a text is the beginning of any message, or of several.
    pub(crate) fn begins(&self, text: &[u8]) -> bool {
        self.heads.place(text).is_some_and(|place| place.begun_by(text).next().is_some())
    }

    /// Tells without a comparison in full whether a text can be a message of at least this concern.
    #[inline]
    pub(crate) fn may_be(&self, text: &[u8], least: Concern) -> bool {
        if begins_with_value(text) || self.ending_as(text).next().is_some() {
            return true;
        }
        let Some(place) = self.heads.place(text) else { return false };
        place.heads_of(text).any(|head| head.concern >= least)
            || place.begun_by(text).next().is_some()
    }
}

/// Whether a text begins with a number or an id.
#[inline]
fn begins_with_value(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'0'..=b'9' | b'a'..=b'f'))
}

/// The best match so far.
struct Best<'t> {
    text: &'t [u8],
    strictness: Strictness,
    found: Option<Found>,
    /// 2 for a message with something after it, 1 for one that is cut.
    rank: u8,
}

impl Best<'_> {
    /// Takes a match if it is better; `true` if none can be better still.
    fn offer(&mut self, entry: u16, matched: Option<Match>) -> bool {
        match matched {
            None => false,
            Some(Match::Whole(captures, end)) => {
                let after = self.text.get(end..).unwrap_or_default();
                let whole = after.trim_ascii().is_empty();
                if whole || (self.rank < 2 && self.is_mark(after)) {
                    self.found = Some(Found { entry, captures, end, cut: false });
                    self.rank = 2;
                }
                whole
            }
            Some(Match::Cut(captures)) => {
                if self.rank == 0
                    && (self.strictness == Strictness::Prefixed || !captures.is_empty())
                {
                    self.found = Some(Found { entry, captures, end: self.text.len(), cut: true });
                    self.rank = 1;
                }
                false
            }
        }
    }

    /// Whether what follows a message can be left aside.
    fn is_mark(&self, after: &[u8]) -> bool {
        match self.strictness {
            Strictness::Prefixed => !after.first().is_some_and(u8::is_ascii_alphanumeric),
            Strictness::Bare => {
                let after = after.trim_ascii();
                let label = after.starts_with(b"(") && after.ends_with(b")") && after.len() <= 24;
                label || !after.iter().any(u8::is_ascii_alphanumeric)
            }
        }
    }
}
