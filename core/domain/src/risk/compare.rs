//! Holds an enterprise's own list against the sample: what is missing, weaker, covered or extra, row by row and in words.
//!
//! How rows are matched. The texts of the indicators are compared by their pairs of neighbouring characters
//! (see `similar`). The two rows of a list and a sample that are most alike belong together, then the next two, each row
//! once, as long as they are at least [`INDICATOR_ALIKE_MIN`] percent alike. Below that nothing is matched: people see the
//! closest row, if it is at least [`CLOSEST_TOLD_MIN`] percent alike, and decide.
//!
//! What is weaker. A less frequent mode; a lower responsible role, unless the enterprise looks more often than the sample
//! asks; a mode or role that is not stated; a clause of the sample's measure of which less than [`CLAUSE_WITHIN_MIN`]
//! percent stands in the own measure; a figure of the sample's measure that the own measure does not name.
//!
//! It is a reading of texts, not of meaning. Every verdict carries its figures so that an inspector can see why.

use super::similar::{Pairs, clauses, figures};
use super::table::{OwnList, OwnRow};
use super::{Mode, ResponsibleRole, RiskList, RiskRow};
use crate::checklist::Bilingual;
use crate::rules::say;
use std::collections::BTreeMap;

/// From this likeness of their indicators, in percent, two rows are about the same risk.
pub const INDICATOR_ALIKE_MIN: u8 = 50;
/// From this likeness on, the closest own row is named beside a missing one.
pub const CLOSEST_TOLD_MIN: u8 = 20;
/// From this share of its pairs of characters, in percent, a clause of the sample's measure counts as taken up.
pub const CLAUSE_WITHIN_MIN: u8 = 50;

/// Why an own row is weaker than the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weakness {
    /// It is looked at less often.
    LessFrequent {
        /// Mode of the sample.
        sample: Mode,
        /// Mode of the own list.
        own: Mode,
    },
    /// The own list states no mode.
    ModeNotStated {
        /// Mode of the sample.
        sample: Mode,
    },
    /// A lower role is responsible.
    LowerRole {
        /// Role of the sample.
        sample: ResponsibleRole,
        /// Role of the own list.
        own: ResponsibleRole,
    },
    /// The own list names no role, or more than one.
    RoleNotStated {
        /// Role of the sample.
        sample: ResponsibleRole,
        /// What it says instead; may be empty.
        own: String,
    },
    /// A clause of the sample's measure is not taken up.
    MeasureLacks {
        /// The clause.
        clause: String,
        /// How much of it stands in the own measure, in percent.
        within: u8,
    },
    /// A figure of the sample's measure is not named.
    FigureLacks {
        /// The figure with what follows it, e.g. `30分`.
        figure: String,
    },
}

impl Weakness {
    /// The weakness in words.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        match self {
            Self::LessFrequent { sample, own } => say(
                format!("管控形式为{}，示例为{}，频次较低", own.phrase().zh, sample.phrase().zh),
                format!(
                    "its mode is {}, that of the sample {}: less often",
                    own.phrase().en,
                    sample.phrase().en
                ),
            ),
            Self::ModeNotStated { sample } => say(
                format!("没有写明管控形式，示例为{}", sample.phrase().zh),
                format!("it states no mode; that of the sample is {}", sample.phrase().en),
            ),
            Self::LowerRole { sample, own } => say(
                format!("责任人为{}，示例为{}，级别较低", own.phrase().zh, sample.phrase().zh),
                format!(
                    "the {} is responsible, in the sample the {}: a lower role",
                    own.phrase().en,
                    sample.phrase().en
                ),
            ),
            Self::RoleNotStated { sample, own } if own.is_empty() => say(
                format!("没有写明责任人，示例为{}", sample.phrase().zh),
                format!("it names nobody responsible; in the sample it is the {}", sample.phrase().en),
            ),
            Self::RoleNotStated { sample, own } => say(
                format!("责任人“{own}”看不出是哪一个岗位，示例为{}", sample.phrase().zh),
                format!(
                    "\"{own}\" does not name one role that is responsible; in the sample it is the {}",
                    sample.phrase().en
                ),
            ),
            Self::MeasureLacks { clause, within } => say(
                format!("措施没有体现“{clause}”（文字相同部分{within}%，不足{CLAUSE_WITHIN_MIN}%）"),
                format!(
                    "the measure does not take up \"{clause}\" ({within} % of its text, below {CLAUSE_WITHIN_MIN} %)"
                ),
            ),
            Self::FigureLacks { figure } => say(
                format!("措施没有写明“{figure}”这一数值"),
                format!("the measure does not name the figure \"{figure}\""),
            ),
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The own list has it, at least as strict in everything that is compared.
    Covered,
    /// The own list has it, but weaker.
    Weaker(Vec<Weakness>),
    /// The own list does not have it. The closest own row, if any comes near: its row in the table and its likeness.
    Missing {
        /// Row of the table and likeness in percent.
        closest: Option<(usize, u8)>,
    },
    /// Only the own list has it.
    Extra,
}

