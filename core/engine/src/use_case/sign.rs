//! Signatures: officers by the key of their device, the party by handwriting.

use super::attach::signature_file;
use crate::edit::{Desk, Seen};
use crate::text::recordable;
use crate::{Engine, EngineError, Watch, view::SignaturesView};
use std::path::PathBuf;
use zhian_domain::answer::AnswerState;
use zhian_domain::evidence::{CaptureMethod, EvidencePurpose};
use zhian_domain::id::{ContentHash, EvidenceHash, ItemId, VisitId};
use zhian_domain::person::PersonRole;
use zhian_domain::signature::{OfficerSignature, PartySignature};
use zhian_domain::visit::VisitContent;
use zhian_draft::Edit;
use zhian_protocol::canonical;

/// The officer of this device signs what the visit holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignRequest {
    /// The visit.
    pub visit: VisitId,
    /// A file with handwriting, where taken.
    pub handwriting: Option<PathBuf>,
}

/// The enterprise's representative signs what the visit holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartySignatureRequest {
    /// The visit.
    pub visit: VisitId,
    /// Name as written in their papers.
    pub name: String,
    /// Their part in the enterprise.
    pub role: PersonRole,
    /// What they said about the record.
    pub opinion: String,
    /// A file with the handwriting.
    pub handwriting: PathBuf,
}

impl Engine {
    /// The officer of this device signs.
    ///
    /// Errors: `engine.unsettled` while answers differ, `engine.typed-text` while typed text is not recorded,
    /// `signer.*`, and those of an edit.
    pub fn sign(&self, request: &SignRequest) -> Result<SignaturesView, EngineError> {
        let visit = &request.visit;
        self.check_text_is_recorded(visit)?;
        let seen = match &request.handwriting {
            None => self.edit(visit, |desk| Ok(vec![self.officer_signature(desk, None)?]), |_| Ok(()))?,
            Some(source) => {
                self.check_may_be_signed(visit)?;
                let captured = self.capture(source, None, &Watch::quiet())?;
                let file =
                    signature_file(*visit, source.clone(), EvidencePurpose::Signature, CaptureMethod::Scan);
                let cite = |desk: &Desk<'_>, evidence: &zhian_domain::evidence::Evidence| {
                    Ok(((), vec![self.officer_signature(desk, Some(evidence.hash))?]))
                };
                self.attach_captured(visit, &captured, &file, cite)?.0
            }
        };
        self.signatures_of(&seen)
    }

    /// Takes the party's signature.
    ///
    /// Errors: `engine.empty` without a name, and as [`Engine::sign`].
    pub fn take_party_signature(
        &self,
        request: &PartySignatureRequest,
    ) -> Result<SignaturesView, EngineError> {
        recordable("the name of the person who signs", &request.name)?;
        recordable("the opinion of the person who signs", &request.opinion)?;
        if request.name.trim().is_empty() {
            return Err(EngineError::Empty { what: "the name of the person who signs" });
        }
        let visit = &request.visit;
        self.check_text_is_recorded(visit)?;
        self.check_may_be_signed(visit)?;
        let captured = self.capture(&request.handwriting, None, &Watch::quiet())?;
        let source = request.handwriting.clone();
        let file = signature_file(*visit, source, EvidencePurpose::Signature, CaptureMethod::Scan);
        let (seen, ()) = self.attach_captured(visit, &captured, &file, |desk, evidence| {
            let signature = PartySignature {
                name: request.name.clone(),
                role: request.role,
                opinion: request.opinion.clone(),
                over: signed_digest(desk.content)?,
                taken_by: desk.me.inspector,
                device: desk.me.device,
                at: desk.at,
                handwriting: evidence.hash,
            };
            Ok(((), vec![Edit::SignParty(signature)]))
        })?;
        self.signatures_of(&seen)
    }

    /// Refuses before handwriting or a recording is kept for nothing.
    pub(crate) fn check_may_be_signed(&self, visit: &VisitId) -> Result<(), EngineError> {
        signed_digest(&self.check_may_attach(visit)?.content).map(drop)
    }

    fn officer_signature(
        &self,
        desk: &Desk<'_>,
        handwriting: Option<EvidenceHash>,
    ) -> Result<Edit, EngineError> {
        let over = signed_digest(desk.content)?;
        let message = canonical::officer_message(&desk.row.visit, &over, &desk.me.inspector);
        let signature = self.config.signer.sign(&message)?;
        Ok(Edit::SignOfficer(OfficerSignature {
            inspector: desk.me.inspector,
            device: desk.me.device,
            over,
            at: desk.at,
            signature: signature.to_vec(),
            handwriting,
        }))
    }

    pub(crate) fn signatures_of(&self, seen: &Seen) -> Result<SignaturesView, EngineError> {
        Ok(self.scene(seen)?.signatures())
    }

    /// Typed text that is not recorded would be missing from what is signed. Errors: `engine.typed-text`.
    pub(crate) fn check_text_is_recorded(&self, visit: &VisitId) -> Result<(), EngineError> {
        let typed = self.store.draft_texts(visit)?;
        let of_item = |field: &str| field.strip_prefix("note/").and_then(|item| ItemId::new(item).ok());
        let items: Vec<ItemId> = typed.iter().filter_map(|(field, _)| of_item(field)).collect();
        if items.is_empty() { Ok(()) } else { Err(EngineError::TypedText { items }) }
    }
}

/// The digest that signatures of this content cover. Errors: `engine.unsettled`.
pub(crate) fn signed_digest(content: &VisitContent) -> Result<ContentHash, EngineError> {
    let differing = |state: &AnswerState| matches!(state, AnswerState::Differing(_));
    let items: Vec<ItemId> =
        content.answers.iter().filter(|(_, state)| differing(state)).map(|(item, _)| item.clone()).collect();
    if !items.is_empty() {
        return Err(EngineError::Unsettled { items });
    }
    Ok(canonical::content_digest(content)?)
}
