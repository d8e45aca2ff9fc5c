//! The data set after a replay as a snapshot, as the replica would have saved it.
//!
//! The fields in front are those of `rdbSaveInfoAuxFields` (`rdb.c`, 3.2 to 9.x) as far as they can be known: `used-mem` is
//! not written, and `ctime` is the clock of the replay. The replication identity (4.0 and later) is that of a replica which
//! is shut down at this point of the stream, so that one that is started from the file asks for what comes next. A
//! transaction that the stream left open has not happened: the position is the one before it.

use super::ReplayAnswer;
use crate::questions::export::{ExportError, ExportSummary};
use autopsync_engine::Engine;
use autopsync_model::NextOffset;
use autopsync_rdb::{
    ReplicationAux,
    write::{Target, Writer},
};
use std::io::Write;

/// Writes the replica's data set, scripts, functions and position.
///
/// # Errors
/// What the target cannot hold, unless it is [dropped](Writer::dropping), and what the output reports.
pub fn save<W: Write>(
    engine: &Engine,
    answer: &ReplayAnswer,
    target: Target,
    dropping: bool,
    out: W,
) -> Result<ExportSummary, ExportError> {
    let mut writer = Writer::new(out, target);
    if dropping {
        writer = writer.dropping();
    }
    aux_fields(engine, answer, &mut writer)?;
    let keys = engine.keys() as u64;
    let saved = engine.save(&mut writer)?;
    let mut summary = ExportSummary {
        keys,
        selected: keys,
        dropped: keys.saturating_sub(saved.keys),
        functions: saved.functions,
        scripts: saved.scripts,
        ..ExportSummary::default()
    };
    for (feature, count) in writer.losses().iter() {
        summary.lose(feature, count);
    }
    writer.end()?.flush()?;
    Ok(summary)
}

fn aux_fields<W: Write>(
    engine: &Engine,
    answer: &ReplayAnswer,
    writer: &mut Writer<W>,
) -> Result<(), ExportError> {
    let target = writer.target();
    // Before 3.2 there is nothing to say.
    if target.version() < 7 {
        return Ok(());
    }
    let (name, version) = target.version_aux();
    writer.aux(name, version.as_bytes())?;
    writer.aux(b"redis-bits", b"64")?;
    writer.aux(b"ctime", engine.clock().div_euclid(1000).to_string().as_bytes())?;
    if target.version() >= 8 {
        if let Some(identity) = identity(engine, answer) {
            writer.replication(&identity)?;
        }
        let aof: &[u8] = if target.version() >= 10 { b"aof-base" } else { b"aof-preamble" };
        writer.aux(aof, b"0")?;
    }
    Ok(())
}

/// The position of the replica. An append-only file, and a stream that does not tell its offsets, give none.
#[must_use]
pub fn identity(engine: &Engine, answer: &ReplayAnswer) -> Option<ReplicationAux> {
    if !answer.offsets_known || !answer.aof.is_empty() {
        return None;
    }
    let stored = answer.snapshot.as_ref().and_then(|snapshot| snapshot.head.repl_id);
    let applied = answer.open_transaction.map_or(answer.to, NextOffset::applied);
    Some(ReplicationAux {
        repl_id: Some(answer.replid.or(stored)?),
        repl_offset: Some(applied),
        repl_stream_db: Some(engine.selected_database().into()),
    })
}
