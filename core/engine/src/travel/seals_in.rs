//! A seal comes in: everything in it is checked again before it counts.

use super::batch::{Batch, Taken};
use super::{check, drafts_in};
use crate::drafts::summary;
use crate::error::EngineError;
use crate::evidence::evidence_row;
use crate::visit::pinned_task;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_domain::seal::SealedVisit;
use zhian_protocol::canonical::{self, CanonicalError};
use zhian_protocol::parcel::Parcel;
use zhian_store::{FileState, Outbound, Sealed, Tx, VisitRow, VisitState};

impl Batch<'_> {
    /// The visit it is about, where that can be read, and what became of it.
    pub(super) fn take_in_seal(
        &mut self,
        tx: &Tx<'_>,
        parcel: &Parcel<'_>,
        bytes: &[u8],
    ) -> Result<(Option<VisitId>, Taken), EngineError> {
        let read = match canonical::read_sealed(parcel.payload) {
            Ok(read) => read,
            Err(cause) => return Ok((None, Taken::Refused(cause.code(), cause.to_string()))),
        };
        let visit = Some(read.content.visit);
        let Some(device) = self.owner(&parcel.device).cloned() else { return Ok((visit, Taken::Waits)) };
        if let Err(cause) = parcel.verify(&device.public_key) {
            return Ok((visit, Taken::Refused(cause.code(), cause.to_string())));
        }
        if read.content.visit != VisitId::of(&read.content.task, &read.content.checklist) {
            let detail = "the visit does not follow from task and checklist".to_owned();
            return Ok((visit, Taken::Refused(drafts_in::PARCEL_INCONSISTENT, detail)));
        }
        let Some(checklist) = self.checklist(tx, &read.content.checklist)? else {
            return Ok((visit, Taken::Waits));
        };
        if tx.task(&read.content.task)?.is_none() {
            return Ok((visit, Taken::Waits));
        }
        let row = VisitRow {
            visit: read.content.visit,
            task: read.content.task,
            checklist: read.content.checklist,
            state: VisitState::Sealed,
            started_at: self.at.device,
            summary: summary(&checklist, &read.content),
        };
        let task = pinned_task(tx, &row)?;
        match canonical::verify_sealed(parcel.payload, &checklist, &task, |device| self.roster.key(device)) {
            Ok(sealed) => {
                let digest = ContentHash::of(parcel.payload);
                self.keep(tx, parcel, visit, bytes)?;
                self.store_seal(tx, &row, parcel.digest, digest, &sealed)?;
                self.queue_for_office(tx, Outbound::Sealed(parcel.digest), bytes)?;
                Ok((visit, Taken::In))
            }
            // An officer's device may still be on its way.
            Err(CanonicalError::BadOfficerSignature { device, .. }) if self.owner(&device).is_none() => {
                Ok((visit, Taken::Waits))
            }
            Err(cause) => Ok((visit, Taken::Refused(cause.code(), cause.to_string()))),
        }
    }

    fn store_seal(
        &mut self,
        tx: &Tx<'_>,
        row: &VisitRow,
        parcel: ContentHash,
        digest: ContentHash,
        sealed: &SealedVisit,
    ) -> Result<(), EngineError> {
        let before = tx.seals(&row.visit)?;
        if before.iter().any(|seal| seal.digest == digest) {
            // The other officer sealed the same content: the same bytes in another envelope.
            return Ok(());
        }
        if !before.is_empty() {
            let detail = format!("visit {} has a second seal, {digest}; the first one holds", row.visit);
            tx.append_alert("engine.second-seal", &detail, self.at.device)?;
        }
        store_sealed(tx, row, parcel, digest, sealed)?;
        self.brought.seals += 1;
        self.touched.insert(row.visit);
        self.note_news();
        Ok(())
    }
}

/// Writes everything that a seal changes, made here or come in.
pub(crate) fn store_sealed(
    tx: &Tx<'_>,
    row: &VisitRow,
    parcel: ContentHash,
    digest: ContentHash,
    sealed: &SealedVisit,
) -> Result<(), EngineError> {
    tx.insert_visit(row)?;
    let sealed_at = sealed.sealed_at().device;
    tx.insert_seal(&Sealed { visit: row.visit, digest, parcel, sealed_at, receipt_position: None })?;
    for evidence in sealed.content().evidence.values() {
        tx.insert_evidence(&evidence_row(&row.visit, evidence, FileState::Absent))?;
        if let Some(receipt) = tx.receipt(&Outbound::Evidence(evidence.hash))? {
            tx.put_receipt(&receipt)?;
        }
    }
    tx.put_visit_summary(&row.visit, &row.summary)?;
    check::closed(tx, &row.visit)?;
    drafts_in::mark_late(tx, &row.visit)
}
