//! Guidance media: pictures and short videos by hash, and which of them to download within a budget of bytes.
//!
//! Pure: the plan names what to fetch, and bytes that were fetched are checked here; the network and the disk are elsewhere.

use crate::checklist::Bilingual;
use crate::id::{ContentHash, ItemId};
use crate::published::{ContentError, Object, Phrase, Problem, read, small_id};
use std::collections::BTreeSet;

/// The manifest that comes with Zhian, byte for byte as published.
pub const MEDIA_V1: &str = include_str!("../../checklists/media/manifest.v1.json");

/// Most media of a manifest.
const MEDIA_MAX: usize = 5_000;
/// Largest file: 20 MiB, a clip of half a minute.
pub const MEDIUM_BYTES_MAX: u64 = 20 * 1024 * 1024;
/// Most items that one medium explains.
const ITEMS_MAX: usize = 200;

/// Kind of a medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaType {
    /// Drawn picture.
    Svg,
    /// Picture.
    Png,
    /// Photograph.
    Jpeg,
    /// Picture.
    Webp,
    /// Clip.
    Mp4,
    /// Clip.
    Webm,
}

impl MediaType {
    /// Every kind with its media type and the ending of its files.
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Svg, "image/svg+xml", "svg"),
        (Self::Png, "image/png", "png"),
        (Self::Jpeg, "image/jpeg", "jpg"),
        (Self::Webp, "image/webp", "webp"),
        (Self::Mp4, "video/mp4", "mp4"),
        (Self::Webm, "video/webm", "webm"),
    ];

    /// The media type, e.g. `image/svg+xml`.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, ..)| *kind == self).map_or("", |(_, code, _)| code)
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known, _)| *known == code).map(|(kind, ..)| kind)
    }

    /// Whether it moves.
    #[must_use]
    pub const fn is_clip(self) -> bool {
        matches!(self, Self::Mp4 | Self::Webm)
    }
}

/// One picture or clip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// Permanent id, which items name.
    pub id: String,
    /// Path of the file below the manifest, e.g. `files/p75-01-approval-page.svg`.
    pub file: String,
    /// Its kind.
    pub kind: MediaType,
    /// SHA-256 of the file; a medium is fetched and kept by it.
    pub hash: ContentHash,
    /// Size of the file.
    pub bytes: u64,
    /// What it shows.
    pub caption: Bilingual,
    /// Items it explains; empty for a hint that belongs to none.
    pub items: Vec<ItemId>,
    /// Licence, as an SPDX expression.
    pub licence: String,
    /// Where it is from.
    pub origin: Bilingual,
}

/// One published version of the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaManifest {
    /// Version, from 1.
    pub version: u32,
    /// Media in order.
    pub media: Vec<Medium>,
}

/// Bytes are not those of the medium. They must be fetched again, or the publisher told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// Another size.
    #[error("medium {id} has {found} bytes, {expected} are expected")]
    Size {
        /// Id of the medium.
        id: String,
        /// Size found.
        found: u64,
        /// Size of the manifest.
        expected: u64,
    },
    /// Another content.
    #[error("medium {id} has the SHA-256 {found}, {expected} is expected")]
    Hash {
        /// Id of the medium.
        id: String,
        /// Hash found.
        found: ContentHash,
        /// Hash of the manifest.
        expected: ContentHash,
    },
}

impl MediaError {
    /// Every code, for the table of messages.
    pub const CODES: &[&str] = &["media.size", "media.hash"];

    /// Stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Size { .. } => "media.size",
            Self::Hash { .. } => "media.hash",
        }
    }
}

impl Medium {
    /// Checks that bytes are those of this medium.
    ///
    /// Errors: [`MediaError`].
    pub fn check(&self, bytes: &[u8]) -> Result<(), MediaError> {
        let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if found != self.bytes {
            return Err(MediaError::Size { id: self.id.clone(), found, expected: self.bytes });
        }
        let found = ContentHash::of(bytes);
        if found != self.hash {
            return Err(MediaError::Hash { id: self.id.clone(), found, expected: self.hash });
        }
        Ok(())
    }
}

/// What to download.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MediaPlan {
    /// Media to fetch, in this order, each hash once.
    pub fetch: Vec<Medium>,
    /// Media that do not fit the budget, in the order in which they would come.
    pub left_out: Vec<Medium>,
    /// Bytes of what is fetched, never more than the budget.
    pub bytes: u64,
    /// Bytes of what is left out.
    pub bytes_left_out: u64,
}

