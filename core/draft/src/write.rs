//! How what people do becomes one change.

use crate::admit::change_of;
use crate::change::{Change, hex};
use crate::content::{self, Standing, text_object};
use crate::decode;
use crate::draft::Draft;
use crate::edit::{Author, Edit};
use crate::error::DraftError;
use crate::genesis::genesis_object;
use crate::guard::guarded;
use crate::index::Place;
use crate::limits::TEXT_CHARS_MAX;
use crate::precheck;
use crate::record::{self, AnswerRecord};
use crate::refusal::Refusal;
use crate::schema::{self, finding_key};
use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId as LibraryActor, Automerge, AutomergeError, ObjId, ObjType, ROOT, ReadDoc};
use std::sync::{Arc, OnceLock};
use zhian_domain::answer::{AnswerValue, SettledAnswer};
use zhian_domain::finding::Finding;
use zhian_domain::id::{DeviceId, FindingId, InspectorId, ItemId};
use zhian_domain::time::ClockReading;

/// What is put into the document. Planned against the document as it is, then written in one transaction.
enum Plan {
    /// A scalar under a key of a container.
    Put { into: ObjId, key: String, value: String },
    /// A flag under a key of a container.
    Flag { into: ObjId, key: String },
    /// A text as it reads now.
    Text { object: ObjId, text: String },
    /// A new finding.
    Finding { key: String, record: String, text: String },
}

pub(crate) fn record(draft: &mut Draft, author: &Author, edit: &Edit) -> Result<Option<Change>, DraftError> {
    let planned = guarded(|| plan(draft, author, edit)).map_err(library)??;
    let Some(plan) = planned else { return Ok(None) };
    let declaration = declaration(draft, author)?;
    let unix_s = edit.at().device.unix_ms().div_euclid(1000);
    let mut copy = Automerge::clone(&draft.document);
    let made = guarded(|| commit(&mut copy, author, declaration, &plan, unix_s)).map_err(library)?;
    let Some(change) = made.map_err(|cause| library(cause.to_string()))? else { return Ok(None) };
    let change = change_of(&change)?;
    let mut index = draft.index().map_err(inadmissible)?;
    // The draft's own handle goes first, so that the index is changed in place where nobody else holds it.
    draft.index = OnceLock::new();
    let judged = judge(draft, Arc::make_mut(&mut index), &change);
    draft.index = OnceLock::from(index);
    judged.map_err(inadmissible)?;
    draft.document = Arc::new(copy);
    Ok(Some(change))
}

fn judge(draft: &Draft, index: &mut crate::index::Index, change: &Change) -> Result<(), Refusal> {
    let checked = precheck::check(&change.bytes)?;
    let operations = decode::operations(&checked)?;
    schema::judge(&draft.origin, index, &checked, &operations)
}

fn inadmissible(cause: Refusal) -> DraftError {
    DraftError::Inadmissible(Box::new(cause))
}

fn library(detail: String) -> DraftError {
    DraftError::Library { detail }
}

fn encoded(result: Result<String, String>) -> Result<String, DraftError> {
    result.map_err(|detail| DraftError::Library { detail })
}

/// What the first change of an actor says of it; nothing later on.
fn declaration(draft: &Draft, author: &Author) -> Result<Option<String>, DraftError> {
    let known = guarded(|| content::author_of(&draft.document, &author.actor)).map_err(library)??;
    match known {
        Some((inspector, device)) => {
            own("the edit", author, inspector, device)?;
            Ok(None)
        }
        None => Ok(Some(encoded(record::author(author.inspector, author.device))?)),
    }
}

/// A record says itself who made it; that must be who makes the edit.
fn own(
    what: &'static str,
    author: &Author,
    inspector: InspectorId,
    device: DeviceId,
) -> Result<(), DraftError> {
    if inspector == author.inspector && device == author.device {
        Ok(())
    } else {
        Err(DraftError::NotTheAuthor { what })
    }
}

fn commit(
    document: &mut Automerge,
    author: &Author,
    declaration: Option<String>,
    plan: &Plan,
    unix_s: i64,
) -> Result<Option<automerge::Change>, AutomergeError> {
    document.set_actor(LibraryActor::from(&author.actor.as_bytes()[..]));
    let mut tx = document.transaction();
    perform(&mut tx, plan)?;
    if tx.pending_ops() == 0 {
        tx.rollback();
        return Ok(None);
    }
    if let Some(declaration) = declaration {
        tx.put(genesis_object(Place::Authors).unwrap_or(ROOT), hex(author.actor.as_bytes()), declaration)?;
    }
    tx.commit_with(CommitOptions::default().with_time(unix_s));
    Ok(document.get_last_local_change())
}

