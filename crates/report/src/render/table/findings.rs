//! Findings at the end of a table.

use super::Grid;
use crate::documents::Finding;

/// Adds one block a finding: what it is, what it means here, what to do.
pub(super) fn add(grid: &mut Grid, findings: &[Finding]) {
    for finding in findings {
        let mut rows = vec![
            (
                "finding",
                format!(
                    "{}: {} ({}, {}, {})",
                    finding.rule,
                    finding.title,
                    finding.severity,
                    finding.confidence,
                    finding.state
                ),
            ),
            ("", finding.explanation.clone()),
            ("remedy", finding.remedy.clone()),
        ];
        for place in &finding.evidence {
            let at = match (place.line, place.at) {
                (Some(line), _) => format!("{}:{line}", place.path),
                (None, Some(at)) => format!("{} at byte {at}", place.path),
                (None, None) => place.path.clone(),
            };
            rows.push(("evidence", format!("{at}: {}", place.quote)));
        }
        if !finding.references.is_empty() {
            rows.push(("see", finding.references.join(", ")));
        }
        grid.line("");
        grid.labelled(&rows);
    }
}
