//! `autopsync generate`: man pages, completions and schemas from the definitions. For the repository's own use.

use crate::{cli, commands::schema, error::Error, exit::Exit};
use autopsync_report::schema_names;
use clap::{Args, Command, ValueEnum};
use clap_complete::Shell;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Writes what is generated.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// The directory below which `man`, `completions` and `schemas` are written
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

/// Runs the command.
pub fn run(args: &GenerateArgs) -> Result<Exit, Error> {
    for (path, text) in files()? {
        let path = args.dir.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(Exit::Good)
}

/// Every generated file with its path from the repository's root.
pub fn files() -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    let cli = cli::definition();
    man_pages(&cli, "autopsync", &mut files)?;
    for shell in Shell::value_variants() {
        let mut text = Vec::new();
        clap_complete::generate(*shell, &mut cli.clone(), "autopsync", &mut text);
        files.push((Path::new("completions").join(format!("autopsync.{shell}")), text));
    }
    for name in schema_names() {
        let path = Path::new("crates/report/schemas").join(format!("{name}.json"));
        files.push((path, schema::text(name).into_bytes()));
    }
    Ok(files)
}

fn man_pages(command: &Command, name: &str, files: &mut Vec<(PathBuf, Vec<u8>)>) -> io::Result<()> {
    let mut command = command.clone();
    command.build();
    render(&command, name, files)?;
    for sub in
        command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
    {
        render(sub, &format!("{name}-{}", sub.get_name()), files)?;
    }
    Ok(())
}

fn render(command: &Command, name: &str, files: &mut Vec<(PathBuf, Vec<u8>)>) -> io::Result<()> {
    let mut text = Vec::new();
    let title = name.to_uppercase();
    clap_mangen::Man::new(command.clone().name(name.to_owned())).title(title).render(&mut text)?;
    files.push((Path::new("man").join(format!("{name}.1")), text));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_generated_is_fresh() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for (path, text) in files().unwrap() {
            let stored = fs::read(root.join(&path)).unwrap_or_default();
            assert!(stored == text, "{} is stale: run `cargo xtask gen`", path.display());
        }
    }
}
