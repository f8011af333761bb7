//! From the cells of a row to members.

use crate::codes::{self, Codes};
use crate::error::WorkbookError;
use crate::findings::Findings;
use crate::grid::{Cell, Grid};
use crate::json::Json;
use crate::part;
use crate::place::At;
use crate::remark::Remark;
use crate::shape::{Absent, COMPUTED, ENTERED, Kind, Member};
use crate::text;
use std::collections::BTreeMap;

/// One row while it is read. A method that returns `None` has told what is wrong.
pub(crate) struct RowReader<'a> {
    pub grid: &'a Grid,
    pub row: u32,
    /// Columns by technical name.
    pub columns: &'a BTreeMap<String, u32>,
    pub findings: &'a mut Findings,
}

impl RowReader<'_> {
    pub(crate) fn at(&self, name: &str) -> At {
        self.grid.at(self.row, self.columns.get(name).copied().unwrap_or(1))
    }

    fn cell(&self, name: &str) -> Option<&Cell> {
        self.grid.rows.get(&self.row)?.get(self.columns.get(name)?)
    }

    fn fault<T>(&mut self, error: WorkbookError) -> Option<T> {
        self.findings.add(error);
        None
    }

    fn missing<T>(&mut self, name: &str, zh: &str) -> Option<T> {
        self.fault(WorkbookError::Missing { at: self.at(name), column: zh.to_owned() })
    }

    /// Whether any cell of the member is filled.
    fn is_filled(&self, member: &Member, name: &str) -> bool {
        let any =
            |suffixes: &[&str]| suffixes.iter().any(|suffix| self.cell(&format!("{name}{suffix}")).is_some());
        match member.kind {
            Kind::Both | Kind::Steps => any(&[".zh", ".en"]),
            Kind::Options(_) => any(&[".code", ".zh", ".en"]),
            Kind::Object(members) => self.is_any_filled(members, name),
            Kind::Judgement => {
                any(&[".entered"]) || self.is_any_filled(COMPUTED, &format!("{name}.computed"))
            }
            Kind::Rows(_) => false,
            _ => any(&[""]),
        }
    }

    fn is_any_filled(&self, members: &[Member], name: &str) -> bool {
        members.iter().any(|member| self.is_filled(member, &format!("{name}.{}", member.name)))
    }

    /// Reads an object. Every member is looked at, so that all that is wrong is told.
    pub(crate) fn object(&mut self, members: &[Member], prefix: &str) -> Option<Json> {
        let mut read = Json::Object(Vec::with_capacity(members.len()));
        let mut whole = true;
        for member in members {
            let name = format!("{prefix}{}", member.name);
            let value = if self.is_filled(member, &name) {
                self.value(member, &name).map(Some)
            } else {
                self.nothing(member, &name, &read)
            };
            match value {
                Some(Some(value)) => {
                    if let Json::Object(members) = &mut read {
                        members.push((member.name.to_owned(), value));
                    }
                }
                Some(None) => {}
                None => whole = false,
            }
        }
        whole.then_some(read)
    }

    /// What an unfilled member is: a value, left out (`Some(None)`), or missing.
    fn nothing(&mut self, member: &Member, name: &str, object: &Json) -> Option<Option<Json>> {
        if let Some(value) = part::absent(member, object) {
            return Some(Some(value));
        }
        if member.absent != Absent::Never {
            return Some(None);
        }
        match member.kind {
            Kind::Ids | Kind::Codes(_) | Kind::Steps | Kind::Options(_) => Some(Some(Json::List(Vec::new()))),
            // Each of its members is missed by name.
            Kind::Object(_) | Kind::Both => self.value(member, name).map(Some),
            Kind::Judgement => self.missing(&format!("{name}.entered"), ENTERED.zh),
            _ => self.missing(name, member.zh),
        }
    }

    fn value(&mut self, member: &Member, name: &str) -> Option<Json> {
        match member.kind {
            Kind::Text => self.line(name).map(Json::Text),
            Kind::Id => self.id(name).map(Json::Text),
            Kind::Suggested(codes) => {
                let found = self.line(name)?;
                match codes.read(&found) {
                    Some(code) => Some(Json::text(code)),
                    None => self.checked_id(name, found).map(Json::Text),
                }
            }
            Kind::Code(codes) => self.code(name, codes).map(Json::text),
            Kind::Codes(codes) => {
                let lines = self.lines(name)?;
                let all: Vec<_> = lines.into_iter().map(|line| self.code_of(name, &line, codes)).collect();
                all.into_iter().map(|code| code.map(Json::text)).collect::<Option<_>>().map(Json::List)
            }
            Kind::Ids => self.ids(name).map(Json::texts),
            Kind::Whole => self.whole(name),
            Kind::Exact => self.exact(name, false),
            Kind::ExactOrId => self.exact(name, true),
            Kind::Flag => self.flag(name),
            Kind::Date => self.date(name).map(Json::Text),
            Kind::Both => self.both(member, name),
            Kind::Steps => self.steps(name),
            Kind::Options(text) => self.options(name, text),
            Kind::Object(members) => self.object(members, &format!("{name}.")),
            Kind::Judgement => self.judgement(name),
            Kind::Rows(_) => Some(Json::List(Vec::new())),
        }
    }

    /// The text of a cell, trimmed, without characters that cannot be seen; lines are kept.
    fn text(&mut self, name: &str) -> Option<String> {
        let at = self.at(name);
        let found = match self.cell(name)? {
            Cell::Bad => return None,
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => {
                let found = number.to_string();
                return self.fault(WorkbookError::NumberForText { at, found });
            }
            Cell::Date(..) => {
                return self.fault(WorkbookError::NotText { at, found: "日期 a date".to_owned() });
            }
            Cell::Flag(_) => {
                return self.fault(WorkbookError::NotText { at, found: "TRUE/FALSE".to_owned() });
            }
        };
        let count = found.chars().count();
        if count > text::CELL_CHARS_MAX {
            let limit = text::CELL_CHARS_MAX;
            return self.fault(WorkbookError::TooLong { at, found: count, limit });
        }
        let unified = found.replace("\r\n", "\n").replace('\r', "\n");
        let trimmed = unified.split('\n').map(str::trim).collect::<Vec<_>>().join("\n");
        let trimmed = trimmed.trim().to_owned();
        if trimmed != found {
            self.findings.remarks.push(Remark::Trimmed { at: at.clone() });
        }
        let bad = trimmed.chars().position(|letter| letter != '\n' && text::is_invisible(letter));
        match bad {
            Some(index) => self.fault(WorkbookError::Invisible { at, position: index + 1 }),
            None => Some(trimmed),
        }
    }

    fn line(&mut self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        if text.contains('\n') {
            self.fault(WorkbookError::LineBreak { at: self.at(name) })
        } else {
            Some(text)
        }
    }

    /// An id that is needed, as parents are.
    pub(crate) fn needed_id(&mut self, name: &str, zh: &str) -> Option<String> {
        if self.cell(name).is_none() {
            return self.missing(name, zh);
        }
        self.id(name)
    }

    fn id(&mut self, name: &str) -> Option<String> {
        let found = self.line(name)?;
        self.checked_id(name, found)
    }

    fn checked_id(&mut self, name: &str, found: String) -> Option<String> {
        match text::half_width(&found) {
            Some(instead) => self.fault(WorkbookError::FullWidth { at: self.at(name), found, instead }),
            None => Some(found),
        }
    }

    pub(crate) fn code(&mut self, name: &str, codes: &'static Codes) -> Option<&'static str> {
        let found = self.line(name)?;
        self.code_of(name, &found, codes)
    }

    fn code_of(&mut self, name: &str, found: &str, codes: &'static Codes) -> Option<&'static str> {
        if let Some(code) = codes.read(found) {
            return Some(code);
        }
        let at = self.at(name);
        // The Chinese names have full-width brackets: only what would be right in half width is told so.
        if let Some(instead) = text::half_width(found)
            && codes.read(&instead).is_some()
        {
            return self.fault(WorkbookError::FullWidth { at, found: found.to_owned(), instead });
        }
        self.fault(WorkbookError::UnknownCode { at, found: found.to_owned(), expected: codes.listed() })
    }

    /// The lines of a cell; none of a blank one.
    fn lines(&mut self, name: &str) -> Option<Vec<String>> {
        if self.cell(name).is_none() {
            return Some(Vec::new());
        }
        let text = self.text(name)?;
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        match lines.iter().position(String::is_empty) {
            Some(index) => self.fault(WorkbookError::BlankLine { at: self.at(name), line: index + 1 }),
            None => Some(lines),
        }
    }

    fn ids(&mut self, name: &str) -> Option<Vec<String>> {
        let lines = self.lines(name)?;
        let all: Vec<_> = lines.into_iter().map(|line| self.checked_id(name, line)).collect();
        all.into_iter().collect()
    }

    fn number(&mut self, name: &str) -> Option<String> {
        let at = self.at(name);
        match self.cell(name)? {
            Cell::Bad => None,
            Cell::Number(number) => {
                let number = *number;
                match text::decimal(number) {
                    Some(text) => Some(text),
                    None => self.fault(WorkbookError::NotExact { at, found: number.to_string() }),
                }
            }
            Cell::Text(_) => {
                let found = self.id(name)?;
                if text::is_decimal(&found) {
                    // Only what a number cell would have held is worth a remark; a fraction is text on purpose.
                    if matches!(text::exact(&found), Json::Whole(_)) {
                        self.findings.remarks.push(Remark::TextAsNumber { at, found: found.clone() });
                    }
                    return Some(found);
                }
                self.fault(WorkbookError::NotNumber { at, found })
            }
            Cell::Date(number, _) => {
                let found = number.to_string();
                self.fault(WorkbookError::NotNumber { at, found })
            }
            Cell::Flag(flag) => {
                let found = flag.to_string();
                self.fault(WorkbookError::NotNumber { at, found })
            }
        }
    }

    fn whole(&mut self, name: &str) -> Option<Json> {
        let found = self.number(name)?;
        match text::exact(&found) {
            Json::Whole(number) if number >= 0 => Some(Json::Whole(number)),
            _ => self.fault(WorkbookError::NotWhole { at: self.at(name), found }),
        }
    }

    fn exact(&mut self, name: &str, or_id: bool) -> Option<Json> {
        if or_id
            && let Some(Cell::Text(found)) = self.cell(name)
            && !text::is_decimal(found.trim())
        {
            return self.id(name).map(Json::Text);
        }
        self.number(name).map(|found| text::exact(&found))
    }

    fn flag(&mut self, name: &str) -> Option<Json> {
        if let Some(Cell::Flag(flag)) = self.cell(name) {
            return Some(Json::Flag(*flag));
        }
        self.code(name, &codes::FLAG).map(|code| Json::Flag(code == "yes"))
    }

    fn date(&mut self, name: &str) -> Option<String> {
        let at = self.at(name);
        match self.cell(name)? {
            Cell::Date(serial, since_1904) => {
                let found = serial.to_string();
                match text::day_of_serial(*serial, *since_1904) {
                    Some(day) => {
                        self.findings.remarks.push(Remark::SerialAsDay { at, day: day.clone() });
                        Some(day)
                    }
                    None => self.fault(WorkbookError::NotDate { at, found }),
                }
            }
            Cell::Number(number) => {
                let found = number.to_string();
                match text::day_of_serial(*number, false) {
                    Some(day) => self.fault(WorkbookError::SerialDate { at, found, day }),
                    None => self.fault(WorkbookError::NotDate { at, found }),
                }
            }
            _ => {
                let found = self.id(name)?;
                if text::is_day(&found) {
                    Some(found)
                } else {
                    self.fault(WorkbookError::NotDate { at, found })
                }
            }
        }
    }

    fn both(&mut self, member: &Member, name: &str) -> Option<Json> {
        let mut half = |language: &str, zh: &str| {
            let name = format!("{name}.{language}");
            if self.cell(&name).is_none() {
                return self.missing(&name, &format!("{}（{zh}）", member.zh));
            }
            self.line(&name)
        };
        let (zh, en) = (half("zh", "中文"), half("en", "英文"));
        Some(Json::both(zh?, en?))
    }

    fn steps(&mut self, name: &str) -> Option<Json> {
        let english = format!("{name}.en");
        let (zh, en) = (self.lines(&format!("{name}.zh")), self.lines(&english));
        let (zh, en) = (zh?, en?);
        self.same_length(&english, en.len(), zh.len())?;
        Some(Json::List(zh.into_iter().zip(en).map(|(zh, en)| Json::both(zh, en)).collect()))
    }

    fn options(&mut self, name: &str, text: &str) -> Option<Json> {
        let (chinese, english) = (format!("{name}.zh"), format!("{name}.en"));
        let codes = self.ids(&format!("{name}.code"));
        let (zh, en) = (self.lines(&chinese), self.lines(&english));
        let (codes, zh, en) = (codes?, zh?, en?);
        let first = self.same_length(&chinese, zh.len(), codes.len());
        let second = self.same_length(&english, en.len(), codes.len());
        first.and(second)?;
        let all = codes.into_iter().zip(zh.into_iter().zip(en));
        let all = all
            .map(|(code, (zh, en))| Json::object([("code", Json::Text(code)), (text, Json::both(zh, en))]));
        Some(Json::List(all.collect()))
    }

    fn same_length(&mut self, name: &str, found: usize, needed: usize) -> Option<()> {
        if found == needed {
            return Some(());
        }
        self.fault(WorkbookError::LinesDiffer { at: self.at(name), found, needed })
    }

    fn judgement(&mut self, name: &str) -> Option<Json> {
        let entered = format!("{name}.entered");
        let (prefix, has_entered) = (format!("{name}.computed"), self.cell(&entered).is_some());
        match (has_entered, self.is_any_filled(COMPUTED, &prefix)) {
            (true, true) => self.fault(WorkbookError::TwoJudgements { at: self.at(&entered) }),
            (true, false) => self.object(std::slice::from_ref(&ENTERED), &format!("{name}.")),
            _ => {
                let computed = self.object(COMPUTED, &format!("{prefix}."))?;
                Some(Json::object([("computed", computed)]))
            }
        }
    }
}
