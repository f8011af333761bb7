//! What is to be sent: own changes become signed parcels, persisted before they leave.

use crate::engine::{Engine, lock};
use crate::error::EngineError;
use crate::roster::Me;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_domain::time::ClockReading;
use zhian_draft::{ActorId, pack};
use zhian_protocol::draft_push::{ActorStart, DraftPush};
use zhian_protocol::limits::CHANGES_PER_PUSH_MAX;
use zhian_protocol::parcel::{ParcelKind, Suite, Unsigned};
use zhian_store::{Change, Handle, ItemKind, Outbound, Parcel, ParcelOrigin, Source, Tx};

/// Note: every epoch this data folder has signed under, 16 bytes each.
pub(crate) const EPOCHS: &str = "epochs";

/// Note: parcels here that wait for something, 32 bytes each.
const WAITING: &str = "waiting";

/// Note: parcels to ask the office for, 32 bytes each.
const WANTED: &str = "wanted";

/// Number of an actor's first change.
const FIRST_SEQ: u64 = 1;

/// Note: checklists that tasks here name and the feed did not bring, 32 bytes each.
const LACKING: &str = "lacking";

/// Change bytes of one parcel before packing: well below what a parcel may hold, so that packing never overflows.
const PARCEL_CHANGE_BYTES_MAX: usize = 512 * 1024;

fn list<S: Source>(store: &Handle<S>, name: &str) -> Result<Vec<ContentHash>, EngineError> {
    let bytes = store.note(name)?.unwrap_or_default();
    let parts: Option<Vec<_>> = bytes.chunks(32).map(ContentHash::from_slice).collect();
    parts.ok_or_else(|| EngineError::Internal { detail: format!("the note {name} cannot be read") })
}

fn put_list(tx: &Tx<'_>, name: &str, digests: &[ContentHash]) -> Result<(), EngineError> {
    let bytes: Vec<u8> = digests.iter().flat_map(|digest| *digest.as_bytes()).collect();
    Ok(tx.put_note(name, &bytes)?)
}

/// Parcels here that wait for a device, a checklist or earlier work.
pub(crate) fn waiting<S: Source>(store: &Handle<S>) -> Result<Vec<ContentHash>, EngineError> {
    list(store, WAITING)
}

/// Replaces the list of waiting parcels if it has changed.
pub(crate) fn put_waiting(tx: &Tx<'_>, digests: &[ContentHash]) -> Result<(), EngineError> {
    if waiting(tx)? == digests { Ok(()) } else { put_list(tx, WAITING, digests) }
}

/// Parcels to ask the office for.
pub(crate) fn wanted<S: Source>(store: &Handle<S>) -> Result<Vec<ContentHash>, EngineError> {
    list(store, WANTED)
}

/// Replaces the list of wanted parcels if it has changed.
pub(crate) fn put_wanted(tx: &Tx<'_>, digests: &[ContentHash]) -> Result<(), EngineError> {
    if wanted(tx)? == digests { Ok(()) } else { put_list(tx, WANTED, digests) }
}

/// Checklists to ask the office for.
pub(crate) fn lacking<S: Source>(store: &Handle<S>) -> Result<Vec<ContentHash>, EngineError> {
    list(store, LACKING)
}

/// Notes that a checklist is not here, or that it has come.
pub(crate) fn note_lacking(tx: &Tx<'_>, checklist: &ContentHash, lacks: bool) -> Result<(), EngineError> {
    let mut all = lacking(tx)?;
    if all.contains(checklist) == lacks {
        return Ok(());
    }
    all.retain(|one| one != checklist);
    all.extend(lacks.then_some(*checklist));
    put_list(tx, LACKING, &all)
}

/// Name of a stored parcel in the outbox.
pub(crate) fn outbound(parcel: &Parcel) -> Outbound {
    match parcel.kind {
        ItemKind::Sealed => Outbound::Sealed(parcel.digest),
        // Evidence is never a parcel.
        ItemKind::Draft | ItemKind::Evidence => Outbound::Draft(parcel.digest),
    }
}

/// Queues every parcel of a visit that has no receipt; how many were queued.
pub(crate) fn parcels_without_receipt(
    tx: &Tx<'_>,
    visit: &VisitId,
    at: &ClockReading,
) -> Result<u64, EngineError> {
    let mut queued = 0;
    for digest in tx.parcel_digests(visit)? {
        if let Some(parcel) = tx.parcel(&digest)? {
            queued += u64::from(tx.enqueue(&outbound(&parcel), parcel.size, at.device)?);
        }
    }
    Ok(queued)
}

