//! Things in parts: those that were joined, directly or through others, are in one part.

use std::collections::BTreeMap;

/// A partition of the numbers below some limit.
pub(super) struct Partition(Vec<usize>);

impl Partition {
    /// Each number in a part of its own.
    pub(super) fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    /// Puts two numbers in one part.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// Puts all of these in one part.
    pub(super) fn join_all(&mut self, mut numbers: impl Iterator<Item = usize>) {
        if let Some(first) = numbers.next() {
            numbers.for_each(|other| self.join(first, other));
        }
    }

    /// The parts, each in ascending order, by their least numbers.
    pub(super) fn parts(&self) -> Vec<Vec<usize>> {
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        (0..self.0.len()).for_each(|at| parts.entry(self.first(at)).or_default().push(at));
        parts.into_values().collect()
    }

    fn first(&self, mut at: usize) -> usize {
        while self.0[at] != at {
            at = self.0[at];
        }
        at
    }
}
