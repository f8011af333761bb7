//! Saved documents: a cache of the change log.

use super::one;
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::params;
use zhian_domain::id::VisitId;

/// A saved document and what it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitSnapshot {
    /// Every change of the visit up to this place in the log is in it.
    pub upto_seq: u64,
    /// Its heads, as the engine wrote them.
    pub heads: Vec<u8>,
    /// The saved document.
    pub bytes: Vec<u8>,
}

impl<S: Source> Handle<S> {
    /// The snapshot of a visit, if one is kept.
    pub fn snapshot(&self, visit: &VisitId) -> Result<Option<VisitSnapshot>, StoreError> {
        let sql = "SELECT upto_seq, heads, bytes FROM snapshot WHERE visit = ?1";
        self.0.with(|conn| {
            one(conn, sql, [visit.as_bytes()], |row| {
                Ok(VisitSnapshot { upto_seq: row.get(0)?, heads: row.get(1)?, bytes: row.get(2)? })
            })
        })
    }
}

impl Handle<Writing<'_>> {
    /// Replaces the snapshot of a visit as a whole.
    pub fn put_snapshot(&self, visit: &VisitId, snapshot: &VisitSnapshot) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO snapshot (visit, upto_seq, heads, bytes) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (visit) DO UPDATE SET upto_seq = excluded.upto_seq, heads = excluded.heads,
                 bytes = excluded.bytes",
            params![visit.as_bytes(), snapshot.upto_seq, snapshot.heads, snapshot.bytes],
        )
        .map(drop)
    }

    /// Drops the snapshot of a visit: it did not load or its heads were not those of the log.
    pub fn drop_snapshot(&self, visit: &VisitId) -> Result<(), StoreError> {
        self.run("DELETE FROM snapshot WHERE visit = ?1", [visit.as_bytes()]).map(drop)
    }
}
