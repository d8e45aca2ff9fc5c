//! `autopsync export`.

mod output;
mod write;

use crate::{commands::keys::SelectionArgs, error::Error, exit::Exit, ui::Ui};
use autopsync_case::{
    Source,
    questions::export::{ExportError, ExportSummary, TargetChoice, target_for},
};
use autopsync_model::{Product, Version};
use autopsync_rdb::write::{Feature, Target};
use autopsync_report::{documents::export as documents, render::table};
use clap::{Args, ValueEnum};
pub use output::OutputFile;
use std::path::PathBuf;

/// Writes a snapshot, or a part of it, in another form.
///
/// `rdb` is a snapshot for a server of one's choice; `resp` are the commands that rebuild the data set, which an empty
/// server loads as an append-only file; `json` is one object, `ndjson` an object a key, `csv` a row an element. What the
/// target cannot hold is an error that names the key, unless --drop-unsupported leaves it out and counts it.
///
/// `json` holds the keys, functions, scripts, AUX fields and what modules keep outside of keys; it has no place for
/// migrations of slots and for commands inside of a snapshot (Valkey 9). `ndjson` and `csv` are keys alone. `resp` has
/// neither AUX fields nor idle times and frequencies of access nor the times of stream consumers, as a server's own
/// append-only file, and refuses what modules keep outside of keys. No form holds hints at sizes, and entries that were
/// deleted from streams; hashes have the names of their template's fields. Everything else that a form leaves out is named
/// and counted on standard error, and in the summary.
///
/// Memory does not grow with the snapshot, nor with the longest string that stands in it uncompressed. A compressed one, or
/// a packed value, takes as much as it has unpacked, 512 MiB at most; values that `resp` writes as RESTORE (modules,
/// arrays, some streams) as much as the payload.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync export dump.rdb --to json | jq '.keys[] | select(.type == \"hash\")'\n",
    "  autopsync export dump.rdb --to rdb --target redis-6.2 --drop-unsupported --output old.rdb\n",
    "  autopsync export dump.rdb --to rdb --match 'user:*' --db 0 --output users.rdb\n",
    "  autopsync export dump.rdb --to resp | redis-cli --pipe\n",
    "  autopsync export appendonlydir --to csv > elements.csv"
))]
pub struct ExportArgs {
    /// The snapshot, or what holds one: an append-only file, a captured synchronisation, a DUMP payload (`-` is
    /// standard input)
    #[arg(value_name = "SNAPSHOT")]
    pub snapshot: PathBuf,
    /// The form
    #[arg(long, value_enum, value_name = "FORM", help_heading = "Output")]
    pub to: Form,
    /// The file to write. Standard output then tells what was counted
    ///
    /// It appears under its name once it is complete.
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// What is selected.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Who is to read it.
    #[command(flatten)]
    pub target: TargetArgs,
    /// Write the replication identity, too (`rdb`): a server that loads it tries to continue from there
    #[arg(long, help_heading = "Output")]
    pub keep_replication: bool,
}

/// Who is to read what is written (`rdb` and `resp`). Without any of these, whoever wrote the snapshot.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub struct TargetArgs {
    /// The server that is to load it, such as `redis-7.2` or `valkey-8.1`
    #[arg(long, value_name = "VERSION", value_parser = crate::cli::version)]
    #[arg(conflicts_with_all = ["rdb_version", "product"])]
    pub target: Option<Version>,
    /// The version of the format, 1 to 13 of Redis or 80 of Valkey
    #[arg(long, value_name = "N")]
    pub rdb_version: Option<u16>,
    /// Whose format; by default the product that has the version
    #[arg(long, value_enum)]
    pub product: Option<ProductArg>,
    /// Leave out what the target cannot hold, and count it
    #[arg(long)]
    pub drop_unsupported: bool,
}

/// A product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProductArg {
    /// Redis.
    Redis,
    /// Valkey.
    Valkey,
}

/// A form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A snapshot.
    Rdb,
    /// Commands: an append-only file.
    Resp,
    /// One object.
    Json,
    /// An object a key, one a line.
    Ndjson,
    /// A row an element.
    Csv,
}

impl Form {
    /// The word in a document.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Rdb => "rdb",
            Self::Resp => "resp",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
        }
    }

    /// Tells whether servers read it.
    pub const fn is_for_servers(self) -> bool {
        matches!(self, Self::Rdb | Self::Resp)
    }
}

