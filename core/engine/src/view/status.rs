//! Whether everyone's work is in, and what is safe.

use super::visit::Officer;
use zhian_domain::id::{ContentHash, DeviceId, EvidenceHash, InspectorId, ItemId, VisitId};
use zhian_domain::time::Timestamp;

/// What is held and missing of one device's work on a visit. Counted from rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceStatus {
    /// The device.
    pub device: DeviceId,
    /// What its officer calls it; `None` if the office has not told this device of it.
    pub label: Option<String>,
    /// Whether it is this device.
    pub this_one: bool,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Changes of it that are here.
    pub changes_here: u64,
    /// Changes of it that are known to exist and are not here.
    pub changes_missing_here: u64,
    /// Changes of it that are here and that the office has not acknowledged.
    pub changes_not_at_office: u64,
    /// Evidence files of it that are known and not here.
    pub files_missing_here: u64,
    /// Bytes of those files.
    pub bytes_missing_here: u64,
    /// Evidence files of it that the office does not have whole.
    pub files_not_at_office: u64,
    /// Bytes of those files that the office does not have.
    pub bytes_not_at_office: u64,
}

/// What is held and missing of one officer's work on a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantStatus {
    /// Who.
    pub officer: Officer,
    /// Whether the task names them.
    pub on_task: bool,
    /// Whether an arrival of theirs is here.
    pub checked_in: bool,
    /// Their devices that worked on the visit or are known to have.
    pub devices: Vec<DeviceStatus>,
}

/// The answer to "is everyone's work in?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusView {
    /// The visit.
    pub visit: VisitId,
    /// Every officer of the task and everyone whose work is here.
    pub participants: Vec<ParticipantStatus>,
    /// Devices whose work is here and whose officer the office has not told this device of.
    pub unknown_devices: Vec<DeviceStatus>,
    /// Parcels that wait for something: a device, a checklist or earlier work that is not here yet.
    pub parcels_waiting: u64,
    /// Officers of the task of whom nothing is here.
    pub silent: Vec<InspectorId>,
    /// Whether everything that is known to exist is here, and something of every officer of the task.
    pub all_here: bool,
    /// Whether the office acknowledged everything that is here.
    pub all_at_office: bool,
}

/// What would be lost with this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SafetyView {
    /// Changes on this device that are in no acknowledged parcel.
    pub changes: u64,
    /// Seals that were not acknowledged.
    pub seals: u64,
    /// Evidence files that the office does not have whole.
    pub files: u64,
    /// Bytes of those files that the office does not have.
    pub file_bytes: u64,
    /// Items that the office or this device set aside and nobody has looked at.
    pub quarantined: u64,
}

impl SafetyView {
    /// Whether nothing would be lost.
    #[must_use]
    pub const fn is_all_safe(&self) -> bool {
        self.changes == 0 && self.seals == 0 && self.files == 0 && self.quarantined == 0
    }
}

/// Work that was done elsewhere before a seal was known there: kept beside the sealed visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateWorkView {
    /// The visit.
    pub visit: VisitId,
    /// Title of its task.
    pub title: String,
    /// Who did it; `None` if the device is not known here.
    pub officer: Option<Officer>,
    /// On which device.
    pub device: DeviceId,
    /// How many changes.
    pub changes: u64,
    /// Items whose answer or note would read differently with it.
    pub items: Vec<ItemId>,
    /// Evidence that came with it.
    pub evidence: Vec<EvidenceHash>,
}

/// Something that was set aside, here or by the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineView {
    /// Number of the notice.
    pub id: u64,
    /// The parcel or file.
    pub hash: ContentHash,
    /// The visit, where known.
    pub visit: Option<VisitId>,
    /// Who made it; `None` if unknown.
    pub officer: Option<Officer>,
    /// The device that made it; `None` if unknown.
    pub device: Option<DeviceId>,
    /// Whether it was this device's to send.
    pub own: bool,
    /// Stable code of the reason.
    pub code: String,
    /// What exactly.
    pub detail: String,
    /// When it was noticed here.
    pub noticed: Timestamp,
    /// Whether someone looked at it.
    pub acknowledged: bool,
}

/// What was freed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PurgeReport {
    /// Evidence files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// One thing that does not hold in a sealed visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyProblem {
    /// Stable code.
    pub code: &'static str,
    /// What exactly.
    pub detail: String,
}

/// What a check of a sealed visit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// The visit.
    pub visit: VisitId,
    /// SHA-256 of its sealed bytes.
    pub digest: ContentHash,
    /// Officers' signatures that hold.
    pub signatures: u64,
    /// Files whose two hashes were computed again and agree.
    pub files_checked: u64,
    /// Files that are not on this device and could not be checked.
    pub files_absent: u64,
    /// Position in the office's ledger, once the office has it.
    pub ledger_position: Option<u64>,
    /// What does not hold. Empty means that everything that could be checked does.
    pub problems: Vec<VerifyProblem>,
}
