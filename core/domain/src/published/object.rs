//! Reads JSON objects member by member and gathers what is wrong instead of stopping at it.

use super::error::{ContentError, ContentFault, Phrase, Problem};
use super::strict::Strict;
use super::{FAULTS_MAX, FILE_BYTES_MAX, SCHEMA, text};
use crate::checklist::{Bilingual, Verified};
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Most citations of one row.
const BASIS_MAX: usize = 20;

/// Reads a file of schema 2. `file` is the name that errors give; `content` reads the members of the outermost object.
///
/// Errors: any of [`ContentError`] but `NotAsPublished`.
pub(crate) fn read<T>(
    file: &str,
    json: &str,
    content: impl FnOnce(&Object<'_>) -> Option<T>,
) -> Result<T, ContentError> {
    if json.len() > FILE_BYTES_MAX {
        let (bytes, limit) = (json.len(), FILE_BYTES_MAX);
        return Err(ContentError::TooLarge { file: file.to_owned(), bytes, limit });
    }
    // Editors on some systems put a byte order mark in front; it is no part of the JSON.
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let Strict(value) = serde_json::from_str(json).map_err(|error| ContentError::Syntax {
        file: file.to_owned(),
        line: error.line(),
        column: error.column(),
        problem: without_position(&error),
    })?;
    let gathered = Gathered::default();
    let read = match &value {
        Value::Object(members) => {
            let root = Object::new(members, None, String::new(), &gathered);
            root.number("schema", SCHEMA, SCHEMA);
            let read = content(&root);
            root.close();
            read
        }
        _ => {
            gathered.add(None, "file".to_owned(), Problem::Type { expected: OBJECT });
            None
        }
    };
    let faults = gathered.faults.into_inner();
    match read {
        Some(read) if faults.is_empty() => Ok(read),
        _ => Err(ContentError::Faults { file: file.to_owned(), faults, more: gathered.more.get() }),
    }
}

/// The message without " at line 3 column 5", which is told apart.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).map_or_else(|| text.clone(), str::to_owned)
}

const OBJECT: Phrase = Phrase::new("对象", "an object");
const LIST: Phrase = Phrase::new("列表", "a list");
const TEXT: Phrase = Phrase::new("文本", "a text");
const INTEGER: Phrase = Phrase::new("整数", "a whole number");
const FLAG: Phrase = Phrase::new("true或者false", "true or false");
const DATE: Phrase = Phrase::new("YYYY-MM-DD形式的日期", "a date as YYYY-MM-DD");
const ARTICLE: Phrase = Phrase::new("条款编号，如R75-10", "the id of an article, e.g. R75-10");
const VERIFIED: Phrase = Phrase::new(
    "S（来源）、P（部分）、M（记忆）或者U（不确定）",
    "S (source), P (partly), M (memory) or U (unsure)",
);

/// What was found wrong so far.
#[derive(Default)]
struct Gathered {
    faults: RefCell<Vec<ContentFault>>,
    more: Cell<usize>,
}

impl Gathered {
    fn add(&self, row: Option<String>, field: String, problem: Problem) {
        let mut faults = self.faults.borrow_mut();
        if faults.len() < FAULTS_MAX {
            faults.push(ContentFault { row, field, problem });
        } else {
            self.more.set(self.more.get().saturating_add(1));
        }
    }
}

/// An object whose members are being read. Every reading method returns `None` after it has noted what is wrong, so a
/// caller reads all members first and gives up afterwards.
pub(crate) struct Object<'a> {
    members: &'a Map<String, Value>,
    row: Option<String>,
    path: String,
    asked: RefCell<BTreeSet<&'static str>>,
    gathered: &'a Gathered,
}

impl<'a> Object<'a> {
    fn new(
        members: &'a Map<String, Value>,
        row: Option<String>,
        path: String,
        gathered: &'a Gathered,
    ) -> Self {
        Self { members, row, path, asked: RefCell::default(), gathered }
    }

    /// Notes what is wrong with a member.
    pub(crate) fn fault(&self, name: &str, problem: Problem) {
        self.gathered.add(self.row.clone(), format!("{}{name}", self.path), problem);
    }

    fn value(&self, name: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().insert(name);
        let found = self.members.get(name);
        if found.is_none() {
            self.fault(name, Problem::Missing);
        }
        found
    }

