//! Authorities, officers, devices, codes.

use super::content;
use super::fault::{readable, small};
use super::feed::Line;
use super::intake::Pen;
use crate::db::{DbError, Enrolment, EnrolmentCode, KnownDevice, OfficerEntry, Taken};
use rusqlite::{Connection, OptionalExtension, Row};
use zhian_domain::id::{AuthorityId, ContentHash, DeviceId, InspectorId};
use zhian_domain::time::Timestamp;
use zhian_protocol::published::{AuthorityRecord, DeviceRecord, InspectorRecord};
use zhian_protocol::sync::FeedKind;

/// Every authority, as readers of what is published for all.
pub(super) fn everyone(db: &Connection) -> Result<Vec<[u8; 16]>, DbError> {
    let mut select = db.prepare_cached("SELECT id FROM authority ORDER BY id")?;
    Ok(select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

pub(super) fn authorities(db: &Connection) -> Result<Vec<AuthorityRecord>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT item.bytes FROM authority JOIN item ON item.id = authority.item ORDER BY authority.id",
    )?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(readable("authority", AuthorityRecord::read(&row.get::<_, Vec<u8>>(0)?))?);
    }
    Ok(found)
}

const OFFICER: &str = "SELECT item.bytes,
        (SELECT count(*) FROM device WHERE device.inspector = officer.id)
    FROM officer JOIN item ON item.id = officer.item";

fn officer_of(row: &Row<'_>) -> Result<OfficerEntry, DbError> {
    let record = readable("officer", InspectorRecord::read(&row.get::<_, Vec<u8>>(0)?))?;
    Ok(OfficerEntry { record, devices: small(row.get(1)?) })
}

pub(super) fn officer(db: &Connection, id: &InspectorId) -> Result<Option<OfficerEntry>, DbError> {
    let mut select = db.prepare_cached(&format!("{OFFICER} WHERE officer.id = ?1"))?;
    let mut rows = select.query([id.as_bytes()])?;
    rows.next()?.map(officer_of).transpose()
}

pub(super) fn officers(db: &Connection) -> Result<Vec<OfficerEntry>, DbError> {
    let mut select = db.prepare_cached(&format!("{OFFICER} ORDER BY officer.id"))?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(officer_of(row)?);
    }
    Ok(found)
}

const DEVICE: &str = "SELECT item.bytes, officer.authority, device.enrolled_unix_ms
    FROM device JOIN item ON item.id = device.item JOIN officer ON officer.id = device.inspector";

fn device_of(row: &Row<'_>) -> Result<KnownDevice, DbError> {
    Ok(KnownDevice {
        record: readable("device", DeviceRecord::read(&row.get::<_, Vec<u8>>(0)?))?,
        authority: AuthorityId::from_bytes(row.get(1)?),
        enrolled: Timestamp::from_unix_ms(row.get(2)?),
    })
}

pub(super) fn device(db: &Connection, id: &DeviceId) -> Result<Option<KnownDevice>, DbError> {
    let mut select = db.prepare_cached(&format!("{DEVICE} WHERE device.id = ?1"))?;
    let mut rows = select.query([id.as_bytes()])?;
    rows.next()?.map(device_of).transpose()
}

pub(super) fn device_of_token(db: &Connection, hash: &[u8; 32]) -> Result<Option<KnownDevice>, DbError> {
    let mut select = db.prepare_cached(&format!("{DEVICE} WHERE device.token_hash = ?1"))?;
    let mut rows = select.query([hash])?;
    rows.next()?.map(device_of).transpose()
}

pub(super) fn devices(db: &Connection) -> Result<Vec<KnownDevice>, DbError> {
    let mut select = db.prepare_cached(&format!("{DEVICE} ORDER BY device.id"))?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(device_of(row)?);
    }
    Ok(found)
}

pub(super) fn enrolment_code(db: &Connection, selector: &str) -> Result<Option<EnrolmentCode>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT secret_hash, inspector, expires_unix_ms, misses, used_by FROM enrolment_code WHERE selector = ?1",
    )?;
    let found = select.query_row([selector], |row| {
        Ok(EnrolmentCode {
            selector: selector.to_owned(),
            secret_hash: row.get(0)?,
            inspector: InspectorId::from_bytes(row.get(1)?),
            expires: Timestamp::from_unix_ms(row.get(2)?),
            misses: small(row.get(3)?),
            used_by: row.get::<_, Option<[u8; 16]>>(4)?.map(DeviceId::from_bytes),
        })
    });
    Ok(found.optional()?)
}

