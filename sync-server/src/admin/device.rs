//! A device is revoked.

use crate::db::{Intake, KnownDevice};
use crate::{Office, ServerError};
use zhian_domain::id::DeviceId;

/// Revokes a device: it can no longer sync, and what it signs from now on is set aside. Its older work stays.
pub fn revoke(office: &Office, id: &DeviceId) -> Result<KnownDevice, ServerError> {
    let missing = || ServerError::NotFound { what: "device", name: id.to_string() };
    if office.db.device(id)?.is_none() {
        return Err(missing());
    }
    office.db.append(vec![Intake::Revoke(*id)], office.clock.now())?;
    office.db.device(id)?.ok_or_else(missing)
}
