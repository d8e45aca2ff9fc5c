//! The table of `offsets`.

use super::{Grid, Style, Tone, count, findings};
use crate::documents::offsets::{
    BacklogSizing, HistoryOf, LossOf, Offsets, OffsetsNode, StreamsCompared,
};

/// Renders the document.
#[must_use]
pub fn render(doc: &Offsets, style: Style) -> String {
    let mut grid = Grid::new(style);
    let tone = match doc.summary.split(':').next() {
        Some("DIVERGED" | "UNRELATED") => Tone::Bad,
        Some("SAME" | "ONE HISTORY") => Tone::Good,
        _ => Tone::Doubtful,
    };
    grid.answer(tone, &doc.summary);
    grid.rows(
        "Nodes",
        &["node", "role", "version", "history", "offset", "history before", "from"],
        &[4],
        doc.nodes.iter().map(node).collect(),
    );
    grid.rows(
        "Relations",
        &[
            "node",
            "is",
            "to",
            "distance",
            "last common offset",
            "only the first",
            "only the second",
        ],
        &[3, 4, 5, 6],
        relations(doc),
    );
    grid.rows(
        "Histories",
        &["id", "from offset", "to offset", "nodes", "goes on as"],
        &[1, 2],
        doc.histories.iter().map(history).collect(),
    );
    if let Some(parted) = &doc.stream_divergence {
        grid.line("");
        grid.line(&format!(
            "The streams of {} and {} differ at offset {}{}:",
            parted.left_node,
            parted.right_node,
            parted.first_different_offset,
            if parted.current { "" } else { ", in a branch that was given up" }
        ));
        let side = |command: &Option<String>, at: Option<i64>| match (command, at) {
            (Some(command), Some(at)) => format!("{command} (from offset {at})"),
            _ => "a command that is cut".to_owned(),
        };
        grid.labelled(&[
            (parted.left_node.as_str(), side(&parted.left, parted.left_offset)),
            (parted.right_node.as_str(), side(&parted.right, parted.right_offset)),
        ]);
    }
    grid.rows(
        "Streams side by side",
        &["left", "right", "equal from", "to", "behind it on the left", "on the right"],
        &[2, 3],
        doc.stream_comparisons.iter().map(streams).collect(),
    );
    if let Some(best) = &doc.most_advanced {
        grid.line("");
        grid.line(&format!(
            "Most advanced of {}: {} at offset {}",
            count(best.replicas as u64, "replica"),
            best.node,
            best.offset
        ));
    }
    grid.rows(
        "Lost in a failover",
        &["to", "is lost of", "from offset", "to offset", "bytes", "of which PINGs", "commands"],
        &[2, 3, 4, 5, 6],
        doc.losses.iter().map(loss).collect(),
    );
    grid.rows(
        "Backlogs",
        &["node", "size", "bytes/s", "peak", "lasts", "outage", "needs", "set"],
        &[1, 2, 3, 4, 5, 6, 7],
        doc.backlogs.iter().map(backlog).collect(),
    );
    rest(&mut grid, doc);
    findings::add(&mut grid, &doc.findings);
    grid.finish()
}

fn rest(grid: &mut Grid, doc: &Offsets) {
    let skews = doc.clock_skews.iter().map(|skew| {
        vec![
            skew.a.clone(),
            skew.b.clone(),
            format!("{:+} ms", skew.skew_ms),
            format!("{:+} to {:+} ms", skew.least_ms, skew.most_ms),
            skew.samples.to_string(),
        ]
    });
    grid.rows(
        "Clocks",
        &["replica", "master", "the master's is later by", "between", "requests"],
        &[2, 4],
        skews.collect(),
    );
    let wrong = doc.contradictions.iter().map(|found| {
        vec![
            found.node.clone(),
            found.id.clone(),
            found.message.clone(),
            format!("{}:{}", found.from.path, found.from.at),
        ]
    });
    grid.rows("Contradictions", &["node", "id", "what", "where"], &[], wrong.collect());
    let missing = doc
        .missing
        .iter()
        .map(|missing| vec![missing.what.clone(), missing.why.clone(), missing.command.clone()]);
    grid.rows("Missing", &["what", "why", "how to get it"], &[], missing.collect());
    let ignored = doc.ignored.iter().map(|file| vec![file.path.clone(), file.why.clone()]);
    grid.rows("Passed over", &["file", "why"], &[], ignored.collect());
}

