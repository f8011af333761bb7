//! Everything at once: what is handed in is read, compared with what is published, and every reference is looked up.

use super::read::{Held, read};
use super::resolve::{Shelf, unresolved, unused};
use super::standing::{Standing, standing};
use super::{Finding, Gathered, Given, newest};
use crate::{Office, ServerError};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use zhian_domain::checklist::Checklist;
use zhian_domain::content::{Content, ContentKind};
use zhian_domain::id::{ContentHash, EvidenceHash};
use zhian_domain::media::{MediaManifest, Medium};
use zhian_protocol::limits::PARCEL_BYTES_MAX;

/// What a file that is ready to be published holds.
#[derive(Debug, Clone)]
pub enum What {
    /// Content of schema 2.
    Content(Box<Content>),
    /// A checklist as visits pin it: of schema 1, or composed.
    Checklist(Box<Checklist>),
}

/// A file that is ready to be published.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Name for people.
    pub name: String,
    /// The file, byte for byte.
    pub json: String,
    /// What it holds.
    pub what: What,
    /// Whether the same bytes are published already.
    pub is_published: bool,
    /// Pictures and clips that the office does not have yet, with where they lie.
    pub media: Vec<(Medium, PathBuf)>,
}

impl Ready {
    /// Kind, id and version.
    #[must_use]
    pub fn key(&self) -> (&'static str, String, u32) {
        match &self.what {
            What::Content(content) => (content.kind().code(), content.id(), content.version()),
            What::Checklist(checklist) => ("checklist", checklist.id.clone(), checklist.version),
        }
    }
}

/// What came of checking.
#[derive(Debug, Default)]
pub struct Checked {
    /// Files without a fault of their own, in the order in which they build on each other.
    pub ready: Vec<Ready>,
    /// Everything that stands in the way of publishing.
    pub faults: Vec<Finding>,
    /// What is worth knowing and stands in nobody's way.
    pub warnings: Vec<Finding>,
}

/// Checks what was handed in against itself and against what is published. `office` is `None` where there is none yet.
///
/// `media` is a folder of pictures and clips, where they do not lie beside the manifest.
/// Errors: what is published cannot be read. Faults of the files are in [`Checked::faults`].
pub fn check(
    office: Option<&Office>,
    gathered: Gathered,
    media: Option<&Path>,
) -> Result<Checked, ServerError> {
    let published = office.map(newest).transpose()?.unwrap_or_default();
    let entries = office.map(|office| office.db.contents()).transpose()?.unwrap_or_default();
    let mut checked = Checked { faults: gathered.faults, warnings: gathered.remarks, ready: Vec::new() };
    let mut held: Vec<(Given, What)> = Vec::new();
    let (mut broken, mut rests) = (BTreeSet::new(), Vec::new());
    for given in gathered.files {
        match read(&given) {
            Ok(Held::Content(content)) => held.push((given, What::Content(content))),
            Ok(Held::Checklist(checklist)) if given.is_named || checklist.composition().is_some() => {
                held.push((given, What::Checklist(checklist)));
            }
            Ok(Held::Checklist(_) | Held::OldLegend) => checked.warnings.push(Finding::whole(
                &given.name,
                "admin.content-old-schema",
                "是旧格式（schema 1），不随文件夹发布；确有需要时请单独写出文件名",
                "is of the old schema 1 and is not published with a folder; name the file itself if it is still needed",
            )),
            Err(bad) => {
                checked.faults.extend(bad.faults);
                broken.extend(bad.kind);
                rests.extend(bad.rest.map(|rest| (given, rest)));
            }
        }
    }
    let contents = held.iter().filter_map(|(_, what)| match what {
        What::Content(content) => Some(content.as_ref()),
        What::Checklist(_) => None,
    });
    let shelf = Shelf::of(&published, contents, broken);
    for (given, rest) in &rests {
        checked.faults.extend(unresolved(given, rest, &shelf));
    }
    let mut ready = Vec::new();
    for (given, what) in &held {
        let mut one = Ready {
            name: given.name.clone(),
            json: given.json.clone(),
            what: what.clone(),
            is_published: false,
            media: Vec::new(),
        };
        match standing(office, given, &one, &entries)? {
            Standing::Fresh => {}
            Standing::Published => one.is_published = true,
            Standing::PublishedAs(json) => (one.is_published, one.json) = (true, json),
            Standing::Clash(fault) => checked.faults.push(*fault),
        }
        if given.json.len() > PARCEL_BYTES_MAX {
            checked.faults.push(too_large(given));
        }
        if let What::Content(content) = what {
            checked.faults.extend(unresolved(given, content, &shelf));
            if let Content::Media(manifest) = content.as_ref() {
                checked.warnings.extend(unused(given, manifest, &shelf));
                one.media = files(office, given, manifest, media, &mut checked.faults)?;
            }
        }
        ready.push(one);
    }
    checked.faults.extend(twice(&ready));
    ready.sort_by_cached_key(order);
    checked.ready = ready;
    Ok(checked)
}

