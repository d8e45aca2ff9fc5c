//! What a user types: the definitions from which help, man pages and completions are made.

use crate::{commands, exit};
use autopsync_case::questions::ScriptMode;
use autopsync_model::Version;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

/// Offline forensics of Redis and Valkey replication
///
/// Reads what servers leave behind (snapshots, backlogs, captured streams, INFO dumps) and answers what an
/// operator asks at night: would this replica's PSYNC have continued, would its data have been right
/// afterwards, and why not.
#[derive(Debug, Parser)]
#[command(name = "autopsync", version, max_term_width = 100)]
#[command(after_long_help = exit::HELP, arg_required_else_help = true)]
#[command(subcommand_required = true)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub struct Global {
    /// How the answer looks
    ///
    /// A table is for a terminal; JSON is one object; NDJSON is one object a line, where a command has rows.
    #[arg(long, global = true, value_enum)]
    pub format: Option<Format>,
    /// When to use colour
    ///
    /// `auto` means on a terminal, unless the environment sets `NO_COLOR`.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Replace key names and values by stable hashes, so that the output can be shared
    #[arg(long, global = true)]
    pub redact: bool,
    /// Say nothing beside the answer
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more; twice for still more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the answer first, the reason second, the proof third.
    Table,
    /// For programs: one object.
    Json,
    /// For pipes: one object a line.
    Ndjson,
    /// For spreadsheets: a line of headings, then rows. Of `keys` alone.
    Csv,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands, in the order of the documentation. What each is for stands above its arguments.
#[derive(Debug, Subcommand)]
pub enum Command {
    Inspect(commands::inspect::InspectArgs),
    Keys(commands::keys::KeysArgs),
    Dump(commands::dump::DumpArgs),
    Export(commands::export::ExportArgs),
    Stream(commands::stream::StreamArgs),
    Replay(Box<commands::replay::ReplayArgs>),
    Psync(commands::psync::PsyncArgs),
    Offsets(commands::offsets::OffsetsArgs),
    Logs(commands::logs::LogsArgs),
    Rules(commands::rules::RulesArgs),
    Explain(commands::explain::ExplainArgs),
    Collect(commands::collect::CollectArgs),
    Schema(commands::schema::SchemaArgs),
    #[command(hide = true)]
    Generate(commands::generate::GenerateArgs),
}

/// The whole definition: every command's long help ends with the exit codes.
pub fn definition() -> clap::Command {
    Cli::command().mut_subcommands(|command| {
        let help = match command.get_after_long_help() {
            Some(examples) => format!("{examples}\n\n{}", exit::HELP),
            None => exit::HELP.to_owned(),
        };
        command.after_long_help(help)
    })
}

impl Cli {
    /// Reads the arguments of the process.
    pub fn read() -> Result<Self, clap::Error> {
        Self::from_arg_matches(&definition().try_get_matches()?)
    }
}

/// What a raw stream does not say of itself.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Evidence")]
pub struct OriginArgs {
    /// Replication id of a raw stream
    #[arg(long, value_name = "REPLID")]
    pub replid: Option<autopsync_model::ReplId>,
    /// Offset of the first byte of a raw stream
    #[arg(long, value_name = "OFFSET", allow_negative_numbers = true)]
    pub first_offset: Option<i64>,
}

impl OriginArgs {
    /// The options as the origin that they tell, with the database selected before the first byte.
    pub fn origin(&self, db: Option<u32>) -> autopsync_stream::Origin {
        autopsync_stream::Origin {
            replid: self.replid,
            first_offset: self.first_offset.map(autopsync_model::NextOffset::new),
            db,
        }
    }
}

/// How scripts reach a replica (`lua-replicate-commands` of 5.0 to 6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScriptModeArg {
    /// As the stream shows: a master that replicates effects sends no script.
    Auto,
    /// As scripts.
    Verbatim,
    /// As what they did.
    Effects,
}

impl From<ScriptModeArg> for ScriptMode {
    fn from(mode: ScriptModeArg) -> Self {
        match mode {
            ScriptModeArg::Auto => Self::FromStream,
            ScriptModeArg::Verbatim => Self::Verbatim,
            ScriptModeArg::Effects => Self::Effects,
        }
    }
}

/// Parses a version as people write it.
pub fn version(text: &str) -> Result<Version, String> {
    text.parse().map_err(|error: autopsync_model::ParseVersionError| error.to_string())
}
