//! What can go wrong while the office reads or writes its records.

/// A record could not be read or written. Carries no type of any database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No space is left. The administrator frees space; nothing of the request was stored.
    #[error("no space is left for the database")]
    DiskFull,
    /// Another process holds the database for longer than is waited. Try again.
    #[error("another process is writing to the database")]
    Busy,
    /// The database is damaged. Restore a copy; the damaged file is kept as it is.
    #[error("the database is damaged: {detail}")]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// A newer program wrote the database. Update this one.
    #[error("the database has schema {found}, this program knows up to {known}")]
    Newer {
        /// Schema found.
        found: u32,
        /// Newest schema known here.
        known: u32,
    },
    /// There is no database yet: run `init`.
    #[error("there is no database at {path}")]
    Missing {
        /// Where it was looked for.
        path: String,
    },
    /// A database is there already: it is never overwritten.
    #[error("there is a database at {path} already")]
    Exists {
        /// Where.
        path: String,
    },
    /// A stored record cannot be read. The database was altered from outside, or a newer program wrote it.
    #[error("stored {what} cannot be read: {detail}")]
    Unreadable {
        /// Which record.
        what: &'static str,
        /// Why.
        detail: String,
    },
    /// The writer has ended: the server is shutting down.
    #[error("the database is closed")]
    Closed,
    /// Anything else the database said.
    #[error("the database failed: {detail}")]
    Failed {
        /// What it said.
        detail: String,
    },
}

impl DbError {
    /// Every code of this error.
    pub const CODES: &'static [&'static str] = &[
        "db.disk-full",
        "db.busy",
        "db.damaged",
        "db.newer",
        "db.missing",
        "db.exists",
        "db.unreadable",
        "db.closed",
        "db.failed",
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DiskFull => "db.disk-full",
            Self::Busy => "db.busy",
            Self::Damaged { .. } => "db.damaged",
            Self::Newer { .. } => "db.newer",
            Self::Missing { .. } => "db.missing",
            Self::Exists { .. } => "db.exists",
            Self::Unreadable { .. } => "db.unreadable",
            Self::Closed => "db.closed",
            Self::Failed { .. } => "db.failed",
        }
    }
}
