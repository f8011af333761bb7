//! Reading a file of content so that everything that is wrong with it is told at once.
//!
//! The readers of checklists and law stop at the first fault. So the row at fault is taken out and the rest read again, until the
//! rest is well: each row tells its first fault, and none hides those of the others. What is complained of only because a row was
//! taken out is no fault of the file.

use super::{Finding, Given, words};
use serde_json::Value;
use std::collections::BTreeSet;
use zhian_domain::checklist::{self, Bilingual, Checklist, ChecklistError, Fault, Place};
use zhian_domain::content::{self, Content, ContentKind, Refused};
use zhian_domain::published::ContentError;

/// Most rows that are taken out in one file: more is another kind of file.
const TAKEN_OUT_MAX: usize = 200;

/// What a file holds.
#[derive(Debug, Clone)]
pub(super) enum Held {
    /// Content of schema 2.
    Content(Box<Content>),
    /// A checklist of schema 1, or a composed one.
    Checklist(Box<Checklist>),
    /// A legend of schema 1, which was never published on its own.
    OldLegend,
}

/// A file with faults.
pub(super) struct Bad {
    /// Everything that is wrong with it.
    pub(super) faults: Vec<Finding>,
    /// What it holds, as far as that can be told.
    pub(super) kind: Option<ContentKind>,
    /// What is left of it without the rows at fault: its references can be looked up all the same.
    pub(super) rest: Option<Box<Content>>,
}

/// Reads a file. Errors: everything that is wrong with it.
pub(super) fn read(given: &Given) -> Result<Held, Bad> {
    let json = given.json.strip_prefix('\u{feff}').unwrap_or(&given.json);
    let value: Option<Value> = serde_json::from_str(json).ok();
    let member = |name: &str| value.as_ref().and_then(|value| value.get(name));
    let schema = member("schema").and_then(Value::as_u64);
    let is_composed = member("kind").and_then(Value::as_str) == Some("composed");
    if let Some(kind) = content::detect(json).filter(|_| !is_composed) {
        let first = |json: &str| content::read(kind, &given.name, json);
        return match first(json) {
            Ok(content) => Ok(Held::Content(Box::new(content))),
            Err(fault) => {
                let (faults, rest) = all(given, fault, value, first);
                Err(Bad { faults, kind: Some(kind), rest: rest.map(Box::new) })
            }
        };
    }
    if schema == Some(1) && member("consequences").is_some() {
        return Ok(Held::OldLegend);
    }
    let is_checklist = value.is_none() || member("sections").is_some();
    if !is_checklist {
        let (zh, en) = (
            "不是可以发布的内容：没有sections、rows、articles等任何一种内容",
            "is nothing that can be published: it has none of sections, rows, articles and so on",
        );
        let faults = vec![Finding::whole(&given.name, "admin.not-content", zh, en)];
        return Err(Bad { faults, kind: None, rest: None });
    }
    let first = |json: &str| checklist::load(&given.name, json).map_err(Refused::from);
    match first(json) {
        Ok(checklist) => Ok(Held::Checklist(Box::new(checklist))),
        Err(fault) => {
            let (faults, _) = all(given, fault, value, first);
            Err(Bad { faults, kind: None, rest: None })
        }
    }
}

/// Every fault, and what is left without the rows at fault.
fn all<T>(
    given: &Given,
    first: Refused,
    value: Option<Value>,
    again: impl Fn(&str) -> Result<T, Refused>,
) -> (Vec<Finding>, Option<T>) {
    let mut found = findings(given, &first, true);
    let Some(mut value) = value else { return (found, None) };
    let (mut last, mut out) = (first, BTreeSet::new());
    while out.len() < TAKEN_OUT_MAX {
        let Refused::Checklist(error) = &last else { break };
        let Some(row) = take_out(&mut value, error) else { break };
        out.insert(row);
        match again(&value.to_string()) {
            Ok(rest) => return (found, Some(rest)),
            Err(next) => {
                if !is_echo(&next, &out) {
                    found.extend(findings(given, &next, false));
                }
                last = next;
            }
        }
    }
    (found, None)
}

/// Whether a row that was taken out is all that is missed.
fn is_echo(refused: &Refused, out: &BTreeSet<String>) -> bool {
    let Refused::Checklist(error) = refused else { return false };
    let text = error.to_string();
    let place = place_of(error).map(ToString::to_string).unwrap_or_default();
    let told = text.strip_prefix(&place).unwrap_or(&text);
    out.iter().any(|row| told.contains(row.as_str()))
}

const fn place_of(error: &ChecklistError) -> Option<&Place> {
    match error {
        ChecklistError::Shape { place, .. } | ChecklistError::Content { place, .. } => Some(place),
        ChecklistError::TooLarge { .. } | ChecklistError::Syntax { .. } => None,
    }
}

/// Takes out the row that a fault lies in. Returns its id; `None` if the fault lies in no row that can be told.
fn take_out(value: &mut Value, error: &ChecklistError) -> Option<String> {
    let place = place_of(error)?;
    let id = place.item.as_ref().or(place.section.as_ref())?;
    let is_second = matches!(error, ChecklistError::Content { fault: Fault::Duplicate { .. }, .. });
    remove(value, id, is_second).then(|| id.clone())
}

