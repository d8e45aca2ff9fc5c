//! `inspect --salvage` and `keys --salvage`.

use crate::run::{run_with, testdata};
use autopsync_synth::rdb::{Blob, Listpack, RdbBuilder, Value};
use serde_json::Value as Json;

/// Five keys in a file that is whole; the fourth holds nothing but its type's bytes.
fn snapshot(fourth: &Value) -> RdbBuilder {
    RdbBuilder::redis(9)
        .aux("redis-ver", "6.2.14")
        .select(3)
        .resize(5, 0)
        .key("user:1", &Value::string("the first value"))
        .key("user:2", &Value::string("the second value"))
        .key("user:3", &Value::hash(&["field", "value"]))
        .key("user:4", fourth)
        .key("user:5", &Value::string("the last value"))
}

/// The same, with the type of the second key overwritten.
fn damaged() -> (Vec<u8>, u64) {
    let mut bytes = snapshot(&Value::string("the fourth value")).finish();
    let at = bytes.windows(7).position(|window| window == b"\x06user:2").unwrap() - 1;
    bytes[at] = 0xee;
    (bytes, at as u64)
}

fn keys_in(doc: &Json) -> u64 {
    doc["databases"].as_array().unwrap().iter().map(|db| db["keys"].as_u64().unwrap()).sum()
}

fn column<'a>(rows: &'a Json, name: &str) -> Vec<&'a Json> {
    rows.as_array().unwrap().iter().map(|row| &row[name]).collect()
}

#[test]
fn a_damage_tells_its_place_its_name_and_the_bytes_that_are_lost() {
    let (bytes, at) = damaged();
    let output = run_with(&["--format", "json", "inspect", "-"], &bytes);
    let doc = output.json();
    assert_eq!(output.code, 1);
    assert_eq!(keys_in(&doc), 1);
    assert_eq!(column(&doc["damage"], "id"), ["rdb-unknown-code"]);
    assert_eq!(doc["damage"][0]["at"], at);
    assert_eq!(doc["damage"][0]["kind"], "record");
    assert_eq!((&doc["damage"][0]["db"], &doc["damage"][0]["key"]), (&3.into(), &"user:2".into()));
    assert!(doc["damage"][0]["until"].as_u64().unwrap() > at);
    assert!(doc.get("salvage").is_none());
}

#[test]
fn what_stands_behind_the_damage_is_listed_when_it_is_asked_for() {
    let (bytes, _) = damaged();
    let output = run_with(&["--format", "json", "inspect", "--salvage", "-"], &bytes);
    let doc = output.json();
    let salvage = &doc["salvage"];
    assert_eq!((output.code, keys_in(&doc)), (1, 1));
    assert_eq!((&salvage["recovered"], &salvage["suspect"]), (&3.into(), &0.into()));
    assert_eq!(column(&salvage["keys"], "key"), ["user:3", "user:4", "user:5"]);
    assert!(column(&salvage["keys"], "standing").iter().all(|standing| **standing == "recovered"));
    assert!(column(&salvage["keys"], "db_certain").iter().all(|certain| **certain == false));
    assert_eq!(salvage["resumed"][0]["at"], doc["damage"][0]["until"]);
    assert_eq!(salvage["resumed"][0]["reason"], "chain");
    assert_eq!(salvage["incomplete"], false);
    let text = run_with(&["inspect", "--format", "table", "--salvage", "-"], &bytes).text();
    for told in ["DAMAGED", "Resumed", "Salvaged keys", "user:5", "3 keys recovered"] {
        assert!(text.contains(told), "{told}: {text}");
    }
}

