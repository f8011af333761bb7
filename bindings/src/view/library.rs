//! Pictures and clips, and the quiz.

use super::guide::{CitationView, citation};
use crate::reader::Reader;
use zhian_domain::quiz::QuestionKind as GivenKind;
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
