//! The table of `export --output` and of `replay --save`.

use super::{Grid, Style, Tone, count};
use crate::documents::export::Export;

/// Renders what was counted.
#[must_use]
pub fn render(doc: &Export, style: Style) -> String {
    let mut grid = Grid::new(style);
    let summary = &doc.summary;
    let tone = if !summary.damage.is_empty() {
        Tone::Bad
    } else if summary.dropped > 0 || !summary.losses.is_empty() {
        Tone::Doubtful
    } else {
        Tone::Good
    };
    let written = summary.selected.saturating_sub(summary.dropped);
    grid.answer(tone, &format!("exported: {} as {}", count(written, "key"), doc.to));
    let mut facts = vec![("snapshot", format!("{} ({})", doc.path, count(summary.keys, "key")))];
    if let Some(output) = &doc.output {
        facts.push(("written", format!("{} ({} bytes)", output.path, output.bytes)));
    }
    if let Some(target) = &doc.target {
        facts.push(("for", target.clone()));
    }
    if summary.functions > 0 || summary.scripts > 0 {
        let libraries = match summary.functions {
            1 => "1 library of functions".to_owned(),
            n => format!("{n} libraries of functions"),
        };
        let both = [libraries, count(summary.scripts, "script")];
        facts.push(("beside keys", both.join(", ")));
    }
    grid.labelled(&facts);
    grid.rows(
        "left out, because the target cannot hold it",
        &["what", "times"],
        &[1],
        summary
            .losses
            .iter()
            .map(|loss| vec![loss.feature.clone(), loss.count.to_string()])
            .collect(),
    );
    grid.rows(
        "damage",
        &["at", "what", "in words"],
        &[0],
        summary
            .damage
            .iter()
            .map(|d| vec![d.at.to_string(), d.id.clone(), d.message.clone()])
            .collect(),
    );
    grid.finish()
}
