//! The engine splits anywhere: a replay in two parts, with a snapshot saved and loaded between them, makes the same data
//! as one at once.
//!
//! The streams are those of `testdata/stream`; `AUTOPSYNC_RECORDINGS` names another folder of such files, whose folders
//! are searched as well.

#![allow(clippy::unwrap_used)] // A test that cannot go on has failed.

use autopsync_engine::{Engine, Limits, Profile, Replay, RestartKeeps};
use autopsync_model::{AppliedOffset, Version};
use autopsync_rdb::write::{Target, Writer};
use autopsync_stream::{Stream, Transcript};
use proptest::prelude::*;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// Files with a full synchronisation and what followed it, damaged ones included.
static FILES: LazyLock<Vec<(PathBuf, Vec<u8>)>> = LazyLock::new(|| {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/stream");
    let folder = std::env::var_os("AUTOPSYNC_RECORDINGS").map_or(own, PathBuf::from);
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.retain(|(_, bytes)| Recording::open(bytes).is_some());
    files.sort();
    assert!(files.len() >= 10, "{} recordings", files.len());
    files
});

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "bin") {
            let bytes = fs::read(&path).unwrap();
            files.push((path, bytes));
        }
    }
}

/// A snapshot, what followed, and who wrote both.
struct Recording<'a> {
    snapshot: &'a [u8],
    stream: Stream<'a>,
    version: Version,
}

impl<'a> Recording<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let transcript = Transcript::parse(bytes).ok()?;
        let (snapshot, stream) = (transcript.payload()?.rdb, transcript.stream()?);
        let version = Self::version(snapshot)?;
        (!stream.bytes().is_empty()).then_some(Self { snapshot, stream, version })
    }

    /// Returns the version that the snapshot names, or one that wrote its format.
    fn version(snapshot: &[u8]) -> Option<Version> {
        let named = |name: &[u8], prefix: &str| {
            let at = snapshot.windows(name.len()).position(|window| window == name)? + name.len();
            let length = usize::from(*snapshot.get(at)?);
            let text = std::str::from_utf8(snapshot.get(at + 1..at + 1 + length)?).ok()?;
            format!("{prefix}{text}").parse().ok()
        };
        let old = snapshot.starts_with(b"REDIS0006").then(|| "2.8.24".parse().unwrap());
        named(b"valkey-ver", "valkey-").or_else(|| named(b"redis-ver", "")).or(old)
    }

    fn engine(&self) -> Engine {
        let mut profile = Profile::of(self.version);
        profile.lua_replicate_commands = self.version.at_least(5, 0, 0);
        Engine::new(profile, Limits::default())
    }

    /// Replays everything at once.
    fn whole(&self) -> Engine {
        let mut engine = self.engine();
        engine.load(self.snapshot).unwrap();
        Replay::new().run(&mut engine, &self.stream);
        engine
    }

    /// Replays up to an offset, saves, loads that into another engine, and goes on there.
    fn parts(&self, at: AppliedOffset) -> (Engine, Engine) {
        let mut first = self.engine();
        first.load(self.snapshot).unwrap();
        let reached = Replay::new().to(at).run(&mut first, &self.stream).to;
        let saved = saved(&first);
        let mut second = self.engine();
        let loaded = second.load(&saved).unwrap();
        assert_eq!(loaded.keys, first.keys() as u64);
        assert_eq!(second.digest(), first.digest(), "at {at}");
        let scripts: Vec<&[u8]> = first.scripts().collect();
        if self.version.at_least(4, 0, 4) && !self.version.at_least(7, 0, 0) {
            assert_eq!(scripts, second.scripts().collect::<Vec<_>>());
        } else {
            // Others forget them with a restart.
            for body in scripts {
                second.load_script(body);
            }
        }
        let database = Some(first.selected_database());
        second.restart(&RestartKeeps { scripts: true, database });
        second.set_clock(first.clock());
        Replay::new().from(reached).run(&mut second, &self.stream);
        (first, second)
    }
}

/// Saves for a server of the engine's own version.
fn saved(engine: &Engine) -> Vec<u8> {
    let target = Target::for_version(&engine.profile().replica);
    let mut writer = Writer::new(Vec::new(), target);
    engine.save(&mut writer).unwrap();
    writer.end().unwrap()
}

#[test]
fn saving_and_loading_changes_nothing() {
    for (path, bytes) in FILES.iter() {
        let recording = Recording::open(bytes).unwrap();
        let engine = recording.whole();
        let mut other = recording.engine();
        other.load(&saved(&engine)).unwrap();
        assert_eq!(other.digest(), engine.digest(), "{}", path.display());
        assert!(other.databases().eq(engine.databases()), "{}", path.display());
        let sources = |engine: &Engine| {
            engine.functions().iter().map(|library| library.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(sources(&other), sources(&engine), "{}", path.display());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_replay_in_two_parts_is_one_at_once(file in any::<prop::sample::Index>(), at in 0..=1000_u64) {
        let (path, bytes) = file.get(&FILES);
        let recording = Recording::open(bytes).unwrap();
        let whole = recording.whole();
        let at = recording.stream.bytes().len() as u64 * at / 1000;
        let offset = recording.stream.first_offset().advance(at).applied();
        let (first, second) = recording.parts(offset);
        prop_assert_eq!(second.digest(), whole.digest(), "{} at {}", path.display(), offset);
        let failures = first.failures().count() + second.failures().count();
        prop_assert_eq!(failures, whole.failures().count(), "{} at {}", path.display(), offset);
        prop_assert_eq!(second.selected_database(), whole.selected_database());
    }
}
