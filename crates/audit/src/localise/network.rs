//! Systems of sums in which each figure occurs at most twice, such as balance trees and two-way
//! tables: their lightest sets are lightest forests of a graph.
//!
//! Each requirement is an equality and a node. Scaled, a figure takes from one node what it gives
//! to the other, so that only the excesses decide which sets of figures suffice; the values follow
//! from the leaves of the forest inwards, and no others are possible.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{Interval, Rational};

use super::edits::face_value;
use super::forest::{Edge, Forests, Graph, Lightest, OUTSIDE, SetId, Stopped};
use super::hitting::{Part, Set, Watch};
use super::system::System;

/// Excesses below this leave room for the sum of all of them.
const LARGEST_EXCESS: i128 = 1 << 100;
/// The same for weights.
const LARGEST_WEIGHT: i128 = 1 << 40;

/// Larger systems are searched by contradictions, which stay near the faults.
const MOST_FIGURES: usize = 2_000;
/// How often a budget grows by the least weight; then it doubles the step each time.
const SMALL_STEPS: usize = 8;

/// An equality: `Σ coefficient · change = gap`.
struct Equality {
    check: usize,
    terms: Vec<(usize, Rational)>,
    gap: Rational,
}

/// A system as a graph.
pub(super) struct Network {
    equalities: Vec<Equality>,
    /// By figure that may change and occurs somewhere: its equalities, one or two.
    places: BTreeMap<usize, Vec<usize>>,
    /// By equality, its excess.
    excesses: Vec<i128>,
    /// By figure, its weight, in units of `unit`.
    weights: Vec<u64>,
    unit: Rational,
}

/// What a search in a network finds.
pub(super) enum Found {
    /// The parts of all lightest sets. They share no check.
    All(Vec<Part>),
    /// It was told to stop; every set weighs at least this.
    Stopped(Rational),
    /// No change satisfies the edits.
    Nothing,
}

