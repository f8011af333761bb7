//! Reads schema 2: parts (base, overlay, conduct) and the checklists composed of them.

pub(crate) mod format;

use super::error::{ChecklistError, Fault, Place};
use super::text::{Seen, article_id, bilingual, capital_code, consequence, count, day, small_id, verified};
use super::{
    BASIS_MAX, EXTRAS_MAX, ITEMS_MAX, SECTIONS_MAX, STEPS_MAX, expressions, field, item, parse, part,
    schema_2, version,
};
use crate::checklist::{
    Bilingual, Checklist, Composition, Consequence, ConsequenceCode, Item, LegalBasis, Legend, Limit, Origin,
    PartKind, PartUse, Section, Stage, Verified,
};
use crate::enterprise::UnitKind;
use crate::facts::{Facts, ProductKind, SizeClass};
use crate::id::{ContentHash, ItemId};
use crate::product::ProductClass;
use format::{
    DocumentFormat, FactsFormat, FieldFormat, ItemFormat, LISTS, LawUseFormat, LegendFormat, LimitFormat,
    PartUseFormat,
};
use std::collections::{BTreeMap, BTreeSet};

/// Kind of a composed checklist, beside the kinds of [`PartKind`].
pub(crate) const COMPOSED: &str = "composed";
/// Most parts of a composed checklist.
const PARTS_MAX: usize = 50;

/// A file of schema 2, read and checked.
pub(crate) struct Document {
    pub checklist: Checklist,
    /// `None` for a composed checklist.
    pub part: Option<(PartKind, super::Applies)>,
    /// As it was written.
    pub format: DocumentFormat,
}

pub(crate) fn load(file: &str, json: &str) -> Result<Document, ChecklistError> {
    let place = Place::file(file);
    let from: DocumentFormat = parse::<_, ItemFormat, FieldFormat>(file, json, &LISTS)?;
    document(&place, from)
}

/// Checks a document of schema 2 from its members.
pub(crate) fn document(place: &Place, from: DocumentFormat) -> Result<Document, ChecklistError> {
    schema_2(place, from.schema)?;
    capital_code(&place.member("id"), &from.id)?;
    version(place, from.version)?;
    let title = bilingual(place, "title", from.title.clone())?;
    let part = part::kind_and_applies(place, &from)?;
    let composed = part.is_none();
    let mut composition = composition(place, &from, composed)?;
    count(&place.member("sections"), from.sections.len(), SECTIONS_MAX, "sections")?;
    let items = from.sections.iter().map(|section| section.items.len()).sum();
    count(&place.member("items"), items, ITEMS_MAX, "items")?;

    let (mut section_ids, mut item_ids) = (Seen::default(), Seen::default());
    let mut sections = Vec::with_capacity(from.sections.len());
    let mut conditions = BTreeMap::new();
    for section in &from.sections {
        let here = place.section(&section.id);
        section_id(&here, &section.id, composed)?;
        section_ids.add(&here, &section.id)?;
        let title = bilingual(&here, "title", section.title.clone())?;
        count(&here.member("items"), section.items.len(), ITEMS_MAX, "items")?;
        let mut items = Vec::with_capacity(section.items.len());
        for item in &section.items {
            let here = place.item(&item.id);
            item_ids.add(&here, &item.id)?;
            let owners = match &composition {
                Some((_, parts, _)) => parts.iter().map(|part| part.id.as_str()).collect(),
                None => vec![from.id.as_str()],
            };
            let id = item_id(&here, &owners, &item.id)?;
            let because = because(&here, item, composed)?;
            if let (Some(because), Some((.., reasons))) = (because, &mut composition) {
                reasons.insert(id.clone(), because);
            }
            if let Some(source) = &item.when {
                conditions.insert(id.clone(), source.clone());
            }
            let known = from.law.as_ref().map(|law| &law.verified);
            let conduct = matches!(&part, Some((PartKind::Conduct, _))) || item.gate.is_some();
            items.push(self::item(&here, id, item.clone(), known, conduct)?);
        }
        sections.push(Section { id: section.id.clone(), title, items });
    }
    expressions::of_items(place, &mut sections, &conditions)?;
    let origin = match (composition, &from.law) {
        (Some((facts, parts, items)), Some(law)) => {
            let day = day(&place.member("law.day"), &law.day)?;
            let law_version = law.version;
            Origin::Composed(Box::new(Composition { facts, day, law_version, parts, items }))
        }
        _ => Origin::Written,
    };
    let checklist = Checklist { id: from.id.clone(), version: from.version, title, sections, origin };
    Ok(Document { checklist, part, format: from })
}

type Composed = (Facts, Vec<PartUse>, BTreeMap<ItemId, Bilingual>);

