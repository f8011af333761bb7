//! Taking in what others made, many things in one transaction.

use super::queue;
use crate::drafts::{Drafts, Held};
use crate::error::EngineError;
use crate::roster::{Me, Roster};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use zhian_domain::id::{ContentHash, DeviceId, VisitId};
use zhian_domain::time::ClockReading;
use zhian_protocol::parcel::{Parcel, ParcelKind, name_of};
use zhian_store::{ItemKind, NewNotice, Outbound, ParcelOrigin, Tx, VisitRow};

/// What was brought in, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Brought {
    pub(crate) changes: u64,
    pub(crate) seals: u64,
    pub(crate) published: u64,
    pub(crate) known: u64,
    pub(crate) quarantined: u64,
}

/// What became of one parcel.
pub(crate) enum Taken {
    /// It is in.
    In,
    /// Everything in it was here already.
    Known,
    /// It waits for something that has not come yet.
    Waits,
    /// It was refused: stable code and what exactly.
    Refused(&'static str, String),
}

/// Work on drafts and roster during one transaction. Nothing of it counts before [`Batch::put_in_place`].
pub(crate) struct Batch<'a> {
    pub(super) me: Arc<Me>,
    pub(super) roster: Arc<Roster>,
    pub(super) at: ClockReading,
    pub(super) origin: ParcelOrigin,
    /// Whether what comes in is also queued for the office.
    pub(super) queue: bool,
    pub(super) brought: Brought,
    /// Whether officers or devices changed.
    pub(super) roster_changed: bool,
    /// Whether something of the regulator's is new.
    pub(super) content_changed: bool,
    /// Visits whose heads changed.
    pub(super) touched: BTreeSet<VisitId>,
    drafts: &'a mut Drafts,
    held: HashMap<VisitId, Held>,
    waiting: Vec<ContentHash>,
    /// Whether something came that a waiting parcel may have waited for.
    news: bool,
    /// Whether a parcel is tried that has waited.
    retries: bool,
}

impl<'a> Batch<'a> {
    /// Begins. `drafts` is locked by the caller until the batch is put in place or dropped.
    pub(crate) fn begin(
        tx: &Tx<'_>,
        drafts: &'a mut Drafts,
        me: Arc<Me>,
        at: ClockReading,
        origin: ParcelOrigin,
    ) -> Result<Self, EngineError> {
        let waiting = queue::waiting(tx)?;
        Ok(Self {
            me,
            roster: Arc::new(Roster::read(tx)?),
            at,
            origin,
            queue: origin == ParcelOrigin::Peer,
            brought: Brought::default(),
            roster_changed: false,
            content_changed: false,
            touched: BTreeSet::new(),
            drafts,
            held: HashMap::new(),
            // An update of the app, too, may be what a parcel has waited for.
            news: !waiting.is_empty(),
            waiting,
            retries: false,
        })
    }

    /// The draft of a visit as far as this batch has come.
    pub(super) fn held(&mut self, tx: &Tx<'_>, row: &VisitRow) -> Result<Held, EngineError> {
        match self.held.get(&row.visit) {
            Some(held) => Ok(held.clone()),
            None => self.drafts.get(tx, row),
        }
    }

    /// As [`Self::held`]; `None` if the draft here cannot be read, which is put on record: what comes for it waits, and
    /// other visits flow on.
    pub(super) fn readable(&mut self, tx: &Tx<'_>, row: &VisitRow) -> Result<Option<Held>, EngineError> {
        match self.held(tx, row) {
            Err(EngineError::Draft(cause)) => {
                if !self.retries {
                    tx.append_alert(cause.code(), &format!("visit {}: {cause}", row.visit), self.at.device)?;
                }
                Ok(None)
            }
            other => other.map(Some),
        }
    }

    pub(super) fn put_held(&mut self, visit: VisitId, held: Held) {
        self.held.insert(visit, held);
        self.touched.insert(visit);
        self.news = true;
    }

