//! Error localisation after Fellegi and Holt: the lightest sets of figures whose change can satisfy
//! every rule.
//!
#![doc = include_str!("localise.md")]

mod band;
mod edits;
mod forest;
mod hitting;
mod left_out;
mod network;
mod search;
mod simplex;
mod system;
mod verify;

pub use left_out::Reason;
pub use verify::{Flaw, verify};

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::formula::Published;
use crossfoot_core::{Rational, Rounding, Study, Variable, Verdict};

use crate::{CheckId, RuleAudit, checked};
pub use hitting::Watch;
use hitting::{Part, Set, minimal};
use search::{Ended, Group, Search, unions};
use system::System;

/// Which figures may change, and what each change weighs.
#[derive(Clone, Debug)]
pub struct LocaliseOptions {
    /// What changing a figure weighs where it is not 1; more than zero, or it counts as 1.
    pub weights: BTreeMap<Variable, Rational>,
    /// What may not change.
    pub fixed: BTreeSet<Variable>,
    /// The most sets that are listed for one component.
    pub most_sets: usize,
}

impl Default for LocaliseOptions {
    fn default() -> Self {
        Self { weights: BTreeMap::new(), fixed: BTreeSet::new(), most_sets: 10_000 }
    }
}

impl LocaliseOptions {
    /// What changing a figure weighs.
    pub(crate) fn weight(&self, variable: Variable) -> Rational {
        self.weights
            .get(&variable)
            .filter(|weight| weight.signum() > 0)
            .cloned()
            .unwrap_or(Rational::ONE)
    }

    pub(crate) fn may_change(&self, variable: Variable) -> bool {
        !self.fixed.contains(&variable)
    }

    /// By variable of a system, whether it may change.
    fn changeable(&self, system: &System<'_>) -> Vec<bool> {
        system.variables.iter().map(|variable| self.may_change(*variable)).collect()
    }

    /// By variable of a system, what changing it weighs.
    fn weighed(&self, system: &System<'_>) -> Vec<Rational> {
        system.variables.iter().map(|variable| self.weight(*variable)).collect()
    }
}

/// The lightest sets of figures whose change can satisfy every rule: any choice of one set from
/// each component.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Localisation {
    /// In the order of their first figures. Empty where nothing needs to change, or where no change
    /// of the figures that may change is enough.
    pub components: Vec<Component>,
    /// The certificate: no change that leaves every figure of a contradiction as printed satisfies
    /// all rules.
    pub conflicts: Vec<Conflict>,
    /// Where the search was stopped: every change that satisfies all rules weighs at least this.
    /// The one component then has the lightest change that was found.
    pub at_least: Option<Rational>,
    /// A contradiction among figures that may not change.
    pub impossible: Option<Conflict>,
    /// How many checks were considered.
    pub considered: usize,
    /// Checks that were left out, and why.
    pub left_out: Vec<(CheckId, Reason)>,
    /// The numbers as published.
    pub basis: Published,
}

/// Figures that resolve some of the contradictions on their own. Components share no rule.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Component {
    /// The weight of each of its sets.
    pub weight: Rational,
    /// All lightest sets, each in the order of the study, in lexical order.
    pub sets: Vec<Vec<Variable>>,
    /// For each set, values that satisfy the rules, in the order of the set. `None` where none were
    /// found, which happens only where figures that are multiplied change together.
    pub values: Vec<Option<Vec<Proposal>>>,
    /// Whether all sets are listed; `false` where there are more than
    /// [`LocaliseOptions::most_sets`].
    pub complete: bool,
    /// The contradictions, by position in [`Localisation::conflicts`], that leave these sets as the
    /// lightest.
    pub conflicts: Vec<usize>,
}

/// A value that a changed figure could have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proposal {
    /// The value, in printed units; `None` for words, which must change.
    pub value: Option<Rational>,
    /// Whether no other value satisfies the rules.
    pub only: bool,
}

/// Figures that cannot all be right as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conflict {
    /// In the order of the study.
    pub variables: Vec<Variable>,
    /// The rules that together contradict them.
    pub steps: Vec<Step>,
}

/// One requirement of a rule, and how often it is counted in a contradiction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The check.
    pub check: CheckId,
    /// Which of its requirements.
    pub requirement: usize,
    /// Figures that kept their printed values so that a product or quotient was linear.
    pub assumed: Vec<Variable>,
    /// How often; negative where the requirement is reversed.
    pub multiplier: Rational,
}

impl Localisation {
    /// The weight of every lightest set.
    pub fn weight(&self) -> Rational {
        self.components.iter().fold(Rational::ZERO, |sum, component| &sum + &component.weight)
    }

    /// How many lightest sets there are, among those that are listed.
    pub fn solutions(&self) -> Rational {
        self.components.iter().fold(Rational::ONE, |product, component| {
            &product * &Rational::from(component.sets.len() as i128)
        })
    }
}

/// Finds the lightest sets of figures whose change can satisfy every rule that is linear.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// use crossfoot_audit::{LocaliseOptions, localise};
/// let found = localise(&study, &LocaliseOptions::default());
/// let changed = found.components[0].sets[0][0];
/// assert_eq!(study.name(changed), "permits.total[2023]");
/// ```
pub fn localise(study: &Study, options: &LocaliseOptions) -> Localisation {
    localise_while(study, options, &|_| true)
}

