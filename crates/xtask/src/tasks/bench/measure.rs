//! One run of a program: how long it took, and the most memory it had.

use crate::error::{Error, Result};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How often a process is asked for its memory.
const PERIOD: Duration = Duration::from_millis(2);

/// What one run took.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// From its start to its end.
    pub time: Duration,
    /// The most memory that was resident, in KiB, where the system tells (Linux).
    pub peak: Option<u64>,
}

impl Measured {
    /// The run as a line of a table.
    #[allow(clippy::cast_precision_loss, reason = "figures of three digits are printed")]
    pub fn row(&self, name: &str, bytes: u64, keys: Option<u64>) -> String {
        let seconds = self.time.as_secs_f64();
        let speed = bytes as f64 / 1e6 / seconds;
        let keys =
            keys.map_or("-".to_owned(), |keys| format!("{:.0}", keys as f64 / 1e3 / seconds));
        let peak = self.peak.map_or("-".to_owned(), |peak| format!("{:.1}", peak as f64 / 1024.0));
        format!("{name:<50} {seconds:>8.3} s {speed:>9.0} MB/s {keys:>8} k keys/s {peak:>8} MiB")
    }
}

/// Runs a command to its end, with its output thrown away; `None` where it failed.
///
/// An answer about the evidence (exit codes up to 1, and a checking program's) is no failure.
pub fn measure(mut command: Command) -> Result<Option<Measured>> {
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut peak = None;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = resident(&child).or(peak);
        thread::sleep(PERIOD);
    };
    let time = start.elapsed();
    Ok(matches!(status.code(), Some(0 | 1)).then_some(Measured { time, peak }))
}

/// Runs a command until it prints a line with a text, and ends it; `None` where it ends before.
pub fn until_line(mut command: Command, text: &str) -> Result<Option<Measured>> {
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let output = child.stdout.take().ok_or_else(|| Error::failed("no output of a program"))?;
    let found = BufReader::new(output).lines().map_while(std::result::Result::ok);
    let found = found.into_iter().any(|line| line.contains(text));
    let measured = Measured { time: start.elapsed(), peak: resident(&child) };
    child.kill()?;
    child.wait()?;
    Ok(found.then_some(measured))
}

/// Returns the most memory that a process had so far, in KiB.
fn resident(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_speed_and_memory() {
        let measured = Measured { time: Duration::from_millis(500), peak: Some(2048) };
        let row = measured.row("scan", 1_000_000_000, Some(10_000_000));
        let words: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(
            words[1..],
            ["0.500", "s", "2000", "MB/s", "20000", "k", "keys/s", "2.0", "MiB"]
        );
    }
}
