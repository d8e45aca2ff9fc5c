//! `autopsync stream`.

use crate::{
    cli::{Format, OriginArgs},
    commands::export::OutputFile,
    error::Error,
    exit::Exit,
    file_offset::{FileOffset, refuse_offsets},
    ui::Ui,
};
use autopsync_case::{
    StreamEvidence,
    node::{RingQuestion, save_backlog, unwrap_ring},
    questions::{
        replay::AofFileAnswer,
        stream::{RowFilter, Summary, rows, summary},
    },
};
use autopsync_model::NextOffset;
use autopsync_report::{
    documents::{replay::AofFileRow, stream as document},
    render::table::stream as table,
};
use clap::Args;
use std::path::PathBuf;

/// Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it.
///
/// A stream may be a capture of a synchronisation, a raw dump, a backlog file, or an append-only file. One that ends
/// inside a command is no error: the last row says where and how many bytes are there. One that begins inside a
/// command is read from the first whole one. An append-only file (its directory, its manifest, or one file) has no
/// replication offsets: its rows tell the file and the byte in it.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync stream capture.bin --stats\n",
    "  autopsync stream appendonlydir --match-key 'user:*'\n",
    "  autopsync stream backlog.bin --replid 6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022 --first-offset 4219\n",
    "  autopsync stream ring.bin --unwrap --master-offset 50000 --save backlog.apsb\n",
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
    /// Leave out the commands of an append-only file before this byte: of the named file, where it has several
    #[arg(long, value_name = "[FILE:]N", help_heading = "Selection")]
    pub from_file_offset: Option<FileOffset>,
    /// Leave out the commands of an append-only file that end behind this byte
    #[arg(long, value_name = "[FILE:]N", help_heading = "Selection")]
    pub to_file_offset: Option<FileOffset>,
    /// Only commands that name a key matching this pattern
    #[arg(long, value_name = "GLOB", help_heading = "Selection")]
    pub match_key: Option<String>,
    /// Only commands that run in this database
    #[arg(long, value_name = "N", help_heading = "Selection")]
    pub db: Option<u32>,
    /// The database selected before the first byte of a raw stream
    #[arg(long, value_name = "N", help_heading = "Evidence")]
    pub start_db: Option<u32>,
    /// Take a file of commands alone for an append-only file, which looks like a stream
    #[arg(long, help_heading = "Evidence")]
    pub aof: bool,
    /// Counts by command and kind instead of rows
    #[arg(long, help_heading = "Output")]
    pub stats: bool,
    /// What the stream does not say of itself.
    #[command(flatten)]
    pub origin: OriginArgs,
    /// A ring taken from memory.
    #[command(flatten)]
    pub ring: RingArgs,
}

/// The ring in which 2.8 to 6.2 keep their backlog, taken from memory or a core dump.
#[derive(Debug, Args)]
#[command(next_help_heading = "Ring buffer")]
pub struct RingArgs {
    /// The file holds the ring of a backlog as it lies in memory (2.8 to 6.2); put it in order
    #[arg(long)]
    pub unwrap: bool,
    /// Byte of the file at which the ring begins
    #[arg(long, value_name = "N", requires = "unwrap", default_value_t = 0)]
    pub ring_at: u64,
    /// Size of the ring; by default it fills the file
    #[arg(long, value_name = "BYTES", requires = "unwrap")]
    pub ring_size: Option<u64>,
    /// Where the next byte would be written; by default found where the chain of commands breaks
    #[arg(long, value_name = "N", requires = "unwrap")]
    pub idx: Option<u64>,
    /// How many bytes are valid; by default the whole ring
    #[arg(long, value_name = "BYTES", requires = "idx")]
    pub histlen: Option<u64>,
    /// The last byte produced (`master_repl_offset`), which places the ring
    #[arg(long, value_name = "OFFSET", requires = "unwrap")]
    pub master_offset: Option<i64>,
    /// A stream that holds some of the same bytes, which places the ring
    #[arg(long, value_name = "STREAM", requires = "unwrap")]
    pub against: Option<PathBuf>,
    /// Write the bytes in order to a backlog file
    #[arg(long, value_name = "FILE", requires = "unwrap")]
    pub save: Option<PathBuf>,
}

