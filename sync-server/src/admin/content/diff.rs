//! What differs between two versions, in words: checklists item by item, everything else row by row.

use super::finding::{Faults, Finding};
use super::gather;
use super::published::one;
use super::read::{Held, read};
use crate::{Office, ServerError};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use zhian_domain::checklist::{Bilingual, Checklist, load};
use zhian_domain::content::{Content, ContentKind};
use zhian_domain::versions;

/// One thing on one side of a comparison.
#[derive(Debug, Clone)]
pub struct Side {
    /// Kind: a code of [`ContentKind`], or `checklist`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    json: String,
    checklist: Option<Checklist>,
}

/// One difference in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Id of the item or row; `None` where the file as a whole is meant.
    pub row: Option<String>,
    /// What changed.
    pub words: Bilingual,
}

/// How one file differs from its other version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Kind.
    pub kind: &'static str,
    /// Id of the old and the new one; they differ only where two files were named.
    pub id: String,
    /// Version of the old one; `None` where there is none.
    pub old: Option<u32>,
    /// Version of the new one; `None` where it is gone.
    pub new: Option<u32>,
    /// The differences, in the order of the new version, then what is gone.
    pub lines: Vec<Line>,
}

/// What a person names: a file, a folder, a workbook, or `ID@VERSION` of something published.
///
/// Errors: [`ServerError::Faulty`] for files that cannot be read; [`ServerError::NotFound`].
pub fn side(office: Option<&Office>, name: &str) -> Result<Vec<Side>, ServerError> {
    let path = Path::new(name);
    if path.exists() {
        return of_files(path);
    }
    let not_found = || ServerError::NotFound { what: "content", name: name.to_owned() };
    let (id, version) = name.rsplit_once('@').ok_or_else(not_found)?;
    let version: u32 = version.parse().map_err(|_| not_found())?;
    let office = office.ok_or_else(not_found)?;
    let entries = office.db.contents()?;
    let found = entries.into_iter().find(|one| one.id.eq_ignore_ascii_case(id) && one.version == version);
    if let Some(entry) = found {
        let kind = ContentKind::from_code(&entry.kind).ok_or_else(not_found)?;
        let read = one(office, kind, entry)?;
        return Ok(vec![of_content(&read.content, read.json)]);
    }
    let all = office.db.checklists()?;
    let found = all.iter().find(|one| one.id.eq_ignore_ascii_case(id) && one.version == version);
    let found = found.ok_or_else(not_found)?;
    let bytes = office.db.checklist(&found.hash)?.ok_or_else(not_found)?;
    let broken = |detail: String| ServerError::Checklist { detail };
    let json = String::from_utf8(bytes).map_err(|cause| broken(cause.to_string()))?;
    let checklist = load(name, &json).map_err(|cause| broken(cause.to_string()))?;
    Ok(vec![of_checklist(checklist, json)])
}

fn of_files(path: &Path) -> Result<Vec<Side>, ServerError> {
    let gathered = gather(&[PathBuf::from(path)])?;
    let mut faults = gathered.faults;
    let mut sides = Vec::new();
    for given in gathered.files {
        match read(&given) {
            Ok(Held::Content(content)) => sides.push(of_content(&content, given.json)),
            Ok(Held::Checklist(checklist)) => sides.push(of_checklist(*checklist, given.json)),
            Ok(Held::OldLegend) => {}
            Err(bad) => faults.extend(bad.faults),
        }
    }
    if faults.is_empty() { Ok(sides) } else { Err(ServerError::Faulty(Box::new(Faults { faults }))) }
}

fn of_content(content: &Content, json: String) -> Side {
    let checklist = match content {
        Content::Part(part) => Some(part.checklist().clone()),
        _ => None,
    };
    Side { kind: content.kind().code(), id: content.id(), version: content.version(), json, checklist }
}

fn of_checklist(checklist: Checklist, json: String) -> Side {
    let (id, version) = (checklist.id.clone(), checklist.version);
    Side { kind: "checklist", id, version, json, checklist: Some(checklist) }
}

/// Compares two sides. Files belong together by kind and id; two single files of one kind always do.
///
/// Errors: [`ServerError::Faulty`] where nothing on one side belongs to anything on the other.
pub fn diff(old: &[Side], new: &[Side]) -> Result<Vec<Compared>, ServerError> {
    if let ([old], [new]) = (old, new)
        && (old.checklist.is_some() == new.checklist.is_some())
        && (old.kind == new.kind || old.checklist.is_some())
    {
        return Ok(vec![compared(old, new)]);
    }
    let key = |side: &Side| (side.kind, side.id.clone());
    let olds: BTreeMap<_, &Side> = old.iter().map(|side| (key(side), side)).collect();
    let news: BTreeMap<_, &Side> = new.iter().map(|side| (key(side), side)).collect();
    if !olds.keys().any(|key| news.contains_key(key)) {
        let (zh, en) =
            ("两边没有同类、同编号的内容，无法比较", "nothing on one side is of a kind and id of the other");
        let faults = vec![Finding::whole("diff", "admin.content-absent", zh, en)];
        return Err(ServerError::Faulty(Box::new(Faults { faults })));
    }
    let mut all = Vec::new();
    for side in new {
        match olds.get(&key(side)) {
            Some(before) => all.push(compared(before, side)),
            None => all.push(alone(side, true)),
        }
    }
    all.extend(old.iter().filter(|side| !news.contains_key(&key(side))).map(|side| alone(side, false)));
    Ok(all)
}

