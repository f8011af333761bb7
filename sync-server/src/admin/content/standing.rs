//! How a file stands to what is published: new, known, or in the way of itself.

use super::check::{Ready, What};
use super::{Finding, Given};
use crate::db::ContentEntry;
use crate::{Office, ServerError};
use zhian_domain::id::ContentHash;
use zhian_workbook::Part;

/// How a file stands.
pub(super) enum Standing {
    /// It may be published.
    Fresh,
    /// The same bytes are published.
    Published,
    /// It comes from a workbook and says what is published under its version; those bytes stay.
    PublishedAs(String),
    /// It may not follow what is published.
    Clash(Box<Finding>),
}

pub(super) fn standing(
    office: Option<&Office>,
    given: &Given,
    ready: &Ready,
    entries: &[ContentEntry],
) -> Result<Standing, ServerError> {
    let hash = ContentHash::of(ready.json.as_bytes());
    let (kind, id, version) = ready.key();
    let clash = |fault| Ok(Standing::Clash(Box::new(fault)));
    if let What::Checklist(_) = ready.what {
        let all = office.map(|office| office.db.checklists()).transpose()?.unwrap_or_default();
        return match all.iter().find(|one| one.id == id && one.version == version) {
            Some(one) if one.hash == hash => Ok(Standing::Published),
            Some(_) => clash(other_bytes(&ready.name, &id, version)),
            None => Ok(Standing::Fresh),
        };
    }
    let before = || entries.iter().filter(|one| one.kind == kind && one.id == id);
    let newest = before().map(|one| one.version).max().unwrap_or(0);
    match before().find(|one| one.version == version) {
        Some(one) if one.hash == hash => Ok(Standing::Published),
        Some(one) => match says_the_same(office, given, one)? {
            Some(json) => Ok(Standing::PublishedAs(json)),
            None => clash(other_bytes(&ready.name, &id, version)),
        },
        None if version <= newest => clash(too_old(&ready.name, &id, version, newest)),
        None => Ok(Standing::Fresh),
    }
}

/// What is published, if a workbook says the same in another layout: whoever exports everything and edits one part need not
/// number the others anew.
fn says_the_same(
    office: Option<&Office>,
    given: &Given,
    entry: &ContentEntry,
) -> Result<Option<String>, ServerError> {
    let (Some(office), Some(_)) = (office, &given.book) else { return Ok(None) };
    let Some(record) = office.db.content(entry.sequence)? else { return Ok(None) };
    let Ok(json) = String::from_utf8(record.file) else { return Ok(None) };
    let same = match (Part::read(&given.name, &json), Part::read(&given.name, &given.json)) {
        (Ok(published), Ok(given)) => published == given,
        _ => false,
    };
    Ok(same.then_some(json))
}

fn other_bytes(file: &str, id: &str, version: u32) -> Finding {
    let (zh, en) = (
        format!("{id} 第 {version} 版已经发布，内容不同；改动须用新的版本号"),
        format!("{id} version {version} is published with other contents; a change needs a new version"),
    );
    Finding::whole(file, "admin.content-other-bytes", zh, en)
}

fn too_old(file: &str, id: &str, version: u32, newest: u32) -> Finding {
    let next = newest.saturating_add(1);
    let (zh, en) = (
        format!("{id} 已经发布到第 {newest} 版，第 {version} 版不能再发布；请用第 {next} 版"),
        format!("{id} is published up to version {newest}, so version {version} cannot follow; use {next}"),
    );
    Finding::whole(file, "admin.content-old-version", zh, en)
}
