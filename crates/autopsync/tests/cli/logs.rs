//! `logs`.

use crate::run::{command, run, run_with, testdata};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
};

const A: &str = "text/log/positions/s5-redis-7.0.15-207-a.log";
const B: &str = "text/log/positions/s5-redis-7.0.15-207-b.log";
const LOST: &str = "1:S 21 Nov 2026 02:16:17.314 # Connection with master lost.\n";

fn events(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["event"].as_str().unwrap_or("-")).collect()
}

fn index(number: &Value) -> usize {
    usize::try_from(number.as_u64().unwrap()).unwrap()
}

fn strings<'a>(rows: &'a [Value], key: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[key].as_str().unwrap_or("-")).collect()
}

#[test]
fn two_nodes_are_one_timeline() {
    let output = run(&["logs", A, B]);
    let rows = output.rows();
    assert_eq!(output.code, 0);
    let times = strings(&rows, "time");
    assert!(times.is_sorted() && times.len() > 100, "{times:?}");
    let nodes = strings(&rows, "node");
    assert!(nodes.contains(&"s5-redis-7.0.15-207-a") && nodes.contains(&"s5-redis-7.0.15-207-b"));
    let request = rows.iter().find(|row| row["event"] == "partial-resync-requested").unwrap();
    for key in ["node", "file", "line", "time", "pid", "role", "level", "fields", "text"] {
        assert!(!request[key].is_null(), "{key}");
    }
    assert!(request["fields"]["replid"].as_str().unwrap().len() == 40);
    assert!(request["fields"]["next_offset"].is_i64() && request["time_utc"].is_null());
    let file = fs::read_to_string(testdata(request["file"].as_str().unwrap())).unwrap();
    let line = file.lines().nth(index(&request["line"]) - 1).unwrap();
    assert!(line.ends_with(request["text"].as_str().unwrap()));
    assert!(file[index(&request["at"])..].starts_with(line));
}

#[test]
fn a_case_names_its_nodes() {
    let case = tempfile::tempdir().unwrap();
    for (node, from) in [("east", A), ("west", B)] {
        fs::create_dir(case.path().join(node)).unwrap();
        fs::copy(testdata(from), case.path().join(node).join("redis.log")).unwrap();
        fs::copy(testdata("cases/s3-4.0.5/replica/shutdown.rdb"), case.path().join(node).join("d"))
            .unwrap();
    }
    let path = case.path().to_str().unwrap();
    let doc = run(&["--format", "json", "logs", path]).json();
    let rows = doc["rows"].as_array().unwrap();
    assert_eq!(rows.len(), run(&["logs", A, B]).rows().len());
    assert!(strings(rows, "node").iter().all(|node| ["east", "west"].contains(node)));
    assert_eq!(doc["files"].as_array().unwrap().len(), 2);
    let west = run(&["logs", path, "--node", "w*", "--event", "server-*"]).rows();
    assert!(strings(&west, "node").iter().all(|node| *node == "west") && !west.is_empty());
    assert!(events(&west).iter().all(|event| event.starts_with("server-")));
}

#[test]
fn a_span_of_time_is_cut_out() {
    let all = run(&["logs", A]).rows();
    let (since, until) = ("2026-11-21T02:21:57.190", "2026-11-21 02:21:57.258");
    let rows = run(&["logs", A, "--since", since, "--until", until]).rows();
    let within = |row: &&Value| {
        let time = row["time"].as_str().unwrap();
        time >= since && time <= "2026-11-21T02:21:57.258"
    };
    assert_eq!(rows, all.iter().filter(within).cloned().collect::<Vec<_>>());
    assert!(!rows.is_empty() && rows.len() < all.len());
    assert_eq!(run(&["logs", A, "--since", "yesterday"]).code, 2);
}

