//! What comes out of the office's records.

use zhian_domain::id::{AuthorityId, ContentHash, DeviceId, EvidenceHash, InspectorId, TaskId, VisitId};
use zhian_domain::time::Timestamp;
use zhian_protocol::published::{DeviceRecord, InspectorRecord, TaskRecord};
use zhian_protocol::sync::{Cursor, FeedEntry};

/// Which server this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// Drawn when the database was made. Another epoch is another server.
    pub epoch: [u8; 16],
    /// When the database was made.
    pub created: Timestamp,
}

/// Where a parcel stands that came before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is stored, at this place of the feed.
    Durable(u64),
    /// It was set aside.
    SetAside {
        /// Stable code of the reason.
        code: String,
        /// What exactly.
        detail: String,
    },
}

/// A stored parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredParcel {
    /// Its name.
    pub digest: ContentHash,
    /// The parcel as it came.
    pub bytes: Vec<u8>,
    /// The device that made it.
    pub device: DeviceId,
}

/// What is stored of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chapter {
    /// How many draft parcels.
    pub draft_parcels: u64,
    /// Its seal.
    pub sealed: Option<SealedEntry>,
}

/// The seal of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedEntry {
    /// SHA-256 of the sealed bytes.
    pub sealed: ContentHash,
    /// Name of the parcel that brought it.
    pub parcel: ContentHash,
    /// Its place in the feed.
    pub seq: u64,
    /// Its position in the ledger.
    pub position: u64,
}

/// What a visit is for and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The newest revision of the task.
    pub task: TaskRecord,
    /// The checklist version that this visit is pinned to; may be older than the task's.
    pub checklist: ContentHash,
    /// Every officer that any revision names: work done before a revision arrived still counts.
    pub everyone: Vec<InspectorId>,
}

/// How a visit stands, computed from its draft and its seal alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Whether it is sealed.
    pub sealed: bool,
    /// Items with one standing answer.
    pub answered: u32,
    /// Items with differing answers.
    pub conflicts: u32,
    /// Findings that were not taken back.
    pub findings: u32,
    /// Changes in the draft on the server.
    pub changes: u32,
    /// Of these, the ones that the seal does not cover: they arrived after sealing.
    pub late_changes: u32,
    /// Files that the draft or the seal names, with their size in bytes, by hash.
    pub evidence: Vec<(EvidenceHash, u64)>,
    /// Folded heads of the draft; `None` before any draft came.
    pub heads: Option<ContentHash>,
}

/// How a visit stands, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The visit.
    pub visit: VisitId,
    /// Its task.
    pub task: TaskId,
    /// Whether it is sealed.
    pub sealed: bool,
    /// Items with one standing answer.
    pub answered: u32,
    /// Items with differing answers.
    pub conflicts: u32,
    /// Findings that were not taken back.
    pub findings: u32,
    /// Changes in the draft on the server.
    pub changes: u32,
    /// Changes that arrived after sealing.
    pub late_changes: u32,
    /// Files named by the draft or the seal.
    pub evidence_expected: u32,
    /// Of these, the ones that are complete here.
    pub evidence_arrived: u32,
    /// Digest of the sealed bytes.
    pub sealed_digest: Option<ContentHash>,
    /// Position of the seal in the ledger.
    pub ledger_position: Option<u64>,
    /// Folded heads of the draft.
    pub heads: Option<ContentHash>,
    /// Parcels whose device was revoked when a colleague brought them.
    pub from_revoked: u32,
}

/// An officer with the authority's particulars needed beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerEntry {
    /// The officer.
    pub record: InspectorRecord,
    /// How many devices that are not revoked.
    pub devices: u32,
}

/// A device as the office knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// What is published of it.
    pub record: DeviceRecord,
    /// The authority of its officer.
    pub authority: AuthorityId,
    /// When it enrolled.
    pub enrolled: Timestamp,
}

/// A one-time code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentCode {
    /// The part that is no secret.
    pub selector: String,
    /// SHA-256 of the secret part.
    pub secret_hash: [u8; 32],
    /// Whose device it enrols.
    pub inspector: InspectorId,
    /// Last moment at which it can be used.
    pub expires: Timestamp,
    /// How often it was tried with a wrong secret.
    pub misses: u32,
    /// The device that used it.
    pub used_by: Option<DeviceId>,
}

/// A device enrols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The code; used by another device meanwhile means [`Unit::Moved`](super::Unit::Moved).
    pub selector: String,
    /// What is published of the device.
    pub record: DeviceRecord,
    /// Name and version of the app.
    pub app: String,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
}

