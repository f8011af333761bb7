//! Reads the published bank.

use super::{Question, QuestionKind, QuizBank, QuizOption};
use crate::id::ContentHash;
use crate::published::{ContentError, Object, Phrase, Problem, capital_id, read, small_id};
use crate::rules::size::UnitPart;
use std::collections::BTreeSet;

/// Most questions of a bank.
const QUESTIONS_MAX: usize = 5_000;
/// Most options of a question.
const OPTIONS_MAX: usize = 8;
/// Most product kinds of a question.
const PRODUCTS_MAX: usize = 20;

impl QuizBank {
    /// Reads a bank, such as `quiz/quiz.v1.json`. `file` is the name that errors give.
    ///
    /// A question offers at least two options, codes `A`, `B`, … in order; true or false offers exactly two. One of them is
    /// right, of a multiple question at least two, and all of them may be.
    /// Errors: any of [`ContentError`] but `NotAsPublished`.
    pub fn load(file: &str, json: &str) -> Result<Self, ContentError> {
        read(file, json, |root| {
            let version = root.version();
            let mut seen = BTreeSet::new();
            let questions = root.objects("questions", (1, QUESTIONS_MAX), |entry| {
                let read = question(entry);
                entry.unique("id", &mut seen, read.as_ref().map(|read| &read.id));
                entry.unique("ask.zh", &mut seen, read.as_ref().map(|read| &read.ask.zh));
                read
            });
            let hash = ContentHash::of(json.as_bytes());
            Some(Self { version: version?, hash, questions: questions? })
        })
    }
}

fn question(entry: &Object<'_>) -> Option<Question> {
    let id = entry.id("id", capital_id, Phrase::new("大写编号", "an id in capital letters"));
    let expected = Phrase::new("single、multiple或者true-false", "single, multiple or true-false");
    let kind = entry.code("kind", QuestionKind::from_code, expected);
    let unit = |code: &str| match code {
        "producer" => Some(UnitPart::Making),
        "seller" => Some(UnitPart::Selling),
        _ => None,
    };
    let units = entry.texts("units", (1, 2), unit, Phrase::new("producer或者seller", "producer or seller"));
    let product = |text: &str| small_id(text).then(|| text.to_owned());
    let expected = Phrase::new("产品编号", "a product id");
    let products = entry.texts("products", (0, PRODUCTS_MAX), product, expected);
    let ask = entry.bilingual("ask");
    let options = options(entry);
    let right = right(entry, kind, options.as_deref());
    let (basis, explanation) = (entry.basis("basis", 1), entry.bilingual("explanation"));
    let (verified, difficulty) = (entry.verified("verified"), entry.small("difficulty", 1, 3));
    if let (Some(QuestionKind::TrueFalse), Some(options)) = (kind, &options)
        && options.len() != 2
    {
        let because = Phrase::new("判断题应当有两个选项", "a true-or-false question has two options");
        entry.fault("options", Problem::Contradiction { because });
    }
    Some(Question {
        id: id?,
        kind: kind?,
        units: units?,
        products: products?,
        ask: ask?,
        options: options?,
        right: right?,
        basis: basis?,
        explanation: explanation?,
        verified: verified?,
        difficulty: difficulty?,
    })
}

fn options(entry: &Object<'_>) -> Option<Vec<QuizOption>> {
    let mut next = 'A'..='Z';
    let mut texts = BTreeSet::new();
    entry.objects("options", (2, OPTIONS_MAX), |option| {
        let expected = next.next().map(String::from).unwrap_or_default();
        let code = option.id(
            "code",
            |code| code == expected,
            Phrase::new("按A、B、C依次排列的代码", "the next of A, B, C and so on"),
        );
        let text = option.label("text");
        option.unique("text.zh", &mut texts, text.as_ref().map(|text| &text.zh));
        Some(QuizOption { code: code?, text: text? })
    })
}

fn right(
    entry: &Object<'_>,
    kind: Option<QuestionKind>,
    options: Option<&[QuizOption]>,
) -> Option<Vec<String>> {
    let offered = |code: &str| {
        let known = options.is_none_or(|options| options.iter().any(|option| option.code == code));
        known.then(|| code.to_owned())
    };
    let right = entry.texts(
        "right",
        (1, OPTIONS_MAX),
        offered,
        Phrase::new("本题的选项", "an option of the question"),
    )?;
    let fits = match kind? {
        QuestionKind::Single | QuestionKind::TrueFalse => right.len() == 1,
        QuestionKind::Multiple => right.len() >= 2,
    };
    if !fits {
        let because =
            Phrase::new("正确选项的个数与题型不符", "the number of right options does not fit the kind");
        entry.fault("right", Problem::Contradiction { because });
    }
    if !right.is_sorted() {
        let because = Phrase::new("正确选项应当依次排列", "the right options must stand in order");
        entry.fault("right", Problem::Contradiction { because });
    }
    Some(right)
}
