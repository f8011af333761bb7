//! What can go wrong, and who can mend it.

use crate::change::ChangeHash;
use crate::refusal::Refusal;
use zhian_domain::id::{FindingId, ItemId};

/// A draft could not be read, or an edit could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// The checklist cannot carry a draft. The regulator's file is at fault.
    #[error("the checklist cannot carry a draft: {detail}")]
    Genesis {
        /// What is wrong with it.
        detail: String,
    },
    /// A stored change does not apply. The changes before it are sound; the store can salvage them.
    #[error("change {position} of the log ({}) does not apply: {cause}", hash.map_or_else(|| "unreadable".to_owned(), |hash| hash.to_string()))]
    Log {
        /// 0-based position in the log as it was given.
        position: usize,
        /// Its hash, where that could be computed.
        hash: Option<ChangeHash>,
        /// Why.
        #[source]
        cause: Box<Refusal>,
    },
    /// A snapshot cannot be read. Replay the log instead.
    #[error("the snapshot cannot be read: {detail}")]
    Snapshot {
        /// Why.
        detail: String,
    },
    /// A snapshot is not of the heads that were expected. Replay the log instead.
    #[error("the snapshot has {found} heads that are not the {expected} expected")]
    SnapshotHeads {
        /// Number of heads expected.
        expected: usize,
        /// Number of heads found.
        found: usize,
    },
    /// What was saved does not read back as the same draft. Keep the log; do not replace a snapshot.
    #[error("the snapshot just written does not read back as the same draft")]
    SnapshotNotFaithful,
    /// Something in the draft is not as this app knows it. A newer app wrote it, or the file is damaged.
    #[error("{place} of the draft cannot be read: {detail}")]
    Unreadable {
        /// Where, e.g. `answers/P75-01`.
        place: String,
        /// Why.
        detail: String,
    },
    /// The item is not in this visit's checklist.
    #[error("item {0} is not in this visit's checklist")]
    UnknownItem(ItemId),
    /// No such finding.
    #[error("there is no finding {0} on this visit")]
    UnknownFinding(FindingId),
    /// It is already recorded with other particulars, and is never overwritten.
    #[error("{what} is already recorded with other particulars")]
    AlreadyRecorded {
        /// What, e.g. `evidence 01ab…`.
        what: String,
    },
    /// The record names another device or officer than the one who makes the edit.
    #[error("{what} names another device or officer than its author")]
    NotTheAuthor {
        /// What kind of record.
        what: &'static str,
    },
    /// Two answers differ; only an answer that settles them may replace them.
    #[error("the answers to item {0} differ; settle them")]
    Unsettled(ItemId),
    /// A text is too long.
    #[error("{what} has {found} characters; {limit} are allowed")]
    TooLong {
        /// Which text.
        what: String,
        /// Characters found.
        found: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// This edit would make a change that every other device refuses, so it was not made.
    #[error("the edit was not made, because others would refuse it: {0}")]
    Inadmissible(#[source] Box<Refusal>),
    /// The merge library failed. The draft is unchanged.
    #[error("the merge library failed: {detail}")]
    Library {
        /// What it said.
        detail: String,
    },
}

impl DraftError {
    /// Every code, for the message table.
    pub const CODES: &'static [&'static str] = &[
        "draft.genesis",
        "draft.log",
        "draft.snapshot",
        "draft.snapshot-heads",
        "draft.snapshot-not-faithful",
        "draft.unreadable",
        "draft.unknown-item",
        "draft.unknown-finding",
        "draft.already-recorded",
        "draft.not-the-author",
        "draft.unsettled",
        "draft.too-long",
        "draft.inadmissible",
        "draft.library",
    ];

    /// Stable code; sentences for people are looked up by it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Genesis { .. } => "draft.genesis",
            Self::Log { .. } => "draft.log",
            Self::Snapshot { .. } => "draft.snapshot",
            Self::SnapshotHeads { .. } => "draft.snapshot-heads",
            Self::SnapshotNotFaithful => "draft.snapshot-not-faithful",
            Self::Unreadable { .. } => "draft.unreadable",
            Self::UnknownItem(_) => "draft.unknown-item",
            Self::UnknownFinding(_) => "draft.unknown-finding",
            Self::AlreadyRecorded { .. } => "draft.already-recorded",
            Self::NotTheAuthor { .. } => "draft.not-the-author",
            Self::Unsettled(_) => "draft.unsettled",
            Self::TooLong { .. } => "draft.too-long",
            Self::Inadmissible(_) => "draft.inadmissible",
            Self::Library { .. } => "draft.library",
        }
    }
}

/// A parcel of changes cannot be unpacked. The sender's app is at fault, or the line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The parcel ends too early, or a number in it is malformed.
    #[error("the parcel is cut off or malformed")]
    Malformed,
    /// The parcel is of a version this app does not know.
    #[error("the parcel has version {found}; this app knows {known}")]
    Version {
        /// Version found.
        found: u8,
        /// Version known.
        known: u8,
    },
    /// The parcel holds more changes than are allowed.
    #[error("the parcel holds {found} changes; {limit} are allowed")]
    TooMany {
        /// Changes found.
        found: usize,
        /// Changes allowed.
        limit: usize,
    },
    /// The parcel unpacks to more bytes than are allowed.
    #[error("the parcel unpacks to more than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
}

impl PackError {
    /// Every code, for the message table.
    pub const CODES: &'static [&'static str] =
        &["parcel.malformed", "parcel.version", "parcel.too-many", "parcel.too-large"];

    /// Stable code; sentences for people are looked up by it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "parcel.malformed",
            Self::Version { .. } => "parcel.version",
            Self::TooMany { .. } => "parcel.too-many",
            Self::TooLarge { .. } => "parcel.too-large",
        }
    }
}