/// Who reads the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// Their authority.
    pub authority: AuthorityId,
    /// The officer.
    pub inspector: InspectorId,
    /// The device.
    pub device: DeviceId,
}

/// A page of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What is new, in commit order.
    pub entries: Vec<FeedEntry>,
    /// Where to go on.
    pub cursor: Cursor,
    /// Whether more waits.
    pub more: bool,
    /// The cursor was not one of this server: the page starts at the beginning.
    pub rollback: bool,
}

/// A file announced for a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The file.
    pub hash: EvidenceHash,
    /// The visit.
    pub visit: VisitId,
    /// Its size, bytes.
    pub bytes: u64,
    /// The device that announced it.
    pub device: DeviceId,
    /// Its position in the ledger once it is complete.
    pub position: Option<u64>,
}

/// What kind of thing the ledger took in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LedgerKind {
    /// A sealed visit.
    Sealed,
    /// A complete evidence file.
    Evidence,
}

impl LedgerKind {
    /// The byte that is hashed and stored.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Sealed => 1,
            Self::Evidence => 2,
        }
    }

    /// Reads the byte.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Sealed),
            2 => Some(Self::Evidence),
            _ => None,
        }
    }

    /// Stable word for files and screens.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sealed => "sealed",
            Self::Evidence => "evidence",
        }
    }
}

/// One line of the ledger: ids and digests, never names or texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Its position, from 1, without gaps.
    pub position: u64,
    /// What kind of thing.
    pub kind: LedgerKind,
    /// Its digest: of the sealed bytes, or of the file.
    pub digest: ContentHash,
    /// The visit.
    pub visit: VisitId,
    /// The device that brought it.
    pub device: DeviceId,
    /// When it was made, as its makers claim. For a file: when it was received.
    pub claimed: Timestamp,
    /// When the server received it.
    pub received: Timestamp,
    /// Running hash up to here.
    pub head: ContentHash,
}

/// Something that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineEntry {
    /// Name of the parcel.
    pub digest: ContentHash,
    /// Its size, bytes.
    pub bytes: u64,
    /// The device that claims to have made it.
    pub author: Option<DeviceId>,
    /// The device that sent it first.
    pub pusher: DeviceId,
    /// The visit.
    pub visit: Option<VisitId>,
    /// Stable code of the reason.
    pub code: String,
    /// What exactly.
    pub detail: String,
    /// When it came.
    pub received: Timestamp,
    /// Whether it was accepted later, when the reason had gone.
    pub accepted_later: bool,
}

/// A checklist in the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistEntry {
    /// SHA-256 of the file.
    pub hash: ContentHash,
    /// Permanent id.
    pub id: String,
    /// Version.
    pub version: u32,
    /// Chinese title.
    pub title: String,
}

/// A published file in the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentEntry {
    /// Place among everything published, from 1 without gaps.
    pub sequence: u64,
    /// [`zhian_domain::content::ContentKind::code`].
    pub kind: String,
    /// Permanent id within the kind.
    pub id: String,
    /// Version.
    pub version: u32,
    /// SHA-256 of the file.
    pub hash: ContentHash,
    /// When it was published.
    pub published: Timestamp,
}

/// The private half of the office's key.
#[derive(Clone, PartialEq, Eq)]
pub struct OfficeSecret(pub [u8; 32]);

impl std::fmt::Debug for OfficeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A secret has no business in a log.
        f.write_str("OfficeSecret")
    }
}

/// A task in the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskEntry {
    /// Its newest revision.
    pub record: TaskRecord,
    /// The visit that it leads to now.
    pub visit: VisitId,
}

/// How much there is of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Authorities.
    pub authorities: u64,
    /// Officers.
    pub officers: u64,
    /// Devices, revoked ones included.
    pub devices: u64,
    /// Enterprises over all directories.
    pub enterprises: u64,
    /// Tasks.
    pub tasks: u64,
    /// Published files of content.
    pub contents: u64,
    /// Draft parcels.
    pub draft_parcels: u64,
    /// Sealed visits.
    pub sealed_visits: u64,
    /// Complete evidence files, counted for each visit.
    pub evidence_files: u64,
    /// Parcels set aside and not accepted later.
    pub quarantined: u64,
    /// Last sequence number of the feed.
    pub feed_end: u64,
    /// Last position of the ledger.
    pub ledger_end: u64,
}
