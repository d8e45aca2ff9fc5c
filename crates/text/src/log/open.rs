//! From a physical line to the server's own text: wrappers come off, the prefix is read.

use super::{
    clean::clean,
    envelope,
    event::Wrappers,
    header::{self, Header},
    time::LogTime,
};
use std::borrow::Cow;

/// The most wrappers that are taken off a line.
const MOST_WRAPPERS: usize = 6;

/// The longest label that is looked for before a prefix, in bytes.
const LONGEST_LABEL: usize = 400;

/// A line without what is around its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opened<'a> {
    /// The prefix without its text, if there is one.
    pub header: Option<Header<'static>>,
    /// The message.
    pub text: Cow<'a, [u8]>,
    pub node: Option<Cow<'a, str>>,
    pub outer_time: Option<LogTime>,
    pub wrappers: Wrappers,
    /// The message goes on in the next line of the same wrapper.
    pub is_part: bool,
}

/// Opens a line.
pub(crate) fn open(line: Cow<'_, [u8]>) -> Opened<'_> {
    if let Cow::Borrowed(line) = line
        && let Some(header) = header::parse(line).filter(|header| !header.weak)
    {
        return with_header(header);
    }
    unwrap(line)
}

/// A line that begins with a server's prefix.
#[inline]
pub(crate) fn with_header(header: Header<'_>) -> Opened<'_> {
    let text = Cow::Borrowed(header.text);
    let header = Some(Header { text: &[], ..header });
    Opened { header, text, node: None, outer_time: None, wrappers: Wrappers::new(), is_part: false }
}

/// Opens a line that does not begin with a prefix.
pub(crate) fn unwrap(line: Cow<'_, [u8]>) -> Opened<'_> {
    let opened = Opened {
        header: None,
        text: line,
        node: None,
        outer_time: None,
        wrappers: Wrappers::new(),
        is_part: false,
    };
    let mut opened = peel_all(opened);
    if opened.header.is_some() || opened.is_part {
        return opened;
    }
    if let Cow::Owned(cleaned) = clean(&opened.text) {
        opened.text = Cow::Owned(cleaned);
        opened.wrappers.push("markup");
        opened = peel_all(opened);
    }
    if opened.header.is_none() {
        opened = label(opened);
    }
    if opened.header.is_none()
        && let Some(header) = header::parse(&opened.text)
    {
        let shape = header_end(&header);
        take_header(&mut opened, shape);
    }
    opened
}

/// Takes wrappers off until a prefix shows or none is left.
fn peel_all(mut opened: Opened<'_>) -> Opened<'_> {
    for _ in 0..MOST_WRAPPERS {
        if let Some(header) = header::parse(&opened.text).filter(|header| !header.weak) {
            let shape = header_end(&header);
            take_header(&mut opened, shape);
            break;
        }
        let Some((name, peeled)) = envelope::peel(&opened.text) else { break };
        opened.wrappers.push(name);
        opened.text = peeled.inner;
        opened.node = peeled.node.or(opened.node);
        opened.outer_time = peeled.time.or(opened.outer_time);
        if peeled.is_part {
            opened.is_part = true;
            break;
        }
    }
    opened
}

/// A prefix somewhere in the line: what stands before it is a label that somebody put there.
fn label(mut opened: Opened<'_>) -> Opened<'_> {
    let window = opened.text.get(..LONGEST_LABEL).unwrap_or(&opened.text);
    let Some((at, _)) = header::find(window, 1) else { return opened };
    let Some(header) = opened.text.get(at..).and_then(header::parse) else { return opened };
    let shape = header_end(&header);
    let name = name_of(opened.text.get(..at).unwrap_or_default());
    opened.node = name.map(Cow::Owned).or(opened.node);
    opened.wrappers.push("label");
    take_header(&mut opened, shape);
    opened
}

/// The name in a label: its first word that is one, without what separates it from the line.
fn name_of(label: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(label);
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.');
    let mut words =
        text.split(|c: char| c.is_whitespace() || c == '|').map(|word| word.trim_matches(is_mark));
    let word = words.find(|word| word.chars().any(char::is_alphabetic))?;
    Some(word.to_owned())
}

/// What a header is without its text, and how the text lies in the line: its length, and what follows it.
fn header_end(header: &Header<'_>) -> (Header<'static>, usize, usize) {
    (Header { text: &[], ..*header }, header.text.len(), usize::from(header.quoted))
}

/// Makes the text of a header, with which the line ends, the text of the line.
fn take_header(opened: &mut Opened<'_>, shape: (Header<'static>, usize, usize)) {
    let (header, length, after) = shape;
    let end = opened.text.len().saturating_sub(after);
    let begin = end.saturating_sub(length);
    opened.header = Some(header);
    let empty = Cow::Borrowed(&[][..]);
    opened.text = match std::mem::replace(&mut opened.text, empty) {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(begin..end).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(begin..end).unwrap_or_default().to_vec()),
    };
}
