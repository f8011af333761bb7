//! Rows of a form: questions in their groups, and lists of choices.

use super::left::LeftOver;
use crate::error::WorkbookError;
use crate::findings::Findings;
use crate::grid::{Cell, Grid};
use crate::import::is_named;
use crate::place::At;
use std::collections::BTreeMap;

/// A text in the languages in which it is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub zh: String,
    pub en: String,
}

/// A cell with what it says.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub at: At,
    pub text: String,
}

/// One row of the survey that asks or says something.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Cell of the type.
    pub at: At,
    /// Cell of the name.
    pub name_at: At,
    /// First word of the type, e.g. `select_one`.
    pub kind: String,
    /// The rest of the type: name of the list.
    pub list: String,
    pub name: String,
    pub label: Words,
    pub hint: Words,
    pub required: bool,
    pub constraint: Option<Said>,
    pub calculation: Option<Said>,
    /// Conditions of the groups around it and its own.
    pub relevant: Vec<Said>,
    /// Names and labels of the groups around it, outermost first.
    pub groups: Vec<(String, Words)>,
}

/// A choice of a list.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub at: At,
    pub name: String,
    pub label: Words,
}

/// A form as it was read.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub rows: Vec<Row>,
    pub lists: BTreeMap<String, Vec<Choice>>,
    pub title: Words,
    pub title_at: Option<At>,
    pub version: Option<u32>,
    pub left: Vec<LeftOver>,
}

/// A sheet with one row of headings.
struct Headed<'a> {
    grid: &'a Grid,
    columns: BTreeMap<&'static str, u32>,
    /// Columns with another heading.
    others: BTreeMap<u32, String>,
}

const SURVEY: [&str; 11] = [
    "type",
    "name",
    "label.zh",
    "label.en",
    "label",
    "hint.zh",
    "hint.en",
    "hint",
    "relevant",
    "constraint",
    "required",
];
const MORE: [&str; 1] = ["calculation"];
const CHOICES: [&str; 5] = ["list_name", "name", "label.zh", "label.en", "label"];
const SETTINGS: [&str; 4] = ["form_title.zh", "form_title.en", "form_title", "version"];

impl<'a> Headed<'a> {
    fn of(grid: &'a Grid, known: &[&'static str]) -> Self {
        let (mut columns, mut others) = (BTreeMap::new(), BTreeMap::new());
        for (column, cell) in grid.rows.get(&1).into_iter().flatten() {
            let found = said(cell);
            let name = heading(&found);
            match known.iter().find(|known| **known == name && !columns.contains_key(*known)) {
                Some(known) => {
                    columns.insert(*known, *column);
                }
                None => {
                    others.insert(*column, found);
                }
            }
        }
        Self { grid, columns, others }
    }

    fn rows(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.grid.rows.range(2..).map(|(row, _)| *row)
    }

    fn at(&self, row: u32, name: &str) -> At {
        self.grid.at(row, self.columns.get(name).copied().unwrap_or(1))
    }

    fn get(&self, row: u32, name: &str) -> String {
        let cell = self.columns.get(name).and_then(|column| self.grid.rows.get(&row)?.get(column));
        cell.map(said).unwrap_or_default()
    }

    fn said(&self, row: u32, name: &str) -> Option<Said> {
        let text = self.get(row, name);
        (!text.is_empty()).then(|| Said { at: self.at(row, name), text })
    }

    /// A column without a language counts as Chinese where it has a Chinese character, else as English.
    fn words(&self, row: u32, name: &str) -> Words {
        let mut words =
            Words { zh: self.get(row, &format!("{name}.zh")), en: self.get(row, &format!("{name}.en")) };
        let plain = self.get(row, name);
        let is_chinese = plain.chars().any(|letter| matches!(letter, '\u{3400}'..='\u{9fff}'));
        let half = if is_chinese { &mut words.zh } else { &mut words.en };
        if half.is_empty() {
            *half = plain;
        }
        words
    }

    fn needs(&self, name: &'static str, findings: &mut Findings) {
        if !self.columns.contains_key(name) {
            let (sheet, column) = (self.grid.name.clone(), name.to_owned());
            findings.add(WorkbookError::MissingColumn { sheet, column });
        }
    }

    /// Lists the filled cells of columns that nothing is known about.
    fn unread(&self, row: u32, left: &mut Vec<LeftOver>) {
        for column in self.grid.rows.get(&row).into_iter().flatten().map(|(column, _)| column) {
            let is_read = self.columns.values().any(|known| known == column);
            if !is_read {
                let name = self.others.get(column).cloned().unwrap_or_default();
                left.push(LeftOver::Column { at: self.grid.at(row, *column), column: name });
            }
        }
    }
}