    fn typed<T>(
        &self,
        name: &'static str,
        expected: Phrase,
        get: impl Fn(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let found = get(self.value(name)?);
        if found.is_none() {
            self.fault(name, Problem::Type { expected });
        }
        found
    }

    /// Notes every member that nobody asked for.
    fn close(&self) {
        let asked = self.asked.borrow();
        for name in self.members.keys().filter(|name| !asked.contains(name.as_str())) {
            self.fault(name, Problem::Unknown);
        }
    }

    /// A text that passes `check`.
    pub(crate) fn text(&self, name: &'static str, check: impl Fn(&str) -> Option<Problem>) -> Option<String> {
        let found = self.typed(name, TEXT, Value::as_str)?;
        match check(found) {
            None => Some(found.to_owned()),
            Some(problem) => {
                self.fault(name, problem);
                None
            }
        }
    }

    /// An id that `made_well` accepts.
    pub(crate) fn id(
        &self,
        name: &'static str,
        made_well: impl Fn(&str) -> bool,
        expected: Phrase,
    ) -> Option<String> {
        self.text(name, |found| {
            (!made_well(found)).then(|| Problem::Not { found: found.to_owned(), expected })
        })
    }

    /// A code that stands for a value.
    pub(crate) fn code<T>(
        &self,
        name: &'static str,
        from_code: impl Fn(&str) -> Option<T>,
        expected: Phrase,
    ) -> Option<T> {
        let found = self.typed(name, TEXT, Value::as_str)?;
        let value = from_code(found);
        if value.is_none() {
            self.fault(name, Problem::Not { found: found.to_owned(), expected });
        }
        value
    }

    /// A whole number between two bounds, both inclusive.
    pub(crate) fn number(&self, name: &'static str, min: u64, max: u64) -> Option<u64> {
        let found = self.typed(name, INTEGER, Value::as_u64)?;
        if (min..=max).contains(&found) {
            return Some(found);
        }
        self.fault(name, Problem::Range { found, min, max });
        None
    }

    /// A whole number from `min` that fits 32 bits.
    pub(crate) fn small(&self, name: &'static str, min: u64, max: u32) -> Option<u32> {
        self.number(name, min, u64::from(max)).and_then(|found| u32::try_from(found).ok())
    }

    /// The version of the file, from 1.
    pub(crate) fn version(&self) -> Option<u32> {
        self.small("version", 1, u32::MAX)
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self, name: &'static str) -> Option<bool> {
        self.typed(name, FLAG, Value::as_bool)
    }

    /// How well something is known.
    pub(crate) fn verified(&self, name: &'static str) -> Option<Verified> {
        let from_code = |code: &str| match code {
            "S" => Some(Verified::Source),
            "P" => Some(Verified::Partly),
            "M" => Some(Verified::Memory),
            "U" => Some(Verified::Unsure),
            _ => None,
        };
        self.code(name, from_code, VERIFIED)
    }

    /// A sentence in both languages.
    pub(crate) fn bilingual(&self, name: &'static str) -> Option<Bilingual> {
        self.object(name, |text| {
            let (zh, en) = (text.text("zh", text::chinese), text.text("en", text::english));
            Some(Bilingual { zh: zh?, en: en? })
        })
    }

    /// A sentence in both languages, or one text that is the same in both, such as the number of a standard.
    pub(crate) fn label(&self, name: &'static str) -> Option<Bilingual> {
        let member = |code| self.members.get(name).and_then(|text| text.get(code)).and_then(Value::as_str);
        if member("zh") != member("en") {
            return self.bilingual(name);
        }
        self.object(name, |text| {
            let (zh, en) = (text.text("zh", text::either), text.text("en", text::english));
            Some(Bilingual { zh: zh?, en: en? })
        })
    }

    /// An object within this one.
    pub(crate) fn object<T>(
        &self,
        name: &'static str,
        content: impl FnOnce(&Object<'_>) -> Option<T>,
    ) -> Option<T> {
        let members = self.typed(name, OBJECT, Value::as_object)?;
        let path = format!("{}{name}.", self.path);
        let inner = Object::new(members, self.row.clone(), path, self.gathered);
        let read = content(&inner);
        inner.close();
        read
    }

    /// Whether the member is `null`; a missing one is noted and counts as `null`.
    pub(crate) fn is_null(&self, name: &'static str) -> bool {
        self.value(name).is_none_or(Value::is_null)
    }

    /// Something or `null`. The outer `None` means that it is wrong.
    #[expect(clippy::option_option, reason = "wrong, absent and present are three answers")]
    pub(crate) fn nullable<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Self) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.is_null(name) { Some(None) } else { read(self).map(Some) }
    }

