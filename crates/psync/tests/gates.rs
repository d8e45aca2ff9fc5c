//! What stands before the tables, and what a failover request does.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use autopsync_model::{AppliedOffset, NextOffset, ReplId, Version};
use autopsync_psync::{
    Backlog, Decision, HistoryId, Next, Outcome, Reason, Request, RequestedOffset, Role, Server,
    Upstream, decide, react,
};

fn id(letter: char) -> ReplId {
    letter.to_string().repeat(40).parse().unwrap()
}

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

fn replica(text: &str, link_up: bool) -> Server {
    let mut server = Server::new(version(text), id('a'));
    server.role = Role::Replica { link_up };
    server.offset = Some(AppliedOffset::new(1000));
    server.backlog = Some(Backlog::window(NextOffset::new(501), 500));
    server.upstream =
        Some(Upstream { replid: id('a').into(), offset: AppliedOffset::new(1000), db: 0 });
    server
}

fn request(failover: bool) -> Request {
    let next = RequestedOffset::Number(NextOffset::new(1001));
    Request { failover, ..Request::new(id('a').into(), next) }
}

fn told(decision: &Decision) -> (&'static str, &'static str, &str) {
    (decision.outcome.id(), decision.reason.id(), &decision.reply)
}

#[test]
fn a_replica_without_link_refuses_in_the_words_of_its_version() {
    for (text, reply) in [
        ("2.8.24", "-ERR Can't SYNC while not connected with my master"),
        ("3.2.13", "-ERR Can't SYNC while not connected with my master"),
        ("4.0.2", "-NOMASTERLINK Can't SYNC while not connected with my master"),
        ("valkey-9.1.2", "-NOMASTERLINK Can't SYNC while not connected with my master"),
    ] {
        let decision = decide(&replica(text, false), &request(false));
        assert_eq!(told(&decision), ("error", "master-link-down", reply), "{text}");
        assert!(decision.master_log.is_empty(), "{text}");
    }
}

#[test]
fn stale_data_refused_comes_before_loading_and_loading_before_the_link() {
    let mut server = replica("6.2.14", false);
    server.loading = true;
    assert_eq!(
        decide(&server, &request(false)).reply,
        "-LOADING Redis is loading the dataset in memory"
    );
    server.serve_stale_data = false;
    let decision = decide(&server, &request(false));
    assert!(decision.reply.starts_with("-MASTERDOWN"), "{}", decision.reply);
    assert!(decision.replica_log[1].text.starts_with("Unexpected reply to PSYNC from master"));
    let mut server = replica("valkey-8.0.1", true);
    server.loading = true;
    assert_eq!(
        decide(&server, &request(false)).reply,
        "-LOADING Valkey is loading the dataset in memory"
    );
}

#[test]
fn a_failover_request_promotes_the_receiver_and_then_continues_on_its_second_id() {
    let decision = decide(&replica("7.0.15", true), &request(true));
    assert_eq!(told(&decision), ("continue", "accepted-second-id", "+CONTINUE <new replid>"));
    let log: Vec<_> = decision.master_log.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(
        log,
        [
            &format!("Failover request received for replid {}.", id('a')),
            "Connection with master lost.",
            "Caching the disconnected master state.",
            "Discarding previously cached master state.",
            &format!(
                "Setting secondary replication ID to {}, valid up to offset: 1001. New replication ID is <new replid>",
                id('a')
            ),
            "MASTER MODE enabled (failover request from '<client>')",
            "Replica <replica> asks for synchronization",
            "Partial resynchronization request from <replica> accepted. Sending 0 bytes of backlog starting from offset 1001.",
        ]
    );
}

#[test]
fn a_failover_request_that_does_not_fit_is_refused() {
    let mut master = replica("7.0.15", true);
    master.role = Role::Master;
    let mut stranger = replica("7.0.15", true);
    stranger.replid = id('b').into();
    for (server, reply) in [
        (&master, "-ERR PSYNC FAILOVER can't be sent to a master."),
        (&stranger, "-ERR PSYNC FAILOVER replid must match my replid."),
        (&replica("6.0.20", true), "-ERR wrong number of arguments for 'psync' command"),
    ] {
        let decision = decide(server, &request(true));
        assert_eq!(told(&decision), ("error", "failover-mismatch", reply));
    }
    let mut busy = replica("7.0.15", true);
    busy.role = Role::Master;
    busy.failing_over = true;
    let decision = decide(&busy, &request(false));
    assert_eq!(decision.reply, "-NOMASTERLINK Can't SYNC while failing over");
}

