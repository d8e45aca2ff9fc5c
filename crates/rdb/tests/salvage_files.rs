//! What a salvage says about whole files: sound ones, pieces, false ends, what only its module can read, hostile ones.
mod salvage_support;

use autopsync_model::Place;
use autopsync_rdb::{
    Event, Reader,
    salvage::{Confidence, Salvaged, Salvager, Standing, Work},
};
use autopsync_synth::rdb::{RdbBuilder, Value};
use salvage_support::{fixtures, gather, keys, salvage};
use std::{fs, path::Path};

#[test]
fn a_sound_file_gives_what_the_reader_gives() {
    for fixture in fixtures::all() {
        let read: Vec<_> = Reader::new(&fixture.bytes).unwrap().map(|e| e.unwrap().at()).collect();
        let got = salvage(&fixture.bytes);
        assert_eq!(got.positions, read, "{}", fixture.name);
        assert_eq!(got.keys, keys(&fixture.bytes), "{}", fixture.name);
        assert!(got.damages.is_empty() && got.resumed.is_empty() && got.unread.is_empty());
        assert!(got.ended && got.headers == 1);
    }
}

#[test]
fn every_recorded_type_is_sound() {
    let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/rdb/types");
    let mut files = 0;
    for folder in fs::read_dir(types).unwrap() {
        let folder = folder.unwrap().path();
        let bytes = fs::read(folder.join("value.rdb")).unwrap();
        let all: Result<Vec<_>, _> = Reader::new(&bytes).unwrap().collect();
        let got = salvage(&bytes);
        if all.is_ok() {
            assert_eq!(got.damage_ids(), Vec::<&str>::new(), "{}", folder.display());
        }
        files += 1;
    }
    assert!(files > 20);
}

/// Three keys, and in front of the last something that nobody can pass.
fn with_unknown(value: &Value) -> RdbBuilder {
    RdbBuilder::redis(9)
        .aux("redis-ver", "6.2.14")
        .select(0)
        .resize(4, 0)
        .key("first", &Value::string("the first value"))
        .key("second", &Value::hash(&["field", "value"]))
        .key("unknown", value)
        .key("last", &Value::string("the last value"))
}

fn unknown() -> Value {
    Value::raw(200, b"\x05bytes that only their writer can read\x00\x01\x02".to_vec())
}

#[test]
fn what_cannot_be_passed_is_no_damage_where_the_checksum_is_right() {
    let snapshot = with_unknown(&unknown()).finish();
    let got = salvage(&snapshot);
    assert!(got.damages.is_empty(), "{:?}", got.damages);
    assert_eq!(got.names(), ["first", "second", "last"]);
    assert!(got.keys.iter().all(|key| key.standing == Standing::Sound && key.db_certain));
    let [unread] = got.unread.as_slice() else { panic!("{:?}", got.unread) };
    assert_eq!(unread.error.id(), "rdb-unknown-code");
    let key = unread.key.unwrap();
    assert!(key.key.is(b"unknown"));
    assert_eq!((key.code, key.db, unread.end), (200, 0, got.keys[2].at));
    assert_eq!(unread.raw.len() as u64, unread.end - unread.at);
    assert_eq!(got.confidences(), ["proof"]);
    assert!(got.ended);
}

#[test]
fn what_cannot_be_passed_is_damage_where_the_checksum_is_wrong_or_missing() {
    let mut wrong = with_unknown(&unknown()).finish();
    let last = wrong.len() - 1;
    wrong[last] ^= 1;
    let disabled = with_unknown(&unknown()).finish_with_zero_checksum();
    for snapshot in [wrong, disabled] {
        let got = salvage(&snapshot);
        assert_eq!(got.damage_ids(), ["rdb-unknown-code"]);
        assert!(got.unread.is_empty());
        assert!(got.names().contains(&"last".to_owned()));
        assert_eq!(got.keys.last().unwrap().standing, Standing::Recovered);
    }
}

#[test]
fn every_flipped_bit_under_a_right_checksum_is_no_damage_of_a_record() {
    // Whoever writes the checksum last vouches for everything before it, be it nonsense.
    let snapshot = with_unknown(&unknown()).unfinished();
    for bit in 9 * 8..snapshot.len() * 8 {
        let mut bytes = snapshot.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let header = bytes.drain(..9).collect::<Vec<_>>();
        let sound = RdbBuilder::with_header(&header).raw(&bytes).finish();
        let got = salvage(&sound);
        let unknown_codes = got.damage_ids().iter().filter(|id| **id == "rdb-unknown-code").count();
        assert_eq!(unknown_codes, 0, "bit {bit}: {:?}", got.damages);
    }
}

/// A set whose first member was damaged was said to be damaged where its second one begins.
#[test]
fn a_record_breaks_where_its_first_defect_is() {
    // A reference back to bytes that do not exist, and a string of no known encoding.
    let set = b"\x02\x01k\x02\xc3\x03\x0a\x20\xff\x00\xc7";
    let file = RdbBuilder::redis(9).select(0).raw(set).finish();
    let at = file.windows(set.len()).position(|bytes| bytes == set).unwrap() as u64;
    let damage = Salvager::new(&file).find_map(|salvaged| match salvaged {
        Salvaged::Damage(damage) => Some(damage.to_damage()),
        _ => None,
    });
    let damage = damage.unwrap();
    assert_eq!((damage.id, damage.place), ("lzf-distance", Place::byte(at + 4)));
}

