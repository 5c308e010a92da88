//! The edits that faults reach, and whether changing some figures can satisfy them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::formula::Published;
use crossfoot_core::{Bound, Interval, Rational, Study, Variable};

use super::edits::{Edit, Linearise, NotLinear, Requirement, face_value};
use super::hitting::Set;
use super::left_out::{Reason, left_out};
use super::simplex::{self, Outcome, Row};
use super::{Conflict, Step};
use crate::{CheckId, Readers};

/// All checks that share figures, directly or through others, with one that disagrees. Those that
/// do not can stay as they are.
pub(super) struct System<'a> {
    pub(super) study: &'a Study,
    basis: &'a Published,
    pub(super) checks: Vec<CheckId>,
    /// In the order of the study.
    pub(super) variables: Vec<Variable>,
    /// By check, the positions of the variables it is about or reads.
    pub(super) members: Vec<Vec<usize>>,
    /// By variable, the positions of the checks.
    touching: Vec<Vec<usize>>,
    /// By check, its edit where it is linear whatever may change.
    pub(super) linear: Vec<Option<Edit>>,
}

/// Whether some values of the changed figures satisfy all edits that these take part in.
pub(super) enum Tested {
    /// Values for them, in order, and the checks that were skipped because figures that are
    /// multiplied both change.
    Feasible(Vec<Rational>, Vec<usize>),
    Infeasible(Vec<Conflict>),
}

impl<'a> System<'a> {
    pub(super) fn reached(
        study: &'a Study,
        basis: &'a Published,
        faulty: impl IntoIterator<Item = CheckId>,
    ) -> Self {
        let readers = Readers::from_study(study);
        let mut pending: Vec<CheckId> = faulty.into_iter().collect();
        let mut seen: BTreeSet<CheckId> = pending.iter().copied().collect();
        let mut edits: BTreeMap<CheckId, BTreeSet<Variable>> = BTreeMap::new();
        let mut variables = BTreeSet::new();
        while let Some(id) = pending.pop() {
            let Ok(edit) = edit(study, basis, id, |_| false) else { continue };
            let terms = edit.requirements.iter().flat_map(|part| &part.terms);
            let members: BTreeSet<Variable> =
                edit.assumed.iter().copied().chain(terms.map(|(variable, _)| *variable)).collect();
            for variable in members.iter().filter(|variable| variables.insert(**variable)) {
                let near = readers
                    .reading(study, *variable)
                    .into_iter()
                    .chain(readers.about(study, *variable));
                pending.extend(near.filter(|id| seen.insert(*id)));
            }
            edits.insert(id, members);
        }
        let variables: Vec<Variable> = variables.into_iter().collect();
        let members: Vec<Vec<usize>> = edits
            .values()
            .map(|members| {
                members.iter().filter_map(|one| variables.binary_search(one).ok()).collect()
            })
            .collect();
        let mut touching = vec![Vec::new(); variables.len()];
        for (check, members) in members.iter().enumerate() {
            members.iter().for_each(|variable| touching[*variable].push(check));
        }
        let linear = edits
            .keys()
            .map(|id| edit(study, basis, *id, |_| true).ok().filter(|edit| edit.assumed.is_empty()))
            .collect();
        Self {
            study,
            basis,
            checks: edits.into_keys().collect(),
            variables,
            members,
            touching,
            linear,
        }
    }

    /// The contradictions of the figures as printed.
    pub(super) fn as_printed(&self) -> Vec<Conflict> {
        let edits = self.checks.iter().enumerate().filter_map(|(check, id)| {
            Some((check, edit(self.study, self.basis, *id, |_| false).ok()?))
        });
        let rows: Vec<(usize, usize, Edit)> = edits
            .flat_map(|(check, edit)| {
                (0..edit.requirements.len()).map(move |at| (check, at, edit.clone()))
            })
            .collect();
        let broken = rows.iter().filter(|(_, at, edit)| {
            !edit.requirements[*at]
                .bounds
                .contains(&self.printed_value(&edit.requirements[*at].terms))
        });
        broken
            .map(|(check, at, edit)| {
                self.conflict(&[(self.checks[*check], *at, edit)], &[(0, Rational::ONE)])
            })
            .collect()
    }

    /// Whether changing just these figures can satisfy all edits that they take part in.
    pub(super) fn test(&self, free: &[usize]) -> Tested {
        self.solve(Change { system: self, free, held: &BTreeMap::new() }, &[])
    }

