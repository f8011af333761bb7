//! One file per table: its row types, its reads and its writes.

pub(crate) mod alert;
pub(crate) mod change;
pub(crate) mod content;
pub(crate) mod draft_text;
pub(crate) mod evidence;
mod late;
pub(crate) mod meta;
mod note;
pub(crate) mod notice;
pub(crate) mod outbox;
pub(crate) mod parcel;
pub(crate) mod peer;
pub(crate) mod published;
pub(crate) mod purge;
pub(crate) mod receipt;
pub(crate) mod sealed;
pub(crate) mod snapshot;
pub(crate) mod sum;
pub(crate) mod task;
pub(crate) mod visit;

use sum::sound;

use rusqlite::types::Type;
use rusqlite::{Connection, Params, Row};
use zhian_domain::time::Timestamp;

/// All rows of a query.
fn all<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    conn.prepare_cached(sql)?.query_map(params, read)?.collect()
}

/// The only row of a query, or none. Unreadable is an error, not none.
fn one<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    use rusqlite::OptionalExtension;
    conn.prepare_cached(sql)?.query_row(params, read).optional()
}

/// A code of an enumeration, read by `parse`.
fn code<T>(row: &Row<'_>, column: usize, parse: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    parse(text).ok_or_else(|| unreadable(column, format!("{text:?} is not a value of this column")))
}

/// A moment stored as milliseconds since 1970.
fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp::from_unix_ms)
}

fn unreadable(column: usize, detail: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, detail.into())
}

#[cfg(test)]
mod tests;
