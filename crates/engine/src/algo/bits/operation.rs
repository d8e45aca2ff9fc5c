//! BITOP: several strings made into one.

/// An operation between strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BitOp {
    /// Set in all sources.
    And,
    /// Set in any source.
    Or,
    /// Set in an odd number of sources.
    Xor,
    /// Not set in the only source.
    Not,
    /// Set in the first source and in no other (8.2).
    Diff,
    /// Set in another source, but not in the first (8.2).
    Diff1,
    /// Set in the first source and in any other (8.2).
    AndOr,
    /// Set in exactly one source (8.2).
    One,
}

impl BitOp {
    /// All operations by their names.
    const NAMES: [(&'static str, Self); 8] = [
        ("and", Self::And),
        ("or", Self::Or),
        ("xor", Self::Xor),
        ("not", Self::Not),
        ("diff", Self::Diff),
        ("diff1", Self::Diff1),
        ("andor", Self::AndOr),
        ("one", Self::One),
    ];

    /// Reads a name. Those of 8.2 are a syntax error to older servers: see [`BitOp::since_8_2`].
    pub(crate) fn parse(name: &[u8]) -> Option<Self> {
        let known =
            Self::NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes()));
        known.map(|(_, operation)| *operation)
    }

    /// Tells whether only Redis 8.2 and later know it.
    pub(crate) const fn since_8_2(self) -> bool {
        matches!(self, Self::Diff | Self::Diff1 | Self::AndOr | Self::One)
    }

    /// Checks the number of sources, of which there is at least one, and returns the server's text where it is wrong.
    pub(crate) const fn refuses(self, sources: usize) -> Option<&'static str> {
        match self {
            Self::Not if sources != 1 => {
                Some("ERR BITOP NOT must be called with a single source key.")
            }
            Self::Diff if sources < 2 => {
                Some("ERR BITOP DIFF must be called with at least two source keys.")
            }
            Self::Diff1 if sources < 2 => {
                Some("ERR BITOP DIFF1 must be called with at least two source keys.")
            }
            Self::AndOr if sources < 2 => {
                Some("ERR BITOP ANDOR must be called with at least two source keys.")
            }
            _ => None,
        }
    }

    /// Makes the result, which is as long as the longest source; shorter ones, and missing keys, end in zeros.
    ///
    /// An empty result deletes the destination.
    pub(crate) fn combine(self, sources: &[&[u8]]) -> Vec<u8> {
        let length = sources.iter().map(|source| source.len()).max().unwrap_or(0);
        let Some((first, others)) = sources.split_first() else {
            return Vec::new();
        };
        let mut result = first.to_vec();
        result.resize(length, 0);
        match self {
            Self::Not => result.iter_mut().for_each(|byte| *byte = !*byte),
            Self::And => {
                for other in others {
                    zip(&mut result, other, |byte, other| byte & other);
                    // Beyond the shorter source stand zeros.
                    result.iter_mut().skip(other.len()).for_each(|byte| *byte = 0);
                }
            }
            Self::Or => {
                for other in others {
                    zip(&mut result, other, |byte, other| byte | other);
                }
            }
            Self::Xor => {
                for other in others {
                    zip(&mut result, other, |byte, other| byte ^ other);
                }
            }
            Self::Diff | Self::Diff1 | Self::AndOr => self.against_any(&mut result, others),
            Self::One => exactly_one(&mut result, others),
        }
        result
    }

    /// Combines the first source, which `result` holds, with the union of the others.
    fn against_any(self, result: &mut [u8], others: &[&[u8]]) {
        let mut any = vec![0; result.len()];
        for other in others {
            zip(&mut any, other, |byte, other| byte | other);
        }
        let make: fn(u8, u8) -> u8 = match self {
            Self::Diff => |first, any| first & !any,
            Self::Diff1 => |first, any| any & !first,
            _ => |first, any| first & any,
        };
        zip(result, &any, make);
    }
}

/// Replaces each byte by what it makes with its partner, as far as both go.
fn zip(bytes: &mut [u8], others: &[u8], make: impl Fn(u8, u8) -> u8) {
    for (byte, other) in bytes.iter_mut().zip(others) {
        *byte = make(*byte, *other);
    }
}

/// Keeps what is set in one source and no second time.
fn exactly_one(result: &mut [u8], others: &[&[u8]]) {
    let mut twice = vec![0; result.len()];
    for other in others {
        for ((once, twice), other) in result.iter_mut().zip(&mut twice).zip(*other) {
            *twice |= *once & other;
            *once |= other;
        }
    }
    zip(result, &twice, |once, twice| once & !twice);
}
