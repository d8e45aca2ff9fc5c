//! `cargo xtask fuzz-build` and `cargo xtask fuzz`: libFuzzer on the stable toolchain.
//!
//! The flags are those of cargo-fuzz, less the sanitizers: the crates forbid unsafe code, so what a fuzzer can find
//! in them are panics, endless loops and memory without bound, and none of these needs a nightly compiler.

use crate::{
    cargo,
    error::{Error, Result},
    host,
};
use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
};

/// How the code under test is instrumented, for libFuzzer to see which branches an input takes.
const FLAGS: [&str; 7] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
];

/// Most memory that a target may use, in MiB. Declared lengths must not size an allocation, so little is enough.
const MEMORY_MIB: u32 = 512;

/// Longest time for one input, in seconds.
const SECONDS_PER_INPUT: u32 = 10;

/// Runs `fuzz-build`.
pub fn build(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        return Err(Error::Usage("fuzz-build takes no arguments".into()));
    }
    build_targets()
}

/// Runs `fuzz`: builds, then fuzzes one target with the seeds of `testdata/fuzz/<target>/`.
///
/// The corpus grows below `target/`; what makes the target fail is written beside the seeds, where the replay test
/// finds it.
pub fn run(arguments: &[String]) -> Result<()> {
    let (target, seconds) = parse(arguments)?;
    let seeds = cargo::top_level().join("testdata/fuzz").join(target);
    if !seeds.is_dir() {
        return Err(Error::failed(format!("{} is no folder with seeds", seeds.display())));
    }
    build_targets()?;
    let corpus = fuzz_dir().join("corpus").join(target);
    fs::create_dir_all(&corpus)?;
    let mut command = Command::new(fuzz_dir().join(host_triple()?).join("fuzz").join(target));
    command.current_dir(cargo::top_level()).stdin(Stdio::null());
    command.arg(&corpus).arg(&seeds);
    command.arg(format!("-artifact_prefix={}/", seeds.display()));
    command.arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-rss_limit_mb={MEMORY_MIB}"));
    command.arg(format!("-timeout={SECONDS_PER_INPUT}"));
    cargo::run(&mut command)
}

fn parse(arguments: &[String]) -> Result<(&str, u32)> {
    let usage = || Error::Usage("usage: cargo xtask fuzz <TARGET> [--seconds N]".into());
    match arguments {
        [target] => Ok((target, 60)),
        [target, flag, seconds] if flag == "--seconds" => {
            Ok((target, seconds.parse().map_err(|_| usage())?))
        }
        _ => Err(usage()),
    }
}

fn build_targets() -> Result<()> {
    // libFuzzer is C++; it comes as source with the crate that binds it.
    if env::var_os("CXX").is_none() && host::find_or_install("c++", "g++")?.is_none() {
        return Err(Error::failed(
            "libFuzzer needs a C++ compiler: install one, or name it in CXX",
        ));
    }
    let mut command = cargo::command(["build", "--package", "autopsync-fuzz", "--bins"]);
    command.args(["--features", "libfuzzer", "--profile", "fuzz"]);
    // Naming the target keeps the flags away from build scripts and macros.
    command.arg("--target").arg(host_triple()?).arg("--target-dir").arg(fuzz_dir());
    cargo::run(command.env("RUSTFLAGS", FLAGS.join(" ")))
}

fn fuzz_dir() -> PathBuf {
    cargo::target_dir().join("fuzz")
}

/// Asks the compiler for the triple of this machine.
fn host_triple() -> Result<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").stdin(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).ok_or_else(|| {
        Error::failed(format!("expected a line `host:` from rustc -vV, found {text:?}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_runs_for_a_minute_unless_told() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(parse(&words("rdb")).unwrap(), ("rdb", 60));
        assert_eq!(parse(&words("rdb --seconds 5")).unwrap(), ("rdb", 5));
        assert!(parse(&words("rdb --seconds soon")).is_err());
    }
}
