//! Whether a unit must appoint a quality safety director (质量安全总监) and QS officers, as `rules/director.v1.json` says.
//!
//! For sellers sources differ, so the rule has variants and a switch by jurisdiction. A region that no entry covers gets
//! the default, and the answer says so.

use super::size::{SizeClass, SizeRule, UnitPart};
use super::{MissingInput, Required, UnitFacts, say};
use crate::checklist::{Bilingual, Verified};
use crate::identifier::RegionCode;
use crate::product::ProductClass;
use crate::published::{ContentError, Object, Phrase, Problem, read, small_id};
use std::collections::BTreeSet;

/// Most conditions of a variant, variants and jurisdictions.
const ENTRIES_MAX: usize = 100;

const CLASSES: [(ProductClass, &str); 3] = [
    (ProductClass::Licence, "licence"),
    (ProductClass::Ccc, "ccc"),
    (ProductClass::MandatoryStandard, "mandatory-standard"),
];

/// Met by a unit with a product of one of the classes that is at least of the size.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Condition {
    classes: Vec<ProductClass>,
    size_at_least: Option<SizeClass>,
}

impl Condition {
    fn is_met(&self, classes: &[ProductClass], size: SizeClass) -> bool {
        self.size_at_least.is_none_or(|least| size >= least)
            && classes.iter().any(|class| self.classes.contains(class))
    }
}

/// One reading of the rule on directors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its id; `producer` for the one rule on producers.
    pub id: String,
    /// The reading in words.
    pub text: Bilingual,
    /// How well it is known.
    pub verified: Verified,
    director_when: Vec<Condition>,
}

/// Which variant a region follows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Jurisdiction {
    region: RegionCode,
    variant: String,
    note: Bilingual,
    verified: Verified,
}

/// What holds for makers or for sellers apart from the variant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    officer_when: Vec<Condition>,
    basis: Vec<String>,
    verified: Verified,
}

/// One published version of the rule on directors and QS officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectorRule {
    /// Version, from 1.
    pub version: u32,
    making: Part,
    making_variant: Variant,
    selling: Part,
    default: String,
    variants: Vec<Variant>,
    jurisdictions: Vec<Jurisdiction>,
}

/// Whether a unit must appoint, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectorAnswer {
    /// Whether a director (质量安全总监) must be appointed.
    pub director: Required,
    /// Whether QS officers (质量安全员) must be appointed.
    pub officer: Required,
    /// What must be known to tell what is unknown; empty if both are known.
    pub missing: Vec<MissingInput>,
    /// Sentences, in order.
    pub reasons: Vec<Bilingual>,
    /// Articles the answer rests on.
    pub basis: Vec<String>,
    /// How well the weakest rule behind the answer is known.
    pub verified: Verified,
}

