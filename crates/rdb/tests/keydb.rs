//! Snapshots of `KeyDB`: how they are told from those of Redis, their jobs, and members that expire.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use autopsync_rdb::{
    Aux, Dialect, DumpPayload, Event, KeyEntry, RdbString, Reader, ValueKind, ValueType,
    salvage::{Salvaged, Salvager},
    write::{CopyOptions, Feature, Losses, Target, Writer, copy, dump_stored},
};
use autopsync_synth::rdb::{RdbBuilder, Value};
use std::fs;
use support::{data, testdata};

/// `KEYDB.CRON job repeat 1000 60000 "return 1"`, as it is stored.
fn job() -> Value {
    let bytes = b"\x08return 1\xe8\x03\0\0\0\0\0\0\x60\xea\0\0\0\0\0\0\0\0";
    Value::raw(64, bytes.to_vec())
}

fn recorded(name: &str) -> Vec<u8> {
    fs::read(testdata("keydb").join(name)).unwrap()
}

fn entries(bytes: &[u8]) -> Vec<KeyEntry<'_>> {
    let events = Reader::new(bytes).unwrap().map(Result::unwrap);
    events.filter_map(|e| if let Event::Key(entry) = e { Some(entry) } else { None }).collect()
}

fn text(string: RdbString<'_>) -> String {
    String::from_utf8(string.to_cow().unwrap().into_owned()).unwrap()
}

/// The members of a key that expire.
fn members(entry: &KeyEntry<'_>) -> Vec<(String, i64)> {
    entry.member_expiries().iter().map(|m| (text(m.member), m.expire_at_ms)).collect()
}

fn find<'e, 'a>(entries: &'e [KeyEntry<'a>], key: &str) -> &'e KeyEntry<'a> {
    entries.iter().find(|entry| entry.key.is(key.as_bytes())).unwrap()
}

fn error_of(bytes: &[u8]) -> String {
    Reader::new(bytes).unwrap().find_map(Result::err).map_or(String::new(), |e| e.to_string())
}

const RECORDED: [&str; 4] = [
    "keydb-6.0.18-plain.rdb",
    "keydb-6.2.2-plain.rdb",
    "keydb-6.3.4-active.rdb",
    "keydb-6.3.4-plain.rdb",
];

#[test]
fn recorded_snapshots_have_jobs_and_members_that_expire() {
    for name in RECORDED {
        let bytes = recorded(name);
        let entries = entries(&bytes);
        let jobs = entries.iter().filter(|entry| entry.value_type() == ValueType::Cron);
        assert_eq!(jobs.count(), 4, "{name}");
        let job = find(&entries, "job");
        assert_eq!(job.value.kind(), ValueKind::Cron);
        assert_eq!((job.value.type_name(), job.value.count()), ("cron", Some(5)));
        assert_eq!(
            data(&job.value),
            "job \"return redis.call('incr', KEYS[1], ARGV[1])\" start 4102444800000 interval 60000\n\
             key \"k1\"\nkey \"k2\"\nargument \"a1\"\nargument \"a2\"\nargument \"a3\"\n"
        );
        assert_eq!(members(job), [("job".to_owned(), 4_102_444_860_000)], "{name}: its next run");
        let set = members(find(&entries, "s"));
        assert_eq!(set, [("b".to_owned(), 4_102_444_801_000), ("a".to_owned(), 4_102_444_804_123)]);
        assert_eq!(members(find(&entries, "h")), [("g".to_owned(), 4_102_444_802_000)], "{name}");
        assert_eq!(members(find(&entries, "z")), [("a".to_owned(), 4_102_444_803_000)], "{name}");
        assert_eq!(members(find(&entries, "l")), [], "{name}: nothing behind it");
        let other = find(&entries, "other");
        assert_eq!((other.db, members(other).len()), (3, 1), "{name}");
    }
}

#[test]
fn a_member_of_one_key_is_not_one_of_the_next() {
    let bytes = RdbBuilder::redis(9)
        .key("a", &Value::set(&["m", "n"]))
        .aux("keydb-subexpire-key", "m")
        .aux("keydb-subexpire-when", "5")
        .aux("keydb-subexpire-when", "6")
        .aux("keydb-subexpire-key", "lost")
        .aux("keydb-subexpire-key", "n")
        .aux("keydb-subexpire-when", "7")
        .aux("mvcc-tstamp", "9")
        .aux("keydb-subexpire-key", "late")
        .key("b", &Value::set(&["m"]))
        .finish();
    let entries = entries(&bytes);
    assert_eq!(members(&entries[0]), [("m".to_owned(), 5), ("n".to_owned(), 7)]);
    assert!(entries[1].member_expiries().is_empty());
    let fields = |event: &Result<Event<'_>, _>| matches!(event, Ok(Event::Aux(_)));
    let told = Reader::new(&bytes).unwrap().filter(fields).count();
    assert_eq!(told, 8, "each record is an event of its own as well");
}

