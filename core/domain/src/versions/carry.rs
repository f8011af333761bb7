//! Moving a visit to a newer version of its checklist: every answer is carried over or kept as answered under the old version.

use super::diff::{Difference, diff};
use crate::answer::{AnswerState, AnswerValue, Conformity};
use crate::checklist::{Bilingual, Checklist, Item, Judgement};
use crate::completeness::bad_fields;
use crate::evidence::EvidencePurpose;
use crate::id::{ContentHash, EvidenceHash, FindingId, ItemId, VisitId};
use crate::visit::VisitContent;
use std::collections::{BTreeMap, BTreeSet};

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

/// What the newer version cannot hold. It stays in the record beside the visit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnderOldVersion {
    /// Answers, differing ones included.
    pub answers: BTreeMap<ItemId, AnswerState>,
    /// Notes on items that are gone.
    pub notes: BTreeMap<ItemId, String>,
    /// Findings on items that are gone. They stay in the content of the visit too: a finding is never lost sight of.
    pub findings: BTreeSet<FindingId>,
    /// Evidence of items that are gone. It stays in the content of the visit too.
    pub evidence: BTreeSet<EvidenceHash>,
}

/// A visit moved to a newer version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The visit on the newer version: another visit by its id, since that follows from the task and the checklist.
    pub content: VisitContent,
    /// The checklist it was on.
    pub from: ContentHash,
    /// What was answered under it and cannot be carried over.
    pub under_old: UnderOldVersion,
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

/// Moves a visit as `plan` says. `to` is the hash of the newer checklist's file.
///
/// Nothing is dropped: every answer and note is in the new content or under the old version, and findings, evidence, arrivals and
/// signatures stay in the content. Signatures cover the old content and must be given again.
#[must_use]
pub fn carry_over(plan: &MovePlan, new: &Checklist, content: &VisitContent, to: ContentHash) -> Moved {
    let known: BTreeSet<&ItemId> = new.items().map(|item| &item.id).collect();
    let mut moved = content.clone();
    moved.visit = VisitId::of(&content.task, &to);
    moved.checklist = to;
    let mut under_old = UnderOldVersion::default();
    moved.answers.retain(|id, state| {
        let carried = matches!(plan.answers.get(id), Some(Carry::Over { .. }));
        if !carried {
            under_old.answers.insert(id.clone(), state.clone());
        }
        carried
    });
    moved.notes.retain(|id, note| {
        let carried = known.contains(id);
        if !carried {
            under_old.notes.insert(id.clone(), note.clone());
        }
        carried
    });
    let gone = content.findings.values().filter(|finding| !known.contains(&finding.item));
    under_old.findings = gone.map(|finding| finding.id).collect();
    let gone = content
        .evidence
        .values()
        .filter(|evidence| matches!(&evidence.purpose, EvidencePurpose::Item(item) if !known.contains(item)));
    under_old.evidence = gone.map(|evidence| evidence.hash).collect();
    Moved { content: moved, from: content.checklist, under_old }
}
