//! `autopsync logs`.

use crate::{cli::Format, error::Error, exit::Exit, ui::Ui};
use autopsync_case::{
    CaseError, ErrorKind,
    questions::logs::{self, Follower, LogRow, LogSelection, LogsSummary, NodePattern, Zone},
};
use autopsync_model::escape_control;
use autopsync_report::{
    documents::logs::{LogRow as Row, Logs, notes},
    render::{ndjson::LogRows, table::logs as table},
};
use autopsync_text::log::LogTime;
use clap::Args;
use std::{io, ops::ControlFlow, path::PathBuf, time::Duration};

/// How long a log that does not grow is left alone.
const PAUSE: Duration = Duration::from_millis(200);

/// Tells the replication story in the logs of many nodes, in one timeline.
///
/// Lines of Redis 2.4 to 8, Valkey, `KeyDB` and Sentinel, as servers write them or wrapped by docker, Kubernetes, journald,
/// syslog, JSON shippers and people. A directory is a case: each directory in it is a node, named by it. Files are merged
/// by time; inside a file its own order stays.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync logs master.log replica.log\n",
    "  autopsync logs case/ --since '2020-04-21 11:16' --event 'partial-*' --event full-resync\n",
    "  kubectl logs -f redis-0 | autopsync logs - --follow\n",
    "  autopsync logs pasted.txt --node-from '^(?<node>[a-z]+[0-9]) '"
))]
pub struct LogsArgs {
    /// Logs, or directories of them (`-` is standard input)
    #[arg(value_name = "LOG", required = true)]
    pub logs: Vec<PathBuf>,
    /// Only lines from this moment on: `2020-04-21`, `2020-04-21T11:16:38`, with or without a zone
    #[arg(long, value_name = "TIME", value_parser = moment, help_heading = "Selection")]
    pub since: Option<LogTime>,
    /// Only lines up to this moment
    #[arg(long, value_name = "TIME", value_parser = moment, help_heading = "Selection")]
    pub until: Option<LogTime>,
    /// Only events whose name matches this pattern; may be repeated
    #[arg(long = "event", value_name = "GLOB", help_heading = "Selection")]
    pub events: Vec<String>,
    /// Only nodes whose name matches this pattern; may be repeated
    #[arg(long = "node", value_name = "GLOB", help_heading = "Selection")]
    pub nodes: Vec<String>,
    /// Also lines whose message is not known, or is of no use for the story
    #[arg(long, help_heading = "Selection")]
    pub all: bool,
    /// What in a line names its node: the group `node` of this expression, or else the first
    #[arg(long, value_name = "REGEX", help_heading = "Evidence")]
    pub node_from: Option<NodePattern>,
    /// The year of the first line, for logs that print none
    #[arg(long, value_name = "YEAR", help_heading = "Evidence")]
    #[arg(value_parser = clap::value_parser!(u16).range(1970..=9998))]
    pub year: Option<u16>,
    /// The zone of a node's clock, or of all: `+02:00`, `NODE=-05:00`, `NODE=Z`; may be repeated
    #[arg(long = "zone", value_name = "[NODE=]ZONE", value_parser = zone, help_heading = "Evidence")]
    #[arg(allow_hyphen_values = true)]
    pub zones: Vec<Zone>,
    /// Keep reading as the logs grow, through rotations
    #[arg(short, long, help_heading = "Output")]
    pub follow: bool,
}

/// Parses a moment as people write it.
fn moment(text: &str) -> Result<LogTime, String> {
    LogTime::parse(text)
        .ok_or_else(|| "expected a moment such as 2020-04-21T11:16:38 or 2020-04-21".to_owned())
}

/// Parses a zone, perhaps with a node in front.
fn zone(text: &str) -> Result<Zone, String> {
    let (node, zone) = match text.rsplit_once('=') {
        Some((node, zone)) => (Some(node.to_owned()), zone),
        None => (None, text),
    };
    LogTime::parse(&format!("2000-01-01T00:00:00{zone}"))
        .and_then(|time| time.zone_minutes())
        .map(|minutes_east| Zone { node, minutes_east })
        .ok_or_else(|| "expected a zone such as +02:00 or Z".to_owned())
}

