//! `cargo xtask test`: every test, and an honest count of those that did not run.

mod tally;
mod wheels;

use crate::{
    cargo,
    error::{Error, Result},
    host,
};
use std::{
    env, fs,
    io::{self, BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::Stdio,
};
use tally::Tally;

/// Names the program of the differential tests (as in `autopsync_synth::live`).
const SERVER_VARIABLE: &str = "AUTOPSYNC_REDIS_SERVER";

/// Names the file to which tests that cannot run append a line (as in `autopsync_synth::live`).
const SKIPPED_VARIABLE: &str = "AUTOPSYNC_SKIPPED_FILE";

/// Two runs, because cargo tests either documentation or everything else.
const RUNS: [&[&str]; 2] =
    [&["--workspace", "--lib", "--bins", "--tests", "--examples"], &["--workspace", "--doc"]];

/// Runs the task. Arguments go to both calls of `cargo test`, so that `cargo xtask test snapshot` is a filter.
///
/// The last line is `N passed, N failed, N skipped`.
pub fn run(arguments: &[String]) -> Result<()> {
    announce_server()?;
    let servers = wheels::servers()?;
    let skipped_file = fresh_skipped_file()?;
    let mut tally = Tally::default();
    for run in RUNS {
        test(run, arguments, &skipped_file, &servers, &mut tally)?;
    }
    for line in fs::read_to_string(&skipped_file)?.lines() {
        tally.skipped.push(line.to_owned());
    }
    io::stdout().write_all(tally.to_string().as_bytes())?;
    if tally.failed == 0 { Ok(()) } else { Err(Error::Reported) }
}

/// Says which server the differential tests will ask, or that there is none.
fn announce_server() -> Result<()> {
    if let Some(path) = env::var_os(SERVER_VARIABLE).filter(|value| !value.is_empty()) {
        let path = PathBuf::from(path);
        let known = if path.is_file() { "" } else { ", which is no file" };
        return cargo::note(&format!("{SERVER_VARIABLE} is {}{known}", path.display()));
    }
    match host::find_or_install("redis-server", "redis-server")? {
        Some(path) => cargo::note(&format!("differential tests ask {}", path.display())),
        None => cargo::note(&format!(
            "differential tests will be skipped; name a server in {SERVER_VARIABLE} to run them"
        )),
    }
}

fn fresh_skipped_file() -> Result<PathBuf> {
    let dir = cargo::target_dir();
    fs::create_dir_all(&dir)?;
    let path = dir.join("skipped-tests.txt");
    fs::write(&path, "")?;
    Ok(path)
}

/// Runs `cargo test` once, passing its output through and reading along.
fn test(
    run: &[&str],
    arguments: &[String],
    skipped_file: &Path,
    servers: &[(&str, PathBuf)],
    tally: &mut Tally,
) -> Result<()> {
    let mut command = cargo::command(["test", "--no-fail-fast"]);
    command.args(run).args(arguments).env(SKIPPED_VARIABLE, skipped_file);
    command.envs(servers.iter().map(|(variable, path)| (variable, path)));
    let shown = cargo::show(&command)?;
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().ok_or_else(|| Error::failed("no output of cargo"))?;
    let failed_before = tally.failed;
    let mut stdout = io::stdout();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        stdout.write_all(&line)?;
        stdout.write_all(b"\n")?;
        tally.read(&String::from_utf8_lossy(&line));
    }
    let status = child.wait()?;
    if !status.success() && tally.failed == failed_before {
        // It did not build, or a test took the whole process with it: no line tells of that.
        cargo::note(&format!("{shown}: {status}"))?;
        tally.failed += 1;
    }
    Ok(())
}
