//! Which installation the data belongs to.
//!
//! A phone restored from a backup holds old counters under an old epoch; using them again would give two different
//! changes one number. The marker lies outside the database, in a file that backups leave out, and its place on
//! disk is compared too, so that a copy of the whole folder is noticed as well.

use crate::error::StoreError;
use crate::files::sync_dir;
use crate::handle::{Handle, Shared};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

#[cfg(unix)]
fn inode(meta: &fs::Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    meta.ino().cast_signed()
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> i64 {
    0
}

impl Handle<Shared> {
    fn marker(&self) -> PathBuf {
        self.0.dir.join("install.marker")
    }

    pub(super) fn install_changed(&self) -> Result<bool, StoreError> {
        let path = self.marker();
        let (Some(epoch), Some(place)) = (self.install_epoch()?, self.install_inode()?) else {
            return Ok(true);
        };
        let meta = match fs::metadata(&path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(true),
            other => other.map_err(|cause| StoreError::io(&path, cause))?,
        };
        let found = fs::read(&path).map_err(|cause| StoreError::io(&path, cause))?;
        Ok(found != epoch || inode(&meta) != place)
    }

    /// Begins a new installation with a drawn epoch: after enrolment, and whenever opening reports
    /// [`install_changed`](crate::OpenReport::install_changed).
    ///
    /// A crash inside leaves the change to be reported again at the next start.
    pub fn begin_install(&self, epoch: &[u8; 16]) -> Result<(), StoreError> {
        let path = self.marker();
        let write = || {
            let mut file = File::create(&path)?;
            file.write_all(epoch)?;
            file.sync_all()?;
            file.metadata()
        };
        let meta = write().map_err(|cause| StoreError::io(&path, cause))?;
        sync_dir(&self.0.dir)?;
        self.write(|tx| tx.put_install(epoch, inode(&meta)))
    }
}
