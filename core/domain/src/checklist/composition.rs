//! What a composed checklist is made of, and why each item is in it.

use super::{Bilingual, Checklist, PartKind};
use crate::facts::Facts;
use crate::id::{ContentHash, ItemId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Where a checklist comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Somebody wrote the file as it is.
    Written,
    /// It was put together for one unit.
    Composed(Box<Composition>),
}

/// What a composed checklist is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// What was known of the unit.
    pub facts: Facts,
    /// The day whose law is cited.
    pub day: NaiveDate,
    /// Version of the law records that were used.
    pub law_version: u32,
    /// The parts, in the order of the checklist.
    pub parts: Vec<PartUse>,
    /// Why single items are in it, where that takes more than the reason of their part.
    pub items: BTreeMap<ItemId, Bilingual>,
}

/// One part of a composed checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartUse {
    /// Its id, with which the ids of its items begin.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Hash of its file.
    pub hash: ContentHash,
    /// What kind of part it is.
    pub kind: PartKind,
    /// Its title.
    pub title: Bilingual,
    /// Why it is here.
    pub because: Bilingual,
}

impl Checklist {
    /// What it was composed of; `None` if somebody wrote it as it is.
    #[must_use]
    pub fn composition(&self) -> Option<&Composition> {
        match &self.origin {
            Origin::Written => None,
            Origin::Composed(composition) => Some(composition),
        }
    }

    /// What is known of the unit; `None` if the checklist was not composed for one.
    #[must_use]
    pub fn facts(&self) -> Option<&Facts> {
        self.composition().map(|composition| &composition.facts)
    }

    /// Why an item is here: in words, from the reason of its part and its own. `None` where nothing was composed.
    #[must_use]
    pub fn because(&self, item: &ItemId) -> Option<&Bilingual> {
        let composition = self.composition()?;
        composition.items.get(item).or_else(|| self.part_of(item).map(|part| &part.because))
    }

    /// The part an item comes from; `None` where nothing was composed.
    #[must_use]
    pub fn part_of(&self, item: &ItemId) -> Option<&PartUse> {
        let id = item.as_str();
        let begins = |part: &&PartUse| id.strip_prefix(&part.id).is_some_and(|rest| rest.starts_with('-'));
        self.composition()?.parts.iter().find(begins)
    }
}
