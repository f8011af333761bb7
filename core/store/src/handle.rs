//! One set of reading methods for the store, for a snapshot and for a transaction.

use crate::directory::Directory;
use crate::error::StoreError;
use crate::files::EvidenceFiles;
use crate::lock::FolderLock;
use crate::media::MediaFiles;
use crate::space::{Space, WriteKind};
use rusqlite::{Connection, Params, Transaction, TransactionBehavior};
use std::cell::RefCell;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use zhian_domain::id::EvidenceHash;

/// File name of the inspector's own database.
pub(crate) const VISITS_DB: &str = "visits.db";

/// What a transaction is expected to add, bytes: a large answer with its outbox row and the pages they touch.
const TRANSACTION_BYTES_ESTIMATE: u64 = 256 * 1024;

/// Where reading methods get their connection from.
pub trait Source {
    /// Runs `read` with a connection.
    #[doc(hidden)]
    fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError>;
}

/// A way into the database. See [`Store`], [`Snapshot`] and [`Tx`].
pub struct Handle<S>(pub(crate) S);

/// The phone's database and evidence files: `Send + Sync`, opened once, shared by all threads.
///
/// Reads do not wait for a write. Inside the closure of [`read`](Handle::read) or [`write`](Handle::write) use what
/// the closure is given: the store itself would show the state before, and a second read or write of the same kind
/// on the same thread is answered with `store.internal` instead of standing still.
pub type Store = Handle<Shared>;

/// Several reads that see one state.
pub type Snapshot<'a> = Handle<Reading<'a>>;

/// One user action: all of it becomes durable, or nothing. The only place where writing methods exist.
pub type Tx<'a> = Handle<Writing<'a>>;

/// What [`Store`] is made of.
pub struct Shared {
    pub(crate) writer: Gate,
    pub(crate) reader: Gate,
    pub(crate) files: EvidenceFiles,
    pub(crate) media: MediaFiles,
    pub(crate) directory: Directory,
    pub(crate) space: Arc<dyn Space>,
    pub(crate) suspect: Suspect,
    pub(crate) dir: PathBuf,
    // Held, never read, and last: the folder is free when everything else in it is closed.
    pub(crate) _lock: FolderLock,
}

/// What [`Snapshot`] is made of.
pub struct Reading<'a> {
    conn: &'a Connection,
    suspect: &'a Suspect,
}

/// What [`Tx`] is made of.
pub struct Writing<'a> {
    conn: &'a Connection,
    suspect: &'a Suspect,
    /// Evidence whose rows this transaction wrote; their intents end with the commit.
    pub(crate) adopted: RefCell<Vec<EvidenceHash>>,
}

/// A connection behind a lock that notices its own thread coming back.
pub(crate) struct Gate {
    conn: Mutex<Connection>,
    holder: Mutex<Option<ThreadId>>,
}

pub(crate) struct Held<'a> {
    conn: MutexGuard<'a, Connection>,
    holder: &'a Mutex<Option<ThreadId>>,
}

impl Gate {
    pub(crate) fn new(conn: Connection) -> Self {
        Self { conn: Mutex::new(conn), holder: Mutex::new(None) }
    }

    /// Waits for the connection. Errors: `store.internal` if this thread holds it already.
    pub(crate) fn enter(&self) -> Result<Held<'_>, StoreError> {
        let me = std::thread::current().id();
        if *self.holder.lock().unwrap_or_else(PoisonError::into_inner) == Some(me) {
            let detail = "the store was used inside its own read or write".to_owned();
            return Err(StoreError::Internal { detail });
        }
        // A panic inside an action has rolled its transaction back, so the connection is in order.
        let conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        *self.holder.lock().unwrap_or_else(PoisonError::into_inner) = Some(me);
        Ok(Held { conn, holder: &self.holder })
    }
}

