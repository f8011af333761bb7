//! Scores the answers to drawn questions.

use super::{Answers, Draw, Question, QuestionKind, QuizBank, QuizError};
use std::collections::BTreeSet;

/// How one question was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredAnswer {
    /// Id of the question.
    pub question: String,
    /// Chosen options; `None` where the question was not answered, which is not right.
    pub chosen: Option<Vec<String>>,
    /// The right options.
    pub right: Vec<String>,
    /// Whether exactly the right options were chosen.
    pub is_right: bool,
}

/// The result of a quiz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Share of right answers in percent, 0..=100, rounded down; what is entered in the score field of the item.
    pub percent: u32,
    /// Right answers.
    pub right: usize,
    /// Questions asked.
    pub asked: usize,
    /// Each question in the order asked.
    pub answers: Vec<ScoredAnswer>,
}

/// Scores answers. A question is right if exactly its right options were chosen: all or nothing, also of a multiple question.
///
/// Errors: [`QuizError::OtherBank`], [`QuizError::NotAsked`], [`QuizError::NotOffered`], [`QuizError::TooManyChosen`].
pub fn score(bank: &QuizBank, draw: &Draw, answers: &Answers) -> Result<Score, QuizError> {
    if draw.bank != bank.hash {
        return Err(QuizError::OtherBank { drawn: draw.bank, given: bank.hash });
    }
    if let Some(stray) = answers.keys().find(|id| !draw.questions.contains(id)) {
        return Err(QuizError::NotAsked { question: stray.clone() });
    }
    let mut scored = Vec::with_capacity(draw.questions.len());
    for id in &draw.questions {
        // The bank is the one of the draw, so a question it lacks was put into the draw by hand.
        let question = bank.question(id).ok_or_else(|| QuizError::NotAsked { question: id.clone() })?;
        scored.push(answered(question, answers.get(id))?);
    }
    let (right, asked) = (scored.iter().filter(|one| one.is_right).count(), scored.len());
    let percent = (right * 100).checked_div(asked).and_then(|share| u32::try_from(share).ok()).unwrap_or(0);
    Ok(Score { percent, right, asked, answers: scored })
}

fn answered(question: &Question, chosen: Option<&Vec<String>>) -> Result<ScoredAnswer, QuizError> {
    let mut own = BTreeSet::new();
    for option in chosen.into_iter().flatten() {
        let offered = question.options.iter().any(|one| &one.code == option);
        if !offered || !own.insert(option.clone()) {
            let (question, option) = (question.id.clone(), option.clone());
            return Err(QuizError::NotOffered { question, option });
        }
    }
    if question.kind != QuestionKind::Multiple && own.len() > 1 {
        return Err(QuizError::TooManyChosen { question: question.id.clone(), found: own.len() });
    }
    let right: BTreeSet<String> = question.right.iter().cloned().collect();
    Ok(ScoredAnswer {
        question: question.id.clone(),
        chosen: chosen.map(|_| own.iter().cloned().collect()),
        right: question.right.clone(),
        is_right: own == right,
    })
}
