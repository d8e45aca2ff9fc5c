//! `explain` and `rules`.

use crate::run::{run, run_with};

#[test]
fn a_line_is_explained_with_its_neighbours_and_versions() {
    let line = "1:S 21 Apr 2020 11:16:38.523 * Trying a partial resynchronization (request 8cbe44fd13e701294f18f0818bb2b96f7e4bf235:8443).";
    let output = run(&["explain", line]);
    let doc = output.json();
    assert_eq!((output.code, doc["kind"].as_str()), (0, Some("message")));
    let page = &doc["message"];
    assert_eq!(page["event"], "partial-resync-requested");
    assert_eq!(page["line"]["fields"]["next_offset"], 8443);
    assert!(page["fields"].as_array().unwrap().iter().all(|field| field["means"].is_string()));
    assert!(!page["before"].as_array().unwrap().is_empty());
    assert!(!page["after"].as_array().unwrap().is_empty());
    let this: Vec<_> =
        page["wordings"].as_array().unwrap().iter().filter(|w| w["is_this"] == true).collect();
    assert_eq!(this.len(), 1);
    assert!(this[0]["versions"].as_str().unwrap().contains("2.8.0"));
}

#[test]
fn a_worry_comes_with_a_remedy() {
    let doc = run_with(&["explain", "-"], b"Can't handle RDB format version 12\n").json();
    assert_eq!(doc["message"]["concern"], "trouble");
    assert!(doc["message"]["remedy"].as_str().unwrap().contains("Upgrade"));
    let table = run(&["--format", "table", "explain", "Background saving error"]).text();
    assert!(table.contains("yes, this is trouble") && table.contains("free memory"), "{table}");
}

#[test]
fn an_unknown_line_is_inconclusive_and_has_a_nearest() {
    let line = "1:S 21 Apr 2020 11:16:38.523 * Connection with the leader node was lost.";
    let output = run(&["explain", line]);
    let doc = output.json();
    assert_eq!((output.code, doc["kind"].as_str()), (4, Some("unknown")));
    assert!(doc["nearest"]["text"].as_str().unwrap().starts_with("Connection with"));
    let none = run(&["explain", "zzz"]);
    assert_eq!(none.code, 4);
    assert!(none.json()["nearest"].is_null());
}

#[test]
fn every_rule_that_is_listed_has_its_page() {
    let doc = run(&["rules"]).json();
    let rules = doc["rules"].as_array().unwrap();
    assert!(!rules.is_empty());
    for rule in rules {
        let id = rule["id"].as_str().unwrap();
        let output = run(&["explain", id]);
        let page = output.json();
        assert_eq!((output.code, page["kind"].as_str()), (0, Some("rule")), "{id}");
        assert_eq!(&page["rule"], rule);
    }
    let table = run(&["--format", "table", "explain", rules[0]["id"].as_str().unwrap()]).text();
    assert!(table.contains("Recognised by"), "{table}");
}

#[test]
fn every_message_that_is_listed_has_its_page() {
    let doc = run(&["explain", "--messages"]).json();
    let messages = doc["messages"].as_array().unwrap();
    assert!(messages.len() >= 240, "{}", messages.len());
    let id = messages[100]["event"].as_str().unwrap();
    assert_eq!(run(&["explain", id]).json()["message"]["event"], id);
    assert!(run(&["--format", "table", "explain", "--messages"]).text().contains("full-resync"));
}

#[test]
fn hostile_input_is_no_harm() {
    let mut input = vec![b'x'; 2 << 20];
    input.extend_from_slice(b"\0\x1b[2J\xff\n");
    let output = run_with(&["explain", "-"], &input);
    assert_eq!(output.code, 4);
    assert_eq!(run(&["explain"]).code, 2);
}
