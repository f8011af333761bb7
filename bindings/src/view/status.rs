//! Whether everyone's work is in, what came late, what was set aside.

use super::{Moment, OfficerView, Sentence};
use crate::reader::{Reader, office_moment};
use zhian_engine::{view, words};

/// What is held and missing of one device's work on a visit. Counted from rows.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DeviceView {
    /// The device.
    pub device: String,
    /// What its officer calls it, or the beginning of its id where the office has not told it.
    pub label: String,
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
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ParticipantStatusView {
    /// Who.
    pub officer: OfficerView,
    /// Whether the task names them.
    pub on_task: bool,
    /// Whether an arrival of theirs is here.
    pub checked_in: bool,
    /// Whether nothing of theirs is here although the task names them.
    pub silent: bool,
    /// Their devices that worked on the visit or are known to have.
    pub devices: Vec<DeviceView>,
}

/// Who is in: the answer to "is everyone's work here?".
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct StatusView {
    /// The visit.
    pub visit: String,
    /// Every officer of the task and everyone whose work is here.
    pub participants: Vec<ParticipantStatusView>,
    /// Devices whose work is here and whose officer the office has not told this device of.
    pub unknown_devices: Vec<DeviceView>,
    /// Parcels that wait for something that is not here yet.
    pub parcels_waiting: u64,
    /// Whether everything that is known to exist is here, and something of every officer of the task.
    pub all_here: bool,
    /// Whether the office acknowledged everything that is here.
    pub all_at_office: bool,
}

/// Work that arrived after sealing: kept beside the sealed visit, neither merged in nor dropped.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LateWorkView {
    /// The visit.
    pub visit: String,
    /// Title of its task.
    pub title: String,
    /// Who did it; none if the device is not known here.
    pub officer: Option<OfficerView>,
    /// On which device.
    pub device: String,
    /// How many changes.
    pub changes: u64,
    /// Items whose answer or note would read differently with it.
    pub items: Vec<String>,
    /// Evidence that came with it, by hash.
    pub evidence: Vec<String>,
}

/// Something that was set aside, here or by the office. It is kept.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct QuarantineView {
    /// Number of the notice.
    pub number: u64,
    /// The parcel or file, by hash.
    pub hash: String,
    /// The visit, where known.
    pub visit: Option<String>,
    /// Who made it; none if unknown.
    pub officer: Option<OfficerView>,
    /// The device that made it; none if unknown.
    pub device: Option<String>,
    /// Whether it was this device's to send.
    pub own: bool,
    /// Why.
    pub reason: Sentence,
    /// What exactly, for technicians.
    pub detail: String,
    /// When it was noticed here.
    pub noticed: Moment,
    /// Whether someone looked at it.
    pub acknowledged: bool,
}

fn device(shown: &view::DeviceStatus) -> DeviceView {
    DeviceView {
        device: shown.device.to_string(),
        label: shown.label.clone().unwrap_or_else(|| words::short(&shown.device)),
        this_one: shown.this_one,
        revoked: shown.revoked,
        changes_here: shown.changes_here,
        changes_missing_here: shown.changes_missing_here,
        changes_not_at_office: shown.changes_not_at_office,
        files_missing_here: shown.files_missing_here,
        bytes_missing_here: shown.bytes_missing_here,
        files_not_at_office: shown.files_not_at_office,
        bytes_not_at_office: shown.bytes_not_at_office,
    }
}

/// Who is in.
pub(crate) fn status(reader: Reader, shown: &view::StatusView) -> StatusView {
    let participant = |one: &view::ParticipantStatus| ParticipantStatusView {
        officer: reader.officer(&one.officer),
        on_task: one.on_task,
        checked_in: one.checked_in,
        silent: shown.silent.contains(&one.officer.id),
        devices: one.devices.iter().map(device).collect(),
    };
    StatusView {
        visit: shown.visit.to_string(),
        participants: shown.participants.iter().map(participant).collect(),
        unknown_devices: shown.unknown_devices.iter().map(device).collect(),
        parcels_waiting: shown.parcels_waiting,
        all_here: shown.all_here,
        all_at_office: shown.all_at_office,
    }
}

/// Late work.
pub(crate) fn late_work(reader: Reader, shown: &view::LateWorkView) -> LateWorkView {
    LateWorkView {
        visit: shown.visit.to_string(),
        title: shown.title.clone(),
        officer: shown.officer.as_ref().map(|officer| reader.officer(officer)),
        device: shown.device.to_string(),
        changes: shown.changes,
        items: shown.items.iter().map(ToString::to_string).collect(),
        evidence: shown.evidence.iter().map(ToString::to_string).collect(),
    }
}

/// A notice.
pub(crate) fn quarantine(reader: Reader, shown: &view::QuarantineView) -> QuarantineView {
    QuarantineView {
        number: shown.id,
        hash: shown.hash.to_string(),
        visit: shown.visit.map(|visit| visit.to_string()),
        officer: shown.officer.as_ref().map(|officer| reader.officer(officer)),
        device: shown.device.map(|device| device.to_string()),
        own: shown.own,
        reason: reader.sentence(&shown.code),
        detail: shown.detail.clone(),
        noticed: office_moment(shown.noticed),
        acknowledged: shown.acknowledged,
    }
}
