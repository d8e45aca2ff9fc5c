//! Server versions, as servers and people write them.
//!
//! A release candidate of X.Y calls itself "the minor before, and a number of at least 100" in INFO and in a
//! snapshot's `redis-ver` (`src/version.h` of the tags named below): 6.0-rc3 is `5.9.103`, 7.0-rc1 `6.9.240`.
//! Both spellings parse to the same [`Version`].

use std::{cmp::Ordering, fmt, str::FromStr};

/// The server's family. Redis and Valkey share a history up to 7.2 and a protocol afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Product {
    /// Redis.
    Redis,
    /// Valkey, which forked from Redis 7.2.4.
    Valkey,
}

impl Product {
    /// The product's name in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Redis => "redis",
            Self::Valkey => "valkey",
        }
    }
}

/// How finished a version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pre {
    /// A release candidate, by its number.
    Rc(u16),
    /// A release.
    Release,
}

/// A product and a version of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Version {
    /// The product.
    pub product: Product,
    /// First number.
    pub major: u16,
    /// Second number.
    pub minor: u16,
    /// Third number.
    pub patch: u16,
    /// Release or candidate.
    pub pre: Pre,
}

impl Version {
    /// A release of Redis.
    #[must_use]
    pub const fn redis(major: u16, minor: u16, patch: u16) -> Self {
        Self { product: Product::Redis, major, minor, patch, pre: Pre::Release }
    }

    /// A release of Valkey.
    #[must_use]
    pub const fn valkey(major: u16, minor: u16, patch: u16) -> Self {
        Self { product: Product::Valkey, major, minor, patch, pre: Pre::Release }
    }

    /// Parses a version that a server of a known product states (`redis_version`, `valkey_version`, AUX fields).
    ///
    /// # Errors
    /// [`ParseVersionError`] where there are not two or three numbers.
    pub fn parse_for(product: Product, text: &str) -> Result<Self, ParseVersionError> {
        let fail = || ParseVersionError { text: text.chars().take(64).collect() };
        let (numbers, suffix) = match text.split_once('-') {
            Some((numbers, suffix)) => (numbers, Some(suffix)),
            None => (text, None),
        };
        let mut parts = numbers.split('.').map(str::parse::<u16>);
        let major = parts.next().ok_or_else(fail)?.map_err(|_| fail())?;
        let minor = parts.next().ok_or_else(fail)?.map_err(|_| fail())?;
        let patch = parts.next().transpose().map_err(|_| fail())?.unwrap_or(0);
        if parts.next().is_some() {
            return Err(fail());
        }
        let pre = match suffix {
            None => Pre::Release,
            Some(rc) => {
                let digits = rc.trim_start_matches(|c: char| !c.is_ascii_digit());
                Pre::Rc(digits.parse().map_err(|_| fail())?)
            }
        };
        Ok(Self { product, major, minor, patch, pre }.unmasked())
    }

    /// Undoes the numbering of release candidates.
    fn unmasked(self) -> Self {
        if let (Product::Redis, 2, 5, 7..=99) = (self.product, self.major, self.minor, self.patch) {
            // Before a hundred was added: 2.6.0-rc4 is 2.5.10.
            return Self { minor: 6, patch: 0, pre: Pre::Rc(self.patch - 6), ..self };
        }
        if self.patch < 100 || self.major >= 255 {
            return self;
        }
        let (major, minor) = match (self.product, self.major, self.minor) {
            (Product::Redis, 2, 7) => (2, 8),
            (Product::Redis, 2, 9) => (3, 0),
            (Product::Redis, 3, 1) => (3, 2),
            (_, major, 9) => (major + 1, 0),
            (_, major, minor) => (major, minor + 1),
        };
        // From 6.2 on, candidates count from 240; before, from 101. Milestones of 8.0 (7.9.2xx) count from 224.
        let number = match (major, minor) {
            (8.., _) if self.product == Product::Redis => self.patch.saturating_sub(223),
            (6, 2) | (7.., _) => self.patch.saturating_sub(239),
            _ => self.patch.saturating_sub(100),
        };
        Self { major, minor, patch: 0, pre: Pre::Rc(number.max(1)), ..self }
    }

    /// The three numbers and the state, for comparison within one product.
    #[must_use]
    pub const fn key(&self) -> (u16, u16, u16, Pre) {
        (self.major, self.minor, self.patch, self.pre)
    }

    /// Tells whether this is at least the release `major.minor.patch`, whatever the product.
    ///
    /// A Valkey version counts as the Redis version with the same numbers, which holds for what Valkey took
    /// over (everything before 7.2.5) and for nothing that Redis added later; ask for the product there.
    #[must_use]
    pub fn at_least(&self, major: u16, minor: u16, patch: u16) -> bool {
        self.key() >= (major, minor, patch, Pre::Release)
    }

    /// Tells whether this is Valkey.
    #[must_use]
    pub const fn is_valkey(&self) -> bool {
        matches!(self.product, Product::Valkey)
    }
}

impl PartialOrd for Version {
    /// Versions of different products do not compare.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.product == other.product).then(|| self.key().cmp(&other.key()))
    }
}

/// A version that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a version such as 4.0.2, 6.0-rc3 or valkey-8.0.1, found {text:?}")]
pub struct ParseVersionError {
    /// What stood there, cut to 64 characters.
    pub text: String,
}

impl FromStr for Version {
    type Err = ParseVersionError;

    /// Parses what a user types: `4.0.2`, `redis-4.0.2`, `valkey-8.0.1`, `6.0-rc3`, `2.6.0-rc4`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        for (prefix, product) in [("valkey", Product::Valkey), ("redis", Product::Redis)] {
            if let Some(rest) = text.strip_prefix(prefix) {
                return Self::parse_for(
                    product,
                    rest.trim_start_matches(['-', ' ', '_', ':', '@']),
                );
            }
        }
        Self::parse_for(Product::Redis, text)
    }
}

impl fmt::Display for Version {
    /// Writes what [`FromStr`] reads: Redis by number alone, Valkey with its name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_valkey() {
            f.write_str("valkey-")?;
        }
        write!(f, "{}.{}", self.major, self.minor)?;
        match self.pre {
            Pre::Release => write!(f, ".{}", self.patch),
            Pre::Rc(n) => write!(f, "-rc{n}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn a_candidate_has_two_spellings() {
        for (masked, plain) in [
            ("5.9.103", "6.0-rc3"),
            ("4.9.105", "5.0-rc5"),
            ("3.9.101", "4.0-rc1"),
            ("6.9.240", "7.0-rc1"),
            ("6.1.240", "6.2-rc1"),
            ("7.3.241", "7.4-rc2"),
            ("2.9.105", "3.0-rc5"),
            ("2.5.10", "2.6-rc4"),
            ("valkey-7.9.240", "valkey-8.0-rc1"),
        ] {
            assert_eq!(version(masked), version(plain), "{masked}");
        }
        assert_eq!(version("2.6.0-rc4"), version("2.6-rc4"));
    }

    #[test]
    fn a_candidate_precedes_its_release() {
        assert!(version("6.0-rc4") < version("6.0.0"));
        assert!(version("5.0.14") < version("6.0-rc1"));
        assert!(!version("4.0-rc3").at_least(4, 0, 0));
        assert_eq!(version("7.2.4").partial_cmp(&version("valkey-7.2.4")), None);
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["4.0.2", "6.0-rc3", "valkey-8.0.1", "255.255.255"] {
            assert_eq!(version(text).to_string(), text);
        }
        assert!("four".parse::<Version>().is_err());
        assert!("1.2.3.4".parse::<Version>().is_err());
    }
}
