//! `collect`: the script, run against two real servers.

use crate::run::run;
use autopsync_synth::live::{Connection, LiveServer, skip};
use std::{
    fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

#[test]
fn the_script_holds_the_addresses_and_nothing_a_shell_would_act_upon() {
    let output = run(&["collect", "10.0.0.1:6379", "[::1]:6380"]);
    assert_eq!(output.code, 0);
    let script = output.text();
    assert!(script.starts_with("#!/bin/sh\n"));
    assert!(script.contains("NODES=\"10.0.0.1:6379 [::1]:6380\""));
    assert_eq!(run(&["collect", "$(reboot)"]).code, 2);
    let json = run(&["--format", "json", "collect", "a:1"]).json();
    assert_eq!(json["schema"], "autopsync.collect/1");
}

fn wait_for(connection: &mut Connection, key: &str, value: &str) {
    let start = Instant::now();
    while connection.info(key).unwrap() != value {
        assert!(start.elapsed() < Duration::from_secs(60), "{key} never became {value}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn counters(connection: &mut Connection) -> [u64; 3] {
    ["sync_full", "sync_partial_ok", "sync_partial_err"]
        .map(|key| connection.info(key).unwrap().parse().unwrap())
}

/// Runs the script and returns the case's directory below `dir`.
fn collect(dir: &Path, ports: &[u16], password: Option<&str>) {
    let nodes: Vec<String> = ports.iter().map(|port| format!("127.0.0.1:{port}")).collect();
    let mut args = vec!["collect".to_owned()];
    args.extend(nodes);
    fs::write(dir.join("collect.sh"), run(&args).stdout).unwrap();
    let status = Command::new("sh")
        .args(["collect.sh", "-o", "case"])
        .current_dir(dir)
        .env("COLLECT_WAIT", "1")
        .env("REDISCLI_AUTH", password.unwrap_or_default())
        .status()
        .unwrap();
    assert!(status.success());
}

/// Whether both programs are there.
fn tools(name: &str) -> bool {
    if LiveServer::find_at_least(5, 0, name).is_none() {
        return false;
    }
    let found = Command::new("redis-cli").arg("--version").output().is_ok();
    if !found {
        skip(name, "no redis-cli in PATH");
    }
    found
}

/// A PSYNC is refused while the answer to AUTH is on its way; and a full ring is asked for behind a margin.
#[test]
fn a_full_backlog_behind_a_password_is_fetched() {
    if !tools("a_full_backlog_behind_a_password_is_fetched") {
        return;
    }
    let password = "a \"b\" %s";
    let master =
        LiveServer::start(&["--repl-diskless-sync-delay", "0", "--repl-backlog-size", "64kb"])
            .unwrap();
    let mut connection = master.connect().unwrap();
    let _replica = master.attach_replica().unwrap();
    for n in 0..300 {
        connection.command(&["SET", &format!("key:{n}"), &"v".repeat(500)]).unwrap();
    }
    connection.command(&["CONFIG", "SET", "requirepass", password]).unwrap();
    connection.command(&["AUTH", password]).unwrap();
    let before = counters(&mut connection);
    let dir = tempfile::tempdir().unwrap();
    collect(dir.path(), &[master.port()], Some(password));
    let after = counters(&mut connection);
    assert_eq!(after, [before[0], before[1] + 1, before[2]]);
    let node = dir.path().join(format!("case/127.0.0.1_{}", master.port()));
    assert!(fs::metadata(node.join("backlog.bin")).unwrap().len() > 40_000);
    for file in fs::read_dir(&node).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(password));
    }
}

#[test]
fn a_case_is_gathered_without_a_full_synchronisation() {
    let name = "a_case_is_gathered_without_a_full_synchronisation";
    if !tools(name) {
        return;
    }
    let master = LiveServer::start(&["--repl-diskless-sync-delay", "0"]).unwrap();
    let replica =
        LiveServer::start(&["--replicaof", &format!("127.0.0.1 {}", master.port())]).unwrap();
    let (mut to_master, mut to_replica) = (master.connect().unwrap(), replica.connect().unwrap());
    wait_for(&mut to_replica, "master_link_status", "up");
    for n in 0..500 {
        to_master.command(&["SET", &format!("key:{n}"), &"v".repeat(n)]).unwrap();
    }
    let before = (counters(&mut to_master), counters(&mut to_replica));
    let dir = tempfile::tempdir().unwrap();
    collect(dir.path(), &[master.port(), replica.port()], None);
    let after = (counters(&mut to_master), counters(&mut to_replica));
    // One continuation each, no full synchronisation, no refusal.
    for (before, after) in [(before.0, after.0), (before.1, after.1)] {
        assert_eq!((after[0], after[1], after[2]), (before[0], before[1] + 1, before[2]));
    }
    let case = dir.path().join("case").display().to_string();
    let output = run(&["--format", "json", "offsets", &case]);
    let doc = output.json();
    assert_eq!(output.code, 0, "{doc}");
    assert_eq!(doc["nodes"].as_array().unwrap().len(), 2);
    assert_eq!(doc["stream_comparisons"][0]["status"], "equal", "{doc}");
    assert!(doc["stream_comparisons"][0]["equal_offset"].as_i64().unwrap() > 100_000, "{doc}");
    let with_role = |role: &str| {
        doc["nodes"].as_array().unwrap().iter().find(|node| node["role"] == role).unwrap()
    };
    assert_eq!(with_role("replica")["follows"], with_role("master")["node"]);
    let matrix = run(&["--format", "json", "psync", "--matrix", &case]);
    assert_eq!(matrix.code, 0, "{}", matrix.text());
    for row in matrix.json()["rows"].as_array().unwrap() {
        assert_eq!(row["outcome"], "continue", "{row}");
    }
}
