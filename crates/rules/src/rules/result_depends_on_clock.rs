//! `result-depends-on-clock`: relative expiries in a stream that has no clock.

use crate::{Answers, Confidence, Finding, Quote, Rule, State};
use autopsync_case::questions::replay::{ClockFrom, ReplayAnswer};
use autopsync_model::{NextOffset, Place, Severity};

const PAGE: &str = "\
# Means
A stream does not tell when its commands ran. `EXPIRE`, `SETEX` and their like count from the moment at which a replica
applies them, and scripts can read times to live: replayed later, the moments at which keys expire are as wrong as the
clock is. Which keys exist does not depend on it, because nothing is expired by a replay (a replica waits for its
master's DEL), and DEBUG DIGEST looks only at whether a key expires.

# Versions
Up to 6.2 relative expiries are sent as they are; append-only files have absolute ones in all versions, but for those
inside scripts. From 7.0 on everything is absolute.

# Recognised by
The replay met commands whose expiry is relative, or scripts that read the clock, and the clock comes from no more than
the snapshot's ctime, or from nobody.

# Do
Tell the clock: `--clock` takes milliseconds since 1970, or a line of the server's log of that time.
";

pub(super) static RULE: Rule = Rule {
    id: "result-depends-on-clock",
    severity: Severity::Note,
    title: "moments of expiry depend on a clock that the stream does not tell",
    page: PAGE,
    references: &[],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(replay) = answers.replay else { return Vec::new() };
    let clock = match replay.clock.from {
        ClockFrom::Flag | ClockFrom::Log => return Vec::new(),
        ClockFrom::Nobody => "nobody tells the clock, which stands at 1970".to_owned(),
        from => format!("the clock stands at {} ms ({})", replay.clock.ms, from.id()),
    };
    let of = |wanted| {
        let found = replay.caveats.iter().find(|(caveat, ..)| caveat.id() == wanted);
        found.map(|(_, first, count)| (first, count))
    };
    let (relative, read) = (of("depends-on-clock"), of("script-reads-clock"));
    let Some((first, _)) = relative.into_iter().chain(read).min() else { return Vec::new() };
    let count = |found: Option<(i64, u64)>| found.map_or(0, |(_, count)| count);
    let place = place(replay, NextOffset::new(first));
    vec![Finding {
        rule,
        explanation: format!(
            "{} expiries count from the moment of their command, and scripts read the clock {} times; {clock}",
            count(relative),
            count(read)
        ),
        confidence: Confidence::Proof,
        state: State::Happened,
        evidence: place.into_iter().collect(),
        remedy: "Tell the clock with --clock, or look only at whether keys expire, not at when."
            .to_owned(),
    }]
}

/// The first command that it is about.
fn place(replay: &ReplayAnswer, first: NextOffset) -> Option<Quote> {
    let quote = |path: &str, at, text: String| Quote {
        place: Place::byte(at).in_source(&path.into()),
        text,
    };
    if let Some((file, at)) = replay.file_place(first) {
        return Some(quote(&file.path, at, "the first such command".to_owned()));
    }
    let at = first.index_from(replay.stream_first)?.saturating_add(replay.stream_index);
    let text = format!("the first such command, at offset {first}");
    Some(quote(&replay.stream_path, at, text))
}
