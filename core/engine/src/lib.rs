//! The use cases of the inspector's device, one file each, on ports.
//!
//! | you may | you may not |
//! |---|---|
//! | add a use case as one file under `use_case/` | write SQL, name the merge library or a binding generator, print |
//! | return plain views; take time, chance, keys and the network through a port | read a clock, a random source or a socket outside `adapter/` |
//!
//! [`Engine`] is `Send + Sync`, opened once, and shared by all screens; its methods block and take `&self`.
//! One action of a person is one transaction of the store. Where a method fails, everything is as it was before:
//! the database, the files, and the draft in memory.

pub mod adapter;
mod changes;
mod content;
mod drafts;
mod edit;
mod engine;
mod error;
mod evidence;
mod fields;
mod guard;
mod heal;
mod key;
mod newer;
pub mod port;
mod roster;
mod surroundings;
#[cfg(test)]
mod tests;
mod text;
mod travel;
mod use_case;
pub mod view;
mod visit;
mod watch;
pub mod words;

pub use changes::{ChangeListener, Changes, Subscription};
pub use engine::{Engine, EngineConfig};
pub use error::{ALERT_CODES, EngineError, LibraryError, Param};
pub use guard::guard;
pub use use_case::answer::AnswerRequest;
pub use use_case::attach::AttachRequest;
pub use use_case::bundle::{ExportReport, ExportRequest, ImportReport};
pub use use_case::check_in::CheckInRequest;
pub use use_case::enrol::EnrolRequest;
pub use use_case::finding::OpenFindingRequest;
pub use use_case::media::{MEDIA_BUDGET_BYTES, MediaRequest};
pub use use_case::note::NoteRequest;
pub use use_case::refuse::RefuseRequest;
pub use use_case::risks::RiskFormRequest;
pub use use_case::rules::{QuotaQuestion, UnitQuestion};
pub use use_case::sealed_bytes::SealedBytes;
pub use use_case::settle::SettleRequest;
pub use use_case::sign::{PartySignatureRequest, SignRequest};
pub use use_case::sync::FilesRule;
pub use use_case::tasks::TaskQuery;
pub use use_case::typed::TypedAnswer;
pub use watch::{CancelToken, Observer, Progress, Stage, Watch};
// What a program needs to build an engine, so that it need not name the store.
pub use zhian_store::{DiskSpace, Space, WriteKind};
