//! A visit as its screens show it.

use super::evidence::EvidenceView;
use super::guide::{
    AskedCounts, CitationView, CompositionView, ConsequenceView, FieldFault, FieldReading, HintView,
};
use super::newer::VersionStanding;
use chrono::NaiveDate;
use zhian_domain::answer::{AnswerValue, Conformity, SettledAnswer};
use zhian_domain::checklist::{Bilingual, Item};
use zhian_domain::completeness::Completeness;
use zhian_domain::finding::Finding;
use zhian_domain::id::{ContentHash, DeviceId, InspectorId, TaskId, VisitId};
use zhian_domain::outcome::Outcome;
use zhian_domain::seal::SealObstacle;
use zhian_domain::signature::{PartySignature, SignatureRefusal};
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_domain::visit::CheckIn;

/// An officer as named on screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Who.
    pub id: InspectorId,
    /// Their name; `None` if the office has not told this device who that is.
    pub name: Option<String>,
}

/// Figures of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VisitCounts {
    /// Items of the checklist.
    pub items: u32,
    /// Items with an answer, differing ones included.
    pub answered: u32,
    /// Items without an answer or with a required field missing.
    pub open_items: u32,
    /// Items with differing answers.
    pub conflicts: u32,
    /// Findings that stand.
    pub findings: u32,
    /// Evidence files.
    pub evidence: u32,
}

/// How far a visit is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitStanding {
    /// It is being filled.
    Draft,
    /// It is closed for good.
    Sealed(SealView),
}

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealView {
    /// SHA-256 of the sealed visit's bytes: what the ledger names.
    pub digest: ContentHash,
    /// Digest that the signatures cover.
    pub content_digest: ContentHash,
    /// When the last signature was given.
    pub sealed_at: ClockReading,
    /// Position in the office's ledger, once the office has it.
    pub ledger_position: Option<u64>,
}

/// One line of the list of visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// The visit.
    pub visit: VisitId,
    /// Its task.
    pub task: TaskId,
    /// Whether it is closed.
    pub sealed: bool,
    /// How it stands to the version that its task names.
    pub version: VersionStanding,
    /// When it was started or first heard of here.
    pub started: Timestamp,
    /// Its figures.
    pub counts: VisitCounts,
}

/// An answer with who gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAnswer {
    /// What was answered.
    pub value: AnswerValue,
    /// Who answered.
    pub by: Officer,
    /// On which device.
    pub device: DeviceId,
    /// When, as the device claims.
    pub at: ClockReading,
    /// The judgement it leads to; `None` while it cannot be told.
    pub judged: Option<Conformity>,
    /// Answers it replaced when it settled a difference.
    pub settles: Vec<SettledAnswer>,
}

/// What stands for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerView {
    /// Nobody answered.
    None,
    /// One answer stands.
    One(GivenAnswer),
    /// Answers differ and people must settle it. In the same order on every device.
    Differing(Vec<GivenAnswer>),
}

/// One item as its screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView {
    /// The question, with its steps and limits.
    pub item: Item,
    /// Whether it is asked under the present answers. What is not asked is shown greyed and demands nothing; an answer
    /// given before stays in the record.
    pub asked: bool,
    /// Whether it is judged by a quiz that is drawn on this device.
    pub has_quiz: bool,
    /// Whether it is due after sealing only.
    pub later: bool,
    /// Why it is here; `None` where the checklist was not composed.
    pub because: Option<Bilingual>,
    /// Articles it rests on, as cited for the day of the visit.
    pub citations: Vec<CitationView>,
    /// What may follow from a failure.
    pub consequences: Vec<ConsequenceView>,
    /// Pictures and clips that show how to check.
    pub hints: Vec<HintView>,
    /// What its fields come to under the answer that stands.
    pub readings: Vec<FieldReading>,
    /// Entered values that keep it open.
    pub faults: Vec<FieldFault>,
    /// What stands.
    pub answer: AnswerView,
    /// The note as it is recorded.
    pub note: String,
    /// Keystrokes that are saved on this device and not recorded yet; `None` if there are none.
    pub note_draft: Option<String>,
    /// Evidence on this item.
    pub evidence: Vec<EvidenceView>,
    /// Evidence it demands under the present answer.
    pub evidence_needed: u32,
    /// Findings on this item, withdrawn ones included.
    pub findings: Vec<FindingView>,
    /// Whether something about it keeps the visit from being sealed.
    pub open: bool,
}