#[test]
fn an_end_mark_before_the_end_is_doubted() {
    let mut builder = RdbBuilder::redis(9).select(0).resize(6, 0);
    for n in 0..3 {
        builder = builder.key(format!("front:{n}").as_str(), &Value::string("some value"));
    }
    builder = builder.raw(b"\xff\x12\x34\x56\x78\x9a\xbc\xde\xf0");
    for n in 0..3 {
        builder = builder.key(format!("behind:{n}").as_str(), &Value::string("some value"));
    }
    let damaged = builder.finish_with_zero_checksum();
    let got = salvage(&damaged);
    assert_eq!(got.damage_ids(), ["rdb-early-end"]);
    assert_eq!(got.keys.len(), 6);
    assert!(got.ended);
}

#[test]
fn commands_behind_the_end_are_no_damage() {
    let mut bytes = fixtures::short_names();
    bytes.extend_from_slice(b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n");
    let got = salvage(&bytes);
    assert!(got.damages.is_empty() && got.ended);
}

#[test]
fn a_piece_without_a_head_gives_its_records() {
    let whole = fixtures::every_type();
    let original = keys(&whole);
    for from in (100..600).step_by(7) {
        let piece = &whole[from..];
        let got = gather(&mut Salvager::fragment(piece));
        for key in original.iter().filter(|key| key.at > from as u64 + 64) {
            assert!(got.keys.iter().any(|other| other.same(key)), "from {from}: {key:?}");
        }
    }
}

#[test]
fn two_snapshots_in_one_piece_are_both_read() {
    let bytes =
        [b"noise in front".as_slice(), &fixtures::expiring(), b"between", &fixtures::old_types()]
            .concat();
    let got = gather(&mut Salvager::fragment(&bytes));
    assert_eq!(got.headers, 2);
    assert_eq!(
        got.keys.len(),
        keys(&fixtures::expiring()).len() + keys(&fixtures::old_types()).len()
    );
}

#[test]
fn places_count_from_the_start_of_the_file_that_holds_the_snapshot() {
    const BASE: u64 = 1 << 40;
    let mut bytes = fixtures::every_type();
    bytes[200] ^= 0xff;
    let here = salvage(&bytes);
    let there = gather(&mut Salvager::at(&bytes, BASE));
    let moved: Vec<_> = here.positions.iter().map(|at| at + BASE).collect();
    assert_eq!(there.positions, moved);
    let places = |all: &salvage_support::Gathered<'_>, base: u64| -> Vec<_> {
        all.damages.iter().map(|d| (d.at - base, d.defect_at() - base, d.end - base)).collect()
    };
    assert_eq!(places(&there, BASE), places(&here, 0));
}

/// Files that make every place look like the beginning of a long record.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    const LEN: usize = 1 << 18;
    let repeat =
        |pattern: &[u8]| [b"REDIS0012", pattern.repeat(LEN / pattern.len()).as_slice()].concat();
    vec![
        ("zeros", repeat(&[0])),
        ("end marks", repeat(&[0xff])),
        ("lists of very many", repeat(b"\x01\x01a\x80\x7f\xff\xff\xff")),
        ("sets in sets", repeat(b"\x02\x01a\x44\x00")),
        ("hashes of empty strings", repeat(b"\x04\x01a\x7f\xff\x00\x00")),
        (
            "fields that expire",
            repeat(b"\x18\x01a\x01\x02\x03\x04\x05\x06\x07\x08\x7f\xff\x00\x01f\x01v"),
        ),
        ("compressed strings", repeat(b"\x00\x01a\xc3\x03\x1f\xe0\xff\x00")),
        ("modules", repeat(b"\x07\x01a\x81\x01\x02\x03\x04\x05\x06\x07\x08\x02\x05")),
        ("streams", repeat(b"\x15\x01a\x41\x00\x10")),
        ("quicklists", repeat(b"\x12\x01a\x41\x00\x01\x01b")),
        ("attributes", repeat(b"\xfc\x00\x00\x00\x00\x00\x00\x00\x00")),
        ("databases", repeat(b"\xfe\x00\xfb\x01\x00")),
        ("unknown codes", repeat(&[200])),
    ]
}

#[test]
fn work_is_linear_in_the_size_whatever_a_file_holds() {
    for (what, bytes) in hostile() {
        let mut salvager = Salvager::new(&bytes);
        let told = salvager.by_ref().count();
        let work = salvager.work();
        assert!(work.steps <= Work::bound(bytes.len() as u64), "{what}: {work:?}");
        assert!(told <= bytes.len(), "{what}");
    }
}

#[test]
fn a_resumed_place_says_why() {
    let mut bytes = fixtures::every_type();
    let third = keys(&bytes)[2].clone();
    bytes[usize::try_from(third.code_at()).unwrap()] = 0xee;
    let mut reasons = Vec::new();
    for salvaged in Salvager::new(&bytes) {
        match salvaged {
            Salvaged::Resumed(resumed) => {
                assert!(resumed.skipped_bytes > 0 && resumed.at >= third.end);
                reasons.push(resumed.confidence);
            }
            Salvaged::Event(found) if found.event.at() >= third.end => {
                let is_key = matches!(found.event, Event::Key(_));
                assert!(!is_key || found.standing == Standing::Recovered);
            }
            _ => {}
        }
    }
    assert!(
        matches!(reasons.as_slice(), [Confidence::Chain { records: 1.., bits: 24.. }]),
        "{reasons:?}"
    );
}
