//! Numbered migrations. Released ones never change; see the notes beside the SQL.

use crate::error::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// A database and the steps that make it.
pub(crate) struct Schema {
    /// File name, for errors.
    pub(crate) database: &'static str,
    /// Marks the file as ours; SQLite's `application_id`.
    pub(crate) application_id: i32,
    /// The SQL of each step, in order. The schema's version is how many were applied.
    pub(crate) steps: &'static [&'static str],
}

/// The inspector's own work.
pub(crate) const VISITS: Schema = Schema {
    database: crate::handle::VISITS_DB,
    application_id: 0x5a68_0001,
    steps: &[
        include_str!("../migrations/visits/0001_identity_and_published.sql"),
        include_str!("../migrations/visits/0002_visits.sql"),
        include_str!("../migrations/visits/0003_travel.sql"),
        include_str!("../migrations/visits/0004_content.sql"),
    ],
};

/// The directory of enterprises.
pub(crate) const DIRECTORY: Schema = Schema {
    database: crate::directory::DIRECTORY_DB,
    application_id: 0x5a68_0002,
    steps: &[include_str!("../migrations/directory/0001_directory.sql")],
};

impl Schema {
    fn known(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX)
    }

    /// The version of the open database. Errors: `store.from-newer-app`, and what SQLite says.
    pub(crate) fn version(&self, conn: &Connection) -> Result<i64, StoreError> {
        let found: i64 = conn
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(|cause| StoreError::sqlite(self.database, cause))?;
        if found > self.known() {
            return Err(StoreError::FromNewerApp { database: self.database, found, known: self.known() });
        }
        Ok(found)
    }

    /// Brings the database up to date, one transaction per step. Errors: as [`Self::version`].
    pub(crate) fn migrate(&self, conn: &mut Connection) -> Result<(), StoreError> {
        self.migrate_to(conn, self.known())
    }

    /// Applies steps until `target`.
    pub(crate) fn migrate_to(&self, conn: &mut Connection, target: i64) -> Result<(), StoreError> {
        let found = self.version(conn)?;
        for (version, step) in (1_i64..).zip(self.steps) {
            if version > found && version <= target {
                self.step(conn, version, step).map_err(|cause| StoreError::sqlite(self.database, cause))?;
            }
        }
        Ok(())
    }

    fn step(&self, conn: &mut Connection, version: i64, sql: &str) -> rusqlite::Result<()> {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(sql)?;
        // Both live in the file's header and take part in the transaction.
        tx.pragma_update(None, "application_id", self.application_id)?;
        tx.pragma_update(None, "user_version", version)?;
        tx.commit()
    }
}

#[cfg(test)]
mod tests;
