//! What happened in a visit, in order of time.

use crate::view::{AnswerView, EventKind, EventView, VisitStanding, VisitView};
use crate::{Engine, EngineError};
use zhian_domain::id::VisitId;

impl Engine {
    /// Everything that happened in a visit and is recorded, oldest first. Errors: `engine.unknown-visit`.
    pub fn history(&self, visit: &VisitId) -> Result<Vec<EventView>, EngineError> {
        let seen = self.see(visit)?;
        let mut found = events(&self.scene(&seen)?.visit()?);
        found.sort_by_key(|event| event.at.best());
        Ok(found)
    }
}

fn events(view: &VisitView) -> Vec<EventView> {
    let mut found = Vec::new();
    for one in view.participants.iter().flat_map(|participant| &participant.check_ins) {
        found.push(EventView {
            at: one.check_in.at,
            kind: EventKind::Arrived,
            officer: Some(one.officer.clone()),
            item: None,
            text: one.check_in.credential_number.clone(),
        });
    }
    for item in view.sections.iter().flat_map(|section| &section.items) {
        let given = match &item.answer {
            AnswerView::None => &[][..],
            AnswerView::One(answer) => std::slice::from_ref(answer),
            AnswerView::Differing(answers) => answers,
        };
        found.extend(given.iter().map(|answer| EventView {
            at: answer.at,
            kind: match answer.settles.is_empty() {
                true => EventKind::Answered(answer.judged),
                false => EventKind::Settled(answer.judged),
            },
            officer: Some(answer.by.clone()),
            item: Some(item.item.id.clone()),
            text: String::new(),
        }));
    }
    let of_items = view.sections.iter().flat_map(|section| &section.items).flat_map(|item| &item.evidence);
    for file in of_items.chain(&view.scene).chain(&view.signature_files) {
        let one = &file.evidence;
        found.push(EventView {
            at: one.at,
            kind: EventKind::Captured(one.method),
            officer: Some(file.maker.clone()),
            item: match &one.purpose {
                zhian_domain::evidence::EvidencePurpose::Item(item) => Some(item.clone()),
                _ => None,
            },
            text: one.caption.clone(),
        });
    }
    found.extend(view.findings.iter().map(|one| EventView {
        at: one.finding.at,
        kind: EventKind::Found,
        officer: Some(one.by.clone()),
        item: Some(one.finding.item.clone()),
        text: one.finding.text.clone(),
    }));
    found.extend(signatures(view));
    found
}

fn signatures(view: &VisitView) -> Vec<EventView> {
    let event = |at, kind, officer, text| EventView { at, kind, officer, item: None, text };
    let mut found = Vec::new();
    for one in &view.signatures.officers {
        found.push(event(one.at, EventKind::OfficerSigned, Some(one.officer.clone()), String::new()));
    }
    for one in &view.signatures.party {
        let signed = &one.signature;
        found.push(event(signed.at, EventKind::PartySigned(signed.role), None, signed.name.clone()));
    }
    for one in &view.signatures.refusals {
        let refused = &one.refusal;
        found.push(event(refused.at, EventKind::NotSigned(refused.kind), None, refused.reason.clone()));
    }
    if let VisitStanding::Sealed(seal) = &view.standing {
        found.push(event(seal.sealed_at, EventKind::Sealed, None, seal.digest.to_string()));
    }
    found
}
