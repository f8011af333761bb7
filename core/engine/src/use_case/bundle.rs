//! Work travels between phones in a file.
//!
//! ```text
//! "ZHIANBDL" version=1 | manifest length 4 | manifest | SHA-256 of the manifest 32 | parcels | files
//! manifest: parcels 4 | (digest 32, size 4)… | files 4 | (hash 32, size 8)…
//! ```
//! Numbers are big endian. Parcels carry their own signatures and pass the same gate as those that come from the
//! office; a bundle proves nothing by itself and may come from anyone.

use crate::{Engine, EngineError, Watch};
use std::path::{Path, PathBuf};
use zhian_domain::id::VisitId;

mod export;
mod import;
mod manifest;
#[cfg(test)]
mod tests;

/// What to put into a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// Which visits.
    pub visits: Vec<VisitId>,
    /// Whether evidence files go along.
    pub with_evidence: bool,
    /// The file to write. It must not exist.
    pub to: PathBuf,
}

/// What a bundle holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExportReport {
    /// Parcels.
    pub parcels: u64,
    /// Evidence files.
    pub files: u64,
    /// Size of the bundle, bytes.
    pub bytes: u64,
}

/// What a bundle brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
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

impl Engine {
    /// Writes visits into a bundle for a colleague's phone. The file appears whole or not at all.
    ///
    /// Errors: `engine.unknown-visit`, `engine.bundle-file`, `engine.cancelled`, `store.*`.
    pub fn export_bundle(&self, request: &ExportRequest, watch: &Watch) -> Result<ExportReport, EngineError> {
        export::write(self, request, watch)
    }

    /// Takes in a colleague's bundle. What is new is also queued for the office, so that either phone can bring the
    /// other's work there. Taking the same bundle in again changes nothing.
    ///
    /// Errors: `engine.bundle` for a file that is no bundle or is cut, `engine.bundle-file`, `engine.cancelled`,
    /// `store.*`; what was taken in until then stays, whole.
    pub fn import_bundle(&self, from: &Path, watch: &Watch) -> Result<ImportReport, EngineError> {
        import::read(self, from, watch)
    }
}

fn file_error(path: &Path, cause: std::io::Error) -> EngineError {
    EngineError::BundleFile { path: path.display().to_string(), cause }
}
