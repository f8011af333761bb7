//! Pictures and clips, the quiz, and risk control lists.

use super::guide::{CitationView, citation};
use crate::reader::Reader;
use zhian_domain::published::Phrase;
use zhian_domain::quiz::QuestionKind as GivenKind;
use zhian_domain::risk::compare::{Comparison, Verdict};
use zhian_domain::risk::form::CheckForm;
use zhian_domain::risk::table::OwnList;
use zhian_domain::risk::{Mode, RiskList};
use zhian_engine::view;

/// What would be fetched of the pictures and clips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct MediaPlanView {
    /// Bytes that all of them may take on this device.
    pub budget_bytes: u64,
    /// Files that are here.
    pub here_files: u64,
    /// Their bytes.
    pub here_bytes: u64,
    /// Files to fetch.
    pub fetch_files: u64,
    /// Their bytes.
    pub fetch_bytes: u64,
    /// Of these, bytes that are here already, from a fetch that was cut.
    pub begun_bytes: u64,
    /// Files that do not fit the budget.
    pub left_out_files: u64,
    /// Their bytes.
    pub left_out_bytes: u64,
    /// Whether the network costs by the byte now: nothing is fetched unless that is asked for.
    pub metered: bool,
}

/// A medium that could not be fetched; the others were.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct MediumFailureView {
    /// Its id.
    pub id: String,
    /// Why.
    pub reason: super::Sentence,
    /// What exactly.
    pub detail: String,
}

/// What fetching pictures and clips did.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct MediaReportView {
    /// Files that were fetched and checked.
    pub fetched_files: u64,
    /// Their bytes.
    pub fetched_bytes: u64,
    /// Files that nothing names any more and that were freed.
    pub freed_files: u64,
    /// Their bytes.
    pub freed_bytes: u64,
    /// Files that do not fit the budget.
    pub left_out_files: u64,
    /// Their bytes.
    pub left_out_bytes: u64,
    /// Whether nothing was fetched because the network costs by the byte.
    pub held_back: bool,
    /// What could not be fetched.
    pub failed: Vec<MediumFailureView>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum QuestionKind {
    /// One option is right.
    Single,
    /// Several options are right, and exactly those must be chosen.
    Multiple,
    /// The statement is true or false.
    TrueFalse,
}

/// How a question was answered.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct QuizOutcomeView {
    /// Chosen options; none where it was passed over.
    pub chosen: Option<Vec<String>>,
    /// The right options.
    pub right: Vec<String>,
    /// Whether exactly those were chosen.
    pub is_right: bool,
    /// Why they are right.
    pub explanation: String,
    /// Articles it rests on.
    pub citations: Vec<CitationView>,
}

/// One question that is asked.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct QuizQuestionView {
    /// Permanent id.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question.
    pub ask: String,
    /// Options in order.
    pub options: Vec<super::ChoiceView>,
    /// How it was answered; none before.
    pub outcome: Option<QuizOutcomeView>,
}

/// The quiz of an item.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct QuizView {
    /// The visit.
    pub visit: String,
    /// The item.
    pub item: String,
    /// Version of the bank.
    pub bank_version: u32,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<QuizQuestionView>,
    /// Share of right answers, percent; none before it was answered.
    pub percent: Option<u32>,
}

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
    /// Articles it rests on.
    pub basis: Vec<String>,
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

/// What would be fetched.
pub(crate) fn media_plan(shown: &view::MediaPlanView) -> MediaPlanView {
    MediaPlanView {
        budget_bytes: shown.budget_bytes,
        here_files: shown.here_files,
        here_bytes: shown.here_bytes,
        fetch_files: shown.plan.fetch.len() as u64,
        fetch_bytes: shown.plan.bytes,
        begun_bytes: shown.begun_bytes,
        left_out_files: shown.plan.left_out.len() as u64,
        left_out_bytes: shown.plan.bytes_left_out,
        metered: shown.metered,
    }
}

/// What fetching did.
pub(crate) fn media_report(reader: Reader, shown: &view::MediaReport) -> MediaReportView {
    let failure = |one: &view::MediumFailure| MediumFailureView {
        id: one.id.clone(),
        reason: reader.sentence(one.code),
        detail: one.detail.clone(),
    };
    MediaReportView {
        fetched_files: shown.fetched_files,
        fetched_bytes: shown.fetched_bytes,
        freed_files: shown.freed_files,
        freed_bytes: shown.freed_bytes,
        left_out_files: shown.left_out_files,
        left_out_bytes: shown.left_out_bytes,
        held_back: shown.held_back,
        failed: shown.failed.iter().map(failure).collect(),
    }
}

/// A quiz.
pub(crate) fn quiz(reader: Reader, shown: &view::QuizView) -> QuizView {
    QuizView {
        visit: shown.visit.to_string(),
        item: shown.item.to_string(),
        bank_version: shown.bank_version,
        questions: shown.questions.iter().map(|one| question(reader, one)).collect(),
        percent: shown.score.as_ref().map(|score| score.percent),
    }
}

fn question(reader: Reader, shown: &view::QuizQuestionView) -> QuizQuestionView {
    let outcome = |one: &view::QuizOutcome| QuizOutcomeView {
        chosen: one.chosen.clone(),
        right: one.right.clone(),
        is_right: one.is_right,
        explanation: reader.of(&one.explanation),
        citations: one.citations.iter().map(|one| citation(reader, one)).collect(),
    };
    QuizQuestionView {
        id: shown.id.clone(),
        kind: match shown.kind {
            GivenKind::Single => QuestionKind::Single,
            GivenKind::Multiple => QuestionKind::Multiple,
            GivenKind::TrueFalse => QuestionKind::TrueFalse,
        },
        ask: reader.of(&shown.ask),
        options: shown
            .options
            .iter()
            .map(|one| super::ChoiceView { code: one.code.clone(), label: reader.of(&one.text) })
            .collect(),
        outcome: shown.outcome.as_ref().map(outcome),
    }
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
pub(crate) fn risk_list(reader: Reader, shown: &RiskList) -> RiskListView {
    let row = |one: &zhian_domain::risk::RiskRow| RiskRowView {
        id: one.id.clone(),
        stage: phrase(reader, one.stage.phrase()),
        category: reader.of(&one.category),
        indicator: reader.of(&one.indicator),
        measure: reader.of(&one.measure),
        mode: phrase(reader, one.mode.phrase()),
        role: phrase(reader, one.role.phrase()),
        frequency: reader.of(&one.frequency),
        basis: one.basis.clone(),
        to_be_checked: !one.verified.is_printable(),
    };
    RiskListView { list: risk_row(reader, shown), rows: shown.rows.iter().map(row).collect() }
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
