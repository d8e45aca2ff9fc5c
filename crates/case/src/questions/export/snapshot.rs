//! A snapshot as a snapshot for somebody else.

use super::{ExportError, ExportSummary, Record, walk};
use crate::{Source, questions::keys::KeySelection, source::GivingBack};
use autopsync_model::Limits;
use autopsync_rdb::{
    KeyEntry, StringBuffer,
    write::{CopyOptions, CopyReport, Sizes, Target, WriteErrorKind, Writer, copy},
};
use std::{cell::RefCell, io::Write, ops::ControlFlow};

/// How a snapshot is written.
#[derive(Debug, Clone, Copy)]
pub struct SnapshotExport {
    /// Who is to load it.
    pub target: Target,
    /// Whether what the target cannot hold is left out and counted, instead of being an error.
    pub dropping: bool,
    /// Whether the replication identity is written, too.
    pub replication: bool,
}

/// Writes the keys that are selected, functions, scripts and the facts about the file as a snapshot.
///
/// The snapshot is read twice: the sizes of the databases stand before their keys. One that is damaged yields one of what
/// stands before the damage, and the damage; keys whose values are damaged are left out.
///
/// # Errors
/// Where the source is no snapshot, what the target cannot hold, and what the output reports.
pub fn to_snapshot<W: Write>(
    source: &Source,
    selection: &KeySelection,
    how: SnapshotExport,
    out: W,
) -> Result<ExportSummary, ExportError> {
    let mut options = CopyOptions::default();
    options.replication = how.replication;
    options.skip_damaged = true;
    let mut summary = survey(source, selection, &mut options.sizes)?;
    let mut writer = Writer::new(GivingBack::new(source, out), how.target);
    if how.dropping {
        writer = writer.dropping();
    }
    let names = RefCell::new(StringBuffer::new(&Limits::default()));
    let keep = |entry: &KeyEntry<'_>| {
        selection.may_want(entry)
            && (selection.name.is_none()
                || entry
                    .key
                    .decode(&mut names.borrow_mut())
                    .is_ok_and(|name| selection.wants_name(name)))
    };
    let watch = source.watch();
    let mut reader = source.reader()?.without_checksum().watched_by(&watch);
    let report = match copy(&mut reader, &mut writer, &options, keep) {
        Ok(report) => report,
        // The survey has met it, too.
        Err(error) if matches!(error.kind(), WriteErrorKind::Source(_)) => CopyReport::default(),
        Err(error) => return Err(error.into()),
    };
    summary.dropped = report.dropped;
    for damage in report.damages {
        if !summary.damage.contains(&damage) {
            summary.damage.push(damage);
        }
    }
    for (feature, count) in writer.losses().iter() {
        summary.lose(feature, count);
    }
    writer.end()?.flush()?;
    Ok(summary)
}

/// Counts what is there, without a look at values.
fn survey(
    source: &Source,
    selection: &KeySelection,
    sizes: &mut Sizes,
) -> Result<ExportSummary, ExportError> {
    walk(source, &source.watch(), selection, |record, _| {
        if let Record::Key { entry, .. } = record {
            sizes.add(entry.db, entry.expire_at_ms.is_some());
        }
        Ok(ControlFlow::Continue(()))
    })
}
