//! Positions and relations of recorded nodes are what the servers themselves said.
//!
//! The cases of `testdata` always run. `AUTOPSYNC_CORPUS` names a directory of further recordings, one folder each with a
//! `scenario.json`; without it that test is skipped and counted.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has to stop")]

use autopsync_case::{
    Case,
    questions::offsets::{OffsetsAnswer, RelationRow, ask},
};
use autopsync_model::AppliedOffset;
use autopsync_psync::RelationStatus;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

fn testdata(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/cases").join(case)
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn offsets<P: AsRef<Path>>(paths: &[P]) -> OffsetsAnswer {
    ask(&Case::open(paths).unwrap(), None)
}

fn relation<'a>(answer: &'a OffsetsAnswer, a: &str, b: &str) -> &'a RelationRow {
    answer.relations.iter().find(|row| row.a == a && row.b == b).unwrap()
}

/// Nodes that were equal at the last quiet point are in one history at the end; a few PINGs may lie between dumps.
fn assert_one_history(answer: &OffsetsAnswer, nodes: &[&str], name: &str) {
    for row in
        answer.relations.iter().filter(|row| nodes.contains(&&*row.a) && nodes.contains(&&*row.b))
    {
        let distance = row.relation.distance();
        let near = matches!(
            row.relation.status,
            RelationStatus::Same | RelationStatus::Behind | RelationStatus::Ahead
        ) && (distance <= 1 || distance % 14 == 0);
        assert!(near, "{name}: {} and {}: {:?}", row.a, row.b, row.relation);
    }
}

#[test]
fn a_split_brain_parts_where_the_promotion_was_and_its_bytes_a_little_later() {
    let truth = json(&testdata("s9b-4.0.5/expected.json"));
    let answer = offsets(&[testdata("s9b-4.0.5")]);
    let row = relation(&answer, "a", "b");
    assert_eq!(row.relation.status, RelationStatus::Diverged);
    assert_eq!(row.relation.common_offset.unwrap().get(), truth["checkpoints"][0]["offset"]);
    let parted = answer.divergence().unwrap();
    assert_eq!(parted.first_different_offset.unwrap().get(), truth["first_differing_offset"]);
    assert!(parted.is_current);
    let words = |side: &Option<autopsync_case::questions::offsets::CommandAt>| {
        side.as_ref()
            .unwrap()
            .command
            .iter()
            .map(|word| String::from_utf8(word.clone()).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&parted.left), ["SET", "who", "x-000"]);
    assert_eq!(words(&parted.right), ["SET", "who", "y-000"]);
    assert!(answer.missing.is_empty());
}

#[test]
fn the_old_master_is_ahead_by_pings_alone_when_it_is_demoted() {
    let case = testdata("s5-6.2.14");
    let truth = json(&case.join("expected.json"));
    let answer = offsets(&[
        case.join("a/isolated.backlog.bin"),
        case.join("a/isolated.txt"),
        case.join("b/promoted.txt"),
    ]);
    let a = answer.nodes.iter().find(|row| row.node == "isolated").unwrap();
    assert_eq!(a.offset.unwrap().get(), truth["a_offset_at_demotion"]);
    let row = relation(&answer, "isolated", "promoted");
    assert_eq!(row.relation.common_offset.unwrap().get(), truth["b_offset_at_promotion"]);
    let extra = truth["a_offset_at_demotion"].as_u64().unwrap()
        - truth["b_offset_at_promotion"].as_u64().unwrap();
    assert_eq!(row.relation.only_first, extra);
    // The whole case: what was lost then were PINGs.
    let dir = tempfile::tempdir().unwrap();
    for (node, file) in [
        ("a", "isolated.txt"),
        ("a", "isolated.backlog.bin"),
        ("a", "isolated.backlog.bin.json"),
        ("b", "promoted.txt"),
    ] {
        fs::create_dir_all(dir.path().join(node)).unwrap();
        fs::copy(case.join(node).join(file), dir.path().join(node).join(file)).unwrap();
    }
    let answer = offsets(&[dir.path()]);
    let loss = answer.losses.iter().find(|loss| loss.if_promoted == "b").unwrap();
    assert_eq!((loss.loser.as_str(), loss.bytes), ("a", extra));
    assert!(loss.what.unwrap().is_only_pings());
}

#[test]
fn a_full_synchronisation_joins_the_histories_again() {
    let answer = offsets(&[testdata("s5-6.2.14")]);
    assert_one_history(&answer, &["a", "b", "c"], "s5");
    // The branch that the old master gave up is told, and is no present divergence.
    assert!(!answer.divergence().unwrap().is_current);
    let split = answer.histories.iter().find(|row| !row.successors.is_empty()).unwrap();
    assert_eq!(split.successors[0].by.id(), "promotion");
    assert_eq!(split.successors[0].node, "b");
    assert_eq!(answer.most_advanced.unwrap().among, 2);
}

