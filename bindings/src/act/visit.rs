//! Acts on a visit that is being filled.

use crate::engine::Engine;
use crate::error::ZhianError;
use crate::request::{AnswerInput, CheckInInput, FindingInput};
use crate::view::{self, FindingView, ItemView, VisitView};
use zhian_domain::id::ItemId;
use zhian_engine::NoteRequest;

#[uniffi::export]
impl Engine {
    /// Checks the officer of this device in, and begins the visit if nobody has here.
    ///
    /// Errors: `engine.rights-not-told`, `engine.unknown-task`, `engine.not-on-task`, `engine.unknown-checklist`,
    /// `engine.task-withdrawn`, `engine.already-checked-in`, `engine.visit-sealed`, `engine.bad-position`.
    pub fn check_in(&self, input: CheckInInput) -> Result<VisitView, ZhianError> {
        self.call(|engine, reader| Ok(view::visit(reader, &engine.check_in(&input.try_into()?)?)))
    }

    /// Saves one whole answer. Returns the item as its screen shows it.
    ///
    /// Errors: `engine.bad-answer` names the field, `engine.bad-text`, `engine.unknown-item`, `engine.unknown-visit`,
    /// `engine.not-checked-in`, `engine.visit-sealed`; `draft.unsettled` while answers differ: settle them.
    pub fn answer(&self, input: AnswerInput) -> Result<ItemView, ZhianError> {
        self.call(|engine, reader| Ok(view::item(reader, &engine.answer_typed(&input.try_into()?)?)))
    }

    /// Settles differing answers with what the officers agreed on. Every answer it replaces stays in the record.
    ///
    /// Errors: `engine.nothing-to-settle` if they do not differ here, else as [`Self::answer`].
    pub fn settle(&self, input: AnswerInput) -> Result<ItemView, ZhianError> {
        self.call(|engine, reader| Ok(view::item(reader, &engine.settle_typed(&input.try_into()?)?)))
    }

    /// Moves this officer's work to the version that the task names, and goes on there. Returns the visit on that version.
    ///
    /// Errors: `engine.no-newer-version`, `engine.moved-on`, `engine.not-checked-in`, `engine.not-on-task`,
    /// `engine.task-withdrawn`, `engine.typed-text`, `engine.unknown-checklist`, `engine.visit-sealed`.
    pub fn move_to_newer(&self, visit: String) -> Result<VisitView, ZhianError> {
        self.call(|engine, reader| Ok(view::visit(reader, &engine.move_to_newer(&visit.parse()?)?)))
    }

    /// Saves what is typed so far as a note; kept on this device until it is recorded. Call it with every pause.
    ///
    /// Errors: `draft.too-long`, `engine.bad-text`, `engine.unknown-item`, `engine.visit-sealed`; what was typed before
    /// stays.
    pub fn type_note(&self, visit: String, item: String, text: String) -> Result<(), ZhianError> {
        self.call(|engine, _| {
            engine.type_note(&NoteRequest { visit: visit.parse()?, item: ItemId::new(&item)?, text })
        })
    }

    /// Records what was typed as the note, when the officer leaves the field. Without typed text nothing changes.
    ///
    /// Errors: `draft.too-long`, `engine.unknown-item`, `engine.not-checked-in`, `engine.visit-sealed`; what was typed
    /// stays.
    pub fn commit_note(&self, visit: String, item: String) -> Result<ItemView, ZhianError> {
        self.call(|engine, reader| {
            Ok(view::item(reader, &engine.commit_note(&visit.parse()?, &ItemId::new(&item)?)?))
        })
    }

    /// Records a whole note at once. What a colleague writes at the same time is merged. Errors: as
    /// [`Self::commit_note`], and `engine.bad-text`.
    pub fn note(&self, visit: String, item: String, text: String) -> Result<ItemView, ZhianError> {
        self.call(|engine, reader| {
            let request = NoteRequest { visit: visit.parse()?, item: ItemId::new(&item)?, text };
            Ok(view::item(reader, &engine.note(&request)?))
        })
    }

    /// Opens a finding.
    ///
    /// Errors: `engine.empty` without a text, `engine.bad-text`, `draft.too-long`, `engine.unknown-item`,
    /// `engine.unknown-evidence`, `engine.not-checked-in`, `engine.visit-sealed`.
    pub fn open_finding(&self, input: FindingInput) -> Result<FindingView, ZhianError> {
        self.call(|engine, reader| Ok(view::finding(reader, &engine.open_finding(&input.try_into()?)?)))
    }

    /// Replaces the text of a finding. Errors: `engine.unknown-finding`, and as [`Self::open_finding`].
    pub fn revise_finding(
        &self,
        visit: String,
        finding: String,
        text: String,
    ) -> Result<FindingView, ZhianError> {
        self.call(|engine, reader| {
            let revised = engine.revise_finding(&visit.parse()?, &finding.parse()?, &text)?;
            Ok(view::finding(reader, &revised))
        })
    }

    /// Takes a finding back. It stays in the record.
    ///
    /// Errors: `engine.unknown-finding`, `draft.not-the-author` if a colleague made it.
    pub fn withdraw_finding(&self, visit: String, finding: String) -> Result<FindingView, ZhianError> {
        self.call(|engine, reader| {
            let withdrawn = engine.withdraw_finding(&visit.parse()?, &finding.parse()?)?;
            Ok(view::finding(reader, &withdrawn))
        })
    }

    /// Notes that evidence supports a finding. Errors: `engine.unknown-finding`, `engine.unknown-evidence`.
    pub fn link_evidence(
        &self,
        visit: String,
        finding: String,
        hash: String,
    ) -> Result<FindingView, ZhianError> {
        self.call(|engine, reader| {
            let linked = engine.link_evidence(&visit.parse()?, &finding.parse()?, &hash.parse()?)?;
            Ok(view::finding(reader, &linked))
        })
    }
}
