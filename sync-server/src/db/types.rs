//! What goes into the office's records and what comes out.

use zhian_draft::ActorId;
use zhian_domain::id::{
    AuthorityId, ContentHash, DeviceId, EvidenceHash, InspectorId, TaskId, VisitId,
};
use zhian_domain::time::Timestamp;
use zhian_protocol::published::{
    AuthorityRecord, DeviceRecord, EnterpriseRecord, InspectorRecord, TaskRecord,
};
use zhian_protocol::sync::{Cursor, FeedEntry};

/// Which server this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// Drawn when the database was made. Another epoch is another server.
    pub epoch: [u8; 16],
    /// When the database was made.
    pub created: Timestamp,
}

/// One thing to store.
#[derive(Debug, Clone, PartialEq)]
pub enum Intake {
    /// An authority, new or changed. Its devices see every checklist published so far.
    Authority(AuthorityRecord),
    /// An officer, new or changed.
    Officer(InspectorRecord),
    /// A one-time code was issued.
    Code(EnrolmentCode),
    /// Somebody tried a code with a wrong secret.
    CodeMissed {
        /// Which code.
        selector: String,
    },
    /// A device enrols with a code.
    Enrol(Enrolment),
    /// A device may no longer sync. What it made is kept.
    Revoke(DeviceId),
    /// A checklist file, for every authority.
    Checklist {
        /// SHA-256 of the file.
        hash: ContentHash,
        /// Permanent id in the file.
        id: String,
        /// Version in the file.
        version: u32,
        /// Chinese title.
        title: String,
        /// The file, byte for byte.
        bytes: Vec<u8>,
    },
    /// An enterprise in the directory of an authority, new or changed.
    Enterprise {
        /// Whose directory.
        authority: AuthorityId,
        /// The enterprise.
        record: EnterpriseRecord,
    },
    /// A task in its next revision; anything but the next number means [`Unit::Moved`].
    Task(TaskRecord),
    /// Changes of a draft that the gate let in.
    Draft(DraftIntake),
    /// A sealed visit that was verified.
    Sealed(SealIntake),
    /// Something that may not be accepted.
    SetAside(SetAside),
    /// A device announces a file that it is about to send.
    Announce(Claim),
    /// Every byte of a file has arrived and its hash is right. One ledger entry for each visit it was announced for.
    Complete {
        /// The file.
        hash: EvidenceHash,
        /// The visits that it now belongs to for good.
        visits: Vec<VisitId>,
        /// The device that sent the last byte.
        device: DeviceId,
    },
    /// How a visit stands, computed again from what is stored. Replaces everything computed of it before.
    Rebuilt {
        /// Which visit.
        visit: VisitId,
        /// What it was computed from. Anything else now means [`Unit::Moved`].
        built_on: Chapter,
        /// How it stands.
        facts: Facts,
    },
    /// Forget what was computed of visits of which nothing is stored.
    ForgetStrays,
}

/// What became of one intake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Stored, at this place of the feed or, for what is not in the feed, of its own table; 0 where it has none.
    Stored(u64),
    /// It was there before, at this place.
    Known(u64),
}

/// What became of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Everything is durable; one answer for each intake.
    Done(Vec<Taken>),
    /// What it was judged against has changed. Nothing was stored; judge again.
    Moved,
}

/// One actor's work on one visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorKey {
    /// The visit.
    pub visit: VisitId,
    /// The actor.
    pub actor: ActorId,
}

/// Changes of a draft that the gate let in.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftIntake {
    /// Name of the parcel.
    pub digest: ContentHash,
    /// The parcel as it came.
    pub bytes: Vec<u8>,
    /// Whose chain.
    pub key: ActorKey,
    /// The device that made it.
    pub device: DeviceId,
    /// How many draft parcels of the visit the gate had before it. Another number now means [`Unit::Moved`].
    pub built_on: u64,
    /// Whether it came after the seal.
    pub after_seal: bool,
    /// How the visit stands with these changes in it.
    pub facts: Facts,
}

/// A sealed visit that was verified.
#[derive(Debug, Clone, PartialEq)]
pub struct SealIntake {
    /// Name of the parcel.
    pub digest: ContentHash,
    /// The parcel as it came.
    pub bytes: Vec<u8>,
    /// The visit.
    pub visit: VisitId,
    /// The device that sent it first.
    pub device: DeviceId,
    /// SHA-256 of the sealed bytes: the ledger's digest, the same whichever device sends them.
    pub sealed: ContentHash,
    /// When it was sealed, as the devices claim.
    pub sealed_at: Timestamp,
    /// How many draft parcels of the visit there were. Another number now means [`Unit::Moved`].
    pub built_on: u64,
    /// How the visit stands with this seal.
    pub facts: Facts,
}

/// Something that may not be accepted: kept as it came, with its author and a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Name of the parcel.
    pub digest: ContentHash,
    /// The bytes as they came.
    pub bytes: Vec<u8>,
    /// The device that claims to have made it, where that could be read.
    pub author: Option<DeviceId>,
    /// The device that sent it.
    pub pusher: DeviceId,
    /// The visit, where that could be read.
    pub visit: Option<VisitId>,
    /// The actor whose later work on the visit is set aside too.
    pub actor: Option<ActorId>,
    /// Stable code of the reason.
    pub code: String,
    /// What exactly.
    pub detail: String,
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
    /// The code; used by another device meanwhile means [`Unit::Moved`].
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
