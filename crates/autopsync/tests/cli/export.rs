//! `export`: every form, every refusal.

use crate::run::{Output, run, run_with, testdata};
use serde_json::Value;
use std::path::PathBuf;

const SNAPSHOT: &str = "cases/s3-4.0.5/replica/shutdown.rdb";
const FIELDS_EXPIRE: &str = "rdb/snapshots/redis-7.4.1-plain.rdb";
const STREAMS: &str = "rdb/snapshots/redis-7.2.6-plain.rdb";

fn json(args: &[&str]) -> Output {
    run(&[&["--format", "json"], args].concat())
}

/// Every recorded snapshot.
pub fn snapshots() -> Vec<String> {
    let mut found: Vec<_> = std::fs::read_dir(testdata("rdb/snapshots"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| std::path::Path::new(name).extension().is_some_and(|ending| ending == "rdb"))
        .map(|name| format!("rdb/snapshots/{name}"))
        .collect();
    found.sort();
    assert!(found.len() >= 10);
    found
}

fn digest(path: &str) -> String {
    let doc = json(&["inspect", "--digest", path]).json();
    doc["digest"].as_str().unwrap().to_owned()
}

/// The keys of a snapshot as `--to ndjson` has them, without what a writer may choose.
fn keys(path: &str) -> Vec<Value> {
    let mut rows = run(&["export", path, "--to", "ndjson"]).rows();
    for row in &mut rows {
        row.as_object_mut().unwrap().remove("encoding");
    }
    rows
}

#[test]
fn json_is_one_document_that_names_every_key_and_script() {
    let output = json(&["export", SNAPSHOT, "--to", "json"]);
    let doc = output.json();
    assert_eq!(output.code, 0);
    assert_eq!(doc["schema"], "autopsync.export/1");
    let count = run(&["keys", SNAPSHOT]).rows().len();
    assert_eq!(doc["keys"].as_array().unwrap().len(), count);
    assert_eq!(doc["summary"]["selected"], count);
    assert_eq!(doc["scripts"].as_array().unwrap().len(), 3);
    let list = doc["keys"].as_array().unwrap().iter().find(|row| row["key"] == "list:0").unwrap();
    assert_eq!(list["value"], serde_json::json!(["1:before", "2:before", "before"]));
    assert_eq!(list["expire_at_ms"], Value::Null);
}

#[test]
fn lines_and_document_say_the_same_of_every_recorded_snapshot() {
    for path in snapshots() {
        let lines = run(&["export", &path, "--to", "ndjson"]);
        let doc = json(&["export", &path, "--to", "json"]).json();
        assert_eq!(lines.code, 0, "{path}: {}", lines.stderr);
        assert_eq!(&Value::Array(lines.rows()), &doc["keys"], "{path}");
    }
}

#[test]
fn a_snapshot_for_the_same_server_has_the_same_data() {
    let dir = tempfile::tempdir().unwrap();
    for path in snapshots() {
        let out = dir.path().join("out.rdb").display().to_string();
        let mut args = vec!["export", &path, "--to", "rdb", "--output", &out];
        if path.contains("7.0-rc1") {
            // Its form of libraries is read, and not written.
            args.extend(["--target", "redis-7.0"]);
        }
        let output = json(&args);
        assert_eq!(output.code, 0, "{path}: {}", output.stderr);
        let doc = output.json();
        assert_eq!(doc["output"]["bytes"], std::fs::metadata(&out).unwrap().len());
        assert_eq!(doc["summary"]["losses"].as_array().unwrap().len(), 0);
        assert_eq!(digest(&out), digest(&path), "{path}");
        assert_eq!(keys(&out), keys(&path), "{path}");
    }
}

#[test]
fn commands_rebuild_every_recorded_data_set() {
    for path in snapshots() {
        // The digest of floats and of streams depends on the version.
        let doc = json(&["inspect", &path]).json();
        let version = doc["aux"]
            .as_array()
            .unwrap()
            .iter()
            .find(|aux| aux["key"] == "redis-ver" || aux["key"] == "valkey-ver")
            .map(|aux| {
                let product = aux["key"].as_str().unwrap().strip_suffix("-ver").unwrap();
                format!("{product}-{}", aux["value"].as_str().unwrap())
            });
        let version = version.unwrap_or_else(|| "2.8.24".to_owned());
        let commands = run(&["export", &path, "--to", "resp"]);
        assert_eq!(commands.code, 0, "{path}: {}", commands.stderr);
        let expected = json(&["inspect", "--digest", &path, "--version", &version]).json();
        let mut args = vec!["--format", "json", "replay", "-", "--version", &version];
        if path.contains("smalllimits") {
            // A small sorted set that a server packs itself loses the sign of its -0.
            args.extend(["--set", "zset-max-ziplist-entries=0"]);
        }
        let replayed = run_with(&args, &commands.stdout).json();
        assert_eq!(replayed["dataset"]["digest"], expected["digest"], "{path} {version}");
        assert_eq!(replayed["error_count"], 0, "{path}: {}", replayed["errors"]);
    }
}

#[test]
fn the_selection_applies_to_every_form() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out.rdb").display().to_string();
    let select = ["--match", "plain:*", "--type", "string", "--db", "0"];
    let wanted = run(&[&["keys", SNAPSHOT], &select[..]].concat()).rows().len();
    assert!(wanted > 0);
    let export = |to: &[&str]| run(&[&["export", SNAPSHOT], &select[..], to].concat());
    assert_eq!(export(&["--to", "ndjson"]).rows().len(), wanted);
    assert_eq!(export(&["--to", "csv"]).text().lines().count(), wanted + 1);
    assert_eq!(export(&["--to", "resp"]).text().matches("\r\nSET\r\n").count(), wanted);
    export(&["--to", "rdb", "--output", &out]);
    assert_eq!(run(&["keys", &out]).rows().len(), wanted);
}