/// Files build on each other by kind; versions of one file follow each other.
fn order(ready: &Ready) -> (usize, String, u32) {
    let kind = match &ready.what {
        What::Content(content) => ContentKind::ALL.iter().position(|kind| *kind == content.kind()),
        What::Checklist(_) => None,
    };
    let (_, id, version) = ready.key();
    (kind.unwrap_or(usize::MAX), id, version)
}

fn too_large(given: &Given) -> Finding {
    let (bytes, limit) = (given.json.len(), PARCEL_BYTES_MAX);
    let (zh, en) =
        (format!("{bytes} 字节，上限 {limit} 字节"), format!("{bytes} bytes, {limit} are allowed"));
    Finding::whole(&given.name, "admin.checklist", zh, en)
}

/// Two files that are one version of one thing.
fn twice(ready: &[Ready]) -> Vec<Finding> {
    let mut seen: BTreeMap<_, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for one in ready {
        let (kind, id, version) = one.key();
        match seen.insert((kind, id.clone(), version), &one.name) {
            None => {}
            Some(first) => {
                let (zh, en) = (
                    format!("{id} 第 {version} 版与 {first} 重复"),
                    format!("{id} version {version} is in {first} too"),
                );
                found.push(Finding::whole(&one.name, "admin.content-twice", zh, en));
            }
        }
    }
    found
}

/// Media that the office does not have yet, each with the file it is in; a file that is missing or another one is a fault.
fn files(
    office: Option<&Office>,
    given: &Given,
    manifest: &MediaManifest,
    folder: Option<&Path>,
    faults: &mut Vec<Finding>,
) -> Result<Vec<(Medium, PathBuf)>, ServerError> {
    let beside = given.folder.join("media");
    let folders = [folder, Some(given.folder.as_path()), Some(beside.as_path())];
    let mut found = Vec::new();
    for medium in &manifest.media {
        let hash = EvidenceHash::from_bytes(*medium.hash.as_bytes());
        let here = office.map(|office| office.media.size(&hash)).transpose()?.flatten();
        if here == Some(medium.bytes) {
            continue;
        }
        let places = folders.iter().flatten().map(|folder| folder.join(&medium.file));
        match places.into_iter().find(|path| path.is_file()) {
            Some(path) => match is_medium(&path, medium)? {
                true => found.push((medium.clone(), path)),
                false => faults.push(wrong_medium(
                    given,
                    medium,
                    "与清单上的大小或者哈希不符",
                    "is not the file of the manifest: another size or hash",
                )),
            },
            None => faults.push(wrong_medium(given, medium, "没有这个文件", "is not there")),
        }
    }
    Ok(found)
}

fn is_medium(path: &Path, medium: &Medium) -> Result<bool, ServerError> {
    let failed = |cause| ServerError::File { path: path.display().to_string(), action: "read", cause };
    // The size first: nobody wants to read a film to learn that it is none of ours.
    if std::fs::metadata(path).map_err(failed)?.len() != medium.bytes {
        return Ok(false);
    }
    Ok(ContentHash::of(&std::fs::read(path).map_err(failed)?) == medium.hash)
}

fn wrong_medium(given: &Given, medium: &Medium, zh: &str, en: &str) -> Finding {
    let (zh, en) =
        (format!("{}（{}）{zh}", medium.file, medium.id), format!("{} ({}) {en}", medium.file, medium.id));
    let at = given.book.as_ref().and_then(|book| book.place("media", Some(&medium.id), "file"));
    Finding { at, ..Finding::whole(&given.name, "admin.content-medium", zh, en) }
}
