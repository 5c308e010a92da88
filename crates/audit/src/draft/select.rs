//! Which of the formulas that were tried are relations: what their trials say, where they hold, and
//! which of several say the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{Rational, say};

use super::evidence::{Evidence, Outcome, Trial, times};
use super::form::{Form, Formula};
use super::lattice::Lattice;
use super::search::{Tried, pairs, probes, runs, sets};
use super::sums::independent;
use super::words::Role;

/// A stretch of places in which a formula holds has at least so many.
const LEAST_STRETCH: usize = 3;
/// A formula that is expected more often than this by chance adds nothing to others of its pattern.
const LEAST_LIKELY: f64 = 0.5;
/// Levels of totals of totals.
const LEVELS: usize = 6;

/// A formula that is a relation of lines in some places.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) formula: Formula,
    pub(super) evidence: Evidence,
    /// The places that it governs.
    pub(super) places: Vec<usize>,
    /// Whether it only holds if counts were rounded.
    pub(super) rounded: bool,
    natural: bool,
    /// Whether it convinces only because its name and its place say that it should hold.
    weak: bool,
}

impl Found {
    fn governs(&self, place: usize) -> bool {
        self.places.binary_search(&place).is_ok()
    }
}

/// The relations of the lines of a table, the surest first within a kind; `is_circular` tells
/// whether one would derive a figure from itself, given those accepted before.
pub(super) fn relations(
    lattice: &Lattice,
    accept: &mut dyn FnMut(&Formula, &[usize]) -> bool,
) -> Vec<Found> {
    let probes = probes(lattice);
    let all: Vec<usize> = (0..lattice.lines.len()).collect();
    if all.len() < 3 || probes.is_empty() {
        return Vec::new();
    }
    let derived = pairs(lattice, &all, &probes);
    let (additions, quotients): (Vec<Tried>, Vec<Tried>) =
        derived.into_iter().partition(|tried| tried.formula.form == Form::Sum);
    let mut found = sums(lattice, &all, additions, &probes, accept);
    let mut others = means(lattice, &all, &found, &probes);
    others.extend(directed(lattice, judged(lattice, &quotients)));
    others.retain(|other| !is_sum(&found, other));
    found.extend(best_each(others, accept));
    found
}

/// Sums, then sums of what is left when parts are taken for done with.
fn sums(
    lattice: &Lattice,
    all: &[usize],
    pairs: Vec<Tried>,
    probes: &[usize],
    accept: &mut dyn FnMut(&Formula, &[usize]) -> bool,
) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut open = all.to_vec();
    let mut pending = pairs;
    let copies: BTreeSet<usize> =
        all.iter().copied().filter(|line| lattice.is_copy(*line)).collect();
    for _ in 0..LEVELS {
        let mut tried = std::mem::take(&mut pending);
        tried.extend(runs(lattice, &open, Form::Sum, probes));
        let totals: Vec<usize> = all
            .iter()
            .copied()
            .filter(|line| {
                lattice.totals[*line].is_some()
                    || found.iter().any(|sum| sum.formula.target == *line)
            })
            .collect();
        if totals.len() < open.len() {
            tried.extend(runs(lattice, &totals, Form::Sum, probes));
        }
        tried.extend(sets(lattice, &open, probes));
        tried.retain(|tried| !copies.contains(&tried.formula.target) || tried.formula.is_beside());
        let mut candidates = judged(lattice, &tried);
        keep_best(&mut candidates);
        candidates.sort_by(|a, b| {
            let size = |one: &Found| (one.weak, !one.natural, one.formula.inputs.len());
            size(a)
                .cmp(&size(b))
                .then(a.evidence.by_chance.total_cmp(&b.evidence.by_chance))
                .then(a.formula.cmp(&b.formula))
        });
        let before = found.len();
        for candidate in candidates {
            let new = !is_another_way(&found, &candidate)
                && (candidate.natural || follows_not(lattice, &found, &candidate));
            let known = candidate.weak
                && found.iter().any(|sum| sum.formula.target == candidate.formula.target);
            if new && !known && accept(&candidate.formula, &candidate.places) {
                found.push(candidate);
            }
        }
        let parts: BTreeSet<usize> =
            found[before..].iter().flat_map(|sum| sum.formula.inputs.iter().copied()).collect();
        if parts.is_empty() {
            break;
        }
        open.retain(|line| !parts.contains(line));
    }
    found
}

