//! Failing checks in groups that must be explained together.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::Variable;

use super::partition::Partition;
use super::problem::Problem;
use super::suspects::Suspected;
use crate::CheckId;

/// The figures that each failing check depends on.
pub(super) type Reach = BTreeMap<CheckId, BTreeSet<Variable>>;

/// The failing checks in groups. Two groups share no figure, directly or through derivations, and
/// no suspect rule.
pub(super) fn groups(
    problem: &Problem<'_>,
    failing: &[CheckId],
    suspected: &Suspected,
) -> Vec<(Vec<CheckId>, Reach)> {
    let reach: Vec<BTreeSet<Variable>> = failing.iter().map(|id| problem.reach(*id)).collect();
    let mut together = Partition::new(failing.len());
    let mut first: BTreeMap<Variable, usize> = BTreeMap::new();
    let mut by_rule: BTreeMap<usize, usize> = BTreeMap::new();
    let targets: BTreeMap<Variable, usize> = failing
        .iter()
        .enumerate()
        .filter_map(|(at, id)| Some((problem.target(*id)?, at)))
        .collect();
    for (at, id) in failing.iter().enumerate() {
        for other in exchanged(problem, *id).into_iter().filter_map(|other| targets.get(&other)) {
            together.join(at, *other);
        }
        for variable in &reach[at] {
            together.join(at, *first.entry(*variable).or_insert(at));
        }
        if suspected.contains_key(&id.rule) {
            together.join(at, *by_rule.entry(id.rule).or_insert(at));
        }
    }
    let groups = together.parts().into_iter().map(|members| {
        let reach = members.iter().map(|at| (failing[*at], reach[*at].clone())).collect();
        (members.into_iter().map(|at| failing[at]).collect(), reach)
    });
    groups.collect()
}

/// Figures near the target of a check that print what the target should print: the two may have
/// been exchanged.
fn exchanged(problem: &Problem<'_>, id: CheckId) -> Vec<Variable> {
    let (Some(target), Some(value)) = (problem.target(id), problem.value(id, &[])) else {
        return Vec::new();
    };
    let right = problem.expected(target, &value);
    let mut near = problem.neighbours(target);
    near.retain(|other| {
        problem.figure(*other).is_some_and(|figure| right.contains(&figure.value()))
    });
    near
}