/// Before 2.8.22 a second synchronisation in one save was announced with an offset of a later moment.
#[test]
fn a_2_8_9_replica_is_ahead_of_its_master_by_a_wrong_count() {
    let case = testdata("s7-2.8.9");
    let truth = json(&case.join("expected.json"));
    let answer = offsets(&[case.join("master/after.txt"), case.join("replica2/after.txt")]);
    let row = relation(&answer, "after", "replica2/after");
    assert_eq!(row.relation.status, RelationStatus::Behind);
    assert_eq!(
        row.relation.distance(),
        truth["offsets"]["replica2"]["minus_master"].as_u64().unwrap()
    );
}

#[test]
fn a_restarted_master_of_7_0_goes_on_under_a_new_id() {
    let truth = json(&testdata("s11-7.0.15-shutdown/expected.json"));
    let answer = offsets(&[testdata("s11-7.0.15-shutdown")]);
    let master = answer.node("master").unwrap();
    assert_eq!(
        master.replid.unwrap().to_string(),
        truth["master_after_restart"]["master_replid"].as_str().unwrap()
    );
    assert_one_history(&answer, &["master", "replica"], "s11");
    let old = answer.histories.iter().find(|row| !row.successors.is_empty()).unwrap();
    assert_eq!(old.successors[0].by.id(), "restart");
}

#[test]
fn a_master_that_freed_its_backlog_is_found_in_its_replicas_log() {
    let answer = offsets(&[testdata("s6-5.0.14")]);
    assert_one_history(&answer, &["master", "replica"], "s6");
    assert_eq!(answer.node("master").unwrap().offset, Some(AppliedOffset::new(0)));
}

/// A dump without sidecar or INFO is placed by its bytes.
#[test]
fn a_raw_dump_is_placed_by_the_bytes_of_another() {
    let case = testdata("s9b-4.0.5");
    let dir = tempfile::tempdir().unwrap();
    let raw = fs::read(case.join("b/backlog.bin")).unwrap();
    for node in ["a", "b"] {
        fs::create_dir_all(dir.path().join(node)).unwrap();
    }
    fs::copy(case.join("a/backlog.bin"), dir.path().join("a/backlog.bin")).unwrap();
    fs::copy(case.join("a/backlog.bin.json"), dir.path().join("a/backlog.bin.json")).unwrap();
    fs::write(dir.path().join("b/core.bin"), &raw[1000..]).unwrap();
    let answer = offsets(&[dir.path()]);
    let parted = answer.divergence().unwrap();
    assert_eq!(
        parted.first_different_offset.unwrap().get(),
        json(&case.join("expected.json"))["first_differing_offset"]
    );
}

#[test]
fn every_recording_of_a_collection_is_related_as_it_was() {
    let Some(dir) = std::env::var_os("AUTOPSYNC_CORPUS") else {
        let reason = "AUTOPSYNC_CORPUS names no directory of recordings";
        autopsync_synth::live::skip("every_recording_of_a_collection_is_related_as_it_was", reason);
        return;
    };
    let mut folders: Vec<PathBuf> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut asked = 0;
    for folder in folders.iter().filter(|folder| folder.join("scenario.json").is_file()) {
        let truth = json(&folder.join("scenario.json"));
        if ["S5", "S6", "S7", "S9", "S11"].contains(&truth["class"].as_str().unwrap()) {
            check_recording(folder, &truth);
            asked += 1;
        }
    }
    assert!(asked > 0);
}

fn check_recording(folder: &Path, truth: &Value) {
    let name = truth["id"].as_str().unwrap();
    let dir = tempfile::tempdir().unwrap();
    for file in truth["files"].as_array().unwrap() {
        let kind = file["kind"].as_str().unwrap();
        let (Some(node), true) = (
            file["node"].as_str(),
            ["rdb", "info", "server-log", "backlog", "replication-stream"].contains(&kind),
        ) else {
            continue;
        };
        let path = file["path"].as_str().unwrap();
        let to = dir.path().join(node).join(path.replace('/', "."));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(folder.join(path), &to).unwrap();
        if kind == "backlog" {
            let sidecar =
                serde_json::json!({"replid": file["replid"], "first_offset": file["first_offset"]});
            fs::write(format!("{}.json", to.display()), sidecar.to_string()).unwrap();
        }
    }
    let answer = offsets(&[dir.path()]);
    let expected = &truth["expected"];
    if let Some(first) = expected["first_differing_offset"].as_i64() {
        let parted = answer.divergence().unwrap();
        assert_eq!(parted.first_different_offset.unwrap().get(), first, "{name}");
        let common = expected["checkpoints"][0]["offset"].as_i64().unwrap();
        let row = relation(&answer, &parted.left_node, &parted.right_node);
        assert_eq!(
            (row.relation.status, row.relation.common_offset.unwrap().get()),
            (RelationStatus::Diverged, common),
            "{name}"
        );
        return;
    }
    let Some(last) = expected["checkpoints"].as_array().and_then(|all| all.last()) else { return };
    // Where the last quiet point is before a failover, nothing is recorded of the nodes together afterwards.
    if !last["label"].as_str().unwrap().starts_with("before") {
        let nodes: Vec<&str> =
            last["digests"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_one_history(&answer, &nodes, name);
    }
}
