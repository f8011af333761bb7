//! What people do to a draft, and who they are.

use crate::change::ActorId;
use zhian_domain::answer::AnswerValue;
use zhian_domain::evidence::Evidence;
use zhian_domain::finding::Finding;
use zhian_domain::id::{DeviceId, EvidenceHash, FindingId, InspectorId, ItemId};
use zhian_domain::signature::{OfficerSignature, PartySignature, SignatureRefusal};
use zhian_domain::time::ClockReading;
use zhian_domain::visit::CheckIn;

/// Who makes an edit, and with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author {
    /// The chain the change is appended to. One device and one install epoch have one per visit.
    pub actor: ActorId,
    /// The officer at the screen.
    pub inspector: InspectorId,
    /// The device.
    pub device: DeviceId,
}

/// One thing a person did. One edit is one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Arrival. Once per officer and device.
    CheckIn(CheckIn),
    /// The answer to an item, replacing the one that stands.
    Answer {
        /// Which item.
        item: ItemId,
        /// The whole answer.
        value: AnswerValue,
        /// When.
        at: ClockReading,
        /// Whether this settles a difference: needed where two answers differ, and then all of them are listed in it.
        settle: bool,
    },
    /// The note on an item, as it reads now. Merges with what others write at the same time.
    Note {
        /// Which item.
        item: ItemId,
        /// The whole text, at most [`crate::limits::TEXT_CHARS_MAX`] characters.
        text: String,
        /// When.
        at: ClockReading,
    },
    /// A new finding. Its id is drawn by the caller.
    OpenFinding(Finding),
    /// The text of a finding, as it reads now.
    ReviseFinding {
        /// Which finding.
        id: FindingId,
        /// The whole text, at most [`crate::limits::TEXT_CHARS_MAX`] characters.
        text: String,
        /// When.
        at: ClockReading,
    },
    /// A finding is taken back. It stays in the record.
    WithdrawFinding {
        /// Which finding.
        id: FindingId,
        /// When.
        at: ClockReading,
    },
    /// Evidence supports a finding.
    LinkEvidence {
        /// Which finding.
        finding: FindingId,
        /// Which evidence.
        evidence: EvidenceHash,
        /// When.
        at: ClockReading,
    },
    /// What is known of a file that was captured. Once per file.
    Evidence(Evidence),
    /// An officer signed.
    SignOfficer(OfficerSignature),
    /// The party signed.
    SignParty(PartySignature),
    /// The party did not sign.
    Refuse(SignatureRefusal),
}

impl Edit {
    /// When it was done, as the device claims.
    #[must_use]
    pub fn at(&self) -> ClockReading {
        match self {
            Self::CheckIn(check_in) => check_in.at,
            Self::Answer { at, .. }
            | Self::Note { at, .. }
            | Self::ReviseFinding { at, .. }
            | Self::WithdrawFinding { at, .. }
            | Self::LinkEvidence { at, .. } => *at,
            Self::OpenFinding(finding) => finding.at,
            Self::Evidence(evidence) => evidence.at,
            Self::SignOfficer(signature) => signature.at,
            Self::SignParty(signature) => signature.at,
            Self::Refuse(refusal) => refusal.at,
        }
    }
}
