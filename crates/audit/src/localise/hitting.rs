//! All minimum-weight hitting sets of a family: sets that share an element with every member of it
//! and weigh least.
//!
//! Branch and bound: branch on the elements of a smallest member, each time without those tried
//! before, so that no set is found twice; a packing of disjoint members bounds from below. Parts of
//! the family that share no element are solved separately, and the answer stays factored.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crossfoot_core::Rational;

/// A set of variables, by their positions, in order.
pub(super) type Set = Vec<usize>;

/// The hitting sets of one part of a family; any choice of one from each part is a minimum-weight
/// hitting set of the family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) weight: Rational,
    /// In order; not all where `complete` is false.
    pub(super) sets: Vec<Set>,
    pub(super) complete: bool,
}

/// Many sets in little space.
enum Sets {
    /// The empty set alone.
    Empty,
    /// An element with each of the sets that follow it.
    Choice(Vec<(usize, Sets)>),
    /// The unions of one set from each.
    Product(Vec<Sets>),
}

/// Whether to go on: asked again and again with the weight that every change is known to have.
pub type Watch<'a> = &'a dyn Fn(&Rational) -> bool;

/// Searches for hitting sets, and remembers what it found for parts of families: the same parts
/// come back in other branches and, when contradictions were learned elsewhere, in later rounds.
pub(super) struct Solver<'a> {
    weights: Vec<Rational>,
    known: HashMap<Vec<Set>, Known>,
    watch: Watch<'a>,
    /// No set of changes that satisfies the edits weighs less.
    pub(super) proven: Rational,
    /// Whether the search was told to stop: what it gives from then on means nothing.
    pub(super) stopped: bool,
}

/// What is known of a part of a family.
enum Known {
    /// A set that weighs least.
    Least(Rational, Set),
    /// Every set weighs more.
    MoreThan(Rational),
}

/// Parts that are remembered; then all are forgotten, so that memory is bounded.
const MOST_KNOWN: usize = 100_000;

impl<'a> Solver<'a> {
    pub(super) fn new(weights: Vec<Rational>, watch: Watch<'a>) -> Self {
        Self { weights, known: HashMap::new(), watch, proven: Rational::ZERO, stopped: false }
    }

    /// One minimum-weight hitting set of a family without empty members.
    pub(super) fn lightest(&mut self, family: &[Set]) -> Set {
        let parts = parts(minimal(family.to_vec()));
        let sets = parts.into_iter().filter_map(|part| self.least(part, None));
        sets.flat_map(|(_, set)| set).collect()
    }

    pub(super) fn weights(&self) -> &[Rational] {
        &self.weights
    }

    /// Whether to go on.
    pub(super) fn goes_on(&mut self) -> bool {
        self.stopped |= !(self.watch)(&self.proven);
        !self.stopped
    }

    /// The weight of a set.
    pub(super) fn weigh(&self, set: &Set) -> Rational {
        set.iter().fold(Rational::ZERO, |sum, element| &sum + &self.weights[*element])
    }

    /// The minimum-weight hitting sets of a family without empty members, at most `most` of each
    /// part.
    pub(super) fn minimum(&mut self, family: &[Set], most: usize) -> Vec<Part> {
        let mut alive = BTreeSet::new();
        for part in parts(minimal(family.to_vec())) {
            let elements: BTreeSet<usize> = part.iter().flatten().copied().collect();
            let Some((weight, set)) = self.least(part.clone(), None) else { continue };
            alive.extend(set);
            for element in elements {
                let rest: Vec<Set> =
                    part.iter().filter(|member| !member.contains(&element)).cloned().collect();
                let budget = &weight - &self.weights[element];
                if !alive.contains(&element)
                    && let Some((_, set)) = self.least(rest, Some(&budget))
                {
                    alive.insert(element);
                    alive.extend(set);
                }
            }
        }
        // Elements in no minimum-weight hitting set are dropped: the solutions stay the same, and
        // the family falls into more parts.
        let restricted = family
            .iter()
            .map(|member| {
                member.iter().copied().filter(|element| alive.contains(element)).collect()
            })
            .collect();
        parts(minimal(restricted))
            .into_iter()
            .filter_map(|part| self.minimum_of_part(part, most))
            .collect()
    }

    /// The minimum-weight hitting sets of one part of a family, at most `most`.
    fn minimum_of_part(&mut self, part: Vec<Set>, most: usize) -> Option<Part> {
        let (weight, _) = self.least(part.clone(), None)?;
        let (weight, sets) = self.search(part, &weight)?;
        let mut all = sets.expand(most + 1);
        all.iter_mut().for_each(|set| set.sort_unstable());
        all.sort();
        let complete = all.len() <= most;
        all.truncate(most);
        Some(Part { weight, sets: all, complete })
    }

