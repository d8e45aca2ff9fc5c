//! `autopsync replay`.

mod save;

use crate::{
    cli::{OriginArgs, ScriptModeArg},
    clock::ClockArg,
    commands::export::TargetArgs,
    error::Error,
    exit::Exit,
    file_offset::{FileOffset, refuse_offsets},
    ui::Ui,
};
use autopsync_case::{
    CaseError, ErrorKind, Source, StreamEvidence,
    node::{AofMember, SnapshotEvidence},
    questions::{
        Setting,
        replay::{ClockChoice, Progress, ReplayAnswer, ReplayQuestion, ask_then},
    },
};
use autopsync_model::{AppliedOffset, Limits, NextOffset, Version};
use autopsync_report::{documents::replay::Replay, render::table};
use autopsync_rules::{Answers, check};
use clap::Args;
use std::path::{Path, PathBuf};

/// Applies a stream to a snapshot as a replica of a given version would.
///
/// Tells the digest of the data set afterwards (what DEBUG DIGEST would answer), and every command that failed with its
/// offset. A capture of a full synchronisation is both snapshot and stream; with neither, the data set starts empty. A
/// command that fails advances the offset all the same, as it does on a replica.
///
/// An append-only file (its directory, its manifest, or one file, perhaps with a snapshot in front) is applied as a
/// server loads it. It has no replication offsets: places in it are bytes of its files.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync replay --stream capture.bin --to-offset 8202\n",
    "  autopsync replay --snapshot replica.rdb --stream backlog.bin --first-offset 1 --restart --version 4.0.2\n",
    "  autopsync replay appendonlydir --watch 'user:17:*'\n",
    "  autopsync replay --stream capture.bin --provenance='cart:*' --format json | jq .provenance\n",
    "  autopsync replay --snapshot replica.rdb --stream backlog.bin --save after.rdb\n",
    "  autopsync replay --snapshot a.rdb --stream s.bin --expect-digest f04ef820481edde79824f177cd8f6ecf47a2cc6f"
))]
pub struct ReplayArgs {
    /// The snapshot to begin with
    #[arg(long, value_name = "SNAPSHOT", help_heading = "Evidence")]
    pub snapshot: Option<PathBuf>,
    /// The stream or append-only file to apply, as with --stream
    #[arg(value_name = "STREAM", required_unless_present = "stream", help_heading = "Evidence")]
    pub streams: Vec<PathBuf>,
    /// The stream or append-only file to apply; several continue one another
    #[arg(long, value_name = "STREAM", help_heading = "Evidence")]
    pub stream: Vec<PathBuf>,
    /// Take a file of commands alone for an append-only file, which looks like a stream
    #[arg(long, help_heading = "Evidence")]
    pub aof: bool,
    /// An INFO dump of the replica, which tells its version
    #[arg(long, value_name = "FILE", help_heading = "Evidence")]
    pub info: Option<PathBuf>,
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
    /// The first byte not to apply, of an append-only file: of the named file, where it has several
    #[arg(long, value_name = "[FILE:]N", help_heading = "Selection")]
    pub to_file_offset: Option<FileOffset>,
    /// Follow the keys that match: every change with its offset, command, and value before and after
    #[arg(long, value_name = "GLOB", help_heading = "Output")]
    pub watch: Vec<String>,
    /// Tell which command last wrote each key (that matches)
    #[arg(long, value_name = "GLOB", num_args = 0..=1, require_equals = true, default_missing_value = "*", help_heading = "Output")]
    pub provenance: Option<String>,
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
    /// A setting of the replica on which data may depend: hash-max-ziplist-entries=512, lua-replicate-commands=no, …
    #[arg(long = "set", value_name = "NAME=VALUE", help_heading = "Behaviour")]
    pub settings: Vec<Setting>,
    /// The clock under relative expiries: milliseconds since 1970, ctime (the snapshot's), aof (its annotations),
    /// log:FILE, log:FILE:LINE; by default the snapshot's and the annotations'
    #[arg(long, value_name = "CLOCK", allow_negative_numbers = true, help_heading = "Behaviour")]
    pub clock: Option<ClockArg>,
    /// Write the data set afterwards as a snapshot, with the position of the replica in it
    ///
    /// For the replica's version unless --target or --rdb-version names another. The file appears under its name once it
    /// is complete.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub save: Option<PathBuf>,
    /// Who is to load what is saved.
    #[command(flatten)]
    pub target: TargetArgs,
    /// End with 1 unless the data set has this digest
    #[arg(long, value_name = "HEX", help_heading = "Behaviour")]
    pub expect_digest: Option<String>,
}

