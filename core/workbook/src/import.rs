//! Reads the workbook back.

use crate::codes;
use crate::error::WorkbookError;
use crate::findings::Findings;
use crate::grid;
use crate::json::Json;
use crate::layout::{self, Of, SHEETS, Sheet};
use crate::part::{FileKind, Part};
use crate::place::At;
use crate::remark::Remark;
use crate::shape::{self, Member};
use crate::sheets::{Table, tables};
use std::collections::{BTreeMap, BTreeSet};

/// What a workbook holds.
#[derive(Debug)]
pub struct Imported {
    /// Its files, in the order of the sheet of files.
    pub parts: Vec<Part>,
    /// What was read otherwise than it was typed.
    pub remarks: Vec<Remark>,
    pub(crate) places: Places,
}

/// Where each row of each part stands.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub rows: BTreeMap<(String, String), (Of, u32)>,
    pub columns: BTreeMap<Of, (String, BTreeMap<String, u32>)>,
}

impl Imported {
    /// The cell that holds a value, for faults that a check of the content finds.
    ///
    /// `part` is the id of the part; `row` the id of an item, article, risk, question, …, `item/field` for a field, `None`
    /// for the file itself; `member` as checks name it, e.g. `ask.zh`, `how 2.en`, `options B.text.zh`. Where a member has no
    /// column of its own, the first cell of the row is given; `None` if there is no such row.
    #[must_use]
    pub fn place(&self, part: &str, row: Option<&str>, member: &str) -> Option<At> {
        let key = (part.to_owned(), row.unwrap_or_default().to_owned());
        let (of, row) = self.places.rows.get(&key)?;
        let (sheet, columns) = self.places.columns.get(of)?;
        let words: Vec<&str> = member.split([' ', '.', ':', '/']).filter(|word| !word.is_empty()).collect();
        let fits = |name: &str| {
            let mut rest = words.iter();
            let found = name.split('.').filter(|part| rest.any(|word| word == part)).count();
            // What a member begins with decides: `options x.label.en` is no label.
            let begins = name.split('.').next() == words.first().copied();
            found + if begins { words.len() } else { 0 }
        };
        let best = columns.iter().map(|(name, column)| (fits(name), name.len(), *column));
        let best = best
            .filter(|(fit, ..)| *fit > 0)
            .max_by_key(|(fit, length, _)| (*fit, std::cmp::Reverse(*length)));
        let column = best.map_or(1, |(.., column)| column);
        Some(At { sheet: sheet.clone(), row: *row, column })
    }
}

/// Reads a workbook that [`crate::export()`] wrote and somebody edited.
///
/// Errors: every error at once, in the order of sheets and rows, at most [`crate::ERRORS_MAX`] and a count of the rest. Then
/// nothing is imported.
pub fn import(bytes: &[u8]) -> Result<Imported, Vec<WorkbookError>> {
    let mut findings = Findings::default();
    let is_ours = |name: &str| SHEETS.iter().any(|(_, sheet)| is_named(name, sheet.name));
    let (names, grids) = grid::read(bytes, is_ours, &mut findings).map_err(|error| vec![error])?;
    for name in &names {
        let is_unread = [layout::README, layout::CODES].iter().any(|known| is_named(name, known));
        if !is_ours(name) && !is_unread {
            findings.add(WorkbookError::UnknownSheet { sheet: name.clone() });
        }
    }
    let tables = tables(&grids, &mut findings);
    let mut importing = Importing { findings, ..Importing::default() };
    for (of, _) in &SHEETS {
        if let Some(table) = tables.get(of) {
            importing.sheet(table);
        }
    }
    importing.places.columns =
        tables.into_iter().map(|(of, table)| (of, (table.grid.name.clone(), table.columns))).collect();
    let places = std::mem::take(&mut importing.places);
    let parts = importing.assemble();
    let remarks = importing.findings.into_result()?;
    Ok(Imported { parts, remarks, places })
}

/// Whether a sheet has this name: whole, its Chinese half or its technical half.
pub(crate) fn is_named(found: &str, name: &str) -> bool {
    let found = found.trim();
    found == name || name.split(' ').any(|half| half == found)
}

/// One object and what it belongs to, by position in the list above it.
struct Child {
    of: usize,
    member: &'static str,
    object: Json,
}

