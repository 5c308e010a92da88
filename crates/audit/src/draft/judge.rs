//! What the trials of a formula say: whether it is a relation of lines, and where.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::say;

use super::evidence::{Evidence, Outcome, Trial, UNNAMED, likelier_rounded, product, times};
use super::form::{Factor, Form, Formula};
use super::lattice::{Counts, Lattice, Way};
use super::search::Tried;
use super::words::Role;

/// A stretch of places in which a formula holds has at least so many.
const LEAST_STRETCH: usize = 3;
/// Counts from this on may have been rounded.
const LARGE: u128 = 10_000;
/// With more kinds of places, more ways to choose among them say nothing.
const MOST_KINDS: usize = 20;
/// So many quotients of one base are a pattern.
const LEAST_ALIKE: usize = 3;
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
    /// Whether it gives the same line as another in some of the places of the other.
    pub(super) fn gives_some_of(&self, other: &Self) -> bool {
        self.formula.target == other.formula.target
            && other.places.iter().any(|place| self.governs(*place))
    }

    /// Whether it governs a place.
    pub(super) fn governs(&self, place: usize) -> bool {
        self.places.binary_search(&place).is_ok()
    }

    /// In how many of its places it does not hold.
    pub(super) fn misses(&self) -> usize {
        self.evidence.fails.len() + self.evidence.slips.len()
    }
}

/// Those that are relations somewhere, and those that have the pattern of others: what one of them
/// may show by chance, all of them together do not. Of these only shares of one base may have
/// exceptions. Those that nearly are relations, are added to `near`.
pub(super) fn judged(lattice: &Lattice, tried: &[Tried], near: &mut Vec<Found>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut patterns: BTreeMap<Pattern, Vec<(bool, Found)>> = BTreeMap::new();
    let shared = shared_bases(tried);
    for tried in tried {
        let (sure, relation) = match judge(lattice, tried) {
            Judgement::Relation(relation) => (true, relation),
            Judgement::Perhaps(relation) => (false, relation),
            Judgement::No => continue,
        };
        if sure {
            found.push(relation.clone());
        }
        patterns.entry(Pattern::new(tried, &shared)).or_default().push((sure, relation));
    }
    for (pattern, mut alike) in patterns {
        if !matches!(pattern, Pattern::Base(..)) {
            alike.retain(|(sure, one)| *sure || one.evidence.is_clean());
        }
        let (relations, others) = together(&pattern, alike);
        found.extend(relations);
        near.extend(others);
    }
    found
}

/// A formula of the same lines as a relation that is known, if it holds in as many places: what rules
/// out chance for one rules it out for both.
pub(super) fn turned(lattice: &Lattice, tried: &Tried, known: &Found) -> Option<Found> {
    let exact = tried.formula.trials(lattice, Counts::Exact);
    let tested = Tested { lattice, tried, exact, rounded: Vec::new(), expected: false };
    let evidence = tested.weigh(&tested.exact, 1.0);
    let holds = known.evidence.holds.iter().all(|place| evidence.holds.contains(place));
    let by_chance = known.evidence.by_chance;
    holds.then(|| tested.found(Evidence { by_chance, ..evidence }, false))
}

/// Where the inputs of a formula are, seen from its target.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Pattern {
    /// All lines of the group on one side.
    Group(Form, bool),
    /// The first so many lines from it, the second one that others share.
    Base(Form, isize, usize),
    /// So many lines from it.
    Offsets(Form, Vec<isize>),
}

/// Quotients by one line whose dividends are so many lines from their targets.
type Bases = BTreeSet<(Form, isize, usize)>;

/// The bases that several quotients share.
fn shared_bases(tried: &[Tried]) -> Bases {
    let mut count: BTreeMap<(Form, isize, usize), usize> = BTreeMap::new();
    for base in tried.iter().filter_map(|tried| based(&tried.formula)) {
        *count.entry(base).or_default() += 1;
    }
    count.into_iter().filter(|(_, count)| *count >= LEAST_ALIKE).map(|(base, _)| base).collect()
}

