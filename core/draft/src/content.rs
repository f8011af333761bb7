//! Reading a draft: fixed paths only, and nothing unreadable is shown as empty.

use crate::change::{ActorId, hex};
use crate::error::DraftError;
use crate::genesis::{Origin, exists, genesis_object};
use crate::index::Place;
use crate::record::{self, AnswerRecord};
use crate::schema::finding_key;
use automerge::{Automerge, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};
use std::collections::BTreeMap;
use zhian_domain::answer::{Answer, AnswerState};
use zhian_domain::evidence::Evidence;
use zhian_domain::finding::{Finding, FindingStatus};
use zhian_domain::id::{DeviceId, EvidenceHash, FindingId, InspectorId};
use zhian_domain::visit::{CheckIn, VisitContent};

type Declared = BTreeMap<ActorId, (InspectorId, DeviceId)>;

/// Everything in the document.
pub(crate) fn read(origin: &Origin, document: &Automerge) -> Result<VisitContent, DraftError> {
    let genesis = &origin.genesis;
    let mut content = VisitContent::empty(genesis.task(), genesis.checklist());
    let authors = authors(document)?;
    content.check_ins = check_ins(document, &authors)?;
    for key in keys(document, Place::Answers)? {
        let item = genesis.items().iter().find(|item| item.as_str() == key);
        let item = item.ok_or_else(|| unreadable(&format!("answers/{key}"), "an unknown item"))?;
        let state = answer_state(&standing_answers(document, &key)?, &authors)?;
        content.answers.insert(item.clone(), state);
    }
    for (position, item) in genesis.items().iter().enumerate() {
        let note = text(document, &container(Place::Note(position)))?;
        if !note.is_empty() {
            content.notes.insert(item.clone(), note);
        }
    }
    for key in keys(document, Place::Findings)? {
        let finding = read_finding(document, &key, &authors)?;
        content.findings.insert(finding.id, finding);
    }
    for key in keys(document, Place::Evidence)? {
        let evidence = read_evidence(document, &key, &authors)?;
        content.evidence.insert(evidence.hash, evidence);
    }
    content.officer_signatures = each(document, Place::OfficerSignatures, &authors, |text, by, on| {
        record::read_officer_signature(text).map(|one| zhian_domain::signature::OfficerSignature {
            inspector: by,
            device: on,
            ..one
        })
    })?;
    content.party_signatures = each(document, Place::PartySignatures, &authors, |text, by, on| {
        record::read_party_signature(text).map(|one| zhian_domain::signature::PartySignature {
            taken_by: by,
            device: on,
            ..one
        })
    })?;
    content.refusals = each(document, Place::Refusals, &authors, |text, by, on| {
        record::read_refusal(text).map(|one| zhian_domain::signature::SignatureRefusal {
            noted_by: by,
            device: on,
            ..one
        })
    })?;
    Ok(content)
}

/// Whose each actor is.
pub(crate) fn authors(document: &Automerge) -> Result<Declared, DraftError> {
    let mut found = BTreeMap::new();
    for key in keys(document, Place::Authors)? {
        let place = format!("authors/{key}");
        let actor: ActorId = key.parse().map_err(|detail: String| unreadable(&place, &detail))?;
        if let Some(author) = author_of(document, &actor)? {
            found.insert(actor, author);
        }
    }
    Ok(found)
}

/// Whose an actor is; `None` if it has not made a change.
pub(crate) fn author_of(
    document: &Automerge,
    actor: &ActorId,
) -> Result<Option<(InspectorId, DeviceId)>, DraftError> {
    let key = hex(actor.as_bytes());
    let standing = all(document, &container(Place::Authors), &key)?;
    let Some((text, _)) = standing.first() else { return Ok(None) };
    let author = record::read_author(text);
    author.map(Some).map_err(|detail| unreadable(&format!("authors/{key}"), &detail))
}

/// Whose an actor is that made something.
pub(crate) fn declared(document: &Automerge, actor: &ActorId) -> Result<(InspectorId, DeviceId), DraftError> {
    author_of(document, actor)?
        .ok_or_else(|| unreadable(&format!("authors/{actor}"), "the actor never said whose it is"))
}