/// Name of a column: `label::中文 (zh)` and `label:zh` are `label.zh`.
fn heading(found: &str) -> String {
    let lower = found.trim().to_lowercase();
    let (name, language) = match lower.split_once(':') {
        Some((name, language)) => (name.trim(), language.trim_start_matches(':').trim()),
        None => (lower.as_str(), ""),
    };
    let name = match name {
        "calculate" => "calculation",
        "relevance" => "relevant",
        "list name" => "list_name",
        other => other,
    };
    let is = |marks: &[&str]| marks.iter().any(|mark| language.contains(mark));
    if language.is_empty() {
        name.to_owned()
    } else if is(&["(zh", "中文", "汉语", "chinese"]) || language == "zh" {
        format!("{name}.zh")
    } else if is(&["(en", "英文", "英语", "english"]) || language == "en" {
        format!("{name}.en")
    } else {
        lower
    }
}

/// What a cell says, in one line of text.
fn said(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Cell::Number(number) | Cell::Date(number, _) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Bad => String::new(),
    }
}

/// Reads the sheets of a form.
pub(super) fn read(grids: &[Grid], findings: &mut Findings) -> Survey {
    let mut survey = Survey::default();
    let find = |name: &str| grids.iter().find(|grid| is_named(&grid.name.to_lowercase(), name));
    if let Some(grid) = find("settings") {
        settings(&Headed::of(grid, &SETTINGS), &mut survey);
    }
    if let Some(grid) = find("choices") {
        choices(&Headed::of(grid, &CHOICES), &mut survey, findings);
    }
    match find("survey") {
        Some(grid) => {
            let known: Vec<&'static str> = SURVEY.into_iter().chain(MORE).collect();
            rows(&Headed::of(grid, &known), &mut survey, findings);
        }
        None => findings.add(WorkbookError::MissingSheet { sheet: "survey".to_owned() }),
    }
    survey
}

fn settings(sheet: &Headed<'_>, survey: &mut Survey) {
    let Some(row) = sheet.rows().next() else { return };
    survey.title = sheet.words(row, "form_title");
    survey.title_at = Some(sheet.at(row, "form_title"));
    survey.version = sheet.get(row, "version").parse().ok().filter(|version| *version > 0);
    if let (Some(said), None) = (sheet.said(row, "version"), survey.version) {
        survey.left.push(LeftOver::Column { at: said.at, column: "version".to_owned() });
    }
    sheet.unread(row, &mut survey.left);
}

fn choices(sheet: &Headed<'_>, survey: &mut Survey, findings: &mut Findings) {
    sheet.needs("list_name", findings);
    sheet.needs("name", findings);
    for row in sheet.rows() {
        let (list, name) = (sheet.get(row, "list_name"), sheet.get(row, "name"));
        let at = sheet.at(row, "name");
        for (text, column) in [(&list, "list_name"), (&name, "name")] {
            if text.is_empty() {
                findings.add(WorkbookError::Missing { at: sheet.at(row, column), column: column.to_owned() });
            }
        }
        let known = survey.lists.entry(list).or_default();
        if let Some(first) = known.iter().find(|choice| choice.name == name) {
            let first = first.at.clone();
            findings.add(WorkbookError::Duplicate { at: at.clone(), first, id: name.clone() });
        }
        known.push(Choice { at, name, label: sheet.words(row, "label") });
        sheet.unread(row, &mut survey.left);
    }
}