/// The offset of the dividend of a quotient, and its base.
fn based(formula: &Formula) -> Option<(Form, isize, usize)> {
    let [first, base] = formula.inputs[..] else { return None };
    let offset = first as isize - formula.target as isize;
    matches!(formula.form, Form::Quotient(_)).then_some((formula.form, offset, base))
}

impl Pattern {
    fn new(tried: &Tried, shared: &Bases) -> Self {
        let Formula { form, target, inputs } = &tried.formula;
        if tried.natural {
            let before = inputs.first().is_some_and(|line| line < target);
            return Self::Group(*form, before);
        }
        if let Some(base) = based(&tried.formula).filter(|base| shared.contains(base)) {
            return Self::Base(base.0, base.1, base.2);
        }
        let offsets = inputs.iter().map(|line| *line as isize - *target as isize);
        Self::Offsets(*form, offsets.collect())
    }

    /// The inputs of a formula of this pattern that others do not share.
    fn own_inputs<'f>(&self, formula: &'f Formula) -> &'f [usize] {
        match self {
            Self::Base(..) => &formula.inputs[..1],
            Self::Group(..) | Self::Offsets(..) => &formula.inputs,
        }
    }
}

/// Those of one pattern that are not relations by themselves: relations if those that are, and those
/// that hold without exception, rule out chance all together; otherwise not. A line is the target or
/// a part of one of them only.
fn together(pattern: &Pattern, alike: Vec<(bool, Found)>) -> (Vec<Found>, Vec<Found>) {
    let (mut targets, mut parts) = (BTreeSet::new(), BTreeSet::new());
    let mut separate: Vec<(bool, Found)> = Vec::new();
    for (sure, one) in alike {
        let (target, inputs) = (one.formula.target, pattern.own_inputs(&one.formula));
        if !targets.contains(&target) && !inputs.iter().any(|line| parts.contains(line)) {
            targets.insert(target);
            parts.extend(inputs.iter().copied());
            separate.push((sure, one));
        }
    }
    let telling = separate.iter().filter(|(sure, one)| *sure || one.evidence.is_clean());
    let telling: Vec<&Evidence> = telling.map(|(_, one)| &one.evidence).collect();
    let several = telling.len() > 1;
    let by_chance = Evidence::together(telling.into_iter()).filter(|_| several);
    let open = separate.into_iter().filter(|(sure, _)| !sure).map(|(_, one)| one);
    let Some(by_chance) = by_chance else { return (Vec::new(), open.collect()) };
    let open = open.map(|mut one| {
        one.evidence.by_chance = by_chance;
        one.evidence.header = Some(say!("so do others in the same position"));
        one
    });
    (open.collect(), Vec::new())
}

/// What the trials of a formula say.
enum Judgement {
    /// It holds, and not by chance.
    Relation(Found),
    /// It holds nearly everywhere, which may be chance.
    Perhaps(Found),
    No,
}

/// A formula that was tried in all places.
struct Tested<'a> {
    lattice: &'a Lattice,
    tried: &'a Tried,
    /// What its trials say for counts as exact numbers.
    exact: Vec<Trial>,
    /// The same for counts that may have been rounded.
    rounded: Vec<Trial>,
    /// Whether its name and its place say that it should hold.
    expected: bool,
}

/// Judges a formula. One that its name and its place say should hold is judged by both as well.
fn judge(lattice: &Lattice, tried: &Tried) -> Judgement {
    let formula = &tried.formula;
    let tested = Tested {
        lattice,
        tried,
        exact: formula.trials(lattice, Counts::Exact),
        rounded: formula.trials(lattice, Counts::Rounded),
        expected: false,
    };
    let judgement = tested.judge();
    if !tried.is_expected(lattice) || matches!(judgement, Judgement::Relation(_)) {
        return judgement;
    }
    let tested = tested.expected();
    match tested.judge() {
        Judgement::Relation(relation) => Judgement::Relation(Found { weak: true, ..relation }),
        _ => tested.slipped().map_or(judgement, Judgement::Relation),
    }
}

