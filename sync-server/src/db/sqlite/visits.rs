//! Parcels of visits: drafts, seals, and what was set aside.

use super::fault::{readable, signed, unsigned};
use super::feed::Line;
use super::intake::Pen;
use super::{people, projection, published, reading};
use crate::db::{
    ActorKey, Chapter, DbError, DraftIntake, LedgerKind, SealIntake, SealedEntry, SetAside, Standing,
    StoredParcel, Taken,
};
use crate::ledger::NewEntry;
use rusqlite::{Connection, OptionalExtension};
use zhian_domain::id::{ContentHash, DeviceId, VisitId};
use zhian_protocol::sync::{FeedKind, QuarantineNotice};

/// The kind of a draft parcel, as on the wire.
pub(super) const DRAFT: u8 = 1;
/// The kind of a sealed parcel, as on the wire.
pub(super) const SEALED: u8 = 2;

fn seq_of(db: &Connection, digest: &ContentHash) -> Result<Option<u64>, DbError> {
    let mut select = db.prepare_cached("SELECT seq FROM parcel WHERE digest = ?1")?;
    Ok(select.query_row([digest.as_bytes()], |row| row.get(0)).optional()?.map(unsigned))
}

pub(super) fn standings(db: &Connection, digests: &[ContentHash]) -> Result<Vec<Option<Standing>>, DbError> {
    let mut aside =
        db.prepare_cached("SELECT code, detail FROM quarantine WHERE digest = ?1 AND accepted_later = 0")?;
    digests
        .iter()
        .map(|digest| {
            if let Some(seq) = seq_of(db, digest)? {
                return Ok(Some(Standing::Durable(seq)));
            }
            let found = aside
                .query_row([digest.as_bytes()], |row| {
                    Ok(Standing::SetAside { code: row.get(0)?, detail: row.get(1)? })
                })
                .optional()?;
            Ok(found)
        })
        .collect()
}

pub(super) fn chapter(db: &Connection, visit: &VisitId) -> Result<Chapter, DbError> {
    let draft_parcels = db
        .prepare_cached("SELECT coalesce(max(ordinal), 0) FROM parcel WHERE visit = ?1 AND kind = 1")?
        .query_row([visit.as_bytes()], |row| row.get(0))?;
    let mut select = db.prepare_cached(
        "SELECT ledger.digest, parcel.digest, parcel.seq, ledger.position
         FROM parcel JOIN ledger ON ledger.visit = parcel.visit AND ledger.kind = 1
         WHERE parcel.visit = ?1 AND parcel.kind = 2",
    )?;
    let sealed = select
        .query_row([visit.as_bytes()], |row| {
            Ok(SealedEntry {
                sealed: ContentHash::from_bytes(row.get(0)?),
                parcel: ContentHash::from_bytes(row.get(1)?),
                seq: unsigned(row.get(2)?),
                position: unsigned(row.get(3)?),
            })
        })
        .optional()?;
    Ok(Chapter { draft_parcels: unsigned(draft_parcels), sealed })
}

