//! `autopsync inspect`.

use crate::{error::Error, exit::Exit, ui::Ui};
use autopsync_case::{
    Source,
    questions::inspect::{Depth, InspectQuestion, ask},
};
use autopsync_model::Version;
use autopsync_report::{documents::inspect::Inspect, render::table};
use autopsync_rules::{Answers, check};
use clap::Args;
use std::path::{Path, PathBuf};

/// Tells what a snapshot says of itself.
///
/// Header, AUX fields, the replication identity and what a replica restarted from it would ask for, stored scripts and
/// functions, what each database holds, the checksum, all damages with their places, and bytes after the end. With
/// --digest the value that the server's DEBUG DIGEST would give for these data, with --salvage what can be read behind
/// damage.
///
/// The digest of a damaged snapshot is that of its undamaged keys, which no server ever had as a whole; the answer says how
/// many they are. With --salvage a second one covers what was recovered, too.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync inspect dump.rdb\n",
    "  autopsync inspect --aux-only dump.rdb --format json | jq .replication\n",
    "  autopsync inspect --digest dump.rdb\n",
    "  autopsync inspect --salvage damaged.rdb\n",
    "  autopsync inspect dump.rdb --loadable-by redis-7.2,valkey-8.1    # a gate for a nightly backup"
))]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct InspectArgs {
    /// The snapshot, or what holds one: an append-only file, a captured synchronisation, a DUMP payload (`-` is
    /// standard input)
    #[arg(value_name = "SNAPSHOT")]
    pub snapshot: PathBuf,
    /// Read the head alone: immediate on a file of any size
    #[arg(long, help_heading = "Behaviour", conflicts_with = "digest")]
    pub aux_only: bool,
    /// Check the records and the checksum, but not what is packed and compressed in values
    #[arg(long, help_heading = "Behaviour", conflicts_with_all = ["aux_only", "digest"])]
    pub quick: bool,
    /// Compute what DEBUG DIGEST would answer
    #[arg(long, help_heading = "Behaviour")]
    pub digest: bool,
    /// Look for what can be read behind damage, the head's included, and list it
    #[arg(long, help_heading = "Behaviour", conflicts_with = "aux_only")]
    pub salvage: bool,
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
    let source = open(&args.snapshot, args.salvage)?;
    let answer = ask(
        &source,
        &InspectQuestion {
            depth: match args {
                InspectArgs { aux_only: true, .. } => Depth::Head,
                InspectArgs { quick: true, .. } => Depth::Records,
                _ => Depth::Values,
            },
            digest: args.digest,
            salvage: args.salvage,
            loadable_by: args.loadable_by.clone(),
            version: args.version,
        },
    )?;
    let findings = check(&Answers { inspection: Some(&answer), ..Answers::default() });
    ui.document(&Inspect::of(&answer, &findings, ui.privacy()), table::inspect::render)?;
    let refused = answer.loadable.iter().any(|server| server.blocked.is_some());
    Ok(if answer.is_damaged() || refused { Exit::Bad } else { Exit::Good })
}

/// Opens a snapshot. For a salvage, a file whose head is damaged, or that is a piece of one, is one as well.
pub(super) fn open(path: &Path, salvage: bool) -> Result<Source, Error> {
    let open = if salvage { Source::open_for_salvage } else { Source::open_snapshot };
    Ok(open(path)?)
}
