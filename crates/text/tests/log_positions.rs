//! Positions that logs tell, beside the INFO of the same moments.
//!
//! `testdata/text/log/positions/probes.json` holds requests that recorded servers answered: the fields of INFO just
//! before, and the lines that the server wrote. `<scenario>-<node>.log` is a node's whole log, and the `.info` beside it
//! what INFO said at its end.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has to stop")]

use autopsync_model::{AppliedOffset, NextOffset, ReplId};
use autopsync_text::{
    Info,
    log::{LogPosition, Whose, positions},
};
use serde_json::Value;
use std::{fs, path::Path};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/text/log/positions")
}

fn number(state: &Value, name: &str) -> Option<i64> {
    state[name].as_str()?.parse().ok()
}

fn id(state: &Value, name: &str) -> Option<ReplId> {
    state[name].as_str()?.parse().ok()
}

#[test]
fn what_a_master_writes_is_what_its_info_says() {
    let probes: Vec<Value> =
        serde_json::from_slice(&fs::read(folder().join("probes.json")).unwrap()).unwrap();
    let (mut offsets, mut ids, mut seconds, mut windows) = (0, 0, 0, 0);
    for probe in &probes {
        let lines: Vec<&str> =
            probe["log"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        let (log, state) = (lines.join("\n"), &probe["state"]);
        let about = format!("{} {}", probe["scenario"], probe["label"]);
        for told in positions(log.as_bytes()) {
            assert_eq!(told.whose, Whose::Writer, "{about}");
            // A backlog that is made for the request gives the master a new id.
            let renamed = told.event == "backlog-created";
            if let Some(applied) = told.applied {
                offsets += 1;
                assert_eq!(Some(applied.get()), number(state, "master_repl_offset"), "{about}");
            }
            if let Some(replid) = told.replid.filter(|_| !renamed) {
                ids += 1;
                let own = id(state, "master_replid").or_else(|| id(state, "run_id"));
                assert_eq!(Some(replid), own, "{about}");
            }
            if let Some(second) = told.second_replid_offset {
                seconds += 1;
                assert_eq!(Some(second.get()), number(state, "second_repl_offset"), "{about}");
            }
            if let Some(first) = told.backlog_first {
                windows += 1;
                let expected = number(state, "repl_backlog_first_byte_offset");
                assert_eq!(Some(first.get()), expected, "{about}");
            }
        }
    }
    println!("{offsets} offsets, {ids} ids, {seconds} second offsets, {windows} windows");
    assert!(offsets >= 30 && ids >= 30 && seconds >= 4 && windows >= 2);
}

/// What the last lines of a log say of the writer, all together.
#[derive(Default)]
struct Last {
    replid: Option<ReplId>,
    replid2: Option<ReplId>,
    second: Option<NextOffset>,
    applied: Option<AppliedOffset>,
}

fn last(all: &[LogPosition]) -> Last {
    let mut last = Last::default();
    for told in all.iter().filter(|told| told.whose == Whose::Writer) {
        if told.replid != last.replid {
            last = Last { replid: told.replid, ..Last::default() };
        }
        last.replid2 = told.replid2.or(last.replid2);
        last.second = told.second_replid_offset.or(last.second);
        last.applied = told.applied.or(last.applied);
    }
    last
}

#[test]
fn a_log_ends_in_the_history_that_info_tells() {
    let mut logs: Vec<_> = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    logs.retain(|path| path.extension().is_some_and(|ext| ext == "log"));
    assert!(logs.len() >= 16, "{} logs", logs.len());
    let (mut seconds, mut silent, mut exact) = (0, 0, 0);
    for path in logs {
        let info = Info::parse(&fs::read(path.with_extension("info")).unwrap());
        let replication = info.replication();
        let told = positions(&fs::read(&path).unwrap());
        let last = last(&told);
        let Some(_) = last.replid else {
            // A process that began with a snapshot does not say which id it found there.
            silent += 1;
            continue;
        };
        assert_eq!(last.replid, replication.master_replid, "{}", path.display());
        if let Some(second) = last.second {
            seconds += 1;
            assert_eq!(Some(second), replication.second_repl_offset, "{}", path.display());
            assert_eq!(last.replid2, replication.master_replid2, "{}", path.display());
        }
        // The log may go on after INFO was asked; then one of its lines was written when INFO was.
        let end = replication.master_repl_offset;
        let is_exact = told.iter().any(|told| told.replid == last.replid && told.applied == end);
        exact += u32::from(is_exact);
        assert!(is_exact || last.applied <= end, "{}", path.display());
    }
    println!("{exact} exact offsets, {seconds} second ids, {silent} silent logs");
    assert!(exact >= 20, "{exact} exact offsets");
    assert!(seconds >= 6 && silent <= 5, "{seconds} second ids, {silent} silent logs");
}
