//! The tasks of this repository: `cargo xtask <task>`. CI calls these and nothing else.
//!
//! Every task is a row of [`TASKS`] and a file in `tasks/`. Nothing but the standard library is used, so that the
//! runner itself is built in a moment.
#![forbid(unsafe_code)]

mod cargo;
mod error;
mod host;
mod tasks;

use error::{Error, Result};
use std::{
    env,
    io::{self, Write as _},
    process::ExitCode,
};

/// A task: its name, the arguments it takes, what it does, and the function that does it.
struct Task {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<()>,
}

const TASKS: &[Task] = &[
    Task {
        name: "test",
        arguments: "[CARGO TEST ARGUMENTS]",
        about: "get real servers where possible, run every test, count what was skipped",
        run: tasks::test::run,
    },
    Task {
        name: "lint",
        arguments: "",
        about: "check format, lints and docs; a warning is an error",
        run: tasks::lint::run,
    },
    Task {
        name: "gen",
        arguments: "[--check]",
        about: "write man pages, completions and schemas from the definitions, or compare them",
        run: tasks::generate::run,
    },
    Task {
        name: "bench-data",
        arguments: "[--size 1g] <DIR>",
        about: "write the large snapshots that bench reads",
        run: tasks::bench::data,
    },
    Task {
        name: "bench",
        arguments: "<DIR> [--peer 'NAME=COMMAND']...",
        about: "measure the program on the snapshots of a folder, beside redis-check-rdb, redis-server and peers ({file}: the snapshot)",
        run: tasks::bench::run,
    },
    Task {
        name: "fuzz-build",
        arguments: "",
        about: "build the fuzz targets",
        run: tasks::fuzz::build,
    },
    Task {
        name: "fuzz",
        arguments: "<TARGET> [--seconds N]",
        about: "fuzz one target, 60 seconds unless told; findings go to testdata/fuzz/<TARGET>/",
        run: tasks::fuzz::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Error::Reported) => ExitCode::FAILURE,
        Err(error) => {
            // With standard error closed, the exit code still tells.
            let _ = writeln!(io::stderr(), "xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        return Err(Error::Usage(usage()));
    };
    if matches!(name.as_str(), "help" | "-h" | "--help") {
        io::stdout().write_all(usage().as_bytes())?;
        return Ok(());
    }
    match TASKS.iter().find(|task| task.name == name) {
        Some(task) => (task.run)(rest),
        None => Err(Error::Usage(format!("no task is called {name:?}\n{}", usage()))),
    }
}

fn usage() -> String {
    let line = |task: &Task| {
        let call = format!("{} {}", task.name, task.arguments);
        format!("  {call:<30} {}\n", task.about)
    };
    let lines: String = TASKS.iter().map(line).collect();
    format!("usage: cargo xtask <task>\n\n{lines}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_task_is_told_the_known_ones() {
        let error = dispatch(&["tset".to_owned()]).unwrap_err().to_string();
        for task in TASKS {
            assert!(error.contains(task.name), "{error}");
        }
    }
}
