//! Opening a data folder: lock, check, set aside what is damaged, migrate, settle what a crash interrupted.

use crate::cipher::{self, DatabaseKey, Rest};
use crate::damage::{self, SalvageReport, Sealed};
use crate::directory::Directory;
use crate::error::StoreError;
use crate::files::{EvidenceFiles, OrphanFile, Swept, sync_dir};
use crate::handle::{Gate, Handle, Shared, Store, Suspect, VISITS_DB};
use crate::lock::FolderLock;
use crate::media::MediaFiles;
use crate::migrate::VISITS;
use crate::rows::sum;
use crate::space::{DiskSpace, Space};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zhian_domain::time::Timestamp;

mod marker;

/// How to open a store.
#[derive(Clone)]
pub struct StoreOptions {
    /// The moment of opening: names what is set aside, dates what is noticed.
    pub at: Timestamp,
    /// Asked before every write; `None` asks the file system of the data folder.
    pub space: Option<Arc<dyn Space>>,
    /// Key of an encrypted folder; `None` for one in plain.
    pub key: Option<DatabaseKey>,
}

impl StoreOptions {
    /// Opens at this moment, asking the file system for space.
    #[must_use]
    pub const fn at(at: Timestamp) -> Self {
        Self { at, space: None, key: None }
    }
}

/// A data folder that no other process can open meanwhile: what is decided about its key holds until it is open.
pub struct ClaimedFolder {
    dir: PathBuf,
    lock: FolderLock,
}

impl ClaimedFolder {
    /// Claims the data folder `dir`, making it if needed. Errors: `store.in-use`, `store.file`.
    pub fn claim(dir: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(dir).map_err(|cause| StoreError::io(dir, cause))?;
        Ok(Self { dir: dir.to_owned(), lock: FolderLock::claim(dir)? })
    }

    /// What is told of its encryption. Errors: `store.file`.
    pub fn rest(&self) -> Result<Rest, StoreError> {
        cipher::rest(&self.dir)
    }
}

/// What opening found. Anything but the default has to reach a person or the engine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenReport {
    /// There was no database here: a first start, or someone removed it.
    pub fresh: bool,
    /// This is not the installation that wrote the data last (a copy, or a restored backup), or the first one:
    /// call [`Store::begin_install`](Handle::begin_install) with a new epoch before any change is made.
    pub install_changed: bool,
    /// The inspector's database was damaged: set aside, and read out into a new one.
    pub salvage: Option<SalvageReport>,
    /// The enterprise directory was lost: forget the cursor and call `clear_directory_lost` in one transaction.
    pub directory_lost: bool,
    /// Complete evidence files without a row. They stay, and are reported at each start, until a row is written.
    pub orphans: Vec<OrphanFile>,
    /// Evidence files that a crash interrupted before anyone was told that they are kept; they were removed.
    pub unfinished_files: u64,
}