fn unknown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "?".to_owned(), |value| value.to_string())
}

/// The first characters of an id: enough to tell the ids of a case apart.
fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

fn node(row: &OffsetsNode) -> Vec<String> {
    let role = match (&row.role, &row.follows) {
        (Some(role), Some(master)) => format!("{role} of {master}"),
        (role, _) => unknown(role.clone()),
    };
    let before = match (&row.replid2, row.second_replid_offset) {
        (Some(id), Some(second)) => format!("{} up to {}", short(id), second.saturating_sub(1)),
        _ => "-".to_owned(),
    };
    let from =
        row.from.first().map_or_else(String::new, |from| format!("{}:{}", from.path, from.at));
    vec![
        row.node.clone(),
        role,
        unknown(row.version.clone()),
        row.replid.as_deref().map_or_else(|| "?".to_owned(), short),
        unknown(row.offset),
        before,
        from,
    ]
}

fn relations(doc: &Offsets) -> Vec<Vec<String>> {
    let rows = doc.relations.iter().map(|row| {
        let bytes = |bytes: u64| {
            if row.common_offset.is_some() { bytes.to_string() } else { "-".to_owned() }
        };
        vec![
            row.a.clone(),
            row.status.clone(),
            row.b.clone(),
            bytes(row.distance_bytes),
            row.common_offset.map_or_else(|| "-".to_owned(), |offset| offset.to_string()),
            bytes(row.only_a_bytes),
            bytes(row.only_b_bytes),
        ]
    });
    rows.collect()
}

fn history(row: &HistoryOf) -> Vec<String> {
    let ends = row.ended.iter().map(|end| {
        format!("{} from {} ({} on {})", short(&end.replid), end.first_offset, end.by, end.node)
    });
    vec![
        row.replid.clone(),
        unknown(row.first_offset),
        unknown(row.last_offset),
        row.nodes.join(", "),
        ends.collect::<Vec<_>>().join("\n"),
    ]
}

fn streams(row: &StreamsCompared) -> Vec<String> {
    let tail = |tail: &crate::documents::offsets::TailOf| match (tail.bytes, tail.only_pings) {
        (0, _) => "nothing".to_owned(),
        (bytes, true) => format!("{}, PINGs alone", count(bytes, "byte")),
        (bytes, false) => format!("{}, {}", count(bytes, "byte"), count(tail.commands, "command")),
    };
    vec![
        row.left_node.clone(),
        row.right_node.clone(),
        row.first_offset.to_string(),
        row.equal_offset.to_string(),
        tail(&row.left_tail),
        tail(&row.right_tail),
    ]
}

fn loss(row: &LossOf) -> Vec<String> {
    vec![
        row.if_promoted.clone(),
        row.loser.clone(),
        row.from_offset.saturating_add(1).to_string(),
        row.to_offset.to_string(),
        row.bytes.to_string(),
        unknown(row.ping_bytes),
        unknown(row.commands),
    ]
}

fn backlog(row: &BacklogSizing) -> Vec<String> {
    let seconds =
        |value: Option<u64>| value.map_or_else(|| "?".to_owned(), |seconds| format!("{seconds} s"));
    vec![
        row.node.clone(),
        unknown(row.size),
        unknown(row.bytes_per_second),
        unknown(row.peak_bytes_per_second),
        seconds(row.lasts_seconds),
        seconds(row.outage_seconds),
        unknown(row.needed_bytes),
        unknown(row.recommended_size),
    ]
}
