//! How visits stand: computed tables, written with the work they follow from.

use super::fault::{signed, small, unsigned};
use crate::db::{DbError, Facts, Summary};
use rusqlite::{Connection, OptionalExtension, Row};
use zhian_domain::id::{ContentHash, TaskId, VisitId};

pub(super) fn store(db: &Connection, visit: &VisitId, facts: &Facts) -> Result<(), DbError> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO visit_standing
             (visit, sealed, answered, conflicts, findings, changes, late_changes, heads)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        visit.as_bytes(),
        facts.sealed,
        facts.answered,
        facts.conflicts,
        facts.findings,
        facts.changes,
        facts.late_changes,
        facts.heads.as_ref().map(ContentHash::as_bytes),
    ))?;
    // Drafts and seals only ever add files, so what is expected only grows.
    let mut insert = db
        .prepare_cached("INSERT OR IGNORE INTO expected_evidence (visit, hash, bytes) VALUES (?1, ?2, ?3)")?;
    for (hash, bytes) in &facts.evidence {
        insert.execute((visit.as_bytes(), hash.as_bytes(), signed(*bytes)))?;
    }
    Ok(())
}

/// Stores a standing computed from the beginning: nothing of the one before survives.
pub(super) fn replace(db: &Connection, visit: &VisitId, facts: &Facts) -> Result<(), DbError> {
    db.prepare_cached("DELETE FROM expected_evidence WHERE visit = ?1")?.execute([visit.as_bytes()])?;
    store(db, visit, facts)
}

/// Removes rows of visits of which no parcel is stored.
pub(super) fn forget_strays(db: &Connection) -> Result<(), DbError> {
    Ok(db.execute_batch(
        "DELETE FROM visit_standing WHERE visit NOT IN (SELECT visit FROM parcel);
         DELETE FROM expected_evidence WHERE visit NOT IN (SELECT visit FROM parcel);",
    )?)
}

pub(super) fn heads(db: &Connection, visit: &VisitId) -> Result<Option<ContentHash>, DbError> {
    let mut select = db.prepare_cached("SELECT heads FROM visit_standing WHERE visit = ?1")?;
    let found: Option<Option<[u8; 32]>> =
        select.query_row([visit.as_bytes()], |row| row.get(0)).optional()?;
    Ok(found.flatten().map(ContentHash::from_bytes))
}

const SUMMARY: &str = "SELECT standing.visit, visit.task, standing.sealed, standing.answered,
        standing.conflicts, standing.findings, standing.changes, standing.late_changes,
        (SELECT count(*) FROM expected_evidence AS expected WHERE expected.visit = standing.visit),
        (SELECT count(*) FROM expected_evidence AS expected
         JOIN evidence ON evidence.hash = expected.hash AND evidence.visit = expected.visit
         WHERE expected.visit = standing.visit AND evidence.position IS NOT NULL),
        ledger.digest, ledger.position, standing.heads,
        (SELECT count(*) FROM parcel WHERE parcel.visit = standing.visit AND parcel.revoked)
    FROM visit_standing AS standing JOIN visit ON visit.id = standing.visit
    LEFT JOIN ledger ON ledger.visit = standing.visit AND ledger.kind = 1";

fn summary_of(row: &Row<'_>) -> rusqlite::Result<Summary> {
    Ok(Summary {
        visit: VisitId::from_bytes(row.get(0)?),
        task: TaskId::from_bytes(row.get(1)?),
        sealed: row.get(2)?,
        answered: small(row.get(3)?),
        conflicts: small(row.get(4)?),
        findings: small(row.get(5)?),
        changes: small(row.get(6)?),
        late_changes: small(row.get(7)?),
        evidence_expected: small(row.get(8)?),
        evidence_arrived: small(row.get(9)?),
        sealed_digest: row.get::<_, Option<[u8; 32]>>(10)?.map(ContentHash::from_bytes),
        ledger_position: row.get::<_, Option<i64>>(11)?.map(unsigned),
        heads: row.get::<_, Option<[u8; 32]>>(12)?.map(ContentHash::from_bytes),
        from_revoked: small(row.get(13)?),
    })
}

pub(super) fn summary(db: &Connection, visit: &VisitId) -> Result<Option<Summary>, DbError> {
    let mut select = db.prepare_cached(&format!("{SUMMARY} WHERE standing.visit = ?1"))?;
    Ok(select.query_row([visit.as_bytes()], summary_of).optional()?)
}

pub(super) fn summaries(
    db: &Connection,
    after: Option<&VisitId>,
    entries_max: usize,
) -> Result<Vec<Summary>, DbError> {
    let mut select =
        db.prepare_cached(&format!("{SUMMARY} WHERE standing.visit > ?1 ORDER BY standing.visit LIMIT ?2"))?;
    let after: &[u8] = after.map_or(&[], |visit| visit.as_bytes());
    let found = select.query_map((after, signed(entries_max as u64)), summary_of)?;
    Ok(found.collect::<Result<_, _>>()?)
}
