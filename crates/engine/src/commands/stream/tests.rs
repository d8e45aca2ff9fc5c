//! What depends on the version, or is seen by nobody but a later command.

use crate::{Engine, Limits, Profile, Reply};

fn engine(version: &str) -> Engine {
    let mut engine = Engine::new(Profile::of(version.parse().unwrap()), Limits::default());
    engine.set_clock(1_700_000_000_000);
    engine
}

fn run(engine: &mut Engine, command: &str) -> Reply {
    engine.call(&command.split(' ').map(str::as_bytes).collect::<Vec<_>>())
}

fn all(engine: &mut Engine, commands: &[&str]) {
    for command in commands {
        let reply = run(engine, command);
        assert!(!reply.is_error(), "{command}: {reply:?}");
    }
}

/// Shows a reply on one line.
fn show(reply: &Reply) -> String {
    match reply {
        Reply::Bulk(bytes) | Reply::Error(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Reply::Int(value) => value.to_string(),
        Reply::Nil => "nil".to_owned(),
        Reply::Status(text) => (*text).to_owned(),
        Reply::Array(items) => {
            format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(" "))
        }
        Reply::Map(pairs) => {
            let pairs = pairs.iter().map(|(name, value)| format!("{}={}", show(name), show(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(" "))
        }
        other => format!("{other:?}"),
    }
}

fn said(engine: &mut Engine, command: &str) -> String {
    show(&run(engine, command))
}

/// A stream of three entries and a group that has two of them pending.
const READ_BY_A_GROUP: [&str; 6] = [
    "XADD x 1-1 a 1",
    "XADD x 2-1 a 2",
    "XADD x 3-1 a 3",
    "XGROUP CREATE x g 0",
    "XCLAIM x g alice 0 1-1 TIME 1699999999000 RETRYCOUNT 1 FORCE JUSTID LASTID 1-1",
    "XCLAIM x g alice 0 2-1 TIME 1699999999000 RETRYCOUNT 1 FORCE JUSTID LASTID 2-1",
];

#[test]
fn a_refused_zero_id_left_an_empty_key_before_5_0_7() {
    for (version, keys) in [("5.0.6", 1), ("5.0.7", 0), ("7.0.15", 0)] {
        let mut engine = engine(version);
        assert!(run(&mut engine, "XADD x 0-0 a 1").is_error());
        assert_eq!(engine.keys(), keys, "{version}");
    }
}

#[test]
fn a_limit_that_stays_behind_an_exact_length_is_ignored_or_loses_the_entry() {
    // A master of 6.2 sends `XADD x MAXLEN = 1 LIMIT 10 …` after `MAXLEN ~ 1 LIMIT 10`; a replica of 5.0 refuses it.
    for (version, len) in [("5.0.14", "1"), ("6.2.14", "2"), ("8.0.6", "2"), ("valkey-9.1.2", "2")]
    {
        let mut engine = engine(version);
        all(&mut engine, &["XADD x 1-1 a 1"]);
        run(&mut engine, "XADD x MAXLEN = 2 LIMIT 10 2-1 a 2");
        assert_eq!(said(&mut engine, "XLEN x"), len, "{version}");
    }
}

#[test]
fn a_stream_stays_when_it_is_empty() {
    let mut engine = engine("7.0.15");
    all(&mut engine, &["XADD x 5-1 a 1", "XDEL x 5-1", "XADD y MAXLEN 0 5-1 a 1"]);
    assert_eq!((engine.keys(), said(&mut engine, "XLEN x")), (2, "0".to_owned()));
    assert_eq!(said(&mut engine, "XADD x 5-* a 1"), "5-2");
    assert!(run(&mut engine, "XADD y 5-1 a 1").is_error());
}

#[test]
fn whole_blocks_go_where_a_trim_is_approximate() {
    let mut engine = engine("7.0.15");
    for n in 1..=350 {
        run(&mut engine, &format!("XADD x {n}-0 a {n}"));
    }
    assert_eq!(said(&mut engine, "XTRIM x MAXLEN ~ 120"), "200");
    assert_eq!(said(&mut engine, "XTRIM x MINID ~ 299-0"), "0");
    assert_eq!(said(&mut engine, "XTRIM x MINID ~ 301-0"), "100");
    assert_eq!(said(&mut engine, "XRANGE x - + COUNT 1"), "[[301-0 [a 301]]]");
}

#[test]
fn a_claim_of_a_deleted_entry_is_kept_before_7_0_and_dropped_since() {
    for (version, pending) in
        [("5.0.14", "[2 1-1 2-1"), ("6.2.14", "[2 1-1 2-1"), ("7.0.15", "[1 2-1 2-1")]
    {
        let mut engine = engine(version);
        all(&mut engine, &READ_BY_A_GROUP);
        all(&mut engine, &["XDEL x 1-1", "XCLAIM x g bob 0 1-1 FORCE JUSTID LASTID 2-1"]);
        assert!(said(&mut engine, "XPENDING x g").starts_with(pending), "{version}");
    }
}

#[test]
fn a_claim_by_force_needs_the_entry_in_all_versions() {
    for version in ["5.0.0", "6.0.20", "6.2.14", "7.2.6", "valkey-8.0.1"] {
        let mut engine = engine(version);
        all(&mut engine, &["XADD x 1-1 a 1", "XGROUP CREATE x g 0"]);
        all(&mut engine, &["XCLAIM x g alice 0 9-9 1-1 FORCE JUSTID LASTID 9-9"]);
        assert_eq!(said(&mut engine, "XPENDING x g"), "[1 1-1 1-1 [[alice 1]]]", "{version}");
    }
}

#[test]
fn times_that_cannot_be_are_now_and_ids_only_go_forward() {
    let mut engine = engine("7.0.15");
    all(&mut engine, &READ_BY_A_GROUP);
    all(&mut engine, &["XCLAIM x g bob 0 1-1 TIME 1800000000000 RETRYCOUNT 3 JUSTID LASTID 1-1"]);
    assert_eq!(said(&mut engine, "XPENDING x g - + 5 bob"), "[[1-1 bob 0 3]]");
    assert_eq!(said(&mut engine, "XPENDING x g - + 5 alice"), "[[2-1 alice 1000 1]]");
    let groups = "[{name=g consumers=2 pending=2 last-delivered-id=2-1 entries-read=nil lag=nil}]";
    assert_eq!(said(&mut engine, "XINFO GROUPS x"), groups);
}

#[test]
fn what_a_master_sends_for_a_read_without_acknowledgement() {
    // 7.0 and later count entries, before there was no such option.
    for (version, count) in [("6.2.14", ""), ("7.0.15", " ENTRIESREAD 3")] {
        let mut engine = engine(version);
        all(&mut engine, &READ_BY_A_GROUP[..4]);
        let set_id = format!("XGROUP SETID x g 3-1{count}");
        all(&mut engine, &["XGROUP CREATECONSUMER x g alice", &set_id]);
        let said = said(&mut engine, "XINFO GROUPS x");
        let start = "[{name=g consumers=1 pending=0 last-delivered-id=3-1";
        assert!(said.starts_with(start), "{version}: {said}");
        assert_eq!(said.contains("entries-read=3 lag=0"), version == "7.0.15");
    }
}

#[test]
fn reading_leaves_what_the_claims_of_its_stream_leave() {
    let mut master = engine("7.2.6");
    all(&mut master, &READ_BY_A_GROUP[..4]);
    all(&mut master, &["XREADGROUP GROUP g alice COUNT 2 STREAMS x >"]);
    let mut replica = engine("7.2.6");
    all(&mut replica, &READ_BY_A_GROUP);
    for question in
        ["XPENDING x g", "XPENDING x g - + 9 alice", "XREADGROUP GROUP g alice STREAMS x 0"]
    {
        let (a, b) = (said(&mut master, question), said(&mut replica, question));
        assert_eq!(a.replace(" 0 1]", " 1000 1]"), b, "{question}");
    }
}

#[test]
fn references_decide_what_8_2_deletes() {
    let mut engine = engine("8.2.3");
    all(&mut engine, &READ_BY_A_GROUP);
    assert_eq!(said(&mut engine, "XDELEX x ACKED IDS 3 1-1 3-1 9-9"), "[2 2 -1]");
    all(&mut engine, &["XACK x g 1-1"]);
    assert_eq!(said(&mut engine, "XTRIM x MAXLEN 0 ACKED"), "1");
    assert_eq!(said(&mut engine, "XDELEX x DELREF IDS 1 2-1"), "[1]");
    assert_eq!(said(&mut engine, "XPENDING x g"), "[0 nil nil nil]");
    all(&mut engine, &["XADD x 4-1 a 4", "XCLAIM x g bob 0 4-1 FORCE JUSTID LASTID 4-1"]);
    assert_eq!(said(&mut engine, "XACKDEL x g IDS 2 4-1 3-1"), "[1 -1]");
    assert_eq!(said(&mut engine, "XRANGE x - +"), "[[3-1 [a 3]]]");
}

#[test]
fn options_of_later_versions_are_refused_by_earlier_ones() {
    for (command, version, next) in [
        ("XADD x NOMKSTREAM 1-1 a 1", "6.0.20", "6.2.14"),
        ("XADD x MINID 1 1-1 a 1", "6.0.20", "6.2.14"),
        ("XADD x 1-* a 1", "6.2.14", "7.0.15"),
        ("XADD x KEEPREF 1-1 a 1", "8.0.6", "8.2.3"),
        ("XADD x IDMP producer 1 1-1 a 1", "8.4.0", "8.6.0"),
        ("XGROUP CREATE x g 0 MKSTREAM ENTRIESREAD 0", "6.2.14", "7.0.15"),
        ("XINFO STREAM x FULL", "5.0.14", "6.0.20"),
        ("XDELEX x IDS 1 1-1", "8.0.6", "8.2.3"),
        ("XDELEX x IDS 1 1-1", "valkey-9.1.2", "valkey-9.2.0"),
        ("XCFGSET x IDMP-DURATION 5", "8.4.0", "8.6.0"),
        ("XNACK x g FAIL IDS 1 1-1", "8.6.0", "8.8.0"),
    ] {
        for (version, refused) in [(version, true), (next, false)] {
            let mut engine = engine(version);
            if !command.starts_with("XADD") && !command.contains("MKSTREAM") {
                all(&mut engine, &READ_BY_A_GROUP);
            }
            let reply = run(&mut engine, command);
            assert_eq!(reply.is_error(), refused, "{command} to {version}: {}", show(&reply));
        }
    }
}

#[test]
fn what_is_given_back_belongs_to_nobody() {
    let mut engine = engine("8.8.0");
    all(&mut engine, &READ_BY_A_GROUP);
    assert_eq!(said(&mut engine, "XNACK x g FATAL IDS 1 1-1"), "1");
    assert_eq!(said(&mut engine, "XNACK x g SILENT IDS 2 3-1 9-9 FORCE"), "1");
    let pending = said(&mut engine, "XPENDING x g - + 9");
    assert!(
        pending.starts_with("[[1-1  1700000000000 9223372036854775807] [2-1 alice"),
        "{pending}"
    );
    assert_eq!(said(&mut engine, "XCLAIM x g bob 5000 1-1 JUSTID"), "[1-1]");
}
