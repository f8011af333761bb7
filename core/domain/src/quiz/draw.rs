//! Draws questions by seed.

use super::{Draw, PRODUCT_QUESTIONS, QUESTIONS_ASKED, Question, QuizBank, QuizError, QuizUnit};
use sha2::{Digest, Sha256};

impl QuizBank {
    /// Draws [`QUESTIONS_ASKED`] questions for a unit.
    ///
    /// Questions for this Order come into play that are general or about one of the unit's products. Two are about its
    /// products where the bank has so many, one where it has one; the rest is general, filled up with more on its products
    /// where the bank has too few. Which ones is decided by the seed alone: every question gets a number from
    /// `SHA-256("zhian quiz 1" | bank | seed | id)`, and the lowest are asked, in that order. No question is asked twice.
    /// Errors: [`QuizError::TooFew`].
    pub fn draw(&self, unit: &QuizUnit, seed: u64) -> Result<Draw, QuizError> {
        let fits = |question: &&Question| {
            let about = question.products.is_empty()
                || question.products.iter().any(|product| unit.products.contains(product));
            about && question.units.contains(&unit.part)
        };
        let mut ranked: Vec<(Vec<u8>, &Question)> = self
            .questions
            .iter()
            .filter(fits)
            .map(|question| (self.rank(seed, question), question))
            .collect();
        ranked.sort_by(|one, other| one.0.cmp(&other.0));
        let (on_products, general): (Vec<_>, Vec<_>) =
            ranked.into_iter().partition(|(_, question)| !question.products.is_empty());
        let found = on_products.len() + general.len();
        let wanted = PRODUCT_QUESTIONS.max(QUESTIONS_ASKED.saturating_sub(general.len()));
        let from_products = wanted.min(on_products.len());
        let mut drawn: Vec<(Vec<u8>, &Question)> = on_products.into_iter().take(from_products).collect();
        drawn.extend(general.into_iter().take(QUESTIONS_ASKED.saturating_sub(from_products)));
        if drawn.len() < QUESTIONS_ASKED {
            return Err(QuizError::TooFew { found, needed: QUESTIONS_ASKED });
        }
        drawn.sort_by(|one, other| one.0.cmp(&other.0));
        let questions = drawn.into_iter().map(|(_, question)| question.id.clone()).collect();
        let mut products = unit.products.clone();
        products.sort();
        products.dedup();
        let unit = QuizUnit { part: unit.part, products };
        Ok(Draw { bank: self.hash, bank_version: self.version, seed, unit, questions })
    }

    fn rank(&self, seed: u64, question: &Question) -> Vec<u8> {
        let mut hasher = Sha256::new();
        hasher.update(b"zhian quiz 1");
        hasher.update(self.hash.as_bytes());
        hasher.update(seed.to_be_bytes());
        hasher.update(question.id.as_bytes());
        hasher.finalize().to_vec()
    }
}