fn perform(tx: &mut Transaction<'_>, plan: &Plan) -> Result<(), AutomergeError> {
    match plan {
        Plan::Put { into, key, value } => tx.put(into, key.as_str(), value.as_str()),
        Plan::Flag { into, key } => tx.put(into, key.as_str(), true),
        Plan::Text { object, text } => tx.update_text(object, text),
        Plan::Finding { key, record, text } => {
            let findings = genesis_object(Place::Findings).unwrap_or(ROOT);
            let finding = tx.put_object(findings, key.as_str(), ObjType::Map)?;
            tx.put(&finding, finding_key::RECORD, record.as_str())?;
            tx.put(&finding, finding_key::STATUS, record::OPEN)?;
            let words = tx.put_object(&finding, finding_key::TEXT, ObjType::Text)?;
            tx.put_object(&finding, finding_key::EVIDENCE, ObjType::Map)?;
            tx.splice_text(&words, 0, 0, text)
        }
    }
}

fn plan(draft: &Draft, author: &Author, edit: &Edit) -> Result<Option<Plan>, DraftError> {
    match edit {
        Edit::CheckIn(one) => {
            own("the arrival", author, one.inspector, one.device)?;
            let key = hex(author.actor.as_bytes());
            once(draft, Place::CheckIns, key, encoded(record::check_in(one))?, "the arrival")
        }
        Edit::Answer { item, value, at, settle } => answer(draft, item, value, at, *settle),
        Edit::Note { item, text, .. } => {
            let position = known_item(draft, item)?;
            text_plan(draft, genesis_object(Place::Note(position)).unwrap_or(ROOT), text, "the note")
        }
        Edit::OpenFinding(finding) => open_finding(draft, author, finding),
        Edit::ReviseFinding { id, text, .. } => {
            let finding = finding_object(draft, id)?;
            let words = text_object(&draft.document, &finding, finding_key::TEXT)?;
            text_plan(draft, words, text, "the finding's text")
        }
        Edit::WithdrawFinding { id, .. } => withdraw(draft, author, id),
        Edit::LinkEvidence { finding, evidence, .. } => {
            let into = content::map_object(
                &draft.document,
                &finding_object(draft, finding)?,
                finding_key::EVIDENCE,
            )?;
            let key = evidence.to_string();
            let linked = !content::all(&draft.document, &into, &key)?.is_empty();
            Ok((!linked).then_some(Plan::Flag { into, key }))
        }
        Edit::Evidence(one) => {
            own("the evidence", author, one.maker, one.device)?;
            if let zhian_domain::evidence::EvidencePurpose::Item(item) = &one.purpose {
                known_item(draft, item)?;
            }
            let key = one.hash.to_string();
            once(draft, Place::Evidence, key, encoded(record::evidence(one))?, "the evidence")
        }
        Edit::SignOfficer(one) => {
            own("the signature", author, one.inspector, one.device)?;
            keyed(draft, Place::OfficerSignatures, encoded(record::officer_signature(one))?)
        }
        Edit::SignParty(one) => {
            own("the party's signature", author, one.taken_by, one.device)?;
            keyed(draft, Place::PartySignatures, encoded(record::party_signature(one))?)
        }
        Edit::Refuse(one) => {
            own("the refusal", author, one.noted_by, one.device)?;
            keyed(draft, Place::Refusals, encoded(record::refusal(one))?)
        }
    }
}

/// A record whose key follows from its text.
fn keyed(draft: &Draft, place: Place, value: String) -> Result<Option<Plan>, DraftError> {
    once(draft, place, record::key_of(&value), value, "the record")
}

/// A record that is written once: again the same is nothing, again with other particulars is an error.
fn once(
    draft: &Draft,
    place: Place,
    key: String,
    value: String,
    what: &str,
) -> Result<Option<Plan>, DraftError> {
    let into = genesis_object(place).unwrap_or(ROOT);
    let standing = content::all(&draft.document, &into, &key)?;
    if standing.iter().any(|(text, _)| *text == value) {
        return Ok(None);
    }
    if !standing.is_empty() {
        return Err(DraftError::AlreadyRecorded { what: format!("{what} {key}") });
    }
    Ok(Some(Plan::Put { into, key, value }))
}

