//! `cargo xtask lint`: format, lints, docs.

use crate::{
    cargo,
    error::{Error, Result},
    host,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Checks format, lints and docs, quickest first.
pub fn run(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        return Err(Error::Usage("lint takes no arguments".into()));
    }
    let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    let doc = ["doc", "--quiet", "--workspace", "--no-deps"];
    cargo::run(&mut cargo::command(["fmt", "--all", "--check"]))?;
    check_every_file()?;
    cargo::run(&mut cargo::command(clippy))?;
    cargo::run(cargo::command(doc).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Checks the format of all files: `cargo fmt` does not see modules that a macro declares.
fn check_every_file() -> Result<()> {
    let mut files = Vec::new();
    sources(&cargo::top_level().join("crates"), &mut files)?;
    files.sort();
    let rustfmt = host::find("rustfmt").ok_or_else(|| Error::failed("no rustfmt in PATH"))?;
    cargo::note(&format!("rustfmt --check, {} files", files.len()))?;
    let status = Command::new(rustfmt)
        .args(["--edition", "2024", "--check", "--quiet"])
        .args(files)
        .current_dir(cargo::top_level())
        .status()?;
    if status.success() { Ok(()) } else { Err(Error::failed(format!("rustfmt: {status}"))) }
}

/// Collects the Rust files of a folder and those in it.
fn sources(dir: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
