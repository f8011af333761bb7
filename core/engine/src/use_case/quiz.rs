//! The quiz asked on site: five questions drawn by seed, the same five until they are answered, the record kept in the answer.
//!
//! The record travels as the text of the item's field `quiz`, so it is part of the answer: it is sealed with it, two officers'
//! quizzes that differ are an ordinary difference, and anybody can check later that seed, questions and score belong together.

use super::answer::AnswerRequest;
use crate::content::{Shelf, published};
use crate::edit::Seen;
use crate::view::{QuizOutcome, QuizQuestionView, QuizView, VerifyProblem};
use crate::visit::guide::{beijing_day, citations_of_ids, part_of};
use crate::{Engine, EngineError, LibraryError};
use zhian_domain::answer::{AnswerValue, FieldValue};
use zhian_domain::checklist::{Checklist, FieldKind, Item};
use zhian_domain::content::ContentKind;
use zhian_domain::enterprise::Enterprise;
use zhian_domain::id::{ItemId, VisitId};
use zhian_domain::quiz::{Answers, Draw, QuizBank, QuizError, QuizRecord, QuizUnit, Score};
use zhian_domain::rules::size::UnitPart;
use zhian_domain::visit::VisitContent;
use zhian_protocol::published::EnterpriseRecord;
use zhian_store::VisitState;

/// Field that takes the score.
const SCORE: &str = "score";
/// Field that takes the record.
pub(crate) const RECORD: &str = "quiz";

impl Engine {
    /// The quiz of an item: the questions that were drawn for it here, drawn now if they were not; with the result once it
    /// was answered, by whomever.
    ///
    /// Errors: `engine.unknown-visit`, `engine.unknown-item`, `engine.no-quiz`, `engine.no-content` without a bank,
    /// `engine.visit-sealed` where a sealed visit holds none, `quiz.*`.
    pub fn quiz(&self, visit: &VisitId, item: &ItemId) -> Result<QuizView, EngineError> {
        let seen = self.see(visit)?;
        let asked = quiz_item(&seen.checklist, item)?;
        let shelf = self.content()?;
        if let Some(record) = held(&seen.content, asked)? {
            let bank = bank_of(&shelf, &record.draw)?;
            let score = record.verify(bank)?;
            return Ok(view(&seen, item, &shelf, bank, &record.draw, Some(score)));
        }
        let draw = self.drawn(&seen, asked, &shelf)?;
        Ok(view(&seen, item, &shelf, bank_of(&shelf, &draw)?, &draw, None))
    }

    /// Scores the answers to the drawn questions and records score and quiz as the answer to the item. A question that is not
    /// named was passed over, which is not right.
    ///
    /// Errors: as [`Engine::quiz`] and [`Engine::answer`]; `quiz.not-asked`, `quiz.not-offered`, `quiz.too-many-chosen`.
    pub fn answer_quiz(
        &self,
        visit: &VisitId,
        item: &ItemId,
        answers: &Answers,
    ) -> Result<QuizView, EngineError> {
        let seen = self.see(visit)?;
        let asked = quiz_item(&seen.checklist, item)?;
        let shelf = self.content()?;
        let draw = match held(&seen.content, asked)? {
            Some(record) => record.draw,
            None => self.drawn(&seen, asked, &shelf)?,
        };
        let (record, _) = QuizRecord::of(bank_of(&shelf, &draw)?, draw, answers.clone())?;
        let standing = seen.content.answers.get(item).and_then(|state| state.settled());
        let mut value = standing.map_or_else(AnswerValue::default, |answer| answer.value.clone());
        // Somebody was asked after all.
        value.conformity = None;
        value.fields.insert(SCORE.to_owned(), FieldValue::Number(record.percent.into()));
        value.fields.insert(RECORD.to_owned(), FieldValue::Text(record.to_json()));
        self.answer(&AnswerRequest { visit: *visit, item: item.clone(), value })?;
        self.quiz(visit, item)
    }

    /// The draw kept for an item, or a new one that is kept from now on: it survives a kill, so nobody draws until the
    /// questions suit.
    fn drawn(&self, seen: &Seen, item: &Item, shelf: &Shelf) -> Result<Draw, EngineError> {
        let visit = seen.row.visit;
        let name = format!("quiz.{visit}.{}", item.id);
        let kept = self.store.note(&name)?.and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(record) = kept.and_then(|text| QuizRecord::from_json(&text).ok())
            && bank_of(shelf, &record.draw).is_ok()
        {
            return Ok(record.draw);
        }
        if seen.row.state == VisitState::Sealed {
            return Err(EngineError::VisitSealed { visit });
        }
        let bank = published(shelf.banks.first(), ContentKind::Quiz)?;
        let mut seed = [0_u8; 8];
        self.config.entropy.fill(&mut seed)?;
        let draw = bank.draw(&self.quiz_unit(seen, item)?, u64::from_be_bytes(seed))?;
        let (unanswered, _) = QuizRecord::of(bank, draw.clone(), Answers::new())?;
        let at = self.now();
        self.write_visit(&at, &visit, |tx| Ok(tx.put_note(&name, unanswered.to_json().as_bytes())?))?;
        Ok(draw)
    }

