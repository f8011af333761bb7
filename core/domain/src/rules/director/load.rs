//! Reading the rule on directors.

use super::{Condition, DirectorRule, Jurisdiction, Part, Variant};
use crate::checklist::Verified;
use crate::facts::SizeClass;
use crate::identifier::RegionCode;
use crate::product::ProductClass;
use crate::published::{ContentError, Object, Phrase, Problem, read, small_id};
use std::collections::BTreeSet;

/// Most conditions of a variant, variants and jurisdictions.
const ENTRIES_MAX: usize = 100;

const VARIANT: Phrase = Phrase::new("本文件中的口径", "a variant of this file");

impl DirectorRule {
    /// Reads `rules/director.v1.json`. `file` is the name that errors give.
    ///
    /// Errors: any of [`ContentError`] but `NotAsPublished`.
    pub fn load(file: &str, json: &str) -> Result<Self, ContentError> {
        read(file, json, |root| {
            let version = root.version();
            let making = root.object("producer", |part| {
                let text = part.bilingual("text");
                let director_when = conditions(part, "director_when");
                let (part, verified) = (read_part(part, true), part.verified("verified"));
                let variant = Variant {
                    id: "producer".to_owned(),
                    text: text?,
                    verified: verified?,
                    director_when: director_when?,
                };
                Some((part?, variant))
            });
            let selling = root.object("seller", |part| {
                let default = part.id("default", small_id, VARIANT);
                let variants = read_variants(part);
                let jurisdictions = read_jurisdictions(part, variants.as_deref());
                let read = read_part(part, false);
                if let (Some(default), Some(variants)) = (&default, &variants)
                    && !variants.iter().any(|variant| &variant.id == default)
                {
                    part.fault("default", Problem::Not { found: default.clone(), expected: VARIANT });
                }
                Some((read?, default?, variants?, jurisdictions?))
            });
            let (making, making_variant) = making?;
            let (selling, default, variants, jurisdictions) = selling?;
            Some(Self {
                version: version?,
                making,
                making_variant,
                selling,
                default,
                variants,
                jurisdictions,
            })
        })
    }
}

fn read_part(part: &Object<'_>, has_verified: bool) -> Option<Part> {
    let (officer_when, basis) = (conditions(part, "officer_when"), part.basis("basis", 1));
    // Of sellers the variant carries the standing; what holds for all of them is the same article.
    let verified = if has_verified { part.verified("verified") } else { Some(Verified::Source) };
    Some(Part { officer_when: officer_when?, basis: basis?, verified: verified? })
}

fn conditions(part: &Object<'_>, name: &'static str) -> Option<Vec<Condition>> {
    part.objects(name, (1, ENTRIES_MAX), |condition| {
        let expected = Phrase::new("产品类别", "a product class: licence, ccc or mandatory-standard");
        let classes =
            condition.texts("classes", (1, ProductClass::ALL.len()), ProductClass::from_code, expected);
        let size_at_least = condition.nullable("size_at_least", |condition| {
            condition.code("size_at_least", SizeClass::from_code, Phrase::new("规模", "a size class"))
        });
        Some(Condition { classes: classes?, size_at_least: size_at_least? })
    })
}

fn read_variants(part: &Object<'_>) -> Option<Vec<Variant>> {
    let mut seen = BTreeSet::new();
    part.objects("variants", (1, ENTRIES_MAX), |variant| {
        let id = variant.id("id", small_id, Phrase::new("小写编号", "an id in small letters"));
        variant.unique("id", &mut seen, id.as_ref());
        let (text, verified) = (variant.bilingual("text"), variant.verified("verified"));
        let director_when = conditions(variant, "director_when");
        Some(Variant { id: id?, text: text?, verified: verified?, director_when: director_when? })
    })
}

fn read_jurisdictions(part: &Object<'_>, variants: Option<&[Variant]>) -> Option<Vec<Jurisdiction>> {
    let mut seen = BTreeSet::new();
    part.objects("jurisdictions", (0, ENTRIES_MAX), |entry| {
        let region = entry.code(
            "region",
            |code| RegionCode::new(code).ok(),
            Phrase::new("行政区划代码", "a region code"),
        );
        entry.unique("region", &mut seen, region.as_ref().map(|region| region.as_str().to_owned()).as_ref());
        let known = |id: &str| variants.is_none_or(|variants| variants.iter().any(|one| one.id == id));
        let variant = entry.id("variant", known, VARIANT);
        let (note, verified) = (entry.bilingual("note"), entry.verified("verified"));
        Some(Jurisdiction { region: region?, variant: variant?, note: note?, verified: verified? })
    })
}
