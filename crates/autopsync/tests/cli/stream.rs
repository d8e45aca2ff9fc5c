//! `stream`.

use crate::run::{run, run_with};

const PINGS: &[u8] = b"*1\r\n$4\r\nPING\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n5\r\n*3\r\n$3\r\nSET\r\n$2\r\n\x1bk\r\n$1\r\nv\r\n*2\r\n$3\r\nDEL";

#[test]
fn rows_carry_the_offsets_of_both_ends() {
    let output = run_with(&["stream", "-", "--first-offset", "1001"], PINGS);
    assert_eq!(output.code, 0, "a cut tail is no error");
    let rows = output.rows();
    assert_eq!((&rows[0]["offset"], &rows[0]["next_offset"]), (&1001.into(), &1015.into()));
    assert_eq!(rows[0]["kind"], "ping");
    assert_eq!(rows[2]["db"], 5);
    assert_eq!(rows[2]["command"], serde_json::json!(["SET", "\u{1b}k", "v"]));
    assert_eq!(rows[3]["truncated_at"], rows[2]["next_offset"]);
    assert_eq!(rows[3]["pending_bytes"], 11);
}

#[test]
fn a_malformed_byte_is_an_error_with_its_offset() {
    let output = run_with(&["stream", "-"], b"*1\r\n$4\r\nPING\r\n*1\r\n$x\r\n");
    assert_eq!(output.code, 1);
    let rows = output.rows();
    assert_eq!(rows.len(), 2);
    assert!(rows[1]["malformed_at"].as_i64().unwrap() >= 15, "{}", rows[1]);
}

#[test]
fn rows_are_selected_by_key_database_and_offset() {
    let count = |args: &[&str]| {
        run(&[&["stream", "cases/s4-4.0.0-shutdown/master/backlog.bin"], args].concat())
            .rows()
            .len()
    };
    let all = count(&[]);
    assert!(count(&["--db", "9"]) < all);
    assert!(count(&["--match-key", "no-such-key*"]) == 0);
    assert!(count(&["--from-offset", "1701"]) < all);
    assert_eq!(count(&["--to-offset", "1700"]) + count(&["--from-offset", "1701"]), all);
}

#[test]
fn counts_replace_rows_on_request() {
    let doc =
        run(&["--format", "json", "stream", "cases/s3-4.0.2/master/backlog.bin", "--stats"]).json();
    assert_eq!(doc["last_offset"], 8202);
    let names: Vec<_> =
        doc["by_command"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"EVALSHA"), "{names:?}");
}

#[test]
fn no_escape_reaches_a_terminal() {
    let output = run_with(&["--format", "table", "stream", "-"], PINGS);
    assert!(!output.text().contains('\x1b'));
    assert!(output.text().contains("\\x1bk"));
}
