//! The lock on a data folder: one process at a time, and free the moment it is let go.

use crate::error::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// One process has the folder, until this is dropped.
pub struct FolderLock(File);

impl FolderLock {
    /// Locks `dir`, which exists. Errors: `store.in-use`, `store.file`.
    pub(crate) fn claim(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join("store.lock");
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|cause| StoreError::io(&path, cause))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { dir: dir.to_owned() }),
            Err(TryLockError::Error(cause)) => Err(StoreError::io(&path, cause)),
        }
    }
}

impl Drop for FolderLock {
    // Closing is not enough: a process that is being started at this moment has its own descriptor of the same file until
    // its program begins, and the lock would last as long as that. What cannot be unlocked is freed by closing.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_free_at_once_although_a_copy_of_the_descriptor_lives_on() {
        let dir = tempfile::tempdir().unwrap();
        let lock = FolderLock::claim(dir.path()).unwrap();
        assert!(matches!(FolderLock::claim(dir.path()), Err(StoreError::InUse { .. })));
        // As a process has it that was forked and has not begun its own program.
        let inherited = lock.0.try_clone().unwrap();
        drop(lock);
        FolderLock::claim(dir.path()).unwrap();
        drop(inherited);
    }
}
