//! Reads a list from a plain table of texts, such as an enterprise's own list in a workbook or on paper.
//!
//! The headings are looked for in the first rows and recognised in the wordings that are in use; the order of the columns
//! does not matter. All faults are told at once, each by row and column as a spreadsheet counts them. What was not taken
//! over is told too: columns of an unknown heading and cells that were filled from the row above.

use super::similar::normalised;
use super::{Column, Mode, ResponsibleRole, RiskError, RiskList};
use crate::checklist::Bilingual;
use crate::published::{FAULTS_MAX, Phrase, Problem, TEXT_CHARS_MAX};
use crate::rules::say;
use std::collections::{BTreeMap, BTreeSet};

/// Rows among which the headings are looked for.
const HEADING_ROWS: usize = 10;
/// Most rows of a table.
pub const TABLE_ROWS_MAX: usize = 5_000;
/// Most columns that are looked at.
const TABLE_COLUMNS_MAX: usize = 50;

/// Wordings of headings, compared without blanks and marks.
const HEADINGS: [(Column, &[&str]); 10] = [
    (Column::Number, &["序号", "编号", "no"]),
    (Column::Stage, &["控制环节", "管控环节", "环节", "阶段", "stage"]),
    (Column::Category, &["风险类别", "风险类型", "类别", "categoryofrisk", "category"]),
    (
        Column::Indicator,
        &["风险指标", "风险点", "风险项目", "风险描述", "指标", "riskindicator", "indicator"],
    ),
    (
        Column::Measure,
        &["风险管控措施", "管控措施", "防控措施", "控制措施", "措施", "controlmeasure", "measure"],
    ),
    (Column::Mode, &["管控形式", "管控方式", "管控类型", "检查方式", "形式", "mode"]),
    (Column::Role, &["责任人", "责任人员", "责任岗位", "负责人", "responsible", "role"]),
    (Column::Frequency, &["管控频次", "检查频次", "频次", "频率", "frequency"]),
    (Column::Basis, &["依据", "管控依据", "法律依据", "检查依据", "basis"]),
    (Column::Note, &["备注", "说明", "note"]),
];

const MODES: [(Mode, &[&str]); 3] = [
    (Mode::Daily, &["日管控", "日", "每日", "每天", "日检查", "daily", "dailycontrol"]),
    (Mode::Weekly, &["周排查", "周", "每周", "周检查", "weekly", "weeklyscreening"]),
    (Mode::Monthly, &["月调度", "月", "每月", "月检查", "monthly", "monthlydispatch"]),
];

const ROLES: [(ResponsibleRole, &[&str]); 3] = [
    (ResponsibleRole::Officer, &["安全员", "officer"]),
    (ResponsibleRole::Director, &["总监", "director"]),
    (ResponsibleRole::Principal, &["主要负责人", "法定代表人", "总经理", "厂长", "principal"]),
];

/// One row of a list that is not published content, in the language it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRow {
    /// Row of the table, from 1.
    pub row: usize,
    /// 控制环节 as written; empty if not stated.
    pub stage: String,
    /// 风险类别 as written; empty if not stated.
    pub category: String,
    /// 风险指标, never empty.
    pub indicator: String,
    /// 风险管控措施; empty if not stated.
    pub measure: String,
    /// 管控形式; `None` if not stated.
    pub mode: Option<Mode>,
    /// 责任人 where the text names exactly one of the three roles.
    pub role: Option<ResponsibleRole>,
    /// 责任人 as written; empty if not stated.
    pub role_text: String,
    /// 管控频次 as written; empty if not stated.
    pub frequency: String,
    /// 依据 as written; empty if not stated.
    pub basis: String,
    /// 备注 as written; empty if not stated.
    pub note: String,
}

/// A list that was read from a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnList {
    /// Rows in the order of the table.
    pub rows: Vec<OwnRow>,
    /// Columns that were not taken over: letter and heading.
    pub ignored_columns: Vec<(String, String)>,
    /// Cells of stage and category that were empty and taken from the row above, as merged cells are: row and letter.
    pub carried_down: Vec<(usize, String)>,
}

/// What is wrong with one cell, or with the table where there is no cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFault {
    /// From 1; 0 where the table as a whole is meant.
    pub row: usize,
    /// Letter of the column, `A`, `B`, … `AA`; `None` where the whole row or table is meant.
    pub column: Option<String>,
    /// Heading of the column, where it is one of the layout.
    pub heading: Option<Phrase>,
    /// What is wrong.
    pub problem: Problem,
}