#[test]
fn a_server_of_2_6_knows_no_psync_and_its_replica_falls_back() {
    let mut request = request(false);
    request.replica_version = Some(version("2.8.24"));
    let decision = decide(&Server::new(version("2.6.17"), HistoryId::Unknown), &request);
    assert_eq!(told(&decision), ("error", "psync-unsupported", "-ERR unknown command 'PSYNC'"));
    let log: Vec<_> = decision.replica_log.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(
        log[1..],
        [
            "Master does not support PSYNC or is in error state (reply: -ERR unknown command 'PSYNC')",
            "Discarding previously cached master state.",
            "Retrying with SYNC...",
        ]
    );
}

#[test]
fn a_second_channel_is_used_only_where_both_sides_want_it() {
    let mut asked = request(false);
    asked.id = id('c').into();
    asked.second_channel_capable = true;
    for (text, reply) in
        [("valkey-8.0.1", "+DUALCHANNELSYNC"), ("8.0.6", "+RDBCHANNELSYNC <client-id>")]
    {
        let mut server = replica(text, true);
        assert!(decide(&server, &asked).reply.starts_with("+FULLRESYNC"), "{text}");
        server.second_channel = true;
        let decision = decide(&server, &asked);
        assert_eq!(told(&decision), ("full-resync", "replid-mismatch", reply), "{text}");
        assert_eq!(
            decision.replica_log[1].text, "PSYNC is not possible, initialize RDB channel.",
            "{text}"
        );
    }
}

#[test]
fn an_unreadable_offset_is_refused_only_from_6_2_7_on() {
    let mut asked = request(false);
    asked.next = RequestedOffset::NotANumber("abc".to_owned());
    let server = |text: &str, letter| {
        let mut server = replica(text, true);
        server.replid = id(letter).into();
        server
    };
    for (text, outcome, reason) in [
        ("3.2.13", Outcome::FullResync, Reason::BadOffset),
        ("6.2.6", Outcome::FullResync, Reason::BadOffset),
        ("6.2.7", Outcome::Error, Reason::BadOffset),
    ] {
        let decision = decide(&server(text, 'a'), &asked);
        assert_eq!((decision.outcome, decision.reason), (outcome, reason), "{text}");
        let stray = decision.stray_reply.is_some();
        assert_eq!(stray, outcome == Outcome::FullResync, "{text}");
    }
    // Up to 3.2 the id is judged first.
    assert_eq!(decide(&server("3.2.13", 'b'), &asked).reason, Reason::ReplidMismatch);
    assert_eq!(decide(&server("4.0.0", 'b'), &asked).reason, Reason::BadOffset);
}

#[test]
fn silence_and_unknown_words_cost_the_position_up_to_6_2() {
    use autopsync_psync::Answer;
    for (text, answer, next, kept) in [
        ("3.2.13", Answer::parse("-LOADING x"), Next::SendSync, false),
        ("4.0.0", Answer::parse("-LOADING x"), Next::TryLater, true),
        ("6.2.14", Answer::parse("-ERR x"), Next::SendSync, false),
        ("7.0.0", Answer::parse("-ERR x"), Next::SendSync, true),
        ("6.2.14", Answer::Silence, Next::SendSync, false),
        ("7.0.0", Answer::Silence, Next::SendSync, true),
        ("7.0.1", Answer::Silence, Next::TryLater, true),
        ("2.8.21", Answer::EmptyLine, Next::SendSync, false),
        ("2.8.22", Answer::EmptyLine, Next::KeepWaiting, true),
        ("6.2.14", Answer::MalformedFullResync, Next::ReceiveUnplacedSnapshot, false),
    ] {
        let reaction = react(&replica(text, false), &answer);
        assert_eq!(reaction.next, next, "{text} {answer:?}");
        assert_eq!(reaction.server.upstream.is_some(), kept, "{text} {answer:?}");
    }
}
