//! Items and their fields.

use super::build::{Building, Item};
use super::cel::{self, Question, Readable, Scope, Type};
use super::left::{Because, LeftOver};
use super::survey::{Choice, Row, Said, Words};
use super::xpath::{self, Tree};
use crate::codes::JUDGEMENT;
use crate::json::Json;
use std::collections::BTreeMap;

/// Most steps of an item, as the reader of checklists counts them.
const STEPS_MAX: usize = 8;

impl Building<'_> {
    pub(super) fn item(&mut self, item: &Item) -> Json {
        let rows: Vec<Row> = item.rows.iter().filter_map(|index| self.rows.get(*index)).cloned().collect();
        // A calculation has no words of its own: the item is called after the first question that people are asked.
        let named = rows.iter().find(|row| row.kind != "calculate").or(rows.first()).cloned();
        let Some(first) = named else { return Json::Null };
        let Some(question) = self.questions.get(&first.name).cloned() else { return Json::Null };
        let mut fields = Vec::new();
        for row in &rows {
            // The words of the first are those of the item, told below.
            if row.name != first.name && row.kind != "calculate" {
                self.untranslated(&row.at, &row.label);
            }
            fields.extend(self.fields(row));
        }
        let judgement = match &question.readable {
            Readable::Judgement(codes) => Json::texts(
                JUDGEMENT
                    .all
                    .iter()
                    .map(|code| code.code)
                    .filter(|code| codes.values().any(|known| known == code)),
            ),
            _ => Json::texts(["meets", "does-not-meet", "not-applicable"]),
        };
        let photo = rows.iter().find(|row| row.kind == "image");
        let demanded = photo.is_some_and(|row| row.required);
        let evidence = Json::object([
            ("when", Json::text(if demanded { "always" } else { "never" })),
            ("method", Json::text("photo")),
            ("count", Json::Whole(i64::from(demanded))),
        ]);
        self.untranslated(&first.at, &first.label);
        let when = self.condition(&first.relevant);
        let note = item
            .notes
            .first()
            .and_then(|note| self.rows.get(*note))
            .map(|row| (row.at.clone(), row.label.clone()));
        for extra in item.notes.iter().skip(1) {
            self.lost_note(*extra);
        }
        if let Some((at, words)) = &note {
            self.untranslated(at, words);
        }
        Json::object([
            ("id", Json::text(question.item)),
            ("ask", Json::both(first.label.zh.clone(), first.label.en.clone())),
            ("how", Json::List(self.how(&rows))),
            ("basis", Json::texts(self.defaults.basis.clone())),
            ("judgement", Json::object([("entered", judgement)])),
            ("fields", Json::List(fields)),
            ("limits", Json::List(Vec::new())),
            ("evidence", evidence),
            ("severity", Json::text(self.defaults.severity.clone())),
            ("consequences", Json::texts(self.defaults.consequences.clone())),
            ("media", Json::List(Vec::new())),
            ("when", when.map_or(Json::Null, Json::Text)),
            ("note", note.map_or(Json::Null, |(_, words)| Json::both(words.zh, words.en))),
        ])
    }

    fn how(&mut self, rows: &[Row]) -> Vec<Json> {
        let hinted: Vec<&Row> = rows.iter().filter(|row| row.hint != Words::default()).collect();
        let mut steps = Vec::new();
        for (index, row) in hinted.into_iter().enumerate() {
            if index >= STEPS_MAX {
                self.left(LeftOver::Hint { at: row.at.clone() });
                continue;
            }
            self.untranslated(&row.at, &row.hint);
            steps.push(Json::both(row.hint.zh.clone(), row.hint.en.clone()));
        }
        if steps.is_empty() {
            let is_photo = rows.iter().any(|row| row.kind == "image");
            steps.push(match is_photo {
                true => Json::both("现场拍照留存。", "Take a photograph on site."),
                false => Json::both(
                    "现场询问、核对后如实填写。",
                    "Ask and check on site, then enter what was found.",
                ),
            });
        }
        steps
    }

    /// The condition: every part that can be carried over, joined.
    fn condition(&mut self, relevant: &[Said]) -> Option<String> {
        let mut parts = Vec::new();
        for said in relevant {
            parts.extend(self.expression(said, None, None, Type::Bool));
        }
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" && ")),
        }
    }

    fn expression(
        &mut self,
        said: &Said,
        own: Option<&str>,
        subject: Option<&Question>,
        needed: Type,
    ) -> Option<String> {
        let scope = Scope { questions: &self.questions, own, subject };
        let translated = match xpath::parse(&said.text) {
            Ok(tree) if own.is_some() && subject.is_none() && !reads_values(&tree) => Err(Because::Unknown),
            Ok(tree) => cel::translate(&tree, &scope, needed),
            Err(_) => Err(Because::Syntax),
        };
        match translated {
            Ok(cel) => Some(cel),
            Err(because) => {
                let (at, found) = (said.at.clone(), said.text.clone());
                self.left(LeftOver::Expression { at, found, because });
                None
            }
        }
    }

    fn fields(&mut self, row: &Row) -> Vec<Json> {
        let Some(question) = self.questions.get(&row.name).cloned() else { return Vec::new() };
        let mut label = row.label.clone();
        if row.kind == "calculate" && label == Words::default() {
            // What is computed is seldom labelled in forms: its name is the best there is.
            label.en.clone_from(&row.name);
        }
        let subject = (row.kind != "select_multiple").then_some(&question);
        let constraint = match (&row.constraint, &question.readable) {
            (None, _) => None,
            (Some(said), Readable::Judgement(_) | Readable::Nothing) => {
                let (at, found) = (said.at.clone(), said.text.clone());
                self.left(LeftOver::Expression { at, found, because: Because::Unreadable });
                None
            }
            (Some(said), readable) if row.kind == "calculate" || matches!(readable, Readable::Several(_)) => {
                let (at, found) = (said.at.clone(), said.text.clone());
                self.left(LeftOver::Expression { at, found, because: Because::NoPlace });
                None
            }
            (Some(said), _) => {
                self.expression(said, Some(&question.item), subject.or(Some(&question)), Type::Bool)
            }
        };
        let kind = match &question.readable {
            Readable::Judgement(_) | Readable::Nothing => return Vec::new(),
            Readable::Several(fields) => return self.several(row, fields),
            Readable::Choice(codes) => return vec![self.choice(row, &question, codes, constraint)],
            Readable::Date => "date",
            Readable::Text => "text",
            Readable::Number => "number",
        };
        if row.kind == "calculate" {
            let Some(said) = &row.calculation else { return Vec::new() };
            let Some(value) = self.expression(said, Some(&question.item), None, Type::Number) else {
                return Vec::new();
            };
            self.untranslated(&row.at, &label);
            return vec![field(
                &question.field,
                &label,
                "computed",
                false,
                vec![("value", Json::Text(value))],
                None,
            )];
        }
        let more = if kind == "number" { vec![("unit", Json::Null)] } else { Vec::new() };
        vec![field(&question.field, &label, kind, row.required, more, constraint)]
    }

    fn choice(
        &mut self,
        row: &Row,
        question: &Question,
        codes: &BTreeMap<String, String>,
        constraint: Option<String>,
    ) -> Json {
        let mut options = Vec::new();
        for choice in self.choices_of(row) {
            self.untranslated(&choice.at, &choice.label);
            let code = codes.get(&choice.name).cloned().unwrap_or_default();
            let label = Json::both(choice.label.zh, choice.label.en);
            options.push(Json::object([("code", Json::Text(code)), ("label", label)]));
        }
        field(
            &question.field,
            &row.label,
            "choice",
            row.required,
            vec![("options", Json::List(options))],
            constraint,
        )
    }

    fn several(&mut self, row: &Row, fields: &BTreeMap<String, String>) -> Vec<Json> {
        let mut all = Vec::new();
        for choice in self.choices_of(row) {
            self.untranslated(&choice.at, &choice.label);
            let id = fields.get(&choice.name).cloned().unwrap_or_default();
            let options = [("yes", "是", "Yes"), ("no", "否", "No")].map(|(code, zh, en)| {
                Json::object([("code", Json::text(code)), ("label", Json::both(zh, en))])
            });
            all.push(field(
                &id,
                &choice.label,
                "choice",
                row.required,
                vec![("options", Json::List(options.into()))],
                None,
            ));
        }
        all
    }

    fn choices_of(&self, row: &Row) -> Vec<Choice> {
        let list = row.list.split_whitespace().next().unwrap_or_default();
        self.survey.lists.get(list).cloned().unwrap_or_default()
    }
}

/// Whether a calculation reads anything: one that does not is no value of this visit.
fn reads_values(tree: &Tree) -> bool {
    !tree.references().is_empty()
        || matches!(tree, Tree::Call(name, _) if matches!(name.as_str(), "today" | "now"))
}

/// A field in the order of its members.
fn field(
    id: &str,
    label: &Words,
    kind: &str,
    required: bool,
    more: Vec<(&str, Json)>,
    constraint: Option<String>,
) -> Json {
    let mut members = vec![
        ("id".to_owned(), Json::text(id)),
        ("label".to_owned(), Json::both(label.zh.clone(), label.en.clone())),
        ("kind".to_owned(), Json::text(kind)),
    ];
    let (before, after): (Vec<_>, Vec<_>) = more.into_iter().partition(|(name, _)| *name == "unit");
    members.extend(before.into_iter().map(|(name, value)| (name.to_owned(), value)));
    members.push(("required".to_owned(), Json::Flag(required)));
    members.extend(after.into_iter().map(|(name, value)| (name.to_owned(), value)));
    members.push(("constraint".to_owned(), constraint.map_or(Json::Null, Json::Text)));
    Json::Object(members)
}