    /// Values for the figures of a set, and whether each is the only one; `None` where none were
    /// found. Values that `preferred` names are tried first.
    pub(super) fn values(
        &self,
        set: &[usize],
        preferred: impl Fn(Variable, &Rational) -> Vec<Rational>,
    ) -> Option<Vec<(Rational, bool)>> {
        let Tested::Feasible(values, skipped) = self.test(set) else { return None };
        let held = self.held(set, &values, &skipped);
        let mut chosen: Vec<(usize, Interval)> = Vec::new();
        let mut proposals = Vec::with_capacity(set.len());
        for (at, element) in set.iter().enumerate() {
            let change = Change { system: self, free: set, held: &held };
            let Tested::Feasible(values, skipped) = self.solve(change, &chosen) else {
                return None;
            };
            if !skipped.is_empty() {
                return None;
            }
            let now = values[at].clone();
            let choices = preferred(self.variables[*element], &now);
            let value = choices.into_iter().find(|value| {
                let next = (*element, Interval::Point(value.clone()));
                let asked: Vec<_> = chosen.iter().cloned().chain([next]).collect();
                matches!(self.solve(change, &asked), Tested::Feasible(..))
            });
            let value = value.unwrap_or_else(|| now.clone());
            let only = self.is_only_value(set, *element, now);
            chosen.push((*element, Interval::Point(value.clone())));
            proposals.push((value, only));
        }
        Some(proposals)
    }

    /// The values of figures that are multiplied with another changed figure. Of each skipped check
    /// one figure stays free: the one that the check is about, otherwise the first.
    fn held(
        &self,
        set: &[usize],
        values: &[Rational],
        skipped: &[usize],
    ) -> BTreeMap<usize, Rational> {
        let mut held = BTreeMap::new();
        for check in skipped {
            let id = self.checks[*check];
            let target = self.study.rules[id.rule].variable(id.row);
            let among: Vec<usize> =
                (0..set.len()).filter(|at| self.members[*check].contains(&set[*at])).collect();
            let kept = among
                .iter()
                .copied()
                .find(|at| Some(self.variables[set[*at]]) == target)
                .or_else(|| among.first().copied());
            let others = among.into_iter().filter(|at| Some(*at) != kept);
            held.extend(others.map(|at| (set[at], values[at].clone())));
        }
        held
    }

    /// Whether no value below or above this one satisfies the edits.
    fn is_only_value(&self, set: &[usize], element: usize, value: Rational) -> bool {
        let end = Bound::open(value);
        let change = Change { system: self, free: set, held: &BTreeMap::new() };
        [Interval::at_least(end.clone()), Interval::at_most(end)].into_iter().all(|interval| {
            !matches!(self.solve(change, &[(element, interval)]), Tested::Feasible(..))
        })
    }

    /// Whether a change satisfies the edits that it takes part in, with some figures within
    /// intervals.
    fn solve(&self, change: Change<'_>, extra: &[(usize, Interval)]) -> Tested {
        let (edits, skipped) = change.edits();
        let (mut rows, mut sources) = (Vec::new(), Vec::new());
        for (check, edit) in &edits {
            for (at, requirement) in edit.requirements.iter().enumerate() {
                rows.push(change.row(requirement));
                sources.push((self.checks[*check], at, edit.as_ref()));
            }
        }
        rows.extend(extra.iter().filter_map(|(element, bounds)| {
            Some(Row {
                terms: vec![(change.column(*element)?, Rational::ONE)],
                bounds: bounds.clone(),
            })
        }));
        let start =
            change.free.iter().map(|variable| change.value(self.variables[*variable])).collect();
        match simplex::solve(start, &rows) {
            Outcome::Feasible(values) => Tested::Feasible(values, skipped),
            // With values held or asked for, a proof says nothing about the figures as printed.
            Outcome::Infeasible(_) if !change.held.is_empty() || !extra.is_empty() => {
                Tested::Infeasible(Vec::new())
            }
            Outcome::Infeasible(proofs) => Tested::Infeasible(
                proofs.iter().map(|proof| self.conflict(&sources, proof)).collect(),
            ),
        }
    }

    pub(super) fn position(&self, variable: Variable) -> Option<usize> {
        self.variables.binary_search(&variable).ok()
    }

    /// The value of terms at the printed figures.
    pub(super) fn printed_value(&self, terms: &[(Variable, Rational)]) -> Rational {
        terms.iter().fold(Rational::ZERO, |sum, (variable, coefficient)| {
            &sum + &(coefficient * &face_value(self.study, *variable))
        })
    }

    fn conflict(
        &self,
        sources: &[(CheckId, usize, &Edit)],
        proof: &[(usize, Rational)],
    ) -> Conflict {
        let steps = proof.iter().map(|(row, multiplier)| {
            let (check, requirement, edit) = sources[*row];
            let assumed = edit.assumed.iter().copied().collect();
            Step { check, requirement, assumed, multiplier: multiplier.clone() }
        });
        let combined = combine(proof.iter().map(|(row, multiplier)| {
            (&sources[*row].2.requirements[sources[*row].1].terms, multiplier)
        }));
        let assumed = proof.iter().flat_map(|(row, _)| sources[*row].2.assumed.iter().copied());
        let variables: BTreeSet<Variable> = combined.into_keys().chain(assumed).collect();
        Conflict { variables: variables.into_iter().collect(), steps: steps.collect() }
    }

