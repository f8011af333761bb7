//! The ledger, files and quarantine.

use super::fault::{readable, signed, unsigned};
use super::feed::Line;
use super::intake::Pen;
use super::published;
use crate::db::{Claim, Counts, DbError, LedgerEntry, LedgerKind, QuarantineEntry, Taken};
use crate::ledger::{FIRST_HEAD, NewEntry};
use rusqlite::{Connection, OptionalExtension, Row};
use zhian_domain::id::{ContentHash, DeviceId, EvidenceHash, VisitId};
use zhian_domain::time::Timestamp;
use zhian_protocol::sync::{EvidenceStored, FeedKind, LedgerNotice};

/// Last position and running hash; 0 and zeros of an empty ledger.
pub(super) fn ledger_end(db: &Connection) -> Result<(u64, ContentHash), DbError> {
    let mut select = db.prepare_cached("SELECT position, head FROM ledger ORDER BY position DESC LIMIT 1")?;
    let found = select
        .query_row([], |row| Ok((unsigned(row.get(0)?), ContentHash::from_bytes(row.get(1)?))))
        .optional()?;
    Ok(found.unwrap_or((0, FIRST_HEAD)))
}

/// Appends a line and tells the visit's participants. Returns its position.
pub(super) fn log(pen: &mut Pen<'_>, entry: NewEntry, audience: &[[u8; 16]]) -> Result<u64, DbError> {
    let (position, head) = pen.moment.ledger;
    let entry = entry.after(position, &head);
    pen.db
        .prepare_cached(
            "INSERT INTO ledger (position, kind, digest, visit, device, claimed_unix_ms, received_unix_ms, head)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            signed(entry.position),
            entry.kind.byte(),
            entry.digest.as_bytes(),
            entry.visit.as_bytes(),
            entry.device.as_bytes(),
            entry.claimed.unix_ms(),
            entry.received.unix_ms(),
            entry.head.as_bytes(),
        ))?;
    pen.moment.ledger = (entry.position, entry.head);
    let notice = LedgerNotice {
        position: entry.position,
        digest: entry.digest,
        visit: entry.visit,
        head: entry.head,
        received_unix_ms: entry.received.unix_ms(),
    };
    let bytes = readable("notice", minicbor::to_vec(&notice))?;
    notify(pen, FeedKind::Ledger, (entry.digest, entry.visit), &bytes, audience)?;
    Ok(entry.position)
}

fn notify(
    pen: &mut Pen<'_>,
    kind: FeedKind,
    (digest, visit): (ContentHash, VisitId),
    bytes: &[u8],
    audience: &[[u8; 16]],
) -> Result<(), DbError> {
    let item = pen.item(kind, &digest, bytes)?;
    let visit = Some(visit);
    pen.publish(&Line { kind: kind.byte(), digest, item, origin: None, visit, audience })?;
    Ok(())
}

fn entry_of(row: &Row<'_>) -> Result<LedgerEntry, DbError> {
    let kind: u8 = row.get(1)?;
    let known = LedgerKind::from_byte(kind).ok_or_else(|| format!("kind {kind} is not known"));
    Ok(LedgerEntry {
        position: unsigned(row.get(0)?),
        kind: readable("ledger line", known)?,
        digest: ContentHash::from_bytes(row.get(2)?),
        visit: VisitId::from_bytes(row.get(3)?),
        device: DeviceId::from_bytes(row.get(4)?),
        claimed: Timestamp::from_unix_ms(row.get(5)?),
        received: Timestamp::from_unix_ms(row.get(6)?),
        head: ContentHash::from_bytes(row.get(7)?),
    })
}

pub(super) fn ledger(db: &Connection, after: u64, entries_max: usize) -> Result<Vec<LedgerEntry>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT position, kind, digest, visit, device, claimed_unix_ms, received_unix_ms, head
         FROM ledger WHERE position > ?1 ORDER BY position LIMIT ?2",
    )?;
    let mut rows = select.query((signed(after), signed(entries_max as u64)))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(entry_of(row)?);
    }
    Ok(found)
}

fn claim_of(row: &Row<'_>) -> rusqlite::Result<Claim> {
    Ok(Claim {
        hash: EvidenceHash::from_bytes(row.get(0)?),
        visit: VisitId::from_bytes(row.get(1)?),
        bytes: unsigned(row.get(2)?),
        device: DeviceId::from_bytes(row.get(3)?),
        position: row.get::<_, Option<i64>>(4)?.map(unsigned),
    })
}

pub(super) fn claims(db: &Connection, hash: &EvidenceHash) -> Result<Vec<Claim>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT hash, visit, bytes, device, position FROM evidence WHERE hash = ?1 ORDER BY visit",
    )?;
    Ok(select.query_map([hash.as_bytes()], claim_of)?.collect::<Result<_, _>>()?)
}

