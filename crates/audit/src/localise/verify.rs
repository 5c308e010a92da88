//! Checking a certificate without trusting the search that made it.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{Interval, Rational, Study, Variable};

use super::edits::face_value;
use super::network::Network;
use super::system::{System, combine, edit};
use super::{Component, Conflict, Localisation, LocaliseOptions, faulty};
use crate::checked;

/// Steps that are spent on contradictions where the rules are a network, which proves as much.
const MOST_STEPS: usize = 10_000;

/// Why a certificate proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// The rules of a contradiction, by position, do not contradict its figures.
    NoContradiction(usize),
    /// No component resolves a contradiction, by position, with every one of its sets.
    Unresolved(usize),
    /// A set does not have the weight of its component, or holds a figure that may not change.
    WrongSet,
    /// A lighter set shares a figure with every contradiction.
    NotLightest,
}

/// Checks that every contradiction is one, that the sets resolve them all, and that no lighter set
/// can.
///
/// # Errors
/// The first [`Flaw`] found.
pub fn verify(
    study: &Study,
    options: &LocaliseOptions,
    localisation: &Localisation,
) -> Result<(), Flaw> {
    let all = localisation.conflicts.iter().chain(&localisation.impossible);
    if let Some(at) =
        all.clone().position(|conflict| !is_contradiction(study, localisation, conflict))
    {
        return Err(Flaw::NoContradiction(at));
    }
    if let Some(conflict) = &localisation.impossible {
        return if conflict.variables.iter().any(|variable| options.may_change(*variable)) {
            Err(Flaw::Unresolved(localisation.conflicts.len()))
        } else {
            Ok(())
        };
    }
    let components = &localisation.components;
    if let Some(at) =
        localisation.conflicts.iter().position(|conflict| !resolves(components, conflict))
    {
        return Err(Flaw::Unresolved(at));
    }
    if !components.iter().all(|component| weighs_as_stated(options, component)) {
        return Err(Flaw::WrongSet);
    }
    let family: Vec<BTreeSet<Variable>> = localisation
        .conflicts
        .iter()
        .map(|conflict| {
            conflict.variables.iter().copied().filter(|one| options.may_change(*one)).collect()
        })
        .collect();
    if is_least(study, options, localisation, &family) { Ok(()) } else { Err(Flaw::NotLightest) }
}

/// Whether every change that satisfies the rules weighs as much as the sets: because no lighter set
/// shares a figure with every contradiction, or because no lighter forest balances the rules.
fn is_least(
    study: &Study,
    options: &LocaliseOptions,
    localisation: &Localisation,
    family: &[BTreeSet<Variable>],
) -> bool {
    let network = network(study, options, localisation);
    let mut steps = if network.is_some() { MOST_STEPS } else { usize::MAX };
    let weight = localisation.weight();
    lighter(family, options, &weight, &mut steps) == Some(false)
        || network.and_then(|network| network.least()).is_some_and(|least| least >= weight)
}

/// The rules as a network, derived again, if they are one.
fn network(
    study: &Study,
    options: &LocaliseOptions,
    localisation: &Localisation,
) -> Option<Network> {
    let system = System::reached(study, &localisation.basis, faulty(&checked(study).rules));
    Network::from_system(&system, &options.changeable(&system), &options.weighed(&system))
}

/// Whether every set of some component shares a figure with a contradiction.
fn resolves(components: &[Component], conflict: &Conflict) -> bool {
    components.iter().any(|component| {
        component
            .sets
            .iter()
            .all(|set| set.iter().any(|variable| conflict.variables.contains(variable)))
    })
}

/// Whether every set of a component has its weight, and holds only figures that may change.
fn weighs_as_stated(options: &LocaliseOptions, component: &Component) -> bool {
    component.sets.iter().all(|set| {
        let weight =
            set.iter().fold(Rational::ZERO, |sum, variable| &sum + &options.weight(*variable));
        weight == component.weight && set.iter().all(|variable| options.may_change(*variable))
    })
}

/// Whether the requirements of a conflict contradict its figures. Each is derived again and counted
/// as often as its step says.
fn is_contradiction(study: &Study, localisation: &Localisation, conflict: &Conflict) -> bool {
    let mut rows = Vec::with_capacity(conflict.steps.len());
    let mut bounds = Interval::Point(Rational::ZERO);
    for step in &conflict.steps {
        let Ok(edit) = edit(study, &localisation.basis, step.check, |variable| {
            !step.assumed.contains(&variable)
        }) else {
            return false;
        };
        let Some(requirement) = edit.requirements.get(step.requirement) else { return false };
        if !edit.assumed.iter().all(|variable| conflict.variables.contains(variable)) {
            return false;
        }
        bounds = &bounds + &(&requirement.bounds * &Interval::Point(step.multiplier.clone()));
        rows.push((requirement.terms.clone(), step.multiplier.clone()));
    }
    let sum: BTreeMap<Variable, Rational> =
        combine(rows.iter().map(|(terms, multiplier)| (terms, multiplier)));
    let value = sum.iter().fold(Rational::ZERO, |value, (variable, coefficient)| {
        &value + &(coefficient * &face_value(study, *variable))
    });
    sum.keys().all(|variable| conflict.variables.contains(variable)) && !bounds.contains(&value)
}

/// Whether some set that shares an element with every member weighs less than `limit`; `None` if
/// the steps do not suffice.
fn lighter(
    family: &[BTreeSet<Variable>],
    options: &LocaliseOptions,
    limit: &Rational,
    steps: &mut usize,
) -> Option<bool> {
    *steps = steps.checked_sub(1)?;
    let Some(smallest) = family.iter().min_by_key(|member| member.len()) else {
        return Some(limit.signum() > 0);
    };
    // Members that share no element each ask for one of their own.
    let (mut used, mut least) = (BTreeSet::new(), Rational::ZERO);
    for member in family.iter().filter(|member| !member.is_empty()) {
        if used.is_disjoint(member) {
            used.extend(member.iter().copied());
            let own = member.iter().map(|variable| options.weight(*variable)).min();
            least = least + own.unwrap_or(Rational::ZERO);
        }
    }
    if smallest.is_empty() || least >= *limit {
        return Some(false);
    }
    let branches: Vec<Variable> = smallest.iter().copied().collect();
    for (at, element) in branches.iter().enumerate() {
        let rest: Vec<BTreeSet<Variable>> = family
            .iter()
            .filter(|member| !member.contains(element))
            .map(|member| {
                member.iter().copied().filter(|other| !branches[..at].contains(other)).collect()
            })
            .collect();
        if lighter(&rest, options, &(limit - &options.weight(*element)), steps)? {
            return Some(true);
        }
    }
    Some(false)
}
