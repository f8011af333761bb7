//! Workbooks that somebody edited: exported, changed cell by cell, written again.
#![allow(dead_code, reason = "every test file uses its part")]

use calamine::{DataRef, Reader, Xlsx};
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use zhian_workbook::{Part, WorkbookError, export};

/// What a test puts into a cell.
#[derive(Debug, Clone)]
pub enum Put {
    Text(String),
    Number(f64),
    Date(f64),
    Flag(bool),
    Formula(&'static str),
}

pub fn text(text: &str) -> Put {
    Put::Text(text.to_owned())
}

/// A workbook as sheets of cells; rows and columns from 1.
pub struct Book {
    pub sheets: Vec<(String, BTreeMap<(u32, u32), Put>)>,
    pub merged: Vec<(String, [u32; 4])>,
}

impl Book {
    pub fn of(parts: &[Part]) -> Self {
        let mut read = Xlsx::new(Cursor::new(export(parts).unwrap())).unwrap();
        let mut sheets = Vec::new();
        for name in read.sheet_names() {
            let mut cells = BTreeMap::new();
            let mut reader = read.worksheet_cells_reader(&name).unwrap();
            while let Some(cell) = reader.next_cell().unwrap() {
                let (row, column) = cell.get_position();
                let put = match cell.get_value() {
                    DataRef::SharedString(found) => text(found),
                    DataRef::String(found) => text(found),
                    DataRef::Float(number) => Put::Number(*number),
                    _ => continue,
                };
                cells.insert((row + 1, column + 1), put);
            }
            sheets.push((name, cells));
        }
        Self { sheets, merged: Vec::new() }
    }

    pub fn blank() -> Self {
        Self { sheets: Vec::new(), merged: Vec::new() }
    }

    pub fn sheet(&mut self, name: &str) -> &mut BTreeMap<(u32, u32), Put> {
        &mut self.sheets.iter_mut().find(|(found, _)| found == name).unwrap().1
    }

    /// Column of a technical name.
    pub fn column(&self, sheet: &str, name: &str) -> u32 {
        let cells = &self.sheets.iter().find(|(found, _)| found == sheet).unwrap().1;
        let is_name = |put: &Put| matches!(put, Put::Text(found) if found == name);
        cells.iter().find(|((row, _), put)| *row == 2 && is_name(put)).unwrap().0.1
    }

    /// Puts something into a row under a technical name.
    pub fn put(&mut self, sheet: &str, row: u32, name: &str, put: Put) -> &mut Self {
        let column = self.column(sheet, name);
        self.sheet(sheet).insert((row, column), put);
        self
    }

    pub fn clear(&mut self, sheet: &str, row: u32, name: &str) -> &mut Self {
        let column = self.column(sheet, name);
        self.sheet(sheet).remove(&(row, column));
        self
    }

    /// Copies a row below all others.
    pub fn repeat(&mut self, sheet: &str, row: u32) -> u32 {
        let cells = self.sheet(sheet);
        let last = cells.keys().map(|(row, _)| *row).max().unwrap() + 1;
        let copies: Vec<_> = cells
            .range((row, 0)..(row + 1, 0))
            .map(|((_, column), put)| ((last, *column), put.clone()))
            .collect();
        cells.extend(copies);
        last
    }

    pub fn written(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for (name, cells) in &self.sheets {
            let sheet = workbook.add_worksheet();
            sheet.set_name(name).unwrap();
            for (of, range) in &self.merged {
                if of == name {
                    let [top, left, bottom, right] = *range;
                    let (left, right) = (u16::try_from(left - 1).unwrap(), u16::try_from(right - 1).unwrap());
                    sheet.merge_range(top - 1, left, bottom - 1, right, "", &Format::new()).unwrap();
                }
            }
            for ((row, column), put) in cells {
                let (row, column) = (row - 1, u16::try_from(column - 1).unwrap());
                match put {
                    Put::Text(text) => sheet.write_string(row, column, text).unwrap(),
                    Put::Number(number) => sheet.write_number(row, column, *number).unwrap(),
                    Put::Date(number) => sheet.write_number_with_format(row, column, *number, &date).unwrap(),
                    Put::Flag(flag) => sheet.write_boolean(row, column, *flag).unwrap(),
                    Put::Formula(formula) => {
                        sheet.write_formula(row, column, Formula::new(*formula)).unwrap()
                    }
                };
            }
        }
        workbook.save_to_buffer().unwrap()
    }
}

/// Every shipped file that a workbook holds, with its name and text.
pub fn shipped() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../checklists");
    let mut files = Vec::new();
    for folder in ["", "overlays", "conduct", "risks", "law", "quiz", "media"] {
        let mut names: Vec<_> = std::fs::read_dir(root.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .collect();
        names.sort();
        for path in names {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            // The first legend carries the instruments, which are in the law since.
            if name != "legend.v1.json" {
                files.push((name, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    files
}

/// The newest version of every shipped part: a workbook holds one of each.
pub fn shipped_parts() -> Vec<Part> {
    let mut newest: BTreeMap<String, (usize, Part)> = BTreeMap::new();
    for (index, (name, json)) in shipped().into_iter().enumerate() {
        let part = Part::read(&name, &json).unwrap();
        let older = newest.get(part.id()).is_none_or(|(_, known)| known.version() < part.version());
        if older {
            newest.insert(part.id().to_owned(), (index, part));
        }
    }
    let mut parts: Vec<_> = newest.into_values().collect();
    parts.sort_by_key(|(index, _)| *index);
    parts.into_iter().map(|(_, part)| part).collect()
}

pub fn part(id: &str) -> Part {
    shipped_parts().into_iter().find(|part| part.id() == id).unwrap()
}

/// Codes of errors with their cells, e.g. `workbook.formula 检查项 items!C5`.
pub fn told(errors: &[WorkbookError]) -> Vec<String> {
    let place = |error: &WorkbookError| error.at().map_or_else(String::new, |at| format!(" {at}"));
    errors.iter().map(|error| format!("{}{}", error.code(), place(error))).collect()
}
