//! Whole screens that are put together from several things.

use super::device::{IdentityView, OpenSummary};
use super::evidence::EvidenceView;
use super::status::{LateWorkView, StatusView};
use super::sync::SyncStatusView;
use super::task::{TaskPage, TaskRow};
use super::visit::{FindingView, Officer, ParticipantView, SealView, SignaturesView, VisitCounts, VisitView};
use std::path::PathBuf;
use zhian_domain::answer::Conformity;
use zhian_domain::checklist::Item;
use zhian_domain::evidence::CaptureMethod;
use zhian_domain::id::{EvidenceHash, ItemId, VisitId};
use zhian_domain::outcome::Outcome;
use zhian_domain::person::PersonRole;
use zhian_domain::seal::SealObstacle;
use zhian_domain::signature::RefusalKind;
use zhian_domain::time::ClockReading;
use zhian_protocol::explain::Language;

/// The first screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeView {
    /// Who this device belongs to; `None` before enrolment.
    pub identity: Option<IdentityView>,
    /// The first page of open tasks, by due time.
    pub tasks: TaskPage,
    /// How many tasks are open.
    pub open_tasks: u64,
    /// Of these, how many are past due.
    pub overdue_tasks: u64,
    /// Visits that are being filled, latest start first.
    pub drafts: Vec<TaskRow>,
    /// The exchange with the office, and what is not safe yet.
    pub sync: SyncStatusView,
    /// What happened when the data folder was opened.
    pub opened: OpenSummary,
}

/// One evidence file with everything around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceScreen {
    /// The visit.
    pub visit: VisitId,
    /// The file.
    pub file: EvidenceView,
    /// The item it shows something about, if it does.
    pub item: Option<Item>,
    /// Findings that it supports.
    pub findings: Vec<FindingView>,
    /// Files that were made from it.
    pub derived: Vec<EvidenceView>,
    /// Its place among the files of the same purpose, by time of capture, from 0.
    pub place: u32,
    /// How many those are.
    pub count: u32,
    /// The file before it.
    pub before: Option<EvidenceHash>,
    /// The file after it.
    pub after: Option<EvidenceHash>,
}

/// The screen on which a visit is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningView {
    /// The visit.
    pub visit: VisitId,
    /// Title of the task.
    pub title: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// Whether it is closed for good.
    pub sealed: bool,
    /// Whether the officer of this device signed what it holds now.
    pub signed_by_me: bool,
    /// Officers of the task and everyone who checked in.
    pub participants: Vec<ParticipantView>,
    /// Signatures and refusals.
    pub signatures: SignaturesView,
    /// Handwriting and refusal recordings.
    pub files: Vec<EvidenceView>,
    /// What follows from the answers.
    pub outcome: Outcome,
    /// Its figures.
    pub counts: VisitCounts,
    /// Everything that stands between it and its seal.
    pub obstacles: Vec<SealObstacle>,
    /// Whether it can be sealed now.
    pub can_be_sealed: bool,
}

/// A visit that is closed for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedVisitView {
    /// What was sealed.
    pub visit: VisitView,
    /// The seal.
    pub seal: SealView,
    /// Work that arrived after it, by device.
    pub late: Vec<LateWorkView>,
    /// Whose work is here and what is at the office.
    pub status: StatusView,
    /// Evidence files whose space could be freed.
    pub freeable_files: u64,
    /// How much that would free, bytes.
    pub freeable_bytes: u64,
}

/// Settings, and what lies on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsView {
    /// Who this device belongs to; `None` before enrolment.
    pub identity: Option<IdentityView>,
    /// The language that was chosen here; `None` if none was.
    pub language: Option<Language>,
    /// Name and version of the app.
    pub app: String,
    /// The data folder.
    pub dir: PathBuf,
    /// Whether the databases are encrypted.
    pub encrypted: bool,
    /// What lies on this device.
    pub storage: StorageView,
    /// What happened when the data folder was opened.
    pub opened: OpenSummary,
}

/// What lies on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageView {
    /// Evidence files.
    pub evidence_files: u64,
    /// Their bytes.
    pub evidence_bytes: u64,
    /// Visits that are being filled.
    pub drafts: u64,
    /// Visits that are closed.
    pub sealed: u64,
    /// Sealed visits whose files the office has whole, largest first.
    pub freeable: Vec<FreeableView>,
}

/// A sealed visit whose files could be freed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeableView {
    /// The visit.
    pub visit: VisitId,
    /// Title of its task.
    pub title: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// How many files.
    pub files: u64,
    /// How much that would free, bytes.
    pub bytes: u64,
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// An officer arrived.
    Arrived,
    /// An officer answered; the judgement it led to.
    Answered(Option<Conformity>),
    /// Officers settled a difference; the judgement it led to.
    Settled(Option<Conformity>),
    /// Evidence was taken.
    Captured(CaptureMethod),
    /// Something was found.
    Found,
    /// An officer signed.
    OfficerSigned,
    /// The party signed.
    PartySigned(PersonRole),
    /// The party did not sign.
    NotSigned(RefusalKind),
    /// The visit was sealed.
    Sealed,
}

/// One thing that happened in a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventView {
    /// When.
    pub at: ClockReading,
    /// What.
    pub kind: EventKind,
    /// Which officer; `None` where it was none.
    pub officer: Option<Officer>,
    /// About which item; `None` where it was none.
    pub item: Option<ItemId>,
    /// What exactly: a caption, a text, a name.
    pub text: String,
}
