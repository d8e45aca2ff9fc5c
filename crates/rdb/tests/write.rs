//! Snapshots are copied, for themselves and for every other target, and read again.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod write_support;

use autopsync_rdb::{
    Dialect, Event, Header, Reader, ValueType,
    write::{CopyOptions, CopyReport, Feature, Losses, Sizes, Target, Writer, copy},
};
use write_support::{Model, complete, degrade, is_sound, snapshot, snapshots};

fn targets() -> Vec<Target> {
    let redis = (1..=15).map(|version| (Dialect::Redis, version));
    redis
        .chain([(Dialect::Valkey, 80), (Dialect::Valkey, 81)])
        .map(|(dialect, version)| Target::new(dialect, version).unwrap())
        .collect()
}

fn own_target(bytes: &[u8]) -> Target {
    let of_keydb =
        |event: Result<Event<'_>, _>| matches!(event, Ok(Event::Aux(aux)) if aux.is_of_keydb());
    if Reader::new(bytes).unwrap().any(of_keydb) {
        return Target::for_keydb();
    }
    let header = Reader::new(bytes).unwrap().header();
    Target::new(header.dialect, header.version).unwrap()
}

/// The first recorded snapshot with this header that has a value of this type.
fn fixture(dialect: Dialect, version: u16, value_type: ValueType) -> Vec<u8> {
    let fits = |bytes: &[u8]| {
        let mut reader = Reader::new(bytes).unwrap();
        let has = |event: Event<'_>| matches!(event, Event::Key(e) if e.value_type() == value_type);
        reader.header() == Header { dialect, version } && reader.any(|event| event.is_ok_and(has))
    };
    let found = sound_snapshots().into_iter().find(|(_, bytes)| fits(bytes));
    found.unwrap_or_else(|| panic!("no {value_type} in version {version}")).1
}

fn everything() -> CopyOptions {
    let mut options = CopyOptions::default();
    options.replication = true;
    options
}

fn converted(bytes: &[u8], target: Target) -> (Vec<u8>, CopyReport, Losses) {
    let mut reader = Reader::new(bytes).unwrap();
    let mut writer = Writer::new(Vec::new(), target).dropping();
    let report = copy(&mut reader, &mut writer, &everything(), |_| true).unwrap();
    let losses = writer.losses().clone();
    (writer.end().unwrap(), report, losses)
}

/// Leaves out the facts that a copy changes on purpose.
fn comparable(mut model: Model) -> Model {
    model.aux.retain(|name, _| {
        !name.starts_with(b"aof-") && !name.starts_with(b"cluster-") && name != b"slot-info"
    });
    model
}

fn sound_snapshots() -> Vec<(String, Vec<u8>)> {
    let sound: Vec<_> = snapshots()
        .into_iter()
        .filter(|(_, bytes)| is_sound(bytes))
        .map(|(path, bytes)| (path.display().to_string(), bytes))
        .collect();
    assert!(sound.len() >= 20, "only {} snapshots", sound.len());
    sound
}

#[test]
fn a_copy_for_the_same_version_says_the_same() {
    for (name, bytes) in sound_snapshots() {
        let (copied, report, losses) = converted(&bytes, own_target(&bytes));
        let original = comparable(Model::read(&bytes));
        assert_eq!(comparable(Model::read(&copied)), original, "{name}");
        assert_eq!(report.keys, original.keys.len() as u64, "{name}");
        assert!(losses.is_empty(), "{name}: {losses:?}");
    }
}

#[test]
fn a_copy_for_another_version_says_all_that_it_can() {
    for (name, bytes) in sound_snapshots() {
        let original = Model::read(&bytes);
        for target in targets() {
            let header = target.header();
            let (copied, report, _) = converted(&bytes, target);
            assert_eq!(Reader::new(&copied).unwrap().header(), header);
            let read = Model::read(&copied);
            assert_eq!(report.keys, read.keys.len() as u64);
            assert_eq!(report.keys + report.dropped, original.keys.len() as u64);
            let expected = complete(degrade(&original, header)).keys;
            for (key, item) in &complete(read).keys {
                assert_eq!(Some(item), expected.get(key), "{name} for {header:?}");
            }
            assert_eq!(report.keys, expected.len() as u64, "{name} for {header:?}");
        }
    }
}

