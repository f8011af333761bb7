//! The engine as Kotlin and Swift see it.
//!
//! | you may | you may not |
//! |---|---|
//! | add a view, a request, one delegating method | decide anything; expose a domain type |
//! | turn a host's exception into an ordinary error | add debug endpoints; add a method that does not return `Result` |
//!
//! One call returns one screen, one call carries one act of a person. Calls block and may come from any thread: the
//! apps wrap them. Texts are chosen for the language of the [`Engine`]; ids are text; a moment is milliseconds since
//! 1970 with its text beside it. `surface.txt` lists everything that crosses, and a test holds it to the code.

mod act;
mod engine;
mod error;
mod language;
mod port;
mod reader;
mod request;
mod screen;
pub mod view;

pub use engine::{Engine, OpenRequest};
pub use error::{ErrorField, ZhianError};
pub use language::Language;
pub use port::{
    CancelToken, Change, ChangeListener, Conditions, HostError, HttpHeader, HttpMethod, HttpReply,
    HttpRequest, KeyStore, Location, Network, Progress, ProgressObserver, Signer, Stage, Subscription,
    Surroundings, Transport,
};
pub use request::{
    AnswerInput, AttachInput, BundleInput, CheckInInput, EnrolInput, EvidencePurposeInput, FieldInput,
    FilesRule, FindingInput, PartySignatureInput, PositionFix, PositionProvider, RefusalInput, TaskFilter,
    TaskQuery, WitnessInput,
};
pub use request::{
    MediaInput, PastVisitInput, QuizAnswerInput, QuotaInput, RiskFormInput, TermInput, UnitInput,
};

uniffi::setup_scaffolding!("zhian");