#[test]
fn clocks_in_several_zones_are_merged_in_utc() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let berlin =
        write("berlin.log", "1:S 21 Nov 2026 12:00:01.000 # Connection with master lost.\n");
    let utc = write(
        "utc.log",
        "2026-11-21T11:00:00.001Z 1:M 21 Nov 2026 11:00:00.000 * Ready to accept connections\n",
    );
    let rows = run(&["logs", &berlin, &utc, "--zone", "berlin=+01:00"]).rows();
    assert_eq!(events(&rows), ["ready", "master-lost"]);
    assert_eq!(
        strings(&rows, "time_utc"),
        ["2026-11-21T11:00:00.000Z", "2026-11-21T11:00:01.000Z"]
    );
    assert_eq!(rows[1]["time"], "2026-11-21T12:00:01.000");
    let doc = run(&["--format", "json", "logs", &berlin, &utc]).json();
    assert!(doc["notes"][0].as_str().unwrap().contains("--zone"), "{}", doc["notes"]);
    assert_eq!(run(&["logs", &berlin, "--zone", "CET"]).code, 2);
}

#[test]
fn a_year_that_nothing_tells_is_not_made_up() {
    let old = "text/log/recorded/redis-3.2.13.log";
    let doc = run(&["--format", "json", "logs", old]).json();
    let rows = doc["rows"].as_array().unwrap();
    assert!(strings(rows, "time").iter().any(|time| time.starts_with("--")));
    assert!(doc["notes"][0].as_str().unwrap().contains("--year"), "{}", doc["notes"]);
    let rows = run(&["logs", old, "--year", "2016"]).rows();
    assert!(strings(&rows, "time").iter().all(|time| time.starts_with("201") || *time == "-"));
}

#[test]
fn interleaved_nodes_are_told_by_a_pattern() {
    let log = format!("{{eu-1}} {LOST}{{eu-2}} {LOST}");
    let rows = run_with(&["logs", "-", "--node-from", r"^\{(?<node>[a-z0-9-]+)\}"], log.as_bytes());
    assert_eq!(strings(&rows.rows(), "node"), ["eu-1", "eu-2"]);
    assert_eq!(run(&["logs", A, "--node-from", "("]).code, 2);
}

#[test]
fn unknown_lines_are_shown_on_request() {
    let log = format!(
        "{LOST}1:S 21 Nov 2026 02:16:17.400 * A module says hello\n1:S 21 Nov 2026 02:16:17.401 - Accepted 10.0.0.9:51234\n"
    );
    assert_eq!(events(&run_with(&["logs", "-"], log.as_bytes()).rows()), ["master-lost"]);
    let all = run_with(&["logs", "-", "--all"], log.as_bytes()).rows();
    assert_eq!(events(&all), ["master-lost", "-", "client-accepted"]);
    assert_eq!(all[1]["text"], "A module says hello");
    assert_eq!(all[0]["node"], "stdin");
    let named = run_with(&["logs", "-", "--event", "client-*"], log.as_bytes()).rows();
    assert_eq!(events(&named), ["client-accepted"]);
}

#[test]
fn a_compressed_log_is_a_log() {
    let packed: &[u8] = &[
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x33, 0xb4, 0x0a, 0x56, 0x30,
        0x32, 0x54, 0xf0, 0xcb, 0x2f, 0x53, 0x30, 0x32, 0x30, 0x32, 0x53, 0x30, 0x30, 0xb2, 0x32,
        0x34, 0xb3, 0x32, 0x34, 0xd7, 0x33, 0x36, 0x34, 0x51, 0x50, 0x56, 0x70, 0xce, 0xcf, 0xcb,
        0x4b, 0x4d, 0x2e, 0xc9, 0xcc, 0xcf, 0x53, 0x28, 0xcf, 0x2c, 0xc9, 0x50, 0xc8, 0x4d, 0x2c,
        0x2e, 0x49, 0x2d, 0x52, 0xc8, 0xc9, 0x2f, 0x2e, 0xd1, 0xe3, 0x02, 0x00, 0x49, 0x56, 0x78,
        0x72, 0x3c, 0x00, 0x00, 0x00,
    ];
    let output = run_with(&["logs", "-"], packed);
    assert_eq!((output.code, events(&output.rows())), (0, vec!["master-lost"]));
    let cut = run_with(&["logs", "-"], &packed[..packed.len() - 6]);
    assert_eq!((cut.code, events(&cut.rows())), (1, vec!["master-lost"]));
    assert!(cut.stderr.contains("damage: "), "{}", cut.stderr);
}

