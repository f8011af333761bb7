//! What is wrong in a workbook is told with its cell, all of it at once, and nothing is imported.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::type_complexity,
    reason = "a test stops at the first surprise"
)]

mod support;

use proptest::prelude::*;
use std::io::{Cursor, Write};
use support::*;
use zhian_workbook::{ERRORS_MAX, FILE_BYTES_MAX, ROWS_MAX, WorkbookError, import};

const ITEMS: &str = "检查项 items";
const FIELDS: &str = "字段 fields";
const LAW: &str = "条文 law";
const MEDIA: &str = "媒体 media";

fn book() -> Book {
    Book::of(&[part("OEB"), part("law"), part("media"), part("RL-EB-S"), part("quiz")])
}

fn refused(book: &Book) -> Vec<WorkbookError> {
    import(&book.written()).expect_err("the workbook must be refused")
}

fn codes(book: &Book) -> Vec<String> {
    told(&refused(book))
}

#[test]
fn a_workbook_that_was_only_opened_and_saved_is_read_without_a_remark() {
    let imported = import(&book().written()).unwrap();
    assert_eq!(imported.remarks, []);
    assert_eq!(imported.parts.first().unwrap().json(), part("OEB").json());
}

#[test]
fn errors_of_several_sheets_are_told_together_each_with_its_cell_in_both_languages() {
    let mut book = book();
    book.put(ITEMS, 3, "severity", text("D"))
        .clear(ITEMS, 4, "ask.zh")
        .put(FIELDS, 3, "required", text("也许"))
        .put("风险清单 risks", 5, "mode", text("hourly"));
    let errors = refused(&book);
    assert_eq!(errors.len(), 4, "{:?}", told(&errors));
    let severity = &errors[0];
    assert_eq!(severity.code(), "workbook.unknown-code");
    let at = severity.at().unwrap();
    assert_eq!((at.sheet.as_str(), at.row, at.column), (ITEMS, 3, book.column(ITEMS, "severity")));
    let sentence = severity.sentence();
    assert!(
        sentence.zh.contains("“检查项 items”第3行") && sentence.zh.contains("“D”不在可选值中：A, B, C"),
        "{}",
        sentence.zh
    );
    assert!(
        sentence.en.contains("row 3") && sentence.en.contains("\"D\" is none of A, B, C"),
        "{}",
        sentence.en
    );
}

#[test]
fn a_missing_an_unknown_and_a_repeated_sheet_are_told_by_name() {
    let mut book = book();
    book.sheets.retain(|(name, _)| name != "题库 quiz");
    let copy = book.sheet(LAW).clone();
    book.sheets.push(("law".to_owned(), copy));
    book.sheets.push(("Sheet1".to_owned(), std::iter::once(((1, 1), text("随记"))).collect()));
    let found = codes(&book);
    for code in ["workbook.missing-sheet", "workbook.unknown-sheet", "workbook.repeated-sheet"] {
        assert!(found.contains(&code.to_owned()), "{code} in {found:?}");
    }
}

#[test]
fn a_sheet_may_be_called_by_either_half_of_its_name_and_columns_may_be_moved() {
    let mut book = book();
    for (name, cells) in &mut book.sheets {
        *name = name.split(' ').nth(1).unwrap().to_owned();
        *cells =
            std::mem::take(cells).into_iter().map(|((row, column), put)| ((row, 60 - column), put)).collect();
    }
    let imported = import(&book.written()).unwrap_or_else(|errors| panic!("{:?}", told(&errors)));
    assert_eq!(imported.parts.first().unwrap().json(), part("OEB").json());
}

#[test]
fn a_column_that_is_missing_unknown_or_repeated_and_a_cell_beside_the_table_are_refused() {
    let mut book = book();
    let (note, severity) = (book.column(ITEMS, "note.zh"), book.column(ITEMS, "severity"));
    book.sheet(LAW).insert((2, 40), text("remark"));
    book.sheet(LAW).insert((2, 41), text("id"));
    book.sheet(MEDIA).insert((7, 50), text("随手记"));
    book.sheet(ITEMS).remove(&(2, severity));
    assert!(note > 0);
    let found = codes(&book);
    assert!(found.contains(&format!("workbook.unknown-column {LAW}!AN2")), "{found:?}");
    assert!(found.contains(&format!("workbook.repeated-column {LAW}!AO2")), "{found:?}");
    assert!(found.contains(&format!("workbook.stray-cell {MEDIA}!AX7")), "{found:?}");
    assert!(found.contains(&"workbook.missing-column".to_owned()), "{found:?}");
}

