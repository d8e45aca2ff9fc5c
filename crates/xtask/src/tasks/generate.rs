//! `cargo xtask gen`: man pages, completions and schemas, from the program's own definitions.
//!
//! The program writes them (`autopsync generate <DIR>`, not listed in its help) into a tree that mirrors the
//! repository's; this task copies that tree over the repository, or compares the two.

use crate::{
    cargo,
    error::{Error, Result},
};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Folders in which every file is generated: one that is not written any more is out of date.
const GENERATED_ONLY: [&str; 3] = ["man", "completions", "crates/report/schemas"];

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    let check = match arguments {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err(Error::Usage("usage: cargo xtask gen [--check]".into())),
    };
    let dir = cargo::target_dir().join("generated");
    remove_tree(&dir)?;
    fs::create_dir_all(&dir)?;
    let mut generate = cargo::command(["run", "--quiet", "--package", "autopsync", "--"]);
    cargo::run(generate.arg("generate").arg(&dir))?;
    let changes = compare(&dir, &cargo::top_level())?;
    for (path, change) in &changes {
        cargo::note(&format!("{}: {}", path.display(), change.name()))?;
    }
    if check {
        return match changes.len() {
            0 => Ok(()),
            n => Err(Error::failed(format!("{n} generated files differ: run `cargo xtask gen`"))),
        };
    }
    for (path, change) in &changes {
        apply(&dir, &cargo::top_level(), path, change)?;
    }
    Ok(())
}

/// How a file of the repository differs from what is generated now.
#[derive(Debug, PartialEq, Eq)]
enum Change {
    Missing,
    Different,
    Stale,
}

impl Change {
    const fn name(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Different => "out of date",
            Self::Stale => "not generated any more",
        }
    }
}

/// Compares the generated tree with the repository, by relative path.
fn compare(generated: &Path, repository: &Path) -> Result<BTreeMap<PathBuf, Change>> {
    let mut changes = BTreeMap::new();
    let fresh = files_below(generated)?;
    if fresh.is_empty() {
        return Err(Error::failed("the program generated nothing"));
    }
    for path in &fresh {
        match fs::read(repository.join(path)) {
            Ok(bytes) if bytes == fs::read(generated.join(path))? => {}
            Ok(_) => drop(changes.insert(path.clone(), Change::Different)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                changes.insert(path.clone(), Change::Missing);
            }
            Err(error) => return Err(error.into()),
        }
    }
    for folder in GENERATED_ONLY.into_iter().map(Path::new) {
        let dir = repository.join(folder);
        let files = if dir.is_dir() { files_below(&dir)? } else { Vec::new() };
        for path in files.into_iter().map(|path| folder.join(path)) {
            if !fresh.contains(&path) {
                changes.insert(path, Change::Stale);
            }
        }
    }
    Ok(changes)
}

fn apply(generated: &Path, repository: &Path, path: &Path, change: &Change) -> Result<()> {
    let to = repository.join(path);
    if *change == Change::Stale {
        fs::remove_file(to)?;
        return Ok(());
    }
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::copy(generated.join(path), to)?;
    Ok(())
}

/// Lists the files below a folder, as paths relative to it, in order.
fn files_below(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

fn remove_tree(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_missing_changed_or_left_over_is_found_and_mended() {
        let root = std::env::temp_dir().join(format!("xtask-gen-{}", std::process::id()));
        let (generated, repository) = (root.join("generated"), root.join("repository"));
        for (path, text) in [
            ("generated/man/a.1", "new"),
            ("generated/man/b.1", "same"),
            ("generated/crates/x/schema.json", "{}"),
            ("repository/man/a.1", "old"),
            ("repository/man/b.1", "same"),
            ("repository/completions/_gone", "left over"),
            ("repository/crates/x/by-hand.md", "not ours"),
        ] {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        }
        let changes = compare(&generated, &repository).unwrap();
        let expected = [
            ("completions/_gone", Change::Stale),
            ("crates/x/schema.json", Change::Missing),
            ("man/a.1", Change::Different),
        ];
        assert_eq!(changes, expected.map(|(path, change)| (PathBuf::from(path), change)).into());
        for (path, change) in &changes {
            apply(&generated, &repository, path, change).unwrap();
        }
        assert_eq!(compare(&generated, &repository).unwrap(), BTreeMap::new());
        assert!(repository.join("crates/x/by-hand.md").exists());
        fs::remove_dir_all(root).unwrap();
    }
}
