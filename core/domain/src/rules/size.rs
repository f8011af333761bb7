//! Size classes of units: large, medium, small or micro, by kind of unit, as `rules/size.v1.json` says.

use super::{MissingInput, SellingTrade, UnitFacts, say};
use crate::checklist::{Bilingual, Verified};
use crate::enterprise::UnitKind;
use crate::published::{ContentError, Object, Phrase, read};
use std::collections::{BTreeMap, BTreeSet};

/// Most thresholds of one class.
const THRESHOLDS_MAX: usize = 4;

/// How large a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SizeClass {
    /// 小微.
    SmallOrMicro,
    /// 中型.
    Medium,
    /// 大型.
    Large,
}

impl SizeClass {
    /// Every class, smallest first.
    pub const ALL: [Self; 3] = [Self::SmallOrMicro, Self::Medium, Self::Large];

    /// Stable code used in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SmallOrMicro => "small-or-micro",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// In words.
    #[must_use]
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::SmallOrMicro => Phrase::new("小微型", "small or micro"),
            Self::Medium => Phrase::new("中型", "medium"),
            Self::Large => Phrase::new("大型", "large"),
        }
    }
}

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

    fn reason(
        &self,
        trade: Trade,
        facts: &UnitFacts<'_>,
        least: SizeClass,
        greatest: SizeClass,
    ) -> Bilingual {
        let (kind, from, to) = (trade.phrase(), least.phrase(), greatest.phrase());
        if least != greatest {
            let lacks: Vec<Phrase> = [
                (facts.staff.is_none(), MissingInput::Staff),
                (facts.revenue_fen.is_none(), MissingInput::Revenue),
            ]
            .into_iter()
            .filter(|(lacks, _)| *lacks)
            .map(|(_, input)| input.phrase())
            .collect();
            let zh: Vec<&str> = lacks.iter().map(|input| input.zh).collect();
            let en: Vec<&str> = lacks.iter().map(|input| input.en).collect();
            return say(
                format!("按{}标准，未提供{}，可能是{}至{}。", kind.zh, zh.join("和"), from.zh, to.zh),
                format!(
                    "As a {}, without {}, it may be anything from {} to {}.",
                    kind.en,
                    en.join(" and "),
                    from.en,
                    to.en
                ),
            );
        }
        let list = if least == SizeClass::Large { &self.large } else { &self.medium };
        let reached = list
            .iter()
            .filter(|threshold| threshold.value(facts).is_some_and(|value| value >= threshold.at_least));
        let said: Vec<Bilingual> = reached.map(|threshold| threshold.said(facts)).collect();
        if said.is_empty() {
            let limits: Vec<Bilingual> = self.medium.iter().map(|threshold| threshold.limit()).collect();
            let of = |text: fn(&Bilingual) -> &str| limits.iter().map(text).collect::<Vec<_>>();
            return say(
                format!("按{}标准，{}都没有达到，为{}。", kind.zh, of(|one| &one.zh).join("、"), from.zh),
                format!(
                    "As a {}, it reaches neither {}: {}.",
                    kind.en,
                    of(|one| &one.en).join(" nor "),
                    from.en
                ),
            );
        }
        let of = |text: fn(&Bilingual) -> &str| said.iter().map(text).collect::<Vec<_>>();
        say(
            format!("按{}标准，{}，为{}。", kind.zh, of(|one| &one.zh).join("，"), from.zh),
            format!("As a {}, {}: {}.", kind.en, of(|one| &one.en).join(", "), from.en),
        )
    }
}

impl Threshold {
    const fn value(&self, facts: &UnitFacts<'_>) -> Option<u64> {
        match self.measure {
            Measure::Staff => facts.staff,
            Measure::RevenueFen => facts.revenue_fen,
        }
    }

    /// `从业人员1000人`.
    fn limit(&self) -> Bilingual {
        self.amount(self.at_least)
    }

    /// `从业人员1200人，达到1000人`.
    fn said(&self, facts: &UnitFacts<'_>) -> Bilingual {
        let value = self.amount(self.value(facts).unwrap_or_default());
        let limit = match self.measure {
            Measure::Staff => say(format!("{}人", self.at_least), self.at_least.to_string()),
            Measure::RevenueFen => money(self.at_least),
        };
        say(format!("{}，达到{}", value.zh, limit.zh), format!("{} reaches {}", value.en, limit.en))
    }

    fn amount(&self, value: u64) -> Bilingual {
        match self.measure {
            Measure::Staff => say(format!("从业人员{value}人"), format!("staff of {value}")),
            Measure::RevenueFen => {
                let amount = money(value);
                say(format!("营业收入{}", amount.zh), format!("revenue of {}", amount.en))
            }
        }
    }
}

