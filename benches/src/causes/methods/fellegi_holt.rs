//! Error localisation after Fellegi and Holt: the lightest sets of figures whose change can satisfy
//! every rule, each figure weighing the same.
//!
//! It knows neither slips nor propagation, so sets that weigh the same are in the order of the
//! study, and none has a probability. The value that goes with a figure is one with which the
//! rules can be satisfied, rounded to the printed decimals; often others would do as well.

use crossfoot_audit::localise::{Component, Proposal};
use crossfoot_audit::{Audit, LocaliseOptions, localise};
use crossfoot_core::{Decimal, Rounding, Study, Variable};

use super::{Method, Ranked};

/// Combinations that are listed.
const MOST: usize = 10;

/// The lightest sets.
pub(super) struct FellegiHolt;

impl Method for FellegiHolt {
    fn name(&self) -> &'static str {
        "Fellegi–Holt"
    }

    fn rank(&self, study: &Study, _: &Audit) -> Vec<Ranked> {
        let found = localise(study, &LocaliseOptions::default());
        if found.components.is_empty() {
            return Vec::new();
        }
        let answers = found.components.iter().fold(vec![Vec::new()], |answers, component| {
            let sets = sets(study, component);
            let joined = answers
                .iter()
                .flat_map(|answer| sets.iter().map(move |set| [answer.as_slice(), set].concat()));
            joined.take(MOST).collect()
        });
        answers.into_iter().map(|changes| Ranked { probability: None, changes }).collect()
    }
}

/// The first sets of a component, with values where there are some.
fn sets(study: &Study, component: &Component) -> Vec<Vec<(Variable, Option<Decimal>)>> {
    let sets = component.sets.iter().zip(&component.values).take(MOST).map(|(set, values)| {
        set.iter()
            .enumerate()
            .map(|(at, variable)| {
                let proposal = values.as_ref().and_then(|values| values.get(at));
                (*variable, proposal.and_then(|proposal| printed(study, *variable, proposal)))
            })
            .collect()
    });
    sets.collect()
}

/// A value as the figure would print it.
fn printed(study: &Study, variable: Variable, proposal: &Proposal) -> Option<Decimal> {
    let decimals = study.printed(variable).figure()?.decimals();
    study.rounding.unwrap_or(Rounding::HalfUp).apply(proposal.value.as_ref()?, decimals)
}

#[cfg(test)]
mod tests {
    use super::super::super::generator::{Generator, Size};
    use super::*;

    /// The sets are those of one weight, each once, and none where nothing is wrong.
    #[test]
    fn answers_are_lightest_sets() {
        let generator = Generator::new().unwrap();
        let mut with_values = 0;
        for seed in 0..20 {
            let study = generator.generate(seed, 2, Size::Published).unwrap().study;
            let answers = FellegiHolt.rank(&study, &crossfoot_audit::audit(&study));
            let sets: Vec<Vec<Variable>> = answers
                .iter()
                .map(|answer| answer.changes.iter().map(|(variable, _)| *variable).collect())
                .collect();
            assert!(
                sets.len() <= MOST && sets.iter().all(|set| set.len() == sets[0].len()),
                "{sets:?}"
            );
            assert!((1..sets.len()).all(|at| !sets[..at].contains(&sets[at])), "{sets:?}");
            with_values += answers
                .iter()
                .filter(|answer| answer.changes.iter().all(|(_, value)| value.is_some()))
                .count();
            let clean = generator.generate(seed, 0, Size::Published).unwrap().study;
            assert_eq!(FellegiHolt.rank(&clean, &crossfoot_audit::audit(&clean)), Vec::new());
        }
        assert!(with_values > 20, "{with_values}");
    }
}
