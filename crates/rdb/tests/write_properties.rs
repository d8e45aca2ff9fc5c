//! Random contents, written for every target in every way and read again.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod write_support;

use autopsync_rdb::{
    Dialect, Event, Reader, Scratch,
    write::{CopyOptions, Entry, Target, ValueBuffer, Writer, copy, dump_payload},
};
use proptest::prelude::*;
use write_support::{Gather, Model, Value, complete, degrade, generate};

fn targets() -> impl Strategy<Value = Target> {
    prop_oneof![
        14 => (1u16..=15).prop_map(|version| Target::new(Dialect::Redis, version).unwrap()),
        2 => (80u16..=81).prop_map(|version| Target::new(Dialect::Valkey, version).unwrap()),
    ]
}

/// A copy in which every value goes through a buffer.
fn through_buffers(bytes: &[u8], target: Target) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), target).dropping().compressing();
    let mut buffer = ValueBuffer::default();
    for event in Reader::new(bytes).unwrap() {
        if let Event::Key(entry) = event.unwrap() {
            buffer.clear();
            entry.visit(&mut Scratch::default(), &mut buffer).unwrap();
            writer.select_db(entry.db).unwrap();
            writer.key(Entry::from(&entry)).unwrap().buffered(&mut buffer).unwrap();
        }
    }
    writer.end().unwrap()
}

fn copied(bytes: &[u8], target: Target) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), target).dropping();
    copy(&mut Reader::new(bytes).unwrap(), &mut writer, &CopyOptions::default(), |_| true).unwrap();
    writer.end().unwrap()
}

/// Reads the value of a payload: as the only key of a snapshot.
fn value_of(payload: &[u8], target: Target) -> Value {
    let (body, footer) = payload.split_at(payload.len() - 10);
    assert_eq!(footer[..2], target.version().to_le_bytes());
    assert_eq!(autopsync_rdb::crc64(payload), 0);
    let mut bytes = Writer::new(Vec::new(), target).without_checksum().end().unwrap();
    bytes.truncate(9);
    bytes.extend([body[0], 1, b'k']);
    bytes.extend(&body[1..]);
    bytes.extend([0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
    for event in Reader::new(&bytes).unwrap() {
        if let Event::Key(entry) = event.unwrap() {
            let mut gather = Gather::default();
            entry.visit(&mut Scratch::default(), &mut gather).unwrap();
            return gather.0.unwrap();
        }
    }
    panic!("no key");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(model in generate::model(true, true), target in targets()) {
        let bytes = generate::write(&model, target).unwrap();
        let expected = complete(degrade(&model, target.header())).keys;
        prop_assert_eq!(&complete(Model::read(&bytes)).keys, &expected);
        prop_assert_eq!(&complete(Model::read(&through_buffers(&bytes, target))).keys, &expected);
    }

    #[test]
    fn what_is_copied_to_and_fro_is_the_same(
        model in generate::model(false, false),
        targets in proptest::collection::vec(targets(), 2..5),
    ) {
        // Plain values of any content survive every version, but for what is said about their use.
        let plain = |model: Model| -> Vec<_> {
            model.keys.into_iter().map(|(key, item)| (key, item.value)).collect()
        };
        let mut bytes = generate::write(&model, targets[0]).unwrap();
        for target in &targets[1..] {
            bytes = copied(&bytes, *target);
            prop_assert_eq!(plain(Model::read(&bytes)), plain(model.clone()));
        }
    }

    #[test]
    fn what_is_copied_loses_what_the_target_cannot_hold_and_no_more(
        model in generate::model(true, true),
        from in targets(),
        to in targets(),
    ) {
        let bytes = generate::write(&model, from).unwrap();
        let expected = complete(degrade(&Model::read(&bytes), to.header())).keys;
        prop_assert_eq!(&complete(Model::read(&copied(&bytes, to))).keys, &expected);
        prop_assert_eq!(&complete(Model::read(&through_buffers(&bytes, to))).keys, &expected);
    }

    #[test]
    fn a_payload_holds_the_value(value in generate::value(true, true)) {
        let target = Target::new(Dialect::Redis, 13).unwrap();
        let payload = dump_payload(target, |writer| generate::write_value(writer, &value)).unwrap();
        let with = |value| {
            let mut model = Model::default();
            let item = write_support::Item {
                expire_at_ms: None, idle_seconds: None, freq: None, meta: None, members: Vec::new(), value,
            };
            model.keys.insert((0, Vec::new()), item);
            complete(model)
        };
        prop_assert_eq!(with(value_of(&payload, target)), with(value));
    }
}
