//! Whatever wraps a line, and two deep: the message, its fields, the process and the time stay the same.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has to stop")]

use autopsync_text::log::{LogEvent, Reader, wrapper_names};
use std::collections::BTreeSet;

/// Lines as servers of several ages print them.
const LINES: &[&str] = &[
    "[4437] 27 Feb 18:15:11.598 * Unable to partial resync with the slave for lack of backlog (Slave request was: 545584).",
    "3438:S 23 Jun 10:25:38.103 * MASTER <-> SLAVE sync: receiving 48787 bytes from master",
    "1:M 20 May 2020 06:53:08.516 * Partial resynchronization not accepted: Replication ID mismatch (Replica asked for '48f9e4f8d75856f90b65299ce0c6ae57a8a69814', my replication IDs are '667662257ed2a2f1d5ef1fd0a1c5d1f7c9a8e9d0' and '0000000000000000000000000000000000000000')",
    "7:X 29 Nov 2024 05:35:17.653 # +odown master mymaster 172.25.0.100 6379 #quorum 2/2",
    "1:M 12 Jan 2026 09:43:10.924 * Latest backlog is: '\"*1\\r\\n$4\\r\\nPING\\r\\n\"'",
    "pid=43765 role=primary timestamp=\"12 Jan 2024 18:29:14.441\" level=notice message=\"Full resync requested by replica 10.0.0.3:6379\"",
];

/// A way of wrapping: its name in `wrappers`, the node it tells, and what it does to a line.
type Wrapping = (&'static str, Option<&'static str>, fn(&str) -> String);

fn json(line: &str) -> String {
    line.replace('\\', "\\\\").replace('"', "\\\"")
}

const WRAPPINGS: &[Wrapping] = &[
    ("json", None, |line| {
        format!(
            r#"{{"log":"{}\n","stream":"stdout","time":"2024-11-09T13:27:36.277747246Z"}}"#,
            json(line)
        )
    }),
    ("json", Some("h1"), |line| {
        format!(
            r#"{{"_HOSTNAME":"h1","PRIORITY":"6","__REALTIME_TIMESTAMP":"1714294800123456","MESSAGE":"{}"}}"#,
            json(line)
        )
    }),
    ("json", Some("redis-1"), |line| {
        format!(r#"{{"timestamp":1714294800123,"logStream":"redis-1","message":"{}"}}"#, json(line))
    }),
    ("json", Some("redis-0"), |line| {
        format!(
            r#"{{"labels":{{"app":"redis","pod":"redis-0"}},"line":"{}","timestamp":"2024-04-28T09:00:00.1Z"}}"#,
            json(line)
        )
    }),
    ("json", Some("redis-0"), |line| {
        format!(
            r#"{{"textPayload":"{}","resource":{{"labels":{{"pod_name":"redis-0","container_name":"redis"}}}},"timestamp":"2024-04-28T09:00:00Z"}}"#,
            json(line)
        )
    }),
    ("cri", None, |line| format!("2024-11-09T13:27:36.277747246Z stdout F {line}")),
    ("timestamp", None, |line| format!("2024-11-09T13:27:36.277747246Z {line}")),
    ("timestamp", None, |line| format!("2024-11-09 15:27:36.277747246 +0200 CEST {line}")),
    ("kubectl", Some("redis-0"), |line| format!("[pod/redis-0/redis] {line}")),
    ("compose", Some("redis-slave-1"), |line| format!("redis-slave-1   | {line}")),
    ("syslog", Some("db1"), |line| format!("Nov  9 13:27:36 db1 redis-server[812]: {line}")),
    ("syslog", Some("db1"), |line| format!("<134>Nov  9 13:27:36 db1 redis: {line}")),
    ("syslog-5424", Some("db1"), |line| {
        format!("<134>1 2024-11-09T13:27:36.277Z db1 redis 812 - [a@1 b=\"c\"] {line}")
    }),
    ("journal", Some("db1"), |line| {
        format!("2024-11-09T13:27:36+0100 db1 redis-server[812]: {line}")
    }),
    ("klog", None, |line| format!("I1109 13:27:36.277856       1 main.go:17] {line}")),
    ("tai64n", None, |line| format!("@400000006730c5b80f1a556c {line}")),
    ("csv", Some("redis-ha-1"), |line| {
        format!("\"November 9th 2024, 13:27:36.436\",\"redis-ha-1\",\"{line}\"")
    }),
    ("paste", None, |line| format!("> {line}")),
    ("paste", None, |line| format!("    * `{line}`")),
    ("paste", None, |line| format!("│ {line}      │")),
    ("markup", None, |line| format!("\u{1b}[32m{line}\u{1b}[0m")),
    ("label", Some("MASTER2"), |line| format!("MASTER2 - {line}")),
    ("label", Some("A"), |line| format!("A: {line}")),
    ("label", Some("my-redis-6"), |line| format!("my-redis-6 valkey {line}")),
];

fn only(bytes: &[u8]) -> LogEvent<'_> {
    let mut events = Reader::new(bytes).events();
    let event = events.next().unwrap();
    assert!(events.next().is_none(), "{}", String::from_utf8_lossy(bytes));
    event
}

