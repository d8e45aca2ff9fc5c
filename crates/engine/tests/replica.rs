//! What a replica does with odd input, by version (`commands.md` §1.9, §2), measured on real servers.

#![allow(clippy::unwrap_used)] // A test that cannot go on has failed.

use autopsync_engine::{CommandError, Engine, Limits, Outcome, Profile, Replay, RestartKeeps};
use autopsync_model::{AppliedOffset, NextOffset};
use autopsync_stream::{Origin, Stream};

fn engine(version: &str) -> Engine {
    Engine::new(Profile::of(version.parse().unwrap()), Limits::default())
}

fn run(engine: &mut Engine, line: &str) -> Outcome {
    engine.apply(&line.split(' ').map(str::as_bytes).collect::<Vec<_>>())
}

/// Writes commands typed with spaces as a master would.
fn wire(lines: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in lines {
        let args: Vec<&str> = line.split(' ').collect();
        bytes.extend(format!("*{}\r\n", args.len()).into_bytes());
        for arg in args {
            bytes.extend(format!("${}\r\n{arg}\r\n", arg.len()).into_bytes());
        }
    }
    bytes
}

fn stream(bytes: &[u8]) -> Stream<'_> {
    Stream::new(bytes, Origin { first_offset: Some(NextOffset::new(101)), ..Origin::unknown() })
}

#[test]
fn a_transaction_with_an_unknown_command_is_lost_whole() {
    let mut engine = engine("4.0.14");
    assert_eq!(run(&mut engine, "MULTI"), Outcome::NoEffect);
    assert_eq!(run(&mut engine, "SET a 1"), Outcome::Queued);
    assert!(matches!(run(&mut engine, "JSON.SET j 1"), Outcome::Failed(CommandError::Unknown(_))));
    assert!(matches!(run(&mut engine, "EXEC"), Outcome::Failed(CommandError::Refused(_))));
    assert_eq!(engine.keys(), 0);
    assert_eq!((engine.failures().count(), engine.failures().unknown()), (2, 1));
}

#[test]
fn a_command_that_fails_in_a_transaction_fails_alone() {
    let mut engine = engine("7.0.15");
    for line in ["MULTI", "SET a x", "INCR a", "SET b 2"] {
        run(&mut engine, line);
    }
    assert_eq!(run(&mut engine, "EXEC"), Outcome::Changed);
    assert_eq!(engine.keys(), 2);
    assert_eq!(engine.failures().kept()[0].command[0].as_ref(), b"INCR");
}

#[test]
fn a_nested_multi_loses_the_transaction_in_valkey_only() {
    for (version, keys) in [("8.2.3", 1), ("valkey-8.0.1", 0)] {
        let mut engine = engine(version);
        for line in ["MULTI", "SET a 1", "MULTI", "EXEC"] {
            run(&mut engine, line);
        }
        assert_eq!(engine.keys(), keys, "{version}");
    }
}

#[test]
fn an_older_replica_loses_what_it_does_not_know() {
    let mut old = engine("5.0.14");
    assert!(matches!(run(&mut old, "COPY a b"), Outcome::Failed(CommandError::Unknown(_))));
    assert!(matches!(run(&mut old, "SET a 1 PXAT 99999999999999"), Outcome::Failed(_)));
    assert!(matches!(run(&mut old, "PEXPIREAT a 1 NX"), Outcome::Failed(_)));
    assert_eq!(run(&mut engine("7.0.15"), "SET a 1 PXAT 99999999999999"), Outcome::Changed);
}

#[test]
fn a_past_expiry_is_stored_and_nothing_is_deleted() {
    let mut engine = engine("7.0.15");
    engine.set_clock(1_700_000_000_000);
    run(&mut engine, "SET a 5");
    assert_eq!(run(&mut engine, "PEXPIREAT a 1"), Outcome::Changed);
    assert_eq!(run(&mut engine, "INCR a"), Outcome::Changed);
    assert_eq!(engine.call(&[b"GET", b"a"]), autopsync_engine::Reply::bulk("6"));
    assert_eq!(run(&mut engine, "PERSIST a"), Outcome::Changed);
}

#[test]
fn a_select_outside_the_databases_leaves_the_selected_one() {
    let mut engine = engine("6.2.14");
    run(&mut engine, "SELECT 3");
    assert!(matches!(run(&mut engine, "SELECT 16"), Outcome::Failed(_)));
    assert!(matches!(run(&mut engine, "SELECT x"), Outcome::Failed(_)));
    assert_eq!(engine.selected_database(), 3);
}

#[test]
fn a_transaction_that_the_stream_leaves_open_is_not_applied() {
    let bytes = wire(&["SET a 1", "MULTI", "SET b 2"]);
    let mut engine = engine("7.0.15");
    let done = Replay::new().run(&mut engine, &stream(&bytes));
    assert_eq!((done.to, done.commands), (AppliedOffset::new(100 + 27), 1));
    assert_eq!(done.open_transaction, Some(NextOffset::new(101 + 27)));
    assert_eq!((engine.keys(), engine.in_transaction()), (1, false));
}

