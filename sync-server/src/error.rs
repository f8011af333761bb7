//! Everything the server may have to refuse, and who can mend it.

use crate::admin::content::Faults;
use crate::db::DbError;
use crate::evidence::EvidenceError;
use crate::ports::NoEntropy;
use zhian_domain::compose::ComposeError;
use zhian_protocol::frame::FrameError;
use zhian_protocol::limits::EVIDENCE_BYTES_MAX;
use zhian_protocol::sync::OverLimit;
use zhian_protocol::version::NoCommonVersion;

/// A request or a command that could not be carried out. Nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The records could not be read or written.
    #[error(transparent)]
    Db(#[from] DbError),
    /// Evidence could not be read or written.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// No random bytes: nothing may be issued.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    /// The body is not what it should be.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// Token, code or proof is missing, wrong, spent or revoked. Deliberately one answer for all of them.
    #[error("the device is not known here")]
    Unauthorised,
    /// Device and server have no protocol version in common.
    #[error(transparent)]
    Version(#[from] NoCommonVersion),
    /// A list of the request is too long.
    #[error(transparent)]
    OverLimit(#[from] OverLimit),
    /// The body is larger than allowed.
    #[error("the body is larger than {limit} bytes")]
    BodyTooLarge {
        /// What is allowed.
        limit: usize,
    },
    /// The body did not arrive whole.
    #[error("the body did not arrive whole: {detail}")]
    BodyCut {
        /// What the connection said.
        detail: String,
    },
    /// The body is of another type than expected.
    #[error("the body is of type {found:?}, {expected} is needed")]
    ContentType {
        /// What came.
        found: String,
        /// What is needed.
        expected: &'static str,
    },
    /// There is nothing at this address.
    #[error("there is nothing at this address")]
    NoSuchRoute,
    /// The address does not know this method.
    #[error("this address does not know the method")]
    MethodNotAllowed,
    /// A header is missing or cannot be read.
    #[error("header {name} is missing or cannot be read")]
    Header {
        /// Which header.
        name: &'static str,
    },
    /// Another version of the upload protocol.
    #[error("upload protocol {found:?} is not spoken here")]
    TusVersion {
        /// What came.
        found: String,
    },
    /// A field of the request is too long or empty.
    #[error("{field} is empty or too long")]
    Field {
        /// Which field.
        field: &'static str,
    },
    /// The visit or the file is not known, or not for this device. One answer for both.
    #[error("no such evidence for this device")]
    EvidenceUnknown,
    /// The file is over the limit.
    #[error("a file of {bytes} bytes is larger than {EVIDENCE_BYTES_MAX}")]
    EvidenceTooLarge {
        /// Its size.
        bytes: u64,
    },
    /// The file is known with another size: one of the two is not what it claims.
    #[error("the file is announced with {announced} bytes and known with {known}")]
    EvidenceLengthDiffers {
        /// What was announced.
        announced: u64,
        /// What is known.
        known: u64,
    },
    /// Bytes beyond the announced end.
    #[error("bytes up to {end} came for a file of {announced}")]
    EvidencePastEnd {
        /// Where they would end.
        end: u64,
        /// The announced size.
        announced: u64,
    },
    /// A piece does not give its checksum: it was altered on the way.
    #[error("a piece does not give its checksum")]
    ChecksumDiffers,
    /// The asked range lies outside the file.
    #[error("the range lies outside the file of {bytes} bytes")]
    Range {
        /// Size of the file.
        bytes: u64,
    },
    /// The same visit was changed again and again meanwhile. Try again.
    #[error("the same records were changed meanwhile")]
    Contended,
    /// Work inside the server ended without an answer. A defect; the log has the details.
    #[error("the server failed: {detail}")]
    Internal {
        /// What ended.
        detail: String,
    },
    /// A command names something that does not exist.
    #[error("there is no {what} {name}")]
    NotFound {
        /// What kind of thing.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// The visit is not sealed, so there are no sealed bytes.
    #[error("visit {visit} is not sealed")]
    NotSealed {
        /// Which.
        visit: zhian_domain::id::VisitId,
    },
    /// The person at the keyboard stopped a command. What was stored until then stays.
    #[error("the work was stopped after {rows} rows")]
    Stopped {
        /// Rows read until then.
        rows: u64,
    },
    /// A value given to a command cannot be used.
    #[error("{what}: {detail}")]
    Invalid {
        /// Which value.
        what: &'static str,
        /// Why not, in Chinese.
        zh: String,
        /// Why not.
        detail: String,
    },
    /// No medium of this hash was published.
    #[error("no medium of this hash was published")]
    NoSuchMedium,
    /// Files handed in cannot be published; all of their faults.
    #[error("{0}")]
    Faulty(Box<Faults>),
    /// No checklist can be put together for the unit.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// A file that says something else is in the way.
    #[error("{} files say something else and were not overwritten: {}", files.len(), files.join(", "))]
    WouldOverwrite {
        /// Which.
        files: Vec<String>,
    },
    /// A checklist that was published before cannot be read by this program.
    #[error("a published checklist cannot be read: {detail}")]
    Checklist {
        /// File, item and field.
        detail: String,
    },
    /// A checklist file cannot be published.
    #[error("the checklist cannot be published: {detail}")]
    ChecklistFile {
        /// File, item and field, in Chinese.
        zh: String,
        /// File, item and field.
        detail: String,
    },
    /// A file given to a command cannot be read or written.
    #[error("{path} cannot be {action}")]
    File {
        /// Which file.
        path: String,
        /// What was tried.
        action: &'static str,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// A directory file has no usable heading line.
    #[error("the directory has no column {column}")]
    DirectoryHeading {
        /// The column that is missing.
        column: &'static str,
    },
    /// The ledger does not verify.
    #[error(transparent)]
    LedgerBroken(#[from] crate::ledger::Break),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// Which address.
        address: String,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
}

impl ServerError {
    /// Every code that this crate answers itself; those of the wrapped errors and of what is set aside included.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        let lists =
            [OWN_CODES, DbError::CODES, EvidenceError::CODES, FrameError::CODES, crate::ingest::CODES];
        lists.into_iter().flatten().copied()
    }

    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Db(cause) => cause.code(),
            Self::Evidence(cause) => cause.code(),
            Self::Frame(cause) => cause.code(),
            Self::Entropy(_) => "server.no-entropy",
            Self::Unauthorised => "auth.refused",
            Self::Version(_) => "request.version",
            Self::OverLimit(_) => "request.over-limit",
            Self::BodyTooLarge { .. } => "request.body-too-large",
            Self::BodyCut { .. } => "request.body-cut",
            Self::ContentType { .. } => "request.content-type",
            Self::NoSuchRoute => "request.no-such-route",
            Self::MethodNotAllowed => "request.method",
            Self::Header { .. } => "request.header",
            Self::TusVersion { .. } => "request.tus-version",
            Self::Field { .. } => "request.field",
            Self::EvidenceUnknown => "evidence.unknown",
            Self::EvidenceTooLarge { .. } => "evidence.too-large",
            Self::EvidenceLengthDiffers { .. } => "evidence.length-differs",
            Self::EvidencePastEnd { .. } => "evidence.past-end",
            Self::ChecksumDiffers => "evidence.checksum-differs",
            Self::Range { .. } => "evidence.range",
            Self::Contended => "server.contended",
            Self::Internal { .. } => "server.failed",
            Self::NotFound { .. } => "admin.not-found",
            Self::Invalid { .. } => "admin.invalid",
            Self::NotSealed { .. } => "admin.not-sealed",
            Self::Stopped { .. } => "admin.stopped",
            Self::Checklist { .. } | Self::ChecklistFile { .. } => "admin.checklist",
            Self::Faulty(_) => "admin.content",
            Self::Compose(cause) => cause.code(),
            Self::WouldOverwrite { .. } => "admin.would-overwrite",
            Self::NoSuchMedium => "request.no-such-medium",
            Self::File { .. } => "admin.file",
            Self::DirectoryHeading { .. } => "directory.heading",
            Self::LedgerBroken(_) => "ledger.broken",
            Self::Listen { .. } => "server.listen",
        }
    }
}

const OWN_CODES: &[&str] = &[
    "server.no-entropy",
    "auth.refused",
    "request.version",
    "request.over-limit",
    "request.body-too-large",
    "request.body-cut",
    "request.content-type",
    "request.no-such-route",
    "request.method",
    "request.header",
    "request.tus-version",
    "request.field",
    "request.no-such-medium",
    "evidence.unknown",
    "evidence.too-large",
    "evidence.length-differs",
    "evidence.past-end",
    "evidence.checksum-differs",
    "evidence.range",
    "server.contended",
    "server.failed",
    "admin.not-found",
    "admin.invalid",
    "admin.not-sealed",
    "admin.stopped",
    "admin.checklist",
    "admin.content",
    "admin.would-overwrite",
    "admin.file",
    "directory.heading",
    "ledger.broken",
    "server.listen",
];
