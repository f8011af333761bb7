//! Size classes of units: large, medium, small or micro, by kind of unit, as `rules/size.v1.json` says.

mod said;

use super::{MissingInput, SellingTrade, UnitFacts};
use crate::checklist::{Bilingual, Verified};
use crate::enterprise::UnitKind;
use crate::facts::SizeClass;
use crate::published::{ContentError, Object, Phrase, read};
use std::collections::{BTreeMap, BTreeSet};

/// Most thresholds of one class.
const THRESHOLDS_MAX: usize = 4;

/// The three kinds for which the classes are defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trade {
    /// 生产.
    Producer,
    /// 批发.
    Wholesaler,
    /// 零售.
    Retailer,
}

impl Trade {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Producer, Self::Wholesaler, Self::Retailer];

    /// Stable code used in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Wholesaler => "wholesaler",
            Self::Retailer => "retailer",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trade| trade.code() == code)
    }

    /// In words.
    #[must_use]
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Producer => Phrase::new("生产单位", "producer"),
            Self::Wholesaler => Phrase::new("批发单位", "wholesaler"),
            Self::Retailer => Phrase::new("零售单位", "retailer"),
        }
    }
}

/// Under which of the two Orders a unit is looked at: one that makes and sells has both parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitPart {
    /// What it makes: Order 75.
    Making,
    /// What it sells: Order 76.
    Selling,
}

impl UnitPart {
    /// Code of the Order under which this part is looked at.
    #[must_use]
    pub const fn order(self) -> &'static str {
        match self {
            Self::Making => "R75",
            Self::Selling => "R76",
        }
    }

    /// The parts that a kind of unit has.
    #[must_use]
    pub const fn of(kind: UnitKind) -> &'static [Self] {
        match kind {
            UnitKind::Producer => &[Self::Making],
            UnitKind::Wholesaler | UnitKind::Retailer | UnitKind::OnlineSeller => &[Self::Selling],
            UnitKind::ProducerAndSeller => &[Self::Making, Self::Selling],
        }
    }

    /// The kinds whose thresholds may apply to this part: two where it is unknown how the unit sells.
    fn trades(self, facts: &UnitFacts<'_>) -> Vec<Trade> {
        match (self, facts.kind, facts.selling) {
            (Self::Making, ..) => vec![Trade::Producer],
            (Self::Selling, UnitKind::Wholesaler, _) | (Self::Selling, _, Some(SellingTrade::Wholesale)) => {
                vec![Trade::Wholesaler]
            }
            (Self::Selling, UnitKind::Retailer, _) | (Self::Selling, _, Some(SellingTrade::Retail)) => {
                vec![Trade::Retailer]
            }
            (Self::Selling, _, None) => vec![Trade::Wholesaler, Trade::Retailer],
        }
    }
}

/// What a threshold measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Staff,
    RevenueFen,
}

/// Reached by this value and every greater one: the boundary is included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Threshold {
    measure: Measure,
    at_least: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Thresholds {
    large: Vec<Threshold>,
    medium: Vec<Threshold>,
    verified: Verified,
}

/// One published version of the size classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SizeRule {
    /// Version, from 1.
    pub version: u32,
    kinds: BTreeMap<Trade, Thresholds>,
}

/// How large a unit is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SizeAnswer {
    /// The class; `None` where a missing input could change it.
    pub class: Option<SizeClass>,
    /// Every class that the inputs at hand allow: one if `class` is known.
    pub possible: BTreeSet<SizeClass>,
    /// What must be known to tell the class; empty if it is known.
    pub missing: Vec<MissingInput>,
    /// Sentences, in order.
    pub reasons: Vec<Bilingual>,
    /// How well the thresholds are known.
    pub verified: Verified,
}

