//! An authority is added.

use super::text;
use crate::db::Intake;
use crate::ports::draw;
use crate::{Office, ServerError};
use zhian_domain::authority::Authority;
use zhian_domain::id::AuthorityId;
use zhian_domain::identifier::RegionCode;
use zhian_protocol::published::AuthorityRecord;

/// Adds an authority. Its devices will see every checklist published so far.
pub fn add(office: &Office, name: &str, region: &str) -> Result<Authority, ServerError> {
    let region = RegionCode::new(region).map_err(|cause| ServerError::Invalid {
        what: "region",
        zh: format!("“{region}”有误，应为 6、9 或 12 位数字"),
        detail: cause.to_string(),
    })?;
    let id = AuthorityId::from_bytes(draw(office.entropy.as_ref())?);
    let authority = Authority { id, name: text("name", name)?, region };
    office.db.append(vec![Intake::Authority(AuthorityRecord::from(&authority))], office.clock.now())?;
    Ok(authority)
}

/// The authority that is meant: the named one, or the only one there is.
pub fn find(office: &Office, id: Option<&AuthorityId>) -> Result<AuthorityRecord, ServerError> {
    let mut all = office.db.authorities()?;
    match id {
        Some(id) => all
            .into_iter()
            .find(|one| one.id == *id)
            .ok_or_else(|| ServerError::NotFound { what: "authority", name: id.to_string() }),
        None if all.len() == 1 => {
            all.pop().ok_or_else(|| ServerError::NotFound { what: "authority", name: String::new() })
        }
        None => {
            let detail = format!("there are {} authorities: name one by its id", all.len());
            let zh = format!("有 {} 个部门，请写明编号", all.len());
            Err(ServerError::Invalid { what: "authority", zh, detail })
        }
    }
}
