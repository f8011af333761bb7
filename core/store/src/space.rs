//! The port that is asked before anything is written.

use std::io;
use std::path::{Path, PathBuf};

/// What is about to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WriteKind {
    /// A transaction begins. `bytes` is an estimate.
    Begin,
    /// A transaction is about to be committed. `bytes` is an estimate.
    Commit,
    /// Bytes are appended to an evidence file that nobody relies on yet.
    EvidenceBytes,
    /// A complete evidence file is about to get its final name.
    EvidenceName,
    /// An evidence file that has a receipt is about to be removed.
    EvidenceRemoval,
    /// Rows of the enterprise directory are about to be written.
    Directory,
}

/// Asked before each transaction, right before each commit, and before each step with an evidence file.
///
/// An error stops the step and reaches the caller: kind `StorageFull` as `store.disk-full`, any other as
/// `store.file`. Tests use it to model a full disk and a loss of power at every write.
pub trait Space: Send + Sync {
    /// May `bytes` be written for `what`? Errors: whatever should reach the caller.
    fn before_write(&self, what: WriteKind, bytes: u64) -> Result<(), io::Error>;
}

/// Asks the file system, and keeps a reserve: when photographs no longer fit, answers and text still do.
#[derive(Debug, Clone)]
pub struct DiskSpace {
    dir: PathBuf,
    reserve_bytes: u64,
}

/// Kept free by evidence and by the directory so that text can still be written: a thousand of the largest answers
/// and the copies SQLite makes of the pages they touch fit into it.
const RESERVE_BYTES: u64 = 64 * 1024 * 1024;

/// Below this nothing is written: SQLite itself needs room to write its log back.
const FLOOR_BYTES: u64 = 4 * 1024 * 1024;

impl DiskSpace {
    /// For the file system that holds `dir`.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), reserve_bytes: RESERVE_BYTES }
    }
}

impl Space for DiskSpace {
    fn before_write(&self, what: WriteKind, bytes: u64) -> Result<(), io::Error> {
        let kept = match what {
            // Removing frees space, and a name costs none: asking would only stand in the way.
            WriteKind::EvidenceRemoval | WriteKind::EvidenceName => return Ok(()),
            WriteKind::Begin | WriteKind::Commit => FLOOR_BYTES,
            WriteKind::EvidenceBytes | WriteKind::Directory => self.reserve_bytes,
        };
        let free = fs4::available_space(&self.dir)?;
        if free < kept.saturating_add(bytes) {
            let detail = format!("{free} bytes are free, {bytes} are needed beside a reserve of {kept}");
            return Err(io::Error::new(io::ErrorKind::StorageFull, detail));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photographs_stop_before_text_does() {
        let dir = tempfile::tempdir().unwrap();
        let free = fs4::available_space(dir.path()).unwrap();
        let space = DiskSpace { dir: dir.path().to_owned(), reserve_bytes: free.saturating_mul(2) };
        let refused = space.before_write(WriteKind::EvidenceBytes, 1).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::StorageFull);
        space.before_write(WriteKind::Begin, 1).unwrap();
    }
}
