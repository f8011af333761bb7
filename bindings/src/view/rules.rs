//! What the rules of supervision say, with reasons in words.

use super::guide::{CitationView, citation};
use crate::reader::{Reader, office_moment};
use zhian_domain::checklist::{Bilingual, Verified};
use zhian_domain::facts::SizeClass as GivenSize;
use zhian_domain::rules::deadline::{Deadline, Due};
use zhian_domain::rules::director::DirectorAnswer;
use zhian_domain::rules::grading::{Grade, Scheme, VisitQuota};
use zhian_domain::rules::size::{SizeAnswer, UnitPart as GivenPart};
use zhian_domain::rules::{MissingInput, Required as GivenRequired, standing_words};
use zhian_engine::view;

/// How large a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum SizeClass {
    /// 小微型.
    SmallOrMicro,
    /// 中型.
    Medium,
    /// 大型.
    Large,
}

/// Under which of the two Orders a unit is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum UnitPart {
    /// What it makes: Order 75.
    Making,
    /// What it sells: Order 76.
    Selling,
}

/// Whether something is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Required {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// That cannot be told from what is known.
    Unknown,
}

/// Why a rule answers as it does.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReasonsView {
    /// The reasons, in order.
    pub reasons: Vec<String>,
    /// What would still have to be known.
    pub missing: Vec<String>,
    /// That the rule is still to be checked, in words; none if it was read in a source.
    pub to_be_checked: Option<String>,
}

/// How large a unit is under one of the Orders.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SizeView {
    /// Under which.
    pub part: UnitPart,
    /// Its size; none while that cannot be told.
    pub size: Option<SizeClass>,
    /// Why.
    pub why: ReasonsView,
}

/// Whether a unit must appoint a director and officers.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DirectorView {
    /// The quality safety director (质量安全总监).
    pub director: Required,
    /// The quality safety officer (质量安全员).
    pub officer: Required,
    /// Articles it rests on, as today's law has them.
    pub basis: Vec<CitationView>,
    /// Why.
    pub why: ReasonsView,
}

/// A deadline of the rules.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DeadlineView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub event: String,
    /// Article that sets it, as today's law has it.
    pub basis: Vec<CitationView>,
}

/// When a term ends.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DueView {
    /// The last moment.
    pub at: super::Moment,
    /// The last day, `2026-11-21`.
    pub day: String,
    /// How it was counted.
    pub how: String,
    /// Whether it may still change: a year it touches is not announced, or not here.
    pub provisional: bool,
    /// Article that sets it, as today's law has it.
    pub basis: Vec<CitationView>,
    /// What an extension would need; none where there is none.
    pub extension: Option<String>,
    /// That the rule is still to be checked, in words; none if it was read in a source.
    pub to_be_checked: Option<String>,
}

/// One grade of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct GradeView {
    /// Its code, e.g. `AA`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it says.
    pub rule: String,
    /// Visits in so many months.
    pub visits: u32,
    /// So many.
    pub months: u32,
    /// Most visits of a year.
    pub yearly_max: u32,
}

/// A grading scheme.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SchemeView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is from.
    pub source: String,
    /// Its grades.
    pub grades: Vec<GradeView>,
}

/// How many visits of a year are left to an enterprise.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct QuotaView {
    /// Most of the year; none where the grade is unknown.
    pub max: Option<u32>,
    /// Visits that count.
    pub counted: u32,
    /// Visits that do not.
    pub free: u32,
    /// How many are left; none where the grade is unknown.
    pub left: Option<u32>,
    /// How many were too many.
    pub over: u32,
    /// By when the next one is due, `2026-11-21`.
    pub next_by: Option<String>,
    /// Articles it rests on, as today's law has them.
    pub basis: Vec<CitationView>,
    /// Why.
    pub why: ReasonsView,
}

fn why(reader: Reader, reasons: &[Bilingual], missing: &[MissingInput], verified: Verified) -> ReasonsView {
    ReasonsView {
        reasons: reasons.iter().map(|one| reader.of(one)).collect(),
        missing: missing.iter().map(|one| reader.of(&one.phrase().to_bilingual())).collect(),
        to_be_checked: standing_words(verified).map(|words| reader.of(&words)),
    }
}

fn cited(reader: Reader, shown: &[view::CitationView]) -> Vec<CitationView> {
    shown.iter().map(|one| citation(reader, one)).collect()
}

/// A size.
pub(crate) fn size(reader: Reader, (part, shown): &(GivenPart, SizeAnswer)) -> SizeView {
    SizeView {
        part: match part {
            GivenPart::Making => UnitPart::Making,
            GivenPart::Selling => UnitPart::Selling,
        },
        size: shown.class.map(|class| match class {
            GivenSize::SmallOrMicro => SizeClass::SmallOrMicro,
            GivenSize::Medium => SizeClass::Medium,
            GivenSize::Large => SizeClass::Large,
        }),
        why: why(reader, &shown.reasons, &shown.missing, shown.verified),
    }
}

/// Who must be appointed.
pub(crate) fn director(reader: Reader, shown: &DirectorAnswer, basis: &[view::CitationView]) -> DirectorView {
    let required = |one: GivenRequired| match one {
        GivenRequired::Yes => Required::Yes,
        GivenRequired::No => Required::No,
        GivenRequired::Unknown => Required::Unknown,
    };
    DirectorView {
        director: required(shown.director),
        officer: required(shown.officer),
        basis: cited(reader, basis),
        why: why(reader, &shown.reasons, &shown.missing, shown.verified),
    }
}

/// A deadline.
pub(crate) fn deadline(reader: Reader, shown: &Deadline, basis: &[view::CitationView]) -> DeadlineView {
    DeadlineView { id: shown.id.clone(), event: reader.of(&shown.event), basis: cited(reader, basis) }
}

/// When a term ends.
pub(crate) fn due(reader: Reader, shown: &Due, basis: &[view::CitationView]) -> DueView {
    DueView {
        at: office_moment(shown.at),
        day: shown.day.to_string(),
        how: reader.of(&shown.how),
        provisional: shown.is_provisional(),
        basis: cited(reader, basis),
        extension: shown.extension.as_ref().map(|one| reader.of(&one.needs)),
        to_be_checked: standing_words(shown.verified).map(|words| reader.of(&words)),
    }
}

/// A grading scheme.
pub(crate) fn scheme(reader: Reader, shown: &Scheme) -> SchemeView {
    let grade = |one: &Grade| GradeView {
        code: one.code.clone(),
        name: reader.of(&one.name),
        rule: reader.of(&one.rule),
        visits: one.frequency.visits,
        months: one.frequency.months,
        yearly_max: one.yearly_max,
    };
    SchemeView {
        id: shown.id.clone(),
        name: reader.of(&shown.name),
        source: reader.of(&shown.source),
        grades: shown.grades.iter().map(grade).collect(),
    }
}

/// How many visits are left.
pub(crate) fn quota(reader: Reader, shown: &VisitQuota, basis: &[view::CitationView]) -> QuotaView {
    QuotaView {
        max: shown.max,
        counted: shown.counted,
        free: shown.free,
        left: shown.left,
        over: shown.over,
        next_by: shown.next_by.map(|day| day.to_string()),
        basis: cited(reader, basis),
        why: why(reader, &shown.reasons, &shown.missing, shown.verified),
    }
}
