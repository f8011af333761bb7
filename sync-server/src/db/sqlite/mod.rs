//! The embedded database: one SQLite file in WAL mode, one writer, a few readers.
//!
//! Sequence numbers are read and written inside one immediate transaction, so they are given in commit order even
//! when an administrator's command writes to the same file beside the running server.

mod content;
mod fault;
mod feed;
mod intake;
mod people;
mod pool;
mod projection;
mod published;
mod reading;
mod schema;
mod visits;
mod writer;

use self::pool::Pool;
use self::writer::Writer;
use crate::db::{
    ActorKey, Assignment, Chapter, ChecklistEntry, Claim, ContentEntry, Counts, Db, DbError, EnrolmentCode,
    Identity, Intake, KnownDevice, LedgerEntry, OfficeSecret, OfficerEntry, Page, QuarantineEntry, Reader,
    Standing, StoredParcel, Summary, TaskEntry, Unit,
};
use std::path::{Path, PathBuf};
use zhian_domain::id::{
    AuthorityId, ContentHash, DeviceId, EnterpriseId, EvidenceHash, InspectorId, TaskId, VisitId,
};
use zhian_domain::time::Timestamp;
use zhian_protocol::content::ContentRecord;
use zhian_protocol::published::{AuthorityRecord, EnterpriseRecord, TaskRecord};
use zhian_protocol::sync::Mark;

/// The office's records in one SQLite file.
pub struct SqliteDb {
    // Dropped first: the writer finishes what is queued, then the readers close.
    writer: Writer,
    readers: Pool,
    path: PathBuf,
}

impl SqliteDb {
    /// Makes a new database. Errors: [`DbError::Exists`]; nothing is overwritten.
    pub fn create(path: &Path, epoch: [u8; 16], at: Timestamp) -> Result<(), DbError> {
        if path.exists() {
            return Err(DbError::Exists { path: path.display().to_string() });
        }
        let mut connection = schema::connect_for_writing(path)?;
        schema::migrate(&mut connection)?;
        schema::found(&connection, epoch, at)
    }