fn composition(
    place: &Place,
    from: &DocumentFormat,
    composed: bool,
) -> Result<Option<Composed>, ChecklistError> {
    match (&from.facts, &from.parts, &from.law) {
        (None, None, None) if !composed => Ok(None),
        (Some(facts), Some(parts), Some(law)) if composed => {
            law_use(place, law)?;
            let facts = self::facts(&place.member("facts"), facts)?;
            count(&place.member("parts"), parts.len(), PARTS_MAX, "parts")?;
            let mut seen = Seen::default();
            let mut used = Vec::with_capacity(parts.len());
            for part in parts {
                seen.add(&place.member("parts"), &part.id)?;
                used.push(part_use(place, part)?);
            }
            Ok(Some((facts, used, BTreeMap::new())))
        }
        _ => {
            let problem = "facts, law and parts belong to a composed checklist, and all three of them";
            Err(place.member("kind").refused(Fault::Contradiction { problem }))
        }
    }
}

fn law_use(place: &Place, law: &LawUseFormat) -> Result<(), ChecklistError> {
    for (article, tag) in &law.verified {
        let here = place.member(format!("law: {article}"));
        article_id(&here, article)?;
        verified(&here, tag)?;
    }
    Ok(())
}

fn facts(place: &Place, from: &FactsFormat) -> Result<Facts, ChecklistError> {
    let unknown =
        |code: &str, expected| place.refused(Fault::UnknownCode { code: code.to_owned(), expected });
    let kind = UnitKind::from_code(&from.kind).ok_or_else(|| unknown(&from.kind, "a kind of unit"))?;
    let size = match &from.size {
        None => None,
        Some(code) => {
            Some(SizeClass::from_code(code).ok_or_else(|| unknown(code, "large, medium or small-or-micro"))?)
        }
    };
    let class = |code: &String| ProductClass::from_code(code).ok_or_else(|| unknown(code, part::CLASSES));
    let classes = match &from.classes {
        None => None,
        Some(codes) => Some(codes.iter().map(class).collect::<Result<BTreeSet<_>, _>>()?),
    };
    let product = |code: &String| ProductKind::new(code).ok_or_else(|| unknown(code, part::PRODUCTS));
    let products = from.products.iter().map(product).collect::<Result<BTreeSet<_>, _>>()?;
    Ok(Facts { kind, size, classes, products })
}

fn part_use(place: &Place, from: &PartUseFormat) -> Result<PartUse, ChecklistError> {
    let here = place.member(format!("part {:?}", from.id));
    capital_code(&here, &from.id)?;
    version(&here, from.version)?;
    let kind = part::kind(&here, &from.kind)?;
    let hash: ContentHash = from.sha256.parse().map_err(|_| {
        let expected = "a SHA-256 in hexadecimal";
        here.refused(Fault::BadId { id: from.sha256.clone(), expected })
    })?;
    let title = bilingual(&here, "title", from.title.clone())?;
    let because = bilingual(&here, "because", from.because.clone())?;
    Ok(PartUse { id: from.id.clone(), version: from.version, hash, kind, title, because })
}

/// Sections of a composed checklist have the id of their part in front.
fn section_id(place: &Place, id: &str, composed: bool) -> Result<(), ChecklistError> {
    match id.split_once('-') {
        Some((part, own)) if composed => small_id(place, part).and_then(|()| small_id(place, own)),
        _ => small_id(place, id),
    }
}

fn item_id(place: &Place, owners: &[&str], id: &str) -> Result<ItemId, ChecklistError> {
    let is_own = |owner: &&str| {
        id.strip_prefix(*owner).and_then(|rest| rest.strip_prefix('-')).is_some_and(|own| !own.is_empty())
    };
    match ItemId::new(id) {
        Ok(found) if owners.iter().any(is_own) => Ok(found),
        _ => {
            let expected = "the id of its part, a hyphen, and more of A-Z, a-z, 0-9 and hyphen";
            Err(place.refused(Fault::BadId { id: id.to_owned(), expected }))
        }
    }
}

fn because(place: &Place, item: &ItemFormat, composed: bool) -> Result<Option<Bilingual>, ChecklistError> {
    match &item.because {
        None => Ok(None),
        Some(words) if composed => bilingual(place, "because", words.clone()).map(Some),
        Some(_) => {
            let problem = "gives the reason of a composition, which only a composed checklist has";
            Err(place.member("because").refused(Fault::Contradiction { problem }))
        }
    }
}

