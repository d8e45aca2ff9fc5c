//! Append-only files in `stream` and `replay`: the digests of the servers that wrote them are the expectation.

use crate::run::{Output, run, run_with, testdata};
use autopsync_synth::live::{Connection, Launch, LiveServer};
use serde_json::Value;
use std::{fs, path::Path, thread, time::Duration};

const CASES: [(&str, &str); 5] = [
    ("redis-6.2.14-preamble", "appendonly.aof"),
    ("redis-7.0.15-preamble", "appendonlydir"),
    ("redis-7.0.15-commands", "appendonlydir/appendonly.aof.manifest"),
    ("redis-8.2.3-offsets", ""),
    ("valkey-9.1.2-preamble", "appendonlydir"),
];

const TIMED: &str = "aof/redis-7.0.15-preamble/appendonlydir";

fn expected(case: &str) -> Value {
    let path = testdata(&format!("aof/{case}/expected.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn json(args: &[&str]) -> Output {
    run(&[&["--format", "json"], args].concat())
}

/// A copy of a recorded file whose parts can be changed.
fn copy(from: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(testdata(from)).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
    }
    dir
}

#[test]
fn every_recorded_file_makes_its_servers_data() {
    for (case, path) in CASES {
        let truth = expected(case);
        let (path, digest) = (format!("aof/{case}/{path}"), truth["digest"].as_str().unwrap());
        let version = truth["version"].as_str().unwrap();
        for form in [vec![path.as_str()], vec!["--stream", path.as_str()]] {
            let args = [form, vec!["--version", version, "--expect-digest", digest]].concat();
            let output = json(&[vec!["replay"], args].concat());
            let doc = output.json();
            assert_eq!((output.code, &doc["expected"]["met"]), (0, &true.into()), "{case}: {doc}");
            assert_eq!(doc["dataset"]["keys"], truth["keys"]);
            assert_eq!((&doc["error_count"], &doc["verdict"]), (&0.into(), &"clean".into()));
        }
    }
}

#[test]
fn an_append_only_file_has_no_replication_offsets() {
    let doc = json(&["replay", "aof/redis-8.2.3-offsets"]).json();
    for field in ["first_offset", "last_offset"] {
        assert!(doc["stream"][field].is_null());
    }
    assert!(doc["applied"]["from_offset"].is_null() && doc["applied"]["to_offset"].is_null());
    assert_eq!(doc["applied"]["to_file_offset"], 1623);
    let files = doc["stream"]["aof"].as_array().unwrap();
    assert_eq!((&files[0]["role"], &files[1]["role"]), (&"base".into(), &"increment".into()));
    assert_eq!(files[0]["snapshot_bytes"], files[0]["bytes"]);
    assert_eq!(files[1]["manifest_start_offset"], 63);
    for args in [["replay", TIMED, "--to-offset", "9"], ["stream", TIMED, "--from-offset", "9"]] {
        let output = run(&args);
        assert_eq!(output.code, 2);
        assert!(output.stderr.contains("no replication offsets"), "{}", output.stderr);
    }
}

#[test]
fn rows_tell_the_file_and_the_byte_in_it() {
    let rows = run(&["stream", TIMED]).rows();
    let file = "aof/redis-7.0.15-preamble/appendonlydir/appendonly.aof.2.incr.aof";
    assert_eq!((&rows[0]["file"], &rows[0]["file_offset"]), (&file.into(), &0.into()));
    assert_eq!((&rows[0]["kind"], &rows[0]["time"]), (&"annotation".into(), &1_795_244_294.into()));
    let bytes = fs::read(testdata(file)).unwrap();
    for row in &rows {
        assert!(row.get("offset").is_none());
        let at = usize::try_from(row["file_offset"].as_u64().unwrap()).unwrap();
        assert!(matches!(bytes[at], b'*' | b'#'), "{row}");
    }
    for pair in rows.windows(2) {
        assert_eq!(pair[0]["next_file_offset"], pair[1]["file_offset"]);
    }
    // Behind a preamble bytes count from the beginning of the file.
    let rows = run(&["stream", "aof/redis-6.2.14-preamble/appendonly.aof"]).rows();
    assert_eq!((&rows[0]["file_offset"], &rows[0]["kind"]), (&972.into(), &"select".into()));
}

#[test]
fn annotations_are_times_and_no_commands() {
    let doc = json(&["stream", TIMED, "--stats"]).json();
    assert_eq!(
        (&doc["first_time"], &doc["last_time"]),
        (&1_795_244_294.into(), &1_795_244_294.into())
    );
    let rows = run(&["stream", TIMED]).rows();
    let commands = rows.iter().filter(|row| row["kind"] != "annotation").count();
    assert_eq!(doc["commands"], commands);
    let doc = json(&["replay", TIMED]).json();
    assert_eq!(doc["applied"]["commands"], commands);
    assert_eq!(doc["clock"]["from"], "aof-annotations");
    assert_eq!(doc["clock"]["end_ms"], 1_795_244_294_000_i64);
    let doc = json(&["replay", TIMED, "--clock", "77"]).json();
    assert_eq!((&doc["clock"]["from"], &doc["clock"]["end_ms"]), (&"flag".into(), &77.into()));
}

#[test]
fn the_end_inside_a_command_is_an_outcome_with_its_place() {
    let dir = copy(TIMED);
    let last = dir.path().join("appendonly.aof.2.incr.aof");
    let bytes = fs::read(&last).unwrap();
    fs::write(&last, &bytes[..bytes.len() - 5]).unwrap();
    let path = dir.path().to_str().unwrap();
    let output = json(&["replay", path]);
    let doc = output.json();
    assert_eq!(output.code, 0, "a server cuts it and starts");
    let at = doc["truncated"]["truncated_at_file_offset"].as_u64().unwrap();
    assert!(doc["truncated"]["truncated_at"].is_null());
    assert_eq!(doc["applied"]["to_file_offset"], at);
    assert_eq!(at + doc["truncated"]["pending_bytes"].as_u64().unwrap(), bytes.len() as u64 - 5);
    let rows = run(&["stream", path]).rows();
    assert_eq!(rows.last().unwrap()["truncated_at_file_offset"], at);
}

#[test]
fn only_the_last_file_may_end_inside_a_command() {
    let dir = copy("aof/redis-7.0.15-commands/appendonlydir");
    let base = dir.path().join("appendonly.aof.2.base.aof");
    let bytes = fs::read(&base).unwrap();
    fs::write(&base, &bytes[..bytes.len() - 5]).unwrap();
    let path = dir.path().to_str().unwrap();
    let output = json(&["replay", path]);
    let doc = output.json();
    assert_eq!((output.code, &doc["damage"][0]["id"]), (1, &"aof-cut-before-the-last-file".into()));
    assert!(doc["applied"]["to_file"].as_str().unwrap().ends_with("base.aof"));
    assert_eq!(run(&["stream", path]).code, 1);
}

#[test]
fn a_transaction_without_exec_is_not_applied() {
    let input = b"*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n";
    let doc = run_with(&["--format", "json", "replay", "-", "--aof"], input).json();
    assert_eq!(
        (&doc["dataset"]["keys"], &doc["open_transaction"]["file_offset"]),
        (&0.into(), &23.into())
    );
    let doc = run_with(&["--format", "json", "replay", "-"], input).json();
    assert_eq!(doc["open_transaction"]["offset"], 24);
}

#[test]
fn bytes_that_no_loader_takes_are_damage_with_their_place() {
    let input = b"*1\r\n$4\r\nPING\r\n\0\0\0\0";
    let output = run_with(&["--format", "json", "replay", "-", "--aof"], input);
    let doc = output.json();
    assert_eq!((output.code, &doc["damage"][0]["id"]), (1, &"aof-record-marker".into()));
    assert_eq!(doc["damage"][0]["at"], 14);
    let output = run_with(&["stream", "-", "--aof"], input);
    assert_eq!((output.code, &output.rows()[1]["malformed_at_file_offset"]), (1, &14.into()));
}

#[test]
fn a_replay_stops_at_a_byte_of_a_file() {
    let name = "appendonly.aof.2.incr.aof";
    let rows = run(&["stream", TIMED]).rows();
    let stop = rows[10]["file_offset"].as_u64().unwrap();
    let doc = json(&["replay", TIMED, "--to-file-offset", &format!("{name}:{stop}")]).json();
    assert_eq!(
        (&doc["applied"]["to_file_offset"], &doc["applied"]["commands"]),
        (&stop.into(), &9.into())
    );
    let taken = run(&["stream", TIMED, "--to-file-offset", &format!("{name}:{stop}")]).rows().len();
    assert_eq!(taken, 10);
    let ambiguous = run(&["replay", TIMED, "--to-file-offset", "9"]);
    assert_eq!(ambiguous.code, 2);
    assert!(ambiguous.stderr.contains(name), "{}", ambiguous.stderr);
}

#[test]
fn a_missing_part_and_a_foreign_file_are_named() {
    let dir = copy(TIMED);
    fs::remove_file(dir.path().join("appendonly.aof.2.incr.aof")).unwrap();
    let output = run(&["replay", dir.path().to_str().unwrap()]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("incr.aof"), "{}", output.stderr);
    let output = run(&["replay", "cases/s3-4.0.2/replica/shutdown.rdb"]);
    assert_eq!(output.code, 3, "a snapshot alone is no stream");
    let output = run(&["replay", TIMED, "cases/s3-4.0.2/master/backlog.bin"]);
    assert_eq!(output.code, 2, "an append-only file stands alone");
}

/// Commands of every type in three databases, with times to live, a transaction and a script.
fn fill(connection: &mut Connection, name: &str) {
    for n in 0..60 {
        let n = n.to_string();
        for command in [
            vec!["SELECT", if n.ends_with('3') { "3" } else { "0" }],
            vec!["SET", &format!("{name}:{n}"), &n, "EX", "100000"],
            vec!["RPUSH", &format!("{name}:list"), &n],
            vec!["HSET", &format!("{name}:hash"), &n, "v"],
            vec!["ZADD", &format!("{name}:zset"), &n, &n],
            vec!["XADD", &format!("{name}:stream"), "*", "f", &n],
        ] {
            assert!(!connection.command(&command).unwrap().is_error());
        }
    }
    let script = "redis.call('INCR', KEYS[1]) return redis.call('EXPIRE', KEYS[1], 1000)";
    for command in [
        vec!["MULTI"],
        vec!["SPOP", &format!("{name}:list"), "2"],
        vec!["LPOP", &format!("{name}:list"), "2"],
        vec!["EXEC"],
        vec!["EVAL", script, "1", &format!("{name}:script")],
        vec!["PERSIST", &format!("{name}:1")],
    ] {
        connection.command(&command).unwrap();
    }
}

fn rewrite(connection: &mut Connection) {
    assert!(!connection.command(&["BGREWRITEAOF"]).unwrap().is_error());
    for _ in 0..200 {
        thread::sleep(Duration::from_millis(25));
        let done = ["aof_rewrite_in_progress", "aof_rewrite_scheduled"]
            .iter()
            .all(|field| connection.info(field).unwrap() == "0");
        if done {
            return;
        }
    }
    panic!("the rewrite does not end");
}

#[test]
fn what_a_live_server_writes_makes_its_data() {
    let test = "what_a_live_server_writes_makes_its_data";
    let Some(binary) = LiveServer::find_at_least(7, 0, test) else { return };
    for (preamble, times) in [("yes", "no"), ("no", "no"), ("yes", "yes"), ("no", "yes")] {
        // With "everysec" a write may wait for the fsync before it, whatever was answered.
        let settings = [
            "--appendonly",
            "yes",
            "--appendfsync",
            "no",
            "--aof-use-rdb-preamble",
            preamble,
            "--aof-timestamp-enabled",
            times,
        ];
        let server = Launch::new().binary(&binary).args(settings).start().unwrap();
        let mut connection = server.connect().unwrap();
        let version = connection.info("redis_version").unwrap();
        fill(&mut connection, "first");
        check(server.dir(), &mut connection, &version);
        rewrite(&mut connection);
        check(server.dir(), &mut connection, &version);
        fill(&mut connection, "second");
        check(server.dir(), &mut connection, &version);
    }
}

/// What a server answers has been written to its file.
fn check(dir: &Path, connection: &mut Connection, version: &str) {
    let digest = connection.digest().unwrap();
    let path = dir.to_str().unwrap();
    let output = json(&["replay", path, "--version", version, "--expect-digest", &digest]);
    assert_eq!(output.code, 0, "{}{}", output.text(), output.stderr);
}