impl TableFault {
    /// The fault with its place, in both languages.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        let problem = self.problem.words();
        let column = self.column.as_deref().unwrap_or_default();
        let place = match (self.row, &self.column) {
            (0, _) => say("表格", "table"),
            (row, None) => say(format!("第{row}行"), format!("row {row}")),
            (row, Some(_)) => say(format!("第{row}行{column}列"), format!("row {row}, column {column}")),
        };
        match self.heading {
            Some(heading) => say(
                format!("{}（{}）：{}", place.zh, heading.zh, problem.zh),
                format!("{} ({}): {}", place.en, heading.en, problem.en),
            ),
            None => say(format!("{}：{}", place.zh, problem.zh), format!("{}: {}", place.en, problem.en)),
        }
    }
}

pub(super) fn told(faults: &[TableFault], more: usize) -> String {
    let mut lines: Vec<String> = faults.iter().map(|fault| fault.words().en).collect();
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}

/// Reads a list from rows of cells.
///
/// A column for the indicator and one for the measure are needed; the others may be missing, and what they would have
/// said is then not stated. An empty row is passed over.
/// Errors: [`RiskError::Table`] with every fault.
pub fn read_table(table: &[Vec<String>]) -> Result<OwnList, RiskError> {
    let mut faults = Faults::default();
    let mut list = OwnList::default();
    if table.len() > TABLE_ROWS_MAX {
        let unit = Phrase::new("行", "rows");
        let problem = Problem::TooMany { found: table.len(), limit: TABLE_ROWS_MAX, unit };
        faults.add(0, None, None, problem);
        return Err(faults.into_error());
    }
    let Some((heading_row, columns)) = find_headings(table) else {
        let because = Phrase::new(
            "前10行中没有找到“风险指标”和“风险管控措施”的表头",
            "the first 10 rows have no headings for the risk indicator and the control measure",
        );
        faults.add(0, None, None, Problem::Contradiction { because });
        return Err(faults.into_error());
    };
    let cells = Columns::of(heading_row, &columns, table, &mut faults, &mut list);
    let mut above = (String::new(), String::new());
    let mut seen = BTreeSet::new();
    for (index, row) in table.iter().enumerate().skip(heading_row + 1) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let read = cells.row(index + 1, row, &mut above, &mut list.carried_down, &mut faults);
        let same = (normalised(&read.stage), normalised(&read.indicator), normalised(&read.measure));
        if !read.indicator.is_empty() && !seen.insert(same) {
            let problem = Problem::Duplicate { id: read.indicator.clone() };
            cells.fault(index + 1, Column::Indicator, problem, &mut faults);
        }
        list.rows.push(read);
    }
    if list.rows.is_empty() {
        faults.add(0, None, None, Problem::Empty);
    }
    if faults.list.is_empty() { Ok(list) } else { Err(faults.into_error()) }
}

impl From<&RiskList> for OwnList {
    /// A published list as if it had been read from a table with its headings in row 1.
    fn from(list: &RiskList) -> Self {
        let rows = list.rows.iter().zip(2..).map(|(row, number)| OwnRow {
            row: number,
            stage: row.stage.phrase().zh.to_owned(),
            category: row.category.zh.clone(),
            indicator: row.indicator.zh.clone(),
            measure: row.measure.zh.clone(),
            mode: Some(row.mode),
            role: Some(row.role),
            role_text: row.role.phrase().zh.to_owned(),
            frequency: row.frequency.zh.clone(),
            basis: row.basis.join("、"),
            note: row.evidence.as_ref().map(|text| text.zh.clone()).unwrap_or_default(),
        });
        Self { rows: rows.collect(), ..Self::default() }
    }
}

#[derive(Default)]
struct Faults {
    list: Vec<TableFault>,
    more: usize,
}

impl Faults {
    fn add(&mut self, row: usize, column: Option<String>, heading: Option<Phrase>, problem: Problem) {
        if self.list.len() < FAULTS_MAX {
            self.list.push(TableFault { row, column, heading, problem });
        } else {
            self.more += 1;
        }
    }

    fn into_error(self) -> RiskError {
        RiskError::Table { faults: self.list, more: self.more }
    }
}

/// The first row with headings for indicator and measure, and what each of its cells is.
fn find_headings(table: &[Vec<String>]) -> Option<(usize, Vec<(usize, Column)>)> {
    table.iter().take(HEADING_ROWS).enumerate().find_map(|(index, row)| {
        let known = row.iter().take(TABLE_COLUMNS_MAX).enumerate();
        let columns: Vec<(usize, Column)> =
            known.filter_map(|(place, cell)| Some((place, column_of(cell)?))).collect();
        let has = |column| columns.iter().any(|(_, one)| *one == column);
        (has(Column::Indicator) && has(Column::Measure)).then_some((index, columns))
    })
}