impl Engine {
    /// Makes signed parcels of every own change that is in none, and queues them. They are persisted here and sent
    /// byte for byte the same until a receipt names them.
    pub(crate) fn sign_waiting(&self) -> Result<(), EngineError> {
        for visit in self.store.visits_with_unsigned_changes()? {
            match self.sign_visit(&visit) {
                // One torn visit never stops the others; its changes stay, counted as not safe.
                Err(
                    cause @ (EngineError::UnknownVisit { .. }
                    | EngineError::Internal { .. }
                    | EngineError::Draft(_)),
                ) => {
                    self.note_unsignable(&visit, &cause)?;
                }
                other => other?,
            }
        }
        Ok(())
    }

    /// Puts it on record, once for each visit and reason.
    fn note_unsignable(&self, visit: &VisitId, cause: &EngineError) -> Result<(), EngineError> {
        let (note, code) = (format!("unsignable.{visit}"), cause.code());
        if self.store.note(&note)?.as_deref() == Some(code.as_bytes()) {
            return Ok(());
        }
        let at = self.now();
        self.write(&at, |tx| {
            tx.put_note(&note, code.as_bytes())?;
            Ok(tx.append_alert(code, &format!("visit {visit}: {cause}"), at.device)?)
        })
    }

    /// As [`Self::sign_waiting`], of one visit.
    pub(crate) fn sign_visit(&self, visit: &VisitId) -> Result<(), EngineError> {
        // No edit may come between reading the changes and noting their parcel.
        let _drafts = lock(&self.drafts);
        let me = self.me()?;
        let row = self.visit_row(visit)?;
        let changes = self.store.unsigned_changes(visit)?;
        let mut parcels = Vec::new();
        for run in changes.chunk_by(|one, next| one.actor == next.actor) {
            for part in parts(run) {
                let install_epoch = self.epoch_of(&me, visit, part)?;
                let introduces = part.iter().any(|change| change.actor_seq == FIRST_SEQ);
                let push = DraftPush {
                    visit: row.visit,
                    packed: pack(&part.iter().map(|change| &change.bytes).collect::<Vec<_>>()),
                    start: introduces.then_some(ActorStart {
                        task: row.task,
                        checklist: row.checklist,
                        install_epoch,
                    }),
                };
                let parcel = self.signed(&me, ParcelKind::Draft, visit, &push.write()?)?;
                parcels.push((parcel, part.iter().map(|change| change.hash).collect::<Vec<_>>()));
            }
        }
        if parcels.is_empty() {
            return Ok(());
        }
        let at = self.now();
        self.write(&at, |tx| {
            for (parcel, hashes) in &parcels {
                tx.insert_parcel(parcel)?;
                tx.assign_parcel(hashes, &parcel.digest)?;
                tx.enqueue(&Outbound::Draft(parcel.digest), parcel.size, at.device)?;
            }
            Ok(())
        })
    }

    /// A parcel signed by this device's key.
    pub(crate) fn signed(
        &self,
        me: &Me,
        kind: ParcelKind,
        visit: &VisitId,
        payload: &[u8],
    ) -> Result<Parcel, EngineError> {
        let suite = self.config.signer.suite();
        let suite = Suite::from_byte(suite).ok_or_else(|| EngineError::Internal {
            detail: format!("the key's suite {suite} is not known"),
        })?;
        let unsigned = Unsigned::new(kind, suite, me.device, payload)?;
        let digest = unsigned.digest();
        let signature = self.config.signer.sign(&unsigned.signed_message())?;
        let bytes = unsigned.with_signature(&signature);
        Ok(Parcel {
            digest,
            kind: match kind {
                ParcelKind::Draft => ItemKind::Draft,
                ParcelKind::Sealed => ItemKind::Sealed,
            },
            visit: *visit,
            device: me.device,
            origin: ParcelOrigin::Own,
            size: bytes.len() as u64,
            bytes: Some(bytes),
        })
    }

    /// The install epoch that changes were made under: the present one, or that of the time before a restore.
    fn epoch_of(&self, me: &Me, visit: &VisitId, part: &[Change]) -> Result<[u8; 16], EngineError> {
        let actor = part.first().and_then(|change| ActorId::from_slice(&change.actor));
        let known = self.store.note(EPOCHS)?.unwrap_or_default();
        known
            .chunks(16)
            .filter_map(|epoch| <[u8; 16]>::try_from(epoch).ok())
            .find(|epoch| Some(ActorId::of(&me.public_key, visit, epoch)) == actor)
            .ok_or_else(|| EngineError::Internal {
                detail: format!("own changes of visit {visit} were made under an epoch that is not known"),
            })
    }
}

/// Cuts changes into parts that fit into one parcel, each at least one change.
fn parts(mut run: &[Change]) -> Vec<&[Change]> {
    let mut found = Vec::new();
    while !run.is_empty() {
        let mut room = PARCEL_CHANGE_BYTES_MAX;
        let fitting = run.iter().take(CHANGES_PER_PUSH_MAX).take_while(|change| {
            let fits = change.bytes.len() <= room;
            room = room.saturating_sub(change.bytes.len());
            fits
        });
        let (part, rest) = run.split_at(fitting.count().max(1));
        found.push(part);
        run = rest;
    }
    found
}
