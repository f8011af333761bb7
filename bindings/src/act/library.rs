//! Pictures and clips, the quiz, and the regulator's lists and rules.

use crate::engine::Engine;
use crate::error::ZhianError;
use crate::port::{CancelToken, ProgressObserver, watch};
use crate::request::{
    MediaInput, QuizAnswerInput, QuotaInput, RiskFormInput, TermInput, UnitInput, quiz_answers,
};
use crate::view::{
    self, CheckFormView, ComparisonView, DeadlineView, DirectorView, DueView, HintView, MediaPlanView,
    MediaReportView, QuizView, QuotaView, RiskListRowView, RiskListView, SchemeView, SizeView,
};
use std::slice::from_ref;
use std::sync::Arc;
use zhian_domain::id::ItemId;
use zhian_domain::rules::deadline::Deadline;

#[uniffi::export]
impl Engine {
    /// What would be fetched of the pictures and clips now, those of coming visits first. Errors: `store.*`.
    pub fn media_plan(&self, budget_bytes: Option<u64>) -> Result<MediaPlanView, ZhianError> {
        self.call(|engine, _| Ok(view::media_plan(&engine.media_plan(budget_bytes)?)))
    }

    /// Bytes that pictures and clips may take on this device. Errors: `store.*`.
    pub fn media_budget(&self) -> Result<u64, ZhianError> {
        self.call(|engine, _| engine.media_budget())
    }

    /// Keeps the budget for the next start. Errors: `store.*`.
    pub fn choose_media_budget(&self, bytes: u64) -> Result<(), ZhianError> {
        self.call(|engine, _| engine.choose_media_budget(bytes))
    }