/// A relation that holds nowhere is drafted only if its one place is less likely by chance: it would
/// be a finding at once.
const LONE_SLIP: f64 = 1e-4;
/// The same for one column of several in which the relation holds.
const ONLY_SLIP: f64 = 5e-3;

/// Whether a sum that is expected holds nowhere, and this is surely a typing error in one place.
fn is_only_slip(trials: &[Trial]) -> bool {
    let [Trial { outcome, slip_by_chance, .. }] = trials else { return false };
    *outcome == Outcome::Slip && *slip_by_chance < ONLY_SLIP
}

/// Stretches of places in which a formula fails and nowhere holds: another formula governs them.
fn stretches_of(fails: &[usize], holds: &[usize]) -> Vec<Vec<usize>> {
    let stretches =
        fails.chunk_by(|one, next| !holds.iter().any(|place| (one..next).contains(&place)));
    stretches.filter(|one| one.len() >= LEAST_STRETCH).map(<[usize]>::to_vec).collect()
}

impl Tested<'_> {
    /// The same for a formula that is expected to hold.
    fn expected(self) -> Self {
        let [exact, rounded] = [self.exact, self.rounded]
            .map(|trials| trials.into_iter().map(Trial::expected).collect());
        Self { exact, rounded, expected: true, ..self }
    }

    /// Whether it is a relation.
    fn convinces(&self, evidence: &Evidence) -> bool {
        evidence.convinces() || self.expected && evidence.mostly() && evidence.is_no_chance()
    }

    /// Whether it holds everywhere, if counts were rounded, or only in places of a kind or next to
    /// each other.
    fn judge(&self) -> Judgement {
        let evidence = self.weigh(&self.exact, 1.0);
        if !evidence.is_clean()
            && let Some(rounded) = self.if_rounded(&evidence)
        {
            return Judgement::Relation(self.found(rounded, true));
        }
        if self.convinces(&evidence) {
            return Judgement::Relation(self.found(evidence, false));
        }
        if let Some(narrow) = self.in_kinds().or_else(|| self.in_stretches()) {
            return Judgement::Relation(narrow);
        }
        if evidence.nearly_everywhere() && evidence.by_chance < LEAST_LIKELY {
            return Judgement::Perhaps(self.found(evidence, false));
        }
        Judgement::No
    }

    /// An expected relation of one place, which is a typing error away.
    fn slipped(&self) -> Option<Found> {
        let evidence = self.weigh(&self.exact, 1.0);
        let lone = evidence.tried() == 1 && evidence.slips.len() == 1;
        (lone && evidence.by_chance < LONE_SLIP)
            .then(|| Found { weak: true, ..self.found(evidence, false) })
    }

    /// The evidence if counts were rounded, where it convinces and places hold only then: several of
    /// them, or so many that rounding is likelier than misprints.
    fn if_rounded(&self, exact: &Evidence) -> Option<Evidence> {
        let rounded = self.weigh(&self.rounded, 1.0);
        let gained = rounded.holds.len().saturating_sub(exact.holds.len());
        let others = rounded.tried() - rounded.holds.len();
        // A base that all counts are multiples of leaves no doubt that they were; and that they were
        // is likelier than a quotient wrong by as little.
        let is_sum = matches!(self.tried.formula.form, Form::Sum | Form::Balance(_));
        let enough = if self.lattice.base > 0 || !is_sum { 1 } else { 2 };
        let several = gained >= enough && gained * 10 >= rounded.tried() && gained >= others;
        (self.convinces(&rounded) && (several || self.is_likelier_rounded(exact, gained)))
            .then_some(rounded)
    }

    /// Whether so many sums that hold only within rounding are likelier rounded than misprinted.
    fn is_likelier_rounded(&self, exact: &Evidence, gained: usize) -> bool {
        let Formula { form, inputs, .. } = &self.tried.formula;
        *form == Form::Sum
            && likelier_rounded(inputs.len(), exact.holds.len(), gained, self.is_large())
    }

    /// Whether most of its results are so large that they may have been rounded.
    fn is_large(&self) -> bool {
        let target = self.tried.formula.target;
        let places = 0..self.lattice.places.len();
        let all: Vec<u128> = places
            .filter_map(|place| self.lattice.at(target, place, Counts::Exact))
            .map(|band| band.in_units().unsigned_abs())
            .collect();
        all.iter().filter(|size| **size >= LARGE).count() * 2 > all.len()
    }

    /// A relation in the places of those kinds in which it holds at least as often as not.
    fn found(&self, mut evidence: Evidence, rounded: bool) -> Found {
        let places = &self.lattice.places;
        let mut balance: BTreeMap<usize, isize> =
            places.iter().map(|place| (place.kind, 0)).collect();
        for place in &evidence.holds {
            *balance.entry(places[*place].kind).or_default() += 1;
        }
        let formula = &self.tried.formula;
        let counts = if rounded { Counts::Rounded } else { Counts::Exact };
        for place in evidence.slips.iter().chain(&evidence.fails) {
            if places[*place].is_statistic || !formula.may_be_error(self.lattice, *place, counts) {
                *balance.entry(places[*place].kind).or_default() -= 1;
            }
        }
        let governed: Vec<usize> =
            (0..places.len()).filter(|place| balance[&places[*place].kind] >= 0).collect();
        evidence.fails.retain(|place| governed.binary_search(place).is_ok());
        evidence.slips.retain(|place| governed.binary_search(place).is_ok());
        self.with_errors(evidence, governed, rounded)
    }

    /// A relation with those exceptions that may be errors. Where it fails and lies between its parts,
    /// the target is not their total but a mean, a median or a rate. Where it fails and no name speaks
    /// for it, another relation is likelier than an error. A place that one typing error or mistake
    /// explains stays: nothing else would find the error.
    fn with_errors(
        &self,
        mut evidence: Evidence,
        mut governed: Vec<usize>,
        rounded: bool,
    ) -> Found {
        let formula = &self.tried.formula;
        let counts = if rounded { Counts::Rounded } else { Counts::Exact };
        let unnamed = evidence.header.is_none();
        let rates: Vec<usize> = (governed.iter().copied())
            .filter(|place| formula.is_rate_of_inputs(self.lattice, *place))
            .collect();
        governed.retain(|place| !(evidence.slips.contains(place) && rates.contains(place)));
        evidence.slips.retain(|place| !rates.contains(place));
        let (others, fails): (Vec<usize>, Vec<usize>) =
            (evidence.fails.iter()).partition(|place| {
                rates.contains(place)
                    || (unnamed || formula.lies_between_inputs(self.lattice, **place))
                        && !formula.may_be_error(self.lattice, **place, counts)
                        && !formula.holds_but_for_sign(self.lattice, **place, counts)
            });
        let apart: Vec<usize> =
            stretches_of(&fails, &evidence.holds).into_iter().flatten().collect();
        evidence.fails = fails.into_iter().filter(|place| !apart.contains(place)).collect();
        governed.retain(|place| !others.contains(place) && !apart.contains(place));
        self.relation(evidence, governed, rounded)
    }

    /// Where it convinces in the places of some kinds, each by itself or all of those together in
    /// which it has no exception.
    fn in_kinds(&self) -> Option<Found> {
        let mut kinds: BTreeMap<usize, Vec<Trial>> = BTreeMap::new();
        for trial in &self.exact {
            kinds.entry(self.lattice.places[trial.row].kind).or_default().push(*trial);
        }
        if kinds.len() < 2 {
            return None;
        }
        let ways = times(kinds.len());
        let (clean, others): (Vec<Vec<Trial>>, Vec<Vec<Trial>>) =
            kinds.into_values().partition(|own| own.iter().all(Trial::holds));
        let chosen = product(&[ways, times(1 << clean.len().min(MOST_KINDS))]);
        let together = clean.concat();
        let (mut convincing, clean) = match self.weigh(&together, chosen).convinces() {
            true => (together, Vec::new()),
            false => (Vec::new(), clean),
        };
        let has_kinds = !convincing.is_empty();
        let each = clean.into_iter().chain(others).filter(|own| {
            self.weigh(own, ways).convinces()
                || has_kinds && self.tried.is_expected(self.lattice) && is_only_slip(own)
        });
        convincing.extend(each.flatten());
        self.narrowed(convincing, ways)
    }

    /// Where it convinces in a stretch of places without exception.
    fn in_stretches(&self) -> Option<Found> {
        let stretches = self.exact.split(|trial| trial.outcome == Outcome::Fails);
        let ways = product(&[times(self.exact.len()), times(self.exact.len())]);
        let convincing = stretches.filter(|stretch| {
            let holds = stretch.iter().filter(|trial| trial.outcome == Outcome::Holds).count();
            holds >= LEAST_STRETCH && self.weigh(stretch, ways).convinces()
        });
        self.narrowed(convincing.flatten().copied().collect(), ways)
    }

    /// A relation in the places of some trials only, if there are any.
    fn narrowed(&self, mut trials: Vec<Trial>, ways: f64) -> Option<Found> {
        trials.sort_by_key(|trial| trial.row);
        let places: Vec<usize> = trials.iter().map(|trial| trial.row).collect();
        (!trials.is_empty()).then(|| self.with_errors(self.weigh(&trials, ways), places, false))
    }

    fn relation(&self, evidence: Evidence, places: Vec<usize>, rounded: bool) -> Found {
        let Tried { formula, natural, .. } = self.tried;
        Found {
            formula: formula.clone(),
            evidence,
            places,
            rounded,
            natural: *natural,
            weak: false,
        }
    }

    /// The word by which one of the two parts of a sum is called the difference of the sum and the
    /// other.
    fn difference(&self) -> Option<&'static str> {
        let [first, second] = self.tried.formula.inputs[..] else { return None };
        [first, second].into_iter().find_map(|line| self.lattice.lines[line].difference)
    }

    /// The word by which the result of a balance is what there is afterwards, if its first part is
    /// what there was before.
    fn closing(&self) -> Option<&'static str> {
        let Formula { target, inputs, .. } = &self.tried.formula;
        let opening = &self.lattice.lines[*inputs.first()?].label;
        Role::Opening.word_in(opening)?;
        Role::Closing.word_in(&self.lattice.lines[*target].label)
    }

    /// The evidence of some trials, which were chosen among so many `ways`.
    fn weigh(&self, trials: &[Trial], ways: f64) -> Evidence {
        let formula = &self.tried.formula;
        let target = &self.lattice.lines[formula.target];
        let word = match formula.form {
            Form::Sum => target.total.or_else(|| self.difference()),
            Form::Balance(_) => {
                target.total.or_else(|| self.difference()).or_else(|| self.closing())
            }
            Form::Mean => target.mean,
            Form::Quotient(Factor::Per(_)) => Some("per"),
            Form::Quotient(_) => target.share.or(target.mean).or(target.quotient),
            Form::Change(_) => target.change,
        };
        let unnamed = word.is_none() && !matches!(formula.form, Form::Sum | Form::Balance(_));
        let unlikely = if unnamed { UNNAMED } else { 1.0 };
        let searched = product(&[self.tried.searched, ways, unlikely]);
        let evidence = Evidence::from_trials(trials, searched);
        match (word, self.lattice.way) {
            (Some(word), Way::Down) => evidence.with_header(say!("the row is called `{}`", word)),
            (Some(word), Way::Across) => evidence.with_header(say!("the header says `{}`", word)),
            (None, _) => evidence,
        }
    }
}
