//! The lines of a synchronisation, as a grammar.

use super::Framing;
use autopsync_model::ReplId;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, tag_no_case, take, take_while1},
    character::complete::{char, i64, u32, u64},
    combinator::{all_consuming, map, map_opt, opt, rest, value},
    sequence::preceded,
};

/// The longest line that is looked at, in bytes. Servers read answers into 256.
const LONGEST_LINE: usize = 1024;

/// A line of the handshake or of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'a> {
    FullResync {
        replid: ReplId,
        offset: i64,
    },
    Continue {
        replid: Option<ReplId>,
    },
    EndOffset {
        offset: i64,
        replid: ReplId,
        db: u32,
        client_id: u64,
    },
    Payload(Framing),
    /// A reply to an earlier step of the handshake.
    Ignored,
    /// A reply that ends the handshake unless another one follows.
    Error(&'a [u8]),
}

/// Reads one line and returns it with its length, or `None` where no such line stands.
pub(super) fn line(bytes: &[u8]) -> Option<(Line<'_>, usize)> {
    let window = bytes.get(..LONGEST_LINE).unwrap_or(bytes);
    let end = memchr::memchr(b'\n', window)?;
    let text = bytes.get(..end)?;
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let (_, line) = all_consuming(any_line).parse(text).ok()?;
    Some((line, end.saturating_add(1)))
}

/// Tells whether the file ends before or inside the line that announces a snapshot.
pub(super) fn is_cut_payload_line(bytes: &[u8]) -> bool {
    bytes.is_empty()
        || (bytes.starts_with(b"$") && bytes.len() < 64 && memchr::memchr(b'\n', bytes).is_none())
}

fn any_line(text: &[u8]) -> IResult<&[u8], Line<'_>> {
    alt((full_resync, continued, end_offset, payload, ignored, error)).parse(text)
}

/// `+FULLRESYNC <replid> <offset>`
fn full_resync(text: &[u8]) -> IResult<&[u8], Line<'_>> {
    let parts = (tag("+FULLRESYNC "), replid, char(' '), i64);
    map(parts, |(_, replid, _, offset)| Line::FullResync { replid, offset }).parse(text)
}

/// `+CONTINUE[ <replid>]`; an id of another length is taken for none, as a replica does.
fn continued(text: &[u8]) -> IResult<&[u8], Line<'_>> {
    let id = map(rest, |id: &[u8]| ReplId::from_bytes(id.trim_ascii()).ok());
    let parts = preceded(tag("+CONTINUE"), opt(preceded(char(' '), id)));
    map(parts, |replid| Line::Continue { replid: replid.flatten() }).parse(text)
}

/// `$ENDOFF:<offset> <replid> <db> <client id>`
fn end_offset(text: &[u8]) -> IResult<&[u8], Line<'_>> {
    let parts = (tag("$ENDOFF:"), i64, char(' '), replid, char(' '), u32, char(' '), u64);
    map(parts, |(_, offset, _, replid, _, db, _, client_id)| Line::EndOffset {
        offset,
        replid,
        db,
        client_id,
    })
    .parse(text)
}

/// `$<length>` or `$EOF:<mark>`
fn payload(text: &[u8]) -> IResult<&[u8], Line<'_>> {
    let mark = map_opt(preceded(tag("EOF:"), take(40_usize)), |mark: &[u8]| {
        mark.first_chunk::<40>().map(|mark| Framing::EofMark(*mark))
    });
    let length = map(u64, Framing::Length);
    map(preceded(char('$'), alt((mark, length))), Line::Payload).parse(text)
}

/// `+PONG`, `+OK` and the like.
fn ignored(text: &[u8]) -> IResult<&[u8], Line<'_>> {
    value(Line::Ignored, (char('+'), alt((tag_no_case("PONG"), tag_no_case("OK"))))).parse(text)
}

/// `-<text>`
fn error(text: &[u8]) -> IResult<&[u8], Line<'_>> {
    let reply = (char('-'), take_while1(|byte: u8| byte != b'\r'));
    map(nom::combinator::recognize(reply), Line::Error).parse(text)
}

fn replid(text: &[u8]) -> IResult<&[u8], ReplId> {
    map_opt(take(ReplId::LEN), |id: &[u8]| ReplId::from_bytes(id).ok()).parse(text)
}
