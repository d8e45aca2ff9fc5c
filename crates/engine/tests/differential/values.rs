//! Single values, in the forms in which servers hand them over.

use crate::{
    oracle::{Oracle, Server},
    seeds, sequence,
};
use autopsync_engine::{Engine, Reply as Ours};

/// Returns the keys of the server's first database.
fn keys(oracle: &mut Oracle) -> Vec<Vec<u8>> {
    oracle.ask(&["KEYS", "*"]).strings().unwrap()
}

/// Compares `DEBUG DIGEST-VALUE` of a key.
fn same_value(oracle: &mut Oracle, engine: &Engine, key: &[u8], seed: u64) {
    let theirs = oracle.ask(&[&b"DEBUG"[..], b"DIGEST-VALUE", key]);
    let ours = engine.digest_value(key).to_string();
    let key = key.escape_ascii();
    assert_eq!(Some(&[ours.into_bytes()][..]), theirs.strings().as_deref(), "seed {seed}: {key}");
}

#[test]
fn dumped_values_restore_to_themselves() {
    let Some(mut oracle) = Oracle::start(Server::Installed, "dumped_values_restore_to_themselves")
    else {
        return;
    };
    for seed in seeds(20) {
        oracle.reset();
        oracle.pipeline(&sequence(seed));
        let mut engine = oracle.engine();
        for key in keys(&mut oracle) {
            let payload = oracle.ask(&[&b"DUMP"[..], &key]);
            let ttl = oracle.ask(&[&b"PTTL"[..], &key]).integer().unwrap().max(0).to_string();
            let payload = payload.bytes().unwrap();
            let reply = engine.call(&[b"RESTORE", &key, ttl.as_bytes(), payload]);
            assert_eq!(reply, Ours::OK, "seed {seed}: {}", key.escape_ascii());
            same_value(&mut oracle, &engine, &key, seed);
        }
    }
}

#[test]
fn snapshots_load_to_the_data_that_was_saved() {
    let Some(mut oracle) =
        Oracle::start(Server::Installed, "snapshots_load_to_the_data_that_was_saved")
    else {
        return;
    };
    for seed in seeds(20) {
        oracle.reset();
        oracle.pipeline(&sequence(seed));
        let snapshot = oracle.server.save().unwrap();
        let mut engine = oracle.engine();
        engine.load(&snapshot).unwrap();
        if engine.digest().to_string() != oracle.digest() {
            panic!("seed {seed}: {}", oracle.differences(&mut engine));
        }
        let scanned = autopsync_engine::digest::of_snapshot(&snapshot, &oracle.version()).unwrap();
        assert_eq!(scanned.to_string(), oracle.digest(), "seed {seed}");
    }
}
