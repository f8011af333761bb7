//! Every bad file, through the program: told with its place in both languages, and nothing of it is published.

use crate::desk::{Desk, shipped, text_of};
use calamine::{DataRef, Reader, Xlsx};
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};

/// A workbook as sheets of texts.
pub fn book(sheets: &[(&str, Vec<Vec<&str>>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let to = book.add_worksheet();
        to.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells) {
                if !text.is_empty() {
                    to.write_string(row, column, *text).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Cells of a workbook by sheet; rows and columns from 1.
#[derive(Default)]
pub struct Cells {
    order: Vec<String>,
    sheets: BTreeMap<String, BTreeMap<(u32, u32), String>>,
    formulas: Vec<(String, u32, u32)>,
    merged: Vec<(String, [u32; 4])>,
}

impl Cells {
    fn column(&self, sheet: &str, name: &str) -> u32 {
        let found = self.sheets[sheet].iter().find(|((row, _), text)| *row == 2 && *text == name);
        found.unwrap_or_else(|| panic!("{sheet} has no column {name}")).0.1
    }

    /// Puts a text into the cell of a row under a technical name.
    pub fn set(&mut self, sheet: &str, name: &str, row: u32, text: &str) {
        let column = self.column(sheet, name);
        self.sheets.get_mut(sheet).unwrap().insert((row, column), text.to_owned());
    }

    fn get(&self, sheet: &str, name: &str, row: u32) -> String {
        self.sheets[sheet].get(&(row, self.column(sheet, name))).cloned().unwrap_or_default()
    }
}

/// A workbook with some of its cells changed.
pub fn edited(bytes: &[u8], edit: impl FnOnce(&mut Cells)) -> Vec<u8> {
    let mut read = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut cells = Cells { order: read.sheet_names(), ..Cells::default() };
    for name in cells.order.clone() {
        let mut of_sheet = BTreeMap::new();
        let mut reader = read.worksheet_cells_reader(&name).unwrap();
        while let Some(cell) = reader.next_cell().unwrap() {
            let (row, column) = cell.get_position();
            let text = match cell.get_value() {
                DataRef::SharedString(text) => (*text).to_owned(),
                DataRef::String(text) => text.clone(),
                DataRef::Float(number) => number.to_string(),
                _ => continue,
            };
            of_sheet.insert((row + 1, column + 1), text);
        }
        cells.sheets.insert(name, of_sheet);
    }
    edit(&mut cells);
    let mut book = Workbook::new();
    for name in &cells.order {
        let to = book.add_worksheet();
        to.set_name(name).unwrap();
        for ((row, column), text) in &cells.sheets[name] {
            to.write_string(row - 1, u16::try_from(*column - 1).unwrap(), text).unwrap();
        }
        for (_, row, column) in cells.formulas.iter().filter(|(of, ..)| of == name) {
            to.write_formula(row - 1, u16::try_from(*column - 1).unwrap(), Formula::new("=1+1")).unwrap();
        }
        for (_, [top, left, bottom, right]) in cells.merged.iter().filter(|(of, _)| of == name) {
            let column = |number: u32| u16::try_from(number - 1).unwrap();
            to.merge_range(top - 1, column(*left), bottom - 1, column(*right), "x", &Format::new()).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

struct Bench {
    desk: Desk,
    book: Vec<u8>,
    before: (Value, Value),
}

impl Bench {
    /// An office with everything published, and the workbook of one overlay.
    fn new() -> Self {
        let desk = Desk::new();
        desk.publishes_all();
        let out = desk.path("book.xlsx");
        let overlay = shipped().join("overlays/oeb.v1.json");
        desk.said(&["checklist", "export", "--out", text_of(&out), text_of(&overlay)]);
        let before = desk.standing();
        Self { book: std::fs::read(out).unwrap(), desk, before }
    }

    /// Checks and tries to publish; returns the faults, which both tell alike.
    fn refuses(&self, name: &str, bytes: &[u8]) -> Vec<Value> {
        let path = self.desk.path(name);
        std::fs::write(&path, bytes).unwrap();
        let faults = self.desk.faults(&[text_of(&path)]);
        let error = self.desk.refused(&["checklist", "publish", text_of(&path)]);
        assert_eq!(error["faults"].as_array().unwrap(), &faults);
        assert_eq!(self.desk.standing(), self.before, "nothing is half published after {name}");
        for (lang, heading) in [("zh", "错误："), ("en", "Faults:")] {
            let told = self.desk.run(lang, &["checklist", "check", text_of(&path)]);
            let told = String::from_utf8(told.stdout).unwrap();
            assert!(told.contains(heading) && told.contains(name), "{told}");
        }
        faults
    }
}

fn cell_of(faults: &[Value], code: &str) -> Vec<String> {
    let of = faults.iter().filter(|one| one["code"] == code);
    of.map(|one| one["cell"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn wrong_sheets_merged_cells_formulas_and_duplicate_ids_are_told_at_once_by_cell() {
    let bench = Bench::new();
    let bad = edited(&bench.book, |cells| {
        cells.order.push("草稿".to_owned());
        cells.sheets.insert("草稿".to_owned(), BTreeMap::from([((1, 1), "x".to_owned())]));
        cells.order.retain(|name| name != "限值 limits");
        let column = cells.column("检查项 items", "severity");
        cells.formulas.push(("检查项 items".to_owned(), 4, column));
        let note = cells.column("检查项 items", "note.zh");
        cells.merged.push(("检查项 items".to_owned(), [5, note, 6, note]));
        let first = cells.get("检查项 items", "id", 3);
        cells.set("检查项 items", "id", 7, &first);
    });
    let faults = bench.refuses("bad.xlsx", &bad);
    let codes: Vec<&str> = faults.iter().filter_map(|one| one["code"].as_str()).collect();
    for code in [
        "workbook.unknown-sheet",
        "workbook.missing-sheet",
        "workbook.formula",
        "workbook.merged",
        "workbook.duplicate",
    ] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
    assert!(cell_of(&faults, "workbook.formula")[0].ends_with('4'), "{faults:?}");
    assert!(cell_of(&faults, "workbook.duplicate")[0].ends_with('7'), "{faults:?}");
    let of_cell = faults.iter().find(|one| one["code"] == "workbook.formula").unwrap();
    assert_eq!((of_cell["sheet"].as_str(), of_cell["row"].as_u64()), (Some("检查项 items"), Some(4)));
}

#[test]
fn faults_of_meaning_are_brought_back_to_their_cells() {
    let bench = Bench::new();
    let (mut cell, mut id) = (String::new(), String::new());
    let bad = edited(&bench.book, |cells| {
        cells.set("文件 files", "version", 3, "2");
        cells.set("检查项 items", "basis", 4, "PQL-999");
        let at = zhian_workbook::At {
            sheet: String::new(),
            row: 4,
            column: cells.column("检查项 items", "basis"),
        };
        (cell, id) = (at.a1(), cells.get("检查项 items", "id", 4));
    });
    let faults = bench.refuses("meaning.xlsx", &bad);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(
        (faults[0]["cell"].as_str(), faults[0]["sheet"].as_str()),
        (Some(cell.as_str()), Some("检查项 items"))
    );
    assert!(faults[0]["place"]["zh"].as_str().unwrap().contains(&id), "{faults:?}");
}

#[test]
fn a_condition_that_goes_in_a_circle_and_one_that_does_not_end_are_told_with_their_item() {
    let bench = Bench::new();
    let bad = edited(&bench.book, |cells| {
        cells.set("文件 files", "version", 3, "2");
        let (one, two) = (cells.get("检查项 items", "id", 3), cells.get("检查项 items", "id", 4));
        cells.set("检查项 items", "when", 3, &format!("answers['{two}'].judgement == 'meets'"));
        cells.set("检查项 items", "when", 4, &format!("answers['{one}'].judgement == 'meets'"));
    });
    let faults = bench.refuses("circle.xlsx", &bad);
    assert!(!cell_of(&faults, "expression.cycle").is_empty(), "{faults:?}");
    let list: Vec<String> = (0..40).map(|number| number.to_string()).collect();
    let list = list.join(",");
    let endless = format!("[{list}].all(a, [{list}].all(b, [{list}].all(c, a + b + c < 0)))");
    let bad = edited(&bench.book, |cells| {
        cells.set("文件 files", "version", 3, "2");
        cells.set("检查项 items", "when", 3, &endless);
        // A second one: both are told.
        cells.set("检查项 items", "when", 5, &format!("{}true{}", "(".repeat(60), ")".repeat(60)));
    });
    let faults = bench.refuses("endless.xlsx", &bad);
    let codes: Vec<&str> = faults.iter().filter_map(|one| one["code"].as_str()).collect();
    assert_eq!(codes.len(), 2, "{faults:?}");
    assert!(codes.iter().all(|code| code.starts_with("expression.")), "{codes:?}");
}

#[test]
fn a_hundred_thousand_rows_are_refused_quickly() {
    let bench = Bench::new();
    let mut book = Workbook::new();
    for (name, _) in [("检查项 items", 0), ("文件 files", 0)] {
        let to = book.add_worksheet();
        to.set_name(name).unwrap();
        for row in 0..100_000 {
            to.write_string(row, 0, "OEB").unwrap();
        }
    }
    let faults = bench.refuses("rows.xlsx", &book.save_to_buffer().unwrap());
    assert!(faults.iter().any(|one| one["code"] == "workbook.too-many-rows"), "{faults:?}");
}

#[test]
fn what_is_no_workbook_and_what_would_burst_is_not_unpacked() {
    let bench = Bench::new();
    let code = |faults: Vec<Value>| faults[0]["code"].as_str().unwrap().to_owned();
    assert_eq!(code(bench.refuses("text.xlsx", b"this is no workbook")), "workbook.not-xlsx");
    assert_eq!(
        code(bench.refuses("old.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])),
        "workbook.old-or-locked"
    );
    assert_eq!(code(bench.refuses("cut.xlsx", &bench.book[..bench.book.len() / 2])), "workbook.not-xlsx");
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..200 {
        bomb.write_all(&zeros).unwrap();
    }
    let bomb = bomb.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    assert_eq!(code(bench.refuses("bomb.xlsx", &bomb)), "workbook.inflates");
    // The other roads in refuse it too, and write nothing.
    let path = bench.desk.path("bomb.xlsx");
    let into = bench.desk.path("into");
    let import = ["checklist", "import", text_of(&path), "--into", text_of(&into)];
    assert_eq!(bench.desk.refused(&import)["faults"][0]["code"], "workbook.inflates");
    assert!(!into.exists());
    let large = bench.desk.path("large.json");
    std::fs::File::create(&large).unwrap().set_len(64 << 20).unwrap();
    assert_eq!(bench.desk.faults(&[text_of(&large)])[0]["code"], "workbook.too-large");
}

#[test]
fn files_that_are_nothing_we_publish_are_told_and_not_passed_over() {
    let bench = Bench::new();
    let code = |faults: Vec<Value>| faults[0]["code"].as_str().unwrap().to_owned();
    assert_eq!(code(bench.refuses("cut.json", b"{\"schema\": 2, \"sections\": [")), "checklist.syntax");
    assert_eq!(code(bench.refuses("other.json", b"{\"name\": \"x\"}")), "admin.not-content");
    assert_eq!(code(bench.refuses("gbk.json", &[0xd6, 0xd0, 0xce, 0xc4])), "admin.not-content");
    assert!(code(bench.refuses("deep.json", "[".repeat(100_000).as_bytes())).starts_with("checklist."));
    let twice =
        bench.desk.changed("overlays/oeb.v1.json", "two/a.json", &[("\"version\": 1", "\"version\": 2")]);
    std::fs::copy(&twice, bench.desk.path("two/b.json")).unwrap();
    let folder = bench.desk.path("two");
    assert_eq!(code(bench.desk.faults(&[text_of(&folder)])), "admin.content-twice");
    assert_eq!(bench.desk.refused(&["checklist", "check", "nowhere.json"])["code"], "admin.file");
}