impl Verdict {
    /// Stable code: `covered`, `weaker`, `missing` or `extra`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Weaker(_) => "weaker",
            Self::Missing { .. } => "missing",
            Self::Extra => "extra",
        }
    }
}

/// One row of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
    /// Id of the sample's row; `None` for an extra one.
    pub sample: Option<String>,
    /// Row of the own table; `None` for a missing one.
    pub own: Option<usize>,
    /// Likeness of the two indicators in percent; 0 where one of them is not there.
    pub alike: u8,
    /// What became of it.
    pub verdict: Verdict,
    /// The verdict in words.
    pub words: Bilingual,
}

/// An enterprise's list held against a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The sample's id.
    pub sample: String,
    /// The sample's version.
    pub version: u32,
    /// The sample's rows in order, then the extra rows in the order of the own table.
    pub rows: Vec<ComparedRow>,
    /// The result in one sentence, with its counts.
    pub summary: Bilingual,
}

impl Comparison {
    /// How many rows have the verdict with this code.
    #[must_use]
    pub fn count(&self, code: &str) -> usize {
        self.rows.iter().filter(|row| row.verdict.code() == code).count()
    }
}

/// Compares an enterprise's own list with a sample.
#[must_use]
pub fn compare(sample: &RiskList, own: &OwnList) -> Comparison {
    let likeness = Likeness::of(sample, own);
    let matched = likeness.matched();
    let mut rows = Vec::with_capacity(sample.rows.len());
    for (index, row) in sample.rows.iter().enumerate() {
        let partner = matched.get(&index).and_then(|(place, alike)| Some((own.rows.get(*place)?, *alike)));
        rows.push(match partner {
            Some((own, alike)) => both(row, own, alike),
            None => missing(row, likeness.closest(index, own)),
        });
    }
    for (place, row) in own.rows.iter().enumerate() {
        if !matched.values().any(|(taken, _)| *taken == place) {
            rows.push(ComparedRow {
                sample: None,
                own: Some(row.row),
                alike: 0,
                verdict: Verdict::Extra,
                words: say(
                    format!("第{}行“{}”：示例没有，企业自行增加。", row.row, row.indicator),
                    format!(
                        "Row {} \"{}\": not in the sample, added by the enterprise.",
                        row.row, row.indicator
                    ),
                ),
            });
        }
    }
    let mut compared =
        Comparison { sample: sample.id.clone(), version: sample.version, rows, summary: say("", "") };
    let [covered, weaker, missing, extra] =
        ["covered", "weaker", "missing", "extra"].map(|code| compared.count(code));
    compared.summary = say(
        format!(
            "与《{}》第{}版比较：已覆盖{covered}项，偏弱{weaker}项，缺少{missing}项，自增{extra}项。按文字比较，供人判断。",
            sample.title.zh, sample.version
        ),
        format!(
            "Against \"{}\", version {}: {covered} covered, {weaker} weaker, {missing} missing, {extra} extra. \
             Compared by text, for people to judge.",
            sample.title.en, sample.version
        ),
    );
    compared
}

/// How alike every indicator of the sample is to every own one, in percent.
struct Likeness(Vec<Vec<u8>>);

impl Likeness {
    fn of(sample: &RiskList, own: &OwnList) -> Self {
        let own: Vec<Pairs> = own.rows.iter().map(|row| Pairs::of(&row.indicator)).collect();
        let row = |text: &str| {
            let pairs = Pairs::of(text);
            own.iter().map(|other| pairs.alike(other)).collect()
        };
        Self(sample.rows.iter().map(|one| row(&one.indicator.zh)).collect())
    }

    /// The own row of each sample row: the most alike first, each row once; of equals the earlier.
    fn matched(&self) -> BTreeMap<usize, (usize, u8)> {
        let mut all: Vec<(u8, usize, usize)> = Vec::new();
        for (index, row) in self.0.iter().enumerate() {
            let alike = row.iter().enumerate().filter(|(_, alike)| **alike >= INDICATOR_ALIKE_MIN);
            all.extend(alike.map(|(place, alike)| (*alike, index, place)));
        }
        all.sort_by_key(|(alike, index, place)| (std::cmp::Reverse(*alike), *index, *place));
        let mut matched: BTreeMap<usize, (usize, u8)> = BTreeMap::new();
        let mut taken = std::collections::BTreeSet::new();
        for (alike, index, place) in all {
            if !matched.contains_key(&index) && taken.insert(place) {
                matched.insert(index, (place, alike));
            }
        }
        matched
    }