/// Opens the stream: as it is, or out of a ring.
fn open(args: &StreamArgs, ui: &mut Ui) -> Result<Vec<StreamEvidence>, Error> {
    let origin = args.origin.origin(args.start_db);
    let ring = &args.ring;
    if !ring.unwrap {
        return Ok(StreamEvidence::open_all(&args.stream, &origin, args.aof)?);
    }
    let question = RingQuestion {
        at: ring.ring_at,
        size: ring.ring_size,
        idx: ring.idx,
        histlen: ring.histlen,
        master_offset: ring.master_offset,
        against: ring.against.clone(),
        origin,
    };
    let (evidence, found) = unwrap_ring(&args.stream, &question)?;
    let first = evidence.stream().first_offset();
    ui.note(&format!("note: {found}; the oldest byte has offset {first}"));
    if let Some(path) = &ring.save {
        let mut file = OutputFile::create(path)?;
        save_backlog(&evidence, &mut file)?;
        file.commit()?;
    }
    Ok(vec![evidence])
}

/// Runs the command.
pub fn run(args: &StreamArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let streams = open(args, ui)?;
    let offsets = [args.from_offset, args.to_offset, args.origin.first_offset];
    refuse_offsets(&streams, offsets.iter().any(Option::is_some))?;
    ui.relative_offsets(&streams.iter().collect::<Vec<_>>());
    let number = |at: &Option<FileOffset>| at.as_ref().map(|at| at.number(&streams)).transpose();
    let filter = RowFilter {
        from: args.from_offset.map(NextOffset::new).or(number(&args.from_file_offset)?),
        to: args
            .to_offset
            .map(|offset| autopsync_model::AppliedOffset::new(offset).next())
            .or(number(&args.to_file_offset)?),
        key: args.match_key.clone().map(String::into_bytes),
        db: args.db,
    };
    if args.stats {
        let summary = summary(&streams, &filter);
        let exit = exit(&summary, &streams);
        ui.document(&stats(&streams, &summary), table::stats)?;
        return Ok(exit);
    }
    let privacy = ui.privacy();
    let mut written = Ok(());
    let mut all = Vec::new();
    let format = ui.row_format();
    if format == Format::Table {
        ui.line(table::HEADINGS)?;
    }
    let (mut file, mut heading): (Option<String>, Option<String>) = (None, None);
    let summary = rows(&streams, &filter, |evidence, row| {
        let row = document::StreamRow::of(&row, evidence, privacy);
        match format {
            Format::Json => all.push(row),
            Format::Ndjson | Format::Csv => written = ui.row(&row),
            Format::Table => {
                let name = evidence.aof().map(|_| evidence.source().name().to_string());
                if name != file {
                    heading = name.as_deref().map(table::file_heading);
                    file = name;
                }
                let lines = heading.take().into_iter().chain([table::row(&row)]);
                written = lines.into_iter().try_for_each(|line| ui.line(&line));
            }
        }
        written.is_ok()
    });
    written?;
    if format == Format::Json {
        ui.document(&document::StreamDocument::new(all), |_, _| String::new())?;
    } else if format == Format::Table && summary.commands == 0 {
        ui.line("no command matches")?;
    }
    Ok(exit(&summary, &streams))
}

/// Of an append-only file only the last file may end inside a command.
fn exit(summary: &Summary, streams: &[StreamEvidence]) -> Exit {
    let refused = summary.cut.is_some_and(|cut| {
        let member = streams.first().and_then(StreamEvidence::aof);
        let place = member.and_then(|member| member.place(cut.at));
        place.is_some_and(|(file, _)| file.saturating_add(1) < streams.len())
    });
    if summary.malformed.is_some() || refused { Exit::Bad } else { Exit::Good }
}

fn stats(streams: &[StreamEvidence], summary: &Summary) -> document::StreamStats {
    let files: Vec<_> =
        streams.iter().filter_map(AofFileAnswer::of).map(|file| AofFileRow::of(&file)).collect();
    let is_stream = files.is_empty();
    let first = streams.first();
    let stream = first.map(StreamEvidence::stream);
    let first_offset = stream.map_or(1, |stream| stream.first_offset().get());
    document::StreamStats {
        schema: "autopsync.stream/1".to_owned(),
        path: first.map_or_else(String::new, |first| first.source().name().to_string()),
        replid: stream.and_then(|stream| stream.origin().replid).map(|id| id.to_string()),
        first_offset: is_stream.then_some(first_offset),
        last_offset: is_stream.then_some(summary.end.applied().get()),
        bytes: streams.iter().map(|one| one.stream().bytes().len() as u64).sum(),
        aof: (!is_stream).then_some(files),
        first_time: summary.times.map(|(first, _)| first),
        last_time: summary.times.map(|(_, last)| last),
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
