//! `autopsync psync`.

use crate::{
    cli::{OriginArgs, ScriptModeArg},
    error::Error,
    exit::Exit,
    ui::Ui,
};
use autopsync_case::{
    Side,
    questions::psync::{PsyncQuestion, Verdict, ask},
};
use autopsync_model::{Limits, Version};
use autopsync_report::{documents::psync::Psync, render::table};
use autopsync_rules::{Answers, check};
use clap::Args;
use std::path::PathBuf;

/// Tells what a master would answer to a replica's PSYNC, and whether the replica's data would be right afterwards.
///
/// The evidence of the replica is a snapshot from which it restarts, or an INFO dump; that of the master an INFO dump, a
/// dump of its backlog, or both. Where a continuation is accepted and snapshot and stream are there, the stream is
/// replayed as the replica would apply it, and the result is compared with what it should have become.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync psync --replica replica.rdb --master info.txt --master backlog.bin\n",
    "  autopsync psync --request 6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022:4219 --master info.txt\n",
    "  autopsync psync --replica replica.rdb --master info.txt --master backlog.bin \\\n",
    "    --replica-version 4.0.6 --master-version 4.0.6    # what if it had been that version"
))]
pub struct PsyncArgs {
    /// What the replica left: a snapshot, an INFO dump
    #[arg(long, value_name = "EVIDENCE", help_heading = "Evidence")]
    pub replica: Vec<PathBuf>,
    /// What the master left: an INFO dump, a dump of its backlog, a captured stream
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
    if args.replica.is_empty() && args.master.is_empty() && args.request.is_none() {
        return Err(Error::usage(
            "there is no evidence",
            "give --replica EVIDENCE and --master EVIDENCE, or --request",
        ));
    }
    let request = args.request.as_deref().map(split_request).transpose()?;
    let none = autopsync_stream::Origin::unknown();
    let question = PsyncQuestion {
        replica: Side::open(&args.replica, &none)?,
        master: Side::open(&args.master, &args.origin.origin(None))?,
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