/// Removes the first object of a list with this id, or the last one. A list of items that becomes empty goes with its section.
fn remove(value: &mut Value, id: &str, last: bool) -> bool {
    match value {
        Value::Array(list) => {
            let is_it = |one: &Value| {
                ["id", "code"].iter().any(|name| one.get(name).and_then(Value::as_str) == Some(id))
            };
            let at = if last { list.iter().rposition(is_it) } else { list.iter().position(is_it) };
            if let Some(at) = at {
                list.remove(at);
                return true;
            }
            let found = if last {
                list.iter_mut().rev().any(|one| remove(one, id, last))
            } else {
                list.iter_mut().any(|one| remove(one, id, last))
            };
            let is_spent =
                |one: &Value| one.get("items").and_then(Value::as_array).is_some_and(Vec::is_empty);
            list.retain(|one| !is_spent(one) || one.get("id").is_none());
            found
        }
        Value::Object(members) => members.values_mut().any(|one| remove(one, id, last)),
        _ => false,
    }
}

/// `is_first`: lines and columns are those of the file, and not of what is left of it.
fn findings(given: &Given, refused: &Refused, is_first: bool) -> Vec<Finding> {
    match refused {
        Refused::Checklist(error) => vec![checklist_finding(given, error, is_first)],
        Refused::Content(error) => content_findings(given, error),
    }
}

pub(super) fn checklist_finding(given: &Given, error: &ChecklistError, is_first: bool) -> Finding {
    let line = match error {
        ChecklistError::Syntax { line, column, .. } => Some((*line, *column)),
        ChecklistError::Shape { line, column, .. } if is_first && given.book.is_none() => {
            Some((*line, *column))
        }
        _ => None,
    };
    let place = place_of(error);
    let mut told = place.and_then(words::place);
    if let Some((line, column)) = line {
        let lined = Bilingual {
            zh: format!("第 {line} 行第 {column} 列"),
            en: format!("line {line}, column {column}"),
        };
        told = Some(match told {
            Some(place) => Bilingual {
                zh: format!("{}，{}", lined.zh, place.zh),
                en: format!("{}, {}", lined.en, place.en),
            },
            None => lined,
        });
    }
    let at = place.and_then(|place| cell(given, place));
    Finding { file: given.name.clone(), at, place: told, code: error.code(), words: words::of(error) }
}

fn cell(given: &Given, place: &Place) -> Option<zhian_workbook::At> {
    let (book, part) = (given.book.as_ref()?, part_id(given)?);
    let row = match (&place.item, &place.field, &place.section) {
        (Some(item), Some(field), _) => Some(format!("{item}/{field}")),
        (Some(item), None, _) => Some(item.clone()),
        (None, _, Some(section)) => Some(format!("section {section}")),
        (None, _, None) => None,
    };
    let member = place.member.clone().unwrap_or_default();
    let exact = book.place(&part, row.as_deref(), &member);
    exact.or_else(|| book.place(&part, place.item.as_deref(), &member))
}

/// Id of the file as the workbook has it.
pub(super) fn part_id(given: &Given) -> Option<String> {
    let book = given.book.as_ref()?;
    let part = book.parts.iter().find(|part| part.json() == given.json)?;
    Some(part.id().to_owned())
}

fn content_findings(given: &Given, error: &ContentError) -> Vec<Finding> {
    let part = part_id(given);
    let of = |row: Option<&String>, field: &str, words: Bilingual| {
        let at =
            part.as_ref().and_then(|part| given.book.as_ref()?.place(part, row.map(String::as_str), field));
        let place = match row {
            Some(row) => Bilingual { zh: format!("{row}，{field}"), en: format!("{row}, {field}") },
            None => Bilingual { zh: field.to_owned(), en: field.to_owned() },
        };
        Finding { file: given.name.clone(), at, place: Some(place), code: error.code(), words }
    };
    match error {
        ContentError::Faults { faults, more, .. } => {
            let mut all: Vec<Finding> = faults
                .iter()
                .map(|fault| of(fault.row.as_ref(), &fault.field, fault.problem.words()))
                .collect();
            if *more > 0 {
                let (zh, en) = (format!("另有{more}处错误"), format!("and {more} more faults"));
                all.push(Finding::whole(&given.name, error.code(), zh, en));
            }
            all
        }
        ContentError::Syntax { line, column, problem, .. } => {
            let (zh, en) = (
                format!("第 {line} 行第 {column} 列：不是有效的JSON，或者成员重复（{problem}）"),
                format!("line {line}, column {column}: {problem}"),
            );
            vec![Finding::whole(&given.name, error.code(), zh, en)]
        }
        ContentError::TooLarge { bytes, limit, .. } => {
            let (zh, en) = (
                format!("有{bytes}字节，最多读{limit}字节"),
                format!("has {bytes} bytes, at most {limit} are read"),
            );
            vec![Finding::whole(&given.name, error.code(), zh, en)]
        }
        ContentError::NotAsPublished { .. } => {
            vec![Finding::whole(&given.name, error.code(), "内容与发布的不符", error.to_string())]
        }
    }
}
