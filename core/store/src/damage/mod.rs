//! A torn database: set aside, never deleted, and read out row by row into a new one.
//!
//! The order of steps makes a crash at any point harmless: the new database is finished under another name while
//! the damaged one is only read; then the damaged files are renamed; then the new one takes their place. A start
//! that finds a finished new one goes on from there.

mod log;
mod page;
mod rebuild;

use crate::error::StoreError;
use crate::files::sync_dir;
use crate::handle::VISITS_DB;
use log::Log;
use page::Pages;
pub(crate) use page::{PAGE_BYTES, Sealed};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use zhian_domain::time::Timestamp;

/// A row that was there and could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LostRow {
    /// Its table.
    pub table: String,
    /// Its number within the table.
    pub rowid: i64,
}

/// What became of a damaged database.
///
/// After a salvage the cursor is forgotten (everything published comes again), the install epoch is forgotten (so
/// that no number of a lost change is used twice), and whatever has no receipt is queued again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SalvageReport {
    /// File name under which the damaged database was kept, beside its `-wal` and `-shm`.
    pub kept_as: String,
    /// What the check found.
    pub reason: String,
    /// Rows brought over, by table. Snapshots are left behind: they are caches.
    pub saved: Vec<(String, u64)>,
    /// Rows known to have existed that could not be read.
    pub lost: Vec<LostRow>,
    /// Torn pieces of rows whose table or number could not be told.
    pub unattributed: u64,
}

/// What follows the name of the new database while it is being made.
const MAKING: &str = "salvaging";
/// What follows its name once it is finished; the moment comes after it.
const FINISHED: &str = "salvaged-";

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn read_log(path: &Path) -> Result<Option<Log>, StoreError> {
    let path = beside(path, "-wal");
    match fs::read(&path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Log::parse).map_err(|cause| StoreError::io(&path, cause)),
    }
}

/// Looks for damage that SQLite itself would pass over: in the middle of the log, or a database that is gone
/// although it had been there. `expected` tells that it had been.
pub(crate) fn check_files(path: &Path, expected: bool) -> Result<(), StoreError> {
    let log = read_log(path)?;
    let reason = match log.as_ref().and_then(Log::harmed) {
        Some(frame) => format!("frame {frame} of the log is damaged and later work relied on it"),
        None => {
            let bytes = fs::metadata(path).map_or(0, |meta| meta.len());
            let logged = log.is_some_and(|log| !log.pages().is_empty());
            if bytes > 0 || !(expected && path.exists() || logged && !path.exists()) {
                return Ok(());
            }
            "the database file is empty or gone".to_owned()
        }
    };
    let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    let cause = rusqlite::Error::SqliteFailure(corrupt, Some(reason));
    Err(StoreError::Damaged { database: VISITS_DB, cause })
}

/// Reads the damaged database at `path` out into a new one and puts that in its place. What was encrypted is read page
/// by page in memory, and the new one is encrypted under the same key: nothing of it is ever on disk in plain.
pub(crate) fn set_aside_and_salvage(
    path: &Path,
    reason: &str,
    at: Timestamp,
    sealed: Option<Sealed<'_>>,
) -> Result<SalvageReport, StoreError> {
    let pages = Pages::open(path, read_log(path)?, sealed)?;
    let making = beside(path, &format!(".{MAKING}"));
    remove_if_there(&making)?;
    remove_if_there(&beside(&making, "-journal"))?;
    let kept = free_name(path, at);
    let mut report = SalvageReport {
        kept_as: kept.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        reason: reason.to_owned(),
        ..SalvageReport::default()
    };
    rebuild::rebuild(&pages, &making, &mut report, at, sealed.map(|sealed| sealed.key))?;
    let suffix = kept.extension().unwrap_or_default().to_string_lossy().replace("damaged-", FINISHED);
    let finished = beside(path, &format!(".{suffix}"));
    rename(&making, &finished)?;
    swap(path, &finished, &kept)?;
    Ok(report)
}

/// Goes on where a crash interrupted the last steps of a salvage; the name the damaged database was kept under.
pub(crate) fn finish_interrupted(path: &Path) -> Result<Option<String>, StoreError> {
    let dir = path.parent().unwrap_or(path);
    let prefix = format!("{VISITS_DB}.{FINISHED}");
    let entries = fs::read_dir(dir).map_err(|cause| StoreError::io(dir, cause))?;
    for entry in entries {
        let entry = entry.map_err(|cause| StoreError::io(dir, cause))?;
        let name = entry.file_name();
        if let Some(moment) = name.to_str().and_then(|name| name.strip_prefix(&prefix)) {
            let kept = beside(path, &format!(".damaged-{moment}"));
            swap(path, &entry.path(), &kept)?;
            return Ok(kept.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    Ok(None)
}

/// Moves the damaged files out of the way, the log first: a new database must never meet an old log.
fn swap(path: &Path, finished: &Path, kept: &Path) -> Result<(), StoreError> {
    move_aside(path, kept)?;
    rename(finished, path)
}

/// Renames a database and its log.
pub(crate) fn move_aside(path: &Path, kept: &Path) -> Result<(), StoreError> {
    for suffix in ["-wal", "-shm", ""] {
        if beside(path, suffix).exists() {
            rename(&beside(path, suffix), &beside(kept, suffix))?;
        }
    }
    Ok(())
}

/// `visits.db.damaged-<ms>`, with a later moment if that name is taken.
pub(crate) fn free_name(path: &Path, at: Timestamp) -> PathBuf {
    (at.unix_ms()..)
        .map(|moment| beside(path, &format!(".damaged-{moment}")))
        .find(|name| !name.exists() && !beside(name, "-wal").exists())
        .unwrap_or_else(|| beside(path, ".damaged"))
}

fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|cause| StoreError::io(from, cause))?;
    sync_dir(to.parent().unwrap_or(to))
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(StoreError::io(path, cause)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