    /// One minimum-weight hitting set, unless it weighs more than `budget`.
    fn least(&mut self, family: Vec<Set>, budget: Option<&Rational>) -> Option<(Rational, Set)> {
        if !self.goes_on() {
            return None;
        }
        let mut parts = parts(undominated(minimal(family), &self.weights));
        if parts.len() != 1 {
            let (mut total, mut union) = (Rational::ZERO, Vec::new());
            let mut bounds: Vec<Rational> =
                parts.iter().map(|part| packing(part, &self.weights)).collect();
            for (at, part) in parts.into_iter().enumerate() {
                bounds[at] = Rational::ZERO;
                let others = bounds.iter().fold(total.clone(), |sum, bound| &sum + bound);
                let (weight, set) =
                    self.least(part, budget.map(|budget| budget - &others).as_ref())?;
                total = total + weight;
                union.extend(set);
            }
            return (!exceeds(&total, budget)).then_some((total, union));
        }
        let family = parts.pop()?;
        match self.known.get(&family) {
            Some(Known::Least(weight, set)) => {
                return (!exceeds(weight, budget)).then(|| (weight.clone(), set.clone()));
            }
            Some(Known::MoreThan(least)) if budget.is_some_and(|budget| budget <= least) => {
                return None;
            }
            _ => {}
        }
        let found = self.least_of_part(&family, budget);
        let known = match (&found, budget) {
            _ if self.stopped => return None,
            (Some((weight, set)), _) => Known::Least(weight.clone(), set.clone()),
            (None, Some(budget)) => Known::MoreThan(budget.clone()),
            (None, None) => return None,
        };
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(family, known);
        found
    }

    /// The same for one part, by trying each element of a smallest member.
    fn least_of_part(
        &mut self,
        family: &[Set],
        budget: Option<&Rational>,
    ) -> Option<(Rational, Set)> {
        let bound = packing(family, &self.weights);
        if family[0].is_empty() || exceeds(&bound, budget) {
            return None;
        }
        let (mut best, mut limit): (Option<(Rational, Set)>, Option<Rational>) =
            (None, budget.cloned());
        let branches: Vec<usize> =
            by_hits(family).into_iter().filter(|element| family[0].contains(element)).collect();
        for (at, element) in branches.iter().copied().enumerate() {
            let rest = left_to_hit(family, element, &branches[..at]);
            let left = limit.as_ref().map(|limit| limit - &self.weights[element]);
            if left.as_ref().is_some_and(|left| left.signum() < 0) {
                continue;
            }
            let Some((weight, mut set)) = self.least(rest, left.as_ref()) else { continue };
            let weight = weight + self.weights[element].clone();
            if best.as_ref().is_none_or(|(least, _)| weight < *least) {
                set.push(element);
                if weight == bound {
                    return Some((weight, set));
                }
                limit = Some(weight.clone());
                best = Some((weight, set));
            }
        }
        best
    }

    /// All minimum-weight hitting sets, unless they weigh more than `budget`.
    fn search(&mut self, family: Vec<Set>, budget: &Rational) -> Option<(Rational, Sets)> {
        if !self.goes_on() {
            return None;
        }
        if family.is_empty() {
            return Some((Rational::ZERO, Sets::Empty));
        }
        let family = minimal(family);
        if family[0].is_empty() || self.least(family.clone(), Some(budget)).is_none() {
            return None;
        }
        let mut parts = parts(family);
        if parts.len() > 1 {
            return self.product(parts, budget);
        }
        let family = parts.pop()?;
        let branches: Vec<usize> =
            by_hits(&family).into_iter().filter(|element| family[0].contains(element)).collect();
        let (mut least, mut choices) = (budget.clone(), Vec::new());
        for (at, element) in branches.iter().enumerate() {
            let left = &least - &self.weights[*element];
            if left.signum() < 0 {
                continue;
            }
            let rest = left_to_hit(&family, *element, &branches[..at]);
            let Some((weight, sets)) = self.search(rest, &left) else { continue };
            let weight = weight + self.weights[*element].clone();
            if weight < least {
                choices.clear();
                least = weight;
            }
            choices.push((*element, sets));
        }
        (!choices.is_empty()).then_some((least, Sets::Choice(choices)))
    }

