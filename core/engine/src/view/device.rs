//! This device: who it belongs to and how it is.

use super::visit::Officer;
use zhian_domain::id::{AuthorityId, DeviceId, EvidenceHash};
use zhian_domain::time::Timestamp;

/// Who this device belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityView {
    /// The device.
    pub device: DeviceId,
    /// Its officer.
    pub officer: Officer,
    /// Number of the officer's certificate, once the office has told.
    pub credential_number: Option<String>,
    /// The authority.
    pub authority: AuthorityId,
    /// Name of the authority, once the office has told.
    pub authority_name: Option<String>,
    /// Address of the server it was enrolled with.
    pub server_url: String,
    /// Roots of the server's certificate, PEM; empty for a server on this machine.
    pub server_roots_pem: String,
}

/// What happened when the data folder was opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenSummary {
    /// Name under which a damaged database was kept; `None` if it was sound.
    pub damaged_kept_as: Option<String>,
    /// Rows that were read out of a damaged database.
    pub rows_salvaged: u64,
    /// Rows of it that could not be read. Each is listed among the alerts.
    pub rows_lost: u64,
    /// The folder came from a backup or another phone: this installation signs as a new one.
    pub restored: bool,
    /// Evidence files that a crash left without a row; they are kept.
    pub orphan_files: u64,
}

/// Something support may ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertView {
    /// Stable code.
    pub code: String,
    /// What exactly.
    pub detail: String,
    /// When, as the device claims.
    pub noticed: Timestamp,
}

/// An evidence file that is not as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFile {
    /// The file.
    pub hash: EvidenceHash,
    /// Stable code of what is wrong.
    pub code: &'static str,
}

/// How this device is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoctorReport {
    /// What happened at the last opening.
    pub opened: OpenSummary,
    /// Alerts, newest first.
    pub alerts: Vec<AlertView>,
    /// Evidence files checked against their hashes.
    pub files_checked: u64,
    /// Evidence files that are missing or altered.
    pub files_bad: Vec<MissingFile>,
}
