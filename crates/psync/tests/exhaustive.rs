//! Every arrangement of a small world, against a second and plain statement of the servers' conditions.
//!
//! The statement below was written from the servers' source, not from the crate: one `if` for each `if` there, in
//! the order there, with its own arithmetic. An off-by-one in either of the two has nowhere to hide.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use autopsync_model::{AppliedOffset, Epoch, NextOffset, ReplId, RequestedId, Version};
use autopsync_psync::{
    Backlog, Decision, HistoryId, Outcome, Request, RequestedOffset, Server, decide, epochs::EPOCHS,
};

/// One arrangement. Offsets are bare numbers here, as they are in the servers.
#[derive(Debug, Clone)]
struct World {
    replid: String,
    replid2: String,
    second: i64,
    offset: i64,
    has_backlog: bool,
    first: i64,
    histlen: i64,
    asked: String,
    next: Option<i64>,
}

/// What becomes of the request: outcome, reason, reply, bytes, and how many lines the server writes.
#[derive(Debug, PartialEq, Eq)]
struct Fate {
    outcome: &'static str,
    reason: &'static str,
    reply: String,
    bytes: i64,
    lines: usize,
}

/// Which of the four tables an epoch has.
fn era(epoch: Epoch) -> u8 {
    match epoch {
        Epoch::Sync => 0,
        Epoch::P1a | Epoch::P1b => 1,
        Epoch::P2v400
        | Epoch::P2v402
        | Epoch::P2v403
        | Epoch::P2v404
        | Epoch::P2v406
        | Epoch::P2v5
        | Epoch::MeaningfulOffsetRc
        | Epoch::MeaningfulOffset
        | Epoch::P2v6 => 2,
        Epoch::P2v627 | Epoch::P2v7 | Epoch::R8 | Epoch::V8 | Epoch::V9 => 3,
    }
}

fn strcasecmp(left: &str, right: &str) -> bool {
    left.to_lowercase() != right.to_lowercase()
}

fn full(world: &World, epoch: Epoch, reason: &'static str, mut lines: usize) -> Fate {
    let reply = if era(epoch) == 1 {
        let plus = i64::from(!world.has_backlog);
        format!("+FULLRESYNC {} {}", world.replid, world.offset + plus)
    } else if world.has_backlog {
        format!("+FULLRESYNC {} {}", world.replid, world.offset)
    } else {
        // The new backlog is logged from 6.0.4.
        if matches!(epoch, Epoch::P2v6) || era(epoch) == 3 {
            lines += 1;
        }
        format!("+FULLRESYNC <new replid> {}", world.offset)
    };
    Fate { outcome: "full-resync", reason, reply, bytes: 0, lines }
}

fn backlog(world: &World, epoch: Epoch, next: i64, second: bool) -> Fate {
    if !world.has_backlog || next < world.first || next > world.first + world.histlen {
        let reason = if !world.has_backlog {
            "no-backlog"
        } else if next < world.first {
            "offset-before-backlog"
        } else {
            "offset-after-backlog"
        };
        let warned = usize::from(next > world.offset);
        return full(world, epoch, reason, 2 + warned);
    }
    let reply = if era(epoch) == 1 {
        "+CONTINUE".to_owned()
    } else {
        format!("+CONTINUE {}", world.replid)
    };
    let reason = if second { "accepted-second-id" } else { "accepted" };
    let bytes = world.first + world.histlen - next;
    Fate { outcome: "continue", reason, reply, bytes, lines: 2 }
}

fn run_ids(world: &World, epoch: Epoch) -> Fate {
    if strcasecmp(&world.asked, &world.replid) {
        if !world.asked.starts_with('?') {
            return full(world, epoch, "replid-mismatch", 2);
        }
        return full(world, epoch, "replica-asked-full", 2);
    }
    let Some(next) = world.next else { return full(world, epoch, "bad-offset", 1) };
    backlog(world, epoch, next, false)
}

fn replication_ids(world: &World, epoch: Epoch) -> Fate {
    let Some(next) = world.next else {
        if era(epoch) == 2 {
            return full(world, epoch, "bad-offset", 1);
        }
        return Fate {
            outcome: "error",
            reason: "bad-offset",
            reply: "-ERR value is not an integer or out of range".to_owned(),
            bytes: 0,
            lines: 2,
        };
    };
    if strcasecmp(&world.asked, &world.replid)
        && (strcasecmp(&world.asked, &world.replid2) || next > world.second)
    {
        if !world.asked.starts_with('?') {
            if strcasecmp(&world.asked, &world.replid) && strcasecmp(&world.asked, &world.replid2) {
                return full(world, epoch, "replid-mismatch", 2);
            }
            return full(world, epoch, "second-id-offset-exceeded", 2);
        }
        return full(world, epoch, "replica-asked-full", 2);
    }
    backlog(world, epoch, next, strcasecmp(&world.asked, &world.replid))
}

