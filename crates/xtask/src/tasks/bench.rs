//! `cargo xtask bench-data` and `cargo xtask bench`: large snapshots, and how fast they are read, beside other programs.
//!
//! `bench DIR` reads every `*.rdb` of a folder with ours, `redis-check-rdb` and `redis-server`, as far as they are
//! installed, and with whatever `--peer 'NAME=COMMAND {file}'` names, any number of times. All rows of a snapshot are
//! run in turn, [`RUNS`] times over, so that a disturbance of the machine meets all of them; medians are printed.

mod measure;
mod peer;
mod row;

use crate::{
    cargo::{self, note},
    error::{Error, Result},
    host,
};
use measure::{copy, measure, until_line};
use peer::Peer;
use row::{RUNS, Row};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

/// In the line in which a server that listens to a socket says that it has loaded its data.
const READY: &str = "ready to accept connections at";

/// Exit codes of a program that judges the snapshot: it is sound, or it is not.
const JUDGED: &[i32] = &[0, 1];

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
    let (dir, peers) = options(arguments)?;
    cargo::run(&mut cargo::command(["build", "--quiet", "--release", "--package", "autopsync"]))?;
    let ours = cargo::target_dir().join("release").join("autopsync");
    for snapshot in snapshots(&dir)? {
        bench(&ours, &peers, &snapshot)?;
    }
    Ok(())
}

/// Reads `DIR [--peer 'NAME=COMMAND']...`.
fn options(arguments: &[String]) -> Result<(PathBuf, Vec<Peer>)> {
    let (mut dir, mut peers) = (None, Vec::new());
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if argument == "--peer" {
            peers.push(Peer::parse(arguments.next().map_or("", String::as_str))?);
        } else if argument.starts_with('-') || dir.is_some() {
            return Err(Error::Usage(format!("bench does not take {argument:?}")));
        } else {
            dir = Some(PathBuf::from(argument));
        }
    }
    let dir =
        dir.ok_or_else(|| Error::Usage("bench takes one folder, as bench-data fills it".into()))?;
    Ok((dir, peers))
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
fn bench(ours: &Path, peers: &[Peer], snapshot: &Path) -> Result<()> {
    let bytes = fs::metadata(snapshot)?.len();
    let keys = fs::read_to_string(snapshot.with_extension("keys")).ok();
    let keys: Option<u64> = keys.and_then(|text| text.trim().parse().ok());
    let of = keys.map(|keys| format!(", {keys} keys")).unwrap_or_default();
    note(&format!("{}: {bytes} bytes{of}", snapshot.display()))?;
    let mut rows = rows(ours, peers, snapshot, bytes);
    for run in 1..=RUNS {
        note(&format!("run {run} of {RUNS}"))?;
        rows.iter_mut().try_for_each(Row::run)?;
    }
    rows.iter().try_for_each(|row| note(&row.line(bytes, keys)))
}

fn rows<'a>(ours: &'a Path, peers: &'a [Peer], snapshot: &'a Path, bytes: u64) -> Vec<Row<'a>> {
    let mut rows = vec![Row::new("copying as many bytes in memory", move || Ok(Ok(copy(bytes))))];
    for (name, before, after) in OURS {
        let run = move || measure(call(ours, before, snapshot, after), JUDGED);
        rows.push(Row::new(name, run));
    }
    if let Some(program) = host::find("redis-check-rdb") {
        let run = move || measure(call(&program, &[], snapshot, &[]), JUDGED);
        rows.push(Row::new("redis-check-rdb", run));
    }
    if let Some(program) = host::find("redis-server") {
        let run = move || {
            let outcome = until_line(server(&program, snapshot), READY);
            // The server was killed, and leaves its socket; where it made none, there is none to remove.
            let _ = fs::remove_file(socket());
            outcome
        };
        rows.push(Row::new("redis-server: start-up", run));
    }
    let run = |peer: &'a Peer| move || measure(peer.command(snapshot), &[0]);
    rows.extend(peers.iter().map(|peer| Row::new(&peer.name, run(peer))));
    rows
}

/// A program, and its arguments before and after the snapshot.
fn call(program: &Path, before: &[&str], snapshot: &Path, after: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(before).arg(snapshot).args(after);
    command
}

fn socket() -> PathBuf {
    env::temp_dir().join(format!("autopsync-bench-{}.sock", process::id()))
}

/// A server that loads the snapshot, listens to a local socket alone, and changes no file.
fn server(program: &Path, snapshot: &Path) -> Command {
    let mut command = Command::new(program);
    let dir = snapshot.parent().filter(|dir| !dir.as_os_str().is_empty());
    command.args(["--port", "0", "--save", "", "--unixsocket"]).arg(socket());
    command.arg("--dir").arg(dir.unwrap_or(Path::new(".")));
    command.arg("--dbfilename").arg(snapshot.file_name().unwrap_or_default());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_and_the_folder_come_in_any_order() {
        let words = ["--peer", "a=a {file}", "dir", "--peer", "b=b {file}"].map(str::to_owned);
        let (dir, peers) = options(&words).unwrap();
        let names: Vec<&str> = peers.iter().map(|peer| peer.name.as_str()).collect();
        assert_eq!((dir.as_path(), names), (Path::new("dir"), vec!["a", "b"]));
    }

    #[test]
    fn a_misspelt_option_is_not_taken_for_a_folder() {
        for words in [vec!["--pear"], vec!["dir", "dir2"], vec!["dir", "--peer"], vec![]] {
            let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            assert!(matches!(options(&words), Err(Error::Usage(_))), "{words:?}");
        }
    }
}
