//! The rules of supervision, asked: size, director, deadlines, visits left. The answers carry their reasons in words.

use crate::content::published;
use crate::view::CitationView;
use crate::visit::guide::{beijing_day, citations_of_ids};
use crate::{Engine, EngineError};
use zhian_domain::content::ContentKind;
use zhian_domain::enterprise::UnitKind;
use zhian_domain::identifier::RegionCode;
use zhian_domain::product::ProductClass;
use zhian_domain::rules::deadline::{Deadline, Due, Start};
use zhian_domain::rules::director::DirectorAnswer;
use zhian_domain::rules::grading::{PastVisit, Scheme, VisitQuota};
use zhian_domain::rules::size::{SizeAnswer, UnitPart};
use zhian_domain::rules::{SellingTrade, UnitFacts};

/// What is known of a unit. `None` means unknown, never zero or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitQuestion {
    /// What it does.
    pub kind: UnitKind,
    /// Whether it sells wholesale or retail, where its kind does not tell.
    pub selling: Option<SellingTrade>,
    /// Persons employed.
    pub staff: Option<u64>,
    /// Revenue of the last year, in fen.
    pub revenue_fen: Option<u64>,
    /// Classes of its products; an empty list says that none applies.
    pub classes: Option<Vec<ProductClass>>,
    /// Where it is.
    pub region: Option<RegionCode>,
}

impl UnitQuestion {
    fn facts(&self) -> UnitFacts<'_> {
        UnitFacts {
            kind: self.kind,
            selling: self.selling,
            staff: self.staff,
            revenue_fen: self.revenue_fen,
            classes: self.classes.as_deref(),
            region: self.region.as_ref(),
        }
    }
}

/// Visits that were made to an enterprise, and its grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaQuestion {
    /// Id of the grading scheme; the published default if `None`.
    pub scheme: Option<String>,
    /// Its grade; `None` if it has none yet.
    pub grade: Option<String>,
    /// The year.
    pub year: i32,
    /// Visits of any year, in any order.
    pub visits: Vec<PastVisit>,
}

impl Engine {
    /// Articles by id, as today's law has them. One that the law records do not know is cited by its id and is 待核.
    /// Errors: `store.*`.
    pub fn cited(&self, ids: &[String]) -> Result<Vec<CitationView>, EngineError> {
        Ok(citations_of_ids(self.content()?.as_ref(), ids, beijing_day(self.now().best())))
    }

    /// How large a unit is, for each Order under which it is looked at. Errors: `engine.no-content`, `store.*`.
    pub fn size_class(&self, question: &UnitQuestion) -> Result<Vec<(UnitPart, SizeAnswer)>, EngineError> {
        let shelf = self.content()?;
        let rule = published(shelf.size.as_ref(), ContentKind::Size)?;
        let parts = UnitPart::of(question.kind).iter();
        Ok(parts.map(|part| (*part, rule.size(*part, &question.facts()))).collect())
    }

    /// Whether a unit must appoint a director and officers. Errors: `engine.no-content`, `store.*`.
    pub fn director_rule(&self, question: &UnitQuestion) -> Result<DirectorAnswer, EngineError> {
        let shelf = self.content()?;
        let sizes = published(shelf.size.as_ref(), ContentKind::Size)?;
        let rule = published(shelf.director.as_ref(), ContentKind::Director)?;
        Ok(rule.answer(sizes, &question.facts()))
    }

    /// Every deadline of the rules. Errors: `engine.no-content`, `store.*`.
    pub fn deadlines(&self) -> Result<Vec<Deadline>, EngineError> {
        let shelf = self.content()?;
        Ok(published(shelf.deadlines.as_ref(), ContentKind::Deadlines)?.deadlines.clone())
    }

    /// When a term ends. Where it touches a year whose holidays are not announced, or not here, the answer is provisional and
    /// says so. Errors: `engine.no-content`, `rules.*`, `store.*`.
    pub fn deadline(&self, id: &str, start: &Start) -> Result<Due, EngineError> {
        let shelf = self.content()?;
        let deadlines = published(shelf.deadlines.as_ref(), ContentKind::Deadlines)?;
        Ok(deadlines.due(id, &shelf.calendars, start)?)
    }

    /// The grading schemes, the default first. Errors: `engine.no-content`, `store.*`.
    pub fn grading_schemes(&self) -> Result<Vec<Scheme>, EngineError> {
        let shelf = self.content()?;
        let grading = published(shelf.grading.as_ref(), ContentKind::Grading)?;
        let mut schemes = grading.schemes.clone();
        schemes.sort_by_key(|scheme| scheme.id != grading.default);
        Ok(schemes)
    }

    /// How many visits of a year are left to an enterprise. Errors: `engine.no-content`, `rules.*`, `store.*`.
    pub fn visit_quota(&self, question: &QuotaQuestion) -> Result<VisitQuota, EngineError> {
        let shelf = self.content()?;
        let grading = published(shelf.grading.as_ref(), ContentKind::Grading)?;
        let scheme = question.scheme.as_deref().unwrap_or(&grading.default);
        Ok(grading.visits_left(scheme, question.grade.as_deref(), question.year, &question.visits)?)
    }
}
