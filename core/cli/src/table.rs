//! Tables whose columns align although Chinese characters are two columns wide.

use crate::style::{Ink, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const GAP: usize = 2;
/// A column that gives way is never made narrower than this.
const FLEXIBLE_MIN: usize = 12;

/// One cell: its text and what it means.
#[derive(Debug, Clone)]
pub struct Cell {
    text: String,
    ink: Option<Ink>,
}

impl Cell {
    /// A cell in a colour.
    #[must_use]
    pub fn inked(ink: Ink, text: impl Into<String>) -> Self {
        Self { text: text.into(), ink: Some(ink) }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), ink: None }
    }
}

/// Rows under headings. One column may give way (wrap) when the screen is narrow.
#[derive(Debug, Clone)]
pub struct Table {
    headings: Vec<String>,
    right: Vec<usize>,
    flexible: Option<usize>,
    rows: Vec<Row>,
}

/// A line of a table.
#[derive(Debug, Clone)]
enum Row {
    Cells(Vec<Cell>),
    /// A line of its own that the rows after it belong to.
    Title(Cell),
}

impl Table {
    /// A table with these headings; headings that are all empty are not shown.
    #[must_use]
    pub fn new<const N: usize>(headings: [&str; N]) -> Self {
        let headings = headings.iter().map(|&text| text.to_owned()).collect();
        Self { headings, right: Vec::new(), flexible: None, rows: Vec::new() }
    }

    /// Puts a column of numbers to the right.
    #[must_use]
    pub fn right(mut self, column: usize) -> Self {
        self.right.push(column);
        self
    }

    /// Lets a column wrap.
    #[must_use]
    pub const fn flexible(mut self, column: usize) -> Self {
        self.flexible = Some(column);
        self
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [Cell; N]) {
        self.rows.push(Row::Cells(cells.into()));
    }

    /// Adds a line over the whole width, to which the rows after it belong.
    pub fn title(&mut self, cell: Cell) {
        self.rows.push(Row::Title(cell));
    }

    /// The lines, each ended, without trailing spaces, none wider than the screen unless a word is.
    #[must_use]
    pub fn render(&self, style: &Style) -> String {
        let widths = self.widths(style.columns);
        let mut out = String::new();
        if self.headings.iter().any(|heading| !heading.is_empty()) {
            let cells: Vec<Cell> =
                self.headings.iter().map(|heading| Cell::inked(Ink::Faint, heading.as_str())).collect();
            self.write_row(&mut out, style, &cells, &widths);
        }
        for row in &self.rows {
            match row {
                Row::Cells(cells) => self.write_row(&mut out, style, cells, &widths),
                Row::Title(cell) => {
                    for line in wrap(&cell.text, style.columns) {
                        out.push_str(&cell.ink.map_or_else(|| line.clone(), |ink| style.ink(ink, &line)));
                        out.push('\n');
                    }
                }
            }
        }
        out
    }

    fn widths(&self, columns: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.headings.iter().map(|heading| heading.width()).collect();
        for row in &self.rows {
            let Row::Cells(cells) = row else { continue };
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (*width).max(cell.text.width());
            }
        }
        let total: usize = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        if let Some(width) = self.flexible.and_then(|column| widths.get_mut(column)) {
            let over = total.saturating_sub(columns);
            *width = width.saturating_sub(over).max(FLEXIBLE_MIN.min(*width));
        }
        widths
    }

    fn write_row(&self, out: &mut String, style: &Style, cells: &[Cell], widths: &[usize]) {
        let wrapped: Vec<Vec<String>> =
            cells.iter().zip(widths).map(|(cell, width)| wrap(&cell.text, *width)).collect();
        let lines = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..lines {
            let mut text = String::new();
            let mut owed = 0;
            for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
                let piece =
                    wrapped.get(column).and_then(|pieces| pieces.get(line)).map_or("", String::as_str);
                let pad = width.saturating_sub(piece.width());
                let before = if self.right.contains(&column) { pad } else { 0 };
                if !piece.is_empty() {
                    // Spaces are written only when something follows: no line ends in blanks.
                    text.push_str(&" ".repeat(owed + before));
                    text.push_str(&cell.ink.map_or_else(|| piece.to_owned(), |ink| style.ink(ink, piece)));
                    owed = pad - before + GAP;
                } else {
                    owed += width + GAP;
                }
            }
            out.push_str(&text);
            out.push('\n');
        }
    }
}

/// Breaks a text into lines of at most `width` columns: at spaces, or between wide characters, which need none.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for piece in pieces(paragraph) {
            let fits = line.width() + piece.trim_end().width() <= width;
            if !fits && !line.is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            let piece = if line.is_empty() && !lines.is_empty() { piece.trim_start() } else { piece };
            for character in piece.chars() {
                let next = character.width().unwrap_or(0);
                if line.width() + next > width && character != ' ' {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                }
                line.push(character);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Parts between which a line may break. Closing punctuation stays with what it closes.
fn pieces(text: &str) -> Vec<&str> {
    const STAYS: &str = "，。；：、！？）》」』】”’";
    const OPENS: &str = "（《「『【“‘";
    let mut out = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (index, character) in text.char_indices() {
        if let Some(before) = previous {
            let wide = before.width() == Some(2) || character.width() == Some(2);
            let held = STAYS.contains(character) || OPENS.contains(before) || character == ' ';
            if (before == ' ' && character != ' ') || (wide && !held) {
                out.push(text.get(start..index).unwrap_or(""));
                start = index;
            }
        }
        previous = Some(character);
    }
    out.push(text.get(start..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use zhian_protocol::explain::Language;

    fn rendered(columns: usize) -> String {
        let mut table = Table::new(["#", "enterprise", "due"]).right(0).flexible(1);
        table.row(["1".into(), "示例电器厂".into(), "2026-12-01".into()]);
        table.row(["12".into(), "Example Works".into(), "2026-12-24".into()]);
        table.render(&Style::plain(Language::En, columns))
    }

    #[test]
    fn columns_align_by_what_the_eye_sees_not_by_characters() {
        let text = rendered(80);
        let starts: Vec<usize> = text
            .lines()
            .skip(1)
            .map(|line| line.find("2026").map(|at| line[..at].width()).unwrap())
            .collect();
        assert_eq!(starts, [19, 19], "{text}");
        assert!(text.lines().all(|line| line == line.trim_end()));
    }

    #[test]
    fn a_narrow_screen_wraps_the_column_that_gives_way() {
        let mut table = Table::new(["", ""]).flexible(1);
        table.row(["P75-01".into(), "有成文且现行的质量安全管理制度，覆盖在产的全部适用产品".into()]);
        let text = table.render(&Style::plain(Language::Zh, 40));
        assert!(text.lines().count() > 1, "{text}");
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with('，')), "{text}");
    }

    #[test]
    fn wrapping_loses_no_character() {
        let text =
            "Read the approval page 看批准页、版本和实施日期，与在产产品逐一对照。Supercalifragilistic";
        let joined: String = wrap(text, 13).concat();
        assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
        assert!(wrap(text, 13).iter().all(|line| line.width() <= 13));
    }
}