/// Checks one item. `known` tells how well each article is known; `conduct` items need no consequence.
fn item(
    place: &Place,
    id: ItemId,
    from: ItemFormat,
    known: Option<&BTreeMap<String, String>>,
    conduct: bool,
) -> Result<Item, ChecklistError> {
    let ask = bilingual(place, "ask", from.ask)?;
    count(&place.member("how"), from.how.len(), STEPS_MAX, "steps")?;
    let steps = from.how.into_iter().enumerate();
    let how = steps
        .map(|(index, step)| bilingual(place, &format!("how {}", index + 1), step))
        .collect::<Result<_, _>>()?;
    count(&place.member("basis"), from.basis.len(), BASIS_MAX, "citations")?;
    let basis = basis(place, from.basis, known)?;
    let fields = field::fields(place, from.fields, 2)?;
    let judgement = item::judgement(&place.member("judgement"), from.judgement, &fields)?;
    let limits = from.limits.into_iter().enumerate();
    let limits: Vec<Limit> =
        limits.map(|(index, one)| limit(place, index + 1, one)).collect::<Result<_, _>>()?;
    few(place, "limits", limits.len())?;
    let evidence = item::evidence(place, &from.evidence)?;
    let severity = item::severity(place, &from.severity)?;
    let consequences = if conduct && from.consequences.is_empty() {
        Vec::new()
    } else {
        item::consequences(&place.member("consequences"), from.consequences)?
    };
    few(place, "media", from.media.len())?;
    let mut seen = Seen::default();
    for medium in &from.media {
        media_id(&place.member("media"), medium)?;
        seen.add(&place.member("media"), medium)?;
    }
    let note = from.note.map(|note| bilingual(place, "note", note)).transpose()?;
    let gate = from.gate.map(|gate| stage(place, &gate.stage)).transpose()?;
    Ok(Item {
        id,
        ask,
        how,
        basis,
        judgement,
        fields,
        evidence,
        severity,
        consequences,
        limits,
        media: from.media,
        when: None,
        note,
        gate,
    })
}

fn few(place: &Place, member: &str, found: usize) -> Result<(), ChecklistError> {
    if found <= EXTRAS_MAX {
        return Ok(());
    }
    Err(place.member(member).refused(Fault::TooMany { unit: "entries", found, limit: EXTRAS_MAX }))
}

/// Ids of media: like ids of sections, but longer.
pub(crate) fn media_id(place: &Place, id: &str) -> Result<(), ChecklistError> {
    let made_well = (1..=64).contains(&id.len())
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if made_well {
        return Ok(());
    }
    let expected = "1 to 64 of a-z, 0-9 and hyphen, beginning with a letter";
    Err(place.refused(Fault::BadId { id: id.to_owned(), expected }))
}

fn stage(place: &Place, code: &str) -> Result<Stage, ChecklistError> {
    Stage::from_code(code).ok_or_else(|| {
        let expected = "before-check-in, at-check-in, during, before-seal or after";
        place.member("gate").refused(Fault::UnknownCode { code: code.to_owned(), expected })
    })
}

fn limit(place: &Place, number: usize, from: LimitFormat) -> Result<Limit, ChecklistError> {
    let name = format!("limit {number}");
    let here = place.member(name.clone());
    let verified = verified(&here, &from.verified)?;
    field::measure(&here, &from.unit)?;
    if from.standard.is_empty() {
        return Err(here.refused(Fault::Empty));
    }
    let name = bilingual(place, &name, from.name)?;
    Ok(Limit { name, value: from.value.0, unit: from.unit, standard: from.standard, verified })
}

/// Citations by article id, each once. Unsure until a composition says how well they are known.
fn basis(
    place: &Place,
    ids: Vec<String>,
    known: Option<&BTreeMap<String, String>>,
) -> Result<Vec<LegalBasis>, ChecklistError> {
    let mut seen = Seen::default();
    let mut basis = Vec::with_capacity(ids.len());
    for (index, id) in ids.into_iter().enumerate() {
        let here = place.member(format!("basis {}", index + 1));
        let (instrument, article) = article_id(&here, &id)?;
        seen.add(&place.member("basis"), &id)?;
        let tag = known.and_then(|known| known.get(&id));
        let verified = match (tag, known) {
            (Some(tag), _) => verified(&here, tag)?,
            (None, None) => Verified::Unsure,
            (None, Some(_)) => {
                let expected = "an article that the composition says something about";
                return Err(here.refused(Fault::UnknownCode { code: id, expected }));
            }
        };
        basis.push(LegalBasis { instrument, article, verified });
    }
    Ok(basis)
}

/// Reads a legend of schema 2. How well its citations are known stands in the law records: they count as unsure here.
pub(super) fn legend(file: &str, json: &str) -> Result<Legend, ChecklistError> {
    let place = Place::file(file);
    let from: LegendFormat = parse::<_, ItemFormat, FieldFormat>(file, json, &LISTS)?;
    schema_2(&place, from.schema)?;
    version(&place, from.version)?;
    count(&place.member("consequences"), from.consequences.len(), SECTIONS_MAX, "consequences")?;
    let mut seen = Seen::default();
    let mut consequences = BTreeMap::new();
    for entry in from.consequences {
        let name = format!("consequence {:?}", entry.code);
        let here = place.member(name.clone());
        consequence(&here, &entry.code)?;
        seen.add(&here, &entry.code)?;
        let text = bilingual(&place, &name, entry.text)?;
        let basis = basis(&place.item(&entry.code), entry.basis, None)?;
        consequences.insert(ConsequenceCode(entry.code), Consequence { text, basis });
    }
    Ok(Legend { version: from.version, instruments: BTreeMap::new(), consequences })
}
