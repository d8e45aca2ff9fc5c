//! Tests that could not run say so, and are counted.

use std::{
    env,
    fs::OpenOptions,
    io::{self, Write as _},
};

/// The environment variable that names the file to which skipped tests append one line each.
///
/// `cargo xtask test` sets it, prints the lines and counts them.
pub const SKIPPED_VARIABLE: &str = "AUTOPSYNC_SKIPPED_FILE";

/// Records that the test `name` did not run, and why: in the file of [`SKIPPED_VARIABLE`], else on standard error.
///
/// Standard error is written past the test harness, which would swallow the output of a test that passes.
pub fn skip(name: &str, reason: &str) {
    let line = format!("{name}: {}\n", reason.replace(['\r', '\n'], " "));
    if record(&line).is_err() {
        // Nothing is left to tell it to when standard error is closed as well.
        let _ = io::stderr().write_all(format!("SKIPPED {line}").as_bytes());
    }
}

fn record(line: &str) -> io::Result<()> {
    let path = env::var_os(SKIPPED_VARIABLE).ok_or(io::ErrorKind::NotFound)?;
    // One write of one line in append mode, so that tests of several processes do not mix theirs.
    OpenOptions::new().create(true).append(true).open(path)?.write_all(line.as_bytes())
}
