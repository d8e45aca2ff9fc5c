//! `schema`, and that what the program prints keeps to it.

use crate::run::run;
use serde_json::Value;

fn schema(command: &str) -> Value {
    run(&["schema", command]).json()
}

#[test]
fn every_document_has_what_its_schema_requires() {
    for (command, args) in [
        ("inspect", vec!["inspect", "--digest", "cases/s3-4.0.5/replica/shutdown.rdb"]),
        ("dump", vec!["dump", "cases/s3-4.0.5/replica/shutdown.rdb", "list:0"]),
        ("export", vec!["export", "cases/s3-4.0.5/replica/shutdown.rdb", "--to", "json"]),
        ("stream", vec!["stream", "cases/s3-4.0.5/master/backlog.bin"]),
        ("replay", vec!["replay", "--stream", "cases/s3-4.0.5/master/backlog.bin"]),
        ("psync", vec!["psync", "--replica", "cases/s3-4.0.5/replica/shutdown.rdb"]),
        ("logs", vec!["logs", "text/log/recorded/valkey-9.1.2.log"]),
        ("explain", vec!["explain", "Background saving error"]),
        ("rules", vec!["rules"]),
    ] {
        let doc = run(&[&["--format", "json"], args.as_slice()].concat()).json();
        let object = doc.as_object().unwrap();
        assert_eq!(object.keys().next().unwrap(), "schema", "{command}");
        assert_eq!(doc["schema"], format!("autopsync.{command}/1"));
        let schema = schema(command);
        let properties = schema["properties"].as_object().unwrap();
        for required in schema["required"].as_array().unwrap() {
            assert!(object.contains_key(required.as_str().unwrap()), "{command} lacks {required}");
        }
        for key in object.keys() {
            assert!(properties.contains_key(key), "{command}: {key} is not in the schema");
        }
    }
}
