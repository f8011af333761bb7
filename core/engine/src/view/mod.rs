//! What screens show: plain values, each a whole screen or a whole row.

mod device;
mod evidence;
mod guide;
mod newer;
mod screen;
mod status;
mod sync;
mod task;
mod visit;

pub use device::{AlertView, DoctorReport, IdentityView, MissingFile, OpenSummary};
pub use evidence::{EvidenceView, FilePlace};
pub use guide::{
    AskedCounts, CitationView, CompositionView, ConsequenceView, FieldFault, FieldReading, HintView,
    MediaPlanView, MediaReport, MediumFailure, MediumPlace, PenaltyView, QuizOutcome, QuizQuestionView,
    QuizView, ReadingValue,
};
pub use newer::{KeptItem, MovedAnswer, NewerVersionView, VersionStanding};
pub use screen::{
    EventKind, EventView, EvidenceScreen, FreeableView, HomeView, SealedVisitView, SettingsView, SigningView,
    StorageView,
};
pub use status::{
    DeviceStatus, LateWorkView, ParticipantStatus, PurgeReport, QuarantineView, SafetyView, StatusView,
    VerifyProblem, VerifyReport,
};
pub use sync::{
    LastExchangeView, PullReport, SyncEnd, SyncFate, SyncItem, SyncItemKind, SyncReport, SyncStatusView,
};
pub use task::{
    ChecklistStanding, EnterpriseView, TaskCursor, TaskFilter, TaskPage, TaskProgress, TaskRow, TaskView,
};
pub use visit::{
    AnswerView, CheckInView, FindingView, GivenAnswer, ItemView, Officer, OfficerSignatureView,
    ParticipantView, PartySignatureView, RefusalView, SealView, SectionView, SignaturesView, VisitCounts,
    VisitRow, VisitStanding, VisitView,
};
