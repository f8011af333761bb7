//! The party does not sign: reason, recording, witness.

use super::attach::signature_file;
use super::sign::signed_digest;
use crate::text::recordable;
use crate::{Engine, EngineError, Watch, view::SignaturesView};
use std::path::PathBuf;
use zhian_domain::evidence::{CaptureMethod, EvidencePurpose};
use zhian_domain::id::VisitId;
use zhian_domain::signature::{RefusalKind, SignatureRefusal, Witness};
use zhian_draft::Edit;

/// A refusal to sign what the visit holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefuseRequest {
    /// The visit.
    pub visit: VisitId,
    /// What kind.
    pub kind: RefusalKind,
    /// Who should have signed, as far as known.
    pub name: String,
    /// The reason, in the officer's words.
    pub reason: String,
    /// A file with the recording.
    pub recording: PathBuf,
    /// How it was recorded: audio or video.
    pub method: CaptureMethod,
    /// A witness.
    pub witness: Option<Witness>,
}

impl Engine {
    /// Notes a refusal.
    ///
    /// Errors: `engine.empty` without a reason or with a nameless witness, `engine.not-a-recording` for a picture,
    /// and as [`Engine::sign`].
    pub fn refuse(&self, request: &RefuseRequest) -> Result<SignaturesView, EngineError> {
        recordable("the reason why the party does not sign", &request.reason)?;
        recordable("the name of the person who does not sign", &request.name)?;
        if let Some(witness) = &request.witness {
            recordable("the name of the witness", &witness.name)?;
            recordable("where the witness belongs", &witness.affiliation)?;
        }
        if request.reason.trim().is_empty() {
            return Err(EngineError::Empty { what: "the reason why the party does not sign" });
        }
        if request.witness.as_ref().is_some_and(|witness| witness.name.trim().is_empty()) {
            return Err(EngineError::Empty { what: "the name of the witness" });
        }
        // A refusal is recorded by sound or film; a picture does not show it.
        if !matches!(request.method, CaptureMethod::Audio | CaptureMethod::Video) {
            return Err(EngineError::NotARecording);
        }
        let visit = &request.visit;
        self.check_text_is_recorded(visit)?;
        self.check_may_be_signed(visit)?;
        let captured = self.capture(&request.recording, None, &Watch::quiet())?;
        let file =
            signature_file(*visit, request.recording.clone(), EvidencePurpose::Refusal, request.method);
        let (seen, ()) = self.attach_captured(visit, &captured, &file, |desk, evidence| {
            let refusal = SignatureRefusal {
                kind: request.kind,
                name: request.name.clone(),
                reason: request.reason.clone(),
                recording: evidence.hash,
                witness: request.witness.clone(),
                over: signed_digest(desk.content)?,
                noted_by: desk.me.inspector,
                device: desk.me.device,
                at: desk.at,
            };
            Ok(((), vec![Edit::Refuse(refusal)]))
        })?;
        self.signatures_of(&seen)
    }
}
