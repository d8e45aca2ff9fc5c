//! What real servers answered and wrote, against what this crate says they would.
//!
//! `testdata/psync/*.json` holds recordings of Redis 2.8 to 8.0 and Valkey 8.0 to 9.1.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use autopsync_model::{AppliedOffset, NextOffset, RequestedId, Version};
use autopsync_psync::{
    Answer, Backlog, Decision, FullResync, FullSyncCase, HistoryId, LogLine, Next, Outcome, Reason,
    Request, RequestedOffset, Role, Server, SnapshotIdentity, StartConfig, Upstream, decide,
    finish_snapshot, react, request_of, restart_master, restart_replica,
};
use serde_json::Value;
use std::path::Path;

fn recordings(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/psync").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn number(value: &Value, key: &str) -> Option<i64> {
    text(value, key).map(|text| text.parse().unwrap())
}

fn version(case: &Value) -> Version {
    text(case, "version").unwrap().parse().unwrap()
}

/// The lines of a case, each with its level.
fn written(case: &Value) -> Vec<String> {
    let lines = case["log"].as_array().unwrap();
    lines.iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

fn predicted(lines: &[LogLine]) -> Vec<String> {
    lines.iter().map(|line| format!("{} {}", line.level, line.text)).collect()
}

/// The server as its INFO describes it, with the disk-based snapshots that the recorder configured.
fn server(case: &Value) -> Server {
    let state = &case["state"];
    let id = text(state, "master_replid").or_else(|| text(state, "run_id")).unwrap();
    let mut server = Server::new(version(case), HistoryId::Known(id.parse().unwrap()));
    if text(state, "role") == Some("slave") {
        server.role = Role::Replica { link_up: text(state, "master_link_status") == Some("up") };
    }
    if let Some(second) = text(state, "master_replid2") {
        server.replid2 = HistoryId::Known(second.parse().unwrap());
        server.second_replid_offset = NextOffset::new(number(state, "second_repl_offset").unwrap());
    }
    server.offset = number(state, "master_repl_offset").map(AppliedOffset::new);
    server.backlog = Some(Backlog {
        active: number(state, "repl_backlog_active") == Some(1),
        first: NextOffset::new(number(state, "repl_backlog_first_byte_offset").unwrap()),
        histlen: u64::try_from(number(state, "repl_backlog_histlen").unwrap()).unwrap(),
        size: None,
    });
    server.full_sync = FullSyncCase::StartsToDisk;
    server
}

/// The request as it was sent; a client of the recorder announces no capability but a real one.
fn request(value: &Value, version: &Version) -> Request {
    let next = match &value["offset"] {
        Value::String(text) => RequestedOffset::parse(text, version),
        number => RequestedOffset::parse(&number.to_string(), version),
    };
    Request::new(RequestedId::new(text(value, "replid").unwrap()), next)
}

/// Puts the ids of the recording where the prediction knows only that they are new.
fn with_new_id(text: &str, case: &Value) -> String {
    let made = text_of_reply(case).and_then(|reply| reply.split(' ').nth(1));
    text.replace("<new replid>", made.unwrap_or_default())
}

fn text_of_reply(case: &Value) -> Option<&str> {
    text(case, "reply")
}

fn reasons(recorded: &str) -> &'static [Reason] {
    match recorded {
        "accepted" => &[Reason::Accepted, Reason::AcceptedSecondId],
        "offset-not-in-backlog" => &[Reason::OffsetBeforeBacklog],
        "offset-ahead-of-master" => &[Reason::OffsetAfterBacklog],
        "replid-mismatch" => &[Reason::ReplidMismatch],
        "secondary-id-offset" => &[Reason::SecondIdOffsetExceeded],
        "no-backlog" => &[Reason::NoBacklog],
        "full-resync-requested" => &[Reason::ReplicaAskedFull],
        "target-link-down" => &[Reason::MasterLinkDown],
        "bad-offset" => &[Reason::BadOffset],
        other => panic!("{other}"),
    }
}

#[test]
fn every_recorded_decision_is_predicted_with_every_line() {
    let recordings = recordings("recorded.json");
    let cases = recordings["cases"].as_array().unwrap();
    assert!(cases.len() >= 365, "{} cases", cases.len());
    for case in cases {
        let id = text(case, "id").unwrap();
        let decision: Decision = decide(&server(case), &request(&case["request"], &version(case)));
        assert_eq!(decision.outcome.id(), text(case, "outcome").unwrap(), "{id}");
        let allowed = reasons(text(case, "reason").unwrap());
        assert!(allowed.contains(&decision.reason), "{id}: {}", decision.reason);
        assert_eq!(
            with_new_id(&decision.reply, case),
            text_of_reply(case).unwrap().trim_end(),
            "{id}"
        );
        if let Some(bytes) = case["bytes"].as_u64() {
            // The recorder read until the line fell silent: a PING of 14 bytes may have come after.
            let more = bytes.checked_sub(decision.bytes).unwrap();
            assert!(more == 0 || more == 14, "{id}: {bytes} bytes, {}", decision.bytes);
        }
        let lines = predicted(&decision.master_log);
        let lines: Vec<_> = lines.iter().map(|line| with_new_id(line, case)).collect();
        assert_eq!(lines, written(case), "{id}");
    }
}