impl TargetArgs {
    /// The options as the choice that they make.
    pub fn choice(&self) -> TargetChoice {
        match (self.target, self.product, self.rdb_version) {
            (Some(server), ..) => TargetChoice::Server(server),
            (None, None, None) => TargetChoice::AsSource,
            (None, Some(ProductArg::Redis), version) => {
                TargetChoice::Format(Product::Redis, version)
            }
            (None, Some(ProductArg::Valkey), version) => {
                TargetChoice::Format(Product::Valkey, version)
            }
            (None, None, Some(version)) => {
                let product = if version >= 80 { Product::Valkey } else { Product::Redis };
                TargetChoice::Format(product, Some(version))
            }
        }
    }

    /// Finds the target for a source.
    pub fn target(&self, source: &Source) -> Result<Target, Error> {
        target_for(self.choice(), source)?.map_err(|error| no_target(&error))
    }
}

/// A format that nobody reads is a wrong question.
pub fn no_target(error: &autopsync_rdb::write::WriteError) -> Error {
    Error::usage(error.to_string(), "name a server instead: --target redis-7.2")
}

/// Names a target for people.
pub fn target_name(target: &Target) -> String {
    let format = format!("{} version {}", target.header().dialect.magic(), target.version());
    match target.server() {
        Some(server) if server.is_valkey() => format!("{server} ({format})"),
        Some(server) => format!("redis-{server} ({format})"),
        None if target.is_keydb() => format!("keydb ({format})"),
        None => format,
    }
}

/// Runs the command.
pub fn run(args: &ExportArgs, ui: &mut Ui) -> Result<Exit, Error> {
    check(args, ui)?;
    let source = Source::open_snapshot(&args.snapshot)?;
    let target = args.to.is_for_servers().then(|| args.target.target(&source)).transpose()?;
    let (summary, output) = match &args.output {
        None => {
            let privacy = ui.privacy();
            (write::write(args, &source, target, privacy, ui.data())?, None)
        }
        Some(path) => {
            let mut file = OutputFile::create(path)?;
            let summary = write::write(args, &source, target, ui.privacy(), &mut file)?;
            let bytes = file.commit()?;
            (summary, Some(documents::Output { path: path.display().to_string(), bytes }))
        }
    };
    tell(&summary, ui);
    if output.is_some() {
        let path = source.path().display().to_string();
        let target = target.as_ref().map(target_name);
        let doc = documents::Export::of(&path, args.to.id(), target, output, &summary);
        ui.document(&doc, table::export::render)?;
    }
    Ok(if summary.damage.is_empty() { Exit::Good } else { Exit::Bad })
}

fn check(args: &ExportArgs, ui: &Ui) -> Result<(), Error> {
    let wrong = |option: &str, forms: &str| {
        let message = format!("{option} has no meaning for `--to {}`", args.to.id());
        Err(Error::usage(message, format!("it goes with {forms}")))
    };
    if ui.privacy() == autopsync_report::Privacy::Redacted && args.to.is_for_servers() {
        return wrong("--redact", "`--to json`, `ndjson` and `csv`");
    }
    if args.target.choice() != TargetChoice::AsSource && !args.to.is_for_servers() {
        return wrong("a target", "`--to rdb` and `--to resp`");
    }
    if args.target.drop_unsupported && !args.to.is_for_servers() {
        return wrong("--drop-unsupported", "`--to rdb` and `--to resp`");
    }
    if args.keep_replication && args.to != Form::Rdb {
        return wrong("--keep-replication", "`--to rdb`");
    }
    Ok(())
}

/// Tells beside the answer what is wrong and what is missing.
fn tell(summary: &ExportSummary, ui: &mut Ui) {
    for damage in &summary.damage {
        ui.error(&format!("damage: {}", autopsync_model::escape_control(&damage.to_string())));
    }
    for (feature, count) in &summary.losses {
        let line = format!("dropped: {feature} ({count} times)");
        // Facts about the file, which every file has: they are for people, and `inspect` tells them.
        if *feature == Feature::Aux { ui.note(&line) } else { ui.error(&line) }
    }
    if summary.dropped > 0 {
        ui.error(&format!("dropped: {} keys, which the target cannot hold", summary.dropped));
    }
    if summary.commands_behind > 0 {
        let bytes = summary.commands_behind;
        ui.error(&format!(
            "note: {bytes} bytes of commands follow the snapshot and are not part of this; `autopsync replay --stream` applies them"
        ));
    }
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Case(error) => Self::Case(error),
            ExportError::Output(error) => Self::Output(error),
            ExportError::Unsupported { message, .. } => Self::Refused {
                message,
                hint: Some("--drop-unsupported leaves it out and counts it".to_owned()),
            },
            ExportError::Write(error) => Self::Refused { message: error.to_string(), hint: None },
        }
    }
}
