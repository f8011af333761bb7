//! Freeing the space of what the office holds.

use super::{all, one};
use crate::error::StoreError;
use crate::handle::{Handle, Shared, Source};
use rusqlite::{Row, params};
use zhian_domain::id::{ContentHash, EvidenceHash, VisitId};

/// What of a visit may be freed: each with its size, bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Purgeable {
    /// Evidence files with a receipt.
    pub evidence: Vec<(EvidenceHash, u64)>,
    /// Signed draft items with a receipt. Those of seals are small and stay readable.
    pub parcels: Vec<(ContentHash, u64)>,
}

impl Purgeable {
    /// Sizes together.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.evidence.iter().map(|one| one.1).chain(self.parcels.iter().map(|one| one.1)).sum()
    }
}

/// What was freed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PurgeReport {
    /// Evidence files removed.
    pub files: u64,
    /// Signed items emptied.
    pub parcels: u64,
    /// Bytes freed.
    pub bytes: u64,
}

impl<S: Source> Handle<S> {
    /// What of a visit may be freed now: nothing unless the visit is sealed and a seal of it has a receipt.
    pub fn purgeable(&self, visit: &VisitId) -> Result<Purgeable, StoreError> {
        let sealed = "SELECT 1 FROM visit AS v JOIN sealed AS s ON s.visit = v.visit
                      JOIN receipt AS r ON r.kind = 'sealed' AND r.hash = s.parcel
                      WHERE v.visit = ?1 AND v.state = 'sealed' LIMIT 1";
        let evidence = "SELECT e.hash, e.size FROM evidence AS e
                        JOIN receipt AS r ON r.kind = 'evidence' AND r.hash = e.hash
                        WHERE e.visit = ?1 AND e.file = 'here' AND e.server_complete = 1 ORDER BY e.hash";
        let parcels = "SELECT p.digest, p.size FROM parcel AS p
                       JOIN receipt AS r ON r.kind = 'draft' AND r.hash = p.digest
                       WHERE p.visit = ?1 AND p.kind = 'draft' AND p.bytes IS NOT NULL ORDER BY p.digest";
        let id = visit.as_bytes();
        self.0.with(|conn| {
            if one(conn, sealed, [id], |_| Ok(()))?.is_none() {
                return Ok(Purgeable::default());
            }
            let file = |row: &Row<'_>| Ok((EvidenceHash::from_bytes(row.get(0)?), row.get(1)?));
            let parcel = |row: &Row<'_>| Ok((ContentHash::from_bytes(row.get(0)?), row.get(1)?));
            Ok(Purgeable {
                evidence: all(conn, evidence, [id], file)?,
                parcels: all(conn, parcels, [id], parcel)?,
            })
        })
    }
}

impl Handle<Shared> {
    /// Frees what [`Handle::purgeable`] lists; the rows stay and say so.
    ///
    /// The rows say "purged" before a file goes, so that a crash leaves a file too many and never a row that
    /// promises a file which is gone; the next start finishes the removal.
    /// Errors: `store.not-purgeable` if the visit is not sealed and acknowledged.
    pub fn purge(&self, visit: &VisitId) -> Result<PurgeReport, StoreError> {
        let files = self.files();
        let allowed = self.purgeable(visit)?;
        if allowed == Purgeable::default() && self.seals(visit)?.iter().all(|s| s.receipt_position.is_none())
        {
            return Err(StoreError::NotPurgeable { visit: *visit });
        }
        allowed.evidence.iter().try_for_each(|(hash, _)| files.note_removal(hash))?;
        let done = self.write(|tx| {
            // Asked again inside the transaction: a receipt may have been taken back in between.
            let now = tx.purgeable(visit)?;
            for (hash, _) in &now.evidence {
                tx.run("UPDATE evidence SET file = 'purged' WHERE hash = ?1", [hash.as_bytes()])?;
            }
            for (digest, _) in &now.parcels {
                tx.run("UPDATE parcel SET bytes = NULL WHERE digest = ?1", params![digest.as_bytes()])?;
            }
            Ok::<_, StoreError>(now)
        })?;
        done.evidence.iter().try_for_each(|(hash, _)| files.remove(hash))?;
        Ok(PurgeReport {
            files: done.evidence.len() as u64,
            parcels: done.parcels.len() as u64,
            bytes: done.bytes(),
        })
    }
}
