//! INFO of real servers, each epoch once: every field, every typed value, every line number.
//!
//! `x.expect.json` beside `x.txt` was written by the recorder and by a second, naive reader.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has to stop")]

use autopsync_model::{AppliedOffset, At, NextOffset, Version};
use autopsync_text::{Info, Role, looks_like_info};
use serde_json::Value;
use std::{fs, path::Path};

struct Dump {
    name: String,
    bytes: Vec<u8>,
    expect: Value,
}

fn dumps() -> Vec<Dump> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/text/info");
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        if let Some(name) = file.strip_suffix(".txt") {
            let expect = fs::read(folder.join(format!("{name}.expect.json"))).unwrap();
            let expect = serde_json::from_slice(&expect).unwrap();
            found.push(Dump { name: name.to_owned(), bytes: fs::read(&path).unwrap(), expect });
        } else {
            let base = file.trim_end_matches(".expect.json");
            assert!(folder.join(format!("{base}.txt")).exists(), "{file} belongs to no dump");
        }
    }
    assert!(found.len() >= 20, "{} dumps", found.len());
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

#[test]
fn every_field_is_read_with_section_and_line() {
    for Dump { name, bytes, expect } in dumps() {
        assert!(looks_like_info(&bytes), "{name}");
        let all = Info::parse_all(&bytes);
        assert_eq!(all.len(), 1, "{name}");
        let expected = expect["fields"].as_array().unwrap();
        assert_eq!(all[0].fields().len(), expected.len(), "{name}");
        for (field, expected) in all[0].fields().iter().zip(expected) {
            let At::Line(line) = field.place.at() else { panic!("{name}: {field:?}") };
            assert_eq!(Some(line), expected[0].as_u64(), "{name}: {field:?}");
            assert_eq!(field.section.as_deref(), expected[1].as_str(), "{name}: {field:?}");
            assert_eq!(Some(field.key.as_str()), expected[2].as_str(), "{name}");
            assert_eq!(field.value, expected[3].as_str().unwrap().trim(), "{name}");
        }
        assert!(all[0].damages().is_empty(), "{name}");
    }
}

#[test]
fn typed_values_are_those_of_the_dump() {
    for Dump { name, bytes, expect } in dumps() {
        let info = Info::parse(&bytes);
        let text = |key: &str| expect[key].as_str().map(str::to_owned);
        let version = format!("{}-{}", text("product").unwrap(), text("version").unwrap());
        assert_eq!(info.version(), Some(version.parse::<Version>().unwrap()), "{name}");
        assert_eq!(info.server().run_id.map(|id| id.to_string()), text("run_id"), "{name}");

        let replication = info.replication();
        let role = if expect["role"] == "master" { Role::Master } else { Role::Replica };
        assert_eq!(replication.role, Some(role), "{name}");
        assert_eq!(
            replication.master_replid.map(|id| id.to_string()),
            text("master_replid"),
            "{name}"
        );
        assert_eq!(
            replication.master_replid2.map(|id| id.to_string()),
            text("master_replid2"),
            "{name}"
        );
        let number = |key: &str| expect[key].as_i64();
        assert_eq!(
            replication.master_repl_offset.map(AppliedOffset::get),
            number("master_repl_offset"),
            "{name}"
        );
        assert_eq!(
            replication.slave_repl_offset.map(AppliedOffset::get),
            number("slave_repl_offset"),
            "{name}"
        );
        assert_eq!(
            replication.second_repl_offset.map(NextOffset::get),
            number("second_repl_offset"),
            "{name}"
        );
        let backlog = replication.backlog;
        assert_eq!(backlog.active.map(i64::from), expect["backlog"]["active"].as_i64(), "{name}");
        assert_eq!(backlog.size, expect["backlog"]["size"].as_u64(), "{name}");
        assert_eq!(backlog.histlen, expect["backlog"]["histlen"].as_u64(), "{name}");
        let first = backlog.first_byte_offset.map(NextOffset::get);
        assert_eq!(first, expect["backlog"]["first_byte_offset"].as_i64(), "{name}");

        let lines = expect["replicas"].as_array().unwrap();
        assert_eq!(replication.replicas.len(), lines.len(), "{name}");
        for (replica, line) in replication.replicas.iter().zip(lines) {
            let port = replica.port.unwrap();
            let address = match replica.offset {
                Some(_) => format!("ip={},port={port},", replica.ip.as_deref().unwrap()),
                None => format!("{},{port},", replica.ip.as_deref().unwrap()),
            };
            assert!(line.as_str().unwrap().starts_with(&address), "{name}: {replica:?}");
        }
    }
}

#[test]
fn only_the_known_anomalies_are_inconsistent() {
    for Dump { name, bytes, expect } in dumps() {
        let found: Vec<_> = Info::parse(&bytes).inconsistencies().iter().map(|i| i.id).collect();
        assert_eq!(Value::from(found), expect["inconsistencies"], "{name}");
    }
}

/// What people do to a dump before they send it changes none of its fields.
#[test]
fn a_pasted_dump_is_the_same_dump() {
    for Dump { name, bytes, .. } in dumps() {
        let text = String::from_utf8(bytes).unwrap();
        let plain = Info::parse(text.as_bytes());
        let fields = |info: &Info| -> Vec<(String, String)> {
            info.fields().iter().map(|field| (field.key.clone(), field.value.clone())).collect()
        };
        let one_string = format!("{text:?}").replace("\\\\", "\\");
        let around = |before: &str, after: &str| -> String {
            let lines = text.lines().flat_map(|line| [before, line, after, "\n"]);
            lines.collect()
        };
        for (what, pasted) in [
            ("line feeds", text.replace("\r\n", "\n")),
            ("one string", one_string),
            ("quoted", around("> ", "")),
            ("indented", around("    ", "")),
            ("table", around("| ", " |")),
            ("fenced", format!("on the master:\n```\n{text}```\nand that is all\n")),
            ("raw reply", format!("${}\r\n{text}\r\n", text.len())),
            ("prompt", format!("127.0.0.1:6379> INFO\r\n{text}127.0.0.1:6379> quit\r\n")),
        ] {
            let all = Info::parse_all(pasted.as_bytes());
            assert_eq!(all.len(), 1, "{name}, {what}");
            assert_eq!(fields(&all[0]), fields(&plain), "{name}, {what}");
            assert!(looks_like_info(pasted.as_bytes()), "{name}, {what}");
        }
        let twice = format!("{text}\r\n{text}");
        let all = Info::parse_all(twice.as_bytes());
        assert_eq!(all.len(), 2, "{name}");
        assert_eq!(fields(&all[1]), fields(&plain), "{name}");
    }
}