    pub(super) fn checklist(
        &mut self,
        tx: &Tx<'_>,
        hash: &ContentHash,
    ) -> Result<Option<Arc<zhian_domain::checklist::Checklist>>, EngineError> {
        match self.drafts.checklist(tx, hash) {
            Ok(checklist) => Ok(Some(checklist)),
            // One that a newer program can read is, for this one, not here yet.
            Err(
                EngineError::UnknownChecklist { .. } | EngineError::Checklist(_) | EngineError::Answer { .. },
            ) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Something came that a waiting parcel may have waited for.
    pub(super) fn note_news(&mut self) {
        self.news = true;
    }

    /// Officers or devices changed.
    pub(super) fn reread_roster(&mut self, tx: &Tx<'_>) -> Result<(), EngineError> {
        self.roster = Arc::new(Roster::read(tx)?);
        self.roster_changed = true;
        self.news = true;
        Ok(())
    }

    /// Takes in one parcel. A bad one is set aside with a notice; it never stops the others.
    pub(crate) fn take_in(&mut self, tx: &Tx<'_>, bytes: &[u8]) -> Result<(), EngineError> {
        let digest = name_of(bytes);
        if self.waiting.contains(&digest) {
            return Ok(());
        }
        if tx.parcel(&digest)?.is_some_and(|known| known.bytes.is_some()) {
            self.brought.known += 1;
            return Ok(());
        }
        self.take_in_new(tx, digest, bytes)
    }

    fn take_in_new(&mut self, tx: &Tx<'_>, digest: ContentHash, bytes: &[u8]) -> Result<(), EngineError> {
        let parcel = match Parcel::read(bytes) {
            Ok(parcel) => parcel,
            Err(cause) => {
                return self.refuse(tx, Outbound::Draft(digest), None, cause.code(), &cause.to_string());
            }
        };
        let (item, visit, taken) = match parcel.kind {
            ParcelKind::Draft => {
                let (visit, taken) = self.take_in_draft(tx, &parcel, bytes)?;
                (Outbound::Draft(digest), visit, taken)
            }
            ParcelKind::Sealed => {
                let (visit, taken) = self.take_in_seal(tx, &parcel, bytes)?;
                (Outbound::Sealed(digest), visit, taken)
            }
        };
        match taken {
            Taken::In => Ok(()),
            Taken::Known => {
                self.brought.known += 1;
                Ok(())
            }
            Taken::Waits => {
                self.keep(tx, &parcel, visit, bytes)?;
                self.waiting.push(digest);
                Ok(())
            }
            Taken::Refused(code, detail) => {
                self.keep(tx, &parcel, visit, bytes)?;
                self.refuse(tx, item, visit, code, &detail)
            }
        }
    }

    /// Stores a parcel as it came, and queues it for the office where that is due.
    pub(super) fn keep(
        &mut self,
        tx: &Tx<'_>,
        parcel: &Parcel<'_>,
        visit: Option<VisitId>,
        bytes: &[u8],
    ) -> Result<(), EngineError> {
        // Without a visit there is no row to keep it in; the notice names it.
        let Some(visit) = visit else { return Ok(()) };
        let stored = zhian_store::Parcel {
            digest: parcel.digest,
            kind: match parcel.kind {
                ParcelKind::Draft => ItemKind::Draft,
                ParcelKind::Sealed => ItemKind::Sealed,
            },
            visit,
            device: parcel.device,
            origin: if parcel.device == self.me.device { ParcelOrigin::Own } else { self.origin },
            size: bytes.len() as u64,
            bytes: Some(bytes.to_vec()),
        };
        tx.insert_parcel(&stored)?;
        Ok(())
    }

    fn refuse(
        &mut self,
        tx: &Tx<'_>,
        item: Outbound,
        visit: Option<VisitId>,
        code: &str,
        detail: &str,
    ) -> Result<(), EngineError> {
        let new = tx.insert_notice(&NewNotice { item, visit, code, detail, at: self.at.device })?;
        if new {
            tx.append_alert(code, &format!("{item}: {detail}"), self.at.device)?;
            self.brought.quarantined += 1;
        }
        Ok(())
    }

    /// Queues a parcel that came in for the office, if this batch does so.
    pub(super) fn queue_for_office(
        &self,
        tx: &Tx<'_>,
        item: Outbound,
        bytes: &[u8],
    ) -> Result<(), EngineError> {
        if self.queue {
            tx.enqueue(&item, bytes.len() as u64, self.at.device)?;
        }
        Ok(())
    }

    /// Tries waiting parcels again as long as that brings anything, and stores which still wait.
    pub(crate) fn finish(&mut self, tx: &Tx<'_>) -> Result<(), EngineError> {
        self.retries = true;
        while std::mem::take(&mut self.news) {
            for digest in std::mem::take(&mut self.waiting) {
                let stored = tx.parcel(&digest)?;
                let Some((stored, bytes)) =
                    stored.and_then(|mut one| one.bytes.take().map(|bytes| (one, bytes)))
                else {
                    continue;
                };
                let (before, origin) = (self.queue, self.origin);
                // A colleague's parcel that waited came by bundle: the office may not have it.
                (self.queue, self.origin) = (stored.origin == ParcelOrigin::Peer, stored.origin);
                let taken = self.take_in_new(tx, digest, &bytes);
                (self.queue, self.origin) = (before, origin);
                taken?;
            }
        }
        queue::put_waiting(tx, &self.waiting)
    }

    /// What was brought in so far.
    pub(crate) fn brought(&self) -> Brought {
        self.brought
    }

    /// Whether officers or devices changed.
    pub(crate) fn roster_changed(&self) -> bool {
        self.roster_changed
    }

    /// Whether something of the regulator's is new.
    pub(crate) fn content_changed(&self) -> bool {
        self.content_changed
    }

    /// Visits whose heads changed.
    pub(crate) fn touched(&self) -> &BTreeSet<VisitId> {
        &self.touched
    }

    /// After the commit: the drafts in memory are those of the log.
    pub(crate) fn put_in_place(self) {
        for (visit, held) in self.held {
            self.drafts.put(visit, held);
        }
    }

    pub(super) fn owner(&self, device: &DeviceId) -> Option<&crate::roster::KnownDevice> {
        self.roster.device(device)
    }
}