/// Runs the command.
pub fn run(args: &ReplayArgs, ui: &mut Ui) -> Result<Exit, Error> {
    save::check(args, ui.privacy())?;
    let snapshot = args
        .snapshot
        .as_ref()
        .map(|path| Source::open_snapshot(path).and_then(SnapshotEvidence::open))
        .transpose()?;
    let streams = streams(args)?;
    ui.relative_offsets(&streams.iter().collect::<Vec<_>>());
    let log = args.clock.as_ref().map(ClockArg::open).transpose()?.flatten();
    let patterns: Vec<_> = args.watch.iter().map(|glob| glob.clone().into_bytes()).collect();
    let settings: Vec<_> = args.settings.iter().copied().chain(databases(args)).collect();
    let to_file = args.to_file_offset.as_ref().map(|to| to.number(&streams)).transpose()?;
    let progress = ui.progress();
    let question = ReplayQuestion {
        snapshot: snapshot.as_ref(),
        streams: &streams,
        from: args.from_offset.map(AppliedOffset::new),
        to: args.to_offset.map(AppliedOffset::new).or(to_file.map(NextOffset::applied)),
        version: args.version,
        info_version: args.info.as_deref().map(info_version).transpose()?.flatten(),
        master_version: args.master_version,
        restart: args.restart,
        script_mode: args.script_mode.into(),
        settings: &settings,
        clock: args.clock.as_ref().map_or(ClockChoice::Auto, |clock| clock.choice(log.as_ref())),
        watch: &patterns,
        provenance: args.provenance.is_some(),
        progress: Progress::to(&progress),
        limits: Limits::default(),
    };
    let (answer, saved) = ask_then(&question, |engine, answer| save::save(args, engine, answer))?;
    ui.progress_ends();
    let saved = saved?;
    let findings = check(&Answers { replay: Some(&answer), ..Answers::default() });
    let expected = args.expect_digest.as_deref();
    let glob = args.provenance.as_deref().unwrap_or("*").as_bytes();
    let mut doc = Replay::of(&answer, expected, &findings, glob, ui.privacy());
    doc.saved = saved;
    ui.document(&doc, table::replay::render)?;
    Ok(exit(&answer, expected))
}

fn streams(args: &ReplayArgs) -> Result<Vec<StreamEvidence>, Error> {
    let origin = args.origin.origin(args.db);
    let mut streams = Vec::new();
    for path in args.stream.iter().chain(&args.streams) {
        streams.extend(StreamEvidence::open_all(path, &origin, args.aof)?);
    }
    let offsets = [args.from_offset, args.to_offset, args.origin.first_offset];
    refuse_offsets(&streams, offsets.iter().any(Option::is_some))?;
    let firsts = streams.iter().filter(|one| one.aof().is_some_and(AofMember::is_first)).count();
    let files = streams.iter().filter(|one| one.aof().is_some()).count();
    if firsts > 1 || (files > 0 && files < streams.len()) {
        return Err(Error::usage(
            "an append-only file stands alone",
            "name its directory or its manifest where it has several files",
        ));
    }
    Ok(streams)
}

/// The option `--databases` is the setting of this name.
fn databases(args: &ReplayArgs) -> Option<Setting> {
    Setting::of("databases", &args.databases?.to_string())
}

fn info_version(path: &Path) -> Result<Option<Version>, CaseError> {
    let source = Source::open(path)?;
    if !autopsync_text::looks_like_info(source.bytes()) {
        let found = source.kind().to_string();
        let kind = ErrorKind::WrongKind { expected: "an INFO dump", found };
        return Err(CaseError::new(path, kind));
    }
    Ok(autopsync_text::Info::parse(source.bytes()).version())
}

/// A met digest is an answer, whatever failed on the way.
fn exit(answer: &ReplayAnswer, expected: Option<&str>) -> Exit {
    let met = expected.map(|digest| digest.eq_ignore_ascii_case(&answer.digest));
    match met {
        Some(false) => Exit::Bad,
        _ if !answer.damage.is_empty() => Exit::Bad,
        // Errors of a guess are no answer.
        None if answer.position_assumed => Exit::Inconclusive,
        None if answer.certain_errors() > 0 => Exit::Bad,
        None if answer.unknown_count() > 0 => Exit::Inconclusive,
        Some(true) | None => Exit::Good,
    }
}
