//! One action on a draft: recorded, stored in one transaction, and only then put in place.

use crate::drafts::{Held, Patience, summary};
use crate::engine::{Engine, lock};
use crate::error::EngineError;
use crate::roster::Me;
use crate::travel::check;
use std::sync::Arc;
use zhian_domain::answer::{Answer, AnswerState};
use zhian_domain::checklist::Checklist;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_domain::time::ClockReading;
use zhian_domain::visit::VisitContent;
use zhian_draft::{Author, Change, Edit};
use zhian_store::{ChangeOrigin, NewChange, Tx, VisitRow, VisitState};

/// What an action sees before it decides what to record.
pub(crate) struct Desk<'a> {
    pub(crate) me: &'a Me,
    pub(crate) at: ClockReading,
    pub(crate) row: &'a VisitRow,
    pub(crate) content: &'a VisitContent,
    pub(crate) checklist: &'a Checklist,
}

/// A visit as it is after an action.
pub(crate) struct Seen {
    pub(crate) row: VisitRow,
    pub(crate) content: Arc<VisitContent>,
    pub(crate) checklist: Arc<Checklist>,
}

impl Engine {
    /// The row of a visit. Errors: `engine.unknown-visit`.
    pub(crate) fn visit_row(&self, visit: &VisitId) -> Result<VisitRow, EngineError> {
        self.store.visit(visit)?.ok_or(EngineError::UnknownVisit { visit: *visit })
    }

    /// The draft of a visit, as it is in memory or in the log.
    pub(crate) fn held(&self, row: &VisitRow) -> Result<Held, EngineError> {
        let mut drafts = lock(&self.drafts);
        let held = drafts.get(&self.store, row)?;
        let renewed = self.renew_snapshot(held.clone(), Patience::Opening);
        if renewed.beside != held.beside {
            drafts.put(row.visit, renewed);
        }
        Ok(held)
    }

    /// Renews the snapshots of what is in memory, so that the next start opens it quickly.
    pub(crate) fn renew_snapshots(&self) {
        let mut drafts = lock(&self.drafts);
        for held in drafts.all() {
            drafts.put(held.draft.visit(), self.renew_snapshot(held, Patience::Resting));
        }
    }

    /// Writes a snapshot if one is due. The caller holds the lock on drafts.
    fn renew_snapshot(&self, held: Held, patience: Patience) -> Held {
        let Some(snapshot) = held.due_snapshot(patience) else { return held };
        // A cache: where it cannot be written now, the next opening takes longer, and that is all.
        match self.store.write(|tx| tx.put_snapshot(&held.draft.visit(), &snapshot)) {
            Ok(()) => Held { beside: 0, ..held },
            Err(_) => held,
        }
    }

    /// Records what `decide` returns, in order, together with what `beside` writes.
    ///
    /// The officer must have arrived and the visit must be open. Errors leave draft and database as they were.
    pub(crate) fn edit(
        &self,
        visit: &VisitId,
        decide: impl FnOnce(&Desk<'_>) -> Result<Vec<Edit>, EngineError>,
        beside: impl FnOnce(&Tx<'_>) -> Result<(), EngineError>,
    ) -> Result<Seen, EngineError> {
        let mut drafts = lock(&self.drafts);
        let row = self.visit_row(visit)?;
        let held = drafts.get(&self.store, &row)?;
        let me = self.me()?;
        if row.state == VisitState::Sealed {
            return Err(EngineError::VisitSealed { visit: *visit });
        }
        self.check_not_moved(visit)?;
        if !held.content.check_ins.iter().any(|one| one.inspector == me.inspector) {
            return Err(EngineError::NotCheckedIn { visit: *visit, inspector: me.inspector });
        }
        let at = self.now();
        let desk = Desk { me: &me, at, row: &row, content: &held.content, checklist: &held.checklist };
        let edits = decide(&desk)?;
        // Nobody else may hold what is changed in place. After an error the draft is read from the log again.
        drafts.forget(visit);
        let after = self.store_edits(&me, at, held, &edits, |tx| beside(tx))?;
        let seen = Seen { row, content: Arc::clone(&after.content), checklist: Arc::clone(&after.checklist) };
        drafts.put(*visit, self.renew_snapshot(after, Patience::Editing));
        Ok(seen)
    }

    /// Records edits and stores them; the draft after them, to be put in place by the caller.
    pub(crate) fn store_edits(
        &self,
        me: &Me,
        at: ClockReading,
        mut after: Held,
        edits: &[Edit],
        beside: impl FnOnce(&Tx<'_>) -> Result<(), EngineError>,
    ) -> Result<Held, EngineError> {
        let visit = after.draft.visit();
        let author = me.author(&visit);
        let mut changes = Vec::new();
        for edit in edits {
            if let Some(change) = after.draft.record(&author, edit)? {
                note_content(&mut after, &author, edit)?;
                changes.push(change);
            }
        }
        let figures = summary(&after.checklist, &after.content);
        let heads = after.draft.heads();
        let last_seq = self.write_visit(&at, &visit, |tx| {
            // The row of a new visit comes from here, and the changes belong to it.
            beside(tx)?;
            let mut last_seq = after.last_seq;
            for change in &changes {
                last_seq = insert_own(tx, me, &visit, change)?;
            }
            if !changes.is_empty() {
                tx.put_visit_summary(&visit, &figures)?;
                check::heads_changed(tx, &visit, &heads)?;
            }
            Ok(last_seq)
        })?;
        after.beside += changes.len();
        after.last_seq = last_seq;
        Ok(after)
    }
}

/// Place of the change in the log.
pub(crate) fn insert_own(tx: &Tx<'_>, me: &Me, visit: &VisitId, change: &Change) -> Result<u64, EngineError> {
    let stored = tx.insert_change(&NewChange {
        visit: *visit,
        hash: ContentHash::from_bytes(*change.hash.as_bytes()),
        actor: change.actor.as_bytes(),
        actor_seq: change.seq,
        device: me.device,
        origin: ChangeOrigin::Own,
        late: false,
        parcel: None,
        bytes: &change.bytes,
    })?;
    // The draft in memory did not know this change, the log does: they have parted, and the log is right.
    stored.ok_or_else(|| EngineError::Internal {
        detail: format!("change {} was in the log before it was made", change.hash),
    })
}

/// Brings the content up to an edit that was recorded.
///
/// A plain answer is by far the most frequent edit and changes one register; reading the whole document for it would
/// take longer than making it durable. A test holds both ways equal.
fn note_content(after: &mut Held, author: &Author, edit: &Edit) -> Result<(), EngineError> {
    let Edit::Answer { item, value, at, settle: false } = edit else {
        after.content = Arc::new(after.draft.content()?);
        return Ok(());
    };
    let answer = Answer {
        value: value.clone(),
        by: author.inspector,
        device: author.device,
        at: *at,
        settles: Vec::new(),
    };
    Arc::make_mut(&mut after.content).answers.insert(item.clone(), AnswerState::One(answer));
    Ok(())
}
