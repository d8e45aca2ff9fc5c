//! Expressions and scripts with what a real server made of them (`testdata/lua/vectors.json`).
//!
//! They are run in order, as they were on the server: settings persist. Not among them: errors of functions that
//! the prelude defines in Lua when they are called in tail position, where Lua forgets the caller's line.

use serde_json::Value;

use super::Server;
use crate::Reply;
use autopsync_model::Version;

fn vectors() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/lua/vectors.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// A reply as the file has it: bytes as characters up to U+00FF, what RESP2 shows of maps, sets and doubles.
fn json(reply: &Reply) -> Value {
    let text = |bytes: &[u8]| Value::String(bytes.iter().map(|byte| char::from(*byte)).collect());
    match reply {
        Reply::Status(status) => serde_json::json!({ "status": status }),
        Reply::Error(bytes) => serde_json::json!({ "error": text(bytes) }),
        Reply::Int(number) => (*number).into(),
        Reply::Bulk(bytes) => text(bytes),
        Reply::Nil => Value::Null,
        Reply::Array(elements) | Reply::Set(elements) => elements.iter().map(json).collect(),
        Reply::Map(pairs) => {
            pairs.iter().flat_map(|(field, value)| [json(field), json(value)]).collect()
        }
        Reply::Double(number) => Value::String(number.to_string()),
    }
}

#[test]
fn expressions_give_what_a_real_server_gave() {
    let vectors = vectors();
    let prologue = vectors["prologue"].as_str().unwrap();
    let mut server = Server::new(Version::redis(7, 0, 15));
    let expressions = vectors["expressions"].as_array().unwrap();
    assert!(expressions.len() > 800);
    for pair in expressions {
        let expression = pair[0].as_str().unwrap();
        let script = format!("{prologue}return all(pcall(function() return {expression} end))");
        assert_eq!(json(&server.eval(&script)), pair[1], "{expression}");
    }
}

#[test]
fn scripts_reply_what_a_real_server_replied() {
    let mut server = Server::new(Version::redis(7, 0, 15));
    let vectors = vectors();
    let scripts = vectors["scripts"].as_array().unwrap();
    assert!(scripts.len() > 90);
    for pair in scripts {
        let script = pair[0].as_str().unwrap();
        let expected = match &pair[1] {
            // A reply has no status of its own words; a string stands for it.
            Value::Object(status) if status.get("status").is_some_and(|word| word != "OK") => {
                &status["status"]
            }
            other => other,
        };
        let reply = json(&server.eval(script));
        assert_eq!(&reply, expected, "{script}");
    }
}
