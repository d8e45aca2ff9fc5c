//! One file per command: its arguments, and what it does with them.

pub mod generate;
pub mod inspect;
pub mod keys;
pub mod psync;
pub mod replay;
pub mod schema;
pub mod stream;

use crate::{cli::Command, error::Error, exit::Exit, ui::Ui};

/// Runs a command.
pub fn run(command: &Command, ui: &mut Ui) -> Result<Exit, Error> {
    match command {
        Command::Inspect(args) => inspect::run(args, ui),
        Command::Keys(args) => keys::run(args, ui),
        Command::Stream(args) => stream::run(args, ui),
        Command::Replay(args) => replay::run(args, ui),
        Command::Psync(args) => psync::run(args, ui),
        Command::Schema(args) => schema::run(args, ui),
        Command::Generate(args) => generate::run(args),
    }
}
