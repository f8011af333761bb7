//! Whether a unit must appoint a quality safety director (质量安全总监) and QS officers, as `rules/director.v1.json` says.
//!
//! For sellers sources differ, so the rule has variants and a switch by jurisdiction. A region that no entry covers gets
//! the default, and the answer says so.

mod load;
mod said;

use self::said::{classes_said, conclusion};
use super::size::{SizeRule, UnitPart};
use super::{MissingInput, Required, UnitFacts, say};
use crate::checklist::{Bilingual, Verified};
use crate::facts::SizeClass;
use crate::identifier::RegionCode;
use crate::product::ProductClass;
use std::collections::BTreeSet;

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
                let within =
                    ProductClass::ALL.into_iter().enumerate().filter(|(bit, _)| set & (1_u8 << bit) != 0);
                within.map(|(_, class)| class).collect()
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

#[cfg(test)]
mod tests;