    /// Solves parts that share no element, each within the budget that the others leave.
    fn product(&mut self, parts: Vec<Vec<Set>>, budget: &Rational) -> Option<(Rational, Sets)> {
        let mut bounds: Vec<Rational> =
            parts.iter().map(|part| packing(part, &self.weights)).collect();
        let mut factors = Vec::with_capacity(parts.len());
        for (at, part) in parts.into_iter().enumerate() {
            let others = bounds
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .fold(Rational::ZERO, |sum, (_, bound)| &sum + bound);
            let (weight, sets) = self.search(part, &(budget - &others))?;
            bounds[at] = weight;
            factors.push(sets);
        }
        let weight = bounds.iter().fold(Rational::ZERO, |sum, bound| &sum + bound);
        Some((weight, Sets::Product(factors)))
    }
}

/// Whether a set shares an element with every member of a family.
pub(super) fn hits_all(family: &[Set], set: &[usize]) -> bool {
    family.iter().all(|member| member.iter().any(|element| set.contains(element)))
}

impl Sets {
    /// The sets one by one, at most `most`.
    fn expand(&self, most: usize) -> Vec<Set> {
        match self {
            Self::Empty => vec![Vec::new()],
            Self::Choice(choices) => {
                let sets = choices.iter().flat_map(|(element, rest)| {
                    rest.expand(most).into_iter().map(move |mut set| {
                        set.push(*element);
                        set
                    })
                });
                sets.take(most).collect()
            }
            Self::Product(factors) => {
                factors.iter().fold(vec![Vec::new()], |sets: Vec<Set>, factor| {
                    let expanded = factor.expand(most);
                    let unions = sets.iter().flat_map(|set| {
                        expanded.iter().map(move |other| [set.as_slice(), other].concat())
                    });
                    unions.take(most).collect()
                })
            }
        }
    }
}

/// Whether a weight is more than a budget allows.
fn exceeds(weight: &Rational, budget: Option<&Rational>) -> bool {
    budget.is_some_and(|budget| weight > budget)
}

/// The members that an element does not hit, without the elements tried before it.
fn left_to_hit(family: &[Set], element: usize, tried: &[usize]) -> Vec<Set> {
    family
        .iter()
        .filter(|member| !member.contains(&element))
        .map(|member| member.iter().copied().filter(|other| !tried.contains(other)).collect())
        .collect()
}

/// The family without the elements that another may always stand in for, because it hits all that
/// they hit and weighs no more.
fn undominated(family: Vec<Set>, weights: &[Rational]) -> Vec<Set> {
    let mut hits: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, member) in family.iter().enumerate() {
        member.iter().for_each(|element| hits.entry(*element).or_default().push(at));
    }
    let dominated: BTreeSet<usize> = hits
        .keys()
        .copied()
        .filter(|element| {
            // Whatever stands in for an element hits each member that it hits.
            hits[element].first().is_some_and(|at| {
                family[*at]
                    .iter()
                    .any(|other| other != element && dominates(*other, *element, &hits, weights))
            })
        })
        .collect();
    if dominated.is_empty() {
        return family;
    }
    let rest = family
        .into_iter()
        .map(|member| member.into_iter().filter(|element| !dominated.contains(element)).collect())
        .collect();
    undominated(minimal(rest), weights)
}

/// Whether an element may always stand in for another. Of two that may stand in for each other, the
/// first does.
fn dominates(
    element: usize,
    other: usize,
    hits: &BTreeMap<usize, Vec<usize>>,
    weights: &[Rational],
) -> bool {
    let (own, others) = (&hits[&element], &hits[&other]);
    let first = others.len() < own.len() || weights[element] < weights[other] || element < other;
    first && weights[element] <= weights[other] && contains(own, others)
}

/// All elements, those in most members first.
fn by_hits(family: &[Set]) -> Vec<usize> {
    let mut hits: BTreeMap<usize, usize> = BTreeMap::new();
    family.iter().flatten().for_each(|element| *hits.entry(*element).or_default() += 1);
    let mut elements: Vec<usize> = hits.keys().copied().collect();
    elements.sort_by_key(|element| std::cmp::Reverse(hits[element]));
    elements
}

/// The members that contain no other, the smallest first, each once.
pub(super) fn minimal(mut family: Vec<Set>) -> Vec<Set> {
    family.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    let mut kept: Vec<Set> = Vec::with_capacity(family.len());
    for member in family {
        if !kept.iter().any(|small| contains(&member, small)) {
            kept.push(member);
        }
    }
    kept
}

/// Whether a set holds all of another, both in order.
fn contains(set: &[usize], other: &[usize]) -> bool {
    let mut rest = set.iter();
    other.iter().all(|element| rest.any(|held| held == element))
}

