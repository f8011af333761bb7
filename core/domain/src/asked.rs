//! Which items of a checklist are asked now. Pure: the same content gives the same items on every device.
//!
//! An item whose condition does not hold is not asked: nothing is demanded for it, it counts nowhere, and it does not stand in
//! the way of the seal. An answer given before stays in the record, and counts again once the item is asked again.
//!
//! - A condition that needs an answer not given yet does not hold.
//! - Items that are not asked count as unanswered for the conditions of others, and so do items with differing answers.
//! - A condition that needs a fact of the unit that nobody knows cannot take an item away: it is asked.

use crate::answer::AnswerState;
use crate::checklist::{Checklist, Item};
use crate::completeness::{conformity, readable_fields};
use crate::expression::{AnswerFacts, Surroundings};
use crate::id::ItemId;
use crate::visit::VisitContent;
use std::collections::{BTreeMap, BTreeSet};

/// The items that are not asked under the present answers. Empty for a checklist without conditions.
#[must_use]
pub fn not_asked(checklist: &Checklist, content: &VisitContent) -> BTreeSet<ItemId> {
    let conditional: Vec<&Item> = checklist.items().filter(|item| item.when.is_some()).collect();
    if conditional.is_empty() {
        return BTreeSet::new();
    }
    let items: BTreeMap<&ItemId, &Item> = checklist.items().map(|item| (&item.id, item)).collect();
    let mut decided = Decided { checklist, content, items, asked: BTreeMap::new(), answers: BTreeMap::new() };
    for item in conditional {
        decided.decide(item);
    }
    decided.asked.into_iter().filter(|(_, asked)| !asked).map(|(id, _)| id.clone()).collect()
}

struct Decided<'a> {
    checklist: &'a Checklist,
    content: &'a VisitContent,
    items: BTreeMap<&'a ItemId, &'a Item>,
    asked: BTreeMap<&'a ItemId, bool>,
    answers: BTreeMap<ItemId, AnswerFacts>,
}

impl<'a> Decided<'a> {
    /// Decides an item after everything that its condition reads. Without recursion, and each item once: conditions form no
    /// circle, the loader has seen to that; in a circle made otherwise the first item would count as unanswered.
    fn decide(&mut self, item: &'a Item) {
        let mut waiting = vec![item];
        let mut opened = BTreeSet::new();
        while let Some(item) = waiting.last().copied() {
            if self.answers.contains_key(&item.id) {
                waiting.pop();
                continue;
            }
            let open: Vec<&Item> =
                self.reads(item).filter(|read| !self.answers.contains_key(&read.id)).collect();
            if !open.is_empty() && opened.insert(&item.id) {
                waiting.extend(open);
                continue;
            }
            waiting.pop();
            let asked = self.is_asked(item);
            self.asked.insert(&item.id, asked);
            let facts = if asked { self.answer(item) } else { AnswerFacts::none() };
            self.answers.insert(item.id.clone(), facts);
        }
    }

    fn reads<'b>(&'b self, item: &'b Item) -> impl Iterator<Item = &'a Item> + use<'a, 'b> {
        let items = item.when.iter().flat_map(|when| &when.reads().items);
        items.filter_map(|id| self.items.get(id).copied())
    }

    fn is_asked(&self, item: &Item) -> bool {
        let Some(when) = &item.when else { return true };
        let facts = self.checklist.facts();
        let holds = when.holds(&Surroundings::Condition { answers: &self.answers, facts });
        holds.unwrap_or_else(|| when.lacks_facts(facts))
    }

    fn answer(&self, item: &Item) -> AnswerFacts {
        match self.content.answers.get(&item.id) {
            None | Some(AnswerState::Differing(_)) => AnswerFacts::none(),
            Some(AnswerState::One(answer)) => {
                let judged = conformity(item, &answer.value).map_or("", |judged| judged.code());
                AnswerFacts::new(judged, readable_fields(item, &answer.value, None))
            }
        }
    }
}

#[cfg(test)]
mod tests;
