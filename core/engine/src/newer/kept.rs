//! What was answered under an older version and is not on the newer visit.

use super::{moved_to, task_now, visits_of};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::view::{AnswerView, ItemView, KeptItem};
use zhian_domain::answer::{Answer, AnswerState};
use zhian_domain::checklist::Bilingual;
use zhian_domain::id::{ItemId, VisitId};
use zhian_domain::versions::{Carry, MovePlan, plan};
use zhian_domain::visit::VisitContent;
use zhian_store::{VisitRow, VisitState};

impl Engine {
    /// Items of older versions with what was answered, noted, found and photographed there and has not been taken over, nearest
    /// version first. Empty for a visit that was not moved to.
    ///
    /// Errors: `engine.unknown-visit`, `draft.*` if an older draft cannot be read: nothing unreadable is shown as empty.
    pub fn kept_under_old(&self, visit: &VisitId) -> Result<Vec<KeptItem>, EngineError> {
        let seen = self.see(visit)?;
        let mut found = Vec::new();
        for row in self.older_than(&seen.row)? {
            let older = self.see(&row.visit)?;
            let plan = plan(&older.checklist, &seen.checklist, &older.content);
            let scene = self.scene(&older)?;
            for item in older.checklist.items() {
                let view = left(scene.item(&item.id)?, &seen.content);
                if is_empty(&view) {
                    continue;
                }
                found.push(KeptItem {
                    visit: row.visit,
                    title: older.checklist.title.clone(),
                    version: older.checklist.version,
                    because: because(&plan, &item.id, &view),
                    item: view,
                });
            }
        }
        Ok(found)
    }

    /// Visits of the same task on versions before this one's: all others where this is what the task names, else those from
    /// which this officer moved to it.
    fn older_than(&self, row: &VisitRow) -> Result<Vec<VisitRow>, EngineError> {
        let is_named = task_now(&self.store, &row.task)?.checklist == row.checklist;
        let mut reached = vec![row.visit];
        let mut found = Vec::new();
        for other in visits_of(&self.store, &row.task)? {
            let leads_here = moved_to(&self.store, &other.visit)?.is_some_and(|to| reached.contains(&to));
            if other.visit != row.visit && (is_named || leads_here) && other.state == VisitState::Draft {
                reached.push(other.visit);
                found.push(other);
            }
        }
        Ok(found)
    }
}

/// An item with what the newer visit does not have of it.
fn left(mut view: ItemView, newer: &VisitContent) -> ItemView {
    let id = view.item.id.clone();
    let standing = newer.answers.get(&id).map_or(&[][..], AnswerState::all);
    view.answer = match view.answer {
        AnswerView::One(given) if !is_known(&given.value, given.by.id, given.at, standing) => {
            AnswerView::One(given)
        }
        AnswerView::One(_) | AnswerView::None => AnswerView::None,
        AnswerView::Differing(mut given) => {
            given.retain(|one| !is_known(&one.value, one.by.id, one.at, standing));
            match <[_; 1]>::try_from(given) {
                Ok([one]) => AnswerView::One(one),
                Err(none) if none.is_empty() => AnswerView::None,
                Err(several) => AnswerView::Differing(several),
            }
        }
    };
    if newer.notes.get(&id).is_some_and(|note| note.contains(&view.note)) {
        view.note.clear();
    }
    view.evidence.retain(|one| !newer.evidence.contains_key(&one.evidence.hash));
    view.findings.retain(|one| !newer.findings.contains_key(&one.finding.id));
    view
}

/// Whether an answer was taken over, was among those that people settled, or was replaced by the officer's own later one.
fn is_known(
    value: &zhian_domain::answer::AnswerValue,
    by: zhian_domain::id::InspectorId,
    at: zhian_domain::time::ClockReading,
    standing: &[Answer],
) -> bool {
    let settled = |one: &Answer| {
        one.settles.iter().any(|settled| settled.by == by && settled.at == at && settled.value == *value)
    };
    standing
        .iter()
        .any(|one| one.value == *value || settled(one) || (one.by == by && one.at.best() > at.best()))
}

fn is_empty(view: &ItemView) -> bool {
    view.answer == AnswerView::None
        && view.note.is_empty()
        && view.evidence.is_empty()
        && view.findings.is_empty()
}

/// Why it is not on the newer visit.
fn because(plan: &MovePlan, item: &ItemId, view: &ItemView) -> Bilingual {
    if let Some(Carry::UnderOldVersion { because }) = plan.answers.get(item) {
        return because.clone();
    }
    let gone = plan
        .differences
        .iter()
        .any(|one| one.item == *item && one.change == zhian_domain::versions::Change::Removed);
    if gone {
        return Bilingual {
            zh: "新版本没有这一项。".to_owned(),
            en: "The newer version does not have this item.".to_owned(),
        };
    }
    let names: Vec<&str> = match &view.answer {
        AnswerView::One(given) => given.by.name.as_deref().into_iter().collect(),
        AnswerView::Differing(given) => given.iter().filter_map(|one| one.by.name.as_deref()).collect(),
        AnswerView::None => Vec::new(),
    };
    if names.is_empty() {
        return Bilingual {
            zh: "记录的人还没有转到新版本。".to_owned(),
            en: "Whoever recorded it has not moved to the newer version.".to_owned(),
        };
    }
    Bilingual {
        zh: format!("{}还没有把它转到新版本。", names.join("、")),
        en: format!("{} has not moved it to the newer version.", names.join(", ")),
    }
}
