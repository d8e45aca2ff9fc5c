//! `psync` on recorded incidents: the answers of the real servers are the expectation.

use crate::run::{expected, run};
use serde_json::{Value, json};

fn ask(case: &str, more: &[&str]) -> (i32, Value) {
    let [rdb, info, backlog] = ["replica/shutdown.rdb", "master/info.txt", "master/backlog.bin"]
        .map(|file| format!("cases/{case}/{file}"));
    let mut args = vec![
        "--format",
        "json",
        "psync",
        "--replica",
        &rdb,
        "--master",
        &info,
        "--master",
        &backlog,
    ];
    args.extend(more);
    let output = run(&args);
    (output.code, output.json())
}

fn rules(doc: &Value) -> Vec<&str> {
    doc["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect()
}

/// <https://github.com/redis/redis/issues/4483>
#[test]
fn a_4_0_2_replica_forgets_its_scripts_continues_and_diverges() {
    let truth = expected("s3-4.0.2");
    let (code, doc) = ask("s3-4.0.2", &[]);
    assert_eq!(code, 1);
    assert_eq!(doc["verdict"], "continue-diverges");
    assert_eq!(doc["request"]["replid"], truth["request"]["replid"]);
    assert_eq!(doc["request"]["next_offset"], truth["request"]["offset"]);
    assert_eq!(doc["request"]["from"], "rdb-restart");
    assert_eq!(doc["decision"]["outcome"], "continue");
    assert_eq!(doc["decision"]["bytes"], 8202 - 4218);
    let aftermath = &doc["aftermath"];
    assert_eq!(aftermath["status"], "diverged");
    assert_eq!(aftermath["digest"], truth["digests"]["replica"]);
    assert_eq!(aftermath["final_offset"], truth["offset"]);
    let lost = &truth["evalsha_after_restart"];
    assert_eq!(aftermath["error_count"], lost["script_unknown_to_replica"]);
    let errors = aftermath["errors"].as_array().unwrap();
    assert_eq!(errors[0]["offset"], lost["first_unknown_at_offset"]);
    for error in errors {
        assert!(error["command"][0].as_str().unwrap().eq_ignore_ascii_case("evalsha"), "{error}");
        assert_eq!(error["error"], "NOSCRIPT No matching script. Please use EVAL.");
    }
    assert_eq!(rules(&doc), ["scripts-lost-on-restart"]);
}

/// The bodies stand in the backlog, so what the replica should have become can be computed: it is what the master had.
#[test]
fn what_the_replica_should_have_become_is_what_the_master_had() {
    let (_, doc) = ask("s3-4.0.2", &[]);
    assert_eq!(doc["aftermath"]["expected_digest"], expected("s3-4.0.2")["digests"]["master"]);
}

#[test]
fn a_4_0_5_replica_keeps_its_scripts_and_stays_right() {
    let truth = expected("s3-4.0.5");
    let (code, doc) = ask("s3-4.0.5", &[]);
    assert_eq!((code, &doc["verdict"]), (0, &json!("continue-clean")));
    assert_eq!(doc["aftermath"]["digest"], truth["digests"]["replica"]);
    assert_eq!(doc["aftermath"]["error_count"], 0);
    assert_eq!(rules(&doc), Vec::<&str>::new());
}

#[test]
fn a_6_2_replica_under_effects_stays_right() {
    let (code, doc) = ask("s3-6.2.14", &[]);
    assert_eq!((code, &doc["verdict"]), (0, &json!("continue-clean")));
    assert_eq!(doc["aftermath"]["digest"], expected("s3-6.2.14")["digests"]["replica"]);
}

#[test]
fn a_4_0_0_replica_forgets_the_database_continues_and_diverges() {
    let truth = expected("s4-4.0.0-shutdown");
    let (code, doc) = ask("s4-4.0.0-shutdown", &[]);
    assert_eq!((code, &doc["verdict"]), (1, &json!("continue-diverges")));
    assert_eq!(doc["aftermath"]["digest"], truth["digests"]["replica"]);
    assert_eq!(doc["aftermath"]["expected_digest"], truth["digests"]["master"]);
    assert_eq!(rules(&doc), ["stream-db-lost-on-restart"]);
    assert!(doc["aftermath"]["because"].as_str().unwrap().contains("database 9 go to 0"), "{doc}");
}

#[test]
fn a_detached_4_0_2_replica_saves_no_usable_database_and_asks_for_everything() {
    let (code, doc) = ask("s4-4.0.2-detached", &[]);
    assert_eq!((code, &doc["verdict"]), (1, &json!("full-resync")));
    assert_eq!(doc["request"]["replid"], "?");
    assert_eq!(doc["decision"]["reason"], "replica-asked-full");
    assert_eq!(doc["aftermath"]["status"], "not-replayed");
    assert_eq!(rules(&doc), ["restart-without-position"]);
}

#[test]
fn a_detached_7_0_replica_continues_in_its_database() {
    let (code, doc) = ask("s4-7.0.15-detached", &[]);
    assert_eq!((code, &doc["verdict"]), (0, &json!("continue-clean")));
    assert_eq!(doc["aftermath"]["digest"], expected("s4-7.0.15-detached")["digests"]["replica"]);
}

/// What if it had been a version that saves scripts? The snapshot at hand still has none.
#[test]
fn a_newer_binary_on_an_old_snapshot_loses_the_scripts_once_more() {
    let (code, doc) = ask("s3-4.0.2", &["--replica-version", "4.0.6"]);
    assert_eq!((code, &doc["verdict"]), (1, &json!("continue-diverges")));
    assert_eq!(doc["request"]["version"], "4.0.6");
}

#[test]
fn an_append_only_file_forgets_the_position() {
    let (_, doc) = ask("s3-4.0.5", &["--replica-aof"]);
    assert_eq!(doc["verdict"], "full-resync");
    assert_eq!(rules(&doc), ["restart-without-position"]);
}

#[test]
fn a_request_and_an_info_dump_are_enough_for_a_decision() {
    let id = expected("s3-4.0.2")["request"]["replid"].as_str().unwrap().to_owned();
    let ask = |next: &str| {
        let output = run(&[
            "--format",
            "json",
            "psync",
            "--request",
            &format!("{id}:{next}"),
            "--master",
            "cases/s3-4.0.2/master/info.txt",
        ]);
        (output.code, output.json())
    };
    let (code, doc) = ask("4219");
    assert_eq!((code, &doc["verdict"]), (0, &json!("continue-unverified")));
    assert_eq!(doc["request"]["from"], "flag");
    assert!(!doc["missing"].as_array().unwrap().is_empty());
    let (code, doc) = ask("8204");
    assert_eq!((code, &doc["decision"]["reason"]), (1, &json!("offset-after-backlog")));
    let (code, doc) = ask("0");
    assert_eq!((code, &doc["decision"]["reason"]), (1, &json!("offset-before-backlog")));
    assert_eq!(rules(&doc), ["backlog-too-small"]);
}

#[test]
fn what_is_missing_is_said_with_the_command_that_fetches_it() {
    let output =
        run(&["--format", "json", "psync", "--replica", "cases/s3-4.0.2/replica/shutdown.rdb"]);
    assert_eq!(output.code, 4);
    let doc = output.json();
    assert_eq!(doc["verdict"], "inconclusive");
    assert_eq!(doc["request"]["next_offset"], 4219);
    assert_eq!(doc["missing"][0]["command"], "redis-cli -h MASTER INFO");
}

#[test]
fn the_table_says_the_answer_first() {
    let output = run(&[
        "--format",
        "table",
        "psync",
        "--replica",
        "cases/s3-4.0.2/replica/shutdown.rdb",
        "--master",
        "cases/s3-4.0.2/master/info.txt",
        "--master",
        "cases/s3-4.0.2/master/backlog.bin",
    ]);
    let text = output.text();
    assert!(text.starts_with("CONTINUES, AND DIVERGES: "), "{text}");
    assert!(!text.contains('\x1b'));
    assert!(text.contains("NOSCRIPT"));
}

/// A former master in hand as the replica of the promoted node: it asks for its own position, not for everything.
#[test]
fn a_demoted_master_asks_for_its_own_position() {
    let output = run(&[
        "--format",
        "json",
        "psync",
        "--replica",
        "cases/s5-6.2.14/a/isolated.txt",
        "--master",
        "cases/s5-6.2.14/b/promoted.txt",
    ]);
    let doc = output.json();
    assert_eq!(output.code, 1);
    assert_eq!(doc["decision"]["reason"], "second-id-offset-exceeded");
    assert_eq!(doc["request"]["next_offset"], 3267);
    assert!(doc["request"]["place"].as_str().unwrap().contains("isolated.txt:"), "{doc}");
    assert!(doc["master"]["place"].as_str().unwrap().contains("promoted.txt:"), "{doc}");
}

/// Up to 3.2 a replica's INFO has its offset without an id, which is no request for everything.
#[test]
fn an_offset_without_its_history_is_no_request() {
    let output = run(&[
        "--format",
        "json",
        "psync",
        "--replica",
        "cases/s7-2.8.9/replica2/end.txt",
        "--master",
        "cases/s7-2.8.9/master/end.txt",
    ]);
    let doc = output.json();
    assert_eq!((output.code, &doc["verdict"]), (4, &json!("inconclusive")));
    assert!(doc["missing"][0]["command"].as_str().unwrap().contains("--request RUN_ID:1810"));
}

/// The log ends before the replica's snapshot: where the master was by then nobody tells.
#[test]
fn a_request_behind_the_end_of_the_masters_log_is_not_decided() {
    let replid = "816f8f218e77ea4704a2373d628ad40ba42a4b1b";
    let ask = |master: &str| {
        let request = format!("{replid}:9000000");
        run(&["--format", "json", "psync", "--request", &request, "--master", master])
    };
    let log = ask("cases/s5-6.2.14/b/server.log");
    assert_eq!((log.code, &log.json()["verdict"]), (4, &json!("inconclusive")));
    let info = ask("cases/s5-6.2.14/b/end.txt");
    assert_eq!(
        (info.code, &info.json()["decision"]["reason"]),
        (1, &json!("offset-after-backlog"))
    );
    assert!(info.json()["missing"][0]["command"].as_str().unwrap().contains("INFO replication"));
}

#[test]
fn requests_that_are_not_decided_upon_are_listed_with_their_places() {
    let output = run(&[
        "--format",
        "table",
        "psync",
        "--replica",
        "cases/s5-6.2.14/a/isolated.txt",
        "--replica",
        "cases/s5-6.2.14/a/shutdown.rdb",
        "--master",
        "cases/s5-6.2.14/b/end.txt",
    ]);
    let told = output.text();
    let line = told.lines().find(|line| line.contains("also told")).unwrap();
    assert!(line.contains(":3267 (from info, ") && line.contains("not decided upon"), "{line}");
}

/// The replica's INFO tells where its master listens, so that the command can be pasted.
#[test]
fn what_is_missing_of_the_master_is_asked_at_its_address() {
    let output = run(&["--format", "json", "psync", "--replica", "cases/s5-6.2.14/c/end.txt"]);
    let doc = output.json();
    let command = doc["missing"][0]["command"].as_str().unwrap();
    assert!(command.starts_with("redis-cli -h 127.0.0.1 -p ") && output.code == 4, "{command}");
}
