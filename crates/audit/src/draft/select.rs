//! Which of several relations that say the same are drafted.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::Rational;

use super::evidence::Evidence;
use super::form::{Factor, Form, Formula};
use super::independence::independent;
use super::judge::{Found, judged, turned};
use super::lattice::{Counts, Lattice};
use super::search::{Tried, balances, families, pairs, probes, runs, sets};

/// Levels of totals of totals.
const LEVELS: usize = 6;
/// A balance holds in so many places, and fails in no more than so many: there are many ways to add
/// and subtract.
const LEAST_BALANCED: usize = 3;
const MOST_UNBALANCED: usize = 1;

/// The relations of the lines of a table, and those that nearly are.
pub(super) struct Relations {
    pub(super) found: Vec<Found>,
    pub(super) near: Vec<Found>,
}

/// Takes a formula in some places, unless it would derive a figure from itself.
pub(super) type Accept<'a> = dyn FnMut(&Formula, &[usize]) -> bool + 'a;

/// Finds the relations of lines.
pub(super) fn relations(lattice: &Lattice, accept: &mut Accept<'_>) -> Relations {
    let probes = probes(lattice);
    let lines: Vec<usize> = (0..lattice.lines.len()).collect();
    let copies = lattice.copies();
    let mut selection =
        Selection { lattice, probes, lines, copies, accept, found: Vec::new(), near: Vec::new() };
    if selection.lines.len() >= 3 && !selection.probes.is_empty() {
        selection.run();
    }
    let Selection { found, mut near, .. } = selection;
    near.retain(|one| !found.iter().any(|other| other.formula.target == one.formula.target));
    near.sort_by(|a, b| a.evidence.by_chance.total_cmp(&b.evidence.by_chance));
    Relations { found, near }
}

/// The relations that were accepted so far.
struct Selection<'a, 'f> {
    lattice: &'a Lattice,
    probes: Vec<usize>,
    lines: Vec<usize>,
    /// Lines that repeat another.
    copies: BTreeSet<usize>,
    accept: &'a mut Accept<'f>,
    found: Vec<Found>,
    near: Vec<Found>,
}

impl Selection<'_, '_> {
    fn run(&mut self) {
        let pairs = pairs(self.lattice, &self.lines, &self.probes);
        let (additions, quotients): (Vec<Tried>, Vec<Tried>) =
            pairs.into_iter().partition(|tried| tried.formula.form == Form::Sum);
        self.sums(additions);
        let mut others = self.means();
        let relations = judged(self.lattice, &quotients, &mut self.near);
        others.extend(directed(self.lattice, relations, &quotients));
        others.extend(self.balances());
        others.retain(|other| !self.is_sum(other));
        self.best_each(others);
    }

    /// Sums, level by level: the parts of the sums of one level are left out of the next.
    fn sums(&mut self, pairs: Vec<Tried>) {
        let mut open = self.lines.clone();
        let mut tried = pairs;
        tried.extend(families(self.lattice, &self.probes));
        for _ in 0..LEVELS {
            tried.extend(runs(self.lattice, &open, Form::Sum, &self.probes));
            let totals = self.totals();
            if totals.len() < open.len() {
                tried.extend(runs(self.lattice, &totals, Form::Sum, &self.probes));
            }
            tried.extend(sets(self.lattice, &open, &self.probes));
            let before = self.found.len();
            self.add_sums(std::mem::take(&mut tried));
            let new = self.found[before..].iter();
            let parts: BTreeSet<usize> =
                new.flat_map(|sum| sum.formula.inputs.iter().copied()).collect();
            if parts.is_empty() {
                return;
            }
            open.retain(|line| !parts.contains(line));
        }
    }

    /// Lines that are sums.
    fn targets(&self) -> BTreeSet<usize> {
        self.found.iter().map(|sum| sum.formula.target).collect()
    }

    /// Lines that are called totals, or are sums.
    fn totals(&self) -> Vec<usize> {
        let sums = self.targets();
        let totals = self
            .lines
            .iter()
            .filter(|line| self.lattice.lines[**line].total.is_some() || sums.contains(line));
        totals.copied().collect()
    }

    /// Accepts the sums of one level, those with the fewest parts first.
    fn add_sums(&mut self, mut tried: Vec<Tried>) {
        tried.retain(|tried| {
            !self.copies.contains(&tried.formula.target) || tried.formula.is_beside()
        });
        let mut candidates = judged(self.lattice, &tried, &mut self.near);
        keep_best(&mut candidates);
        candidates.sort_by(simpler);
        for candidate in candidates {
            let candidate = self.without_absent(candidate);
            if self.is_new(&candidate) && (self.accept)(&candidate.formula, &candidate.places) {
                self.found.push(candidate);
            }
        }
    }

