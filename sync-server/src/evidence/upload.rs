//! How a file arrives: announced, sent in pieces, checked as a whole, entered in the ledger.

use super::{EvidenceError, UploadKey};
use crate::db::{Claim, Intake, KnownDevice, Taken, Unit};
use crate::error::ServerError;
use crate::office::Office;
use zhian_domain::id::{ContentHash, EvidenceHash, VisitId};
use zhian_protocol::limits::EVIDENCE_BYTES_MAX;

/// Where an upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Which upload.
    pub(crate) upload: UploadKey,
    /// Bytes that have arrived.
    pub(crate) offset: u64,
    /// Bytes announced.
    pub(crate) bytes: u64,
    /// Position in the ledger once it is complete.
    pub(crate) position: Option<u64>,
}

/// A device says which file it will send for which visit. Returns where to go on, and whether this is new.
pub(crate) fn announce(
    office: &Office,
    device: &KnownDevice,
    upload: UploadKey,
    bytes: u64,
) -> Result<(Progress, bool), ServerError> {
    if bytes > EVIDENCE_BYTES_MAX {
        return Err(ServerError::EvidenceTooLarge { bytes });
    }
    if !may_see(office, device, &upload.visit)? {
        return Err(ServerError::EvidenceUnknown);
    }
    let at = office.clock.now();
    let known = visible_claims(office, device, &upload.hash)?;
    let claim =
        Claim { hash: upload.hash, visit: upload.visit, bytes, device: device.record.id, position: None };
    let mut unit = vec![Intake::Announce(claim)];
    // The same file on another visit of the same officer: the bytes are here, nothing has to be sent.
    let here = known.iter().find(|claim| claim.position.is_some()).map(|claim| claim.bytes);
    if let Some(there) = here {
        if there != bytes {
            return Err(ServerError::EvidenceLengthDiffers { announced: bytes, known: there });
        }
        unit.push(Intake::Complete {
            hash: upload.hash,
            visits: vec![upload.visit],
            device: device.record.id,
        });
    }
    let taken = match office.db.append(unit, at)? {
        Unit::Done(taken) => taken,
        Unit::Moved => return Err(ServerError::Contended),
    };
    let is_new = !known.iter().any(|claim| claim.visit == upload.visit);
    let position = taken.get(1).map(|taken| match taken {
        Taken::Stored(position) | Taken::Known(position) => *position,
    });
    let offset = if position.is_some() { bytes } else { office.evidence.offset(&upload)? };
    let progress = Progress { upload, offset, bytes, position };
    Ok((finish_if_whole(office, device, progress)?, is_new))
}

/// Where the upload of a file stands that this device may see.
pub(crate) fn progress(
    office: &Office,
    device: &KnownDevice,
    hash: &EvidenceHash,
) -> Result<Progress, ServerError> {
    let claims = visible_claims(office, device, hash)?;
    let open = claims.iter().find(|claim| claim.position.is_none());
    let claim = open.or(claims.first()).ok_or(ServerError::EvidenceUnknown)?;
    let upload = UploadKey { hash: *hash, visit: claim.visit };
    let bytes = claim.bytes;
    let offset = if claim.position.is_some() { bytes } else { office.evidence.offset(&upload)? };
    // The answer that completed it may have been lost, or the power failed between file and row.
    finish_if_whole(office, device, Progress { upload, offset, bytes, position: claim.position })
}

/// Bytes for an upload. Without `more`, they are made durable and a whole upload is completed.
pub(crate) fn take(
    office: &Office,
    progress: Progress,
    offset: u64,
    bytes: &[u8],
) -> Result<Progress, ServerError> {
    check_room(&progress, offset, bytes.len() as u64)?;
    let offset = office.evidence.append(&progress.upload, offset, bytes)?;
    Ok(Progress { offset, ..progress })
}

