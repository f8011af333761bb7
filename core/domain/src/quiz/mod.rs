//! The quiz asked on site (items P75-09 and S76-09): the bank, a draw of five by seed, the score, and a record of both.
//!
//! A draw follows from the bank, the unit and a seed alone, so the record of a visit can be checked years later: the same
//! questions must come out, and the score must be the one that the answers give.

mod bank;
mod draw;
mod record;
mod score;

pub use record::QuizRecord;
pub use score::{Score, ScoredAnswer, score};

use crate::checklist::{Bilingual, Verified};
use crate::id::ContentHash;
use crate::rules::size::UnitPart;
use std::collections::BTreeMap;

/// The bank that comes with Zhian, byte for byte as published.
pub const QUIZ_V1: &str = include_str!("../../../checklists/quiz/quiz.v1.json");

/// How many questions are asked.
pub const QUESTIONS_ASKED: usize = 5;
/// How many of them are about the unit's products, where the bank has so many. One at least, or the quiz would not be about
/// this unit; no more than two, or it would not be about the Orders.
pub const PRODUCT_QUESTIONS: usize = 2;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionKind {
    /// One option is right.
    Single,
    /// Two or more options are right; all of them and no other must be chosen.
    Multiple,
    /// True or false.
    TrueFalse,
}

impl QuestionKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Single, Self::Multiple, Self::TrueFalse];

    /// Stable code used in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::TrueFalse => "true-false",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One option of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizOption {
    /// `A`, `B`, …
    pub code: String,
    /// What it says.
    pub text: Bilingual,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Permanent id, e.g. `Q-001`.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Whom it may be asked of, at least one.
    pub units: Vec<UnitPart>,
    /// Product kinds it is about; empty for a question on the Orders in general.
    pub products: Vec<String>,
    /// The question.
    pub ask: Bilingual,
    /// Options in order.
    pub options: Vec<QuizOption>,
    /// Codes of the right options, in the order of the options.
    pub right: Vec<String>,
    /// Articles it rests on.
    pub basis: Vec<String>,
    /// Why the right answer is right, shown afterwards.
    pub explanation: Bilingual,
    /// How well the answer is known.
    pub verified: Verified,
    /// 1 easy, 2 middling, 3 hard.
    pub difficulty: u32,
}

/// One published version of the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizBank {
    /// Version, from 1.
    pub version: u32,
    /// SHA-256 of the file: a draw names the bank by it.
    pub hash: ContentHash,
    /// Questions in order.
    pub questions: Vec<Question>,
}

impl QuizBank {
    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

/// Of whom questions are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizUnit {
    /// Under which Order.
    pub part: UnitPart,
    /// Product kinds it makes or sells, in any order; may be empty.
    pub products: Vec<String>,
}

/// The questions that were drawn, in the order in which they are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// The bank.
    pub bank: ContentHash,
    /// Version of the bank, for people.
    pub bank_version: u32,
    /// The seed, from the device's source of chance.
    pub seed: u64,
    /// Of whom they are asked.
    pub unit: QuizUnit,
    /// Ids of the questions, [`QUESTIONS_ASKED`] of them, each once.
    pub questions: Vec<String>,
}

/// Chosen options by question. A question without an entry was not answered; an empty entry was answered with none.
pub type Answers = BTreeMap<String, Vec<String>>;

/// A quiz could not be drawn, scored or verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuizError {
    /// The bank has too few questions for this unit. Whoever publishes the bank can add some.
    #[error("the bank has {found} questions for this unit, {needed} are needed")]
    TooFew {
        /// Questions found.
        found: usize,
        /// Questions needed.
        needed: usize,
    },
    /// The draw was made from another bank, or another version of it. The right bank must be fetched.
    #[error("the questions were drawn from bank {drawn}, this is bank {given}")]
    OtherBank {
        /// Bank of the draw.
        drawn: ContentHash,
        /// Bank at hand.
        given: ContentHash,
    },
    /// An answer to a question that was not asked.
    #[error("question {question} was not asked")]
    NotAsked {
        /// Id of the question.
        question: String,
    },
    /// An option that the question does not offer, or that was chosen twice.
    #[error("question {question} does not offer {option:?} once")]
    NotOffered {
        /// Id of the question.
        question: String,
        /// The option.
        option: String,
    },
    /// More than one option was chosen where one is right.
    #[error("question {question} takes one option, {found} were chosen")]
    TooManyChosen {
        /// Id of the question.
        question: String,
        /// How many.
        found: usize,
    },
    /// The record is no record of a quiz.
    #[error("the record cannot be read: {problem}")]
    Unreadable {
        /// What is wrong, as the reader says.
        problem: String,
    },
    /// The record names other questions than its seed gives: it was altered.
    #[error("the seed does not give the questions of the record")]
    OtherQuestions,
    /// The record names another score than its answers give: it was altered.
    #[error("the record says {recorded}, its answers give {computed}")]
    OtherScore {
        /// Score of the record, 0..=100.
        recorded: u32,
        /// Score of its answers, 0..=100.
        computed: u32,
    },
}

impl QuizError {
    /// Every code, for the table of messages.
    pub const CODES: &[&str] = &[
        "quiz.too-few",
        "quiz.other-bank",
        "quiz.not-asked",
        "quiz.not-offered",
        "quiz.too-many-chosen",
        "quiz.unreadable",
        "quiz.other-questions",
        "quiz.other-score",
    ];

    /// Stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooFew { .. } => "quiz.too-few",
            Self::OtherBank { .. } => "quiz.other-bank",
            Self::NotAsked { .. } => "quiz.not-asked",
            Self::NotOffered { .. } => "quiz.not-offered",
            Self::TooManyChosen { .. } => "quiz.too-many-chosen",
            Self::Unreadable { .. } => "quiz.unreadable",
            Self::OtherQuestions => "quiz.other-questions",
            Self::OtherScore { .. } => "quiz.other-score",
        }
    }
}

#[cfg(test)]
mod tests;
