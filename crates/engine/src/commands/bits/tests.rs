//! What depends on the version, and what a refused command leaves behind.

use crate::{Engine, Limits, Profile, Reply};

fn engine(version: &str) -> Engine {
    Engine::new(Profile::of(version.parse().unwrap()), Limits::default())
}

fn run(engine: &mut Engine, command: &str) -> Reply {
    engine.call(&command.split(' ').map(str::as_bytes).collect::<Vec<_>>())
}

#[test]
fn a_string_grows_for_writes_that_fail() {
    let mut engine = engine("7.0.15");
    let reply = run(&mut engine, "BITFIELD b OVERFLOW FAIL INCRBY i8 #0 200");
    assert_eq!(reply, Reply::Array(vec![Reply::Nil]));
    assert_eq!(run(&mut engine, "GET b"), Reply::bulk(b"\0"));
    assert_eq!(run(&mut engine, "SETBIT c 17 0"), Reply::Int(0));
    assert_eq!(run(&mut engine, "STRLEN c"), Reply::Int(3));
}

#[test]
fn an_empty_result_removes_its_destination_and_any_result_its_expiry() {
    let mut engine = engine("7.0.15");
    run(&mut engine, "SET d x PXAT 9000000000000");
    run(&mut engine, "SET a \x0f");
    assert_eq!(run(&mut engine, "BITOP NOT d a"), Reply::Int(1));
    assert_eq!(run(&mut engine, "PTTL d"), Reply::Int(-1));
    assert_eq!(run(&mut engine, "BITOP AND d missing"), Reply::Int(0));
    assert_eq!(engine.keys(), 1);
}

#[test]
fn a_source_of_another_type_leaves_the_destination_alone() {
    let mut engine = engine("2.8.24");
    run(&mut engine, "SET d x");
    run(&mut engine, "RPUSH l x");
    assert!(run(&mut engine, "BITOP OR d missing l").is_error());
    assert_eq!(run(&mut engine, "GET d"), Reply::bulk("x"));
}

#[test]
fn operations_of_8_2_are_a_syntax_error_before() {
    for (version, refused) in [("8.0.6", true), ("8.2.3", false), ("valkey-9.1.2", true)] {
        let mut engine = engine(version);
        assert_eq!(run(&mut engine, "BITOP DIFF d a b").is_error(), refused, "{version}");
    }
}

#[test]
fn offsets_end_at_512_mb_for_all_but_a_master_of_7_0() {
    let mut engine = engine("6.2.14");
    assert!(run(&mut engine, "SETBIT b 4294967296 1").is_error());
    assert!(run(&mut engine, "BITFIELD b SET u8 #9223372036854775807 1").is_error());
    assert_eq!(engine.keys(), 0);
}
