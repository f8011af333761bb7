//! The directory of enterprises and its search.

mod apply;
mod posting;
mod search;
mod text;

use crate::cipher::{self, DatabaseKey};
use crate::damage;
use crate::error::StoreError;
use crate::handle::{Gate, Suspect};
use crate::migrate::DIRECTORY;
use crate::open::{configure, open_reader};
use crate::space::{Space, WriteKind};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};
use search::Position;
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use zhian_domain::id::EnterpriseId;
use zhian_domain::time::Timestamp;

/// File name of the directory's database.
pub(crate) const DIRECTORY_DB: &str = "directory.db";

/// An enterprise of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterpriseRow {
    /// Its id.
    pub id: EnterpriseId,
    /// Its revision; the highest one holds.
    pub revision: u64,
    /// Registered name.
    pub name: String,
    /// Unified social credit code.
    pub uscc: String,
    /// Region code.
    pub region: String,
    /// Registered address.
    pub address: String,
    /// What it does, as its code.
    pub kind: String,
    /// The record as it came.
    pub bytes: Vec<u8>,
}

/// A change to the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryChange {
    /// A new enterprise, or a newer revision of a known one.
    Put(EnterpriseRow),
    /// The enterprise is no longer in the directory as of this revision.
    Remove {
        /// Which one.
        id: EnterpriseId,
        /// The revision that removes it.
        revision: u64,
    },
}

/// Where a page of results ended. Opaque; written and read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchToken(Position);

impl fmt::Display for SearchToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Position::ByName(name, row) => write!(f, "n{row}.{name}"),
            Position::ByRow(row) => write!(f, "r{row}"),
        }
    }
}

impl FromStr for SearchToken {
    type Err = StoreError;

    /// Reads a token written by `Display`. Errors: `store.page-token`.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let row = |digits: &str| digits.parse::<i64>().ok().filter(|row| *row >= 0 && *row < i64::MAX);
        let position =
            match (text.strip_prefix('r'), text.strip_prefix('n').and_then(|rest| rest.split_once('.'))) {
                (Some(digits), _) => row(digits).map(Position::ByRow),
                (_, Some((digits, name))) => row(digits).map(|row| Position::ByName(name.to_owned(), row)),
                _ => None,
            };
        position.map(Self).ok_or_else(|| StoreError::PageToken { found: text.to_owned() })
    }
}

/// One page of results.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchPage {
    /// The enterprises found: names that start with the text first, then by age in the directory.
    pub rows: Vec<EnterpriseRow>,
    /// Where the next page starts; `None` when there is nothing more.
    ///
    /// A page may hold fewer rows than asked for, even none, and still name a next one: the work per page is
    /// bounded, so that no query makes the screen wait.
    pub next: Option<SearchToken>,
}

/// The directory of enterprises: a database of its own.
pub struct Directory {
    writer: Gate,
    reader: Gate,
    space: Arc<dyn Space>,
    suspect: Suspect,
}

const COLUMNS: &str = "row_no, id, revision, name, uscc, region, address, kind, bytes";

fn row_of(row: &Row<'_>) -> rusqlite::Result<EnterpriseRow> {
    Ok(EnterpriseRow {
        id: EnterpriseId::from_bytes(row.get(1)?),
        revision: row.get(2)?,
        name: row.get(3)?,
        uscc: row.get(4)?,
        region: row.get(5)?,
        address: row.get(6)?,
        kind: row.get(7)?,
        bytes: row.get(8)?,
    })
}

fn open_writer(path: &Path, key: Option<&DatabaseKey>) -> Result<Connection, StoreError> {
    let sorted = |cause| StoreError::sqlite(DIRECTORY_DB, cause);
    let mut conn = Connection::open(path).map_err(sorted)?;
    cipher::unlock(&conn, key).map_err(sorted)?;
    DIRECTORY.version(&conn)?;
    configure(&conn).map_err(sorted)?;
    // Published data: nothing in it has to be wiped, and a bulk load touches every page many times.
    conn.pragma_update(None, "secure_delete", false).map_err(sorted)?;
    conn.pragma_update(None, "cache_size", -WRITER_CACHE_KIB).map_err(sorted)?;
    DIRECTORY.migrate(&mut conn)?;
    Ok(conn)
}

/// Pages kept in memory while loading: the postings of common characters are rewritten with every batch.
const WRITER_CACHE_KIB: i64 = 16 * 1024;

/// Pages kept in memory while searching: the inner pages and the postings of common characters, well within the
/// 64 MB that search may use.
const READER_CACHE_KIB: i64 = 16 * 1024;

/// Keeps a damaged directory aside. Only the latest one: it is published data of some hundred megabytes, and the
/// inspector's own work needs the space.
fn set_aside(path: &Path, at: Timestamp) -> Result<(), StoreError> {
    let dir = path.parent().unwrap_or(path);
    let prefix = format!("{DIRECTORY_DB}.damaged-");
    for entry in std::fs::read_dir(dir).map_err(|cause| StoreError::io(dir, cause))? {
        let old = entry.map_err(|cause| StoreError::io(dir, cause))?;
        if old.file_name().to_str().is_some_and(|name| name.starts_with(&prefix)) {
            std::fs::remove_file(old.path()).map_err(|cause| StoreError::io(&old.path(), cause))?;
        }
    }
    damage::move_aside(path, &damage::free_name(path, at))
}

