//! A visit whose task now names a newer version of its checklist.
//!
//! A visit stays on the version it is pinned to. Moving is an act of each officer for their own work: what an officer answered,
//! found and photographed is recorded anew by their own device, under their own signature, on the visit of the newer version.
//! Nobody speaks for a colleague. What the newer version cannot hold, and what a colleague has not moved yet, stays in the older
//! visit, is kept and sent as before, and is shown beside the newer one as answered under the old version.
//!
//! Both officers' moves are made as if neither had heard of the other, so that it makes no difference which phone was offline:
//! where they agreed they agree, where they differed they differ, and nothing replaces what stands without a person's doing.

mod carry;
mod kept;
mod preview;

use crate::drafts::Held;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view;
use zhian_domain::id::{TaskId, VisitId};
use zhian_domain::task::Task;
use zhian_protocol::published::TaskRecord;
use zhian_store::{Handle, Source, VisitRow, VisitState, VisitSummary};

/// Where it is noted that this device's officer moved on from a visit, and to which.
fn moved_note(visit: &VisitId) -> String {
    format!("moved.{visit}")
}

/// The visit to which this device's officer moved on; `None` while they have not.
pub(crate) fn moved_to<S: Source>(
    store: &Handle<S>,
    visit: &VisitId,
) -> Result<Option<VisitId>, EngineError> {
    let Some(bytes) = store.note(&moved_note(visit))? else { return Ok(None) };
    VisitId::from_slice(&bytes).map(Some).ok_or_else(|| EngineError::Internal {
        detail: format!("where visit {visit} was moved to cannot be read"),
    })
}

/// The task as the office has it now.
fn task_now<S: Source>(store: &Handle<S>, id: &TaskId) -> Result<Task, EngineError> {
    let stored = store.task(id)?.ok_or(EngineError::UnknownTask { task: *id })?;
    Ok(Task::try_from(TaskRecord::read(&stored.bytes)?)?)
}

/// Every visit of a task on this device, latest start first.
fn visits_of<S: Source>(store: &Handle<S>, task: &TaskId) -> Result<Vec<VisitRow>, EngineError> {
    let mut rows = store.visits(VisitState::Draft)?;
    rows.extend(store.visits(VisitState::Sealed)?);
    rows.retain(|row| row.task == *task);
    rows.sort_by_key(|row| (std::cmp::Reverse(row.started_at), row.visit));
    Ok(rows)
}

/// Whether the task of a visit that is being filled names another version than the visit is pinned to.
pub(crate) fn is_behind<S: Source>(store: &Handle<S>, row: &VisitRow) -> Result<bool, EngineError> {
    if row.state == VisitState::Sealed || moved_to(store, &row.visit)?.is_some() {
        return Ok(false);
    }
    let task = store.task(&row.task)?.ok_or(EngineError::UnknownTask { task: row.task })?;
    Ok(task.checklist != row.checklist)
}

impl Engine {
    /// Refuses for a visit from which this device's officer moved on. Errors: `engine.moved-on`.
    pub(crate) fn check_not_moved(&self, visit: &VisitId) -> Result<(), EngineError> {
        match moved_to(&self.store, visit)? {
            None => Ok(()),
            Some(to) => Err(EngineError::MovedOn { visit: *visit, to }),
        }
    }

    /// The visit of a task that is being filled on an older version than the task names, if there is one.
    pub(crate) fn on_older_version(&self, task: &Task) -> Result<Option<view::VisitRow>, EngineError> {
        for row in visits_of(&self.store, &task.id)? {
            if is_behind(&self.store, &row)? {
                return self.row_view(&row).map(Some);
            }
        }
        Ok(None)
    }

    /// The visit that is to be moved, its task, and the row of the visit on the version that the task names.
    fn move_of(&self, visit: &VisitId) -> Result<Move, EngineError> {
        let from = self.visit_row(visit)?;
        if from.state == VisitState::Sealed {
            return Err(EngineError::VisitSealed { visit: *visit });
        }
        self.check_not_moved(visit)?;
        let task = task_now(&self.store, &from.task)?;
        if task.checklist == from.checklist {
            return Err(EngineError::NoNewerVersion { visit: *visit });
        }
        let known = self.store.visit(&task.visit())?;
        let to = known.unwrap_or_else(|| VisitRow {
            visit: task.visit(),
            task: task.id,
            checklist: task.checklist,
            state: VisitState::Draft,
            started_at: self.now().device,
            summary: VisitSummary::default(),
        });
        Ok(Move { from, to, task })
    }

    /// Visits whose work may be moved: the one that is meant, and those from which this officer moved to it before.
    fn sources(&self, from: &VisitRow) -> Result<Vec<Held>, EngineError> {
        let mut found = vec![self.held(from)?];
        let mut reached = vec![from.visit];
        for row in visits_of(&self.store, &from.task)? {
            let leads_here = moved_to(&self.store, &row.visit)?.is_some_and(|to| reached.contains(&to));
            if leads_here && row.state == VisitState::Draft {
                reached.push(row.visit);
                found.push(self.held(&row)?);
            }
        }
        Ok(found)
    }
}

/// A move that can be made.
struct Move {
    from: VisitRow,
    to: VisitRow,
    task: Task,
}