    /// A sum without the parts that print nothing in most of its places, if it holds without them.
    fn without_absent(&self, mut sum: Found) -> Found {
        let (lattice, formula) = (self.lattice, &sum.formula);
        let counts = if sum.rounded { Counts::Rounded } else { Counts::Exact };
        let places: Vec<usize> =
            sum.places.iter().copied().filter(|at| lattice.prints(formula.target, *at)).collect();
        let inputs: Vec<usize> = formula
            .inputs
            .iter()
            .copied()
            .filter(|line| {
                places.iter().filter(|at| lattice.prints(*line, **at)).count() * 2 >= places.len()
            })
            .collect();
        let reduced = Formula { inputs, ..formula.clone() };
        let holds =
            places.iter().filter(|at| reduced.holds(lattice, **at, counts) == Some(true)).count();
        if reduced.inputs.len() >= 2 && holds >= sum.evidence.holds.len() {
            sum.formula = reduced;
        }
        sum
    }

    /// Whether a sum says more than those that were found.
    fn is_new(&self, candidate: &Found) -> bool {
        if candidate.weak && self.is_sum(candidate) || is_another_way(&self.found, candidate) {
            return false;
        }
        candidate.natural || is_independent(self.lattice, &self.found, candidate)
    }

    /// Balances of amounts that do not follow from sums. Of percentages the language has none: what
    /// is subtracted from one leaves percentage points.
    fn balances(&mut self) -> Vec<Found> {
        let tried = balances(self.lattice, &self.lines, &self.probes);
        let places = &self.lattice.places;
        let mut found = judged(self.lattice, &tried, &mut Vec::new());
        for one in &mut found {
            let Found { evidence: Evidence { holds, slips, fails, .. }, places: governed, .. } =
                one;
            for list in [holds, slips, fails, governed] {
                list.retain(|place| !places[*place].is_statistic);
            }
        }
        found.retain(|one| {
            let Evidence { holds, .. } = &one.evidence;
            holds.len() >= LEAST_BALANCED
                && one.misses() <= MOST_UNBALANCED
                && is_independent(self.lattice, &self.found, one)
        });
        found
    }

    /// Means of neighbours, without the totals among them.
    fn means(&mut self) -> Vec<Found> {
        let totals = self.targets();
        let (derived, plain): (Vec<usize>, Vec<usize>) =
            self.lines.iter().partition(|line| totals.contains(line));
        let mut tried = runs(self.lattice, &self.lines, Form::Mean, &self.probes);
        for list in [plain, derived].iter().filter(|list| list.len() < self.lines.len()) {
            tried.extend(runs(self.lattice, list, Form::Mean, &self.probes));
        }
        let mut candidates = judged(self.lattice, &tried, &mut self.near);
        keep_best(&mut candidates);
        candidates
    }

    /// Whether a line is known to be a sum where a formula would give it.
    fn is_sum(&self, other: &Found) -> bool {
        self.found.iter().any(|sum| sum.gives_some_of(other))
    }

    /// Accepts the surest of the formulas that give the same figures.
    fn best_each(&mut self, mut candidates: Vec<Found>) {
        candidates.sort_by(surer);
        let mut known: Vec<Found> = Vec::new();
        for candidate in candidates {
            if !known.iter().any(|other| other.gives_some_of(&candidate))
                && (self.accept)(&candidate.formula, &candidate.places)
            {
                known.push(candidate);
            }
        }
        self.found.append(&mut known);
    }
}

/// Sums in the order in which they are accepted.
fn simpler(a: &Found, b: &Found) -> Ordering {
    (a.weak, !a.natural, a.formula.inputs.len())
        .cmp(&(b.weak, !b.natural, b.formula.inputs.len()))
        .then(a.evidence.by_chance.total_cmp(&b.evidence.by_chance))
        .then(a.formula.cmp(&b.formula))
}

/// Other formulas in the order in which they are accepted.
fn surer(a: &Found, b: &Found) -> Ordering {
    (!a.natural)
        .cmp(&!b.natural)
        .then(a.evidence.by_chance.total_cmp(&b.evidence.by_chance))
        .then(a.misses().cmp(&b.misses()))
        .then(b.formula.form.cmp(&a.formula.form))
        .then(a.formula.cmp(&b.formula))
}

/// Of the formulas of the same lines, the one in the likeliest direction: the quotient of two counts
/// is rounded, and gives a count only within its rounding. A relation may convince in one direction
/// only, as few digits say little.
fn directed(lattice: &Lattice, mut candidates: Vec<Found>, tried: &[Tried]) -> Vec<Found> {
    let mut best: BTreeMap<Vec<usize>, (Direction, Found)> = BTreeMap::new();
    let known: BTreeMap<Vec<usize>, Found> =
        candidates.iter().map(|one| (one.formula.lines(), one.clone())).collect();
    let judged: BTreeSet<Formula> = candidates.iter().map(|one| one.formula.clone()).collect();
    let others = tried.iter().filter(|tried| !judged.contains(&tried.formula));
    candidates.extend(
        others.filter_map(|tried| turned(lattice, tried, known.get(&tried.formula.lines())?)),
    );
    for candidate in candidates {
        let direction = Direction::new(lattice, &candidate);
        let lines = candidate.formula.lines();
        match best.get(&lines) {
            Some((other, _)) if *other >= direction => {}
            _ => drop(best.insert(lines, (direction, candidate))),
        }
    }
    best.into_values().map(|(_, found)| found).collect()
}

