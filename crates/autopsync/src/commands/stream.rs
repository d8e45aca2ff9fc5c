//! `autopsync stream`.

use crate::{
    cli::{Format, OriginArgs},
    error::Error,
    exit::Exit,
    ui::Ui,
};
use autopsync_case::{
    Source, StreamEvidence,
    questions::stream::{RowFilter, Summary, rows, summary},
};
use autopsync_model::NextOffset;
use autopsync_report::{documents::stream as document, render::table::stream as table};
use clap::Args;
use std::path::PathBuf;

/// Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it.
///
/// A stream may be a capture of a synchronisation, a raw dump, a backlog file, or an append-only file. One that ends
/// inside a command is no error: the last row says where and how many bytes are there. One that begins inside a
/// command is read from the first whole one.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync stream capture.bin --stats\n",
    "  autopsync stream backlog.bin --replid 6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022 --first-offset 4219\n",
    "  autopsync stream capture.bin --match-key 'user:*' --from-offset 4000 --format ndjson | jq .command"
))]
pub struct StreamArgs {
    /// The stream (`-` is standard input)
    #[arg(value_name = "STREAM")]
    pub stream: PathBuf,
    /// Leave out the commands before this offset
    #[arg(long, value_name = "OFFSET", help_heading = "Selection", allow_negative_numbers = true)]
    pub from_offset: Option<i64>,
    /// Leave out the commands that end behind this offset
    #[arg(long, value_name = "OFFSET", help_heading = "Selection", allow_negative_numbers = true)]
    pub to_offset: Option<i64>,
    /// Only commands that name a key matching this pattern
    #[arg(long, value_name = "GLOB", help_heading = "Selection")]
    pub match_key: Option<String>,
    /// Only commands that run in this database
    #[arg(long, value_name = "N", help_heading = "Selection")]
    pub db: Option<u32>,
    /// The database selected before the first byte of a raw stream
    #[arg(long, value_name = "N", help_heading = "Evidence")]
    pub start_db: Option<u32>,
    /// Counts by command and kind instead of rows
    #[arg(long, help_heading = "Output")]
    pub stats: bool,
    /// What the stream does not say of itself.
    #[command(flatten)]
    pub origin: OriginArgs,
}

/// Runs the command.
pub fn run(args: &StreamArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let source = Source::open(&args.stream)?;
    let evidence = StreamEvidence::open(source, &args.origin.origin(args.start_db))?;
    ui.relative_offsets(&[&evidence]);
    let filter = RowFilter {
        from: args.from_offset.map(NextOffset::new),
        to: args.to_offset.map(|offset| autopsync_model::AppliedOffset::new(offset).next()),
        key: args.match_key.clone().map(String::into_bytes),
        db: args.db,
    };
    if args.stats {
        let summary = summary(&evidence, &filter);
        let exit = exit(&summary);
        ui.document(&stats(&evidence, &summary), table::stats)?;
        return Ok(exit);
    }
    let privacy = ui.privacy();
    let mut written = Ok(());
    let mut all = Vec::new();
    let format = ui.row_format();
    if format == Format::Table {
        ui.line(table::HEADINGS)?;
    }
    let summary = rows(&evidence, &filter, |row| {
        let row = document::StreamRow::of(&row, privacy);
        match format {
            Format::Json => all.push(row),
            Format::Ndjson | Format::Csv => written = ui.row(&row),
            Format::Table => written = ui.line(&table::row(&row)),
        }
        written.is_ok()
    });
    written?;
    if format == Format::Json {
        ui.document(&document::StreamDocument::new(all), |_, _| String::new())?;
    } else if format == Format::Table && summary.commands == 0 {
        ui.line("no command matches")?;
    }
    Ok(exit(&summary))
}

fn exit(summary: &Summary) -> Exit {
    if summary.malformed.is_some() { Exit::Bad } else { Exit::Good }
}

fn stats(evidence: &StreamEvidence, summary: &Summary) -> document::StreamStats {
    let stream = evidence.stream();
    document::StreamStats {
        schema: "autopsync.stream/1".to_owned(),
        path: evidence.source().name().to_string(),
        replid: stream.origin().replid.map(|id| id.to_string()),
        first_offset: stream.first_offset().get(),
        last_offset: summary.end.applied().get(),
        commands: summary.commands,
        transactions: summary.transactions,
        by_command: counts(&summary.by_command),
        by_kind: counts(&summary.by_kind),
        skipped_bytes: summary.skipped_bytes,
        pending_bytes: summary.cut.map_or(0, |cut| cut.pending_bytes),
    }
}

fn counts(counts: &std::collections::BTreeMap<String, (u64, u64)>) -> Vec<document::Count> {
    let mut rows: Vec<_> = counts
        .iter()
        .map(|(name, (count, bytes))| document::Count {
            name: name.clone(),
            count: *count,
            bytes: *bytes,
        })
        .collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    rows
}
