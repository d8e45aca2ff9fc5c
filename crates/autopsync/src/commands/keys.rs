//! `autopsync keys`.

use crate::{cli::Format, error::Error, exit::Exit, ui::Ui};
use autopsync_case::questions::keys::{self, KeyRow, KeySelection, KeysSummary, OrderBy};
use autopsync_report::{
    documents::{
        keys::{GroupRow, KeyRow as Row, Keys},
        salvage::{DamageRow, ResumedRow, UnreadRow},
    },
    render::table::keys as table,
};
use clap::{Args, ValueEnum};
use std::{io, ops::ControlFlow, path::PathBuf};

/// Lists the keys of a snapshot, one row a key, in the order of the file.
///
/// Type, encoding, elements, bytes in the file, an estimate of the memory that the key takes in a server, and the time to
/// live that it had when the snapshot was written. Values are not decoded. With --top the largest keys, with --group-by
/// one row a prefix.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync keys dump.rdb --top 20 --by memory\n",
    "  autopsync keys dump.rdb --match 'session:*' --format csv > sessions.csv\n",
    "  autopsync keys dump.rdb --group-by :\n",
    "  autopsync keys damaged.rdb --salvage"
))]
pub struct KeysArgs {
    /// The snapshot, or what holds one: an append-only file, a captured synchronisation, a DUMP payload (`-` is
    /// standard input)
    #[arg(value_name = "SNAPSHOT")]
    pub snapshot: PathBuf,
    /// What is selected.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Also keys that can be found behind damage, the head's included, and a column that says so
    #[arg(long, help_heading = "Selection")]
    pub salvage: bool,
    /// Only the largest keys, largest first
    #[arg(long, value_name = "N", help_heading = "Selection")]
    pub top: Option<usize>,
    /// What makes a key large
    #[arg(long, value_enum, default_value_t = By::Bytes, requires = "top", help_heading = "Selection")]
    pub by: By,
    /// One row for all keys with the same beginning, up to the first of these delimiters
    #[arg(long, value_name = "DELIMITER", conflicts_with = "top", help_heading = "Output")]
    pub group_by: Option<String>,
}

/// Which keys of a snapshot are wanted.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Selection")]
pub struct SelectionArgs {
    /// Only keys whose name matches this pattern
    #[arg(long = "match", value_name = "GLOB")]
    pub name: Option<String>,
    /// Only keys of this type
    #[arg(long = "type", value_name = "TYPE")]
    #[arg(value_parser = ["string", "list", "set", "zset", "hash", "stream", "module", "array", "cron"])]
    pub kind: Option<String>,
    /// Only keys of this database
    #[arg(long, value_name = "N")]
    pub db: Option<u64>,
}

impl SelectionArgs {
    /// The options as the selection that they make.
    pub fn selection(&self) -> KeySelection {
        KeySelection {
            name: self.name.clone().map(String::into_bytes),
            kind: self.kind.clone(),
            db: self.db,
            salvage: false,
        }
    }
}

/// What makes a key large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Its bytes in the file.
    Bytes,
    /// Its elements.
    Elements,
    /// Its estimated memory.
    Memory,
    /// How late it expires.
    Ttl,
}

impl From<By> for OrderBy {
    fn from(by: By) -> Self {
        match by {
            By::Bytes => Self::Bytes,
            By::Elements => Self::Elements,
            By::Memory => Self::Memory,
            By::Ttl => Self::Ttl,
        }
    }
}

