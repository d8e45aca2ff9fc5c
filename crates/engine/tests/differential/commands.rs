//! Commands of clients.

use crate::{compare, oracle::Oracle, seeds, sequence};

#[test]
fn random_commands_make_the_same_data_and_replies() {
    let Some(mut oracle) = Oracle::start("random_commands_make_the_same_data_and_replies") else {
        return;
    };
    for seed in seeds(200) {
        let commands = sequence(seed);
        if let Err(problem) = run(&mut oracle, &commands, false) {
            let where_exactly = run(&mut oracle, &commands, true).err().unwrap_or_default();
            panic!("seed {seed}: {problem}\n{where_exactly}");
        }
    }
}

/// Runs a sequence on both sides. `closely` compares the data after every command instead of at the end.
fn run(oracle: &mut Oracle, commands: &[Vec<Vec<u8>>], closely: bool) -> Result<(), String> {
    oracle.reset();
    let mut engine = oracle.engine();
    // For work on one family: names of commands whose replies are not looked at.
    let ignored = std::env::var("AUTOPSYNC_IGNORE").unwrap_or_default().to_uppercase();
    let ignored: Vec<String> = ignored.split(',').map(str::to_owned).collect();
    let replies = if closely { Vec::new() } else { oracle.pipeline(commands) };
    for (n, command) in commands.iter().enumerate() {
        let args: Vec<&[u8]> = command.iter().map(Vec::as_slice).collect();
        let ordered = compare::has_order(&mut engine, &args);
        let ours = engine.call(&args);
        let theirs = if closely { oracle.call(command) } else { replies[n].clone() };
        let shown = || format!("command {n}: {}", compare::show(command));
        let name = String::from_utf8_lossy(&command[0]).to_uppercase();
        if ignored.contains(&name) {
            continue;
        }
        compare::replies(&ours, &theirs, ordered, &oracle.version())
            .map_err(|why| format!("{}: {why}", shown()))?;
        if closely && engine.digest().to_string() != oracle.digest() {
            let keys: Vec<String> =
                command.iter().skip(1).take(2).map(|key| oracle.describe(key)).collect();
            return Err(format!("{}: data differs afterwards; server has {keys:?}", shown()));
        }
    }
    let (ours, theirs) = (engine.digest().to_string(), oracle.digest());
    if ours == theirs { Ok(()) } else { Err(format!("digest {ours}, server {theirs}")) }
}
