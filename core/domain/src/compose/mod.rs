//! Putting a checklist together for one unit, from published parts and what is known of the unit.
//!
//! Pure and deterministic: the same facts, parts, law records and day give the same bytes on every device, whatever the order in
//! which they are handed in. The result is a file like any published checklist: a visit pins it by its hash and reads it with
//! [`crate::checklist::load()`].

mod products;
#[cfg(test)]
mod tests;
mod words;

pub use products::{PRODUCTS_V1, ProductNames, load_products};

use crate::checklist::load::format::BilingualFormat;
use crate::checklist::load::second::format::{
    DocumentFormat, FactsFormat, ItemFormat, LawUseFormat, PartUseFormat, SectionFormat,
};
use crate::checklist::load::second::{self, COMPOSED};
use crate::checklist::{
    Applies, Bilingual, Checklist, ChecklistError, Part, PartKind, Place, Stage, Verified,
};
use crate::expression::Surroundings;
use crate::facts::Facts;
use crate::id::ContentHash;
use crate::law::Law;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a composition draws on.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// Published parts; of several versions of one part the newest is taken.
    pub parts: &'a [Part],
    /// The law records.
    pub law: &'a Law,
    /// Names of kinds of product, for the reasons.
    pub products: &'a ProductNames,
}

/// A checklist for one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The file, byte for byte as it is published and pinned: JSON without blanks, members in a fixed order.
    pub json: String,
    /// SHA-256 of the file.
    pub hash: ContentHash,
    /// The checklist that the file holds.
    pub checklist: Checklist,
    /// Parts and items that do not apply, each with the reason.
    pub left_out: Vec<LeftOut>,
}

/// A part or an item that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Id of the part or the item.
    pub id: String,
    /// Why it does not apply.
    pub because: Bilingual,
}

/// Why nothing could be composed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// No base list and no overlay applies to the unit.
    #[error("no part applies to the unit")]
    NothingApplies,
    /// Two files claim to be the same version of the same part. Whoever publishes can withdraw one.
    #[error("two files are part {id}, version {version}")]
    TwoOfOne {
        /// Id of the part.
        id: String,
        /// Its version.
        version: u32,
    },
    /// The parts do not make a readable checklist together, such as by too many items.
    #[error("the parts do not fit together: {0}")]
    Unfit(#[from] ChecklistError),
}

impl ComposeError {
    /// Every code of its own; an unfit composition has the code of the checklist's error.
    pub const CODES: &'static [&'static str] = &["compose.nothing-applies", "compose.two-of-one"];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingApplies => "compose.nothing-applies",
            Self::TwoOfOne { .. } => "compose.two-of-one",
            Self::Unfit(cause) => cause.code(),
        }
    }
}

/// Composes the checklist of a unit for an inspection on `day`, whose law is cited.
///
/// Errors: [`ComposeError`]. A unit of which nothing but the rules of conduct would be asked is an error, not an empty visit.
pub fn compose(facts: &Facts, sources: &Sources<'_>, day: NaiveDate) -> Result<Composed, ComposeError> {
    let mut left_out = Vec::new();
    let mut chosen = Vec::new();
    for part in newest(sources.parts)? {
        match words::applies(part, facts, sources.products) {
            Ok(because) => chosen.push((part, because)),
            Err(because) => left_out.push(LeftOut { id: part.checklist.id.clone(), because }),
        }
    }
    if chosen.iter().all(|(part, _)| part.kind == PartKind::Conduct) {
        return Err(ComposeError::NothingApplies);
    }
    chosen.sort_by_key(|(part, _)| (part.kind, &part.checklist.id));

    let mut known = BTreeMap::new();
    let (mut front, mut middle, mut back) = (Vec::new(), Vec::new(), Vec::new());
    for (part, because) in &chosen {
        for section in &part.format.sections {
            let mut items = Vec::with_capacity(section.items.len());
            for item in &section.items {
                match own_condition(part, item, facts, because) {
                    Ok(because) => items.push(cited(item, because, sources.law, day, &mut known)),
                    Err(because) => left_out.push(LeftOut { id: item.id.clone(), because }),
                }
            }
            let id = format!("{}-{}", part.checklist.id.to_lowercase(), section.id);
            let list = match (part.kind, opens_the_visit(&items)) {
                (PartKind::Conduct, true) => &mut front,
                (PartKind::Conduct, false) => &mut back,
                _ => &mut middle,
            };
            if !items.is_empty() {
                list.push(SectionFormat { id, title: section.title.clone(), items });
            }
        }
    }
    front.append(&mut middle);
    front.append(&mut back);
    left_out.sort_by(|one, other| one.id.cmp(&other.id));
    finish(facts, sources, day, &chosen, known, front, left_out)
}

fn finish(
    facts: &Facts,
    sources: &Sources<'_>,
    day: NaiveDate,
    chosen: &[(&Part, Bilingual)],
    verified: BTreeMap<String, String>,
    sections: Vec<SectionFormat>,
    left_out: Vec<LeftOut>,
) -> Result<Composed, ComposeError> {
    let mut format = DocumentFormat {
        schema: 2,
        id: "C".to_owned(),
        version: 1,
        kind: COMPOSED.to_owned(),
        title: written(&words::title(facts, sources.products)),
        applies: None,
        facts: Some(facts_format(facts)),
        law: Some(LawUseFormat { version: sources.law.version, day: day.to_string(), verified }),
        parts: Some(chosen.iter().map(|(part, because)| part_use(part, because)).collect()),
        sections,
    };
    // Named after its content: two compositions share an id only if they are the same.
    let named: String = ContentHash::of(json(&format)?.as_bytes()).to_string().chars().take(15).collect();
    format.id.push_str(&named.to_uppercase());
    let json = json(&format)?;
    let hash = ContentHash::of(json.as_bytes());
    let file = format!("{}.v1.json", format.id.to_lowercase());
    let document = second::document(&Place::file(&file), format)?;
    Ok(Composed { json, hash, checklist: document.checklist, left_out })
}