pub(super) fn parcels(db: &Connection, visit: &VisitId, kind: u8) -> Result<Vec<StoredParcel>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT parcel.digest, item.bytes, parcel.device FROM parcel JOIN item ON item.id = parcel.item
         WHERE parcel.visit = ?1 AND parcel.kind = ?2 ORDER BY parcel.ordinal",
    )?;
    let found = select.query_map((visit.as_bytes(), kind), |row| {
        Ok(StoredParcel {
            digest: ContentHash::from_bytes(row.get(0)?),
            bytes: row.get(1)?,
            device: DeviceId::from_bytes(row.get(2)?),
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn actor_set_aside(db: &Connection, key: &ActorKey) -> Result<Option<String>, DbError> {
    let mut select =
        db.prepare_cached("SELECT code FROM quarantined_actor WHERE visit = ?1 AND actor = ?2")?;
    Ok(select.query_row((key.visit.as_bytes(), key.actor.as_bytes()), |row| row.get(0)).optional()?)
}

pub(super) fn visits(
    db: &Connection,
    after: Option<&VisitId>,
    entries_max: usize,
) -> Result<Vec<VisitId>, DbError> {
    let mut select =
        db.prepare_cached("SELECT DISTINCT visit FROM parcel WHERE visit > ?1 ORDER BY visit LIMIT ?2")?;
    let after: &[u8] = after.map_or(&[], |visit| visit.as_bytes());
    let found =
        select.query_map((after, signed(entries_max as u64)), |row| row.get(0).map(VisitId::from_bytes))?;
    Ok(found.collect::<Result<_, _>>()?)
}

struct NewParcel<'a> {
    kind: u8,
    digest: &'a ContentHash,
    bytes: &'a [u8],
    visit: &'a VisitId,
    ordinal: u64,
    device: &'a DeviceId,
    actor: Option<[u8; 16]>,
    after_seal: bool,
}

fn take_parcel(pen: &mut Pen<'_>, parcel: &NewParcel<'_>, audience: &[[u8; 16]]) -> Result<u64, DbError> {
    let kind = if parcel.kind == SEALED { FeedKind::Sealed } else { FeedKind::Draft };
    let item = pen.item(kind, parcel.digest, parcel.bytes)?;
    let seq = pen.publish(&Line {
        kind: kind.byte(),
        digest: *parcel.digest,
        item,
        origin: Some(*parcel.device),
        visit: Some(*parcel.visit),
        audience,
    })?;
    pen.db
        .prepare_cached(
            "INSERT INTO parcel
                 (digest, kind, visit, ordinal, device, actor, after_seal, revoked, received_unix_ms, item, seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(rusqlite::params![
            parcel.digest.as_bytes(),
            parcel.kind,
            parcel.visit.as_bytes(),
            signed(parcel.ordinal),
            parcel.device.as_bytes(),
            parcel.actor,
            parcel.after_seal,
            people::device(pen.db, parcel.device)?.is_some_and(|device| device.record.revoked),
            pen.at.unix_ms(),
            item,
            signed(seq),
        ])?;
    pen.db
        .prepare_cached("UPDATE quarantine SET accepted_later = 1 WHERE digest = ?1")?
        .execute([parcel.digest.as_bytes()])?;
    Ok(seq)
}

pub(super) fn take_draft(pen: &mut Pen<'_>, draft: &DraftIntake) -> Result<Option<Taken>, DbError> {
    if let Some(seq) = seq_of(pen.db, &draft.digest)? {
        return Ok(Some(Taken::Known(seq)));
    }
    let visit = &draft.key.visit;
    let now = chapter(pen.db, visit)?;
    if now.draft_parcels != draft.built_on || now.sealed.is_some() != draft.after_seal {
        return Ok(None);
    }
    let audience = published::participants(pen.db, visit)?;
    let parcel = NewParcel {
        kind: DRAFT,
        digest: &draft.digest,
        bytes: &draft.bytes,
        visit,
        ordinal: now.draft_parcels.saturating_add(1),
        device: &draft.device,
        actor: Some(*draft.key.actor.as_bytes()),
        after_seal: draft.after_seal,
    };
    let seq = take_parcel(pen, &parcel, &audience)?;
    projection::store(pen.db, visit, &draft.facts)?;
    Ok(Some(Taken::Stored(seq)))
}

pub(super) fn take_seal(pen: &mut Pen<'_>, seal: &SealIntake) -> Result<Option<Taken>, DbError> {
    let now = chapter(pen.db, &seal.visit)?;
    match now.sealed {
        Some(before) if before.sealed == seal.sealed => return Ok(Some(Taken::Known(before.seq))),
        Some(_) => return Ok(None),
        None if now.draft_parcels != seal.built_on => return Ok(None),
        None => {}
    }
    let audience = published::participants(pen.db, &seal.visit)?;
    let parcel = NewParcel {
        kind: SEALED,
        digest: &seal.digest,
        bytes: &seal.bytes,
        visit: &seal.visit,
        ordinal: 0,
        device: &seal.device,
        actor: None,
        after_seal: false,
    };
    let seq = take_parcel(pen, &parcel, &audience)?;
    let entry = NewEntry {
        kind: LedgerKind::Sealed,
        digest: seal.sealed,
        visit: seal.visit,
        device: seal.device,
        claimed: seal.sealed_at,
        received: pen.at,
    };
    reading::log(pen, entry, &audience)?;
    projection::store(pen.db, &seal.visit, &seal.facts)?;
    Ok(Some(Taken::Stored(seq)))
}

pub(super) fn take_aside(pen: &mut Pen<'_>, aside: &SetAside) -> Result<Taken, DbError> {
    let added = pen
        .db
        .prepare_cached(
            "INSERT OR IGNORE INTO quarantine
                 (digest, bytes, author, pusher, visit, actor, code, detail, received_unix_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(rusqlite::params![
            aside.digest.as_bytes(),
            aside.bytes,
            aside.author.as_ref().map(DeviceId::as_bytes),
            aside.pusher.as_bytes(),
            aside.visit.as_ref().map(VisitId::as_bytes),
            aside.actor.as_ref().map(|actor| actor.as_bytes()),
            aside.code,
            aside.detail,
            pen.at.unix_ms(),
        ])?;
    if let (Some(visit), Some(actor)) = (&aside.visit, &aside.actor) {
        pen.db
            .prepare_cached(
                "INSERT OR IGNORE INTO quarantined_actor (visit, actor, code) VALUES (?1, ?2, ?3)",
            )?
            .execute((visit.as_bytes(), actor.as_bytes(), &aside.code))?;
    }
    if added == 0 {
        return Ok(Taken::Known(0));
    }
    let seq = publish_notice(pen, aside)?;
    Ok(Taken::Stored(seq))
}

/// Tells the device that sent it, the device that made it, and everyone on the visit.
fn publish_notice(pen: &mut Pen<'_>, aside: &SetAside) -> Result<u64, DbError> {
    let mut audience = match &aside.visit {
        Some(visit) => published::participants(pen.db, visit)?,
        None => Vec::new(),
    };
    audience.push(*aside.pusher.as_bytes());
    audience.extend(aside.author.map(|author| *author.as_bytes()));
    let notice = QuarantineNotice {
        parcel: aside.digest,
        visit: aside.visit.map(|visit| visit.as_bytes().to_vec()),
        device: aside.author.unwrap_or(aside.pusher).as_bytes().to_vec(),
        code: aside.code.clone(),
        detail: aside.detail.clone(),
    };
    let bytes = readable("notice", minicbor::to_vec(&notice))?;
    let kind = FeedKind::Quarantine;
    let item = pen.item(kind, &aside.digest, &bytes)?;
    // The visit is named by foreign bytes; only a visit of this office may gather lines.
    let visit = match &aside.visit {
        Some(visit) if published::assignment(pen.db, visit)?.is_some() => Some(*visit),
        _ => None,
    };
    let digest = aside.digest;
    pen.publish(&Line { kind: kind.byte(), digest, item, origin: None, visit, audience: &audience })
}
