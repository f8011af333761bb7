//! What screens show: plain records, each a whole screen or a part of one, with texts in the reader's language.

mod care;
mod code;
mod evidence;
mod guide;
mod item;
mod library;
mod newer;
mod office;
mod risk;
mod rules;
mod signing;
mod status;
mod task;
mod visit;

pub use care::{
    AlertView, BadFileView, DoctorView, ExportView, FreeableView, ImportView, OpenedView, ProblemView,
    PurgeView, SealedBytesView, SettingsView, StorageView, VerifyView,
};
pub use code::{CaptureMethod, Judgement, PersonRole, RefusalKind, Severity};
pub use evidence::{EvidenceScreen, EvidenceView, FilePlace, Purpose};
pub use guide::{
    CitationView, CompositionView, ConsequenceView, FieldFaultView, HintView, PartView, PenaltyView,
    ReadingValue, ReadingView,
};
pub use item::{
    AnswerStanding, AnswerView, ChoiceView, EnteredField, FieldKind, FieldView, FindingView, ItemView,
    JudgementChoice, LimitView, SettledView,
};
pub use library::{
    MediaPlanView, MediaReportView, MediumFailureView, QuestionKind, QuizOutcomeView, QuizQuestionView,
    QuizView,
};
pub use newer::{
    AnswerFate, DifferenceView, KeptItemView, MovedAnswerView, NewerVersionView, VersionStanding,
};
pub use office::{
    IdentityView, PullView, SafetyView, SyncEnd, SyncFate, SyncItemKind, SyncItemView, SyncStatusView,
    SyncView,
};
pub use risk::{
    CheckFormView, ComparedRowView, ComparisonView, FormLineView, FormMode, RiskListRowView, RiskListView,
    RiskRowView, RiskVerdict,
};
pub use rules::{
    DeadlineView, DirectorView, DueView, GradeView, QuotaView, ReasonsView, Required, SchemeView, SizeClass,
    SizeView, UnitPart,
};
pub use signing::{
    EventView, OfficerSignatureView, PartySignatureView, RefusalView, SealedVisitView, SignaturesView,
    SigningView,
};
pub use status::{DeviceView, LateWorkView, ParticipantStatusView, QuarantineView, StatusView};
pub use task::{EnterpriseView, HomeView, TaskCursor, TaskPageView, TaskRowView, TaskView};
pub use visit::{
    CheckInView, CountsView, FailedItemView, ItemRowView, OpenPointView, OutcomeView, ParticipantView,
    SealView, SectionView, VisitView,
};

pub(crate) use care::{doctor, exported, freed, imported, sealed_bytes, settings, verified};
pub(crate) use evidence::{evidence, evidence_screen};
pub(crate) use guide::hint;
pub(crate) use item::{finding, item};
pub(crate) use library::{media_plan, media_report, quiz};
pub(crate) use newer::{kept, newer_version};
pub(crate) use office::{identity, pulled, sync_status, synced};
pub(crate) use risk::{check_form, comparison, risk_list, risk_row};
pub(crate) use rules::{deadline, director, due, quota, scheme, size};
pub(crate) use signing::{event, sealed_visit, signatures, signing};
pub(crate) use status::{late_work, quarantine, status};
pub(crate) use task::{enterprise, home, task, task_page, task_row};
pub(crate) use visit::visit;

/// A moment: the claim and its text.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub unix_ms: i64,
    /// As people read it, e.g. `2026-11-21 10:32:05`, in the zone of the device that claims it, else of the offices.
    pub text: String,
}

/// A code with its sentence.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Sentence {
    /// Stable code.
    pub code: String,
    /// What it means and what to do.
    pub text: String,
}

/// An officer as named on screens.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OfficerView {
    /// Who.
    pub id: String,
    /// Their name, or the beginning of their id where the office has not told it.
    pub name: String,
    /// Whether the office told who that is.
    pub known: bool,
}
