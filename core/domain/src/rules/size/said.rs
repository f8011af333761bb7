//! The sentences on how large a unit is.

use super::{Measure, Threshold, Thresholds, Trade};
use crate::checklist::Bilingual;
use crate::facts::SizeClass;
use crate::published::Phrase;
use crate::rules::{MissingInput, UnitFacts, say};

impl Thresholds {
    /// Which threshold was reached, or what is missing to tell.
    pub(super) fn reason(
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
pub(super) fn money(fen: u64) -> Bilingual {
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
