//! Findings: opened, revised, taken back, and supported by evidence.

use crate::edit::{Desk, Seen};
use crate::text::recordable;
use crate::{Engine, EngineError, view::FindingView};
use std::collections::BTreeSet;
use zhian_domain::checklist::Severity;
use zhian_domain::finding::{Finding, FindingStatus};
use zhian_domain::id::{EvidenceHash, FindingId, ItemId, VisitId};
use zhian_draft::Edit;

/// A new finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFindingRequest {
    /// The visit.
    pub visit: VisitId,
    /// The item it belongs to.
    pub item: ItemId,
    /// How grave; `None` for the item's own severity.
    pub severity: Option<Severity>,
    /// What was seen.
    pub text: String,
    /// Evidence for it that is on the visit already.
    pub evidence: Vec<EvidenceHash>,
}

impl Engine {
    /// Opens a finding.
    ///
    /// Errors: `engine.empty` without a text, `engine.unknown-item`, `engine.unknown-evidence`, `draft.too-long`,
    /// `engine.not-checked-in`, `engine.visit-sealed`.
    pub fn open_finding(&self, request: &OpenFindingRequest) -> Result<FindingView, EngineError> {
        let id = FindingId::from_bytes(self.fresh_id()?);
        let seen = self.edit(&request.visit, |desk| open(desk, id, request), |_| Ok(()))?;
        self.finding_view(&seen, &id)
    }

    /// Replaces the text of a finding; what a colleague writes at the same time is merged.
    ///
    /// Errors: `engine.empty`, `engine.unknown-finding`, `draft.too-long`.
    pub fn revise_finding(
        &self,
        visit: &VisitId,
        finding: &FindingId,
        text: &str,
    ) -> Result<FindingView, EngineError> {
        let seen = self.edit(
            visit,
            |desk| {
                known(desk, finding)?;
                filled(text)?;
                Ok(vec![Edit::ReviseFinding { id: *finding, text: text.to_owned(), at: desk.at }])
            },
            |_| Ok(()),
        )?;
        self.finding_view(&seen, finding)
    }

    /// Takes a finding back. It stays in the record.
    ///
    /// Errors: `engine.unknown-finding`, `draft.not-the-author` if a colleague made it.
    pub fn withdraw_finding(&self, visit: &VisitId, finding: &FindingId) -> Result<FindingView, EngineError> {
        let seen = self.edit(
            visit,
            |desk| {
                known(desk, finding)?;
                Ok(vec![Edit::WithdrawFinding { id: *finding, at: desk.at }])
            },
            |_| Ok(()),
        )?;
        self.finding_view(&seen, finding)
    }

    /// Notes that evidence supports a finding.
    ///
    /// Errors: `engine.unknown-finding`, `engine.unknown-evidence`.
    pub fn link_evidence(
        &self,
        visit: &VisitId,
        finding: &FindingId,
        evidence: &EvidenceHash,
    ) -> Result<FindingView, EngineError> {
        let seen = self.edit(
            visit,
            |desk| {
                known(desk, finding)?;
                Ok(vec![link(desk, finding, evidence)?])
            },
            |_| Ok(()),
        )?;
        self.finding_view(&seen, finding)
    }

    fn finding_view(&self, seen: &Seen, id: &FindingId) -> Result<FindingView, EngineError> {
        let finding = seen.content.findings.get(id).ok_or(EngineError::UnknownFinding { finding: *id })?;
        Ok(self.scene(seen)?.finding(finding))
    }
}

fn open(desk: &Desk<'_>, id: FindingId, request: &OpenFindingRequest) -> Result<Vec<Edit>, EngineError> {
    let item = desk.checklist.item(&request.item);
    let item = item.ok_or_else(|| EngineError::UnknownItem { item: request.item.clone() })?;
    filled(&request.text)?;
    let finding = Finding {
        id,
        item: item.id.clone(),
        severity: request.severity.unwrap_or(item.severity),
        text: request.text.clone(),
        status: FindingStatus::Open,
        // Linked below, each by an edit of its own, so that two officers may link to one finding.
        evidence: BTreeSet::new(),
        by: desk.me.inspector,
        device: desk.me.device,
        at: desk.at,
    };
    let mut edits = vec![Edit::OpenFinding(finding)];
    for evidence in &request.evidence {
        edits.push(link(desk, &id, evidence)?);
    }
    Ok(edits)
}

fn link(desk: &Desk<'_>, finding: &FindingId, evidence: &EvidenceHash) -> Result<Edit, EngineError> {
    if !desk.content.evidence.contains_key(evidence) {
        return Err(EngineError::UnknownEvidence { evidence: *evidence });
    }
    Ok(Edit::LinkEvidence { finding: *finding, evidence: *evidence, at: desk.at })
}

fn known(desk: &Desk<'_>, finding: &FindingId) -> Result<(), EngineError> {
    let known = desk.content.findings.contains_key(finding);
    if known { Ok(()) } else { Err(EngineError::UnknownFinding { finding: *finding }) }
}

fn filled(text: &str) -> Result<(), EngineError> {
    recordable("the text of a finding", text)?;
    if text.trim().is_empty() { Err(EngineError::Empty { what: "the text of a finding" }) } else { Ok(()) }
}
