//! Writes the workbook.

use crate::cells::{Cells, Out};
use crate::codes::{self, Codes};
use crate::error::WorkbookError;
use crate::layout::{self, Column, SHEETS, Sheet};
use crate::part::Part;
use crate::place::letters;
use crate::rows::{self, Rows};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};

/// Rows that drop-down lists are prepared for, beyond those that are filled.
const SPARE_ROWS: u32 = 500;

/// Writes parts as a regulator's workbook, one sheet per kind of row. The same parts give the same bytes.
///
/// Errors: [`WorkbookError::NotCarried`] for everything that would not come back the same, all at once.
pub fn export(parts: &[Part]) -> Result<Vec<u8>, Vec<WorkbookError>> {
    let rows = rows::of_parts(parts)?;
    written(&rows).map_err(|error| vec![WorkbookError::Writing { problem: error.to_string() }])
}

/// Formats of cells.
struct Formats {
    heading: Format,
    technical: Format,
    text: Format,
    number: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let head = || cell().set_bold().set_border(FormatBorder::Thin).set_num_format("@");
        Self {
            heading: head().set_background_color(0x1F_4E_79).set_font_color(0xFF_FF_FF),
            technical: head().set_background_color(0xDD_E8_F3).set_font_color(0x44_54_6A),
            text: cell().set_num_format("@"),
            number: cell().set_num_format("0.###############"),
        }
    }
}

fn written(rows: &Rows) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed moment: the bytes depend on the content alone.
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2023, 5, 5)?);
    workbook.set_properties(&properties);
    let formats = Formats::new();
    readme(workbook.add_worksheet(), &formats)?;
    for (of, sheet) in &SHEETS {
        let rows = rows.get(of).map_or(&[][..], Vec::as_slice);
        fill(workbook.add_worksheet(), sheet, rows, &formats)?;
    }
    code_lists(workbook.add_worksheet(), &formats)?;
    workbook.save_to_buffer()
}

fn fill(to: &mut Worksheet, sheet: &Sheet, rows: &[Cells], formats: &Formats) -> Result<(), XlsxError> {
    to.set_name(sheet.name)?;
    let columns = sheet.columns();
    for (index, column) in (0_u16..).zip(&columns) {
        let format = if column.number { &formats.number } else { &formats.text };
        to.set_column_format(index, format)?;
        to.set_column_width(index, f64::from(column.width))?;
        to.write_string_with_format(0, index, &column.zh, &formats.heading)?;
        to.write_string_with_format(1, index, &column.name, &formats.technical)?;
        if let Some(hint) = hint(column) {
            to.insert_note(1, index, &Note::new(hint).set_author("").add_author_prefix(false))?;
        }
        for (row, cells) in (2_u32..).zip(rows) {
            match cells.get(&column.name) {
                Some(Out::Text(text)) => to.write_string_with_format(row, index, text, &formats.text)?,
                Some(Out::Number(number)) => to.write_number_with_format(row, index, *number, format)?,
                None => to.write_blank(row, index, format)?,
            };
        }
        let last = 1 + u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_add(SPARE_ROWS);
        if let Some(validation) = validation(column) {
            to.add_data_validation(2, index, last, index, &validation)?;
        }
    }
    for (row, cells) in (2_u32..).zip(rows) {
        let filled = columns.iter().filter_map(|column| Some((column.width, cells.get(&column.name)?)));
        let lines = filled.map(|(width, cell)| match cell {
            Out::Text(text) => lines(text, width),
            Out::Number(_) => 1,
        });
        to.set_row_height(row, height(lines.max().unwrap_or(1)))?;
    }
    to.set_freeze_panes(2, frozen(sheet))?;
    to.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 1)?;
    Ok(())
}

/// Lines that a text takes in a column. Not every program finds the height of wrapped rows by itself.
pub(crate) fn lines(text: &str, width: u16) -> usize {
    let room = usize::from(width.max(2)) - 1;
    let of_line = |line: &str| {
        let wide: usize = line.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
        wide.div_ceil(room).max(1)
    };
    text.split('\n').map(of_line).sum()
}

/// Height of a row in points, at most what Excel allows.
fn height(lines: usize) -> f64 {
    f64::from(u16::try_from(lines).unwrap_or(u16::MAX)).mul_add(15.0, 2.0).min(409.0)
}

/// Columns that stay in sight: those that say which row it is.
fn frozen(sheet: &Sheet) -> u16 {
    u16::try_from(sheet.parents.len()).unwrap_or(0) + 1
}

fn hint(column: &Column) -> Option<String> {
    let lines = if column.lines { "一行一个。One per line. " } else { "" };
    match column.codes {
        Some(codes) => {
            let all: Vec<String> =
                codes.all.iter().map(|one| format!("{} ({})", one.entry(), one.en)).collect();
            Some(format!("{lines}{}", all.join("\n")))
        }
        None if column.lines => Some(lines.trim_end().to_owned()),
        None => None,
    }
}

fn validation(column: &Column) -> Option<DataValidation> {
    let codes = column.codes.filter(|_| !column.lines)?;
    let style =
        if column.open { DataValidationErrorStyle::Information } else { DataValidationErrorStyle::Stop };
    let validation =
        DataValidation::new().allow_list_formula(Formula::new(range_of(codes)?)).set_error_style(style);
    validation
        .set_error_title("请从列表中选择")
        .ok()?
        .set_error_message("可选值见“代码 codes”工作表。See the sheet of codes.")
        .ok()
}

