//! Closing a visit for good.

use crate::checklist::Checklist;
use crate::completeness::{Completeness, completeness};
use crate::id::{ContentHash, InspectorId};
use crate::task::Task;
use crate::time::ClockReading;
use crate::visit::VisitContent;
use std::collections::BTreeSet;

/// Officers that the law demands at every visit.
///
/// Source: 行政处罚法 art. 42; 市场监督管理行政处罚程序规定 art. 22.
pub const OFFICERS_MIN: usize = 2;

/// Why a visit cannot be sealed. The list of reasons is complete: a person can settle all of them at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the visit cannot be sealed: {}", describe(.reasons))]
pub struct SealError {
    /// Every reason, never empty.
    pub reasons: Vec<SealObstacle>,
}

/// One thing that stands between a visit and its seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealObstacle {
    /// The draft belongs to another task or checklist version than the ones given.
    WrongTask,
    /// Something is open, in conflict, or lacks evidence.
    Incomplete(Completeness),
    /// Fewer than two officers of the task checked in.
    TooFewCheckedIn {
        /// How many did.
        found: usize,
    },
    /// Fewer than two checked-in officers signed the present content.
    TooFewOfficerSignatures {
        /// How many did.
        found: usize,
        /// Officers who signed an earlier content and must sign again.
        stale: Vec<InspectorId>,
    },
    /// Neither the party's signature nor a refusal covers the present content.
    PartyHasNotSigned,
    /// A signature or refusal cites handwriting or a recording that the visit does not hold.
    SignatureEvidenceMissing,
}

impl SealObstacle {
    /// Every code.
    pub const CODES: &'static [&'static str] = &[
        "seal.wrong-task",
        "seal.incomplete",
        "seal.too-few-checked-in",
        "seal.too-few-signatures",
        "seal.party-has-not-signed",
        "seal.signature-evidence-missing",
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongTask => "seal.wrong-task",
            Self::Incomplete(_) => "seal.incomplete",
            Self::TooFewCheckedIn { .. } => "seal.too-few-checked-in",
            Self::TooFewOfficerSignatures { .. } => "seal.too-few-signatures",
            Self::PartyHasNotSigned => "seal.party-has-not-signed",
            Self::SignatureEvidenceMissing => "seal.signature-evidence-missing",
        }
    }
}

fn describe(reasons: &[SealObstacle]) -> String {
    reasons.iter().map(SealObstacle::code).collect::<Vec<_>>().join(", ")
}

/// A finished visit. It can be read, and that is all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedVisit {
    content: VisitContent,
    content_digest: ContentHash,
    heads: Vec<ContentHash>,
    sealed_at: ClockReading,
}

impl SealedVisit {
    /// What was sealed.
    #[must_use]
    pub const fn content(&self) -> &VisitContent {
        &self.content
    }

    /// Digest that the signatures cover.
    #[must_use]
    pub const fn content_digest(&self) -> &ContentHash {
        &self.content_digest
    }

    /// Heads of the draft when it was sealed, sorted: what is no ancestor of them arrived after sealing.
    #[must_use]
    pub fn heads(&self) -> &[ContentHash] {
        &self.heads
    }

    /// When the last signature was given. Not when the button was pressed: two phones that seal the same content
    /// make the same bytes.
    #[must_use]
    pub const fn sealed_at(&self) -> &ClockReading {
        &self.sealed_at
    }
}

/// Seals a visit.
///
/// `content_digest` is the digest of the canonical bytes of `content` without signatures; `heads` are the heads of
/// the draft it was read from. Errors: [`SealError`] with every obstacle at once; nothing is changed.
pub fn seal(
    content: VisitContent,
    content_digest: ContentHash,
    mut heads: Vec<ContentHash>,
    checklist: &Checklist,
    task: &Task,
) -> Result<SealedVisit, SealError> {
    let mut reasons = Vec::new();
    if content.task != task.id || content.checklist != task.checklist {
        reasons.push(SealObstacle::WrongTask);
    }
    let missing = completeness(checklist, &content);
    if !missing.is_complete() {
        reasons.push(SealObstacle::Incomplete(missing));
    }
    reasons.extend(signature_obstacles(&content, &content_digest, task));
    match last_signature(&content, &content_digest) {
        Some(sealed_at) if reasons.is_empty() => {
            heads.sort_unstable();
            heads.dedup();
            Ok(SealedVisit { content, content_digest, heads, sealed_at })
        }
        _ => Err(SealError { reasons }),
    }
}

fn signature_obstacles(content: &VisitContent, digest: &ContentHash, task: &Task) -> Vec<SealObstacle> {
    let mut found = Vec::new();
    let present: BTreeSet<InspectorId> = content
        .check_ins
        .iter()
        .map(|check_in| check_in.inspector)
        .filter(|inspector| task.names(inspector))
        .collect();
    if present.len() < OFFICERS_MIN {
        found.push(SealObstacle::TooFewCheckedIn { found: present.len() });
    }
    let signed: BTreeSet<InspectorId> = content
        .officer_signatures
        .iter()
        .filter(|signature| signature.over == *digest && present.contains(&signature.inspector))
        .map(|signature| signature.inspector)
        .collect();
    if signed.len() < OFFICERS_MIN {
        let stale: BTreeSet<InspectorId> = content
            .officer_signatures
            .iter()
            .map(|signature| signature.inspector)
            .filter(|inspector| !signed.contains(inspector))
            .collect();
        found.push(SealObstacle::TooFewOfficerSignatures {
            found: signed.len(),
            stale: stale.into_iter().collect(),
        });
    }
    let party = content.party_signatures.iter().filter(|signature| signature.over == *digest);
    let refusals = content.refusals.iter().filter(|refusal| refusal.over == *digest);
    let mut cited: Vec<_> = party.map(|signature| signature.handwriting).collect();
    cited.extend(refusals.map(|refusal| refusal.recording));
    if cited.is_empty() {
        found.push(SealObstacle::PartyHasNotSigned);
    }
    cited.extend(content.officer_signatures.iter().filter_map(|signature| signature.handwriting));
    if cited.iter().any(|hash| !content.evidence.contains_key(hash)) {
        found.push(SealObstacle::SignatureEvidenceMissing);
    }
    found
}

fn last_signature(content: &VisitContent, digest: &ContentHash) -> Option<ClockReading> {
    let officers = content.officer_signatures.iter().filter(|one| one.over == *digest).map(|one| one.at);
    let party = content.party_signatures.iter().filter(|one| one.over == *digest).map(|one| one.at);
    let refusals = content.refusals.iter().filter(|one| one.over == *digest).map(|one| one.at);
    officers.chain(party).chain(refusals).max_by_key(ClockReading::best)
}