/// Settings of every connection.
///
/// FULL: what the inspector believes is saved must survive a loss of power. Secure delete: deleted text is really
/// gone, and a page found in a torn file holds only rows that were not deleted, which is what salvage relies on.
pub(crate) fn configure(conn: &Connection) -> rusqlite::Result<()> {
    sum::register(conn)?;
    conn.busy_timeout(std::time::Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(128);
    // Statements stay prepared: the bundled SQLite would look at bound values to choose a plan (STAT4), and so prepare
    // again at each binding. Ours have one sensible plan whatever is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "secure_delete", true)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "journal_size_limit", 4 * 1024 * 1024)?;
    conn.pragma_update(None, "trusted_schema", false)
}

/// A second connection that cannot write.
pub(crate) fn open_reader(
    database: &'static str,
    path: &Path,
    key: Option<&DatabaseKey>,
) -> Result<Connection, StoreError> {
    let open = || {
        let conn = Connection::open(path)?;
        cipher::unlock(&conn, key)?;
        configure(&conn)?;
        conn.pragma_update(None, "query_only", true)?;
        Ok(conn)
    };
    open().map_err(|cause| StoreError::sqlite(database, cause))
}

impl Handle<Shared> {
    /// Opens the data folder `dir`, making it if needed.
    ///
    /// Errors: `store.in-use` while another process has it open, `store.from-newer-app`, `store.disk-full`,
    /// `store.file`; `store.key-missing`, `store.wrong-key`, `store.not-encrypted`, `store.no-cipher`.
    /// Damage is not an error: it is repaired as far as possible and reported, of an encrypted database too.
    pub fn open(dir: &Path, options: StoreOptions) -> Result<(Store, OpenReport), StoreError> {
        Self::open_in(ClaimedFolder::claim(dir)?, options)
    }

    /// Opens a folder that was claimed. Errors: as [`Store::open`](Handle::open).
    pub fn open_in(folder: ClaimedFolder, options: StoreOptions) -> Result<(Store, OpenReport), StoreError> {
        let ClaimedFolder { dir, lock } = folder;
        let dir = dir.as_path();
        let key = options.key.as_ref();
        cipher::admit(dir, key)?;
        let space = options.space.unwrap_or_else(|| Arc::new(DiskSpace::new(dir)));
        let path = dir.join(VISITS_DB);
        let suspect = Suspect::new(dir, VISITS_DB);
        let interrupted = damage::finish_interrupted(&path)?.map(|kept_as| SalvageReport {
            kept_as,
            reason: "a salvage was interrupted and is now finished; the alert log says what was found"
                .to_owned(),
            ..SalvageReport::default()
        });
        let expected = dir.join("install.marker").exists();
        let (writer, fresh, salvage) = open_visits(&path, expected, &suspect, options.at, key)?;
        let salvage = salvage.or(interrupted);
        let reader = open_reader(VISITS_DB, &path, key)?;
        let files = EvidenceFiles::open(dir.join("evidence"), Arc::clone(&space))?;
        let media = MediaFiles::new(dir.join("media"), Arc::clone(&space));
        let directory = Directory::open(dir, Arc::clone(&space), options.at, key)?;
        sync_dir(dir)?;
        let store = Handle(Shared {
            writer: Gate::new(writer),
            reader: Gate::new(reader),
            files,
            media,
            directory,
            space,
            suspect,
            dir: dir.to_owned(),
            _lock: lock,
        });
        store.note_directory()?;
        // Without rows only a walk over the folder shows what is there.
        let Swept { orphans, unfinished } = store.sweep(fresh || salvage.is_some())?;
        let report = OpenReport {
            fresh,
            install_changed: store.install_changed()?,
            salvage,
            directory_lost: store.directory_lost()?,
            orphans,
            unfinished_files: unfinished,
        };
        Ok((store, report))
    }

    /// A directory that `visits.db` has not noted was made since: instead of one it had noted, which is then lost.
    fn note_directory(&self) -> Result<(), StoreError> {
        match (self.directory().is_noted()?, self.directory_made()?) {
            (true, true) => Ok(()),
            // The row was lost with a damaged page.
            (true, false) => self.write(|tx| tx.note_directory(false)),
            (false, lost) => {
                self.write(|tx| tx.note_directory(lost))?;
                self.directory().set_noted()
            }
        }
    }

    fn sweep(&self, walk: bool) -> Result<Swept, StoreError> {
        self.0.files.sweep(walk, |hash| Ok(self.evidence(hash)?.map(|row| row.file)))
    }
}

/// The connection, whether there was no database, and what had to be salvaged.
fn open_visits(
    path: &Path,
    expected: bool,
    suspect: &Suspect,
    at: Timestamp,
    key: Option<&DatabaseKey>,
) -> Result<(Connection, bool, Option<SalvageReport>), StoreError> {
    let thorough = suspect.is_noted();
    let fresh = !path.exists();
    match damage::check_files(path, expected).and_then(|()| open_checked(path, thorough, key)) {
        Ok(conn) => {
            suspect.clear()?;
            cipher::note_salt(path, &conn, key)?;
            Ok((conn, fresh, None))
        }
        Err(StoreError::Damaged { cause, .. }) => {
            let sealed = match key {
                Some(key) => Some(Sealed { key, noted_salt: cipher::noted_salt(path)? }),
                None => None,
            };
            let report = damage::set_aside_and_salvage(path, &cause.to_string(), at, sealed)?;
            suspect.clear()?;
            let conn = open_checked(path, true, key)?;
            cipher::note_salt(path, &conn, key)?;
            Ok((conn, false, Some(report)))
        }
        Err(other) => Err(other),
    }
}

/// Opens, refuses a newer schema before touching anything, checks, migrates.
fn open_checked(path: &Path, thorough: bool, key: Option<&DatabaseKey>) -> Result<Connection, StoreError> {
    let sorted = |cause| StoreError::sqlite(VISITS_DB, cause);
    let mut conn = Connection::open(path).map_err(sorted)?;
    cipher::unlock(&conn, key).map_err(sorted)?;
    VISITS.version(&conn)?;
    configure(&conn).map_err(sorted)?;
    check(&conn, thorough).map_err(sorted)?;
    VISITS.migrate(&mut conn)?;
    Ok(conn)
}

fn check(conn: &Connection, thorough: bool) -> rusqlite::Result<()> {
    let pragma = if thorough { "PRAGMA integrity_check(1)" } else { "PRAGMA quick_check(1)" };
    let found: String = conn.query_row(pragma, [], |row| row.get(0))?;
    let found = if found == "ok" && thorough { altered(conn)? } else { found };
    if found == "ok" {
        return Ok(());
    }
    let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    Err(rusqlite::Error::SqliteFailure(corrupt, Some(found)))
}

/// What SQLite's own check cannot see: rows that do not match their sums.
fn altered(conn: &Connection) -> rusqlite::Result<String> {
    for (table, columns, last) in sum::SUMMED {
        let rows = sum::altered(conn, table, columns, last)?;
        if !rows.is_empty() {
            return Ok(format!("{} rows of {table} do not match their sums", rows.len()));
        }
    }
    Ok("ok".to_owned())
}

#[cfg(test)]
mod tests;
