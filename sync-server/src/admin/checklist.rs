//! A checklist file is published, byte for byte.

use crate::db::{Intake, Taken, Unit};
use crate::{Office, ServerError};
use zhian_domain::checklist::{Checklist, load};
use zhian_domain::id::ContentHash;
use zhian_protocol::limits::PARCEL_BYTES_MAX;

/// A checklist that devices will see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// SHA-256 of the file: its name everywhere.
    pub hash: ContentHash,
    /// What the file holds.
    pub checklist: Checklist,
    /// Whether the same file was published before.
    pub was_known: bool,
}

/// Publishes a checklist to every authority. `file` is the name that errors give.
///
/// Errors: [`ServerError::Checklist`] names file, item and field; another file under a published id and version is
/// refused, because a wording fix is a new version.
pub fn publish(office: &Office, file: &str, bytes: &[u8]) -> Result<Published, ServerError> {
    let refused = |detail: String| ServerError::Checklist { detail };
    if bytes.len() > PARCEL_BYTES_MAX {
        return Err(refused(format!("{file}: {} bytes, {PARCEL_BYTES_MAX} are allowed", bytes.len())));
    }
    let text = std::str::from_utf8(bytes).map_err(|cause| refused(format!("{file}: {cause}")))?;
    let checklist = load(file, text).map_err(|cause| refused(cause.to_string()))?;
    let hash = ContentHash::of(bytes);
    let same_version = |one: &crate::db::ChecklistEntry| {
        one.id == checklist.id && one.version == checklist.version && one.hash != hash
    };
    if office.db.checklists()?.iter().any(same_version) {
        let (id, version) = (&checklist.id, checklist.version);
        return Err(refused(format!("{file}: {id} version {version} is published with other contents")));
    }
    let intake = Intake::Checklist {
        hash,
        id: checklist.id.clone(),
        version: checklist.version,
        title: checklist.title.zh.clone(),
        bytes: bytes.to_vec(),
    };
    let unit = office.db.append(vec![intake], office.clock.now())?;
    let was_known = matches!(unit, Unit::Done(taken) if matches!(taken.first(), Some(Taken::Known(_))));
    Ok(Published { hash, checklist, was_known })
}

/// The checklist that is meant: by hash, or the newest version of an id.
pub fn find(office: &Office, name: &str) -> Result<ContentHash, ServerError> {
    let all = office.db.checklists()?;
    let by_hash = name.parse::<ContentHash>().ok();
    let found = match by_hash {
        Some(hash) => all.iter().find(|one| one.hash == hash),
        None => all.iter().filter(|one| one.id == name).max_by_key(|one| one.version),
    };
    found
        .map(|one| one.hash)
        .ok_or_else(|| ServerError::NotFound { what: "checklist", name: name.to_owned() })
}
