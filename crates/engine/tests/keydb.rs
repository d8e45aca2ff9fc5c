//! Snapshots of `KeyDB`: their digest, and what a replay makes of them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use autopsync_engine::{Engine, Limits, Profile, digest::of_snapshot};
use autopsync_model::Version;
use std::{fs, path::Path};

/// What `DEBUG DIGEST` answered. The one of 6.0.18 has one key less.
const RECORDED: [(&str, &str); 4] = [
    ("keydb-6.0.18-plain.rdb", "8206df90a572b577e748b9f5d7391035188f45e2"),
    ("keydb-6.2.2-plain.rdb", "31169696d4012736c268a78c3771036d1718a2c6"),
    ("keydb-6.3.4-active.rdb", "31169696d4012736c268a78c3771036d1718a2c6"),
    ("keydb-6.3.4-plain.rdb", "31169696d4012736c268a78c3771036d1718a2c6"),
];

fn recorded(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/rdb/keydb");
    fs::read(folder.join(name)).unwrap()
}

const VERSION: Version = Version::redis(6, 3, 4);

#[test]
fn jobs_and_members_that_expire_have_the_digest_of_the_server() {
    for (name, digest) in RECORDED {
        assert_eq!(of_snapshot(&recorded(name), &VERSION).unwrap().to_string(), digest, "{name}");
    }
}

#[test]
fn a_snapshot_with_jobs_is_loaded_and_keeps_them() {
    for (name, digest) in RECORDED {
        let mut engine = Engine::new(Profile::of(VERSION), Limits::default());
        engine.load(&recorded(name)).unwrap();
        assert_eq!(engine.digest().to_string(), digest, "{name}");
        let caveats: Vec<_> = engine.caveats().iter().map(|(caveat, ..)| caveat.id()).collect();
        assert_eq!(caveats, ["keydb-key"], "{name}");
    }
}
