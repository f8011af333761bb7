//! Whether everything that files name exists: in what is given, or in what is published.

use super::published::Newest;
use super::read::{checklist_finding, part_id};
use super::{Finding, Given};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::checklist::{Bilingual, Legend, Part, References};
use zhian_domain::compose::ProductNames;
use zhian_domain::content::{Content, ContentKind};
use zhian_domain::facts::ProductKind;
use zhian_domain::law::Law;
use zhian_domain::media::MediaManifest;

/// What files may name: of each thing what is given, else what is published.
#[derive(Default)]
pub(super) struct Shelf<'a> {
    law: Option<&'a Law>,
    legend: Option<&'a Legend>,
    products: Option<&'a ProductNames>,
    media: Option<&'a MediaManifest>,
    parts: BTreeMap<String, &'a Part>,
    /// Kinds of which a file is given that has faults: what it would hold is not known, so nothing is missed in it.
    broken: BTreeSet<ContentKind>,
}

impl<'a> Shelf<'a> {
    /// `given` counts before what is published; of several versions the greatest.
    pub(super) fn of(
        published: &'a [Newest],
        given: impl Iterator<Item = &'a Content>,
        broken: BTreeSet<ContentKind>,
    ) -> Self {
        let mut shelf = Self { broken, ..Self::default() };
        for one in published {
            shelf.put(&one.content);
        }
        let mut given: Vec<&Content> = given.collect();
        given.sort_by_key(|one| one.version());
        for one in given {
            shelf.put(one);
        }
        shelf
    }

    fn put(&mut self, content: &'a Content) {
        match content {
            Content::Law(law) => self.law = Some(law),
            Content::Legend(legend) => self.legend = Some(legend),
            Content::Products(products) => self.products = Some(products),
            Content::Media(media) => self.media = Some(media),
            Content::Part(part) => drop(self.parts.insert(content.id(), part)),
            _ => {}
        }
    }
}

/// Everything that a file names and that exists nowhere; each is told once for each row.
pub(super) fn unresolved(given: &Given, content: &Content, shelf: &Shelf<'_>) -> Vec<Finding> {
    let mut found = match content {
        Content::Part(part) => part_references(given, part, shelf),
        Content::Law(_) => return Vec::new(),
        _ => Vec::new(),
    };
    if !matches!(content, Content::Part(_)) {
        found.extend(articles(given, shelf));
    }
    found.extend(products(given, content, shelf));
    if let Content::Media(manifest) = content {
        found.extend(items(given, manifest, shelf));
    }
    found
}

fn part_references(given: &Given, part: &Part, shelf: &Shelf<'_>) -> Vec<Finding> {
    let checklist = part.checklist();
    let names_media = checklist.items().any(|item| !item.media.is_empty());
    let mut found = Vec::new();
    let mut absent =
        |zh: &str, en: &str, kind: ContentKind| found.extend(missing(given, zh, en, kind, shelf));
    if shelf.law.is_none() {
        absent("法律条文", "law records", ContentKind::Law);
    }
    if shelf.legend.is_none() {
        absent("处置代码说明", "legend of consequences", ContentKind::Legend);
    }
    if names_media && shelf.media.is_none() {
        absent("媒体清单", "media manifest", ContentKind::Media);
    }
    let (Some(law), Some(legend)) = (shelf.law, shelf.legend) else { return found };
    if [ContentKind::Law, ContentKind::Legend].iter().any(|kind| shelf.broken.contains(kind)) {
        return found;
    }
    let known: BTreeSet<String> = match shelf.media {
        Some(manifest) if !shelf.broken.contains(&ContentKind::Media) => {
            manifest.media.iter().map(|medium| medium.id.clone()).collect()
        }
        // Told once above, or with the manifest.
        _ => checklist.items().flat_map(|item| item.media.iter().cloned()).collect(),
    };
    let references = References { law, legend, media: &known };
    let errors = references.unresolved(&given.name, checklist);
    found.extend(errors.iter().map(|error| checklist_finding(given, error, true)));
    found
}

fn missing(given: &Given, zh: &str, en: &str, kind: ContentKind, shelf: &Shelf<'_>) -> Option<Finding> {
    if shelf.broken.contains(&kind) {
        return None;
    }
    let code = kind.code();
    let (zh, en) = (
        format!("引用了{zh}（{code}），但既没有给出，也没有发布过"),
        format!("refers to the {en} ({code}), which is neither given nor published"),
    );
    Some(Finding::whole(&given.name, "admin.content-absent", zh, en))
}

/// A text at a place of the file.
struct Named<'a> {
    row: Option<&'a str>,
    member: &'static str,
    text: &'a str,
}

/// Every text of members with these names, with the row it stands in.
fn named<'a>(value: &'a Value, members: &[&'static str], row: Option<&'a str>, found: &mut Vec<Named<'a>>) {
    match value {
        Value::Array(list) => list.iter().for_each(|one| named(one, members, row, found)),
        Value::Object(object) => {
            let own = ["id", "code"].iter().find_map(|name| object.get(*name).and_then(Value::as_str));
            let row = own.or(row);
            for (name, value) in object {
                match members.iter().find(|member| *member == name) {
                    Some(member) => {
                        let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                        let texts = list.iter().filter_map(Value::as_str);
                        found.extend(texts.map(|text| Named { row, member, text }));
                    }
                    None => named(value, members, row, found),
                }
            }
        }
        _ => {}
    }
}

