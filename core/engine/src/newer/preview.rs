//! What moving would do, before anything is done.

use super::{Move, is_behind, moved_to};
use crate::engine::{Engine, lock};
use crate::error::EngineError;
use crate::view::{MovedAnswer, NewerVersionView, VersionStanding};
use zhian_domain::id::VisitId;
use zhian_domain::versions::plan;
use zhian_store::VisitRow;

impl Engine {
    /// What moving a visit to the version that its task names would do: what differs, and what becomes of each answer. Changes
    /// nothing.
    ///
    /// Errors: `engine.no-newer-version`, `engine.moved-on`, `engine.unknown-checklist` while the newer version has not come,
    /// `engine.visit-sealed`, `engine.unknown-visit`.
    pub fn newer_version(&self, visit: &VisitId) -> Result<NewerVersionView, EngineError> {
        let me = self.me()?;
        let Move { from, to, .. } = self.move_of(visit)?;
        let held = self.held(&from)?;
        let newer = lock(&self.drafts).checklist(&self.store, &to.checklist)?;
        let plan = plan(&held.checklist, &newer, &held.content);
        let roster = self.roster()?;
        let answers = plan.answers.into_iter().map(|(item, carry)| {
            let given = held.content.answers.get(&item).map_or(&[][..], |state| state.all());
            let asked = held.checklist.item(&item).or_else(|| newer.item(&item));
            MovedAnswer {
                ask: asked.map(|item| item.ask.clone()),
                own: given.iter().any(|answer| answer.by == me.inspector),
                by: given.iter().map(|answer| roster.officer(&answer.by)).collect(),
                item,
                carry,
            }
        });
        Ok(NewerVersionView {
            visit: from.visit,
            to: to.visit,
            checklist: to.checklist,
            title: newer.title.clone(),
            version: newer.version,
            older_version: held.checklist.version,
            answers: answers.collect(),
            differences: plan.differences,
            to_answer: plan.to_answer,
            begun_by: self.begun_by(&to)?,
        })
    }

    /// Who is at work on the newer version already, as far as this device knows.
    fn begun_by(&self, to: &VisitRow) -> Result<Vec<crate::view::Officer>, EngineError> {
        if self.store.visit(&to.visit)?.is_none() {
            return Ok(Vec::new());
        }
        let (held, roster) = (self.held(to)?, self.roster()?);
        Ok(held.content.check_ins.iter().map(|one| roster.officer(&one.inspector)).collect())
    }

    /// How a visit stands to the version that its task names.
    pub(crate) fn version_standing(&self, row: &VisitRow) -> Result<VersionStanding, EngineError> {
        if let Some(to) = moved_to(&self.store, &row.visit)? {
            return Ok(VersionStanding::MovedOn { to });
        }
        Ok(if is_behind(&self.store, row)? { VersionStanding::NewerAsked } else { VersionStanding::Current })
    }
}