/// A replica that asks for what the recording says it asked for.
fn requester(version: Version, asked: &Request) -> Server {
    let mut server = Server::new(version, HistoryId::Unknown);
    server.role = Role::Replica { link_up: false };
    if let (Some(id), RequestedOffset::Number(next)) = (asked.id.replid(), &asked.next) {
        server.upstream = Some(Upstream { replid: id.into(), offset: next.applied(), db: 0 });
    }
    server
}

/// The id that a recorded replica learnt, from its own line about it.
fn learnt_id(case: &Value) -> Option<HistoryId> {
    let line = written(case).into_iter().find(|line| line.contains("replication ID changed to"))?;
    line.rsplit(' ').next().map(|id| HistoryId::Known(id.parse().unwrap()))
}

#[test]
fn every_recorded_replica_writes_what_is_predicted() {
    let recordings = recordings("requesters.json");
    let cases = recordings["cases"].as_array().unwrap();
    assert!(cases.len() >= 95, "{} cases", cases.len());
    for case in cases {
        let id = text(case, "id").unwrap();
        let version = version(case);
        let mut expected = Vec::new();
        for attempt in case["attempts"].as_array().unwrap() {
            let asked = request(&attempt["request"], &version);
            let before = requester(version, &asked);
            let (again, line) = request_of(&before);
            assert_eq!((&again.id, &again.next), (&asked.id, &asked.next), "{id}");
            expected.extend(line);
            let answer = match text(attempt, "outcome").unwrap() {
                "continue" => Answer::Continue(learnt_id(case)),
                "full-resync" => Answer::FullResync(FullResync {
                    replid: text(attempt, "replid").unwrap().parse().ok().into(),
                    offset: attempt["offset"].as_i64().map(AppliedOffset::new),
                }),
                _ => {
                    Answer::parse(text(attempt, "error").unwrap().split_once("future: ").unwrap().1)
                }
            };
            let reaction = react(&before, &answer);
            expected.extend(reaction.log);
            if let Next::ReceiveSnapshot(position) = reaction.next {
                let mut end = finish_snapshot(&reaction.server, &position, None);
                end.log.pop(); // The end of the load is not in the recording's selection of lines.
                expected.extend(end.log);
            }
        }
        assert_eq!(predicted(&expected), written(case), "{id}");
    }
}

fn identity(case: &Value) -> SnapshotIdentity {
    let aux = &case["aux"];
    SnapshotIdentity {
        repl_id: text(aux, "repl-id").map(|id| id.parse().unwrap()),
        repl_offset: number(aux, "repl-offset").map(AppliedOffset::new),
        repl_stream_db: number(aux, "repl-stream-db"),
        has_scripts: case["scripts"].as_bool().unwrap_or_default(),
    }
}

#[test]
fn every_recorded_restart_asks_for_what_is_predicted() {
    let recordings = recordings("restarts.json");
    let cases = recordings["replicas"].as_array().unwrap();
    assert!(cases.len() >= 22, "{} cases", cases.len());
    for case in cases {
        let id = text(case, "id").unwrap();
        let restarted = restart_replica(&version(case), &identity(case), StartConfig::default());
        let asked = request(&case["request"], &version(case));
        assert_eq!(
            (&restarted.request.id, &restarted.request.next),
            (&asked.id, &asked.next),
            "{id}: {}",
            restarted.why
        );
        assert_eq!(predicted(&restarted.log), written(case), "{id}");
    }
}

#[test]
fn every_recorded_master_restart_meets_its_replica_as_predicted() {
    let recordings = recordings("restarts.json");
    let cases = recordings["masters"].as_array().unwrap();
    assert!(cases.len() >= 5, "{} cases", cases.len());
    for case in cases {
        let id = text(case, "id").unwrap();
        let version = version(case);
        let mut master = restart_master(&version, &identity(case), StartConfig::default(), 0);
        master.full_sync = FullSyncCase::StartsToDisk;
        let decision = decide(&master, &request(&case["request"], &version));
        assert_eq!(decision.outcome.id(), text(case, "outcome").unwrap(), "{id}");
        assert!(reasons(text(case, "reason").unwrap()).contains(&decision.reason), "{id}");
        let written = written(case);
        for (line, real) in predicted(&decision.master_log).iter().zip(&written) {
            let mut parts = line.split("<new replid>");
            let head = parts.next().unwrap();
            let tail = parts.next().unwrap_or_default();
            assert!(real.starts_with(head) && real.ends_with(tail), "{id}: {real} / {line}");
        }
        assert_eq!(decision.master_log.len(), written.len(), "{id}");
        assert!(decision.outcome != Outcome::Inconclusive, "{id}");
    }
}
