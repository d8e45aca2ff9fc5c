//! Which lines are wanted.

use super::clock::Zone;
use autopsync_engine::glob_matches;
use autopsync_text::log::{Concern, LogEvent, LogTime, messages};
use regex_lite::{Regex, RegexBuilder};
use std::{borrow::Cow, str::FromStr};

/// The most memory that a pattern may take, in bytes.
const LARGEST_PATTERN: usize = 1 << 20;

/// Which lines are wanted, and what the user knows of them.
#[derive(Debug, Clone, Default)]
pub struct LogSelection {
    /// Those from this moment on.
    pub since: Option<LogTime>,
    /// Those up to this moment.
    pub until: Option<LogTime>,
    /// Those whose event matches one of these patterns; all, where there is none.
    pub events: Vec<String>,
    /// Those of nodes that match one of these patterns; all, where there is none.
    pub nodes: Vec<String>,
    /// What in a line names its node.
    pub node_from: Option<NodePattern>,
    /// Those too whose message is not known, or says nothing about replication.
    pub all: bool,
    /// The year of the first line of logs that print none.
    pub year: Option<u16>,
    /// The zones of clocks that print none.
    pub zones: Vec<Zone>,
}

impl LogSelection {
    /// The least concern of the messages that are wanted; `None` where unknown ones are.
    pub(super) fn least_concern(&self) -> Option<Concern> {
        if self.all {
            return None;
        }
        if self.events.is_empty() {
            return Some(Concern::Routine);
        }
        let named = messages().filter(|message| self.names_event(message.id));
        Some(named.map(|message| message.concern).min().unwrap_or(Concern::Trouble))
    }

    fn names_event(&self, id: &str) -> bool {
        self.events.iter().any(|glob| glob_matches(glob.as_bytes(), id.as_bytes()))
    }

    /// Whether a pattern for events matches none that exist.
    #[must_use]
    pub fn pattern_without_event(&self) -> Option<&str> {
        let exists = |glob: &str| {
            messages().any(|message| glob_matches(glob.as_bytes(), message.id.as_bytes()))
        };
        self.events.iter().map(String::as_str).find(|glob| !exists(glob))
    }

    pub(super) fn wants_event(&self, line: &LogEvent<'_>) -> bool {
        match line.id() {
            Some(id) => self.events.is_empty() || self.names_event(id),
            None => self.all && self.events.is_empty(),
        }
    }

    pub(super) fn wants_node(&self, node: &str) -> bool {
        let matches = |glob: &String| glob_matches(glob.as_bytes(), node.as_bytes());
        self.nodes.is_empty() || self.nodes.iter().any(matches)
    }

    /// Compares on the clock of the bound: UTC where it names a zone, else the clock of the line.
    pub(super) fn wants_time(&self, time: &LogTime, unix_millis: Option<i64>) -> bool {
        let compared = |bound: &LogTime| {
            if let Some(bound) = bound.unix_millis() {
                return (unix_millis.unwrap_or_else(|| time.wall_millis()), bound);
            }
            let time = bound.year().map_or(*time, |year| time.with_year(year));
            (time.wall_millis(), bound.wall_millis())
        };
        let is_since = |bound| {
            let (time, bound) = compared(bound);
            time >= bound
        };
        let is_until = |bound| {
            let (time, bound) = compared(bound);
            time <= bound
        };
        self.since.as_ref().is_none_or(is_since) && self.until.as_ref().is_none_or(is_until)
    }

    pub(super) fn node_in(&self, raw: &[u8]) -> Option<String> {
        self.node_from.as_ref()?.node_in(&String::from_utf8_lossy(raw)).map(Cow::into_owned)
    }

    /// The zone that the user tells for a node.
    pub(super) fn zone_of(&self, node: &str) -> Option<i16> {
        let of =
            |name: Option<&str>| self.zones.iter().rev().find(|zone| zone.node.as_deref() == name);
        of(Some(node)).or_else(|| of(None)).map(|zone| zone.minutes_east)
    }
}

/// A regular expression that finds the node in a line: its group `node`, or else its first group, or else all of it.
#[derive(Debug, Clone)]
pub struct NodePattern(Regex);

/// Why text is no regular expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a regular expression: {0}")]
pub struct NodePatternError(String);

impl FromStr for NodePattern {
    type Err = NodePatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        RegexBuilder::new(text)
            .size_limit(LARGEST_PATTERN)
            .build()
            .map(Self)
            .map_err(|error| NodePatternError(error.to_string()))
    }
}

impl NodePattern {
    fn node_in<'t>(&self, line: &'t str) -> Option<Cow<'t, str>> {
        let found = self.0.captures(line)?;
        let group = found.name("node").or_else(|| found.get(1)).or_else(|| found.get(0))?;
        (!group.as_str().is_empty()).then(|| Cow::Borrowed(group.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> LogTime {
        LogTime::parse(text).unwrap()
    }

    #[test]
    fn a_node_is_the_named_group_or_the_first() {
        for (pattern, expected) in [
            (r"(?P<other>x)?(?P<node>redis-\d+)", Some("redis-7")),
            (r"^(\w+)-", Some("redis")),
            (r"redis", Some("redis")),
            (r"(valkey)", None),
            (r"(x*)", None),
        ] {
            let pattern: NodePattern = pattern.parse().unwrap();
            assert_eq!(pattern.node_in("redis-7 | text").as_deref(), expected);
        }
        assert!("(".parse::<NodePattern>().is_err());
        assert!("(a{1000}){1000}".parse::<NodePattern>().is_err());
    }

    #[test]
    fn a_bound_without_zone_is_on_the_clock_of_the_line() {
        let selection =
            LogSelection { since: Some(moment("2020-04-21T11:00")), ..LogSelection::default() };
        assert!(selection.wants_time(&moment("2020-04-21T11:00"), Some(0)));
        assert!(!selection.wants_time(&moment("2020-04-21T10:59:59"), Some(i64::MAX)));
    }

    #[test]
    fn a_bound_with_a_zone_is_in_utc() {
        let selection = LogSelection {
            until: Some(moment("2020-04-21T11:00+02:00")),
            ..LogSelection::default()
        };
        let line = moment("2020-04-21T12:00");
        assert!(!selection.wants_time(&line, None));
        assert!(selection.wants_time(&line, moment("2020-04-21T09:00Z").unix_millis()));
    }

    #[test]
    fn only_what_a_pattern_names_is_looked_for() {
        let named =
            |glob: &str| LogSelection { events: vec![glob.to_owned()], ..LogSelection::default() };
        assert_eq!(LogSelection::default().least_concern(), Some(Concern::Routine));
        assert_eq!(named("full-resync").least_concern(), Some(Concern::Notable));
        assert_eq!(named("db-statistics").least_concern(), Some(Concern::Chatter));
        assert_eq!(named("full-*").pattern_without_event(), None);
        assert_eq!(named("ful-*").pattern_without_event(), Some("ful-*"));
    }
}
