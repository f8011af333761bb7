//! Questions to the regulator's rules and lists, as they cross.

use crate::view::FormMode;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use zhian_domain::enterprise::UnitKind;
use zhian_domain::product::ProductClass;
use zhian_domain::quiz::Answers;
use zhian_domain::rules::SellingTrade;
use zhian_domain::rules::deadline::Start;
use zhian_domain::rules::grading::PastVisit;
use zhian_domain::time::Timestamp;
use zhian_engine::{self as engine, EngineError};

/// How to fetch pictures and clips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct MediaInput {
    /// Bytes that all of them may take; the setting of this device if none.
    pub budget_bytes: Option<u64>,
    /// Fetch although the network costs by the byte.
    pub metered: bool,
}

/// What was answered to a question.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct QuizAnswerInput {
    /// The question.
    pub question: String,
    /// Codes of the chosen options. A question that is not named was passed over.
    pub chosen: Vec<String>,
}

/// Which forms of which list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RiskFormInput {
    /// Id of the list.
    pub list: String,
    /// Daily, weekly or monthly.
    pub mode: FormMode,
    /// First day, `2026-11-21`.
    pub from: String,
    /// Last day, included.
    pub to: String,
    /// Days without production or opening.
    pub closed_days: Vec<String>,
}

/// What is known of a unit. None means unknown, never zero or no.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct UnitInput {
    /// What it does: `producer`, `wholesaler`, `retailer`, `online-seller` or `producer-and-seller`.
    pub kind: String,
    /// Whether it sells wholesale (true) or retail (false), where its kind does not tell.
    pub wholesale: Option<bool>,
    /// Persons employed.
    pub staff: Option<u64>,
    /// Revenue of the last year, in fen.
    pub revenue_fen: Option<u64>,
    /// Classes of its products, `licence`, `ccc`, `mandatory-standard`; empty says that none applies.
    pub classes: Option<Vec<String>>,
    /// Region code of where it is.
    pub region: Option<String>,
}

/// When a term begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct TermInput {
    /// Milliseconds since 1970.
    pub start_unix_ms: i64,
    /// Whether it was extended.
    pub extended: bool,
}

/// A visit that was made.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PastVisitInput {
    /// The day, `2026-11-21`.
    pub day: String,
    /// Why, e.g. `plan`, `complaint`.
    pub cause: String,
}

/// Visits that were made to an enterprise, and its grade.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct QuotaInput {
    /// Id of the grading scheme; the published default if none.
    pub scheme: Option<String>,
    /// Its grade; none if it has none yet.
    pub grade: Option<String>,
    /// The year.
    pub year: i32,
    /// Visits of any year, in any order.
    pub visits: Vec<PastVisitInput>,
}

fn bad(what: &'static str, found: &str) -> EngineError {
    EngineError::BadInput { what, found: found.to_owned() }
}

fn day(what: &'static str, text: &str) -> Result<NaiveDate, EngineError> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| bad(what, text))
}

impl From<MediaInput> for engine::MediaRequest {
    fn from(input: MediaInput) -> Self {
        Self { budget_bytes: input.budget_bytes, metered: input.metered }
    }
}

/// Answers by question. One question answered twice is refused: nobody could tell which of the two counts.
pub(crate) fn quiz_answers(given: Vec<QuizAnswerInput>) -> Result<Answers, EngineError> {
    let mut answers = BTreeMap::new();
    for one in given {
        if answers.contains_key(&one.question) {
            return Err(EngineError::BadInput { what: "question answered twice", found: one.question });
        }
        answers.insert(one.question, one.chosen);
    }
    Ok(answers)
}

impl TryFrom<RiskFormInput> for engine::RiskFormRequest {
    type Error = EngineError;

    fn try_from(input: RiskFormInput) -> Result<Self, EngineError> {
        Ok(Self {
            mode: input.mode.into(),
            from: day("from", &input.from)?,
            to: day("to", &input.to)?,
            closed_days: input
                .closed_days
                .iter()
                .map(|one| day("closed day", one))
                .collect::<Result<_, _>>()?,
            list: input.list,
        })
    }
}

impl TryFrom<UnitInput> for engine::UnitQuestion {
    type Error = EngineError;

    fn try_from(input: UnitInput) -> Result<Self, EngineError> {
        let class = |text: &String| {
            ProductClass::ALL.into_iter().find(|one| one.code() == text).ok_or_else(|| bad("class", text))
        };
        let classes = input.classes.map(|all| all.iter().map(class).collect::<Result<Vec<_>, _>>());
        let region = input.region.map(|text| text.parse().map_err(|_| bad("region", &text)));
        let selling =
            input.wholesale.map(|is| if is { SellingTrade::Wholesale } else { SellingTrade::Retail });
        Ok(Self {
            kind: UnitKind::from_code(&input.kind).ok_or_else(|| bad("kind", &input.kind))?,
            selling,
            staff: input.staff,
            revenue_fen: input.revenue_fen,
            classes: classes.transpose()?,
            region: region.transpose()?,
        })
    }
}

impl From<TermInput> for Start {
    fn from(input: TermInput) -> Self {
        Self {
            at: Timestamp::from_unix_ms(input.start_unix_ms),
            extended: input.extended,
            pauses: Vec::new(),
        }
    }
}

impl TryFrom<QuotaInput> for engine::QuotaQuestion {
    type Error = EngineError;

    fn try_from(input: QuotaInput) -> Result<Self, EngineError> {
        let visit = |one: PastVisitInput| Ok(PastVisit { day: day("visit", &one.day)?, cause: one.cause });
        Ok(Self {
            scheme: input.scheme,
            grade: input.grade,
            year: input.year,
            visits: input.visits.into_iter().map(visit).collect::<Result<_, EngineError>>()?,
        })
    }
}
