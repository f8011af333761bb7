//! A sealed visit's bytes are handed out, to be compared or kept elsewhere.

use crate::visit::{known_seal, ledger_position};
use crate::{Engine, EngineError};
use zhian_domain::id::{ContentHash, DeviceId, VisitId};
use zhian_protocol::parcel::Parcel;

/// A sealed visit as this device keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBytes {
    /// The visit.
    pub visit: VisitId,
    /// SHA-256 of the sealed bytes: the digest that the ledger holds.
    pub digest: ContentHash,
    /// The sealed bytes: the same on every phone and at the office.
    pub payload: Vec<u8>,
    /// Name of the parcel that carries them.
    pub parcel: ContentHash,
    /// That parcel with the signature of the device that sealed; two phones that seal make two.
    pub parcel_bytes: Vec<u8>,
    /// The device that sealed.
    pub device: DeviceId,
    /// Position in the office's ledger, once the office told.
    pub ledger_position: Option<u64>,
}

impl Engine {
    /// The bytes of a sealed visit, exactly as they are stored.
    ///
    /// Errors: `engine.unknown-visit`, `engine.visit-not-sealed`, `engine.seal-altered` if they do not give their
    /// digest any more, `store.*`.
    pub fn sealed_bytes(&self, visit: &VisitId) -> Result<SealedBytes, EngineError> {
        self.visit_row(visit)?;
        let seal = known_seal(&self.store, visit)?.ok_or(EngineError::VisitNotSealed { visit: *visit })?;
        if ContentHash::of(&seal.payload) != seal.digest {
            return Err(EngineError::SealAltered { visit: *visit, digest: seal.digest });
        }
        let stored = self.store.parcel(&seal.parcel)?.and_then(|parcel| parcel.bytes);
        let parcel_bytes = stored.ok_or_else(|| EngineError::Internal {
            detail: format!("parcel {} of the seal of visit {visit} is not here", seal.parcel),
        })?;
        let device = Parcel::read(&parcel_bytes)?.device;
        Ok(SealedBytes {
            visit: *visit,
            digest: seal.digest,
            payload: seal.payload,
            parcel: seal.parcel,
            parcel_bytes,
            device,
            ledger_position: ledger_position(&self.store, &seal.digest)?,
        })
    }
}
