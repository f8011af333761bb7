//! Tasks and the directory.

use super::visit::{Officer, VisitCounts, VisitRow};
use zhian_domain::checklist::Bilingual;
use zhian_domain::enterprise::Enterprise;
use zhian_domain::id::{ContentHash, TaskId, VisitId};
use zhian_domain::task::Task;
use zhian_domain::time::Timestamp;

/// Which tasks a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskFilter {
    /// Those that stand and are not sealed.
    #[default]
    Open,
    /// Of these, those past their due time.
    Overdue,
    /// Those whose visit is sealed.
    Done,
    /// Those that were taken back.
    Withdrawn,
    /// Every one.
    All,
}

/// Where the next page of tasks begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskCursor {
    /// When the last task shown is due.
    pub due: Timestamp,
    /// The last task shown.
    pub task: TaskId,
}

/// One line of the task list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// The task.
    pub task: TaskId,
    /// The visit it leads to.
    pub visit: VisitId,
    /// Title.
    pub title: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// When it must be done.
    pub due: Timestamp,
    /// Whether it is past due now.
    pub overdue: bool,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// How far its visit is on this device; `None` if it was not started here.
    pub started: Option<TaskProgress>,
}

/// How far the visit of a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskProgress {
    /// Whether it is closed.
    pub sealed: bool,
    /// Its figures.
    pub counts: VisitCounts,
}

/// One page of tasks, by due time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskPage {
    /// The tasks.
    pub rows: Vec<TaskRow>,
    /// Where to go on; `None` at the end.
    pub next: Option<TaskCursor>,
}

/// Whether the checklist of a task is on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChecklistStanding {
    /// It is here.
    Here {
        /// Its title.
        title: Bilingual,
        /// Its version.
        version: u32,
        /// How many items it has.
        items: u32,
    },
    /// It was not pulled yet. The task can be seen, not started.
    Unknown {
        /// Hash of the checklist that is missing.
        hash: ContentHash,
    },
}

/// One task with everything around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    /// The task.
    pub task: Task,
    /// Whether it is past due now.
    pub overdue: bool,
    /// Its officers.
    pub officers: Vec<Officer>,
    /// Its checklist.
    pub checklist: ChecklistStanding,
    /// The enterprise, where the directory has it.
    pub enterprise: Option<EnterpriseView>,
    /// The visit as this device holds it; `None` if it was not started here.
    pub visit: Option<VisitRow>,
    /// A visit of the task that is being filled on an older version of its checklist: it goes on there until somebody moves it.
    pub on_older_version: Option<VisitRow>,
}

/// An enterprise of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterpriseView {
    /// The enterprise.
    pub enterprise: Enterprise,
}
