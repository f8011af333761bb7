//! Seals known for a visit.

use super::all;
use super::time;
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::id::{ContentHash, VisitId};
use zhian_domain::time::Timestamp;

/// A seal. A supplement is a second one; the original stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// The visit.
    pub visit: VisitId,
    /// Digest of the sealed bytes.
    pub digest: ContentHash,
    /// The signed item that carries it.
    pub parcel: ContentHash,
    /// When it was sealed, as the sealing device claims.
    pub sealed_at: Timestamp,
    /// Position of its receipt in the ledger; `None` until acknowledged. Not stored with the seal: read from receipts.
    pub receipt_position: Option<u64>,
}

fn sealed(row: &Row<'_>) -> rusqlite::Result<Sealed> {
    Ok(Sealed {
        visit: VisitId::from_bytes(row.get(0)?),
        digest: ContentHash::from_bytes(row.get(1)?),
        parcel: ContentHash::from_bytes(row.get(2)?),
        sealed_at: time(row, 3)?,
        receipt_position: row.get(4)?,
    })
}

impl<S: Source> Handle<S> {
    /// Every seal known for a visit, oldest first; empty for a draft.
    pub fn seals(&self, visit: &VisitId) -> Result<Vec<Sealed>, StoreError> {
        let sql = "SELECT s.visit, s.digest, s.parcel, s.sealed_unix_ms, r.position FROM sealed AS s
                   LEFT JOIN receipt AS r ON r.kind = 'sealed' AND r.hash = s.parcel
                   WHERE s.visit = ?1 ORDER BY s.sealed_unix_ms, s.digest";
        self.0.with(|conn| all(conn, sql, [visit.as_bytes()], sealed))
    }
}

impl Handle<Writing<'_>> {
    /// Stores a seal, turns the visit into a sealed one and its task into a done one; whether the seal was new.
    pub fn insert_seal(&self, seal: &Sealed) -> Result<bool, StoreError> {
        let rows = self.run(
            "INSERT INTO sealed (visit, digest, parcel, sealed_unix_ms) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (digest) DO NOTHING",
            params![
                seal.visit.as_bytes(),
                seal.digest.as_bytes(),
                seal.parcel.as_bytes(),
                seal.sealed_at.unix_ms()
            ],
        )?;
        self.run("UPDATE visit SET state = 'sealed' WHERE visit = ?1", [seal.visit.as_bytes()])?;
        self.run("UPDATE task SET done = 1 WHERE visit = ?1", [seal.visit.as_bytes()])?;
        Ok(rows > 0)
    }
}
