//! What went wrong in other readers and is tested nowhere else; most such places have their tests beside the code.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use autopsync_rdb::{Event, Reader, Scratch};
use autopsync_synth::rdb::{
    Blob, Consumer, Group, Listpack, ModuleItem, Pending, QuicklistNode, RdbBuilder, Str, StreamId,
    StreamType, StreamValue, Value, Ziplist, Zipmap,
};
use support::data;

/// What a visitor is told of the only key.
fn told(value: &Value) -> String {
    let bytes = RdbBuilder::redis(12).key("k", value).finish();
    let mut events = Reader::new(&bytes).unwrap();
    let Some(Ok(Event::Key(entry))) = events.next_event() else { panic!("no key") };
    assert!(matches!(events.next_event(), Some(Ok(Event::End(_)))), "not passed to its end");
    entry.value.check(&mut Scratch::default()).unwrap();
    data(&entry.value)
}

#[test]
fn a_count_of_65535_in_a_ziplist_is_no_statement() {
    let mut list = Ziplist::of(["a", "b", "c"]).build();
    list[8..10].copy_from_slice(&[0xff, 0xff]);
    let all = told(&Value::list_ziplist(Blob::raw(list)));
    assert_eq!(all, "element \"a\"\nelement \"b\"\nelement \"c\"\n");
}

#[test]
fn a_count_of_254_in_a_zipmap_is_no_statement_and_253_is() {
    let map = |count: u8| {
        let mut map = Zipmap::new().entry(b"f", b"v", 0).build();
        map[0] = count;
        RdbBuilder::redis(2).key("k", &Value::hash_zipmap(Blob::raw(map))).finish_without_checksum()
    };
    let check = |bytes: &[u8]| {
        let Some(Ok(Event::Key(entry))) = Reader::new(bytes).unwrap().next_event() else {
            panic!("no key")
        };
        entry.value.check(&mut Scratch::default()).map_err(|error| error.id())
    };
    assert_eq!(check(&map(254)), Ok(()));
    assert_eq!(check(&map(255)), Ok(()));
    assert_eq!(check(&map(253)), Err("zipmap-count"));
}

#[test]
fn the_size_of_the_entry_before_is_one_byte_up_to_253() {
    // 2 + 251 bytes take up 253 together with their own heads, one more 254.
    for (len, next) in [(250, &[253][..]), (251, &[0xfe, 254, 0, 0, 0])] {
        let mut list = vec![0; 10];
        list.extend([0, 0x40, len]);
        list.extend(vec![b'x'; usize::from(len)]);
        let tail = u32::try_from(list.len()).unwrap();
        list.extend(next);
        list.extend([0xf2, 0xff]);
        let total = u32::try_from(list.len()).unwrap();
        list[..4].copy_from_slice(&total.to_le_bytes());
        list[4..8].copy_from_slice(&tail.to_le_bytes());
        list[8] = 2;
        assert!(told(&Value::list_ziplist(Blob::raw(list))).ends_with("element \"1\"\n"), "{len}");
    }
}

#[test]
fn packed_scores_are_integers_or_any_text_of_a_number() {
    let pairs = ["a", "-inf", "b", "-3", "c", "2.5", "d", "1e+17", "e", "inf"];
    let expected = "member \"a\" score -inf\nmember \"b\" score -3.0\nmember \"c\" score 2.5\n\
        member \"d\" score 1e17\nmember \"e\" score inf\n";
    assert_eq!(told(&Value::zset_ziplist(Ziplist::of(pairs))), expected);
    assert_eq!(told(&Value::zset_listpack(Listpack::of(pairs))), expected);
}

#[test]
fn plain_nodes_of_a_list_are_elements_between_those_of_packed_ones() {
    let nodes = [
        QuicklistNode::Packed(Listpack::of(["a", "1"]).into()),
        QuicklistNode::Plain(b"long".to_vec()),
        QuicklistNode::Packed(Listpack::of(["b"]).into()),
    ];
    let all = told(&Value::quicklist_2(&nodes));
    assert_eq!(all, "element \"a\"\nelement \"1\"\nelement \"long\"\nelement \"b\"\n");
}

#[test]
fn the_earliest_moment_in_front_of_a_packed_hash_may_be_stale() {
    let pack = || Listpack::of(["f", "v", "4102444800000", "g", "w", "0"]);
    let expected = "field \"f\" \"v\" expires 4102444800000\nfield \"g\" \"w\"\n";
    for earliest in [0, 1, 4_102_444_800_123, u64::MAX] {
        assert_eq!(told(&Value::hash_listpack_with_ttls(earliest, pack())), expected);
    }
}

#[test]
fn the_earliest_moment_of_a_table_is_in_range() {
    let hash = |earliest: u64| {
        let fields = [&earliest.to_le_bytes()[..], b"\x01\x00\x01f\x01v"].concat();
        let bytes = RdbBuilder::redis(12).key("k", &Value::raw(24, fields)).finish();
        let mut events = Reader::new(&bytes).unwrap();
        let Some(Ok(Event::Key(entry))) = events.next_event() else { panic!("no key") };
        entry.value.check(&mut Scratch::default()).map_err(|error| error.id())
    };
    assert_eq!(hash(1 << 48), Ok(()));
    assert_eq!(hash((1 << 48) + 1), Err("hash-field-expiry"));
}

