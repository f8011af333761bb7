//! Opening the file and bringing its schema up to date.

use crate::db::DbError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, params};
use std::path::Path;
use std::time::Duration;
use zhian_domain::time::Timestamp;

/// Every migration, in order. The position in this list plus one is the schema number.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/0001_office.sql"),
    include_str!("../../../migrations/0002_content.sql"),
];

/// How long a writer waits for another process that writes to the same file.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// Prepared statements kept by a connection; more than there are in the program.
const STATEMENTS_KEPT: usize = 160;

/// A connection that writes. The file is made if it is missing.
pub(super) fn connect_for_writing(path: &Path) -> Result<Connection, DbError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(BUSY_WAIT)?;
    // A receipt promises that the work survives a power cut: FULL syncs the log at every commit.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;",
    )?;
    keep_statements(&connection)?;
    Ok(connection)
}

/// Statements are prepared once and stay prepared.
///
/// The bundled SQLite looks at bound values to choose a plan (STAT4), and so prepares a statement again each time a value
/// is bound: a fifth of the time of an intake. Ours have one sensible plan whatever is bound.
fn keep_statements(connection: &Connection) -> Result<(), DbError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// A connection that only reads.
pub(super) fn connect_for_reading(path: &Path) -> Result<Connection, DbError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(BUSY_WAIT)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -2048;")?;
    keep_statements(&connection)?;
    Ok(connection)
}

/// Applies the migrations that are missing, each in a transaction of its own.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), DbError> {
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(DbError::Newer { found, known });
    }
    for (number, migration) in (1_u32..).zip(MIGRATIONS).skip(found as usize) {
        let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // Two programs may start at once: the second one finds the work done.
        let now: u32 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if now < number {
            tx.execute_batch(migration)?;
            tx.pragma_update(None, "user_version", number)?;
        }
        tx.commit()?;
    }
    Ok(())
}

/// Writes the identity of a new server.
pub(super) fn found(connection: &Connection, epoch: [u8; 16], at: Timestamp) -> Result<(), DbError> {
    connection.execute(
        "INSERT INTO server (only_row, epoch, created_unix_ms) VALUES (1, ?1, ?2)",
        params![epoch, at.unix_ms()],
    )?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn version(connection: &Connection) -> u32 {
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    }

    fn tables(connection: &Connection) -> Vec<String> {
        let mut select = connection.prepare("SELECT sql FROM sqlite_schema ORDER BY type, name").unwrap();
        let texts = select.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
        texts.filter_map(Result::unwrap).collect()
    }

    #[test]
    fn an_office_of_any_release_becomes_equal_to_a_new_one_and_keeps_what_it_has() {
        let dir = tempfile::tempdir().unwrap();
        let mut new = connect_for_writing(&dir.path().join("new.db")).unwrap();
        migrate(&mut new).unwrap();
        for released in 1..=MIGRATIONS.len() {
            let mut old = connect_for_writing(&dir.path().join(format!("{released}.db"))).unwrap();
            for migration in MIGRATIONS.get(..released).unwrap() {
                old.execute_batch(migration).unwrap();
            }
            old.pragma_update(None, "user_version", u32::try_from(released).unwrap()).unwrap();
            found(&old, [7; 16], Timestamp::from_unix_ms(5)).unwrap();
            // The second start finds the work done.
            for _ in 0..2 {
                migrate(&mut old).unwrap();
                assert_eq!((version(&old), tables(&old)), (version(&new), tables(&new)), "from {released}");
            }
            let epoch: Vec<u8> = old.query_row("SELECT epoch FROM server", [], |row| row.get(0)).unwrap();
            assert_eq!(epoch, [7; 16]);
        }
        let newer = u32::try_from(MIGRATIONS.len()).unwrap() + 1;
        new.pragma_update(None, "user_version", newer).unwrap();
        assert!(matches!(migrate(&mut new), Err(DbError::Newer { found, .. }) if found == newer));
    }
}
