//! Signatures on a visit, and the path for a party who does not sign.

use crate::id::{ContentHash, DeviceId, EvidenceHash, InspectorId};
use crate::person::PersonRole;
use crate::time::ClockReading;

/// An officer's signature, made by the key of the officer's device over the content digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerSignature {
    /// Who signed.
    pub inspector: InspectorId,
    /// The device whose key signed.
    pub device: DeviceId,
    /// Digest of the content that was shown and signed.
    pub over: ContentHash,
    /// When.
    pub at: ClockReading,
    /// Signature bytes of the device's suite.
    pub signature: Vec<u8>,
    /// Handwriting on the screen, where taken.
    pub handwriting: Option<EvidenceHash>,
}

/// The signature of the enterprise's representative: handwriting bound to the content digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartySignature {
    /// Name as written in their papers.
    pub name: String,
    /// Their part in the enterprise.
    pub role: PersonRole,
    /// What they said about the record ("以上笔录看过，属实").
    pub opinion: String,
    /// Digest of the content that was shown and signed.
    pub over: ContentHash,
    /// The officer who showed it and saw the signing.
    pub taken_by: InspectorId,
    /// The device it was taken on.
    pub device: DeviceId,
    /// When.
    pub at: ClockReading,
    /// Handwriting on the screen.
    pub handwriting: EvidenceHash,
}

/// Why the party did not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalKind {
    /// 拒绝签名.
    Refused,
    /// 不在场.
    Absent,
    /// 无法签名.
    Unable,
}

impl RefusalKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Refused, Self::Absent, Self::Unable];

    /// Stable code used in drafts and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Absent => "absent",
            Self::Unable => "unable",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Someone else who was present when the party did not sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Name.
    pub name: String,
    /// Where they belong, e.g. a residents' committee.
    pub affiliation: String,
}

/// A refusal to sign: reason noted, recorded by audio or video, with a witness where there was one.
///
/// Source: 市场监督管理行政处罚程序规定 art. 43.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRefusal {
    /// What kind.
    pub kind: RefusalKind,
    /// Who should have signed, as far as known.
    pub name: String,
    /// The reason, in the officer's words. Never empty.
    pub reason: String,
    /// Audio or video of it.
    pub recording: EvidenceHash,
    /// A witness.
    pub witness: Option<Witness>,
    /// Digest of the content that was to be signed.
    pub over: ContentHash,
    /// The officer who noted it.
    pub noted_by: InspectorId,
    /// The device it was noted on.
    pub device: DeviceId,
    /// When.
    pub at: ClockReading,
}
