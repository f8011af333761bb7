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
use std::time::UNIX_EPOCH;

/// Where a file stands on its disk: its number and, where the file system keeps it, the moment it was made. Both stay
/// for the life of the file, and a copy has another moment even where it is given the number of a file that is gone.
fn place(meta: &fs::Metadata) -> [u8; 16] {
    let made = meta.created().ok().and_then(|made| made.duration_since(UNIX_EPOCH).ok());
    let made_ns = made.and_then(|made| u64::try_from(made.as_nanos()).ok()).unwrap_or(0);
    let mut place = [0; 16];
    let (number, moment) = place.split_at_mut(8);
    number.copy_from_slice(&inode(meta).to_be_bytes());
    moment.copy_from_slice(&made_ns.to_be_bytes());
    place
}

#[cfg(unix)]
fn inode(meta: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

impl Handle<Shared> {
    fn marker(&self) -> PathBuf {
        self.0.dir.join("install.marker")
    }

    pub(super) fn install_changed(&self) -> Result<bool, StoreError> {
        let path = self.marker();
        let (Some(epoch), Some(known)) = (self.install_epoch()?, self.install_place()?) else {
            return Ok(true);
        };
        let meta = match fs::metadata(&path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(true),
            other => other.map_err(|cause| StoreError::io(&path, cause))?,
        };
        let found = fs::read(&path).map_err(|cause| StoreError::io(&path, cause))?;
        Ok(found != epoch || place(&meta) != known)
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
        self.write(|tx| tx.put_install(epoch, &place(&meta)))
    }
}
