//! The two shapes that every table here has: labelled lines, and rows under headings.

use super::{Style, Tone};
use autopsync_model::escape_control;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use std::fmt::Write as _;

/// Text of a table as it grows.
pub(super) struct Grid {
    style: Style,
    text: String,
}

impl Grid {
    pub(super) fn new(style: Style) -> Self {
        Self { style, text: String::new() }
    }

    /// Adds the answer: one line that stands for itself.
    pub(super) fn answer(&mut self, tone: Tone, line: &str) {
        let line = escape_control(line);
        let _ = writeln!(self.text, "{}", paint(self.style, tone, &line));
    }

    /// Adds lines of a label and a value each. A value of several lines hangs under its first.
    pub(super) fn labelled(&mut self, rows: &[(&str, String)]) {
        let mut table = self.table();
        table.load_preset(presets::NOTHING);
        for (label, value) in rows {
            table.add_row([(*label).to_owned(), escape_lines(value)]);
        }
        self.push(&table);
    }

    /// Adds a title and rows under headings. `right` tells which columns hold numbers.
    pub(super) fn rows(
        &mut self,
        title: &str,
        headings: &[&str],
        right: &[usize],
        rows: Vec<Vec<String>>,
    ) {
        if rows.is_empty() {
            return;
        }
        let _ = writeln!(self.text, "\n{}", paint(self.style, Tone::Dim, title));
        let mut table = self.table();
        table.load_preset(presets::NOTHING);
        table.set_header(headings.iter().map(|heading| (*heading).to_owned()));
        for row in rows {
            table.add_row(row.iter().map(|cell| escape_lines(cell)));
        }
        for column in right {
            if let Some(column) = table.column_mut(*column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        self.push(&table);
    }

    /// Adds a plain line.
    pub(super) fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{}", escape_control(line));
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        match self.style.width {
            Some(width) => {
                table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
            }
            None => {
                table.set_content_arrangement(ContentArrangement::Disabled);
            }
        }
        table
    }

    fn push(&mut self, table: &Table) {
        for line in table.lines() {
            let _ = writeln!(self.text, "{}", line.trim_end());
        }
    }
}

/// Keeps the line breaks that this crate sets and escapes everything else a terminal would act upon.
fn escape_lines(text: &str) -> String {
    text.split('\n').map(escape_control).collect::<Vec<_>>().join("\n")
}

/// Colours a text, where colours are wanted.
pub(super) fn paint(style: Style, tone: Tone, text: &str) -> String {
    if !style.color {
        return text.to_owned();
    }
    let code = match tone {
        Tone::Good => "32",
        Tone::Bad => "1;31",
        Tone::Doubtful => "33",
        Tone::Dim => "2",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_gets_no_colour_and_no_cut_column() {
        let mut grid = Grid::new(Style::default());
        grid.answer(Tone::Bad, "broken");
        grid.labelled(&[("label", "x".repeat(500))]);
        let text = grid.finish();
        assert!(!text.contains('\x1b'));
        assert!(text.contains(&"x".repeat(500)));
    }

    #[test]
    fn a_cell_cannot_move_the_cursor() {
        let mut grid = Grid::new(Style { color: false, width: Some(60) });
        grid.rows("title", &["key"], &[], vec![vec!["\x1b[2J".to_owned()]]);
        assert!(!grid.finish().contains('\x1b'));
    }
}
