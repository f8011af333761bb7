//! An officer is added.

use super::text;
use crate::db::Intake;
use crate::ports::draw;
use crate::{Office, ServerError};
use zhian_domain::authority::{Credential, Inspector, Role};
use zhian_domain::id::{AuthorityId, InspectorId};
use zhian_domain::time::Timestamp;
use zhian_protocol::published::InspectorRecord;

/// What is known of a new officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOfficer {
    /// The authority they work for.
    pub authority: AuthorityId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Number of their enforcement certificate.
    pub credential_number: String,
    /// Last moment at which it is valid.
    pub credential_expires: Option<Timestamp>,
}

/// Adds an officer.
pub fn add(office: &Office, new: &NewOfficer) -> Result<Inspector, ServerError> {
    let authority = super::authority::find(office, Some(&new.authority))?.id;
    let officer = Inspector {
        id: InspectorId::from_bytes(draw(office.entropy.as_ref())?),
        authority,
        name: text("name", &new.name)?,
        role: new.role,
        credential: Credential {
            number: text("certificate", &new.credential_number)?,
            expires: new.credential_expires,
        },
    };
    office.db.append(vec![Intake::Officer(InspectorRecord::from(&officer))], office.clock.now())?;
    Ok(officer)
}
