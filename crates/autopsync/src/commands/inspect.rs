//! `autopsync inspect`.

use crate::{error::Error, exit::Exit, ui::Ui};
use autopsync_case::{
    Source,
    questions::inspect::{InspectQuestion, ask},
};
use autopsync_model::Version;
use autopsync_report::{documents::inspect::Inspect, render::table};
use autopsync_rules::{Answers, check};
use clap::Args;
use std::path::PathBuf;

/// Tells what a snapshot says of itself.
///
/// Header, AUX fields, the replication identity and what a replica restarted from it would ask for, stored scripts and
/// functions, what each database holds, the checksum, damage with its place, and bytes after the end. With --digest the
/// value that the server's DEBUG DIGEST would give for these data.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync inspect dump.rdb\n",
    "  autopsync inspect --aux-only dump.rdb --format json | jq .replication\n",
    "  autopsync inspect --digest dump.rdb\n",
    "  autopsync inspect dump.rdb --loadable-by redis-7.2,valkey-8.1    # a gate for a nightly backup"
))]
pub struct InspectArgs {
    /// The snapshot (`-` is standard input)
    #[arg(value_name = "SNAPSHOT")]
    pub snapshot: PathBuf,
    /// Read the head alone: immediate on a file of any size
    #[arg(long, help_heading = "Behaviour", conflicts_with = "digest")]
    pub aux_only: bool,
    /// Compute what DEBUG DIGEST would answer
    #[arg(long, help_heading = "Behaviour")]
    pub digest: bool,
    /// Would these servers load it? Ends with 1 where one would not
    #[arg(long, value_name = "VERSION,...", value_delimiter = ',', value_parser = crate::cli::version)]
    #[arg(help_heading = "Behaviour", conflicts_with = "aux_only")]
    pub loadable_by: Vec<Version>,
    /// Take the snapshot for one loaded by this version (the digest's texts depend on it)
    #[arg(long, value_name = "VERSION", value_parser = crate::cli::version, help_heading = "Evidence")]
    pub version: Option<Version>,
}

/// Runs the command.
pub fn run(args: &InspectArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let source = Source::open(&args.snapshot)?;
    let answer = ask(
        &source,
        &InspectQuestion {
            aux_only: args.aux_only,
            digest: args.digest,
            loadable_by: args.loadable_by.clone(),
            version: args.version,
        },
    )?;
    let findings = check(&Answers { inspection: Some(&answer), ..Answers::default() });
    ui.document(&Inspect::of(&answer, &findings, ui.privacy()), table::inspect::render)?;
    let refused = answer.loadable.iter().any(|server| server.blocked.is_some());
    Ok(if answer.is_damaged() || refused { Exit::Bad } else { Exit::Good })
}
