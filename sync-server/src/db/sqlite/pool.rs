//! A few connections that only read.

use super::schema;
use crate::db::DbError;
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

/// Readers waiting for work. A caller waits when all are out: reads are short.
pub(super) struct Pool {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Pool {
    /// Opens `count` connections, one at least.
    pub(super) fn open(path: &Path, count: usize) -> Result<Self, DbError> {
        let idle = (0..count.max(1)).map(|_| schema::connect_for_reading(path)).collect::<Result<_, _>>()?;
        Ok(Self { idle: Mutex::new(idle), returned: Condvar::new() })
    }

    /// Lends a connection, inside one read transaction: everything it sees is of one moment.
    pub(super) fn read<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let loan = Loan { pool: self, connection: Some(self.take()) };
        let Some(connection) = &loan.connection else { return Err(DbError::Closed) };
        run(connection, "BEGIN")?;
        let answer = question(connection);
        // Nothing was written; ending the transaction only lets go of the snapshot.
        run(connection, "COMMIT")?;
        answer
    }

    fn take(&self) -> Connection {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(connection) = idle.pop() {
                return connection;
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A statement that is prepared once for each connection.
fn run(connection: &Connection, statement: &str) -> Result<(), DbError> {
    connection.prepare_cached(statement)?.execute([])?;
    Ok(())
}

/// Brings the connection back, whatever happens to the borrower.
struct Loan<'a> {
    pool: &'a Pool,
    connection: Option<Connection>,
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            if !connection.is_autocommit() {
                // The borrower failed half way; the next one must not see its old snapshot.
                let _ended = connection.execute_batch("ROLLBACK");
            }
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            self.pool.returned.notify_one();
        }
    }
}