#[test]
fn records_behind_a_key_that_are_cut_off_are_damage_and_no_members() {
    let bytes = RdbBuilder::redis(9)
        .key("a", &Value::set(&["m"]))
        .aux("keydb-subexpire-key", "m")
        .aux("keydb-subexpire-when", "5")
        .unfinished();
    for cut in 0..22 {
        let bytes = &bytes[..bytes.len() - cut];
        let mut reader = Reader::new(bytes).unwrap();
        let Some(Ok(Event::Key(entry))) = reader.next_event() else { panic!("no key") };
        assert_eq!(members(&entry).len(), usize::from(cut == 0), "{cut} bytes less");
        assert!(reader.any(|event| event.is_err()), "{cut} bytes less");
    }
}

#[test]
fn code_64_is_a_job_only_where_the_file_says_that_keydb_wrote_it() {
    let plain = || RdbBuilder::redis(9).aux("redis-bits", "64");
    for (name, value, is_keydb) in [
        ("redis-ver", "6.3.4", true),
        ("redis-ver", "5.3.3", true),
        ("redis-ver", "6.2.2", false),
        ("redis-ver", "6.0.18", false),
        ("redis-ver", "255.255.255", false),
        ("redis-ver", "6.30.1", false),
        ("repl-masters", "", true),
        ("mvcc-tstamp", "1882460143476539392", true),
        ("MVCC-TSTAMP", "1", true),
        ("repl-stream-db", "0", false),
    ] {
        let bytes = plain().aux(name, value).key("job", &job()).finish();
        let found = error_of(&bytes);
        assert_eq!(found.is_empty(), is_keydb, "{name} {value}: {found}");
        if !is_keydb {
            assert!(found.contains("unknown code 64"), "{found}");
        }
    }
    let foreign = RdbBuilder::valkey(80).aux("mvcc-tstamp", "1").key("job", &job()).finish();
    assert!(error_of(&foreign).contains("unknown code 64"));
    assert_eq!(ValueType::from_code(64, Dialect::Redis), None);
    assert_eq!(ValueType::from_code(64, Dialect::Valkey), None);
}

#[test]
fn a_job_that_is_the_first_of_its_file_to_tell_is_known_by_what_follows_it() {
    // 6.2.2 has a version that Redis has, too.
    let file = || RdbBuilder::redis(9).aux("redis-ver", "6.2.2").key("job", &job());
    let told = file().aux("keydb-subexpire-key", "job").aux("keydb-subexpire-when", "61000");
    let bytes = told.finish();
    assert_eq!(members(&entries(&bytes)[0]), [("job".to_owned(), 61_000)]);
    let other = file().aux("lua", "return 1").finish();
    assert!(error_of(&other).contains("unknown code 64"));
    let cut = file().unfinished();
    assert!(error_of(&cut[..cut.len() - 1]).contains("unknown code 64"));
}

#[test]
fn payloads_have_a_fact_behind_the_value() {
    // `DUMP` of 6.3.4.
    let string =
        b"\x00\x01v\xfa\x0bmvcc-tstamp\x1418446744073709551615\x09\x00j\x1a/O\xc8\xf6,\xb9";
    let payload = DumpPayload::read(string, 0).unwrap();
    assert!(payload.footer.is_intact() && payload.value.as_string().unwrap().is(b"v"));
    let job = b"\x40\x08return 1\x00\xd8\xc3,\xbb\x03\x00\x00`\xea\0\0\0\0\0\0\x01\x01k\x01\x01a\
        \xfa\x0bmvcc-tstamp\x1418446744073709551615\x09\x00\xc1\xf6\xc8y~G\xb9\"";
    let payload = DumpPayload::read(job, 0).unwrap();
    assert!(payload.footer.is_intact());
    assert_eq!(payload.value.value_type(), ValueType::Cron);
    let written = dump_stored(
        Target::for_keydb(),
        Reader::new(b"REDIS0009").unwrap().header(),
        &payload.value,
        &mut autopsync_rdb::write::CopyScratch::default(),
    );
    assert_eq!(written.unwrap(), job, "the writer's payload is the server's");
    let id = |bytes: &[u8]| DumpPayload::read(bytes, 0).unwrap_err().id();
    assert_eq!(id(&[&job[..30], &[9, 0], &[0; 8]].concat()), "rdb-unknown-code");
    assert_eq!(id(b"\x00\x01v\xfa\x01a\x01b\x09\x00\0\0\0\0\0\0\0\0"), "dump-trailing");
}

