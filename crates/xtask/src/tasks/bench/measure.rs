//! One run of a program: how long it took, and the most memory it had.

use crate::error::{Error, Result};
use std::{
    fs,
    hint::black_box,
    io::{BufRead as _, BufReader, Read},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How often a process is asked for its memory.
const PERIOD: Duration = Duration::from_millis(2);

/// How large the pieces are in which memory is copied: too large for any cache.
const COPIED: usize = 256 << 20;

/// What one run took, or why there is no figure: it did not end well.
pub type Outcome = std::result::Result<Measured, String>;

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

/// Runs a command to its end, with its output thrown away. With any other exit code than the `good` ones it has no
/// figure, but its last words on standard error are the reason.
pub fn measure(mut command: Command, good: &[i32]) -> Result<Outcome> {
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let (id, errors) = (child.id(), child.stderr.take());
    let memory = thread::spawn(move || peak(id));
    let words = thread::spawn(move || errors.map(last_line));
    let status = child.wait()?;
    let time = start.elapsed();
    let (peak, words) = (memory.join().ok().flatten(), words.join().ok().flatten());
    Ok(if status.code().is_some_and(|code| good.contains(&code)) {
        Ok(Measured { time, peak })
    } else {
        Err(format!("{status}: {}", words.unwrap_or_default()))
    })
}

/// Runs a command until it prints a line with a text, and ends it; its last line is the reason where it ends before.
pub fn until_line(mut command: Command, text: &str) -> Result<Outcome> {
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let output = child.stdout.take().ok_or_else(|| Error::failed("no output of a program"))?;
    let mut last = String::new();
    let found = BufReader::new(output).lines().map_while(std::result::Result::ok).any(|line| {
        last = line;
        last.contains(text)
    });
    let measured = Measured { time: start.elapsed(), peak: resident(child.id()) };
    child.kill()?;
    child.wait()?;
    Ok(if found { Ok(measured) } else { Err(last) })
}

/// Copies as many bytes in memory, to compare readers with.
pub fn copy(bytes: u64) -> Measured {
    // Not zeroes, whose pages the system would only make during the first copy.
    let (from, mut to) = (vec![1_u8; COPIED], vec![2_u8; COPIED]);
    let mut left = bytes;
    let start = Instant::now();
    while left > 0 {
        let length = usize::try_from(left).unwrap_or(COPIED).min(COPIED);
        to[..length].copy_from_slice(black_box(&from[..length]));
        black_box(&mut to);
        left -= length as u64;
    }
    Measured { time: start.elapsed(), peak: None }
}

/// Returns the last line that is not empty; reads to the end.
fn last_line(errors: impl Read) -> String {
    let lines = BufReader::new(errors).split(b'\n').map_while(std::result::Result::ok);
    let last = lines.filter(|line| !line.trim_ascii().is_empty()).last();
    String::from_utf8_lossy(last.unwrap_or_default().trim_ascii()).into_owned()
}

/// Follows a process to its end; returns the most memory it had, in KiB.
fn peak(id: u32) -> Option<u64> {
    let mut peak = None;
    while let Some(now) = resident(id) {
        peak = Some(now);
        thread::sleep(PERIOD);
    }
    peak
}

/// Returns the most memory that a process had so far, in KiB; `None` once it has ended.
fn resident(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

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

    #[test]
    fn a_failure_has_the_last_words_as_its_reason() {
        let failed = measure(shell("echo early >&2; printf 'too new\\n\\n' >&2; exit 3"), &[0]);
        assert_eq!(failed.unwrap().unwrap_err(), "exit status: 3: too new");
        let verdict = measure(shell("exit 1"), &[0, 1]).unwrap();
        assert!(verdict.is_ok(), "{verdict:?}");
        let ended = until_line(shell("echo loading; echo 'Wrong signature'"), "ready").unwrap();
        assert_eq!(ended.unwrap_err(), "Wrong signature");
    }
}
