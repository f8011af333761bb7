//! Canonical bytes of a visit: what officers sign and what the ledger names.
//!
//! CBOR arrays of fixed length, every element in a fixed place, lists in the order of their encoded bytes. There is
//! exactly one form for one visit: a reader writes again what it read and refuses bytes that differ.

mod read;
#[cfg(test)]
mod tests;
mod write;

use crate::parcel::Suite;
use zhian_domain::checklist::Checklist;
use zhian_domain::id::{ContentHash, DeviceId, InspectorId, VisitId};
use zhian_domain::seal::{SealError, SealedVisit, seal};
use zhian_domain::task::Task;
use zhian_domain::time::ClockReading;
use zhian_domain::visit::VisitContent;

/// Version of the layout, the first element of every canonical form.
const LAYOUT: u8 = 1;

/// A visit has no canonical bytes, or bytes are not the canonical form of a visit.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// An item still has differing answers.
    #[error("item {item} has differing answers")]
    Unsettled {
        /// The item.
        item: String,
    },
    /// The bytes cannot be read.
    #[error("not a sealed visit: {detail}")]
    Malformed {
        /// What was found.
        detail: String,
    },
    /// The bytes can be read, but are not the one form that this visit has.
    #[error("the bytes are not in canonical form")]
    NotCanonical,
    /// The rules of sealing are not met.
    #[error(transparent)]
    Rules(#[from] SealError),
    /// A signature cites a device that is not known, or was not made by its key.
    #[error("the signature of inspector {inspector} was not made by device {device}")]
    BadOfficerSignature {
        /// Who is said to have signed.
        inspector: InspectorId,
        /// With which device.
        device: DeviceId,
    },
}

impl CanonicalError {
    /// Every code of this error.
    pub const CODES: &'static [&'static str] = &[
        "canonical.unsettled",
        "canonical.malformed",
        "canonical.not-canonical",
        "canonical.rules-not-met",
        "canonical.bad-officer-signature",
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unsettled { .. } => "canonical.unsettled",
            Self::Malformed { .. } => "canonical.malformed",
            Self::NotCanonical => "canonical.not-canonical",
            Self::Rules(_) => "canonical.rules-not-met",
            Self::BadOfficerSignature { .. } => "canonical.bad-officer-signature",
        }
    }
}

/// A sealed visit as read: its rules and signatures are not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSeal {
    /// What it holds.
    pub content: VisitContent,
    /// Heads of the draft at sealing.
    pub heads: Vec<ContentHash>,
    /// When the last signature was given.
    pub sealed_at: ClockReading,
}

/// Canonical bytes of what signatures cover: everything but signatures, refusals, and the files made for them.
///
/// Errors: [`CanonicalError::Unsettled`] while answers differ.
pub fn content_bytes(content: &VisitContent) -> Result<Vec<u8>, CanonicalError> {
    Ok(write::forms(content)?.signed)
}

/// Digest of [`content_bytes`]: what every signature of the visit is over.
pub fn content_digest(content: &VisitContent) -> Result<ContentHash, CanonicalError> {
    Ok(ContentHash::of(&content_bytes(content)?))
}

/// The bytes that an officer's device signs.
#[must_use]
pub fn officer_message(visit: &VisitId, digest: &ContentHash, inspector: &InspectorId) -> Vec<u8> {
    [b"zhian officer 1\n".as_slice(), visit.as_bytes(), digest.as_bytes(), inspector.as_bytes()].concat()
}

/// Canonical bytes of a sealed visit: the payload of a parcel of kind `Sealed`. Their hash is the ledger's digest.
pub fn write_sealed(sealed: &SealedVisit) -> Result<Vec<u8>, CanonicalError> {
    write::sealed(sealed, &write::forms(sealed.content())?.all)
}

/// Reads canonical bytes without judging them. Errors: [`CanonicalError::Malformed`].
pub fn read_sealed(bytes: &[u8]) -> Result<ReadSeal, CanonicalError> {
    read::sealed(bytes).map_err(|cause| CanonicalError::Malformed { detail: cause.to_string() })
}

/// Reads, re-applies every rule of sealing, checks every officer's signature over the present content, and that
/// the bytes are the one form this visit has.
///
/// `key` gives the officer, suite and public key of a device. Errors: [`CanonicalError`].
pub fn verify_sealed(
    bytes: &[u8],
    checklist: &Checklist,
    task: &Task,
    key: impl Fn(&DeviceId) -> Option<(InspectorId, Suite, Vec<u8>)>,
) -> Result<SealedVisit, CanonicalError> {
    verify_read(read_sealed(bytes)?, bytes, checklist, task, key)
}

/// As [`verify_sealed`], of bytes that were read already: a server reads first, to know whose checklist and task apply.
pub fn verify_read(
    read: ReadSeal,
    bytes: &[u8],
    checklist: &Checklist,
    task: &Task,
    key: impl Fn(&DeviceId) -> Option<(InspectorId, Suite, Vec<u8>)>,
) -> Result<SealedVisit, CanonicalError> {
    let forms = write::forms(&read.content)?;
    let digest = ContentHash::of(&forms.signed);
    for signature in read.content.officer_signatures.iter().filter(|one| one.over == digest) {
        let message = officer_message(&read.content.visit, &digest, &signature.inspector);
        let proven = key(&signature.device).is_some_and(|(owner, suite, public_key)| {
            owner == signature.inspector && suite.verifies(&public_key, &message, &signature.signature)
        });
        if !proven {
            return Err(CanonicalError::BadOfficerSignature {
                inspector: signature.inspector,
                device: signature.device,
            });
        }
    }
    let sealed = seal(read.content, digest, read.heads, checklist, task)?;
    if write::sealed(&sealed, &forms.all)? != bytes {
        return Err(CanonicalError::NotCanonical);
    }
    Ok(sealed)
}
