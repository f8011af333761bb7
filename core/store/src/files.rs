//! Evidence files: `evidence/ab/<hash>`, written once, never changed.
//!
//! File before row: after a crash between the two we own a file without a row, which is found and adopted. The
//! other order would leave a visit citing a photograph that never existed. So that a start need not walk over all
//! files to find such a one, a note of the intent lies in `evidence/tmp/` from before the file gets its name until
//! after its row is committed.

use crate::error::StoreError;
use crate::space::{Space, WriteKind};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zhian_domain::id::EvidenceHash;

mod sweep;
pub(crate) use sweep::Swept;

/// How much of a file is copied at once, bytes.
const COPY_BYTES: usize = 256 * 1024;

/// A complete evidence file without a row: a crash or damage came between. The engine adopts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrphanFile {
    /// Its name, which is the hash of its content unless the disk has altered it: hash it again.
    pub hash: EvidenceHash,
    /// Its size, bytes.
    pub size: u64,
}

/// The folder of evidence files.
pub struct EvidenceFiles {
    root: PathBuf,
    space: Arc<dyn Space>,
    parts: AtomicU64,
}

/// An evidence file being written. Dropped without [`finish`](Self::finish), it leaves nothing.
pub struct EvidenceWriter<'a> {
    files: &'a EvidenceFiles,
    file: File,
    path: PathBuf,
    written: u64,
    finished: bool,
}

/// Makes the names inside a folder durable. Only Unix can, and only there is it needed.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(dir).and_then(|dir| dir.sync_all()).map_err(|cause| StoreError::io(dir, cause))?;
    }
    Ok(())
}

impl EvidenceFiles {
    pub(crate) fn open(root: PathBuf, space: Arc<dyn Space>) -> Result<Self, StoreError> {
        let tmp = root.join("tmp");
        fs::create_dir_all(&tmp).map_err(|cause| StoreError::io(&tmp, cause))?;
        sync_dir(&root)?;
        Ok(Self { root, space, parts: AtomicU64::new(0) })
    }

    /// Where the file of this evidence is or would be.
    #[must_use]
    pub fn path(&self, hash: &EvidenceHash) -> PathBuf {
        let name = hash.to_string();
        self.root.join(name.get(..2).unwrap_or("00")).join(&name)
    }

    fn note(&self, hash: &EvidenceHash, what: &str) -> PathBuf {
        self.root.join("tmp").join(format!("{hash}.{what}"))
    }

    fn may(&self, what: WriteKind, bytes: u64, path: &Path) -> Result<(), StoreError> {
        self.space.before_write(what, bytes).map_err(|cause| StoreError::io(path, cause))
    }

