//! `autopsync collect`.

use crate::{cli::Format, error::Error, exit::Exit, ui::Ui};
use clap::Args;

/// The script. It has a place for addresses, and takes others from its own command line.
const SCRIPT: &str = include_str!("collect/collect.sh");

/// Prints a shell script that gathers a case from live nodes.
///
/// The script is plain POSIX sh, needs redis-cli and standard tools, and only reads: INFO, ROLE, CONFIG GET without
/// secrets, CLUSTER NODES or SENTINEL where they apply, logs that lie on the same machine, and each node's backlog by a
/// PSYNC that never triggers a full synchronisation. This program itself never talks to a server.
#[derive(Debug, Args)]
#[command(after_long_help = concat!(
    "Examples:\n",
    "  autopsync collect db-1:6379 db-2:6379 > collect.sh\n",
    "  less collect.sh                # read what it does\n",
    "  sh collect.sh -o case          # on a machine that reaches the nodes\n",
    "  autopsync offsets case"
))]
pub struct CollectArgs {
    /// Address of a node; without any, the script takes them when it is run
    #[arg(value_name = "HOST:PORT", value_parser = address)]
    pub nodes: Vec<String>,
}

/// Runs the command.
pub fn run(args: &CollectArgs, ui: &mut Ui) -> Result<Exit, Error> {
    let script = SCRIPT.replace("@NODES@", &args.nodes.join(" "));
    // A script is no document: only who asks for JSON gets it wrapped.
    if ui.asked_format() == Some(Format::Json) {
        let doc = serde_json::json!({"schema": "autopsync.collect/1", "nodes": args.nodes, "script": script});
        ui.document(&doc, |_, _| String::new())?;
    } else {
        ui.line(script.trim_end())?;
    }
    Ok(Exit::Good)
}

/// Takes what can stand in an address and nothing that a shell would act upon.
fn address(text: &str) -> Result<String, String> {
    let harmless = |c: char| c.is_ascii_alphanumeric() || ".:-_[]%".contains(c);
    if text.is_empty() || text.starts_with('-') || !text.chars().all(harmless) {
        return Err(format!("expected HOST:PORT, found {text:?}"));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_be_a_command() {
        assert!(
            address("10.0.0.1:6379").is_ok()
                && address("[::1]:6379").is_ok()
                && address("redis-0.redis.svc").is_ok()
        );
        for hostile in ["", "a;b", "$(id)", "`id`", "a b", "\"", "-o", "a\nb"] {
            assert!(address(hostile).is_err(), "{hostile:?}");
        }
        assert_eq!(SCRIPT.matches("@NODES@").count(), 1);
    }
}