/// Means of neighbours, without the totals among them.
fn means(lattice: &Lattice, all: &[usize], sums: &[Found], probes: &[usize]) -> Vec<Found> {
    let totals: BTreeSet<usize> = sums.iter().map(|sum| sum.formula.target).collect();
    let (derived, plain): (Vec<usize>, Vec<usize>) =
        all.iter().partition(|line| totals.contains(line));
    let mut tried = runs(lattice, all, Form::Mean, probes);
    for list in [plain, derived].iter().filter(|list| list.len() < all.len()) {
        tried.extend(runs(lattice, list, Form::Mean, probes));
    }
    let mut candidates = judged(lattice, &tried);
    keep_best(&mut candidates);
    candidates
}

/// Whether a line is known to be a sum where a formula would give it.
fn is_sum(found: &[Found], other: &Found) -> bool {
    found.iter().any(|sum| {
        sum.formula.target == other.formula.target
            && other.places.iter().any(|place| sum.governs(*place))
    })
}

/// Of the formulas of the same lines, the one in the likeliest direction: the quotient of two counts
/// is rounded, and gives a count only within its rounding.
fn directed(lattice: &Lattice, candidates: Vec<Found>) -> Vec<Found> {
    let mut best: BTreeMap<Vec<usize>, (Direction, Found)> = BTreeMap::new();
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
    /// Whether it is a change: a quotient of the change is one as well.
    change: bool,
    decimals: i8,
    first: Reverse<usize>,
}

impl Direction {
    fn new(lattice: &Lattice, found: &Found) -> Self {
        let formula = &found.formula;
        Self {
            named: found.evidence.header.is_some(),
            exactly: found.places.iter().filter(|at| formula.holds_exactly(lattice, **at)).count(),
            change: matches!(formula.form, Form::Change(_)),
            decimals: lattice.decimals(formula.target),
            first: Reverse(formula.target),
        }
    }
}

/// The surest of the formulas that give the same figures.
fn best_each(
    mut candidates: Vec<Found>,
    accept: &mut dyn FnMut(&Formula, &[usize]) -> bool,
) -> Vec<Found> {
    candidates.sort_by(|a, b| {
        let misses = |one: &Found| one.evidence.fails.len() + one.evidence.slips.len();
        let natural = |one: &Found| !one.natural;
        natural(a)
            .cmp(&natural(b))
            .then(a.evidence.by_chance.total_cmp(&b.evidence.by_chance))
            .then(misses(a).cmp(&misses(b)))
            .then(b.formula.form.cmp(&a.formula.form))
            .then(a.formula.cmp(&b.formula))
    });
    let mut found: Vec<Found> = Vec::new();
    for candidate in candidates {
        let known = found.iter().any(|other| {
            other.formula.target == candidate.formula.target
                && candidate.places.iter().any(|place| other.governs(*place))
        });
        if !known && accept(&candidate.formula, &candidate.places) {
            found.push(candidate);
        }
    }
    found
}

/// Those that are relations somewhere, and those that have the pattern of others: what one of them
/// may show by chance, all of them together do not.
fn judged(lattice: &Lattice, tried: &[Tried]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut patterns: BTreeMap<Pattern, Vec<(bool, Found)>> = BTreeMap::new();
    for tried in tried {
        let judgement = judge(lattice, tried);
        let clean = match &judgement {
            Judgement::Relation(relation) => Some((true, relation.clone())),
            Judgement::Perhaps(relation) => Some((false, relation.clone())),
            Judgement::No => None,
        };
        if let Some(clean) = clean {
            patterns.entry(Pattern::new(tried)).or_default().push(clean);
        }
        if let Judgement::Relation(relation) = judgement {
            found.push(relation);
        }
    }
    for alike in patterns.into_values() {
        found.extend(together(alike));
    }
    found
}

/// Where the inputs of a formula are, seen from its target.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Pattern {
    /// All lines of the group on one side.
    Group(Form, bool),
    /// So many lines from it.
    Offsets(Form, Vec<isize>),
}

