//! `inspect`.

use crate::run::{run, run_with, testdata};

const SNAPSHOT: &str = "cases/s3-4.0.5/replica/shutdown.rdb";

#[test]
fn a_snapshot_tells_its_identity_scripts_and_databases() {
    let output = run(&["--format", "json", "inspect", "--digest", SNAPSHOT]);
    let doc = output.json();
    assert_eq!(output.code, 0);
    assert_eq!(doc["schema"], "autopsync.inspect/1");
    assert_eq!(doc["rdb"]["version"], 8);
    assert_eq!(doc["rdb"]["checksum"]["status"], "ok");
    assert_eq!(doc["aux"][0]["key"], "redis-ver");
    assert_eq!(doc["aux"][0]["value"], "4.0.5");
    assert_eq!(doc["aux"][0]["at"], 9);
    assert_eq!(doc["replication"]["repl_offset"], 4169);
    assert!(doc["replication"]["explained"].as_str().unwrap().contains(":4170"), "{doc}");
    assert!(!doc["scripts"].as_array().unwrap().is_empty());
    assert!(doc["databases"][0]["keys"].as_u64().unwrap() > 0);
    assert_eq!(doc["digest"].as_str().unwrap().len(), 40);
}

#[test]
fn the_head_alone_is_enough_for_the_identity() {
    let output = run(&["--format", "json", "inspect", "--aux-only", SNAPSHOT]);
    let doc = output.json();
    assert_eq!(output.code, 0);
    assert_eq!(doc["complete"], false);
    assert_eq!(doc["rdb"]["checksum"]["status"], "not-checked");
    assert_eq!(doc["replication"]["repl_offset"], 4169);
    assert!(doc["databases"].as_array().unwrap().is_empty());
}

#[test]
fn a_cut_file_yields_what_stands_before_the_cut_and_its_place() {
    let bytes = std::fs::read(testdata(SNAPSHOT)).unwrap();
    let output = run_with(&["--format", "json", "inspect", "-"], &bytes[..400]);
    let doc = output.json();
    assert_eq!(output.code, 1);
    assert!(doc["damage"][0]["at"].as_u64().unwrap() <= 400);
    assert!(doc["databases"][0]["keys"].as_u64().unwrap() > 0);
}

#[test]
fn a_flipped_bit_is_a_wrong_checksum() {
    let mut bytes = std::fs::read(testdata(SNAPSHOT)).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let output = run_with(&["--format", "json", "inspect", "-"], &bytes);
    assert_eq!(output.code, 1);
    assert_eq!(output.json()["rdb"]["checksum"]["status"], "mismatch");
}

#[test]
fn bytes_after_the_end_are_reported() {
    let mut bytes = std::fs::read(testdata(SNAPSHOT)).unwrap();
    bytes.extend_from_slice(b"tail");
    let output = run_with(&["--format", "json", "inspect", "-"], &bytes);
    assert_eq!(output.json()["trailing_bytes"], 4);
}

#[test]
fn a_redacted_report_hides_bodies_and_keeps_hashes() {
    let shown = run(&["--format", "json", "inspect", SNAPSHOT]).json();
    let hidden = run(&["--format", "json", "--redact", "inspect", SNAPSHOT]).json();
    assert_eq!(shown["scripts"][0]["sha1"], hidden["scripts"][0]["sha1"]);
    assert!(hidden["scripts"][0]["body"].as_str().unwrap().starts_with("redacted:"));
}

#[test]
fn a_backup_is_checked_against_the_servers_that_must_load_it() {
    let ask = |servers| run(&["--format", "json", "inspect", SNAPSHOT, "--loadable-by", servers]);
    let good = ask("redis-4.0.14,redis-7.2,valkey-8.1,valkey-9.1");
    assert_eq!(good.code, 0, "{}", good.json()["loadable_by"]);
    let bad = ask("redis-7.2,redis-3.2.13");
    assert_eq!(bad.code, 1);
    assert_eq!(bad.json()["loadable_by"][0]["loads"], true);
    assert_eq!(bad.json()["loadable_by"][1]["loads"], false);
    assert!(bad.json()["loadable_by"][1]["because"].as_str().unwrap().contains("up to 7"));
}

