//! What SQLite says, in the office's words.

use crate::db::DbError;
use rusqlite::ErrorCode;

impl From<rusqlite::Error> for DbError {
    fn from(cause: rusqlite::Error) -> Self {
        let detail = cause.to_string();
        match cause.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { detail },
            _ => Self::Failed { detail },
        }
    }
}

/// A stored record that cannot be read is said to be so; it is never shown as missing.
pub(super) fn readable<T, E: std::fmt::Display>(
    what: &'static str,
    read: Result<T, E>,
) -> Result<T, DbError> {
    read.map_err(|cause| DbError::Unreadable { what, detail: cause.to_string() })
}

/// SQLite integers are signed; ours never pass half their range.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number that a check of the table keeps from being negative.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// As [`unsigned`], for counts that fit a `u32`.
pub(super) fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(if number < 0 { 0 } else { u32::MAX })
}