impl Directory {
    /// Opens or makes the database.
    pub(crate) fn open(
        dir: &Path,
        space: Arc<dyn Space>,
        at: Timestamp,
        key: Option<&DatabaseKey>,
    ) -> Result<Self, StoreError> {
        let path = dir.join(DIRECTORY_DB);
        let suspect = Suspect::new(dir, DIRECTORY_DB);
        // No check of the whole file: it would take seconds, and what a read meets later is noted.
        if suspect.is_noted() {
            set_aside(&path, at)?;
            suspect.clear()?;
        }
        let conn = match open_writer(&path, key) {
            Err(StoreError::Damaged { .. }) => {
                set_aside(&path, at)?;
                open_writer(&path, key)?
            }
            other => other?,
        };
        let reader = open_reader(DIRECTORY_DB, &path, key)?;
        reader
            .pragma_update(None, "cache_size", -READER_CACHE_KIB)
            .map_err(|cause| StoreError::sqlite(DIRECTORY_DB, cause))?;
        Ok(Self { writer: Gate::new(conn), reader: Gate::new(reader), space, suspect })
    }

    /// Whether `visits.db` knows that this file was made.
    pub(crate) fn is_noted(&self) -> Result<bool, StoreError> {
        self.with(|conn| conn.query_row("SELECT EXISTS (SELECT 1 FROM life)", [], |row| row.get(0)))
    }

    /// `visits.db` knows now.
    pub(crate) fn set_noted(&self) -> Result<(), StoreError> {
        let held = self.writer.enter()?;
        held.conn()
            .execute("INSERT OR IGNORE INTO life (noted) VALUES (1)", [])
            .map(drop)
            .map_err(|cause| self.sorted(cause))
    }

    fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let held = self.reader.enter()?;
        let run = || {
            let snapshot = Transaction::new_unchecked(held.conn(), TransactionBehavior::Deferred)?;
            read(&snapshot)
        };
        run().map_err(|cause| self.sorted(cause))
    }

    /// A row that an index names and the table does not have is damage too.
    fn sorted(&self, cause: rusqlite::Error) -> StoreError {
        let cause = match cause {
            rusqlite::Error::QueryReturnedNoRows => {
                let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
                rusqlite::Error::SqliteFailure(corrupt, Some("a posting names a row that is gone".to_owned()))
            }
            other => other,
        };
        self.suspect.sorted(cause)
    }

    /// Applies changes in one transaction; how many rows changed. Equal and older revisions change nothing.
    ///
    /// `progress` is told now and then how many changes were looked at so far. Give some thousands at a time, and
    /// store the cursor in `visits.db` after this returned: what is applied twice is applied once.
    /// Errors: `store.disk-full`, `store.damaged`; then nothing was applied.
    pub fn apply(
        &self,
        changes: &[DirectoryChange],
        mut progress: impl FnMut(usize),
    ) -> Result<u64, StoreError> {
        let held = self.writer.enter()?;
        self.may(changes)?;
        let mut run = || {
            let tx = Transaction::new_unchecked(held.conn(), TransactionBehavior::Immediate)?;
            let changed = apply::apply(&tx, changes, &mut progress)?;
            Ok((tx, changed))
        };
        let (tx, changed) = run().map_err(|cause| self.sorted(cause))?;
        self.may(changes)?;
        tx.commit().map_err(|cause| self.sorted(cause))?;
        Ok(changed)
    }

    fn may(&self, changes: &[DirectoryChange]) -> Result<(), StoreError> {
        // A row with its index entries and postings.
        let bytes = changes.len() as u64 * 1024;
        self.space
            .before_write(WriteKind::Directory, bytes)
            .map_err(|cause| StoreError::io(Path::new(DIRECTORY_DB), cause))
    }

    /// One enterprise by id.
    pub fn enterprise(&self, id: &EnterpriseId) -> Result<Option<EnterpriseRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM enterprise WHERE id = ?1");
        self.with(|conn| conn.prepare_cached(&sql)?.query_row([id.as_bytes()], row_of).optional())
    }

    /// How many enterprises the directory holds.
    pub fn count(&self) -> Result<u64, StoreError> {
        self.with(|conn| conn.query_row("SELECT count(*) FROM enterprise", [], |row| row.get(0)))
    }

    /// At most `limit` enterprises that match every word of `text`.
    ///
    /// A word matches a part of the name (from one character up), a part of the address, the start of the credit
    /// code, or a part of the initials of the name's pinyin. Width, case and punctuation do not matter. Without any
    /// word: every enterprise. The order is the same every time: for one word, names that start with it first, by
    /// name; then the others, by age in the directory.
    /// Errors: `store.damaged`, `store.unreadable`; never an empty page instead.
    pub fn search(
        &self,
        text: &str,
        after: Option<&SearchToken>,
        limit: u32,
    ) -> Result<SearchPage, StoreError> {
        let after = after.map(|token| token.0.clone());
        self.with(|conn| search::search(conn, text, after, limit.max(1) as usize))
    }
}

#[cfg(test)]
mod tests;
