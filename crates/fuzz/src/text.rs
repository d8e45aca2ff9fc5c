//! Everything that reads text: server logs with all that wraps them, in one piece and in two, INFO dumps, configurations,
//! and what servers, sentinels and clusters reply.

use autopsync_model::{At, Limits, Place};
use autopsync_text::{
    ClusterNodes, Config, Info, RoleReply,
    log::{
        Concern, LogEvent, LogTime, Progress, Reader, crash_reports, explain, last_whole_line,
        looks_like_log, nearest, positions,
    },
    looks_like_cluster_nodes, looks_like_config, looks_like_info, looks_like_role,
    looks_like_watched, watched,
};

/// The most that is looked at of a line, in bytes.
const LONGEST_LINE: u64 = 4096;

/// The most that taking marks and escapes off a line can make of one byte.
const MOST_GROWTH: usize = 5;

/// The longest text that is compared with all messages, in bytes.
const LONGEST_COMPARED: usize = 64;

/// Reads bytes as text of a server.
///
/// # Panics
/// Where an event lies outside the bytes, where lines go back, where a selection holds what the whole does not, and where a
/// log that is read in two pieces has other lines than in one.
pub fn text(data: &[u8]) {
    log(data);
    info(data);
    config(data);
    replies(data);
}

fn log(data: &[u8]) {
    let lines = data.split(|byte| *byte == b'\n').count() as u64;
    let mut last = 0;
    let mut all = 0;
    let mut known = 0;
    for event in reader(data).events() {
        assert!(event.line >= last && event.line <= lines, "lines go back");
        last = event.line;
        check(&event, data);
        all += 1;
        known += u32::from(event.event.is_some());
    }
    let trouble = reader(data).only(Concern::Trouble).events().count();
    let chatter = reader(data).only(Concern::Chatter).events().count();
    assert!(trouble <= chatter && chatter <= all, "a selection has lines of its own");
    let _ = (known, looks_like_log(data), crash_reports(data), explain(data));
    for told in positions(data) {
        assert!(told.line <= lines && told.at <= data.len() as u64);
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = LogTime::parse(text);
        // It compares with the whole catalogue, so long texts are left to its own tests.
        let _ = (text.len() <= LONGEST_COMPARED).then(|| nearest(text));
    }
    in_pieces(data);
}

fn reader(data: &[u8]) -> Reader<'_> {
    Reader::new(data).limits(Limits { inline_bytes: LONGEST_LINE, ..Limits::default() })
}

fn check(event: &LogEvent<'_>, data: &[u8]) {
    assert!(event.at <= data.len() as u64, "an event outside");
    assert!(event.raw.len() as u64 <= LONGEST_LINE);
    assert!(event.text.len() as u64 <= LONGEST_LINE * MOST_GROWTH as u64, "a text grows");
    if let Some(time) = event.time {
        let _ = (time.to_string(), time.wall_millis(), time.unix_millis());
        assert!(time.with_year(2020).year().is_some());
    }
    if let Some(event) = &event.event {
        assert!(event.message().is_some() && event.wording().is_some());
        let _ = event.server_version();
    }
}

/// What is read in two pieces has the same lines at the same places, up to messages that are broken over the end.
fn in_pieces(data: &[u8]) {
    let middle = data.get(..data.len() / 2).unwrap_or_default();
    let end = last_whole_line(middle);
    assert!(end <= middle.len() && (end == 0 || middle.get(end - 1) == Some(&b'\n')));
    let (first, second) = data.split_at(end);
    let mut events = reader(first).events();
    while events.next().is_some() {}
    let progress = events.progress();
    assert_eq!(progress.bytes, first.len() as u64, "a piece is read to its end");
    assert_eq!(progress.lines, first.split_inclusive(|byte| *byte == b'\n').count() as u64);
    let mut last = progress.lines;
    for event in reader(second).after(progress.clone()).events() {
        assert!(event.line > progress.lines && event.line >= last && event.at >= progress.bytes);
        assert!(event.at <= data.len() as u64);
        last = event.line;
    }
    assert_eq!(Progress::default(), reader(b"").events().progress());
}

fn info(data: &[u8]) {
    let _ = looks_like_info(data);
    let first = Info::parse(data);
    let all = Info::parse_all(data);
    assert_eq!(first.is_empty(), all.iter().all(Info::is_empty), "the first dump is one of all");
    for info in all {
        let _ =
            (info.server(), info.replication(), info.persistence(), info.stats(), info.keyspace());
        let _ = (info.version(), info.foreign_product(), info.prompt());
        let _ = (info.damages(), info.inconsistencies());
    }
}

fn config(data: &[u8]) {
    let lines = lines_of(data);
    let config = Config::parse(data);
    assert_eq!(config.is_empty(), config.settings().is_empty());
    for setting in config.settings() {
        assert!(line_of(&setting.place) <= lines, "a setting behind the end");
        assert!(config.setting(&setting.name).is_some(), "a setting that is not found");
        let _ = (setting.value(), config.flag(&setting.name), config.bytes(&setting.name));
    }
    let _ = (config.replication(), config.prompt(), looks_like_config(data));
}

fn replies(data: &[u8]) {
    let lines = lines_of(data);
    if let Some(role) = RoleReply::parse(data) {
        assert!(line_of(&role.place) <= lines, "a role behind the end");
    }
    for seen in watched(data) {
        assert!(line_of(&seen.place) <= lines, "a watched server behind the end");
    }
    let cluster = ClusterNodes::parse(data);
    for node in &cluster.nodes {
        assert!(line_of(&node.place) <= lines, "a node behind the end");
        assert!(cluster.node(&node.id).is_some(), "a node that is not found");
    }
    let _ = cluster.myself();
    let _ = (looks_like_role(data), looks_like_watched(data), looks_like_cluster_nodes(data));
}

fn lines_of(data: &[u8]) -> u64 {
    data.split(|byte| *byte == b'\n').count() as u64
}

/// The line of a place; replies and configurations have no other places.
fn line_of(place: &Place) -> u64 {
    match place.at() {
        At::Line(line) => line,
        At::Byte(_) => panic!("a place that is no line"),
    }
}
