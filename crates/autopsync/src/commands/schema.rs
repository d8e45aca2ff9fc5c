//! `autopsync schema`.

use crate::{error::Error, exit::Exit, ui::Ui};
use autopsync_report::{schema_names, schema_of};
use clap::Args;

/// Prints the JSON Schema of a command's output.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n  autopsync schema psync > psync.schema.json\n\n",
    "Within a schema version fields are added, never renamed, retyped or removed."
))]
pub struct SchemaArgs {
    /// The command whose output is described
    #[arg(value_name = "COMMAND", value_parser = clap::builder::PossibleValuesParser::new(schema_names()))]
    pub command: String,
}

/// Runs the command.
pub fn run(args: &SchemaArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let text = text(&args.command);
    ui.line(text.trim_end())?;
    Ok(Exit::Good)
}

/// The schema as it stands in the repository.
pub fn text(command: &str) -> String {
    let schema = schema_of(command).unwrap_or_default();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