    fn closest(&self, index: usize, own: &OwnList) -> Option<(usize, u8)> {
        let row = self.0.get(index)?;
        // The first of the most alike: `max_by_key` alone would take the last.
        let (place, alike) = row.iter().enumerate().rev().max_by_key(|(_, alike)| **alike)?;
        (*alike >= CLOSEST_TOLD_MIN).then_some((own.rows.get(place)?.row, *alike))
    }
}

fn missing(row: &RiskRow, closest: Option<(usize, u8)>) -> ComparedRow {
    let words = match closest {
        None => say(
            format!("{}“{}”：企业清单缺少。", row.id, row.indicator.zh),
            format!("{} \"{}\": missing from the enterprise's list.", row.id, row.indicator.en),
        ),
        Some((place, alike)) => say(
            format!(
                "{}“{}”：企业清单缺少；最接近的是第{place}行（文字相似{alike}%），请核对是否同一风险。",
                row.id, row.indicator.zh
            ),
            format!(
                "{} \"{}\": missing from the enterprise's list; the closest is row {place} ({alike} % alike): see \
                 whether it is the same risk.",
                row.id, row.indicator.en
            ),
        ),
    };
    ComparedRow {
        sample: Some(row.id.clone()),
        own: None,
        alike: 0,
        verdict: Verdict::Missing { closest },
        words,
    }
}

fn both(row: &RiskRow, own: &OwnRow, alike: u8) -> ComparedRow {
    let weaknesses = weaknesses(row, own);
    let told = |text: fn(&Bilingual) -> &str, between: &str| {
        let words: Vec<Bilingual> = weaknesses.iter().map(Weakness::words).collect();
        words.iter().map(text).collect::<Vec<_>>().join(between)
    };
    let words = if weaknesses.is_empty() {
        say(
            format!("{}“{}”：第{}行已覆盖（文字相似{alike}%）。", row.id, row.indicator.zh, own.row),
            format!("{} \"{}\": covered by row {} ({alike} % alike).", row.id, row.indicator.en, own.row),
        )
    } else {
        say(
            format!(
                "{}“{}”：第{}行偏弱（文字相似{alike}%）：{}。",
                row.id,
                row.indicator.zh,
                own.row,
                told(|one| &one.zh, "；")
            ),
            format!(
                "{} \"{}\": row {} is weaker ({alike} % alike): {}.",
                row.id,
                row.indicator.en,
                own.row,
                told(|one| &one.en, "; ")
            ),
        )
    };
    let verdict = if weaknesses.is_empty() { Verdict::Covered } else { Verdict::Weaker(weaknesses) };
    ComparedRow { sample: Some(row.id.clone()), own: Some(own.row), alike, verdict, words }
}

fn weaknesses(sample: &RiskRow, own: &OwnRow) -> Vec<Weakness> {
    let mut found = Vec::new();
    match own.mode {
        None => found.push(Weakness::ModeNotStated { sample: sample.mode }),
        Some(mode) if mode > sample.mode => {
            found.push(Weakness::LessFrequent { sample: sample.mode, own: mode });
        }
        Some(_) => {}
    }
    // Whoever looks more often than the sample asks may do so with the role of that mode.
    let stricter = own.mode.is_some_and(|mode| mode < sample.mode);
    match own.role {
        None => {
            let text = own.role_text.clone();
            found.push(Weakness::RoleNotStated { sample: sample.role, own: text });
        }
        Some(role) if role < sample.role && !stricter => {
            found.push(Weakness::LowerRole { sample: sample.role, own: role });
        }
        Some(_) => {}
    }
    let measure = Pairs::of(&own.measure);
    for clause in clauses(&sample.measure.zh) {
        let within = Pairs::of(clause).within(&measure);
        if within < CLAUSE_WITHIN_MIN {
            found.push(Weakness::MeasureLacks { clause: clause.to_owned(), within });
        }
    }
    let named = figures(&own.measure);
    let lacking = figures(&sample.measure.zh).into_iter().filter(|figure| !named.contains(figure));
    found.extend(lacking.map(|figure| Weakness::FigureLacks { figure }));
    found
}
