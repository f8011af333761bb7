//! A sealed visit's bytes are read, to be compared or kept elsewhere.

use crate::db::DbError;
use crate::{Office, ServerError};
use zhian_domain::id::{ContentHash, DeviceId, VisitId};
use zhian_protocol::parcel::Parcel;

/// A sealed visit as the office keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedVisit {
    /// The visit.
    pub visit: VisitId,
    /// SHA-256 of the sealed bytes: the digest in the ledger.
    pub digest: ContentHash,
    /// Its position in the ledger.
    pub position: u64,
    /// The sealed bytes: the same as on every phone.
    pub payload: Vec<u8>,
    /// Name of the parcel that brought them.
    pub parcel: ContentHash,
    /// That parcel as it came, with the signature of the device that sealed.
    pub parcel_bytes: Vec<u8>,
    /// The device that sealed.
    pub device: DeviceId,
}

/// Reads the sealed bytes of a visit exactly as they are stored.
///
/// Errors: [`ServerError::NotFound`] for a visit of which nothing is stored, [`ServerError::NotSealed`],
/// [`DbError::Unreadable`] if what is stored does not give the digest in the ledger any more.
pub fn read(office: &Office, visit: &VisitId) -> Result<SealedVisit, ServerError> {
    let Some(seal) = office.db.chapter(visit)?.sealed else {
        return Err(match office.db.summary(visit)? {
            Some(_) => ServerError::NotSealed { visit: *visit },
            None => ServerError::NotFound { what: "visit", name: visit.to_string() },
        });
    };
    let altered = |detail: String| DbError::Unreadable { what: "sealed visit", detail };
    let stored = office.db.sealed_parcel(visit)?.filter(|parcel| parcel.digest == seal.parcel);
    let stored = stored.ok_or_else(|| altered(format!("parcel {} is not there", seal.parcel)))?;
    let parcel = Parcel::read(&stored.bytes).map_err(|cause| altered(cause.to_string()))?;
    let found = ContentHash::of(parcel.payload);
    if found != seal.sealed || parcel.digest != seal.parcel {
        return Err(altered(format!("its bytes give {found}, the ledger says {}", seal.sealed)).into());
    }
    Ok(SealedVisit {
        visit: *visit,
        digest: seal.sealed,
        position: seal.position,
        payload: parcel.payload.to_vec(),
        parcel: seal.parcel,
        device: parcel.device,
        parcel_bytes: stored.bytes,
    })
}
