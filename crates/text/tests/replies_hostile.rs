//! Replies and configurations in every state of disrepair: no panic, and nothing read from beyond a cut.

use autopsync_text::{
    ClusterNodes, Config, RoleReply, looks_like_cluster_nodes, looks_like_config, looks_like_role,
    looks_like_watched, watched,
};
use proptest::prelude::*;

const PASTES: &[&str] = &[
    "127.0.0.1:9000> role\n1) \"master\"\n2) (integer) 3129659\n3) 1) 1) \"127.0.0.1\"\n      2) \"9001\"\n      3) \"3129242\"\n",
    "slave\r\n10.0.0.1\r\n6379\r\nconnected\r\n56\r\n",
    "port 6379\nreplicaof 10.0.0.1 6380\nsave \"\"\nmasterauth \"a \\\"b\\\" c\"\nrepl-backlog-size 64mb\n",
    "1# \"repl-backlog-size\" => \"1048576\"\n2# \"save\" => \"\"\n",
    "{\"repl-backlog-size\":\"1048576\",\"save\":\"\\u0041\"}",
    "07c37dfeb235213a872192d90877d0cd55635b91 127.0.0.1:30004@31004,h slave e7d1eecce10fd6bb5eb35b9f99a514335d9ba9ca 0 1426238317239 4 connected\n",
    "1)  1) \"name\"\n    2) \"m\"\n    3) \"ip\"\n    4) \"10.0.0.2\"\n    5) \"port\"\n    6) \"6379\"\n    7) \"flags\"\n    8) \"slave,s_down\"\n",
];

/// Asks everything that can be asked of any bytes, and returns how much was found.
fn survive(bytes: &[u8]) -> usize {
    let lines = bytes.split(|byte| *byte == b'\n').count();
    let _ = (
        looks_like_config(bytes),
        looks_like_role(bytes),
        looks_like_watched(bytes),
        looks_like_cluster_nodes(bytes),
    );
    let config = Config::parse(bytes);
    let _ = (config.replication(), config.bytes("repl-backlog-size"), config.flag("save"));
    let cluster = ClusterNodes::parse(bytes);
    let _ = cluster.myself();
    assert!(cluster.nodes.len() <= lines);
    let found = watched(bytes);
    assert!(found.len() <= bytes.len());
    config.settings().len()
        + cluster.nodes.len()
        + found.len()
        + usize::from(RoleReply::parse(bytes).is_some())
}

#[test]
fn every_prefix_and_every_flipped_bit_is_survived() {
    for paste in PASTES {
        let mut bytes = paste.as_bytes().to_vec();
        assert!(survive(&bytes) > 0, "{paste}");
        for cut in 0..bytes.len() {
            survive(&bytes[..cut]);
        }
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            survive(&bytes);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

#[test]
fn a_line_of_a_megabyte_is_no_harm() {
    for unit in ["\"", "a ", "1) ", " => ", "\\", ">", "\0", "'"] {
        survive(unit.repeat((1 << 20) / unit.len()).as_bytes());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        survive(&bytes);
    }

    #[test]
    fn any_arrangement_of_words_is_survived(words in proptest::collection::vec(
        prop_oneof![Just("name"), Just("ip"), Just("port"), Just("6379"), Just("master"), Just("slave"), Just("save"), Just("\n"),
            Just("1) "), Just("\""), Just(" => "), Just("replicaof"), Just("-1"), Just("{"), Just("127.0.0.1:1> ")], 0..60)) {
        survive(words.concat().as_bytes());
    }
}
