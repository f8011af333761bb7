//! A table as the text that spreadsheets save: commas, semicolons or tabs between the cells.
//!
//! Blank rows count, unlike in readers of data, so that a fault is found in the row that the spreadsheet shows.

/// Rows of cells. A quoted cell may hold separators, line ends and, doubled, quotation marks. The separator is the one that
/// the first row has most of.
#[must_use]
pub fn rows_of_text(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let separator = ['\t', ';', ','].into_iter().max_by_key(|one| first.matches(*one).count());
    let separator = separator.unwrap_or(',');
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '\r' if !quoted && letters.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other if other == separator && !quoted => row.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_whatever_program_wrote_it() {
        let expected = vec![vec!["a".to_owned(), "b,c \"d\"\ne".to_owned()], vec!["1".into(), String::new()]];
        assert_eq!(rows_of_text("\u{feff}a,\"b,c \"\"d\"\"\ne\"\r\n1,\r\n"), expected);
        assert_eq!(rows_of_text("a\tb\n1\t2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(rows_of_text("a;b,c\r1;2;"), [vec!["a", "b,c"], vec!["1", "2", ""]]);
        assert_eq!(rows_of_text("a,b\n\n1,2"), [vec!["a", "b"], vec![""], vec!["1", "2"]]);
        assert!(rows_of_text("").is_empty());
    }
}
