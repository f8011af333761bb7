//! What can go wrong with evidence bytes.

use super::UploadKey;
use zhian_domain::id::EvidenceHash;

/// Evidence could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The upload stands elsewhere: ask where, go on from there.
    #[error("the upload of {} stands at {have}, bytes came for {given}", upload.hash)]
    WrongOffset {
        /// Which upload.
        upload: UploadKey,
        /// Where it stands.
        have: u64,
        /// What was given.
        given: u64,
    },
    /// Not every byte has arrived.
    #[error("{have} of {expected} bytes of {} have arrived", upload.hash)]
    Incomplete {
        /// Which upload.
        upload: UploadKey,
        /// Bytes that have arrived.
        have: u64,
        /// Bytes announced.
        expected: u64,
    },
    /// The bytes do not give the announced hash. They are kept aside; send the file again from the start.
    #[error("the bytes sent as {announced} have the hash {found}")]
    HashDiffers {
        /// The hash announced.
        announced: EvidenceHash,
        /// The hash of the bytes.
        found: EvidenceHash,
    },
    /// The file is not here.
    #[error("evidence {hash} is not here")]
    Missing {
        /// Which file.
        hash: EvidenceHash,
    },
    /// No space is left. The administrator frees space; the upload is as it was.
    #[error("no space is left for evidence")]
    DiskFull,
    /// The disk failed otherwise.
    #[error("evidence could not be {action}")]
    Disk {
        /// What was tried.
        action: &'static str,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
}

impl EvidenceError {
    /// Every code of this error.
    pub const CODES: &'static [&'static str] = &[
        "evidence.wrong-offset",
        "evidence.incomplete",
        "evidence.hash-differs",
        "evidence.missing",
        "evidence.disk-full",
        "evidence.disk-failed",
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongOffset { .. } => "evidence.wrong-offset",
            Self::Incomplete { .. } => "evidence.incomplete",
            Self::HashDiffers { .. } => "evidence.hash-differs",
            Self::Missing { .. } => "evidence.missing",
            Self::DiskFull => "evidence.disk-full",
            Self::Disk { .. } => "evidence.disk-failed",
        }
    }

    /// What the system said while doing something.
    pub(crate) fn disk(action: &'static str) -> impl Fn(std::io::Error) -> Self {
        move |cause| match cause.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Disk { action, cause },
        }
    }
}
