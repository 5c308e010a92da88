//! What the trials of a formula say: whether it is a relation of lines, and where.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::say;

use super::evidence::{Evidence, Outcome, Trial, product, times};
use super::form::{Form, Formula};
use super::lattice::{Lattice, Way};
use super::search::Tried;
use super::words::Role;

/// A stretch of places in which a formula holds has at least so many.
const LEAST_STRETCH: usize = 3;
/// A formula that is expected more often than this by chance adds nothing to others of its pattern.
const LEAST_LIKELY: f64 = 0.5;

/// A formula that is a relation of lines in some places.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) formula: Formula,
    pub(super) evidence: Evidence,
    /// The places that it governs.
    pub(super) places: Vec<usize>,
    /// Whether it only holds if counts were rounded.
    pub(super) rounded: bool,
    /// Whether its inputs are all lines between the target and the end of their group.
    pub(super) natural: bool,
    /// Whether it convinces only because its name and its place say that it should hold.
    pub(super) weak: bool,
}

impl Found {
    /// Whether it gives the same line as another in some of its places.
    pub(super) fn gives_some_of(&self, other: &Self) -> bool {
        self.formula.target == other.formula.target
            && other.places.iter().any(|place| self.governs(*place))
    }

    /// Whether it governs a place.
    pub(super) fn governs(&self, place: usize) -> bool {
        self.places.binary_search(&place).is_ok()
    }
}

/// Those that are relations somewhere, and those that have the pattern of others: what one of them
/// may show by chance, all of them together do not. Those that nearly are, are added to `near`.
pub(super) fn judged(lattice: &Lattice, tried: &[Tried], near: &mut Vec<Found>) -> Vec<Found> {
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
        let (relations, others) = together(alike);
        found.extend(relations);
        near.extend(others);
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

/// Those of one pattern that hold without exception and are not relations by themselves: relations
/// if all of them together rule out chance, otherwise not. Lines of one may not be those of another.
fn together(alike: Vec<(bool, Found)>) -> (Vec<Found>, Vec<Found>) {
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
    let open = apart.into_iter().filter(|(sure, _)| !sure).map(|(_, one)| one);
    if all.len() < 2 || !Evidence::rules_out(by_chance) {
        return (Vec::new(), open.collect());
    }
    let open = open.map(|mut one| {
        one.evidence.by_chance = by_chance;
        one.evidence.header = Some(say!("so do others in the same position"));
        one
    });
    (open.collect(), Vec::new())
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
    evidence.fails.retain(|place| governed.contains(&kind(place)));
    evidence.slips.retain(|place| governed.contains(&kind(place)));
    // What fails and lies between its parts is no total of them: a mean, a median, a rate.
    let (means, fails): (Vec<usize>, Vec<usize>) = evidence
        .fails
        .iter()
        .partition(|place| tried.formula.lies_between_inputs(lattice, **place));
    evidence.fails = fails;
    let places: Vec<usize> = (0..lattice.places.len())
        .filter(|place| governed.contains(&kind(place)) && !means.contains(place))
        .collect();
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
    let ways = product(&[times(trials.len()), times(trials.len())]);
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
    let evidence = Evidence::from_trials(trials, product(&[tried.searched, ways]));
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
        Some(word) if lattice.way == Way::Down => {
            evidence.with_header(say!("the row is called `{}`", word))
        }
        Some(word) => evidence.with_header(say!("the header says `{}`", word)),
        None => evidence,
    }
}