    /// Fetches pictures and clips, each checked before it is shown, and frees what nothing names any more. What was fetched
    /// until an error or a stop stays.
    ///
    /// Errors: `engine.not-enrolled`, `engine.cancelled`, `transport.*`, `store.disk-full`, the office's refusal of this device.
    pub fn fetch_media(
        &self,
        input: MediaInput,
        observer: Option<Arc<dyn ProgressObserver>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<MediaReportView, ZhianError> {
        self.call(|engine, reader| {
            let report = engine.fetch_media(&input.into(), &watch(engine, observer, cancel))?;
            Ok(view::media_report(reader, &report))
        })
    }

    /// A picture or clip by its hash, read whole once more: what the disk altered is not shown.
    ///
    /// Errors: `engine.unknown-medium`, `engine.bad-id`, `store.*`.
    pub fn medium(&self, hash: String) -> Result<HintView, ZhianError> {
        self.call(|engine, reader| Ok(view::hint(reader, &engine.medium(&hash.parse()?)?)))
    }

    /// The quiz of an item: five questions that were drawn for it on this device, with the result once it was answered.
    ///
    /// Errors: `engine.unknown-visit`, `engine.unknown-item`, `engine.no-quiz`, `engine.no-content`, `engine.visit-sealed`,
    /// `quiz.*`.
    pub fn quiz(&self, visit: String, item: String) -> Result<QuizView, ZhianError> {
        self.call(|engine, reader| {
            Ok(view::quiz(reader, &engine.quiz(&visit.parse()?, &ItemId::new(&item)?)?))
        })
    }

    /// Scores the answers to the drawn questions, and records score and quiz as the answer to the item.
    ///
    /// Errors: as [`Self::quiz`] and [`Self::answer`]; `quiz.not-asked`, `quiz.not-offered`, `quiz.too-many-chosen`;
    /// `engine.bad-input` where one question is answered twice.
    pub fn answer_quiz(
        &self,
        visit: String,
        item: String,
        answers: Vec<QuizAnswerInput>,
    ) -> Result<QuizView, ZhianError> {
        self.call(|engine, reader| {
            let answers = quiz_answers(answers)?;
            Ok(view::quiz(reader, &engine.answer_quiz(&visit.parse()?, &ItemId::new(&item)?, &answers)?))
        })
    }

    /// Every published risk control list. Errors: `store.*`.
    pub fn risk_lists(&self) -> Result<Vec<RiskListRowView>, ZhianError> {
        self.call(|engine, reader| {
            Ok(engine.risk_lists()?.iter().map(|one| view::risk_row(reader, one)).collect())
        })
    }

    /// One risk control list. Errors: `engine.unknown-list`, `store.*`.
    pub fn risk_list(&self, list: String) -> Result<RiskListView, ZhianError> {
        self.call(|engine, reader| {
            let list = engine.risk_list(&list)?;
            let basis =
                list.rows.iter().map(|row| engine.cited(&row.basis)).collect::<Result<Vec<_>, _>>()?;
            Ok(view::risk_list(reader, &list, &basis))
        })
    }

    /// The forms of a list for a range of days. Errors: `engine.unknown-list`, `engine.bad-input`, `risk.range`, `store.*`.
    pub fn risk_forms(&self, input: RiskFormInput) -> Result<Vec<CheckFormView>, ZhianError> {
        self.call(|engine, reader| {
            let forms = engine.risk_forms(&input.try_into()?)?;
            Ok(forms.iter().map(|one| view::check_form(reader, one)).collect())
        })
    }

    /// Holds an enterprise's own list, the text of a CSV table, against a published one.
    ///
    /// Errors: `engine.unknown-list`, `store.*`; `risk.table`, whose field `faults` names every faulty cell, one a line.
    pub fn compare_risks(&self, list: String, table: String) -> Result<ComparisonView, ZhianError> {
        self.call(|engine, reader| {
            let (comparison, own) = engine.compare_risks(&list, &table)?;
            Ok(view::comparison(reader, &comparison, &own))
        })
    }

    /// How large a unit is under each Order. Errors: `engine.no-content`, `engine.bad-input`, `store.*`.
    pub fn size_class(&self, input: UnitInput) -> Result<Vec<SizeView>, ZhianError> {
        self.call(|engine, reader| {
            Ok(engine.size_class(&input.try_into()?)?.iter().map(|one| view::size(reader, one)).collect())
        })
    }

    /// Whether a unit must appoint a director and officers. Errors: `engine.no-content`, `engine.bad-input`, `store.*`.
    pub fn director_rule(&self, input: UnitInput) -> Result<DirectorView, ZhianError> {
        self.call(|engine, reader| {
            let answer = engine.director_rule(&input.try_into()?)?;
            Ok(view::director(reader, &answer, &engine.cited(&answer.basis)?))
        })
    }

    /// Every deadline of the rules. Errors: `engine.no-content`, `store.*`.
    pub fn deadlines(&self) -> Result<Vec<DeadlineView>, ZhianError> {
        self.call(|engine, reader| {
            let shown =
                |one: &Deadline| Ok(view::deadline(reader, one, &engine.cited(from_ref(&one.article))?));
            engine.deadlines()?.iter().map(shown).collect()
        })
    }

    /// When a term ends, provisional where a year it touches is not announced. Errors: `engine.no-content`, `rules.*`,
    /// `store.*`.
    pub fn deadline(&self, id: String, input: TermInput) -> Result<DueView, ZhianError> {
        self.call(|engine, reader| {
            let due = engine.deadline(&id, &input.into())?;
            Ok(view::due(reader, &due, &engine.cited(from_ref(&due.article))?))
        })
    }

    /// The grading schemes, the default first. Errors: `engine.no-content`, `store.*`.
    pub fn grading_schemes(&self) -> Result<Vec<SchemeView>, ZhianError> {
        self.call(|engine, reader| {
            Ok(engine.grading_schemes()?.iter().map(|one| view::scheme(reader, one)).collect())
        })
    }

    /// How many visits of a year are left to an enterprise. Errors: `engine.no-content`, `engine.bad-input`, `rules.*`,
    /// `store.*`.
    pub fn visit_quota(&self, input: QuotaInput) -> Result<QuotaView, ZhianError> {
        self.call(|engine, reader| {
            let quota = engine.visit_quota(&input.try_into()?)?;
            Ok(view::quota(reader, &quota, &engine.cited(&quota.basis)?))
        })
    }
}
