//! Each form of an export.

use super::{ExportArgs, Form};
use crate::error::Error;
use autopsync_case::{
    Source,
    questions::export::{
        self, ExportError, ExportSummary, Rebuilder, Record, SnapshotExport, walk,
    },
};
use autopsync_rdb::write::Target;
use autopsync_report::{
    Privacy,
    documents::export::{Beside, Summary},
    render::export::{
        Crew, CsvKeys, CsvPart, Envelope, JsonKeys, JsonPart, KeyWriter, PartWriter, Resp,
    },
};
use serde_json::json;
use std::{io::Write, ops::ControlFlow};

const ON: ControlFlow<()> = ControlFlow::Continue(());

/// Writes the export, and tells what was counted.
pub fn write<W: Write>(
    args: &ExportArgs,
    source: &Source,
    target: Option<Target>,
    privacy: Privacy,
    out: W,
) -> Result<ExportSummary, Error> {
    Ok(match (args.to, target) {
        (Form::Rdb, Some(target)) => {
            let how = SnapshotExport {
                target,
                dropping: args.target.drop_unsupported,
                replication: args.keep_replication,
            };
            export::to_snapshot(source, &args.selection.selection(), how, out)?
        }
        (Form::Resp, Some(target)) => resp(args, source, target, out)?,
        (Form::Csv, _) => csv(args, source, privacy, out)?,
        _ => json(args, source, privacy, out)?,
    })
}

fn resp<W: Write>(
    args: &ExportArgs,
    source: &Source,
    target: Target,
    out: W,
) -> Result<ExportSummary, ExportError> {
    let header = export::header(source)?;
    let dropping = args.target.drop_unsupported;
    let passed = |part: &[u8]| source.give_back(part);
    let mut commands = Rebuilder::new(Resp::new(out).telling(&passed), header, target, dropping);
    let selection = args.selection.selection();
    let watch = source.watch();
    let mut summary = walk(source, &watch, &selection, |record, summary| {
        match commands.record(&record) {
            Ok(true) => {}
            Ok(false) => summary.dropped += u64::from(matches!(record, Record::Key { .. })),
            Err(ExportError::Write(error)) => match error.kind() {
                autopsync_rdb::write::WriteErrorKind::Source(damage) => {
                    summary.damage.push(damage.to_damage());
                }
                _ => return Err(ExportError::Write(error)),
            },
            Err(error) => return Err(error),
        }
        Ok(ON)
    })?;
    for (feature, count) in commands.losses() {
        summary.lose(feature, count);
    }
    commands.into_sink().finish()?;
    Ok(summary)
}

fn csv<W: Write>(
    args: &ExportArgs,
    source: &Source,
    privacy: Privacy,
    out: W,
) -> Result<ExportSummary, ExportError> {
    // A file that is no snapshot leaves nothing in the output.
    export::header(source)?;
    let passed = |part: &[u8]| source.give_back(part);
    let mut rows = CsvKeys::new(out, privacy).telling(&passed);
    let part = || CsvPart::new(privacy);
    let summary = by_crew(args, source, &mut rows, part, |record, summary| {
        summary.leave_out(record);
    })?;
    rows.finish()?;
    Ok(summary)
}

fn json<W: Write>(
    args: &ExportArgs,
    source: &Source,
    privacy: Privacy,
    out: W,
) -> Result<ExportSummary, ExportError> {
    let envelope = if args.to == Form::Json { Envelope::Document } else { Envelope::Lines };
    let head = json!({
        "schema": "autopsync.export/1",
        "path": source.path().display().to_string(),
        "to": args.to.id(),
        "target": null,
    });
    // A file that is no snapshot leaves nothing in the output.
    export::header(source)?;
    let passed = |part: &[u8]| source.give_back(part);
    let mut keys = JsonKeys::new(out, envelope, &head, privacy)?.telling(&passed);
    let mut beside = Beside::wanted();
    let part = || JsonPart::new(envelope, privacy);
    let summary = by_crew(args, source, &mut keys, part, |record, summary| {
        if envelope == Envelope::Lines {
            return summary.leave_out(record);
        }
        match beside.take(record, privacy) {
            Ok(true) => {}
            Ok(false) => summary.leave_out(record),
            Err(error) => summary.damage.push(error.to_damage()),
        }
    })?;
    keys.finish(&beside, &Summary::of(&summary))?;
    Ok(summary)
}

/// Writes the keys with several threads, and hands every other record to `beside`.
fn by_crew<P: PartWriter>(
    args: &ExportArgs,
    source: &Source,
    out: &mut impl KeyWriter,
    part: impl Fn() -> P,
    mut beside: impl FnMut(&Record<'_, '_>, &mut ExportSummary),
) -> Result<ExportSummary, ExportError> {
    let watch = source.watch();
    std::thread::scope(|scope| {
        let mut crew = Crew::new(scope, threads(), part);
        let mut summary = walk(source, &watch, &args.selection.selection(), |record, summary| {
            match record {
                Record::Key { entry, name } => crew.key(entry, name, out, &mut summary.damage)?,
                record => beside(&record, summary),
            }
            Ok::<_, ExportError>(ON)
        })?;
        crew.finish(out, &mut summary.damage)?;
        summary.sort_damage();
        Ok(summary)
    })
}

/// How many threads write: the machine's, and not more than are of use beside the one that reads.
fn threads() -> usize {
    const MOST: usize = 8;
    std::thread::available_parallelism().map_or(1, |n| n.get().min(MOST))
}