impl Held<'_> {
    pub(crate) fn conn(&self) -> &Connection {
        &self.conn
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        *self.holder.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Remembers across starts that a read met damage which the quick check of the last start had not seen.
pub(crate) struct Suspect {
    database: &'static str,
    path: PathBuf,
}

impl Suspect {
    /// For a database in the data folder `dir`.
    pub(crate) fn new(dir: &Path, database: &'static str) -> Self {
        Self { database, path: dir.join(format!("{database}.suspect")) }
    }

    pub(crate) fn is_noted(&self) -> bool {
        self.path.exists()
    }

    pub(crate) fn clear(&self) -> Result<(), StoreError> {
        match std::fs::remove_file(&self.path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::io(&self.path, cause))
            }
            _ => Ok(()),
        }
    }

    /// Sorts what SQLite said, and notes damage.
    pub(crate) fn sorted(&self, cause: rusqlite::Error) -> StoreError {
        let error = StoreError::sqlite(self.database, cause);
        if matches!(error, StoreError::Damaged { .. }) {
            // The caller gets the error in any case; the note only makes the next start look harder.
            let _ = File::create(&self.path);
        }
        error
    }
}

impl Source for Shared {
    fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let held = self.reader.enter()?;
        read(held.conn()).map_err(|cause| self.suspect.sorted(cause))
    }
}

impl Source for Reading<'_> {
    fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        read(self.conn).map_err(|cause| self.suspect.sorted(cause))
    }
}

impl Source for Writing<'_> {
    fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        read(self.conn).map_err(|cause| self.suspect.sorted(cause))
    }
}

impl Handle<Writing<'_>> {
    /// Runs one writing statement; the number of rows it touched.
    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        self.0.with(|conn| conn.prepare_cached(sql)?.execute(params))
    }
}

impl Handle<Shared> {
    /// Runs one user action as one transaction.
    ///
    /// Everything `action` wrote is durable when this returns `Ok`; after any error nothing of it is there.
    /// Errors: those of `action`, and `store.disk-full`, `store.busy`, `store.damaged`, `store.file`.
    pub fn write<T, E: From<StoreError>>(
        &self,
        action: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let shared = &self.0;
        let held = shared.writer.enter()?;
        let sorted = |cause| E::from(shared.suspect.sorted(cause));
        shared.may(WriteKind::Begin)?;
        let transaction =
            Transaction::new_unchecked(held.conn(), TransactionBehavior::Immediate).map_err(sorted)?;
        let tx = Handle(Writing {
            conn: &transaction,
            suspect: &shared.suspect,
            adopted: RefCell::new(Vec::new()),
        });
        let done = action(&tx)?;
        let adopted = tx.0.adopted.take();
        shared.may(WriteKind::Commit)?;
        transaction.commit().map_err(sorted)?;
        // The rows are durable. A leftover intent is found and cleared at the next start.
        adopted.iter().for_each(|hash| shared.files.end_intent(hash));
        Ok(done)
    }

    /// Runs several reads that see one state, e.g. all of one screen. Errors: those of `reads`, and the store's.
    pub fn read<T, E: From<StoreError>>(
        &self,
        reads: impl FnOnce(&Snapshot<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let shared = &self.0;
        let held = shared.reader.enter()?;
        let transaction = Transaction::new_unchecked(held.conn(), TransactionBehavior::Deferred)
            .map_err(|cause| E::from(shared.suspect.sorted(cause)))?;
        reads(&Handle(Reading { conn: &transaction, suspect: &shared.suspect }))
    }

    /// The evidence files.
    #[must_use]
    pub fn files(&self) -> &EvidenceFiles {
        &self.0.files
    }

    /// Pictures and clips that show how to check.
    #[must_use]
    pub fn media(&self) -> &MediaFiles {
        &self.0.media
    }

    /// The directory of enterprises.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.0.directory
    }
}

impl Shared {
    fn may(&self, what: WriteKind) -> Result<(), StoreError> {
        self.space
            .before_write(what, TRANSACTION_BYTES_ESTIMATE)
            .map_err(|cause| StoreError::io(&self.dir.join(VISITS_DB), cause))
    }
}
