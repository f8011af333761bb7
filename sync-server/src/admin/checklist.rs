//! A checklist file is published, byte for byte.

use crate::db::{Intake, Taken, Unit};
use crate::{Office, ServerError};
use zhian_domain::checklist::{Checklist, ChecklistError, Place, load};
use zhian_domain::id::ContentHash;
use zhian_protocol::explain::explain;
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
/// Errors: [`ServerError::ChecklistFile`] names file, item and field; another file under a published id and version is
/// refused, because a wording fix is a new version.
pub fn publish(office: &Office, file: &str, bytes: &[u8]) -> Result<Published, ServerError> {
    let refused = |zh: String, detail: String| ServerError::ChecklistFile { zh, detail };
    if bytes.len() > PARCEL_BYTES_MAX {
        let zh = format!("{file}：{} 字节，上限 {PARCEL_BYTES_MAX} 字节", bytes.len());
        return Err(refused(zh, format!("{file}: {} bytes, {PARCEL_BYTES_MAX} are allowed", bytes.len())));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|cause| refused(format!("{file}：不是 UTF-8 文本"), format!("{file}: {cause}")))?;
    let checklist = load(file, text).map_err(|cause| refused(told_zh(&cause), cause.to_string()))?;
    let hash = ContentHash::of(bytes);
    let same_version = |one: &crate::db::ChecklistEntry| {
        one.id == checklist.id && one.version == checklist.version && one.hash != hash
    };
    if office.db.checklists()?.iter().any(same_version) {
        let (id, version) = (&checklist.id, checklist.version);
        let zh = format!("{file}：{id} 第 {version} 版已经发布，内容不同；改动须用新的版本号");
        return Err(refused(zh, format!("{file}: {id} version {version} is published with other contents")));
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

/// What is wrong with a checklist file and where, in Chinese: place first, then the sentence of its code.
#[must_use]
pub fn told_zh(cause: &ChecklistError) -> String {
    let (place, line) = match cause {
        ChecklistError::TooLarge { file, .. } => (file.clone(), None),
        ChecklistError::Syntax { file, line, column, .. } => (file.clone(), Some((line, column))),
        ChecklistError::Shape { place, line, column, .. } => (place_zh(place), Some((line, column))),
        ChecklistError::Content { place, .. } => (place_zh(place), None),
    };
    let line = line.map_or(String::new(), |(line, column)| format!("第 {line} 行第 {column} 列，"));
    let sentence = explain(cause.code()).map_or("", |sentence| sentence.zh.as_str());
    // The rest of the sentence says what to do, which the sentence of the whole error says already.
    let what = sentence.split('。').next().unwrap_or_default();
    format!("{place}：{line}{what}")
}

fn place_zh(place: &Place) -> String {
    let parts =
        [("部分", &place.section), ("项目", &place.item), ("字段", &place.field), ("内容", &place.member)];
    let named = parts.into_iter().filter_map(|(word, name)| Some(format!("，{word} {}", name.as_ref()?)));
    std::iter::once(place.file.clone()).chain(named).collect()
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
