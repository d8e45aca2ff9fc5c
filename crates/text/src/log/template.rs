//! A wording as a pattern: literal text, and captures in braces named after the field they fill.
//!
//! `Partial resynchronization request from {addr} accepted. Sending {bytes} bytes of backlog starting from offset
//! {next_offset}.` What a capture accepts follows from its name ([`super::fields`]), so one name means one thing in all
//! messages. Matching copies nothing: it notes where each capture begins and ends.

use super::fields::{self, Kind};
use smallvec::SmallVec;
use std::ops::Range;

/// The longest thing that is taken for an address, a word or a name, in bytes.
const LONGEST_NAME: usize = 512;

/// The full length of a replication id, a run id and a node id.
const ID_BYTES: usize = 40;

/// The shortest beginning of a message that identifies it when the rest of the line is gone, in bytes.
const SHORTEST_CUT: usize = 12;

/// A part of a pattern.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    /// This text.
    Literal(&'static [u8]),
    /// A value of this field.
    Capture(&'static str, Kind),
}

/// A pattern, taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    /// The literal text it begins with.
    pub head: &'static [u8],
    /// What follows.
    parts: Vec<Part>,
    /// Bytes of literal text in all: of two that match, the one with more says more.
    pub literal_bytes: usize,
}

/// Where the captures of a match stand in the text.
pub(crate) type Captures = SmallVec<[Captured; 6]>;

/// One capture: which part of the pattern, and from where to where. Small, because it is handed about a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Captured {
    part: u16,
    begin: u32,
    end: u32,
}

impl Captured {
    /// Where in the text it stands.
    pub(crate) fn range(self) -> Range<usize> {
        self.begin as usize..self.end as usize
    }
}

/// How far a text follows a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Match {
    /// To its end; what follows in the text begins here.
    Whole(Captures, usize),
    /// To the end of the text, which comes first.
    Cut(Captures),
}

impl Template {
    /// Takes a pattern apart. A brace that names no field is text.
    pub(crate) fn new(pattern: &'static str) -> Self {
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some((literal, name, after)) = next_capture(rest) {
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.as_bytes()));
            }
            parts.push(Part::Capture(name, fields::kind(name)));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.as_bytes()));
        }
        let literals = parts.iter().map(|part| match part {
            Part::Literal(text) => text.len(),
            Part::Capture(..) => 0,
        });
        let literal_bytes = literals.sum();
        let head = match parts.first() {
            Some(Part::Literal(text)) => *text,
            _ => &[],
        };
        if !head.is_empty() {
            parts.remove(0);
        }
        Self { head, parts, literal_bytes }
    }

    /// Whether the pattern begins with a capture that accepts any text.
    pub(crate) fn takes_anything_first(&self) -> bool {
        matches!(self.parts.first(), Some(Part::Capture(_, Kind::Text)))
    }

    /// Whether the pattern ends with a capture that takes whatever is left.
    pub(crate) fn takes_rest(&self) -> bool {
        matches!(self.parts.last(), Some(Part::Capture(_, Kind::Text | Kind::Client | Kind::By)))
    }

    /// Returns the literal text the pattern ends with.
    pub(crate) fn tail(&self) -> &'static [u8] {
        match self.parts.last() {
            Some(Part::Literal(text)) => text,
            _ => &[],
        }
    }

    /// The name and the kind of what was captured.
    pub(crate) fn field(&self, captured: Captured) -> Option<(&'static str, Kind)> {
        match self.parts.get(usize::from(captured.part).checked_sub(1)?)? {
            Part::Capture(name, kind) => Some((name, *kind)),
            Part::Literal(_) => None,
        }
    }

    /// Compares a text that begins with the head.
    #[inline]
    pub(crate) fn follow(&self, text: &[u8]) -> Option<Match> {
        let mut captures = Captures::new();
        let mut at = self.head.len();
        let mut parts = self.parts.iter();
        let mut number = 0_u16;
        while let Some(part) = parts.next() {
            number = number.saturating_add(1);
            let rest = text.get(at..)?;
            match *part {
                Part::Literal(literal) if rest.starts_with(literal) => {
                    at = at.saturating_add(literal.len());
                }
                Part::Literal(literal) => {
                    return literal
                        .starts_with(rest)
                        .then_some(())
                        .and_then(|()| cut(at, captures));
                }
                Part::Capture(_, kind) => {
                    let (until, is_last) = match parts.as_slice() {
                        [] => (&[][..], true),
                        [Part::Literal(literal)] => (*literal, true),
                        [Part::Literal(literal), ..] => (*literal, false),
                        [Part::Capture(..), ..] => (&b" "[..], false),
                    };
                    match take(rest, kind, until, is_last)? {
                        Taken::Whole(range) => {
                            let end = at.saturating_add(range.end);
                            let begin = u32::try_from(at.saturating_add(range.start)).ok()?;
                            captures.push(Captured {
                                part: number,
                                begin,
                                end: u32::try_from(end).ok()?,
                            });
                            at = end;
                        }
                        Taken::Cut => return cut(at, captures),
                        Taken::CertainlyCut => return Some(Match::Cut(captures)),
                        Taken::Part => {
                            let (begin, end) =
                                (u32::try_from(at).ok()?, u32::try_from(text.len()).ok()?);
                            captures.push(Captured { part: number, begin, end });
                            return Some(Match::Cut(captures));
                        }
                    }
                }
            }
        }
        Some(Match::Whole(captures, at))
    }
}

