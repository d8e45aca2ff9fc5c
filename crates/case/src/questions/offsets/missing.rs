//! What the evidence does not tell, and the command that does.

use crate::{
    assembly::{Case, Node, SeenBy},
    questions::psync::Missing,
};

/// Lists it, node by node.
pub(super) fn all(case: &Case) -> Vec<Missing> {
    case.nodes.iter().filter_map(|node| of(case, node)).collect()
}

fn of(case: &Case, node: &Node) -> Option<Missing> {
    let command = format!("{} INFO replication", redis_cli(case, node));
    let what = format!("the position of {}", node.name);
    let missing = |why: &str| {
        Some(Missing { what: what.clone(), why: why.to_owned(), command: command.clone() })
    };
    let Some(now) = node.present() else { return missing("nothing tells where it is") };
    if now.offset.is_none() {
        return missing("no file of it tells an offset");
    }
    if now.replid.is_none() {
        return missing("an offset without the id of its history cannot be compared");
    }
    if now.by == SeenBy::Log {
        return missing("its log tells where it was at that line, and it may have gone on since");
    }
    if now.by == SeenBy::Other {
        return missing("only another node tells it, as of its last acknowledgement");
    }
    None
}

/// Returns how redis-cli reaches a node, as far as its address is known.
pub(crate) fn redis_cli(case: &Case, node: &Node) -> String {
    let known = case.nodes.iter().find_map(|other| {
        let address = other.master()?;
        (case.node_at(&address, &other.name)?.name == node.name).then_some(address)
    });
    let named = node.name.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
    match (named, known, node.port()) {
        (Some((host, port)), ..) => format!("redis-cli -h {} -p {port}", shell_word(host)),
        (None, Some(address), _) => {
            format!("redis-cli -h {} -p {}", shell_word(&address.host), address.port)
        }
        (None, None, Some(port)) => format!("redis-cli -h {} -p {port}", shell_word(&node.name)),
        (None, None, None) => format!("redis-cli -h {}", shell_word(&node.name)),
    }
}

/// Quotes a word of the evidence for `sh`: commands are made to be pasted, and evidence may be hostile.
pub(crate) fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".:-_/%#".contains(c);
    if !word.is_empty() && !word.starts_with(['-', '#']) && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_is_one_word_of_a_pasted_command() {
        assert_eq!(shell_word("db-1.example"), "db-1.example");
        assert_eq!(shell_word("a;reboot"), "'a;reboot'");
        assert_eq!(shell_word("$(id)'"), r"'$(id)'\'''");
    }
}
