//! What goes into the office's records.

use super::types::{Chapter, Claim, Enrolment, EnrolmentCode, Facts, OfficeSecret};
use zhian_domain::id::{AuthorityId, ContentHash, DeviceId, EvidenceHash, VisitId};
use zhian_domain::time::Timestamp;
use zhian_draft::ActorId;
use zhian_protocol::content::ContentRecord;
use zhian_protocol::published::{AuthorityRecord, EnterpriseRecord, InspectorRecord, TaskRecord};

/// One thing to store.
#[derive(Debug, Clone, PartialEq)]
pub enum Intake {
    /// An authority, new or changed. Its devices see everything published so far.
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
    /// The office's key for what it publishes. The first one stays: devices have pinned it.
    OfficeKey(OfficeSecret),
    /// A published file with the office's signature, for every authority.
    ///
    /// The same file under the same version is known. Other bytes under it, a version that is not greater than the newest, and
    /// a sequence that is not the next mean [`Unit::Moved`].
    Content(ContentRecord),
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