fn expected(world: &World, epoch: Epoch) -> Fate {
    match era(epoch) {
        0 => Fate {
            outcome: "error",
            reason: "psync-unsupported",
            reply: "-ERR unknown command 'PSYNC'".to_owned(),
            bytes: 0,
            lines: 0,
        },
        1 => run_ids(world, epoch),
        _ => replication_ids(world, epoch),
    }
}

fn predicted(world: &World, version: Version) -> Decision {
    let id = |text: &str| HistoryId::Known(text.parse::<ReplId>().unwrap());
    let mut server = Server::new(version, id(&world.replid));
    server.replid2 = id(&world.replid2);
    server.second_replid_offset = NextOffset::new(world.second);
    server.offset = Some(AppliedOffset::new(world.offset));
    server.backlog = Some(Backlog {
        active: world.has_backlog,
        first: NextOffset::new(world.first),
        histlen: u64::try_from(world.histlen).unwrap(),
        size: None,
    });
    let next = world.next.map_or_else(
        || RequestedOffset::NotANumber("x".to_owned()),
        |next| RequestedOffset::Number(NextOffset::new(next)),
    );
    decide(&server, &Request::new(RequestedId::new(world.asked.as_str()), next))
}

/// Offsets 0 to 6, windows of 0 to 3 bytes in their place or one byte beside it, and no window.
fn windows() -> Vec<(i64, bool, i64, i64)> {
    let mut all = Vec::new();
    for offset in 0..=6 {
        all.push((offset, false, 3, 2));
        for histlen in 0..=3 {
            for beside in -1..=1 {
                all.push((offset, true, offset - histlen + 1 + beside, histlen));
            }
        }
    }
    all
}

/// Every request: both ids in both cases, a stranger's, none, zeros, half an id; bytes −2 to 8 and no number.
fn requests(current: &str, second: &str) -> Vec<(String, Option<i64>)> {
    let ids = [
        current.to_owned(),
        current.to_uppercase(),
        second.to_uppercase(),
        "c".repeat(40),
        "?".to_owned(),
        "0".repeat(40),
        current[..20].to_owned(),
    ];
    let numbers = || (-2..=8).map(Some).chain([None]);
    ids.into_iter().flat_map(|id| numbers().map(move |next| (id.clone(), next))).collect()
}

fn worlds() -> Vec<World> {
    let (current, second) = ("a".repeat(40), "b".repeat(40));
    let mut seconds = vec![("0".repeat(40), -1)];
    seconds.extend((0..=7).map(|offset| (second.clone(), offset)));
    let requests = requests(&current, &second);
    let mut all = Vec::new();
    for (offset, has_backlog, first, histlen) in windows() {
        for (replid2, second) in &seconds {
            for (asked, next) in &requests {
                all.push(World {
                    replid: current.clone(),
                    replid2: replid2.clone(),
                    second: *second,
                    offset,
                    has_backlog,
                    first,
                    histlen,
                    asked: asked.clone(),
                    next: *next,
                });
            }
        }
    }
    all
}

/// The versions that are tried: the first of every line of every epoch, and the last known ones.
fn versions() -> Vec<Version> {
    let firsts = EPOCHS.iter().flat_map(|row| row.first.iter().copied());
    firsts.chain(["6.2.6", "7.4.1", "valkey-9.1.2"]).map(|text| text.parse().unwrap()).collect()
}

#[test]
fn the_decision_is_the_servers_in_every_small_world() {
    let worlds = worlds();
    assert!(worlds.len() > 50_000, "{}", worlds.len());
    let versions = versions();
    let tried: std::collections::BTreeSet<_> = versions.iter().map(Epoch::of).collect();
    assert_eq!(tried.len(), Epoch::ALL.len());
    // Each version meets every world of its own share, and each epoch's first version meets them all.
    for (index, version) in versions.iter().enumerate() {
        let first_of_epoch =
            versions.iter().position(|other| Epoch::of(other) == Epoch::of(version)) == Some(index);
        let step = if first_of_epoch { 1 } else { 7 };
        for world in worlds.iter().skip(index % step).step_by(step) {
            let decision = predicted(world, *version);
            let fate = Fate {
                outcome: decision.outcome.id(),
                reason: decision.reason.id(),
                bytes: i64::try_from(decision.bytes).unwrap(),
                lines: decision.master_log.len(),
                reply: decision.reply,
            };
            assert_eq!(fate, expected(world, Epoch::of(version)), "{version} {world:?}");
            assert_ne!(decision.outcome, Outcome::Inconclusive);
        }
    }
}
