//! Keystrokes that are not yet a change.

use super::{all, one};
use crate::error::StoreError;
use crate::handle::{Handle, Source, Writing};
use rusqlite::params;
use zhian_domain::id::VisitId;

impl<S: Source> Handle<S> {
    /// Text typed into a field and not yet committed; `None` if there is none.
    pub fn draft_text(&self, visit: &VisitId, field: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT content FROM draft_text WHERE visit = ?1 AND field = ?2";
        self.0.with(|conn| one(conn, sql, params![visit.as_bytes(), field], |row| row.get(0)))
    }

    /// Every field of a visit with text not yet committed, with the text, ordered by field.
    pub fn draft_texts(&self, visit: &VisitId) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT field, content FROM draft_text WHERE visit = ?1 ORDER BY field";
        self.0.with(|conn| all(conn, sql, [visit.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?))))
    }
}

impl Handle<Writing<'_>> {
    /// Keeps what is typed into a field so far.
    pub fn put_draft_text(&self, visit: &VisitId, field: &str, content: &str) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO draft_text (visit, field, content) VALUES (?1, ?2, ?3)
             ON CONFLICT (visit, field) DO UPDATE SET content = excluded.content",
            params![visit.as_bytes(), field, content],
        )
        .map(drop)
    }

    /// Forgets the typed text: in the transaction that commits it as a change.
    pub fn clear_draft_text(&self, visit: &VisitId, field: &str) -> Result<(), StoreError> {
        self.run("DELETE FROM draft_text WHERE visit = ?1 AND field = ?2", params![visit.as_bytes(), field])
            .map(drop)
    }
}
