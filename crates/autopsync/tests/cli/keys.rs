//! `keys`.

use crate::run::{run, run_with, testdata};

const SNAPSHOT: &str = "cases/s3-4.0.5/replica/shutdown.rdb";

fn count_in(doc: &serde_json::Value) -> u64 {
    doc["databases"].as_array().unwrap().iter().map(|db| db["keys"].as_u64().unwrap()).sum()
}

#[test]
fn every_key_has_a_row() {
    let all = count_in(&run(&["--format", "json", "inspect", SNAPSHOT]).json());
    let output = run(&["keys", SNAPSHOT]);
    assert_eq!((output.code, output.rows().len() as u64), (0, all));
    let first = &output.rows()[0];
    for field in ["db", "key", "type", "encoding", "elements", "bytes", "memory", "at"] {
        assert!(!first[field].is_null(), "{field}");
    }
    let sum: u64 = output.rows().iter().map(|row| row["bytes"].as_u64().unwrap()).sum();
    assert!(sum < std::fs::metadata(testdata(SNAPSHOT)).unwrap().len());
}

#[test]
fn keys_are_selected_and_the_largest_come_first() {
    let top = run(&["keys", SNAPSHOT, "--top", "3"]).rows();
    assert_eq!(top.len(), 3);
    assert!(top[0]["bytes"].as_u64() >= top[1]["bytes"].as_u64());
    assert!(top[1]["bytes"].as_u64() >= top[2]["bytes"].as_u64());
    let strings = run(&["keys", SNAPSHOT, "--type", "string"]).rows();
    assert!(!strings.is_empty() && strings.iter().all(|row| row["type"] == "string"));
    assert!(run(&["keys", SNAPSHOT, "--match", "no such key"]).rows().is_empty());
    assert!(run(&["keys", SNAPSHOT, "--db", "3"]).rows().iter().all(|row| row["db"] == 3));
}

#[test]
fn groups_add_up_to_the_whole() {
    let doc = run(&["--format", "json", "keys", SNAPSHOT, "--group-by", ":"]).json();
    let sum: u64 =
        doc["groups"].as_array().unwrap().iter().map(|group| group["keys"].as_u64().unwrap()).sum();
    assert_eq!(sum, doc["keys"].as_u64().unwrap());
}

#[test]
fn csv_has_headings_and_as_many_cells_in_each_row() {
    let text = run(&["--format", "csv", "keys", SNAPSHOT]).text();
    let mut lines = text.split("\r\n");
    assert_eq!(
        lines.next(),
        Some("db,key,type,encoding,elements,bytes,memory,expire_at_ms,ttl_ms,at,standing")
    );
    assert!(
        lines
            .filter(|line| !line.is_empty() && !line.contains('"'))
            .all(|line| line.split(',').count() == 11)
    );
}

#[test]
fn a_damaged_snapshot_yields_the_keys_before_the_damage() {
    let bytes = std::fs::read(testdata(SNAPSHOT)).unwrap();
    let output = run_with(&["keys", "-"], &bytes[..400]);
    assert_eq!(output.code, 1);
    assert!(!output.rows().is_empty());
    assert!(output.stderr.contains("damage: "), "{}", output.stderr);
}
