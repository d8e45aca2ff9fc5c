//! Snapshots in whatever they come in.

use crate::run::{run, run_with, testdata};
use serde_json::Value;

const SNAPSHOT: &str = "rdb/snapshots/redis-7.0.15-lru.rdb";
const CAPTURES: [&str; 3] = [
    "stream/redis-6.2.14-eof-mark.bin",
    "stream/redis-7.2.6-promoted.bin",
    "stream/redis-2.6.17-sync.bin",
];

fn inspect(path: &str) -> Value {
    let output = run(&["--format", "json", "inspect", "--digest", path]);
    assert_eq!(output.code, 0, "{path}: {}", output.stderr);
    output.json()
}

#[test]
fn a_captured_synchronisation_holds_the_snapshot_that_it_frames() {
    for path in CAPTURES {
        let doc = inspect(path);
        let container = &doc["container"];
        assert_eq!(container["kind"], "full-sync", "{path}");
        assert!(container["at"].as_u64().unwrap() > 0);
        assert_eq!(container["follows"], "commands", "{path}");
        let bytes = std::fs::read(testdata(path)).unwrap();
        let at = usize::try_from(container["at"].as_u64().unwrap()).unwrap();
        assert!(bytes[at..].starts_with(b"REDIS"), "{path}");
        assert_eq!(doc["file"]["bytes"], bytes.len());
        let rows = run(&["keys", path]).rows();
        assert_eq!(run(&["export", path, "--to", "ndjson"]).rows().len(), rows.len());
    }
}

#[test]
fn an_append_only_file_shows_its_snapshot_and_what_follows() {
    let bytes = std::fs::read(testdata(SNAPSHOT)).unwrap();
    let commands = b"*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n";
    let aof = [bytes.as_slice(), commands].concat();
    let output = run_with(&["--format", "json", "inspect", "--digest", "-"], &aof);
    let doc = output.json();
    assert_eq!(output.code, 0, "{doc}");
    assert_eq!(doc["container"]["follows"], "commands");
    assert_eq!(doc["container"]["follows_bytes"], commands.len());
    assert_eq!(doc["digest"], inspect(SNAPSHOT)["digest"]);
    let table = run_with(&["--format", "table", "inspect", "-"], &aof).text();
    assert!(table.contains("23 bytes of commands"), "{table}");
    let export = run_with(&["export", "-", "--to", "ndjson"], &aof);
    assert_eq!(export.code, 0);
    assert!(export.stderr.contains("23 bytes of commands follow"), "{}", export.stderr);
}

#[test]
fn a_multi_part_append_only_file_is_a_directory_or_its_manifest() {
    let dir = tempfile::tempdir().unwrap();
    let below = dir.path().join("appendonlydir");
    std::fs::create_dir(&below).unwrap();
    let part = |name: &str, bytes: &[u8]| std::fs::write(below.join(name), bytes).unwrap();
    part("a.aof.1.base.rdb", &std::fs::read(testdata(SNAPSHOT)).unwrap());
    part("a.aof.1.incr.aof", b"*1\r\n$4\r\nPING\r\n");
    let lines = "file a.aof.1.base.rdb seq 1 type b\nfile a.aof.1.incr.aof seq 1 type i\n";
    part("a.aof.manifest", lines.as_bytes());
    for path in [dir.path().to_owned(), below.clone(), below.join("a.aof.manifest")] {
        let doc = inspect(path.to_str().unwrap());
        assert_eq!(doc["container"]["kind"], "aof-base");
        assert_eq!(doc["container"]["follows_bytes"], 14);
        assert_eq!(doc["digest"], inspect(SNAPSHOT)["digest"]);
    }
    std::fs::remove_file(below.join("a.aof.1.incr.aof")).unwrap();
    let output = run(&["inspect", below.to_str().unwrap()]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("a.aof.1.incr.aof"), "{}", output.stderr);
}

#[test]
fn the_base_of_an_upgraded_server_is_a_snapshot_with_commands_behind_it() {
    let dir = tempfile::tempdir().unwrap();
    let part = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    let set = |n: u8| [b"*3\r\n$3\r\nSET\r\n$7\r\nbase-of\r\n$1\r\n", &[n][..], b"\r\n"].concat();
    // 7.0 moves the file of 6.2 as it is; what an earlier rewrite left behind is history.
    part("appendonly.aof", &[std::fs::read(testdata(SNAPSHOT)).unwrap(), set(b'1')].concat());
    part("a.aof.1.incr.aof", b"this is no longer loaded");
    part("a.aof.2.incr.aof", b"*1\r\n$4\r\nPING\r\n");
    let lines = "file appendonly.aof seq 1 type b\nfile a.aof.1.incr.aof seq 1 type h\n\
                 file a.aof.2.incr.aof seq 2 type i\n";
    part("a.aof.manifest", lines.as_bytes());
    let output = run(&["replay", dir.path().to_str().unwrap()]);
    let doc = output.json();
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert_eq!(doc["applied"]["commands"], 2, "one of the base, one of the increment: {doc}");
    assert_eq!(doc["errors"], serde_json::json!([]));
}

#[test]
fn a_directory_without_a_manifest_says_so() {
    let output = run(&["inspect", "rdb"]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("without the manifest"), "{}", output.stderr);
}

#[test]
fn commands_alone_hold_no_snapshot_and_the_way_to_one_is_named() {
    let output = run_with(&["keys", "-"], b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n");
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("--save"), "{}", output.stderr);
}

#[test]
fn a_capture_that_is_cut_in_its_snapshot_is_damaged() {
    let bytes = std::fs::read(testdata(CAPTURES[1])).unwrap();
    let output = run_with(&["--format", "json", "inspect", "-"], &bytes[..900]);
    assert_eq!(output.code, 1, "{}", output.stderr);
    assert!(!output.json()["damage"].as_array().unwrap().is_empty());
}
