//! The emulation profile, as far as the evidence tells it.

mod setting;

pub use setting::{ParseSettingError, Setting};

use autopsync_engine::Profile;
use autopsync_model::Version;
use autopsync_stream::Stream;

/// How scripts of the master reach the replica, which decides how the replica runs them (`lua-replicate-commands`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ScriptMode {
    /// As the stream shows: a master that replicates effects sends no script.
    #[default]
    FromStream,
    /// As scripts, with what makes them deterministic: sorted replies, no write after a random command.
    Verbatim,
    /// As what they did.
    Effects,
}

/// Where a part of the profile comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartFrom {
    /// The user.
    Flag,
    /// The snapshot's AUX fields.
    Snapshot,
    /// An INFO dump.
    Info,
    /// What the stream shows: whether it holds scripts.
    Stream,
    /// The replica's version: the master is taken to have the same, or the version leaves no choice.
    Version,
    /// The servers' default, because nothing tells another value.
    Default,
    /// Nobody: the oldest version that writes snapshots of this format stands in, or the newest one known.
    Assumed,
}

impl PartFrom {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Snapshot => "snapshot",
            Self::Info => "info",
            Self::Stream => "stream",
            Self::Version => "version",
            Self::Default => "default",
            Self::Assumed => "assumed",
        }
    }
}

/// A part of the profile, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfilePart {
    /// Its name: the servers' for settings.
    pub name: &'static str,
    /// What it is.
    pub value: String,
    /// Where that comes from.
    pub from: PartFrom,
}

/// What the user or the evidence tells of a profile.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) replica: (Version, PartFrom),
    pub(super) master: Option<Version>,
    pub(super) script_mode: ScriptMode,
    pub(super) settings: &'a [Setting],
}

impl Told<'_> {
    /// Puts the profile together, and says where each part of it comes from.
    pub(super) fn profile<'s>(
        &self,
        streams: impl Iterator<Item = Stream<'s>>,
    ) -> (Profile, Vec<ProfilePart>) {
        let (replica, replica_from) = self.replica;
        let master = self.master.unwrap_or(replica);
        let mut profile = profile(replica, master, self.script_mode, streams);
        let mut scripts_from = match self.script_mode {
            ScriptMode::FromStream if has_a_choice(&replica) => PartFrom::Stream,
            ScriptMode::FromStream => PartFrom::Version,
            ScriptMode::Verbatim | ScriptMode::Effects => PartFrom::Flag,
        };
        for setting in self.settings {
            setting.apply(&mut profile);
            if setting.is_script_mode() {
                scripts_from = PartFrom::Flag;
            }
        }
        let part = |name, value: String, from| ProfilePart { name, value, from };
        let master_from = match self.master {
            Some(_) => PartFrom::Flag,
            // What follows from a guess is one.
            None if replica_from == PartFrom::Assumed => PartFrom::Assumed,
            None => PartFrom::Version,
        };
        let mode = if profile.verbatim_scripts() { "verbatim" } else { "effects" };
        let mut parts = vec![
            part("replica-version", replica.to_string(), replica_from),
            part("master-version", master.to_string(), master_from),
            part("script-mode", mode.to_owned(), scripts_from),
        ];
        parts.extend(setting::numbers(&profile).map(|(name, value)| {
            let told = self.settings.iter().any(|setting| setting.name() == name);
            part(name, value.to_string(), if told { PartFrom::Flag } else { PartFrom::Default })
        }));
        (profile, parts)
    }
}

/// Tells whether scripts may reach replicas of this version in either way.
fn has_a_choice(version: &Version) -> bool {
    version.at_least(5, 0, 0) && !version.at_least(7, 0, 0)
}

/// Puts a profile together. A replica is taken to have its master's script mode, unless the user says otherwise.
pub(super) fn profile<'a>(
    replica: Version,
    master: Version,
    mode: ScriptMode,
    mut streams: impl Iterator<Item = Stream<'a>>,
) -> Profile {
    let mut profile = Profile::of(replica);
    profile.master = master;
    match mode {
        ScriptMode::Verbatim => profile.lua_replicate_commands = false,
        ScriptMode::Effects => profile.lua_replicate_commands = true,
        ScriptMode::FromStream if has_a_choice(&replica) => {
            profile.lua_replicate_commands = !streams.any(|stream| sends_scripts(&stream));
        }
        ScriptMode::FromStream => {}
    }
    profile
}

fn sends_scripts(stream: &Stream<'_>) -> bool {
    let mut records = stream.records();
    while let Some(record) = records.next_record() {
        if record.is("EVAL") || record.is("EVALSHA") {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_stream::Origin;

    #[test]
    fn every_part_says_where_it_comes_from() {
        let settings = ["hash-max-ziplist-entries=4".parse().unwrap()];
        let told = Told {
            replica: (Version::redis(4, 0, 2), PartFrom::Snapshot),
            master: Some(Version::redis(4, 0, 9)),
            script_mode: ScriptMode::FromStream,
            settings: &settings,
        };
        let (profile, parts) = told.profile(std::iter::empty());
        assert_eq!((profile.master, profile.compact.hash_entries), (Version::redis(4, 0, 9), 4));
        let of = |name| {
            let part = parts.iter().find(|part| part.name == name).unwrap();
            (part.value.as_str(), part.from)
        };
        assert_eq!(of("replica-version"), ("4.0.2", PartFrom::Snapshot));
        assert_eq!(of("master-version"), ("4.0.9", PartFrom::Flag));
        assert_eq!(of("script-mode"), ("verbatim", PartFrom::Version));
        assert_eq!(of("hash-max-listpack-entries"), ("4", PartFrom::Flag));
        assert_eq!(of("databases"), ("16", PartFrom::Default));
    }

    #[test]
    fn a_script_in_the_stream_shows_that_the_master_sends_scripts() {
        let stream = |bytes| std::iter::once(Stream::new(bytes, Origin::unknown()));
        let verbatim = |version, mode, bytes| {
            profile(version, version, mode, stream(bytes)).verbatim_scripts()
        };
        let eval = b"*3\r\n$4\r\neval\r\n$8\r\nreturn 1\r\n$1\r\n0\r\n";
        let six = Version::redis(6, 0, 20);
        assert!(verbatim(six, ScriptMode::FromStream, eval));
        assert!(!verbatim(six, ScriptMode::FromStream, b""));
        assert!(!verbatim(six, ScriptMode::Effects, eval));
        assert!(verbatim(six, ScriptMode::Verbatim, b""));
        assert!(verbatim(Version::redis(4, 0, 2), ScriptMode::FromStream, b""));
        assert!(!verbatim(Version::redis(7, 0, 15), ScriptMode::FromStream, eval));
    }
}
