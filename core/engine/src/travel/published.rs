//! What the office publishes comes in: stored as it came, read only as far as lists need.

use super::batch::Batch;
use super::queue;
use crate::error::EngineError;
use crate::visit::ledger_note;
use zhian_domain::enterprise::Enterprise;
use zhian_domain::id::{ContentHash, DeviceId, EvidenceHash, VisitId};
use zhian_domain::identifier::uscc::Uscc;
use zhian_domain::task::Task;
use zhian_domain::time::Timestamp;
use zhian_protocol::published::{
    AuthorityRecord, DeviceRecord, EnterpriseRecord, InspectorRecord, TaskRecord,
};
use zhian_protocol::sync::{EvidenceStored, FeedEntry, FeedKind, LedgerNotice, QuarantineNotice};
use zhian_store::directory::{DirectoryChange, EnterpriseRow};
use zhian_store::{DeviceRow, NewNotice, Outbound, PublishedKind, Receipt, ReceiptOutcome, TaskRow, Tx};

/// What went wrong with one entry that is not understood here: it is put on record and the feed flows on.
const NOT_UNDERSTOOD: &str = "published.not-understood";

/// Revisions of records without one of their own: the feed's life counts above its places, so that after a rollback
/// of the office a republished record still replaces the older one.
const PLACES_PER_LIFE: u64 = 1 << 40;

/// Which life of the feed this phone has seen, beginning with 0.
pub(super) const FEED_LIFE: &str = "feed-life";

/// Where an entry stands, and what its receipts name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) epoch: [u8; 16],
    pub(super) life: u64,
    pub(super) seq: u64,
}

impl Place {
    pub(super) const fn revision(self) -> u64 {
        self.life * PLACES_PER_LIFE + self.seq
    }
}

/// The directory's part of some entries; unreadable ones are reported by [`Batch::published`].
pub(super) fn directory_changes(entries: &[FeedEntry], life: u64, epoch: [u8; 16]) -> Vec<DirectoryChange> {
    entries
        .iter()
        .filter(|entry| entry.kind == FeedKind::Enterprise.byte())
        .filter_map(|entry| {
            let bytes = entry.body.as_ref()?;
            let record = EnterpriseRecord::read(bytes).ok()?;
            // The id follows from the credit code; everything else may be newer than this program.
            let uscc = Uscc::new(&record.uscc).ok()?;
            Some(DirectoryChange::Put(EnterpriseRow {
                id: Enterprise::id_of(&uscc),
                revision: Place { epoch, life, seq: entry.seq }.revision(),
                name: record.name,
                uscc: record.uscc,
                region: record.region,
                address: record.address,
                kind: record.kind,
                bytes: bytes.clone(),
            }))
        })
        .collect()
}

