//! What a master really sends.

use crate::{
    compare,
    oracle::{Oracle, Server},
    seeds, sequence,
};
use autopsync_engine::{CommandError, Engine, Observer, Outcome, Replay};
use autopsync_model::AppliedOffset;
use autopsync_stream::{Origin, Record, Stream};

#[test]
fn the_stream_of_a_master_makes_its_data() {
    follow(Server::Installed, "the_stream_of_a_master_makes_its_data");
}

#[test]
fn a_stream_with_verbatim_scripts_does() {
    follow(Server::Verbatim, "a_stream_with_verbatim_scripts_does");
}

#[test]
fn the_stream_of_a_valkey_does() {
    follow(Server::Valkey, "the_stream_of_a_valkey_does");
}

fn follow(server: Server, test: &str) {
    let Some(mut oracle) = Oracle::start(server, test) else { return };
    let mut link = oracle.server.attach_replica().unwrap();
    let mut engine = oracle.engine();
    engine.load(link.snapshot()).unwrap();
    let origin = Origin::after_snapshot(link.replid(), link.start());
    let mut applied = link.start();
    for seed in seeds(500) {
        oracle.reset();
        oracle.pipeline(&sequence(seed));
        oracle.call(&[b"DISCARD".to_vec()]);
        let to = AppliedOffset::new(oracle.info("master_repl_offset").parse().unwrap());
        let bytes = link.stream_to(to).unwrap();
        let stream = Stream::new(bytes, origin).starting_at(applied.next()).unwrap();
        let mut errors = Errors { scripts_may_fail: server == Server::Verbatim, found: Vec::new() };
        let done = Replay::new().to(to).run_with(&mut engine, &stream, &mut errors);
        assert_eq!((done.to, &done.tail), (to, &None), "seed {seed}");
        assert_eq!(errors.found, Vec::<String>::new(), "seed {seed}");
        if engine.digest().to_string() != oracle.digest() {
            panic!("seed {seed}: {}", oracle.differences(&mut engine));
        }
        applied = to;
    }
}

/// Keeps what failed: nothing that a master sends may fail on a replica with its data.
struct Errors {
    scripts_may_fail: bool,
    found: Vec<String>,
}

impl Observer for Errors {
    fn after(&mut self, _: &mut Engine, record: &Record<'_, '_>, outcome: &Outcome) -> bool {
        // A script sent as it is fails on the replica as it did on the master, after the same effects.
        let may_fail = self.scripts_may_fail && record.is("EVAL");
        if let Outcome::Failed(error) = outcome
            && !(may_fail && matches!(error, CommandError::RefusedWith(_)))
        {
            let command: Vec<Vec<u8>> = record.args.iter().map(|arg| arg.to_vec()).collect();
            self.found.push(format!("{}: {error:?}", compare::show(&command)));
        }
        true
    }
}
