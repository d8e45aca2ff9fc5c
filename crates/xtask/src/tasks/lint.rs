//! `cargo xtask lint`: format, lints, docs.

use crate::{
    cargo,
    error::{Error, Result},
};

/// Checks format, lints and docs, quickest first.
pub fn run(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        return Err(Error::Usage("lint takes no arguments".into()));
    }
    let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    let doc = ["doc", "--quiet", "--workspace", "--no-deps"];
    cargo::run(&mut cargo::command(["fmt", "--all", "--check"]))?;
    cargo::run(&mut cargo::command(clippy))?;
    cargo::run(cargo::command(doc).env("RUSTDOCFLAGS", "-D warnings"))
}
