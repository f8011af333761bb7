//! What can be wrong with a workbook, where, and in which words it is told.

use crate::findings::placed;
use crate::place::At;
use std::fmt;
use zhian_domain::checklist::Bilingual;

macro_rules! errors {
    ($($(#[$doc:meta])+ $variant:ident { $($(#[$field_doc:meta])+ $field:ident: $type:ty),* $(,)? } $code:literal
       $zh:literal, $en:literal;)+) => {
        /// Why a workbook, a form or content was refused. Whoever made the file can mend it, except where it says otherwise.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum WorkbookError {
            $($(#[$doc])+ $variant { $($(#[$field_doc])+ $field: $type),* }),+
        }

        impl WorkbookError {
            /// Every code, for the table of messages.
            pub const CODES: &[&str] = &[$($code),+];

            /// Stable code of the error.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code),+
                }
            }

            /// The error as a sentence in both languages, without its place.
            #[must_use]
            pub fn words(&self) -> Bilingual {
                match self {
                    $(Self::$variant { $($field),* } => {
                        $(let _ = $field;)*
                        Bilingual { zh: format!($zh), en: format!($en) }
                    }),+
                }
            }
        }
    };
}

errors! {
    /// The bytes are no XLSX workbook.
    NotXlsx {
        /// What the reader says.
        problem: String,
    } "workbook.not-xlsx" "不是XLSX工作簿：{problem}", "is no XLSX workbook: {problem}";
    /// An old `.xls` file, or one with a password: both are containers of another kind.
    OldOrLocked {} "workbook.old-or-locked"
        "是旧版xls文件或者加了密码，请取消密码并另存为xlsx", "is an old xls file or has a password: remove it and save as xlsx";
    /// The file is larger than any workbook.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    } "workbook.too-large" "文件有{bytes}字节，最多读{limit}字节", "has {bytes} bytes, at most {limit} are read";
    /// Unpacked it is larger than any workbook, or an entry is longer than it says.
    Inflates {
        /// The limit in bytes.
        limit: u64,
    } "workbook.inflates"
        "解压后超过{limit}字节或者与声明的大小不符，不予读取", "unpacks to more than {limit} bytes or to another size than it says, and is not read";
    /// A sheet is not there.
    MissingSheet {
        /// Its name.
        sheet: String,
    } "workbook.missing-sheet" "缺少工作表“{sheet}”", "the sheet {sheet:?} is missing";
    /// A sheet that nothing is known about. Left out it would be lost.
    UnknownSheet {
        /// Its name.
        sheet: String,
    } "workbook.unknown-sheet" "没有名为“{sheet}”的工作表，请删除或者改名", "the sheet {sheet:?} is not known: delete or rename it";
    /// Two sheets stand for the same.
    RepeatedSheet {
        /// The second one's name.
        sheet: String,
        /// The first one's name.
        first: String,
    } "workbook.repeated-sheet" "工作表“{sheet}”与“{first}”重复", "the sheet {sheet:?} repeats {first:?}";
    /// A column is not there.
    MissingColumn {
        /// The sheet.
        sheet: String,
        /// Technical name of the column.
        column: String,
    } "workbook.missing-column"
        "工作表“{sheet}”缺少列“{column}”（第二行写技术名）", "the sheet {sheet:?} has no column {column:?} (technical names stand in its second row)";
    /// A column that nothing is known about.
    UnknownColumn {
        /// Its heading.
        at: At,
        /// What it says.
        found: String,
    } "workbook.unknown-column" "没有名为“{found}”的列", "there is no column {found:?}";
    /// A column stands there twice.
    RepeatedColumn {
        /// The second heading.
        at: At,
        /// The first one.
        first: At,
        /// Technical name of the column.
        column: String,
    } "workbook.repeated-column" "列“{column}”已在{first}", "the column {column:?} stands at {first} already";
    /// A cell under no heading.
    StrayCell {
        /// The cell.
        at: At,
    } "workbook.stray-cell" "单元格不在任何列下，请删除", "the cell is under no column: delete it";
    /// More rows than are read.
    TooManyRows {
        /// The sheet.
        sheet: String,
        /// Most rows.
        limit: u32,
    } "workbook.too-many-rows" "工作表“{sheet}”的行超过{limit}行", "the sheet {sheet:?} has rows beyond {limit}";
    /// Merged cells where rows are read.
    Merged {
        /// First cell of the merged ones.
        at: At,
        /// The range.
        range: String,
    } "workbook.merged" "{range}是合并单元格，请取消合并", "{range} are merged cells: unmerge them";
    /// A formula. Its stored result may be old, so nothing is read from it.
    Formula {
        /// The cell.
        at: At,
    } "workbook.formula" "是公式，请改为数值或者文本", "is a formula: put its value there";
    /// A cell with an error such as `#REF!`.
    CellError {
        /// The cell.
        at: At,
        /// The error.
        found: String,
    } "workbook.cell-error" "单元格是错误值{found}", "the cell is the error {found}";
    /// A number where text is needed. What was typed may have lost its leading zeros.
    NumberForText {
        /// The cell.
        at: At,
        /// The number.
        found: String,
    } "workbook.number-for-text"
        "应为文本，单元格却是数字{found}，前导零可能已丢失：请设为文本格式后重新输入", "must be text but is the number {found}, which may have lost leading zeros: format the cell as text and type it again";
    /// A date or a yes/no where text is needed.
    NotText {
        /// The cell.
        at: At,
        /// What it is.
        found: String,
    } "workbook.not-text" "应为文本，单元格却是{found}", "must be text but is {found}";
    /// No number where one is needed.
    NotNumber {
        /// The cell.
        at: At,
        /// What it says.
        found: String,
    } "workbook.not-number" "“{found}”不是数字", "{found:?} is not a number";
    /// No whole number where one is needed.
    NotWhole {
        /// The cell.
        at: At,
        /// What it says.
        found: String,
    } "workbook.not-whole" "“{found}”不是0以上的整数", "{found:?} is not a whole number from 0";
    /// A number with more digits than a spreadsheet keeps.
    NotExact {
        /// The cell.
        at: At,
        /// What it holds.
        found: String,
    } "workbook.not-exact"
        "数字{found}的位数超出表格的精度，请设为文本格式后重新输入", "the number {found} has more digits than a spreadsheet keeps: format the cell as text and type it again";
    /// No day where one is needed.
    NotDate {
        /// The cell.
        at: At,
        /// What it says.
        found: String,
    } "workbook.not-date" "“{found}”不是日期，请写成2026-11-21的样子", "{found:?} is not a day written like 2026-11-21";
    /// A bare number where a day is needed; it may be a day that lost its format.
    SerialDate {
        /// The cell.
        at: At,
        /// The number.
        found: String,
        /// The day it would be.
        day: String,
    } "workbook.serial-date"
        "数字{found}没有日期格式；如果是{day}，请写成文本{day}", "the number {found} has no date format; if it is {day}, write {day} as text";
    /// Full-width letters, digits or signs where half-width ones are needed.
    FullWidth {
        /// The cell.
        at: At,
        /// What it says.
        found: String,
        /// The same in half width.
        instead: String,
    } "workbook.full-width" "“{found}”含全角字符，应为“{instead}”", "{found:?} has full-width characters, {instead:?} is needed";
    /// A character that cannot be seen or is no text.
    Invisible {
        /// The cell.
        at: At,
        /// 1-based.
        position: usize,
    } "workbook.invisible" "第{position}个字符看不见，请删除", "character {position} cannot be seen: delete it";
    /// Several lines where one is needed.
    LineBreak {
        /// The cell.
        at: At,
    } "workbook.line-break" "这里只能写一行", "only one line may stand here";
    /// A blank line between others.
    BlankLine {
        /// The cell.
        at: At,
        /// 1-based.
        line: usize,
    } "workbook.blank-line" "第{line}行是空行", "line {line} is blank";
    /// Longer than anything that is read.
    TooLong {
        /// The cell.
        at: At,
        /// Characters found.
        found: usize,
        /// Most characters.
        limit: usize,
    } "workbook.too-long" "有{found}个字符，最多{limit}个", "has {found} characters, at most {limit} are read";
    /// A code that stands for nothing.
    UnknownCode {
        /// The cell.
        at: At,
        /// What it says.
        found: String,
        /// What it may say.
        expected: String,
    } "workbook.unknown-code" "“{found}”不在可选值中：{expected}", "{found:?} is none of {expected}";
    /// Nothing where something is needed.
    Missing {
        /// The cell.
        at: At,
        /// Chinese name of the column.
        column: String,
    } "workbook.missing" "“{column}”没有填写", "{column} is not filled in";
    /// Something where this kind of row has nothing.
    Misplaced {
        /// The cell.
        at: At,
        /// Kind of file.
        kind: String,
    } "workbook.misplaced" "这一列不适用于“{kind}”，请清空", "this column has no meaning for {kind}: clear it";
    /// Both an entered and a computed judgement.
    TwoJudgements {
        /// The cell.
        at: At,
    } "workbook.two-judgements"
        "判定只能选填或者计算，不能两样都写", "a judgement is either entered or computed, not both";
    /// Chinese and English, or codes and texts, have different numbers of lines.
    LinesDiffer {
        /// The cell.
        at: At,
        /// Its lines.
        found: usize,
        /// Lines needed.
        needed: usize,
    } "workbook.lines-differ" "有{found}行，应与对应的列一样为{needed}行", "has {found} lines, the columns beside it have {needed}";
    /// Two rows have one id.
    Duplicate {
        /// The second one.
        at: At,
        /// The first one.
        first: At,
        /// The id.
        id: String,
    } "workbook.duplicate" "“{id}”与{first}重复", "{id:?} stands at {first} already";
    /// A row belongs to something that no row describes.
    UnknownParent {
        /// The cell.
        at: At,
        /// What it names.
        id: String,
        /// Where it would have to stand.
        sheet: String,
    } "workbook.unknown-parent" "“{id}”不在工作表“{sheet}”中", "{id:?} is not in the sheet {sheet:?}";
    /// More errors than are told.
    More {
        /// How many.
        count: usize,
    } "workbook.more" "另有{count}处错误", "and {count} more errors";
    /// A published file that is handed in for writing is no content that a workbook holds. A programmer can tell why.
    NotContent {
        /// Name of the file.
        file: String,
        /// Why.
        problem: String,
    } "workbook.not-content" "{file}不是工作簿能容纳的内容：{problem}", "{file} is no content that a workbook holds: {problem}";
    /// A value that would not come back the same from a cell.
    NotCarried {
        /// Name of the file.
        file: String,
        /// Where in it.
        path: String,
        /// Why.
        problem: String,
    } "workbook.not-carried" "{file}的{path}无法写入单元格：{problem}", "{file}: {path} does not fit a cell: {problem}";
    /// A form has no group that this row could end, or a group that no row ends.
    Group {
        /// The row.
        at: At,
    } "workbook.group" "begin_group与end_group不成对", "begin_group and end_group do not match";
    /// The spreadsheet program's own writer failed. Nobody but a programmer can help.
    Writing {
        /// What it says.
        problem: String,
    } "workbook.writing" "写不出工作簿：{problem}", "the workbook could not be written: {problem}";
}

