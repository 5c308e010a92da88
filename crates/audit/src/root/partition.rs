//! Things in parts: those that were joined, directly or through others, are in one part.

use std::collections::BTreeMap;

/// A partition of the numbers below some limit.
pub(super) struct Partition(Vec<usize>);

impl Partition {
    /// Each number alone in a part.
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The part of a number, by following joins until nothing new is met.
    fn reached(from: usize, joins: &[(usize, usize)]) -> Vec<usize> {
        let mut part = BTreeSet::from([from]);
        loop {
            let near = joins
                .iter()
                .filter(|(a, b)| part.contains(a) != part.contains(b))
                .flat_map(|(a, b)| [*a, *b]);
            let near: Vec<usize> = near.collect();
            if near.is_empty() {
                return part.into_iter().collect();
            }
            part.extend(near);
        }
    }

    proptest! {
        #[test]
        fn parts_are_what_joins_reach(
            size in 1_usize..30,
            joins in prop::collection::vec((0_usize..30, 0_usize..30), 0..40),
        ) {
            let joins: Vec<(usize, usize)> =
                joins.into_iter().map(|(a, b)| (a % size, b % size)).collect();
            let mut partition = Partition::new(size);
            joins.iter().for_each(|(a, b)| partition.join(*a, *b));
            let parts = partition.parts();
            for number in 0..size {
                let part = parts.iter().find(|part| part.contains(&number)).unwrap();
                prop_assert_eq!(part, &reached(number, &joins));
            }
            prop_assert_eq!(parts.iter().map(Vec::len).sum::<usize>(), size);
            prop_assert!(parts.is_sorted_by_key(|part| part[0]));
        }

        /// Joining many at once is joining each with the next.
        #[test]
        fn many_joined_are_one_part(
            size in 1_usize..30,
            numbers in prop::collection::vec(0_usize..30, 0..10),
        ) {
            let numbers: Vec<usize> = numbers.into_iter().map(|number| number % size).collect();
            let (mut at_once, mut in_turn) = (Partition::new(size), Partition::new(size));
            at_once.join_all(numbers.iter().copied());
            numbers.windows(2).for_each(|pair| in_turn.join(pair[0], pair[1]));
            prop_assert_eq!(at_once.parts(), in_turn.parts());
        }
    }
}