#[test]
fn keys_behind_the_damage_are_rows_of_their_standing() {
    let (bytes, _) = damaged();
    let names = |rows: &[Json]| -> Vec<(String, String)> {
        let text = |value: &Json| value.as_str().unwrap().to_owned();
        rows.iter().map(|row| (text(&row["key"]), text(&row["standing"]))).collect()
    };
    let before = run_with(&["keys", "-"], &bytes);
    assert_eq!(names(&before.rows()), [("user:1".into(), "sound".into())]);
    let all = run_with(&["keys", "--salvage", "-"], &bytes);
    assert_eq!(all.code, 1);
    assert_eq!(
        names(&all.rows()),
        [
            ("user:1", "sound"),
            ("user:3", "recovered"),
            ("user:4", "recovered"),
            ("user:5", "recovered")
        ]
        .map(|(name, standing)| (name.to_owned(), standing.to_owned()))
    );
    assert!(all.stderr.contains("resumed: at byte "), "{}", all.stderr);
    let top = run_with(&["keys", "--salvage", "--top", "1", "-"], &bytes).rows();
    assert_eq!(top.len(), 1);
    let doc = run_with(&["--format", "json", "keys", "--salvage", "-"], &bytes).json();
    assert_eq!(doc["resumed"].as_array().unwrap().len(), 1);
}

#[test]
fn all_damages_are_reported_not_the_first() {
    let mut broken = Listpack::of(["one", "two"]).build();
    broken[4] = 9;
    let broken = Value::set_listpack(Blob::raw(broken));
    let mut bytes = snapshot(&Value::string("the fourth value"))
        .key("user:6", &broken)
        .key("user:7", &Value::string("one more"))
        .finish();
    let second = bytes.windows(7).position(|window| window == b"\x06user:2").unwrap() - 1;
    bytes[second] = 0xee;
    let doc = run_with(&["--format", "json", "inspect", "-"], &bytes).json();
    assert_eq!(column(&doc["damage"], "id"), ["rdb-unknown-code", "listpack-count"]);
    assert_eq!(column(&doc["damage"], "kind"), ["record", "value"]);
    assert_eq!(doc["damage"][1]["key"], "user:6");
}

#[test]
fn defects_inside_values_do_not_end_the_reading() {
    let mut broken = Listpack::of(["one", "two"]).build();
    broken[4] = 9;
    let broken = Value::set_listpack(Blob::raw(broken));
    let bytes = snapshot(&broken).key("user:6", &broken).finish();
    let doc = run_with(&["--format", "json", "inspect", "-"], &bytes).json();
    assert_eq!(column(&doc["damage"], "key"), ["user:4", "user:6"]);
    assert_eq!((keys_in(&doc), &doc["rdb"]["checksum"]["status"]), (6, &"ok".into()));
}

#[test]
fn a_value_that_nobody_can_pass_is_no_damage_under_a_right_checksum() {
    let bytes = snapshot(&Value::raw(200, b"\x00\x01?of the future".to_vec())).finish();
    let output = run_with(&["--format", "json", "inspect", "--digest", "-"], &bytes);
    let doc = output.json();
    assert_eq!((output.code, keys_in(&doc)), (0, 4));
    assert!(doc["damage"].as_array().unwrap().is_empty());
    assert_eq!(doc["rdb"]["checksum"]["status"], "ok");
    assert!(doc.get("digest").is_none(), "a digest without a key");
    let unread = &doc["unread"][0];
    assert_eq!(
        (&unread["key"], &unread["type"], &unread["db"]),
        (&"user:4".into(), &200.into(), &3.into())
    );
    assert_eq!(unread["id"], "rdb-unknown-code");
    let keys = run_with(&["keys", "-"], &bytes);
    assert_eq!((keys.code, keys.rows().len()), (0, 4));
    assert!(keys.stderr.contains("not read: user:4"), "{}", keys.stderr);
    let gate = run_with(&["inspect", "--loadable-by", "redis-7.2", "-"], &bytes);
    assert_eq!(gate.code, 1);
}