#[derive(Default)]
struct Importing {
    findings: Findings,
    places: Places,
    /// Files: kind, schema, id, object.
    files: Vec<(FileKind, i64, String, Json)>,
    sections: Vec<Child>,
    items: Vec<Child>,
    /// Fields and limits.
    extras: Vec<Child>,
    /// Rows of files that are no checklists.
    rows: Vec<Child>,
    file_at: BTreeMap<String, usize>,
    section_at: BTreeMap<(usize, String), usize>,
    item_at: BTreeMap<String, usize>,
    /// First cell of every id, by sheet.
    first: BTreeMap<(Of, String), At>,
    allowed: BTreeMap<(*const Member, usize), BTreeSet<String>>,
}

impl Importing {
    fn sheet(&mut self, table: &Table<'_>) {
        for row in table.rows() {
            match table.of {
                Of::Files => self.file(table, row),
                Of::Sections => self.section(table, row),
                Of::Items => self.item(table, row),
                Of::Fields => self.extra(table, row, "fields"),
                Of::Limits => self.extra(table, row, "limits"),
                Of::Risks => self.risk(table, row),
                Of::Instruments => self.single(table, row, FileKind::Law, "instruments"),
                Of::Articles => self.single(table, row, FileKind::Law, "articles"),
                Of::Penalties => self.single(table, row, FileKind::Penalties, "penalties"),
                Of::Consequences => self.single(table, row, FileKind::Legend, "consequences"),
                Of::Media => self.single(table, row, FileKind::Media, "media"),
                Of::Quiz => self.single(table, row, FileKind::Quiz, "questions"),
                Of::Products => self.single(table, row, FileKind::Products, "products"),
            }
        }
    }

    fn file(&mut self, table: &Table<'_>, row: u32) {
        let mut reader = table.reader(row, &mut self.findings);
        let id = reader.needed_id("id", "编号");
        let kind = match reader.needed_id("kind", "类别") {
            Some(_) => reader.code("kind", &codes::KIND).and_then(FileKind::from_code),
            None => None,
        };
        // The shape depends on the schema: anything but 1 is read as the newest and refused below.
        let schema = match reader.object(shape::SCHEMA_ONLY, "") {
            Some(schema) => match schema.get("schema") {
                Some(Json::Whole(schema)) => *schema,
                _ => 2,
            },
            None => 2,
        };
        let (Some(id), Some(kind)) = (id, kind) else { return };
        let known = schema == 2 || (schema == 1 && kind == FileKind::Base);
        if !known {
            let expected = if kind == FileKind::Base { "1, 2" } else { "2" };
            let (at, found) = (reader.at("schema"), schema.to_string());
            self.findings.add(WorkbookError::UnknownCode { at, found, expected: expected.to_owned() });
            return;
        }
        let shape = kind.shape(schema);
        let object = reader.object(shape, "");
        let at = reader.at("id");
        if !kind.has_id() && id != kind.code() {
            let (at, found) = (at.clone(), id.clone());
            self.findings.add(WorkbookError::UnknownCode { at, found, expected: kind.code().to_owned() });
        }
        self.only(table, row, shape, kind.code(), &["kind", "id"]);
        if self.once(Of::Files, &id, at) {
            self.file_at.insert(id.clone(), self.files.len());
            self.places.rows.insert((id.clone(), String::new()), (Of::Files, row));
            self.files.push((kind, schema, id, object.unwrap_or(Json::Null)));
        }
    }

    fn section(&mut self, table: &Table<'_>, row: u32) {
        let mut reader = table.reader(row, &mut self.findings);
        let checklist = reader.needed_id("checklist", "检查表");
        let object = reader.object(table.sheet.members, "");
        let (at, id_at) = (reader.at("checklist"), reader.at("id"));
        let of = checklist.and_then(|id| self.file_of(&id, at, FileKind::is_checklist));
        let (Some(of), Some(object)) = (of, object) else { return };
        let id = object.text_of("id").to_owned();
        let part = self.file_id(of);
        if self.once(Of::Sections, &format!("{part} {id}"), id_at) {
            self.places.rows.insert((part, format!("section {id}")), (Of::Sections, row));
            self.section_at.insert((of, id), self.sections.len());
            self.sections.push(Child { of, member: "sections", object });
        }
    }

