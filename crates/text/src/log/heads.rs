//! The beginnings of wordings, sorted, linked and hashed: which of them a text begins with.

use super::messages::Concern;

/// A beginning that wordings share.
#[derive(Debug)]
pub(crate) struct Head {
    /// The text.
    pub text: &'static [u8],
    /// The greatest concern among its messages.
    pub concern: Concern,
    /// The wordings that begin so, by number, those with the most text first.
    pub entries: Vec<u16>,
    /// Its first eight bytes as a number of the same order: most comparisons end here.
    key: u64,
    /// The longest other beginning that this one begins with.
    parent: Option<u16>,
}

impl Head {
    /// A beginning with its first wording.
    pub(crate) fn new(text: &'static [u8], concern: Concern, entry: u16) -> Self {
        Self { text, concern, entries: vec![entry], key: key(text), parent: None }
    }
}

/// All beginnings.
#[derive(Debug)]
pub(crate) struct Heads {
    sorted: Vec<Head>,
    /// For each first byte the heads that begin with it.
    by_byte: Vec<(u16, u16)>,
    starts: Starts,
}

impl Heads {
    /// Sorts and links them.
    pub(crate) fn new(mut sorted: Vec<Head>) -> Self {
        sorted.sort_by_key(|head| head.text);
        link(&mut sorted);
        let number = |index: usize| u16::try_from(index).unwrap_or(u16::MAX);
        let range = |byte: u8| {
            let from = sorted.partition_point(|head| head.text.first() < Some(&byte));
            let to = sorted.partition_point(|head| head.text.first() <= Some(&byte));
            (number(from), number(to))
        };
        let by_byte = (0..=u8::MAX).map(range).collect();
        let starts = Starts::of(sorted.iter().map(|head| head.text));
        Self { sorted, by_byte, starts }
    }

    /// Finds where a text stands among the beginnings. `None` if no message begins so.
    #[inline]
    pub(crate) fn place(&self, text: &[u8]) -> Option<Place<'_>> {
        if !self.starts.may_begin(text) {
            return None;
        }
        let (from, to) = *self.by_byte.get(usize::from(*text.first()?))?;
        let candidates = self.sorted.get(usize::from(from)..usize::from(to))?;
        let key = key(text);
        let at = candidates
            .partition_point(|head| head.key < key || (head.key == key && head.text <= text));
        let (before, after) = candidates.split_at_checked(at)?;
        Some(Place { all: &self.sorted, last: before.last(), after })
    }
}

/// A text among the beginnings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'h> {
    all: &'h [Head],
    /// The greatest beginning that is not greater than the text.
    last: Option<&'h Head>,
    after: &'h [Head],
}

impl<'h> Place<'h> {
    /// Returns the beginnings of the text, the longest first. Each is the greatest one not greater than the text, or a
    /// beginning of that.
    #[inline]
    pub(crate) fn heads_of(self, text: &[u8]) -> impl Iterator<Item = &'h Head> {
        let parent =
            |head: &&'h Head| head.parent.and_then(|parent| self.all.get(usize::from(parent)));
        std::iter::successors(self.last, parent).filter(move |head| text.starts_with(head.text))
    }

    /// Returns the beginnings of which the text is one, that is, those that begin with it.
    #[inline]
    pub(crate) fn begun_by(self, text: &[u8]) -> impl Iterator<Item = &'h Head> {
        self.after.iter().take_while(move |head| head.text.starts_with(text))
    }
}

/// How many bytes of a beginning are hashed.
const START: usize = 4;

/// A bit for each hash that the first bytes of a beginning have: most texts that are no message are told by one look.
#[derive(Debug)]
struct Starts {
    bits: Box<[u64; 1024]>,
    /// The first bytes of beginnings shorter than that.
    short: [bool; 256],
}

impl Starts {
    fn of(heads: impl Iterator<Item = &'static [u8]>) -> Self {
        let mut starts = Self { bits: Box::new([0; 1024]), short: [false; 256] };
        for head in heads {
            let first = head.first().and_then(|byte| starts.short.get_mut(usize::from(*byte)));
            if let Some(start) = head.first_chunk::<START>() {
                let (word, bit) = Self::place(*start);
                if let Some(word) = starts.bits.get_mut(word) {
                    *word |= bit;
                }
            } else if let Some(short) = first {
                *short = true;
            }
        }
        starts
    }

    /// Whether a message can begin so, or begin with this.
    #[inline]
    fn may_begin(&self, text: &[u8]) -> bool {
        let Some(start) = text.first_chunk::<START>() else { return true };
        let (word, bit) = Self::place(*start);
        let is_known = self.bits.get(word).is_some_and(|word| word & bit != 0);
        is_known || self.short.get(usize::from(start[0])).is_some_and(|short| *short)
    }

    #[inline]
    fn place(start: [u8; START]) -> (usize, u64) {
        let hash = u32::from_le_bytes(start).wrapping_mul(0x9e37_79b1) >> 16;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }
}

/// The first eight bytes, with zeros where there are fewer.
#[inline]
fn key(text: &[u8]) -> u64 {
    if let Some(start) = text.first_chunk::<8>() {
        return u64::from_be_bytes(*start);
    }
    let bytes = text.iter().fold(0_u64, |key, byte| (key << 8) | u64::from(*byte));
    let missing = 8_u32.saturating_sub(u32::try_from(text.len()).unwrap_or(8));
    bytes.checked_shl(missing.saturating_mul(8)).unwrap_or(0)
}

/// For each head the longest other one it begins with: in sorted order those are on a stack.
fn link(heads: &mut [Head]) {
    let mut open: Vec<(u16, &'static [u8])> = Vec::new();
    for (index, head) in heads.iter_mut().enumerate() {
        while open.last().is_some_and(|(_, text)| !head.text.starts_with(text)) {
            open.pop();
        }
        head.parent = open.last().map(|(index, _)| *index);
        open.push((u16::try_from(index).unwrap_or(u16::MAX), head.text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(texts: &[&'static str]) -> Heads {
        let head = |text: &&'static str| Head::new(text.as_bytes(), Concern::Routine, 0);
        Heads::new(texts.iter().map(head).collect())
    }

    fn found(heads: &Heads, text: &str) -> Vec<String> {
        let Some(place) = heads.place(text.as_bytes()) else { return Vec::new() };
        let show = |head: &Head| String::from_utf8_lossy(head.text).into_owned();
        place.heads_of(text.as_bytes()).map(show).collect()
    }

    #[test]
    fn every_beginning_is_found_the_longest_first() {
        let heads = heads(&[
            "DB ",
            "Master",
            "Master re",
            "Master replied",
            "Master si",
            "Masterful thing",
            "N",
        ]);
        assert_eq!(found(&heads, "Master replied to"), ["Master replied", "Master re", "Master"]);
        assert_eq!(found(&heads, "Master rex"), ["Master re", "Master"]);
        assert_eq!(found(&heads, "Master zzz"), ["Master"]);
        assert_eq!(found(&heads, "DB 0"), ["DB "]);
        for text in ["", "D", "Mast", "Maste", "master", "\0", "\u{ff}"] {
            assert_eq!(found(&heads, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_text_that_is_a_beginning_of_beginnings_is_known() {
        let heads = heads(&["Master re", "Master replied", "Master si"]);
        let begun = |text: &str| {
            heads.place(text.as_bytes()).map_or(0, |place| place.begun_by(text.as_bytes()).count())
        };
        assert_eq!(begun("Mas"), 3);
        assert_eq!(begun("Master r"), 2);
        assert_eq!(begun("Master rep"), 1);
        assert_eq!(begun("Master x"), 0);
    }
}
