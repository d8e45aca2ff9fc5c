//! Snapshots of real servers, key by key, against what those servers answered when they were asked for their data.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use autopsync_rdb::{
    Event, KeyEntry, Reader, Scratch, StreamConsumer, StreamFields, StreamGroup, StreamId,
    StreamMeta, StreamPending, ValueKind, ValueVisitor,
};
use sha1::{Digest, Sha1};
use std::{collections::BTreeMap, fs};
use support::{list, structure, testdata};

/// How far a time to live, asked for over the network, may be from the moment in the file, in milliseconds.
const TOLERANCE: i64 = 3000;

/// The content of a value in the form that the manifests hash: parts that may come in any order are sorted.
#[derive(Default)]
struct Content {
    ordered: Vec<u8>,
    parts: Vec<Vec<u8>>,
    groups: Vec<Group>,
    last_id: String,
    elements: usize,
}

#[derive(Default)]
struct Group {
    head: Vec<u8>,
    consumers: Vec<Vec<u8>>,
}

fn text(bytes: &[u8]) -> Vec<u8> {
    [bytes.len().to_string().as_bytes(), b":", bytes].concat()
}

impl ValueVisitor for Content {
    fn string(&mut self, value: &[u8]) {
        self.ordered = value.to_vec();
        self.elements = value.len();
    }
    fn list_element(&mut self, element: &[u8]) {
        self.ordered.extend(text(element));
        self.elements += 1;
    }
    fn set_member(&mut self, member: &[u8]) {
        self.parts.push(text(member));
    }
    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.parts.push([text(member), score.to_be_bytes().to_vec()].concat());
    }
    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        let expiry = expire_at_ms.map_or(String::new(), |at| format!("@{at}"));
        self.parts.push([text(field), text(value), expiry.into_bytes()].concat());
    }
    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        self.ordered.extend(text(id.to_string().as_bytes()));
        for (name, value) in fields {
            self.ordered.extend([text(&name), text(&value)].concat());
        }
        self.elements += 1;
    }
    fn stream_meta(&mut self, meta: &StreamMeta) {
        assert_eq!(meta.length, self.elements as u64);
        self.last_id = meta.last_id.to_string();
    }
    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        let last_id = text(group.last_id.to_string().as_bytes());
        let head = [b"group".to_vec(), text(group.name), last_id].concat();
        self.groups.push(Group { head, consumers: Vec::new() });
    }
    fn stream_pending(&mut self, pending: &StreamPending) {
        let group = self.groups.last_mut().unwrap();
        group.head.extend(text(pending.id.to_string().as_bytes()));
        group.head.extend(format!("{}@{}", pending.deliveries, pending.delivered_ms).as_bytes());
    }
    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        let name = [b"consumer".to_vec(), text(consumer.name)].concat();
        self.groups.last_mut().unwrap().consumers.push(name);
    }
    fn stream_consumer_pending(&mut self, id: StreamId) {
        let consumer = self.groups.last_mut().unwrap().consumers.last_mut().unwrap();
        consumer.extend(text(id.to_string().as_bytes()));
    }
}

impl Content {
    fn sha1(mut self, with_groups: bool) -> String {
        self.parts.sort();
        let mut bytes = [self.ordered, self.parts.concat()].concat();
        if with_groups {
            bytes.extend([b"last".to_vec(), text(self.last_id.as_bytes())].concat());
            let mut groups: Vec<_> = self
                .groups
                .into_iter()
                .map(|mut group| {
                    group.consumers.sort();
                    [group.head, group.consumers.concat()].concat()
                })
                .collect();
            groups.sort();
            bytes.extend(groups.concat());
        }
        hex(&Sha1::digest(&bytes))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat()
}

/// Compares an entry with the line of the manifest about it.
fn compare(entry: &KeyEntry<'_>, line: &str) {
    let [kind, elements, expiry, sha1] = *line.split('\t').collect::<Vec<_>>() else {
        panic!("{line} is no line of a manifest");
    };
    let (kind, with_groups) = kind.strip_suffix("+groups").map_or((kind, false), |k| (k, true));
    assert_eq!(entry.value.type_name(), kind);
    match expiry.strip_prefix('~') {
        Some(about) => {
            let distance = entry.expire_at_ms.unwrap() - about.parse::<i64>().unwrap();
            assert!(distance.abs() <= TOLERANCE, "{distance} ms");
        }
        None => assert_eq!(entry.expire_at_ms, expiry.parse().ok()),
    }
    let mut content = Content::default();
    entry.visit(&mut Scratch::default(), &mut content).unwrap();
    let found = content.elements + content.parts.len();
    assert_eq!(found.to_string(), elements);
    if entry.value.kind() != ValueKind::String {
        assert_eq!(entry.value.count(), Some(found as u64));
    }
    assert_eq!(content.sha1(with_groups), sha1);
    assert!(!structure(&entry.value).contains("error"));
}

fn check(rdb: &[u8], manifest: &str) -> usize {
    let mut expected = BTreeMap::new();
    for line in manifest.lines().filter(|line| !line.starts_with('#')) {
        let (db, rest) = line.split_once('\t').unwrap();
        let (rest, key) = rest.rsplit_once('\t').unwrap();
        expected.insert((db.parse::<u64>().unwrap(), key.to_owned()), rest);
    }
    let keys = expected.len();
    let mut ended = false;
    let reader = Reader::new(rdb).unwrap();
    let summed = reader.header().has_checksum();
    for event in reader {
        match event.unwrap() {
            Event::Key(entry) => {
                let name = hex(&entry.key.to_cow().unwrap());
                let line = expected.remove(&(entry.db, name)).expect("a key that the server had");
                compare(&entry, line);
            }
            Event::End(end) => {
                ended = true;
                let fine = if summed { &["ok", "disabled"][..] } else { &["absent"] };
                assert!(fine.contains(&end.checksum.status().name()), "{end:?}");
                assert_eq!((end.end, end.trailing), (rdb.len() as u64, 0));
            }
            _ => {}
        }
    }
    assert!(ended);
    assert!(expected.is_empty(), "not in the file: {expected:?}");
    keys
}

#[test]
fn what_the_servers_had_is_what_their_snapshots_hold() {
    let mut keys = 0;
    for path in list(&testdata("snapshots")) {
        match path.extension().and_then(|e| e.to_str()) {
            Some("rdb") => {
                let manifest = fs::read_to_string(path.with_extension("keys")).unwrap();
                assert!(manifest.contains("DEBUG DIGEST "), "{}", path.display());
                keys += check(&fs::read(&path).unwrap(), &manifest);
            }
            Some("keys") => assert!(path.with_extension("rdb").exists(), "{}", path.display()),
            _ => panic!("{} is neither a snapshot nor a manifest", path.display()),
        }
    }
    assert!(keys > 1500, "only {keys} keys were compared");
}
