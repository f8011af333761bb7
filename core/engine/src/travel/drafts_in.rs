//! A parcel of changes comes in: signature, frame, gate, author; then rows and projection.

use super::batch::{Batch, Taken};
use super::check;
use crate::drafts::{Held, summary};
use crate::error::EngineError;
use crate::evidence::evidence_row;
use crate::visit::known_seal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_draft::{ActorId, Admission, Refusal, envelope, unpack};
use zhian_protocol::draft_push::DraftPush;
use zhian_protocol::limits::CHANGES_PER_PUSH_MAX;
use zhian_protocol::parcel::Parcel;
use zhian_store::{ChangeOrigin, FileState, NewChange, Outbound, Tx, VisitRow, VisitState, VisitSummary};

/// Why a parcel that is soundly signed is not what it claims.
pub(crate) const PARCEL_INCONSISTENT: &str = "engine.parcel-inconsistent";
/// Changes that declare another author than the device that signed them.
pub(crate) const PARCEL_AUTHOR: &str = "engine.parcel-author";

impl Batch<'_> {
    /// The visit it is about, where that can be read, and what became of it.
    pub(super) fn take_in_draft(
        &mut self,
        tx: &Tx<'_>,
        parcel: &Parcel<'_>,
        bytes: &[u8],
    ) -> Result<(Option<VisitId>, Taken), EngineError> {
        let push = match DraftPush::read(parcel.payload) {
            Ok(push) => push,
            Err(cause) => return Ok((None, Taken::Refused(cause.code(), cause.to_string()))),
        };
        let visit = Some(push.visit);
        // Its key may still be on its way: the parcel waits, and nothing in it is believed before.
        let Some(device) = self.owner(&parcel.device).cloned() else { return Ok((visit, Taken::Waits)) };
        if let Err(cause) = parcel.verify(&device.public_key) {
            return Ok((visit, Taken::Refused(cause.code(), cause.to_string())));
        }
        if !push.is_consistent() {
            let detail = "the visit does not follow from task and checklist".to_owned();
            return Ok((visit, Taken::Refused(PARCEL_INCONSISTENT, detail)));
        }
        let changes = match unpack(&push.packed, CHANGES_PER_PUSH_MAX) {
            Ok(changes) => changes,
            Err(cause) => return Ok((visit, Taken::Refused(cause.code(), cause.to_string()))),
        };
        let Some(row) = self.row_for(tx, &push)? else { return Ok((visit, Taken::Waits)) };
        let Some(held) = self.readable(tx, &row)? else { return Ok((visit, Taken::Waits)) };
        let owner = (device.inspector, parcel.device);
        let Some(actor) = actor_of(&push, &device.public_key, &changes) else {
            let detail = "its first change names no actor".to_owned();
            return Ok((visit, Taken::Refused(PARCEL_INCONSISTENT, detail)));
        };
        if push.start.is_none() {
            match held.draft.authors()?.get(&actor) {
                Some(known) if *known == owner => {}
                Some(_) => return Ok((visit, other_author(&actor, parcel))),
                // The change that introduces the actor is still on its way.
                None => return Ok((visit, Taken::Waits)),
            }
        }
        let admission = match held.draft.admit(&actor, &changes) {
            Ok(admission) => admission,
            Err(Refusal::MissingDependencies(_) | Refusal::SequenceGap { .. }) => {
                return Ok((visit, Taken::Waits));
            }
            Err(refusal) => return Ok((visit, Taken::Refused(refusal.code(), refusal.to_string()))),
        };
        if admission.accepted.is_empty() {
            return Ok((visit, Taken::Known));
        }
        let declared = admission.draft.authors()?.get(&actor).copied();
        if declared != Some(owner) {
            return Ok((visit, other_author(&actor, parcel)));
        }
        self.keep(tx, parcel, visit, bytes)?;
        self.store_admission(tx, &row, &held, admission, parcel)?;
        self.queue_for_office(tx, Outbound::Draft(parcel.digest), bytes)?;
        Ok((visit, Taken::In))
    }

    /// The visit's row, made if the visit is new here; `None` while task or checklist are not here.
    fn row_for(&mut self, tx: &Tx<'_>, push: &DraftPush) -> Result<Option<VisitRow>, EngineError> {
        let known = tx.visit(&push.visit)?;
        let (task, checklist) = match (&known, &push.start) {
            (Some(row), _) => (row.task, row.checklist),
            (None, Some(start)) => (start.task, start.checklist),
            (None, None) => return Ok(None),
        };
        if self.checklist(tx, &checklist)?.is_none() || tx.task(&task)?.is_none() {
            return Ok(None);
        }
        if known.is_some() {
            return Ok(known);
        }
        let row = VisitRow {
            visit: push.visit,
            task,
            checklist,
            state: VisitState::Draft,
            started_at: self.at.device,
            summary: VisitSummary::default(),
        };
        Ok(Some(row))
    }

    fn store_admission(
        &mut self,
        tx: &Tx<'_>,
        row: &VisitRow,
        held: &Held,
        admission: Admission,
        parcel: &Parcel<'_>,
    ) -> Result<(), EngineError> {
        tx.insert_visit(row)?;
        let own = parcel.device == self.me.device;
        let mut last_seq = held.last_seq;
        for change in &admission.accepted {
            let stored = tx.insert_change(&NewChange {
                visit: row.visit,
                hash: ContentHash::from_bytes(*change.hash.as_bytes()),
                actor: change.actor.as_bytes(),
                actor_seq: change.seq,
                device: parcel.device,
                origin: if own { ChangeOrigin::Own } else { ChangeOrigin::Foreign },
                late: false,
                parcel: Some(parcel.digest),
                bytes: &change.bytes,
            })?;
            last_seq = stored.unwrap_or(last_seq);
        }
        self.brought.changes += admission.accepted.len() as u64;
        let content = Arc::new(admission.draft.content()?);
        for evidence in content.evidence.values() {
            if held.content.evidence.contains_key(&evidence.hash) {
                continue;
            }
            if !tx.insert_evidence(&evidence_row(&row.visit, evidence, FileState::Absent))?
                && is_named(tx, row)?
            {
                // A colleague moved to the version that the task names, and took the file along.
                tx.move_evidence(&evidence.hash, &row.visit)?;
            }
            // The office may have told of the file before it told of the draft that cites it.
            if let Some(receipt) = tx.receipt(&Outbound::Evidence(evidence.hash))? {
                tx.put_receipt(&receipt)?;
            }
        }
        if row.state == VisitState::Sealed {
            mark_late(tx, &row.visit)?;
        } else {
            tx.put_visit_summary(&row.visit, &summary(&held.checklist, &content))?;
            check::heads_changed(tx, &row.visit, &admission.draft.heads())?;
        }
        let checklist = Arc::clone(&held.checklist);
        let beside = held.beside + admission.accepted.len();
        self.put_held(row.visit, Held { draft: admission.draft, content, checklist, beside, last_seq });
        Ok(())
    }
}

