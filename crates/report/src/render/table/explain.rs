//! The pages of `explain`, and the list of `rules`.

use super::{Grid, Style, Tone};
use crate::documents::explain::{Explain, MessagePage, Related, RulePage, Rules};

/// Renders the document.
#[must_use]
pub fn render(doc: &Explain, style: Style) -> String {
    let mut grid = Grid::new(style);
    if let Some(page) = &doc.message {
        message(&mut grid, page);
    } else if let Some(page) = &doc.rule {
        rule(&mut grid, page);
    } else if doc.kind == "messages" {
        let rows = doc.messages.iter();
        let cells = |m: &crate::documents::explain::MessageRow| {
            vec![m.event.clone(), m.concern.clone(), m.side.clone(), m.means.clone()]
        };
        grid.rows(
            "Messages",
            &["event", "concern", "side", "means"],
            &[],
            rows.map(cells).collect(),
        );
    } else {
        grid.answer(Tone::Doubtful, "unknown: no message in the catalogue, and no rule, is this");
        if let Some(like) = &doc.nearest {
            grid.labelled(&[
                ("most like", format!("{}: {}", like.event, like.text)),
                ("written by", like.versions.clone()),
                ("means", like.means.clone()),
            ]);
        }
    }
    grid.finish()
}

fn message(grid: &mut Grid, page: &MessagePage) {
    let tone = match page.concern.as_str() {
        "trouble" => Tone::Bad,
        "notable" => Tone::Doubtful,
        _ => Tone::Good,
    };
    grid.answer(tone, &format!("{}: {}", page.event, page.means));
    let worry = match page.concern.as_str() {
        "trouble" => "yes, this is trouble",
        "notable" => "not by itself, but the story needs it",
        _ => "no",
    };
    let mut facts = vec![("worry", worry.to_owned()), ("written by", page.side.clone())];
    if let Some(remedy) = &page.remedy {
        facts.push(("do", remedy.clone()));
    }
    if let Some(time) = page.line.as_ref().and_then(|line| line.time) {
        facts.push(("time", time.to_string()));
    }
    grid.labelled(&facts);
    let field = |f: &crate::documents::explain::FieldRow| {
        vec![f.name.clone(), f.value.clone(), f.means.clone().unwrap_or_default()]
    };
    grid.rows("Fields", &["name", "value", "means"], &[], page.fields.iter().map(field).collect());
    let wordings = page.wordings.iter().map(|wording| {
        let mark = if wording.is_this { "*" } else { "" };
        vec![mark.to_owned(), wording.versions.clone(), wording.text.clone()]
    });
    grid.rows("Wordings", &["", "versions", "text"], &[], wordings.collect());
    for (title, list) in [("Usually before", &page.before), ("Usually after", &page.after)] {
        let cells = |related: &Related| vec![related.event.clone(), related.means.clone()];
        grid.rows(title, &["event", "means"], &[], list.iter().map(cells).collect());
    }
}

fn rule(grid: &mut Grid, page: &RulePage) {
    grid.answer(tone(&page.severity), &format!("{} ({}): {}", page.id, page.severity, page.title));
    for line in page.page.lines() {
        match line.strip_prefix("# ") {
            Some(heading) => {
                grid.line("");
                grid.answer(Tone::Dim, heading);
            }
            None => grid.line(line),
        }
    }
    if !page.references.is_empty() {
        grid.line("");
        grid.labelled(&[("see", page.references.join(", "))]);
    }
}

fn tone(severity: &str) -> Tone {
    match severity {
        "error" => Tone::Bad,
        "warning" => Tone::Doubtful,
        _ => Tone::Good,
    }
}

/// Renders the list.
#[must_use]
pub fn rules(doc: &Rules, style: Style) -> String {
    let mut grid = Grid::new(style);
    let cells = |rule: &RulePage| {
        let references = rule.references.join(", ");
        vec![rule.id.clone(), rule.severity.clone(), rule.title.clone(), references]
    };
    grid.rows(
        "Rules (`autopsync explain RULE` prints a page)",
        &["rule", "severity", "says", "see"],
        &[],
        doc.rules.iter().map(cells).collect(),
    );
    grid.finish()
}