impl LogsArgs {
    fn selection(&self) -> LogSelection {
        LogSelection {
            since: self.since,
            until: self.until,
            events: self.events.clone(),
            nodes: self.nodes.clone(),
            node_from: self.node_from.clone(),
            all: self.all,
            year: self.year,
            zones: self.zones.clone(),
        }
    }
}

/// Runs the command.
pub fn run(args: &LogsArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let selection = args.selection();
    if let Some(glob) = selection.pattern_without_event() {
        return Err(Error::usage(
            format!("no event is named like {glob}"),
            "`autopsync explain --messages` lists them",
        ));
    }
    if args.follow {
        return follow(args, selection, ui);
    }
    let files = logs::open(&args.logs)?;
    let mut out = Rows::new(ui)?;
    let mut written = Ok(());
    let summary = logs::walk(&files, &selection, |row| {
        written = out.row(row);
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    written?;
    if let Some(file) = summary.files.iter().find(|file| !file.is_log) {
        let kind = ErrorKind::WrongKind {
            expected: "a server log",
            found: "something unknown".to_owned(),
        };
        return Err(CaseError::new(file.file.to_string(), kind).into());
    }
    out.finish(&summary)?;
    let damages = files.iter().filter_map(|file| Some((file, file.source.damage()?)));
    let mut exit = Exit::Good;
    for (file, damage) in damages {
        let text = format!("damage: {}: {damage}", file.source.name());
        ui.error(&escape_control(&text));
        exit = Exit::Bad;
    }
    Ok(exit)
}

/// Reads until nobody listens any more, or until standard input ends.
fn follow(args: &LogsArgs, selection: LogSelection, ui: &mut Ui) -> Result<Exit, Error> {
    if ui.row_format() == Format::Json {
        return Err(Error::usage(
            "a document has an end, and --follow has none",
            "--format ndjson gives a row a line",
        ));
    }
    let mut follower = Follower::open(&args.logs, selection)?;
    let mut out = Rows::new(ui)?;
    loop {
        let mut written = Ok(());
        let more = follower.poll(|row| {
            written = out.row(row);
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        written?;
        out.ui.finish()?;
        match more {
            None => return Ok(Exit::Good),
            Some(true) => {}
            Some(false) => std::thread::sleep(PAUSE),
        }
    }
}

/// The answer as it is written.
struct Rows<'a> {
    ui: &'a mut Ui,
    format: Format,
    ndjson: LogRows,
    all: Vec<Row<'static>>,
}

impl<'a> Rows<'a> {
    fn new(ui: &'a mut Ui) -> io::Result<Self> {
        let format = ui.row_format();
        if format == Format::Table {
            ui.line(table::HEADINGS)?;
        }
        Ok(Self { ui, format, ndjson: LogRows::default(), all: Vec::new() })
    }

    fn row(&mut self, row: &LogRow<'_, '_>) -> io::Result<()> {
        let row = Row::of(row, self.ui.privacy());
        match self.format {
            Format::Table => {
                let line = table::row(&row, self.ui.style());
                self.ui.line(&line)
            }
            Format::Ndjson | Format::Csv => self.ui.row_with(|out| self.ndjson.add(out, &row)),
            Format::Json => {
                self.all.push(row.into_owned());
                Ok(())
            }
        }
    }

    fn finish(self, summary: &LogsSummary) -> io::Result<()> {
        match self.format {
            Format::Json => self.ui.document(&Logs::new(self.all, summary), |_, _| String::new()),
            format => {
                for note in notes(summary) {
                    self.ui.note(&format!("note: {}", escape_control(&note)));
                }
                if format == Format::Table && summary.rows == 0 {
                    self.ui.line("no line matches")?;
                }
                Ok(())
            }
        }
    }
}
