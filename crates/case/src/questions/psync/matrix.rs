//! Every node against every other that could be the master, and what one change would do.

use super::{Missing, state, undecided};
use crate::{
    assembly::{Case, Node},
    questions::offsets::{self, redis_cli},
};
use autopsync_model::Version;
use autopsync_psync::{
    Decision, HistoryId, LinkLoss, Outcome, Request, Role, Server, decide, lose_link, promote,
    restart_master, restart_replica,
};

/// What is imagined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhatIf {
    /// Each node in turn becomes the master, and all others follow it.
    Matrix,
    /// A node is shut down and started again.
    Restart(String),
    /// A node becomes the master, and all others follow it.
    Promote(String),
    /// A replica's link is down for so many seconds.
    Gap(String, u64),
}

impl WhatIf {
    /// Reads `restart:NODE`, `promote:NODE`, `gap:NODE:SECONDS`. A node's name may hold colons.
    ///
    /// # Errors
    /// What was expected, and what stands there.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("expected restart:NODE, promote:NODE or gap:NODE:SECONDS, found {text:?}");
        let (what, node) =
            text.split_once(':').filter(|(_, node)| !node.is_empty()).ok_or_else(wrong)?;
        match what {
            "restart" => Ok(Self::Restart(node.to_owned())),
            "promote" => Ok(Self::Promote(node.to_owned())),
            "gap" => {
                let (node, seconds) = node.rsplit_once(':').ok_or_else(wrong)?;
                Ok(Self::Gap(node.to_owned(), seconds.parse().map_err(|_| wrong())?))
            }
            _ => Err(wrong()),
        }
    }

    /// The question as it was asked.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Matrix => "matrix".to_owned(),
            Self::Restart(node) => format!("restart:{node}"),
            Self::Promote(node) => format!("promote:{node}"),
            Self::Gap(node, seconds) => format!("gap:{node}:{seconds}"),
        }
    }

    /// The node that the question names.
    #[must_use]
    pub fn node(&self) -> Option<&str> {
        match self {
            Self::Matrix => None,
            Self::Restart(node) | Self::Promote(node) | Self::Gap(node, _) => Some(node),
        }
    }
}

/// A node that asks another.
#[derive(Debug)]
pub struct MatrixRow {
    /// The node that asks.
    pub replica: String,
    /// The node that is asked.
    pub master: String,
    /// Whether that one is promoted for it.
    pub promoted: bool,
    /// What is asked, where the evidence tells it.
    pub request: Option<Request>,
    /// The version that asks.
    pub replica_version: Option<Version>,
    /// The answer.
    pub decision: Decision,
}

/// The answers to one question.
#[derive(Debug)]
pub struct MatrixAnswer {
    /// What was imagined.
    pub question: WhatIf,
    /// Who asks whom, and what becomes of it.
    pub rows: Vec<MatrixRow>,
    /// What was assumed where the evidence is silent.
    pub assumptions: Vec<String>,
    /// What is not known.
    pub missing: Vec<Missing>,
    /// The nodes under which everybody else continues.
    pub all_continue: Vec<String>,
    /// The answer in one line.
    pub summary: String,
}

/// Answers the question. A node that the case does not hold gives no rows and stands in `missing`.
#[must_use]
pub fn imagine(case: &Case, question: WhatIf) -> MatrixAnswer {
    let mut scene = Scene { case, rows: Vec::new(), assumptions: Vec::new(), missing: Vec::new() };
    match &question {
        WhatIf::Matrix => case.nodes.iter().for_each(|node| scene.follow(node)),
        WhatIf::Promote(name) => scene.with(name, Scene::follow),
        WhatIf::Restart(name) => scene.with(name, Scene::restart),
        WhatIf::Gap(name, seconds) => scene.with(name, |scene, node| scene.gap(node, *seconds)),
    }
    let Scene { rows, assumptions, mut missing, .. } = scene;
    missing.dedup();
    let continues = |row: &&MatrixRow| row.decision.outcome == Outcome::Continue;
    let mut all_continue: Vec<String> = rows.iter().map(|row| row.master.clone()).collect();
    all_continue.dedup();
    all_continue.retain(|master| {
        rows.iter().filter(|row| row.master == *master).all(|row| continues(&row))
    });
    let mut answer =
        MatrixAnswer { question, rows, assumptions, missing, all_continue, summary: String::new() };
    answer.summary = summary(&answer);
    answer
}