impl Network {
    /// The network of a system, if it is one.
    pub(super) fn from_system(
        system: &System<'_>,
        changeable: &[bool],
        weights: &[Rational],
    ) -> Option<Self> {
        if system.variables.len() > MOST_FIGURES {
            return None;
        }
        let mut equalities = Vec::new();
        for (check, edit) in system.linear.iter().enumerate() {
            for requirement in &edit.as_ref()?.requirements {
                let Interval::Point(point) = &requirement.bounds else { return None };
                let terms = requirement.terms.iter().filter_map(|(variable, coefficient)| {
                    Some((system.position(*variable)?, coefficient.clone()))
                });
                equalities.push(Equality {
                    check,
                    terms: terms.filter(|(figure, _)| changeable[*figure]).collect(),
                    gap: point - &system.printed_value(&requirement.terms),
                });
            }
        }
        let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, equality) in equalities.iter().enumerate() {
            equality
                .terms
                .iter()
                .for_each(|(figure, _)| places.entry(*figure).or_default().push(at));
        }
        if places.values().any(|places| places.len() > 2) {
            return None;
        }
        let scales = scales(&equalities, &places)?;
        let gaps: Vec<Rational> =
            equalities.iter().zip(&scales).map(|(equality, scale)| &equality.gap * scale).collect();
        let (excesses, _) = whole(&gaps, LARGEST_EXCESS)?;
        let (weights, unit) = whole(weights, LARGEST_WEIGHT)?;
        let weights = weights.into_iter().map(|weight| u64::try_from(weight).ok());
        let weights = weights.collect::<Option<_>>()?;
        Some(Self { equalities, places, excesses, weights, unit })
    }

    /// All lightest sets, at most `most` of each part.
    pub(super) fn minimum(&self, watch: Watch<'_>, most: usize) -> Found {
        let mut forests = Forests::new(watch);
        let all = match self.lightest(&mut forests) {
            Ok(Some(found)) => found.sets,
            Ok(None) => return Found::Nothing,
            Err(Stopped) => return Found::Stopped(forests.proven),
        };
        let one: BTreeSet<usize> = forests.store.expand(all, 1).into_iter().flatten().collect();
        let groups = self.groups(&forests.store.figures(all));
        let parts = groups.iter().filter_map(|group| {
            let outside = one.difference(group).copied().collect();
            let own = forests.store.restricted(all, group, &outside)?;
            Some(self.part(&forests, own, most))
        });
        Found::All(parts.collect())
    }

    /// What every set weighs at least; `None` if no change satisfies the edits.
    pub(super) fn least(&self) -> Option<Rational> {
        let found = self.lightest(&mut Forests::new(&|_| true)).ok()?;
        found.map(|found| self.weight(found.weight))
    }

    /// The lightest sets. The budget grows until there is one.
    fn lightest(&self, forests: &mut Forests<'_>) -> Result<Option<Lightest>, Stopped> {
        let graph = self.graph(forests);
        let heaviest: u64 = graph.edges.iter().map(|edge| edge.weight).sum();
        let mut least = forests.bound(&graph);
        let mut budget = least;
        let mut step = graph.edges.iter().map(|edge| edge.weight).min().unwrap_or(1);
        for tried in 1_usize.. {
            forests.proven = self.weight(least);
            if let Some(found) = forests.within(graph.clone(), budget)? {
                return Ok(Some(found));
            }
            if budget >= heaviest {
                break;
            }
            least = budget + 1;
            budget = budget.saturating_add(step);
            if tried > SMALL_STEPS {
                step = step.saturating_mul(2);
            }
        }
        Ok(None)
    }

    fn graph(&self, forests: &mut Forests<'_>) -> Graph {
        let mut edges = Vec::with_capacity(self.places.len());
        for (figure, places) in &self.places {
            let ends = match places[..] {
                [one, two] => (one + 1, two + 1),
                [one] => (OUTSIDE, one + 1),
                _ => continue,
            };
            let (weight, sets) = (self.weights[*figure], forests.store.figure(*figure));
            edges.push(Edge { ends, weight, sets });
        }
        let nodes = self.excesses.iter().enumerate().map(|(at, excess)| (at + 1, *excess));
        Graph { nodes: nodes.collect(), edges }
    }

    /// A weight in the units of the options.
    fn weight(&self, weight: u64) -> Rational {
        &Rational::from(i128::from(weight)) * &self.unit
    }

    fn part(&self, forests: &Forests<'_>, family: SetId, most: usize) -> Part {
        let mut sets = forests.store.expand(family, most + 1);
        let complete = sets.len() <= most;
        sets.truncate(most);
        sets.iter_mut().for_each(|set| set.sort_unstable());
        sets.sort();
        let first = sets.iter().take(1).flatten();
        let weight = self.weight(first.map(|figure| self.weights[*figure]).sum());
        Part { weight, sets, complete }
    }

    /// The figures in groups that share no check.
    fn groups(&self, figures: &BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
        let mut by_check: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for figure in figures {
            for place in &self.places[figure] {
                by_check.entry(self.equalities[*place].check).or_default().push(*figure);
            }
        }
        let (mut left, mut groups) = (figures.clone(), Vec::new());
        while let Some(first) = left.pop_first() {
            let (mut group, mut pending) = (BTreeSet::from([first]), vec![first]);
            while let Some(figure) = pending.pop() {
                for place in &self.places[&figure] {
                    let near = &by_check[&self.equalities[*place].check];
                    pending.extend(near.iter().filter(|other| left.remove(other)));
                    group.extend(near);
                }
            }
            groups.push(group);
        }
        groups
    }

    /// The only values of a lightest set, in its order, that satisfy the edits; `None` if it is not
    /// a forest that balances the graph.
    pub(super) fn values(&self, system: &System<'_>, set: &Set) -> Option<Vec<Rational>> {
        let printed = set.iter().map(|figure| face_value(system.study, system.variables[*figure]));
        Some(printed.zip(self.changes(set)?).map(|(printed, change)| printed + change).collect())
    }

    fn changes(&self, set: &Set) -> Option<Vec<Rational>> {
        let mut gaps: BTreeMap<usize, Rational> = BTreeMap::new();
        let mut edges: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for figure in set {
            for place in self.places.get(figure)? {
                gaps.insert(*place, self.equalities[*place].gap.clone());
                edges.entry(*place).or_default().insert(*figure);
            }
        }
        let mut changes: BTreeMap<usize, Rational> = BTreeMap::new();
        let mut leaves: Vec<usize> = edges.keys().copied().collect();
        while let Some(leaf) = leaves.pop() {
            let own = &edges[&leaf];
            let Some(figure) = own.first().copied().filter(|_| own.len() == 1) else { continue };
            let change = gaps[&leaf].checked_div(self.coefficient(leaf, figure)?)?;
            for place in &self.places[&figure] {
                let gap = &gaps[place] - &(self.coefficient(*place, figure)? * &change);
                gaps.insert(*place, gap);
                edges.entry(*place).or_default().remove(&figure);
                leaves.push(*place);
            }
            changes.insert(figure, change);
        }
        let met = gaps.values().all(|gap| gap.signum() == 0);
        set.iter().map(|figure| changes.get(figure).cloned()).collect::<Option<_>>().filter(|_| met)
    }

    fn coefficient(&self, equality: usize, figure: usize) -> Option<&Rational> {
        let mut terms = self.equalities[equality].terms.iter();
        terms.find(|(other, _)| *other == figure).map(|(_, coefficient)| coefficient)
    }
}

