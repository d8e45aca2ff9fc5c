//! `autopsync psync --matrix` and `--what-if`.

use super::{Document, psync::Missing};
use autopsync_case::questions::psync::{MatrixAnswer, MatrixRow};
use autopsync_psync::RequestedOffset;
use schemars::JsonSchema;
use serde::Serialize;

/// Who would continue under whom, after a change that is imagined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PsyncMatrix {
    /// `autopsync.psync-matrix/1`.
    pub schema: String,
    /// `matrix`, `restart:NODE`, `promote:NODE`, `gap:NODE:SECONDS`.
    pub question: String,
    /// The answer in one line.
    pub summary: String,
    /// The nodes under which everybody else continues.
    pub all_continue: Vec<String>,
    /// Who asks whom.
    pub rows: Vec<MatrixCell>,
    /// What was assumed where the evidence is silent.
    pub assumptions: Vec<String>,
    /// What is not known, and what would settle it.
    pub missing: Vec<Missing>,
}

impl Document for PsyncMatrix {
    const NAME: &'static str = "psync-matrix";
}

/// A node that asks another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MatrixCell {
    /// The node that asks.
    pub replica: String,
    /// The node that is asked.
    pub master: String,
    /// Whether that one is promoted for it.
    pub promoted: bool,
    /// The id that is asked for; null where the evidence does not tell it.
    pub replid: Option<String>,
    /// The first byte that is asked for.
    pub next_offset: Option<i64>,
    /// `continue`, `full-resync`, `error`, `inconclusive`.
    pub outcome: String,
    /// Why, as an id of the contract.
    pub reason: String,
    /// The reply line.
    pub reply: Option<String>,
    /// Bytes of backlog that are sent.
    pub bytes: u64,
    /// What the master writes to its log.
    pub master_log: Vec<String>,
}

impl PsyncMatrix {
    /// Puts an answer into a document.
    #[must_use]
    pub fn of(answer: &MatrixAnswer) -> Self {
        Self {
            schema: "autopsync.psync-matrix/1".to_owned(),
            question: answer.question.text(),
            summary: answer.summary.clone(),
            all_continue: answer.all_continue.clone(),
            rows: answer.rows.iter().map(cell).collect(),
            assumptions: answer.assumptions.clone(),
            missing: answer.missing.iter().map(Missing::of).collect(),
        }
    }
}

fn cell(row: &MatrixRow) -> MatrixCell {
    let decision = &row.decision;
    MatrixCell {
        replica: row.replica.clone(),
        master: row.master.clone(),
        promoted: row.promoted,
        replid: row.request.as_ref().map(|request| request.id.to_string()),
        next_offset: row.request.as_ref().and_then(|request| match &request.next {
            RequestedOffset::Number(next) => Some(next.get()),
            RequestedOffset::NotANumber(_) => None,
        }),
        outcome: decision.outcome.id().to_owned(),
        reason: decision.reason.id().to_owned(),
        reply: (!decision.reply.is_empty()).then(|| decision.reply.clone()),
        bytes: decision.bytes,
        master_log: decision.master_log.iter().map(|line| line.text.clone()).collect(),
    }
}