#[test]
fn a_replay_goes_on_where_another_one_stopped() {
    let lines =
        ["SELECT 2", "SET a 1", "MULTI", "INCR a", "SELECT 4", "SET b 2", "EXEC", "SET c 3"];
    let bytes = wire(&lines);
    let mut whole = engine("7.0.15");
    let end = Replay::new().run(&mut whole, &stream(&bytes)).to;
    assert_eq!(end, NextOffset::new(101).advance(bytes.len() as u64).applied());
    for cut in 100..=end.get() {
        let mut parts = engine("7.0.15");
        let first = Replay::new().to(AppliedOffset::new(cut)).run(&mut parts, &stream(&bytes));
        assert!(first.to.get() <= cut);
        let second = Replay::new().from(first.to).run(&mut parts, &stream(&bytes));
        assert_eq!((second.to, second.misaligned), (end, None), "{cut}");
        assert_eq!(parts.digest(), whole.digest(), "{cut}");
        assert_eq!(parts.selected_database(), 4);
        assert_eq!(first.commands + second.commands, lines.len() as u64);
    }
}

#[test]
fn an_offset_inside_a_command_does_not_fit_the_stream() {
    let bytes = wire(&["SET a 1", "SET b 2"]);
    let mut engine = engine("7.0.15");
    let done = Replay::new().from(AppliedOffset::new(105)).run(&mut engine, &stream(&bytes));
    assert_eq!(done.misaligned, Some(NextOffset::new(101)));
}

#[test]
fn errors_are_told_with_offset_and_database() {
    let bytes = wire(&["SELECT 5", "SET a x", "INCR a"]);
    let mut engine = engine("6.0.20");
    Replay::new().run(&mut engine, &stream(&bytes));
    let failure = &engine.failures().kept()[0];
    assert_eq!((failure.offset, failure.database), (101 + 23 + 27, 5));
    let text = failure.error.text(&engine.profile().replica).into_owned();
    assert_eq!(text, b"ERR value is not an integer or out of range");
}

/// redis#4483: the scripts of a replica were gone after its restart, and with them the writes of every `EVALSHA`.
#[cfg(feature = "lua")]
#[test]
fn a_restart_forgets_scripts_before_the_stream() {
    let script = "return redis.call('incr', KEYS[1])";
    for (keeps, keys) in [(true, 1), (false, 0)] {
        let mut engine = engine("4.0.2");
        engine.load_script(script.as_bytes());
        engine.select_database(7);
        engine.restart(&RestartKeeps { scripts: keeps, database: None });
        assert_eq!(engine.selected_database(), 0);
        let sha = sha1_of(script);
        let outcome = engine.apply(&[b"EVALSHA", &sha, b"1", b"n"]);
        assert_eq!(matches!(outcome, Outcome::Failed(CommandError::NoScript(_))), !keeps);
        assert_eq!(engine.keys(), keys);
    }
}

#[cfg(feature = "lua")]
fn sha1_of(script: &str) -> Vec<u8> {
    let mut other = engine("4.0.2");
    match other.call(&[b"SCRIPT", b"LOAD", script.as_bytes()]) {
        autopsync_engine::Reply::Bulk(sha) => sha.into_vec(),
        other => panic!("{other:?}"),
    }
}

#[cfg(feature = "lua")]
#[test]
fn a_script_that_fails_keeps_what_it_wrote() {
    let mut engine = engine("5.0.14");
    let outcome = run_script(&mut engine, "redis.call('set','a','1') redis.call('nosuch')");
    assert!(matches!(outcome, Outcome::Failed(_)));
    assert_eq!(engine.keys(), 1);
}

#[cfg(feature = "lua")]
#[test]
fn a_database_selected_in_a_script_stays_there() {
    let script = "redis.call('select', 3) redis.call('set', 'a', '1')";
    for (version, after) in [("2.8.11", 3), ("2.8.12", 0), ("6.2.14", 0)] {
        let mut engine = engine(version);
        run_script(&mut engine, script);
        assert_eq!(engine.selected_database(), after, "{version}");
        assert_eq!(engine.databases().collect::<Vec<_>>(), [(3, 1)], "{version}");
    }
}

/// `commands.md` §2.2: the master deletes, its replica does not.
#[cfg(feature = "lua")]
#[test]
fn a_past_expiry_inside_a_script_parts_master_and_replica() {
    let mut engine = engine("6.2.14");
    engine.set_clock(1_700_000_000_000);
    run_script(
        &mut engine,
        "redis.call('set','z1','v') redis.call('expire','z1',-1) redis.call('set','seen',tostring(redis.call('get','z1')))",
    );
    run_script(
        &mut engine,
        "redis.call('set','z2','v') redis.call('pexpire','z2',0) redis.call('append','z2','w') return 1",
    );
    assert_eq!(engine.digest().to_string(), "6b3739761f81601fff42dc02bfbb1cf4d8a43559");
}

#[cfg(feature = "lua")]
fn run_script(engine: &mut Engine, script: &str) -> Outcome {
    engine.apply(&[b"EVAL", script.as_bytes(), b"0"])
}
