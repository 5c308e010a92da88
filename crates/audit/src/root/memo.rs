//! Results that are computed once: hypotheses differ little and ask the same questions many times.

use std::cell::RefCell;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Results by what they were computed from.
pub(super) struct Memo<K, V>(RefCell<FxHashMap<K, V>>);

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    pub(super) fn new() -> Self {
        Self(RefCell::new(FxHashMap::default()))
    }

    pub(super) fn get(&self, key: K, work_out: impl FnOnce(&K) -> V) -> V {
        if let Some(known) = self.0.borrow().get(&key) {
            return known.clone();
        }
        let found = work_out(&key);
        self.0.borrow_mut().insert(key, found.clone());
        found
    }
}
