//! This device and the office: who it belongs to, and the exchange.

use super::{Moment, OfficerView, Sentence};
use crate::reader::{Reader, office_moment};
use zhian_engine::view;

/// Who this device belongs to.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct IdentityView {
    /// The device.
    pub device: String,
    /// Its officer.
    pub officer: OfficerView,
    /// Number of the officer's certificate, once the office has told.
    pub credential_number: Option<String>,
    /// The authority.
    pub authority: String,
    /// Name of the authority, once the office has told.
    pub authority_name: Option<String>,
    /// Address of the server it was enrolled with.
    pub server_url: String,
}

/// What would be lost with this device. Counted from rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct SafetyView {
    /// Whether nothing would be.
    pub all_safe: bool,
    /// Changes that are in no acknowledged parcel.
    pub changes: u64,
    /// Seals that were not acknowledged.
    pub seals: u64,
    /// Evidence files that the office does not have whole.
    pub files: u64,
    /// Bytes of those files that the office does not have.
    pub file_bytes: u64,
    /// Items that were set aside and that nobody has looked at.
    pub quarantined: u64,
}

/// How the exchange with the office stands.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncStatusView {
    /// Whether the device is enrolled: without that there is nobody to exchange with.
    pub enrolled: bool,
    /// Whether an exchange is running now.
    pub running: bool,
    /// When the last one ended; none if there was none.
    pub last_ended: Option<Moment>,
    /// What kept the last one from being complete; none if nothing did.
    pub last_problem: Option<Sentence>,
    /// What would be lost with this device now.
    pub not_safe: SafetyView,
    /// Parcels here that wait for something that has not come yet.
    pub waiting: u64,
}

/// How an exchange ended.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum SyncEnd {
    /// Everything that could be exchanged was.
    Complete,
    /// It was stopped. What was acknowledged until then is safe.
    Cancelled,
    /// The line was cut. What was acknowledged until then is safe; the rest is sent at the next exchange.
    Cut {
        /// Why.
        reason: Sentence,
        /// What the network said, for technicians.
        detail: String,
    },
}

/// What one thing is that an exchange was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum SyncItemKind {
    /// A parcel of changes to a visit.
    Changes,
    /// A sealed visit.
    Seal,
    /// An evidence file.
    File,
}

/// What became of one thing.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum SyncFate {
    /// The office has it for good.
    Delivered {
        /// Whether the office had it before.
        before: bool,
        /// Its position in the ledger, as far as told; changes have none.
        ledger_position: Option<u64>,
    },
    /// It came in.
    Received {
        /// Changes that were new here.
        changes: u64,
    },
    /// It came in and waits for something that has not come yet.
    Waits,
    /// It was set aside, here or by the office. It is kept.
    SetAside {
        /// Why.
        reason: Sentence,
        /// What exactly, for technicians.
        detail: String,
    },
    /// It is here, and the office does not have it whole yet.
    Queued {
        /// Bytes that the office has.
        sent_bytes: u64,
        /// What the office said against it; none if its turn did not come.
        reason: Option<Sentence>,
    },
}

/// One thing that an exchange was about.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncItemView {
    /// What it is.
    pub kind: SyncItemKind,
    /// Name of the parcel, or hash of the file.
    pub hash: String,
    /// Its visit, where known.
    pub visit: Option<String>,
    /// Whose it is; none if the device that made it is not known here.
    pub officer: Option<OfficerView>,
    /// Its size, bytes; 0 if it is not here.
    pub bytes: u64,
    /// What became of it.
    pub fate: SyncFate,
}

/// What an exchange brought.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncView {
    /// How it ended.
    pub end: SyncEnd,
    /// Requests that were answered.
    pub round_trips: u32,
    /// Bytes of request bodies sent.
    pub bytes_up: u64,
    /// Bytes of answer bodies received.
    pub bytes_down: u64,
    /// Parcels that the office acknowledged.
    pub parcels_acknowledged: u64,
    /// Evidence files that the office has whole since this exchange.
    pub files_acknowledged: u64,
    /// Evidence bytes sent.
    pub file_bytes_sent: u64,
    /// Changes of colleagues that came in.
    pub changes_received: u64,
    /// Seals that came in.
    pub seals_received: u64,
    /// Published records that came in.
    pub published_received: u64,
    /// Parcels that were set aside during the exchange.
    pub quarantined: u64,
    /// Parcels here that wait for something that has not come yet.
    pub waiting: u64,
    /// Whether the office was restored from a backup; everything kept here was queued again.
    pub rollback: bool,
    /// Whether evidence was held back because of the network or the battery. It stays queued.
    pub files_held_back: bool,
    /// Visits that still differ from the office's: exchange again.
    pub differing: Vec<String>,
    /// Difference between the office's clock and this device's, milliseconds; positive if the office is ahead.
    pub skew_ms: Option<i64>,
    /// What would be lost with this device now.
    pub not_safe: SafetyView,
    /// What was sent, came in, was set aside or still waits, each once.
    pub items: Vec<SyncItemView>,
}

