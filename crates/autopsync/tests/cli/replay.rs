//! `replay`.

use crate::run::{expected, run, run_with};

const SNAPSHOT: &str = "cases/s3-4.0.2/replica/shutdown.rdb";
const BACKLOG: &str = "cases/s3-4.0.2/master/backlog.bin";

#[test]
fn restart_forgets_scripts_before_the_stream() {
    let truth = expected("s3-4.0.2");
    let output = run(&[
        "--format",
        "json",
        "replay",
        "--restart",
        "--version",
        "4.0.2",
        "--snapshot",
        SNAPSHOT,
        "--stream",
        BACKLOG,
    ]);
    let doc = output.json();
    assert_eq!(output.code, 1);
    assert_eq!(doc["dataset"]["digest"], truth["digests"]["replica"]);
    assert_eq!(doc["error_count"], truth["evalsha_after_restart"]["script_unknown_to_replica"]);
    assert_eq!(doc["applied"]["from_offset"], 4218);
    assert_eq!(doc["applied"]["to_offset"], truth["offset"]);
    assert_eq!(doc["stream"]["first_offset"], 1);
}

#[test]
fn a_backlog_from_its_first_byte_rebuilds_the_master() {
    let truth = expected("s3-4.0.2");
    let digest = truth["digests"]["master"].as_str().unwrap();
    let output = run(&[
        "--format",
        "json",
        "replay",
        "--version",
        "4.0.2",
        "--stream",
        BACKLOG,
        "--expect-digest",
        digest,
    ]);
    let doc = output.json();
    assert_eq!((output.code, &doc["expected"]["met"]), (0, &true.into()), "{doc}");
    assert!(doc["snapshot"].is_null());
    assert!(doc["applied"]["scripts"].as_u64().unwrap() > 0);
}

#[test]
fn a_replay_stops_where_it_is_told() {
    let output = run(&[
        "--format",
        "json",
        "replay",
        "--version",
        "4.0.2",
        "--stream",
        BACKLOG,
        "--to-offset",
        "4218",
    ]);
    assert_eq!(output.json()["applied"]["to_offset"], 4218);
    // The digest of the snapshot that was saved at that offset.
    let saved = run(&["--format", "json", "inspect", "--digest", SNAPSHOT]);
    assert_eq!(output.json()["dataset"]["digest"], saved.json()["digest"]);
}

#[test]
fn another_digest_than_the_expected_one_ends_with_1() {
    let output = run(&[
        "--format",
        "json",
        "replay",
        "--stream",
        BACKLOG,
        "--expect-digest",
        &"0".repeat(40),
    ]);
    assert_eq!(output.code, 1);
    assert_eq!(output.json()["expected"]["met"], false);
}

#[test]
fn a_gap_between_snapshot_and_stream_is_damage() {
    let output = run(&[
        "--format",
        "json",
        "replay",
        "--snapshot",
        SNAPSHOT,
        "--stream",
        BACKLOG,
        "--from-offset",
        "-5",
    ]);
    assert_eq!(output.code, 1);
    assert_eq!(output.json()["damage"][0]["id"], "stream-gap");
}

/// A stream without offsets was once applied to a snapshot from its first byte, and the result printed as a fact.
#[test]
fn a_stream_that_nobody_places_behind_the_snapshot_is_inconclusive() {
    let snapshot = "cases/s3-4.0.5/replica/shutdown.rdb";
    let ping = b"*1\r\n$4\r\nPING\r\n";
    let args = ["--format", "json", "replay", "--snapshot", snapshot, "--stream", "-"];
    let output = run_with(&args, ping);
    let doc = output.json();
    assert_eq!(output.code, 4);
    assert_eq!(doc["verdict"], "inconclusive");
    assert!(doc["missing"][0].as_str().unwrap().contains("--first-offset"));
    let table = run_with(&[&["--format", "table"], &args[2..]].concat(), ping).text();
    assert!(table.contains("INCONCLUSIVE: the stream does not tell where"), "{table}");

    let next = (doc["snapshot"]["repl_offset"].as_i64().unwrap() + 1).to_string();
    let placed = run_with(&[&args[..], &["--first-offset", &next]].concat(), ping);
    assert_eq!(placed.code, 0);
    assert_eq!(placed.json()["missing"], serde_json::json!([]));
    let digest = doc["dataset"]["digest"].as_str().unwrap();
    assert_eq!(run_with(&[&args[..], &["--expect-digest", digest]].concat(), ping).code, 0);
}

#[test]
fn a_stream_that_the_snapshot_contains_adds_nothing() {
    let snapshot = "cases/s3-4.0.5/replica/shutdown.rdb";
    let ping = b"*1\r\n$4\r\nPING\r\n";
    let args = ["--format", "table", "replay", "--snapshot", snapshot, "--stream", "-"];
    let output = run_with(&[&args[..], &["--first-offset", "1"]].concat(), ping);
    assert!(
        output.text().contains("nothing: the snapshot contains everything"),
        "{}",
        output.text()
    );
}

#[test]
fn what_follows_from_an_assumed_version_is_called_assumed() {
    let table = run_with(&["--format", "table", "replay", "-"], b"*1\r\n$4\r\nPING\r\n").text();
    assert_eq!(table.matches("(assumed: nothing tells it)").count(), 2, "{table}");
}

/// A script may put a key's name into its error.
#[test]
fn what_a_script_says_is_redacted() {
    let body = "error('no such account: '..KEYS[1])";
    let stream = format!(
        "*4\r\n$4\r\nEVAL\r\n${}\r\n{body}\r\n$1\r\n1\r\n$10\r\ncustomer:7\r\n",
        body.len()
    );
    for format in ["json", "table"] {
        let args = [
            "--format",
            format,
            "--redact",
            "replay",
            "--version",
            "7.0.15",
            "--first-offset",
            "1",
        ];
        let output =
            crate::run::run_with(&[&args[..], &["--stream", "-"]].concat(), stream.as_bytes());
        let text = output.text();
        assert!(text.contains("ERR redacted:") && !text.contains("customer"), "{text}");
    }
}
