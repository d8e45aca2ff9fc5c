//! One value of every type, at three levels, against what `testdata/rdb/types/` says.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use autopsync_rdb::{Event, KeyEntry, Reader, ValueType};
use std::{fs, path::Path};
use support::{data, hex, list, structure, testdata};

const FILES: [&str; 4] = ["value.data.txt", "value.raw.txt", "value.rdb", "value.structure.txt"];

fn folder(value_type: ValueType) -> std::path::PathBuf {
    testdata("types").join(format!("{:02}-{}", value_type.code(), value_type.name()))
}

/// The one key of a snapshot, or `None` where its type cannot be passed over.
fn key(bytes: &[u8]) -> Option<KeyEntry<'_>> {
    let mut found = None;
    for event in Reader::new(bytes).unwrap() {
        match event {
            Ok(Event::Key(entry)) => assert!(found.replace(entry).is_none(), "two keys"),
            Ok(_) => {}
            Err(error) => assert_eq!(error.id(), "rdb-opaque", "{error}"),
        }
    }
    found
}

fn expect(path: &Path, found: &str) {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(path, found).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    assert_eq!(found, expected, "{}", path.display());
}

#[test]
fn every_type_has_a_value_and_what_it_is_at_three_levels() {
    for &value_type in ValueType::ALL {
        let folder = folder(value_type);
        let bytes = fs::read(folder.join("value.rdb"))
            .unwrap_or_else(|e| panic!("{value_type} has no recorded value: {e}"));
        let (raw, nodes, told) = match key(&bytes) {
            Some(entry) => {
                assert_eq!(entry.value_type(), value_type);
                (hex(entry.value.raw()), structure(&entry.value), data(&entry.value))
            }
            None => (String::new(), String::new(), String::new()),
        };
        expect(&folder.join("value.raw.txt"), &raw);
        expect(&folder.join("value.structure.txt"), &nodes);
        expect(&folder.join("value.data.txt"), &told);
        assert!(!told.contains("error") && !nodes.contains("error"), "{value_type}: {nodes}{told}");
    }
}

#[test]
fn every_folder_belongs_to_a_type_and_holds_nothing_else() {
    let known: Vec<_> = ValueType::ALL.iter().map(|&t| folder(t)).collect();
    for found in list(&testdata("types")) {
        assert!(known.contains(&found), "{} belongs to no type", found.display());
        let names: Vec<_> = list(&found)
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, FILES, "{}", found.display());
    }
}
