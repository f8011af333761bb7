//! Risk control lists, their forms, and an own list held against a published one.

use super::guide::{CitationView, citation};
use crate::reader::Reader;
use zhian_domain::published::Phrase;
use zhian_domain::risk::compare::{Comparison, Verdict};
use zhian_domain::risk::form::CheckForm;
use zhian_domain::risk::table::OwnList;
use zhian_domain::risk::{Mode, RiskList};
use zhian_engine::view;

/// A risk control list in the list of them.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RiskListRowView {
    /// Permanent id, e.g. `RL-EB-S`.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// Whether it is a sample and no regulator's list.
    pub sample: bool,
    /// Kind of product.
    pub product: String,
    /// How many rows it has.
    pub rows: u32,
}

/// One row of a risk control list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RiskRowView {
    /// Permanent id.
    pub id: String,
    /// Where the risk lies.
    pub stage: String,
    /// Category.
    pub category: String,
    /// What is seen when the risk has come true.
    pub indicator: String,
    /// What is done against it.
    pub measure: String,
    /// Daily, weekly or monthly.
    pub mode: String,
    /// Who is responsible.
    pub role: String,
    /// How often.
    pub frequency: String,
    /// Articles it rests on, as today's law has them.
    pub basis: Vec<CitationView>,
    /// Whether it is still to be checked (待核).
    pub to_be_checked: bool,
}

/// A risk control list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RiskListView {
    /// What the list of lists says of it.
    pub list: RiskListRowView,
    /// Its rows.
    pub rows: Vec<RiskRowView>,
}

/// One line of a form.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FormLineView {
    /// Its number, from 1.
    pub number: u32,
    /// Row of the list.
    pub row: String,
    /// Category.
    pub category: String,
    /// What to look at.
    pub indicator: String,
    /// What is to be done.
    pub measure: String,
    /// How often.
    pub frequency: String,
}

/// A daily, weekly or monthly form.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CheckFormView {
    /// Its title.
    pub title: String,
    /// First day, `2026-11-21`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Who fills it in.
    pub role: String,
    /// Its lines.
    pub lines: Vec<FormLineView>,
}

/// What became of a row when an own list was held against a published one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum RiskVerdict {
    /// The own list has it, at least as strict.
    Covered,
    /// The own list has it, but weaker.
    Weaker,
    /// The own list does not have it.
    Missing,
    /// Only the own list has it.
    Extra,
}

/// One row of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ComparedRowView {
    /// Row of the published list; none for an extra one.
    pub sample: Option<String>,
    /// Row of the own table, from 1; none for a missing one.
    pub own: Option<u64>,
    /// What became of it.
    pub verdict: RiskVerdict,
    /// In words.
    pub text: String,
}

/// An own list held against a published one.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ComparisonView {
    /// In one sentence.
    pub summary: String,
    /// Row by row.
    pub rows: Vec<ComparedRowView>,
    /// Columns of the own table that were not used.
    pub ignored_columns: Vec<String>,
}

fn phrase(reader: Reader, phrase: Phrase) -> String {
    reader.of(&phrase.to_bilingual())
}

/// A line of the list of lists.
pub(crate) fn risk_row(reader: Reader, shown: &RiskList) -> RiskListRowView {
    RiskListRowView {
        id: shown.id.clone(),
        version: shown.version,
        title: reader.of(&shown.title),
        sample: shown.sample,
        product: shown.product.clone(),
        rows: u32::try_from(shown.rows.len()).unwrap_or(u32::MAX),
    }
}

/// A risk control list.
pub(crate) fn risk_list(reader: Reader, shown: &RiskList, basis: &[Vec<view::CitationView>]) -> RiskListView {
    let row = |(one, basis): (&zhian_domain::risk::RiskRow, &Vec<view::CitationView>)| RiskRowView {
        id: one.id.clone(),
        stage: phrase(reader, one.stage.phrase()),
        category: reader.of(&one.category),
        indicator: reader.of(&one.indicator),
        measure: reader.of(&one.measure),
        mode: phrase(reader, one.mode.phrase()),
        role: phrase(reader, one.role.phrase()),
        frequency: reader.of(&one.frequency),
        basis: basis.iter().map(|one| citation(reader, one)).collect(),
        to_be_checked: !one.verified.is_printable(),
    };
    RiskListView { list: risk_row(reader, shown), rows: shown.rows.iter().zip(basis).map(row).collect() }
}

/// A form.
pub(crate) fn check_form(reader: Reader, shown: &CheckForm) -> CheckFormView {
    let line = |one: &zhian_domain::risk::form::FormLine| FormLineView {
        number: one.number,
        row: one.row.clone(),
        category: reader.of(&one.category),
        indicator: reader.of(&one.indicator),
        measure: reader.of(&one.measure),
        frequency: reader.of(&one.frequency),
    };
    CheckFormView {
        title: reader.of(&shown.title),
        from: shown.from.to_string(),
        to: shown.to.to_string(),
        role: phrase(reader, shown.role.phrase()),
        lines: shown.lines.iter().map(line).collect(),
    }
}

/// A comparison.
pub(crate) fn comparison(reader: Reader, shown: &Comparison, own: &OwnList) -> ComparisonView {
    let row = |one: &zhian_domain::risk::compare::ComparedRow| ComparedRowView {
        sample: one.sample.clone(),
        own: one.own.map(|row| row as u64),
        verdict: match one.verdict {
            Verdict::Covered => RiskVerdict::Covered,
            Verdict::Weaker(_) => RiskVerdict::Weaker,
            Verdict::Missing { .. } => RiskVerdict::Missing,
            Verdict::Extra => RiskVerdict::Extra,
        },
        text: reader.of(&one.words),
    };
    ComparisonView {
        summary: reader.of(&shown.summary),
        rows: shown.rows.iter().map(row).collect(),
        ignored_columns: own.ignored_columns.iter().map(|(_, heading)| heading.clone()).collect(),
    }
}

/// Which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FormMode {
    /// 日管控.
    Daily,
    /// 周排查.
    Weekly,
    /// 月调度.
    Monthly,
}

impl From<FormMode> for Mode {
    fn from(mode: FormMode) -> Self {
        match mode {
            FormMode::Daily => Self::Daily,
            FormMode::Weekly => Self::Weekly,
            FormMode::Monthly => Self::Monthly,
        }
    }
}
