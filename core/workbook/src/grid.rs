//! Cells of a workbook as they are, read without trusting the file.

use crate::error::WorkbookError;
use crate::findings::Findings;
use crate::place::At;
use calamine::{DataRef, Dimensions, Reader, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Largest file: 16 MiB.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most bytes that a file may have once it is unpacked: 96 MiB.
pub const UNPACKED_BYTES_MAX: u64 = 96 * 1024 * 1024;
/// Most entries of the archive.
const ENTRIES_MAX: usize = 2_000;
/// Most sheets.
const SHEETS_MAX: usize = 64;
/// Last row that is read: four times the whole content as it is shipped.
pub const ROWS_MAX: u32 = 20_000;
/// Last column that is read.
const COLUMNS_MAX: u32 = 256;

/// A cell as it was stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    Number(f64),
    /// A number that is shown as a date, and whether days are counted from 1904.
    Date(f64, bool),
    Flag(bool),
    /// Already told: a formula, an error.
    Bad,
}

/// A sheet: rows from 1, in each the cells by column from 1. Blank cells are left out.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    pub name: String,
    pub rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
}

impl Grid {
    pub(crate) fn at(&self, row: u32, column: u32) -> At {
        At { sheet: self.name.clone(), row, column }
    }
}

/// Reads the sheets that `wanted` chooses by name, and names all sheets.
///
/// Errors: those that concern the file as a whole. What is wrong with cells goes to `findings`.
pub(crate) fn read(
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
    findings: &mut Findings,
) -> Result<(Vec<String>, Vec<Grid>), WorkbookError> {
    guard(bytes)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(not_xlsx)?;
    let names = workbook.sheet_names();
    if names.len() > SHEETS_MAX {
        return Err(WorkbookError::NotXlsx { problem: format!("more than {SHEETS_MAX} sheets") });
    }
    let mut grids = Vec::new();
    for name in names.iter().filter(|name| wanted(name)) {
        let merged = workbook.merge_cells_by_sheet_name(name).map_err(not_xlsx)?;
        for range in merged.iter().take(crate::findings::ERRORS_MAX) {
            findings.add(merge_error(name, range));
        }
        grids.push(sheet(&mut workbook, name, findings)?);
    }
    Ok((names, grids))
}

#[expect(clippy::needless_pass_by_value, reason = "it maps errors")]
fn not_xlsx(error: XlsxError) -> WorkbookError {
    WorkbookError::NotXlsx { problem: error.to_string() }
}

/// Refuses what would not fit into memory before anything is unpacked into it. The directory of an archive may lie, so
/// every entry is unpacked once, into nothing.
fn guard(bytes: &[u8]) -> Result<(), WorkbookError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(WorkbookError::TooLarge { bytes: bytes.len(), limit: FILE_BYTES_MAX });
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(WorkbookError::OldOrLocked {});
    }
    let broken = |error: &dyn std::fmt::Display| WorkbookError::NotXlsx { problem: error.to_string() };
    let inflates = || WorkbookError::Inflates { limit: UNPACKED_BYTES_MAX };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > ENTRIES_MAX {
        return Err(broken(&format!("more than {ENTRIES_MAX} entries")));
    }
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| broken(&error))?;
        declared = declared.saturating_add(entry.size());
    }
    if declared > UNPACKED_BYTES_MAX {
        return Err(inflates());
    }
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| broken(&error))?;
        let size = entry.size();
        let mut unpacked = entry.take(size.saturating_add(1));
        let found = std::io::copy(&mut unpacked, &mut std::io::sink()).map_err(|error| broken(&error))?;
        if found != size {
            return Err(inflates());
        }
    }
    Ok(())
}

fn merge_error(sheet: &str, range: &Dimensions) -> WorkbookError {
    let at = |(row, column): (u32, u32)| At {
        sheet: sheet.to_owned(),
        row: row.saturating_add(1),
        column: column.saturating_add(1),
    };
    let (first, last) = (at(range.start), at(range.end));
    WorkbookError::Merged { range: format!("{}:{}", first.a1(), last.a1()), at: first }
}

fn sheet<R: Read + std::io::Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    findings: &mut Findings,
) -> Result<Grid, WorkbookError> {
    let mut grid = Grid { name: name.to_owned(), rows: BTreeMap::new() };
    let since_1904 = workbook.has_1904_epoch();
    // Cell by cell: a range of one cell at each corner would fill a table of billions.
    let mut cells = workbook.worksheet_cells_reader(name).map_err(not_xlsx)?;
    while let Some(record) = cells.next_cell_with_formula_metadata().map_err(not_xlsx)? {
        let (row, column) = (record.pos.0.saturating_add(1), record.pos.1.saturating_add(1));
        let at = || At { sheet: name.to_owned(), row, column };
        if record.formula.is_none() && is_blank(&record.value) {
            continue;
        }
        if row > ROWS_MAX {
            findings.add(WorkbookError::TooManyRows { sheet: name.to_owned(), limit: ROWS_MAX });
            break;
        }
        if column > COLUMNS_MAX {
            findings.add(WorkbookError::StrayCell { at: at() });
            continue;
        }
        let cell = if record.formula.is_some() {
            findings.add(WorkbookError::Formula { at: at() });
            Cell::Bad
        } else {
            match cell(&record.value, since_1904) {
                Ok(cell) => cell,
                Err(found) => {
                    findings.add(WorkbookError::CellError { at: at(), found });
                    Cell::Bad
                }
            }
        };
        if grid.rows.entry(row).or_default().insert(column, cell).is_some() {
            return Err(WorkbookError::NotXlsx { problem: format!("{} stands there twice", at()) });
        }
    }
    Ok(grid)
}

fn is_blank(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty => true,
        DataRef::String(text) => text.trim().is_empty(),
        DataRef::SharedString(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn cell(value: &DataRef<'_>, since_1904: bool) -> Result<Cell, String> {
    Ok(match value {
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Float(number) => Cell::Number(*number),
        #[expect(clippy::cast_precision_loss, reason = "readers give whole numbers of other formats only")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(moment) => Cell::Date(moment.as_f64(), since_1904),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => return Err(error.to_string()),
        DataRef::Empty => Cell::Bad,
    })
}
