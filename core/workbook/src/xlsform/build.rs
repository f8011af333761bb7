//! From questions to items.

use super::FormDefaults;
use super::cel::{Question, Readable};
use super::left::LeftOver;
use super::survey::{Row, Said, Survey, Words};
use super::xpath;
use crate::codes::JUDGEMENT;
use crate::error::WorkbookError;
use crate::findings::Findings;
use crate::json::Json;
use crate::place::At;
use std::collections::{BTreeMap, BTreeSet};

/// Most fields of an item.
const FIELDS_MAX: usize = 16;
/// Types that every visit records by itself.
const RECORDED: [&str; 12] = [
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "subscriberid",
    "simserial",
    "audit",
    "start-geopoint",
    "background-geopoint",
];

/// Questions that become one item, by their position.
pub(super) struct Item {
    pub rows: Vec<usize>,
    pub notes: Vec<usize>,
}

/// The sections of a form. What is left goes to the survey's list.
pub(super) fn sections(survey: &mut Survey, defaults: &FormDefaults, findings: &mut Findings) -> Vec<Json> {
    let rows = std::mem::take(&mut survey.rows);
    let mut building =
        Building { rows, survey, defaults, findings, questions: BTreeMap::new(), ids: BTreeSet::new() };
    let items = building.items();
    building.title();
    let mut sections: Vec<(String, Json, Vec<Json>)> = Vec::new();
    for item in &items {
        let Some(first) = item.rows.first().and_then(|index| building.rows.get(*index)).cloned() else {
            continue;
        };
        let json = building.item(item);
        let (id, title) = section_of(&first);
        match sections.iter_mut().find(|(known, ..)| *known == id) {
            Some((.., items)) => items.push(json),
            None => sections.push((id, title, vec![json])),
        }
    }
    let sections = sections.into_iter();
    sections
        .map(|(id, title, items)| {
            Json::object([("id", Json::text(id)), ("title", title), ("items", Json::List(items))])
        })
        .collect()
}

pub(super) struct Building<'a> {
    pub rows: Vec<Row>,
    pub survey: &'a mut Survey,
    pub defaults: &'a FormDefaults,
    pub findings: &'a mut Findings,
    pub questions: BTreeMap<String, Question>,
    /// Ids given so far.
    pub ids: BTreeSet<String>,
}

/// An id of a-z, 0-9 and hyphen that begins with a letter, at most `most` long.
fn small(name: &str, most: usize) -> String {
    let mut id: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .collect();
    if !id.starts_with(|first: char| first.is_ascii_lowercase()) {
        id.insert(0, 'q');
    }
    id.truncate(most);
    id
}

fn section_of(row: &Row) -> (String, Json) {
    if row.groups.is_empty() {
        return ("general".to_owned(), Json::both("一般项目", "General"));
    }
    let names: Vec<&str> = row.groups.iter().map(|(name, _)| name.as_str()).collect();
    let join = |pick: fn(&Words) -> &String, between: &str| {
        let all: Vec<&str> = row
            .groups
            .iter()
            .map(|(_, label)| pick(label).as_str())
            .filter(|text| !text.is_empty())
            .collect();
        all.join(between)
    };
    (small(&names.join("-"), 32), Json::both(join(|words| &words.zh, "："), join(|words| &words.en, ": ")))
}

