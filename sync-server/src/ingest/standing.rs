//! How a visit stands, computed from its stored parcels alone: the same at intake and at a rebuild.

use crate::db::{Assignment, Facts, Intake, StoredParcel, Unit};
use crate::error::ServerError;
use crate::office::Office;
use std::collections::BTreeMap;
use zhian_domain::answer::AnswerState;
use zhian_domain::finding::FindingStatus;
use zhian_domain::id::{ContentHash, EvidenceHash, VisitId};
use zhian_domain::visit::VisitContent;
use zhian_draft::{ChangeHash, Draft, DraftError, Genesis, unpack};
use zhian_protocol::canonical;
use zhian_protocol::draft_push::DraftPush;
use zhian_protocol::limits::CHANGES_PER_PUSH_MAX;
use zhian_protocol::parcel::Parcel;
use zhian_protocol::sync::fold_heads;

/// What a seal says that the visit's standing needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SealFacts {
    told: Told,
    heads: Vec<ChangeHash>,
}

/// What contents say of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Told {
    answered: u32,
    conflicts: u32,
    findings: u32,
    evidence: BTreeMap<EvidenceHash, u64>,
}

impl SealFacts {
    pub(super) fn of(content: &VisitContent, heads: &[ContentHash]) -> Self {
        let heads = heads.iter().map(|head| ChangeHash::from_bytes(*head.as_bytes())).collect();
        Self { told: told(content), heads }
    }

    /// Of a stored sealed parcel. The error is a sentence: the record was altered from outside.
    pub(super) fn read(stored: &StoredParcel) -> Result<Self, String> {
        let parcel = Parcel::read(&stored.bytes).map_err(|cause| cause.to_string())?;
        let read = canonical::read_sealed(parcel.payload).map_err(|cause| cause.to_string())?;
        Ok(Self::of(&read.content, &read.heads))
    }
}

fn told(content: &VisitContent) -> Told {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let answered = content.answers.values().filter(|answer| matches!(answer, AnswerState::One(_)));
    let answered = count(answered.count());
    let standing = content.findings.values().filter(|finding| finding.status == FindingStatus::Open);
    Told {
        answered,
        conflicts: count(content.answers.len()).saturating_sub(answered),
        findings: count(standing.count()),
        evidence: content.evidence.values().map(|one| (one.hash, one.bytes)).collect(),
    }
}

/// A draft with the number of its changes: counting them anew would mean writing out every one.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub(super) draft: Draft,
    pub(super) changes: usize,
}

/// How a visit stands. A seal says what counts; the draft then only tells what came after it.
pub(super) fn facts(draft: Option<&Counted>, seal: Option<&SealFacts>) -> Result<Facts, DraftError> {
    let drafted = match draft {
        Some(counted) => told(&counted.draft.content()?),
        None => Told::default(),
    };
    let late_changes = match (draft, seal) {
        (Some(counted), Some(seal)) => count_late(counted, seal)?,
        _ => 0,
    };
    let mut evidence = drafted.evidence.clone();
    let standing = match seal {
        Some(seal) => {
            evidence.extend(&seal.told.evidence);
            &seal.told
        }
        None => &drafted,
    };
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Facts {
        sealed: seal.is_some(),
        answered: standing.answered,
        conflicts: standing.conflicts,
        findings: standing.findings,
        changes: count(draft.map_or(0, |counted| counted.changes)),
        late_changes: count(late_changes),
        evidence: evidence.into_iter().collect(),
        heads: draft.map(|counted| folded_heads(&counted.draft)),
    })
}

/// Changes that the seal does not cover.
fn count_late(counted: &Counted, seal: &SealFacts) -> Result<usize, DraftError> {
    // Heads that have not come yet cover nothing here: until they do, more is shown as late, never less.
    let known: Vec<ChangeHash> =
        seal.heads.iter().copied().filter(|head| counted.draft.contains(head)).collect();
    if known.is_empty() { Ok(counted.changes) } else { Ok(counted.draft.changes_after(&known)?.len()) }
}

