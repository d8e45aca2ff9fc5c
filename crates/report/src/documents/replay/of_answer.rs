//! From the answer to the document.

use super::{
    AofFileRow, CaveatRow, ClockRow, Dataset, DatasetDb, Expected, Outcomes, ProfilePartRow,
    ProfileRow, ProvenanceTable, Replay, ReplayApplied, ReplayError, ReplaySnapshot, ReplayStream,
    Truncated, UnknownRow, WatchTable,
};
use crate::{
    Privacy,
    documents::{Finding, Position, inspect::DamageRow},
};
use autopsync_case::questions::replay::{AofFileAnswer, Clock, ReplayAnswer};
use autopsync_model::{At, NextOffset};

impl Replay {
    /// Puts an answer into the contract's form. `provenance` is the pattern of the keys whose last writes are told.
    #[must_use]
    pub fn of(
        answer: &ReplayAnswer,
        expected: Option<&str>,
        findings: &[autopsync_rules::Finding],
        provenance: &[u8],
        privacy: Privacy,
    ) -> Self {
        let met = expected.map(|digest| digest.eq_ignore_ascii_case(&answer.digest));
        Self {
            schema: "autopsync.replay/1".to_owned(),
            snapshot: answer.snapshot.as_ref().map(|snapshot| ReplaySnapshot {
                path: snapshot.path.clone(),
                repl_id: snapshot.head.repl_id.map(|id| id.to_string()),
                repl_offset: snapshot.head.repl_offset,
                repl_stream_db: snapshot.head.repl_stream_db,
                keys: snapshot.keys,
            }),
            stream: stream(answer),
            applied: applied(answer),
            errors: answer
                .errors
                .iter()
                .map(|failure| ReplayError {
                    at: Position::of(NextOffset::new(failure.offset), answer),
                    ..ReplayError::of(failure, &answer.profile.replica, privacy)
                })
                .collect(),
            error_count: answer.error_count,
            outcomes: Outcomes {
                applied: answer.changed,
                no_effect: answer.without_effect(),
                errors: answer.certain_errors(),
                unknown: answer.unknown_count(),
            },
            unknown_commands: answer
                .unknown
                .iter()
                .map(|unknown| UnknownRow::of(unknown, answer, privacy))
                .collect(),
            truncated: truncated(answer),
            open_transaction: answer.open_transaction.map(|at| Position::of(at, answer)),
            dataset: dataset(answer),
            profile: profile(answer),
            clock: clock(&answer.clock),
            saved: None,
            expected: expected.map(|digest| Expected {
                digest: digest.to_ascii_lowercase(),
                met: met == Some(true),
            }),
            verdict: verdict(answer, met).to_owned(),
            watch: answer.watched.as_ref().map(|w| WatchTable::of(w, answer, privacy)),
            provenance: answer
                .provenance
                .as_ref()
                .map(|all| ProvenanceTable::of(all, provenance, answer, privacy)),
            caveats: caveats(answer),
            damage: answer.damage.iter().map(DamageRow::of).collect(),
            missing: missing(answer, met),
            findings: findings.iter().map(Finding::of).collect(),
        }
    }
}

/// What would settle it. A digest that is met settles it, too.
fn missing(answer: &ReplayAnswer, met: Option<bool>) -> Vec<String> {
    let text = "nothing tells whether they follow the snapshot: --first-offset tells the stream's first byte, \
                --from-offset the last one that the snapshot contains";
    if answer.position_assumed && met != Some(true) { vec![text.to_owned()] } else { Vec::new() }
}

/// What the exit code says, in a word.
fn verdict(answer: &ReplayAnswer, met: Option<bool>) -> &'static str {
    match met {
        Some(false) => "different",
        _ if !answer.damage.is_empty() => "damaged",
        None if answer.position_assumed => "inconclusive",
        None if answer.certain_errors() > 0 => "errors",
        None if answer.unknown_count() > 0 => "inconclusive",
        Some(true) | None => "clean",
    }
}

fn stream(answer: &ReplayAnswer) -> ReplayStream {
    let is_stream = answer.aof.is_empty();
    ReplayStream {
        path: answer.stream_path.clone(),
        replid: answer.replid.map(|id| id.to_string()),
        first_offset: is_stream.then_some(answer.stream_first.get()),
        last_offset: is_stream.then_some(answer.stream_last.get()),
        offsets_known: answer.offsets_known,
        aof: (!is_stream).then(|| answer.aof.iter().map(AofFileRow::of).collect()),
    }
}

impl AofFileRow {
    /// Puts a file into the form of a document.
    #[must_use]
    pub fn of(file: &AofFileAnswer) -> Self {
        Self {
            file: file.path.clone(),
            role: file.role.id().to_owned(),
            bytes: file.bytes,
            snapshot_bytes: file.snapshot_bytes,
            manifest_start_offset: file.start_offset,
        }
    }
}

fn applied(answer: &ReplayAnswer) -> ReplayApplied {
    let is_stream = answer.aof.is_empty();
    let progress = answer.file_progress(answer.to);
    ReplayApplied {
        from_offset: is_stream.then_some(answer.from.get()),
        to_offset: is_stream.then_some(answer.to.get()),
        to_file: progress.map(|(file, _)| file.path.clone()),
        to_file_offset: progress.map(|(_, bytes)| bytes),
        commands: answer.commands,
        transactions: answer.transactions,
        scripts: answer.scripts,
    }
}

fn truncated(answer: &ReplayAnswer) -> Option<Truncated> {
    let cut = answer.cut?;
    let at = Position::of(cut.at, answer);
    Some(Truncated {
        truncated_at: at.offset,
        file: at.file,
        truncated_at_file_offset: at.file_offset,
        pending_bytes: cut.pending_bytes,
    })
}

fn dataset(answer: &ReplayAnswer) -> Dataset {
    Dataset {
        digest: answer.digest.clone(),
        keys: answer.databases.iter().map(|(_, keys)| keys).sum(),
        databases: answer
            .databases
            .iter()
            .map(|(db, keys)| DatasetDb { db: *db, keys: *keys })
            .collect(),
    }
}

fn profile(answer: &ReplayAnswer) -> ProfileRow {
    let profile = &answer.profile;
    ProfileRow {
        master_version: profile.master.to_string(),
        replica_version: profile.replica.to_string(),
        version_from: answer.version_from.id().to_owned(),
        script_mode: if profile.verbatim_scripts() { "verbatim" } else { "effects" }.to_owned(),
        databases: profile.databases,
        clock_ms: answer.clock.ms,
        parts: answer
            .profile_parts
            .iter()
            .map(|part| ProfilePartRow {
                name: part.name.to_owned(),
                value: part.value.clone(),
                from: part.from.id().to_owned(),
            })
            .collect(),
    }
}

fn clock(clock: &Clock) -> ClockRow {
    let place = clock.place.as_ref();
    ClockRow {
        ms: clock.ms,
        end_ms: clock.end_ms,
        from: clock.from.id().to_owned(),
        path: place.and_then(|place| place.source()).map(str::to_owned),
        line: place.and_then(|place| match place.at() {
            At::Line(line) => Some(line),
            At::Byte(_) => None,
        }),
        remark: clock.remark.map(str::to_owned),
    }
}

fn caveats(answer: &ReplayAnswer) -> Vec<CaveatRow> {
    answer
        .caveats
        .iter()
        .map(|(caveat, offset, count)| CaveatRow {
            id: caveat.id().to_owned(),
            first: Position::of(NextOffset::new(offset), answer),
            count,
        })
        .collect()
}
