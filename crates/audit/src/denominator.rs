//! The wholes that shares rest on, inferred where they were not printed.

use crossfoot_core::formula::{Gap, Published};
use crossfoot_core::{Interval, Study};

/// The whole numbers that a denominator can be.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InferredDenominator {
    /// Its index in the study.
    pub denominator: usize,
    /// From the least to the greatest that every share allows, or why there are none.
    pub candidates: Result<Interval, Gap>,
}

/// The candidates for every denominator of a study, from all shares that rest on it.
pub(crate) fn infer(study: &Study, basis: &Published) -> Vec<InferredDenominator> {
    let all = study.denominators.iter().enumerate();
    all.map(|(index, denominator)| InferredDenominator {
        denominator: index,
        candidates: denominator.candidates(study, basis, None),
    })
    .collect()
}
