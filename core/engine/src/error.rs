//! What can go wrong in a use case, and who can mend it.

mod code;
mod library;

pub use code::{ALERT_CODES, Param};
pub use library::LibraryError;

use crate::adapter::HttpTransportError;
use crate::port::{EntropyError, HostError, SignerError, TransportError};
use zhian_domain::checklist::ChecklistError;
use zhian_domain::id::{ContentHash, EvidenceHash, FindingId, IdError, InspectorId, ItemId, TaskId, VisitId};
use zhian_domain::place::PositionError;
use zhian_domain::seal::SealError;
use zhian_draft::{DraftError, PackError, Refusal};
use zhian_protocol::canonical::CanonicalError;
use zhian_protocol::frame::FrameError;
use zhian_protocol::parcel::ParcelError;
use zhian_protocol::published::RecordError;
use zhian_store::StoreError;

/// A use case was refused or failed. Everything is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The device belongs to no officer yet. Enrol it.
    #[error("this device is not enrolled")]
    NotEnrolled,
    /// The device belongs to an officer already. A second officer needs another data folder.
    #[error("this device is enrolled already, for inspector {inspector}")]
    AlreadyEnrolled {
        /// Whose it is.
        inspector: InspectorId,
    },
    /// The key of the device is not the one it was enrolled with. Enrol again with a new data folder.
    #[error("the key of this device is not the one it was enrolled with")]
    OtherKey,
    /// An enrolment code of a wrong length. Type it again.
    #[error("an enrolment code has 1 to {limit} characters, not {found}")]
    CodeLength {
        /// Characters found.
        found: usize,
        /// Most characters.
        limit: usize,
    },
    /// A label that is empty or too long. Choose another.
    #[error("a device label has 1 to {limit} bytes, not {found}")]
    LabelLength {
        /// Bytes found.
        found: usize,
        /// Most bytes.
        limit: usize,
    },
    /// No such task here. Sync.
    #[error("task {task} is not on this device")]
    UnknownTask {
        /// Which.
        task: TaskId,
    },
    /// The checklist of the task was not pulled yet. Sync.
    #[error("checklist {checklist} is not on this device")]
    UnknownChecklist {
        /// Which.
        checklist: ContentHash,
    },
    /// The supervisor took the task back. What was done is kept and still travels.
    #[error("task {task} was withdrawn: {reason}")]
    TaskWithdrawn {
        /// Which.
        task: TaskId,
        /// Why, in the supervisor's words.
        reason: String,
    },
    /// The task does not name this officer. Ask the supervisor.
    #[error("task {task} does not name inspector {inspector}")]
    NotOnTask {
        /// Which task.
        task: TaskId,
        /// Who asked.
        inspector: InspectorId,
    },
    /// No such visit here. Check in, or sync.
    #[error("visit {visit} is not on this device")]
    UnknownVisit {
        /// Which.
        visit: VisitId,
    },
    /// The officer works on a visit without having arrived. Check in first.
    #[error("inspector {inspector} has not checked in to visit {visit} on this device")]
    NotCheckedIn {
        /// Which visit.
        visit: VisitId,
        /// Who.
        inspector: InspectorId,
    },
    /// The officer checked in on this device before.
    #[error("inspector {inspector} has checked in to visit {visit} on this device already")]
    AlreadyCheckedIn {
        /// Which visit.
        visit: VisitId,
        /// Who.
        inspector: InspectorId,
    },
    /// The officer did not show the certificate or tell the party its rights. Do so first.
    #[error("the certificate must be shown and the party's rights told before an inspection begins")]
    RightsNotTold,
    /// The visit is closed for good.
    #[error("visit {visit} is sealed")]
    VisitSealed {
        /// Which.
        visit: VisitId,
    },
    /// Something entered on a screen cannot be read as what it is meant for.
    #[error("{what} cannot be read: {found}")]
    BadInput {
        /// What.
        what: &'static str,
        /// What was entered.
        found: String,
    },
    /// This device's officer moved on from this visit to a newer version of its checklist.
    #[error("visit {visit} was moved on to {to}")]
    MovedOn {
        /// Which.
        visit: VisitId,
        /// The visit on the newer version.
        to: VisitId,
    },
    /// The visit is on the version that its task names.
    #[error("visit {visit} is on the version that its task names")]
    NoNewerVersion {
        /// Which.
        visit: VisitId,
    },
    /// The visit is not closed yet.
    #[error("visit {visit} is not sealed")]
    VisitNotSealed {
        /// Which.
        visit: VisitId,
    },
    /// The sealed bytes do not give their digest any more. Support must look at it.
    #[error("the sealed bytes of visit {visit} do not give {digest}")]
    SealAltered {
        /// Which.
        visit: VisitId,
        /// What they should give.
        digest: ContentHash,
    },
    /// No such item in the checklist.
    #[error("item {item} is not in this visit's checklist")]
    UnknownItem {
        /// Which.
        item: ItemId,
    },
    /// No such finding on this visit.
    #[error("finding {finding} is not on this visit")]
    UnknownFinding {
        /// Which.
        finding: FindingId,
    },
    /// No such evidence on this visit.
    #[error("evidence {evidence} is not on this visit")]
    UnknownEvidence {
        /// Which.
        evidence: EvidenceHash,
    },
    /// An answer that the item does not offer or that a field does not allow.
    #[error("the answer to item {item} is not allowed: {detail}")]
    BadAnswer {
        /// Which item.
        item: ItemId,
        /// What is wrong.
        detail: String,
    },
    /// There is nothing to settle on this item.
    #[error("the answers to item {item} do not differ")]
    NothingToSettle {
        /// Which item.
        item: ItemId,
    },
    /// Something must not be empty.
    #[error("{what} must not be empty")]
    Empty {
        /// What.
        what: &'static str,
    },
    /// Answers differ, so there is no one content to sign. Settle them first.
    #[error("{} items have differing answers; settle them before signing", items.len())]
    Unsettled {
        /// Which items.
        items: Vec<ItemId>,
    },
    /// Text was typed and not recorded, so it would be missing from what is signed. Record it first.
    #[error("{} items have typed text that is not recorded", items.len())]
    TypedText {
        /// Which items.
        items: Vec<ItemId>,
    },
    /// A refusal must be shown by sound or film.
    #[error("a refusal to sign is recorded by audio or video")]
    NotARecording,
    /// The visit cannot be sealed. Every reason is listed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The file to attach cannot be read.
    #[error("the file {path} cannot be read")]
    Source {
        /// Which file.
        path: String,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// The file to attach is empty or too large.
    #[error("the file has {found} bytes; 1 to {limit} are allowed")]
    SourceSize {
        /// Bytes found.
        found: u64,
        /// Most bytes.
        limit: u64,
    },
    /// The same bytes are evidence already, of another visit or for another purpose: one file is evidence once.
    #[error("the file is evidence {evidence} already, of another visit or for another purpose")]
    EvidenceElsewhere {
        /// Which.
        evidence: EvidenceHash,
    },
    /// The file is on this device, but not as it was captured. Support must look at it.
    #[error("the file of evidence {evidence} is not as it was captured")]
    EvidenceAltered {
        /// Which.
        evidence: EvidenceHash,
    },
    /// The office does not have the file yet. Ask the colleague to sync.
    #[error("the office does not have the file of evidence {evidence} yet")]
    EvidenceNotAtOffice {
        /// Which.
        evidence: EvidenceHash,
    },
    /// Something of the visit is not acknowledged, so its space is not freed. Sync first.
    #[error(
        "visit {visit} is not safe at the office yet: {parcels} parcels and {files} files are missing there"
    )]
    NotSafe {
        /// Which visit.
        visit: VisitId,
        /// Parcels without a receipt.
        parcels: u64,
        /// Files without a receipt.
        files: u64,
    },
    /// A file is no bundle, or not a whole one. Ask the colleague for another.
    #[error("the file is not a whole bundle: {detail}")]
    Bundle {
        /// What is wrong.
        detail: String,
    },
    /// The bundle file could not be written or read.
    #[error("the bundle file {path} could not be used")]
    BundleFile {
        /// Which file.
        path: String,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// An exchange is running already. Wait for it.
    #[error("an exchange with the office is running already")]
    ExchangeRunning,
    /// The user stopped the work. What was stored until then stays.
    #[error("the work was stopped")]
    Cancelled,
    /// The office refused a request.
    #[error("the office refused: {code}, status {status}: {detail}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Its code.
        code: String,
        /// Its sentence in Chinese; empty if it gave none.
        zh: String,
        /// Its sentence in English; empty if it gave none.
        en: String,
        /// What exactly.
        detail: String,
    },
    /// The office gave an answer that makes no sense. Update the app, or tell the administrator.
    #[error("the office's answer makes no sense: {detail}")]
    Answer {
        /// What is wrong with it.
        detail: String,
    },
    /// Something of the program contradicts itself. Nothing was changed.
    #[error("this should not happen: {detail}")]
    Internal {
        /// What.
        detail: String,
    },
    /// A defect of the program ended this action. Nothing of it was stored; everything before is whole.
    #[error("the program failed: {detail}")]
    Panicked {
        /// What it said.
        detail: String,
    },
    /// The engine was closed. Open it again.
    #[error("the data folder was closed")]
    Closed,
    /// A text with a character that no one can type or print. Nothing was stored.
    #[error("{what} has a character that cannot be recorded, at byte {position}")]
    BadText {
        /// Which text.
        what: &'static str,
        /// Where the character begins, from 0.
        position: usize,
    },
    /// The app's key store gave something that is no key. Nothing was opened or changed.
    #[error("the key store gave {found} bytes, a key has 32")]
    BadKey {
        /// Bytes it gave.
        found: usize,
    },
    /// Something that names a thing is not written as such names are.
    #[error(transparent)]
    BadId(#[from] IdError),
    /// A position that is not on Earth.
    #[error(transparent)]
    BadPosition(#[from] PositionError),
    /// The app around the engine failed.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The address or the roots of the server cannot be used.
    #[error(transparent)]
    Server(#[from] HttpTransportError),
    /// No whole answer came.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The key could not be used.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// The random source failed.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The database or a file failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The draft refused.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// A parcel's changes cannot be unpacked.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A parcel cannot be read.
    #[error(transparent)]
    Parcel(#[from] ParcelError),
    /// A body cannot be read or written.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A published record cannot be understood.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A checklist cannot be read.
    #[error(transparent)]
    Checklist(#[from] ChecklistError),
    /// Published content is not here, or could not be used.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// A sealed visit's bytes cannot be made or read.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
}

impl From<Refusal> for EngineError {
    fn from(cause: Refusal) -> Self {
        Self::Draft(DraftError::Inadmissible(Box::new(cause)))
    }
}