/// Compares what the server said; a year may have come from outside.
fn assert_same(inner: &LogEvent<'_>, wrapped: &LogEvent<'_>, line: &str) {
    let (a, b) = (inner.event.as_ref().unwrap(), wrapped.event.as_ref());
    let b = b.unwrap_or_else(|| panic!("not recognised: {line}"));
    assert_eq!((a.id, &a.fields, a.cut), (b.id, &b.fields, b.cut), "{line}");
    assert_eq!(
        (inner.pid, inner.role, inner.level),
        (wrapped.pid, wrapped.role, wrapped.level),
        "{line}"
    );
    let (inner_time, time) = (inner.time.unwrap(), wrapped.time.unwrap());
    assert_eq!(
        inner_time.with_year(2024).to_string()[4..],
        time.with_year(2024).to_string()[4..],
        "{line}"
    );
    assert!(!wrapped.bare, "{line}");
}

#[test]
fn every_wrapper_leaves_the_message_alone() {
    for line in LINES {
        let inner = only(line.as_bytes());
        assert!(inner.event.is_some(), "{line}");
        for (name, node, wrap) in WRAPPINGS {
            let text = wrap(line);
            let wrapped = only(text.as_bytes());
            assert_same(&inner, &wrapped, &text);
            assert_eq!(wrapped.wrappers.last(), Some(name), "{text}");
            assert_eq!(wrapped.node.as_deref(), *node, "{text}");
        }
    }
}

#[test]
fn two_wrappers_come_off_as_well() {
    let inner = only(LINES[1].as_bytes());
    for (first, _, wrap_first) in WRAPPINGS {
        for (second, _, wrap_second) in WRAPPINGS {
            // A quoted field cannot hold a document with quotes, and glog takes the place of a whole line.
            if *second == "csv" && *first == "json" {
                continue;
            }
            let text = wrap_second(&wrap_first(LINES[1]));
            assert_same(&inner, &only(text.as_bytes()), &text);
        }
    }
}

#[test]
fn every_wrapper_has_its_line_here() {
    let tested: BTreeSet<&str> = WRAPPINGS.iter().map(|(name, ..)| *name).collect();
    let known: BTreeSet<&str> = wrapper_names().into_iter().collect();
    assert_eq!(tested, known);
}

#[test]
fn the_year_comes_from_outside() {
    let wrapped = only(b"2020-01-01T00:00:01.5Z [7] 31 Dec 23:59:59.123 * Retrying with SYNC...");
    assert_eq!(wrapped.time.unwrap().to_string(), "2019-12-31T23:59:59.123");
    assert_eq!(wrapped.outer_time.unwrap().unix_millis(), Some(1_577_836_801_500));
}
