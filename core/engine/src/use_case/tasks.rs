//! Tasks, listed and looked at.

use crate::engine::lock;
use crate::view::{ChecklistStanding, TaskCursor, TaskFilter, TaskPage, TaskProgress, TaskRow, TaskView};
use crate::visit::counts;
use crate::{Engine, EngineError};
use zhian_domain::id::TaskId;
use zhian_domain::task::{Task, is_overdue};
use zhian_domain::time::Timestamp;
use zhian_protocol::published::TaskRecord;
use zhian_store::{TaskLine, VisitState};

/// Tasks on a page where the query names no number.
const PAGE_ROWS: u32 = 50;

/// Most tasks on a page.
const PAGE_ROWS_MAX: u32 = 200;

/// Which page of which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskQuery {
    /// Which tasks.
    pub filter: TaskFilter,
    /// Where to go on; `None` for the first page.
    pub after: Option<TaskCursor>,
    /// Most tasks on the page, 1..=200; 0 means 50.
    pub limit: u32,
}

impl Engine {
    /// One page of tasks by due time.
    pub fn tasks(&self, query: &TaskQuery) -> Result<TaskPage, EngineError> {
        let now = self.now().best();
        let limit = match query.limit {
            0 => PAGE_ROWS,
            limit => limit.min(PAGE_ROWS_MAX),
        };
        let filter = match query.filter {
            TaskFilter::Open => zhian_store::TaskFilter::Open,
            TaskFilter::Overdue => zhian_store::TaskFilter::Overdue(now),
            TaskFilter::Done => zhian_store::TaskFilter::Done,
            TaskFilter::Withdrawn => zhian_store::TaskFilter::Withdrawn,
            TaskFilter::All => zhian_store::TaskFilter::All,
        };
        let after = query.after.map(|one| zhian_store::TaskCursor { due: one.due, task: one.task });
        let page = self.store.tasks(filter, after, limit)?;
        Ok(TaskPage {
            rows: page.lines.iter().map(|line| row(line, now)).collect(),
            next: page.next.map(|one| TaskCursor { due: one.due, task: one.task }),
        })
    }

    /// Every task of a list whose title or enterprise holds all of the words, by due time; at most `limit` of them.
    pub fn find_tasks(
        &self,
        filter: TaskFilter,
        words: &str,
        limit: u32,
    ) -> Result<Vec<TaskRow>, EngineError> {
        let words: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = self.tasks(&TaskQuery { filter, after, limit: PAGE_ROWS_MAX })?;
            let room = (limit as usize).saturating_sub(found.len());
            found.extend(page.rows.into_iter().filter(|row| mentions(row, &words)).take(room));
            after = page.next;
            if after.is_none() || found.len() >= limit as usize {
                return Ok(found);
            }
        }
    }

    /// One task with everything around it. Errors: `engine.unknown-task`, `published.not-understood`.
    pub fn task(&self, id: &TaskId) -> Result<TaskView, EngineError> {
        let stored = self.store.task(id)?.ok_or(EngineError::UnknownTask { task: *id })?;
        let task = Task::try_from(TaskRecord::read(&stored.bytes)?)?;
        let roster = self.roster()?;
        let checklist = match lock(&self.drafts).checklist(&self.store, &task.checklist) {
            Ok(list) => ChecklistStanding::Here {
                title: list.title.clone(),
                version: list.version,
                items: u32::try_from(list.items().count()).unwrap_or(u32::MAX),
            },
            Err(EngineError::UnknownChecklist { checklist }) => {
                ChecklistStanding::Unknown { hash: checklist }
            }
            Err(other) => return Err(other),
        };
        Ok(TaskView {
            overdue: is_overdue(task.due, self.now().best(), 0),
            officers: task.inspectors.iter().map(|one| roster.officer(one)).collect(),
            checklist,
            enterprise: self.enterprise(&task.enterprise)?,
            visit: self.store.visit(&task.visit())?.map(|row| self.row_view(&row)).transpose()?,
            on_older_version: self.on_older_version(&task)?,
            task,
        })
    }
}

fn mentions(row: &TaskRow, words: &[String]) -> bool {
    let text = format!("{} {}", row.title, row.enterprise_name).to_lowercase();
    words.iter().all(|word| text.contains(word))
}

fn row(line: &TaskLine, now: Timestamp) -> TaskRow {
    TaskRow {
        task: line.task,
        visit: line.visit,
        title: line.title.clone(),
        enterprise_name: line.enterprise_name.clone(),
        due: line.due,
        overdue: !line.done && is_overdue(line.due, now, 0),
        withdrawn: line.withdrawn,
        started: line.started.as_ref().map(|(state, summary)| TaskProgress {
            sealed: *state == VisitState::Sealed,
            counts: counts(summary),
        }),
    }
}