    fn item(&mut self, table: &Table<'_>, row: u32) {
        let mut reader = table.reader(row, &mut self.findings);
        let checklist = reader.needed_id("checklist", "检查表");
        let section = reader.needed_id("section", "章节编号");
        let (at, section_at, id_at) = (reader.at("checklist"), reader.at("section"), reader.at("id"));
        let file = checklist.and_then(|id| self.file_of(&id, at, FileKind::is_checklist));
        let shape = if self.schema_of(file) == 1 { shape::ITEMS_1 } else { shape::ITEMS };
        let object = table.reader(row, &mut self.findings).object(shape, "");
        self.only(table, row, shape, "schema 1", &["checklist", "section"]);
        let of = match (file, section) {
            (Some(file), Some(section)) => match self.section_at.get(&(file, section.clone())) {
                Some(of) => Some(*of),
                None => {
                    let sheet = sheet_name(Of::Sections);
                    self.findings.add(WorkbookError::UnknownParent { at: section_at, id: section, sheet });
                    None
                }
            },
            _ => None,
        };
        // An item with a fault still has fields: its id is enough to know that they belong somewhere.
        let id = match &object {
            Some(object) => Some(object.text_of("id").to_owned()),
            None => table.quiet_text(row, "id"),
        };
        let Some(id) = id else { return };
        if self.once(Of::Items, &id, id_at) {
            let part = file.map_or_else(String::new, |file| self.file_id(file));
            self.places.rows.insert((part, id.clone()), (Of::Items, row));
            self.item_at.insert(id, self.items.len());
            self.items.push(Child {
                of: of.unwrap_or(usize::MAX),
                member: "items",
                object: object.unwrap_or(Json::Null),
            });
        }
    }

    fn extra(&mut self, table: &Table<'_>, row: u32, member: &'static str) {
        let mut reader = table.reader(row, &mut self.findings);
        let item = reader.needed_id("item", "检查项编号");
        let (at, id_at) = (reader.at("item"), reader.at("id"));
        let of = item.as_ref().and_then(|item| self.item_at.get(item).copied());
        if let (Some(item), None) = (&item, of) {
            let sheet = sheet_name(Of::Items);
            self.findings.add(WorkbookError::UnknownParent { at: at.clone(), id: item.clone(), sheet });
        }
        let schema = of.and_then(|of| self.items.get(of)).and_then(|item| self.sections.get(item.of));
        let file = schema.map(|section| section.of);
        let first = self.schema_of(file) == 1;
        if first && member == "limits" {
            self.findings.add(WorkbookError::Misplaced { at, kind: "schema 1".to_owned() });
            return;
        }
        let shape = if first { shape::FIELDS_1 } else { table.sheet.members };
        let object = table.reader(row, &mut self.findings).object(shape, "");
        self.only(table, row, shape, "schema 1", &["item"]);
        let (Some(of), Some(item), Some(object)) = (of, item, object) else { return };
        let part = file.map_or_else(String::new, |file| self.file_id(file));
        let id = object.text_of("id").to_owned();
        let is_new = member == "limits" || self.once(table.of, &format!("{item} {id}"), id_at);
        if is_new {
            let number =
                self.extras.iter().filter(|extra| extra.of == of && extra.member == member).count() + 1;
            let key =
                if member == "limits" { format!("{item}/limit {number}") } else { format!("{item}/{id}") };
            self.places.rows.insert((part, key), (table.of, row));
            self.extras.push(Child { of, member, object });
        }
    }

    fn risk(&mut self, table: &Table<'_>, row: u32) {
        let mut reader = table.reader(row, &mut self.findings);
        let list = reader.needed_id("list", "清单");
        let object = reader.object(table.sheet.members, "");
        let at = reader.at("list");
        let of = list.and_then(|id| self.file_of(&id, at, |kind| kind == FileKind::Risks));
        self.of_file(table, row, of, "rows", object);
    }

