//! `offsets`, and `psync` over a case: the recorded nodes are the expectation.

use crate::run::{expected, run, run_with, testdata};
use serde_json::{Value, json};

fn offsets(args: &[&str]) -> (i32, Value) {
    let mut all = vec!["--format", "json", "offsets"];
    all.extend(args);
    let output = run(&all);
    (output.code, output.json())
}

#[test]
fn a_split_brain_is_shown_with_the_commands_on_both_sides() {
    let truth = expected("s9b-4.0.5");
    let (code, doc) = offsets(&["cases/s9b-4.0.5"]);
    assert_eq!(code, 1);
    assert_eq!(doc["schema"], "autopsync.offsets/1");
    assert_eq!(doc["relations"][0]["status"], "diverged");
    assert_eq!(doc["relations"][0]["common_offset"], truth["checkpoints"][0]["offset"]);
    let parted = &doc["stream_divergence"];
    assert_eq!(parted["first_different_offset"], truth["first_differing_offset"]);
    assert_eq!(
        (&parted["left"], &parted["right"]),
        (&json!("SET who x-000"), &json!("SET who y-000"))
    );
    assert_eq!(doc["losses"].as_array().unwrap().len(), 2);
    assert_eq!(doc["losses"][0]["bytes"], 909);
    assert_eq!(doc["losses"][0]["ping_bytes"], 0);
    let rules: Vec<&str> =
        doc["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["writes-lost-at-failover"]);
}

#[test]
fn one_history_is_good_and_says_who_is_behind() {
    let (code, doc) = offsets(&["cases/s5-6.2.14"]);
    assert_eq!(code, 0);
    assert!(
        doc["summary"].as_str().unwrap().starts_with("ONE HISTORY: c is 28 bytes behind"),
        "{doc}"
    );
    let follows: Vec<&Value> =
        doc["nodes"].as_array().unwrap().iter().map(|node| &node["follows"]).collect();
    assert_eq!(follows, [&json!("b"), &Value::Null, &json!("b")]);
    assert_eq!(doc["stream_divergence"]["current"], false);
}

#[test]
fn one_dump_is_one_position_and_its_replicas_are_what_it_says_of_them() {
    let (code, doc) = offsets(&["cases/s5-6.2.14/b/end.txt"]);
    let nodes: Vec<(&Value, &Value)> = doc["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (&node["node"], &node["offset"]))
        .collect();
    let told =
        [("end", json!(5984)), ("127.0.0.1:23005", json!(4735)), ("127.0.0.1:23003", Value::Null)];
    assert_eq!(nodes.len(), told.len());
    for ((node, offset), (name, expected)) in nodes.iter().zip(&told) {
        assert_eq!((node.as_str().unwrap(), *offset), (*name, expected));
    }
    assert_eq!(doc["relations"][0]["status"], "ahead");
    // A replica that never acknowledged may be anywhere.
    assert_eq!(code, 4);
    let commands: Vec<&Value> =
        doc["missing"].as_array().unwrap().iter().map(|row| &row["command"]).collect();
    assert!(
        commands.contains(&&json!("redis-cli -h 127.0.0.1 -p 23003 INFO replication")),
        "{doc}"
    );
}

#[test]
fn the_backlog_for_an_outage_comes_from_the_rate() {
    let (_, doc) = offsets(&["--outage", "600", "cases/s7-2.8.9"]);
    let row = &doc["backlogs"][0];
    assert_eq!(
        (&row["node"], &row["size"], &row["outage_seconds"]),
        (&json!("master"), &json!(1_048_576), &json!(600))
    );
    let (needed, rate) =
        (row["needed_bytes"].as_u64().unwrap(), row["bytes_per_second"].as_u64().unwrap());
    assert!(rate > 0 && needed <= rate * 600 && needed > (rate - 1) * 600, "{row}");
}

#[test]
fn what_cannot_be_read_is_said() {
    assert_eq!(run(&["offsets", "cases/none"]).code, 3);
    assert_eq!(run(&["offsets"]).code, 2);
    let output = run(&["offsets", "cases/s9b-4.0.5/expected.json"]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("found something unknown"), "{}", output.stderr);
}

#[test]
fn the_table_says_the_answer_first() {
    let text = run(&["--format", "table", "offsets", "cases/s9b-4.0.5"]).text();
    assert!(text.starts_with("DIVERGED: a and b part after offset 3169; "), "{text}");
    assert!(text.contains("The streams of a and b differ at offset 3679:"), "{text}");
    assert!(!text.contains('\x1b'));
}

#[test]
fn every_node_is_asked_about_every_other() {
    let output = run(&["--format", "json", "psync", "--matrix", "cases/s9b-4.0.5"]);
    let doc = output.json();
    assert_eq!((output.code, &doc["schema"]), (1, &json!("autopsync.psync-matrix/1")));
    let rows = doc["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    // What the real server answered to the old master, which was probed with just this request.
    let probe = expected("s9b-4.0.5")["psync"][0].clone();
    let row = rows.iter().find(|row| row["master"] == probe["target"]).unwrap();
    assert_eq!(row["replid"], probe["request"]["replid"]);
    assert_eq!(row["next_offset"], probe["request"]["offset"]);
    assert_eq!(row["outcome"], probe["outcome"]);
    assert_eq!(row["reason"], "second-id-offset-exceeded");
}

#[test]
fn what_if_questions_name_a_node_and_say_what_they_assume() {
    let ask = |change: &str, case: &str| {
        let output = run(&["--format", "json", "psync", "--what-if", change, case]);
        (output.code, output.json())
    };
    let (code, doc) = ask("promote:replica", "cases/s11-7.0.15-shutdown");
    assert_eq!((code, &doc["rows"][0]["reason"]), (0, &json!("accepted-second-id")));
    let (code, doc) = ask("restart:replica", "cases/s11-7.0.15-shutdown");
    assert_eq!((code, &doc["rows"][0]["reason"]), (1, &json!("replica-asked-full")));
    assert!(doc["assumptions"][0].as_str().unwrap().contains("no save points"), "{doc}");
    let (code, doc) = ask("gap:replica2:60", "cases/s7-2.8.9");
    assert_eq!((code, &doc["rows"][0]["outcome"]), (0, &json!("continue")), "{doc}");
    assert!(doc["rows"][0]["bytes"].as_u64().unwrap() > 0);
    assert_eq!(run(&["psync", "--what-if", "promote:nobody", "cases/s9b-4.0.5"]).code, 2);
    assert_eq!(run(&["psync", "--what-if", "stop:a", "cases/s9b-4.0.5"]).code, 2);
    assert_eq!(run(&["psync", "cases/s9b-4.0.5"]).code, 2);
}

#[test]
fn a_log_alone_tells_the_request() {
    // As the log stood when the replica asked.
    let log = std::fs::read_to_string(testdata("cases/s5-6.2.14/c/server.log")).unwrap();
    let end = log.find("(request ").unwrap();
    let end = end + log[end..].find('\n').unwrap() + 1;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("c.log");
    std::fs::write(&path, &log[..end]).unwrap();
    let (path, info) = (path.display().to_string(), "cases/s5-6.2.14/b/promoted.txt");
    let output = run(&["--format", "json", "psync", "--replica", &path, "--master", info]);
    let doc = output.json();
    assert_eq!(doc["request"]["from"], "log");
    let line = log[..end].lines().count();
    assert_eq!(doc["request"]["place"], format!("{path}:{line}"));
    let asked = expected("s5-6.2.14")["psync"][0]["request"].clone();
    assert_eq!(
        (&doc["request"]["replid"], &doc["request"]["next_offset"]),
        (&asked["replid"], &asked["offset"])
    );
    assert_eq!((output.code, &doc["decision"]["reason"]), (0, &json!("accepted-second-id")));
}

#[test]
fn a_directory_is_a_side_and_all_requests_in_it_are_listed() {
    let output = run(&[
        "--format",
        "json",
        "psync",
        "--replica",
        "cases/s5-6.2.14/a",
        "--master",
        "cases/s5-6.2.14/b",
    ]);
    let doc = output.json();
    let from: Vec<&str> = doc["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["from"].as_str().unwrap())
        .collect();
    assert_eq!(from, ["rdb-restart", "info", "log"]);
    assert_eq!(doc["request"]["from"], "rdb-restart");
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = std::fs::read_to_string(testdata("../README.md")).unwrap();
    let text = run(&["--format", "table", "offsets", "cases/s9b-4.0.5"]).text();
    let shown = text
        .split("\nLost in a failover")
        .next()
        .unwrap()
        .trim_end()
        .replace("cases/", "testdata/cases/");
    // The README's paths begin one directory higher, and its columns are as wide as they need to be.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&readme).contains(&words(&shown)), "{shown}");
    let text =
        run(&["--format", "table", "psync", "--what-if", "promote:c", "cases/s5-6.2.14"]).text();
    assert!(words(&readme).contains(&words(&text)), "{text}");
}

/// A log tells where a node was at a line: that is neither now nor the moment of another node's line.
#[test]
fn positions_of_logs_are_said_to_be_of_their_last_line() {
    let logs = ["a", "b", "c"].map(|node| format!("cases/s5-6.2.14/{node}/server.log"));
    let mut args = vec!["--format", "json", "offsets"];
    args.extend(logs.iter().map(String::as_str));
    let doc = run(&args).json();
    let summary = doc["summary"].as_str().unwrap();
    assert!(summary.contains("as last told by a log"), "{summary}");
    assert!(doc["nodes"].as_array().unwrap().iter().all(|node| node["by"] == "log"), "{doc}");
    assert_eq!(doc["missing"].as_array().unwrap().len(), 3, "{doc}");
    let names: Vec<&str> = doc["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["node"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["a", "b", "c"],
        "logs of one name are of the nodes that their directories name"
    );
    // Dumps are positions of their moment, and nothing is to be added.
    let doc = run(&["--format", "json", "offsets", "cases/s9b-4.0.5"]).json();
    assert!(!doc["summary"].as_str().unwrap().contains("as last told"), "{doc}");
}

#[test]
fn standard_input_is_a_node_called_stdin() {
    let info = std::fs::read(testdata("cases/s9b-4.0.5/a/end.txt")).unwrap();
    let doc = run_with(&["--format", "json", "offsets", "-"], &info).json();
    assert_eq!(doc["nodes"][0]["node"], "stdin");
}

/// An outage of milliseconds is shown as a second, and so are the bytes that are written meanwhile.
#[test]
fn the_bytes_of_an_outage_are_those_of_the_time_that_is_shown() {
    let doc = run(&["--format", "json", "offsets", "cases/s5-6.2.14"]).json();
    for row in doc["backlogs"].as_array().unwrap() {
        assert_eq!(row["outage_seconds"], 1);
        assert_eq!(row["needed_bytes"], row["bytes_per_second"], "{row}");
    }
}

/// A directory with the dumps of all nodes is no node.
#[test]
fn dumps_of_two_servers_under_one_name_are_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let node = dir.path().join("node");
    std::fs::create_dir_all(&node).unwrap();
    for (from, to) in [("a", "1.txt"), ("b", "2.txt")] {
        std::fs::copy(testdata(&format!("cases/s9b-4.0.5/{from}/end.txt")), node.join(to)).unwrap();
    }
    let doc = run(&["--format", "json", "offsets", dir.path().to_str().unwrap()]).json();
    assert_eq!(doc["contradictions"][0]["id"], "several-nodes", "{doc}");
}
