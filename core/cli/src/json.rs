//! The engine's views as JSON. Names are those of the views; ids and hashes are hexadecimal, times milliseconds.

mod content;

use crate::input::fields_json;
use serde_json::{Value, json};
use zhian_domain::answer::{AnswerValue, Conformity, SettledAnswer};
use zhian_domain::completeness::Completeness;
use zhian_domain::place::Position;
use zhian_domain::time::ClockReading;
use zhian_engine::view::{
    AnswerView, CheckInView, EvidenceView, FilePlace, FindingView, GivenAnswer, ItemView, Officer,
    SafetyView, SectionView, SignaturesView, TaskProgress, VisitCounts, VisitStanding, VisitView,
};

/// A moment: the claim in milliseconds and as people read it.
#[must_use]
pub fn time(at: &ClockReading) -> Value {
    json!({ "unix_ms": at.best().unix_ms(), "text": at.display() })
}

/// An officer.
#[must_use]
pub fn officer(officer: &Officer) -> Value {
    json!({ "id": officer.id.to_string(), "name": officer.name })
}

/// A position in degrees.
#[must_use]
pub fn position(position: &Position) -> Value {
    json!({
        "latitude": degrees(position.latitude_e7()),
        "longitude": degrees(position.longitude_e7()),
        "accuracy_m": position.accuracy_m,
        "mock": position.mock,
    })
}

/// Exact text of a coordinate in units of 1e-7 degree, so that no rounding of a float creeps in.
#[must_use]
pub fn degrees(e7: i32) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    let units = e7.unsigned_abs();
    format!("{sign}{}.{:07}", units / 10_000_000, units % 10_000_000)
}

fn judged(judged: Option<Conformity>) -> Value {
    judged.map_or(Value::Null, |judged| judged.code().into())
}

fn value(value: &AnswerValue) -> Value {
    json!({ "conformity": judged(value.conformity), "fields": fields_json(&value.fields) })
}

fn settled(answer: &SettledAnswer) -> Value {
    json!({ "value": value(&answer.value), "by": answer.by.to_string(), "at": time(&answer.at) })
}

/// An answer with its author.
#[must_use]
pub fn given(answer: &GivenAnswer) -> Value {
    json!({
        "value": value(&answer.value),
        "judged": judged(answer.judged),
        "by": officer(&answer.by),
        "device": answer.device.to_string(),
        "at": time(&answer.at),
        "settles": answer.settles.iter().map(settled).collect::<Vec<_>>(),
    })
}

/// Every answer that stands for an item.
#[must_use]
pub fn answers(view: &AnswerView) -> &[GivenAnswer] {
    match view {
        AnswerView::None => &[],
        AnswerView::One(answer) => std::slice::from_ref(answer),
        AnswerView::Differing(answers) => answers,
    }
}

/// An evidence file.
#[must_use]
pub fn evidence(view: &EvidenceView) -> Value {
    let one = &view.evidence;
    let (place, path) = match &view.file {
        FilePlace::Here { path } => ("here", Some(path.display().to_string())),
        FilePlace::Absent => ("absent", None),
        FilePlace::Purged => ("purged", None),
    };
    json!({
        "sha256": one.hash.to_string(),
        "sm3": one.sm3.to_string(),
        "bytes": one.bytes,
        "media_type": one.media_type,
        "method": one.method.code(),
        "caption": one.caption,
        "maker": officer(&view.maker),
        "device": one.device.to_string(),
        "at": time(&one.at),
        "position": one.position.as_ref().map(position),
        "readable": one.readable,
        "file": place,
        "path": path,
        "sent_bytes": view.sent_bytes,
        "safe": view.safe,
    })
}

/// A finding.
#[must_use]
pub fn finding(view: &FindingView) -> Value {
    let one = &view.finding;
    json!({
        "id": one.id.to_string(),
        "item": one.item.as_str(),
        "severity": one.severity.code(),
        "text": one.text,
        "open": one.status == zhian_domain::finding::FindingStatus::Open,
        "evidence": one.evidence.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "by": officer(&view.by),
        "at": time(&one.at),
    })
}