impl Building<'_> {
    pub(super) fn left(&mut self, left: LeftOver) {
        self.survey.left.push(left);
    }

    fn title(&mut self) {
        let at = self.survey.title_at.clone().unwrap_or_else(|| At {
            sheet: "settings".to_owned(),
            row: 2,
            column: 1,
        });
        let title = self.survey.title.clone();
        self.untranslated(&at, &title);
    }

    pub(super) fn untranslated(&mut self, at: &At, words: &Words) {
        for (text, chinese) in [(&words.zh, true), (&words.en, false)] {
            if text.is_empty() {
                self.left(LeftOver::Untranslated { at: at.clone(), chinese });
            }
        }
    }

    /// Gives out an id; the name itself wherever it can be one.
    fn id(&mut self, name: &str, at: &At, scope: &str) -> String {
        let base = small(name, 24);
        let mut id = base.clone();
        let mut number = 2;
        while !self.ids.insert(format!("{scope} {id}")) {
            id = format!("{base}-{number}");
            number += 1;
        }
        if id != name {
            self.left(LeftOver::Renamed { at: at.clone(), found: name.to_owned(), instead: id.clone() });
        }
        id
    }

    /// Sorts rows into items, names every question, and joins those that one calculation reads.
    fn items(&mut self) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut notes: Vec<usize> = Vec::new();
        for index in 0..self.rows.len() {
            let Some(row) = self.rows.get(index).cloned() else { continue };
            if row.kind == "note" {
                notes.push(index);
                continue;
            }
            if !self.names(&row) {
                continue;
            }
            // Beside the question, and said no more rarely than it is asked.
            let says = |all: &[Said]| all.iter().map(|said| said.text.clone()).collect::<Vec<_>>();
            let beside = |note: &usize| {
                self.rows.get(*note).is_some_and(|note| {
                    note.groups.len() == row.groups.len()
                        && says(&row.relevant).starts_with(&says(&note.relevant))
                })
            };
            let (taken, lost): (Vec<_>, Vec<_>) = std::mem::take(&mut notes).into_iter().partition(beside);
            let one = taken.last().copied();
            for note in lost.into_iter().chain(taken.into_iter().filter(|note| Some(*note) != one)) {
                self.lost_note(note);
            }
            items.push(Item { rows: vec![index], notes: one.into_iter().collect() });
        }
        for note in notes {
            self.lost_note(note);
        }
        self.join(items)
    }

    pub(super) fn lost_note(&mut self, note: usize) {
        if let Some(at) = self.rows.get(note).map(|row| row.at.clone()) {
            self.left(LeftOver::Note { at });
        }
    }

    /// Notes where a question goes; false if it is not carried over.
    fn names(&mut self, row: &Row) -> bool {
        let readable = match row.kind.as_str() {
            "text" | "barcode" => Readable::Text,
            "integer" | "decimal" | "range" | "calculate" => Readable::Number,
            "date" => Readable::Date,
            "geopoint" => Readable::Text,
            "image" => Readable::Nothing,
            "select_one" | "select_multiple" => match self.choices(row) {
                Some(readable) => readable,
                None => return false,
            },
            kind if RECORDED.contains(&kind) => {
                self.left(LeftOver::Recorded { at: row.at.clone(), found: row.kind.clone() });
                return false;
            }
            _ => {
                let found = format!("{} {}", row.kind, row.list).trim().to_owned();
                self.left(LeftOver::Type { at: row.at.clone(), found });
                return false;
            }
        };
        if matches!(row.kind.as_str(), "integer" | "geopoint" | "barcode" | "range") {
            self.left(LeftOver::Loosened { at: row.at.clone(), found: row.kind.clone() });
        }
        let field = self.id(&row.name, &row.name_at, "question");
        let item = format!("{}-{field}", self.defaults.id);
        let readable = match readable {
            Readable::Several(codes) => Readable::Several(
                codes.into_iter().map(|(name, code)| (name, small(&format!("{field}-{code}"), 32))).collect(),
            ),
            other => other,
        };
        self.questions.insert(row.name.clone(), Question { item, field, readable });
        true
    }

    fn choices(&mut self, row: &Row) -> Option<Readable> {
        let list = row.list.split_whitespace().next().unwrap_or_default().to_owned();
        if row.list.contains("or_other") {
            self.left(LeftOver::Loosened { at: row.at.clone(), found: "or_other".to_owned() });
        }
        let Some(choices) = self.survey.lists.get(&list).cloned() else {
            let sheet = "choices".to_owned();
            self.findings.add(WorkbookError::UnknownParent { at: row.at.clone(), id: list, sheet });
            return None;
        };
        let is_code = |name: &str| JUDGEMENT.all.iter().any(|code| code.code == name.replace('_', "-"));
        if row.kind == "select_one" && choices.iter().all(|choice| is_code(&choice.name)) {
            return Some(Readable::Judgement(
                choices
                    .into_iter()
                    .map(|choice| (choice.name.clone(), choice.name.replace('_', "-")))
                    .collect(),
            ));
        }
        let mut codes = BTreeMap::new();
        for choice in choices {
            // A list that several questions use is named once.
            let known = self.ids.contains(&format!("list {list} {}", choice.name));
            let code = if known {
                small(&choice.name, 24)
            } else {
                self.ids.insert(format!("list {list} {}", choice.name));
                self.id(&choice.name, &choice.at, &format!("choice {list}"))
            };
            codes.insert(choice.name, code);
        }
        if row.kind == "select_one" {
            return Some(Readable::Choice(codes));
        }
        if codes.len() > FIELDS_MAX {
            self.left(LeftOver::Type { at: row.at.clone(), found: format!("select_multiple {list}") });
            return None;
        }
        Some(Readable::Several(codes))
    }

    /// Joins a calculation, or a constraint that reads other questions, with what it reads.
    fn join(&mut self, mut items: Vec<Item>) -> Vec<Item> {
        for index in 0..self.rows.len() {
            let Some(row) = self.rows.get(index).cloned() else { continue };
            for said in row.calculation.iter().chain(&row.constraint) {
                let Ok(tree) = xpath::parse(&said.text) else { continue };
                let mut wanted: BTreeSet<usize> = BTreeSet::from([index]);
                let names = tree.references();
                wanted.extend(
                    self.rows
                        .iter()
                        .enumerate()
                        .filter(|(_, row)| names.contains(&row.name.as_str()))
                        .map(|(at, _)| at),
                );
                let positions: Vec<usize> = (0..items.len())
                    .filter(|at| {
                        items.get(*at).is_some_and(|item| item.rows.iter().any(|row| wanted.contains(row)))
                    })
                    .collect();
                if positions.len() < 2 || !self.may_join(&items, &positions) {
                    continue;
                }
                let mut joined = Item { rows: Vec::new(), notes: Vec::new() };
                for position in positions.iter().rev() {
                    let taken = items.remove(*position);
                    joined.rows.extend(taken.rows);
                    joined.notes.extend(taken.notes);
                }
                joined.rows.sort_unstable();
                joined.notes.sort_unstable();
                self.rename(&joined);
                items.insert(positions.first().copied().unwrap_or(0), joined);
            }
        }
        items
    }

    /// One section, one condition, only fields, and no more of them than an item can have.
    fn may_join(&self, items: &[Item], positions: &[usize]) -> bool {
        let rows: Vec<&Row> = positions
            .iter()
            .filter_map(|at| items.get(*at))
            .flat_map(|item| &item.rows)
            .filter_map(|row| self.rows.get(*row))
            .collect();
        let Some(first) = rows.first() else { return false };
        let condition = |row: &Row| row.relevant.iter().map(|said| said.text.clone()).collect::<Vec<_>>();
        let mut fields = 0;
        for row in &rows {
            fields += match self.questions.get(&row.name).map(|question| &question.readable) {
                Some(Readable::Several(all)) => all.len(),
                Some(Readable::Judgement(_) | Readable::Nothing) | None => return false,
                Some(_) => 1,
            };
        }
        fields <= FIELDS_MAX
            && rows
                .iter()
                .all(|row| section_of(row) == section_of(first) && condition(row) == condition(first))
    }

    /// Every question of a joined item is read under the id of the first.
    fn rename(&mut self, item: &Item) {
        let names: Vec<String> =
            item.rows.iter().filter_map(|row| self.rows.get(*row)).map(|row| row.name.clone()).collect();
        let first =
            names.first().and_then(|name| self.questions.get(name)).map(|question| question.item.clone());
        for name in names {
            if let (Some(question), Some(first)) = (self.questions.get_mut(&name), &first) {
                question.item.clone_from(first);
            }
        }
    }
}