#[test]
fn what_the_target_cannot_hold_is_refused_by_name_or_dropped_and_counted() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("old.rdb").display().to_string();
    for to in ["rdb", "resp"] {
        let base = ["export", FIELDS_EXPIRE, "--to", to, "--target", "redis-7.2", "--output", &out];
        let refused = json(&base);
        assert_eq!(refused.code, 1, "{to}");
        assert!(refused.stderr.contains("field-expiry, in \""), "{}", refused.stderr);
        assert!(refused.stderr.contains("--drop-unsupported"), "{}", refused.stderr);
        assert!(!PathBuf::from(&out).exists(), "a file was left behind");
        assert!(!PathBuf::from(format!("{out}.partial")).exists(), "a part was left behind");
        let dropped = json(&[&base[..], &["--drop-unsupported"]].concat());
        assert_eq!(dropped.code, 0, "{}", dropped.stderr);
        let losses = &dropped.json()["summary"]["losses"];
        let losses = losses.as_array().unwrap();
        assert!(losses.iter().any(|loss| loss["feature"] == "field-expiry"), "{losses:?}");
        assert!(dropped.stderr.contains("dropped: field-expiry"), "{}", dropped.stderr);
        std::fs::remove_file(&out).unwrap();
    }
}

#[test]
fn a_whole_key_that_is_dropped_is_counted() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("old.rdb").display().to_string();
    let streams = run(&["keys", STREAMS, "--type", "stream"]).rows().len();
    assert!(streams > 0);
    let args = ["export", STREAMS, "--to", "rdb", "--rdb-version", "8", "--drop-unsupported"];
    let doc = json(&[&args[..], &["--output", &out]].concat()).json();
    assert_eq!(doc["summary"]["dropped"], streams);
    assert_eq!(doc["target"], "REDIS version 8");
    assert!(run(&["keys", &out, "--type", "stream"]).rows().is_empty());
}

#[test]
fn the_replication_identity_is_kept_only_on_request() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out.rdb").display().to_string();
    let identity = |more: &[&str]| {
        json(&[&["export", SNAPSHOT, "--to", "rdb", "--output", &out], more].concat());
        json(&["inspect", &out]).json()["replication"]["repl_offset"].clone()
    };
    assert_eq!(identity(&[]), Value::Null);
    assert_eq!(identity(&["--keep-replication"]), 4169);
}

