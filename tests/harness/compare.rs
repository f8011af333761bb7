//! Whether two sides say the same of a visit.

use crate::phone::Phone;
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::answer::{Answer, AnswerState};
use zhian_domain::evidence::Evidence;
use zhian_domain::id::{EvidenceHash, ItemId};
use zhian_domain::visit::VisitContent;
use zhian_engine::view::{AnswerView, GivenAnswer, VisitView};

/// Checks that a phone's screens show this content and nothing else. For drafts, and for sealed visits with nothing
/// late beside them.
pub fn phone_shows(phone: &Phone, content: &VisitContent) {
    let seen = phone.sees(content.visit);
    let name = &phone.name;
    assert_eq!(seen.checklist, content.checklist, "checklist on the phone of {name}");
    assert_eq!(answers_seen(&seen), answers_of(content), "answers on the phone of {name}");
    let notes: BTreeMap<ItemId, String> = items(&seen)
        .filter(|item| !item.note.is_empty())
        .map(|item| (item.item.id.clone(), item.note.clone()))
        .collect();
    assert_eq!(notes, non_empty(&content.notes), "notes on the phone of {name}");
    let findings: BTreeMap<_, _> =
        seen.findings.iter().map(|one| (one.finding.id, one.finding.clone())).collect();
    assert_eq!(findings, content.findings, "findings on the phone of {name}");
    assert_eq!(evidence_seen(&seen), content.evidence, "evidence on the phone of {name}");
    let arrivals: BTreeSet<_> = seen
        .participants
        .iter()
        .flat_map(|one| &one.check_ins)
        .map(|one| (one.check_in.inspector, one.check_in.device))
        .collect();
    let expected: BTreeSet<_> = content.check_ins.iter().map(|one| (one.inspector, one.device)).collect();
    assert_eq!(arrivals, expected, "arrivals on the phone of {name}");
    let signed: BTreeSet<_> =
        seen.signatures.officers.iter().map(|one| (one.officer.id, one.device, one.at)).collect();
    let expected: BTreeSet<_> =
        content.officer_signatures.iter().map(|one| (one.inspector, one.device, one.at)).collect();
    assert_eq!(signed, expected, "signatures on the phone of {name}");
    assert_eq!(
        seen.signatures.party.len(),
        content.party_signatures.len(),
        "party signatures on the phone of {name}"
    );
    assert_eq!(seen.signatures.refusals.len(), content.refusals.len(), "refusals on the phone of {name}");
}

fn items(view: &VisitView) -> impl Iterator<Item = &zhian_engine::view::ItemView> {
    view.sections.iter().flat_map(|section| &section.items)
}

fn non_empty(notes: &BTreeMap<ItemId, String>) -> BTreeMap<ItemId, String> {
    notes.iter().filter(|(_, text)| !text.is_empty()).map(|(id, text)| (id.clone(), text.clone())).collect()
}

fn answers_of(content: &VisitContent) -> BTreeMap<ItemId, Vec<Answer>> {
    let all = |state: &AnswerState| state.all().to_vec();
    content.answers.iter().map(|(item, state)| (item.clone(), all(state))).collect()
}

fn answers_seen(view: &VisitView) -> BTreeMap<ItemId, Vec<Answer>> {
    let answer = |given: &GivenAnswer| Answer {
        value: given.value.clone(),
        by: given.by.id,
        device: given.device,
        at: given.at,
        settles: given.settles.clone(),
    };
    items(view)
        .filter_map(|item| {
            let given: Vec<Answer> = match &item.answer {
                AnswerView::None => return None,
                AnswerView::One(given) => vec![answer(given)],
                AnswerView::Differing(given) => given.iter().map(answer).collect(),
            };
            Some((item.item.id.clone(), given))
        })
        .collect()
}

/// Every evidence item a visit's screens show.
#[must_use]
pub fn evidence_seen(view: &VisitView) -> BTreeMap<EvidenceHash, Evidence> {
    let on_items = items(view).flat_map(|item| &item.evidence);
    on_items
        .chain(&view.scene)
        .chain(&view.signature_files)
        .map(|one| (one.evidence.hash, one.evidence.clone()))
        .collect()
}