pub(super) fn take_authority(pen: &mut Pen<'_>, record: &AuthorityRecord) -> Result<Taken, DbError> {
    let bytes = readable("authority", record.write())?;
    let audience = [*record.id.as_bytes()];
    let (item, seq) = pen.issue(FeedKind::Authority, &ContentHash::of(&bytes), &bytes, &audience)?;
    let known: bool = pen
        .db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM authority WHERE id = ?1)")?
        .query_row([record.id.as_bytes()], |row| row.get(0))?;
    pen.db
        .prepare_cached(
            "INSERT INTO authority (id, item) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET item = ?2",
        )?
        .execute((record.id.as_bytes(), item))?;
    if !known {
        publish_checklists(pen, &audience)?;
        content::publish_older(pen, &audience)?;
    }
    Ok(Taken::Stored(seq))
}

/// An authority that comes later gets the checklists that were published before.
fn publish_checklists(pen: &mut Pen<'_>, audience: &[[u8; 16]]) -> Result<(), DbError> {
    let older: Vec<([u8; 32], i64)> = pen
        .db
        .prepare_cached("SELECT hash, item FROM checklist ORDER BY item")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (hash, item) in older {
        let digest = ContentHash::from_bytes(hash);
        let kind = FeedKind::Checklist.byte();
        pen.publish(&Line { kind, digest, item, origin: None, visit: None, audience })?;
    }
    Ok(())
}

pub(super) fn take_officer(pen: &mut Pen<'_>, record: &InspectorRecord) -> Result<Taken, DbError> {
    let bytes = readable("officer", record.write())?;
    let audience = [*record.authority.as_bytes()];
    let (item, seq) = pen.issue(FeedKind::Inspector, &ContentHash::of(&bytes), &bytes, &audience)?;
    pen.db
        .prepare_cached(
            "INSERT INTO officer (id, authority, item) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET authority = ?2, item = ?3",
        )?
        .execute((record.id.as_bytes(), record.authority.as_bytes(), item))?;
    Ok(Taken::Stored(seq))
}

pub(super) fn take_code(pen: &mut Pen<'_>, code: &EnrolmentCode) -> Result<Taken, DbError> {
    pen.db
        .prepare_cached(
            "INSERT INTO enrolment_code (selector, secret_hash, inspector, expires_unix_ms) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute((
            &code.selector,
            code.secret_hash,
            code.inspector.as_bytes(),
            code.expires.unix_ms(),
        ))?;
    Ok(Taken::Stored(0))
}

pub(super) fn take_miss(pen: &mut Pen<'_>, selector: &str) -> Result<Taken, DbError> {
    pen.db
        .prepare_cached("UPDATE enrolment_code SET misses = misses + 1 WHERE selector = ?1")?
        .execute([selector])?;
    Ok(Taken::Stored(0))
}

pub(super) fn take_enrolment(pen: &mut Pen<'_>, enrolment: &Enrolment) -> Result<Option<Taken>, DbError> {
    let record = &enrolment.record;
    let spent = pen
        .db
        .prepare_cached(
            "UPDATE enrolment_code SET used_by = ?2 WHERE selector = ?1 AND (used_by IS NULL OR used_by = ?2)",
        )?
        .execute((&enrolment.selector, record.id.as_bytes()))?;
    if spent != 1 {
        return Ok(None);
    }
    let seq = issue_device(pen, record, |pen, item| {
        pen.db
            .prepare_cached(
                "INSERT INTO device (id, inspector, app, token_hash, enrolled_unix_ms, item)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (id) DO UPDATE SET app = ?3, token_hash = ?4, item = ?6",
            )?
            .execute((
                record.id.as_bytes(),
                record.inspector.as_bytes(),
                &enrolment.app,
                enrolment.token_hash,
                pen.at.unix_ms(),
                item,
            ))?;
        Ok(())
    })?;
    Ok(Some(Taken::Stored(seq)))
}

pub(super) fn take_revocation(pen: &mut Pen<'_>, id: &DeviceId) -> Result<Taken, DbError> {
    let Some(known) = device(pen.db, id)? else { return Ok(Taken::Known(0)) };
    if known.record.revoked {
        return Ok(Taken::Known(0));
    }
    let record = DeviceRecord { revoked: true, ..known.record };
    let seq = issue_device(pen, &record, |pen, item| {
        pen.db.prepare_cached("UPDATE device SET item = ?2 WHERE id = ?1")?.execute((id.as_bytes(), item))?;
        Ok(())
    })?;
    Ok(Taken::Stored(seq))
}

/// Stores and publishes what is known of a device, to everyone at its authority: they check its signatures.
fn issue_device(
    pen: &mut Pen<'_>,
    record: &DeviceRecord,
    store: impl FnOnce(&Pen<'_>, i64) -> Result<(), DbError>,
) -> Result<u64, DbError> {
    let authority: [u8; 16] = pen
        .db
        .prepare_cached("SELECT authority FROM officer WHERE id = ?1")?
        .query_row([record.inspector.as_bytes()], |row| row.get(0))?;
    let bytes = readable("device", record.write())?;
    let (item, seq) = pen.issue(FeedKind::Device, &ContentHash::of(&bytes), &bytes, &[authority])?;
    store(pen, item)?;
    Ok(seq)
}