/// A match that ends with the text, where enough has been seen to be sure.
fn cut(at: usize, captures: Captures) -> Option<Match> {
    (at >= SHORTEST_CUT || !captures.is_empty()).then_some(Match::Cut(captures))
}

/// Splits at the first capture: the text before it, its name, what follows.
fn next_capture(pattern: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (literal, after) = pattern.split_once('{')?;
    let (name, rest) = after.split_once('}')?;
    Some((literal, name, rest))
}

/// What a capture takes of a text.
enum Taken {
    /// This range of it.
    Whole(Range<usize>),
    /// The text ends first.
    Cut,
    /// The text ends first, and what was there is of this kind beyond doubt.
    CertainlyCut,
    /// The text ends first; it is of this kind, and what is there says something.
    Part,
}

/// Takes a value of this kind from the beginning of `rest`, up to the text that follows the capture in the pattern.
fn take(rest: &[u8], kind: Kind, until: &[u8], is_last: bool) -> Option<Taken> {
    match kind {
        Kind::Number => number(rest, until),
        Kind::Id => id(rest, until),
        Kind::Word => word(rest, until),
        Kind::Address => address(rest, until, is_last),
        Kind::Pair => Some(pair(rest)),
        Kind::Text | Kind::Client | Kind::By => text(rest, kind, until, is_last),
        Kind::Name => name(rest, until),
        Kind::Instance => instance(rest),
    }
}

/// Where a text first stands. Wordings are short, so their first byte is looked for and the rest compared: a searcher
/// that is built anew for each line would cost more than it saves.
#[inline]
fn find(rest: &[u8], text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    memchr::memchr_iter(first, rest)
        .find(|at| rest.get(*at..).is_some_and(|rest| rest.starts_with(text)))
}

/// Where a text last stands.
fn rfind(rest: &[u8], text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    memchr::memrchr_iter(first, rest)
        .find(|at| rest.get(*at..).is_some_and(|rest| rest.starts_with(text)))
}

/// Decimal digits with a sign. Machine translation puts a blank before them.
#[inline]
fn number(rest: &[u8], until: &[u8]) -> Option<Taken> {
    let blank =
        usize::from(rest.first() == Some(&b' ') && rest.get(1).is_some_and(u8::is_ascii_digit));
    let sign = usize::from(matches!(rest.get(blank), Some(b'-' | b'+')));
    let start = blank.saturating_add(sign);
    let digits = rest.iter().skip(start).take_while(|b| b.is_ascii_digit()).count();
    let end = start.saturating_add(digits);
    if end == rest.len() && (digits == 0 || !until.is_empty()) {
        return Some(Taken::Cut);
    }
    (digits > 0).then_some(Taken::Whole(blank..end))
}

/// Forty characters; attackers send other ids, and probes shorter ones.
#[inline]
fn id(rest: &[u8], until: &[u8]) -> Option<Taken> {
    let length = rest
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'?' | b'-' | b'_'))
        .count();
    if length == rest.len() && (!until.is_empty() || length < ID_BYTES) {
        return Some(Taken::Cut);
    }
    (length > 0 && length <= LONGEST_NAME).then_some(Taken::Whole(0..length))
}

/// Something without blanks, up to the text that follows.
fn word(rest: &[u8], until: &[u8]) -> Option<Taken> {
    let length = rest.iter().take(LONGEST_NAME).take_while(|b| !b.is_ascii_whitespace()).count();
    let end = if until.is_empty() {
        length
    } else {
        match find(rest, until) {
            Some(at) if at <= length => at,
            _ if length == rest.len() => return Some(Taken::Cut),
            // The line may end inside the text that follows; whoever compares that will see.
            _ => memchr::memchr(*until.first()?, rest.get(..=length)?)?,
        }
    };
    (end > 0).then_some(Taken::Whole(0..end))
}

