//! Another program that is measured beside ours: `--peer 'NAME=COMMAND'`.

use crate::error::{Error, Result};
use std::{path::Path, process::Command};

/// Stands for the snapshot's path in a command.
const FILE: &str = "{file}";

/// A program, as it is called on a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// What its row is called.
    pub name: String,
    script: String,
}

impl Peer {
    /// Reads `NAME=COMMAND`. The shell splits the command, in which `{file}` stands for the snapshot; as it becomes
    /// the shell's own process by `exec`, it is one program that is measured, and no pipeline.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || Error::Usage(format!("expected --peer 'NAME=COMMAND {FILE}', found {text:?}"));
        let (name, command) = text.split_once('=').ok_or_else(bad)?;
        if name.is_empty() || !command.contains(FILE) {
            return Err(bad());
        }
        // The path is an argument of the shell, so that nothing in it is taken for syntax.
        let script = format!("exec {}", command.replace(FILE, "\"$1\""));
        Ok(Self { name: name.to_owned(), script })
    }

    /// Returns the call on a snapshot.
    pub fn command(&self, snapshot: &Path) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", &self.script, "sh"]).arg(snapshot);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_stands_wherever_the_command_has_it() {
        let peer = Peer::parse("cat twice=printf '%s|' 'a b' {file} {file}").unwrap();
        assert_eq!(peer.name, "cat twice");
        let output = peer.command(Path::new("/x y/$1.rdb")).output().unwrap();
        assert_eq!(output.stdout, b"a b|/x y/$1.rdb|/x y/$1.rdb|");
    }

    #[test]
    fn a_command_without_a_file_is_refused() {
        for text in ["rdb -c json {file}", "rdb=rdb -c json", "=rdb {file}"] {
            let error = Peer::parse(text).unwrap_err().to_string();
            assert!(error.contains("NAME=COMMAND"), "{error}");
        }
    }
}
