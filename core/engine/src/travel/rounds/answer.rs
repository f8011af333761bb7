//! One answer of the office becomes rows: all of it with its cursor, or nothing.

use super::items::Happened;
use super::{Exchange, Round, SKEW_MS_MAX};
use crate::error::EngineError;
use crate::travel::batch::{Batch, Brought};
use crate::travel::published::{FEED_LIFE, Place};
use crate::travel::{check, queue};
use std::collections::BTreeSet;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_domain::time::ClockReading;
use zhian_protocol::parcel::name_of;
use zhian_protocol::sync::{FeedKind, Outcome, Receipt as Word, SyncResponse};
use zhian_store::{
    FileState, ForgetReceipts, Outbound, ParcelOrigin, Receipt, ReceiptOutcome, ServerCursor, Tx, VisitState,
};

/// What storing an answer did, beside rows.
#[derive(Default)]
struct Stored {
    brought: Brought,
    acknowledged: u64,
    set_aside: u64,
    /// Parcels the office cannot take yet, with their visits.
    lacking: Vec<(ContentHash, VisitId)>,
    touched: BTreeSet<VisitId>,
    roster_changed: bool,
    content_changed: bool,
    /// What became of each thing of this round.
    happened: Happened,
}

impl Exchange<'_> {
    /// Stores an answer.
    pub(super) fn store_answer(&mut self, round: &Round, response: &SyncResponse) -> Result<(), EngineError> {
        self.apply_directory(response)?;
        let at = self.engine.now();
        let skew_ms = response.server_unix_ms.saturating_sub(at.device.unix_ms());
        let new_skew = skew_ms.saturating_abs() > SKEW_MS_MAX && !self.skew_on_record;
        let life = self.life()? + u64::from(response.rollback);
        let mut stored = Stored::default();
        let mut drafts = self.drafts();
        let mut batch = None;
        self.engine.write(&at, |tx| {
            if response.rollback {
                roll_back(tx, &at, life)?;
            }
            if new_skew {
                let detail = format!("the office's clock is {skew_ms} ms ahead of this device's");
                tx.append_alert("clock.skew", &detail, at.device)?;
            }
            for word in &response.receipts {
                settle(tx, word, response, &at, &mut stored)?;
            }
            for one in round.checks.iter().filter(|one| !response.differing.contains(&one.visit)) {
                check::agreed(tx, one)?;
            }
            if !round.checks.is_empty() {
                check::compared(tx, at.device.unix_ms())?;
            }
            let me = std::sync::Arc::clone(&self.me);
            let mut incoming = Batch::begin(tx, &mut drafts, me, at, ParcelOrigin::Server)?;
            self.take_in_feed(tx, &mut incoming, round, response, life, &mut stored.happened)?;
            incoming.finish(tx)?;
            let cursor = response.cursor;
            tx.put_cursor(&ServerCursor { epoch: cursor.epoch, seq: cursor.seq, head: cursor.head })?;
            stored.brought = incoming.brought();
            stored.touched = incoming.touched().clone();
            stored.roster_changed = incoming.roster_changed();
            stored.content_changed = incoming.content_changed();
            batch = Some(incoming);
            Ok(())
        })?;
        if let Some(batch) = batch {
            batch.put_in_place();
        }
        drop(drafts);
        self.skew_on_record |= new_skew;
        self.count(response, &stored, skew_ms);
        self.after(response, stored, &at)
    }

    fn take_in_feed(
        &self,
        tx: &Tx<'_>,
        batch: &mut Batch<'_>,
        round: &Round,
        response: &SyncResponse,
        life: u64,
        happened: &mut Happened,
    ) -> Result<(), EngineError> {
        let epoch = response.cursor.epoch;
        let mut wanted = queue::wanted(tx)?;
        let came: BTreeSet<ContentHash> = response.wanted.iter().map(|bytes| name_of(bytes)).collect();
        // An answer has room for some of them only; one with none says that the office has none.
        wanted.retain(|digest| !came.contains(digest) && (!came.is_empty() || !round.want.contains(digest)));
        for bytes in &response.wanted {
            if !batch.lacking_checklist(tx, bytes)? {
                happened.take_in(tx, batch, bytes)?;
            }
        }
        for entry in &response.feed {
            // A kind of a newer server is skipped.
            let Some(kind) = FeedKind::from_byte(entry.kind) else { continue };
            match (kind, &entry.body) {
                (FeedKind::Draft | FeedKind::Sealed, Some(bytes)) => happened.take_in(tx, batch, bytes)?,
                (FeedKind::Draft | FeedKind::Sealed, None) => {
                    // Our own work, which a restored phone or a torn database may not hold any more.
                    if tx.parcel(&entry.digest)?.is_none() && !wanted.contains(&entry.digest) {
                        wanted.push(entry.digest);
                    }
                }
                _ => {
                    let before = batch.brought().published;
                    batch.published(tx, kind, entry, Place { epoch, life, seq: entry.seq })?;
                    happened.published(kind, batch.brought().published - before);
                }
            }
        }
        queue::put_wanted(tx, &wanted)
    }

    fn count(&mut self, response: &SyncResponse, stored: &Stored, skew_ms: i64) {
        let report = &mut self.report;
        report.parcels_acknowledged += stored.acknowledged;
        report.changes_received += stored.brought.changes;
        report.seals_received += stored.brought.seals;
        report.published_received += stored.brought.published;
        report.quarantined += stored.brought.quarantined + stored.set_aside;
        report.rollback |= response.rollback;
        report.skew_ms = Some(skew_ms);
    }

    /// What follows from an answer beside its rows.
    fn after(
        &mut self,
        response: &SyncResponse,
        stored: Stored,
        at: &ClockReading,
    ) -> Result<(), EngineError> {
        self.happened.append(stored.happened);
        if stored.roster_changed {
            self.roster_changed();
        }
        if stored.content_changed {
            self.engine.forget_content();
        }
        if !response.wanted.is_empty() {
            // What did not fit into this answer may be asked for again.
            self.asked.clear();
        }
        if response.rollback {
            // Everything was queued again; whatever was held back may go now.
            self.held_back.clear();
            self.requeued.clear();
        }
        for (digest, visit) in stored.lacking {
            if self.requeued.insert(visit) {
                let parcels = self.engine.write(at, |tx| {
                    queue::parcels_without_receipt(tx, &visit, at)?;
                    Ok(tx.parcel_digests(&visit)?)
                })?;
                // The office may have lost what it acknowledged: everything of the visit goes once more.
                self.extra.extend(parcels);
            } else if stored.acknowledged == 0 {
                self.held_back.insert(digest);
            }
        }
        self.extra.sort_unstable();
        self.extra.dedup();
        Ok(())
    }
}

