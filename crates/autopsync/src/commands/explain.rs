//! `autopsync explain`.

use crate::{error::Error, exit::Exit, ui::Ui};
use autopsync_case::Source;
use autopsync_report::{documents::explain::Explain, render::table::explain as table};
use autopsync_text::log::{self, Reader};
use clap::Args;
use std::path::Path;

/// The most of a text that is looked at, in bytes.
const LONGEST: usize = 1 << 20;

/// Explains a line of a log, or a rule.
///
/// Of a line: what it means, which versions write it, what goes before and after it, whether to worry and what to do. The
/// line may be wrapped by whatever `logs` reads, or be the message alone. A rule is named as `rules` lists it, a message
/// as `logs` prints it.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync explain '1:S 21 Apr 2020 11:16:38.523 # Connection with master lost.'\n",
    "  autopsync explain scripts-lost-on-restart\n",
    "  tail -1 redis.log | autopsync explain -"
))]
pub struct ExplainArgs {
    /// A line of a log, a rule or a message (`-` reads standard input)
    #[arg(value_name = "RULE-OR-LOG-LINE", required_unless_present = "messages")]
    #[arg(allow_hyphen_values = true)]
    pub subject: Option<String>,
    /// List the messages that are known instead
    #[arg(long, conflicts_with = "subject", help_heading = "Output")]
    pub messages: bool,
}

/// Runs the command.
pub fn run(args: &ExplainArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let Some(subject) = &args.subject else {
        ui.document(&Explain::list(), table::render)?;
        return Ok(Exit::Good);
    };
    let input;
    let subject = if subject == "-" {
        input = Source::open(Path::new("-"))?;
        input.bytes().get(..LONGEST).unwrap_or(input.bytes()).trim_ascii()
    } else {
        subject.as_bytes().trim_ascii()
    };
    let (doc, exit) = explain(subject, ui);
    ui.document(&doc, table::render)?;
    Ok(exit)
}

fn explain(subject: &[u8], ui: &Ui) -> (Explain, Exit) {
    let name = std::str::from_utf8(subject).unwrap_or_default();
    if let Some(rule) = autopsync_rules::find(name) {
        return (Explain::rule(subject, rule), Exit::Good);
    }
    if let Some(message) = log::message(name) {
        return (Explain::message(subject, message), Exit::Good);
    }
    if let Some(found) = log::explain(subject) {
        return (Explain::line(subject, &found, ui.privacy()), Exit::Good);
    }
    let text = Reader::new(subject).events().next().map(|line| line.text.into_owned());
    let text = text.unwrap_or_default();
    let like = log::nearest(&String::from_utf8_lossy(&text));
    (Explain::unknown(subject, like), Exit::Inconclusive)
}
