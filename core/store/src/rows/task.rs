//! Tasks published to this phone, and the lists made of them.

use super::visit::{VisitState, VisitSummary, state_of};
use super::{all, one, sound, time};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, ToSql, params};
use zhian_domain::id::{ContentHash, EnterpriseId, TaskId, VisitId};
use zhian_domain::time::Timestamp;

/// A task, the highest revision known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// Its id.
    pub task: TaskId,
    /// Its revision; the highest one holds.
    pub revision: u64,
    /// When it must be done.
    pub due: Timestamp,
    /// One line for lists.
    pub title: String,
    /// Whom to visit.
    pub enterprise: EnterpriseId,
    /// Name of the enterprise when the task was published.
    pub enterprise_name: String,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// The checklist version.
    pub checklist: ContentHash,
    /// The visit it leads to.
    pub visit: VisitId,
    /// The record as it came.
    pub bytes: Vec<u8>,
}

/// A task as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// Its id.
    pub task: TaskId,
    /// When it must be done.
    pub due: Timestamp,
    /// One line.
    pub title: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// Whether its visit is sealed on this phone.
    pub done: bool,
    /// The visit it leads to.
    pub visit: VisitId,
    /// State and counters of the visit, once started.
    pub started: Option<(VisitState, VisitSummary)>,
}

/// Which tasks a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskFilter {
    /// Every task.
    All,
    /// To be done: not withdrawn, not sealed.
    Open,
    /// To be done, and due before this moment.
    Overdue(Timestamp),
    /// Sealed, whether withdrawn or not.
    Done,
    /// Taken back and not sealed.
    Withdrawn,
}

/// Where a page of tasks ended. The order is by due time, then id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskCursor {
    /// Due time of the last task shown.
    pub due: Timestamp,
    /// Id of the last task shown.
    pub task: TaskId,
}

/// One page of tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskPage {
    /// The tasks, ordered by due time, then id.
    pub lines: Vec<TaskLine>,
    /// Where the next page starts; `None` after the last one.
    pub next: Option<TaskCursor>,
}

/// How many tasks each list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskCounts {
    /// To be done.
    pub open: u64,
    /// Of these, past their due time.
    pub overdue: u64,
    /// Sealed.
    pub done: u64,
    /// Taken back and not sealed.
    pub withdrawn: u64,
}

const COLUMNS: &str = "task, revision, due_unix_ms, title, enterprise, enterprise_name, withdrawn, checklist, \
     visit, bytes, row_sum(task, revision, due_unix_ms, title, enterprise, enterprise_name, withdrawn, checklist, \
     visit, bytes) = sum";

fn task(row: &Row<'_>) -> rusqlite::Result<TaskRow> {
    sound(row, 10)?;
    Ok(TaskRow {
        task: TaskId::from_bytes(row.get(0)?),
        revision: row.get(1)?,
        due: time(row, 2)?,
        title: row.get(3)?,
        enterprise: EnterpriseId::from_bytes(row.get(4)?),
        enterprise_name: row.get(5)?,
        withdrawn: row.get(6)?,
        checklist: ContentHash::from_bytes(row.get(7)?),
        visit: VisitId::from_bytes(row.get(8)?),
        bytes: row.get(9)?,
    })
}

fn line(row: &Row<'_>) -> rusqlite::Result<TaskLine> {
    let started = match row.get::<_, Option<String>>(7)? {
        None => None,
        Some(_) => Some((state_of(row, 7)?, VisitSummary::read(row, 8)?)),
    };
    Ok(TaskLine {
        task: TaskId::from_bytes(row.get(0)?),
        due: time(row, 1)?,
        title: row.get(2)?,
        enterprise_name: row.get(3)?,
        withdrawn: row.get(4)?,
        done: row.get(5)?,
        visit: VisitId::from_bytes(row.get(6)?),
        started,
    })
}

impl TaskFilter {
    /// The condition, on columns that one index starts with, and the bound of the due time.
    const fn condition(self) -> (&'static str, i64) {
        match self {
            Self::All => ("due_unix_ms < ?4", i64::MAX),
            Self::Open => ("withdrawn = 0 AND done = 0 AND due_unix_ms < ?4", i64::MAX),
            Self::Overdue(at) => ("withdrawn = 0 AND done = 0 AND due_unix_ms < ?4", at.unix_ms()),
            Self::Done => ("done = 1 AND due_unix_ms < ?4", i64::MAX),
            Self::Withdrawn => ("withdrawn = 1 AND done = 0 AND due_unix_ms < ?4", i64::MAX),
        }
    }
}