    /// The positions of a conflict's variables.
    pub(super) fn positions(&self, conflict: &Conflict) -> Set {
        conflict.variables.iter().filter_map(|variable| self.position(*variable)).collect()
    }
}

/// Figures that change, by their positions, of which some are held at values.
#[derive(Clone, Copy)]
struct Change<'a> {
    system: &'a System<'a>,
    free: &'a [usize],
    held: &'a BTreeMap<usize, Rational>,
}

impl<'a> Change<'a> {
    /// Whether a figure may take any value.
    fn is_free(&self, variable: Variable) -> bool {
        self.system
            .position(variable)
            .is_some_and(|at| self.free.contains(&at) && !self.held.contains_key(&at))
    }

    /// The value of a figure while it is not free.
    fn value(&self, variable: Variable) -> Rational {
        let held = self.system.position(variable).and_then(|at| self.held.get(&at));
        held.cloned().unwrap_or_else(|| face_value(self.system.study, variable))
    }

    /// The column of a changed figure.
    fn column(&self, element: usize) -> Option<usize> {
        self.free.iter().position(|other| *other == element)
    }

    /// The edits that the changed figures take part in, by check; and the checks that are skipped
    /// because figures that are multiplied both change.
    fn edits(&self) -> (Vec<(usize, Cow<'a, Edit>)>, Vec<usize>) {
        let system = self.system;
        let touched: BTreeSet<usize> = self
            .free
            .iter()
            .flat_map(|variable| system.touching[*variable].iter().copied())
            .collect();
        let (mut edits, mut skipped) = (Vec::with_capacity(touched.len()), Vec::new());
        for check in touched {
            if let Some(edit) = &system.linear[check] {
                edits.push((check, Cow::Borrowed(edit)));
                continue;
            }
            let context = Linearise {
                study: system.study,
                basis: system.basis,
                free: |variable| self.is_free(variable),
                value: |variable| self.value(variable),
            };
            match context.edit(system.checks[check]) {
                Ok(edit) => edits.push((check, Cow::Owned(edit))),
                Err(_) => skipped.push(check),
            }
        }
        (edits, skipped)
    }

    /// A requirement as a row on the free figures.
    fn row(&self, requirement: &Requirement) -> Row {
        let (moving, fixed): (Vec<_>, Vec<_>) =
            requirement.terms.iter().partition(|(variable, _)| self.is_free(*variable));
        let constant = fixed.iter().fold(Rational::ZERO, |sum, (variable, coefficient)| {
            &sum + &(coefficient * &self.value(*variable))
        });
        let terms = moving.into_iter().filter_map(|(variable, coefficient)| {
            let element = self.system.position(*variable)?;
            Some((self.column(element)?, coefficient.clone()))
        });
        Row { terms: terms.collect(), bounds: &requirement.bounds - &Interval::Point(constant) }
    }
}

/// `Σ multiplier · terms`, without those that cancel.
pub(super) fn combine<'t>(
    rows: impl Iterator<Item = (&'t Vec<(Variable, Rational)>, &'t Rational)>,
) -> BTreeMap<Variable, Rational> {
    let mut sum: BTreeMap<Variable, Rational> = BTreeMap::new();
    for (terms, multiplier) in rows {
        for (variable, coefficient) in terms {
            let entry = sum.entry(*variable).or_insert(Rational::ZERO);
            *entry = &*entry + &(coefficient * multiplier);
        }
    }
    sum.retain(|_, coefficient| coefficient.signum() != 0);
    sum
}

/// The edit of a check of printed figures, some of which may change.
pub(super) fn edit(
    study: &Study,
    basis: &Published,
    id: CheckId,
    free: impl Fn(Variable) -> bool,
) -> Result<Edit, NotLinear> {
    match left_out(study, basis, id) {
        Some(reason) => Err(NotLinear::Ever(reason)),
        None => {
            Linearise { study, basis, free, value: |variable| face_value(study, variable) }.edit(id)
        }
    }
}

/// Why a check takes no part, if it does not.
pub(super) fn reason(study: &Study, basis: &Published, id: CheckId) -> Option<Reason> {
    match edit(study, basis, id, |_| false) {
        Err(NotLinear::Ever(reason)) => Some(reason),
        Ok(_) | Err(NotLinear::Now) => None,
    }
}
