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

/// Two dumps of a master and one of its replica, as somebody pasted them into one file.
fn paste() -> String {
    let id = "a".repeat(40);
    let info = |address: &str, role: &str, offset: u32| {
        let upstream = format!("slave_repl_offset:{offset}\nmaster_link_status:up\n");
        let upstream = if role == "slave" { upstream } else { String::new() };
        format!(
            "{address}> info\n# Server\nredis_version:6.2.14\n# Replication\nrole:{role}\n{upstream}master_replid:{id}\n\
             master_repl_offset:{offset}\nsecond_repl_offset:-1\nrepl_backlog_active:1\nrepl_backlog_size:1000\n\
             repl_backlog_first_byte_offset:1\nrepl_backlog_histlen:{offset}\n"
        )
    };
    let master = |offset| info("10.0.0.1:6379", "master", offset);
    [master(100), info("10.0.0.2:6379", "slave", 140), master(200)].concat()
}

#[test]
fn a_paste_of_several_info_dumps_tells_both_sides() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("paste.txt");
    std::fs::write(&file, paste()).unwrap();
    let file = file.display().to_string();
    let args = ["--format", "json", "psync", "--replica", &file, "--master", &file];
    let doc = run(&args).json();
    assert_eq!(
        (&doc["request"]["next_offset"], &doc["master"]["master_repl_offset"]),
        (&141.into(), &200.into())
    );
    assert_eq!(doc["decision"]["reason"], "accepted");
    let notes = doc["notes"].as_array().unwrap();
    assert_eq!(notes.len(), 2);
    assert!(notes[0].as_str().unwrap().ends_with("of 2 nodes; that of 10.0.0.2:6379 counts"));
    assert!(
        notes[1].as_str().unwrap().ends_with("the newest of 2 of 10.0.0.1:6379 counts"),
        "{}",
        notes[1]
    );
    let table = run(&[&["--format", "table"], &args[2..]].concat()).text();
    assert!(table.contains("holds 3 INFO dumps of 2 nodes"), "{table}");
}

#[test]
fn a_paste_in_which_two_nodes_may_be_meant_is_not_guessed_about() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("paste.txt");
    std::fs::write(&file, paste().replace("role:slave", "role:master")).unwrap();
    let file = file.display().to_string();
    let request = format!("{}:141", "a".repeat(40));
    let args = ["--format", "json", "psync", "--request", &request, "--master", &file];
    let output = run(&[&args[..], &["--master-version", "6.2.14"]].concat());
    assert_eq!(output.code, 4, "{}", output.stderr);
    let missing = &output.json()["missing"][0];
    assert!(missing["what"].as_str().unwrap().ends_with("paste.txt is the master"));
    assert_eq!(missing["why"], "it holds INFO dumps of 2 nodes: 10.0.0.1:6379, 10.0.0.2:6379");
}