/// Runs the command.
pub fn run(args: &KeysArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let source = super::inspect::open(&args.snapshot, args.salvage)?;
    let selection = KeySelection { salvage: args.salvage, ..args.selection.selection() };
    let mut out = Rows { format: ui.row_format(), ui, keys: Vec::new(), groups: Vec::new() };
    let summary = if let Some(delimiter) = &args.group_by {
        let (groups, summary) = keys::groups(&source, &selection, delimiter.as_bytes())?;
        out.groups(&groups)?;
        summary
    } else if let Some(most) = args.top {
        let (top, summary) = keys::top(&source, &selection, args.by.into(), most)?;
        out.headings()?;
        for key in &top {
            out.key(&key.row(), summary.ctime)?;
        }
        summary
    } else {
        out.headings()?;
        let ctime = autopsync_case::node::SnapshotHead::read(source.bytes())
            .ok()
            .and_then(|head| head.ctime);
        let mut written = Ok(());
        let summary = keys::walk(&source, &selection, |row| {
            written = out.key(row, ctime);
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        written?;
        summary
    };
    out.finish(&summary)?;
    Ok(if summary.damage.is_empty() { Exit::Good } else { Exit::Bad })
}

/// The answer as it is written.
struct Rows<'a> {
    ui: &'a mut Ui,
    format: Format,
    keys: Vec<Row>,
    groups: Vec<GroupRow>,
}

impl Rows<'_> {
    fn headings(&mut self) -> io::Result<()> {
        match self.format {
            Format::Table => self.ui.line(table::HEADINGS),
            Format::Csv => self.ui.csv_headings::<Row>(),
            Format::Json | Format::Ndjson => Ok(()),
        }
    }

    fn key(&mut self, row: &KeyRow<'_>, ctime: Option<i64>) -> io::Result<()> {
        let row = Row::of(row, ctime, self.ui.privacy());
        match self.format {
            Format::Table => self.ui.line(&table::row(&row)),
            Format::Csv => self.ui.csv_row(&row),
            Format::Ndjson => self.ui.row(&row),
            Format::Json => {
                self.keys.push(row);
                Ok(())
            }
        }
    }

    fn groups(
        &mut self,
        groups: &std::collections::BTreeMap<Vec<u8>, keys::Group>,
    ) -> io::Result<()> {
        let mut rows: Vec<_> = groups
            .iter()
            .map(|(prefix, group)| GroupRow::of(prefix, group, self.ui.privacy()))
            .collect();
        rows.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.prefix.cmp(&b.prefix)));
        match self.format {
            Format::Table => self.ui.line(table::GROUP_HEADINGS)?,
            Format::Csv => self.ui.csv_headings::<GroupRow>()?,
            Format::Json | Format::Ndjson => {}
        }
        for row in &rows {
            match self.format {
                Format::Table => self.ui.line(&table::group(row))?,
                Format::Csv => self.ui.csv_row(row)?,
                Format::Ndjson => self.ui.row(row)?,
                Format::Json => {}
            }
        }
        self.groups = rows;
        Ok(())
    }

    fn finish(self, summary: &KeysSummary) -> io::Result<()> {
        for damage in &summary.damage {
            self.ui.error(&format!(
                "damage: {}",
                autopsync_model::escape_control(&damage.to_string())
            ));
        }
        for unread in &summary.unread {
            let key = unread
                .key
                .as_ref()
                .map_or_else(String::new, |(_, key)| format!(" {}", self.ui.privacy().show(key)));
            self.ui.error(&format!(
                "not read:{key} at byte {}: {}",
                unread.at,
                autopsync_model::escape_control(&unread.damage.message)
            ));
        }
        for resumed in &summary.resumed {
            let row = ResumedRow::of(resumed);
            self.ui.error(&format!(
                "resumed: at byte {}, {} bytes given up: {}",
                row.at,
                row.skipped_bytes,
                row.explained()
            ));
        }
        match self.format {
            Format::Json => {
                let doc = Keys {
                    schema: "autopsync.keys/1".to_owned(),
                    rows: self.keys,
                    groups: self.groups,
                    keys: summary.keys,
                    selected: summary.selected,
                    damage: summary.damage.iter().map(DamageRow::of).collect(),
                    unread: summary
                        .unread
                        .iter()
                        .map(|unread| UnreadRow::of(unread, self.ui.privacy()))
                        .collect(),
                    resumed: summary.resumed.iter().map(ResumedRow::of).collect(),
                };
                self.ui.document(&doc, |_, _| String::new())
            }
            Format::Table if summary.selected == 0 => self.ui.line("no key matches"),
            _ => Ok(()),
        }
    }
}