    fn single(&mut self, table: &Table<'_>, row: u32, kind: FileKind, member: &'static str) {
        let mut reader = table.reader(row, &mut self.findings);
        let object = reader.object(table.sheet.members, "");
        let at = reader.at(if table.columns.contains_key("id") { "id" } else { "code" });
        let of = self.file_of(kind.code(), at, |found| found == kind);
        self.of_file(table, row, of, member, object);
    }

    fn of_file(
        &mut self,
        table: &Table<'_>,
        row: u32,
        of: Option<usize>,
        member: &'static str,
        object: Option<Json>,
    ) {
        let (Some(of), Some(object)) = (of, object) else { return };
        let name = if object.get("id").is_some() { "id" } else { "code" };
        let id = object.text_of(name).to_owned();
        let at = table.reader(row, &mut self.findings).at(name);
        if self.once(table.of, &id, at) {
            self.places.rows.insert((self.file_id(of), id), (table.of, row));
            self.rows.push(Child { of, member, object });
        }
    }

    fn file_of(&mut self, id: &str, at: At, fits: impl Fn(FileKind) -> bool) -> Option<usize> {
        let found = self.file_at.get(id).copied();
        let found = found.filter(|index| self.files.get(*index).is_some_and(|(kind, ..)| fits(*kind)));
        if found.is_none() {
            self.findings.add(WorkbookError::UnknownParent {
                at,
                id: id.to_owned(),
                sheet: sheet_name(Of::Files),
            });
        }
        found
    }

    fn file_id(&self, file: usize) -> String {
        self.files.get(file).map_or_else(String::new, |(_, _, id, _)| id.clone())
    }

    fn schema_of(&self, file: Option<usize>) -> i64 {
        file.and_then(|file| self.files.get(file)).map_or(2, |(_, schema, ..)| *schema)
    }

    /// Notes an id; the second of two is refused, with the place of the first.
    fn once(&mut self, of: Of, id: &str, at: At) -> bool {
        let key = (of, id.to_owned());
        if let Some(first) = self.first.get(&key) {
            let id = id.rsplit(' ').next().unwrap_or(id).to_owned();
            self.findings.add(WorkbookError::Duplicate { at, first: first.clone(), id });
            return false;
        }
        self.first.insert(key, at);
        true
    }

    /// Refuses filled cells of columns that this kind of row has not.
    fn only(&mut self, table: &Table<'_>, row: u32, shape: &'static [Member], kind: &str, besides: &[&str]) {
        let allowed = self.allowed.entry((shape.as_ptr(), shape.len())).or_insert_with(|| {
            let sheet = Sheet { name: "", parents: &[], members: shape, row: ("", "") };
            sheet.columns().into_iter().map(|column| column.name).collect()
        });
        for (name, column) in &table.columns {
            let is_filled = table.grid.rows.get(&row).is_some_and(|cells| cells.contains_key(column));
            if is_filled && !allowed.contains(name) && !besides.contains(&name.as_str()) {
                let at = table.grid.at(row, *column);
                self.findings.add(WorkbookError::Misplaced { at, kind: kind.to_owned() });
            }
        }
    }

    /// Puts children into their parents, from the inside out.
    fn assemble(&mut self) -> Vec<Part> {
        for extra in std::mem::take(&mut self.extras) {
            if let Some(item) = self.items.get_mut(extra.of) {
                push(&mut item.object, extra.member, extra.object);
            }
        }
        for item in std::mem::take(&mut self.items) {
            if let Some(section) = self.sections.get_mut(item.of) {
                push(&mut section.object, item.member, item.object);
            }
        }
        for child in std::mem::take(&mut self.sections).into_iter().chain(std::mem::take(&mut self.rows)) {
            if let Some((.., root)) = self.files.get_mut(child.of) {
                push(root, child.member, child.object);
            }
        }
        let files = std::mem::take(&mut self.files);
        files.into_iter().map(|(kind, schema, _, root)| Part::of(kind, schema, root)).collect()
    }
}

fn push(parent: &mut Json, member: &str, child: Json) {
    if let Json::Object(members) = parent
        && let Some((_, Json::List(list))) = members.iter_mut().find(|(name, _)| name == member)
    {
        list.push(child);
    }
}

pub(crate) fn sheet_name(of: Of) -> String {
    SHEETS.iter().find(|(found, _)| *found == of).map_or_else(String::new, |(_, sheet)| sheet.name.to_owned())
}
