//! Space of acknowledged evidence is freed.

use crate::changes::Changes;
use crate::{Engine, EngineError, view::PurgeReport};
use zhian_domain::id::VisitId;
use zhian_store::{FileState, ItemKind, Outbound, VisitState};

impl Engine {
    /// Frees the evidence files and draft parcels of a sealed visit that the office has whole. The seal stays readable.
    ///
    /// All or nothing: Errors: `engine.visit-not-sealed`; `engine.not-safe` says how much is missing at the office.
    pub fn purge(&self, visit: &VisitId) -> Result<PurgeReport, EngineError> {
        // No parcel may be on its way while its bytes are freed.
        let _turn = self.exchange_turn()?;
        let row = self.visit_row(visit)?;
        if row.state != VisitState::Sealed {
            return Err(EngineError::VisitNotSealed { visit: *visit });
        }
        let mut parcels = u64::try_from(self.store.unsigned_changes(visit)?.len()).unwrap_or(u64::MAX);
        let mut sealed = false;
        for digest in self.store.parcel_digests(visit)? {
            let kind = self.store.parcel(&digest)?.map(|parcel| parcel.kind);
            let item = match kind {
                Some(ItemKind::Sealed) => Outbound::Sealed(digest),
                _ => Outbound::Draft(digest),
            };
            parcels += u64::from(self.store.outbox_item(&item)?.is_some());
            sealed |= kind == Some(ItemKind::Sealed) && self.store.receipt(&item)?.is_some();
        }
        let files = self.store.evidence_of(visit)?;
        let files =
            files.iter().filter(|row| row.file == FileState::Here && !row.server_complete).count() as u64;
        if parcels > 0 || files > 0 {
            return Err(EngineError::NotSafe { visit: *visit, parcels, files });
        }
        if !sealed {
            self.confirm_foreign_seal(visit)?;
        }
        let freed = self.store.purge(visit)?;
        self.bell.ring(Changes::of_visit(*visit));
        Ok(PurgeReport { files: freed.files, bytes: freed.bytes })
    }

    /// A colleague's seal that came from the office is at the office; it has no receipt of ours.
    fn confirm_foreign_seal(&self, visit: &VisitId) -> Result<(), EngineError> {
        let at = self.now();
        let Some(cursor) = self.store.cursor()? else {
            return Err(EngineError::NotSafe { visit: *visit, parcels: 1, files: 0 });
        };
        let mut confirmed = false;
        for seal in self.store.seals(visit)? {
            let parcel = self.store.parcel(&seal.parcel)?;
            if parcel.is_none_or(|parcel| parcel.origin != zhian_store::ParcelOrigin::Server) {
                continue;
            }
            let receipt = zhian_store::Receipt {
                item: Outbound::Sealed(seal.parcel),
                epoch: cursor.epoch,
                position: cursor.seq,
                outcome: zhian_store::ReceiptOutcome::Known,
                at: at.device,
            };
            self.write(&at, |tx| Ok(tx.put_receipt(&receipt)?))?;
            confirmed = true;
        }
        if confirmed { Ok(()) } else { Err(EngineError::NotSafe { visit: *visit, parcels: 1, files: 0 }) }
    }
}