    fn list(&self, name: &'static str, min: usize, limit: usize) -> Option<&'a Vec<Value>> {
        let list = self.typed(name, LIST, Value::as_array)?;
        if list.len() < min {
            self.fault(name, Problem::Empty);
            return None;
        }
        if list.len() > limit {
            let unit = Phrase::new("项", "entries");
            self.fault(name, Problem::TooMany { found: list.len(), limit, unit });
            return None;
        }
        Some(list)
    }

    /// A list of objects, at least `min` and at most `limit`. Each is a row of its own unless this object already is one.
    pub(crate) fn objects<T>(
        &self,
        name: &'static str,
        (min, limit): (usize, usize),
        mut content: impl FnMut(&Object<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut read = Some(Vec::new());
        for (index, value) in self.list(name, min, limit)?.iter().enumerate() {
            let label = ["id", "code", "region", "kind"]
                .into_iter()
                .find_map(|key| value.get(key).and_then(Value::as_str))
                .map_or_else(|| format!("number {}", index + 1), str::to_owned);
            let (row, path) = match &self.row {
                None if self.path.is_empty() => (Some(label), String::new()),
                None => (Some(label), format!("{}{name}.", self.path)),
                Some(row) => (Some(row.clone()), format!("{}{name} {label}.", self.path)),
            };
            let element = value.as_object().and_then(|members| {
                let inner = Object::new(members, row.clone(), path, self.gathered);
                let element = content(&inner);
                inner.close();
                element
            });
            if !value.is_object() {
                self.gathered.add(row, name.to_owned(), Problem::Type { expected: OBJECT });
            }
            read = read.zip(element).map(|(mut list, element)| {
                list.push(element);
                list
            });
        }
        read
    }

    /// A list of texts without repetition, each passing `from_text`.
    pub(crate) fn texts<T>(
        &self,
        name: &'static str,
        (min, limit): (usize, usize),
        from_text: impl Fn(&str) -> Option<T>,
        expected: Phrase,
    ) -> Option<Vec<T>> {
        let mut read = Some(Vec::new());
        let mut seen = BTreeSet::new();
        for (index, value) in self.list(name, min, limit)?.iter().enumerate() {
            let place = format!("{name} {}", index + 1);
            let element = match value.as_str() {
                None => Err(Problem::Type { expected: TEXT }),
                Some(text) if !seen.insert(text) => Err(Problem::Duplicate { id: text.to_owned() }),
                Some(text) => from_text(text).ok_or(Problem::Not { found: text.to_owned(), expected }),
            };
            match element {
                Ok(element) => {
                    if let Some(list) = &mut read {
                        list.push(element);
                    }
                }
                Err(problem) => {
                    self.fault(&place, problem);
                    read = None;
                }
            }
        }
        read
    }

    /// Ids of articles.
    pub(crate) fn basis(&self, name: &'static str, min: usize) -> Option<Vec<String>> {
        let from_text = |text: &str| {
            let made_well = text::capital_id(text) && text.contains('-');
            made_well.then(|| text.to_owned())
        };
        self.texts(name, (min, BASIS_MAX), from_text, ARTICLE)
    }

    /// Dates, each once.
    pub(crate) fn dates(&self, name: &'static str, bounds: (usize, usize)) -> Option<Vec<NaiveDate>> {
        self.texts(name, bounds, date, DATE)
    }

    /// Refuses a value that was seen before.
    pub(crate) fn unique(&self, name: &str, seen: &mut BTreeSet<String>, value: Option<&String>) {
        if let Some(value) = value
            && !seen.insert(value.clone())
        {
            self.fault(name, Problem::Duplicate { id: value.clone() });
        }
    }
}

/// `YYYY-MM-DD` and nothing looser.
fn date(text: &str) -> Option<NaiveDate> {
    let found = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (found.format("%Y-%m-%d").to_string() == text).then_some(found)
}