struct Scene<'a> {
    case: &'a Case,
    rows: Vec<MatrixRow>,
    assumptions: Vec<String>,
    missing: Vec<Missing>,
}

impl<'a> Scene<'a> {
    fn with(&mut self, name: &str, act: impl FnOnce(&mut Self, &'a Node)) {
        if let Some(node) = self.case.node(name) {
            return act(self, node);
        }
        let known: Vec<&str> = self.case.nodes.iter().map(|node| node.name.as_str()).collect();
        self.missing.push(Missing {
            what: format!("a node called {name}"),
            why: format!("the evidence has {}", known.join(", ")),
            command: "autopsync offsets CASE".to_owned(),
        });
    }

    fn state(&mut self, node: &Node) -> Option<Server> {
        state::of(self.case, node)
            .map_err(|missing| {
                if !self.missing.contains(&missing) {
                    self.missing.push(missing);
                }
            })
            .ok()
    }

    fn ask(
        &mut self,
        replica: &Node,
        request: Option<Request>,
        master: &Node,
        server: Option<&Server>,
        promoted: bool,
    ) {
        let decision = match (&request, server) {
            (Some(request), Some(server)) => decide(server, request),
            _ => undecided(),
        };
        for field in &decision.missing {
            let mut missing = super::master::missing_field(*field);
            missing.command = format!("{} INFO replication", redis_cli(self.case, master));
            missing.what = missing.what.replace("the master", &master.name);
            if !self.missing.contains(&missing) {
                self.missing.push(missing);
            }
        }
        self.rows.push(MatrixRow {
            replica: replica.name.clone(),
            master: master.name.clone(),
            promoted,
            replica_version: replica.version(),
            request,
            decision,
        });
    }

    /// All others follow this node, which is promoted first where it is no master.
    fn follow(&mut self, master: &'a Node) {
        let state = self.state(master);
        let promoted = state.as_ref().is_some_and(|server| server.role != Role::Master);
        let server =
            state.map(
                |server| if promoted { promote(&server, HistoryId::Fresh).server } else { server },
            );
        for replica in self.case.nodes.iter().filter(|node| node.name != master.name) {
            let request = self.state(replica).map(|server| state::request(&server));
            self.ask(replica, request, master, server.as_ref(), promoted);
        }
    }

    fn restart(&mut self, node: &'a Node) {
        let Some(server) = self.state(node) else { return };
        let (identity, start) = state::restart(node, &server, &mut self.assumptions);
        if let Role::Replica { .. } = server.role {
            let restarted = restart_replica(&server.version, &identity, start);
            let Some(master) = self.master_of(node) else { return };
            let state = self.state(master);
            return self.ask(node, Some(restarted.request), master, state.as_ref(), false);
        }
        let restarted = restart_master(&server.version, &identity, start, 0);
        self.assumptions
            .push(format!("no key of {} is expired when it loads its snapshot", node.name));
        for replica in self.case.nodes.iter().filter(|other| {
            other.name != node.name && other.role() != Some(autopsync_text::Role::Master)
        }) {
            // A clean shutdown of 7.0 and later waits until its replicas have everything.
            let waits = server.version.at_least(7, 0, 0);
            let request = self.state(replica).map(|mut state| {
                let lacks =
                    server.offset.zip(state.offset).map_or(0, |(all, has)| all.bytes_since(has));
                if waits && state.replid.known() == server.replid.known() {
                    state::grow(&mut state, u64::try_from(lacks).unwrap_or(0));
                }
                state::request(&state)
            });
            if waits && self.rows.is_empty() {
                self.assumptions.push(format!(
                    "{} waits at its shutdown until its replicas have every byte",
                    node.name
                ));
            }
            self.ask(replica, request, node, Some(&restarted), false);
        }
    }

    fn gap(&mut self, node: &'a Node, seconds: u64) {
        let Some(master) = self.master_of(node) else { return };
        let answer = offsets::ask(self.case, Some(seconds));
        let rate_of = |name: &str| {
            answer.backlogs.iter().find(|row| row.node == name).and_then(|row| row.rate)
        };
        let (state, asking) = (self.state(master), self.state(node));
        let Some(rate) = rate_of(&master.name).or_else(|| rate_of(&node.name)) else {
            self.missing.push(Missing {
                what: format!("the write rate of {}", master.name),
                why: "two offsets with the time between them tell how fast the backlog fills"
                    .to_owned(),
                command: format!(
                    "{cli} INFO; sleep 60; {cli} INFO",
                    cli = redis_cli(self.case, master)
                ),
            });
            return self.ask(
                node,
                asking.map(|server| state::request(&server)),
                master,
                None,
                false,
            );
        };
        let bytes = rate.bytes_in(seconds.saturating_mul(1000));
        self.assumptions.push(format!(
            "{} goes on at {} bytes a second, as measured over {} s: {bytes} bytes in {seconds} s",
            master.name,
            rate.bytes_per_second(),
            rate.millis / 1000
        ));
        let later = state.map(|mut server| {
            state::grow(&mut server, bytes);
            server
        });
        let request =
            asking.map(|server| state::request(&lose_link(&server, LinkLoss::Broken).server));
        self.ask(node, request, master, later.as_ref(), false);
    }

    fn master_of(&mut self, node: &'a Node) -> Option<&'a Node> {
        let found = self.case.master_of(node);
        if found.is_none() {
            let address = node.master().map_or_else(
                || "MASTER".to_owned(),
                |address| format!("{} -p {}", address.host, address.port),
            );
            self.missing.push(Missing {
                what: format!("the master of {}", node.name),
                why: "the evidence holds no node at its address".to_owned(),
                command: format!("redis-cli -h {address} INFO"),
            });
        }
        found
    }
}

fn summary(answer: &MatrixAnswer) -> String {
    let count = |outcome| answer.rows.iter().filter(|row| row.decision.outcome == outcome).count();
    if answer.rows.is_empty() {
        return match answer.missing.first() {
            Some(missing) => format!("INCONCLUSIVE: missing is {} ({})", missing.what, missing.why),
            None => "INCONCLUSIVE: there is no second node".to_owned(),
        };
    }
    if answer.question == WhatIf::Matrix {
        let open = count(Outcome::Inconclusive);
        let rest = if open > 0 {
            format!("; {open} of {} cannot be decided", answer.rows.len())
        } else {
            String::new()
        };
        return match answer.all_continue.as_slice() {
            [] => format!("no node can become the master without a full synchronisation{rest}"),
            good => format!("everybody continues under {}{rest}", good.join(", or ")),
        };
    }
    let continued = count(Outcome::Continue);
    let full = count(Outcome::FullResync);
    let reasons: Vec<String> = answer
        .rows
        .iter()
        .filter(|row| row.decision.outcome != Outcome::Continue)
        .map(|row| format!("{}: {} ({})", row.replica, row.decision.outcome, row.decision.reason))
        .collect();
    let because =
        if reasons.is_empty() { String::new() } else { format!("; {}", reasons.join(", ")) };
    format!(
        "after {}: {continued} would continue, {full} would synchronise fully{because}",
        answer.question.text()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_may_name_a_node_by_its_address() {
        assert_eq!(
            WhatIf::parse("gap:10.0.0.1:6379:60"),
            Ok(WhatIf::Gap("10.0.0.1:6379".into(), 60))
        );
        assert_eq!(
            WhatIf::parse("restart:10.0.0.1:6379"),
            Ok(WhatIf::Restart("10.0.0.1:6379".into()))
        );
        for wrong in ["", "restart", "restart:", "gap:a", "gap:a:b", "stop:a"] {
            assert!(WhatIf::parse(wrong).is_err(), "{wrong}");
        }
    }
}
