//! Evidence files.

use super::visit::Officer;
use std::path::PathBuf;
use zhian_domain::evidence::Evidence;

/// Where the bytes of an evidence file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilePlace {
    /// On this device.
    Here {
        /// The file. Read only.
        path: PathBuf,
    },
    /// Not on this device; it can be fetched if the office has it.
    Absent,
    /// It was here, the office has it, and its space was freed.
    Purged,
}

/// One evidence file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceView {
    /// What is known of its making.
    pub evidence: Evidence,
    /// Who took it.
    pub maker: Officer,
    /// Where its bytes are.
    pub file: FilePlace,
    /// Bytes of it that the office said it has.
    pub sent_bytes: u64,
    /// Whether the office has all of it, checked and on disk.
    pub safe: bool,
}