#[test]
fn a_file_without_its_head_is_read_when_a_salvage_is_asked_for() {
    let bytes = snapshot(&Value::string("the fourth value")).finish();
    let headless = &bytes[9..];
    assert_eq!(run_with(&["inspect", "-"], headless).code, 3);
    let output = run_with(&["--format", "json", "inspect", "--salvage", "-"], headless);
    let doc = output.json();
    assert_eq!((output.code, &doc["damage"][0]["id"]), (1, &"rdb-magic".into()));
    assert_eq!(doc["salvage"]["recovered"], 5);
    assert_eq!(run_with(&["keys", "--salvage", "-"], headless).rows().len(), 5);
}

#[test]
fn an_undamaged_file_has_nothing_to_salvage() {
    let bytes = std::fs::read(testdata("cases/s3-4.0.5/replica/shutdown.rdb")).unwrap();
    let plain = run_with(&["keys", "-"], &bytes);
    let salvaged = run_with(&["keys", "--salvage", "-"], &bytes);
    assert_eq!((plain.code, salvaged.code), (0, 0));
    assert_eq!(plain.stdout, salvaged.stdout);
    let doc = run_with(&["--format", "json", "inspect", "--salvage", "-"], &bytes).json();
    assert_eq!(doc["salvage"]["recovered"], 0);
    assert!(doc["salvage"]["resumed"].as_array().unwrap().is_empty());
}

/// Two keys, a code that is none, two keys that can be found, and what is written behind the four names.
fn torn() -> (Vec<u8>, [RdbBuilder; 2]) {
    let key = |builder: RdbBuilder, name: &str| {
        builder.key(name, &Value::string("the value of a key that is not short"))
    };
    let head = || RdbBuilder::redis(9).select(0);
    let mut bytes = key(key(key(key(key(head(), "k:1"), "k:2"), "lost"), "k:4"), "k:5").finish();
    let lost = bytes.windows(5).position(|window| window == b"\x04lost").unwrap() - 1;
    bytes[lost] = 0xee;
    let sound = key(key(head(), "k:1"), "k:2");
    (bytes, [sound.clone(), key(key(sound, "k:4"), "k:5")])
}

#[test]
fn a_digest_of_a_damaged_file_says_what_it_covers() {
    let (bytes, [sound, found]) = torn();
    let inspect = |args: &[&str], input: &[u8]| {
        run_with(&[&["--format", "json", "inspect", "--digest", "-"], args].concat(), input).json()
    };
    let [sound, found] = [sound, found].map(|builder| inspect(&[], &builder.finish()));
    assert_eq!(sound["digest_covers"], serde_json::json!({"what": "all-keys", "keys": 2}));
    let plain = inspect(&[], &bytes);
    assert_eq!(plain["digest"], sound["digest"]);
    assert_eq!(plain["digest_covers"], serde_json::json!({"what": "undamaged-keys", "keys": 2}));
    let salvaged = inspect(&["--salvage"], &bytes);
    assert_eq!(salvaged["digest"], sound["digest"], "salvage changes nothing of it");
    assert_eq!(
        (&salvaged["salvage"]["recovered"], &salvaged["salvage"]["suspect"]),
        (&2.into(), &0.into())
    );
    let digest = serde_json::json!({"digest": found["digest"], "keys": 4});
    assert_eq!(salvaged["salvage"]["digest"], digest);
    let table = run_with(&["--format", "table", "inspect", "--digest", "--salvage", "-"], &bytes);
    assert!(table.text().contains("of 2 undamaged keys alone"), "{}", table.text());
    assert!(table.text().contains("of 4 keys, the recovered ones included"), "{}", table.text());
}

#[test]
fn a_value_that_is_damaged_counts_for_nothing_in_a_digest() {
    let mut broken = Listpack::of(["one", "two"]).build();
    broken[4] = 9;
    let bytes = snapshot(&Value::set_listpack(Blob::raw(broken))).finish();
    let args = ["--format", "json", "inspect", "--digest", "--salvage", "-"];
    let doc = run_with(&args, &bytes).json();
    let keys = keys_in(&doc) - 1;
    assert_eq!(doc["digest_covers"]["keys"], keys);
    assert_eq!(doc["salvage"]["digest"]["digest"], doc["digest"]);
}
