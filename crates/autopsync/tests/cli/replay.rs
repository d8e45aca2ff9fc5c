//! `replay`.

use crate::run::{expected, run};

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
