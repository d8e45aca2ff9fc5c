//! Commands of clients.

use crate::{
    compare,
    oracle::{Oracle, Server},
    seeds, sequence,
};

#[test]
fn random_commands_make_the_same_data_and_replies() {
    ask(Server::Installed, "random_commands_make_the_same_data_and_replies");
}

#[test]
fn random_commands_do_with_verbatim_scripts() {
    ask(Server::Verbatim, "random_commands_do_with_verbatim_scripts");
}

#[test]
fn random_commands_do_on_valkey() {
    ask(Server::Valkey, "random_commands_do_on_valkey");
}

fn ask(server: Server, test: &str) {
    let Some(mut oracle) = Oracle::start(server, test) else { return };
    for seed in seeds(500) {
        let commands = sequence(seed);
        if let Err((_, problem)) = run(&mut oracle, &commands, false) {
            let closely = run(&mut oracle, &commands, true).err();
            let (n, where_exactly) = closely.unwrap_or((commands.len() - 1, String::new()));
            let before = history(&commands, n);
            panic!("seed {seed}: {problem}\n{where_exactly}\nbefore it:{before}");
        }
    }
}

/// Lists the commands before the one given that share an argument with it, the last twenty.
fn history(commands: &[Vec<Vec<u8>>], n: usize) -> String {
    let shares = |command: &&Vec<Vec<u8>>| {
        command.iter().skip(1).any(|argument| commands[n][1..].contains(argument))
    };
    let mut lines: Vec<String> =
        commands[..n].iter().rev().filter(shares).take(20).map(|c| compare::show(c)).collect();
    lines.reverse();
    lines.iter().fold(String::new(), |text, line| text + "\n  " + line)
}

/// Runs a sequence on both sides. `closely` compares the data after every command instead of at the end.
fn run(
    oracle: &mut Oracle,
    commands: &[Vec<Vec<u8>>],
    closely: bool,
) -> Result<(), (usize, String)> {
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
            .map_err(|why| (n, format!("{}: {why}", shown())))?;
        if closely && engine.digest().to_string() != oracle.digest() {
            let keys: Vec<String> =
                command.iter().skip(1).take(2).map(|key| oracle.describe(key)).collect();
            let problem = format!("{}: data differs afterwards; server has {keys:?}", shown());
            return Err((n, problem));
        }
    }
    let (ours, theirs) = (engine.digest().to_string(), oracle.digest());
    if ours == theirs {
        return Ok(());
    }
    Err((commands.len() - 1, format!("digest {ours}, server {theirs}")))
}