fn whose(authors: &Declared, actor: &ActorId) -> Result<(InspectorId, DeviceId), DraftError> {
    authors
        .get(actor)
        .copied()
        .ok_or_else(|| unreadable(&format!("authors/{actor}"), "the actor never said whose it is"))
}

/// An answer that stands, with the actor that gave it.
pub(crate) struct Standing {
    pub(crate) record: AnswerRecord,
    pub(crate) actor: ActorId,
}

/// Every answer that stands for an item, in the same order on every device.
pub(crate) fn standing_answers(document: &Automerge, item: &str) -> Result<Vec<Standing>, DraftError> {
    all(document, &container(Place::Answers), item)?
        .into_iter()
        .map(|(text, actor)| {
            let record = record::read_answer(&text)
                .map_err(|detail| unreadable(&format!("answers/{item}"), &detail))?;
            Ok(Standing { record, actor })
        })
        .collect()
}

/// Whether the answers are not all the same.
pub(crate) fn differ(standing: &[Standing]) -> bool {
    standing.first().is_some_and(|first| standing.iter().any(|one| one.record.value != first.record.value))
}

fn answer_state(standing: &[Standing], authors: &Declared) -> Result<AnswerState, DraftError> {
    let mut answers = Vec::new();
    for one in standing {
        let (by, device) = whose(authors, &one.actor)?;
        let AnswerRecord { value, at, settles } = one.record.clone();
        answers.push(Answer { value, by, device, at, settles });
    }
    if differ(standing) {
        return Ok(AnswerState::Differing(answers));
    }
    // Two officers who answered alike agree; the earlier one by count of operations speaks for both.
    answers.into_iter().next().map(AnswerState::One).ok_or_else(|| unreadable("answers", "no value stands"))
}

fn check_ins(document: &Automerge, authors: &Declared) -> Result<Vec<CheckIn>, DraftError> {
    let mut found = each(document, Place::CheckIns, authors, |text, by, on| {
        record::read_check_in(text).map(|one| CheckIn { inspector: by, device: on, ..one })
    })?;
    // A phone that was set up anew during a visit has two actors; its first arrival counts.
    found.sort_by_key(|one| (one.inspector, one.device, one.at));
    found.dedup_by_key(|one| (one.inspector, one.device));
    found.sort_by_key(|one| (one.at.best(), one.inspector, one.device));
    Ok(found)
}

fn read_finding(document: &Automerge, key: &str, authors: &Declared) -> Result<Finding, DraftError> {
    let place = format!("findings/{key}");
    let id: FindingId =
        key.parse().map_err(|cause: zhian_domain::id::IdError| unreadable(&place, &cause.to_string()))?;
    let object = finding(document, key)?.ok_or_else(|| unreadable(&place, "it is not a map"))?;
    let (text_of_record, actor) = one(document, &object, finding_key::RECORD)?;
    let fixed = record::read_finding(&text_of_record).map_err(|detail| unreadable(&place, &detail))?;
    let (by, device) = whose(authors, &actor)?;
    let statuses = all(document, &object, finding_key::STATUS)?;
    let status = match statuses.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().as_slice() {
        [] => return Err(unreadable(&place, "it has no status")),
        found if found.contains(&record::WITHDRAWN) => FindingStatus::Withdrawn,
        found if found.iter().all(|one| *one == record::OPEN) => FindingStatus::Open,
        _ => return Err(unreadable(&place, "its status is unknown")),
    };
    let words = text_object(document, &object, finding_key::TEXT)?;
    let linked = map_object(document, &object, finding_key::EVIDENCE)?;
    let evidence = document
        .keys(&linked)
        .map(|hash| hash.parse::<EvidenceHash>().map_err(|cause| unreadable(&place, &cause.to_string())))
        .collect::<Result<_, _>>()?;
    Ok(Finding {
        id,
        item: fixed.item,
        severity: fixed.severity,
        text: text(document, &words)?,
        status,
        evidence,
        by,
        device,
        at: fixed.at,
    })
}

fn read_evidence(document: &Automerge, key: &str, authors: &Declared) -> Result<Evidence, DraftError> {
    let place = format!("evidence/{key}");
    let hash: EvidenceHash =
        key.parse().map_err(|cause: zhian_domain::id::IdError| unreadable(&place, &cause.to_string()))?;
    // The same file recorded on two devices at the same time: the first by count of operations is shown.
    let (text, actor) = one(document, &container(Place::Evidence), key)?;
    let (maker, device) = whose(authors, &actor)?;
    let record = record::read_evidence(&text).map_err(|detail| unreadable(&place, &detail))?;
    Ok(record.with(hash, maker, device))
}

