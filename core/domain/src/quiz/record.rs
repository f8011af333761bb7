//! What was asked and answered, as a text that is stored with the visit and can be verified later.
//!
//! ```json
//! {"schema": 1, "bank": "9f…", "bank_version": 1, "seed": "00000000000004d2", "unit": "seller",
//!  "products": ["toy"], "asked": [{"id": "Q-001", "chosen": ["A"]}, {"id": "Q-007", "chosen": null}], "score": 20}
//! ```
//! The seed is hexadecimal text, because readers of JSON in other languages round numbers of 64 bits.

use super::{Answers, Draw, QuizBank, QuizError, QuizUnit, Score, score};
use crate::id::ContentHash;
use crate::rules::size::UnitPart;
use serde_json::{Value, json};

/// Format of the record that this program writes and reads.
const RECORD_SCHEMA: u64 = 1;
/// Largest record: sixteen times what five answered questions take.
const RECORD_BYTES_MAX: usize = 16 * 1024;

/// A quiz that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizRecord {
    /// What was asked.
    pub draw: Draw,
    /// What was answered.
    pub answers: Answers,
    /// Share of right answers in percent, 0..=100.
    pub percent: u32,
}

impl QuizRecord {
    /// The record of a quiz, with its score.
    ///
    /// Errors: as [`score()`].
    pub fn of(bank: &QuizBank, draw: Draw, answers: Answers) -> Result<(Self, Score), QuizError> {
        let score = score(bank, &draw, &answers)?;
        Ok((Self { draw, answers, percent: score.percent }, score))
    }

    /// The record as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let asked: Vec<Value> =
            self.draw.questions.iter().map(|id| json!({"id": id, "chosen": self.answers.get(id)})).collect();
        json!({
            "schema": RECORD_SCHEMA,
            "bank": self.draw.bank.to_string(),
            "bank_version": self.draw.bank_version,
            "seed": format!("{:016x}", self.draw.seed),
            "unit": unit_code(self.draw.unit.part),
            "products": self.draw.unit.products,
            "asked": asked,
            "score": self.percent,
        })
        .to_string()
    }

    /// Reads a record. What it says is not verified: see [`Self::verify`].
    ///
    /// Errors: [`QuizError::Unreadable`].
    pub fn from_json(text: &str) -> Result<Self, QuizError> {
        let unreadable = |problem: String| QuizError::Unreadable { problem };
        if text.len() > RECORD_BYTES_MAX {
            return Err(unreadable(format!(
                "it has {} bytes, at most {RECORD_BYTES_MAX} are read",
                text.len()
            )));
        }
        let value: Value = serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        read(&value).map_err(|member| unreadable(format!("{member} is missing or wrong")))
    }

    /// Checks the record against the bank it names: its seed must give its questions and its answers must give its score.
    ///
    /// Errors: [`QuizError::OtherBank`], [`QuizError::OtherQuestions`], [`QuizError::OtherScore`], and as [`score()`].
    pub fn verify(&self, bank: &QuizBank) -> Result<Score, QuizError> {
        if self.draw.bank != bank.hash {
            return Err(QuizError::OtherBank { drawn: self.draw.bank, given: bank.hash });
        }
        if bank.draw(&self.draw.unit, self.draw.seed)? != self.draw {
            return Err(QuizError::OtherQuestions);
        }
        let score = score(bank, &self.draw, &self.answers)?;
        if score.percent != self.percent {
            return Err(QuizError::OtherScore { recorded: self.percent, computed: score.percent });
        }
        Ok(score)
    }
}

const fn unit_code(part: UnitPart) -> &'static str {
    match part {
        UnitPart::Making => "producer",
        UnitPart::Selling => "seller",
    }
}

/// Errors: the name of the member at fault.
fn read(value: &Value) -> Result<QuizRecord, &'static str> {
    let text = |name: &'static str| value.get(name).and_then(Value::as_str).ok_or(name);
    let number = |name: &'static str| value.get(name).and_then(Value::as_u64).ok_or(name);
    let small = |name: &'static str| number(name).and_then(|found| u32::try_from(found).map_err(|_| name));
    let list = |name: &'static str| value.get(name).and_then(Value::as_array).ok_or(name);
    if number("schema")? != RECORD_SCHEMA {
        return Err("schema");
    }
    let bank: ContentHash = text("bank")?.parse().map_err(|_| "bank")?;
    let digits = text("seed")?;
    let well_made = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let seed = well_made.then(|| u64::from_str_radix(digits, 16).ok()).flatten().ok_or("seed")?;
    let part =
        [UnitPart::Making, UnitPart::Selling].into_iter().find(|part| text("unit") == Ok(unit_code(*part)));
    let products = texts(list("products")?).ok_or("products")?;
    let (mut questions, mut answers) = (Vec::new(), Answers::new());
    for asked in list("asked")? {
        let id = asked.get("id").and_then(Value::as_str).ok_or("asked")?.to_owned();
        match asked.get("chosen").ok_or("asked")? {
            Value::Null => {}
            chosen => {
                let chosen = chosen.as_array().and_then(|chosen| texts(chosen)).ok_or("asked")?;
                answers.insert(id.clone(), chosen);
            }
        }
        questions.push(id);
    }
    let unit = QuizUnit { part: part.ok_or("unit")?, products };
    let bank_version = small("bank_version")?;
    let percent = small("score").and_then(|score| if score <= 100 { Ok(score) } else { Err("score") })?;
    Ok(QuizRecord { draw: Draw { bank, bank_version, seed, unit, questions }, answers, percent })
}

fn texts(list: &[Value]) -> Option<Vec<String>> {
    list.iter().map(|one| one.as_str().map(str::to_owned)).collect()
}