/// Two words: host and port.
fn pair(rest: &[u8]) -> Taken {
    let mut words = Words { rest, at: 0 };
    let whole = words.next_word().and_then(|_| words.next_word());
    if whole.is_some() { Taken::Whole(0..words.at) } else { Taken::Cut }
}

/// A host and a port, as printed: names, IPv6 without brackets, `<unknown-replica-port>`, and what people put in place.
#[inline]
fn address(rest: &[u8], until: &[u8], is_last: bool) -> Option<Taken> {
    if until.is_empty() {
        let length = length_of_address(rest);
        return match length {
            0 if rest.is_empty() => Some(Taken::Cut),
            0 => None,
            _ => Some(Taken::Whole(0..length)),
        };
    }
    let window = rest.get(..LONGEST_NAME).unwrap_or(rest);
    let at_end = (is_last && rest.ends_with(until)).then(|| rest.len().saturating_sub(until.len()));
    match at_end.filter(|end| *end < window.len()).or_else(|| find(window, until)) {
        Some(0) => None,
        Some(end) => Some(Taken::Whole(0..end)),
        None if window.len() == rest.len() => {
            let length = length_of_address(rest);
            let after = rest.get(length..)?;
            let ends_in_literal = !after.is_empty() && until.starts_with(after);
            let cut = if ends_in_literal { Taken::Whole(0..length) } else { Taken::Cut };
            (ends_in_literal || looks_open(rest)).then_some(cut)
        }
        None => None,
    }
}

/// Whether a text can be the first part of an address and of what follows it.
fn looks_open(rest: &[u8]) -> bool {
    rest.iter().filter(|b| b.is_ascii_whitespace()).count() <= 8
}

/// How long the address at the end of a message is: up to a blank that stands in no angle brackets.
fn length_of_address(rest: &[u8]) -> usize {
    let mut inside = false;
    let word = rest.iter().take(LONGEST_NAME).take_while(|b| {
        match b {
            b'<' => inside = true,
            b'>' => inside = false,
            _ => {}
        }
        inside || !b.is_ascii_whitespace()
    });
    let length = word.count();
    let word = rest.get(..length).unwrap_or_default();
    let marks = word
        .iter()
        .rev()
        .take_while(|b| matches!(b, b'*' | b'`' | b'"' | b'\'' | b'|' | b',' | b';'));
    length.saturating_sub(marks.count())
}

/// Anything up to the text that follows; where that is the end of the message, up to its last occurrence.
fn text(rest: &[u8], kind: Kind, until: &[u8], is_last: bool) -> Option<Taken> {
    if kind == Kind::Client && !holds_address(rest) {
        return None;
    }
    if until.is_empty() {
        return Some(Taken::Whole(0..rest.len()));
    }
    let found = if is_last && rest.ends_with(until) {
        rest.len().checked_sub(until.len())
    } else if is_last && kind != Kind::Text {
        rfind(rest, until)
    } else {
        find(rest, until)
    };
    let is_client = matches!(kind, Kind::Client | Kind::By) && holds_address(rest);
    let cut = if is_client { Taken::Part } else { Taken::Cut };
    Some(found.map_or(cut, |end| Taken::Whole(0..end)))
}

/// Whether this is a line of `CLIENT LIST` (or the beginning of one).
fn holds_address(rest: &[u8]) -> bool {
    let head = rest.get(..64).unwrap_or(rest);
    head.starts_with(b"id=") || head.starts_with(b"addr=") || find(head, b" addr=").is_some()
}

/// A name that may be empty or hold blanks.
fn name(rest: &[u8], until: &[u8]) -> Option<Taken> {
    let window = rest.get(..LONGEST_NAME).unwrap_or(rest);
    if until.is_empty() {
        return Some(Taken::Whole(0..rest.len()));
    }
    match find(window, until) {
        Some(end) => Some(Taken::Whole(0..end)),
        None if window.len() == rest.len() => Some(Taken::Cut),
        None => None,
    }
}