fn settle(
    tx: &Tx<'_>,
    word: &Word,
    response: &SyncResponse,
    at: &ClockReading,
    stored: &mut Stored,
) -> Result<(), EngineError> {
    let Some(parcel) = tx.parcel(&word.digest)? else {
        return Err(EngineError::Internal { detail: format!("parcel {} was sent and is gone", word.digest) });
    };
    let item = queue::outbound(&parcel);
    let receipt =
        |position, outcome| Receipt { item, epoch: response.cursor.epoch, position, outcome, at: at.device };
    match &word.outcome {
        Outcome::Durable(position) => {
            tx.settle_outbox(&item, &receipt(*position, ReceiptOutcome::Durable))?;
            stored.happened.delivered(item, false, None);
            stored.acknowledged += 1;
        }
        Outcome::Known(position) => {
            tx.settle_outbox(&item, &receipt(*position, ReceiptOutcome::Known))?;
            stored.happened.delivered(item, true, None);
            stored.acknowledged += 1;
        }
        Outcome::MissingDependencies => stored.lacking.push((word.digest, parcel.visit)),
        Outcome::Quarantined { code, detail } => {
            tx.quarantine(&item, code, detail, at.device)?;
            tx.append_alert(code, &format!("the office set {item} aside: {detail}"), at.device)?;
            stored.set_aside += 1;
        }
    }
    Ok(())
}

/// Nothing the office said before can be relied on: everything held here is queued again.
fn roll_back(tx: &Tx<'_>, at: &ClockReading, life: u64) -> Result<(), EngineError> {
    let taken_back = tx.forget_receipts(ForgetReceipts::All, at.device)?;
    for state in [VisitState::Draft, VisitState::Sealed] {
        for row in tx.visits(state)? {
            queue::parcels_without_receipt(tx, &row.visit, at)?;
            for evidence in tx.evidence_of(&row.visit)? {
                if evidence.file == FileState::Here {
                    tx.enqueue(&Outbound::Evidence(evidence.hash), evidence.size, at.device)?;
                }
            }
        }
    }
    check::forget_agreements(tx)?;
    tx.put_note(FEED_LIFE, &life.to_be_bytes())?;
    let detail = format!("{taken_back} receipts were taken back; everything held here is sent again");
    Ok(tx.append_alert("server.rollback", &detail, at.device)?)
}