/// How likely a formula is meant in its direction.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Direction {
    named: bool,
    /// In how many places it holds for what is printed, taken exactly.
    exactly: usize,
    /// Not for a percentage that is computed without the factor 100.
    aptly: bool,
    /// Whether it is a change: a quotient of the change is one as well. One of many times the first
    /// figure is hardly meant.
    change: bool,
    /// The most decimals of the target; none where the dividend is the exact product of the others,
    /// which is as likely to be meant.
    decimals: i8,
    /// The most digits of the target: what is computed is printed with few.
    digits: Reverse<u32>,
    first: Reverse<usize>,
}

impl Direction {
    fn new(lattice: &Lattice, found: &Found) -> Self {
        let formula = &found.formula;
        Self {
            named: found.evidence.header.is_some(),
            aptly: formula.form != Form::Quotient(Factor::One)
                || !lattice.lines[formula.target].is_percent(),
            exactly: found.places.iter().filter(|at| formula.holds_exactly(lattice, **at)).count(),
            change: matches!(formula.form, Form::Change(_)) && !is_large(lattice, found),
            decimals: match formula.is_product(lattice) {
                true => 0,
                false => lattice.lines[formula.target].decimals(),
            },
            digits: Reverse(most_digits(lattice, found)),
            first: Reverse(formula.target),
        }
    }
}

/// The most digits that the target of a relation prints.
fn most_digits(lattice: &Lattice, found: &Found) -> u32 {
    let bands =
        found.places.iter().filter_map(|at| lattice.at(found.formula.target, *at, Counts::Exact));
    let digits = bands.map(|band| band.in_units().unsigned_abs().checked_ilog10().unwrap_or(0));
    digits.max().unwrap_or(0)
}

/// Whether the changes of a line are many times what they started from: there a quotient holds, too.
fn is_large(lattice: &Lattice, found: &Found) -> bool {
    const TIMES: i128 = 20;
    let Form::Change(factor) = found.formula.form else { return false };
    let least = TIMES * factor.value() * lattice.one;
    let target = found.formula.target;
    let bands = found.places.iter().filter_map(|at| lattice.at(target, *at, Counts::Exact));
    bands.into_iter().all(|band| band.middle().abs() >= least)
}

/// Removes a formula if another of the same target is better: one with more inputs that holds in
/// more places or takes in its whole group, or one with fewer inputs that holds in as many.
fn keep_best(candidates: &mut Vec<Found>) {
    let mut by_target: BTreeMap<(Form, usize), Vec<usize>> = BTreeMap::new();
    for (at, one) in candidates.iter().enumerate() {
        by_target.entry((one.formula.form, one.formula.target)).or_default().push(at);
    }
    let good: Vec<BTreeSet<usize>> = candidates
        .iter()
        .map(|one| one.evidence.holds.iter().chain(&one.evidence.slips).copied().collect())
        .collect();
    let beaten: Vec<bool> = candidates
        .iter()
        .enumerate()
        .map(|(at, one)| {
            by_target[&(one.formula.form, one.formula.target)]
                .iter()
                .any(|other| beats((&candidates[*other], &good[*other]), (one, &good[at])))
        })
        .collect();
    let mut beaten = beaten.into_iter();
    candidates.retain(|_| !beaten.next().unwrap_or(false));
}

fn beats(
    (one, good): (&Found, &BTreeSet<usize>),
    (other, others): (&Found, &BTreeSet<usize>),
) -> bool {
    let (mine, theirs) = (&one.formula.inputs, &other.formula.inputs);
    if is_subset(theirs, mine) {
        let more =
            good.len() > others.len() && one.evidence.holds.len() >= other.evidence.holds.len();
        more || one.natural && !other.natural && good.is_superset(others)
    } else {
        is_subset(mine, theirs) && good.is_superset(others) && (one.natural || !other.natural)
    }
}

/// Whether some inputs are all among others, and fewer.
fn is_subset(small: &[usize], large: &[usize]) -> bool {
    small.len() < large.len() && small.iter().all(|part| large.binary_search(part).is_ok())
}

/// Whether a known sum of the same line in some of the same places shares a part: then the other
/// parts only print the same by chance, or repeat those of the known sum.
fn is_another_way(found: &[Found], candidate: &Found) -> bool {
    found.iter().any(|sum| {
        sum.gives_some_of(candidate)
            && sum.formula.inputs.iter().any(|part| candidate.formula.inputs.contains(part))
    })
}

/// Whether a sum does not follow from those that were found in the same places.
fn is_independent(lattice: &Lattice, found: &[Found], candidate: &Found) -> bool {
    let mut known: Vec<Vec<Rational>> = Vec::new();
    let lines = lattice.lines.len();
    for sum in found.iter().filter(|sum| candidate.places.iter().all(|place| sum.governs(*place))) {
        independent(&mut known, &sum.formula, lines);
    }
    independent(&mut known, &candidate.formula, lines)
}
