//! A real server loads what `export` and `replay --save` write; its DEBUG DIGEST is the judge.
//!
//! The recorded snapshots hold no key that expires before 2100.

use crate::{
    export::snapshots,
    run::{run, testdata},
};
use autopsync_synth::live::{Connection, Launch, LiveServer, skip};
use std::path::{Path, PathBuf};

const ARGUMENTS: &[&str] = &["--databases", "100"];

/// A Valkey server: the one that `AUTOPSYNC_VALKEY_SERVER` names, else `valkey-server` in `PATH`.
fn valkey(test: &str) -> Option<PathBuf> {
    let named = std::env::var_os("AUTOPSYNC_VALKEY_SERVER").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut installed = std::env::split_paths(&path).map(|dir| dir.join("valkey-server"));
    let found =
        named.or_else(|| installed.find(|path| path.is_file())).filter(|path| path.is_file());
    if found.is_none() {
        skip(test, "no valkey-server: install it, or name one in AUTOPSYNC_VALKEY_SERVER");
    }
    found
}

/// The digest without the one key whose score −0 some versions pack as 0 where they pack it themselves.
fn digest(connection: &mut Connection) -> String {
    for db in 0..16 {
        connection.command(&["SELECT", &db.to_string()]).unwrap();
        connection.command(&["DEL", "zset:inf"]).unwrap();
    }
    connection.digest().unwrap()
}

fn of_snapshot(binary: &Path, bytes: &[u8]) -> String {
    let launch = Launch::new().binary(binary).snapshot(bytes).args(ARGUMENTS);
    digest(&mut launch.start().unwrap().connect().unwrap())
}

fn of_commands(binary: &Path, bytes: &[u8]) -> String {
    let launch = Launch::new().binary(binary).file("appendonly.aof", bytes).args(ARGUMENTS);
    let server = launch.args(["--appendonly", "yes"]).start().unwrap();
    digest(&mut server.connect().unwrap())
}

/// What a server holds after loading a recorded snapshot is what it holds after loading each export of it.
fn agrees(binary: &Path, target: &str, newest: impl Fn(&str, u64) -> bool) -> usize {
    let mut compared = 0;
    for path in snapshots() {
        let doc = run(&["--format", "json", "inspect", &path, "--loadable-by", target]).json();
        if !newest(doc["rdb"]["magic"].as_str().unwrap(), doc["rdb"]["version"].as_u64().unwrap()) {
            continue;
        }
        // Functions of 7.0-rc1, which Redis 7.0 reads and Valkey does not.
        let loads = doc["loadable_by"][0]["loads"].as_bool().unwrap();
        assert_eq!(loads, !(path.contains("rc1") && target.starts_with("valkey")), "{path}");
        if !loads {
            continue;
        }
        let expected = of_snapshot(binary, &std::fs::read(testdata(&path)).unwrap());
        let export = |to: &str| {
            let output = run(&["export", &path, "--to", to, "--target", target]);
            assert_eq!(output.code, 0, "{path}: {}", output.stderr);
            output.stdout
        };
        assert_eq!(of_snapshot(binary, &export("rdb")), expected, "{path} as a snapshot");
        assert_eq!(of_commands(binary, &export("resp")), expected, "{path} as commands");
        compared += 1;
    }
    compared
}

#[test]
fn redis_loads_exports_and_agrees() {
    let Some(redis) = LiveServer::find_at_least(7, 0, "redis_loads_exports_and_agrees") else {
        return;
    };
    let compared = agrees(&redis, "redis-7.0", |magic, version| magic == "REDIS" && version <= 10);
    assert!(compared >= 8, "{compared}");
}

#[test]
fn valkey_loads_exports_and_agrees() {
    let Some(valkey) = valkey("valkey_loads_exports_and_agrees") else { return };
    let known = |magic: &str, version| magic == "VALKEY" || version <= 11;
    let compared = agrees(&valkey, "valkey-9.1", known);
    assert!(compared >= 10, "{compared}");
}

#[test]
fn redis_loads_what_a_replay_saves() {
    let Some(redis) = LiveServer::find_at_least(7, 0, "redis_loads_what_a_replay_saves") else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out.rdb").display().to_string();
    for name in ["redis-7.0.15-promoted", "redis-6.2.14-promoted", "redis-5.0.14-promoted"] {
        let path = format!("stream/{name}.bin");
        let args = ["--format", "json", "replay", &path, "--version", "7.0.15", "--save", &out];
        let doc = run(&args).json();
        let launch = Launch::new().binary(&redis).snapshot(std::fs::read(&out).unwrap());
        let server = launch.args(ARGUMENTS).start().unwrap();
        let loaded = server.connect().unwrap().digest().unwrap();
        assert_eq!(doc["dataset"]["digest"], loaded, "{name}");
    }
}
