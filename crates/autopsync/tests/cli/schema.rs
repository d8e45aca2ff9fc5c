//! `schema`, and that what the program prints keeps to it.

use crate::run::run;
use serde_json::Value;

fn schema(command: &str) -> Value {
    run(&["schema", command]).json()
}

/// Of a schema of several documents the one that requires nothing that this one lacks.
fn of_document(schema: &Value, doc: &Value) -> Value {
    let Some(several) = schema["anyOf"].as_array() else { return schema.clone() };
    let resolved = several.iter().map(|one| {
        let name = one["$ref"].as_str().unwrap().strip_prefix("#/$defs/").unwrap();
        &schema["$defs"][name]
    });
    let mut fitting = resolved.filter(|one| {
        let required = one["required"].as_array().unwrap();
        required.iter().all(|name| doc.get(name.as_str().unwrap()).is_some())
    });
    fitting.next().expect("a document that the schema describes").clone()
}

#[test]
fn every_document_has_what_its_schema_requires() {
    for (command, args) in [
        ("inspect", vec!["inspect", "--digest", "cases/s3-4.0.5/replica/shutdown.rdb"]),
        ("dump", vec!["dump", "cases/s3-4.0.5/replica/shutdown.rdb", "list:0"]),
        ("export", vec!["export", "cases/s3-4.0.5/replica/shutdown.rdb", "--to", "json"]),
        ("stream", vec!["stream", "cases/s3-4.0.5/master/backlog.bin"]),
        ("stream", vec!["stream", "--stats", "cases/s3-4.0.5/master/backlog.bin"]),
        ("stream", vec!["stream", "--stats", "aof/redis-7.0.15-commands/appendonlydir"]),
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
        let schema = of_document(&schema(command), &doc);
        let properties = schema["properties"].as_object().unwrap();
        for required in schema["required"].as_array().unwrap() {
            assert!(object.contains_key(required.as_str().unwrap()), "{command} lacks {required}");
        }
        for key in object.keys() {
            assert!(properties.contains_key(key), "{command}: {key} is not in the schema");
        }
    }
}
