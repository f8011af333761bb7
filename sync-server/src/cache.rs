//! A bounded memory of what was used most recently.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most recently used values, at most as many as it was made for.
pub(crate) struct Recent<K, V> {
    kept: Mutex<Kept<K, V>>,
    count_max: usize,
}

struct Kept<K, V> {
    values: HashMap<K, (u64, V)>,
    uses: u64,
}

impl<K: Eq + Hash + Copy, V: Clone> Recent<K, V> {
    /// Keeps at most `count_max` values.
    pub(crate) fn new(count_max: usize) -> Self {
        Self { kept: Mutex::new(Kept { values: HashMap::new(), uses: 0 }), count_max }
    }

    fn kept(&self) -> MutexGuard<'_, Kept<K, V>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value, if it is still kept.
    pub(crate) fn get(&self, key: &K) -> Option<V> {
        let mut kept = self.kept();
        kept.uses += 1;
        let now = kept.uses;
        let (used, value) = kept.values.get_mut(key)?;
        *used = now;
        Some(value.clone())
    }

    /// Keeps a value, letting go of the one unused for longest.
    pub(crate) fn put(&self, key: K, value: V) {
        let mut kept = self.kept();
        kept.uses += 1;
        let now = kept.uses;
        kept.values.insert(key, (now, value));
        if kept.values.len() > self.count_max {
            // A few hundred entries at most: looking at each is cheaper than a second structure.
            let oldest = kept.values.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| *key);
            if let Some(oldest) = oldest {
                kept.values.remove(&oldest);
            }
        }
    }

    /// Lets go of a value.
    pub(crate) fn forget(&self, key: &K) {
        self.kept().values.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_unused_for_longest_is_let_go() {
        let recent = Recent::new(2);
        recent.put(1, "one");
        recent.put(2, "two");
        assert_eq!(recent.get(&1), Some("one"));
        recent.put(3, "three");
        assert_eq!(recent.get(&2), None);
        assert_eq!((recent.get(&1), recent.get(&3)), (Some("one"), Some("three")));
        recent.forget(&1);
        assert_eq!(recent.get(&1), None);
    }
}