impl Pattern {
    fn new(tried: &Tried) -> Self {
        let formula = &tried.formula;
        let offset = |line: &usize| *line as isize - formula.target as isize;
        if tried.natural {
            let before = formula.inputs.first().is_some_and(|line| *line < formula.target);
            return Self::Group(formula.form, before);
        }
        Self::Offsets(formula.form, formula.inputs.iter().map(offset).collect())
    }
}

/// Those of one pattern that hold without exception and are no relations by themselves, if all of
/// them together rule out chance. Lines of one may not be those of another.
fn together(alike: Vec<(bool, Found)>) -> Vec<Found> {
    let mut lines: BTreeSet<usize> = BTreeSet::new();
    let mut apart: Vec<(bool, Found)> = Vec::new();
    for (sure, one) in alike {
        let own = one.formula.lines();
        if !own.iter().any(|line| lines.contains(line)) {
            lines.extend(own);
            apart.push((sure, one));
        }
    }
    let all: Vec<Evidence> = apart.iter().map(|(_, one)| one.evidence.clone()).collect();
    let by_chance = Evidence::together(&all);
    if all.len() < 2 || !Evidence::rules_out(by_chance) {
        return Vec::new();
    }
    let open = apart.into_iter().filter(|(sure, _)| !sure).map(|(_, mut one)| {
        one.evidence.by_chance = by_chance;
        one.evidence.header = Some(say!("so do others in the same position"));
        one
    });
    open.collect()
}

/// What is said of a formula.
enum Judgement {
    Relation(Found),
    /// It holds without exception, which may be chance.
    Perhaps(Found),
    No,
}

/// What the trials of a formula say: that it holds everywhere, if counts were rounded, or only in
/// places of a kind or next to each other.
fn judge(lattice: &Lattice, tried: &Tried) -> Judgement {
    let expected = tried.natural
        && tried.formula.form == Form::Sum
        && lattice.totals[tried.formula.target].is_some();
    match judge_if(lattice, tried, false) {
        Judgement::Relation(relation) => Judgement::Relation(relation),
        other if expected => match judge_if(lattice, tried, true) {
            Judgement::Relation(relation) => Judgement::Relation(Found { weak: true, ..relation }),
            _ => other,
        },
        other => other,
    }
}

/// The same for one that is `expected` to hold, or not.
fn judge_if(lattice: &Lattice, tried: &Tried, expected: bool) -> Judgement {
    let all: Vec<usize> = (0..lattice.places.len()).collect();
    let exact = tried.formula.trials(lattice, &all, false, expected);
    let evidence = weigh(lattice, tried, &exact, 1.0);
    let clean = evidence.holds.len() * 10 >= evidence.tried() * 9;
    if !evidence.convinces() || !clean {
        let loose = tried.formula.trials(lattice, &all, true, expected);
        let rounded = weigh(lattice, tried, &loose, 1.0);
        let gained = rounded.holds.len() - evidence.holds.len().min(rounded.holds.len());
        if rounded.convinces() && gained >= 2 && gained * 10 >= rounded.tried() {
            return Judgement::Relation(found(lattice, tried, rounded, true));
        }
    }
    if evidence.convinces() {
        return Judgement::Relation(found(lattice, tried, evidence, false));
    }
    let narrow = in_kinds(lattice, tried, &exact).or_else(|| in_stretches(lattice, tried, &exact));
    if let Some(narrow) = narrow {
        return Judgement::Relation(narrow);
    }
    let clean = evidence.fails.is_empty() && evidence.slips.is_empty();
    if clean && !evidence.holds.is_empty() && evidence.by_chance < LEAST_LIKELY {
        return Judgement::Perhaps(found(lattice, tried, evidence, false));
    }
    Judgement::No
}

/// A formula that convinces, in the places of those kinds in which it holds more often than not.
fn found(lattice: &Lattice, tried: &Tried, mut evidence: Evidence, rounded: bool) -> Found {
    let kind = |place: &usize| lattice.place_kinds[*place];
    let share = |of: usize| {
        let among = |rows: &[usize]| rows.iter().filter(|place| kind(place) == of).count();
        (among(&evidence.holds), among(&evidence.slips) + among(&evidence.fails))
    };
    let kinds: BTreeSet<usize> = lattice.place_kinds.iter().copied().collect();
    let governed: BTreeSet<usize> = kinds
        .into_iter()
        .filter(|of| {
            let (holds, others) = share(*of);
            holds >= others
        })
        .collect();
    let places: Vec<usize> =
        (0..lattice.places.len()).filter(|place| governed.contains(&kind(place))).collect();
    evidence.fails.retain(|place| governed.contains(&kind(place)));
    evidence.slips.retain(|place| governed.contains(&kind(place)));
    Found {
        formula: tried.formula.clone(),
        evidence,
        places,
        rounded,
        natural: tried.natural,
        weak: false,
    }
}

