//! Files of a few records, most of them accepted by real servers, and what they say.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use autopsync_rdb::{ChecksumStatus, Event, Reader};
use support::data;

/// Bytes from hexadecimal; anything else is for the eye.
fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<_> = hex.chars().filter_map(|c| c.to_digit(16)).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
}

/// One line for each record.
fn told(bytes: &[u8]) -> Vec<String> {
    let mut lines = Vec::new();
    for event in Reader::new(bytes).unwrap() {
        lines.push(match event {
            Ok(Event::Aux(aux)) => format!("aux {:?} {:?}", aux.key, aux.value),
            Ok(Event::SelectDb { db, .. }) => format!("select {db}"),
            Ok(Event::ResizeDb { keys, expires, .. }) => format!("resize {keys} {expires}"),
            Ok(Event::SlotInfo { slot, keys, expires, .. }) => {
                format!("slot {slot} {keys} {expires}")
            }
            Ok(Event::Function(f)) => format!("function {:?} {:?}", f.code, f.pre_release),
            Ok(Event::ModuleAux(aux)) => {
                format!("module aux {} {} {:?}", aux.id, aux.when, aux.items)
            }
            Ok(Event::SlotImport(import)) => format!("import {:?} {:?}", import.job, import.ranges),
            Ok(Event::Key(entry)) => {
                let mut line = format!("{:?}", entry.key);
                if let Some(at) = entry.expire_at_ms {
                    line = format!("{line} expires {at}");
                }
                if let Some(idle) = entry.idle_seconds {
                    line = format!("{line} idle {idle}");
                }
                if let Some(freq) = entry.freq {
                    line = format!("{line} freq {freq}");
                }
                if let Some(meta) = entry.meta {
                    for class in meta {
                        line = format!("{line} {} {:?}", class.name(), class.items);
                    }
                }
                format!("{line}: {}", data(&entry.value).trim_end().replace('\n', ", "))
            }
            Ok(Event::End(end)) => format!("end {}", end.checksum.status()),
            Ok(other) => format!("{other:?}"),
            Err(error) => format!("error {error}"),
        });
    }
    lines
}

const HEADER: &[u8] = b"REDIS0009";

fn after_header(header: &[u8], records: &str) -> Vec<String> {
    told(&[header, &bytes(records)].concat())
}

#[test]
fn an_empty_file_has_a_checksum() {
    assert_eq!(told(&bytes("524544495330303039 FF 9AAC7ABCFB0FAD74")), ["end ok"]);
}

#[test]
fn one_key() {
    let file = "524544495330303039 FA 09 72656469732D766572 05 362E322E30 FE 00 FB 01 00 00 01 6B 01 76 FF FD91 1050 144A B2F0";
    assert_eq!(
        told(&bytes(file)),
        ["aux \"redis-ver\" \"6.2.0\"", "select 0", "resize 1 0", "\"k\": string \"v\"", "end ok"]
    );
}

#[test]
fn infinities_of_ascii_scores_are_not_lengths() {
    let file = "524544495330303036 FE 00 03 01 7A 04 01 61 03 312E35 01 62 FE 01 63 FF 01 64 02 3137 FF 909374E6E6062D2A";
    assert_eq!(
        told(&bytes(file))[1],
        "\"z\": expect 4, member \"a\" score 1.5, member \"b\" score inf, member \"c\" score -inf, member \"d\" score 17.0"
    );
    assert_eq!(told(&bytes(file))[2], "end ok");
}

#[test]
fn a_file_of_version_2_has_no_checksum() {
    let file = "524544495330303032 FE 00
        09 02 7A6D 18 0203666F6F0300626172 0568656C6C6F0500776F726C64 FF
        0A 02 7A6C 0F 0F000000 0C000000 0200 00F3 02F6 FF
        0B 02 6973 0E 02000000 03000000 FBFF 0100 2C01 FF";
    assert_eq!(
        told(&bytes(file)),
        [
            "select 0",
            "\"zm\": field \"foo\" \"bar\", field \"hello\" \"world\"",
            "\"zl\": element \"2\", element \"5\"",
            "\"is\": expect 3, member \"-5\", member \"1\", member \"300\"",
            "end absent"
        ]
    );
}

#[test]
fn type_22_of_valkey_is_its_own() {
    let records = "FE 00 FB 01 00 16 01 68 02 01 61 01 31 FFFFFFFFFFFFFFFF 01 62 01 32 7BD8C32CBB030000 FF CFD34FF43AF1F59B";
    let found = after_header(b"VALKEY080", records);
    assert_eq!(
        found[2..],
        ["\"h\": expect 2, field \"a\" \"1\", field \"b\" \"2\" expires 4102444800123", "end ok"]
    );
}

#[test]
fn a_stream_goes_backwards_in_sequence_numbers_only() {
    let records = "FE 00 15 01 73 01 10 00000000000003E8 0000000000000005 29
        29000000 0F00 0201 0001 0101 816602 0001 0201 0001 0001 817602 0401 0201 0101 DFFB02 817702 0401 FF
        02 43E9 00 43E8 05 00 00 02 00";
    let found = &after_header(b"REDIS0011", records)[1];
    assert!(
        found.starts_with("\"s\": entry 1000-5, shared names,   field \"f\" \"v\", entry 1001-0, shared names,   field \"f\" \"w\", StreamMeta { length: 2,"),
        "{found}"
    );
}

