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
    documents::export::Summary,
    render::export::{Crew, CsvKeys, CsvPart, Envelope, JsonKeys, JsonPart, Resp},
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
    let mut commands = Rebuilder::new(Resp::new(out), header, target, dropping);
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
    let mut rows = CsvKeys::new(out, privacy);
    let watch = source.watch();
    let summary = std::thread::scope(|scope| {
        let mut crew = Crew::new(scope, threads(), || CsvPart::new(privacy));
        let mut summary = walk(source, &watch, &args.selection.selection(), |record, summary| {
            if let Record::Key { entry, name } = record {
                crew.key(entry, name, &mut rows, &mut summary.damage)?;
            }
            Ok::<_, ExportError>(ON)
        })?;
        crew.finish(&mut rows, &mut summary.damage)?;
        summary.sort_damage();
        Ok::<_, ExportError>(summary)
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
    let mut keys = JsonKeys::new(out, envelope, &head, privacy)?;
    let (mut functions, mut scripts) = (Vec::new(), Vec::new());
    let watch = source.watch();
    let summary = std::thread::scope(|scope| {
        let mut crew = Crew::new(scope, threads(), || JsonPart::new(envelope, privacy));
        let mut summary = walk(source, &watch, &args.selection.selection(), |record, summary| {
            match record {
                Record::Key { entry, name } => {
                    crew.key(entry, name, &mut keys, &mut summary.damage)?;
                }
                Record::Function(function) => match function.code.to_cow() {
                    Ok(code) => functions.push(privacy.show(&code)),
                    Err(error) => summary.damage.push(error.to_damage()),
                },
                Record::Script(body) => scripts.push(privacy.show(body)),
            }
            Ok::<_, ExportError>(ON)
        })?;
        crew.finish(&mut keys, &mut summary.damage)?;
        summary.sort_damage();
        Ok::<_, ExportError>(summary)
    })?;
    keys.finish(&functions, &scripts, &Summary::of(&summary))?;
    Ok(summary)
}

/// How many threads write: the machine's, and not more than are of use beside the one that reads.
fn threads() -> usize {
    const MOST: usize = 8;
    std::thread::available_parallelism().map_or(1, |n| n.get().min(MOST))
}
