//! `export`: what each form holds, and that it says what it leaves out.

use crate::run::{Output, run, run_with};
use autopsync_synth::rdb::{
    Consumer, Entry, Group, ModuleItem, Node, Pending, RdbBuilder, StreamId, StreamType,
    StreamValue, Value, key_meta_spec,
};

fn export(file: &[u8], args: &[&str]) -> Output {
    run_with(&[&["--format", "json", "export", "-", "--to"], args].concat(), file)
}

/// The rows of a CSV, from the sixth column of the first line on.
fn elements(output: &Output) -> Vec<String> {
    let text = output.text();
    let rows = text.lines().skip(1);
    rows.map(|row| row.splitn(5, ',').last().unwrap_or_default().to_owned()).collect()
}

#[test]
fn csv_has_what_a_stream_knows_of_producers_and_of_entries_given_back() {
    let nacked = run(&["export", "rdb/types/27-stream-v5/value.rdb", "--to", "csv"]);
    assert_eq!(
        elements(&nacked),
        [
            "entry,1-1,a,b,,,,stream",
            "stream,,length,1,,,,stream",
            "stream,,last_id,1-1,,,,stream",
            "stream,,first_id,1-1,,,,stream",
            "stream,,max_deleted_id,0-0,,,,stream",
            "stream,,entries_added,1,,,,stream",
            "group,1-1,grp,1,,,,stream",
            "pending,1-1,grp,2@1700000000000,,,,stream",
            "consumer,1700000000000,grp,alice,,,,stream",
            "consumer-active,1700000000000,grp,alice,,,,stream",
            "nacked,1-1,grp,,,,,stream",
            "stream,,idempotence_duration,100,,,,stream",
            "stream,,idempotence_max_entries,100,,,,stream",
            "stream,,idempotence_ids_added,0,,,,stream",
            "stream,,idempotence_duplicates,0,,,,stream",
        ]
    );
    let producers = run(&["export", "rdb/types/26-stream-v4/value.rdb", "--to", "csv"]);
    assert_eq!(
        elements(&producers)[6..],
        [
            "producer,,prod,,,,,stream",
            "addition,1-1,prod,iid-1,,,,stream",
            "stream,,idempotence_duration,100,,,,stream",
            "stream,,idempotence_max_entries,100,,,,stream",
            "stream,,idempotence_ids_added,1,,,,stream",
            "stream,,idempotence_duplicates,2,,,,stream",
        ]
    );
    for output in [nacked, producers] {
        assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    }
}

/// Keys with everything that is said beside values, and records that are no keys.
fn laden() -> Vec<u8> {
    let mut meta = vec![0xf3, 1];
    meta.extend(key_meta_spec("kmA0", 5, 1).to_le_bytes());
    meta.extend(b"\x02\x2a\x05\x05hello\x00");
    RdbBuilder::redis(13)
        .aux("redis-ver", "8.6.0")
        .function("#!lua name=lib\n")
        .module_aux("mytype-01", 2, 1, &[ModuleItem::Unsigned(7), ModuleItem::String("s".into())])
        .select(0)
        .slot_info(1, 1, 0)
        .idle(60)
        .raw(&meta)
        .key("meta", &Value::string("v"))
        .freq(9)
        .key("busy", &Value::list(&["a", "b"]))
        .key("empty", &Value::set(&[]))
        .aux("lua", "return 1")
        .finish()
}

