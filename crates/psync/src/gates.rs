//! What stands before the decision table: the command table's gates in `processCommand`, then those at the head
//! of `syncCommand`.
//!
//! Not judged here, because no evidence tells: a script that runs past its time limit (`-BUSY`), authentication,
//! a connection that is a replica already, and unsent replies on it.

use crate::epochs::{Behaviour, Identity};
use crate::{LogLine, Reason, Request, Server, roles, wording::master, wording::say};

/// What the gates say.
pub(crate) enum Gate {
    /// The request may be judged, by this server: a promotion may have changed it.
    Open(Box<Server>, Vec<LogLine>),
    /// It ends with this error.
    Shut {
        /// Why.
        reason: Reason,
        /// The error reply.
        reply: String,
        /// What the server wrote all the same.
        log: Vec<LogLine>,
    },
}

/// Sends a request through the gates, in the servers' order.
pub(crate) fn pass(server: &Server, request: &Request, behaviour: &Behaviour) -> Gate {
    let shut = |reason, reply: &str, log| Gate::Shut { reason, reply: reply.to_owned(), log };
    if behaviour.identity == Identity::None {
        return shut(Reason::PsyncUnsupported, "-ERR unknown command 'PSYNC'", Vec::new());
    }
    let knows_failover = behaviour.failover_word.holds_in(&server.version);
    if request.failover && !knows_failover {
        let reply = "-ERR wrong number of arguments for 'psync' command";
        return shut(Reason::FailoverMismatch, reply, Vec::new());
    }
    if server.link_is_down() && !server.serve_stale_data {
        return shut(Reason::MasterLinkDown, stale_data_reply(server), Vec::new());
    }
    if server.loading {
        return shut(Reason::Loading, loading_reply(server), Vec::new());
    }
    let (server, log) = if request.failover {
        match roles::failover_request(server, request) {
            Ok(changed) => (changed.server, changed.log),
            Err((reply, line)) => {
                return shut(Reason::FailoverMismatch, reply, line.into_iter().collect());
            }
        }
    } else {
        (server.clone(), Vec::new())
    };
    if knows_failover && server.failing_over {
        let reply = "-NOMASTERLINK Can't SYNC while failing over";
        return shut(Reason::FailoverMismatch, reply, log);
    }
    if server.link_is_down() {
        return shut(Reason::MasterLinkDown, link_down_reply(behaviour), log);
    }
    Gate::Open(Box::new(server), log)
}

/// The line of a request that passed.
pub(crate) fn asks(server: &Server, request: &Request) -> Option<LogLine> {
    say(master::ASKS, &server.version, &[("replica", &request.name())])
}

/// `shared.masterdownerr`: the option was renamed in 5.0.
fn stale_data_reply(server: &Server) -> &'static str {
    if server.version.at_least(5, 0, 0) {
        "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."
    } else {
        "-MASTERDOWN Link with MASTER is down and slave-serve-stale-data is set to 'no'."
    }
}

/// `shared.loadingerr`: Valkey 8 speaks of itself.
fn loading_reply(server: &Server) -> &'static str {
    if server.version.is_valkey() && server.version.at_least(8, 0, 0) {
        "-LOADING Valkey is loading the dataset in memory"
    } else {
        "-LOADING Redis is loading the dataset in memory"
    }
}

/// The refusal of a replica without link: from 4.0 one that its replicas understand.
fn link_down_reply(behaviour: &Behaviour) -> &'static str {
    match behaviour.identity {
        Identity::ReplId => "-NOMASTERLINK Can't SYNC while not connected with my master",
        Identity::RunId | Identity::None => "-ERR Can't SYNC while not connected with my master",
    }
}
