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

/// Writes 150 kB, then asks everybody for a password.
fn fill_and_lock(connection: &mut Connection, password: &str) {
    for n in 0..300 {
        connection.command(&["SET", &format!("key:{n}"), &"v".repeat(500)]).unwrap();
    }
    connection.command(&["CONFIG", "SET", "requirepass", password]).unwrap();
    connection.command(&["AUTH", password]).unwrap();
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
    fill_and_lock(&mut connection, password);
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

/// What the script needs besides a program that speaks to a server.
const NEEDED: [&str; 15] = [
    "sh",
    "sed",
    "head",
    "tail",
    "grep",
    "wc",
    "tr",
    "cat",
    "mkfifo",
    "rm",
    "mkdir",
    "mv",
    "sleep",
    "timeout",
    "redis-cli",
];

/// Where a program lies. What starts another one in its place (a shim) finds its own way.
fn find(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Collects with one program alone; returns the backlog and the place of its first byte.
fn speak(program: &str, master: &LiveServer, password: &str) -> (Vec<u8>, u64) {
    let dir = tempfile::tempdir().unwrap();
    let tools = dir.path().join("tools");
    fs::create_dir(&tools).unwrap();
    for tool in NEEDED {
        let link = format!("#!/bin/sh\nexec {} \"$@\"\n", find(tool).unwrap().display());
        script(&tools.join(tool), &link);
    }
    // Each of the programs that call themselves nc is one for the script.
    let known_as = if program.contains("nc") { "nc" } else { program };
    let (own, path) = (find(program).unwrap(), std::env::var("PATH").unwrap());
    let start = format!("#!/bin/sh\nPATH='{path}' exec {} \"$@\"\n", own.display());
    script(&tools.join(known_as), &start);
    let address = format!("127.0.0.1:{}", master.port());
    fs::write(dir.path().join("collect.sh"), run(&["collect", &address]).stdout).unwrap();
    let output = Command::new("/bin/sh")
        .args(["collect.sh", "-o", "case"])
        .current_dir(dir.path())
        .env("PATH", &tools)
        .env("COLLECT_WAIT", "0")
        .env("COLLECT_FILES", "no")
        .env("REDISCLI_AUTH", password)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
    let node = dir.path().join(format!("case/127.0.0.1_{}", master.port()));
    let bytes = fs::read(node.join("backlog.bin"));
    let origin = fs::read(node.join("backlog.bin.json"));
    let origin = origin.unwrap_or_else(|error| panic!("{program}: {error}: {said}"));
    let origin: serde_json::Value = serde_json::from_slice(&origin).unwrap();
    (bytes.unwrap(), origin["first_offset"].as_u64().unwrap())
}

fn script(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Its `nc` and python branches had never run.
#[test]
fn every_program_that_can_speak_to_a_server_fetches_the_backlog() {
    let name = "every_program_that_can_speak_to_a_server_fetches_the_backlog";
    if !tools(name) || NEEDED.iter().any(|tool| find(tool).is_none()) {
        return;
    }
    let password = "a \"b\" %s";
    let master = LiveServer::start(&["--repl-diskless-sync-delay", "0"]).unwrap();
    let mut connection = master.connect().unwrap();
    let _replica = master.attach_replica().unwrap();
    fill_and_lock(&mut connection, password);
    let before = counters(&mut connection);
    let all = ["nc", "perl", "python3", "bash"];
    let absent: Vec<_> = all.into_iter().filter(|program| find(program).is_none()).collect();
    if !absent.is_empty() {
        skip(name, &format!("not with {}, which is not installed", absent.join(", ")));
    }
    // Every nc has a mind of its own about an input that ends.
    let more = ["nc.openbsd", "nc.traditional", "ncat"];
    let there = all.iter().chain(&more).copied().filter(|program| find(program).is_some());
    let there: Vec<_> = there.collect();
    let fetched: Vec<_> = thread::scope(|scope| {
        let master = &master;
        let started = there.iter().map(|program| scope.spawn(|| speak(program, master, password)));
        let started: Vec<_> = started.collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let after = counters(&mut connection);
    assert_eq!(after, [before[0], before[1] + there.len() as u64, before[2]], "{there:?}");
    let all = fetched.iter().map(|(bytes, _)| bytes.len()).min().unwrap();
    for ((bytes, first), program) in fetched.iter().zip(&there) {
        assert_eq!(*first, 1, "{program}");
        assert!(bytes.len() > 150_000 && bytes[..all] == fetched[0].0[..all], "{program}");
    }
}
