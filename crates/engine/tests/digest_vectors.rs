//! Digests that real servers answered (`DEBUG DIGEST`, `DEBUG DIGEST-VALUE`), after commands typed into them.

#![allow(clippy::unwrap_used)] // A test that cannot go on has failed.

use autopsync_engine::{Engine, Limits, Outcome, Profile};

fn engine(version: &str) -> Engine {
    let mut engine = Engine::new(Profile::of(version.parse().unwrap()), Limits::default());
    engine.set_clock(1_500_000_000_000);
    engine
}

/// Runs a command typed with spaces.
fn run(engine: &mut Engine, line: &str) {
    let args: Vec<&[u8]> = line.split(' ').map(str::as_bytes).collect();
    let outcome = engine.apply(&args);
    assert!(!matches!(outcome, Outcome::Failed(_)), "{line}: {outcome:?}");
}

fn run_all(engine: &mut Engine, lines: &[&str]) {
    for line in lines {
        run(engine, line);
    }
}

const CORE: [&str; 10] = [
    "SET s hello",
    "SET n 12345",
    "SETEX t 100000000 v",
    "RPUSH l a b c 1 2",
    "SADD set a b 1 2 3",
    "SADD iset 1 2 3",
    "ZADD z 1 a 2.5 b 0.1 c -inf d +inf e 1e20 f 3 1",
    "HMSET h f1 v1 f2 2",
    "SELECT 3",
    "SET s hello",
];

#[test]
fn core_types_have_the_digest_of_every_version() {
    for version in ["2.6.17", "2.8.24", "3.2.13", "4.0.14", "5.0.14", "6.2.14", "7.0.15"] {
        let mut engine = engine(version);
        run_all(&mut engine, &CORE);
        assert_eq!(
            engine.digest().to_string(),
            "e511369767ac619aa1c11190a5e2cc3d742129eb",
            "{version}"
        );
    }
    for version in ["7.2.6", "8.0.6", "8.4.0", "valkey-8.0.1", "valkey-9.1.2"] {
        let mut engine = engine(version);
        run_all(&mut engine, &CORE);
        assert_eq!(
            engine.digest().to_string(),
            "54a8698b1823a7d18627928199e5f05061f78c5c",
            "{version}"
        );
    }
}

#[test]
fn streams_counters_and_bitmaps_as_well() {
    for version in ["6.2.14", "7.0.15"] {
        let mut engine = engine(version);
        run_all(&mut engine, &CORE);
        run_all(
            &mut engine,
            &[
                "SELECT 0",
                "XADD x 1-1 a 1 b 2",
                "XADD x 1-2 c 3",
                "XADD x 2-0 a 1 b 2",
                "XDEL x 1-2",
                "XGROUP CREATE x g 0",
                "PFADD p a b c",
                "XGROUP CREATE es g $ MKSTREAM",
                "SETBIT bits 7 1",
            ],
        );
        assert_eq!(
            engine.digest().to_string(),
            "462624986116c33d4b771ad30bd38fe81ae6e2b3",
            "{version}"
        );
        for (key, want) in [
            ("x", "3c0c2d4613b841b336bec882dbf1a4fece595567"),
            ("es", "06bd01623de1d087bbd377851096317b1af476a2"),
            ("p", "f579608d33b88f5e9f7172d6fb480ecf5d13ddf5"),
            ("bits", "979efc88cba7b776b9495fca95d4beb535e96f0e"),
        ] {
            assert_eq!(engine.digest_value(key.as_bytes()).to_string(), want, "{version} {key}");
        }
    }
}

#[test]
fn a_field_that_expires_marks_the_digest_of_redis_only() {
    for (version, want) in [
        ("8.2.3", "c0a4c76394f815dbaa91c1fd2331c14d8dd7df19"),
        ("valkey-9.1.2", "047cc60ea73a34cde6d08a2721a4a26d19ee6570"),
    ] {
        let mut engine = engine(version);
        run_all(&mut engine, &["HSET hh f1 v1 f2 v2", "HPEXPIREAT hh 9000000000000 FIELDS 1 f1"]);
        assert_eq!(engine.digest_value(b"hh").to_string(), want, "{version}");
    }
}

#[test]
fn single_values() {
    let mut old = engine("7.0.15");
    let mut new = engine("8.2.3");
    for engine in [&mut old, &mut new] {
        run_all(engine, &CORE);
        run_all(engine, &["SELECT 0", "ZADD zi 1e15 a 0.1 b 123456789012 c 1e300 d -inf e"]);
    }
    for (key, want) in [
        ("s", "36b23a1456b2dce2c3ed252c456761301dba8060"),
        ("n", "e1cf90774e995ae03de66e8109dc5cb9d9c2dc83"),
        ("t", "311b17018163335616e089f6b951c82c477335ac"),
        ("l", "f48a1249517530ff1906fc79ddbf9b687f71f06f"),
        ("set", "4566d1564ccd51185b3a89cfe4392eb6c5ffba66"),
        ("iset", "2a462a3f51a1db89738ebbeef0c47ce1bbc85246"),
        ("z", "e0108f7e73db53d3166d4d4c61568cee288fd323"),
        ("h", "fc076e867f7dbf566ea58172a151d82d78b8f845"),
        ("zi", "f5920b163fe3d7c4e0a321353097e876589fb380"),
        ("missing", "0000000000000000000000000000000000000000"),
    ] {
        assert_eq!(old.digest_value(key.as_bytes()).to_string(), want, "{key}");
    }
    for (key, want) in [
        ("z", "abcd56ed200b5c7edb277680d15555c6cae6b4d6"),
        ("zi", "a640ea21c6e2e1bd832fa22606973da184cd6cc6"),
    ] {
        assert_eq!(new.digest_value(key.as_bytes()).to_string(), want, "{key}");
    }
}
