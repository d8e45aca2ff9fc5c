//! `cargo xtask bench-data` and `cargo xtask bench`: large snapshots, and how fast they are read, beside other programs.

mod measure;

use crate::{
    cargo::{self, note},
    error::{Error, Result},
    host,
};
use measure::{Measured, measure, until_line};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

/// How often each command is run: the first time to warm up, and of the others the median counts.
const RUNS: usize = 4;

/// In the line in which a server that listens to a socket says that it has loaded its data.
const READY: &str = "ready to accept connections at";

/// What is run on each snapshot: a name, and the arguments of `autopsync` around its path.
const OURS: [(&str, &[&str], &[&str]); 6] = [
    ("inspect --aux-only: the head", &["inspect"], &["--aux-only"]),
    ("inspect --quick: scan, checksum", &["inspect"], &["--quick"]),
    ("inspect: scan, checksum, every nested encoding", &["inspect"], &[]),
    ("keys --top 10: scan", &["keys"], &["--top", "10"]),
    ("inspect --digest: full decoding", &["inspect"], &["--digest"]),
    ("export --to json", &["export"], &["--to", "json"]),
];

/// Writes the snapshots.
pub fn data(arguments: &[String]) -> Result<()> {
    let example =
        ["run", "--quiet", "--release", "-p", "autopsync-rdb", "--example", "bench-data", "--"];
    cargo::run(cargo::command(example).args(arguments))
}

/// Measures every snapshot of a folder.
pub fn run(arguments: &[String]) -> Result<()> {
    let [dir] = arguments else {
        return Err(Error::Usage("bench takes one folder, as bench-data fills it".into()));
    };
    cargo::run(&mut cargo::command(["build", "--quiet", "--release", "--package", "autopsync"]))?;
    let ours = cargo::target_dir().join("release").join("autopsync");
    for snapshot in snapshots(Path::new(dir))? {
        bench(&ours, &snapshot)?;
    }
    Ok(())
}

fn snapshots(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rdb") {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(Error::failed(format!("no snapshot in {}", dir.display())));
    }
    Ok(found)
}

/// Prints a row for each program that reads the snapshot.
fn bench(ours: &Path, snapshot: &Path) -> Result<()> {
    let bytes = fs::metadata(snapshot)?.len();
    let keys = fs::read_to_string(snapshot.with_extension("keys")).ok();
    let keys: Option<u64> = keys.and_then(|text| text.trim().parse().ok());
    let of = keys.map(|keys| format!(", {keys} keys")).unwrap_or_default();
    note(&format!("{}: {bytes} bytes{of}", snapshot.display()))?;
    let row = |name: &str, measured: Option<Measured>| {
        note(&match measured {
            Some(measured) => measured.row(name, bytes, keys),
            None => format!("{name:<50} not measured: it did not end well"),
        })
    };
    for (name, before, after) in OURS {
        let command = || {
            let mut command = Command::new(ours);
            command.args(before).arg(snapshot).args(after);
            command
        };
        row(name, median(|| measure(command()))?)?;
    }
    if let Some(program) = host::find("redis-check-rdb") {
        let command = || {
            let mut command = Command::new(&program);
            command.arg(snapshot);
            command
        };
        row("redis-check-rdb", median(|| measure(command()))?)?;
    }
    if let Some(program) = host::find("redis-server") {
        row("redis-server: start-up", median(|| until_line(server(&program, snapshot), READY))?)?;
    }
    Ok(())
}

/// A server that loads the snapshot, listens to a local socket alone, and changes no file.
fn server(program: &Path, snapshot: &Path) -> Command {
    let mut command = Command::new(program);
    let dir = snapshot.parent().filter(|dir| !dir.as_os_str().is_empty());
    let socket = format!("autopsync-bench-{}.sock", process::id());
    command.args(["--port", "0", "--save", "", "--unixsocket"]).arg(env::temp_dir().join(socket));
    command.arg("--dir").arg(dir.unwrap_or(Path::new(".")));
    command.arg("--dbfilename").arg(snapshot.file_name().unwrap_or_default());
    command
}

/// Runs something several times; returns the run of the median time, or `None` where one did not end well.
fn median(run: impl Fn() -> Result<Option<Measured>>) -> Result<Option<Measured>> {
    let mut all = Vec::new();
    for _ in 0..RUNS {
        match run()? {
            Some(measured) => all.push(measured),
            None => return Ok(None),
        }
    }
    all.remove(0);
    all.sort_by_key(|measured| measured.time);
    Ok(all.into_iter().nth(RUNS / 2 - 1))
}
