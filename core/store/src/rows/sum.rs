//! A checksum in each row whose content must not change unseen.
//!
//! SQLite notices a torn page but not a flipped bit inside a value. A row that does not match its sum is answered
//! with `store.damaged`, never shown.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// Tables with a sum, and what it is over. A row is only summed while its last column is there: the bytes of a
/// purged item are not.
pub(crate) const SUMMED: &[(&str, &str, &str)] = &[
    ("meta", "name, value", "value"),
    ("published", "kind, key, revision, bytes", "bytes"),
    ("content", "kind, id, version, hash, bytes", "bytes"),
    ("device", "device, inspector, public_key, revoked, revision, bytes", "bytes"),
    (
        "task",
        "task, revision, due_unix_ms, title, enterprise, enterprise_name, withdrawn, checklist, visit, bytes",
        "bytes",
    ),
    ("change", "visit, hash, actor, actor_seq, device, origin, bytes", "bytes"),
    ("parcel", "digest, kind, visit, device, size, bytes", "bytes"),
    ("evidence", "hash, sm3, visit, item, size, media_type, device, captured_unix_ms, previous", "hash"),
];

/// Makes `row_sum(...)` known to a connection.
pub(crate) fn register(conn: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("row_sum", -1, flags, row_sum)
}

/// Half of SHA-256 over the values, each with its type and length: the first eight bytes.
fn row_sum(context: &Context<'_>) -> rusqlite::Result<i64> {
    let mut parts: Vec<Vec<u8>> = Vec::with_capacity(context.len());
    for index in 0..context.len() {
        parts.push(match context.get_raw(index) {
            ValueRef::Null => Vec::new(),
            ValueRef::Integer(value) => [&b"i"[..], &value.to_be_bytes()].concat(),
            ValueRef::Real(value) => [&b"r"[..], &value.to_be_bytes()].concat(),
            ValueRef::Text(value) => [b"t", value].concat(),
            ValueRef::Blob(value) => [b"b", value].concat(),
        });
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let digest = zhian_domain::id::derived_id("zhian row 1", &parts);
    let (first, _) = digest.split_at(8);
    Ok(first.try_into().map(i64::from_be_bytes).unwrap_or_default())
}

/// Numbers of the rows of a table that do not match their sum.
pub(crate) fn altered(
    conn: &Connection,
    table: &str,
    columns: &str,
    last: &str,
) -> rusqlite::Result<Vec<i64>> {
    let sql = format!(
        "SELECT rowid FROM {table} NOT INDEXED WHERE {last} IS NOT NULL AND row_sum({columns}) <> sum"
    );
    conn.prepare(&sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Refuses a row whose column at `column` says that it does not match its sum.
pub(super) fn sound(row: &Row<'_>, column: usize) -> rusqlite::Result<()> {
    if row.get(column)? {
        return Ok(());
    }
    let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    Err(rusqlite::Error::SqliteFailure(corrupt, Some("a row does not match its sum".to_owned())))
}
