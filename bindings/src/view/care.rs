//! Settings and storage, checks, bundles, sealed bytes.

use super::office::{IdentityView, identity};
use super::{Moment, Sentence};
use crate::language::Language;
use crate::reader::{Reader, office_moment};
use zhian_engine::{ExportReport, ImportReport, SealedBytes, view};

/// What happened when the data folder was opened.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OpenedView {
    /// Name under which a damaged database was kept; none if it was sound.
    pub damaged_kept_as: Option<String>,
    /// Rows that were read out of a damaged database.
    pub rows_salvaged: u64,
    /// Rows of it that could not be read.
    pub rows_lost: u64,
    /// Whether the folder came from a backup or another phone.
    pub restored: bool,
    /// Evidence files that a crash left without a row; they are kept.
    pub orphan_files: u64,
}

/// A sealed visit whose files could be freed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FreeableView {
    /// The visit.
    pub visit: String,
    /// Title of its task.
    pub title: String,
    /// Name of the enterprise.
    pub enterprise_name: String,
    /// How many files.
    pub files: u64,
    /// How much that would free, bytes.
    pub bytes: u64,
}

/// What lies on this device.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct StorageView {
    /// Evidence files.
    pub evidence_files: u64,
    /// Their bytes.
    pub evidence_bytes: u64,
    /// Visits that are being filled.
    pub drafts: u64,
    /// Visits that are closed.
    pub sealed: u64,
    /// Sealed visits whose files the office has whole, largest first.
    pub freeable: Vec<FreeableView>,
}

/// Settings, and what lies on this device.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SettingsView {
    /// Who this device belongs to; none before enrolment.
    pub identity: Option<IdentityView>,
    /// The language of texts now.
    pub language: Language,
    /// Name and version of the app.
    pub app: String,
    /// The data folder.
    pub dir: String,
    /// Whether the databases are encrypted.
    pub encrypted: bool,
    /// What lies on this device.
    pub storage: StorageView,
    /// What happened when the data folder was opened.
    pub opened: OpenedView,
}

/// Something support may ask about.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AlertView {
    /// What.
    pub what: Sentence,
    /// What exactly, for technicians.
    pub detail: String,
    /// When.
    pub noticed: Moment,
}

/// An evidence file that is not as its row says.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct BadFileView {
    /// The file.
    pub hash: String,
    /// What is wrong with it.
    pub reason: Sentence,
}

/// How this device is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DoctorView {
    /// What happened at the last opening.
    pub opened: OpenedView,
    /// Alerts, newest first.
    pub alerts: Vec<AlertView>,
    /// Evidence files checked against their hashes.
    pub files_checked: u64,
    /// Evidence files that are missing or altered.
    pub files_bad: Vec<BadFileView>,
}

/// What a check of a sealed visit found.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VerifyView {
    /// The visit.
    pub visit: String,
    /// SHA-256 of its sealed bytes, hexadecimal.
    pub digest: String,
    /// Officers' signatures that hold.
    pub signatures: u64,
    /// Files whose two hashes were computed again and agree.
    pub files_checked: u64,
    /// Files that are not on this device and could not be checked.
    pub files_absent: u64,
    /// Position in the office's ledger, once the office has it.
    pub ledger_position: Option<u64>,
    /// What does not hold; empty if everything that could be checked does.
    pub problems: Vec<ProblemView>,
}

/// One thing that does not hold in a sealed visit.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ProblemView {
    /// What.
    pub what: Sentence,
    /// What exactly, for technicians.
    pub detail: String,
}

/// What was freed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct PurgeView {
    /// Evidence files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What a bundle holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct ExportView {
    /// Parcels.
    pub parcels: u64,
    /// Evidence files.
    pub files: u64,
    /// Size of the bundle, bytes.
    pub bytes: u64,
}

/// What a bundle brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct ImportView {
    /// Changes that are new here.
    pub changes: u64,
    /// Seals that are new here.
    pub seals: u64,
    /// Evidence files that are new here.
    pub files: u64,
    /// Parcels that were here before.
    pub known: u64,
    /// Parcels that wait for a device, a checklist or earlier work.
    pub waiting: u64,
    /// Parcels that were refused and set aside.
    pub quarantined: u64,
    /// Files that no visit here cites, left in the bundle.
    pub files_unknown: u64,
}