#[test]
fn no_copy_holds_a_type_that_is_newer_than_itself() {
    for (name, bytes) in sound_snapshots() {
        for target in targets() {
            let (copied, ..) = converted(&bytes, target);
            for event in Reader::new(&copied).unwrap() {
                if let Event::Key(entry) = event.unwrap() {
                    assert!(target.holds(entry.value_type()), "{name} for {target:?}: {entry:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_lost_is_named_and_refused_unless_dropped() {
    let redis = |version, value_type| fixture(Dialect::Redis, version, value_type);
    for (bytes, version, feature) in [
        (redis(11, ValueType::Stream3), 8, Feature::Stream),
        (redis(12, ValueType::HashExpiry), 11, Feature::FieldExpiry),
        (redis(12, ValueType::HashListpackExpiry), 10, Feature::FieldExpiry),
        (fixture(Dialect::Valkey, 80, ValueType::HashExpiryValkey), 11, Feature::FieldExpiry),
    ] {
        let target = Target::new(Dialect::Redis, version).unwrap();
        let mut writer = Writer::new(Vec::new(), target);
        let mut options = everything();
        options.functions = false;
        let error =
            copy(&mut Reader::new(&bytes).unwrap(), &mut writer, &options, |_| true).unwrap_err();
        assert_eq!(error.feature(), Some(feature));
        assert_eq!(error.id(), feature.id());
        assert!(error.key().is_some(), "{error}");
        // The writer is as it was before the key.
        Model::read(&writer.end().unwrap());

        let (_, _, losses) = converted(&bytes, target);
        assert!(losses.count(feature) > 0, "{losses:?}");
    }
}

#[test]
fn hints_of_size_are_exact_or_absent() {
    let bytes =
        snapshots().into_iter().find(|(path, _)| path.ends_with("snapshots/redis-7.0.15-lru.rdb"));
    let (_, bytes) = bytes.unwrap();
    let keep = |entry: &autopsync_rdb::KeyEntry<'_>| entry.value.type_name() == "hash";
    let sizes = Sizes::count(&mut Reader::new(&bytes).unwrap(), keep).unwrap();
    for sizes in [Sizes::default(), sizes] {
        let mut options = CopyOptions::default();
        options.sizes = sizes.clone();
        let mut writer = Writer::new(Vec::new(), own_target(&bytes));
        let report = copy(&mut Reader::new(&bytes).unwrap(), &mut writer, &options, keep).unwrap();
        assert!(report.filtered > 0 && report.keys > 0);
        let copied = writer.end().unwrap();
        let hinted: u64 = Reader::new(&copied)
            .unwrap()
            .map(|event| match event.unwrap() {
                Event::ResizeDb { keys, .. } => keys,
                _ => 0,
            })
            .sum();
        assert_eq!(hinted, if sizes == Sizes::default() { 0 } else { report.keys });
    }
}

#[test]
fn the_replication_identity_is_copied_on_request_alone() {
    let bytes = snapshot("s3-6.2.14/replica/shutdown.rdb");
    let identity = |options: &CopyOptions| {
        let mut writer = Writer::new(Vec::new(), own_target(&bytes));
        copy(&mut Reader::new(&bytes).unwrap(), &mut writer, options, |_| true).unwrap();
        Model::read(&writer.end().unwrap()).aux.contains_key(&b"repl-id"[..])
    };
    assert!(identity(&everything()));
    assert!(!identity(&CopyOptions::default()));
}

#[test]
fn a_converted_copy_names_a_writer_of_its_version() {
    let (_, bytes) = snapshots()
        .into_iter()
        .find(|(path, _)| path.ends_with("snapshots/redis-7.0.15-lru.rdb"))
        .unwrap();
    let aux = |target| Model::read(&converted(&bytes, target).0).aux;
    let valkey = aux(Target::new(Dialect::Valkey, 80).unwrap());
    assert_eq!(valkey.get(&b"valkey-ver"[..]).map(Vec::as_slice), Some(&b"9.1.2"[..]));
    assert_eq!(valkey.get(&b"redis-ver"[..]), None);
    let old = aux(Target::new(Dialect::Redis, 9).unwrap());
    assert_eq!(old.get(&b"redis-ver"[..]).map(Vec::as_slice), Some(&b"6.2.14"[..]));
    assert_eq!(old.get(&b"aof-preamble"[..]).map(Vec::as_slice), Some(&b"0"[..]));
}

#[test]
fn a_damaged_value_is_an_error_or_skipped() {
    let mut bytes = b"REDIS0011\xfe\x00".to_vec();
    // A listpack that states a wrong count, and a sound string.
    bytes.extend(b"\x14\x01s\x0a\x0a\x00\x00\x00\x05\x00\x81a\x02\xff\x00\x01k\x01v\xff");
    bytes.extend([0; 8]);
    let target = own_target(&bytes);
    let run = |options: &CopyOptions| {
        let mut writer = Writer::new(Vec::new(), target);
        let report = copy(&mut Reader::new(&bytes).unwrap(), &mut writer, options, |_| true);
        (report, writer.end().unwrap())
    };
    let (report, _) = run(&CopyOptions::default());
    assert_eq!(report.unwrap_err().id(), "write-source");
    let mut options = CopyOptions::default();
    options.skip_damaged = true;
    let (report, copied) = run(&options);
    let report = report.unwrap();
    assert_eq!((report.keys, report.damaged, report.damages.len()), (1, 1, 1));
    assert_eq!(Model::read(&copied).keys.len(), 1);
    options.unchecked = true;
    let (report, copied) = run(&options);
    assert_eq!(report.unwrap().keys, 2);
    assert!(!is_sound(&copied));
}

#[test]
fn a_header_has_four_digits_or_three() {
    let header = |dialect, version| {
        let target = Target::new(dialect, version).unwrap();
        Writer::new(Vec::new(), target).end().unwrap()[..Header::LEN].to_vec()
    };
    assert_eq!(header(Dialect::Redis, 1), b"REDIS0001");
    assert_eq!(header(Dialect::Redis, 12), b"REDIS0012");
    assert_eq!(header(Dialect::Valkey, 80), b"VALKEY080");
}

#[test]
fn the_empty_snapshot_of_version_9_is_the_recorded_one() {
    let target = Target::new(Dialect::Redis, 9).unwrap();
    let bytes = Writer::new(Vec::new(), target).end().unwrap();
    assert_eq!(bytes, b"REDIS0009\xff\x9a\xac\x7a\xbc\xfb\x0f\xad\x74");
    let bytes = Writer::new(Vec::new(), target).without_checksum().end().unwrap();
    assert_eq!(bytes, b"REDIS0009\xff\0\0\0\0\0\0\0\0");
    let old = Target::new(Dialect::Redis, 4).unwrap();
    assert_eq!(Writer::new(Vec::new(), old).end().unwrap(), b"REDIS0004\xff");
}
