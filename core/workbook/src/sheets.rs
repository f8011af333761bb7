//! Sheets as tables: which column is which.

use crate::error::WorkbookError;
use crate::findings::Findings;
use crate::grid::{Cell, Grid};
use crate::import::is_named;
use crate::layout::{Of, SHEETS, Sheet};
use crate::reader::RowReader;
use std::collections::BTreeMap;

/// First row of content; above it stand the Chinese and the technical names.
const FIRST_ROW: u32 = 3;
/// Row of the technical names.
const NAMES_ROW: u32 = 2;

/// A sheet whose columns are known.
pub(crate) struct Table<'a> {
    pub of: Of,
    pub sheet: &'static Sheet,
    pub grid: &'a Grid,
    pub columns: BTreeMap<String, u32>,
}

impl<'a> Table<'a> {
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.grid.rows.range(FIRST_ROW..).map(|(row, _)| *row)
    }

    pub(crate) fn reader<'b>(&'b self, row: u32, findings: &'b mut Findings) -> RowReader<'b> {
        RowReader { grid: self.grid, row, columns: &self.columns, findings }
    }

    /// The text of a cell without telling what may be wrong with it.
    pub(crate) fn quiet_text(&self, row: u32, name: &str) -> Option<String> {
        match self.grid.rows.get(&row)?.get(self.columns.get(name)?)? {
            Cell::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        }
    }
}

/// The sheets that are there. A sheet without its columns is left out: whatever its rows say would be guessed.
pub(crate) fn tables<'a>(grids: &'a [Grid], findings: &mut Findings) -> BTreeMap<Of, Table<'a>> {
    let mut tables = BTreeMap::new();
    for (of, sheet) in &SHEETS {
        let mut named = grids.iter().filter(|grid| is_named(&grid.name, sheet.name));
        let Some(grid) = named.next() else {
            findings.add(WorkbookError::MissingSheet { sheet: sheet.name.to_owned() });
            continue;
        };
        for second in named {
            let (sheet, first) = (second.name.clone(), grid.name.clone());
            findings.add(WorkbookError::RepeatedSheet { sheet, first });
        }
        if let Some(columns) = columns(grid, sheet, findings) {
            stray(grid, &columns, findings);
            tables.insert(*of, Table { of: *of, sheet, grid, columns });
        }
    }
    tables
}

fn columns(grid: &Grid, sheet: &Sheet, findings: &mut Findings) -> Option<BTreeMap<String, u32>> {
    let mut columns: BTreeMap<String, u32> = BTreeMap::new();
    let known: Vec<String> = sheet.columns().into_iter().map(|column| column.name).collect();
    for (column, cell) in grid.rows.get(&NAMES_ROW).into_iter().flatten() {
        let at = grid.at(NAMES_ROW, *column);
        let found = match cell {
            Cell::Text(text) => text.trim().to_owned(),
            Cell::Number(number) | Cell::Date(number, _) => number.to_string(),
            Cell::Flag(flag) => flag.to_string(),
            Cell::Bad => continue,
        };
        if !known.contains(&found) {
            findings.add(WorkbookError::UnknownColumn { at, found });
        } else if let Some(first) = columns.get(&found) {
            let first = grid.at(NAMES_ROW, *first);
            findings.add(WorkbookError::RepeatedColumn { at, first, column: found });
        } else {
            columns.insert(found, *column);
        }
    }
    let mut whole = true;
    for column in known {
        if !columns.contains_key(&column) {
            findings.add(WorkbookError::MissingColumn { sheet: grid.name.clone(), column });
            whole = false;
        }
    }
    whole.then_some(columns)
}

/// Cells beside the table would be lost.
fn stray(grid: &Grid, columns: &BTreeMap<String, u32>, findings: &mut Findings) {
    let headed = grid.rows.get(&NAMES_ROW);
    for (row, cells) in grid.rows.range(FIRST_ROW..) {
        for column in cells.keys() {
            let is_headed = headed.is_some_and(|names| names.contains_key(column));
            if !is_headed && !columns.values().any(|known| known == column) {
                findings.add(WorkbookError::StrayCell { at: grid.at(*row, *column) });
            }
        }
    }
}