    /// Starts a new evidence file. The caller hashes what it writes and names the file by it at the end.
    pub fn begin(&self) -> Result<EvidenceWriter<'_>, StoreError> {
        let number = self.parts.fetch_add(1, Ordering::Relaxed);
        let path = self.root.join("tmp").join(format!("{number}.part"));
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(|cause| StoreError::io(&path, cause))?;
        Ok(EvidenceWriter { files: self, file, path, written: 0, finished: false })
    }

    /// Copies a file from outside; `each` sees every piece for hashing. Call
    /// [`finish`](EvidenceWriter::finish) with the hash. The source is left as it is.
    pub fn import_file(
        &self,
        source: &Path,
        mut each: impl FnMut(&[u8]),
    ) -> Result<EvidenceWriter<'_>, StoreError> {
        let unreadable = |cause| StoreError::io(source, cause);
        let mut from = File::open(source).map_err(unreadable)?;
        let mut writer = self.begin()?;
        let mut buffer = vec![0_u8; COPY_BYTES];
        loop {
            let count = match from.read(&mut buffer) {
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                other => other.map_err(unreadable)?,
            };
            let piece = buffer.get(..count).unwrap_or_default();
            if piece.is_empty() {
                return Ok(writer);
            }
            each(piece);
            writer.write(piece)?;
        }
    }

    /// Opens a file for reading. Errors: `store.evidence-missing`, `store.evidence-unreadable`.
    pub fn open_file(&self, hash: &EvidenceHash) -> Result<File, StoreError> {
        File::open(self.path(hash)).map_err(|cause| Self::sorted(hash, cause))
    }

    /// Size of a file, bytes. Errors: as [`Self::open_file`].
    pub fn size(&self, hash: &EvidenceHash) -> Result<u64, StoreError> {
        fs::metadata(self.path(hash)).map(|meta| meta.len()).map_err(|cause| Self::sorted(hash, cause))
    }

    /// At most `len` bytes from `offset` on; fewer only at the end of the file. Errors: as [`Self::open_file`].
    pub fn read_at(&self, hash: &EvidenceHash, offset: u64, len: usize) -> Result<Vec<u8>, StoreError> {
        let mut file = self.open_file(hash)?;
        let mut bytes = Vec::with_capacity(len.min(COPY_BYTES));
        file.seek(SeekFrom::Start(offset))
            .and_then(|_| file.take(len as u64).read_to_end(&mut bytes))
            .map_err(|cause| Self::sorted(hash, cause))?;
        Ok(bytes)
    }

    fn sorted(hash: &EvidenceHash, cause: io::Error) -> StoreError {
        match cause.kind() {
            io::ErrorKind::NotFound => StoreError::EvidenceMissing { hash: *hash },
            _ => StoreError::EvidenceUnreadable { hash: *hash, cause },
        }
    }

    /// The row is durable: the note has done its work. A note that cannot be removed is cleared at the next start.
    pub(crate) fn end_intent(&self, hash: &EvidenceHash) {
        let _ = fs::remove_file(self.note(hash, "kept"));
    }

    fn put_note(&self, hash: &EvidenceHash, what: &str) -> Result<(), StoreError> {
        let note = self.note(hash, what);
        File::create(&note).map_err(|cause| StoreError::io(&note, cause))?;
        sync_dir(&self.root.join("tmp"))
    }

    /// Notes that a file is about to be removed, so that a crash in between is finished at the next start.
    pub(crate) fn note_removal(&self, hash: &EvidenceHash) -> Result<(), StoreError> {
        self.may(WriteKind::EvidenceRemoval, 0, &self.path(hash))?;
        self.put_note(hash, "gone")
    }

    /// Removes a file whose row says "purged".
    pub(crate) fn remove(&self, hash: &EvidenceHash) -> Result<(), StoreError> {
        let path = self.path(hash);
        self.may(WriteKind::EvidenceRemoval, 0, &path)?;
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::io(&path, cause));
            }
            _ => {}
        }
        let note = self.note(hash, "gone");
        fs::remove_file(&note).map_err(|cause| StoreError::io(&note, cause))
    }
}

impl EvidenceWriter<'_> {
    /// Appends bytes. Errors: `store.disk-full`, `store.file`; the file is then abandoned.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.files.may(WriteKind::EvidenceBytes, bytes.len() as u64, &self.path)?;
        self.file.write_all(bytes).map_err(|cause| StoreError::io(&self.path, cause))?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    /// Makes the file durable under the hash of what was written; its size, bytes.
    ///
    /// When this returns, the file survives a loss of power, and it will be found even if its row is never written.
    pub fn finish(mut self, hash: &EvidenceHash) -> Result<u64, StoreError> {
        let path = self.files.path(hash);
        self.files.may(WriteKind::EvidenceName, 0, &path)?;
        self.file.sync_all().map_err(|cause| StoreError::io(&self.path, cause))?;
        self.files.put_note(hash, "kept")?;
        let folder = path.parent().unwrap_or(&self.files.root).to_owned();
        if !folder.exists() {
            fs::create_dir_all(&folder).map_err(|cause| StoreError::io(&folder, cause))?;
            sync_dir(&self.files.root)?;
        }
        // A file of this name has the same content, or the disk has harmed it: either way this one may replace it.
        fs::rename(&self.path, &path).map_err(|cause| StoreError::io(&path, cause))?;
        self.finished = true;
        sync_dir(&folder)?;
        Ok(self.written)
    }
}

impl Drop for EvidenceWriter<'_> {
    fn drop(&mut self) {
        if !self.finished {
            // Nobody was told that it is kept; what cannot be removed now is swept at the next start.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests;
