//! The two shapes that every table here has: labelled lines, and rows under headings.

use super::{Style, Tone};
use autopsync_model::escape_control;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use std::fmt::Write as _;

/// The spaces around a cell.
const PADDING: usize = 2;

/// The least width that is left to a column that may be broken.
const LEAST: usize = 8;

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
        let mut words: Vec<usize> = headings.iter().map(|text| longest_word(text)).collect();
        for row in rows {
            for (word, cell) in words.iter_mut().zip(&row) {
                *word = (*word).max(longest_word(cell));
            }
            table.add_row(row.iter().map(|cell| escape_lines(cell)));
        }
        self.keep_words(&mut table, &words);
        for column in right {
            if let Some(column) = table.column_mut(*column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        self.push(&table);
    }

    /// Adds rows as [`Grid::rows`], in whose last column stand ids in kebab case, or texts: on a terminal it alone is
    /// broken, at blanks and hyphens, as long as the others leave room.
    pub(super) fn rows_with_long_last(
        &mut self,
        title: &str,
        headings: &[&str],
        right: &[usize],
        mut rows: Vec<Vec<String>>,
    ) {
        if let Some(room) = self.room_for_last(headings, &rows) {
            for last in rows.iter_mut().filter_map(|row| row.last_mut()) {
                *last = broken(last, room);
            }
        }
        self.rows(title, headings, right, rows);
    }

    /// What the other columns leave of a terminal's width, where that is of use.
    fn room_for_last(&self, headings: &[&str], rows: &[Vec<String>]) -> Option<usize> {
        let others = headings.len().checked_sub(1)?;
        let widest = |column: usize| {
            let cells =
                rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            let heading = headings.get(column).map(|heading| heading.chars().count());
            cells.chain(heading).max().unwrap_or(0).saturating_add(PADDING)
        };
        let used: usize = (0..others).map(widest).sum();
        let room = usize::from(self.style.width?).checked_sub(used.saturating_add(PADDING))?;
        (room >= LEAST).then_some(room)
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

    /// Keeps words whole, the short ones first, so that names and numbers are not broken before long texts are.
    fn keep_words(&self, table: &mut Table, words: &[usize]) {
        let Some(width) = self.style.width.map(usize::from) else { return };
        let mut widths: Vec<(usize, usize)> = words.iter().copied().zip(0..).collect();
        widths.sort_unstable();
        let (mut used, mut left) = (0_usize, widths.len());
        for (word, column) in widths {
            used = used.saturating_add(word).saturating_add(PADDING);
            left = left.saturating_sub(1);
            let fits = used.saturating_add(left.saturating_mul(LEAST)) <= width;
            let least = u16::try_from(word.saturating_add(PADDING)).ok().filter(|_| fits);
            let (Some(least), Some(column)) = (least, table.column_mut(column)) else { return };
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
        }
    }

    fn push(&mut self, table: &Table) {
        for line in table.lines() {
            let _ = writeln!(self.text, "{}", line.trim_end());
        }
    }
}

/// Breaks a text into lines, behind blanks and hyphens.
fn broken(text: &str, room: usize) -> String {
    let mut lines = String::new();
    let mut used = 0;
    for part in text.split_inclusive([' ', '-']) {
        let long = part.trim_end().chars().count();
        if used > 0 && used + long > room {
            lines.truncate(lines.trim_end().len());
            lines.push('\n');
            used = 0;
        }
        lines.push_str(part);
        used += part.chars().count();
    }
    lines
}

fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0)
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
    fn a_name_stays_whole_where_a_long_text_beside_it_can_be_broken() {
        let mut grid = Grid::new(Style { color: false, width: Some(80) });
        let row = vec!["second-id-offset-exceeded".to_owned(), "a long text ".repeat(20)];
        grid.rows("title", &["because", "text"], &[], vec![row]);
        let text = grid.finish();
        assert!(text.contains("second-id-offset-exceeded"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 80), "{text}");
    }

    #[test]
    fn a_long_id_in_the_last_column_is_broken_at_its_hyphens_on_a_terminal_alone() {
        let row = |name: &str| {
            vec![name.to_owned(), "x".repeat(30), "second-id-offset-exceeded, at last".to_owned()]
        };
        let table = |width| {
            let mut grid = Grid::new(Style { color: false, width });
            grid.rows_with_long_last("title", &["a", "b", "because"], &[], vec![row("n")]);
            grid.finish()
        };
        let broken = table(Some(60));
        let lines: Vec<_> = broken.lines().skip(3).map(str::trim_start).collect();
        assert_eq!(lines.len(), 2, "{broken}");
        assert!(lines[0].ends_with("  second-id-offset-"), "{broken}");
        assert_eq!(lines[1], "exceeded, at last");
        assert!(table(None).contains("second-id-offset-exceeded, at last"));
        assert!(table(Some(80)).contains("second-id-offset-exceeded, at last"));
        assert!(table(Some(20)).lines().all(|line| line.chars().count() <= 20));
    }

    #[test]
    fn a_cell_cannot_move_the_cursor() {
        let mut grid = Grid::new(Style { color: false, width: Some(60) });
        grid.rows("title", &["key"], &[], vec![vec!["\x1b[2J".to_owned()]]);
        assert!(!grid.finish().contains('\x1b'));
    }
}
