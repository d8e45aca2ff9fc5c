//! Where a piece of a stream without an origin belongs: the place in another stream that holds the same bytes.

use crate::Window;
use autopsync_model::NextOffset;
use memchr::memmem;

/// A PING repeats every few seconds and looks the same everywhere; what is searched for has to be longer than two.
const NEEDLE: usize = 48;

/// Fewer equal bytes are chance, or PINGs.
const LEAST: u64 = 64;

/// How many parts of the piece are searched for.
const PROBES: usize = 32;

/// How many places of one part are looked at; where there are more, that part says nothing.
const MOST_PLACES: usize = 64;

/// Where a piece belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located {
    /// The number of its first byte.
    pub first: NextOffset,
    /// How many bytes in a row are equal there.
    pub equal_bytes: u64,
}

/// Finds the only place where a piece agrees with a window of a history. They need not agree to the end: histories
/// part. `None` where nothing agrees, too little does, or two places agree nearly as well.
#[must_use]
pub fn locate(piece: &[u8], window: Window<'_>) -> Option<Located> {
    let step = (piece.len() / PROBES).max(NEEDLE);
    let mut found: Vec<(i128, u64)> = Vec::new();
    for at in (0..piece.len()).step_by(step) {
        let Some(needle) = piece.get(at..at.saturating_add(NEEDLE)) else { break };
        let places: Vec<usize> =
            memmem::find_iter(window.bytes, needle).take(MOST_PLACES + 1).collect();
        if places.len() > MOST_PLACES {
            continue;
        }
        for place in places {
            // Index of the piece's first byte in the window; it may lie before its beginning.
            let shift = place as i128 - at as i128;
            if !found.iter().any(|(known, _)| *known == shift) {
                found.push((shift, agreement(piece, window.bytes, at, place)));
            }
        }
    }
    found.sort_by_key(|(_, equal)| std::cmp::Reverse(*equal));
    let (shift, equal_bytes) = *found.first()?;
    let runner_up = found.get(1).map_or(0, |(_, equal)| *equal);
    let first = i64::try_from(i128::from(window.first.get()) + shift).ok()?;
    let is_sure = equal_bytes >= LEAST && equal_bytes / 2 > runner_up;
    is_sure.then_some(Located { first: NextOffset::new(first), equal_bytes })
}

/// How many bytes are equal in a row, to both sides of a place where some are.
fn agreement(piece: &[u8], held: &[u8], at: usize, place: usize) -> u64 {
    let after = piece[at..].iter().zip(&held[place..]).take_while(|(a, b)| a == b).count();
    let before = piece[..at]
        .iter()
        .rev()
        .zip(held[..place].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (before + after) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn stream(from: u32, to: u32) -> String {
        (from..to).fold(String::new(), |mut text, n| {
            let _ = write!(text, "*3\r\n$3\r\nSET\r\n$6\r\nkey{n:03}\r\n$3\r\nval\r\n");
            text
        })
    }

    #[test]
    fn a_piece_is_found_where_it_was_cut_out() {
        let whole = stream(0, 200);
        let window = Window { first: NextOffset::new(1001), bytes: whole.as_bytes() };
        let piece = &whole.as_bytes()[777..2500];
        assert_eq!(
            locate(piece, window).map(|l| (l.first.get(), l.equal_bytes)),
            Some((1778, 1723))
        );
        // One that began earlier than the window.
        let later = Window { first: NextOffset::new(1501), bytes: &whole.as_bytes()[500..] };
        assert_eq!(locate(&whole.as_bytes()[..2000], later).unwrap().first.get(), 1001);
    }

    #[test]
    fn a_history_that_parts_is_found_by_what_it_shares() {
        let whole = stream(0, 200);
        let mut parted = stream(50, 90).into_bytes();
        parted.extend(stream(500, 600).bytes());
        let window = Window { first: NextOffset::new(1), bytes: whole.as_bytes() };
        let begin = i64::try_from(stream(0, 50).len()).unwrap() + 1;
        assert_eq!(locate(&parted, window).unwrap().first.get(), begin);
    }

    #[test]
    fn pings_alone_are_found_nowhere() {
        let pings = b"*1\r\n$4\r\nPING\r\n".repeat(40);
        let window = Window { first: NextOffset::new(1), bytes: &pings };
        assert_eq!(locate(&pings[14..], window), None);
        assert_eq!(locate(b"", window), None);
        assert_eq!(locate(stream(0, 9).as_bytes(), window), None);
    }
}