fn told(given: &Given, part: Option<&str>, one: &Named<'_>, zh: String, en: String) -> Finding {
    let at = part.and_then(|part| given.book.as_ref()?.place(part, one.row, one.member));
    let place = match one.row {
        Some(row) => {
            Bilingual { zh: format!("{row}，{}", one.member), en: format!("{row}, {}", one.member) }
        }
        None => Bilingual { zh: one.member.to_owned(), en: one.member.to_owned() },
    };
    let (file, words) = (given.name.clone(), Bilingual { zh, en });
    Finding { file, at, place: Some(place), code: "admin.content-reference", words }
}

/// Articles that rules, risk lists, questions, consequences and penalties rest on.
fn articles(given: &Given, shelf: &Shelf<'_>) -> Vec<Finding> {
    let Ok(value) = serde_json::from_str::<Value>(&given.json) else { return Vec::new() };
    let mut all = Vec::new();
    named(&value, &["basis", "articles", "ceiling_basis"], None, &mut all);
    // What a range of a penalty is reckoned from is a `basis` too, and no article.
    all.retain(|one| {
        one.text.contains('-') && one.text.starts_with(|first: char| first.is_ascii_uppercase())
    });
    if all.is_empty() || shelf.broken.contains(&ContentKind::Law) {
        return Vec::new();
    }
    let Some(law) = shelf.law else {
        return missing(given, "法律条文", "law records", ContentKind::Law, shelf).into_iter().collect();
    };
    let part = part_id(given);
    let unknown = all.iter().filter(|one| !law.articles.contains_key(one.text));
    unknown
        .map(|one| {
            let (zh, en) = (
                format!("“{}”不在法律条文记录中", one.text),
                format!("{:?} is no article of the law records", one.text),
            );
            told(given, part.as_deref(), one, zh, en)
        })
        .collect()
}

/// Kinds of product of risk lists, questions and parts.
fn products(given: &Given, content: &Content, shelf: &Shelf<'_>) -> Vec<Finding> {
    if !matches!(content, Content::Part(_) | Content::RiskList(_) | Content::Quiz(_)) {
        return Vec::new();
    }
    let Ok(value) = serde_json::from_str::<Value>(&given.json) else { return Vec::new() };
    let mut all = Vec::new();
    // Conditions of items read products too; those are texts of expressions, and unknown ones are no fault.
    named(&value, &["product", "products"], None, &mut all);
    if all.is_empty() || shelf.broken.contains(&ContentKind::Products) {
        return Vec::new();
    }
    let Some(names) = shelf.products else {
        return missing(given, "产品名称", "names of products", ContentKind::Products, shelf)
            .into_iter()
            .collect();
    };
    let part = part_id(given);
    let unknown = all
        .iter()
        .filter(|one| ProductKind::new(one.text).is_none_or(|kind| !names.names.contains_key(&kind)));
    unknown
        .map(|one| {
            let (zh, en) = (
                format!("“{}”不在产品名称表中", one.text),
                format!("{:?} is not among the names of products", one.text),
            );
            told(given, part.as_deref(), one, zh, en)
        })
        .collect()
}

/// Items that media explain. Only where the part itself is at hand: a manifest may come before its parts.
fn items(given: &Given, manifest: &MediaManifest, shelf: &Shelf<'_>) -> Vec<Finding> {
    let known: BTreeSet<&str> =
        shelf.parts.values().flat_map(|part| part.checklist().items().map(|item| item.id.as_str())).collect();
    if shelf.broken.contains(&ContentKind::Part) {
        return Vec::new();
    }
    let part = part_id(given);
    let mut found = Vec::new();
    for medium in &manifest.media {
        for item in medium.items.iter().map(|item| item.as_str()) {
            let of = item.rsplit_once('-').map_or(item, |(part, _)| part);
            if shelf.parts.contains_key(of) && !known.contains(item) {
                let one = Named { row: Some(&medium.id), member: "items", text: item };
                let (zh, en) = (format!("“{item}”不是{of}的检查项"), format!("{item:?} is no item of {of}"));
                found.push(told(given, part.as_deref(), &one, zh, en));
            }
        }
    }
    found
}

/// Media of a manifest that no part names: they would travel for nothing.
pub(super) fn unused(given: &Given, manifest: &MediaManifest, shelf: &Shelf<'_>) -> Vec<Finding> {
    if shelf.parts.is_empty() || shelf.broken.contains(&ContentKind::Part) {
        return Vec::new();
    }
    let used: BTreeSet<&str> = shelf
        .parts
        .values()
        .flat_map(|part| part.checklist().items())
        .flat_map(|item| item.media.iter().map(String::as_str))
        .collect();
    let idle: Vec<&str> =
        manifest.media.iter().map(|medium| medium.id.as_str()).filter(|id| !used.contains(id)).collect();
    if idle.is_empty() {
        return Vec::new();
    }
    let (zh, en) = (
        format!("{}个媒体没有检查项引用：{}", idle.len(), idle.join("、")),
        format!("{} media are named by no item: {}", idle.len(), idle.join(", ")),
    );
    vec![Finding::whole(&given.name, "admin.content-unused", zh, en)]
}