/// An amount of fen in yuan, exactly: `4亿元`, `2000万元`, `123.45元`.
pub(crate) fn money(fen: u64) -> Bilingual {
    let yuan = fen / 100;
    let zh = match fen {
        _ if fen.is_multiple_of(10_000_000_000) && fen > 0 => format!("{}亿元", yuan / 100_000_000),
        _ if fen.is_multiple_of(1_000_000) && fen > 0 => format!("{}万元", yuan / 10_000),
        _ if fen.is_multiple_of(100) => format!("{yuan}元"),
        _ => format!("{yuan}.{:02}元", fen % 100),
    };
    let digits = yuan.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let en = if fen.is_multiple_of(100) {
        format!("CNY {grouped}")
    } else {
        format!("CNY {grouped}.{:02}", fen % 100)
    };
    say(zh, en)
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
mod tests {
    use super::*;
    use crate::rules::shipped;

    const YUAN: u64 = 100;

    fn facts(kind: UnitKind, staff: Option<u64>, revenue_yuan: Option<u64>) -> UnitFacts<'static> {
        let revenue_fen = revenue_yuan.map(|yuan| yuan * YUAN);
        UnitFacts { kind, selling: None, staff, revenue_fen, classes: None, region: None }
    }

    fn rule() -> SizeRule {
        SizeRule::load("size.v1.json", shipped::SIZE_V1).unwrap()
    }

    fn class(kind: UnitKind, staff: u64, revenue_yuan: u64) -> Option<SizeClass> {
        let part = UnitPart::of(kind)[0];
        rule().size(part, &facts(kind, Some(staff), Some(revenue_yuan))).class
    }

    #[test]
    fn a_unit_that_just_reaches_a_boundary_belongs_to_the_larger_class() {
        use SizeClass::{Large, Medium, SmallOrMicro};
        for (kind, staff_large, revenue_large, staff_medium, revenue_medium) in [
            (UnitKind::Producer, 1000, 400_000_000, 300, 20_000_000),
            (UnitKind::Wholesaler, 200, 400_000_000, 20, 50_000_000),
            (UnitKind::Retailer, 300, 200_000_000, 50, 5_000_000),
        ] {
            assert_eq!(class(kind, staff_large, 0), Some(Large));
            assert_eq!(class(kind, staff_large - 1, 0), Some(Medium));
            assert_eq!(class(kind, 0, revenue_large), Some(Large));
            assert_eq!(class(kind, 0, revenue_large - 1), Some(Medium));
            assert_eq!(class(kind, staff_medium, 0), Some(Medium));
            assert_eq!(class(kind, 0, revenue_medium), Some(Medium));
            assert_eq!(class(kind, staff_medium - 1, revenue_medium - 1), Some(SmallOrMicro));
        }
    }

    #[test]
    fn a_missing_number_leaves_open_only_what_it_could_change() {
        let large = rule().size(UnitPart::Making, &facts(UnitKind::Producer, Some(1000), None));
        assert_eq!((large.class, large.missing), (Some(SizeClass::Large), vec![]));
        let open = rule().size(UnitPart::Making, &facts(UnitKind::Producer, Some(500), None));
        assert_eq!(open.class, None);
        assert_eq!(open.possible, BTreeSet::from([SizeClass::Medium, SizeClass::Large]));
        assert_eq!(open.missing, vec![MissingInput::Revenue]);
        assert_eq!(open.reasons[0].zh, "按生产单位标准，未提供上年营业收入，可能是中型至大型。");
    }

    #[test]
    fn a_seller_of_unknown_trade_is_told_only_where_both_trades_agree() {
        let unsure = rule().size(UnitPart::Selling, &facts(UnitKind::OnlineSeller, Some(30), Some(0)));
        assert_eq!((unsure.class, unsure.missing), (None, vec![MissingInput::Selling]));
        let sure = rule().size(UnitPart::Selling, &facts(UnitKind::OnlineSeller, Some(10), Some(0)));
        assert_eq!(sure.class, Some(SizeClass::SmallOrMicro));
        let retail = UnitFacts {
            selling: Some(SellingTrade::Retail),
            ..facts(UnitKind::OnlineSeller, Some(30), Some(0))
        };
        assert_eq!(rule().size(UnitPart::Selling, &retail).class, Some(SizeClass::SmallOrMicro));
    }

    #[test]
    fn the_reason_names_the_numbers_and_the_boundary() {
        let answer = rule().size(UnitPart::Making, &facts(UnitKind::Producer, Some(320), Some(400_000_000)));
        assert_eq!(answer.reasons[0].zh, "按生产单位标准，营业收入4亿元，达到4亿元，为大型。");
        assert_eq!(
            answer.reasons[0].en,
            "As a producer, revenue of CNY 400,000,000 reaches CNY 400,000,000: large."
        );
        let small = rule().size(UnitPart::Making, &facts(UnitKind::Producer, Some(8), Some(1)));
        assert_eq!(
            small.reasons[0].zh,
            "按生产单位标准，从业人员300人、营业收入2000万元都没有达到，为小微型。"
        );
        assert_eq!(money(12_345).zh, "123.45元");
        assert_eq!(answer.verified, Verified::Partly);
    }
}
