//! `dump`: one key in every form.

use crate::run::{run, run_with, testdata};
use serde_json::Value;

const SNAPSHOT: &str = "cases/s3-4.0.5/replica/shutdown.rdb";
const STREAMS: &str = "rdb/snapshots/redis-7.2.6-plain.rdb";
/// `DUMP` of the string `1`, by Redis 8.6.2.
const ONE: &str = "00c0010d0084d16e05d6b4663c";

#[test]
fn a_key_is_one_object() {
    let output = run(&["dump", SNAPSHOT, "list:0"]);
    let doc = output.json();
    assert_eq!(output.code, 0);
    assert_eq!(doc["schema"], "autopsync.dump/1");
    assert_eq!(
        (&doc["db"], &doc["key"], &doc["type"]),
        (&0.into(), &"list:0".into(), &"list".into())
    );
    assert_eq!(doc["value"], serde_json::json!(["1:before", "2:before", "before"]));
    assert_eq!(output.text().lines().count(), 1);
}

#[test]
fn commands_are_written_as_a_person_types_them_or_in_resp() {
    let text = run(&["dump", SNAPSHOT, "list:0", "--as", "commands"]).text();
    assert_eq!(text, "RPUSH list:0 1:before 2:before before\n");
    let text = run(&["dump", SNAPSHOT, "list:0", "--as", "resp"]).text();
    assert!(text.starts_with("*5\r\n$5\r\nRPUSH\r\n$6\r\nlist:0\r\n"), "{text}");
}

#[test]
fn a_payload_is_read_back_in_every_encoding() {
    let value = run(&["dump", SNAPSHOT, "list:0"]).json()["value"].clone();
    for encoding in ["hex", "base64", "raw"] {
        let payload = run(&["dump", SNAPSHOT, "list:0", "--as", "payload", "--encoding", encoding]);
        let again = run_with(&["dump", "-"], &payload.stdout);
        assert_eq!(
            (again.code, &again.json()["value"]),
            (0, &value),
            "{encoding}: {}",
            again.stderr
        );
        assert_eq!(again.json()["key"], "");
    }
}

#[test]
fn a_payload_is_a_snapshot_of_one_key_to_the_other_commands() {
    let inspected = run_with(&["--format", "json", "inspect", "-"], ONE.as_bytes()).json();
    assert_eq!(inspected["container"]["kind"], "dump-payload");
    assert_eq!(inspected["rdb"]["version"], 13);
    assert_eq!(inspected["databases"][0]["keys"], 1);
    let keys = run_with(&["keys", "-"], ONE.as_bytes()).rows();
    assert_eq!((&keys[0]["key"], &keys[0]["type"]), (&"".into(), &"string".into()));
    let export = run_with(&["export", "-", "--to", "ndjson"], ONE.as_bytes()).rows();
    assert_eq!(export[0]["value"], "1");
    let older =
        run_with(&["dump", "-", "--as", "payload", "--target", "redis-7.0"], ONE.as_bytes());
    assert!(older.text().starts_with("00c0010a00"), "{}", older.text());
}

#[test]
fn a_stream_is_told_with_groups_consumers_and_pending_entries() {
    let streams = run(&["keys", STREAMS, "--type", "stream"]).rows();
    let mut groups = 0;
    for row in &streams {
        let (key, db) = (row["key"].as_str().unwrap(), row["db"].to_string());
        let doc = run(&["dump", STREAMS, key, "--db", &db]).json();
        let value = &doc["value"];
        assert_eq!(
            value["entries"].as_array().unwrap().len(),
            usize::try_from(row["elements"].as_u64().unwrap()).unwrap()
        );
        assert_eq!(value["length"], row["elements"]);
        for group in value["groups"].as_array().unwrap() {
            groups += 1;
            let held: usize = group["consumers"]
                .as_array()
                .unwrap()
                .iter()
                .map(|consumer| consumer["pending"].as_array().unwrap().len())
                .sum();
            assert_eq!(held, group["pending"].as_array().unwrap().len(), "{group}");
        }
        let commands = run(&["dump", STREAMS, key, "--db", &db, "--as", "commands"]).text();
        assert!(commands.contains("XSETID") || commands.starts_with("RESTORE"), "{commands}");
    }
    assert!(groups > 0, "no group in {STREAMS}");
}

#[test]
fn a_key_that_is_not_there_is_an_answer() {
    let output = run(&["dump", SNAPSHOT, "no such key"]);
    assert_eq!(output.code, 1);
    assert!(output.stdout.is_empty());
    assert!(output.stderr.contains("no key \"no such key\" among the 22"), "{}", output.stderr);
    assert_eq!(run(&["dump", SNAPSHOT, "list:0", "--db", "7"]).code, 1);
    let bytes = std::fs::read(testdata(SNAPSHOT)).unwrap();
    let cut = run_with(&["dump", "-", "no such key"], &bytes[..400]);
    assert_eq!(cut.code, 1);
    assert!(cut.stderr.contains("before the damage"), "{}", cut.stderr);
}

#[test]
fn a_key_of_several_databases_has_to_be_chosen() {
    let twice = b"REDIS0003\xfe\x00\x00\x01k\x01a\xfe\x02\x00\x01k\x01b\xff";
    let output = run_with(&["dump", "-", "k"], twice);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("0, 2") && output.stderr.contains("--db"), "{}", output.stderr);
    assert_eq!(run_with(&["dump", "-", "k", "--db", "2"], twice).json()["value"], "b");
}

#[test]
fn a_key_may_be_written_with_escapes() {
    let binary = b"REDIS0003\xfe\x00\x00\x02\x00\xff\x01a\xff";
    let output = run_with(&["dump", "-", r"\x00\xff", "--escaped"], binary);
    assert_eq!(output.json()["key"]["base64"], "AP8=");
    assert_eq!(run_with(&["dump", "-", r"\x0", "--escaped"], binary).code, 2);
}

#[test]
fn a_key_is_needed_where_there_are_names() {
    let output = run(&["dump", SNAPSHOT]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("autopsync keys"), "{}", output.stderr);
}

#[test]
fn redaction_is_for_documents_alone() {
    let doc = run(&["--redact", "dump", SNAPSHOT, "list:0"]).json();
    assert!(doc["key"].as_str().unwrap().starts_with("redacted:"));
    assert!(doc["value"][0].as_str().unwrap().starts_with("redacted:"));
    assert_eq!(run(&["--redact", "dump", SNAPSHOT, "list:0", "--as", "commands"]).code, 2);
}

#[test]
fn every_key_of_every_recorded_snapshot_can_be_dumped() {
    for path in crate::export::snapshots().iter().filter(|path| path.contains("plain")).take(4) {
        for row in run(&["keys", path]).rows() {
            let Value::String(key) = &row["key"] else { continue };
            let db = row["db"].to_string();
            // No argument of a program can hold a zero byte.
            let argument = key.replace('\\', r"\\").replace('\0', r"\x00");
            let output = run(&["dump", path, "--escaped", "--db", &db, "--", &argument]);
            assert_eq!((output.code, &output.json()["key"]), (0, &row["key"]), "{path} {key}");
        }
    }
}
