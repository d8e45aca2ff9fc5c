//! Patterns with `*`, `?` and `[…]` (`stringmatchlen`, `src/util.c`).

/// Tells whether a pattern matches a whole string.
///
/// Against the server's recursion this keeps one way back, to the last `*`: an earlier one cannot help where the
/// last one failed. The work is bounded by the product of the two lengths.
#[must_use]
pub fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        if pattern.get(p) == Some(&b'*') {
            retry = Some((p + 1, t));
            p += 1;
            continue;
        }
        let step = match (pattern.get(p..), text.get(t)) {
            (Some([]) | None, None) => return true,
            (Some(rest @ [_, ..]), Some(byte)) => one(rest, *byte),
            _ => None,
        };
        if let Some(taken) = step {
            p += taken;
            t += 1;
        } else {
            let Some((after_star, from)) = retry.filter(|(_, from)| *from < text.len()) else {
                return false;
            };
            retry = Some((after_star, from + 1));
            (p, t) = (after_star, from + 1);
        }
    }
}

/// Matches one byte against the head of a pattern; tells how many bytes of the pattern that took.
fn one(pattern: &[u8], byte: u8) -> Option<usize> {
    match pattern {
        [b'?', ..] => Some(1),
        [b'[', class @ ..] => {
            let (matched, taken) = in_class(class, byte);
            matched.then_some(1 + taken)
        }
        [b'\\', literal, ..] => (*literal == byte).then_some(2),
        [literal, ..] => (*literal == byte).then_some(1),
        [] => None,
    }
}

/// Reads what follows a `[`. A class that is not closed ends with the pattern.
fn in_class(class: &[u8], byte: u8) -> (bool, usize) {
    let negated = class.first() == Some(&b'^');
    let mut at = usize::from(negated);
    let mut matched = false;
    loop {
        match class.get(at..).unwrap_or_default() {
            [b'\\', literal, ..] => {
                matched |= *literal == byte;
                at += 2;
            }
            [b']', ..] => {
                at += 1;
                break;
            }
            [] => break,
            [first, b'-', last, ..] => {
                // `char` is signed on the machines that servers run on.
                let (first, last, byte) = (*first as i8, *last as i8, byte as i8);
                matched |= (first.min(last)..=first.max(last)).contains(&byte);
                at += 3;
            }
            [literal, ..] => {
                matched |= *literal == byte;
                at += 1;
            }
        }
    }
    (matched != negated, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_as_the_server_reads_them() {
        for (pattern, text, want) in [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("h?llo", "hello", true),
            ("h*llo", "heeeello", true),
            ("h[ae]llo", "hallo", true),
            ("h[^e]llo", "hello", false),
            ("h[b-a]llo", "hallo", true),
            ("h\\*llo", "h*llo", true),
            ("h\\*llo", "hxllo", false),
            ("a[b", "ab", true),
            ("[]]", "]", false),
            ("[\\]]", "]", true),
            ("*a*b*c", "xxaxxbxxc", true),
            ("*a*b*c", "xxaxxbxx", false),
            ("a*", "a", true),
            ("*[0-9]", "key7", true),
            ("\\", "\\", true),
        ] {
            assert_eq!(matches(pattern.as_bytes(), text.as_bytes()), want, "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_do_not_take_forever() {
        assert!(!matches(&[&b"a*".repeat(50)[..], b"b"].concat(), &vec![b'a'; 5000]));
    }
}
