//! Why the gate says no.

use crate::change::{ActorId, ChangeHash};

/// Why the gate did not let a batch of changes in. Nothing of the batch was applied.
///
/// [`Refusal::MissingDependencies`] is ordinary: ask again when those have come. [`Refusal::BatchSize`] and
/// [`Refusal::VisitFull`] are limits; [`Refusal::OwnDraft`] is a fault on this side. Everything else sets this actor's work on this visit aside and raises an alert.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More changes at once than the gate takes.
    #[error("{found} changes at once; {limit} are allowed")]
    BatchSize {
        /// Changes found.
        found: usize,
        /// Changes allowed.
        limit: usize,
    },
    /// A change is too large.
    #[error("a change has {found} bytes; {limit} are allowed")]
    ChangeSize {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The bytes end too early, or a number in them is malformed.
    #[error("a change is cut off or malformed")]
    Malformed,
    /// The bytes are not a change of a merge document.
    #[error("the bytes are not a change")]
    Magic,
    /// A document, a compressed change, a bundle, or an unknown kind of chunk.
    #[error("chunk type {found} is not a plain change")]
    ChunkType {
        /// Type found.
        found: u8,
    },
    /// The length written in the change is not its length.
    #[error("the length written in a change is not its length")]
    Length,
    /// The bytes were altered on the way.
    #[error("the checksum of a change is wrong")]
    Checksum,
    /// A column expands to too many rows.
    #[error("a column of a change expands to more than {limit} rows")]
    RunLength {
        /// Rows allowed.
        limit: u64,
    },
    /// A column is unknown, compressed, repeated, out of order, or of another length than the rest.
    #[error("the columns of a change do not fit together")]
    Columns,
    /// The change does nothing.
    #[error("a change has no operation")]
    Empty,
    /// A message, trailing bytes or another extra that no app of ours writes.
    #[error("a change carries something beside its operations")]
    Extra,
    /// The change was made by another actor than the one that hands it in.
    #[error("a change is by actor {found}, not by {expected}")]
    Actor {
        /// The actor that hands in.
        expected: ActorId,
        /// The actor found, hexadecimal.
        found: String,
    },
    /// A number of the actor's chain is missing.
    #[error("change {found} of actor {actor} follows {last}")]
    SequenceGap {
        /// Whose chain.
        actor: ActorId,
        /// Last number known.
        last: u64,
        /// Number found.
        found: u64,
    },
    /// The actor gave the same number to two changes: a cloned or restored phone, or a forgery.
    #[error("change {seq} of actor {actor} exists twice: {known} is known, {found} came")]
    SequenceReused {
        /// Whose chain.
        actor: ActorId,
        /// The number.
        seq: u64,
        /// The change that is known.
        known: ChangeHash,
        /// The change that came.
        found: ChangeHash,
    },
    /// Only the genesis change depends on nothing.
    #[error("a change depends on nothing")]
    NoDependencies,
    /// Too many dependencies, or not in ascending order.
    #[error("the dependencies of a change are too many or not in order")]
    Dependencies,
    /// Changes must come first that are not here yet. Not an offence.
    #[error("{} changes are missing that must come first", .0.len())]
    MissingDependencies(Vec<ChangeHash>),
    /// The change does not build on its actor's previous one.
    #[error("a change does not build on its actor's previous change")]
    Chain,
    /// Operation numbers must continue those of everything the change depends on.
    #[error("a change starts at operation {found}; {expected} is next")]
    StartOperation {
        /// The number that is next.
        expected: u64,
        /// The number found.
        found: u64,
    },
    /// An operation in an object that does not exist, or that the change does not know.
    #[error("an operation is in an unknown object")]
    Object,
    /// An operation of a kind that has no place there: deletion, counter, mark, list, table, nesting.
    #[error("an operation of kind {action} has no place in {place}")]
    Operation {
        /// Number of the operation's kind.
        action: u64,
        /// Where.
        place: &'static str,
    },
    /// A key that has no place there, or an item that is not in the checklist.
    #[error("key {key:?} has no place in {place}")]
    Key {
        /// Where.
        place: &'static str,
        /// The key, shortened.
        key: String,
    },
    /// A character is put after, or deletes, one that does not exist in that text or that the change does not know.
    #[error("an operation refers to an unknown character of a text")]
    Element,
    /// An operation replaces something else than earlier values of the same key.
    #[error("an operation replaces something that is not an earlier value of its key")]
    Predecessor,
    /// Something that is written once is written again.
    #[error("{place} is written once, and was written already")]
    Overwrite {
        /// Where.
        place: &'static str,
    },
    /// A value is of the wrong type.
    #[error("a value in {place} is of the wrong type")]
    Value {
        /// Where.
        place: &'static str,
    },
    /// A record cannot be read, or contradicts its key or its author.
    #[error("a record in {place} is not sound: {detail}")]
    Record {
        /// Where.
        place: &'static str,
        /// Why.
        detail: String,
    },
    /// One change writes too many characters into a text.
    #[error("a change writes more than {limit} characters into one text")]
    TextLength {
        /// Characters allowed.
        limit: usize,
    },
    /// The first change of an actor must say who and on which device.
    #[error("the first change of actor {actor} does not say whose it is")]
    Undeclared {
        /// Whose chain.
        actor: ActorId,
    },
    /// A finding is not made whole in one change.
    #[error("a finding is not made whole in one change")]
    FindingNotWhole,
    /// A difference is replaced by an answer that does not list what it replaces.
    #[error("differing answers to one item are replaced without being settled")]
    Unsettled,
    /// The visit has reached a limit.
    #[error("the visit has reached its limit of {limit} {what}")]
    VisitFull {
        /// What there is too much of.
        what: &'static str,
        /// How much is allowed.
        limit: u64,
    },
    /// The merge library failed on it; the copy it was tried on is thrown away.
    #[error("the merge library failed on a change: {detail}")]
    Apply {
        /// What it said.
        detail: String,
    },
    /// The draft on this side breaks a rule itself. Nobody's change is at fault: rebuild the draft from its log.
    #[error("the draft that changes were offered to is not sound itself: {0}")]
    OwnDraft(Box<Refusal>),
    /// The document with the change in it cannot be saved and loaded.
    #[error("the document with the change in it does not survive saving and loading")]
    Unloadable,
}