/// One way in which what is unknown could be.
struct World<'a> {
    size: SizeClass,
    variant: &'a Variant,
    classes: Vec<ProductClass>,
}

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

    /// Whether the unit must appoint a director and QS officers.
    ///
    /// A unit that makes and sells must if either part must. What is missing matters only where it could change the
    /// answer: the answer is known if every way in which the missing inputs could be leads to it.
    #[must_use]
    pub fn answer(&self, sizes: &SizeRule, facts: &UnitFacts<'_>) -> DirectorAnswer {
        let parts: Vec<DirectorAnswer> =
            UnitPart::of(facts.kind).iter().map(|part| self.answer_part(*part, sizes, facts)).collect();
        let either = |of: fn(&DirectorAnswer) -> Required| {
            let all: Vec<Required> = parts.iter().map(of).collect();
            match (all.contains(&Required::Yes), all.contains(&Required::Unknown)) {
                (true, _) => Required::Yes,
                (false, true) => Required::Unknown,
                (false, false) => Required::No,
            }
        };
        let (director, officer) = (either(|one| one.director), either(|one| one.officer));
        let mut missing: BTreeSet<MissingInput> = BTreeSet::new();
        if director == Required::Unknown || officer == Required::Unknown {
            missing.extend(parts.iter().flat_map(|part| part.missing.iter().copied()));
        }
        let verified = parts.iter().map(|part| part.verified).max().unwrap_or(Verified::Unsure);
        DirectorAnswer {
            director,
            officer,
            missing: missing.into_iter().collect(),
            reasons: parts.iter().flat_map(|part| part.reasons.iter().cloned()).collect(),
            basis: parts.iter().flat_map(|part| part.basis.iter().cloned()).collect(),
            verified,
        }
    }

    fn answer_part(&self, part: UnitPart, sizes: &SizeRule, facts: &UnitFacts<'_>) -> DirectorAnswer {
        let (rule, name) = match part {
            UnitPart::Making => (&self.making, say("生产方面", "As a producer")),
            UnitPart::Selling => (&self.selling, say("销售方面", "As a seller")),
        };
        let size = sizes.size(part, facts);
        let (variants, chosen_by) = self.variants_of(part, facts.region);
        let worlds = worlds(&size.possible, &variants, facts.classes);
        let director = agreed(&worlds, |world| {
            world.variant.director_when.iter().any(|one| one.is_met(&world.classes, world.size))
        });
        let officer = agreed(&worlds, |world| {
            rule.officer_when.iter().any(|one| one.is_met(&world.classes, world.size))
        });
        // Only what the answer hangs on is called missing: an input whose knowledge alone cannot matter is left out.
        let mut missing = Vec::new();
        if director == Required::Unknown || officer == Required::Unknown {
            missing.extend(facts.classes.is_none().then_some(MissingInput::Classes));
            if director == Required::Unknown {
                missing.extend(size.missing.iter().copied());
                missing.extend((variants.len() > 1).then_some(MissingInput::Region));
            }
        }
        let mut reasons = vec![classes_said(facts.classes)];
        reasons.extend(size.reasons.iter().cloned());
        reasons.extend(chosen_by.sentences);
        reasons.push(conclusion(&name, director, officer));
        let verified = variants.iter().map(|variant| variant.verified).chain([
            size.verified,
            rule.verified,
            chosen_by.verified,
        ]);
        let verified = verified.max().unwrap_or(Verified::Unsure);
        DirectorAnswer { director, officer, missing, reasons, basis: rule.basis.clone(), verified }
    }

    /// The variants that may hold, and why these.
    fn variants_of(&self, part: UnitPart, region: Option<&RegionCode>) -> (Vec<&Variant>, Chosen) {
        let told = |verified, sentences| Chosen { verified, sentences };
        if part == UnitPart::Making {
            let text = self.making_variant.text.clone();
            let sentence = say(format!("规则：{}。", text.zh), format!("The rule: {}.", text.en));
            return (vec![&self.making_variant], told(self.making_variant.verified, vec![sentence]));
        }
        let Some(region) = region else {
            let sentence = say(
                "未提供所在地区，各地口径不同，逐一比较。",
                "The region is not given; jurisdictions read the rule differently, so all readings are compared.",
            );
            return (self.variants.iter().collect(), told(Verified::Source, vec![sentence]));
        };
        let nearest = self
            .jurisdictions
            .iter()
            .filter(|entry| region.is_within(&entry.region))
            .max_by_key(|entry| entry.region.prefix().len());
        let (id, why, verified) = match nearest {
            Some(entry) => (
                &entry.variant,
                say(
                    format!("{}所在地区按登记的口径：{}。", region.as_str(), entry.note.zh),
                    format!("Region {} follows its recorded reading: {}.", region.as_str(), entry.note.en),
                ),
                entry.verified,
            ),
            None => (
                &self.default,
                say(
                    format!("{}所在地区没有登记口径，采用默认口径。", region.as_str()),
                    format!("Region {} has no recorded reading; the default is used.", region.as_str()),
                ),
                Verified::Source,
            ),
        };
        let variant: Vec<&Variant> = self.variants.iter().filter(|variant| &variant.id == id).collect();
        let rule = variant.iter().map(|variant| {
            say(format!("规则：{}。", variant.text.zh), format!("The rule: {}.", variant.text.en))
        });
        let sentences = [why].into_iter().chain(rule).collect();
        (variant, told(verified, sentences))
    }
}

struct Chosen {
    verified: Verified,
    sentences: Vec<Bilingual>,
}

/// Every combination of what is unknown. Three classes, so eight sets of them at most.
fn worlds<'a>(
    sizes: &BTreeSet<SizeClass>,
    variants: &[&'a Variant],
    classes: Option<&[ProductClass]>,
) -> Vec<World<'a>> {
    let sets: Vec<Vec<ProductClass>> = match classes {
        Some(known) => vec![known.to_vec()],
        None => (0_u8..8)
            .map(|set| {
                let within = CLASSES.iter().enumerate().filter(|(bit, _)| set & (1_u8 << bit) != 0);
                within.map(|(_, (class, _))| *class).collect()
            })
            .collect(),
    };
    let mut worlds = Vec::new();
    for size in sizes {
        for variant in variants {
            worlds.extend(sets.iter().map(|set| World { size: *size, variant, classes: set.clone() }));
        }
    }
    worlds
}

