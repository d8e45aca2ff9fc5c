//! The machine: which programs it has, and whether a missing one can be installed.

use crate::{cargo::note, error::Result};
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Returns the first file of this name in `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(program)).find(|path| path.is_file())
}

/// Returns the program, after an attempt to install Debian's `package` where it is missing.
///
/// A machine on which nothing can be installed is no error: the reason is printed, and `None` says the rest.
pub fn find_or_install(program: &str, package: &str) -> Result<Option<PathBuf>> {
    if let Some(path) = find(program) {
        return Ok(Some(path));
    }
    if let Some(reason) = cannot_install() {
        note(&format!("no {program} here, and none can be installed: {reason}"))?;
        return Ok(None);
    }
    note(&format!("no {program} here: installing Debian's package {package}"))?;
    // Without new lists of packages the old ones may still do.
    apt_get(&["update"]);
    let installed = apt_get(&["install", "--yes", "--no-install-recommends", package]);
    let found = find(program);
    if !installed || found.is_none() {
        note(&format!("no {program}: apt-get could not install {package}"))?;
    }
    Ok(found)
}

fn cannot_install() -> Option<&'static str> {
    if !Path::new("/etc/debian_version").is_file() || find("apt-get").is_none() {
        return Some("this is not Debian or one of its kin");
    }
    let id = Command::new("id").arg("-u").stdin(Stdio::null()).output();
    if !id.is_ok_and(|output| output.stdout.trim_ascii() == b"0") {
        return Some("only root can install packages");
    }
    None
}

fn apt_get(args: &[&str]) -> bool {
    Command::new("apt-get")
        .args(["--quiet", "--quiet"])
        .args(args)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
