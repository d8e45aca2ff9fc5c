//! A real server loads what was written; its DEBUG DIGEST is the judge.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod write_support;

use autopsync_rdb::{
    Dialect, Event, Reader, Scratch,
    write::{CopyOptions, CopyScratch, Entry, Target, ValueBuffer, Writer, copy, dump_stored},
};
use autopsync_synth::live::{LiveServer, Reply};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use write_support::{generate, is_sound, snapshots};

/// Enough databases for every recorded and random content.
const ARGUMENTS: &[&str] = &["--databases", "100"];

fn redis(version: u16) -> Target {
    Target::new(Dialect::Redis, version).unwrap()
}

fn digest(bytes: &[u8]) -> String {
    let server = LiveServer::start_with_snapshot(bytes, ARGUMENTS).unwrap();
    server.connect().unwrap().digest().unwrap()
}

/// The recorded snapshots that Redis 7.0 can load, the seeds of odd contents left aside.
fn loadable() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for (path, bytes) in snapshots() {
        let whole = path.components().any(|part| part.as_os_str() == "snapshots");
        let header = Reader::new(&bytes).map(|reader| reader.header());
        let old = header.is_ok_and(|h| h.dialect == Dialect::Redis && h.version <= 10);
        if whole && old && is_sound(&bytes) {
            found.push((path.display().to_string(), bytes));
        }
    }
    assert!(found.len() >= 8, "only {} snapshots", found.len());
    found
}

fn copied(bytes: &[u8], target: Target, compressing: bool) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), target).dropping();
    if compressing {
        writer = writer.compressing();
    }
    copy(&mut Reader::new(bytes).unwrap(), &mut writer, &CopyOptions::default(), |_| true).unwrap();
    writer.end().unwrap()
}

/// The same content in plain types and new stream nodes.
fn rebuilt(bytes: &[u8], target: Target) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), target).compressing();
    let mut buffer = ValueBuffer::default();
    for event in Reader::new(bytes).unwrap() {
        if let Event::Key(entry) = event.unwrap() {
            buffer.clear();
            entry.visit(&mut Scratch::default(), &mut buffer).unwrap();
            // Redis 7.0 packs -0 as 0, so that only its own packed forms keep it.
            if entry.key.is(b"zset:inf") {
                continue;
            }
            writer.select_db(entry.db).unwrap();
            assert!(writer.key(Entry::from(&entry)).unwrap().buffered(&mut buffer).unwrap());
        }
    }
    writer.end().unwrap()
}

fn without_negative_zero(bytes: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), redis(10));
    let keep = |entry: &autopsync_rdb::KeyEntry<'_>| !entry.key.is(b"zset:inf");
    copy(&mut Reader::new(bytes).unwrap(), &mut writer, &CopyOptions::default(), keep).unwrap();
    writer.end().unwrap()
}

#[test]
fn recorded_snapshots_keep_their_digest() {
    if LiveServer::find_at_least(7, 0, "recorded_snapshots_keep_their_digest").is_none() {
        return;
    }
    for (name, bytes) in loadable() {
        let version = Reader::new(&bytes).unwrap().header().version;
        let expected = digest(&bytes);
        assert_eq!(digest(&copied(&bytes, redis(version), false)), expected, "{name}");
        assert_eq!(digest(&copied(&bytes, redis(10), true)), expected, "{name}");
        let expected = digest(&without_negative_zero(&bytes));
        assert_eq!(digest(&rebuilt(&bytes, redis(10))), expected, "{name}");
    }
}

#[test]
fn random_contents_have_one_digest_in_every_version() {
    const TEST: &str = "random_contents_have_one_digest_in_every_version";
    if LiveServer::find_at_least(7, 0, TEST).is_none() {
        return;
    }
    let mut runner = TestRunner::deterministic();
    for round in 0..4 {
        // One file of many contents: a server for each would take long.
        let models: Vec<_> = (0..40)
            .map(|_| {
                generate::model(false, round % 2 == 0).new_tree(&mut runner).unwrap().current()
            })
            .collect();
        let mut all = write_support::Model::default();
        for model in models {
            all.keys.extend(model.keys);
        }
        all.keys.retain(|_, item| {
            // Expired keys are dropped while loading; -0 is packed as 0.
            item.expire_at_ms = None;
            !matches!(&item.value, write_support::Value::Zset(members)
                if members.values().any(|bits| *bits == (-0f64).to_bits()))
        });
        let newest = digest(&generate::write(&all, redis(10)).unwrap());
        assert_ne!(newest, "0".repeat(40));
        let oldest = if round % 2 == 0 { 9 } else { 1 };
        for version in oldest..10 {
            let bytes = generate::write(&all, redis(version)).unwrap();
            assert_eq!(digest(&bytes), newest, "round {round}, version {version}");
        }
    }
}

#[test]
fn payloads_are_restored() {
    if LiveServer::find_at_least(7, 0, "payloads_are_restored").is_none() {
        return;
    }
    let server = LiveServer::start(ARGUMENTS).unwrap();
    let mut connection = server.connect().unwrap();
    let mut scratch = CopyScratch::default();
    for (name, bytes) in loadable() {
        let expected = digest(&bytes);
        assert_eq!(connection.command(&["FLUSHALL"]).unwrap(), Reply::ok());
        let mut reader = Reader::new(&bytes).unwrap();
        let source = reader.header();
        while let Some(event) = reader.next_event() {
            let Event::Key(entry) = event.unwrap() else { continue };
            let payload = dump_stored(redis(10), source, &entry.value, &mut scratch).unwrap();
            connection.command(&["SELECT", &entry.db.to_string()]).unwrap();
            let at = entry.expire_at_ms.unwrap_or(0).to_string();
            let key = entry.key.to_cow().unwrap();
            let arguments: [&[u8]; 5] = [b"RESTORE", &key, at.as_bytes(), &payload, b"ABSTTL"];
            let reply = connection.command(&arguments).unwrap();
            assert_eq!(reply, Reply::ok(), "{name}: {:?}", entry.key);
        }
        assert_eq!(connection.digest().unwrap(), expected, "{name}");
    }
}
