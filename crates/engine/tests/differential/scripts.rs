//! A corpus of scripts: every function of every library, conversions, errors, effects.
//!
//! Each script runs on the same small data set. Its reply has to be the server's, and the data afterwards; and where the
//! server sends scripts as they are, a replica that is fed with the stream has to come to the same data.

use crate::{
    compare,
    oracle::{Oracle, Server},
};
use autopsync_engine::Replay;
use autopsync_model::AppliedOffset;
use autopsync_stream::{Origin, Stream};

/// Scripts, each under a line `--# name`, which may end in where the script has no one answer:
/// - `not-valkey`: Valkey 9.1 hashes strings in another way than Lua 5.1, so that tables have another order;
/// - `verbatim`: only with verbatim scripts does each run begin with the same random numbers;
/// - `valkey`: up to 7.0 the clock does not stand still;
/// - `not-installed`: 7.0.15 crashes, or has a security fix that Debian added to it.
const CORPUS: [(&str, &str); 5] = [
    ("base", include_str!("corpus/base.lua")),
    ("cjson", include_str!("corpus/cjson.lua")),
    ("cmsgpack", include_str!("corpus/cmsgpack.lua")),
    ("redis", include_str!("corpus/redis.lua")),
    ("struct_bit", include_str!("corpus/struct_bit.lua")),
];

/// What there is before each script.
const DATA: [&str; 6] = [
    "SET s:1 17",
    "RPUSH l:1 one two 3",
    "SADD S:1 a b c",
    "ZADD z:1 1 a 2.5 b",
    "HSET h:1 f v g 2",
    "SELECT 0",
];

/// Returns the scripts for a server; one can be chosen by a part of its name in `AUTOPSYNC_SCRIPT`.
fn corpus(server: Server) -> impl Iterator<Item = (String, &'static str)> {
    let chosen = std::env::var("AUTOPSYNC_SCRIPT").unwrap_or_default();
    CORPUS
        .into_iter()
        .flat_map(|(file, text)| {
            text.split("--# ").skip(1).map(move |script| {
                let (head, body) = script.split_once('\n').unwrap();
                let (name, condition) = head.split_once(' ').unwrap_or((head, ""));
                let body = body.strip_suffix('\n').unwrap_or(body);
                (format!("{file}.lua {name}"), condition, body)
            })
        })
        .filter(move |(_, condition, _)| match *condition {
            "" => true,
            "verbatim" => server == Server::Verbatim,
            "valkey" => server == Server::Valkey,
            "not-valkey" => server != Server::Valkey,
            "not-installed" => server != Server::Installed,
            other => panic!("{other} is no condition"),
        })
        .map(|(name, _, body)| (name, body))
        .filter(move |(name, _)| name.contains(&chosen))
}

fn eval(body: &str) -> Vec<Vec<u8>> {
    ["EVAL", body, "5", "s:1", "l:1", "S:1", "z:1", "h:1", "hello", "42", "-3.5"]
        .map(|argument| argument.as_bytes().to_vec())
        .to_vec()
}

/// Returns the commands that make the data.
fn data() -> Vec<Vec<Vec<u8>>> {
    let command = |line: &&str| line.split(' ').map(|word| word.as_bytes().to_vec()).collect();
    DATA.iter().map(command).collect()
}

/// Lists what differs, script by script.
fn compare_with(server: Server, test: &str) {
    let Some(mut oracle) = Oracle::start(server, test) else { return };
    let mut problems = Vec::new();
    for (name, body) in corpus(server) {
        oracle.reset();
        let mut engine = oracle.engine();
        oracle.pipeline(&data());
        for command in data() {
            engine.call(&command.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }
        let command = eval(body);
        let theirs = oracle.call(&command);
        let ours = engine.call(&command.iter().map(Vec::as_slice).collect::<Vec<_>>());
        if let Err(why) = compare::replies(&ours, &theirs, true, &oracle.version()) {
            problems.push(format!("{name}: {why}"));
        }
        if engine.digest().to_string() != oracle.digest() {
            problems.push(format!("{name}: data differs {}", oracle.differences(&mut engine)));
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn scripts_answer_and_change_what_they_do_on_the_server() {
    compare_with(Server::Installed, "scripts_answer_and_change_what_they_do_on_the_server");
}

#[test]
fn scripts_do_under_verbatim_replication() {
    compare_with(Server::Verbatim, "scripts_do_under_verbatim_replication");
}

#[test]
fn scripts_do_on_valkey() {
    compare_with(Server::Valkey, "scripts_do_on_valkey");
}

#[test]
fn scripts_in_a_stream_make_the_data_of_their_master() {
    let test = "scripts_in_a_stream_make_the_data_of_their_master";
    let Some(mut oracle) = Oracle::start(Server::Verbatim, test) else { return };
    let mut link = oracle.server.attach_replica().unwrap();
    let mut engine = oracle.engine();
    let origin = Origin::after_snapshot(link.replid(), link.start());
    let mut applied = link.start();
    let mut problems = Vec::new();
    for (name, body) in corpus(Server::Verbatim) {
        oracle.reset();
        oracle.pipeline(&data());
        oracle.call(&eval(body));
        let to = AppliedOffset::new(oracle.info("master_repl_offset").parse().unwrap());
        let bytes = link.stream_to(to).unwrap();
        let stream = Stream::new(bytes, origin).starting_at(applied.next()).unwrap();
        let done = Replay::new().to(to).run(&mut engine, &stream);
        assert_eq!((done.to, &done.tail), (to, &None), "{name}");
        if engine.digest().to_string() != oracle.digest() {
            problems.push(format!("{name}: {}", oracle.differences(&mut engine)));
        }
        applied = to;
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn the_corpus_names_each_script_once() {
    let mut names: Vec<String> = corpus(Server::Verbatim).map(|(name, _)| name).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}
