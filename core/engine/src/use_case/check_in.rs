//! An officer arrives: the visit begins.

use crate::edit::Seen;
use crate::engine::lock;
use crate::visit::pinned_task;
use crate::{Engine, EngineError, view::VisitView};
use std::sync::Arc;
use zhian_domain::id::TaskId;
use zhian_domain::place::Position;
use zhian_domain::task::{Task, TaskStanding};
use zhian_domain::visit::CheckIn;
use zhian_draft::Edit;
use zhian_protocol::published::TaskRecord;
use zhian_store::{VisitRow, VisitState, VisitSummary};

/// An arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInRequest {
    /// The task.
    pub task: TaskId,
    /// Where, if a fix was known; without one the device is asked.
    pub position: Option<Position>,
    /// Whether the certificate was shown and the party's rights were told. Must be true.
    pub rights_told: bool,
}

impl Engine {
    /// Checks the officer of this device in, and starts the visit if nobody has here.
    ///
    /// Errors: `engine.rights-not-told`, `engine.unknown-task`, `engine.not-on-task`, `engine.unknown-checklist`,
    /// `engine.task-withdrawn` for a visit that was not started yet, `engine.already-checked-in`,
    /// `engine.visit-sealed`.
    pub fn check_in(&self, request: &CheckInRequest) -> Result<VisitView, EngineError> {
        if !request.rights_told {
            return Err(EngineError::RightsNotTold);
        }
        let me = self.me()?;
        let stored =
            self.store.task(&request.task)?.ok_or(EngineError::UnknownTask { task: request.task })?;
        let task = Task::try_from(TaskRecord::read(&stored.bytes)?)?;
        if !task.names(&me.inspector) {
            return Err(EngineError::NotOnTask { task: task.id, inspector: me.inspector });
        }
        let position = self.position(request.position);
        let mut drafts = lock(&self.drafts);
        let at = self.now();
        let known = self.store.visit(&task.visit())?;
        if known.is_none() {
            refuse_withdrawn(&task)?;
        }
        let row = known.unwrap_or(VisitRow {
            visit: task.visit(),
            task: task.id,
            checklist: task.checklist,
            state: VisitState::Draft,
            started_at: at.device,
            summary: VisitSummary::default(),
        });
        if row.state == VisitState::Sealed {
            return Err(EngineError::VisitSealed { visit: row.visit });
        }
        // Without its checklist the visit cannot be started: what would be answered?
        let held = drafts.get(&self.store, &row)?;
        if held.content.check_ins.iter().any(|one| one.inspector == me.inspector && one.device == me.device) {
            return Err(EngineError::AlreadyCheckedIn { visit: row.visit, inspector: me.inspector });
        }
        let roster = self.roster()?;
        let credential = roster.inspector(&me.inspector).map(|one| one.credential.number.clone());
        let arrival = Edit::CheckIn(CheckIn {
            inspector: me.inspector,
            device: me.device,
            at,
            position,
            credential_number: credential.unwrap_or_default(),
            rights_told: true,
        });
        // Should it fail, the visit may have no row; a draft in memory without one would be taken for started.
        drafts.forget(&row.visit);
        let after =
            self.store_edits(&me, at, held, &[arrival], |tx| Ok(tx.insert_visit(&row).map(drop)?))?;
        let seen = Seen { row, content: Arc::clone(&after.content), checklist: Arc::clone(&after.checklist) };
        drafts.put(row.visit, after);
        drop(drafts);
        self.scene(&seen)?.visit()
    }

    /// Refuses for a task that was taken back. Errors: `engine.task-withdrawn`.
    pub(crate) fn check_task_stands(&self, row: &VisitRow) -> Result<(), EngineError> {
        refuse_withdrawn(&pinned_task(&self.store, row)?)
    }
}

fn refuse_withdrawn(task: &Task) -> Result<(), EngineError> {
    match &task.standing {
        TaskStanding::Active => Ok(()),
        TaskStanding::Withdrawn { reason } => {
            Err(EngineError::TaskWithdrawn { task: task.id, reason: reason.clone() })
        }
    }
}