impl Batch<'_> {
    /// Takes in one entry that is no parcel. What is not understood goes on record; it is never an error.
    pub(super) fn published(
        &mut self,
        tx: &Tx<'_>,
        kind: FeedKind,
        entry: &FeedEntry,
        place: Place,
    ) -> Result<(), EngineError> {
        let Some(bytes) = &entry.body else { return Ok(()) };
        let understood = match kind {
            FeedKind::Authority => self.authority(tx, bytes, place)?,
            FeedKind::Inspector => self.inspector(tx, bytes, place)?,
            FeedKind::Device => self.device(tx, bytes, place)?,
            FeedKind::Checklist => self.checklist_file(tx, &entry.digest, bytes)?,
            FeedKind::Task => self.task(tx, bytes)?,
            FeedKind::Enterprise => {
                EnterpriseRecord::read(bytes).is_ok_and(|one| Uscc::new(&one.uscc).is_ok())
            }
            FeedKind::EvidenceStored => self.evidence_stored(tx, &entry.digest, bytes, place)?,
            FeedKind::Quarantine => self.quarantine_notice(tx, bytes)?,
            FeedKind::Ledger => ledger_notice(tx, bytes)?,
            // It counts by itself: what is refused is understood, and nothing was published.
            FeedKind::Content if self.content(tx, bytes)? => return Ok(()),
            FeedKind::Content => false,
            // Parcels are taken in elsewhere.
            FeedKind::Draft | FeedKind::Sealed => return Ok(()),
        };
        if understood {
            self.brought.published += 1;
        } else {
            let detail = format!("{kind:?} {} at {}", entry.digest, entry.seq);
            tx.append_alert(NOT_UNDERSTOOD, &detail, self.at.device)?;
        }
        Ok(())
    }

    fn authority(&mut self, tx: &Tx<'_>, bytes: &[u8], place: Place) -> Result<bool, EngineError> {
        let Ok(record) = AuthorityRecord::read(bytes) else { return Ok(false) };
        tx.put_published(PublishedKind::Authority, record.id.as_bytes(), place.revision(), bytes)?;
        Ok(true)
    }

    fn inspector(&mut self, tx: &Tx<'_>, bytes: &[u8], place: Place) -> Result<bool, EngineError> {
        let Ok(record) = InspectorRecord::read(bytes) else { return Ok(false) };
        let id = record.id;
        // A role of a newer server would make the whole roster unreadable.
        if zhian_domain::authority::Inspector::try_from(record).is_err() {
            return Ok(false);
        }
        tx.put_published(PublishedKind::Inspector, id.as_bytes(), place.revision(), bytes)?;
        self.reread_roster(tx)?;
        Ok(true)
    }

    fn device(&mut self, tx: &Tx<'_>, bytes: &[u8], place: Place) -> Result<bool, EngineError> {
        let Ok(record) = DeviceRecord::read(bytes) else { return Ok(false) };
        tx.put_device(&DeviceRow {
            device: record.id,
            inspector: record.inspector,
            public_key: record.public_key,
            revoked: record.revoked,
            revision: place.revision(),
            bytes: bytes.to_vec(),
        })?;
        self.reread_roster(tx)?;
        Ok(true)
    }

    /// Takes in what was asked for by its hash, if it is a checklist that tasks here lack; whether it was one.
    pub(super) fn lacking_checklist(&mut self, tx: &Tx<'_>, bytes: &[u8]) -> Result<bool, EngineError> {
        let digest = ContentHash::of(bytes);
        let lacked = queue::lacking(tx)?.contains(&digest);
        if lacked && self.checklist_file(tx, &digest, bytes)? {
            self.brought.published += 1;
        }
        Ok(lacked)
    }

    fn checklist_file(
        &mut self,
        tx: &Tx<'_>,
        digest: &ContentHash,
        bytes: &[u8],
    ) -> Result<bool, EngineError> {
        // The hash is what a visit is pinned to; a file that does not give it is not that checklist.
        if ContentHash::of(bytes) != *digest {
            return Ok(false);
        }
        tx.put_published(PublishedKind::Checklist, digest.as_bytes(), 1, bytes)?;
        queue::note_lacking(tx, digest, false)?;
        self.note_news();
        Ok(self.checklist(tx, digest).is_ok())
    }

    fn task(&mut self, tx: &Tx<'_>, bytes: &[u8]) -> Result<bool, EngineError> {
        let Ok(record) = TaskRecord::read(bytes) else { return Ok(false) };
        let row = TaskRow {
            task: record.id,
            revision: u64::from(record.revision),
            due: Timestamp::from_unix_ms(record.due_unix_ms),
            title: record.title.clone(),
            enterprise: record.enterprise,
            enterprise_name: record.enterprise_name.clone(),
            withdrawn: record.withdrawn.is_some(),
            checklist: record.checklist,
            visit: VisitId::of(&record.id, &record.checklist),
            bytes: bytes.to_vec(),
        };
        tx.put_task(&row)?;
        // The feed brings a checklist before its tasks. Where it did not, it is asked for by its hash.
        let here = tx.published(PublishedKind::Checklist, record.checklist.as_bytes())?.is_some();
        queue::note_lacking(tx, &record.checklist, !here)?;
        self.note_news();
        // Listed in any case; whether it can be opened is another question.
        Ok(Task::try_from(record).is_ok())
    }

    fn evidence_stored(
        &mut self,
        tx: &Tx<'_>,
        digest: &ContentHash,
        bytes: &[u8],
        place: Place,
    ) -> Result<bool, EngineError> {
        let Ok(stored) = minicbor::decode::<EvidenceStored>(bytes) else { return Ok(false) };
        let hash = EvidenceHash::from_bytes(*digest.as_bytes());
        let item = Outbound::Evidence(hash);
        let receipt = Receipt {
            item,
            epoch: place.epoch,
            position: stored.ledger_position,
            outcome: ReceiptOutcome::Known,
            at: self.at.device,
        };
        tx.settle_outbox(&item, &receipt)?;
        Ok(true)
    }

    fn quarantine_notice(&mut self, tx: &Tx<'_>, bytes: &[u8]) -> Result<bool, EngineError> {
        let Ok(notice) = minicbor::decode::<QuarantineNotice>(bytes) else { return Ok(false) };
        let sealed = tx.parcel(&notice.parcel)?.is_some_and(|one| one.kind == zhian_store::ItemKind::Sealed);
        let item = if sealed { Outbound::Sealed(notice.parcel) } else { Outbound::Draft(notice.parcel) };
        let visit = notice.visit.as_deref().and_then(VisitId::from_slice);
        // What this device itself sent was put on record with its receipt.
        let own = DeviceId::from_slice(&notice.device) == Some(self.me.device);
        let on_record = own
            && visit
                .map_or(Ok(Vec::new()), |visit| tx.notices_of(&visit))?
                .iter()
                .any(|one| one.item == item);
        if !on_record {
            let (code, detail) = (notice.code.as_str(), notice.detail.as_str());
            tx.insert_notice(&NewNotice { item, visit, code, detail, at: self.at.device })?;
        }
        // The parcel itself may never have been here; people must still see whose it was.
        tx.put_note(&author_note(&notice.parcel), &notice.device)?;
        Ok(true)
    }
}

/// Name of the note that says whose parcel the office set aside.
pub(crate) fn author_note(parcel: &ContentHash) -> String {
    format!("set-aside.{parcel}")
}

fn ledger_notice(tx: &Tx<'_>, bytes: &[u8]) -> Result<bool, EngineError> {
    let Ok(notice) = minicbor::decode::<LedgerNotice>(bytes) else { return Ok(false) };
    let value = [notice.position.to_be_bytes().as_slice(), notice.head.as_bytes()].concat();
    tx.put_note(&ledger_note(&notice.digest), &value)?;
    Ok(true)
}