fn agreed(worlds: &[World<'_>], holds: impl Fn(&World<'_>) -> bool) -> Required {
    match (worlds.iter().any(&holds), worlds.iter().all(&holds)) {
        (true, true) => Required::Yes,
        (false, _) if !worlds.is_empty() => Required::No,
        _ => Required::Unknown,
    }
}

fn classes_said(classes: Option<&[ProductClass]>) -> Bilingual {
    let name = |class: &ProductClass| match class {
        ProductClass::Licence => Phrase::new("生产许可证产品", "products under production licence"),
        ProductClass::Ccc => Phrase::new("强制性认证产品", "products under CCC"),
        ProductClass::MandatoryStandard => {
            Phrase::new("有强制性国家标准的产品", "products under a mandatory national standard")
        }
    };
    match classes {
        None => say("未提供产品所属类别。", "The classes of the products are not given."),
        Some([]) => say("产品不属于三类产品。", "The products belong to none of the three classes."),
        Some(classes) => {
            let names: Vec<Phrase> = classes.iter().map(name).collect();
            let zh: Vec<&str> = names.iter().map(|one| one.zh).collect();
            let en: Vec<&str> = names.iter().map(|one| one.en).collect();
            say(format!("涉及{}。", zh.join("、")), format!("It deals in {}.", en.join(", ")))
        }
    }
}

fn conclusion(name: &Bilingual, director: Required, officer: Required) -> Bilingual {
    let said = |required| match required {
        Required::Yes => Phrase::new("应当配备", "required"),
        Required::No => Phrase::new("不要求配备", "not required"),
        Required::Unknown => Phrase::new("是否应当配备尚不能判定", "cannot be told yet"),
    };
    let (director, officer) = (said(director), said(officer));
    say(
        format!("{}：质量安全总监{}；质量安全员{}。", name.zh, director.zh, officer.zh),
        format!("{}: whether a director is needed: {}; QS officers: {}.", name.en, director.en, officer.en),
    )
}

const VARIANT: Phrase = Phrase::new("本文件中的口径", "a variant of this file");

fn read_part(part: &Object<'_>, has_verified: bool) -> Option<Part> {
    let (officer_when, basis) = (conditions(part, "officer_when"), part.basis("basis", 1));
    // Of sellers the variant carries the standing; what holds for all of them is the same article.
    let verified = if has_verified { part.verified("verified") } else { Some(Verified::Source) };
    Some(Part { officer_when: officer_when?, basis: basis?, verified: verified? })
}

