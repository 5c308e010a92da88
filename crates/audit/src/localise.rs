//! Error localisation after Fellegi and Holt: the lightest sets of figures whose change can satisfy
//! every rule.
//!
#![doc = include_str!("localise.md")]

mod band;
mod edits;
mod hitting;
mod left_out;
mod search;
mod simplex;
mod system;
mod verify;

pub use left_out::Reason;
pub use verify::{Flaw, verify};

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::formula::Published;
use crossfoot_core::{Rational, Rounding, Study, Variable, Verdict};

use crate::{CheckId, checked};
use hitting::{Part, Set, minimal};
use search::{Group, Search, unions};
use system::System;

/// What may change, and how dear it is.
#[derive(Clone, Debug)]
pub struct LocaliseOptions {
    /// What changing a figure weighs where it is not 1; more than zero, or it counts as 1.
    pub weights: BTreeMap<Variable, Rational>,
    /// What may not change.
    pub fixed: BTreeSet<Variable>,
    /// At most so many sets are told of one component.
    pub most_sets: usize,
}

impl Default for LocaliseOptions {
    fn default() -> Self {
        Self { weights: BTreeMap::new(), fixed: BTreeSet::new(), most_sets: 10_000 }
    }
}

/// The lightest sets of figures whose change can satisfy every rule: any choice of one set from
/// each component.
#[derive(Clone, Debug)]
pub struct Localisation {
    /// In the order of their first figures; none where nothing need change, or where nothing that
    /// may change can do.
    pub components: Vec<Component>,
    /// The certificate: no change that leaves every figure of a contradiction as printed satisfies
    /// all rules.
    pub conflicts: Vec<Conflict>,
    /// A contradiction of figures none of which may change.
    pub impossible: Option<Conflict>,
    /// Checks that took part.
    pub considered: usize,
    /// Checks that did not, and why.
    pub left_out: Vec<(CheckId, Reason)>,
    /// The numbers as published.
    pub basis: Published,
}

/// Figures whose change resolves contradictions that no other figure need resolve. Components have
/// no rule in common.
#[derive(Clone, Debug)]
pub struct Component {
    /// What every set of it weighs.
    pub weight: Rational,
    /// All lightest sets, each in the order of the study, in lexical order.
    pub sets: Vec<Vec<Variable>>,
    /// For each set, values that satisfy the rules, in its order; `None` where none were found,
    /// which happens only where figures that are multiplied change together.
    pub values: Vec<Option<Vec<Proposal>>>,
    /// Whether these are all; `false` where there are more than [`LocaliseOptions::most_sets`].
    pub complete: bool,
    /// The contradictions, by position in [`Localisation::conflicts`], that leave these sets as the
    /// lightest.
    pub conflicts: Vec<usize>,
}

/// What could stand in the place of a changed figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The value, in printed units; `None` for words, which must be others.
    pub value: Option<Rational>,
    /// Whether no other would do.
    pub only: bool,
}

/// Figures that cannot all stand as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// In the order of the study.
    pub variables: Vec<Variable>,
    /// The rules that together leave them no room.
    pub steps: Vec<Step>,
}

/// One requirement of a rule, and how often it is counted in a contradiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The check.
    pub check: CheckId,
    /// Which of its requirements.
    pub requirement: usize,
    /// Figures that stood as printed when a product or quotient was read as linear.
    pub assumed: Vec<Variable>,
    /// How often; negative where the requirement is turned round.
    pub multiplier: Rational,
}

impl Localisation {
    /// What every lightest set weighs.
    pub fn weight(&self) -> Rational {
        self.components.iter().fold(Rational::ZERO, |sum, component| &sum + &component.weight)
    }

    /// How many lightest sets there are, of those that are told.
    pub fn solutions(&self) -> Rational {
        self.components.iter().fold(Rational::ONE, |product, component| {
            &product * &Rational::from(component.sets.len() as i128)
        })
    }
}

/// Finds the lightest sets of figures whose change can satisfy every rule that is linear.
pub fn localise(study: &Study, options: &LocaliseOptions) -> Localisation {
    let checked = checked(study);
    let basis = checked.basis;
    let all = || checked.rules.iter().enumerate().flat_map(|(rule, audit)| audit.checks(rule));
    let system = System::reached(
        study,
        &basis,
        all().filter(|(_, verdict)| verdict.disagrees()).map(|(id, _)| id),
    );
    let left_out = left_out(study, &basis, all());
    let weight = |variable: &Variable| {
        options
            .weights
            .get(variable)
            .filter(|weight| weight.signum() > 0)
            .cloned()
            .unwrap_or(Rational::ONE)
    };
    let changeable =
        system.variables.iter().map(|variable| !options.fixed.contains(variable)).collect();
    let mut search = Search::new(
        &system,
        changeable,
        system.variables.iter().map(weight).collect(),
        options.most_sets.max(1),
    );
    let (components, impossible) = match search.run() {
        Ok((parts, groups)) => (components(study, &search, &parts, &groups), None),
        Err(conflict) => (Vec::new(), Some(conflict)),
    };
    let considered =
        checked.rules.iter().map(|audit| audit.verdicts.len()).sum::<usize>() - left_out.len();
    Localisation {
        components,
        conflicts: search.conflicts,
        impossible,
        considered,
        left_out,
        basis,
    }
}

