//! Worked examples: the edges of every comparison, one line each.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use autopsync_model::{AppliedOffset, NextOffset, ReplId, RequestedId, Version};
use autopsync_psync::{
    Backlog, Decision, HistoryId, LinkLoss, Outcome, Reason, Request, RequestedOffset, Role,
    Server, SnapshotIdentity, StartConfig, Upstream, decide, demote, lose_link, promote,
    request_of, restart_master,
};

fn id(letter: char) -> ReplId {
    letter.to_string().repeat(40).parse().unwrap()
}

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

fn ask(server: &Server, id: impl Into<String>, next: i64) -> Decision {
    let next = RequestedOffset::Number(NextOffset::new(next));
    decide(server, &Request::new(RequestedId::new(id), next))
}

fn summary(decision: &Decision) -> (&'static str, u64) {
    (decision.reason.id(), decision.bytes)
}

/// Id `a`, offset 1000, backlog 501 to 1000.
fn plain(text: &str) -> Server {
    let mut server = Server::new(version(text), id('a'));
    server.offset = Some(AppliedOffset::new(1000));
    server.backlog = Some(Backlog::window(NextOffset::new(501), 500));
    server
}

/// The same under id `b`, after a promotion at byte 801.
fn promoted(text: &str) -> Server {
    let mut server = plain(text);
    server.replid = id('b').into();
    server.replid2 = id('a').into();
    server.second_replid_offset = NextOffset::new(801);
    server
}

#[test]
fn both_edges_of_the_backlog_are_inside() {
    for text in ["2.8.24", "3.2.13", "4.0.2", "5.0.14", "6.2.14", "7.4.1", "8.0.6", "valkey-9.1.2"]
    {
        let server = plain(text);
        let asked = |next| summary(&ask(&server, id('a').to_string(), next));
        assert_eq!(asked(1001), ("accepted", 0), "{text}");
        assert_eq!(asked(501), ("accepted", 500), "{text}");
        assert_eq!(asked(1002), ("offset-after-backlog", 0), "{text}");
        assert_eq!(asked(500), ("offset-before-backlog", 0), "{text}");
    }
}

#[test]
fn the_warning_tells_ahead_from_behind_and_comes_without_a_backlog_too() {
    let lines = |server: &Server, next| {
        ask(server, id('a').to_string(), next)
            .master_log
            .iter()
            .filter(|line| line.text.starts_with("Warning"))
            .count()
    };
    let mut server = plain("6.2.14");
    assert_eq!(lines(&server, 1002), 1);
    assert_eq!(lines(&server, 500), 0);
    server.backlog = Some(Backlog::absent());
    assert_eq!(lines(&server, 1001), 1, "in step with its master, and warned about");
    assert_eq!(lines(&server, 1000), 0);
}

#[test]
fn the_second_id_holds_up_to_its_offset_and_answers_with_the_first() {
    let server = promoted("5.0.14");
    let accepted = ask(&server, id('a').to_string(), 801);
    assert_eq!(summary(&accepted), ("accepted-second-id", 200));
    assert_eq!(accepted.reply, format!("+CONTINUE {}", id('b')));
    let refused = ask(&server, id('a').to_string(), 802);
    assert_eq!(refused.reason, Reason::SecondIdOffsetExceeded);
    assert_eq!(
        refused.master_log[1].text,
        "Partial resynchronization not accepted: Requested offset for second ID was 802, but I can reply up to 801"
    );
    assert_eq!(ask(&server, "A".repeat(40), 801).reason, Reason::AcceptedSecondId);
    let stranger = ask(&server, id('c').to_string(), 900);
    assert_eq!(stranger.reason, Reason::ReplidMismatch);
    let line = &stranger.master_log[1].text;
    assert!(line.contains(&format!("'{}' and '{}'", id('b'), id('a'))), "{line}");
    assert_eq!(ask(&server, "?", -1).reason, Reason::ReplicaAskedFull);
}