#[test]
fn merged_cells_and_formulas_are_refused_where_they_stand() {
    let mut book = book();
    book.merged.push((FIELDS.to_owned(), [3, 30, 4, 31]));
    let column = book.column(ITEMS, "evidence.count");
    book.sheet(ITEMS).insert((3, column), Put::Formula("=1+1"));
    let found = codes(&book);
    assert!(found.contains(&format!("workbook.merged {FIELDS}!AD3")), "{found:?}");
    assert!(
        found.iter().any(|code| code.starts_with("workbook.formula 检查项 items!") && code.ends_with('3')),
        "{found:?}"
    );
    assert!(
        !found.iter().any(|code| code.starts_with("workbook.missing ")),
        "a formula is told once: {found:?}"
    );
}

#[test]
fn a_row_beyond_the_limit_ends_the_reading_of_its_sheet() {
    let mut book = book();
    let cells = book.sheet(LAW);
    for row in 2_000..ROWS_MAX + 2_000 {
        cells.insert((row, 1), text("R75-10"));
    }
    let errors = refused(&book);
    assert!(errors.iter().any(|error| error.code() == "workbook.too-many-rows"), "{:?}", told(&errors));
    assert!(errors.len() <= ERRORS_MAX + 1);
}

#[test]
fn two_rows_with_one_id_are_told_with_both_places() {
    let mut book = book();
    let last = book.repeat(LAW, 5);
    book.repeat(ITEMS, 3);
    let errors = refused(&book);
    let twice: Vec<_> = errors.iter().filter(|error| error.code() == "workbook.duplicate").collect();
    assert_eq!(twice.len(), 2, "{:?}", told(&errors));
    let WorkbookError::Duplicate { at, first, .. } = twice[1] else { panic!() };
    assert_eq!((at.sheet.as_str(), at.row, first.row), (LAW, last, 5));
    assert!(twice[1].words().zh.contains("条文 law!A5"));
}

#[test]
fn a_row_that_belongs_to_nothing_is_refused() {
    let mut book = book();
    book.put(FIELDS, 3, "item", text("OEB-99")).put(ITEMS, 4, "section", text("nowhere")).put(
        "风险清单 risks",
        3,
        "list",
        text("RL-X"),
    );
    let found = codes(&book);
    let unknown = found.iter().filter(|code| code.starts_with("workbook.unknown-parent")).count();
    assert_eq!(unknown, 3, "{found:?}");
}

#[test]
fn an_id_that_became_a_number_is_refused_because_its_zeros_may_be_lost() {
    let mut book = book();
    book.put(LAW, 3, "article", Put::Number(1.0));
    assert_eq!(codes(&book).len(), 1);
    assert!(codes(&book)[0].starts_with("workbook.number-for-text"));
    book.put(LAW, 3, "article", text("001"));
    let imported = import(&book.written()).unwrap();
    assert!(imported.parts[1].json().contains("\"article\": \"001\""));
}

#[test]
fn a_number_that_was_stored_as_text_is_read_and_said_so() {
    let mut book = book();
    book.put(ITEMS, 3, "evidence.count", text(" 2 "));
    let imported = import(&book.written()).unwrap();
    let remarks: Vec<_> = imported.remarks.iter().map(|remark| remark.code()).collect();
    assert_eq!(remarks, ["workbook.trimmed", "workbook.text-as-number"]);
    assert_eq!(imported.parts.first().unwrap().json(), part("OEB").json());
    book.put(ITEMS, 3, "evidence.count", text("两")).put(ITEMS, 4, "evidence.count", Put::Number(1.5));
    let found = codes(&book);
    assert!(
        found[0].starts_with("workbook.not-number") && found[1].starts_with("workbook.not-whole"),
        "{found:?}"
    );
}

#[test]
fn a_date_of_the_spreadsheet_is_a_day_and_a_bare_number_is_not() {
    let mut book = book();
    book.put(LAW, 3, "in_force_from", Put::Date(45_051.0));
    let imported = import(&book.written()).unwrap();
    assert!(imported.parts[1].json().contains("\"in_force_from\": \"2023-05-05\""));
    assert_eq!(imported.remarks[0].code(), "workbook.serial-as-day");
    book.put(LAW, 3, "in_force_from", Put::Number(45_051.0)).put(
        LAW,
        4,
        "in_force_from",
        text("2023年5月5日"),
    );
    let errors = refused(&book);
    assert_eq!(
        errors.iter().map(|error| error.code()).collect::<Vec<_>>(),
        ["workbook.serial-date", "workbook.not-date"]
    );
    assert!(errors[0].words().zh.contains("2023-05-05"));
}

#[test]
fn full_width_letters_in_an_id_are_refused_with_the_half_width_ones() {
    let mut book = book();
    book.put(ITEMS, 3, "id", text("ＯＥＢ－０１")).put(ITEMS, 4, "severity", text("Ａ"));
    let errors = refused(&book);
    let WorkbookError::FullWidth { instead, .. } = &errors[0] else { panic!("{:?}", told(&errors)) };
    assert_eq!(instead, "OEB-01");
    assert!(
        errors
            .iter()
            .any(|error| matches!(error, WorkbookError::FullWidth { instead, .. } if instead == "A"))
    );
}