impl SizeRule {
    /// Reads `rules/size.v1.json`. `file` is the name that errors give.
    ///
    /// Errors: any of [`ContentError`] but `NotAsPublished`.
    pub fn load(file: &str, json: &str) -> Result<Self, ContentError> {
        read(file, json, |root| {
            let version = root.version();
            let kinds = root.objects("kinds", (3, 3), |kind| {
                let trade =
                    kind.code("kind", Trade::from_code, Phrase::new("已知的单位类型", "a known kind"));
                let (large, medium) = (thresholds(kind, "large"), thresholds(kind, "medium"));
                let verified = kind.verified("verified");
                Some((trade?, Thresholds { large: large?, medium: medium?, verified: verified? }))
            })?;
            let kinds: BTreeMap<Trade, Thresholds> = kinds.into_iter().collect();
            if kinds.len() < Trade::ALL.len() {
                let because = Phrase::new("同一类型写了两次", "one kind stands here twice");
                root.fault("kinds", crate::published::Problem::Contradiction { because });
            }
            Some(Self { version: version?, kinds })
        })
    }

    /// How large one part of a unit is.
    ///
    /// A unit is large if it reaches any threshold of "large", else medium if it reaches any of "medium", else small or
    /// micro. An input that is missing leaves open what it could change and nothing else: 1,000 staff make a producer
    /// large whatever it earns.
    #[must_use]
    pub fn size(&self, part: UnitPart, facts: &UnitFacts<'_>) -> SizeAnswer {
        let trades = part.trades(facts);
        let mut possible = BTreeSet::new();
        let (mut reasons, mut verified) = (Vec::new(), Verified::Source);
        for trade in &trades {
            let Some(thresholds) = self.kinds.get(trade) else { continue };
            verified = verified.max(thresholds.verified);
            let (least, greatest) = (thresholds.class(facts, 0), thresholds.class(facts, u64::MAX));
            // A missing number may be anything, so every class between the two is possible.
            possible.extend(SizeClass::ALL.into_iter().filter(|class| (least..=greatest).contains(class)));
            reasons.push(thresholds.reason(*trade, facts, least, greatest));
        }
        let class = possible.first().copied().filter(|_| possible.len() == 1);
        let mut missing = Vec::new();
        if class.is_none() {
            let inputs = [
                (facts.staff.is_none(), MissingInput::Staff),
                (facts.revenue_fen.is_none(), MissingInput::Revenue),
                (trades.len() > 1, MissingInput::Selling),
            ];
            missing.extend(inputs.into_iter().filter(|(lacks, _)| *lacks).map(|(_, input)| input));
        }
        SizeAnswer { class, possible, missing, reasons, verified }
    }
}

impl Thresholds {
    /// The class if every missing number were `assumed`.
    fn class(&self, facts: &UnitFacts<'_>, assumed: u64) -> SizeClass {
        let reached = |threshold: &Threshold| threshold.value(facts).unwrap_or(assumed) >= threshold.at_least;
        match (self.large.iter().any(reached), self.medium.iter().any(reached)) {
            (true, _) => SizeClass::Large,
            (false, true) => SizeClass::Medium,
            (false, false) => SizeClass::SmallOrMicro,
        }
    }
}

impl Threshold {
    const fn value(&self, facts: &UnitFacts<'_>) -> Option<u64> {
        match self.measure {
            Measure::Staff => facts.staff,
            Measure::RevenueFen => facts.revenue_fen,
        }
    }
}

fn thresholds(kind: &Object<'_>, name: &'static str) -> Option<Vec<Threshold>> {
    kind.objects(name, (1, THRESHOLDS_MAX), |threshold| {
        let from_code = |code: &str| match code {
            "staff" => Some(Measure::Staff),
            "revenue_fen" => Some(Measure::RevenueFen),
            _ => None,
        };
        let measure =
            threshold.code("measure", from_code, Phrase::new("staff或者revenue_fen", "staff or revenue_fen"));
        let at_least = threshold.number("at_least", 1, u64::MAX);
        Some(Threshold { measure: measure?, at_least: at_least? })
    })
}

#[cfg(test)]
mod tests;
