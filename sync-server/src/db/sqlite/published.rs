//! Checklists, the directory, tasks.

use super::fault::{readable, signed, small};
use super::feed::Line;
use super::intake::Pen;
use super::people;
use crate::db::{Assignment, ChecklistEntry, DbError, Taken, TaskEntry};
use rusqlite::{Connection, OptionalExtension};
use zhian_domain::enterprise::Enterprise;
use zhian_domain::id::{AuthorityId, ContentHash, DeviceId, EnterpriseId, InspectorId, TaskId, VisitId};
use zhian_domain::identifier::Uscc;
use zhian_protocol::published::{EnterpriseRecord, TaskRecord};
use zhian_protocol::sync::FeedKind;

pub(super) fn checklist(db: &Connection, hash: &ContentHash) -> Result<Option<Vec<u8>>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT item.bytes FROM checklist JOIN item ON item.id = checklist.item WHERE checklist.hash = ?1",
    )?;
    Ok(select.query_row([hash.as_bytes()], |row| row.get(0)).optional()?)
}

pub(super) fn checklists(db: &Connection) -> Result<Vec<ChecklistEntry>, DbError> {
    let mut select = db.prepare_cached("SELECT hash, id, version, title FROM checklist ORDER BY item")?;
    let found = select.query_map([], |row| {
        Ok(ChecklistEntry {
            hash: ContentHash::from_bytes(row.get(0)?),
            id: row.get(1)?,
            version: small(row.get(2)?),
            title: row.get(3)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn enterprise(
    db: &Connection,
    authority: &AuthorityId,
    id: &EnterpriseId,
) -> Result<Option<EnterpriseRecord>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT item.bytes FROM enterprise JOIN item ON item.id = enterprise.item
         WHERE enterprise.authority = ?1 AND enterprise.id = ?2",
    )?;
    let bytes: Option<Vec<u8>> =
        select.query_row((authority.as_bytes(), id.as_bytes()), |row| row.get(0)).optional()?;
    bytes.map(|bytes| readable("enterprise", EnterpriseRecord::read(&bytes))).transpose()
}

pub(super) fn task(db: &Connection, id: &TaskId) -> Result<Option<TaskRecord>, DbError> {
    let mut select =
        db.prepare_cached("SELECT item.bytes FROM task JOIN item ON item.id = task.item WHERE task.id = ?1")?;
    let bytes: Option<Vec<u8>> = select.query_row([id.as_bytes()], |row| row.get(0)).optional()?;
    bytes.map(|bytes| readable("task", TaskRecord::read(&bytes))).transpose()
}

pub(super) fn tasks(db: &Connection) -> Result<Vec<TaskEntry>, DbError> {
    let mut select =
        db.prepare_cached("SELECT item.bytes FROM task JOIN item ON item.id = task.item ORDER BY task.id")?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let record = readable("task", TaskRecord::read(&row.get::<_, Vec<u8>>(0)?))?;
        let visit = VisitId::of(&record.id, &record.checklist);
        found.push(TaskEntry { record, visit });
    }
    Ok(found)
}

pub(super) fn assignment(db: &Connection, visit: &VisitId) -> Result<Option<Assignment>, DbError> {
    let mut select = db.prepare_cached("SELECT task, checklist FROM visit WHERE id = ?1")?;
    let found: Option<([u8; 16], [u8; 32])> =
        select.query_row([visit.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((id, checklist)) = found else { return Ok(None) };
    let id = TaskId::from_bytes(id);
    let Some(task) = task(db, &id)? else { return Ok(None) };
    let everyone = assignees(db, &id)?.into_iter().map(InspectorId::from_bytes).collect();
    Ok(Some(Assignment { task, checklist: ContentHash::from_bytes(checklist), everyone }))
}

/// Everyone that any revision named.
pub(super) fn assignees(db: &Connection, task: &TaskId) -> Result<Vec<[u8; 16]>, DbError> {
    let mut select =
        db.prepare_cached("SELECT inspector FROM assignee WHERE task = ?1 ORDER BY inspector")?;
    let found = select.query_map([task.as_bytes()], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Everyone that any revision of a visit's task named; empty for an unknown visit.
pub(super) fn participants(db: &Connection, visit: &VisitId) -> Result<Vec<[u8; 16]>, DbError> {
    let mut select = db.prepare_cached(
        "SELECT assignee.inspector FROM visit JOIN assignee ON assignee.task = visit.task
         WHERE visit.id = ?1 ORDER BY assignee.inspector",
    )?;
    let found = select.query_map([visit.as_bytes()], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn take_checklist(
    pen: &mut Pen<'_>,
    hash: &ContentHash,
    (id, version, title): (&str, u32, &str),
    bytes: &[u8],
) -> Result<Taken, DbError> {
    if checklist(pen.db, hash)?.is_some() {
        return Ok(Taken::Known(0));
    }
    let everyone = people::everyone(pen.db)?;
    let (item, seq) = pen.issue(FeedKind::Checklist, hash, bytes, &everyone)?;
    pen.db
        .prepare_cached("INSERT INTO checklist (hash, id, version, title, item) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((hash.as_bytes(), id, version, title, item))?;
    Ok(Taken::Stored(seq))
}

pub(super) fn take_enterprise(
    pen: &mut Pen<'_>,
    authority: &AuthorityId,
    record: &EnterpriseRecord,
) -> Result<Taken, DbError> {
    let id = Enterprise::id_of(&readable("enterprise", Uscc::new(&record.uscc))?);
    let bytes = readable("enterprise", record.write())?;
    let digest = ContentHash::of(&bytes);
    let before: Option<[u8; 32]> = pen
        .db
        .prepare_cached(
            "SELECT item.digest FROM enterprise JOIN item ON item.id = enterprise.item
             WHERE enterprise.authority = ?1 AND enterprise.id = ?2",
        )?
        .query_row((authority.as_bytes(), id.as_bytes()), |row| row.get(0))
        .optional()?;
    if before == Some(*digest.as_bytes()) {
        return Ok(Taken::Known(0));
    }
    let (item, seq) = pen.issue(FeedKind::Enterprise, &digest, &bytes, &[*authority.as_bytes()])?;
    pen.db
        .prepare_cached(
            "INSERT INTO enterprise (authority, id, item) VALUES (?1, ?2, ?3)
             ON CONFLICT (authority, id) DO UPDATE SET item = ?3",
        )?
        .execute((authority.as_bytes(), id.as_bytes(), item))?;
    Ok(Taken::Stored(seq))
}

pub(super) fn take_task(pen: &mut Pen<'_>, record: &TaskRecord) -> Result<Option<Taken>, DbError> {
    let before = task(pen.db, &record.id)?.map_or(0, |older| older.revision);
    if record.revision != before.saturating_add(1) {
        return Ok(None);
    }
    let bytes = readable("task", record.write())?;
    let digest = ContentHash::of(&bytes);
    let item = pen.item(FeedKind::Task, &digest, &bytes)?;
    pen.db
        .prepare_cached(
            "INSERT INTO task (id, revision, item) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET revision = ?2, item = ?3",
        )?
        .execute((record.id.as_bytes(), record.revision, item))?;
    let joined = join(pen, record)?;
    let visit = VisitId::of(&record.id, &record.checklist);
    pen.db
        .prepare_cached("INSERT OR IGNORE INTO visit (id, task, checklist) VALUES (?1, ?2, ?3)")?
        .execute((visit.as_bytes(), record.id.as_bytes(), record.checklist.as_bytes()))?;
    let everyone = assignees(pen.db, &record.id)?;
    let kind = FeedKind::Task.byte();
    let line = Line { kind, digest, item, origin: None, visit: None, audience: &everyone };
    let seq = pen.publish(&line)?;
    if before > 0 && !joined.is_empty() {
        publish_visits(pen, &record.id, &joined)?;
    }
    Ok(Some(Taken::Stored(seq)))
}

/// Officers named for the first time.
fn join(pen: &Pen<'_>, record: &TaskRecord) -> Result<Vec<[u8; 16]>, DbError> {
    let mut insert =
        pen.db.prepare_cached("INSERT OR IGNORE INTO assignee (task, inspector) VALUES (?1, ?2)")?;
    let mut joined = Vec::new();
    for inspector in &record.inspectors {
        if insert.execute((record.id.as_bytes(), inspector.as_bytes()))? == 1 {
            joined.push(*inspector.as_bytes());
        }
    }
    Ok(joined)
}

/// Officers who join later get every parcel and notice of the task's visits again, with the signatures they came with.
fn publish_visits(pen: &mut Pen<'_>, task: &TaskId, audience: &[[u8; 16]]) -> Result<(), DbError> {
    type Older = (u8, [u8; 32], i64, Option<[u8; 16]>, [u8; 16]);
    let older: Vec<Older> = pen
        .db
        .prepare_cached(
            "SELECT feed.kind, feed.digest, feed.item, feed.origin, feed.visit
             FROM visit JOIN feed ON feed.visit = visit.id
             WHERE visit.task = ?1 AND feed.seq <= ?2 GROUP BY feed.item ORDER BY min(feed.seq)",
        )?
        .query_map((task.as_bytes(), signed(pen.moment.feed.0)), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?
        .collect::<Result<_, _>>()?;
    for (kind, digest, item, origin, visit) in older {
        pen.publish(&Line {
            kind,
            digest: ContentHash::from_bytes(digest),
            item,
            origin: origin.map(DeviceId::from_bytes),
            visit: Some(VisitId::from_bytes(visit)),
            audience,
        })?;
    }
    Ok(())
}
