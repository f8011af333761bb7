//! What the office remembers, in the words of the trade. Behind a trait, so that a second database is a second
//! implementation and nothing else.
//!
//! | you may | you may not |
//! |---|---|
//! | add an operation with every implementation and a sentence of the contract | let a type or an idea of one database show |
//!
//! Reading shows only what is durable. Writing is one operation, [`Db::append`]: a unit of intakes that is stored
//! whole or not at all, and whose sequence numbers are given in the order in which units become visible.

mod error;
mod intake;
pub mod sqlite;
mod types;

pub use error::DbError;
pub use intake::{ActorKey, DraftIntake, Intake, SealIntake, SetAside, Taken, Unit};
pub use types::{
    Assignment, Chapter, ChecklistEntry, Claim, ContentEntry, Counts, Enrolment, EnrolmentCode, Facts,
    Identity, KnownDevice, LedgerEntry, LedgerKind, OfficeSecret, OfficerEntry, Page, QuarantineEntry,
    Reader, SealedEntry, Standing, StoredParcel, Summary, TaskEntry,
};

use zhian_domain::id::{
    AuthorityId, ContentHash, DeviceId, EnterpriseId, EvidenceHash, InspectorId, TaskId, VisitId,
};
use zhian_domain::time::Timestamp;
use zhian_protocol::content::ContentRecord;
use zhian_protocol::published::{AuthorityRecord, EnterpriseRecord, TaskRecord};
use zhian_protocol::sync::Mark;

/// The office's records.
pub trait Db: Send + Sync {
    /// Which server this is.
    fn identity(&self) -> Result<Identity, DbError>;

    /// Whether something can be written now. Errors: why not.
    fn check_writable(&self) -> Result<(), DbError>;

    /// Stores a unit, whole or not at all, and returns when it is durable.
    ///
    /// A parcel whose device is revoked by then is marked. Returns [`Unit::Moved`] and stores nothing if what the unit was judged against has changed since.
    fn append(&self, unit: Vec<Intake>, at: Timestamp) -> Result<Unit, DbError>;

    /// Every authority, by id.
    fn authorities(&self) -> Result<Vec<AuthorityRecord>, DbError>;

    /// One officer.
    fn officer(&self, id: &InspectorId) -> Result<Option<OfficerEntry>, DbError>;

    /// Every officer, by id.
    fn officers(&self) -> Result<Vec<OfficerEntry>, DbError>;

    /// One device.
    fn device(&self, id: &DeviceId) -> Result<Option<KnownDevice>, DbError>;

    /// The device that holds the token with this hash.
    fn device_of_token(&self, token_hash: &[u8; 32]) -> Result<Option<KnownDevice>, DbError>;

    /// Every device, by id.
    fn devices(&self) -> Result<Vec<KnownDevice>, DbError>;

    /// An enrolment code by the part of it that is no secret.
    fn enrolment_code(&self, selector: &str) -> Result<Option<EnrolmentCode>, DbError>;

    /// A checklist file, byte for byte.
    fn checklist(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, DbError>;

    /// Every checklist, oldest first.
    fn checklists(&self) -> Result<Vec<ChecklistEntry>, DbError>;

    /// The office's key for what it publishes; `None` before it was first needed.
    fn office_key(&self) -> Result<Option<OfficeSecret>, DbError>;

    /// Every published file, in the order of publication.
    fn contents(&self) -> Result<Vec<ContentEntry>, DbError>;

    /// A published file with its signature, by its place among them.
    fn content(&self, sequence: u64) -> Result<Option<ContentRecord>, DbError>;

    /// An enterprise in the directory of an authority.
    fn enterprise(
        &self,
        authority: &AuthorityId,
        id: &EnterpriseId,
    ) -> Result<Option<EnterpriseRecord>, DbError>;

    /// The newest revision of a task.
    fn task(&self, id: &TaskId) -> Result<Option<TaskRecord>, DbError>;

    /// Every task in its newest revision, by id.
    fn tasks(&self) -> Result<Vec<TaskEntry>, DbError>;

    /// What a visit is for and whose it is; `None` for a visit that no published task leads to.
    fn assignment(&self, visit: &VisitId) -> Result<Option<Assignment>, DbError>;

    /// Where parcels stand that may have come before, in the order asked.
    fn standings(&self, digests: &[ContentHash]) -> Result<Vec<Option<Standing>>, DbError>;

    /// What is stored of a visit: how many draft parcels, and its seal.
    fn chapter(&self, visit: &VisitId) -> Result<Chapter, DbError>;

    /// The draft parcels of a visit, in the order they were taken in.
    fn draft_log(&self, visit: &VisitId) -> Result<Vec<StoredParcel>, DbError>;

    /// The sealed parcel of a visit.
    fn sealed_parcel(&self, visit: &VisitId) -> Result<Option<StoredParcel>, DbError>;

    /// Folded heads of a visit's draft as last taken in.
    fn heads(&self, visit: &VisitId) -> Result<Option<ContentHash>, DbError>;

    /// Why an actor's work on a visit is set aside, if it is.
    fn actor_set_aside(&self, key: &ActorKey) -> Result<Option<String>, DbError>;

    /// The next page of the feed as one reader may see it, after `after`, which must be of a cursor of this server:
    /// anything else starts at the beginning and says so.
    fn feed(&self, reader: &Reader, after: Option<&Mark>) -> Result<Page, DbError>;

    /// Parcels and records by digest, as far as the reader may see them and `bytes_max` lasts (one at least).
    fn wanted(
        &self,
        reader: &Reader,
        digests: &[ContentHash],
        bytes_max: usize,
    ) -> Result<Vec<Vec<u8>>, DbError>;

    /// For which visits a file was announced, and where it stands.
    fn claims(&self, hash: &EvidenceHash) -> Result<Vec<Claim>, DbError>;

    /// Files that were announced and are not complete.
    fn open_claims(&self) -> Result<Vec<Claim>, DbError>;

    /// Ledger entries after a position, in order.
    fn ledger(&self, after: u64, entries_max: usize) -> Result<Vec<LedgerEntry>, DbError>;

    /// What was set aside, newest first.
    fn quarantine(&self, entries_max: usize) -> Result<Vec<QuarantineEntry>, DbError>;

    /// The bytes of something set aside.
    fn quarantined_bytes(&self, digest: &ContentHash) -> Result<Option<Vec<u8>>, DbError>;

    /// How one visit stands.
    fn summary(&self, visit: &VisitId) -> Result<Option<Summary>, DbError>;

    /// How visits stand, by visit id, after one.
    fn summaries(&self, after: Option<&VisitId>, entries_max: usize) -> Result<Vec<Summary>, DbError>;

    /// Visits of which anything is stored, by id, after one.
    fn visits(&self, after: Option<&VisitId>, entries_max: usize) -> Result<Vec<VisitId>, DbError>;

    /// How much there is of everything.
    fn counts(&self) -> Result<Counts, DbError>;
}
