//! Glob patterns, as KEYS, SCAN and our own `--match` understand them.
//!
//! `*` is any run of bytes, `?` any byte, `[a-z]` and `[^a-z]` one of a class, and a backslash takes the next byte as it
//! is. Truth: `util.c`, `stringmatchlen`, 5.0 to 8.0. That function calls itself for each star; here a star that fails is
//! tried one byte further on, and only the last one, so time is bounded by the product of both lengths.
//!
//! The server's oddities are kept: an unclosed class ends with the pattern, the end of a range may be a bracket, bytes
//! from 128 on are negative within ranges. An empty text matches the empty pattern and the single star, which
//! commands look for before they ask, and no other (in early 4.0 and before: any number of stars).

/// Tells whether a text matches a pattern of the server's kind, `*`, `?`, `[a-z]`, `[^a-z]` and backslashes, whole.
///
/// ```
/// use autopsync_engine::glob_matches;
///
/// assert!(glob_matches(b"user:[0-9]*", b"user:17"));
/// assert!(!glob_matches(b"user:?", b"user:17"));
/// ```
#[must_use]
pub fn glob_matches(pattern: &[u8], text: &[u8]) -> bool {
    if pattern == b"*" {
        return true;
    }
    let (mut rest, mut left) = (pattern, text);
    // Where the last star's tail begins, and what it was last tried on.
    let mut retry: Option<(&[u8], &[u8])> = None;
    while let Some((byte, after)) = left.split_first() {
        if let [b'*', tail @ ..] = rest {
            rest = without_stars(tail);
            if rest.is_empty() {
                return true;
            }
            retry = Some((rest, left));
        } else if let Some(tail) = step(rest, *byte) {
            (rest, left) = (tail, after);
        } else if let Some((tail, [_, further @ ..])) = retry {
            (rest, left) = (tail, further);
            retry = Some((tail, further));
        } else {
            return false;
        }
    }
    let tail = if text.is_empty() { rest } else { without_stars(rest) };
    tail.is_empty()
}

/// Drops the stars that a pattern begins with.
fn without_stars(pattern: &[u8]) -> &[u8] {
    let stars = pattern.iter().take_while(|byte| **byte == b'*').count();
    pattern.get(stars..).unwrap_or_default()
}

/// Matches one byte with the first element of a pattern, which is no star, and returns what follows the element.
fn step(pattern: &[u8], byte: u8) -> Option<&[u8]> {
    let (literal, rest) = match pattern {
        [b'?', rest @ ..] => return Some(rest),
        [b'[', class @ ..] => return in_class(class, byte),
        [b'\\', literal, rest @ ..] | [literal, rest @ ..] => (*literal, rest),
        [] => return None,
    };
    (literal == byte).then_some(rest)
}

/// Matches a byte with the class whose opening bracket has been taken off, and returns what follows the class.
fn in_class(class: &[u8], byte: u8) -> Option<&[u8]> {
    let (negated, mut rest) = match class {
        [b'^', rest @ ..] => (true, rest),
        _ => (false, class),
    };
    let mut found = false;
    loop {
        (found, rest) = match rest {
            [] => break,
            [b']', after @ ..] => {
                rest = after;
                break;
            }
            [b'\\', literal, after @ ..] => (found || *literal == byte, after),
            [start, b'-', end, after @ ..] => (found || in_range(*start, *end, byte), after),
            [literal, after @ ..] => (found || *literal == byte, after),
        };
    }
    (found != negated).then_some(rest)
}

/// Tells whether a byte lies between two others, given in any order.
fn in_range(start: u8, end: u8, byte: u8) -> bool {
    let (start, end) = (start.cast_signed(), end.cast_signed());
    (start.min(end)..=start.max(end)).contains(&byte.cast_signed())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn patterns_match_as_the_server_matches_keys() {
        // KEYS on 7.0.15, one key at a time.
        let recorded: &[(&str, &str, bool)] = &[
            ("*", "", true),
            ("**", "", false),
            ("", "", true),
            ("h?llo", "hello", true),
            ("h[ae]llo", "hallo", true),
            ("h[^e]llo", "hello", false),
            ("h[a-b]llo", "hbllo", true),
            ("h[b-a]llo", "hallo", true),
            ("*a*b*", "xxayybzz", true),
            ("*a*b", "xxayybzz", false),
            ("a**", "a", true),
            (r"a\*", "a*", true),
            (r"a\*", "ab", false),
            (r"a\", r"a\", true),
            ("[", "[", false),
            ("[^", "x", true),
            ("[abc", "c", true),
            (r"[\]]", "]", true),
            (r"[\-z]", "-", true),
            ("[a-]", "a", true),
            ("[a-]", "]", true),
            ("[]a]", "a", false),
            ("?", "", false),
            ("HELLO", "hello", false),
        ];
        for (pattern, text, expected) in recorded {
            let found = glob_matches(pattern.as_bytes(), text.as_bytes());
            assert_eq!(found, *expected, "{pattern} {text}");
        }
    }

    #[test]
    fn bytes_from_128_on_are_negative_in_ranges() {
        assert!(glob_matches(b"[\x80-\x10]", b"\xff"));
        assert!(!glob_matches(b"[\x10-\x90]", b"\x7f"));
    }

    #[test]
    fn a_hostile_pattern_takes_no_exponential_time() {
        let pattern = [b"a*".repeat(100).as_slice(), b"b"].concat();
        assert!(!glob_matches(&pattern, &vec![b'a'; 5_000]));
    }

    /// The definition, tried out in full.
    fn naive(pattern: &[u8], text: &[u8]) -> bool {
        match pattern {
            [] => text.is_empty(),
            [b'*', rest @ ..] => (0..=text.len()).any(|skipped| naive(rest, &text[skipped..])),
            _ => text.split_first().is_some_and(|(byte, after)| {
                step(pattern, *byte).is_some_and(|rest| naive(rest, after))
            }),
        }
    }

    proptest! {
        #[test]
        fn the_last_star_is_enough(pattern in r"[ab*?\[\]\\^-]{0,8}", text in r"[ab\[\]]{1,10}") {
            prop_assert_eq!(
                glob_matches(pattern.as_bytes(), text.as_bytes()),
                naive(pattern.as_bytes(), text.as_bytes())
            );
        }
    }
}
