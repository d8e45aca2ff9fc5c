//! Calls of cargo, from the repository's top level.

use crate::error::{Error, Result};
use std::{
    env,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Returns the repository's top level.
pub fn top_level() -> PathBuf {
    // crates/xtask, so the ancestor two steps up.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .map_or_else(PathBuf::new, Path::to_owned)
}

/// Returns the folder for what cargo and the tasks build.
pub fn target_dir() -> PathBuf {
    let dir =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    top_level().join(dir)
}

/// Prepares a call of the cargo that runs this program.
pub fn command<I: IntoIterator<Item: AsRef<std::ffi::OsStr>>>(args: I) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(args).current_dir(top_level()).stdin(Stdio::null());
    command
}

/// Shows a command, runs it with its output passed through, and demands success.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = show(command)?;
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(Error::failed(format!("{shown}: {status}"))) }
}

/// Prints the command as a user would type it, and returns the text.
pub fn show(command: &Command) -> Result<String> {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
    let args = command.get_args().map(|arg| arg.to_string_lossy());
    let shown = std::iter::once(name).chain(args).collect::<Vec<_>>().join(" ");
    note(&shown)?;
    Ok(shown)
}

/// Prints a line about what the task does.
pub fn note(line: &str) -> Result<()> {
    writeln!(io::stderr(), "==> {line}")?;
    Ok(())
}
