//! Which of this crate's readers a file is for, by its first bytes.

use crate::{
    BacklogFile, Opening, Origin, Stream, Transcript,
    aof::{manifest::looks_like_manifest, preamble::has_preamble},
    resp::{self, Frame, Rules},
};
use autopsync_model::Limits;

/// How many bytes are looked at for a first command.
const WINDOW: usize = 64 << 10;

/// What a file of this crate's family is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileKind {
    /// A backlog file: [`BacklogFile::parse`].
    Backlog,
    /// A transcript with a snapshot: [`Transcript::parse`].
    FullSync,
    /// A transcript that begins with `+CONTINUE`: [`Transcript::parse`].
    Continue,
    /// A transcript that is nothing but a refusal: [`Transcript::parse`].
    Refusal,
    /// Commands: [`Stream::new`]. An AOF without annotations looks the same.
    Commands,
    /// Bytes in which commands follow after the end of one: [`Stream::resync`].
    CommandsAfterFragment,
    /// An AOF with annotations: [`Stream::new`] with [`crate::Grammar::Aof`].
    AnnotatedAof,
    /// A snapshot, perhaps with the rest of an AOF behind it.
    Snapshot,
    /// The manifest of a multi-part AOF.
    AofManifest,
}

/// Recognises a file by its beginning; `None` where it is not of this family.
#[must_use]
pub fn recognise(bytes: &[u8]) -> Option<FileKind> {
    let head = bytes.get(..WINDOW).unwrap_or(bytes);
    if BacklogFile::recognises(head) {
        return Some(FileKind::Backlog);
    }
    if has_preamble(head) {
        return Some(FileKind::Snapshot);
    }
    if let Ok(transcript) = Transcript::parse(head) {
        return Some(match transcript.opening() {
            Opening::Continue { .. } => FileKind::Continue,
            Opening::Refused { .. } => FileKind::Refusal,
            _ => FileKind::FullSync,
        });
    }
    let after_lines = head.trim_ascii_start();
    if begins_with_command(after_lines) {
        return Some(FileKind::Commands);
    }
    if is_annotated(after_lines) {
        return Some(FileKind::AnnotatedAof);
    }
    if looks_like_manifest(head) {
        return Some(FileKind::AofManifest);
    }
    if begins_inline(after_lines) {
        return Some(FileKind::Commands);
    }
    let resync = Stream::new(head, Origin::unknown()).resync().ok()?;
    (resync.confirmed_by > 0).then_some(FileKind::CommandsAfterFragment)
}

/// Tells whether an array stands first: whole, or cut after more than its first line.
fn begins_with_command(bytes: &[u8]) -> bool {
    let mut args = Vec::new();
    let rules = Rules { limits: &Limits::default(), exact: false };
    match resp::array(bytes, &mut args, rules) {
        Frame::Command { .. } => true,
        Frame::Cut => memchr::memmem::find(bytes, b"\r\n$").is_some(),
        _ => false,
    }
}

/// Tells whether an inline command of a 2.6 master stands first, and an array soon after it.
fn begins_inline(bytes: &[u8]) -> bool {
    let lower = bytes.get(..7).unwrap_or(bytes).to_ascii_lowercase();
    (lower.starts_with(b"ping\r\n") || lower.starts_with(b"select "))
        && memchr::memmem::find(bytes, b"\r\n*").is_some()
}

fn is_annotated(bytes: &[u8]) -> bool {
    bytes.starts_with(b"#TS:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_known_by_its_beginning() {
        let id = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022";
        for (bytes, kind) in [
            (format!("\n+FULLRESYNC {id} 5\r\n$99\r\nREDIS0009"), Some(FileKind::FullSync)),
            ("$99\r\nREDIS0006".to_owned(), Some(FileKind::FullSync)),
            ("+CONTINUE\r\n".to_owned(), Some(FileKind::Continue)),
            ("-LOADING Redis is loading\r\n".to_owned(), Some(FileKind::Refusal)),
            ("\r\n*1\r\n$4\r\nPING\r\n".to_owned(), Some(FileKind::Commands)),
            ("*3\r\n$3\r\nSET\r\n$4000000\r\nabc".to_owned(), Some(FileKind::Commands)),
            ("PING\r\nselect 3\r\n*1\r\n$4\r\nPING\r\n".to_owned(), Some(FileKind::Commands)),
            ("ww\r\n*1\r\n$4\r\nPING\r\n".to_owned(), Some(FileKind::CommandsAfterFragment)),
            ("#TS:17\r\n*1\r\n$4\r\nPING\r\n".to_owned(), Some(FileKind::AnnotatedAof)),
            ("REDIS0009".to_owned(), Some(FileKind::Snapshot)),
            ("file a.aof seq 1 type i\n".to_owned(), Some(FileKind::AofManifest)),
            ("# Replication\r\nrole:master\r\n".to_owned(), None),
            ("* a list\n* in markdown\n".to_owned(), None),
            ("*1".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(recognise(bytes.as_bytes()), kind, "{bytes:?}");
        }
    }
}
