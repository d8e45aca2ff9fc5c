//! `replay`: followed keys, last writes, outcomes, the clock, the profile.

use crate::run::{Output, run, run_with, testdata};
use autopsync_model::AppliedOffset;
use autopsync_synth::stream::StreamBuilder;
use serde_json::{Value, json};

fn stream() -> StreamBuilder {
    StreamBuilder::new(AppliedOffset::new(1000))
}

fn replay(stream: &StreamBuilder, args: &[&str]) -> Output {
    let all = [&["--format", "json", "replay", "-", "--first-offset", "1001"], args].concat();
    run_with(&all, stream.bytes())
}

#[test]
fn a_followed_key_shows_what_each_command_made_of_it() {
    let stream = stream()
        .select(0)
        .command(&["SET", "user:1", "a"])
        .command(&["SET", "other", "b"])
        .transaction(&[&["APPEND", "user:1", "b"], &["APPEND", "user:1", "c"]])
        .command(&["EVAL", "return redis.call('DEL', KEYS[1])", "1", "user:1"])
        .command(&["SADD", "user:2", "m"])
        .command(&["FLUSHDB"]);
    let doc = replay(&stream, &["--watch", "user:*", "--version", "6.2.14"]).json();
    let rows = doc["watch"]["rows"].as_array().unwrap();
    assert_eq!(doc["watch"]["count"], 5);
    let values: Vec<_> = rows
        .iter()
        .map(|row| (row["before"]["value"].as_str(), row["after"]["value"].as_str()))
        .collect();
    assert_eq!(values[..3], [(None, Some("a")), (Some("a"), Some("abc")), (Some("abc"), None)]);
    let spans = stream.spans();
    assert_eq!(rows[0]["offset"], spans[1].start.get());
    assert_eq!(rows[0]["command"], json!(["SET", "user:1", "a"]));
    assert_eq!(rows[1]["command"], json!(["APPEND", "user:1", "c"]), "the last of a transaction");
    assert_eq!((&rows[2]["written_by"], &rows[2]["by_script"]), (&"del".into(), &true.into()));
    assert_eq!(rows[2]["command"][0], "EVAL");
    assert_eq!((&rows[3]["after"]["type"], &rows[3]["after"]["len"]), (&"set".into(), &1.into()));
    assert_eq!((&rows[4]["command"][0], &rows[4]["after"]), (&"FLUSHDB".into(), &Value::Null));
}

