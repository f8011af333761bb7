//! The office's signature under what it publishes.
//!
//! The key is drawn when it is first needed and kept with the records: whoever restores a copy of them restores the key, and
//! devices that have pinned its public half go on trusting what is published.

use crate::db::{Intake, OfficeSecret};
use crate::error::ServerError;
use crate::office::Office;
use crate::ports::draw;
use ed25519_dalek::{Signer, SigningKey};
use zhian_protocol::content::ContentRecord;
use zhian_protocol::parcel::Suite;

/// The public half, 32 bytes.
pub(crate) fn public_key(office: &Office) -> Result<Vec<u8>, ServerError> {
    Ok(key(office)?.verifying_key().to_bytes().to_vec())
}

/// The key; drawn and stored if there is none yet.
pub(crate) fn key(office: &Office) -> Result<SigningKey, ServerError> {
    if let Some(OfficeSecret(secret)) = office.db.office_key()? {
        return Ok(SigningKey::from_bytes(&secret));
    }
    let drawn = OfficeSecret(draw(office.entropy.as_ref())?);
    office.db.append(vec![Intake::OfficeKey(drawn)], office.clock.now())?;
    // Another process may have been first: what is stored counts.
    let stored = office.db.office_key()?;
    let OfficeSecret(secret) = stored
        .ok_or_else(|| ServerError::Internal { detail: "the office's key was not stored".to_owned() })?;
    Ok(SigningKey::from_bytes(&secret))
}

/// Puts the office's signature under a record, and its public key for devices that were enrolled before there was one.
pub(crate) fn sign(key: &SigningKey, record: &mut ContentRecord) {
    record.suite = Suite::Ed25519Sha256.byte();
    record.office_key = Some(key.verifying_key().to_bytes().to_vec());
    record.signature = key.sign(&record.signed_message()).to_bytes().to_vec();
}
