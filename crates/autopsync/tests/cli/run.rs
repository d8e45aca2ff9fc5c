//! Runs the program in a cleared environment and keeps everything it says.

use serde_json::Value;
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What a run said.
pub struct Output {
    pub code: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Output {
    /// The one document on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.stdout).unwrap_or_else(|error| {
            panic!("{error}: {:?}; {}", String::from_utf8_lossy(&self.stdout), self.stderr)
        })
    }

    /// The rows on standard output.
    pub fn rows(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.stdout.clone()).unwrap()
    }
}

/// Runs the program.
pub fn run<S: AsRef<str>>(args: &[S]) -> Output {
    run_with(args, b"")
}

/// Runs the program with bytes on standard input.
pub fn run_with<S: AsRef<str>>(args: &[S], input: &[u8]) -> Output {
    let mut child = command(args).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The program may end before it has read everything.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    Output {
        code: output.status.code().expect("ended by a signal"),
        stdout: output.stdout,
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The program, ready to be started.
pub fn command<S: AsRef<str>>(args: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_autopsync"));
    command
        .args(args.iter().map(AsRef::as_ref))
        .env_clear()
        .current_dir(testdata(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A path below `testdata`.
pub fn testdata(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(path)
}

/// What a real server did in a case.
pub fn expected(case: &str) -> Value {
    let path = testdata(&format!("cases/{case}/expected.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}
