//! Bytes that servers of several versions stored (`commands.md` §1.2.3).

use crate::{Engine, Limits, Profile, Reply};
use sha1::{Digest, Sha1};
use std::fmt::Write as _;

fn engine(version: &str) -> Engine {
    Engine::new(Profile::of(version.parse().unwrap()), Limits::default())
}

fn run(engine: &mut Engine, command: &str) -> Reply {
    engine.call(&command.split(' ').map(str::as_bytes).collect::<Vec<_>>())
}

fn value(engine: &mut Engine, key: &str) -> Vec<u8> {
    match run(engine, &format!("GET {key}")) {
        Reply::Bulk(bytes) => bytes.into(),
        other => panic!("{key}: {other:?}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn numbered(key: &str, count: usize) -> String {
    (0..count).fold(format!("PFADD {key}"), |text, n| format!("{text} e{n}"))
}

#[test]
fn the_estimate_of_one_key_stays_in_its_bytes_when_it_is_out_of_date() {
    for version in ["2.8.24", "4.0.14", "5.0.14", "7.0.15", "8.2.3", "valkey-9.1.2"] {
        let mut engine = engine(version);
        assert_eq!(run(&mut engine, "PFADD p a b c"), Reply::Int(1));
        let fresh = "48594c4c01000000000000000000008060f38050b1844bfb80425a";
        assert_eq!(hex(&value(&mut engine, "p")), fresh, "{version}");
        assert_eq!(run(&mut engine, "PFCOUNT p"), Reply::Int(3));
        assert_eq!(hex(&value(&mut engine, "p"))[16..32], *"0300000000000000");
        run(&mut engine, "PFADD p d");
        let stale = "48594c4c0100000003000000000000805c7b8044768050b1844bfb80425a";
        assert_eq!(hex(&value(&mut engine, "p")), stale, "{version}");
    }
}

#[test]
fn large_values_and_their_estimates_by_version() {
    for (version, few, merged) in
        [("2.8.24", 402, 12304), ("4.0.14", 403, 900), ("7.0.15", 403, 900)]
    {
        let mut engine = engine(version);
        run(&mut engine, "PFADD p a b c d");
        run(&mut engine, &numbered("r", 400));
        let sha1 = hex(&Sha1::digest(value(&mut engine, "r")));
        assert_eq!(sha1, "8e6cc8dd9cb3710e1b1ecf328fa1e644e1cd4e48", "{version}");
        assert_eq!(run(&mut engine, "PFCOUNT r"), Reply::Int(few), "{version}");
        run(&mut engine, &numbered("q", 3000));
        assert_eq!(run(&mut engine, "PFCOUNT q"), Reply::Int(2979), "{version}");
        let sha1 = hex(&Sha1::digest(value(&mut engine, "q")));
        assert_eq!(sha1, "dd640a880ffefbaabc92371fff4b1b0974887003", "{version}");
        run(&mut engine, "PFMERGE m p r");
        assert_eq!(value(&mut engine, "m").len(), merged, "{version}");
    }
}

#[test]
fn strings_of_another_kind_are_refused_and_stay() {
    let mut engine = engine("7.0.15");
    run(&mut engine, "SET s hello");
    run(&mut engine, "PFADD p a");
    for command in ["PFADD s a", "PFADD s", "PFCOUNT s", "PFMERGE p s", "PFMERGE s p"] {
        let text = "WRONGTYPE Key is not a valid HyperLogLog string value.";
        assert_eq!(run(&mut engine, command), Reply::error(text), "{command}");
    }
    assert_eq!(value(&mut engine, "s"), b"hello");
}
