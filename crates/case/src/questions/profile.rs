//! The emulation profile, as far as the evidence tells it.

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

/// Puts a profile together. A replica is taken to have its master's script mode, unless the user says otherwise.
pub(super) fn profile<'a>(
    replica: Version,
    master: Version,
    mode: ScriptMode,
    mut streams: impl Iterator<Item = Stream<'a>>,
) -> Profile {
    let mut profile = Profile::of(replica);
    profile.master = master;
    let had_a_choice = replica.at_least(5, 0, 0) && !replica.at_least(7, 0, 0);
    match mode {
        ScriptMode::Verbatim => profile.lua_replicate_commands = false,
        ScriptMode::Effects => profile.lua_replicate_commands = true,
        ScriptMode::FromStream if had_a_choice => {
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