/// Where it convinces in the places of some kinds.
fn in_kinds(lattice: &Lattice, tried: &Tried, trials: &[Trial]) -> Option<Found> {
    let kinds: BTreeSet<usize> =
        trials.iter().map(|trial| lattice.place_kinds[trial.row]).collect();
    if kinds.len() < 2 {
        return None;
    }
    let mut convincing: Vec<Trial> = Vec::new();
    for kind in &kinds {
        let own: Vec<Trial> = trials
            .iter()
            .filter(|trial| lattice.place_kinds[trial.row] == *kind)
            .copied()
            .collect();
        if weigh(lattice, tried, &own, times(kinds.len())).convinces() {
            convincing.extend(own);
        }
    }
    narrowed(lattice, tried, convincing, times(kinds.len()))
}

/// Where it convinces in a stretch of places without exception.
fn in_stretches(lattice: &Lattice, tried: &Tried, trials: &[Trial]) -> Option<Found> {
    let stretches = trials.split(|trial| trial.outcome == Outcome::Fails);
    let ways = times(trials.len()) * times(trials.len());
    let convincing = stretches.filter(|stretch| {
        let holds = stretch.iter().filter(|trial| trial.outcome == Outcome::Holds).count();
        holds >= LEAST_STRETCH && weigh(lattice, tried, stretch, ways).convinces()
    });
    narrowed(lattice, tried, convincing.flatten().copied().collect(), ways)
}

fn narrowed(lattice: &Lattice, tried: &Tried, mut trials: Vec<Trial>, ways: f64) -> Option<Found> {
    trials.sort_by_key(|trial| trial.row);
    let evidence = weigh(lattice, tried, &trials, ways);
    (!trials.is_empty()).then(|| Found {
        formula: tried.formula.clone(),
        evidence,
        places: trials.iter().map(|trial| trial.row).collect(),
        rounded: false,
        natural: tried.natural,
        weak: false,
    })
}

fn weigh(lattice: &Lattice, tried: &Tried, trials: &[Trial], ways: f64) -> Evidence {
    let evidence = Evidence::from_trials(trials, super::evidence::product(&[tried.searched, ways]));
    let target = tried.formula.target;
    let word = match tried.formula.form {
        Form::Sum => lattice.totals[target],
        Form::Mean => Role::Mean.word_in(&lattice.labels[target]),
        Form::Quotient(_) => Role::Share
            .word_in(&lattice.labels[target])
            .or_else(|| Role::Mean.word_in(&lattice.labels[target])),
        Form::Change(_) => Role::Change.word_in(&lattice.labels[target]),
    };
    match word {
        Some(word) => evidence.with_header(say!("the header says `{}`", word)),
        None => evidence,
    }
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

/// Whether a known sum of the same line has some of the same parts: then the others only print the
/// same by chance, or are the same.
fn is_another_way(found: &[Found], candidate: &Found) -> bool {
    found.iter().any(|sum| {
        sum.formula.target == candidate.formula.target
            && sum.formula.inputs.iter().any(|part| candidate.formula.inputs.contains(part))
            && candidate.places.iter().any(|place| sum.governs(*place))
    })
}

/// Whether a sum does not follow from those that were found in the same places.
fn follows_not(lattice: &Lattice, found: &[Found], candidate: &Found) -> bool {
    let mut known: Vec<Vec<Rational>> = Vec::new();
    let lines = lattice.lines.len();
    for sum in found.iter().filter(|sum| candidate.places.iter().all(|place| sum.governs(*place))) {
        independent(&mut known, sum.formula.target, &sum.formula.inputs, lines);
    }
    independent(&mut known, candidate.formula.target, &candidate.formula.inputs, lines)
}
