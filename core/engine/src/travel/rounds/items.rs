//! What became of each thing during an exchange, so that a screen can say it line by line.

use super::{Exchange, OUTBOX_ROWS};
use crate::error::EngineError;
use crate::travel::batch::Batch;
use crate::travel::queue;
use crate::view::{SyncFate, SyncItem, SyncItemKind};
use crate::visit::ledger_position;
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::id::{ContentHash, EvidenceHash, VisitId};
use zhian_protocol::parcel::name_of;
use zhian_protocol::sync::FeedKind;
use zhian_store::{ItemKind, Outbound, Tx};

/// Notices read in one piece.
const NOTICES_PER_PAGE: u32 = 500;

/// What happened to things, in order.
#[derive(Debug, Default)]
pub(crate) struct Happened {
    items: Vec<(Outbound, SyncFate)>,
    published: BTreeMap<FeedKind, u64>,
    /// Files that the office refused in this exchange, with its code.
    refused: BTreeMap<EvidenceHash, String>,
}

impl Happened {
    /// The office acknowledged something.
    pub(crate) fn delivered(&mut self, item: Outbound, before: bool, ledger_position: Option<u64>) {
        self.items.push((item, SyncFate::Delivered { before, ledger_position }));
    }

    /// The office refused a file; it stays queued.
    pub(crate) fn refused(&mut self, hash: EvidenceHash, code: &str) {
        self.refused.insert(hash, code.to_owned());
    }

    /// What happened in one round, once its rows are committed.
    pub(super) fn append(&mut self, round: Self) {
        self.items.extend(round.items);
        for (kind, count) in round.published {
            *self.published.entry(kind).or_default() += count;
        }
        self.refused.extend(round.refused);
    }

    /// Takes a parcel into the batch and notes what it brought. What was known before is not worth a line.
    pub(super) fn take_in(
        &mut self,
        tx: &Tx<'_>,
        batch: &mut Batch<'_>,
        bytes: &[u8],
    ) -> Result<(), EngineError> {
        let before = batch.brought();
        batch.take_in(tx, bytes)?;
        let after = batch.brought();
        if after.known > before.known || after.quarantined > before.quarantined {
            // What was set aside is told from its notice.
            return Ok(());
        }
        let digest = name_of(bytes);
        let sealed = tx.parcel(&digest)?.is_some_and(|parcel| parcel.kind == ItemKind::Sealed);
        let item = if sealed { Outbound::Sealed(digest) } else { Outbound::Draft(digest) };
        let changes = after.changes - before.changes;
        let is_in = changes > 0 || after.seals > before.seals;
        self.items.push((item, if is_in { SyncFate::Received { changes } } else { SyncFate::Waits }));
        Ok(())
    }

    /// A published record came in.
    pub(super) fn published(&mut self, kind: FeedKind, count: u64) {
        if count > 0 {
            *self.published.entry(kind).or_default() += count;
        }
    }
}

impl Exchange<'_> {
    /// Number of the newest notice, so that those of this exchange can be told from older ones.
    pub(super) fn newest_notice(&self) -> Result<u64, EngineError> {
        let mut newest = 0;
        loop {
            match self.engine.store.notices(newest, NOTICES_PER_PAGE)?.last() {
                Some(last) => newest = last.id,
                None => return Ok(newest),
            }
        }
    }

    /// Puts into the report what became of each thing. Runs once, at the end.
    pub(super) fn tell_items(&mut self) -> Result<(), EngineError> {
        let happened = std::mem::take(&mut self.happened);
        self.report.published = happened.published;
        let store = &self.engine.store;
        let waiting: BTreeSet<ContentHash> = queue::waiting(store)?.into_iter().collect();
        let mut told = BTreeSet::new();
        let mut items = Vec::new();
        let mut after = self.notices_before;
        loop {
            let page = store.notices(after, NOTICES_PER_PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.id;
            for notice in page {
                if told.insert(notice.item) {
                    let fate = SyncFate::SetAside { code: notice.code, detail: notice.detail };
                    items.push(SyncItem { visit: notice.visit, ..self.item(notice.item, fate)? });
                }
            }
        }
        for (item, fate) in happened.items {
            let came_in = matches!(fate, SyncFate::Waits) && !waiting.contains(&digest_of(&item));
            let fate = if came_in { SyncFate::Received { changes: 0 } } else { fate };
            if told.insert(item) {
                items.push(self.item(item, fate)?);
            }
        }
        if self.sends != super::Sends::Nothing {
            for item in self.queued()? {
                if !told.insert(item) {
                    continue;
                }
                let (mut sent_bytes, mut code) = (0, None);
                if let Outbound::Evidence(hash) = item {
                    sent_bytes = store.evidence(&hash)?.map_or(0, |row| row.server_offset);
                    code = happened.refused.get(&hash).cloned();
                }
                items.push(self.item(item, SyncFate::Queued { sent_bytes, code })?);
            }
        }
        self.report.items = items;
        Ok(())
    }

    /// Everything that is queued still, in the order in which it would go.
    fn queued(&self) -> Result<Vec<Outbound>, EngineError> {
        let mut found = Vec::new();
        for kind in [ItemKind::Draft, ItemKind::Sealed, ItemKind::Evidence] {
            let mut after = 0;
            loop {
                let rows = self.engine.store.outbox_of(kind, after, OUTBOX_ROWS)?;
                let Some(last) = rows.last() else { break };
                after = last.position;
                found.extend(rows.iter().map(|row| row.item));
            }
        }
        Ok(found)
    }

    fn item(&self, item: Outbound, fate: SyncFate) -> Result<SyncItem, EngineError> {
        let store = &self.engine.store;
        let hash = digest_of(&item);
        let (kind, visit, device, bytes) = match item {
            Outbound::Evidence(hash) => {
                let row = store.evidence(&hash)?;
                let visit = row.as_ref().map(|row| row.visit);
                let device = row.as_ref().map(|row| row.device);
                (SyncItemKind::File, visit, device, row.map_or(0, |row| row.size))
            }
            Outbound::Draft(digest) | Outbound::Sealed(digest) => {
                let parcel = store.parcel(&digest)?;
                let sealed = matches!(item, Outbound::Sealed(_));
                let kind = if sealed { SyncItemKind::Seal } else { SyncItemKind::Changes };
                let visit = parcel.as_ref().map(|parcel| parcel.visit);
                let device = parcel.as_ref().map(|parcel| parcel.device);
                (kind, visit, device, parcel.as_ref().map_or(0, |parcel| parcel.size))
            }
        };
        let fate = match fate {
            SyncFate::Delivered { before, ledger_position: None } if kind == SyncItemKind::Seal => {
                SyncFate::Delivered { before, ledger_position: self.position_of_seal(visit, &hash)? }
            }
            other => other,
        };
        let roster = self.engine.roster()?;
        let known = device.and_then(|device| roster.device(&device));
        let officer = known.map(|known| roster.officer(&known.inspector));
        Ok(SyncItem { kind, hash, visit, officer, bytes, fate })
    }

    fn position_of_seal(
        &self,
        visit: Option<VisitId>,
        parcel: &ContentHash,
    ) -> Result<Option<u64>, EngineError> {
        let store = &self.engine.store;
        let Some(visit) = visit else { return Ok(None) };
        let seal = store.seals(&visit)?.into_iter().find(|seal| seal.parcel == *parcel);
        seal.map_or(Ok(None), |seal| ledger_position(store, &seal.digest))
    }
}

/// Name of a parcel, or hash of a file.
fn digest_of(item: &Outbound) -> ContentHash {
    ContentHash::from_bytes(*item.hash())
}