#[test]
fn salvage_of_a_sound_file_gives_what_the_reader_gives() {
    for name in RECORDED {
        let bytes = recorded(name);
        let mut keys = Vec::new();
        for salvaged in Salvager::new(&bytes) {
            match salvaged {
                Salvaged::Event(found) => {
                    if let Event::Key(entry) = found.event {
                        keys.push((text(entry.key), members(&entry), entry.raw.to_vec()));
                    }
                }
                Salvaged::Header { .. } => {}
                other => panic!("{name}: {other:?}"),
            }
        }
        let read = entries(&bytes);
        let read = read.iter().map(|e| (text(e.key), members(e), e.raw.to_vec()));
        assert_eq!(keys, read.collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn salvage_finds_jobs_behind_a_wound() {
    let mut bytes = recorded("keydb-6.2.2-plain.rdb");
    let at = bytes.windows(5).position(|five| five == b"hello").unwrap();
    bytes[at - 1] = 0x44;
    let found = Salvager::new(&bytes).filter(|salvaged| {
        matches!(salvaged, Salvaged::Event(found)
            if matches!(found.event, Event::Key(entry) if entry.value_type() == ValueType::Cron))
    });
    assert!(found.count() >= 3, "of four");
}

fn copied(bytes: &[u8], target: Target, keep: &str) -> (Vec<u8>, Losses) {
    let mut writer = Writer::new(Vec::new(), target).dropping();
    let mut reader = Reader::new(bytes).unwrap();
    let wanted = |entry: &KeyEntry<'_>| keep.is_empty() || entry.key.is(keep.as_bytes());
    copy(&mut reader, &mut writer, &CopyOptions::default(), wanted).unwrap();
    let losses = writer.losses().clone();
    (writer.end().unwrap(), losses)
}

#[test]
fn redis_and_valkey_hold_neither_jobs_nor_moments_of_members() {
    let bytes = recorded("keydb-6.3.4-active.rdb");
    for (dialect, version) in [(Dialect::Redis, 9), (Dialect::Redis, 13), (Dialect::Valkey, 80)] {
        let target = Target::new(dialect, version).unwrap();
        assert!(!target.holds(ValueType::Cron));
        let (copy, losses) = copied(&bytes, target, "");
        assert_eq!(losses.count(Feature::CronJob), 4);
        assert_eq!(losses.count(Feature::MemberExpiry), 5);
        assert_eq!(losses.count(Feature::KeyVersion), 16, "one a key");
        let is_of_keydb = |event: Result<Event<'_>, _>| match event.unwrap() {
            Event::Aux(aux) => Aux::is_about_a_key(&aux),
            _ => false,
        };
        assert!(
            !Reader::new(&copy).unwrap().any(is_of_keydb),
            "facts about keys that are not there"
        );
        let mut writer = Writer::new(Vec::new(), target);
        let mut reader = Reader::new(&bytes).unwrap();
        let refused = autopsync_rdb::write::copy(
            &mut reader,
            &mut writer,
            &CopyOptions::default(),
            |entry| entry.key.is(b"job") || entry.key.is(b"s"),
        );
        let id = refused.unwrap_err().id();
        assert!(
            ["unrepresentable-cron-job", "unrepresentable-member-expiry"].contains(&id),
            "{id}"
        );
    }
}

#[test]
fn a_copy_for_keydb_is_the_same_data() {
    for name in RECORDED {
        let bytes = recorded(name);
        let (copy, losses) = copied(&bytes, Target::for_keydb(), "");
        assert!(losses.is_empty(), "{name}: {losses:?}");
        let (old, new) = (entries(&bytes), entries(&copy));
        assert_eq!(old.len(), new.len());
        for (old, new) in old.iter().zip(&new) {
            assert_eq!(
                (old.db, text(old.key), members(old)),
                (new.db, text(new.key), members(new))
            );
            assert_eq!((data(&old.value), old.expire_at_ms), (data(&new.value), new.expire_at_ms));
        }
        let (one, _) = copied(&bytes, Target::for_keydb(), "h");
        let one = entries(&one);
        assert_eq!((one.len(), members(&one[0]).len()), (1, 1), "{name}: of the key alone");
    }
}

#[test]
fn hostile_jobs_are_refused_where_they_end() {
    let head = b"REDIS0009\xfa\x0crepl-masters\x00";
    for (body, what) in [
        (&b"\x40\x01k\x05abc"[..], "the script of a job"),
        (b"\x40\x01k\x03abc\x01\x02", "the start of a job"),
        (b"\x40\x01k\x00\0\0\0\0\0\0\0\0\x01", "the interval of a job"),
        (
            b"\x40\x01k\x00\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x81\xff\xff\xff\xff\xff\xff\xff\xff",
            "a key of a script",
        ),
        (b"\x40\x01k\x00\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x00\x02\x00", "an argument of a script"),
    ] {
        let found = error_of(&[&head[..], body].concat());
        assert!(found.contains(what), "{what}: {found}");
    }
}
