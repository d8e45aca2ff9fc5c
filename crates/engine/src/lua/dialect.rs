//! Which scripts' world a version has: everything in this directory that depends on a version asks here.
//!
//! Sources: `src/scripting.c` of 2.6.0 to 6.2.14, `src/eval.c` and `src/script_lua.c` from 7.0.0 on, `deps/lua/src`
//! of each; the patch levels are those in which a fact changes between two tags. Valkey counts as the Redis version
//! with the same numbers up to 7.2, and has its own words later.

use autopsync_model::Version;

use crate::Profile;

/// How a number that a script passes to a command becomes a string (`commands.md` §3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberStyle {
    /// `%.14g`, as Lua itself writes it: up to 2.8.9.
    Digits14,
    /// `%.17g`: 2.8.10 to 7.0.
    Digits17,
    /// Grisu2: 7.2.0 to 7.2.4, and Valkey 7.2.5.
    Grisu,
    /// A decimal integer where the number is one, else Grisu2: later.
    IntegerOrGrisu,
}

/// How the body of a script becomes a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// `function f_<sha>() <body> end` on one line, so that a trailing comment swallows the `end`: up to 3.0.6.
    SameLine,
    /// The same with the `end` on a line of its own: 3.0.7 to 6.2.6.
    OwnLine,
    /// The body itself is the chunk: 6.2.7 and later.
    Chunk,
}

/// What an error looks like to the script that catches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorShape {
    /// The text alone: 2.6.
    Bare,
    /// Errors of the gate (unknown command and the like) start with `@user_script: <line>: `: 2.8 to 6.2.
    Positioned,
    /// A table with `err`; `pcall` hands out its text: 7.0 and later.
    Table,
}

/// How globals are protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protection {
    /// A metatable on the globals refuses what scripts create or miss; library tables can be changed: up to 6.2.6.
    Strict,
    /// Globals and library tables cannot be written at all: 6.2.7 and later.
    ReadOnly,
}

/// The scripts' world of one version.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // A list of independent facts.
pub(super) struct Dialect {
    pub(super) version: Version,
    pub(super) numbers: NumberStyle,
    pub(super) wrapping: Wrapping,
    pub(super) errors: ErrorShape,
    pub(super) protection: Protection,
    /// Unordered replies are sorted unless the script switched to effects.
    pub(super) verbatim: bool,
    /// `math.random` starts from seed 0 in each run: up to 6.2.
    pub(super) reseeds: bool,
    /// A wrong argument makes `redis.call` raise; before, even `call` returned the error: 3.2.0.
    pub(super) argument_errors_raise: bool,
    /// A shebang line is understood: 7.0.0.
    pub(super) shebang: bool,
    /// The word for a global that is not there: `unexisting` until 3.2, `nonexistent` from 4.0.0.
    pub(super) missing: &'static str,
    /// cjson 2.1.0 and cmsgpack 0.4.0, and the bit library: 2.8.18.
    pub(super) modern_libraries: bool,
    /// cmsgpack writes short strings with a one-byte length: 2.8.21, 3.0.2.
    pub(super) msgpack_str8: bool,
    /// Double replies are written by Grisu2 for a script that speaks RESP2: 7.2.0.
    pub(super) grisu_doubles: bool,
}

impl Dialect {
    /// Looks up the facts of a profile's replica.
    pub(super) fn of(profile: &Profile) -> Self {
        let version = profile.replica;
        let at = |major, minor, patch| version.at_least(major, minor, patch);
        let sandbox_fix = at(3, 0, 2) || (at(2, 8, 21) && !at(3, 0, 0));
        Self {
            version,
            numbers: numbers(version),
            wrapping: match () {
                () if at(6, 2, 7) => Wrapping::Chunk,
                () if at(3, 0, 7) => Wrapping::OwnLine,
                () => Wrapping::SameLine,
            },
            errors: match () {
                () if at(7, 0, 0) => ErrorShape::Table,
                () if at(2, 8, 0) => ErrorShape::Positioned,
                () => ErrorShape::Bare,
            },
            protection: if at(6, 2, 7) { Protection::ReadOnly } else { Protection::Strict },
            verbatim: profile.verbatim_scripts(),
            reseeds: !at(7, 0, 0),
            argument_errors_raise: at(3, 2, 0),
            shebang: at(7, 0, 0),
            missing: if at(4, 0, 0) { "nonexistent" } else { "unexisting" },
            modern_libraries: at(2, 8, 18),
            msgpack_str8: sandbox_fix,
            grisu_doubles: at(7, 2, 0),
        }
    }

