//! The answer in one word, and in one line.

use super::{Aftermath, AftermathStatus, PsyncAnswer};
use autopsync_psync::{Decision, Outcome, Reason, RequestedOffset};

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Accepted, and the data are right afterwards.
    ContinueClean,
    /// Accepted, and the data are wrong afterwards.
    ContinueDiverges,
    /// Accepted; nothing is known of the data.
    ContinueUnverified,
    /// Refused: all data are sent again.
    FullResync,
    /// Refused with an error.
    Error,
    /// The evidence does not suffice.
    Inconclusive,
}

impl Verdict {
    pub(super) fn of(decision: &Decision, aftermath: &Aftermath) -> Self {
        match decision.outcome {
            Outcome::FullResync => Self::FullResync,
            Outcome::Error => Self::Error,
            Outcome::Inconclusive => Self::Inconclusive,
            Outcome::Continue => match aftermath.status {
                AftermathStatus::Clean => Self::ContinueClean,
                AftermathStatus::Diverged => Self::ContinueDiverges,
                AftermathStatus::Errors | AftermathStatus::NotReplayed => Self::ContinueUnverified,
            },
        }
    }

    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ContinueClean => "continue-clean",
            Self::ContinueDiverges => "continue-diverges",
            Self::ContinueUnverified => "continue-unverified",
            Self::FullResync => "full-resync",
            Self::Error => "error",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// Puts the answer into one line, with its numbers.
pub(super) fn summary(answer: &PsyncAnswer) -> String {
    let asked = match &answer.request {
        None => "the replica's request is not known".to_owned(),
        Some(request) if request.request.id.asks_full() => {
            "the replica asks for a full synchronisation".to_owned()
        }
        Some(request) => {
            format!("the replica asks for {}:{}", request.request.id, next(&request.request.next))
        }
    };
    match answer.verdict {
        Verdict::ContinueClean => format!(
            "CONTINUES, CLEAN: {asked}, is sent {} bytes, and its data are right afterwards",
            answer.decision.bytes
        ),
        Verdict::ContinueDiverges => format!(
            "CONTINUES, AND DIVERGES: {asked}, is sent {} bytes, and its data are wrong afterwards: {}",
            answer.decision.bytes,
            answer.aftermath.because.as_deref().unwrap_or("see the errors")
        ),
        Verdict::ContinueUnverified => format!(
            "CONTINUES, UNVERIFIED: {asked} and is sent {} bytes; {}",
            answer.decision.bytes,
            answer.aftermath.because.as_deref().unwrap_or("nothing was replayed")
        ),
        Verdict::FullResync => format!("FULL RESYNC: {asked}, and {}", refusal(answer)),
        Verdict::Error => {
            format!("REFUSED: {asked}, and the master answers {}", answer.decision.reply)
        }
        Verdict::Inconclusive => match answer.missing.first() {
            Some(missing) => {
                format!("INCONCLUSIVE: {asked}; missing: {} ({})", missing.what, missing.why)
            }
            None => format!("INCONCLUSIVE: {asked}"),
        },
    }
}

fn next(offset: &RequestedOffset) -> String {
    match offset {
        RequestedOffset::Number(next) => next.to_string(),
        RequestedOffset::NotANumber(text) => text.clone(),
    }
}

/// Why a full synchronisation, with the numbers that decided it.
fn refusal(answer: &PsyncAnswer) -> String {
    let master = answer.master.as_ref();
    let window = master
        .and_then(|m| m.backlog.as_ref())
        .filter(|b| b.active && b.histlen > 0)
        .map_or_else(String::new, |b| format!(" ({} to {})", b.first, b.end().applied()));
    match answer.decision.reason {
        Reason::ReplicaAskedFull => {
            answer.request.as_ref().and_then(|request| request.restarted.as_ref()).map_or_else(
                || "it gets one".to_owned(),
                |restarted| format!("it must: {}", clause(restarted.why.explanation())),
            )
        }
        Reason::ReplidMismatch => "the master knows no history of that id".to_owned(),
        Reason::SecondIdOffsetExceeded => match master {
            Some(m) => format!(
                "the master shares that history only up to offset {}",
                m.second_replid_offset.applied()
            ),
            None => "the master shares less of that history".to_owned(),
        },
        Reason::OffsetBeforeBacklog => format!("the backlog{window} does not reach back to it"),
        Reason::OffsetAfterBacklog => format!(
            "the backlog{window} does not reach that far: the replica is ahead, or the master's evidence is older"
        ),
        Reason::NoBacklog => "the master has no backlog".to_owned(),
        Reason::BadOffset => "the offset is no number".to_owned(),
        Reason::PsyncUnsupported => "this version knows no partial synchronisation".to_owned(),
        reason => format!("it is refused: {}", reason.id()),
    }
}

/// Turns a sentence into a clause.
fn clause(sentence: &str) -> String {
    let mut chars = sentence.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