/// Heads of a draft, folded into one hash.
pub(super) fn folded_heads(draft: &Draft) -> ContentHash {
    let heads = draft.heads();
    fold_heads(heads.iter().map(ChangeHash::as_bytes))
}

/// Folded heads of a visit in which nothing has happened; `None` if its checklist cannot carry a draft.
pub(crate) fn untouched_heads(
    office: &Office,
    assignment: &Assignment,
) -> Result<Option<ContentHash>, ServerError> {
    let Some(checklist) = office.checklist(&assignment.checklist)? else { return Ok(None) };
    let genesis = Genesis::of(assignment.task.id, assignment.checklist, &checklist);
    Ok(Draft::start(&genesis).ok().map(|draft| folded_heads(&draft)))
}

/// Rebuilds a draft from its stored parcels. The error is a sentence.
pub(super) fn replay(genesis: &Genesis, log: &[StoredParcel]) -> Result<Counted, String> {
    let mut changes = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for stored in log {
        let parcel = Parcel::read(&stored.bytes).map_err(|cause| cause.to_string())?;
        let push = DraftPush::read(parcel.payload).map_err(|cause| cause.to_string())?;
        for change in unpack(&push.packed, CHANGES_PER_PUSH_MAX).map_err(|cause| cause.to_string())? {
            // Two parcels may carry the same change; the log of a draft holds it once.
            if known.insert(ContentHash::of(&change)) {
                changes.push(change);
            }
        }
    }
    let count = changes.len();
    let draft = Draft::replay(genesis, changes).map_err(|cause| cause.to_string())?;
    Ok(Counted { draft, changes: count })
}

/// Visits rebuilt in one transaction.
const VISITS_AT_ONCE: usize = 100;

/// How often a batch is computed again because a running server took in more of its visits meanwhile.
const ATTEMPTS: usize = 5;

/// Computes the standing of every visit again from its stored parcels. Returns how many there are.
///
/// `progress` hears of the visits done so far. Safe beside a running server: a visit that moves is computed again.
pub fn rebuild(office: &Office, mut progress: impl FnMut(u64)) -> Result<u64, ServerError> {
    let mut done = 0;
    let mut after = None;
    loop {
        let visits = office.db.visits(after.as_ref(), VISITS_AT_ONCE)?;
        let Some(last) = visits.last() else { break };
        after = Some(*last);
        rebuild_some(office, &visits)?;
        done += visits.len() as u64;
        progress(done);
    }
    office.db.append(vec![Intake::ForgetStrays], office.clock.now())?;
    Ok(done)
}

fn rebuild_some(office: &Office, visits: &[VisitId]) -> Result<(), ServerError> {
    for _ in 0..ATTEMPTS {
        let unit: Vec<Intake> = visits
            .iter()
            .map(|visit| {
                let built_on = office.db.chapter(visit)?;
                Ok(Intake::Rebuilt { visit: *visit, built_on, facts: facts_of(office, visit)? })
            })
            .collect::<Result<_, ServerError>>()?;
        if office.db.append(unit, office.clock.now())? != Unit::Moved {
            return Ok(());
        }
    }
    Err(ServerError::Contended)
}

fn facts_of(office: &Office, visit: &VisitId) -> Result<Facts, ServerError> {
    let unreadable = |detail: String| ServerError::Internal { detail: format!("visit {visit}: {detail}") };
    let assignment =
        office.db.assignment(visit)?.ok_or_else(|| unreadable("its task is missing".to_owned()))?;
    let log = office.db.draft_log(visit)?;
    let draft = if log.is_empty() {
        None
    } else {
        let checklist = office.checklist(&assignment.checklist)?;
        let checklist = checklist.ok_or_else(|| unreadable("its checklist is missing".to_owned()))?;
        let genesis = Genesis::of(assignment.task.id, assignment.checklist, &checklist);
        Some(replay(&genesis, &log).map_err(unreadable)?)
    };
    let sealed = office.db.sealed_parcel(visit)?;
    let seal = sealed.as_ref().map(SealFacts::read).transpose().map_err(unreadable)?;
    facts(draft.as_ref(), seal.as_ref()).map_err(|cause| unreadable(cause.to_string()))
}
