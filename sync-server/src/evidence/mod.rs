//! Evidence files: where their bytes lie, and how they arrive piece by piece.

mod error;
pub mod folder;
pub(crate) mod upload;

pub use error::EvidenceError;

use zhian_domain::id::{EvidenceHash, VisitId};

/// An upload that is not finished: a file on its way to one visit.
///
/// Uploads of other visits are kept apart, so that nobody outside a visit can put wrong bytes into its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UploadKey {
    /// The announced hash.
    pub hash: EvidenceHash,
    /// The visit it was announced for.
    pub visit: VisitId,
}

/// Where evidence bytes lie. A file under its hash is whole and checked; everything else is an upload.
pub trait EvidenceStore: Send + Sync {
    /// Bytes that have arrived of an upload; 0 for one that has not begun.
    fn offset(&self, upload: &UploadKey) -> Result<u64, EvidenceError>;

    /// Appends bytes at `offset`, which must be where the upload stands. Returns where it stands now.
    ///
    /// Errors: [`EvidenceError::WrongOffset`], [`EvidenceError::DiskFull`]; the upload is then as it was.
    fn append(&self, upload: &UploadKey, offset: u64, bytes: &[u8]) -> Result<u64, EvidenceError>;

    /// Makes what was appended survive a power cut.
    fn keep(&self, upload: &UploadKey) -> Result<(), EvidenceError>;

    /// Checks the whole upload and makes it a file. Durable when it returns.
    ///
    /// Errors: [`EvidenceError::Incomplete`]; [`EvidenceError::HashDiffers`]: the bytes are set aside and the upload
    /// stands at 0 again.
    fn complete(&self, upload: &UploadKey, bytes: u64) -> Result<(), EvidenceError>;

    /// Size of a file in bytes; `None` if it is not here.
    fn size(&self, hash: &EvidenceHash) -> Result<Option<u64>, EvidenceError>;

    /// Bytes of a file from `offset`, at most `bytes_max`; empty at its end. Errors: [`EvidenceError::Missing`].
    fn read(&self, hash: &EvidenceHash, offset: u64, bytes_max: usize) -> Result<Vec<u8>, EvidenceError>;

    /// Whether something can be written now. Errors: why not.
    fn check_writable(&self) -> Result<(), EvidenceError>;
}
