//! What screens show: plain values, each a whole screen or a whole row.

mod device;
mod evidence;
mod status;
mod sync;
mod task;
mod visit;

pub use device::{AlertView, DoctorReport, IdentityView, MissingFile, OpenSummary};
pub use evidence::{EvidenceView, FilePlace};
pub use status::{
    DeviceStatus, LateWorkView, ParticipantStatus, PurgeReport, QuarantineView, SafetyView, StatusView,
    VerifyProblem, VerifyReport,
};
pub use sync::{PullReport, SyncEnd, SyncFate, SyncItem, SyncItemKind, SyncReport};
pub use task::{
    ChecklistStanding, EnterpriseView, TaskCursor, TaskFilter, TaskPage, TaskProgress, TaskRow, TaskView,
};
pub use visit::{
    AnswerView, CheckInView, FindingView, GivenAnswer, ItemView, Officer, OfficerSignatureView,
    ParticipantView, PartySignatureView, RefusalView, SealView, SectionView, SignaturesView, VisitCounts,
    VisitRow, VisitStanding, VisitView,
};