/// By equality, what to multiply it with so that the two coefficients of each figure are opposite;
/// `None` if nothing does.
fn scales(equalities: &[Equality], places: &BTreeMap<usize, Vec<usize>>) -> Option<Vec<Rational>> {
    let mut scales: Vec<Option<Rational>> = vec![None; equalities.len()];
    for first in 0..equalities.len() {
        if scales[first].is_some() {
            continue;
        }
        scales[first] = Some(Rational::ONE);
        let mut pending = vec![first];
        while let Some(at) = pending.pop() {
            let scale = scales[at].clone()?;
            for (figure, coefficient) in &equalities[at].terms {
                let Some(other) = places[figure].iter().copied().find(|other| *other != at) else {
                    continue;
                };
                let (_, opposite) =
                    equalities[other].terms.iter().find(|(other, _)| other == figure)?;
                let wanted = -(&scale * coefficient).checked_div(opposite)?;
                match &scales[other] {
                    Some(known) if *known == wanted => {}
                    Some(_) => return None,
                    None => {
                        scales[other] = Some(wanted);
                        pending.push(other);
                    }
                }
            }
        }
    }
    scales.into_iter().collect()
}

/// Numbers as whole multiples of a unit; `None` if they are too large.
fn whole(numbers: &[Rational], limit: i128) -> Option<(Vec<i128>, Rational)> {
    let mut scale = Rational::ONE;
    for number in numbers {
        scale = &scale * &Rational::from(denominator(&(number * &scale))?);
    }
    let whole = numbers.iter().map(|number| (number * &scale).to_integer());
    let whole: Option<Vec<i128>> = whole.collect();
    let small = whole?.into_iter().map(|number| Some(number).filter(|one| one.abs() < limit));
    Some((small.collect::<Option<_>>()?, scale.reciprocal()?))
}

/// The denominator in lowest terms, by the continued fraction; `None` if it is too large.
fn denominator(number: &Rational) -> Option<i128> {
    let (mut before, mut own, mut number) = (0_i128, 1_i128, number.clone());
    loop {
        let rest = &number - &number.floor();
        let Some(next) = rest.reciprocal().filter(|_| rest.signum() != 0) else { return Some(own) };
        (before, own) = (own, next.floor().to_integer()?.checked_mul(own)?.checked_add(before)?);
        number = next;
    }
}