/// The family in parts that share no element, in the order of their least elements; the members of
/// each from the smallest.
fn parts(family: Vec<Set>) -> Vec<Vec<Set>> {
    let mut parts: Vec<(Vec<bool>, Vec<Set>)> = Vec::new();
    let size = size(&family);
    for member in family {
        let (joined, others): (Vec<_>, Vec<_>) = parts
            .into_iter()
            .partition(|(elements, _)| member.iter().any(|element| elements[*element]));
        parts = others;
        let mut part = (vec![false; size], Vec::new());
        member.iter().for_each(|element| part.0[*element] = true);
        for (elements, members) in joined {
            part.0.iter_mut().zip(elements).for_each(|(own, other)| *own |= other);
            part.1.extend(members);
        }
        part.1.push(member);
        parts.push(part);
    }
    parts.sort_by_key(|(elements, _)| elements.iter().position(|held| *held));
    let sorted = parts.into_iter().map(|(_, mut members)| {
        members.sort_by_key(Vec::len);
        members
    });
    sorted.collect()
}

/// One more than the greatest element.
fn size(family: &[Set]) -> usize {
    family.iter().flatten().max().map_or(0, |greatest| greatest + 1)
}

/// A lower bound: the sum of the lightest elements of disjoint members.
fn packing(family: &[Set], weights: &[Rational]) -> Rational {
    let (mut used, mut bound) = (vec![false; size(family)], Rational::ZERO);
    for member in family {
        if member.iter().all(|element| !used[*element]) {
            member.iter().for_each(|element| used[*element] = true);
            bound = bound
                + member
                    .iter()
                    .map(|element| weights[*element].clone())
                    .min()
                    .unwrap_or(Rational::ZERO);
        }
    }
    bound
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ELEMENTS: usize = 7;

    fn weigh(set: &Set, weights: &[Rational]) -> Rational {
        set.iter().fold(Rational::ZERO, |sum, element| &sum + &weights[*element])
    }

    /// All of them, by trying every set.
    fn by_force(family: &[Set], weights: &[Rational]) -> (Rational, Vec<Set>) {
        let sets = (0_u32..1 << ELEMENTS)
            .map(|bits| (0..ELEMENTS).filter(|element| bits >> element & 1 == 1).collect::<Set>());
        let hitting: Vec<Set> = sets
            .filter(|set| {
                family.iter().all(|member| member.iter().any(|element| set.contains(element)))
            })
            .collect();
        let least = hitting.iter().map(|set| weigh(set, weights)).min().unwrap();
        let mut sets: Vec<Set> =
            hitting.into_iter().filter(|set| weigh(set, weights) == least).collect();
        sets.sort();
        (least, sets)
    }

    proptest! {
        #[test]
        fn finds_what_trying_all_sets_finds(
            family in prop::collection::vec(prop::collection::btree_set(0..ELEMENTS, 1..4), 1..7),
            weights in prop::collection::vec(1_i128..4, ELEMENTS),
        ) {
            let family: Vec<Set> =
                family.into_iter().map(|member| member.into_iter().collect()).collect();
            let weights: Vec<Rational> = weights.into_iter().map(Rational::from).collect();
            let parts = Solver::new(weights.clone(), &|_| true).minimum(&family, 1_000);
            let weight = parts.iter().fold(Rational::ZERO, |sum, part| &sum + &part.weight);
            let unions = parts.iter().fold(vec![Vec::new()], |sets: Vec<Set>, part| {
                sets.iter()
                    .flat_map(|set| {
                        part.sets.iter().map(move |other| [set.as_slice(), other].concat())
                    })
                    .collect()
            });
            let mut unions: Vec<Set> = unions
                .into_iter()
                .map(|mut set| {
                    set.sort_unstable();
                    set
                })
                .collect();
            unions.sort();
            prop_assert_eq!((weight, unions), by_force(&family, &weights));
        }
    }

    #[test]
    fn elements_of_no_minimum_do_not_tie_parts_together() {
        // 2 joins both pairs but never pays.
        let family = [vec![0, 1, 2], vec![2, 3, 4], vec![0, 1, 3], vec![0, 1], vec![3, 4]];
        let parts = Solver::new(vec![Rational::ONE; 5], &|_| true).minimum(&family, 10);
        assert_eq!(
            parts.iter().map(|part| part.sets.clone()).collect::<Vec<_>>(),
            [vec![vec![0], vec![1]], vec![vec![3], vec![4]]]
        );
    }
}
