//! An answer as a screen gives it: fields as text, read by what the item asks for.

use super::answer::AnswerRequest;
use super::settle::SettleRequest;
use crate::{Engine, EngineError, view::ItemView};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::str::FromStr;
use zhian_domain::answer::{AnswerValue, Conformity, FieldValue};
use zhian_domain::checklist::{Field, FieldKind, Item};
use zhian_domain::id::{ItemId, VisitId};

/// The whole answer to one item, as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedAnswer {
    /// The visit.
    pub visit: VisitId,
    /// The item.
    pub item: ItemId,
    /// The judgement, where one was chosen.
    pub conformity: Option<Conformity>,
    /// Fields by id, each as text: a number `12.5`, a day `2026-11-21`, the code of a choice. An empty text is no entry.
    pub fields: Vec<(String, String)>,
}

impl Engine {
    /// Saves one answer as it was entered. Errors: as [`Engine::answer`]; `engine.bad-answer` names the field.
    pub fn answer_typed(&self, typed: &TypedAnswer) -> Result<ItemView, EngineError> {
        let (visit, item) = (typed.visit, typed.item.clone());
        self.answer(&AnswerRequest { visit, item, value: self.value_of(typed)? })
    }

    /// Settles differing answers with what the officers agreed on. Errors: as [`Engine::settle`] and
    /// [`Engine::answer_typed`].
    pub fn settle_typed(&self, typed: &TypedAnswer) -> Result<ItemView, EngineError> {
        let (visit, item) = (typed.visit, typed.item.clone());
        self.settle(&SettleRequest { visit, item, value: self.value_of(typed)? })
    }

    fn value_of(&self, typed: &TypedAnswer) -> Result<AnswerValue, EngineError> {
        let seen = self.see(&typed.visit)?;
        let item = seen.checklist.item(&typed.item);
        let item = item.ok_or_else(|| EngineError::UnknownItem { item: typed.item.clone() })?;
        read(item, typed)
    }
}

fn read(item: &Item, typed: &TypedAnswer) -> Result<AnswerValue, EngineError> {
    let bad = |field: &str, why: &str| EngineError::BadAnswer {
        item: item.id.clone(),
        detail: format!("field {field}: {why}"),
    };
    let mut fields = BTreeMap::new();
    for (id, text) in typed.fields.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let field = item.fields.iter().find(|field| field.id == *id);
        let field = field.ok_or_else(|| bad(id, "the item has no such field"))?;
        let value =
            field_value(field, text).ok_or_else(|| bad(id, "it cannot be read as what is asked for"))?;
        if fields.insert(id.clone(), value).is_some() {
            return Err(bad(id, "it is given twice"));
        }
    }
    Ok(AnswerValue { conformity: typed.conformity, fields })
}

/// What a text means for a field; `None` if nothing. Bounds are checked with the answer.
fn field_value(field: &Field, text: &str) -> Option<FieldValue> {
    match &field.kind {
        FieldKind::Number { .. } => Decimal::from_str(text.trim()).ok().map(FieldValue::Number),
        FieldKind::Text => Some(FieldValue::Text(text.to_owned())),
        // A number that fails its check is kept as typed, so that the answer can say so.
        FieldKind::Identifier(check) => {
            Some(FieldValue::Text(check.stored(text).unwrap_or_else(|| text.trim().to_owned())))
        }
        FieldKind::Period { .. } => Some(FieldValue::Text(text.trim().to_owned())),
        FieldKind::Date => text.trim().parse().ok().map(FieldValue::Date),
        FieldKind::Choice { .. } => Some(FieldValue::Choice(text.trim().to_owned())),
        FieldKind::Percent { .. } | FieldKind::Document | FieldKind::Computed { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zhian_domain::checklist::Bilingual;

    fn field(kind: FieldKind) -> Field {
        let label = Bilingual { zh: String::new(), en: String::new() };
        Field { id: "a".to_owned(), label, kind, required: false, unit: None, constraint: None }
    }

    #[test]
    fn texts_are_read_by_what_the_field_asks_for() {
        let number = field(FieldKind::Number { min: None, max: None });
        assert_eq!(field_value(&number, " 12.50 "), Some(FieldValue::Number(Decimal::new(1250, 2))));
        assert_eq!(field_value(&number, "twelve"), None);
        assert_eq!(field_value(&field(FieldKind::Date), "2026-02-30"), None);
        assert!(matches!(field_value(&field(FieldKind::Date), "2026-11-21"), Some(FieldValue::Date(_))));
        assert_eq!(field_value(&field(FieldKind::Document), "anything"), None);
        let kept = Some(FieldValue::Text(" 原文 ".to_owned()));
        assert_eq!(field_value(&field(FieldKind::Text), " 原文 "), kept);
    }
}