/// Where a list stands in the sheet of codes. A list typed into a rule may have 255 characters only.
fn range_of(codes: &Codes) -> Option<String> {
    let index = codes::ALL.iter().position(|one| one.zh == codes.zh)?;
    let column = letters(u32::try_from(index).ok()? + 1);
    Some(format!("='{}'!${column}$3:${column}${}", layout::CODES, codes.all.len() + 2))
}

fn code_lists(to: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    to.set_name(layout::CODES)?;
    for (index, codes) in (0_u16..).zip(codes::ALL) {
        to.set_column_width(index, 24)?;
        to.write_string_with_format(0, index, codes.zh, &formats.heading)?;
        to.write_string_with_format(1, index, codes.en, &formats.technical)?;
        for (row, one) in (2_u32..).zip(codes.all) {
            to.write_string_with_format(row, index, one.entry(), &formats.text)?;
        }
    }
    to.set_freeze_panes(2, 0)?;
    Ok(())
}

/// What the workbook tells the person who opens it.
const README: [(&str, &str); 14] = [
    (
        "本工作簿是监管内容：检查表、条文、风险清单、媒体清单和题库。",
        "This workbook is the regulator's content: checklists, law, risk lists, media and quiz.",
    ),
    (
        "每个工作表的第一行是中文列名，第二行是技术名，读取时只看第二行。两行都不要改，列的先后可以变。",
        "Row 1 names the columns in Chinese, row 2 technically; only row 2 is read. Change neither; columns may be moved.",
    ),
    (
        "一行一个对象，从第三行起。空行不读。行的先后就是内容的先后。",
        "One object per row from row 3. Blank rows are skipped. The order of rows is the order of the content.",
    ),
    (
        "“文件 files”列出每个文件及其版本。已发布的版本不再改动：改了内容，就把内容版本加一。",
        "The sheet of files lists each file with its version. What is published is never edited: after a change, raise the version by one.",
    ),
    (
        "编号永久有效，不改动，不挪作他用。停用的项从新版本中删去，编号不再使用。",
        "Ids are permanent: never changed, never used again. What is retired is left out of the next version.",
    ),
    (
        "“章节”“检查项”“字段”“限值”靠编号相连：检查项写明检查表和章节，字段和限值写明检查项。",
        "Sections, items, fields and limits are joined by ids: an item names its checklist and section, a field and a limit name their item.",
    ),
    (
        "一格多值的，一行一个（Alt+Enter换行）：步骤、依据、后果、媒体、选项。中文和英文的行数要相同。",
        "Cells with several values hold one per line (Alt+Enter): steps, citations, consequences, media, options. Chinese and English have the same number of lines.",
    ),
    (
        "有下拉列表的格从列表中选；只写代码或者只写中文名也可以。全部代码见“代码 codes”。",
        "Choose from the list where there is one; the code alone or the Chinese name alone will do. All codes are in the sheet of codes.",
    ),
    (
        "编号和条款号按文本输入，不要让表格把001变成1。日期写成2026-11-21。",
        "Type ids and article numbers as text, so that 001 does not become 1. Write days like 2026-11-21.",
    ),
    (
        "不要用公式、合并单元格，也不要增加工作表和列：读取时会拒绝，并指出位置。",
        "No formulas, no merged cells, no further sheets or columns: they are refused, with their place.",
    ),
    (
        "中文用全角标点，数字和拉丁字母用半角。",
        "Chinese takes full-width punctuation; digits and Latin letters are half-width.",
    ),
    (
        "核实程度：S已读来源，P部分印证，M凭记忆，U不确定。只有S可以印在正式文书上，不要随意提高。",
        "How well known: S read in a source, P partly, M from memory, U unsure. Only S is printed in formal documents; never raise it lightly.",
    ),
    (
        "提问条件、约束和计算式是CEL表达式，例如：answers['OEB-01'].judgement != 'not-applicable'",
        "Conditions, constraints and computed values are CEL expressions, e.g. answers['OEB-01'].judgement != 'not-applicable'",
    ),
    (
        "有一处错误，整个工作簿都不读入；所有错误一次列出。",
        "One error, and nothing of the workbook is read in; all errors are listed at once.",
    ),
];

fn readme(to: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    to.set_name(layout::README)?;
    to.set_column_width(0, 70)?.set_column_width(1, 70)?.set_column_width(2, 24)?;
    to.write_string_with_format(0, 0, "说明", &formats.heading)?;
    to.write_string_with_format(0, 1, "Read me", &formats.heading)?;
    let mut row = 1;
    for (zh, en) in README {
        to.write_string_with_format(row, 0, zh, &formats.text)?;
        to.write_string_with_format(row, 1, en, &formats.text)?;
        to.set_row_height(row, height(lines(zh, 70).max(lines(en, 70))))?;
        row += 1;
    }
    row += 1;
    to.write_string_with_format(row, 0, "工作表", &formats.heading)?;
    to.write_string_with_format(row, 1, "一行是 / One row is", &formats.heading)?;
    for (_, sheet) in &SHEETS {
        row += 1;
        to.write_string_with_format(row, 0, sheet.name, &formats.text)?;
        to.write_string_with_format(row, 1, format!("{} / {}", sheet.row.0, sheet.row.1), &formats.text)?;
    }
    to.set_freeze_panes(1, 0)?;
    to.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}
