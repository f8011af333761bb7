//! Drafts held open, and whose turn it is on a visit.

use super::standing::Counted;
use crate::cache::Recent;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zhian_domain::id::VisitId;

/// Visits take turns in this many groups.
const TURNS: usize = 256;

/// A draft as of so many stored parcels.
#[derive(Clone)]
pub(super) struct Open {
    pub(super) draft: Arc<Counted>,
    pub(super) parcels: u64,
}

/// Open drafts, and the turns that keep two requests from judging one visit at once.
pub(crate) struct HotVisits {
    open: Recent<VisitId, Open>,
    turns: Vec<Mutex<()>>,
}

impl HotVisits {
    /// Holds at most `count_max` drafts open.
    pub(crate) fn new(count_max: usize) -> Self {
        Self { open: Recent::new(count_max), turns: (0..TURNS).map(|_| Mutex::new(())).collect() }
    }

    /// Waits for the turn of every visit. Always taken in the same order, so that two requests cannot wait for each other.
    pub(super) fn turn(&self, visits: impl Iterator<Item = VisitId>) -> Vec<MutexGuard<'_, ()>> {
        let groups: BTreeSet<usize> = visits
            .map(|visit| {
                let [first, ..] = *visit.as_bytes();
                usize::from(first) % TURNS
            })
            .collect();
        groups
            .into_iter()
            .filter_map(|group| self.turns.get(group))
            .map(|turn| turn.lock().unwrap_or_else(PoisonError::into_inner))
            .collect()
    }

    /// The open draft, if it is of exactly so many stored parcels: another process may have stored more.
    pub(super) fn get(&self, visit: &VisitId, parcels: u64) -> Option<Arc<Counted>> {
        self.open.get(visit).filter(|open| open.parcels == parcels).map(|open| open.draft)
    }

    pub(super) fn put(&self, visit: VisitId, open: Open) {
        self.open.put(visit, open);
    }

    pub(super) fn forget(&self, visit: &VisitId) {
        self.open.forget(visit);
    }
}