fn json(format: &DocumentFormat) -> Result<String, ChecklistError> {
    serde_json::to_string(format).map_err(|error| ChecklistError::Syntax {
        file: "composed checklist".to_owned(),
        line: error.line(),
        column: error.column(),
        problem: error.to_string(),
    })
}

/// The newest version of each part.
fn newest(parts: &[Part]) -> Result<Vec<&Part>, ComposeError> {
    let mut found: BTreeMap<&str, &Part> = BTreeMap::new();
    for part in parts {
        let (id, version) = (part.checklist.id.as_str(), part.checklist.version);
        match found.get(id) {
            Some(other) if other.checklist.version > version => {}
            Some(other) if other.checklist.version == version && other.hash != part.hash => {
                return Err(ComposeError::TwoOfOne { id: id.to_owned(), version });
            }
            _ => drop(found.insert(id, part)),
        }
    }
    Ok(found.into_values().collect())
}

/// Whether the sections of conduct come before everything else.
fn opens_the_visit(items: &[ItemFormat]) -> bool {
    let stage =
        items.first().and_then(|item| item.gate.as_ref()).and_then(|gate| Stage::from_code(&gate.stage));
    matches!(stage, Some(Stage::BeforeCheckIn | Stage::AtCheckIn))
}

/// Decides a condition that depends on the unit alone: for this visit it can never change. Why the item is here, where that takes
/// more than the reason of its part; as an error, why it is not.
fn own_condition(
    part: &Part,
    item: &ItemFormat,
    facts: &Facts,
    because: &Bilingual,
) -> Result<Option<Bilingual>, Bilingual> {
    let found = part.checklist.items().find(|one| one.id.as_str() == item.id);
    let Some(when) = found.and_then(|item| item.when.as_ref()) else { return Ok(None) };
    let reads = when.reads();
    if reads.unit.is_empty() || !reads.items.is_empty() {
        return Ok(None);
    }
    let answers = BTreeMap::new();
    match when.holds(&Surroundings::Condition { answers: &answers, facts: Some(facts) }) {
        Some(false) => Err(words::condition(&reads.unit, facts, Some(false))),
        told => {
            let more = words::condition(&reads.unit, facts, told);
            Ok(Some(Bilingual {
                zh: format!("{}{}", because.zh, more.zh),
                en: format!("{} {}", because.en, more.en),
            }))
        }
    }
}

/// The item with the articles in force on the day, and how well they are known. What was not in force counts as unsure: it is shown
/// to be checked, and never printed.
fn cited(
    item: &ItemFormat,
    because: Option<Bilingual>,
    law: &Law,
    day: NaiveDate,
    known: &mut BTreeMap<String, String>,
) -> ItemFormat {
    let mut item = item.clone();
    let mut basis = Vec::with_capacity(item.basis.len());
    for id in item.basis {
        let (id, verified) = match law.in_force(&id, day) {
            Ok(article) => (article.id.clone(), article.verified.level),
            Err(_) => (id, Verified::Unsure),
        };
        known.insert(id.clone(), verified.code().to_owned());
        if !basis.contains(&id) {
            basis.push(id);
        }
    }
    item.basis = basis;
    item.because = because.map(|because| written(&because));
    item
}

fn written(text: &Bilingual) -> BilingualFormat {
    BilingualFormat { zh: text.zh.clone(), en: text.en.clone() }
}

fn part_use(part: &Part, because: &Bilingual) -> PartUseFormat {
    PartUseFormat {
        id: part.checklist.id.clone(),
        version: part.checklist.version,
        sha256: part.hash.to_string(),
        kind: part.kind.code().to_owned(),
        title: part.format.title.clone(),
        because: written(because),
    }
}

fn facts_format(facts: &Facts) -> FactsFormat {
    let classes = facts.classes.as_ref();
    FactsFormat {
        kind: facts.kind.code().to_owned(),
        size: facts.size.map(|size| size.code().to_owned()),
        classes: classes.map(|classes| classes.iter().map(|class| class.code().to_owned()).collect()),
        products: facts.products.iter().map(ToString::to_string).collect(),
    }
}

impl Applies {
    /// Whether a part with this applies to a unit. What is not known of the unit takes nothing away.
    #[must_use]
    pub fn to(&self, facts: &Facts) -> bool {
        self.to_kind(facts) && self.to_products(facts) && self.to_classes(facts) && self.to_size(facts)
    }

    pub(crate) const fn to_kind(&self, facts: &Facts) -> bool {
        (self.makers && facts.makes()) || (self.sellers && facts.sells())
    }

    pub(crate) fn to_products(&self, facts: &Facts) -> bool {
        self.products.is_empty() || !self.products.is_disjoint(&facts.products)
    }

    pub(crate) fn to_classes(&self, facts: &Facts) -> bool {
        let classes = facts.classes.as_ref();
        self.classes.is_empty() || classes.is_none_or(|classes| !self.classes.is_disjoint(classes))
    }

    pub(crate) fn to_size(&self, facts: &Facts) -> bool {
        self.sizes.is_empty() || facts.size.is_none_or(|size| self.sizes.contains(&size))
    }
}
