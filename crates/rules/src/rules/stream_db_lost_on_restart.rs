//! `stream-db-lost-on-restart`: the first PSYNC2 versions forgot the selected database.

use crate::{Answers, Confidence, Finding, Quote, Rule, State};
use autopsync_model::Severity;

const PAGE: &str = "\
# Means
Nobody sends SELECT again when a PSYNC continues: the replica must know in which database the stream stands. A
replica that forgot it applies every command up to the next SELECT to database 0.

# Versions
4.0.0 and 4.0.1: always database 0 after a restart. 4.0.2: most snapshots carry the database; those of BGSAVE and of a
disconnected replica do not, and lead to a full synchronisation. Right from 4.0.3 on.

# Recognised by
The last SELECT before the byte that the replica asks for names another database than the one the restart restores.

# Do
Force a full synchronisation of the replica, and upgrade to 4.0.6 or later.
";

pub(super) static RULE: Rule = Rule {
    id: "stream-db-lost-on-restart",
    severity: Severity::Error,
    title: "a restart made the replica forget the database of the stream",
    page: PAGE,
    references: &["redis#4316"],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(wrong) = answers.psync.and_then(|psync| psync.aftermath.wrong_database.as_ref())
    else {
        return Vec::new();
    };
    vec![Finding {
        rule,
        explanation: format!(
            "the stream stands in database {} where the replica resumes, and the restarted replica takes it for {}: \
             {} went to the wrong database, up to offset {}",
            wrong.stream_db,
            wrong.replica_db,
            commands(wrong.commands),
            wrong.until
        ),
        confidence: Confidence::Proof,
        state: State::Happened,
        evidence: vec![Quote {
            place: wrong.place.clone(),
            text: format!("SELECT {} is the last one before the request", wrong.stream_db),
        }],
        remedy: "Force a full synchronisation of this replica, then upgrade to 4.0.6 or later."
            .to_owned(),
    }]
}

fn commands(n: u64) -> String {
    if n == 1 { "one command".to_owned() } else { format!("{n} commands") }
}