#[test]
fn the_codes_of_a_modules_items_are_lengths_in_any_form() {
    let id = b"\x81\xbd\xe7\x2d\xa2\xbb\x1e\xb4\x00";
    let items = b"\x02\x07\x40\x05\x02hi\x80\x00\x00\x00\x02\x08\x40\x00";
    let all = told(&Value::raw(7, [&id[..], items].concat()));
    assert_eq!(
        all,
        "module ModuleId(vectorset version 0)\n  Unsigned(7)\n  String(\"hi\")\n  Unsigned(8)\n"
    );
}

#[test]
fn what_is_wrong_inside_of_a_module_does_not_keep_it_from_being_passed() {
    let id = b"\x81\xbd\xe7\x2d\xa2\xbb\x1e\xb4\x00";
    // A float that is no number, and a compressed string that does not decompress.
    let items = b"\x03\x00\x00\xc0\x7f\x05\xc3\x02\x40\xff\xe0\xff\x00";
    let bytes = RdbBuilder::redis(12)
        .key("m", &Value::raw(7, [&id[..], items].concat()))
        .key("next", &Value::string("v"))
        .finish();
    let keys = Reader::new(&bytes).unwrap().filter(|event| matches!(event, Ok(Event::Key(_))));
    assert_eq!(keys.count(), 2);
}

#[test]
fn facts_of_a_module_may_stand_behind_the_keys() {
    let bytes = RdbBuilder::redis(9)
        .module_aux("TestType-", 1, 1, &[ModuleItem::Unsigned(1)])
        .select(0)
        .key("k", &Value::string("v"))
        .module_aux("TestType-", 1, 2, &[ModuleItem::String("s".into())])
        .finish();
    let when = |event| match event {
        Ok(Event::ModuleAux(aux)) => Some(aux.when),
        Ok(_) => None,
        Err(error) => panic!("{error}"),
    };
    assert_eq!(Reader::new(&bytes).unwrap().filter_map(when).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn an_absurd_hint_at_sizes_is_told_and_believed_by_nobody() {
    let bytes = RdbBuilder::redis(9)
        .select(0)
        .resize(u64::MAX, u64::MAX)
        .key("k", &Value::string("v"))
        .resize(0, 7)
        .key("l", &Value::string("w"))
        .finish();
    let events: Vec<_> = Reader::new(&bytes).unwrap().map(Result::unwrap).collect();
    assert!(matches!(events[1], Event::ResizeDb { keys: u64::MAX, expires: u64::MAX, .. }));
    assert_eq!(events.iter().filter(|event| matches!(event, Event::Key(_))).count(), 2);
}

#[test]
fn slot_hints_of_valkey_stand_between_keys() {
    let bytes = RdbBuilder::redis(11)
        .aux("valkey-ver", "8.0.1")
        .aux("slot-info", "7,1,0")
        .key("a", &Value::string("v"))
        .aux("slot-info", "9,1,1")
        .expires_at_ms(1)
        .key("b", &Value::string("v"))
        .finish();
    let mut moments = Vec::new();
    for event in Reader::new(&bytes).unwrap() {
        if let Event::Key(entry) = event.unwrap() {
            moments.push(entry.expire_at_ms);
            assert!(entry.member_expiries().is_empty());
        }
    }
    assert_eq!(moments, [None, Some(1)]);
}

#[test]
fn names_are_any_bytes_and_an_end_mark_inside_of_one_is_none() {
    let names: [&[u8]; 4] =
        [b"", b"\x00a\x00", b"\xff\x9a\xac\x7a\xbc\xfb\x0f\xad\x74", b"\xc3\x28"];
    let mut builder = RdbBuilder::redis(9);
    for name in names {
        builder = builder.key(Str::Raw(name), &Value::string("v"));
    }
    let bytes = builder.finish();
    let name = |event| match event {
        Ok(Event::Key(entry)) => Some(entry.key.to_cow().unwrap().into_owned()),
        _ => None,
    };
    assert_eq!(Reader::new(&bytes).unwrap().filter_map(name).collect::<Vec<_>>(), names);
}

/// All servers refuse both (`Consumer entry not found in group global PEL`, `Duplicated global PEL entry`); nobody else saw.
#[test]
fn what_is_pending_for_a_consumer_is_pending_in_its_group_once() {
    let id = |ms| StreamId(ms, 0);
    let check = |group: &[u64], consumer: &[u64]| {
        let pending =
            group.iter().map(|ms| Pending { id: id(*ms), delivered_ms: 7, deliveries: 1 });
        let group = Group {
            name: "g".into(),
            last_delivered: id(9),
            entries_read: None,
            pending: pending.collect(),
            consumers: vec![Consumer {
                name: "c".into(),
                seen_ms: 5,
                active_ms: 5,
                pending: consumer.iter().map(|ms| id(*ms)).collect(),
            }],
        };
        let stream = Value::stream(StreamType::V3, &StreamValue::of(Vec::new()).group(group));
        let bytes = RdbBuilder::redis(11).key("k", &stream).finish();
        let Some(Ok(Event::Key(entry))) = Reader::new(&bytes).unwrap().next_event() else {
            panic!("no key")
        };
        entry.value.check(&mut Scratch::default()).map_err(|error| error.id())
    };
    assert_eq!(check(&[1, 2], &[2]), Ok(()));
    assert_eq!(check(&[1, 2], &[3]), Err("stream-pending-unknown"));
    assert_eq!(check(&[2, 2], &[2]), Err("stream-pending-twice"));
}