#[test]
fn forty_zeros_match_a_cleared_second_id_as_text() {
    let server = plain("6.2.14");
    let refused = ask(&server, "0".repeat(40), 5);
    assert!(refused.master_log[1].text.ends_with("was 5, but I can reply up to -1"));
    assert_eq!(ask(&server, "0".repeat(40), -1).reason, Reason::OffsetBeforeBacklog);
}

#[test]
fn a_capability_decides_whether_the_id_is_told() {
    let mut request = Request::new(id('a').into(), RequestedOffset::Number(NextOffset::new(1001)));
    request.psync2_capable = false;
    assert_eq!(decide(&plain("4.0.2"), &request).reply, "+CONTINUE");
    request.psync2_capable = true;
    assert_eq!(decide(&plain("3.2.13"), &request).reply, "+CONTINUE");
}

#[test]
fn a_restarted_master_accepts_exactly_one_byte() {
    let snapshot = SnapshotIdentity {
        repl_id: Some(id('a')),
        repl_offset: Some(AppliedOffset::new(1000)),
        repl_stream_db: Some(0),
        has_scripts: false,
    };
    let restart = |text: &str| restart_master(&version(text), &snapshot, StartConfig::default(), 0);
    let server = restart("7.2.6");
    let asked = |next| summary(&ask(&server, id('a').to_string(), next));
    assert_eq!(asked(1001), ("accepted-second-id", 0));
    assert_eq!(asked(987), ("offset-before-backlog", 0), "one PING short");
    assert_eq!(asked(1015), ("second-id-offset-exceeded", 0), "one PING more");
    assert_eq!(ask(&restart("6.2.14"), id('a').to_string(), 1001).reason, Reason::ReplidMismatch);
    assert_eq!(ask(&restart("4.0.1"), id('a').to_string(), 1001).reason, Reason::NoBacklog);
}

#[test]
fn an_early_master_adds_one_for_its_first_backlog_and_a_later_one_takes_a_new_id() {
    let mut old = Server::started(version("3.2.13"));
    old.replid = id('a').into();
    let decision = ask(&old, "?", -1);
    assert_eq!(decision.reply, format!("+FULLRESYNC {} 1", id('a')));
    let mut new = Server::started(version("7.0.15"));
    new.replid = id('a').into();
    let decision = ask(&new, "?", -1);
    assert_eq!(decision.reply, "+FULLRESYNC <new replid> 0");
    assert!(decision.master_log[2].text.starts_with("Replication backlog created"));
    let silent = ask(&Server::started(version("6.0.3")), "?", -1);
    assert_eq!(silent.master_log.len(), 2, "not logged before 6.0.4");
}

/// The numbers of redis#7320.
fn with_final_pings(text: &str, role: Role) -> Server {
    let mut server = Server::new(version(text), id('a'));
    server.role = role;
    server.offset = Some(AppliedOffset::new(3_929_977));
    server.meaningful_offset = Some(AppliedOffset::new(3_929_963));
    server.backlog = Some(Backlog::window(NextOffset::new(3_900_001), 29_977));
    if role != Role::Master {
        server.upstream =
            Some(Upstream { replid: id('a').into(), offset: AppliedOffset::new(3_929_977), db: 3 });
    }
    server
}

#[test]
fn a_demoted_master_trims_final_pings_in_one_epoch_only() {
    let next = |text: &str| {
        let demoted = demote(&with_final_pings(text, Role::Master));
        let (request, _) = request_of(&demoted.server);
        let RequestedOffset::Number(next) = request.next else { panic!("{text}") };
        (next.get(), demoted.log)
    };
    for text in ["6.0-rc3", "6.0.0", "6.0.3"] {
        let (asked, log) = next(text);
        assert_eq!(asked, 3_929_964, "{text}");
        assert_eq!(
            log[1].text,
            "Using the meaningful offset 3929963 instead of 3929977 to exclude the final PINGs (14 bytes difference)"
        );
    }
    for text in ["4.0.14", "5.0.14", "6.0-rc2", "6.0.4", "7.0.15"] {
        let (asked, log) = next(text);
        assert_eq!((asked, log.len()), (3_929_978, 1), "{text}");
    }
}

