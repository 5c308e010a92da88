//! Rival hypotheses about the root causes of a study, alone and together, as changes of its figures.

use crossfoot_audit::RootCauses;
use crossfoot_audit::root::{Hypothesis, RootCause, RootGroup};
use crossfoot_core::{Decimal, Study, Variable};

/// At most this many scenarios are given to the statistics.
const MOST: usize = 6;
/// Scenarios that are followed while groups are joined.
const MOST_FOLLOWED: usize = 64;

/// A hypothesis for each group of findings; at least one of them is not the best of its group.
#[derive(Clone)]
pub(super) struct Scenario<'a> {
    probability: f64,
    /// The groups whose hypothesis is not the best, each with this hypothesis.
    rivals: Vec<(&'a RootGroup, &'a Hypothesis)>,
}

/// The most probable scenarios, the most probable first. If none of them joins rivals for several
/// groups, the most probable that does is added.
pub(super) fn rivals(roots: &RootCauses) -> Vec<Scenario<'_>> {
    let mut all = vec![Scenario { probability: 1.0, rivals: Vec::new() }];
    for group in &roots.groups {
        let joined: Vec<Scenario<'_>> =
            all.iter().flat_map(|scenario| scenario.joined(group)).collect();
        all = joined;
        all.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        all.truncate(MOST_FOLLOWED);
    }
    all.retain(|scenario| !scenario.rivals.is_empty());
    let joint = all.iter().position(|scenario| scenario.rivals.len() > 1);
    let late = joint.filter(|at| *at >= MOST).map(|at| all[at].clone());
    all.truncate(MOST);
    all.extend(late);
    all
}

impl<'a> Scenario<'a> {
    /// The scenario with each hypothesis about another group that is worth reporting.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn joined(&self, group: &'a RootGroup) -> Vec<Self> {
        let best = group.hypotheses.first();
        let probability = best.map_or(1.0, |best| best.probability);
        let mut found = vec![Self { probability: self.probability * probability, ..self.clone() }];
        // One that differs only in words gives the same figures.
        let best = best.map(Hypothesis::intended_values).unwrap_or_default();
        let rivals = group.alternatives().filter(|rival| rival.intended_values() != best);
        found.extend(rivals.map(|rival| {
            let mut rivals = self.rivals.clone();
            rivals.push((group, rival));
            Self { probability: self.probability * rival.probability, rivals }
        }));
        found
    }

    /// `total[2023] = 5,382`, or several of these.
    pub(super) fn name(&self, study: &Study) -> String {
        let named = self.rivals.iter().flat_map(|(group, rival)| {
            let best =
                group.hypotheses.first().map(Hypothesis::intended_values).unwrap_or_default();
            let all = rival.intended_values();
            let mut own = all.clone();
            own.retain(|variable, right| best.get(variable) != Some(right));
            if own.is_empty() { all } else { own }
        });
        let named = named.map(|(variable, right)| {
            let name = study.name(variable);
            let short = name.split_once('.').map_or(name.as_str(), |(_, column)| column);
            format!("{short} = {right}")
        });
        named.collect::<Vec<_>>().join(", ")
    }

    /// The corrected figures, where each rival replaces the root causes of its group. What was
    /// computed from a replaced error stays as published.
    pub(super) fn changes(&self, roots: &RootCauses) -> Vec<(Variable, Decimal)> {
        let replaced: Vec<&RootCause> =
            self.rivals.iter().flat_map(|(group, rival)| left_out(group, rival)).collect();
        let kept = roots.corrections.iter().filter(|correction| {
            !replaced.iter().any(|error| {
                error.is_put_right_by(correction) || error.downstream.contains(&correction.variable)
            })
        });
        let mut changes: Vec<(Variable, Decimal)> =
            kept.map(|correction| (correction.variable, correction.corrected)).collect();
        for (variable, right) in self.rivals.iter().flat_map(|(_, rival)| rival.right_values()) {
            changes.retain(|(known, _)| *known != variable);
            changes.push((variable, right));
        }
        changes
    }
}

/// The errors of the best hypothesis about a group that a rival does not have.
fn left_out<'a>(
    group: &'a RootGroup,
    rival: &'a Hypothesis,
) -> impl Iterator<Item = &'a RootCause> {
    let best = group.hypotheses.first().into_iter().flat_map(|best| &best.errors);
    best.filter(|error| !rival.has(error))
}