/// Whether a visit is the one to which its task leads now.
fn is_named(tx: &Tx<'_>, row: &VisitRow) -> Result<bool, EngineError> {
    Ok(tx.task(&row.task)?.is_some_and(|task| task.visit == row.visit))
}

/// Whose changes a push holds: computed where it introduces its actor, else as the first change says. What the changes
/// say is believed by nobody before the gate has compared every one of them with it.
fn actor_of(push: &DraftPush, public_key: &[u8], changes: &[Vec<u8>]) -> Option<ActorId> {
    match &push.start {
        Some(start) => Some(ActorId::of(public_key, &push.visit, &start.install_epoch)),
        None => ActorId::from_slice(&envelope(changes.first()?).ok()?.actor),
    }
}

fn other_author(actor: &ActorId, parcel: &Parcel<'_>) -> Taken {
    let detail = format!("actor {actor} declares another officer or device than {}", parcel.device);
    Taken::Refused(PARCEL_AUTHOR, detail)
}

/// Marks which changes of a sealed visit its seal does not cover: they stand beside it and are never merged in.
pub(super) fn mark_late(tx: &Tx<'_>, visit: &VisitId) -> Result<(), EngineError> {
    let Some(seal) = known_seal(tx, visit)? else { return Ok(()) };
    let changes = tx.changes(visit, 0)?;
    let mut builds_on = BTreeMap::new();
    for change in &changes {
        let before: Vec<[u8; 32]> =
            envelope(&change.bytes)?.dependencies.iter().map(|hash| *hash.as_bytes()).collect();
        builds_on.insert(*change.hash.as_bytes(), before);
    }
    let mut covered: BTreeSet<[u8; 32]> = BTreeSet::new();
    let mut next: Vec<[u8; 32]> = seal.read.heads.iter().map(|head| *head.as_bytes()).collect();
    while let Some(hash) = next.pop() {
        if covered.insert(hash) {
            next.extend(builds_on.get(&hash).into_iter().flatten());
        }
    }
    for change in &changes {
        let late = !covered.contains(change.hash.as_bytes());
        if late != change.late {
            tx.set_change_late(&change.hash, late)?;
        }
    }
    Ok(())
}