/// An item with what stands for it.
#[must_use]
pub fn item(view: &ItemView) -> Value {
    let standing = match view.answer {
        AnswerView::None => "none",
        AnswerView::One(_) => "one",
        AnswerView::Differing(_) => "differing",
    };
    json!({
        "item": view.item.id.as_str(),
        "ask": { "zh": view.item.ask.zh, "en": view.item.ask.en },
        "severity": view.item.severity.code(),
        "asked": view.asked,
        "later": view.later,
        "because": view.because.as_ref().map(content::text),
        "how": view.item.how.iter().map(content::text).collect::<Vec<_>>(),
        "citations": view.citations.iter().map(content::citation).collect::<Vec<_>>(),
        "consequences": view.consequences.iter().map(content::consequence).collect::<Vec<_>>(),
        "hints": view.hints.iter().map(content::hint).collect::<Vec<_>>(),
        "readings": view.readings.iter().map(content::reading).collect::<Vec<_>>(),
        "faults": view.faults.iter().map(content::fault).collect::<Vec<_>>(),
        "standing": standing,
        "answers": answers(&view.answer).iter().map(given).collect::<Vec<_>>(),
        "note": view.note,
        "note_draft": view.note_draft,
        "evidence": view.evidence.iter().map(evidence).collect::<Vec<_>>(),
        "evidence_needed": view.evidence_needed,
        "findings": view.findings.iter().map(finding).collect::<Vec<_>>(),
        "open": view.open,
    })
}

/// Figures of a visit.
#[must_use]
pub fn counts(counts: &VisitCounts) -> Value {
    json!({
        "items": counts.items, "answered": counts.answered, "open_items": counts.open_items,
        "conflicts": counts.conflicts, "findings": counts.findings, "evidence": counts.evidence,
    })
}

/// How far the visit of a task is.
#[must_use]
pub fn progress(progress: &TaskProgress) -> Value {
    json!({ "sealed": progress.sealed, "counts": counts(&progress.counts) })
}

fn section(section: &SectionView) -> Value {
    json!({
        "id": section.id,
        "title": { "zh": section.title.zh, "en": section.title.en },
        "items": section.items.iter().map(item).collect::<Vec<_>>(),
    })
}

