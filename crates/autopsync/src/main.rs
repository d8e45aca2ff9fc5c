//! The program `autopsync`: arguments in, one answer out, and an exit code that scripts can rely on.
#![forbid(unsafe_code)]

mod cli;
mod clock;
mod commands;
mod error;
mod exit;
mod file_offset;
mod performance;
mod ui;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match cli::Cli::read() {
        Ok(cli) => cli,
        Err(error) => return error::usage(&error).into(),
    };
    let mut ui = ui::Ui::new(&cli.global);
    let exit = match commands::run(&cli.command, &mut ui) {
        Ok(exit) => exit,
        Err(error) => error::report(&error, &mut ui),
    };
    match ui.finish() {
        Ok(()) => exit.into(),
        Err(error) => error::report(&error.into(), &mut ui).into(),
    }
}