/// Whether that many bytes at that place are due.
pub(crate) fn check_room(progress: &Progress, offset: u64, count: u64) -> Result<(), ServerError> {
    if offset != progress.offset {
        let upload = progress.upload;
        return Err(EvidenceError::WrongOffset { upload, have: progress.offset, given: offset }.into());
    }
    let end = offset.saturating_add(count);
    if end > progress.bytes {
        return Err(ServerError::EvidencePastEnd { end, announced: progress.bytes });
    }
    Ok(())
}

/// The bytes of a piece give the announced checksum.
pub(crate) fn check_piece(bytes: &[u8], sha256: &[u8; 32]) -> Result<(), ServerError> {
    if ContentHash::of(bytes).as_bytes() == sha256 { Ok(()) } else { Err(ServerError::ChecksumDiffers) }
}

/// Makes what arrived durable; checks and completes the upload if it is whole.
pub(crate) fn settle(
    office: &Office,
    device: &KnownDevice,
    progress: Progress,
) -> Result<Progress, ServerError> {
    if progress.offset < progress.bytes {
        office.evidence.keep(&progress.upload)?;
    }
    finish_if_whole(office, device, progress)
}

fn finish_if_whole(
    office: &Office,
    device: &KnownDevice,
    progress: Progress,
) -> Result<Progress, ServerError> {
    if progress.position.is_some() || progress.offset < progress.bytes {
        return Ok(progress);
    }
    let hash = progress.upload.hash;
    // File first, row second: after a crash between the two we own a file without a row, which the next answer mends.
    match office.evidence.complete(&progress.upload, progress.bytes) {
        Ok(()) => {}
        // Another device finished the same upload a moment ago.
        Err(EvidenceError::Incomplete { have: 0, .. })
            if office.evidence.size(&hash)? == Some(progress.bytes) => {}
        Err(cause) => {
            if matches!(cause, EvidenceError::HashDiffers { .. }) {
                office.metrics.evidence("hash-differs");
                tracing::warn!(%hash, visit = %progress.upload.visit, device = %device.record.id,
                    code = cause.code(), "an upload did not give its hash and was set aside");
            }
            return Err(cause.into());
        }
    }
    let open = visible_claims(office, device, &hash)?.into_iter();
    let visits: Vec<VisitId> =
        open.filter(|claim| claim.bytes == progress.bytes).map(|claim| claim.visit).collect();
    let unit = vec![Intake::Complete { hash, visits, device: device.record.id }];
    match office.db.append(unit, office.clock.now())? {
        Unit::Done(taken) => {
            office.metrics.evidence("complete");
            let position = taken.first().map(|taken| match taken {
                Taken::Stored(position) | Taken::Known(position) => *position,
            });
            Ok(Progress { position, ..progress })
        }
        Unit::Moved => Err(ServerError::Contended),
    }
}

/// Size of a complete file that this device may read.
pub(crate) fn readable_size(
    office: &Office,
    device: &KnownDevice,
    hash: &EvidenceHash,
) -> Result<u64, ServerError> {
    let claims = visible_claims(office, device, hash)?;
    if !claims.iter().any(|claim| claim.position.is_some()) {
        return Err(ServerError::EvidenceUnknown);
    }
    office.evidence.size(hash)?.ok_or(ServerError::Evidence(EvidenceError::Missing { hash: *hash }))
}

/// Announcements of a file on visits that this device's officer takes part in.
fn visible_claims(
    office: &Office,
    device: &KnownDevice,
    hash: &EvidenceHash,
) -> Result<Vec<Claim>, ServerError> {
    let mut visible = Vec::new();
    for claim in office.db.claims(hash)? {
        if may_see(office, device, &claim.visit)? {
            visible.push(claim);
        }
    }
    Ok(visible)
}

fn may_see(office: &Office, device: &KnownDevice, visit: &VisitId) -> Result<bool, ServerError> {
    let assignment = office.db.assignment(visit)?;
    Ok(assignment.is_some_and(|one| one.everyone.contains(&device.record.inspector)))
}