impl WorkbookError {
    /// The cell, where the error has one.
    #[must_use]
    pub const fn at(&self) -> Option<&At> {
        match self {
            Self::UnknownColumn { at, .. }
            | Self::RepeatedColumn { at, .. }
            | Self::StrayCell { at }
            | Self::Merged { at, .. }
            | Self::Formula { at }
            | Self::CellError { at, .. }
            | Self::NumberForText { at, .. }
            | Self::NotText { at, .. }
            | Self::NotNumber { at, .. }
            | Self::NotWhole { at, .. }
            | Self::NotExact { at, .. }
            | Self::NotDate { at, .. }
            | Self::SerialDate { at, .. }
            | Self::FullWidth { at, .. }
            | Self::Invisible { at, .. }
            | Self::LineBreak { at }
            | Self::BlankLine { at, .. }
            | Self::TooLong { at, .. }
            | Self::UnknownCode { at, .. }
            | Self::Missing { at, .. }
            | Self::Misplaced { at, .. }
            | Self::TwoJudgements { at }
            | Self::LinesDiffer { at, .. }
            | Self::Duplicate { at, .. }
            | Self::UnknownParent { at, .. }
            | Self::Group { at } => Some(at),
            Self::NotXlsx { .. }
            | Self::OldOrLocked {}
            | Self::TooLarge { .. }
            | Self::Inflates { .. }
            | Self::MissingSheet { .. }
            | Self::UnknownSheet { .. }
            | Self::RepeatedSheet { .. }
            | Self::MissingColumn { .. }
            | Self::TooManyRows { .. }
            | Self::More { .. }
            | Self::NotContent { .. }
            | Self::NotCarried { .. }
            | Self::Writing { .. } => None,
        }
    }

    /// The error with its place in front, in both languages.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        placed(self.at(), self.words())
    }
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence().en)
    }
}

impl std::error::Error for WorkbookError {}