/// The checks without a linear edit. A rule that could be decided is linear on all rows or on none.
fn left_out(
    study: &Study,
    basis: &Published,
    checks: impl Iterator<Item = (CheckId, Verdict)>,
) -> Vec<(CheckId, Reason)> {
    let mut by_rule: BTreeMap<usize, Option<Reason>> = BTreeMap::new();
    let undecided = |verdict| {
        matches!(verdict, Verdict::Unverifiable | Verdict::Feasible | Verdict::Infeasible)
    };
    let reason = |(id, verdict): (CheckId, Verdict)| {
        let reason = match undecided(verdict) {
            true => system::reason(study, basis, id),
            false => *by_rule.entry(id.rule).or_insert_with(|| system::reason(study, basis, id)),
        };
        Some((id, reason?))
    };
    checks.filter_map(reason).collect()
}

/// Parts of one group are told together, because the values of one depend on what is changed in the
/// others.
fn components(
    study: &Study,
    search: &Search<'_>,
    parts: &[Part],
    groups: &[Group],
) -> Vec<Component> {
    let joined = |group: &Group| {
        let weight = group.iter().fold(Rational::ZERO, |sum, part| &sum + &parts[*part].weight);
        let combinations = group
            .iter()
            .fold(1_usize, |product, part| product.saturating_mul(parts[*part].sets.len()));
        let complete =
            combinations <= search.most && group.iter().all(|part| parts[*part].complete);
        let mut sets = unions(parts, group, search.most);
        sets.iter_mut().for_each(|set| set.sort_unstable());
        sets.sort();
        Part { weight, sets, complete }
    };
    let mut joined: Vec<Part> = groups.iter().map(joined).collect();
    joined.sort_by_key(|part| part.sets.iter().flatten().copied().min());
    joined.iter().map(|part| component(study, search, part)).collect()
}

fn component(study: &Study, search: &Search<'_>, part: &Part) -> Component {
    let system = search.system;
    let values = |set: &Set| {
        let values = system.values(set, |variable, value| printable(study, variable, value))?;
        let proposals = set.iter().zip(values).map(|(element, (value, only))| {
            let variable = system.variables[*element];
            let printed = value.checked_div(&Rational::from(i128::from(study.scale(variable))));
            Proposal { value: printed.filter(|_| study.printed(variable).figure().is_some()), only }
        });
        Some(proposals.collect())
    };
    Component {
        weight: part.weight.clone(),
        sets: part
            .sets
            .iter()
            .map(|set| set.iter().map(|element| system.variables[*element]).collect())
            .collect(),
        values: part.sets.iter().map(values).collect(),
        complete: part.complete,
        conflicts: certificate(search, part),
    }
}

/// The contradictions that leave a part's sets as the lightest: one, with the fewest figures, for
/// each choice that they ask for.
fn certificate(search: &Search<'_>, part: &Part) -> Vec<usize> {
    let own: BTreeSet<usize> = part.sets.iter().flatten().copied().collect();
    let within = |member: &Set| -> Set {
        member.iter().copied().filter(|element| own.contains(element)).collect()
    };
    let hit = |member: &Set| {
        part.sets.iter().all(|set| set.iter().any(|element| member.contains(element)))
    };
    let restricted: Vec<Set> = search.family.iter().map(within).collect();
    let asked = minimal(restricted.iter().filter(|member| hit(member)).cloned().collect());
    let shortest = |asked: &Set| {
        let same = (0..restricted.len()).filter(|at| restricted[*at] == *asked);
        same.min_by_key(|at| search.conflicts[*at].variables.len())
    };
    let mut chosen: Vec<usize> = asked.iter().filter_map(shortest).collect();
    chosen.sort_unstable();
    chosen
}

/// Values near another, in whole units, that could be printed with the figure's decimals.
fn printable(study: &Study, variable: Variable, value: &Rational) -> Vec<Rational> {
    let Some(figure) = study.printed(variable).figure() else { return Vec::new() };
    let scale = Rational::from(i128::from(study.scale(variable)));
    let Some(rounded) = value
        .checked_div(&scale)
        .and_then(|value| Rounding::HalfUp.apply(&value, figure.value().decimals()))
    else {
        return Vec::new();
    };
    let rounded = rounded.to_rational();
    let near = [rounded.clone(), &rounded + &figure.unit(), &rounded - &figure.unit()];
    near.into_iter().map(|value| &value * &scale).collect()
}
