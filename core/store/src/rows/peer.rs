//! "Is everyone's work in?": what each device made, what of it is here, and what the office has.

use super::evidence::EvidenceTotals;
use super::{all, one, time};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::id::{DeviceId, VisitId};
use zhian_domain::time::Timestamp;

/// What is known to exist for a visit from one device, whether it is here or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// The device that made it.
    pub device: DeviceId,
    /// How many changes it is known to have made.
    pub changes: u64,
    /// Its heads, as the engine wrote them.
    pub heads: Vec<u8>,
    /// Its evidence list, as the engine wrote it.
    pub evidence: Vec<u8>,
    /// When this was learnt.
    pub known_at: Timestamp,
}

/// What one device contributed to a visit, counted from rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceShare {
    /// The device.
    pub device: DeviceId,
    /// Its changes that are here.
    pub changes: u64,
    /// Of these, the ones the office has acknowledged or sent.
    pub changes_at_office: u64,
    /// Of these, the ones that arrived after sealing.
    pub changes_late: u64,
    /// Its evidence files that are here.
    pub evidence_here: EvidenceTotals,
    /// Its evidence that is known and whose file is not here (absent or purged).
    pub evidence_not_here: EvidenceTotals,
    /// Its evidence that the office holds whole, wherever else it is.
    pub evidence_at_office: EvidenceTotals,
}

fn peer(row: &Row<'_>) -> rusqlite::Result<Peer> {
    Ok(Peer {
        device: DeviceId::from_bytes(row.get(0)?),
        changes: row.get(1)?,
        heads: row.get(2)?,
        evidence: row.get(3)?,
        known_at: time(row, 4)?,
    })
}

fn totals(row: &Row<'_>, first: usize) -> rusqlite::Result<EvidenceTotals> {
    Ok(EvidenceTotals { files: row.get(first)?, bytes: row.get(first + 1)? })
}

impl<S: Source> Handle<S> {
    /// What is known to exist elsewhere for a visit, ordered by device.
    pub fn peers(&self, visit: &VisitId) -> Result<Vec<Peer>, StoreError> {
        let sql = "SELECT device, changes, heads, evidence, known_unix_ms FROM peer WHERE visit = ?1
                   ORDER BY device";
        self.0.with(|conn| all(conn, sql, [visit.as_bytes()], peer))
    }

    /// What is known to exist for a visit from one device.
    pub fn peer(&self, visit: &VisitId, device: &DeviceId) -> Result<Option<Peer>, StoreError> {
        let sql = "SELECT device, changes, heads, evidence, known_unix_ms FROM peer
                   WHERE visit = ?1 AND device = ?2";
        self.0.with(|conn| one(conn, sql, params![visit.as_bytes(), device.as_bytes()], peer))
    }

    /// What each device contributed to a visit, counted from rows, ordered by device.
    pub fn shares(&self, visit: &VisitId) -> Result<Vec<DeviceShare>, StoreError> {
        let sql = "
            SELECT device, sum(changes), sum(safe), sum(late), sum(here), sum(here_bytes), sum(away),
                   sum(away_bytes), sum(office), sum(office_bytes)
            FROM (
                SELECT c.device, 1 AS changes,
                       (p.origin IS 'server' OR r.hash IS NOT NULL) AS safe, c.late AS late,
                       0 AS here, 0 AS here_bytes, 0 AS away, 0 AS away_bytes, 0 AS office, 0 AS office_bytes
                FROM change AS c
                LEFT JOIN parcel AS p ON p.digest = c.parcel
                LEFT JOIN receipt AS r ON r.hash = c.parcel AND r.kind = p.kind
                WHERE c.visit = ?1
                UNION ALL
                SELECT device, 0, 0, 0, file = 'here', (file = 'here') * size, file <> 'here',
                       (file <> 'here') * size, server_complete, server_complete * size
                FROM evidence WHERE visit = ?1
            ) GROUP BY device ORDER BY device";
        let read = |row: &Row<'_>| {
            Ok(DeviceShare {
                device: DeviceId::from_bytes(row.get(0)?),
                changes: row.get(1)?,
                changes_at_office: row.get(2)?,
                changes_late: row.get(3)?,
                evidence_here: totals(row, 4)?,
                evidence_not_here: totals(row, 6)?,
                evidence_at_office: totals(row, 8)?,
            })
        };
        self.0.with(|conn| all(conn, sql, [visit.as_bytes()], read))
    }
}

impl Handle<Writing<'_>> {
    /// Replaces what is known to exist for a visit from one device.
    pub fn put_peer(&self, visit: &VisitId, peer: &Peer) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO peer (visit, device, changes, heads, evidence, known_unix_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (visit, device) DO UPDATE SET changes = excluded.changes, heads = excluded.heads,
                 evidence = excluded.evidence, known_unix_ms = excluded.known_unix_ms",
            params![
                visit.as_bytes(),
                peer.device.as_bytes(),
                peer.changes,
                peer.heads,
                peer.evidence,
                peer.known_at.unix_ms()
            ],
        )
        .map(drop)
    }
}