#[test]
fn json_holds_what_stands_beside_values_and_beside_keys() {
    let output = export(&laden(), &["json"]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    let doc = output.json();
    assert_eq!(doc["keys"][0]["idle_seconds"], 60);
    let meta = serde_json::json!([{"class": "kmA0", "version": 5, "may_be_ignored": true,
        "items": [{"unsigned": 42}, {"string": "hello"}]}]);
    assert_eq!(doc["keys"][0]["meta"], meta);
    assert_eq!(doc["functions"], serde_json::json!(["#!lua name=lib\n"]));
    assert_eq!(doc["scripts"], serde_json::json!(["return 1"]));
    assert_eq!(doc["aux"], serde_json::json!([{"key": "redis-ver", "value": "8.6.0", "at": 9}]));
    let aux = &doc["module_aux"][0];
    assert_eq!((&aux["module"], &aux["version"]), (&"mytype-01".into(), &2.into()));
    assert_eq!((&aux["when"], aux["at"].as_u64()), (&1.into(), Some(43)));
    assert_eq!(aux["items"], serde_json::json!([{"unsigned": 7}, {"string": "s"}]));
    assert_eq!(doc["summary"]["losses"], serde_json::json!([]));
}

#[test]
fn csv_holds_what_stands_beside_values_and_a_row_of_a_key_without_elements() {
    assert_eq!(
        export(&laden(), &["csv"]).text(),
        "db,key,type,expire_at_ms,element,id,field,value,field_expire_at_ms,idle_seconds,freq,encoding\r\n\
         0,meta,string,,meta,5,kmA0,ignorable,,60,,raw\r\n\
         0,meta,string,,meta-item,0,unsigned,42,,60,,raw\r\n\
         0,meta,string,,meta-item,1,string,hello,,60,,raw\r\n\
         0,meta,string,,value,,,v,,60,,raw\r\n\
         0,busy,list,,element,0,,a,,,9,linkedlist\r\n\
         0,busy,list,,element,1,,b,,,9,linkedlist\r\n\
         0,empty,set,,,,,,,,,hashtable\r\n"
    );
}

#[test]
fn forms_of_keys_alone_name_and_count_what_they_leave_out() {
    let expected = "dropped: module-aux (1 times)\ndropped: function (1 times)\n\
         dropped: script (1 times)\n";
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out").display().to_string();
    for to in ["ndjson", "csv"] {
        let output = export(&laden(), &[to]);
        assert_eq!((output.code, output.stderr.as_str()), (0, expected), "{to}");
        let doc = export(&laden(), &[to, "--output", &out]).json();
        let losses = doc["summary"]["losses"].as_array().unwrap();
        let names: Vec<_> = losses.iter().map(|loss| loss["feature"].as_str().unwrap()).collect();
        assert_eq!(names, ["module-aux", "function", "script", "aux"], "{to}");
    }
}

#[test]
fn slot_migrations_have_a_place_in_snapshots_alone() {
    // A job of three characters about the slots 0 to 10.
    let file = RdbBuilder::valkey(80).raw(b"\xf3\x03job\x01\x00\x0a").finish();
    for to in ["json", "ndjson", "csv"] {
        let output = export(&file, &[to]);
        assert_eq!((output.code, output.stderr.as_str()), (0, "dropped: slot-import (1 times)\n"));
    }
    let refused = export(&file, &["resp"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("slot-import"), "{}", refused.stderr);
    assert_eq!(export(&file, &["rdb"]).code, 0);
}

#[test]
fn commands_refuse_what_modules_keep_beside_keys_and_count_what_no_command_says() {
    let refused = export(&laden(), &["resp"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("found module-aux"), "{}", refused.stderr);
    let output = export(&laden(), &["resp", "--drop-unsupported"]);
    assert_eq!(output.code, 0);
    for feature in ["module-aux", "idle-time", "access-frequency", "ignorable-key-meta", "script"] {
        let line = format!("dropped: {feature} (1 times)\n");
        assert!(output.stderr.contains(&line), "{feature}: {}", output.stderr);
    }
}

#[test]
fn commands_count_what_they_cannot_say_of_streams() {
    let consumer = Consumer { name: "c".into(), seen_ms: 5, active_ms: 4, pending: Vec::new() };
    let group = Group {
        name: "g".into(),
        last_delivered: StreamId(1, 0),
        entries_read: Some(1),
        pending: Vec::new(),
        consumers: vec![consumer],
    };
    let node = Node::of(vec![Entry::new(StreamId(1, 0), &["f", "v"])]);
    let stream = Value::stream(StreamType::V3, &StreamValue::of(vec![node]).group(group));
    let file = RdbBuilder::redis(11).select(0).key("s", &stream).finish();
    let newer = export(&file, &["resp"]);
    assert_eq!(
        (newer.code, newer.stderr.as_str()),
        (0, "dropped: stream-consumer-times (1 times)\n")
    );
    let older = export(&file, &["resp", "--target", "redis-6.2"]);
    assert!(older.stderr.contains("dropped: stream-entries-read (1 times)"), "{}", older.stderr);
}

/// `XCLAIM … FORCE` takes no id that is not in the stream, in 5.0 to 6.2 as little as later.
#[test]
fn commands_for_old_servers_keep_what_is_pending_of_deleted_entries() {
    let gone = StreamId(1, 0);
    let consumer = Consumer { name: "c".into(), seen_ms: 5, active_ms: -1, pending: vec![gone] };
    let group = Group {
        name: "g".into(),
        last_delivered: StreamId(1, 0),
        entries_read: None,
        pending: vec![Pending { id: gone, delivered_ms: 7, deliveries: 2 }],
        consumers: vec![consumer],
    };
    let node = Node::of(vec![Entry::new(StreamId(2, 0), &["f", "v"])]);
    let stream = Value::stream(StreamType::V1, &StreamValue::of(vec![node]).group(group));
    let file = RdbBuilder::redis(9).select(0).key("s", &stream).finish();
    for target in ["redis-5.0.14", "redis-6.2.6", "redis-7.0.15"] {
        let output = export(&file, &["resp", "--target", target]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("RESTORE") && !text.contains("XCLAIM"), "{target}: {text}");
    }
}

#[test]
fn a_string_of_megabytes_is_the_same_in_every_form() {
    let text = "a,\"\u{fc}\u{20ac}\n".repeat(400_000);
    let binary: Vec<u8> = (0..3_000_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let file = RdbBuilder::redis(9)
        .select(0)
        .key("text", &Value::string(text.as_str()))
        .key("binary", &Value::string(&binary[..]))
        .key("hash", &Value::hash(&["f", "v", "g", text.as_str()]))
        .finish();
    let doc = export(&file, &["json"]).json();
    assert!(doc["keys"][0]["value"] == text.as_str());
    assert!(doc["keys"][2]["value"][1]["value"] == text.as_str());
    let again = run_with(&["dump", "-", "binary"], &file).json();
    assert!(doc["keys"][1]["value"] == again["value"]);
    let commands = export(&file, &["resp"]);
    let digest = |args: &[&str], input: &[u8]| run_with(args, input).json();
    let replayed = digest(&["replay", "-", "--version", "5.0.14"], &commands.stdout);
    let expected = digest(&["inspect", "--digest", "-", "--version", "5.0.14"], &file);
    assert_eq!(replayed["dataset"]["digest"], expected["digest"]);
    let rows = export(&file, &["csv"]).text();
    let cell = text.replace('\n', "\\n").replace('"', "\"\"");
    assert!(rows.contains(&format!("\r\n0,text,string,,value,,,\"{cell}\",,,,raw\r\n")));
}