fn conditions(part: &Object<'_>, name: &'static str) -> Option<Vec<Condition>> {
    part.objects(name, (1, ENTRIES_MAX), |condition| {
        let class = |code: &str| CLASSES.iter().find(|(_, known)| *known == code).map(|(class, _)| *class);
        let expected = Phrase::new("产品类别", "a product class: licence, ccc or mandatory-standard");
        let classes = condition.texts("classes", (1, CLASSES.len()), class, expected);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enterprise::UnitKind;
    use crate::rules::shipped;
    use ProductClass::{Ccc, Licence, MandatoryStandard};

    fn answer(facts: &UnitFacts<'_>) -> DirectorAnswer {
        let rule = DirectorRule::load("director.v1.json", shipped::DIRECTOR_V1).unwrap();
        let sizes = SizeRule::load("size.v1.json", shipped::SIZE_V1).unwrap();
        rule.answer(&sizes, facts)
    }

    fn facts<'a>(
        kind: UnitKind,
        classes: &'a [ProductClass],
        region: Option<&'a RegionCode>,
    ) -> UnitFacts<'a> {
        UnitFacts {
            kind,
            selling: None,
            staff: Some(5),
            revenue_fen: Some(0),
            classes: Some(classes),
            region,
        }
    }

    fn region(code: &str) -> RegionCode {
        RegionCode::new(code).unwrap()
    }

    #[test]
    fn a_small_producer_needs_a_director_for_licence_or_ccc_but_not_for_a_mandatory_standard() {
        for (classes, expected) in [
            (&[Licence][..], Required::Yes),
            (&[Ccc, MandatoryStandard], Required::Yes),
            (&[MandatoryStandard], Required::No),
            (&[], Required::No),
        ] {
            let answer = answer(&facts(UnitKind::Producer, classes, None));
            assert_eq!((answer.director, answer.missing.len()), (expected, 0));
            assert_eq!(answer.officer == Required::Yes, !classes.is_empty());
            assert_eq!(answer.verified, Verified::Partly);
            assert_eq!(answer.basis, ["R75-3", "R75-5"]);
        }
        let medium = UnitFacts { staff: Some(300), ..facts(UnitKind::Producer, &[MandatoryStandard], None) };
        assert_eq!(answer(&medium).director, Required::Yes);
    }

    #[test]
    fn a_small_seller_is_judged_by_the_reading_of_its_region_and_told_which_one() {
        let (liaoning, tianjin) = (region("210102"), region("120101"));
        let there = answer(&facts(UnitKind::Retailer, &[Ccc], Some(&liaoning)));
        assert_eq!((there.director, there.verified), (Required::Yes, Verified::Unsure));
        assert!(there.reasons.iter().any(|one| one.zh.contains("辽宁省工作指南的口径")));
        let here = answer(&facts(UnitKind::Retailer, &[Ccc], Some(&tianjin)));
        assert_eq!((here.director, here.officer), (Required::No, Required::Yes));
        assert!(here.reasons.iter().any(|one| one.zh == "120101所在地区没有登记口径，采用默认口径。"));
        assert_eq!(here.reasons.last().unwrap().zh, "销售方面：质量安全总监不要求配备；质量安全员应当配备。");
    }

    #[test]
    fn a_seller_without_a_region_is_told_only_where_all_readings_agree() {
        let open = answer(&facts(UnitKind::Retailer, &[Ccc], None));
        assert_eq!((open.director, open.missing), (Required::Unknown, vec![MissingInput::Region]));
        let agreed = answer(&facts(UnitKind::Retailer, &[MandatoryStandard], None));
        assert_eq!((agreed.director, agreed.missing), (Required::No, vec![]));
    }

    #[test]
    fn an_unknown_size_matters_only_where_the_rule_asks_for_it() {
        let facts = facts(UnitKind::Producer, &[Licence], None);
        let unsized_facts = UnitFacts { staff: None, revenue_fen: None, ..facts };
        assert_eq!(answer(&unsized_facts).director, Required::Yes);
        let standard = UnitFacts { classes: Some(&[MandatoryStandard]), ..unsized_facts };
        let open = answer(&standard);
        assert_eq!(open.director, Required::Unknown);
        assert_eq!(open.missing, vec![MissingInput::Staff, MissingInput::Revenue]);
        assert_eq!(open.officer, Required::Yes);
    }

    #[test]
    fn unknown_classes_are_missing_and_never_taken_for_none() {
        let open = answer(&UnitFacts { classes: None, ..facts(UnitKind::Producer, &[], None) });
        assert_eq!((open.director, open.officer), (Required::Unknown, Required::Unknown));
        assert_eq!(open.missing, vec![MissingInput::Classes]);
    }

    #[test]
    fn a_unit_that_makes_and_sells_must_appoint_if_either_part_must() {
        let tianjin = region("120000");
        let both = answer(&facts(UnitKind::ProducerAndSeller, &[Ccc], Some(&tianjin)));
        assert_eq!(both.director, Required::Yes);
        assert!(both.basis.contains(&"R75-5".to_owned()) && both.basis.contains(&"R76-5".to_owned()));
        assert!(both.reasons.iter().any(|one| one.zh.starts_with("销售方面：质量安全总监不要求配备")));
    }

    #[test]
    fn the_nearest_region_wins_and_a_variant_that_does_not_exist_is_refused() {
        let nearer = shipped::DIRECTOR_V1.replace("\"region\": \"350000\"", "\"region\": \"210100\"");
        let rule = DirectorRule::load("d.json", &nearer).unwrap();
        let sizes = SizeRule::load("size.v1.json", shipped::SIZE_V1).unwrap();
        let of = |code: &str| {
            let region = region(code);
            rule.answer(&sizes, &facts(UnitKind::Retailer, &[Ccc], Some(&region))).director
        };
        assert_eq!((of("210102"), of("210202")), (Required::No, Required::Yes));
        let damaged =
            shipped::DIRECTOR_V1.replacen("\"variant\": \"all-licence-or-ccc\"", "\"variant\": \"x\"", 1);
        let error = DirectorRule::load("d.json", &damaged).unwrap_err();
        assert_eq!(
            error.to_string(),
            "d.json: 210000: seller.jurisdictions.variant: \"x\" is not a variant of this file"
        );
    }
}
