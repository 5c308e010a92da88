//! Which cells are derived from which, so that no draft derives a figure from itself.

use std::collections::{BTreeMap, BTreeSet};

/// Row and column.
pub(super) type At = (usize, usize);

/// Derived cells and what they are derived from.
#[derive(Clone, Debug, Default)]
pub(super) struct Derived {
    from: BTreeMap<At, Vec<At>>,
}

impl Derived {
    /// Adds derivations, unless one of them would derive a cell from itself.
    pub(super) fn derive(&mut self, all: &[(At, Vec<At>)]) -> bool {
        if all.iter().any(|(target, inputs)| self.reaches(inputs, *target)) {
            return false;
        }
        for (target, inputs) in all {
            self.from.entry(*target).or_default().extend(inputs);
        }
        true
    }

    /// Whether some cells are derived from one.
    fn reaches(&self, cells: &[At], wanted: At) -> bool {
        let mut pending = cells.to_vec();
        let mut seen = BTreeSet::new();
        while let Some(next) = pending.pop() {
            if next == wanted {
                return true;
            }
            if let Some(from) = self.from.get(&next).filter(|_| seen.insert(next)) {
                pending.extend(from);
            }
        }
        false
    }
}