fn column_of(heading: &str) -> Option<Column> {
    one_of(&HEADINGS, heading)
}

fn one_of<T: Copy>(known: &[(T, &[&str])], text: &str) -> Option<T> {
    let text = normalised(text);
    known.iter().find(|(_, wordings)| wordings.contains(&text.as_str())).map(|(one, _)| *one)
}

/// `A` for 0, `Z` for 25, `AA` for 26.
fn letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Where each column of the layout stands.
struct Columns(BTreeMap<Column, usize>);

impl Columns {
    fn of(
        heading_row: usize,
        found: &[(usize, Column)],
        table: &[Vec<String>],
        faults: &mut Faults,
        list: &mut OwnList,
    ) -> Self {
        let mut columns = BTreeMap::new();
        for (place, column) in found {
            if columns.insert(*column, *place).is_some() {
                let heading = column.heading();
                let problem = Problem::Duplicate { id: heading.zh.to_owned() };
                faults.add(heading_row + 1, Some(letter(*place)), Some(heading), problem);
            }
        }
        let headings = table.get(heading_row).map(Vec::as_slice).unwrap_or_default();
        for (place, heading) in headings.iter().enumerate() {
            let known = found.iter().any(|(one, _)| *one == place);
            if !known && !heading.trim().is_empty() {
                list.ignored_columns.push((letter(place), heading.trim().to_owned()));
            }
        }
        Self(columns)
    }

    fn fault(&self, row: usize, column: Column, problem: Problem, faults: &mut Faults) {
        faults.add(row, self.0.get(&column).map(|place| letter(*place)), Some(column.heading()), problem);
    }

    fn text(&self, number: usize, row: &[String], column: Column, faults: &mut Faults) -> String {
        let cell = self.0.get(&column).and_then(|place| row.get(*place)).map_or("", |cell| cell.trim());
        let found = cell.chars().count();
        if found > TEXT_CHARS_MAX {
            let unit = Phrase::new("个字符", "characters");
            self.fault(number, column, Problem::TooMany { found, limit: TEXT_CHARS_MAX, unit }, faults);
        }
        // Line breaks within a cell are layout; anything else that cannot be seen is not meant.
        let text: String =
            cell.chars().map(|one| if matches!(one, '\n' | '\r' | '\t') { ' ' } else { one }).collect();
        if let Some((position, found)) = text.chars().enumerate().find(|(_, one)| one.is_control()) {
            let because = Phrase::new("是控制字符", "which is a control character");
            let problem = Problem::Typography { found, position: position + 1, because };
            self.fault(number, column, problem, faults);
        }
        text
    }

    fn row(
        &self,
        number: usize,
        row: &[String],
        above: &mut (String, String),
        carried: &mut Vec<(usize, String)>,
        faults: &mut Faults,
    ) -> OwnRow {
        let mut text = |column| self.text(number, row, column, faults);
        let (mut stage, mut category) = (text(Column::Stage), text(Column::Category));
        let (indicator, measure) = (text(Column::Indicator), text(Column::Measure));
        let (mode_text, role_text) = (text(Column::Mode), text(Column::Role));
        let (frequency, basis, note) = (text(Column::Frequency), text(Column::Basis), text(Column::Note));
        for (cell, last, column) in
            [(&mut stage, &mut above.0, Column::Stage), (&mut category, &mut above.1, Column::Category)]
        {
            match self.0.get(&column) {
                Some(place) if cell.is_empty() && !last.is_empty() => {
                    cell.clone_from(last);
                    carried.push((number, letter(*place)));
                }
                _ => last.clone_from(cell),
            }
        }
        if indicator.is_empty() {
            self.fault(number, Column::Indicator, Problem::Empty, faults);
        }
        let mode = one_of(&MODES, &mode_text);
        if mode.is_none() && !mode_text.is_empty() {
            let expected = Phrase::new("日管控、周排查或者月调度", "日管控, 周排查 or 月调度");
            self.fault(number, Column::Mode, Problem::Not { found: mode_text, expected }, faults);
        }
        let role = role_of(&role_text);
        OwnRow {
            row: number,
            stage,
            category,
            indicator,
            measure,
            mode,
            role,
            role_text,
            frequency,
            basis,
            note,
        }
    }
}

/// The one role that a text names; `None` for a mere name and for several roles.
fn role_of(text: &str) -> Option<ResponsibleRole> {
    let text = normalised(text);
    let mut named = ROLES.iter().filter(|(_, words)| words.iter().any(|word| text.contains(word)));
    let first = named.next()?;
    named.next().is_none().then_some(first.0)
}
