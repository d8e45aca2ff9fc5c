//! `replay --save`.

use crate::run::{Output, run, testdata};
use serde_json::Value;

fn json(args: &[&str]) -> Output {
    run(&[&["--format", "json"], args].concat())
}

fn captures() -> Vec<String> {
    let mut found: Vec<_> = std::fs::read_dir(testdata("stream"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains("flipped"))
        .filter(|name| std::path::Path::new(name).extension().is_some_and(|ending| ending == "bin"))
        .map(|name| format!("stream/{name}"))
        .collect();
    found.sort();
    assert!(found.len() >= 10);
    found
}

#[test]
fn a_saved_snapshot_has_the_digest_and_the_position_of_the_replica() {
    let dir = tempfile::tempdir().unwrap();
    for path in captures() {
        let out = dir.path().join("out.rdb").display().to_string();
        let output = json(&["replay", &path, "--save", &out]);
        assert!(output.code <= 1, "{path}: {}", output.stderr);
        let doc = output.json();
        let saved = &doc["saved"];
        assert_eq!(saved["bytes"], std::fs::metadata(&out).unwrap().len(), "{path}");
        assert_eq!(saved["keys"], doc["dataset"]["keys"], "{path}");
        let version = doc["profile"]["replica"].as_str().map(str::to_owned);
        let mut ask = vec!["inspect", "--digest", &out];
        if let Some(version) = &version {
            ask.extend(["--version", version]);
        }
        let read = json(&ask).json();
        assert_eq!(read["digest"], doc["dataset"]["digest"], "{path}");
        let said = |name: &str| match &read["replication"] {
            Value::Null => Value::Null,
            replication => replication[name].clone(),
        };
        assert_eq!(said("repl_offset"), saved["repl_offset"], "{path}");
        assert_eq!(said("repl_id"), saved["repl_id"], "{path}");
        assert_eq!(said("repl_stream_db"), saved["repl_stream_db"], "{path}");
    }
}

#[test]
fn a_replay_in_two_parts_ends_where_a_replay_at_once_ends() {
    let dir = tempfile::tempdir().unwrap();
    let half = dir.path().join("half.rdb").display().to_string();
    let path = "stream/redis-7.2.6-promoted.bin";
    let whole = json(&["replay", path]).json();
    let rows = run(&["stream", path]).rows();
    let middle = rows[rows.len() / 2]["offset"].as_i64().unwrap() - 1;
    let first = json(&["replay", path, "--to-offset", &middle.to_string(), "--save", &half]).json();
    // The middle lies in a transaction, which has not happened yet.
    assert!(!first["open_transaction"].is_null());
    assert!(first["saved"]["repl_offset"].as_i64().unwrap() < middle);
    let rest = json(&["replay", "--snapshot", &half, "--stream", path]).json();
    assert_eq!(rest["applied"]["from_offset"], first["saved"]["repl_offset"]);
    assert_eq!(rest["dataset"]["digest"], whole["dataset"]["digest"]);
}

#[test]
fn scripts_are_saved_where_the_version_saves_them() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out.rdb").display().to_string();
    let base = [
        "replay",
        "--snapshot",
        "cases/s3-4.0.5/replica/shutdown.rdb",
        "--stream",
        "cases/s3-4.0.5/master/backlog.bin",
        "--save",
        &out,
    ];
    let doc = json(&base).json();
    let scripts = doc["saved"]["scripts"].as_u64().unwrap();
    assert!(scripts >= 3, "{}", doc["saved"]);
    assert_eq!(
        json(&["inspect", &out]).json()["scripts"].as_array().unwrap().len() as u64,
        scripts
    );
    let doc = json(&[&base[..], &["--target", "redis-7.2"]].concat()).json();
    assert_eq!(doc["saved"]["scripts"], 0);
    assert_eq!(doc["saved"]["losses"][0]["feature"], "script");
    assert_eq!(json(&["inspect", &out]).json()["rdb"]["version"], 11);
}

#[test]
fn what_the_target_cannot_hold_is_refused_or_dropped() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out.rdb").display().to_string();
    let base = ["replay", "stream/redis-7.4.1-expiry.bin", "--save", &out, "--rdb-version", "6"];
    let refused = json(&base);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.contains("expected what REDIS version 6 can hold"),
        "{}",
        refused.stderr
    );
    assert!(!std::path::Path::new(&out).exists());
    let dropped = json(&[&base[..], &["--drop-unsupported"]].concat());
    assert!(!dropped.json()["saved"]["losses"].as_array().unwrap().is_empty());
}

#[test]
fn a_target_needs_something_to_save() {
    let output = json(&["replay", "stream/redis-7.2.6-promoted.bin", "--target", "redis-7.0"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("--save"), "{}", output.stderr);
    let args = ["--redact", "replay", "stream/redis-7.2.6-promoted.bin", "--save", "no/such/file"];
    let output = run(&args);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("--redact"), "{}", output.stderr);
}
