//! `autopsync replay`.

use crate::{
    cli::{OriginArgs, ScriptModeArg},
    error::Error,
    exit::Exit,
    ui::Ui,
};
use autopsync_case::{
    Source, StreamEvidence,
    node::SnapshotEvidence,
    questions::replay::{ReplayAnswer, ReplayQuestion, ask},
};
use autopsync_model::{AppliedOffset, Limits, Version};
use autopsync_report::{documents::replay::Replay, render::table};
use autopsync_rules::{Answers, check};
use clap::Args;
use std::path::PathBuf;

/// Applies a stream to a snapshot as a replica of a given version would.
///
/// Tells the digest of the data set afterwards (what DEBUG DIGEST would answer), and every command that failed with its
/// offset. A capture of a full synchronisation is both snapshot and stream; with neither, the data set starts empty. A
/// command that fails advances the offset all the same, as it does on a replica.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync replay --stream capture.bin --to-offset 8202\n",
    "  autopsync replay --snapshot replica.rdb --stream backlog.bin --first-offset 1 --restart --version 4.0.2\n",
    "  autopsync replay --snapshot a.rdb --stream s.bin --expect-digest f04ef820481edde79824f177cd8f6ecf47a2cc6f"
))]
pub struct ReplayArgs {
    /// The snapshot to begin with
    #[arg(long, value_name = "SNAPSHOT", help_heading = "Evidence")]
    pub snapshot: Option<PathBuf>,
    /// The stream to apply; several continue one another
    #[arg(long, value_name = "STREAM", required = true, help_heading = "Evidence")]
    pub stream: Vec<PathBuf>,
    /// What the stream does not say of itself.
    #[command(flatten)]
    pub origin: OriginArgs,
    /// The database selected before the first byte of a raw stream
    #[arg(long, value_name = "N", help_heading = "Evidence")]
    pub db: Option<u32>,
    /// The last byte that the snapshot contains, where it does not tell
    #[arg(long, value_name = "OFFSET", help_heading = "Selection", allow_negative_numbers = true)]
    pub from_offset: Option<i64>,
    /// The last byte to apply
    #[arg(long, value_name = "OFFSET", help_heading = "Selection", allow_negative_numbers = true)]
    pub to_offset: Option<i64>,
    /// The version of the replica, and of its master unless that is told
    #[arg(long, value_name = "VERSION", value_parser = crate::cli::version, help_heading = "Behaviour")]
    pub version: Option<Version>,
    /// The version of the master
    #[arg(long, value_name = "VERSION", value_parser = crate::cli::version, help_heading = "Behaviour")]
    pub master_version: Option<Version>,
    /// Restart the replica between snapshot and stream: it forgets what its version forgets
    #[arg(long, help_heading = "Behaviour")]
    pub restart: bool,
    /// How scripts reach the replica: by default as the stream shows
    #[arg(long, value_enum, default_value_t = ScriptModeArg::Auto, value_name = "MODE", help_heading = "Behaviour")]
    pub script_mode: ScriptModeArg,
    /// How many databases the replica has
    #[arg(long, value_name = "N", help_heading = "Behaviour")]
    pub databases: Option<u32>,
    /// The clock under relative expiries, in milliseconds since 1970; by default the snapshot's
    #[arg(long, value_name = "MS", allow_negative_numbers = true, help_heading = "Behaviour")]
    pub clock: Option<i64>,
    /// End with 1 unless the data set has this digest
    #[arg(long, value_name = "HEX", help_heading = "Behaviour")]
    pub expect_digest: Option<String>,
}

/// Runs the command.
pub fn run(args: &ReplayArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let snapshot = args
        .snapshot
        .as_ref()
        .map(|path| Source::open(path).and_then(SnapshotEvidence::open))
        .transpose()?;
    let origin = args.origin.origin(args.db);
    let streams = args
        .stream
        .iter()
        .map(|path| StreamEvidence::open(Source::open(path)?, &origin))
        .collect::<Result<Vec<_>, _>>()?;
    ui.relative_offsets(&streams.iter().collect::<Vec<_>>());
    let answer = ask(&ReplayQuestion {
        snapshot: snapshot.as_ref(),
        streams: &streams,
        from: args.from_offset.map(AppliedOffset::new),
        to: args.to_offset.map(AppliedOffset::new),
        version: args.version,
        master_version: args.master_version,
        restart: args.restart,
        script_mode: args.script_mode.into(),
        databases: args.databases,
        clock_ms: args.clock,
        limits: Limits::default(),
    })?;
    let findings = check(&Answers { replay: Some(&answer), ..Answers::default() });
    let expected = args.expect_digest.as_deref();
    ui.document(&Replay::of(&answer, expected, &findings, ui.privacy()), table::replay::render)?;
    Ok(exit(&answer, expected))
}

fn exit(answer: &ReplayAnswer, expected: Option<&str>) -> Exit {
    match expected {
        Some(digest) if !digest.eq_ignore_ascii_case(&answer.digest) => Exit::Bad,
        Some(_) if answer.damage.is_empty() => Exit::Good,
        _ if answer.error_count > 0 || !answer.damage.is_empty() => Exit::Bad,
        _ => Exit::Good,
    }
}
