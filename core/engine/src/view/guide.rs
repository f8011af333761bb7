//! What an item says beside its question: why it is here, what it rests on, what may follow, how to see it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::path::PathBuf;
use zhian_domain::checklist::{Bilingual, ConsequenceCode, PartUse};
use zhian_domain::facts::Facts;
use zhian_domain::id::{ItemId, VisitId};
use zhian_domain::law::{Citation, Penalty};
use zhian_domain::media::{MediaPlan, Medium};
use zhian_domain::period::PeriodUnit;
use zhian_domain::quiz::{QuestionKind, QuizOption, Score};

/// An article as it is cited for the day of the visit. How well it is known is what the pinned checklist says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationView {
    /// Its words, with 待核 unless it is verified.
    pub citation: Citation,
    /// Whether a formal document may print it.
    pub printable: bool,
    /// What it says, in our own words; `None` where the law records are not here.
    pub summary: Option<Bilingual>,
}

/// What the breach of an article may lead to. Data to read: nothing proposes an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PenaltyView {
    /// The penalty with its range.
    pub penalty: Penalty,
    /// Whether its range is still to be checked (待核) and must not be printed.
    pub to_be_checked: bool,
}

/// What may follow from a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsequenceView {
    /// Its code.
    pub code: ConsequenceCode,
    /// In words; `None` where the legend is not here.
    pub text: Option<Bilingual>,
    /// Articles it rests on.
    pub citations: Vec<CitationView>,
    /// Penalties that its articles set.
    pub penalties: Vec<PenaltyView>,
}

/// Where the bytes of a picture or clip are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediumPlace {
    /// On this device.
    Here {
        /// The file. Read only.
        path: PathBuf,
    },
    /// Not fetched yet.
    Absent,
}

/// A picture or clip that shows how to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HintView {
    /// What the manifest says of it: caption, type, size, hash.
    pub medium: Medium,
    /// Where its bytes are.
    pub file: MediumPlace,
}

/// What a field comes to under the answer that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadingValue {
    /// A number that was computed; `None` while something it needs is missing.
    Computed {
        /// The number.
        value: Option<Decimal>,
        /// Unit of measurement.
        unit: Option<String>,
    },
    /// Which records of a period were to be expected, and which of them exist.
    Period {
        /// What is counted.
        unit: PeriodUnit,
        /// The expected ones, as people write them.
        expected: Vec<String>,
        /// Those that exist.
        present: Vec<String>,
        /// Those that do not.
        missing: Vec<String>,
        /// Share of the expected ones that exist, percent, rounded down; `None` where none was expected.
        percent: Option<u8>,
    },
    /// What the check of an identifier says.
    Identifier {
        /// Whether it passes. What it names is to be looked up all the same.
        passes: bool,
        /// In words.
        said: Bilingual,
    },
}

/// A field and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldReading {
    /// Id of the field.
    pub field: String,
    /// Its label.
    pub label: Bilingual,
    /// What it comes to.
    pub value: ReadingValue,
}

/// An entered value that keeps its item open. It is recorded as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// Id of the field.
    pub field: String,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong, in words.
    pub words: Bilingual,
}

/// What a composed checklist is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositionView {
    /// What was known of the unit.
    pub facts: Facts,
    /// The parts, each with version and reason.
    pub parts: Vec<PartUse>,
    /// Version of the law records that were used.
    pub law_version: u32,
    /// The day whose law is cited.
    pub law_day: NaiveDate,
}

/// How many items are asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AskedCounts {
    /// Items that are asked.
    pub asked: u32,
    /// Items that the answers take out: nothing is demanded for them.
    pub not_asked: u32,
    /// Items still open that are due after sealing only.
    pub later: u32,
}

/// What would be fetched of the pictures and clips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaPlanView {
    /// Bytes that all of them may take on this device.
    pub budget_bytes: u64,
    /// Files that are here.
    pub here_files: u64,
    /// Their bytes.
    pub here_bytes: u64,
    /// Bytes of the files to fetch that are here already, from a fetch that was cut.
    pub begun_bytes: u64,
    /// What to fetch, and what does not fit.
    pub plan: MediaPlan,
    /// Whether the network costs by the byte now: nothing is fetched unless that is asked for.
    pub metered: bool,
}

/// A medium that could not be fetched; the others were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediumFailure {
    /// Its id.
    pub id: String,
    /// Stable code.
    pub code: &'static str,
    /// What exactly.
    pub detail: String,
}

/// What fetching did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MediaReport {
    /// Files that were fetched and checked.
    pub fetched_files: u64,
    /// Their bytes.
    pub fetched_bytes: u64,
    /// Files that no manifest names any more and that were freed.
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
    pub failed: Vec<MediumFailure>,
}

/// How a question was answered, once it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizOutcome {
    /// Chosen options; `None` where it was passed over.
    pub chosen: Option<Vec<String>>,
    /// The right options.
    pub right: Vec<String>,
    /// Whether exactly those were chosen.
    pub is_right: bool,
    /// Why they are right.
    pub explanation: Bilingual,
    /// Articles it rests on, with 待核 where they are to be checked.
    pub citations: Vec<CitationView>,
}

/// One question that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizQuestionView {
    /// Permanent id.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question.
    pub ask: Bilingual,
    /// Options in order.
    pub options: Vec<QuizOption>,
    /// How it was answered; `None` before.
    pub outcome: Option<QuizOutcome>,
}

/// The quiz of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizView {
    /// The visit.
    pub visit: VisitId,
    /// The item.
    pub item: ItemId,
    /// Version of the bank.
    pub bank_version: u32,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<QuizQuestionView>,
    /// The result; `None` before it was answered.
    pub score: Option<Score>,
}