/// A section with its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionView {
    /// Its id.
    pub id: String,
    /// Heading.
    pub title: Bilingual,
    /// Its items.
    pub items: Vec<ItemView>,
}

/// A finding with who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingView {
    /// The finding.
    pub finding: Finding,
    /// Who found it.
    pub by: Officer,
}

/// An arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInView {
    /// The arrival.
    pub check_in: CheckIn,
    /// Who.
    pub officer: Officer,
}

/// An officer who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantView {
    /// Who.
    pub officer: Officer,
    /// Whether the task names them.
    pub on_task: bool,
    /// Their arrivals, one per device.
    pub check_ins: Vec<CheckInView>,
}

/// An officer's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerSignatureView {
    /// Who signed.
    pub officer: Officer,
    /// With which device.
    pub device: DeviceId,
    /// When.
    pub at: ClockReading,
    /// Whether it covers the present content. A later edit makes a signature stale.
    pub current: bool,
}

/// The party's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartySignatureView {
    /// The signature.
    pub signature: PartySignature,
    /// Whether it covers the present content.
    pub current: bool,
}

/// A refusal to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalView {
    /// The refusal.
    pub refusal: SignatureRefusal,
    /// Whether it covers the present content.
    pub current: bool,
}

/// Everything about signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignaturesView {
    /// Digest of the present content; `None` while answers differ.
    pub content_digest: Option<ContentHash>,
    /// Officers' signatures, older ones included.
    pub officers: Vec<OfficerSignatureView>,
    /// The party's signatures, older ones included.
    pub party: Vec<PartySignatureView>,
    /// Refusals, older ones included.
    pub refusals: Vec<RefusalView>,
}

/// Everything a visit's screens need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitView {
    /// The visit.
    pub visit: VisitId,
    /// Its task.
    pub task: TaskId,
    /// Title of the task.
    pub title: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// Address of the site.
    pub site_address: String,
    /// Why the task was taken back, if it was.
    pub withdrawn: Option<String>,
    /// Hash of the checklist version.
    pub checklist: ContentHash,
    /// Title of the checklist.
    pub checklist_title: Bilingual,
    /// How it stands to the version that its task names.
    pub version: VersionStanding,
    /// What the checklist is made of; `None` where somebody wrote it as it is.
    pub composition: Option<CompositionView>,
    /// The day whose law is cited: that of the first arrival, in Beijing time.
    pub law_day: NaiveDate,
    /// Version of the law records on this device; `None` if there are none.
    pub law_version: Option<u32>,
    /// How many items are asked, are not, and are due later.
    pub asked: AskedCounts,
    /// How far it is.
    pub standing: VisitStanding,
    /// Officers of the task and everyone who checked in.
    pub participants: Vec<ParticipantView>,
    /// Sections with items.
    pub sections: Vec<SectionView>,
    /// Evidence of the scene in general.
    pub scene: Vec<EvidenceView>,
    /// Handwriting and refusal recordings.
    pub signature_files: Vec<EvidenceView>,
    /// Findings, withdrawn ones included.
    pub findings: Vec<FindingView>,
    /// Signatures and refusals.
    pub signatures: SignaturesView,
    /// Its figures.
    pub counts: VisitCounts,
    /// What keeps it from being complete.
    pub open: Completeness,
    /// Everything that stands between it and its seal; empty if it can be sealed or is.
    pub obstacles: Vec<SealObstacle>,
    /// What follows from the answers.
    pub outcome: Outcome,
    /// Changes that arrived after sealing and are kept beside it.
    pub late_changes: u32,
}