/// What a pull brought.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PullView {
    /// How it ended.
    pub end: SyncEnd,
    /// Published records that came in.
    pub published_received: u64,
    /// Changes of colleagues that came in.
    pub changes_received: u64,
    /// Seals that came in.
    pub seals_received: u64,
}

/// Who this device belongs to.
pub(crate) fn identity(reader: Reader, shown: &view::IdentityView) -> IdentityView {
    IdentityView {
        device: shown.device.to_string(),
        officer: reader.officer(&shown.officer),
        credential_number: shown.credential_number.clone(),
        authority: shown.authority.to_string(),
        authority_name: shown.authority_name.clone(),
        server_url: shown.server_url.clone(),
    }
}

const fn safety(shown: &view::SafetyView) -> SafetyView {
    SafetyView {
        all_safe: shown.is_all_safe(),
        changes: shown.changes,
        seals: shown.seals,
        files: shown.files,
        file_bytes: shown.file_bytes,
        quarantined: shown.quarantined,
    }
}

/// How the exchange stands.
pub(crate) fn sync_status(reader: Reader, shown: &view::SyncStatusView) -> SyncStatusView {
    let last = shown.last.as_ref();
    SyncStatusView {
        enrolled: shown.enrolled,
        running: shown.running,
        last_ended: last.map(|last| office_moment(last.ended)),
        last_problem: last.and_then(|last| last.code).map(|code| reader.sentence(code)),
        not_safe: safety(&shown.not_safe),
        waiting: shown.waiting,
    }
}

fn end(reader: Reader, shown: &view::SyncEnd) -> SyncEnd {
    match shown {
        view::SyncEnd::Complete => SyncEnd::Complete,
        view::SyncEnd::Cancelled => SyncEnd::Cancelled,
        view::SyncEnd::Cut { code, detail } => {
            SyncEnd::Cut { reason: reader.sentence(code), detail: detail.clone() }
        }
    }
}

fn item(reader: Reader, shown: &view::SyncItem) -> SyncItemView {
    SyncItemView {
        kind: match shown.kind {
            view::SyncItemKind::Changes => SyncItemKind::Changes,
            view::SyncItemKind::Seal => SyncItemKind::Seal,
            view::SyncItemKind::File => SyncItemKind::File,
        },
        hash: shown.hash.to_string(),
        visit: shown.visit.map(|visit| visit.to_string()),
        officer: shown.officer.as_ref().map(|officer| reader.officer(officer)),
        bytes: shown.bytes,
        fate: match &shown.fate {
            view::SyncFate::Delivered { before, ledger_position } => {
                SyncFate::Delivered { before: *before, ledger_position: *ledger_position }
            }
            view::SyncFate::Received { changes } => SyncFate::Received { changes: *changes },
            view::SyncFate::Waits => SyncFate::Waits,
            view::SyncFate::SetAside { code, detail } => {
                SyncFate::SetAside { reason: reader.sentence(code), detail: detail.clone() }
            }
            view::SyncFate::Queued { sent_bytes, code } => SyncFate::Queued {
                sent_bytes: *sent_bytes,
                reason: code.as_deref().map(|code| reader.sentence(code)),
            },
        },
    }
}

/// What an exchange brought.
pub(crate) fn synced(reader: Reader, shown: &view::SyncReport) -> SyncView {
    SyncView {
        end: end(reader, &shown.end),
        round_trips: shown.round_trips,
        bytes_up: shown.bytes_up,
        bytes_down: shown.bytes_down,
        parcels_acknowledged: shown.parcels_acknowledged,
        files_acknowledged: shown.files_acknowledged,
        file_bytes_sent: shown.file_bytes_sent,
        changes_received: shown.changes_received,
        seals_received: shown.seals_received,
        published_received: shown.published_received,
        quarantined: shown.quarantined,
        waiting: shown.waiting,
        rollback: shown.rollback,
        files_held_back: shown.files_held_back,
        differing: shown.differing.iter().map(ToString::to_string).collect(),
        skew_ms: shown.skew_ms,
        not_safe: safety(&shown.not_safe),
        items: shown.items.iter().map(|one| item(reader, one)).collect(),
    }
}

/// What a pull brought.
pub(crate) fn pulled(reader: Reader, shown: &view::PullReport) -> PullView {
    PullView {
        end: end(reader, &shown.end),
        published_received: shown.published_received,
        changes_received: shown.changes_received,
        seals_received: shown.seals_received,
    }
}
