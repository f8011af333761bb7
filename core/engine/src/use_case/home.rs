//! The first screen: what is to be done, what is begun, what is not safe yet.

use super::tasks::TaskQuery;
use crate::newer::moved_to;
use crate::view::{HomeView, TaskProgress, TaskRow};
use crate::visit::counts;
use crate::{Engine, EngineError};
use zhian_domain::task::is_overdue;
use zhian_store::VisitState;

impl Engine {
    /// The first page of open tasks, every visit that is being filled, and what is not safe. Errors: `store.*`.
    pub fn home(&self) -> Result<HomeView, EngineError> {
        let now = self.now().best();
        let counts = self.store.task_counts(now)?;
        Ok(HomeView {
            identity: self.identity()?,
            tasks: self.tasks(&TaskQuery::default())?,
            open_tasks: counts.open,
            overdue_tasks: counts.overdue,
            drafts: self.drafts_begun()?,
            sync: self.sync_status()?,
            opened: self.opened(),
        })
    }

    /// Visits that are being filled, latest start first, as lines of a list of tasks.
    fn drafts_begun(&self) -> Result<Vec<TaskRow>, EngineError> {
        let now = self.now().best();
        let mut found = Vec::new();
        for row in self.store.visits(VisitState::Draft)? {
            // What was moved on is begun elsewhere; it is read from there.
            if moved_to(&self.store, &row.visit)?.is_some() {
                continue;
            }
            let task = self.store.task(&row.task)?.ok_or(EngineError::UnknownTask { task: row.task })?;
            found.push(TaskRow {
                task: row.task,
                visit: row.visit,
                title: task.title,
                enterprise_name: task.enterprise_name,
                due: task.due,
                overdue: is_overdue(task.due, now, 0),
                withdrawn: task.withdrawn,
                started: Some(TaskProgress { sealed: false, counts: counts(&row.summary) }),
            });
        }
        Ok(found)
    }
}
