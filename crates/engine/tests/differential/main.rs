//! The engine beside a real server: the same random commands, the same replies, the same data.
//!
//! The server is `redis-server` from the path, or what `AUTOPSYNC_REDIS_SERVER` names; it listens on the loopback
//! address, in a folder of its own. Commands are a function of a seed, which is printed on failure;
//! `AUTOPSYNC_SEED` and `AUTOPSYNC_SEQUENCES` choose others. Without a server the tests say that they are skipped.

mod compare;
mod generate;
mod random;
mod resp;
mod server;

use autopsync_engine::{Engine, Limits, Profile};
use random::Random;
use server::Server;

/// Commands of one sequence.
const LENGTH: usize = 500;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn random_commands_make_the_same_data_and_replies() {
    let Some(mut server) = Server::start("random_commands_make_the_same_data_and_replies") else {
        return;
    };
    let first = setting("AUTOPSYNC_SEED", 1);
    for seed in first..first + setting("AUTOPSYNC_SEQUENCES", 200) {
        let commands = sequence(seed);
        if let Err(problem) = run(&mut server, &commands, false) {
            let where_exactly = run(&mut server, &commands, true).err().unwrap_or_default();
            panic!("seed {seed}: {problem}\n{where_exactly}");
        }
    }
}

fn sequence(seed: u64) -> Vec<Vec<Vec<u8>>> {
    let mut random = Random::new(seed);
    let profile = generate::Families::of_seed(&mut random);
    (0..LENGTH).map(|_| profile.command(&mut random)).collect()
}

fn engine_like(server: &mut Server) -> Engine {
    let mut engine = Engine::new(Profile::of(server.version()), Limits::default());
    engine.set_clock(server.now_ms());
    engine
}

/// Runs a sequence on both sides. `closely` compares the data after every command instead of at the end.
fn run(server: &mut Server, commands: &[Vec<Vec<u8>>], closely: bool) -> Result<(), String> {
    server.reset();
    let mut engine = engine_like(server);
    let replies = if closely { Vec::new() } else { server.pipeline(commands) };
    for (n, command) in commands.iter().enumerate() {
        let args: Vec<&[u8]> = command.iter().map(Vec::as_slice).collect();
        let ordered = compare::has_order(&mut engine, &args);
        let ours = engine.call(&args);
        let theirs = if closely { server.call(command) } else { replies[n].clone() };
        let shown = || format!("command {n}: {}", compare::show(command));
        compare::replies(&ours, &theirs, ordered, &server.version())
            .map_err(|why| format!("{}: {why}", shown()))?;
        if closely {
            let (ours, theirs) = (engine.digest().to_string(), server.digest());
            if ours != theirs {
                let key = command.iter().skip(1).take(2).map(|key| server.describe(key));
                let keys: Vec<String> = key.collect();
                return Err(format!("{}: data differs afterwards; server has {keys:?}", shown()));
            }
        }
    }
    let (ours, theirs) = (engine.digest().to_string(), server.digest());
    if ours != theirs {
        return Err(format!("digest {ours}, server {theirs}"));
    }
    Ok(())
}
