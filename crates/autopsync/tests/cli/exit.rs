//! Exit codes, streams and manners.

use crate::run::{command, run, run_with, testdata};
use std::io::Read;

#[test]
fn each_meaning_has_its_code() {
    assert_eq!(run(&["inspect", "cases/s3-4.0.5/replica/shutdown.rdb"]).code, 0);
    assert_eq!(run_with(&["inspect", "-"], b"REDIS0008\xfe").code, 1);
    assert_eq!(run(&["inspect"]).code, 2);
    assert_eq!(run(&["psync"]).code, 2);
    assert_eq!(run(&["psync", "--request", "no-colon"]).code, 2);
    assert_eq!(run(&["inspect", "no/such/file"]).code, 3);
    assert_eq!(run_with(&["inspect", "-"], b"something else").code, 3);
    assert_eq!(run_with(&["stream", "-"], b"\x00\x01").code, 3);
    assert_eq!(run(&["psync", "--replica", "cases/s3-4.0.2/replica/shutdown.rdb"]).code, 4);
}

#[test]
fn an_error_names_the_file_and_what_was_found() {
    let output = run(&["inspect", "cases/s3-4.0.5/master/info.txt"]);
    assert_eq!(output.code, 3);
    assert!(output.stdout.is_empty());
    assert!(output.stderr.contains("cases/s3-4.0.5/master/info.txt"), "{}", output.stderr);
    assert!(output.stderr.starts_with("error: "));
}

#[test]
fn a_broken_pipe_ends_quietly() {
    let mut child = command(&["stream", "cases/s3-4.0.5/master/backlog.bin"]).spawn().unwrap();
    let mut first = [0];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn long_help_tells_the_exit_codes() {
    for args in [&["--help"][..], &["psync", "--help"]] {
        let output = run(args);
        assert_eq!(output.code, 0);
        assert!(!output.text().is_empty());
    }
    assert!(run(&["--help"]).text().contains("Exit codes:"));
}

#[test]
fn no_prefix_of_any_evidence_crashes_the_program() {
    let rdb = std::fs::read(crate::run::testdata("cases/s4-4.0.0-shutdown/replica/shutdown.rdb"))
        .unwrap();
    for len in (0..rdb.len()).step_by(7) {
        let output = run_with(&["--format", "json", "inspect", "--digest", "-"], &rdb[..len]);
        assert!(matches!(output.code, 1 | 3), "{len}: {} {}", output.code, output.stderr);
    }
}

/// A table that a command does not have was once answered in JSON, with 0.
#[test]
fn csv_is_refused_where_there_is_none() {
    let snapshot = "cases/s3-4.0.5/replica/shutdown.rdb";
    for command in [&["inspect", snapshot][..], &["dump", snapshot, "list:0"], &["rules"]] {
        let output = run(&[&["--format", "csv"], command].concat());
        assert_eq!(output.code, 2, "{command:?}");
        assert!(output.stdout.is_empty());
        assert!(output.stderr.contains("export --to csv"), "{}", output.stderr);
    }
    assert_eq!(run(&["--format", "csv", "keys", snapshot]).code, 0);
}

#[test]
fn standard_input_is_read_once() {
    let output = run_with(&["replay", "--snapshot", "-", "--stream", "-"], b"REDIS0008\xff");
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("found an empty file"), "{}", output.stderr);
    assert!(output.stderr.contains("hint: standard input can be read once"), "{}", output.stderr);
}

#[test]
fn standard_output_is_no_place_for_a_file() {
    let snapshot = "cases/s3-4.0.5/replica/shutdown.rdb";
    let output = run(&["export", snapshot, "--to", "rdb", "-o", "-"]);
    assert_eq!(output.code, 2);
    assert!(!testdata("-").exists());
}

/// The name in `no key "…"` once got past `--redact`.
#[test]
fn an_error_keeps_a_redacted_name_to_itself() {
    let command = ["dump", "cases/s3-4.0.5/replica/shutdown.rdb", "user:secret"];
    let shown = run(&command);
    assert!(shown.stderr.contains("user:secret"), "{}", shown.stderr);
    let output = run(&[&["--redact"], &command[..]].concat());
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("no key redacted:"), "{}", output.stderr);
    assert!(!output.stderr.contains("secret"), "{}", output.stderr);
}