impl Refusal {
    /// Every code, for the message table.
    pub const CODES: &'static [&'static str] = &[
        "gate.batch-size",
        "gate.change-size",
        "gate.malformed",
        "gate.magic",
        "gate.chunk-type",
        "gate.length",
        "gate.checksum",
        "gate.run-length",
        "gate.columns",
        "gate.empty",
        "gate.extra",
        "gate.actor",
        "gate.sequence-gap",
        "gate.sequence-reused",
        "gate.no-dependencies",
        "gate.dependencies",
        "gate.missing-dependencies",
        "gate.chain",
        "gate.start-operation",
        "gate.object",
        "gate.operation",
        "gate.key",
        "gate.element",
        "gate.predecessor",
        "gate.overwrite",
        "gate.value",
        "gate.record",
        "gate.text-length",
        "gate.undeclared",
        "gate.finding-not-whole",
        "gate.unsettled",
        "gate.visit-full",
        "gate.apply",
        "gate.own-draft",
        "gate.unloadable",
    ];

    /// Stable code; sentences for people are looked up by it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::BatchSize { .. } => "gate.batch-size",
            Self::ChangeSize { .. } => "gate.change-size",
            Self::Malformed => "gate.malformed",
            Self::Magic => "gate.magic",
            Self::ChunkType { .. } => "gate.chunk-type",
            Self::Length => "gate.length",
            Self::Checksum => "gate.checksum",
            Self::RunLength { .. } => "gate.run-length",
            Self::Columns => "gate.columns",
            Self::Empty => "gate.empty",
            Self::Extra => "gate.extra",
            Self::Actor { .. } => "gate.actor",
            Self::SequenceGap { .. } => "gate.sequence-gap",
            Self::SequenceReused { .. } => "gate.sequence-reused",
            Self::NoDependencies => "gate.no-dependencies",
            Self::Dependencies => "gate.dependencies",
            Self::MissingDependencies(_) => "gate.missing-dependencies",
            Self::Chain => "gate.chain",
            Self::StartOperation { .. } => "gate.start-operation",
            Self::Object => "gate.object",
            Self::Operation { .. } => "gate.operation",
            Self::Key { .. } => "gate.key",
            Self::Element => "gate.element",
            Self::Predecessor => "gate.predecessor",
            Self::Overwrite { .. } => "gate.overwrite",
            Self::Value { .. } => "gate.value",
            Self::Record { .. } => "gate.record",
            Self::TextLength { .. } => "gate.text-length",
            Self::Undeclared { .. } => "gate.undeclared",
            Self::FindingNotWhole => "gate.finding-not-whole",
            Self::Unsettled => "gate.unsettled",
            Self::VisitFull { .. } => "gate.visit-full",
            Self::Apply { .. } => "gate.apply",
            Self::OwnDraft(_) => "gate.own-draft",
            Self::Unloadable => "gate.unloadable",
        }
    }

    /// The changes that must come first, if that is all that is wrong.
    #[must_use]
    pub fn missing_dependencies(&self) -> Option<&[ChangeHash]> {
        match self {
            Self::MissingDependencies(missing) => Some(missing),
            _ => None,
        }
    }
}