#[test]
fn csv_has_a_row_for_each_element() {
    let text = run(&["export", SNAPSHOT, "--to", "csv", "--match", "list:0"]).text();
    assert_eq!(
        text,
        "db,key,type,expire_at_ms,element,id,field,value,field_expire_at_ms,\
         idle_seconds,freq,encoding\r\n\
         0,list:0,list,,element,0,,1:before,,,,quicklist\r\n\
         0,list:0,list,,element,1,,2:before,,,,quicklist\r\n\
         0,list:0,list,,element,2,,before,,,,quicklist\r\n"
    );
    for path in snapshots() {
        let output = run(&["export", &path, "--to", "csv"]);
        assert_eq!(output.code, 0, "{path}: {}", output.stderr);
    }
}

#[test]
fn a_damaged_snapshot_yields_what_stands_before_the_damage() {
    let bytes = std::fs::read(testdata(SNAPSHOT)).unwrap();
    for to in ["json", "ndjson", "csv", "resp", "rdb"] {
        let output = run_with(&["export", "-", "--to", to], &bytes[..400]);
        assert_eq!(output.code, 1, "{to}");
        assert!(output.stderr.contains("damage: "), "{to}: {}", output.stderr);
        assert!(!output.stdout.is_empty());
        if to == "rdb" {
            let again = run_with(&["--format", "json", "inspect", "-"], &output.stdout);
            assert_eq!(again.code, 0, "{}", again.json());
        }
    }
}

#[test]
fn a_redacted_export_hides_names_and_values() {
    let text = run(&["--redact", "export", SNAPSHOT, "--to", "ndjson"]).text();
    assert!(!text.contains("before") && text.contains("redacted:"));
    let text = run(&["--redact", "export", SNAPSHOT, "--to", "csv"]).text();
    assert!(!text.contains("before") && text.contains("redacted:"));
    assert_eq!(run(&["--redact", "export", SNAPSHOT, "--to", "rdb"]).code, 2);
}

#[test]
fn options_that_make_no_sense_together_are_refused() {
    for (args, hint) in [
        (vec!["--to", "json", "--target", "redis-7.2"], "a target"),
        (vec!["--to", "csv", "--drop-unsupported"], "--drop-unsupported"),
        (vec!["--to", "resp", "--keep-replication"], "--keep-replication"),
        (vec!["--to", "rdb", "--rdb-version", "50"], "from 1 to 15"),
        (vec!["--to", "rdb", "--target", "7.2", "--rdb-version", "9"], "cannot be used with"),
    ] {
        let output = run(&[&["export", SNAPSHOT], args.as_slice()].concat());
        assert_eq!(output.code, 2, "{args:?}");
        assert!(output.stderr.contains(hint), "{args:?}: {}", output.stderr);
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn what_is_no_snapshot_is_unreadable() {
    for to in ["json", "rdb"] {
        let output = run_with(&["export", "-", "--to", to], b"*1\r\n$4\r\nPING\r\n");
        assert_eq!(output.code, 3);
        assert!(output.stderr.contains("replay --stream"), "{}", output.stderr);
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn an_output_that_cannot_be_written_says_which() {
    let output = run(&["export", SNAPSHOT, "--to", "json", "--output", "no/such/folder/x"]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("no/such/folder/x"), "{}", output.stderr);
}

#[test]
fn a_value_that_is_damaged_is_told_up_to_the_damage() {
    // A listpack that says it has more bytes than it has.
    let listpack = b"\x0d\x00\x00\x00\x02\x00\x81a\x02\x81b\x02\x81\xff";
    let mut bytes = b"REDIS0011\xfe\x00\x10\x01h".to_vec();
    bytes.push(u8::try_from(listpack.len()).unwrap());
    bytes.extend_from_slice(listpack);
    bytes.extend_from_slice(b"\x00\x01k\x01v\xff\0\0\0\0\0\0\0\0");
    let output = run_with(&["export", "-", "--to", "ndjson"], &bytes);
    let rows = output.rows();
    assert_eq!((output.code, rows.len()), (1, 2), "{}", output.stderr);
    assert!(rows[0]["damage"]["id"].is_string(), "{}", rows[0]);
    assert_eq!(rows[1]["value"], "v");
}
