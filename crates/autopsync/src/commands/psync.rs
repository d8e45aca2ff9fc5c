//! `autopsync psync`.

use crate::{
    cli::{OriginArgs, ScriptModeArg},
    error::Error,
    exit::Exit,
    ui::Ui,
};
use autopsync_case::{
    Case, Side,
    questions::psync::{Outcome, PsyncQuestion, Verdict, WhatIf, ask, imagine},
};
use autopsync_model::{Limits, Version};
use autopsync_report::{
    documents::{psync::Psync, psync_matrix::PsyncMatrix},
    render::table,
};
use autopsync_rules::{Answers, check};
use autopsync_text::Role;
use clap::Args;
use std::path::PathBuf;

/// Tells what a master would answer to a replica's PSYNC, and whether the replica's data would be right afterwards.
///
/// The evidence of the replica is a snapshot from which it restarts, or an INFO dump; that of the master an INFO dump, a
/// dump of its backlog, or both. Where a continuation is accepted and snapshot and stream are there, the stream is
/// replayed as the replica would apply it, and the result is compared with what it should have become.
///
/// Of a paste with several INFO dumps, those of the node that plays the part count, and of these the newest; the answer says
/// so. So one paste can be given to both sides. Where two nodes of it may be meant, the answer is inconclusive.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync psync --replica replica.rdb --master info.txt --master backlog.bin\n",
    "  autopsync psync --request 6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022:4219 --master info.txt\n",
    "  autopsync psync --replica replica.rdb --master info.txt --master backlog.bin \\\n",
    "    --replica-version 4.0.6 --master-version 4.0.6    # what if it had been that version\n",
    "  autopsync psync --matrix case/                       # every node under every other\n",
    "  autopsync psync --what-if promote:b case/\n",
    "  autopsync psync --what-if gap:b:600 case/"
))]
pub struct PsyncArgs {
    /// A case, for --matrix and --what-if: a directory of nodes, a case.toml, or files of any number of nodes
    #[arg(value_name = "CASE", help_heading = "Evidence")]
    pub case: Vec<PathBuf>,
    /// Ask for every node as a replica of every other one, promoted where it is no master
    #[arg(long, conflicts_with_all = ["replica", "master", "request", "what_if"], requires = "case", help_heading = "Behaviour")]
    pub matrix: bool,
    /// What would happen next: `restart:NODE`, `promote:NODE` or `gap:NODE:SECONDS`
    #[arg(long, value_name = "CHANGE", conflicts_with_all = ["replica", "master", "request"], requires = "case", help_heading = "Behaviour")]
    pub what_if: Option<String>,
    /// What the replica left: a snapshot, an INFO dump, a log, a configuration, or a directory of these
    #[arg(long, value_name = "EVIDENCE", help_heading = "Evidence")]
    pub replica: Vec<PathBuf>,
    /// What the master left: an INFO dump, a dump of its backlog, a captured stream, a log, or a directory of these
    #[arg(long, value_name = "EVIDENCE", help_heading = "Evidence")]
    pub master: Vec<PathBuf>,
    /// The request itself; the offset is the first byte wanted
    #[arg(long, value_name = "REPLID:NEXT_OFFSET", help_heading = "Evidence")]
    pub request: Option<String>,
    /// What a raw backlog does not say of itself.
    #[command(flatten)]
    pub origin: OriginArgs,
    /// The version of the master, whatever the evidence says
    #[arg(long, value_name = "VERSION", value_parser = crate::cli::version, help_heading = "Behaviour")]
    pub master_version: Option<Version>,
    /// The version of the replica, whatever the evidence says
    #[arg(long, value_name = "VERSION", value_parser = crate::cli::version, help_heading = "Behaviour")]
    pub replica_version: Option<Version>,
    /// How scripts reach the replica: by default as the stream shows
    #[arg(long, value_enum, default_value_t = ScriptModeArg::Auto, value_name = "MODE", help_heading = "Behaviour")]
    pub script_mode: ScriptModeArg,
    /// The replica starts with an append-only file, which carries no position
    #[arg(long, help_heading = "Behaviour")]
    pub replica_aof: bool,
}

/// Runs the command.
pub fn run(args: &PsyncArgs, ui: &mut Ui) -> Result<Exit, Error> {
    if !args.case.is_empty() {
        return imagined(args, ui);
    }
    if args.replica.is_empty() && args.master.is_empty() && args.request.is_none() {
        return Err(Error::usage(
            "there is no evidence",
            "give --replica EVIDENCE and --master EVIDENCE, or --request",
        ));
    }
    let request = args.request.as_deref().map(split_request).transpose()?;
    let none = autopsync_stream::Origin::unknown();
    let question = PsyncQuestion {
        replica: Side::open(&args.replica, &none)?.playing(Role::Replica),
        master: Side::open(&args.master, &args.origin.origin(None))?.playing(Role::Master),
        request,
        replica_version: args.replica_version,
        master_version: args.master_version,
        replica_aof: args.replica_aof,
        script_mode: args.script_mode.into(),
        limits: Limits::default(),
    };
    let answer = ask(&question)?;
    let findings = check(&Answers { psync: Some(&answer), ..Answers::default() });
    ui.document(&Psync::of(&answer, &findings, ui.privacy()), table::psync::render)?;
    Ok(exit(answer.verdict))
}

/// Answers what is imagined about a case.
fn imagined(args: &PsyncArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let question = match &args.what_if {
        Some(text) => WhatIf::parse(text).map_err(|message| {
            Error::usage(message, "`gap:db-2:600` asks about ten minutes without the link")
        })?,
        None if args.matrix => WhatIf::Matrix,
        None => {
            return Err(Error::usage(
                "a case is given without a question",
                "ask with --matrix or --what-if, or name the sides with --replica and --master",
            ));
        }
    };
    let case = Case::open(&args.case)?;
    let known = |name: &str| case.node(name).is_some();
    if let Some(name) = question.node().filter(|name| !known(name)) {
        let names: Vec<&str> = case.nodes.iter().map(|node| node.name.as_str()).collect();
        return Err(Error::usage(
            format!("expected a node of the case, found {name:?}"),
            format!("its nodes are: {}", names.join(", ")),
        ));
    }
    let answer = imagine(&case, question);
    ui.document(&PsyncMatrix::of(&answer), table::psync_matrix::render)?;
    let open = answer.rows.is_empty()
        || answer.rows.iter().any(|row| row.decision.outcome == Outcome::Inconclusive);
    Ok(match (open, answer.all_continue.is_empty()) {
        (true, _) => Exit::Inconclusive,
        (false, true) => Exit::Bad,
        (false, false) => Exit::Good,
    })
}

fn exit(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::ContinueClean | Verdict::ContinueUnverified => Exit::Good,
        Verdict::ContinueDiverges | Verdict::FullResync | Verdict::Error => Exit::Bad,
        Verdict::Inconclusive => Exit::Inconclusive,
    }
}

/// Splits at the last colon: an id never holds one, and a bad offset may hold anything else.
fn split_request(text: &str) -> Result<(String, String), Error> {
    match text.rsplit_once(':') {
        Some((id, next)) => Ok((id.to_owned(), next.to_owned())),
        None => Err(Error::usage(
            format!("expected REPLID:NEXT_OFFSET, found {text:?}"),
            "the offset is the first byte wanted: the last byte applied plus one; `?:-1` asks for everything",
        )),
    }
}
