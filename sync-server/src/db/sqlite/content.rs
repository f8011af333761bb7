//! What the regulator publishes for the field, and the office's key.

use super::fault::{readable, signed, small, unsigned};
use super::feed::Line;
use super::intake::Pen;
use super::people;
use crate::db::{ContentEntry, DbError, OfficeSecret, Taken};
use rusqlite::{Connection, OptionalExtension};
use zhian_domain::id::ContentHash;
use zhian_domain::time::Timestamp;
use zhian_protocol::content::ContentRecord;
use zhian_protocol::parcel::Suite;
use zhian_protocol::sync::FeedKind;

pub(super) fn office_key(db: &Connection) -> Result<Option<OfficeSecret>, DbError> {
    let mut select = db.prepare_cached("SELECT secret FROM office_key")?;
    Ok(select.query_row([], |row| row.get(0)).optional()?.map(OfficeSecret))
}

/// The first key stays: devices have pinned it.
pub(super) fn take_office_key(pen: &Pen<'_>, secret: &OfficeSecret) -> Result<Taken, DbError> {
    let added = pen
        .db
        .prepare_cached("INSERT OR IGNORE INTO office_key (only_row, suite, secret) VALUES (1, ?1, ?2)")?
        .execute((Suite::Ed25519Sha256.byte(), secret.0))?;
    Ok(if added == 0 { Taken::Known(0) } else { Taken::Stored(0) })
}

pub(super) fn contents(db: &Connection) -> Result<Vec<ContentEntry>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT sequence, kind, id, version, hash, published_unix_ms FROM content ORDER BY sequence",
    )?;
    let found = select.query_map([], |row| {
        Ok(ContentEntry {
            sequence: unsigned(row.get(0)?),
            kind: row.get(1)?,
            id: row.get(2)?,
            version: small(row.get(3)?),
            hash: ContentHash::from_bytes(row.get(4)?),
            published: Timestamp::from_unix_ms(row.get(5)?),
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn content(db: &Connection, sequence: u64) -> Result<Option<ContentRecord>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT item.bytes FROM content JOIN item ON item.id = content.item WHERE content.sequence = ?1",
    )?;
    let bytes: Option<Vec<u8>> = select.query_row([signed(sequence)], |row| row.get(0)).optional()?;
    bytes.map(|bytes| readable("content", ContentRecord::read(&bytes))).transpose()
}

/// `None`: other bytes under a known version, a version that is not the greatest, or a sequence that is not the next.
pub(super) fn take_content(pen: &mut Pen<'_>, record: &ContentRecord) -> Result<Option<Taken>, DbError> {
    let hash = record.hash();
    let known: Option<(i64, [u8; 32])> = pen
        .db
        .prepare_cached("SELECT sequence, hash FROM content WHERE kind = ?1 AND id = ?2 AND version = ?3")?
        .query_row((&record.kind, &record.id, record.version), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((sequence, before)) = known {
        let same = before == *hash.as_bytes();
        return Ok(same.then(|| Taken::Known(unsigned(sequence))));
    }
    let (last, newest): (i64, i64) = pen
        .db
        .prepare_cached(
            "SELECT (SELECT coalesce(max(sequence), 0) FROM content),
                (SELECT coalesce(max(version), 0) FROM content WHERE kind = ?1 AND id = ?2)",
        )?
        .query_row((&record.kind, &record.id), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let is_next = record.sequence == unsigned(last).saturating_add(1);
    if !is_next || record.version <= small(newest) {
        return Ok(None);
    }
    let bytes = readable("content", record.write())?;
    let everyone = people::everyone(pen.db)?;
    let (item, _) = pen.issue(FeedKind::Content, &ContentHash::of(&bytes), &bytes, &everyone)?;
    pen.db
        .prepare_cached(
            "INSERT INTO content (sequence, kind, id, version, hash, published_unix_ms, item)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(rusqlite::params![
            signed(record.sequence),
            record.kind,
            record.id,
            record.version,
            hash.as_bytes(),
            record.published_unix_ms,
            item,
        ])?;
    Ok(Some(Taken::Stored(record.sequence)))
}

/// An authority that comes later gets everything that was published before.
pub(super) fn publish_older(pen: &mut Pen<'_>, audience: &[[u8; 16]]) -> Result<(), DbError> {
    let older: Vec<([u8; 32], i64)> = pen
        .db
        .prepare_cached(
            "SELECT item.digest, item.id FROM content JOIN item ON item.id = content.item ORDER BY sequence",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (digest, item) in older {
        let (kind, digest) = (FeedKind::Content.byte(), ContentHash::from_bytes(digest));
        pen.publish(&Line { kind, digest, item, origin: None, visit: None, audience })?;
    }
    Ok(())
}