impl MediaManifest {
    /// Reads a manifest, such as `media/manifest.v1.json`. `file` is the name that errors give.
    ///
    /// A file lies in `files/` and ends as its type says; no two media have one file.
    /// Errors: any of [`ContentError`] but `NotAsPublished`.
    pub fn load(file: &str, json: &str) -> Result<Self, ContentError> {
        read(file, json, |root| {
            let version = root.version();
            let mut seen = BTreeSet::new();
            let media = root.objects("media", (1, MEDIA_MAX), |entry| medium(entry, &mut seen));
            Some(Self { version: version?, media: media? })
        })
    }

    /// The medium with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Medium> {
        self.media.iter().find(|medium| medium.id == id)
    }

    /// Media that explain an item, in the order of the manifest.
    pub fn of_item(&self, item: &ItemId) -> impl Iterator<Item = &Medium> {
        self.media.iter().filter(move |medium| medium.items.contains(item))
    }

    /// What to download: media that are not at hand, within `budget` bytes.
    ///
    /// Media of the items of coming visits come first; among them, and among the others, pictures before clips, then the
    /// smallest first, so that as many items as possible have a hint. A medium that does not fit is left out and told;
    /// a later one that fits is still taken.
    #[must_use]
    pub fn plan(&self, have: &BTreeSet<ContentHash>, coming: &BTreeSet<ItemId>, budget: u64) -> MediaPlan {
        let mut wanted: Vec<&Medium> = self.media.iter().filter(|one| !have.contains(&one.hash)).collect();
        wanted.sort_by_key(|one| {
            let is_coming = one.items.iter().any(|item| coming.contains(item));
            (!is_coming, one.kind.is_clip(), one.bytes, one.id.clone())
        });
        let mut plan = MediaPlan::default();
        let mut seen = BTreeSet::new();
        for medium in wanted.into_iter().filter(|one| seen.insert(one.hash)) {
            let total = plan.bytes.saturating_add(medium.bytes);
            if total <= budget {
                plan.bytes = total;
                plan.fetch.push(medium.clone());
            } else {
                plan.bytes_left_out = plan.bytes_left_out.saturating_add(medium.bytes);
                plan.left_out.push(medium.clone());
            }
        }
        plan
    }
}

fn medium(entry: &Object<'_>, seen: &mut BTreeSet<String>) -> Option<Medium> {
    let id = entry.id("id", small_id, Phrase::new("小写编号", "an id in small letters"));
    entry.unique("id", seen, id.as_ref());
    let kind = entry.code("type", MediaType::from_code, Phrase::new("媒体类型", "a known media type"));
    let expected = Phrase::new("files/下与类型相符的文件", "a file in files/ that ends as its type says");
    let file = entry.id("file", |file| is_file(file, kind), expected);
    entry.unique("file", seen, file.as_ref());
    let expected = Phrase::new("64位小写十六进制的SHA-256", "a SHA-256 of 64 small hexadecimal digits");
    let hash = entry.code(
        "sha256",
        |text| text.parse::<ContentHash>().ok().filter(|hash| hash.to_string() == text),
        expected,
    );
    let bytes = entry.number("bytes", 1, MEDIUM_BYTES_MAX);
    let (caption, origin) = (entry.bilingual("caption"), entry.bilingual("origin"));
    let item = |text: &str| ItemId::new(text).ok();
    let items = entry.texts("items", (0, ITEMS_MAX), item, Phrase::new("检查项编号", "the id of an item"));
    let licence = entry.text("licence", |text| {
        let made_well = !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.+() ".contains(&byte));
        let expected = Phrase::new("SPDX许可证标识", "an SPDX licence expression");
        (!made_well).then(|| Problem::Not { found: text.to_owned(), expected })
    });
    Some(Medium {
        id: id?,
        file: file?,
        kind: kind?,
        hash: hash?,
        bytes: bytes?,
        caption: caption?,
        items: items?,
        licence: licence?,
        origin: origin?,
    })
}

