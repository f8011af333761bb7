//! Notes: every keystroke is saved, and recorded when the officer leaves the field.

use crate::text::recordable;
use crate::visit::note_field;
use crate::{Engine, EngineError, view::ItemView};
use zhian_domain::id::{ItemId, VisitId};
use zhian_draft::limits::TEXT_CHARS_MAX;
use zhian_draft::{DraftError, Edit};
use zhian_store::VisitState;

/// A note as it reads now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRequest {
    /// The visit.
    pub visit: VisitId,
    /// The item.
    pub item: ItemId,
    /// The whole text.
    pub text: String,
}

impl Engine {
    /// Saves what is typed so far on this device. Durable, but not part of the draft yet.
    ///
    /// Errors: `engine.unknown-visit`, `engine.unknown-item`, `engine.visit-sealed`, `engine.bad-text`, `draft.too-long`;
    /// what was typed before stays.
    pub fn type_note(&self, request: &NoteRequest) -> Result<(), EngineError> {
        recordable("the note", &request.text)?;
        within_limit(&request.text)?;
        let row = self.visit_row(&request.visit)?;
        if row.state == VisitState::Sealed {
            return Err(EngineError::VisitSealed { visit: request.visit });
        }
        self.check_not_moved(&request.visit)?;
        let held = self.held(&row)?;
        if held.checklist.item(&request.item).is_none() {
            return Err(EngineError::UnknownItem { item: request.item.clone() });
        }
        let (at, field) = (self.now(), note_field(&request.item));
        self.write_visit(&at, &request.visit, |tx| {
            Ok(tx.put_draft_text(&request.visit, &field, &request.text)?)
        })
    }

    /// Records the typed text as the note, when the officer leaves the field. Without typed text nothing changes.
    ///
    /// Errors: as [`Engine::note`]; the typed text stays.
    pub fn commit_note(&self, visit: &VisitId, item: &ItemId) -> Result<ItemView, EngineError> {
        match self.store.draft_text(visit, &note_field(item))? {
            Some(text) => self.note(&NoteRequest { visit: *visit, item: item.clone(), text }),
            None => self.item(visit, item),
        }
    }

    /// Records a whole note at once. What a colleague writes at the same time is merged.
    ///
    /// Errors: `draft.too-long`, `engine.bad-text`, `engine.unknown-item`, `engine.not-checked-in`, `engine.visit-sealed`.
    pub fn note(&self, request: &NoteRequest) -> Result<ItemView, EngineError> {
        let NoteRequest { visit, item, text } = request;
        recordable("the note", text)?;
        let field = note_field(item);
        let seen = self.edit(
            visit,
            |desk| {
                if desk.checklist.item(item).is_none() {
                    return Err(EngineError::UnknownItem { item: item.clone() });
                }
                Ok(vec![Edit::Note { item: item.clone(), text: text.clone(), at: desk.at }])
            },
            |tx| Ok(tx.clear_draft_text(visit, &field)?),
        )?;
        self.scene(&seen)?.item(item)
    }
}

/// What could never be recorded is refused while it is typed.
fn within_limit(text: &str) -> Result<(), EngineError> {
    let found = text.chars().count();
    if found > TEXT_CHARS_MAX {
        let what = "the note".to_owned();
        return Err(DraftError::TooLong { what, found, limit: TEXT_CHARS_MAX }.into());
    }
    Ok(())
}
