//! `autopsync rules`.

use crate::{error::Error, exit::Exit, ui::Ui};
use autopsync_report::{documents::explain::Rules, render::table::explain as table};
use clap::Args;

/// Lists the rules that name findings.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync rules\n",
    "  autopsync explain scripts-lost-on-restart"
))]
pub struct RulesArgs {}

/// Runs the command.
pub fn run(_: &RulesArgs, ui: &mut Ui) -> Result<Exit, Error> {
    ui.document(&Rules::all(), table::rules)?;
    Ok(Exit::Good)
}
