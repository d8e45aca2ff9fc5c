//! The records of an AOF that are no commands.

use crate::{record::Reason, resp::Frame};

/// Reads a line between records: one that starts with `#` is an annotation, anything else is damage.
///
/// `loadSingleAppendOnlyFile` (7.0.15) skips such a line whatever follows the `#`; loaders up to 6.2 refuse it. Nulls
/// at the end, which some file systems leave after a power loss, are damage to all of them.
pub(crate) fn line<'a>(bytes: &'a [u8], args: &mut Vec<&'a [u8]>) -> Frame {
    args.clear();
    match bytes.first() {
        None => Frame::Cut,
        Some(b'#') => {
            let Some(end) = memchr::memchr(b'\n', bytes) else { return Frame::Cut };
            let content = bytes.get(..end).unwrap_or_default();
            args.push(content.strip_suffix(b"\r").unwrap_or(content));
            Frame::Command { len: end.saturating_add(1), canonical: false }
        }
        Some(&found) => Frame::Bad { at: 0, reason: Reason::ArrayMarker { found } },
    }
}

/// Returns the time of a `#TS:` annotation, in seconds of the unix clock (`aof-timestamp-enabled`, 7.0).
#[must_use]
pub fn timestamp(annotation: &[u8]) -> Option<i64> {
    let digits = annotation.strip_prefix(b"#TS:")?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grammar, Kind, Origin, Stream, Tail};

    #[test]
    fn annotations_are_records_with_a_time() {
        let bytes =
            b"#TS:1700000000\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n#note\n*1\r\n$4\r\nEXEC\r\n";
        let stream = Stream::new(bytes, Origin::unknown()).with_grammar(Grammar::Aof);
        let mut seen = Vec::new();
        let tail = stream.records().for_each(|record| {
            seen.push((record.kind(), timestamp(record.name())));
        });
        assert_eq!(tail, None);
        assert_eq!(
            seen,
            [
                (Kind::Annotation, Some(1700000000)),
                (Kind::Select, None),
                (Kind::Annotation, None),
                (Kind::Exec, None)
            ]
        );
    }

    #[test]
    fn zeros_after_a_power_loss_are_damage_and_not_a_cut() {
        let stream = Stream::new(b"*1\r\n$4\r\nEXEC\r\n\0\0\0\0", Origin::unknown());
        let tail = stream.with_grammar(Grammar::Aof).records().for_each(|_| {});
        let Some(Tail::Bad(bad)) = tail else { panic!("{tail:?}") };
        assert_eq!((bad.index, bad.id()), (14, "aof-record-marker"));
    }
}