#[test]
fn a_replica_trims_at_link_loss_from_6_0_0_on_and_not_in_the_candidates() {
    let linked = Role::Replica { link_up: true };
    let lost = |text: &str| lose_link(&with_final_pings(text, linked), LinkLoss::Broken);
    let position = |text: &str| lost(text).server.upstream.unwrap().offset.get();
    assert_eq!(position("6.0-rc4"), 3_929_977);
    assert_eq!(position("6.0.1"), 3_929_963);
    assert_eq!(position("6.0.4"), 3_929_977);
    let texts: Vec<_> = lost("6.0.3").log.into_iter().map(|line| line.text).collect();
    assert_eq!(texts[0], "Connection with master lost.");
    assert_eq!(texts[1], "Caching the disconnected master state.");
    assert!(texts[2].starts_with("Using the meaningful offset"));
}

#[test]
fn a_promotion_in_that_epoch_leaves_the_second_offset_past_its_own() {
    let replica = with_final_pings("6.0.3", Role::Replica { link_up: true });
    let master = promote(&replica, HistoryId::Known(id('b'))).server;
    assert_eq!(master.offset, Some(AppliedOffset::new(3_929_963)));
    assert_eq!(master.second_replid_offset, NextOffset::new(3_929_978));
    // A sub-replica that counted the PINGs: refused while nothing new was written, and its bytes were trimmed.
    let refused = ask(&master, id('a').to_string(), 3_929_978);
    assert_eq!(refused.reason, Reason::MeaningfulOffsetTrimmed);
    // Once new bytes are there it continues in the middle of them.
    let mut later = master.clone();
    later.offset = Some(AppliedOffset::new(3_930_100));
    later.backlog =
        later.backlog.map(|backlog| Backlog { histlen: backlog.histlen + 137, ..backlog });
    assert_eq!(ask(&later, id('a').to_string(), 3_929_978).reason, Reason::AcceptedSecondId);
    // A server that trimmed before it was promoted refuses by the second offset.
    let mut trimmed = with_final_pings("6.0.4", Role::Replica { link_up: true });
    trimmed.offset = Some(AppliedOffset::new(3_929_963));
    let master = promote(&trimmed, HistoryId::Known(id('b'))).server;
    let refused = ask(&master, id('a').to_string(), 3_929_978);
    assert!(
        refused.master_log[1].text.ends_with("was 3929978, but I can reply up to 3929964"),
        "{refused:?}"
    );
}

#[test]
fn a_trim_that_empties_the_backlog_leaves_its_first_byte_where_it_was() {
    let mut server = with_final_pings("6.0.3", Role::Master);
    server.backlog = Some(Backlog::window(NextOffset::new(3_929_970), 8));
    let demoted = demote(&server).server;
    let backlog = demoted.backlog.unwrap();
    assert_eq!((backlog.first.get(), backlog.histlen), (3_929_970, 0));
}

#[test]
fn what_is_missing_is_named() {
    let server = Server::new(version("6.2.14"), HistoryId::Unknown);
    let decision = ask(&server, id('a').to_string(), 10);
    assert_eq!(decision.outcome, Outcome::Inconclusive);
    assert_eq!(decision.missing[0].id(), "replid");
    let server = Server::new(version("6.2.14"), id('a'));
    let missing: Vec<_> =
        ask(&server, id('a').to_string(), 10).missing.iter().map(|missing| missing.id()).collect();
    assert_eq!(missing, ["offset", "backlog"]);
    // A `?` needs no evidence, nor does a byte that was never produced.
    assert_eq!(ask(&server, "?", -1).outcome, Outcome::FullResync);
    let mut server = server;
    server.offset = Some(AppliedOffset::new(1000));
    assert_eq!(ask(&server, id('a').to_string(), 1002).reason, Reason::OffsetAfterBacklog);
    assert_eq!(ask(&server, id('a').to_string(), 1001).outcome, Outcome::Inconclusive);
}