    /// Tells whether the version is at least this one.
    pub(super) fn since(&self, major: u16, minor: u16, patch: u16) -> bool {
        self.version.at_least(major, minor, patch)
    }

    /// Tells whether this is Valkey from this version on.
    pub(super) fn valkey_since(&self, major: u16, minor: u16) -> bool {
        self.version.is_valkey() && self.since(major, minor, 0)
    }

    /// Tells whether `dofile` can still be called.
    pub(super) fn has_dofile(&self) -> bool {
        !self.since(3, 2, 1)
    }

    /// Tells whether scripts see the helper that sorts replies with holes.
    pub(super) fn has_compare_helper(&self) -> bool {
        !self.since(6, 0, 17) || (self.since(6, 2, 0) && !self.since(6, 2, 8))
    }

    /// Tells whether `getfenv`, `setfenv` and `newproxy` exist: until the security releases of October 2025.
    pub(super) fn has_environments(&self) -> bool {
        let fixed: &[(u16, u16, u16)] = if self.version.is_valkey() {
            &[(7, 2, 11), (8, 0, 6), (8, 1, 4), (9, 0, 0)]
        } else {
            &[(6, 2, 20), (7, 2, 11), (7, 4, 6), (8, 0, 4), (8, 2, 2)]
        };
        let line = (self.version.major, self.version.minor);
        match fixed.iter().find(|(major, minor, _)| (*major, *minor) == line) {
            Some((.., patch)) => self.version.patch < *patch,
            None => fixed.last().is_none_or(|(major, minor, _)| line < (*major, *minor)),
        }
    }

    /// The words with which the gate in front of `redis.call` refuses arguments.
    pub(super) fn argument_texts(&self) -> (&'static str, &'static str) {
        if self.valkey_since(9, 0) {
            (
                "Please specify at least one argument for this call",
                "Command arguments must be strings or integers",
            )
        } else if self.since(7, 0, 0) {
            (
                "Please specify at least one argument for this redis lib call",
                "Lua redis lib command arguments must be strings or integers",
            )
        } else {
            (
                "Please specify at least one argument for redis.call()",
                "Lua redis() command arguments must be strings or integers",
            )
        }
    }

    /// The answer to an unknown script.
    pub(super) fn no_script(&self) -> &'static str {
        if self.valkey_since(9, 0) {
            "NOSCRIPT No matching script."
        } else {
            "NOSCRIPT No matching script. Please use EVAL."
        }
    }
}

/// Picks the style of numbers.
fn numbers(version: Version) -> NumberStyle {
    let integers =
        if version.is_valkey() { version.at_least(7, 2, 6) } else { version.at_least(7, 2, 5) };
    match () {
        () if integers => NumberStyle::IntegerOrGrisu,
        () if version.at_least(7, 2, 0) => NumberStyle::Grisu,
        () if version.at_least(2, 8, 10) => NumberStyle::Digits17,
        () => NumberStyle::Digits14,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(version: Version) -> Dialect {
        Dialect::of(&Profile::of(version))
    }

    #[test]
    fn numbers_change_style_at_these_releases() {
        for (version, style) in [
            (Version::redis(2, 8, 9), NumberStyle::Digits14),
            (Version::redis(2, 8, 10), NumberStyle::Digits17),
            (Version::redis(7, 0, 15), NumberStyle::Digits17),
            (Version::redis(7, 2, 4), NumberStyle::Grisu),
            (Version::redis(7, 2, 5), NumberStyle::IntegerOrGrisu),
            (Version::valkey(7, 2, 5), NumberStyle::Grisu),
            (Version::valkey(8, 0, 0), NumberStyle::IntegerOrGrisu),
        ] {
            assert_eq!(of(version).numbers, style, "{version:?}");
        }
    }

    #[test]
    fn environments_went_with_the_security_releases_of_2025() {
        for (version, there) in [
            (Version::redis(2, 6, 0), true),
            (Version::redis(7, 4, 1), true),
            (Version::redis(7, 4, 6), false),
            (Version::redis(8, 2, 3), false),
            (Version::redis(8, 4, 0), false),
            (Version::valkey(8, 0, 1), true),
            (Version::valkey(9, 1, 2), false),
        ] {
            assert_eq!(of(version).has_environments(), there, "{version:?}");
        }
    }
}
