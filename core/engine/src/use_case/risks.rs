//! Risk control lists: read, turned into forms, and held against an enterprise's own list.

use crate::{Engine, EngineError};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use zhian_domain::risk::compare::{Comparison, compare};
use zhian_domain::risk::form::{CheckForm, FormRequest, forms};
use zhian_domain::risk::table::read_table;
use zhian_domain::risk::{Mode, OwnList, RiskList};

/// Which forms of which list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskFormRequest {
    /// Id of the list.
    pub list: String,
    /// Daily, weekly or monthly.
    pub mode: Mode,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Days without production or opening.
    pub closed_days: BTreeSet<NaiveDate>,
}

impl Engine {
    /// Every published list, by id. Errors: `store.*`.
    pub fn risk_lists(&self) -> Result<Vec<RiskList>, EngineError> {
        Ok(self.content()?.risks.values().cloned().collect())
    }

    /// One list. Errors: `engine.unknown-list`, `store.*`.
    pub fn risk_list(&self, id: &str) -> Result<RiskList, EngineError> {
        let found = self.content()?.risks.get(id).cloned();
        found.ok_or_else(|| EngineError::UnknownList { id: id.to_owned() })
    }

    /// The forms of a list for a range of days. Errors: `engine.unknown-list`, `risk.range`, `store.*`.
    pub fn risk_forms(&self, request: &RiskFormRequest) -> Result<Vec<CheckForm>, EngineError> {
        let list = self.risk_list(&request.list)?;
        let asked = FormRequest {
            from: request.from,
            to: request.to,
            closed_days: &request.closed_days,
            findings: &[],
        };
        Ok(forms(&list, request.mode, &asked)?)
    }

    /// Holds an enterprise's own list, given as the text of a table (CSV: commas, semicolons or tabs), against a published one:
    /// what is missing, weaker, covered or extra, and what of the table was not used.
    ///
    /// Errors: `engine.unknown-list`; `risk.table` with every faulty cell; `store.*`.
    pub fn compare_risks(&self, list: &str, table: &str) -> Result<(Comparison, OwnList), EngineError> {
        let sample = self.risk_list(list)?;
        let own = read_table(&cells(table))?;
        Ok((compare(&sample, &own), own))
    }
}

/// Rows of cells. A quoted cell may hold separators, line ends and, doubled, quotation marks.
fn cells(text: &str) -> Vec<Vec<String>> {
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
        assert_eq!(cells("\u{feff}a,\"b,c \"\"d\"\"\ne\"\r\n1,\r\n"), expected);
        assert_eq!(cells("a\tb\n1\t2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(cells("a;b,c\r1;2;"), [vec!["a", "b,c"], vec!["1", "2", ""]]);
        assert!(cells("").is_empty());
    }
}
