//! What an inspector or support must be able to look up later.

use super::{all, time};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::params;
use zhian_domain::time::Timestamp;

/// An entry of the alert log, which only grows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its number.
    pub id: u64,
    /// Stable code of what happened.
    pub code: String,
    /// What happened, for support.
    pub detail: String,
    /// When it was noticed.
    pub at: Timestamp,
}

impl<S: Source> Handle<S> {
    /// Alerts with a number above `after`, oldest first, at most `limit`. Start with 0.
    pub fn alerts(&self, after: u64, limit: u32) -> Result<Vec<Alert>, StoreError> {
        let sql = "SELECT id, code, detail, noticed_unix_ms FROM alert WHERE id > ?1 ORDER BY id LIMIT ?2";
        self.0.with(|conn| {
            all(conn, sql, params![after, limit], |row| {
                Ok(Alert { id: row.get(0)?, code: row.get(1)?, detail: row.get(2)?, at: time(row, 3)? })
            })
        })
    }
}

impl Handle<Writing<'_>> {
    /// Appends to the alert log.
    pub fn append_alert(&self, code: &str, detail: &str, at: Timestamp) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO alert (code, detail, noticed_unix_ms) VALUES (?1, ?2, ?3)",
            params![code, detail, at.unix_ms()],
        )
        .map(drop)
    }
}
