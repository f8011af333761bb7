//! Plain tables: an enterprise's own list as it wrote it, and forms to be printed and filled in.

use crate::error::WorkbookError;
use crate::export::lines;
use crate::findings::Findings;
use crate::grid::{self, Cell};
use crate::text;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// One sheet of a workbook for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainSheet {
    /// Name of the sheet; what spreadsheets do not allow in names is left out.
    pub name: String,
    /// Lines above the table.
    pub above: Vec<String>,
    /// Headings, each with the width of its column in characters.
    pub headings: Vec<(String, u16)>,
    /// Rows of the table.
    pub rows: Vec<Vec<String>>,
    /// Lines below the table.
    pub below: Vec<String>,
}

/// Longest name of a sheet.
const NAME_CHARS_MAX: usize = 31;
/// Height of a line of Chinese.
const LINE_POINTS: f64 = 17.0;
/// Most lines that a row is made high for: spreadsheets allow 409 points.
const LINES_MAX: u32 = 24;

/// Reads the first sheet of a workbook as texts, from its first cell. Blank rows and cells are empty texts.
///
/// Merged cells are read as spreadsheets store them: the text in the first one. Numbers are written as they are; a day as
/// 2026-11-21. Errors: formulas and cells with errors, all at once; what is no workbook.
pub fn read_plain(bytes: &[u8]) -> Result<Vec<Vec<String>>, Vec<WorkbookError>> {
    let mut findings = Findings::default();
    let first = std::cell::Cell::new(true);
    let (_, grids) =
        grid::read(bytes, |_| first.replace(false), &mut findings).map_err(|error| vec![error])?;
    findings.errors.retain(|error| !matches!(error, WorkbookError::Merged { .. }));
    findings.into_result()?;
    let Some(grid) = grids.first() else { return Ok(Vec::new()) };
    let last = grid.rows.keys().next_back().copied().unwrap_or(0);
    let row = |number: u32| {
        let Some(cells) = grid.rows.get(&number) else { return Vec::new() };
        let width = cells.keys().next_back().copied().unwrap_or(0);
        (1..=width).map(|column| cells.get(&column).map(shown).unwrap_or_default()).collect()
    };
    Ok((1..=last).map(row).collect())
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(serial, since_1904) => {
            text::day_of_serial(*serial, *since_1904).unwrap_or_else(|| serial.to_string())
        }
        Cell::Flag(flag) => flag.to_string(),
        Cell::Bad => String::new(),
    }
}

/// Writes sheets for people: a title, a table with borders, room to fill in. The same sheets give the same bytes.
///
/// Errors: [`WorkbookError::Writing`].
pub fn write_plain(sheets: &[PlainSheet]) -> Result<Vec<u8>, WorkbookError> {
    written(sheets).map_err(|error| WorkbookError::Writing { problem: error.to_string() })
}

fn written(sheets: &[PlainSheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2023, 5, 5)?);
    workbook.set_properties(&properties);
    for sheet in sheets {
        fill(workbook.add_worksheet(), sheet)?;
    }
    workbook.save_to_buffer()
}

fn fill(to: &mut Worksheet, sheet: &PlainSheet) -> Result<(), XlsxError> {
    let name: String = sheet.name.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).collect();
    to.set_name(name.chars().take(NAME_CHARS_MAX).collect::<String>())?;
    let title = Format::new().set_bold().set_font_size(14);
    let line = Format::new();
    let cell = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let head = cell.clone().set_bold().set_background_color(0xDD_E8_F3);
    let mut row = 0_u32;
    for (index, text) in sheet.above.iter().enumerate() {
        to.write_string_with_format(row, 0, text, if index == 0 { &title } else { &line })?;
        row += 1;
    }
    for (column, (heading, width)) in (0_u16..).zip(&sheet.headings) {
        to.set_column_width(column, f64::from(*width))?;
        to.write_string_with_format(row, column, heading, &head)?;
    }
    let heading_row = row;
    row += 1;
    for cells in &sheet.rows {
        let lines = cells.iter().zip(&sheet.headings).map(|(text, (_, width))| lines(text, *width));
        to.set_row_height(
            row,
            LINE_POINTS * f64::from(u32::try_from(lines.max().unwrap_or(1)).unwrap_or(1).min(LINES_MAX)),
        )?;
        for (column, text) in (0_u16..).zip(cells) {
            to.write_string_with_format(row, column, text, &cell)?;
        }
        row += 1;
    }
    for text in &sheet.below {
        to.write_string_with_format(row, 0, text, &line)?;
        row += 1;
    }
    to.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    to.set_repeat_rows(heading_row, heading_row)?;
    Ok(())
}