/// What Sentinel prints for `%@`: `type name ip port`, and ` @ master ip port` unless it is a master.
fn instance(rest: &[u8]) -> Option<Taken> {
    let mut words = Words { rest, at: 0 };
    let kind = words.next_word()?;
    if !matches!(kind, b"master" | b"slave" | b"sentinel") {
        let begun =
            [&b"master"[..], b"slave", b"sentinel"].iter().any(|name| name.starts_with(kind));
        return (begun && words.at == rest.len()).then_some(Taken::Cut);
    }
    for _ in 0..3 {
        if words.next_word().is_none() {
            return Some(Taken::CertainlyCut);
        }
    }
    let end = words.at;
    if words.next_word() != Some(b"@") {
        return Some(if kind == b"master" { Taken::Whole(0..end) } else { or_cut(rest, end) });
    }
    for _ in 0..3 {
        if words.next_word().is_none() {
            return Some(Taken::CertainlyCut);
        }
    }
    Some(Taken::Whole(0..words.at))
}

/// A replica without its master is cut, if the text ends there.
fn or_cut(rest: &[u8], end: usize) -> Taken {
    if end >= rest.len() { Taken::CertainlyCut } else { Taken::Whole(0..end) }
}

/// Words and where they end.
struct Words<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Words<'a> {
    fn next_word(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest.get(self.at..)?;
        let blanks = rest.iter().take_while(|b| **b == b' ').count();
        let begin = self.at.saturating_add(blanks);
        let length =
            self.rest.get(begin..)?.iter().take_while(|b| !b.is_ascii_whitespace()).count();
        let end = begin.saturating_add(length);
        let word = self.rest.get(begin..end).filter(|word| !word.is_empty())?;
        self.at = end;
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &'static str, text: &str) -> Option<String> {
        let template = Template::new(pattern);
        assert!(text.as_bytes().starts_with(template.head), "{text}");
        let one = |c: &Captured| format!("{}={}", template.field(*c).unwrap().0, &text[c.range()]);
        let show = |captures: &Captures| captures.iter().map(one).collect::<Vec<_>>().join(" ");
        Some(match template.follow(text.as_bytes())? {
            Match::Whole(captures, end) => format!("{}|{}", show(&captures), &text[end..]),
            Match::Cut(captures) => format!("{} cut", show(&captures)),
        })
    }

    const ACCEPTED: &str = "Partial resynchronization request from {addr} accepted. Sending {bytes} bytes of backlog starting from offset {next_offset}.";

    #[test]
    fn captures_are_taken_and_the_rest_is_told() {
        let text = "Partial resynchronization request from ::1:6379 accepted. Sending 28 bytes of backlog starting from offset -1. (A)";
        assert_eq!(read(ACCEPTED, text).unwrap(), "addr=::1:6379 bytes=28 next_offset=-1| (A)");
    }

    #[test]
    fn a_line_that_ends_early_keeps_what_was_printed_whole() {
        for (text, expected) in [
            ("Partial resynchronization request from 10.0", " cut"),
            (
                "Partial resynchronization request from 10.0.0.1:1 accepted. Sen",
                "addr=10.0.0.1:1 cut",
            ),
            (
                "Partial resynchronization request from 10.0.0.1:1 accepted. Sending 28",
                "addr=10.0.0.1:1 cut",
            ),
        ] {
            assert_eq!(read(ACCEPTED, text).unwrap(), expected, "{text}");
        }
        assert_eq!(
            read("Full resync from master: {replid}:{offset}", "Full resync from master: ZZZ")
                .unwrap(),
            " cut"
        );
    }

    #[test]
    fn other_text_does_not_match() {
        assert_eq!(
            read(ACCEPTED, "Partial resynchronization request from a accepted. Sending x"),
            None
        );
        assert_eq!(read("Connecting to MASTER {addr}", "Connecting to MASTER  x"), None);
    }

    #[test]
    fn addresses_are_kept_as_they_were_disguised() {
        for (text, expected) in [
            ("Connecting to MASTER peerIP:port", "addr=peerIP:port|"),
            ("Connecting to MASTER <master ip>:<port> x", "addr=<master ip>:<port>| x"),
            ("Connecting to MASTER a.b.svc:6379**", "addr=a.b.svc:6379|**"),
        ] {
            assert_eq!(read("Connecting to MASTER {addr}", text).unwrap(), expected);
        }
    }

    #[test]
    fn instances_of_sentinel_read() {
        for (text, expected) in [
            ("+sdown master m 1.1.1.1 6379 #q", "instance=master m 1.1.1.1 6379| #q"),
            ("+sdown slave a:1 ::1 1 @ m ::2 2", "instance=slave a:1 ::1 1 @ m ::2 2|"),
            ("+sdown slave a:1 ::1 1 @ m", " cut"),
        ] {
            assert_eq!(read("+sdown {instance}", text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(read("+sdown {instance}", "+sdown the server"), None);
    }
}
