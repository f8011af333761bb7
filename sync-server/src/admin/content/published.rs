//! What is published already, read.

use crate::db::ContentEntry;
use crate::{Office, ServerError};
use std::collections::BTreeMap;
use zhian_domain::content::{Content, ContentKind, read};

/// The newest version of a published file.
#[derive(Debug, Clone)]
pub struct Newest {
    /// Which.
    pub entry: ContentEntry,
    /// Its kind.
    pub kind: ContentKind,
    /// The file.
    pub json: String,
    /// What it holds.
    pub content: Content,
}

/// The newest version of everything that is published, by kind and id, in the order in which files build on each other.
///
/// Files of a kind that only a newer program knows are left out: nothing here can rest on them.
/// Errors: [`ServerError::Checklist`] if a published file cannot be read any more.
pub fn newest(office: &Office) -> Result<Vec<Newest>, ServerError> {
    let mut last: BTreeMap<(usize, String), (ContentKind, ContentEntry)> = BTreeMap::new();
    for entry in office.db.contents()? {
        let Some(kind) = ContentKind::from_code(&entry.kind) else { continue };
        let order = ContentKind::ALL.iter().position(|one| *one == kind).unwrap_or(usize::MAX);
        let key = (order, entry.id.clone());
        if last.get(&key).is_none_or(|(_, known)| known.version < entry.version) {
            last.insert(key, (kind, entry));
        }
    }
    last.into_values().map(|(kind, entry)| one(office, kind, entry)).collect()
}

/// One published file, read.
pub(super) fn one(office: &Office, kind: ContentKind, entry: ContentEntry) -> Result<Newest, ServerError> {
    let name = format!("{} {}@{}", entry.kind, entry.id, entry.version);
    let broken = |detail: String| ServerError::Checklist { detail };
    let record = office.db.content(entry.sequence)?;
    let record = record.ok_or_else(|| broken(format!("{name}: it is not there")))?;
    let json = String::from_utf8(record.file).map_err(|cause| broken(format!("{name}: {cause}")))?;
    let content = read(kind, &name, &json).map_err(|cause| broken(cause.to_string()))?;
    Ok(Newest { entry, kind, json, content })
}