impl<S: Source> Handle<S> {
    /// One task.
    pub fn task(&self, id: &TaskId) -> Result<Option<TaskRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM task WHERE task = ?1");
        self.0.with(|conn| one(conn, &sql, [id.as_bytes()], task))
    }

    /// The task whose visit this is.
    pub fn task_of_visit(&self, visit: &VisitId) -> Result<Option<TaskRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM task WHERE visit = ?1 ORDER BY task LIMIT 1");
        self.0.with(|conn| one(conn, &sql, [visit.as_bytes()], task))
    }

    /// A page of at most `limit` tasks after `after`, ordered by due time, then id.
    pub fn tasks(
        &self,
        filter: TaskFilter,
        after: Option<TaskCursor>,
        limit: u32,
    ) -> Result<TaskPage, StoreError> {
        let (condition, due_before) = filter.condition();
        let sql = format!(
            "SELECT t.task, t.due_unix_ms, t.title, t.enterprise_name, t.withdrawn, t.done, t.visit,
                    v.state, v.answered, v.items, v.open_items, v.conflicts, v.findings, v.evidence
             FROM (SELECT task, due_unix_ms, title, enterprise_name, withdrawn, done, visit FROM task
                   WHERE {condition} AND (due_unix_ms, task) > (?1, ?2)
                   ORDER BY due_unix_ms, task LIMIT ?3) AS t
             LEFT JOIN visit AS v ON v.visit = t.visit
             ORDER BY t.due_unix_ms, t.task"
        );
        let due = after.map_or(i64::MIN, |after| after.due.unix_ms());
        let id = after.map_or_else(Vec::new, |after| after.task.as_bytes().to_vec());
        // One more than asked for tells whether there is a next page.
        let asked = i64::from(limit).saturating_add(1);
        let given: [&dyn ToSql; 4] = [&due, &id, &asked, &due_before];
        let mut lines = self.0.with(|conn| all(conn, &sql, given, line))?;
        let more = lines.len() > limit as usize;
        lines.truncate(limit as usize);
        let last = lines.last().filter(|_| more);
        let next = last.map(|line| TaskCursor { due: line.due, task: line.task });
        Ok(TaskPage { lines, next })
    }

    /// How many tasks each list holds; overdue as of `at`.
    pub fn task_counts(&self, at: Timestamp) -> Result<TaskCounts, StoreError> {
        let sql = "SELECT count(*) FILTER (WHERE withdrawn = 0 AND done = 0),
                          count(*) FILTER (WHERE withdrawn = 0 AND done = 0 AND due_unix_ms < ?1),
                          count(*) FILTER (WHERE done = 1),
                          count(*) FILTER (WHERE withdrawn = 1 AND done = 0) FROM task";
        let read = |row: &Row<'_>| {
            Ok(TaskCounts {
                open: row.get(0)?,
                overdue: row.get(1)?,
                done: row.get(2)?,
                withdrawn: row.get(3)?,
            })
        };
        self.0.with(|conn| Ok(one(conn, sql, [at.unix_ms()], read)?.unwrap_or_default()))
    }
}

impl Handle<Writing<'_>> {
    /// Stores a task unless an equal or newer revision is there; whether it was stored.
    pub fn put_task(&self, row: &TaskRow) -> Result<bool, StoreError> {
        self.run(
            "INSERT INTO task (task, revision, due_unix_ms, title, enterprise, enterprise_name, withdrawn, done,
                               checklist, visit, bytes, sum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
                     EXISTS (SELECT 1 FROM visit WHERE visit = ?9 AND state = 'sealed'), ?8, ?9, ?10,
                     row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))
             ON CONFLICT (task) DO UPDATE SET revision = excluded.revision,
                 due_unix_ms = excluded.due_unix_ms, title = excluded.title,
                 enterprise = excluded.enterprise, enterprise_name = excluded.enterprise_name,
                 withdrawn = excluded.withdrawn, done = excluded.done, checklist = excluded.checklist,
                 visit = excluded.visit, bytes = excluded.bytes, sum = excluded.sum
             WHERE excluded.revision > task.revision",
            params![
                row.task.as_bytes(),
                row.revision,
                row.due.unix_ms(),
                row.title,
                row.enterprise.as_bytes(),
                row.enterprise_name,
                row.withdrawn,
                row.checklist.as_bytes(),
                row.visit.as_bytes(),
                row.bytes
            ],
        )
        .map(|rows| rows > 0)
    }
}