pub(super) fn open_claims(db: &Connection) -> Result<Vec<Claim>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT hash, visit, bytes, device, position FROM evidence WHERE position IS NULL ORDER BY hash, visit",
    )?;
    Ok(select.query_map([], claim_of)?.collect::<Result<_, _>>()?)
}

pub(super) fn take_claim(pen: &mut Pen<'_>, claim: &Claim) -> Result<Taken, DbError> {
    let added = pen
        .db
        .prepare_cached(
            // While nothing is complete the newest announcement of the size holds: the hash decides in the end.
            "INSERT INTO evidence (hash, visit, bytes, device) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (hash, visit) DO UPDATE SET bytes = ?3, device = ?4
             WHERE position IS NULL AND bytes != ?3",
        )?
        .execute((
            claim.hash.as_bytes(),
            claim.visit.as_bytes(),
            signed(claim.bytes),
            claim.device.as_bytes(),
        ))?;
    Ok(if added == 1 { Taken::Stored(0) } else { Taken::Known(0) })
}

pub(super) fn take_file(
    pen: &mut Pen<'_>,
    hash: &EvidenceHash,
    visits: &[VisitId],
    device: &DeviceId,
) -> Result<Taken, DbError> {
    let mut answer = None;
    for claim in claims(pen.db, hash)?.into_iter().filter(|claim| visits.contains(&claim.visit)) {
        if let Some(position) = claim.position {
            answer = answer.or(Some(Taken::Known(position)));
            continue;
        }
        let audience = published::participants(pen.db, &claim.visit)?;
        let entry = NewEntry {
            kind: LedgerKind::Evidence,
            digest: ContentHash::from_bytes(*hash.as_bytes()),
            visit: claim.visit,
            device: *device,
            claimed: pen.at,
            received: pen.at,
        };
        let position = log(pen, entry, &audience)?;
        pen.db
            .prepare_cached("UPDATE evidence SET position = ?3 WHERE hash = ?1 AND visit = ?2")?
            .execute((hash.as_bytes(), claim.visit.as_bytes(), signed(position)))?;
        let stored = EvidenceStored { visit: claim.visit, bytes: claim.bytes, ledger_position: position };
        let bytes = readable("notice", minicbor::to_vec(&stored))?;
        notify(pen, FeedKind::EvidenceStored, (entry.digest, claim.visit), &bytes, &audience)?;
        answer = Some(Taken::Stored(position));
    }
    Ok(answer.unwrap_or(Taken::Known(0)))
}

pub(super) fn quarantine(db: &Connection, entries_max: usize) -> Result<Vec<QuarantineEntry>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT digest, length(bytes), author, pusher, visit, code, detail, received_unix_ms, accepted_later
         FROM quarantine ORDER BY number DESC LIMIT ?1",
    )?;
    let found = select.query_map([signed(entries_max as u64)], |row| {
        Ok(QuarantineEntry {
            digest: ContentHash::from_bytes(row.get(0)?),
            bytes: unsigned(row.get(1)?),
            author: row.get::<_, Option<[u8; 16]>>(2)?.map(DeviceId::from_bytes),
            pusher: DeviceId::from_bytes(row.get(3)?),
            visit: row.get::<_, Option<[u8; 16]>>(4)?.map(VisitId::from_bytes),
            code: row.get(5)?,
            detail: row.get(6)?,
            received: Timestamp::from_unix_ms(row.get(7)?),
            accepted_later: row.get(8)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn quarantined_bytes(db: &Connection, digest: &ContentHash) -> Result<Option<Vec<u8>>, DbError> {
    let mut select = db.prepare_cached("SELECT bytes FROM quarantine WHERE digest = ?1")?;
    Ok(select.query_row([digest.as_bytes()], |row| row.get(0)).optional()?)
}

pub(super) fn counts(db: &Connection) -> Result<Counts, DbError> {
    let mut select = db.prepare_cached(
        "SELECT (SELECT count(*) FROM authority), (SELECT count(*) FROM officer), (SELECT count(*) FROM device),
            (SELECT count(*) FROM enterprise), (SELECT count(*) FROM task),
            (SELECT count(*) FROM parcel WHERE kind = 1), (SELECT count(*) FROM parcel WHERE kind = 2),
            (SELECT count(*) FROM evidence WHERE position IS NOT NULL),
            (SELECT count(*) FROM quarantine WHERE accepted_later = 0),
            (SELECT coalesce(max(seq), 0) FROM feed), (SELECT coalesce(max(position), 0) FROM ledger),
            (SELECT count(*) FROM content)",
    )?;
    let found = select.query_row([], |row| {
        let number = |index| row.get(index).map(unsigned);
        Ok(Counts {
            authorities: number(0)?,
            officers: number(1)?,
            devices: number(2)?,
            enterprises: number(3)?,
            tasks: number(4)?,
            draft_parcels: number(5)?,
            sealed_visits: number(6)?,
            evidence_files: number(7)?,
            quarantined: number(8)?,
            feed_end: number(9)?,
            ledger_end: number(10)?,
            contents: number(11)?,
        })
    })?;
    Ok(found)
}