/// A group that is open.
struct Group {
    at: At,
    name: String,
    label: Words,
    relevant: Option<Said>,
    is_repeat: bool,
}

fn rows(sheet: &Headed<'_>, survey: &mut Survey, findings: &mut Findings) {
    sheet.needs("type", findings);
    sheet.needs("name", findings);
    let mut open: Vec<Group> = Vec::new();
    let mut names: BTreeMap<String, At> = BTreeMap::new();
    for row in sheet.rows() {
        let kind = sheet.get(row, "type");
        let at = sheet.at(row, "type");
        if kind.is_empty() {
            if sheet.grid.rows.get(&row).is_some_and(|cells| !cells.is_empty()) {
                findings.add(WorkbookError::Missing { at, column: "type".to_owned() });
            }
            continue;
        }
        let (kind, list) =
            kind.split_once(' ').map_or((kind.as_str(), ""), |(kind, list)| (kind, list.trim()));
        // `begin group` and `begin_group` are the same.
        let whole = format!("{kind} {list}").trim().replace(' ', "_");
        match whole.as_str() {
            "begin_group" | "begin_repeat" => {
                sheet.unread(row, &mut survey.left);
                let is_repeat = whole == "begin_repeat";
                if is_repeat && !open.iter().any(|group| group.is_repeat) {
                    survey.left.push(LeftOver::Repeat { at: at.clone() });
                }
                let (name, label) = (sheet.get(row, "name"), sheet.words(row, "label"));
                open.push(Group { at, name, label, relevant: sheet.said(row, "relevant"), is_repeat });
            }
            "end_group" | "end_repeat" => match open.pop() {
                Some(group) if group.is_repeat == (whole == "end_repeat") => {}
                _ => findings.add(WorkbookError::Group { at }),
            },
            _ => {
                let found = question(sheet, row, (kind, list), &open, survey);
                if found.name.is_empty() && found.kind != "note" {
                    let at = found.name_at.clone();
                    findings.add(WorkbookError::Missing { at, column: "name".to_owned() });
                } else if let Some(first) = names.get(&found.name).filter(|_| !found.name.is_empty()) {
                    let (at, first) = (found.name_at.clone(), first.clone());
                    findings.add(WorkbookError::Duplicate { at, first, id: found.name.clone() });
                }
                names.insert(found.name.clone(), found.name_at.clone());
                if !open.iter().any(|group| group.is_repeat) {
                    sheet.unread(row, &mut survey.left);
                    survey.rows.push(found);
                }
            }
        }
    }
    for group in open {
        findings.add(WorkbookError::Group { at: group.at });
    }
}

fn question(
    sheet: &Headed<'_>,
    row: u32,
    (kind, list): (&str, &str),
    open: &[Group],
    survey: &mut Survey,
) -> Row {
    let required = sheet.get(row, "required").to_lowercase();
    let is_required = matches!(required.as_str(), "yes" | "true" | "true()" | "是");
    if !is_required && !matches!(required.as_str(), "" | "no" | "false" | "false()" | "否") {
        let (at, because) = (sheet.at(row, "required"), super::left::Because::Function);
        survey.left.push(LeftOver::Expression { at, found: required, because });
    }
    let relevant =
        open.iter().filter_map(|group| group.relevant.clone()).chain(sheet.said(row, "relevant")).collect();
    Row {
        at: sheet.at(row, "type"),
        name_at: sheet.at(row, "name"),
        kind: kind.to_owned(),
        list: list.to_owned(),
        name: sheet.get(row, "name"),
        label: sheet.words(row, "label"),
        hint: sheet.words(row, "hint"),
        required: is_required,
        constraint: sheet.said(row, "constraint"),
        calculation: sheet.said(row, "calculation"),
        relevant,
        groups: open.iter().map(|group| (group.name.clone(), group.label.clone())).collect(),
    }
}