    /// Opens a database, brings its schema up to date and starts the writer.
    ///
    /// Errors: [`DbError::Missing`], [`DbError::Newer`], [`DbError::Damaged`].
    pub fn open(path: &Path, readers: usize) -> Result<Self, DbError> {
        if !path.exists() {
            return Err(DbError::Missing { path: path.display().to_string() });
        }
        let mut connection = schema::connect_for_writing(path)?;
        schema::migrate(&mut connection)?;
        let writer = Writer::start(connection)?;
        Ok(Self { writer, readers: Pool::open(path, readers)?, path: path.to_owned() })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl std::fmt::Debug for SqliteDb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteDb").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Db for SqliteDb {
    fn identity(&self) -> Result<Identity, DbError> {
        self.readers.read(feed::identity)
    }

    fn check_writable(&self) -> Result<(), DbError> {
        self.writer.pulse()
    }

    fn append(&self, unit: Vec<Intake>, at: Timestamp) -> Result<Unit, DbError> {
        self.writer.append(unit, at)
    }

    fn authorities(&self) -> Result<Vec<AuthorityRecord>, DbError> {
        self.readers.read(people::authorities)
    }

    fn officer(&self, id: &InspectorId) -> Result<Option<OfficerEntry>, DbError> {
        self.readers.read(|db| people::officer(db, id))
    }

    fn officers(&self) -> Result<Vec<OfficerEntry>, DbError> {
        self.readers.read(people::officers)
    }

    fn device(&self, id: &DeviceId) -> Result<Option<KnownDevice>, DbError> {
        self.readers.read(|db| people::device(db, id))
    }

    fn device_of_token(&self, token_hash: &[u8; 32]) -> Result<Option<KnownDevice>, DbError> {
        self.readers.read(|db| people::device_of_token(db, token_hash))
    }

    fn devices(&self) -> Result<Vec<KnownDevice>, DbError> {
        self.readers.read(people::devices)
    }

    fn enrolment_code(&self, selector: &str) -> Result<Option<EnrolmentCode>, DbError> {
        self.readers.read(|db| people::enrolment_code(db, selector))
    }

    fn checklist(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, DbError> {
        self.readers.read(|db| published::checklist(db, hash))
    }

    fn checklists(&self) -> Result<Vec<ChecklistEntry>, DbError> {
        self.readers.read(published::checklists)
    }

    fn office_key(&self) -> Result<Option<OfficeSecret>, DbError> {
        self.readers.read(content::office_key)
    }

    fn contents(&self) -> Result<Vec<ContentEntry>, DbError> {
        self.readers.read(content::contents)
    }

    fn content(&self, sequence: u64) -> Result<Option<ContentRecord>, DbError> {
        self.readers.read(|db| content::content(db, sequence))
    }

    fn enterprise(
        &self,
        authority: &AuthorityId,
        id: &EnterpriseId,
    ) -> Result<Option<EnterpriseRecord>, DbError> {
        self.readers.read(|db| published::enterprise(db, authority, id))
    }

    fn task(&self, id: &TaskId) -> Result<Option<TaskRecord>, DbError> {
        self.readers.read(|db| published::task(db, id))
    }

    fn tasks(&self) -> Result<Vec<TaskEntry>, DbError> {
        self.readers.read(published::tasks)
    }

    fn assignment(&self, visit: &VisitId) -> Result<Option<Assignment>, DbError> {
        self.readers.read(|db| published::assignment(db, visit))
    }

    fn standings(&self, digests: &[ContentHash]) -> Result<Vec<Option<Standing>>, DbError> {
        self.readers.read(|db| visits::standings(db, digests))
    }

    fn chapter(&self, visit: &VisitId) -> Result<Chapter, DbError> {
        self.readers.read(|db| visits::chapter(db, visit))
    }

    fn draft_log(&self, visit: &VisitId) -> Result<Vec<StoredParcel>, DbError> {
        self.readers.read(|db| visits::parcels(db, visit, visits::DRAFT))
    }

    fn sealed_parcel(&self, visit: &VisitId) -> Result<Option<StoredParcel>, DbError> {
        Ok(self.readers.read(|db| visits::parcels(db, visit, visits::SEALED))?.pop())
    }

    fn heads(&self, visit: &VisitId) -> Result<Option<ContentHash>, DbError> {
        self.readers.read(|db| projection::heads(db, visit))
    }

    fn actor_set_aside(&self, key: &ActorKey) -> Result<Option<String>, DbError> {
        self.readers.read(|db| visits::actor_set_aside(db, key))
    }

    fn feed(&self, reader: &Reader, after: Option<&Mark>) -> Result<Page, DbError> {
        self.readers.read(|db| feed::page(db, reader, after))
    }

    fn wanted(
        &self,
        reader: &Reader,
        digests: &[ContentHash],
        bytes_max: usize,
    ) -> Result<Vec<Vec<u8>>, DbError> {
        self.readers.read(|db| feed::wanted(db, reader, digests, bytes_max))
    }

    fn claims(&self, hash: &EvidenceHash) -> Result<Vec<Claim>, DbError> {
        self.readers.read(|db| reading::claims(db, hash))
    }

    fn open_claims(&self) -> Result<Vec<Claim>, DbError> {
        self.readers.read(reading::open_claims)
    }

    fn ledger(&self, after: u64, entries_max: usize) -> Result<Vec<LedgerEntry>, DbError> {
        self.readers.read(|db| reading::ledger(db, after, entries_max))
    }

    fn quarantine(&self, entries_max: usize) -> Result<Vec<QuarantineEntry>, DbError> {
        self.readers.read(|db| reading::quarantine(db, entries_max))
    }

    fn quarantined_bytes(&self, digest: &ContentHash) -> Result<Option<Vec<u8>>, DbError> {
        self.readers.read(|db| reading::quarantined_bytes(db, digest))
    }

    fn summary(&self, visit: &VisitId) -> Result<Option<Summary>, DbError> {
        self.readers.read(|db| projection::summary(db, visit))
    }

    fn summaries(&self, after: Option<&VisitId>, entries_max: usize) -> Result<Vec<Summary>, DbError> {
        self.readers.read(|db| projection::summaries(db, after, entries_max))
    }

    fn visits(&self, after: Option<&VisitId>, entries_max: usize) -> Result<Vec<VisitId>, DbError> {
        self.readers.read(|db| visits::visits(db, after, entries_max))
    }

    fn counts(&self) -> Result<Counts, DbError> {
        self.readers.read(reading::counts)
    }
}
