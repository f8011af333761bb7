//! What moving a visit to a newer version of its checklist does to each answer: it is carried over, or stays as answered under the old version.

use super::diff::{Difference, diff};
use crate::answer::{AnswerState, AnswerValue, Conformity};
use crate::checklist::{Bilingual, Checklist, Item, Judgement};
use crate::completeness::bad_fields;
use crate::id::ItemId;
use crate::visit::VisitContent;
use std::collections::BTreeMap;

/// What becomes of the answer to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carry {
    /// It is carried over as it is. `reworded` tells that the question reads differently: somebody should look again.
    Over {
        /// Whether what is asked reads differently.
        reworded: bool,
    },
    /// It is kept as answered under the old version.
    UnderOldVersion {
        /// Why the newer version cannot hold it.
        because: Bilingual,
    },
}

/// The preview of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovePlan {
    /// What changed.
    pub differences: Vec<Difference>,
    /// What becomes of each answer given.
    pub answers: BTreeMap<ItemId, Carry>,
    /// Items of the newer version that will have no answer, in its order.
    pub to_answer: Vec<ItemId>,
}

/// What a move of `content` from `old` to `new` would do. Changes nothing.
#[must_use]
pub fn plan(old: &Checklist, new: &Checklist, content: &VisitContent) -> MovePlan {
    let items: BTreeMap<&ItemId, &Item> = new.items().map(|item| (&item.id, item)).collect();
    let before: BTreeMap<&ItemId, &Item> = old.items().map(|item| (&item.id, item)).collect();
    let answers: BTreeMap<ItemId, Carry> = content
        .answers
        .iter()
        .map(|(id, state)| (id.clone(), carry(before.get(id).copied(), items.get(id).copied(), state)))
        .collect();
    let carried = |id: &ItemId| matches!(answers.get(id), Some(Carry::Over { .. }));
    let to_answer = new.items().filter(|item| !carried(&item.id)).map(|item| item.id.clone()).collect();
    MovePlan { differences: diff(old, new), answers, to_answer }
}

fn carry(old: Option<&Item>, new: Option<&Item>, state: &AnswerState) -> Carry {
    let under_old = |zh: &str, en: &str| Carry::UnderOldVersion {
        because: Bilingual { zh: zh.to_owned(), en: en.to_owned() },
    };
    let Some(new) = new else {
        return under_old("新版本没有这一项。", "The newer version does not have this item.");
    };
    // Every answer standing, and every one that people set aside when they settled: the record moves as a whole.
    let mut values = state.all().iter().map(|answer| &answer.value);
    if !values.clone().all(|value| judgement_fits(new, value)) {
        return under_old("新版本的判定方式不同。", "The newer version judges this item differently.");
    }
    if !values.all(|value| bad_fields(new, value).is_empty()) {
        return under_old(
            "新版本的填写项容不下已填的内容。",
            "The fields of the newer version cannot hold what was entered.",
        );
    }
    Carry::Over { reworded: old.is_none_or(|old| old.ask != new.ask) }
}

fn judgement_fits(item: &Item, value: &AnswerValue) -> bool {
    match (&item.judgement, value.conformity) {
        (_, None) => true,
        (Judgement::Entered { values }, Some(judged)) => values.contains(&judged),
        (Judgement::Computed { .. }, Some(judged)) => judged == Conformity::NotApplicable,
    }
}
