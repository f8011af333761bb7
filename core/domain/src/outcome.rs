//! What follows from a visit's answers. Pure; nothing here proposes an amount or decides a case.

use crate::answer::Conformity;
use crate::asked::not_asked;
use crate::checklist::{Checklist, ConsequenceCode, Item, LegalBasis, Severity};
use crate::completeness::conformity;
use crate::id::ItemId;
use crate::visit::VisitContent;

/// A failed item and what may follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedItem {
    /// The item.
    pub item: ItemId,
    /// `DoesNotMeet` or `Defective`.
    pub conformity: Conformity,
    /// How grave.
    pub severity: Severity,
    /// What may follow.
    pub consequences: Vec<ConsequenceCode>,
    /// Articles, each with how well it is known; only verified ones are printed in a formal document.
    pub basis: Vec<LegalBasis>,
}

/// How a visit came out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Items that meet.
    pub meets: u32,
    /// Items that do not apply.
    pub not_applicable: u32,
    /// Items that are asked and have no settled judgement.
    pub undecided: u32,
    /// Items that are not asked under the present answers; they count nowhere else.
    pub not_asked: u32,
    /// Failed items: gravest first, then in checklist order.
    pub failed: Vec<FailedItem>,
}

impl Outcome {
    /// Whether at least one key item (重点项) failed: formal handling follows.
    #[must_use]
    pub fn needs_formal_handling(&self) -> bool {
        self.failed.iter().any(|failed| failed.severity == Severity::Key)
    }

    /// Every consequence that some failed item names, each once, in order.
    #[must_use]
    pub fn consequences(&self) -> Vec<ConsequenceCode> {
        let all: std::collections::BTreeSet<_> =
            self.failed.iter().flat_map(|failed| failed.consequences.iter().cloned()).collect();
        all.into_iter().collect()
    }
}

/// How `content` comes out under `checklist`. Items in conflict count as undecided.
#[must_use]
pub fn outcome(checklist: &Checklist, content: &VisitContent) -> Outcome {
    let mut out = Outcome::default();
    let skipped = not_asked(checklist, content);
    for item in checklist.items() {
        if skipped.contains(&item.id) {
            out.not_asked += 1;
            continue;
        }
        let answer = content.answers.get(&item.id).and_then(|state| state.settled());
        match answer.and_then(|answer| conformity(item, &answer.value)) {
            None => out.undecided += 1,
            Some(Conformity::Meets) => out.meets += 1,
            Some(Conformity::NotApplicable) => out.not_applicable += 1,
            Some(failed @ (Conformity::DoesNotMeet | Conformity::Defective)) => {
                out.failed.push(failed_item(item, failed));
            }
        }
    }
    // Stable sort: items of one severity keep the order of the checklist.
    out.failed.sort_by_key(|failed| failed.severity);
    out
}

fn failed_item(item: &Item, conformity: Conformity) -> FailedItem {
    FailedItem {
        item: item.id.clone(),
        conformity,
        severity: item.severity,
        consequences: item.consequences.clone(),
        basis: item.basis.clone(),
    }
}