    /// Of whom questions are asked: the Order that the item rests on, and the products that are known.
    fn quiz_unit(&self, seen: &Seen, item: &Item) -> Result<QuizUnit, EngineError> {
        let facts = seen.checklist.facts();
        let part = part_of(item, facts).unwrap_or(UnitPart::Making);
        let products = match facts {
            Some(facts) => facts.products.iter().map(ToString::to_string).collect(),
            None => {
                let task = crate::visit::pinned_task(&self.store, &seen.row)?;
                let known = self.store.directory().enterprise(&task.enterprise)?;
                let known = known.and_then(|row| EnterpriseRecord::read(&row.bytes).ok());
                let names = self.content()?.products.clone();
                // What the names do not know is taken as it is written; the bank may know it.
                let kind = |called: String| {
                    let found = names.as_ref().and_then(|names| names.find(&called));
                    found.map_or(called.clone(), ToString::to_string)
                };
                known
                    .and_then(|record| Enterprise::try_from(record).ok())
                    .map_or_else(Vec::new, |enterprise| enterprise.products.into_iter().map(kind).collect())
            }
        };
        Ok(QuizUnit { part, products })
    }

    /// Records of quizzes in a visit that do not hold. One whose bank is not here cannot be told.
    pub(super) fn check_quizzes(
        &self,
        checklist: &Checklist,
        content: &VisitContent,
    ) -> Result<Vec<VerifyProblem>, EngineError> {
        let shelf = self.content()?;
        let mut problems = Vec::new();
        for item in checklist.items().filter(|item| has_quiz(item)) {
            let checked = match held(content, item) {
                Ok(None) => continue,
                Ok(Some(record)) => match bank_of(&shelf, &record.draw) {
                    Ok(bank) => record.verify(bank).err(),
                    Err(_) => continue,
                },
                Err(EngineError::Library(LibraryError::Quiz(cause))) => Some(cause),
                Err(other) => return Err(other),
            };
            problems.extend(checked.map(|cause| VerifyProblem {
                code: cause.code(),
                detail: format!("item {}: {cause}", item.id),
            }));
        }
        Ok(problems)
    }
}

/// Whether an item is judged by a quiz: it takes the score and what was asked.
pub(crate) fn has_quiz(item: &Item) -> bool {
    let is = |id: &str, wanted: fn(&FieldKind) -> bool| item.field(id).is_some_and(|one| wanted(&one.kind));
    is(SCORE, |kind| matches!(kind, FieldKind::Number { .. })) && is(RECORD, |kind| *kind == FieldKind::Text)
}

fn quiz_item<'a>(checklist: &'a Checklist, id: &ItemId) -> Result<&'a Item, EngineError> {
    let item = checklist.item(id).ok_or_else(|| EngineError::UnknownItem { item: id.clone() })?;
    if has_quiz(item) { Ok(item) } else { Err(LibraryError::NoQuiz { item: id.clone() }.into()) }
}

fn bank_of<'a>(shelf: &'a Shelf, draw: &Draw) -> Result<&'a QuizBank, EngineError> {
    published(shelf.banks.iter().find(|bank| bank.hash == draw.bank), ContentKind::Quiz)
}

/// The record in the answer that stands.
fn held(content: &VisitContent, item: &Item) -> Result<Option<QuizRecord>, EngineError> {
    let answer = content.answers.get(&item.id).and_then(|state| state.settled());
    match answer.and_then(|answer| answer.value.fields.get(RECORD)) {
        Some(FieldValue::Text(text)) => Ok(Some(QuizRecord::from_json(text)?)),
        _ => Ok(None),
    }
}

/// A record is not typed, and the score that stands beside it is the one that it gives.
pub(crate) fn check_entered(item: &Item, value: &AnswerValue) -> Result<(), EngineError> {
    let Some(FieldValue::Text(text)) = value.fields.get(RECORD).filter(|_| has_quiz(item)) else {
        return Ok(());
    };
    let record = QuizRecord::from_json(text)?;
    match value.fields.get(SCORE) {
        Some(FieldValue::Number(score)) if *score == record.percent.into() => Ok(()),
        score => {
            let computed = match score {
                Some(FieldValue::Number(score)) => u32::try_from(*score).unwrap_or(0),
                _ => 0,
            };
            Err(QuizError::OtherScore { recorded: computed, computed: record.percent }.into())
        }
    }
}

fn view(
    seen: &Seen,
    item: &ItemId,
    shelf: &Shelf,
    bank: &QuizBank,
    draw: &Draw,
    score: Option<Score>,
) -> QuizView {
    let day = beijing_day(seen.row.started_at);
    let asked = draw.questions.iter().filter_map(|id| bank.question(id));
    let questions = asked.map(|question| {
        let scored = score.iter().flat_map(|score| &score.answers).find(|one| one.question == question.id);
        QuizQuestionView {
            id: question.id.clone(),
            kind: question.kind,
            ask: question.ask.clone(),
            options: question.options.clone(),
            // The right answer is shown when there is nothing left to choose.
            outcome: scored.map(|scored| QuizOutcome {
                chosen: scored.chosen.clone(),
                right: scored.right.clone(),
                is_right: scored.is_right,
                explanation: question.explanation.clone(),
                citations: citations_of_ids(shelf, &question.basis, day),
            }),
        }
    });
    QuizView {
        visit: seen.row.visit,
        item: item.clone(),
        bank_version: draw.bank_version,
        questions: questions.collect(),
        score,
    }
}
