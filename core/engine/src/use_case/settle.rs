//! People settle answers that differ.

use super::answer::check_value;
use crate::{Engine, EngineError, view::ItemView};
use zhian_domain::answer::{AnswerState, AnswerValue};
use zhian_domain::id::{ItemId, VisitId};
use zhian_draft::Edit;

/// What the officers agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettleRequest {
    /// The visit.
    pub visit: VisitId,
    /// The item.
    pub item: ItemId,
    /// The answer they agreed on. Every answer it replaces stays in the record.
    pub value: AnswerValue,
}

impl Engine {
    /// Settles differing answers to one item.
    ///
    /// Errors: `engine.nothing-to-settle` if they do not differ here, else as [`Engine::answer`].
    pub fn settle(&self, request: &SettleRequest) -> Result<ItemView, EngineError> {
        let SettleRequest { visit, item, value } = request;
        let seen = self.edit(
            visit,
            |desk| {
                check_value(desk.checklist, item, value)?;
                if !matches!(desk.content.answers.get(item), Some(AnswerState::Differing(_))) {
                    return Err(EngineError::NothingToSettle { item: item.clone() });
                }
                Ok(vec![Edit::Answer { item: item.clone(), value: value.clone(), at: desk.at, settle: true }])
            },
            |_| Ok(()),
        )?;
        self.scene(&seen)?.item(item)
    }
}