fn answer(
    draft: &Draft,
    item: &ItemId,
    value: &AnswerValue,
    at: &ClockReading,
    settle: bool,
) -> Result<Option<Plan>, DraftError> {
    known_item(draft, item)?;
    let standing = content::standing_answers(&draft.document, item.as_str())?;
    let differ = content::differ(&standing);
    if differ && !settle {
        return Err(DraftError::Unsettled(item.clone()));
    }
    // The same answer again is nothing new; an officer who answers anew replaces an own or a colleague's other one.
    let repeats = standing.iter().any(|one| one.record.value == *value);
    if repeats && !differ && !standing.is_empty() {
        return Ok(None);
    }
    let settles = if differ { replaced(&draft.document, &standing)? } else { Vec::new() };
    let text = encoded(record::answer(&AnswerRecord { value: value.clone(), at: *at, settles }))?;
    Ok(Some(Plan::Put {
        into: genesis_object(Place::Answers).unwrap_or(ROOT),
        key: item.as_str().to_owned(),
        value: text,
    }))
}

fn replaced(document: &Automerge, standing: &[Standing]) -> Result<Vec<SettledAnswer>, DraftError> {
    standing
        .iter()
        .map(|one| {
            let (by, _) = content::declared(document, &one.actor)?;
            Ok(SettledAnswer { value: one.record.value.clone(), by, at: one.record.at })
        })
        .collect()
}

fn open_finding(draft: &Draft, author: &Author, finding: &Finding) -> Result<Option<Plan>, DraftError> {
    own("the finding", author, finding.by, finding.device)?;
    known_item(draft, &finding.item)?;
    within_text("the finding's text", &finding.text)?;
    let key = finding.id.to_string();
    let findings = genesis_object(Place::Findings).unwrap_or(ROOT);
    let known = draft.document.get(&findings, key.as_str()).map_err(|cause| library(cause.to_string()))?;
    if known.is_some() {
        return Err(DraftError::AlreadyRecorded { what: format!("finding {key}") });
    }
    if !finding.evidence.is_empty() || finding.status != zhian_domain::finding::FindingStatus::Open {
        // Evidence is linked by edits of its own, so that two officers may link to one finding.
        return Err(DraftError::Unreadable {
            place: format!("finding {key}"),
            detail: "a new finding is open and has no evidence yet".to_owned(),
        });
    }
    Ok(Some(Plan::Finding { key, record: encoded(record::finding(finding))?, text: finding.text.clone() }))
}

fn withdraw(draft: &Draft, author: &Author, id: &FindingId) -> Result<Option<Plan>, DraftError> {
    let into = finding_object(draft, id)?;
    let (_, actor) = content::one(&draft.document, &into, finding_key::RECORD)?;
    let (inspector, _) = content::declared(&draft.document, &actor)?;
    // Its author took it back; on whichever device.
    own("the finding", author, inspector, author.device)?;
    let statuses = content::all(&draft.document, &into, finding_key::STATUS)?;
    if statuses.iter().any(|(text, _)| text == record::WITHDRAWN) {
        return Ok(None);
    }
    let (key, value) = (finding_key::STATUS.to_owned(), record::WITHDRAWN.to_owned());
    Ok(Some(Plan::Put { into, key, value }))
}

fn text_plan(draft: &Draft, object: ObjId, text: &str, what: &str) -> Result<Option<Plan>, DraftError> {
    within_text(what, text)?;
    let standing = content::text(&draft.document, &object)?;
    Ok((standing != text).then(|| Plan::Text { object, text: text.to_owned() }))
}

fn within_text(what: &str, text: &str) -> Result<(), DraftError> {
    let found = text.chars().count();
    if found > TEXT_CHARS_MAX {
        return Err(DraftError::TooLong { what: what.to_owned(), found, limit: TEXT_CHARS_MAX });
    }
    Ok(())
}

fn known_item(draft: &Draft, item: &ItemId) -> Result<usize, DraftError> {
    draft.origin.item(item.as_str()).ok_or_else(|| DraftError::UnknownItem(item.clone()))
}

fn finding_object(draft: &Draft, id: &FindingId) -> Result<ObjId, DraftError> {
    content::finding(&draft.document, &id.to_string())?.ok_or(DraftError::UnknownFinding(*id))
}