#[test]
fn hostile_lines_do_no_harm() {
    let mut log = vec![b'x'; 3 << 20];
    log.extend_from_slice(b"\n\0\0\0\x1b]0;title\x07\xff\xfe 1:S not a line\n");
    log.extend_from_slice(b"1:S 21 Nov 2026 02:16:17.300 # MASTER aborted replication with an error: \x1b[2J\x1b[31m\xff\r\x08 gone\n");
    log.extend_from_slice(LOST.as_bytes());
    let rows = run_with(&["logs", "-"], &log).rows();
    assert_eq!(events(&rows), ["master-aborted", "master-lost"]);
    assert_eq!(rows[1]["line"], 4);
    assert!(rows[0]["text"]["base64"].is_string());
    let args = ["--format", "table", "--color", "never", "logs", "-", "--all"];
    let text = run_with(&args, &log).text();
    let controls: Vec<_> = text.chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert!(controls.is_empty(), "{controls:?}");
    assert!(text.contains("\\x1b[2J"));
}

#[test]
fn what_is_no_log_is_refused_and_an_empty_one_is_not() {
    for (input, code) in [(&b"a poem\nof two lines\n"[..], 3), (b"", 0), (b"REDIS0009\xff", 3)] {
        let output = run_with(&["logs", "-"], input);
        assert_eq!(output.code, code, "{}", output.stderr);
        assert!(output.stdout.is_empty());
    }
    assert_eq!(run(&["logs", "no such file"]).code, 3);
    assert_eq!(run(&["logs", A, "--event", "no-such-event"]).code, 2);
    assert!(
        run(&["--format", "table", "logs", A, "--node", "none"]).text().contains("no line matches")
    );
}

#[test]
fn a_shared_report_holds_no_commands() {
    let log = "1:S 21 Nov 2026 02:16:17.300 # == CRITICAL == This replica is sending an error to its master: 'ERR secret' after processing the command 'set'\n";
    let shown = run_with(&["logs", "-"], log.as_bytes());
    assert!(shown.text().contains("secret"));
    let redacted = run_with(&["--redact", "logs", "-"], log.as_bytes());
    assert_eq!(events(&redacted.rows()), ["apply-error"]);
    assert!(!redacted.text().contains("secret"), "{}", redacted.text());
}

fn append(path: &Path, text: &str) {
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

#[test]
fn a_log_is_followed_through_a_rotation() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("redis.log");
    append(&path, LOST);
    let mut child = command(&["logs", "--follow", path.to_str().unwrap()]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!(next()["line"], 1);
    append(&path, LOST);
    assert_eq!(next()["line"], 2);
    fs::rename(&path, dir.path().join("redis.log.1")).unwrap();
    append(&path, "1:S 21 Nov 2026 02:17:00.000 * Ready to accept connections\n");
    let row = next();
    assert_eq!((&row["line"], &row["event"]), (&Value::from(1), &Value::from("ready")));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn standard_input_is_followed_to_its_end() {
    let output =
        run_with(&["logs", "-", "--follow"], format!("{LOST}{}", LOST.trim_end()).as_bytes());
    assert_eq!((output.code, events(&output.rows())), (0, vec!["master-lost", "master-lost"]));
    assert_eq!(run_with(&["--format", "json", "logs", "-", "--follow"], b"").code, 2);
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string(testdata("../README.md")).unwrap();
    let story = run(&[
        "--format",
        "table",
        "logs",
        "cases/s5-6.2.14",
        "--since",
        "2026-11-21T02:21:50.8",
        "--until",
        "2026-11-21T02:21:54",
        "--event",
        "second-id-set",
        "--event",
        "replid-changed",
        "--event",
        "partial-resync-re*",
        "--event",
        "full-resync",
    ]);
    assert!(readme.contains(&story.text()), "{}", story.text());
}