fn open_points(open: &Completeness) -> Value {
    let ids = |ids: &[zhian_domain::id::ItemId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let lacking = open
        .lacking_evidence
        .iter()
        .map(|one| json!({ "item": one.item.as_str(), "needed": one.needed, "have": one.have }));
    let bad = open.bad_fields.iter().map(|one| {
        json!({ "item": one.item.as_str(), "field": one.field, "problem": format!("{:?}", one.problem) })
    });
    json!({
        "items": ids(&open.open),
        "lacking_evidence": lacking.collect::<Vec<_>>(),
        "conflicts": ids(&open.conflicts),
        "bad_fields": bad.collect::<Vec<_>>(),
        "unknown_items": ids(&open.unknown_items),
        "not_asked": ids(&open.not_asked),
        "later": ids(&open.later),
    })
}

/// Signatures and refusals.
#[must_use]
pub fn signatures(view: &SignaturesView) -> Value {
    let officers = view.officers.iter().map(|one| {
        json!({
            "officer": officer(&one.officer), "device": one.device.to_string(),
            "at": time(&one.at), "current": one.current,
        })
    });
    let party = view.party.iter().map(|one| {
        json!({
            "name": one.signature.name, "role": one.signature.role.code(), "opinion": one.signature.opinion,
            "handwriting": one.signature.handwriting.to_string(), "at": time(&one.signature.at),
            "current": one.current,
        })
    });
    let refusals = view.refusals.iter().map(|one| {
        json!({
            "kind": one.refusal.kind.code(), "name": one.refusal.name, "reason": one.refusal.reason,
            "recording": one.refusal.recording.to_string(), "at": time(&one.refusal.at), "current": one.current,
        })
    });
    json!({
        "content_digest": view.content_digest.map(|digest| digest.to_string()),
        "officers": officers.collect::<Vec<_>>(),
        "party": party.collect::<Vec<_>>(),
        "refusals": refusals.collect::<Vec<_>>(),
    })
}

fn check_in(view: &CheckInView) -> Value {
    json!({
        "officer": officer(&view.officer),
        "device": view.check_in.device.to_string(),
        "at": time(&view.check_in.at),
        "position": view.check_in.position.as_ref().map(position),
        "credential_number": view.check_in.credential_number,
        "rights_told": view.check_in.rights_told,
    })
}

/// A whole visit.
#[must_use]
pub fn visit(view: &VisitView) -> Value {
    let seal = match &view.standing {
        VisitStanding::Draft => Value::Null,
        VisitStanding::Sealed(seal) => json!({
            "digest": seal.digest.to_string(),
            "content_digest": seal.content_digest.to_string(),
            "sealed_at": time(&seal.sealed_at),
            "ledger_position": seal.ledger_position,
        }),
    };
    let participants = view.participants.iter().map(|one| {
        json!({
            "officer": officer(&one.officer), "on_task": one.on_task,
            "check_ins": one.check_ins.iter().map(check_in).collect::<Vec<_>>(),
        })
    });
    let failed = view.outcome.failed.iter().map(|one| {
        json!({
            "item": one.item.as_str(), "conformity": one.conformity.code(), "severity": one.severity.code(),
            "consequences": one.consequences.iter().map(|code| code.0.as_str()).collect::<Vec<_>>(),
        })
    });
    json!({
        "visit": view.visit.to_string(),
        "task": view.task.to_string(),
        "title": view.title,
        "enterprise": view.enterprise_name,
        "address": view.site_address,
        "withdrawn": view.withdrawn,
        "checklist": { "hash": view.checklist.to_string(), "zh": view.checklist_title.zh,
                       "en": view.checklist_title.en },
        "composition": content::composition(view),
        "asked": { "asked": view.asked.asked, "not_asked": view.asked.not_asked, "later": view.asked.later },
        "sealed": seal,
        "participants": participants.collect::<Vec<_>>(),
        "sections": view.sections.iter().map(section).collect::<Vec<_>>(),
        "scene": view.scene.iter().map(evidence).collect::<Vec<_>>(),
        "signature_files": view.signature_files.iter().map(evidence).collect::<Vec<_>>(),
        "findings": view.findings.iter().map(finding).collect::<Vec<_>>(),
        "signatures": signatures(&view.signatures),
        "counts": counts(&view.counts),
        "open": open_points(&view.open),
        "obstacles": view.obstacles.iter().map(|one| one.code()).collect::<Vec<_>>(),
        "outcome": {
            "meets": view.outcome.meets, "not_applicable": view.outcome.not_applicable,
            "undecided": view.outcome.undecided, "failed": failed.collect::<Vec<_>>(),
            "needs_formal_handling": view.outcome.needs_formal_handling(),
        },
        "late_changes": view.late_changes,
    })
}

/// What would be lost with this device.
#[must_use]
pub fn safety(view: &SafetyView) -> Value {
    json!({
        "all_safe": view.is_all_safe(), "changes": view.changes, "seals": view.seals, "files": view.files,
        "file_bytes": view.file_bytes, "quarantined": view.quarantined,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_coordinate_keeps_its_sign_and_every_digit() {
        assert_eq!(super::degrees(391_234_567), "39.1234567");
        assert_eq!(super::degrees(-5), "-0.0000005");
        assert_eq!(super::degrees(i32::MIN), "-214.7483648");
    }
}