#[test]
fn a_key_of_the_snapshot_is_followed_too() {
    let doc = run(&[
        "--format",
        "json",
        "replay",
        "--snapshot",
        "cases/s3-4.0.2/replica/shutdown.rdb",
        "--stream",
        "cases/s3-4.0.2/master/backlog.bin",
        "--watch",
        "*",
    ])
    .json();
    let rows = doc["watch"]["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| !row["before"].is_null()), "{}", doc["watch"]["count"]);
    assert!(rows.iter().all(|row| row["offset"].as_i64().unwrap() > 4218));
}

#[test]
fn the_last_write_of_each_key_is_told_on_request() {
    let stream = stream()
        .select(0)
        .command(&["SET", "a", "1"])
        .command(&["SET", "b", "1"])
        .command(&["INCR", "a"])
        .command(&["DEL", "b"]);
    assert!(replay(&stream, &[]).json()["provenance"].is_null());
    let doc = replay(&stream, &["--provenance"]).json();
    let spans = stream.spans();
    let rows = doc["provenance"]["rows"].as_array().unwrap();
    let row = |n: usize| {
        (
            rows[n]["key"].as_str().unwrap(),
            rows[n]["command"].as_str().unwrap(),
            rows[n]["offset"].as_i64().unwrap(),
        )
    };
    assert_eq!(row(0), ("a", "incr", spans[3].start.get()));
    assert_eq!(row(1), ("b", "del", spans[4].start.get()));
    let doc = replay(&stream, &["--provenance=b*"]).json();
    assert_eq!(
        (&doc["provenance"]["count"], &doc["provenance"]["rows"][0]["key"]),
        (&1.into(), &"b".into())
    );
}

#[test]
fn every_command_has_an_outcome() {
    let stream = stream()
        .select(0)
        .command(&["SET", "s", "x"])
        .command(&["DEL", "none"])
        .command(&["LPUSH", "s", "y"])
        .transaction(&[&["SET", "t", "1"][..], &["INCR", "s"]]);
    let output = replay(&stream, &[]);
    let doc = output.json();
    assert_eq!(doc["outcomes"], json!({"applied": 2, "no_effect": 4, "errors": 2, "unknown": 0}));
    assert_eq!(doc["applied"]["commands"], 8);
    assert_eq!((output.code, &doc["verdict"]), (1, &"errors".into()));
    let errors = doc["errors"].as_array().unwrap();
    assert_eq!(errors[0]["offset"], stream.spans()[3].start.get());
    assert_eq!(
        errors[0]["error"],
        "WRONGTYPE Operation against a key holding the wrong kind of value"
    );
    assert_eq!(errors[1]["command"], json!(["INCR", "s"]));
}

#[test]
fn a_modules_command_leaves_the_answer_open() {
    let stream = stream()
        .select(2)
        .command(&["JSON.SET", "doc:1", "$", "{}"])
        .command(&["json.set", "doc:2", "$", "{}"])
        .command(&["SET", "k", "v"]);
    let output = replay(&stream, &[]);
    let doc = output.json();
    assert_eq!((output.code, &doc["verdict"]), (4, &"inconclusive".into()));
    assert_eq!(doc["outcomes"]["unknown"], 2);
    let unknown = &doc["unknown_commands"][0];
    assert_eq!((&unknown["command"], &unknown["count"]), (&"JSON.SET".into(), &2.into()));
    assert_eq!(unknown["offset"], stream.spans()[1].start.get());
    assert_eq!(unknown["keys"], json!([{"db": 2, "key": "doc:1"}, {"db": 2, "key": "doc:2"}]));
    // A digest that comes out answers it.
    let digest = doc["dataset"]["digest"].as_str().unwrap();
    assert_eq!(replay(&stream, &["--expect-digest", digest]).code, 0);
}

#[test]
fn a_command_of_a_later_version_is_an_error_and_not_unknown() {
    let stream = stream().command(&["GETEX", "k", "PERSIST"]);
    let output = replay(&stream, &["--version", "6.0.20"]);
    assert_eq!((output.code, &output.json()["verdict"]), (1, &"errors".into()));
}

#[test]
fn a_relative_expiry_depends_on_the_clock_and_nothing_expires() {
    let stream = stream().select(0).command(&["SET", "k", "v"]).command(&["EXPIRE", "k", "10"]);
    let expires = |args: &[&str]| {
        let doc =
            replay(&stream, &[&["--watch", "k", "--version", "6.2.14"], args].concat()).json();
        let at = doc["watch"]["rows"][1]["after"]["expires_at_ms"].clone();
        (at, doc)
    };
    let (at, doc) = expires(&[]);
    assert_eq!((at, &doc["clock"]["from"]), (10_000.into(), &"unknown".into()));
    assert_eq!(doc["dataset"]["keys"], 1);
    let finding = &doc["findings"][0];
    assert_eq!(finding["rule"], "result-depends-on-clock");
    let offset = stream.spans()[2].start.get();
    assert_eq!(
        (&doc["caveats"][0]["offset"], &finding["evidence"][0]["at"]),
        (&offset.into(), &(offset - 1001).into())
    );
    let (at, doc) = expires(&["--clock", "1600000000000"]);
    assert_eq!((at, &doc["clock"]["from"]), (1_600_000_010_000_i64.into(), &"flag".into()));
    assert_eq!(doc["findings"], json!([]));
}

#[test]
fn a_log_tells_the_clock() {
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("redis.log");
    let text = "no time here\n1:M 21 Apr 2020 11:16:38.523 * Ready to accept connections\n1:M 21 Apr 2020 11:16:39.000 * DB saved on disk\n";
    std::fs::write(&log, text).unwrap();
    let stream = stream().command(&["PING"]);
    let clock = |line: &str| {
        let arg = format!("log:{}{line}", log.display());
        replay(&stream, &["--clock", &arg])
    };
    let doc = clock("").json();
    assert_eq!((&doc["clock"]["from"], &doc["clock"]["line"]), (&"log".into(), &2.into()));
    assert_eq!(doc["clock"]["ms"], 1_587_467_798_523_i64);
    assert!(doc["clock"]["remark"].as_str().unwrap().contains("UTC"));
    assert_eq!(clock(":3").json()["clock"]["ms"], 1_587_467_799_000_i64);
    let none = clock(":9");
    assert_eq!(none.code, 3);
    assert!(none.stderr.contains("line 9"), "{}", none.stderr);
    assert_eq!(replay(&stream, &["--clock", "ctime"]).code, 3, "there is no snapshot");
    assert_eq!(replay(&stream, &["--clock", "noon"]).code, 2);
}

#[test]
fn the_profile_says_where_each_part_comes_from() {
    let part = |doc: &Value, name: &str| {
        let parts = doc["profile"]["parts"].as_array().unwrap();
        let part = parts.iter().find(|part| part["name"] == name).unwrap();
        (part["value"].as_str().unwrap().to_owned(), part["from"].as_str().unwrap().to_owned())
    };
    let told = |value: &str, from: &str| (value.to_owned(), from.to_owned());
    let snapshot = [
        "--format",
        "json",
        "replay",
        "--snapshot",
        "cases/s3-4.0.2/replica/shutdown.rdb",
        "--stream",
        "cases/s3-4.0.2/master/backlog.bin",
    ];
    let doc = run(&snapshot).json();
    assert_eq!(part(&doc, "replica-version"), told("4.0.2", "snapshot"));
    assert_eq!(part(&doc, "master-version"), told("4.0.2", "version"));
    assert_eq!(part(&doc, "script-mode"), told("verbatim", "version"));
    assert_eq!(part(&doc, "databases"), told("16", "default"));
    let flags = [
        "--version",
        "6.0.20",
        "--master-version",
        "6.2.14",
        "--script-mode",
        "effects",
        "--databases",
        "3",
        "--set",
        "hash-max-ziplist-entries=5",
    ];
    let doc = run(&[snapshot.as_slice(), &flags].concat()).json();
    assert_eq!(part(&doc, "replica-version"), told("6.0.20", "flag"));
    assert_eq!(part(&doc, "master-version"), told("6.2.14", "flag"));
    assert_eq!(part(&doc, "script-mode"), told("effects", "flag"));
    assert_eq!(part(&doc, "databases"), told("3", "flag"));
    assert_eq!(part(&doc, "hash-max-listpack-entries"), told("5", "flag"));
    let info = run(&[
        "--format",
        "json",
        "replay",
        "--stream",
        "cases/s3-4.0.2/master/backlog.bin",
        "--info",
        "cases/s3-4.0.5/master/info.txt",
    ])
    .json();
    assert_eq!(part(&info, "replica-version"), told("4.0.5", "info"));
    let table = run(&[&["--format", "table"], &snapshot[2..]].concat()).text();
    assert!(table.contains("replica 4.0.2 (from snapshot)"), "{table}");
    assert!(table.contains("16 databases (default)"), "{table}");
    assert_eq!(run(&["replay", "-", "--set", "maxmemory=1"]).code, 2);
    assert!(testdata("cases/s3-4.0.5/master/info.txt").is_file());
}

#[test]
fn the_table_shows_followed_keys_and_last_writes() {
    let stream =
        stream().select(0).command(&["SET", "k\x1b", "v"]).command(&["JSON.SET", "d", "$", "1"]);
    let args = [
        "--format",
        "table",
        "replay",
        "-",
        "--first-offset",
        "1001",
        "--watch",
        "*",
        "--provenance",
    ];
    let output = run_with(&args, stream.bytes());
    let text = output.text();
    for part in [
        "Followed keys (1 changes)",
        "k\\x1b",
        "string v",
        "Last writes (1 of 1)",
        "Unknown commands",
        "INCONCLUSIVE",
        "clock",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains('\x1b') && output.stderr.is_empty(), "no progress into a pipe");
}

#[test]
fn shared_output_shows_no_key() {
    let stream = stream()
        .select(0)
        .command(&["SET", "secret", "hidden"])
        .command(&["JSON.SET", "secret", "hidden"]);
    let text = replay(&stream, &["--redact", "--watch", "*", "--provenance"]).text();
    assert!(!text.contains("secret") && !text.contains("hidden"), "{text}");
}