/// Asks whether each of these servers, written with commas, loads a file of `testdata/rdb`.
fn loads(file: &str, servers: &str) -> Vec<bool> {
    let path = testdata(&format!("rdb/{file}"));
    let path = path.to_str().unwrap();
    let doc = run(&["--format", "json", "inspect", path, "--loadable-by", servers]).json();
    let rows = doc["loadable_by"].as_array().unwrap();
    rows.iter().map(|row| row["loads"].as_bool().unwrap()).collect()
}

/// The answers are those of servers that were started with these files.
#[test]
fn what_candidates_wrote_is_loaded_by_whoever_knows_it() {
    let servers = "redis-7.2.6,redis-7.4-rc1,redis-7.4-rc2,redis-7.4.1,redis-8.6.2,valkey-9.1.2";
    let early = loads("snapshots/redis-7.4-rc2-plain.rdb", servers);
    assert_eq!(early, [false, true, true, true, true, false]);
    let released = loads("snapshots/redis-7.4.1-plain.rdb", servers);
    assert_eq!(released, [false, false, false, true, true, false]);
    let servers = "redis-7.0-rc1,redis-7.0.0,redis-7.2.6,valkey-8.1.1";
    let early = loads("snapshots/redis-7.0-rc1-functions.rdb", servers);
    assert_eq!(early, [true, true, false, false]);
    let released = loads("snapshots/redis-7.0.15-lru.rdb", servers);
    assert_eq!(released, [false, true, true, true]);
}

#[test]
fn a_server_needs_the_modules_of_a_snapshot() {
    let servers = "redis-7.4.1,redis-8.0.2,redis-8.0.6,redis-8.2.3";
    assert_eq!(loads("modules/redis-7.4.1-modules.rdb", servers), [false; 4]);
    assert_eq!(loads("modules/redis-8.0.2-vectors.rdb", servers), [false, true, true, true]);
    assert_eq!(loads("modules/redis-8.0.6-vectors.rdb", servers), [false, false, true, true]);
}

/// A gate let a truncated backup pass, as long as its version was right.
#[test]
fn nobody_loads_what_is_truncated_or_has_a_wrong_checksum() {
    let bytes = std::fs::read(testdata("rdb/snapshots/redis-6.0.20-plain.rdb")).unwrap();
    let mut flipped = bytes.clone();
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    for damaged in [&bytes[..last - 20], &flipped] {
        let args = ["--format", "json", "inspect", "-", "--loadable-by", "redis-6.2.14,valkey-9.1"];
        let doc = run_with(&args, damaged).json();
        for row in doc["loadable_by"].as_array().unwrap() {
            assert_eq!(row["loads"], false, "{row}");
            assert!(row["because"].as_str().unwrap().contains("damage"), "{row}");
        }
    }
}

#[test]
fn libraries_of_a_candidate_have_their_names() {
    let path = testdata("rdb/snapshots/redis-7.0-rc1-functions.rdb");
    let doc = run(&["--format", "json", "inspect", path.to_str().unwrap()]).json();
    assert_eq!(doc["functions"][0]["library"], "lib2");
    assert_eq!(doc["functions"][1]["library"], "lib1");
    assert_eq!(doc["functions"][1]["engine"], "LUA");
}

/// Of a truncated file it was once said what a replica restarted from it would ask for.
#[test]
fn nobody_restarts_from_a_damaged_file() {
    let bytes = std::fs::read(testdata("cases/s3-4.0.5/replica/shutdown.rdb")).unwrap();
    let explained = |bytes: &[u8]| {
        let doc = run_with(&["--format", "json", "inspect", "-"], bytes).json();
        doc["replication"]["explained"].as_str().unwrap().to_owned()
    };
    assert!(explained(&bytes).contains("a replica restarted from this file asks for"));
    assert!(explained(&bytes[..bytes.len() - 20]).contains("does not load a damaged file"));
}