/// `files/` and a name of small letters, digits and hyphens: nothing that could lead out of the folder.
fn is_file(file: &str, kind: Option<MediaType>) -> bool {
    let Some((name, ending)) = file.strip_prefix("files/").and_then(|name| name.rsplit_once('.')) else {
        return false;
    };
    let known = MediaType::ALL.into_iter().find(|(_, _, known)| *known == ending);
    small_id(name) && known.is_some_and(|(known, ..)| kind.is_none_or(|kind| kind == known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MANIFEST: &str = MEDIA_V1;

    fn medium(id: &str, kind: MediaType, bytes: u64, items: &[&str]) -> Medium {
        let text = Bilingual { zh: "图".to_owned(), en: "picture".to_owned() };
        Medium {
            id: id.to_owned(),
            file: format!("files/{id}.svg"),
            kind,
            hash: ContentHash::of(id.as_bytes()),
            bytes,
            caption: text.clone(),
            items: items.iter().map(|item| ItemId::new(item).unwrap()).collect(),
            licence: "CC0-1.0".to_owned(),
            origin: text,
        }
    }

    fn sample() -> MediaManifest {
        let media = vec![
            medium("later-small", MediaType::Svg, 10, &["B-1"]),
            medium("coming-clip", MediaType::Mp4, 20, &["A-1"]),
            medium("coming-large", MediaType::Png, 300, &["A-2", "B-1"]),
            medium("coming-small", MediaType::Svg, 200, &["A-1"]),
            medium("hint", MediaType::Svg, 5, &[]),
        ];
        MediaManifest { version: 1, media }
    }

    fn coming() -> BTreeSet<ItemId> {
        ["A-1", "A-2"].into_iter().map(|item| ItemId::new(item).unwrap()).collect()
    }

    fn ids(media: &[Medium]) -> Vec<&str> {
        media.iter().map(|one| one.id.as_str()).collect()
    }

    #[test]
    fn items_of_coming_visits_come_first_then_pictures_then_the_smallest() {
        let plan = sample().plan(&BTreeSet::new(), &coming(), u64::MAX);
        assert_eq!(ids(&plan.fetch), ["coming-small", "coming-large", "coming-clip", "hint", "later-small"]);
        assert_eq!((plan.bytes, plan.left_out.len()), (535, 0));
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_told_and_a_smaller_one_still_comes() {
        let plan = sample().plan(&BTreeSet::new(), &coming(), 225);
        assert_eq!(ids(&plan.fetch), ["coming-small", "coming-clip", "hint"]);
        assert_eq!(ids(&plan.left_out), ["coming-large", "later-small"]);
        assert_eq!((plan.bytes, plan.bytes_left_out), (225, 310));
    }

    #[test]
    fn what_is_at_hand_is_not_fetched_again_and_one_content_is_fetched_once() {
        let mut manifest = sample();
        manifest.media[4].hash = manifest.media[0].hash;
        let have = BTreeSet::from([ContentHash::of(b"coming-large")]);
        let plan = manifest.plan(&have, &coming(), u64::MAX);
        assert_eq!(ids(&plan.fetch), ["coming-small", "coming-clip", "hint"]);
    }

    #[test]
    fn bytes_of_another_size_or_content_are_refused() {
        let mut medium = medium("one", MediaType::Svg, 3, &[]);
        medium.hash = ContentHash::of(b"svg");
        assert_eq!(medium.check(b"svg"), Ok(()));
        assert_eq!(medium.check(b"svgs").unwrap_err().code(), "media.size");
        assert_eq!(medium.check(b"svh").unwrap_err().code(), "media.hash");
    }

    #[test]
    fn a_file_outside_its_folder_or_of_another_type_is_refused() {
        for file in ["files/../x.svg", "x.svg", "files/x.png", "files/a/b.svg", "files/.svg", "files/x"] {
            let damaged = MANIFEST.replacen("\"files/p75-01-approval-page.svg\"", &format!("{file:?}"), 1);
            let error = MediaManifest::load("m.json", &damaged).unwrap_err().to_string();
            let expected = format!(
                "m.json: p75-01-approval-page: file: {file:?} is not a file in files/ that ends as its type says"
            );
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn the_shipped_manifest_is_read_and_finds_the_media_of_an_item() {
        let manifest = MediaManifest::load("manifest.v1.json", MANIFEST).unwrap();
        let item = ItemId::new("P75-01").unwrap();
        assert!(manifest.of_item(&item).any(|medium| medium.id == "p75-01-approval-page"));
        assert!(manifest.get("p75-01-approval-page").is_some());
    }

    proptest! {
        #[test]
        fn a_plan_keeps_to_its_budget_and_names_every_medium_once(
            sizes in proptest::collection::vec((1_u64..1000, any::<bool>()), 1..30), budget in 0_u64..8000,
        ) {
            let media = sizes.iter().enumerate().map(|(index, (bytes, is_coming))| {
                let item = if *is_coming { "A-1" } else { "B-1" };
                medium(&format!("m{index}"), MediaType::Svg, *bytes, &[item])
            });
            let manifest = MediaManifest { version: 1, media: media.collect() };
            let plan = manifest.plan(&BTreeSet::new(), &coming(), budget);
            prop_assert!(plan.bytes <= budget);
            prop_assert_eq!(plan.fetch.len() + plan.left_out.len(), manifest.media.len());
            prop_assert_eq!(plan.bytes, plan.fetch.iter().map(|one| one.bytes).sum::<u64>());
            prop_assert!(plan.left_out.iter().all(|one| plan.bytes + one.bytes > budget || !plan.fetch.is_empty()));
        }
    }
}
