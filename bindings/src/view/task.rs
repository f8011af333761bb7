//! The first screen, tasks, and the directory.

use super::care::{OpenedView, opened};
use super::office::{IdentityView, SyncStatusView, identity, sync_status};
use super::visit::{CountsView, counts};
use super::{Moment, OfficerView};
use crate::reader::{Reader, office_moment};
use zhian_domain::time::Timestamp;
use zhian_engine::{EngineError, view, words};

/// Where the next page of tasks begins.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TaskCursor {
    /// When the last task shown is due, milliseconds since 1970.
    pub due_unix_ms: i64,
    /// The last task shown.
    pub task: String,
}

/// One line of a list of tasks.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TaskRowView {
    /// The task.
    pub task: String,
    /// The visit it leads to.
    pub visit: String,
    /// Title.
    pub title: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// When it must be done.
    pub due: Moment,
    /// Whether it is past due now.
    pub overdue: bool,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// Whether its visit was begun on this device.
    pub started: bool,
    /// Whether its visit is closed.
    pub sealed: bool,
    /// Figures of its visit, once begun.
    pub counts: Option<CountsView>,
}

/// One page of tasks, by due time.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TaskPageView {
    /// The tasks.
    pub rows: Vec<TaskRowView>,
    /// Where to go on; none at the end.
    pub next: Option<TaskCursor>,
}

/// One task with everything around it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TaskView {
    /// The task.
    pub task: String,
    /// The visit it leads to.
    pub visit: String,
    /// Title.
    pub title: String,
    /// Why the enterprise is visited, as people read it.
    pub kind_text: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// Address of the place.
    pub site_address: String,
    /// When it must be done.
    pub due: Moment,
    /// Whether it is past due now.
    pub overdue: bool,
    /// Why it was taken back, if it was.
    pub withdrawn: Option<String>,
    /// Number of the approval form, where given.
    pub approval_number: Option<String>,
    /// Number of the inspection notice, where given.
    pub notice_number: Option<String>,
    /// Its officers.
    pub officers: Vec<OfficerView>,
    /// Title of its checklist; none if it was not pulled yet: then the visit cannot be begun.
    pub checklist_title: Option<String>,
    /// How many items that has.
    pub checklist_items: u32,
    /// The enterprise, where the directory has it.
    pub enterprise: Option<EnterpriseView>,
    /// Figures of its visit, once begun here.
    pub counts: Option<CountsView>,
    /// Whether its visit is closed.
    pub sealed: bool,
    /// A visit that is being filled on an older version of the checklist: it goes on there until somebody moves it.
    pub on_older_version: Option<String>,
}

/// An enterprise of the directory.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct EnterpriseView {
    /// Its id.
    pub id: String,
    /// Registered name.
    pub name: String,
    /// Unified social credit code.
    pub uscc: String,
    /// What it does, as people read it.
    pub kind_text: String,
    /// Region of its main site, GB/T 2260.
    pub region: String,
    /// Registered address.
    pub address: String,
    /// 法定代表人, where known.
    pub legal_representative: Option<String>,
    /// Telephone, where known.
    pub phone: Option<String>,
    /// Product kinds made or sold.
    pub products: Vec<String>,
}

/// The first screen: tasks, drafts, what is not yet safe.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HomeView {
    /// Who this device belongs to; none before enrolment.
    pub identity: Option<IdentityView>,
    /// The first page of open tasks, by due time.
    pub tasks: TaskPageView,
    /// How many tasks are open.
    pub open_tasks: u64,
    /// Of these, how many are past due.
    pub overdue_tasks: u64,
    /// Visits that are being filled, latest start first.
    pub drafts: Vec<TaskRowView>,
    /// The exchange with the office, and what is not safe yet.
    pub sync: SyncStatusView,
    /// What happened when the data folder was opened.
    pub opened: OpenedView,
}

impl TryFrom<TaskCursor> for view::TaskCursor {
    type Error = EngineError;

    fn try_from(cursor: TaskCursor) -> Result<Self, EngineError> {
        Ok(Self { due: Timestamp::from_unix_ms(cursor.due_unix_ms), task: cursor.task.parse()? })
    }
}

/// A line of a list of tasks.
pub(crate) fn task_row(shown: &view::TaskRow) -> TaskRowView {
    TaskRowView {
        task: shown.task.to_string(),
        visit: shown.visit.to_string(),
        title: shown.title.clone(),
        enterprise_name: shown.enterprise_name.clone(),
        due: office_moment(shown.due),
        overdue: shown.overdue,
        withdrawn: shown.withdrawn,
        started: shown.started.is_some(),
        sealed: shown.started.is_some_and(|progress| progress.sealed),
        counts: shown.started.map(|progress| counts(&progress.counts)),
    }
}

/// A page of tasks.
pub(crate) fn task_page(shown: &view::TaskPage) -> TaskPageView {
    let cursor =
        |one: view::TaskCursor| TaskCursor { due_unix_ms: one.due.unix_ms(), task: one.task.to_string() };
    TaskPageView { rows: shown.rows.iter().map(task_row).collect(), next: shown.next.map(cursor) }
}

/// A task.
pub(crate) fn task(reader: Reader, shown: &view::TaskView) -> TaskView {
    let one = &shown.task;
    let (title, items) = match &shown.checklist {
        view::ChecklistStanding::Here { title, items, .. } => (Some(reader.of(title)), *items),
        view::ChecklistStanding::Unknown { .. } => (None, 0),
    };
    TaskView {
        task: one.id.to_string(),
        visit: one.visit().to_string(),
        title: one.title.clone(),
        kind_text: words::task_kind(reader.language, one.kind).to_owned(),
        enterprise_name: one.enterprise_name.clone(),
        site_address: one.site_address.clone(),
        due: office_moment(one.due),
        overdue: shown.overdue,
        withdrawn: match &one.standing {
            zhian_domain::task::TaskStanding::Active => None,
            zhian_domain::task::TaskStanding::Withdrawn { reason } => Some(reason.clone()),
        },
        approval_number: one.approval_number.clone(),
        notice_number: one.notice_number.clone(),
        officers: shown.officers.iter().map(|officer| reader.officer(officer)).collect(),
        checklist_title: title,
        checklist_items: items,
        enterprise: shown.enterprise.as_ref().map(|one| enterprise(reader, one)),
        counts: shown.visit.as_ref().map(|row| counts(&row.counts)),
        sealed: shown.visit.as_ref().is_some_and(|row| row.sealed),
        on_older_version: shown.on_older_version.as_ref().map(|row| row.visit.to_string()),
    }
}

/// An enterprise.
pub(crate) fn enterprise(reader: Reader, shown: &view::EnterpriseView) -> EnterpriseView {
    let one = &shown.enterprise;
    EnterpriseView {
        id: one.id.to_string(),
        name: one.name.clone(),
        uscc: one.uscc.as_str().to_owned(),
        kind_text: words::unit_kind(reader.language, one.kind).to_owned(),
        region: one.region.as_str().to_owned(),
        address: one.address.clone(),
        legal_representative: one.legal_representative.clone(),
        phone: one.phone.clone(),
        products: one.products.clone(),
    }
}

/// The first screen.
pub(crate) fn home(reader: Reader, shown: &view::HomeView) -> HomeView {
    HomeView {
        identity: shown.identity.as_ref().map(|one| identity(reader, one)),
        tasks: task_page(&shown.tasks),
        open_tasks: shown.open_tasks,
        overdue_tasks: shown.overdue_tasks,
        drafts: shown.drafts.iter().map(task_row).collect(),
        sync: sync_status(reader, &shown.sync),
        opened: opened(&shown.opened),
    }
}
