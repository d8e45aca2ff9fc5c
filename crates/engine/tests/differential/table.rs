//! The command table beside the server's own.

use crate::{
    compare,
    oracle::{Oracle, Server},
    sequence,
};
use autopsync_engine::commands::{self, CommandSpec, Keys};
use autopsync_synth::live::Reply;

/// What `COMMAND` says of a command.
struct Row {
    name: String,
    arity: i64,
    flags: Vec<String>,
    /// First key, last key, step.
    keys: [i64; 3],
    /// From 7.0 on sub-commands carry the flags and keys.
    is_container: bool,
}

fn rows(oracle: &mut Oracle) -> Vec<Row> {
    let reply = oracle.ask(&["COMMAND"]);
    let row = |reply: &Reply| {
        let parts = reply.array().unwrap();
        let number = |at: usize| parts[at].integer().unwrap();
        Row {
            name: parts[0].text().unwrap(),
            arity: number(1),
            flags: parts[2].array().unwrap().iter().map(|flag| flag.text().unwrap()).collect(),
            keys: [number(3), number(4), number(5)],
            is_container: parts
                .get(9)
                .is_some_and(|list| list.array().is_some_and(|l| !l.is_empty())),
        }
    };
    reply.array().unwrap().iter().map(row).collect()
}

fn keys_of(spec: &CommandSpec) -> Option<[i64; 3]> {
    match spec.keys {
        Keys::None => Some([0, 0, 0]),
        Keys::At { first, last, step } => Some([first.into(), last.into(), step.into()]),
        Keys::Movable(_) => None,
    }
}

/// Names that are there to catch web browsers, one that old servers do not list, and two whose keys only a sub-command
/// tells.
const ODD: [&str; 5] = ["post", "host:", "quit", "memory", "stralgo"];

#[test]
fn the_table_says_what_the_server_says() {
    let Some(mut oracle) = Oracle::start(Server::Installed, "the_table_says_what_the_server_says")
    else {
        return;
    };
    let version = oracle.version();
    let mut wrong = Vec::new();
    let rows = rows(&mut oracle);
    // Names of built-in modules' commands are in capitals; only the module knows what they do.
    let own = |row: &&Row| !row.name.contains(|c: char| c.is_ascii_uppercase());
    for row in rows.iter().filter(own).filter(|row| !ODD.contains(&row.name.as_str())) {
        let Some(spec) = commands::lookup(row.name.as_bytes()) else {
            wrong.push(format!("{} is missing", row.name));
            continue;
        };
        let has = |flag: &str| row.flags.iter().any(|other| other == flag);
        let mut check = |what: &str, same: bool| {
            if !same {
                wrong.push(format!("{}: {what} ({:?} {:?})", row.name, row.flags, row.keys));
            }
        };
        check("arity", spec.arity_in(&version).map(i64::from) == Some(row.arity));
        if row.is_container {
            continue;
        }
        check("keys", keys_of(spec).is_none_or(|keys| keys == row.keys));
        check("movable keys", matches!(spec.keys, Keys::Movable(_)) == has("movablekeys"));
        check("write", spec.is_write() == has("write"));
        check("readonly", spec.is_read_only() == has("readonly"));
        check("noscript", spec.allowed_in_scripts(&version) != has("noscript"));
        if version.at_least(7, 0, 0) {
            check("admin", spec.is_admin() == has("admin"));
        } else {
            check("random", spec.is_random_in(&version) == has("random"));
            check("sort_for_script", spec.sorts_for_script() == has("sort_for_script"));
        }
    }
    // A server that is not in cluster mode may hide what is for clusters.
    let listed = |spec: &&CommandSpec| spec.name != "sflush" && !ODD.contains(&spec.name);
    let known = |spec: &&CommandSpec| listed(spec) && spec.arity_in(&version).is_some();
    for spec in commands::all().iter().filter(known) {
        if !rows.iter().any(|row| row.name == spec.name) {
            wrong.push(format!("{} is not known to {version}", spec.name));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn keys_stand_where_the_server_finds_them() {
    let Some(mut oracle) =
        Oracle::start(Server::Installed, "keys_stand_where_the_server_finds_them")
    else {
        return;
    };
    for seed in 1..20 {
        for command in sequence(seed) {
            let args: Vec<&[u8]> = command.iter().map(Vec::as_slice).collect();
            let Some(spec) = commands::lookup(args[0]) else { continue };
            let Some(arity) = spec.arity_in(&oracle.version()) else { continue };
            let question = [&[&b"COMMAND"[..], b"GETKEYS"], &args[..]].concat();
            // An error stands for a command without keys, and for one that is wrong.
            let Some(theirs) = oracle.ask(&question).strings() else { continue };
            if CommandSpec::accepts(arity, args.len()) {
                let mut ours: Vec<Vec<u8>> =
                    spec.keys_of(&args).iter().map(|key| key.to_vec()).collect();
                let mut theirs = theirs;
                // Destinations stand first in some versions and last in others.
                ours.sort();
                theirs.sort();
                assert_eq!(ours, theirs, "{}", compare::show(&command));
            }
        }
    }
}
