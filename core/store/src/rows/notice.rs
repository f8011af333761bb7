//! Items that were refused, here or at the office.

use super::outbox::Outbound;
use super::{all, time};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::{Row, params};
use zhian_domain::id::VisitId;
use zhian_domain::time::Timestamp;

/// A refusal that came from elsewhere: the office reported it, or the gate on this phone refused a foreign item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice<'a> {
    /// The refused item.
    pub item: Outbound,
    /// The visit, where known.
    pub visit: Option<VisitId>,
    /// Stable code of the reason.
    pub code: &'a str,
    /// The reason in words, for support.
    pub detail: &'a str,
    /// When it was noticed.
    pub at: Timestamp,
}

/// A refusal on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its number.
    pub id: u64,
    /// The refused item.
    pub item: Outbound,
    /// The visit, where known.
    pub visit: Option<VisitId>,
    /// Whether it was in this phone's outbox.
    pub own: bool,
    /// Stable code of the reason.
    pub code: String,
    /// The reason in words.
    pub detail: String,
    /// When it was noticed.
    pub at: Timestamp,
    /// When a person acknowledged it.
    pub acknowledged: Option<Timestamp>,
}

const COLUMNS: &str = "id, kind, hash, visit, own, code, detail, noticed_unix_ms, acknowledged_unix_ms";

fn notice(row: &Row<'_>) -> rusqlite::Result<Notice> {
    Ok(Notice {
        id: row.get(0)?,
        item: Outbound::read(row, 1, 2)?,
        visit: row.get::<_, Option<[u8; 16]>>(3)?.map(VisitId::from_bytes),
        own: row.get(4)?,
        code: row.get(5)?,
        detail: row.get(6)?,
        at: time(row, 7)?,
        acknowledged: row.get::<_, Option<i64>>(8)?.map(Timestamp::from_unix_ms),
    })
}

impl<S: Source> Handle<S> {
    /// Notices with a number above `after`, oldest first, at most `limit`. Start with 0.
    pub fn notices(&self, after: u64, limit: u32) -> Result<Vec<Notice>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM notice WHERE id > ?1 ORDER BY id LIMIT ?2");
        self.0.with(|conn| all(conn, &sql, params![after, limit], notice))
    }

    /// Every notice about a visit, oldest first.
    pub fn notices_of(&self, visit: &VisitId) -> Result<Vec<Notice>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM notice WHERE visit = ?1 ORDER BY id");
        self.0.with(|conn| all(conn, &sql, [visit.as_bytes()], notice))
    }
}

impl Handle<Writing<'_>> {
    /// Records a refusal from elsewhere unless the same one is on record; whether it was new.
    pub fn insert_notice(&self, new: &NewNotice<'_>) -> Result<bool, StoreError> {
        self.run(
            "INSERT INTO notice (hash, kind, visit, own, code, detail, noticed_unix_ms)
             VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6) ON CONFLICT (hash, code, own) DO NOTHING",
            params![
                new.item.hash(),
                new.item.kind().code(),
                new.visit.as_ref().map(VisitId::as_bytes),
                new.code,
                new.detail,
                new.at.unix_ms()
            ],
        )
        .map(|rows| rows > 0)
    }

    /// Notes that a person has seen it; whether that was new. The notice stays.
    pub fn acknowledge_notice(&self, id: u64, at: Timestamp) -> Result<bool, StoreError> {
        self.run(
            "UPDATE notice SET acknowledged_unix_ms = ?2 WHERE id = ?1 AND acknowledged_unix_ms IS NULL",
            params![id, at.unix_ms()],
        )
        .map(|rows| rows > 0)
    }
}
