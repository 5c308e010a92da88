//! Results that are computed once: hypotheses differ little and ask the same questions many times.

use std::cell::RefCell;
use std::hash::Hash;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fit::Taken;

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

/// Results by a question and what figures are taken to be in it. A known one is found without a copy
/// of that.
pub(super) struct Cases<K, V>(RefCell<FxHashMap<K, FxHashMap<Vec<Taken>, V>>>);

impl<K: Eq + Hash, V: Clone> Cases<K, V> {
    pub(super) fn new() -> Self {
        Self(RefCell::default())
    }

    pub(super) fn get(&self, question: K, taken: &[Taken], work_out: impl FnOnce() -> V) -> V {
        if let Some(known) = self.0.borrow().get(&question).and_then(|cases| cases.get(taken)) {
            return known.clone();
        }
        let found = work_out();
        let mut cases = self.0.borrow_mut();
        cases.entry(question).or_default().insert(taken.to_vec(), found.clone());
        found
    }
}

/// Lists of which equal ones are kept once: the checks of an aggregate read the same cells in every
/// row.
pub(super) struct Shared<T>(RefCell<FxHashSet<Rc<[T]>>>);

impl<T: Eq + Hash> Shared<T> {
    pub(super) fn new() -> Self {
        Self(RefCell::default())
    }

    pub(super) fn list(&self, items: Vec<T>) -> Rc<[T]> {
        if let Some(known) = self.0.borrow().get(items.as_slice()) {
            return Rc::clone(known);
        }
        let list: Rc<[T]> = items.into();
        self.0.borrow_mut().insert(Rc::clone(&list));
        list
    }
}