#[test]
fn blanks_at_the_ends_are_left_out_and_said_so_and_blank_rows_are_skipped() {
    let mut book = book();
    book.put(ITEMS, 3, "id", text("OEB-01 ")).put(ITEMS, 3, "consequences", text("R2\r\nC66 \nL53\n"));
    let cells = book.sheet(ITEMS);
    let moved: Vec<_> = cells.range((5, 0)..).map(|(at, put)| (*at, put.clone())).collect();
    for (at, _) in &moved {
        cells.remove(at);
    }
    cells.insert((5, 1), text("   "));
    cells.extend(moved.into_iter().map(|((row, column), put)| ((row + 3, column), put)));
    let imported = import(&book.written()).unwrap_or_else(|errors| panic!("{:?}", told(&errors)));
    assert_eq!(imported.parts.first().unwrap().json(), part("OEB").json());
    assert_eq!(imported.remarks.iter().filter(|remark| remark.code() == "workbook.trimmed").count(), 2);
}

#[test]
fn lines_that_do_not_match_and_blank_lines_between_them_are_refused() {
    let mut book = book();
    book.put(ITEMS, 3, "how.en", text("One step")).put(ITEMS, 4, "basis", text("PQL-33\n\nCCC-27")).put(
        ITEMS,
        5,
        "ask.en",
        text("a\nb"),
    );
    let found: Vec<_> = refused(&book).iter().map(|error| error.code()).collect();
    assert_eq!(found, ["workbook.lines-differ", "workbook.blank-line", "workbook.line-break"]);
}

#[test]
fn both_judgements_and_cells_that_a_file_has_no_use_for_are_refused() {
    let mut book = book();
    book.put(ITEMS, 3, "judgement.computed.field", text("count")).put(
        "文件 files",
        4,
        "title.zh",
        text("条文"),
    );
    let found: Vec<_> = refused(&book).iter().map(|error| error.code()).collect();
    assert!(found.contains(&"workbook.two-judgements") && found.contains(&"workbook.misplaced"), "{found:?}");
}

#[test]
fn a_character_that_cannot_be_seen_is_refused() {
    let mut book = book();
    book.put(ITEMS, 3, "ask.zh", text("整车\u{200b}编码"));
    let errors = refused(&book);
    assert!(matches!(errors[0], WorkbookError::Invisible { position: 3, .. }), "{:?}", told(&errors));
}

#[test]
fn what_is_no_workbook_is_refused_in_one_sentence() {
    let code = |bytes: &[u8]| import(bytes).unwrap_err()[0].code();
    assert_eq!(code(b""), "workbook.not-xlsx");
    assert_eq!(code(b"id,ask\n1,2"), "workbook.not-xlsx");
    assert_eq!(code(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "workbook.old-or-locked");
    assert_eq!(code(&vec![0; FILE_BYTES_MAX + 1]), "workbook.too-large");
    assert_eq!(code(&zip_of("hello.txt", b"hello")), "workbook.not-xlsx");
}

fn zip_of(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_file_that_unpacks_to_more_than_memory_should_hold_is_refused_before_it_is_read() {
    let bomb = zip_of("xl/worksheets/sheet1.xml", &vec![b' '; 97 * 1024 * 1024]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(import(&bomb).unwrap_err()[0].code(), "workbook.inflates");
    // The directory says that it is small.
    let mut lying = bomb;
    let size = (97_u32 * 1024 * 1024).to_le_bytes();
    let mut index = 0;
    while index + 4 <= lying.len() {
        if lying[index..index + 4] == size {
            lying[index..index + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
        index += 1;
    }
    let code = import(&lying).unwrap_err()[0].code();
    assert!(["workbook.inflates", "workbook.not-xlsx"].contains(&code), "{code}");
}

#[test]
fn two_cells_in_far_corners_do_not_fill_a_table_between_them() {
    let mut book = book();
    book.sheet(ITEMS).insert((1_048_576, 16_384), text("far"));
    assert!(codes(&book).contains(&"workbook.too-many-rows".to_owned()));
}

#[test]
fn more_errors_than_anybody_reads_are_counted() {
    let mut book = book();
    let column = book.column(MEDIA, "bytes");
    for row in 3..3 + u32::try_from(ERRORS_MAX).unwrap() + 20 {
        book.sheet(MEDIA).insert((row, column), text("many"));
    }
    let errors = refused(&book);
    assert_eq!(errors.len(), ERRORS_MAX + 1);
    assert!(matches!(errors.last(), Some(WorkbookError::More { count }) if *count > 20));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_refused_or_read_and_never_ends_the_program(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(), is_cut: bool,
    ) {
        let mut bytes = Book::of(&[part("RL-EB-S")]).written();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = import(&bytes);
    }
}
