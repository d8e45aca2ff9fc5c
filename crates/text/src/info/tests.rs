use super::*;
use autopsync_model::At;

fn keys_of(info: &Info) -> Vec<&str> {
    info.fields().iter().map(|field| field.key.as_str()).collect()
}

#[test]
fn every_field_keeps_section_and_line() {
    let info = Info::parse(
        b"$99\r\n# Server\r\nredis_version:4.0.2\r\n\r\n# Replication\r\nrole:master\r\n",
    );
    let role = info.field("role").unwrap();
    assert_eq!(role.section.as_deref(), Some("Replication"));
    assert_eq!(role.place.at(), At::Line(6));
    assert_eq!(info.get("redis_version"), Some("4.0.2"));
    assert_eq!(info.get("run_id"), None);
}

#[test]
fn the_dumps_of_several_nodes_are_told_apart() {
    let text = "10.0.0.1:6379> info replication\n# Replication\nrole:master\nconnected_slaves:1\n\
                10.0.0.1:6379> info server\n# Server\nredis_version:5.0.14\n\
                10.0.0.2:6379> info replication\n# Replication\nrole:slave\n\
                and the third:\n# Replication\nrole:slave\n";
    let all = Info::parse_all(text.as_bytes());
    assert_eq!(all.len(), 3);
    assert_eq!(keys_of(&all[0]), ["role", "connected_slaves", "redis_version"]);
    assert_eq!(all[0].prompt(), Some("10.0.0.1:6379"));
    assert_eq!(all[1].prompt(), Some("10.0.0.2:6379"));
    assert_eq!(all[2].get("role"), Some("slave"));
    assert_eq!(all[2].place_of("role").unwrap().at(), At::Line(13));
}

#[test]
fn fields_filtered_by_grep_come_in_several_dumps_too() {
    let all =
        Info::parse_all(b"role:master\nmaster_repl_offset:5\nrole:slave\nslave_repl_offset:5\n");
    assert_eq!(all.len(), 2);
    assert_eq!(keys_of(&all[1]), ["role", "slave_repl_offset"]);
}

#[test]
fn a_dump_in_one_string_is_read() {
    let text = br##""# Replication\r\nrole:master\r\nslave0:ip=10.0.0.3,port=6381,state=online,offset=1820,lag=0\r\nmaster_repl_offset:1820\r\n""##;
    let info = Info::parse(text);
    assert_eq!(info.replication().replicas.len(), 1);
    assert_eq!(info.parsed::<i64>("master_repl_offset"), Some(1820));
    assert!(looks_like_info(text));
}

#[test]
fn remarks_behind_a_value_are_not_part_of_it() {
    let info = Info::parse(b"master_repl_offset:1820  <-- stuck here\nrole:slave   # was master\n");
    assert_eq!(info.replication().master_repl_offset.unwrap().get(), 1820);
    assert_eq!(info.replication().role, Some(crate::Role::Replica));
    assert!(info.damages().is_empty());
}

#[test]
fn a_number_that_is_none_is_damage_with_its_line() {
    let info = Info::parse(b"role:master\nmaster_repl_offset:18x0\nrepl_backlog_size:\n");
    let damages = info.damages();
    assert_eq!(damages.len(), 2);
    assert_eq!(
        damages[0].to_string(),
        "expected a number for master_repl_offset, found \"18x0\", in line 2"
    );
}

#[test]
fn only_dumps_look_like_dumps() {
    for text in [
        "# Replication\r\nrole:master\r\n",
        "role:slave\nmaster_host:10.0.0.1\n",
        "some words\n> redis_version:2.8.24\n> connected_slaves:0\n",
    ] {
        assert!(looks_like_info(text.as_bytes()), "{text:?}");
    }
    for text in [
        "",
        "1:M 12 Dec 2020 10:00:00.000 * Replica 10.0.0.2:6379 asks for synchronization\n",
        "port 6379\nreplicaof 10.0.0.1 6379\nmaxmemory 100mb\n",
        "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n",
        "{\"role\": \"master\"}",
        "version: 3\nservices:\n  redis:\n    image: redis:6.2\n",
        "role:\n  - admin\n",
        "[17] 12 Dec 10:00:00 # --- INFO\n# Server\nredis_version:2.8.24\nrole:master\n",
    ] {
        assert!(!looks_like_info(text.as_bytes()), "{text:?}");
    }
    assert!(Info::parse(b"nothing here").is_empty());
}