/// Every record of a container, in the order of their keys.
fn each<T>(
    document: &Automerge,
    place: Place,
    authors: &Declared,
    read: impl Fn(&str, InspectorId, DeviceId) -> Result<T, String>,
) -> Result<Vec<T>, DraftError> {
    let mut found = Vec::new();
    for key in keys(document, place)? {
        for (text, actor) in all(document, &container(place), &key)? {
            let (by, on) = whose(authors, &actor)?;
            let one = read(&text, by, on)
                .map_err(|detail| unreadable(&format!("{}/{key}", place.name()), &detail))?;
            found.push(one);
        }
    }
    Ok(found)
}

fn container(place: Place) -> ObjId {
    genesis_object(place).unwrap_or(ROOT)
}

fn keys(document: &Automerge, place: Place) -> Result<Vec<String>, DraftError> {
    let object = container(place);
    if !exists(document, &object) {
        return Err(unreadable(place.name(), "it is missing"));
    }
    Ok(document.keys(&object).collect())
}

/// Every text that stands under a key, with its actor, in the order in which it was written as operations count.
pub(crate) fn all(
    document: &Automerge,
    object: &ObjId,
    key: &str,
) -> Result<Vec<(String, ActorId)>, DraftError> {
    let standing = document.get_all(object, key).map_err(|cause| unreadable(key, &cause.to_string()))?;
    let mut found = Vec::new();
    for (value, id) in standing {
        let ObjId::Id(counter, actor, _) = id else {
            return Err(unreadable(key, "a value without an operation"));
        };
        let actor = ActorId::from_slice(actor.to_bytes())
            .ok_or_else(|| unreadable(key, "a value by an actor that is no device"))?;
        let text = match value {
            Value::Scalar(scalar) => match scalar.as_ref() {
                ScalarValue::Str(text) => text.to_string(),
                ScalarValue::Boolean(true) => String::new(),
                _ => return Err(unreadable(key, "a value of the wrong type")),
            },
            Value::Object(_) => return Err(unreadable(key, "a container instead of a value")),
        };
        found.push((counter, actor, text));
    }
    found.sort();
    Ok(found.into_iter().map(|(_, actor, text)| (text, actor)).collect())
}

/// The first text that stands under a key.
pub(crate) fn one(document: &Automerge, object: &ObjId, key: &str) -> Result<(String, ActorId), DraftError> {
    all(document, object, key)?.into_iter().next().ok_or_else(|| unreadable(key, "it is missing"))
}

/// The container of a finding; `None` if there is none.
pub(crate) fn finding(document: &Automerge, key: &str) -> Result<Option<ObjId>, DraftError> {
    child(document, &container(Place::Findings), key, ObjType::Map)
}

/// A map within another.
pub(crate) fn map_object(document: &Automerge, object: &ObjId, key: &str) -> Result<ObjId, DraftError> {
    child(document, object, key, ObjType::Map)?.ok_or_else(|| unreadable(key, "it is missing"))
}

/// A text within a map.
pub(crate) fn text_object(document: &Automerge, object: &ObjId, key: &str) -> Result<ObjId, DraftError> {
    child(document, object, key, ObjType::Text)?.ok_or_else(|| unreadable(key, "it is missing"))
}

fn child(
    document: &Automerge,
    object: &ObjId,
    key: &str,
    kind: ObjType,
) -> Result<Option<ObjId>, DraftError> {
    match document.get(object, key).map_err(|cause| unreadable(key, &cause.to_string()))? {
        None => Ok(None),
        Some((Value::Object(found), id)) if found == kind => Ok(Some(id)),
        Some(_) => Err(unreadable(key, "a value of the wrong type")),
    }
}

/// A text as it reads now.
pub(crate) fn text(document: &Automerge, object: &ObjId) -> Result<String, DraftError> {
    document.text(object).map_err(|cause| unreadable("a text", &cause.to_string()))
}

fn unreadable(place: &str, detail: &str) -> DraftError {
    DraftError::Unreadable { place: place.to_owned(), detail: detail.to_owned() }
}
