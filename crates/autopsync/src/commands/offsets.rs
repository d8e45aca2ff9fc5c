//! `autopsync offsets`.

use crate::{error::Error, exit::Exit, ui::Ui};
use autopsync_case::{
    Case,
    questions::offsets::{Standing, ask},
};
use autopsync_report::{documents::offsets::Offsets, render::table};
use autopsync_rules::{Answers, check};
use clap::Args;
use std::path::PathBuf;

/// Tells where every node is in which history, how the nodes relate, and what each failover would lose.
///
/// The evidence is any number of INFO dumps, snapshots, streams, backlogs, logs, configurations, and replies to ROLE,
/// CLUSTER NODES and SENTINEL; or a case: a directory in which every sub-directory is a node, or a case.toml that names
/// nodes and files. Streams of one history are compared byte by byte.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync offsets case/\n",
    "  autopsync offsets a.info.txt b.info.txt a.backlog.bin b.log\n",
    "  autopsync offsets case/ --outage 600    # how large must the backlog be?"
))]
pub struct OffsetsArgs {
    /// A case, or evidence of any number of nodes
    #[arg(value_name = "EVIDENCE-OR-CASE", required = true)]
    pub evidence: Vec<PathBuf>,
    /// The outage, in seconds, that the backlog should survive
    #[arg(long, value_name = "SECONDS", help_heading = "Behaviour")]
    pub outage: Option<u64>,
}

/// Runs the command.
pub fn run(args: &OffsetsArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let case = Case::open(&args.evidence)?;
    let answer = ask(&case, args.outage);
    let findings = check(&Answers { offsets: Some(&answer), ..Answers::default() });
    ui.document(&Offsets::of(&answer, &findings, ui.privacy()), table::offsets::render)?;
    Ok(match answer.standing() {
        Standing::OneHistory => Exit::Good,
        Standing::Parted => Exit::Bad,
        Standing::Open => Exit::Inconclusive,
    })
}