#[test]
fn key_meta_stands_between_the_attributes_and_the_type() {
    let records = "FC 00D8C32CBB030000 F9 06 F3 02
        29346092 022A 0281FFFFFFFFFFFFFFFD 030000C03F 040000000000000440 050568656C6C6F 00
        F8BFDFCF 0281000000123456789A 00
        00 01 61 C0 01 00 01 62 C0 02";
    let found = after_header(b"REDIS0013", records);
    assert_eq!(
        found[..2],
        [
            "\"a\" expires 4102444800000 freq 6 kmA0 [Unsigned(42), Unsigned(18446744073709551613), Float(1.5), Double(2.5), String(\"hello\")] z9_- [Unsigned(78187493530)]: string \"1\"",
            "\"b\": string \"2\"",
        ],
        "the next key inherits nothing"
    );
}

#[test]
fn code_243_is_another_opcode_under_the_magic_of_valkey() {
    let found = after_header(b"VALKEY080", "F3 03 6A6F62 02 00 0A 10 7FFF");
    assert_eq!(found[0], "import \"job\" [(0, 10), (16, 16383)]");
}

#[test]
fn attributes_outlive_a_field_between_them_and_the_key_but_not_the_key() {
    let records = "FC 0100000000000000 FA 0B 6D7663632D7473746D70 61 00 F8 4040 F9 C8 00 01 61 00 00 01 62 00";
    assert_eq!(
        after_header(HEADER, records)[1..3],
        ["\"a\" expires 1 idle 64 freq 200: string \"\"", "\"b\": string \"\""]
    );
}

#[test]
fn an_expiry_of_seconds_has_four_bytes_and_minus_one_is_none() {
    let records = "FD 01000000 00 01 61 00 FC FFFFFFFFFFFFFFFF 00 01 62 00 FC 0200000000000000 FD 05000000 00 01 63 00";
    assert_eq!(
        after_header(HEADER, records)[..3],
        [
            "\"a\" expires 1000: string \"\"",
            "\"b\": string \"\"",
            "\"c\" expires 5000: string \"\""
        ]
    );
}

#[test]
fn slot_hints_functions_and_module_records_are_told() {
    let records = "F4 7C87 02 01
        F5 04 23216C75
        F6 01 6E 03 4C5541 01 01 64 01 63
        F7 81BDE72DA2BB1EB400 02 01 0507 68656C6C6F2121 00";
    assert_eq!(
        after_header(b"REDIS0012", records)[..4],
        [
            "slot 15495 2 1",
            "function \"#!lu\" None",
            "function \"c\" Some(FunctionPreRelease { name: \"n\", engine: \"LUA\", description: Some(\"d\") })",
            "module aux vectorset 1 [String(\"hello!!\")]",
        ]
    );
}

#[test]
fn scripts_stand_behind_the_keys() {
    let found = after_header(
        HEADER,
        "FE 00 00 01 6B 01 76 FA 03 6C7561 08 72657475726E2031 FF 0000000000000000",
    );
    assert_eq!(found[2..], ["aux \"lua\" \"return 1\"", "end disabled"]);
}

#[test]
fn databases_may_be_selected_again_and_0_is_selected_first() {
    let found =
        after_header(HEADER, "00 01 61 00 FE 02 FE 00 FE 4100 00 01 62 00 FF 0000000000000000");
    assert_eq!(found[0], "\"a\": string \"\"");
    assert_eq!(found[1..4], ["select 2", "select 0", "select 256"]);
}

#[test]
fn what_follows_the_end_is_counted() {
    let file = [HEADER, &bytes("FF 0000000000000000"), b"*1\r\n$4\r\nPING\r\n"].concat();
    let mut reader = Reader::new(&file).unwrap();
    let Some(Ok(Event::End(end))) = reader.next_event() else { panic!("no end") };
    assert_eq!((end.at, end.end, end.trailing), (9, 18, 14));
    assert_eq!(end.checksum.status(), ChecksumStatus::Disabled);
    assert_eq!(reader.position(), 18);
    assert!(reader.next_event().is_none());
}

#[test]
fn an_unknown_code_ends_the_reading_where_it_stands() {
    let found = after_header(HEADER, "00 01 61 00 FC 0100000000000000 F1 01 62 00");
    assert_eq!(
        found,
        [
            "\"a\": string \"\"",
            "error expected an opcode or a value type, found the unknown code 241, at byte 22"
        ]
    );
    // Types of one product are none of the other's.
    assert!(after_header(b"VALKEY080", "18 01 61 00")[0].contains("unknown code 24"));
    assert!(after_header(HEADER, "08 01 61 00")[0].contains("unknown code 8"));
}

#[test]
fn a_missing_footer_is_a_short_read() {
    assert_eq!(
        after_header(HEADER, "FF 000000"),
        ["error expected 8 bytes of the checksum in the snapshot, found 3, at byte 10"]
    );
}

#[test]
fn positions_count_from_the_start_of_the_file_around_the_snapshot() {
    let file = [HEADER, &bytes("FE 03 00 01 61 02 78")].concat();
    let mut reader = Reader::at(&file, 1000).unwrap();
    assert_eq!(reader.next_event().unwrap().unwrap().at(), 1009);
    let error = reader.next_event().unwrap().unwrap_err();
    assert_eq!((error.at(), reader.position()), (1014, 1011));
    assert_eq!(
        error.to_string(),
        "expected 3 bytes of a string value in the snapshot, found 2, in string \"a\" of database 3, at byte 1014"
    );
}
