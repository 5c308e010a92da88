//! Checking a certificate without trusting the search that made it.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{Interval, Rational, Study, Variable};

use super::edits::face_value;
use super::system::{combine, edit};
use super::{Conflict, Localisation, LocaliseOptions};

/// Why a certificate proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The rules of a contradiction, by position, leave its figures room.
    NoContradiction(usize),
    /// The sets of no component all share a figure with a contradiction, by position.
    Unresolved(usize),
    /// A set weighs other than its component says, or holds a figure that may not change.
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
        let changeable =
            conflict.variables.iter().any(|variable| !options.fixed.contains(variable));
        return if changeable {
            Err(Flaw::Unresolved(localisation.conflicts.len()))
        } else {
            Ok(())
        };
    }
    let resolves = |conflict: &Conflict| {
        let hits =
            |set: &Vec<Variable>| set.iter().any(|variable| conflict.variables.contains(variable));
        localisation.components.iter().any(|component| component.sets.iter().all(hits))
    };
    if let Some(at) = localisation.conflicts.iter().position(|conflict| !resolves(conflict)) {
        return Err(Flaw::Unresolved(at));
    }
    let weight =
        |variable: &Variable| options.weights.get(variable).cloned().unwrap_or(Rational::ONE);
    let weigh = |set: &[Variable]| {
        set.iter().fold(Rational::ZERO, |sum, variable| &sum + &weight(variable))
    };
    let right = |set: &Vec<Variable>, wanted: &Rational| {
        weigh(set) == *wanted && !set.iter().any(|variable| options.fixed.contains(variable))
    };
    if !localisation
        .components
        .iter()
        .all(|component| component.sets.iter().all(|set| right(set, &component.weight)))
    {
        return Err(Flaw::WrongSet);
    }
    let changeable = |conflict: &Conflict| -> BTreeSet<Variable> {
        conflict.variables.iter().copied().filter(|one| !options.fixed.contains(one)).collect()
    };
    let family: Vec<BTreeSet<Variable>> = localisation.conflicts.iter().map(changeable).collect();
    if lighter(&family, &weight, &localisation.weight()) { Err(Flaw::NotLightest) } else { Ok(()) }
}

/// Whether the requirements, each derived anew and counted as often as it says, ask of the
/// conflict's figures what they are not.
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

/// Whether some set that shares an element with every member weighs less than `limit`.
fn lighter(
    family: &[BTreeSet<Variable>],
    weight: &impl Fn(&Variable) -> Rational,
    limit: &Rational,
) -> bool {
    let Some(smallest) = family.iter().min_by_key(|member| member.len()) else {
        return limit.signum() > 0;
    };
    // Members that share no element each ask for one of their own.
    let (mut used, mut least) = (BTreeSet::new(), Rational::ZERO);
    for member in family.iter().filter(|member| !member.is_empty()) {
        if used.is_disjoint(member) {
            used.extend(member.iter().copied());
            least = least + member.iter().map(weight).min().unwrap_or(Rational::ZERO);
        }
    }
    if smallest.is_empty() || least >= *limit {
        return false;
    }
    let branches: Vec<Variable> = smallest.iter().copied().collect();
    branches.iter().enumerate().any(|(at, element)| {
        let without = |member: &BTreeSet<Variable>| {
            member.iter().copied().filter(|other| !branches[..at].contains(other)).collect()
        };
        let rest: Vec<BTreeSet<Variable>> =
            family.iter().filter(|member| !member.contains(element)).map(without).collect();
        lighter(&rest, weight, &(limit - &weight(element)))
    })
}
