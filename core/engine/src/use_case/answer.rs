//! An officer answers an item.

use crate::text::recordable;
use crate::words::offered;
use crate::{Engine, EngineError, view::ItemView};
use zhian_domain::answer::{AnswerValue, FieldValue};
use zhian_domain::checklist::Checklist;
use zhian_domain::completeness::{BadField, FieldProblem, bad_fields};
use zhian_domain::id::{ItemId, VisitId};
use zhian_draft::Edit;

/// The whole answer to one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRequest {
    /// The visit.
    pub visit: VisitId,
    /// The item.
    pub item: ItemId,
    /// The whole answer; it replaces the one that stands.
    pub value: AnswerValue,
}

impl Engine {
    /// Saves one answer. Returns the item as the screen shows it; it is durable by then.
    ///
    /// Errors: `engine.bad-answer`, `engine.unknown-item`, `engine.not-checked-in`, `engine.visit-sealed`;
    /// `draft.unsettled` while answers differ: settle them.
    pub fn answer(&self, request: &AnswerRequest) -> Result<ItemView, EngineError> {
        let AnswerRequest { visit, item, value } = request;
        let seen = self.edit(
            visit,
            |desk| {
                check_value(desk.checklist, item, value)?;
                Ok(vec![Edit::Answer {
                    item: item.clone(),
                    value: value.clone(),
                    at: desk.at,
                    settle: false,
                }])
            },
            |_| Ok(()),
        )?;
        self.scene(&seen)?.item(item)
    }
}

/// Whether an item takes this answer. What is merely not finished yet is shown as open, not refused.
pub(crate) fn check_value(
    checklist: &Checklist,
    id: &ItemId,
    value: &AnswerValue,
) -> Result<(), EngineError> {
    let item = checklist.item(id).ok_or_else(|| EngineError::UnknownItem { item: id.clone() })?;
    let bad = |detail: String| EngineError::BadAnswer { item: id.clone(), detail };
    let is_offered = value.conformity.is_none_or(|entered| offered(item).contains(&entered));
    for text in value.fields.values() {
        if let FieldValue::Text(text) = text {
            recordable("the text of a field", text)?;
        }
    }
    if !is_offered {
        return Err(bad("the item does not offer this judgement".to_owned()));
    }
    let refused = |bad: &BadField| match bad.problem {
        FieldProblem::Unknown
        | FieldProblem::WrongKind
        | FieldProblem::OutOfBounds
        | FieldProblem::NotOffered => true,
        // The second of two numbers may still be on its way; a false number on a plate is what was found, and is
        // recorded as it was read. All of them keep the item open, with their code.
        FieldProblem::Impossible
        | FieldProblem::BadIdentifier
        | FieldProblem::BadPeriod
        | FieldProblem::Constraint => false,
    };
    if let Some(field) = bad_fields(item, value).into_iter().find(refused) {
        return Err(bad(format!("field {}: {}", field.field, field.problem.code())));
    }
    super::quiz::check_entered(item, value)
}