/// The same, as long as `watch` says to go on. It is asked again and again, with the weight that
/// every change that satisfies all rules is known to have.
pub fn localise_while(study: &Study, options: &LocaliseOptions, watch: Watch<'_>) -> Localisation {
    let checked = checked(study);
    let basis = checked.basis;
    let system = System::reached(study, &basis, faulty(&checked.rules));
    let left_out = left_out(study, &basis, checks(&checked.rules));
    let mut search = Search::new(
        &system,
        options.changeable(&system),
        options.weighed(&system),
        watch,
        options.most_sets.max(1),
    );
    let (components, at_least, impossible) = match search.run() {
        Ok(Ended::Found(parts, groups)) => {
            (components(study, &search, &parts, &groups), None, None)
        }
        Ok(Ended::Stopped(set, at_least)) => {
            let weight = search.solver.weigh(&set);
            let part = Part { weight, sets: vec![set], complete: false };
            (vec![component(study, &search, &part)], Some(at_least), None)
        }
        Err(conflict) => (Vec::new(), None, Some(conflict)),
    };
    let considered =
        checked.rules.iter().map(|audit| audit.verdicts.len()).sum::<usize>() - left_out.len();
    Localisation {
        components,
        at_least,
        conflicts: search.conflicts,
        impossible,
        considered,
        left_out,
        basis,
    }
}

/// All checks with their verdicts, in order.
fn checks(rules: &[RuleAudit]) -> impl Iterator<Item = (CheckId, Verdict)> {
    rules.iter().enumerate().flat_map(|(rule, audit)| audit.checks(rule))
}

/// The checks that disagree.
fn faulty(rules: &[RuleAudit]) -> impl Iterator<Item = CheckId> {
    checks(rules).filter(|(_, verdict)| verdict.disagrees()).map(|(id, _)| id)
}

/// The checks without a linear edit. A rule that could be decided is linear on all rows or on none.
fn left_out(
    study: &Study,
    basis: &Published,
    checks: impl Iterator<Item = (CheckId, Verdict)>,
) -> Vec<(CheckId, Reason)> {
    let mut by_rule: BTreeMap<usize, Option<Reason>> = BTreeMap::new();
    let mut left_out = Vec::new();
    for (id, verdict) in checks {
        let reason = if is_undecided(verdict) {
            system::reason(study, basis, id)
        } else {
            *by_rule.entry(id.rule).or_insert_with(|| system::reason(study, basis, id))
        };
        left_out.extend(reason.map(|reason| (id, reason)));
    }
    left_out
}

/// Whether a verdict says nothing about whether the rule is linear.
const fn is_undecided(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Unverifiable | Verdict::Feasible | Verdict::Infeasible)
}

/// The components, one for each group: the parts of a group are reported together, because the
/// values of one depend on what changes in the others.
fn components(
    study: &Study,
    search: &Search<'_>,
    parts: &[Part],
    groups: &[Group],
) -> Vec<Component> {
    let mut joined: Vec<Part> =
        groups.iter().map(|group| joined(parts, group, search.most)).collect();
    joined.sort_by_key(|part| part.sets.iter().flatten().copied().min());
    joined.iter().map(|part| component(study, search, part)).collect()
}

/// The parts of a group as one part, with at most `most` sets.
fn joined(parts: &[Part], group: &Group, most: usize) -> Part {
    let weight = group.iter().fold(Rational::ZERO, |sum, part| &sum + &parts[*part].weight);
    let combinations =
        group.iter().fold(1_usize, |product, part| product.saturating_mul(parts[*part].sets.len()));
    let complete = combinations <= most && group.iter().all(|part| parts[*part].complete);
    let mut sets = unions(parts, group, most);
    sets.iter_mut().for_each(|set| set.sort_unstable());
    sets.sort();
    Part { weight, sets, complete }
}

fn component(study: &Study, search: &Search<'_>, part: &Part) -> Component {
    let system = search.system;
    Component {
        weight: part.weight.clone(),
        sets: part
            .sets
            .iter()
            .map(|set| set.iter().map(|element| system.variables[*element]).collect())
            .collect(),
        values: part.sets.iter().map(|set| proposals(study, search, set)).collect(),
        complete: part.complete,
        conflicts: certificate(search, part),
    }
}

/// Values for the figures of a set that satisfy the rules; `None` where none were found.
fn proposals(study: &Study, search: &Search<'_>, set: &Set) -> Option<Vec<Proposal>> {
    let system = search.system;
    let only = search.network.as_ref().and_then(|network| network.values(system, set));
    let values = match only {
        Some(only) => only.into_iter().map(|value| (value, true)).collect(),
        None => system.values(set, |variable, value| printable(study, variable, value))?,
    };
    let proposals = set.iter().zip(values).map(|(element, (value, only))| {
        let variable = system.variables[*element];
        let printed = value.checked_div(&Rational::from(i128::from(study.scale(variable))));
        Proposal { value: printed.filter(|_| study.printed(variable).figure().is_some()), only }
    });
    Some(proposals.collect())
}

/// The contradictions that leave a part's sets as the lightest: for each choice that they ask for,
/// the one with the fewest figures.
fn certificate(search: &Search<'_>, part: &Part) -> Vec<usize> {
    let own: BTreeSet<usize> = part.sets.iter().flatten().copied().collect();
    let restricted: Vec<Set> = search
        .family
        .iter()
        .map(|member| member.iter().copied().filter(|element| own.contains(element)).collect())
        .collect();
    let hit = restricted.iter().filter(|member| hitting::hits_all(&part.sets, member));
    let asked = minimal(hit.cloned().collect());
    let shortest = asked.iter().filter_map(|asked| {
        let same = (0..restricted.len()).filter(|at| restricted[*at] == *asked);
        same.min_by_key(|at| search.conflicts[*at].variables.len())
    });
    let mut chosen: Vec<usize> = shortest.collect();
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