fn alone(side: &Side, is_new: bool) -> Compared {
    let (zh, en) =
        if is_new { ("新增文件", "new file") } else { ("不再有此文件", "the file is gone") };
    let version = Some(side.version);
    let (old, new) = if is_new { (None, version) } else { (version, None) };
    let words = Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    Compared { kind: side.kind, id: side.id.clone(), old, new, lines: vec![Line { row: None, words }] }
}

fn compared(old: &Side, new: &Side) -> Compared {
    let lines =
        match (&old.checklist, &new.checklist) {
            (Some(before), Some(after)) => {
                let mut lines = of_file(old, new);
                lines.extend(versions::diff(before, after).into_iter().map(|difference| Line {
                    row: Some(difference.item.to_string()),
                    words: difference.words,
                }));
                lines
            }
            _ => rows(old, new),
        };
    let (kind, id) = (new.kind, new.id.clone());
    Compared { kind, id, old: Some(old.version), new: Some(new.version), lines }
}

/// Members of the file itself, such as title and whom it applies to.
fn of_file(old: &Side, new: &Side) -> Vec<Line> {
    let (old, new) = (object(&old.json), object(&new.json));
    let own = |members: &Map<String, Value>| -> BTreeMap<String, Value> {
        let besides = ["version", "sections", "schema"];
        members
            .iter()
            .filter(|(name, value)| !besides.contains(&name.as_str()) && !value.is_null())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    };
    changed_members(&own(&old), &own(&new)).map(|words| Line { row: None, words }).into_iter().collect()
}

fn object(json: &str) -> Map<String, Value> {
    match serde_json::from_str(json) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

type Row = BTreeMap<String, Value>;

/// Every row of every list of a file, by id, in the order of the file; and what stands outside of all rows.
fn rows_of(members: &Map<String, Value>) -> (Vec<(String, Row)>, Row) {
    let (mut rows, mut own) = (Vec::new(), Row::new());
    for (name, value) in members {
        let ids = value.as_array().map(|list| {
            let id = |one: &Value| {
                let named = ["id", "code", "day", "date"].iter().find_map(|id| one.get(*id)?.as_str());
                named.map(str::to_owned)
            };
            list.iter().map(|one| Some((id(one)?, one.as_object()?))).collect::<Option<Vec<_>>>()
        });
        match ids.flatten() {
            Some(list) => rows.extend(list.into_iter().map(|(id, members)| {
                (id, members.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
            })),
            None if name != "version" => drop(own.insert(name.clone(), value.clone())),
            None => {}
        }
    }
    (rows, own)
}

fn rows(old: &Side, new: &Side) -> Vec<Line> {
    let ((before, own_before), (after, own_after)) =
        (rows_of(&object(&old.json)), rows_of(&object(&new.json)));
    let mut lines: Vec<Line> =
        changed_members(&own_before, &own_after).map(|words| Line { row: None, words }).into_iter().collect();
    let known: BTreeMap<&String, &Row> = before.iter().map(|(id, row)| (id, row)).collect();
    let later: BTreeMap<&String, &Row> = after.iter().map(|(id, row)| (id, row)).collect();
    for (id, row) in &after {
        let words = match known.get(id) {
            None => Some(told("新增", "New", row)),
            Some(earlier) => changed_members(earlier, row),
        };
        lines.extend(words.map(|words| Line { row: Some(id.clone()), words }));
    }
    for (id, row) in before.iter().filter(|(id, _)| !later.contains_key(id)) {
        lines.push(Line { row: Some(id.clone()), words: told("删除", "Removed", row) });
    }
    lines
}

/// A row by the words that people know it by.
fn told(zh: &str, en: &str, row: &Row) -> Bilingual {
    let names = ["ask", "indicator", "summary", "caption", "name", "text", "measures", "condition"];
    let of = |language: &str| {
        let found = names.iter().find_map(|name| row.get(*name)?.get(language)?.as_str());
        found.unwrap_or_default().to_owned()
    };
    let (words_zh, words_en) = (of("zh"), of("en"));
    if words_zh.is_empty() {
        return Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    }
    Bilingual { zh: format!("{zh}：{words_zh}"), en: format!("{en}: {words_en}") }
}

/// Which members differ, with both values where they are short; `None` if none does.
fn changed_members(old: &Row, new: &Row) -> Option<Bilingual> {
    let mut names: Vec<&String> =
        new.keys().chain(old.keys().filter(|name| !new.contains_key(*name))).collect();
    names.retain(|name| old.get(*name).unwrap_or(&Value::Null) != new.get(*name).unwrap_or(&Value::Null));
    if names.is_empty() {
        return None;
    }
    let each = |name: &&String, language: &str| {
        let short = |row: &Row| row.get(*name).and_then(|value| short(value, language));
        match (short(old), short(new), language) {
            (Some(old), Some(new), "zh") => format!("{name}（原为“{old}”，现为“{new}”）"),
            (Some(old), Some(new), _) => format!("{name} (was \"{old}\", is \"{new}\")"),
            _ => (*name).clone(),
        }
    };
    let zh: Vec<String> = names.iter().map(|name| each(name, "zh")).collect();
    let en: Vec<String> = names.iter().map(|name| each(name, "en")).collect();
    Some(Bilingual { zh: format!("改变：{}", zh.join("、")), en: format!("Changed: {}", en.join(", ")) })
}

/// Longest value that is shown beside its other version, characters.
const SHORT_CHARS_MAX: usize = 80;

fn short(value: &Value, language: &str) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Object(both) => both.get(language)?.as_str()?.to_owned(),
        Value::Null | Value::Array(_) => return None,
    };
    (text.chars().count() <= SHORT_CHARS_MAX).then_some(text)
}
