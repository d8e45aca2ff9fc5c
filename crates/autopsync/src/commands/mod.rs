//! One file per command: its arguments, and what it does with them.

pub mod collect;
pub mod dump;
pub mod explain;
pub mod export;
pub mod generate;
pub mod inspect;
pub mod keys;
pub mod logs;
pub mod offsets;
pub mod psync;
pub mod replay;
pub mod rules;
pub mod schema;
pub mod stream;

use crate::{
    cli::{Command, Format},
    error::Error,
    exit::Exit,
    ui::Ui,
};

/// Runs a command.
pub fn run(command: &Command, ui: &mut Ui) -> Result<Exit, Error> {
    if ui.asked_format() == Some(Format::Csv) && !matches!(command, Command::Keys(_)) {
        return Err(Error::usage(
            "only `keys` has a table for --format csv",
            "`--format ndjson` gives rows; `export --to csv` writes values",
        ));
    }
    match command {
        Command::Inspect(args) => inspect::run(args, ui),
        Command::Keys(args) => keys::run(args, ui),
        Command::Dump(args) => dump::run(args, ui),
        Command::Export(args) => export::run(args, ui),
        Command::Stream(args) => stream::run(args, ui),
        Command::Replay(args) => replay::run(args, ui),
        Command::Psync(args) => psync::run(args, ui),
        Command::Offsets(args) => offsets::run(args, ui),
        Command::Logs(args) => logs::run(args, ui),
        Command::Rules(args) => rules::run(args, ui),
        Command::Explain(args) => explain::run(args, ui),
        Command::Collect(args) => collect::run(args, ui),
        Command::Schema(args) => schema::run(args, ui),
        Command::Generate(args) => generate::run(args),
    }
}