/// A sealed visit's bytes, exactly as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SealedBytesView {
    /// The visit.
    pub visit: String,
    /// SHA-256 of the sealed bytes, hexadecimal: the digest that the ledger holds.
    pub digest: String,
    /// The sealed bytes: the same on every phone and at the office.
    pub payload: Vec<u8>,
    /// Name of the parcel that carries them, hexadecimal.
    pub parcel: String,
    /// That parcel, with the signature of the device that sealed.
    pub parcel_bytes: Vec<u8>,
    /// The device that sealed.
    pub device: String,
    /// Position in the office's ledger, once the office told.
    pub ledger_position: Option<u64>,
}

/// What happened at opening.
pub(super) fn opened(shown: &view::OpenSummary) -> OpenedView {
    OpenedView {
        damaged_kept_as: shown.damaged_kept_as.clone(),
        rows_salvaged: shown.rows_salvaged,
        rows_lost: shown.rows_lost,
        restored: shown.restored,
        orphan_files: shown.orphan_files,
    }
}

/// The screen of settings.
pub(crate) fn settings(reader: Reader, shown: &view::SettingsView) -> SettingsView {
    let storage = &shown.storage;
    let freeable = |one: &view::FreeableView| FreeableView {
        visit: one.visit.to_string(),
        title: one.title.clone(),
        enterprise_name: one.enterprise_name.clone(),
        files: one.files,
        bytes: one.bytes,
    };
    SettingsView {
        identity: shown.identity.as_ref().map(|one| identity(reader, one)),
        language: reader.language.into(),
        app: shown.app.clone(),
        dir: shown.dir.to_string_lossy().into_owned(),
        encrypted: shown.encrypted,
        storage: StorageView {
            evidence_files: storage.evidence_files,
            evidence_bytes: storage.evidence_bytes,
            drafts: storage.drafts,
            sealed: storage.sealed,
            freeable: storage.freeable.iter().map(freeable).collect(),
        },
        opened: opened(&shown.opened),
    }
}

/// How this device is.
pub(crate) fn doctor(reader: Reader, shown: &view::DoctorReport) -> DoctorView {
    let alert = |one: &view::AlertView| AlertView {
        what: reader.sentence(&one.code),
        detail: one.detail.clone(),
        noticed: office_moment(one.noticed),
    };
    let bad = |one: &view::MissingFile| BadFileView {
        hash: one.hash.to_string(),
        reason: reader.sentence(one.code),
    };
    DoctorView {
        opened: opened(&shown.opened),
        alerts: shown.alerts.iter().map(alert).collect(),
        files_checked: shown.files_checked,
        files_bad: shown.files_bad.iter().map(bad).collect(),
    }
}

/// What a check of a sealed visit found.
pub(crate) fn verified(reader: Reader, shown: &view::VerifyReport) -> VerifyView {
    let problem = |one: &view::VerifyProblem| ProblemView {
        what: reader.sentence(one.code),
        detail: one.detail.clone(),
    };
    VerifyView {
        visit: shown.visit.to_string(),
        digest: shown.digest.to_string(),
        signatures: shown.signatures,
        files_checked: shown.files_checked,
        files_absent: shown.files_absent,
        ledger_position: shown.ledger_position,
        problems: shown.problems.iter().map(problem).collect(),
    }
}

/// What was freed.
pub(crate) const fn freed(shown: &view::PurgeReport) -> PurgeView {
    PurgeView { files: shown.files, bytes: shown.bytes }
}

/// What a bundle holds.
pub(crate) const fn exported(shown: &ExportReport) -> ExportView {
    ExportView { parcels: shown.parcels, files: shown.files, bytes: shown.bytes }
}

/// What a bundle brought.
pub(crate) const fn imported(shown: &ImportReport) -> ImportView {
    ImportView {
        changes: shown.changes,
        seals: shown.seals,
        files: shown.files,
        known: shown.known,
        waiting: shown.waiting,
        quarantined: shown.quarantined,
        files_unknown: shown.files_unknown,
    }
}

/// A sealed visit's bytes.
pub(crate) fn sealed_bytes(shown: SealedBytes) -> SealedBytesView {
    SealedBytesView {
        visit: shown.visit.to_string(),
        digest: shown.digest.to_string(),
        payload: shown.payload,
        parcel: shown.parcel.to_string(),
        parcel_bytes: shown.parcel_bytes,
        device: shown.device.to_string(),
        ledger_position: shown.ledger_position,
    }
}
