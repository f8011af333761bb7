//! Evidence is attached: hashed as it is read, file first, row second.

use crate::drafts::Held;
use crate::edit::{Desk, Seen};
use crate::evidence::{Captured, evidence_row};
use crate::text::recordable;
use crate::{Engine, EngineError, Watch, view::EvidenceView};
use std::path::PathBuf;
use zhian_domain::checklist::Checklist;
use zhian_domain::evidence::{CaptureMethod, Evidence, EvidencePurpose};
use zhian_domain::id::{EvidenceHash, InspectorId, VisitId};
use zhian_domain::place::Position;
use zhian_domain::visit::VisitContent;
use zhian_draft::Edit;
use zhian_store::{FileState, Outbound, VisitState};

/// A file to attach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachRequest {
    /// The visit.
    pub visit: VisitId,
    /// The file as the camera wrote it. It is copied, never changed.
    pub source: PathBuf,
    /// Media type, e.g. `image/jpeg`; `None` to tell it from the first bytes.
    pub media_type: Option<String>,
    /// What it is for: an item or the scene. Handwriting and refusal recordings come with their own use cases.
    pub purpose: EvidencePurpose,
    /// How it was taken.
    pub method: CaptureMethod,
    /// Where, if a fix was known; without one the device is asked.
    pub position: Option<Position>,
    /// The second officer present.
    pub second_officer: Option<InspectorId>,
    /// Whether it is the original.
    pub original: bool,
    /// The file it was made from.
    pub derived_from: Option<EvidenceHash>,
    /// Short text shown under it; empty for what the camera says of time and place.
    pub caption: String,
}

impl Engine {
    /// Attaches a file. Its bytes and its row are durable when this returns.
    ///
    /// The same file again for the same purpose changes nothing.
    /// Errors: `engine.source`, `engine.source-size`, `engine.evidence-elsewhere`, `engine.unknown-item`,
    /// `engine.unknown-evidence`, `engine.cancelled`, `store.disk-full`, `engine.not-checked-in`, `engine.visit-sealed`.
    pub fn attach(&self, request: &AttachRequest, watch: &Watch) -> Result<EvidenceView, EngineError> {
        recordable("the caption", &request.caption)?;
        let held = self.check_may_attach(&request.visit)?;
        check_fits(&held.checklist, &held.content, request)?;
        let request = &AttachRequest { position: self.position(request.position), ..request.clone() };
        let captured = self.capture(&request.source, request.media_type.as_deref(), watch)?;
        let hash = captured.hashes.sha256;
        let (seen, ()) =
            self.attach_captured(&request.visit, &captured, request, |_, _| Ok(((), Vec::new())))?;
        let evidence =
            seen.content.evidence.get(&hash).ok_or(EngineError::UnknownEvidence { evidence: hash })?;
        self.scene(&seen)?.evidence(evidence)
    }

    /// Refuses early, before a large file is copied for nothing.
    pub(crate) fn check_may_attach(&self, visit: &VisitId) -> Result<Held, EngineError> {
        let row = self.visit_row(visit)?;
        if row.state == VisitState::Sealed {
            return Err(EngineError::VisitSealed { visit: *visit });
        }
        self.check_not_moved(visit)?;
        let me = self.me()?;
        let held = self.held(&row)?;
        if held.content.check_ins.iter().any(|one| one.inspector == me.inspector) {
            return Ok(held);
        }
        Err(EngineError::NotCheckedIn { visit: *visit, inspector: me.inspector })
    }

    /// Writes the row of a captured file together with edits that cite it, in one transaction.
    pub(crate) fn attach_captured<T>(
        &self,
        visit: &VisitId,
        captured: &Captured,
        request: &AttachRequest,
        cite: impl FnOnce(&Desk<'_>, &Evidence) -> Result<(T, Vec<Edit>), EngineError>,
    ) -> Result<(Seen, T), EngineError> {
        let hash = captured.hashes.sha256;
        let elsewhere = self.store.evidence(&hash)?.is_some_and(|row| row.visit != *visit);
        if elsewhere {
            return Err(EngineError::EvidenceElsewhere { evidence: hash });
        }
        let device = self.me()?.device;
        let previous = self.store.last_evidence_of(visit, &device)?.map(|row| row.hash);
        let (mut row, mut cited) = (None, None);
        let row_slot = std::cell::RefCell::new(&mut row);
        let seen = self.edit(
            visit,
            |desk| {
                let known = desk.content.evidence.get(&hash);
                let evidence = match known {
                    // One file proves one thing: shown under two items it would be missing under one of them.
                    Some(known) if known.purpose != request.purpose => {
                        return Err(EngineError::EvidenceElsewhere { evidence: hash });
                    }
                    Some(known) => known.clone(),
                    None => evidence_of(desk, captured, request, &self.config.app, previous)?,
                };
                let (value, more) = cite(desk, &evidence)?;
                cited = Some(value);
                **row_slot.borrow_mut() = Some(evidence_row(visit, &evidence, FileState::Here));
                let mut edits = Vec::new();
                if known.is_none() {
                    edits.push(Edit::Evidence(evidence));
                }
                edits.extend(more);
                Ok(edits)
            },
            |tx| {
                if let Some(row) = row_slot.borrow().as_ref() {
                    tx.insert_evidence(row)?;
                    tx.enqueue(&Outbound::Evidence(row.hash), row.size, row.captured_at)?;
                }
                Ok(())
            },
        )?;
        let cited =
            cited.ok_or_else(|| EngineError::Internal { detail: "nothing was decided".to_owned() })?;
        Ok((seen, cited))
    }
}

/// What a file is for and was made from is part of the visit. Checked before it is copied, and again when it is recorded.
fn check_fits(
    checklist: &Checklist,
    content: &VisitContent,
    request: &AttachRequest,
) -> Result<(), EngineError> {
    if let EvidencePurpose::Item(item) = &request.purpose
        && checklist.item(item).is_none()
    {
        return Err(EngineError::UnknownItem { item: item.clone() });
    }
    if let Some(from) = request.derived_from.filter(|from| !content.evidence.contains_key(from)) {
        return Err(EngineError::UnknownEvidence { evidence: from });
    }
    Ok(())
}

fn evidence_of(
    desk: &Desk<'_>,
    captured: &Captured,
    request: &AttachRequest,
    app: &str,
    previous: Option<EvidenceHash>,
) -> Result<Evidence, EngineError> {
    check_fits(desk.checklist, desk.content, request)?;
    let caption = if request.caption.is_empty() { &captured.camera_note } else { &request.caption };
    Ok(Evidence {
        hash: captured.hashes.sha256,
        sm3: captured.hashes.sm3,
        bytes: captured.bytes,
        media_type: captured.media_type.clone(),
        purpose: request.purpose.clone(),
        method: request.method,
        maker: desk.me.inspector,
        second_officer: request.second_officer,
        device: desk.me.device,
        app: app.to_owned(),
        at: desk.at,
        position: request.position,
        original: request.original,
        derived_from: request.derived_from,
        previous,
        readable: captured.readable,
        caption: caption.clone(),
    })
}

/// A request for a file that belongs to a signature or a refusal.
pub(crate) fn signature_file(
    visit: VisitId,
    source: PathBuf,
    purpose: EvidencePurpose,
    method: CaptureMethod,
) -> AttachRequest {
    AttachRequest {
        visit,
        source,
        media_type: None,
        purpose,
        method,
        position: None,
        second_officer: None,
        original: true,
        derived_from: None,
        caption: String::new(),
    }
}
