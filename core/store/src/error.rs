//! What can go wrong, said so that a person knows what to do.

use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// Every code a [`StoreError`] can carry.
pub const CODES: &[&str] = &[
    "store.busy",
    "store.damaged",
    "store.disk-full",
    "store.evidence-missing",
    "store.evidence-unreadable",
    "store.file",
    "store.from-newer-app",
    "store.in-use",
    "store.internal",
    "store.key-missing",
    "store.no-cipher",
    "store.not-encrypted",
    "store.not-purgeable",
    "store.page-token",
    "store.receipt-mismatch",
    "store.refused",
    "store.unreadable",
    "store.wrong-key",
];

/// An operation on the store failed. Nothing was half written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is locked by something else for longer than the store waits. Try again.
    #[error("the database is busy")]
    Busy(#[source] rusqlite::Error),
    /// A database is torn. At the next start it is set aside and read out row by row; it is never deleted.
    #[error("the database {database} is damaged")]
    Damaged {
        /// File name of the database.
        database: &'static str,
        /// What SQLite said.
        #[source]
        cause: rusqlite::Error,
    },
    /// No space left. The inspector can free some; what was saved before is whole.
    #[error("no space left while writing {what}")]
    DiskFull {
        /// What was being written.
        what: String,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// The evidence file is not on this phone (never was, or its space was freed).
    #[error("the file of evidence {hash} is not on this phone")]
    EvidenceMissing {
        /// Which evidence.
        hash: zhian_domain::id::EvidenceHash,
    },
    /// The evidence file is there and cannot be read.
    #[error("the file of evidence {hash} cannot be read")]
    EvidenceUnreadable {
        /// Which evidence.
        hash: zhian_domain::id::EvidenceHash,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// A file or folder of the store could not be used.
    #[error("{} could not be used", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// The data was written by a newer version of the app: update the app.
    #[error("{database} has schema {found}, this app knows up to {known}")]
    FromNewerApp {
        /// File name of the database.
        database: &'static str,
        /// Schema found.
        found: i64,
        /// Highest schema this app knows.
        known: i64,
    },
    /// Another process works on this data folder.
    #[error("the data folder {} is in use by another process", dir.display())]
    InUse {
        /// Which folder.
        dir: PathBuf,
    },
    /// A mistake in the program: a read inside a read, or a statement that does not fit the schema.
    #[error("{detail}")]
    Internal {
        /// What was done.
        detail: String,
    },
    /// The data folder is encrypted and no key was given. Open it with the app that made it.
    #[error("the data folder is encrypted and no key was given")]
    KeyMissing,
    /// A key was given to a build that cannot encrypt. Nothing was written; use the build for phones.
    #[error("this build cannot encrypt a database")]
    NoCipher,
    /// A key was given and the folder is in plain. Nothing was changed; begin with a new folder.
    #[error("the data folder is not encrypted and a key was given")]
    NotEncrypted,
    /// The space of this visit's files may not be freed yet.
    #[error("visit {visit} is not sealed and acknowledged, so nothing of it may be freed")]
    NotPurgeable {
        /// Which visit.
        visit: zhian_domain::id::VisitId,
    },
    /// A next-page token that this store did not make.
    #[error("the page token {found:?} is not one of this store")]
    PageToken {
        /// What was given.
        found: String,
    },
    /// A receipt that names another item than the one to be settled.
    #[error("the receipt names {named}, not {wanted}")]
    ReceiptMismatch {
        /// The item to be settled, in hexadecimal.
        wanted: String,
        /// The item named by the receipt, in hexadecimal.
        named: String,
    },
    /// A row broke a rule of its table and was not stored.
    #[error("a row was refused by the database")]
    Refused(#[source] rusqlite::Error),
    /// A stored value is not what its column promises. It is reported, never replaced by a default.
    #[error("a stored value cannot be read: {detail}")]
    Unreadable {
        /// Which value and why.
        detail: String,
    },
    /// The data folder is encrypted with another key. Nothing was touched.
    #[error("the data folder is encrypted with another key")]
    WrongKey,
}

impl StoreError {
    /// The stable code, one of [`CODES`].
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Busy(_) => "store.busy",
            Self::Damaged { .. } => "store.damaged",
            Self::DiskFull { .. } => "store.disk-full",
            Self::EvidenceMissing { .. } => "store.evidence-missing",
            Self::EvidenceUnreadable { .. } => "store.evidence-unreadable",
            Self::File { .. } => "store.file",
            Self::FromNewerApp { .. } => "store.from-newer-app",
            Self::InUse { .. } => "store.in-use",
            Self::Internal { .. } => "store.internal",
            Self::KeyMissing => "store.key-missing",
            Self::NoCipher => "store.no-cipher",
            Self::NotEncrypted => "store.not-encrypted",
            Self::NotPurgeable { .. } => "store.not-purgeable",
            Self::PageToken { .. } => "store.page-token",
            Self::ReceiptMismatch { .. } => "store.receipt-mismatch",
            Self::Refused(_) => "store.refused",
            Self::Unreadable { .. } => "store.unreadable",
            Self::WrongKey => "store.wrong-key",
        }
    }

    /// Sorts what SQLite said about `database`.
    pub(crate) fn sqlite(database: &'static str, cause: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match &cause {
            E::FromSqlConversionFailure(..)
            | E::InvalidColumnType(..)
            | E::IntegralValueOutOfRange(..)
            | E::Utf8Error(..) => return Self::Unreadable { detail: cause.to_string() },
            _ => {}
        }
        let Some(failure) = cause.sqlite_error() else {
            return Self::Internal { detail: format!("{database}: {cause}") };
        };
        match failure.code {
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged { database, cause },
            // The log's index file could not grow: SQLite has no other code for a full disk there.
            _ if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::full(database, &cause),
            ErrorCode::DiskFull => Self::full(database, &cause),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy(cause),
            ErrorCode::ConstraintViolation | ErrorCode::TooBig | ErrorCode::TypeMismatch => {
                Self::Refused(cause)
            }
            ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly => {
                Self::File { path: PathBuf::from(database), cause: io::Error::other(cause) }
            }
            _ => Self::Internal { detail: format!("{database}: {cause}") },
        }
    }

    fn full(database: &str, cause: &rusqlite::Error) -> Self {
        let cause = io::Error::new(io::ErrorKind::StorageFull, cause.to_string());
        Self::DiskFull { what: database.to_owned(), cause }
    }

    /// Sorts what the system said about a file.
    pub(crate) fn io(path: &Path, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { what: path.display().to_string(), cause }
            }
            _ => Self::File { path: path.to_owned(), cause },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed_once_and_in_order() {
        assert!(CODES.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_full_disk_is_recognised_whoever_reports_it() {
        let from_system = StoreError::io(Path::new("x"), io::Error::from(io::ErrorKind::StorageFull));
        assert_eq!(from_system.code(), "store.disk-full");
        let failure = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL);
        let from_sqlite = StoreError::sqlite("visits.db", rusqlite::Error::SqliteFailure(failure, None));
        assert_eq!(from_sqlite.code(), "store.disk-full");
    }
}
