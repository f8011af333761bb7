//! What a person asks for, as it crosses: ids as text, values as they were entered.

mod read;
mod rules;

pub(crate) use rules::quiz_answers;
pub use rules::{
    MediaInput, PastVisitInput, QuizAnswerInput, QuotaInput, RiskFormInput, TermInput, UnitInput,
};

use crate::view::{CaptureMethod, Judgement, PersonRole, RefusalKind, Severity, TaskCursor};

/// A one-time code and what goes with it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct EnrolInput {
    /// The one-time code, 1 to 64 characters.
    pub code: String,
    /// What the officer calls the device, 1 to 200 bytes.
    pub label: String,
    /// Address of the server: `https://…`, or `http://` on this machine.
    pub server_url: String,
    /// Roots of the server's certificate, PEM; empty for a server on this machine.
    pub server_roots_pem: String,
}

/// When evidence files go along with an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FilesRule {
    /// Always.
    Always,
    /// Not over a network that is paid by the byte, nor on a nearly empty battery.
    WhenCheap,
    /// Not this time.
    Never,
}

/// Who computed a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PositionProvider {
    /// Satellite receiver.
    Gnss,
    /// Cells and wireless networks.
    Network,
    /// The platform's mixture of sources.
    Fused,
    /// Entered by a person.
    Manual,
}

/// A raw WGS-84 fix. Shape: latitude -90..=90, longitude -180..=180, both in units of 1e-7 degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct PositionFix {
    /// Latitude, north positive.
    pub latitude_e7: i32,
    /// Longitude, east positive.
    pub longitude_e7: i32,
    /// Radius of 68 % confidence, metres.
    pub accuracy_m: u32,
    /// Who computed it.
    pub provider: PositionProvider,
    /// Whether the platform says that it is simulated.
    pub mock: bool,
}

/// Which tasks a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum TaskFilter {
    /// Those that stand and are not sealed.
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

/// Which page of which list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TaskQuery {
    /// Which tasks.
    pub filter: TaskFilter,
    /// Where to go on; none for the first page.
    pub after: Option<TaskCursor>,
    /// Most tasks on the page, 1..=200; 0 means 50.
    pub limit: u32,
}

/// An arrival.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CheckInInput {
    /// The task.
    pub task: String,
    /// Where; without one the device is asked.
    pub position: Option<PositionFix>,
    /// Whether the certificate was shown and the party's rights were told. Must be true.
    pub rights_told: bool,
}

/// One entered field.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FieldInput {
    /// Id of the field.
    pub field: String,
    /// What was entered, as text: a number `12.5`, a day `2026-11-21`, the code of a choice. Empty is no entry.
    pub text: String,
}

/// The whole answer to one item; it replaces the one that stands.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AnswerInput {
    /// The visit.
    pub visit: String,
    /// The item.
    pub item: String,
    /// The judgement, where one was chosen.
    pub judgement: Option<Judgement>,
    /// Entered fields.
    pub fields: Vec<FieldInput>,
}

/// A new finding.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FindingInput {
    /// The visit.
    pub visit: String,
    /// The item it belongs to.
    pub item: String,
    /// How grave; none for the item's own severity.
    pub severity: Option<Severity>,
    /// What was seen.
    pub text: String,
    /// Evidence for it that is on the visit already, by hash.
    pub evidence: Vec<String>,
}

/// What a file is attached for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum EvidencePurposeInput {
    /// It shows something about one item.
    Item {
        /// The item.
        item: String,
    },
    /// It shows the scene in general.
    Scene,
}

/// A file to attach.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AttachInput {
    /// The visit.
    pub visit: String,
    /// Path of the file as the camera wrote it. It is copied, never moved or changed.
    pub path: String,
    /// Media type, e.g. `image/jpeg`; none to tell it from the first bytes.
    pub media_type: Option<String>,
    /// What it is for.
    pub purpose: EvidencePurposeInput,
    /// How it was taken.
    pub method: CaptureMethod,
    /// Where; without one the device is asked.
    pub position: Option<PositionFix>,
    /// The second officer present.
    pub second_officer: Option<String>,
    /// Whether it is the original.
    pub original: bool,
    /// Hash of the file it was made from.
    pub derived_from: Option<String>,
    /// Short text shown under it; empty for what the camera says of time and place.
    pub caption: String,
}

/// The signature of the enterprise's representative.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PartySignatureInput {
    /// The visit.
    pub visit: String,
    /// Name as written in their papers.
    pub name: String,
    /// Their part in the enterprise.
    pub role: PersonRole,
    /// What they said about the record.
    pub opinion: String,
    /// Path of a picture of the handwriting.
    pub handwriting: String,
}

/// A witness of a refusal.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct WitnessInput {
    /// Name.
    pub name: String,
    /// Where they belong, e.g. a residents' committee.
    pub affiliation: String,
}

/// A refusal to sign.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RefusalInput {
    /// The visit.
    pub visit: String,
    /// What kind.
    pub kind: RefusalKind,
    /// Who should have signed, as far as known.
    pub name: String,
    /// The reason, in the officer's words.
    pub reason: String,
    /// Path of a file with the recording.
    pub recording: String,
    /// How it was recorded: audio or video.
    pub method: CaptureMethod,
    /// A witness.
    pub witness: Option<WitnessInput>,
}

/// What to put into a bundle.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct BundleInput {
    /// Which visits.
    pub visits: Vec<String>,
    /// Whether evidence files go along.
    pub with_evidence: bool,
    /// Path of the file to write. It must not exist.
    pub to: String,
}
