//! The search for relations between lines: what is tried, and how many relations of a kind that is.

use std::collections::BTreeSet;

use super::bands::Band;
use super::evidence::{choose, is_promising, product, times};
use super::form::{Factor, Form, Formula, Less, tolerated};
use super::lattice::{Counts, Lattice};

/// Places in which a relation is tried first.
const PROBES: usize = 16;
/// The factor on the chance of a mean that neither its name nor its place speaks for.
const UNNAMED_MEAN: f64 = 1e3;
/// How many others are as likely as a quotient or change that is called by the names of both inputs.
const NAMED_BY_BOTH: f64 = 0.1;
/// Lines of a gap between a total or mean and what it is computed from.
const WIDEST_GAP: usize = 2;
/// The most runs on one side of a line that are weighed: those that are likeliest to be meant.
const MOST_RUNS: usize = 24;
/// The most lines of a run.
const LONGEST_RUN: usize = 1_000;
/// With more lines, sums of two and quotients are tried among neighbours only.
const ALL_PAIRS: usize = 400;
/// How near the lines of a relation are among so many others.
const NEAR: usize = 12;
/// With up to this many lines every set of them is tried as the parts of a sum.
const ALL_SETS: usize = 12;
/// The lines of a balance: the first, those that are added or subtracted, and the last.
const LEAST_BALANCE: usize = 4;
const MOST_BALANCE: usize = 7;
/// If more lines than this, and more than one in `RARELY`, print the wanted figure, none is tried.
const MOST_HITS: usize = 8;
const RARELY: usize = 16;

/// A formula that holds here and there, and how many formulas like it were tried.
#[derive(Clone, Debug)]
pub(super) struct Tried {
    pub(super) formula: Formula,
    pub(super) searched: f64,
    /// Whether the inputs are all lines between the target and the end of their group.
    pub(super) natural: bool,
}

impl Tried {
    /// Whether its name and its place say that it should hold.
    pub(super) fn is_expected(&self, lattice: &Lattice) -> bool {
        let Formula { form, target, .. } = self.formula;
        self.natural && form == Form::Sum && lattice.lines[target].total.is_some()
    }
}

/// The places in which formulas are tried first: those in which most lines print something.
pub(super) fn probes(lattice: &Lattice) -> Vec<usize> {
    let mut filled: Vec<(usize, usize)> = (0..lattice.places.len())
        .map(|place| (lattice.places[place].figures.len(), place))
        .filter(|(filled, _)| *filled > 1)
        .collect();
    filled.sort_by_key(|(filled, place)| (std::cmp::Reverse(*filled), *place));
    let enough = filled.first().map_or(0, |(most, _)| most / 2);
    filled.retain(|(filled, _)| *filled >= enough);
    let step = filled.len().div_ceil(PROBES).max(1);
    filled.into_iter().map(|(_, place)| place).step_by(step).collect()
}

/// Whether it holds in a third of the probes in which it can be tried.
fn holds_in_probes(formula: &Formula, lattice: &Lattice, probes: &[usize]) -> bool {
    let (mut tried, mut holds) = (0, 0);
    for (at, place) in probes.iter().enumerate() {
        if let Some(held) = formula.holds(lattice, *place, Counts::Rounded) {
            tried += 1;
            holds += usize::from(held);
        }
        if at >= 4 && holds == 0 && tried >= 4 {
            return false;
        }
    }
    is_promising(holds, tried)
}

/// Lines of one group that open with one figure and lead to the last by adding and subtracting those
/// between.
pub(super) fn balances(lattice: &Lattice, of: &[usize], probes: &[usize]) -> Vec<Tried> {
    let mut found = Vec::new();
    for list in lattice.lists(of).into_iter().filter(|list| list.len() <= ALL_PAIRS) {
        for run in (LEAST_BALANCE..=MOST_BALANCE).flat_map(|length| list.windows(length)) {
            let (inputs, target) = (&run[..run.len() - 1], run[run.len() - 1]);
            let apart = run[1..].iter().any(|line| lattice.lines[*line].starts_group);
            let percents = lattice.lines[target].is_percent();
            if apart || percents || !inputs.iter().all(|line| lattice.adds(target, *line)) {
                continue;
            }
            let signs = 1_u8 << (inputs.len() - 1);
            let formulas = (1..signs).map(|less| Formula {
                form: Form::Balance(Less(less << 1)),
                target,
                inputs: inputs.to_vec(),
            });
            let holding = formulas.filter(|formula| holds_in_probes(formula, lattice, probes));
            let lengths = MOST_BALANCE + 1 - LEAST_BALANCE;
            let searched = product(&[times(list.len()), times(usize::from(signs)), times(lengths)]);
            found.extend(holding.map(|formula| Tried { formula, searched, natural: false }));
        }
    }
    found
}

/// Runs of neighbours whose sum, or whose mean, may be the line beside them.
pub(super) fn runs(lattice: &Lattice, of: &[usize], form: Form, probes: &[usize]) -> Vec<Tried> {
    let mut found = Vec::new();
    for list in lattice.lists(of) {
        let totals = count_totals(lattice, &list);
        let grows = form == Form::Sum && !has_negative(lattice, &list, probes);
        for at in 0..list.len() {
            let before: Vec<usize> = list[..at].iter().rev().copied().collect();
            for (beside, backward) in [(before.as_slice(), true), (&list[at + 1..], false)] {
                let mut own = Vec::new();
                for gap in 0..=WIDEST_GAP.min(beside.len()) {
                    let lines = list.len();
                    let target = list[at];
                    Run { lattice, form, target, beside, gap, backward, lines, totals, grows }
                        .search(probes, &mut own);
                }
                own.sort_by(|a, b| a.searched.total_cmp(&b.searched));
                found.extend(own.into_iter().take(MOST_RUNS));
            }
        }
    }
    found
}

/// Whether lines have a negative figure in a probe.
fn has_negative(lattice: &Lattice, list: &[usize], probes: &[usize]) -> bool {
    let mut figures = list
        .iter()
        .flat_map(|line| probes.iter().filter_map(|at| lattice.at(*line, *at, Counts::Rounded)));
    figures.any(|band| band.low < 0)
}

/// The sums of lines that are one level below another, between it and the next that is not deeper.
pub(super) fn families(lattice: &Lattice, probes: &[usize]) -> Vec<Tried> {
    let levels: Vec<usize> = lattice.lines.iter().map(|line| line.level).collect();
    let mut found = Vec::new();
    for (target, level) in levels.iter().enumerate() {
        let below = levels[target + 1..].iter().take_while(|other| *other > level).count();
        let below = target + 1..target + 1 + below;
        let Some(nearest) = levels[below.clone()].iter().min() else { continue };
        let inputs: Vec<usize> = below.filter(|line| levels[*line] == *nearest).collect();
        if inputs.len() > 1 {
            found.push(Formula { form: Form::Sum, target, inputs });
        }
    }
    let searched = times(found.len());
    let tried = found.into_iter().filter(|formula| holds_in_probes(formula, lattice, probes));
    tried.map(|formula| Tried { formula, searched, natural: true }).collect()
}

/// Runs on one side of a target, nearest line first.
struct Run<'a> {
    lattice: &'a Lattice,
    form: Form,
    target: usize,
    beside: &'a [usize],
    gap: usize,
    /// Whether they come before the target.
    backward: bool,
    /// How many lines are tried as targets, and how many of them are called totals.
    lines: usize,
    totals: usize,
    /// Whether a longer run gives no less in any probe: a sum without negative figures.
    grows: bool,
}

/// What has been added in one place.
#[derive(Clone, Copy, Default)]
struct Added {
    low: i128,
    high: i128,
    present: i128,
}

impl Added {
    /// The sum with another figure, if one is reported.
    fn plus(self, band: Option<Band>) -> Self {
        band.map_or(self, |band| Self {
            low: self.low + band.low,
            high: self.high + band.high,
            present: self.present + 1,
        })
    }

    /// Whether it may be printed as a figure, after a division: a quick test that never misses.
    fn may_print(self, band: Band, divisor: i128) -> bool {
        self.high >= (band.low - band.unit).saturating_mul(divisor)
            && self.low <= (band.high + band.unit).saturating_mul(divisor)
    }
}

impl Run<'_> {
    /// Every run from the gap on that holds in a third of the probes.
    fn search(&self, probes: &[usize], found: &mut Vec<Tried>) {
        let bands: Vec<Option<Band>> = probes
            .iter()
            .map(|place| self.lattice.at(self.target, *place, Counts::Rounded))
            .collect();
        let mut added = vec![Added::default(); probes.len()];
        let is_sum = self.form == Form::Sum;
        for (length, line) in self.beside[self.gap..].iter().take(LONGEST_RUN).enumerate() {
            if !self.lattice.adds(self.target, *line) {
                return;
            }
            for (added, place) in added.iter_mut().zip(probes) {
                *added = added.plus(self.lattice.at(*line, *place, Counts::Rounded));
            }
            let natural = self.gap == 0 && self.ends(length);
            let is_expected = natural && probes.len() == 1 && self.is_named() && is_sum;
            if length > 0 && (is_expected || self.holds_in_probes(&bands, &added)) {
                let mut inputs = self.beside[self.gap..=self.gap + length].to_vec();
                inputs.sort_unstable();
                let formula = Formula { form: self.form, target: self.target, inputs };
                let searched = self.searched(length, natural);
                found.push(Tried { formula, searched, natural });
            }
            let awaits_end = probes.len() == 1 && self.is_named();
            if self.grows && !awaits_end && self.is_exceeded(&bands, &added) {
                return;
            }
        }
    }

    /// Whether what was added up is too much in so many probes that no longer run can hold.
    fn is_exceeded(&self, bands: &[Option<Band>], added: &[Added]) -> bool {
        let (mut tried, mut possible) = (0, 0);
        for (band, added) in bands.iter().zip(added) {
            let Some(band) = band.filter(|_| added.present > 0) else {
                possible += usize::from(band.is_some());
                continue;
            };
            tried += usize::from(band.middle() != 0);
            possible += usize::from(added.low <= band.high + band.unit);
        }
        !is_promising(possible, tried)
    }

    /// Whether the target is called what it would be.
    fn is_named(&self) -> bool {
        let target = &self.lattice.lines[self.target];
        match self.form {
            Form::Mean => target.mean.is_some(),
            _ => target.total.is_some(),
        }
    }

    /// How many runs are as likely to be meant.
    fn searched(&self, length: usize, natural: bool) -> f64 {
        let named = self.is_named();
        let targets = times(if named { self.totals.max(1) } else { self.lines });
        if natural && named && self.form == Form::Sum {
            return 1.0;
        }
        let ways = if natural { 4.0 } else { times((length + 1) * (self.gap + 1) * 2) };
        // Neighbours are similar, and so is their mean.
        let unlikely =
            if self.form == Form::Mean && !natural && !named { UNNAMED_MEAN } else { 1.0 };
        product(&[targets, ways, unlikely])
    }

    /// Whether what was added up holds in a third of the probes.
    fn holds_in_probes(&self, bands: &[Option<Band>], added: &[Added]) -> bool {
        let (mut tried, mut holds) = (0, 0);
        for (band, added) in bands.iter().zip(added) {
            let Some(band) = band.filter(|_| added.present > 0) else { continue };
            tried += usize::from(band.middle() != 0);
            let divisor = if self.form == Form::Mean { added.present } else { 1 };
            if !added.may_print(band, divisor) {
                continue;
            }
            let (low, high) = tolerated(added.low, added.high, added.present, band.width());
            let telling = (high - low) / divisor < band.middle().abs();
            let held =
                telling && band.prints_quotient((low, divisor), (high, divisor)) == Some(true);
            holds += usize::from(held);
        }
        is_promising(holds, tried)
    }

    /// Whether a run of this length ends where its group ends, or before another total.
    fn ends(&self, length: usize) -> bool {
        let Some(next) = self.beside.get(self.gap + length + 1) else { return true };
        let edge = if self.backward { self.beside[self.gap + length] } else { *next };
        self.lattice.lines[edge].starts_group || self.lattice.lines[*next].total.is_some()
    }
}

/// Sets of lines whose sum may be another: all of them among few lines. The bits of a set say which
/// lines it has.
pub(super) fn sets(lattice: &Lattice, of: &[usize], probes: &[usize]) -> Vec<Tried> {
    let count = of.len();
    if count > ALL_SETS {
        return Vec::new();
    }
    let sums: Vec<Vec<Added>> =
        probes.iter().map(|place| sums_of_sets(lattice, of, *place)).collect();
    let mut found = Vec::new();
    for (at, target) in of.iter().enumerate() {
        let bands: Vec<Option<Band>> =
            probes.iter().map(|place| lattice.at(*target, *place, Counts::Rounded)).collect();
        let excluded: usize = (0..count)
            .filter(|other| *other == at || !lattice.adds(*target, of[*other]))
            .map(|other| 1 << other)
            .sum();
        for set in (1..1_usize << count).filter(|set| set & excluded == 0 && set.count_ones() > 1) {
            let may_hold = bands
                .iter()
                .zip(&sums)
                .any(|(band, sums)| band.is_some_and(|band| sums[set].may_print(band, 1)));
            if !may_hold {
                continue;
            }
            let inputs: Vec<usize> =
                (0..count).filter(|at| set >> at & 1 == 1).map(|at| of[at]).collect();
            let size = inputs.len();
            let formula = Formula { form: Form::Sum, target: *target, inputs };
            if holds_in_probes(&formula, lattice, probes) {
                let searched = product(&[times(count), choose(count - 1, size), times(count)]);
                found.push(Tried { formula, searched, natural: false });
            }
        }
    }
    found
}

/// The sum of every set of lines in a place.
fn sums_of_sets(lattice: &Lattice, of: &[usize], place: usize) -> Vec<Added> {
    let mut sums = vec![Added::default()];
    for line in of {
        let band = lattice.at(*line, place, Counts::Rounded);
        let with_line: Vec<Added> = sums.iter().map(|sum| sum.plus(band)).collect();
        sums.extend(with_line);
    }
    sums
}

/// The lines of a lattice by what they print in one place.
struct Index {
    place: usize,
    /// How many lines there are, those that print nothing here among them.
    lines: usize,
    sorted: Vec<(i128, usize)>,
    /// Half the widest band.
    half: i128,
}

impl Index {
    fn new(lattice: &Lattice, of: &[usize], place: usize) -> Self {
        let bands =
            of.iter().filter_map(|line| Some((lattice.at(*line, place, Counts::Rounded)?, *line)));
        let bands: Vec<(Band, usize)> = bands.collect();
        let half = bands.iter().map(|(band, _)| band.high - band.middle()).max().unwrap_or(0);
        let mut sorted: Vec<(i128, usize)> =
            bands.into_iter().map(|(band, line)| (band.middle(), line)).collect();
        sorted.sort_unstable();
        Self { place, lines: of.len(), sorted, half }
    }

    /// The formulas of a target and one input that hold for few other inputs.
    fn formulas(&self, lattice: &Lattice, target: usize, other: usize) -> Vec<Formula> {
        let figures = [target, other].map(|line| lattice.at(line, self.place, Counts::Rounded));
        let [Some(band), Some(given)] = figures else { return Vec::new() };
        let most = MOST_HITS.max(self.lines / RARELY);
        let wanted = wanted(band, given, lattice.one, &lattice.lines[target].per);
        let few = wanted.into_iter().filter_map(|(form, low, high)| {
            Some((form, self.between(low, high))).filter(|(_, hits)| hits.len() <= most)
        });
        few.flat_map(|(form, hits)| {
            hits.iter().filter_map(move |(_, hit)| completed(form, target, other, *hit))
        })
        .collect()
    }

    /// The lines that print a number between two ends, or nearly.
    fn between(&self, low: i128, high: i128) -> &[(i128, usize)] {
        let (low, high) = (low.saturating_sub(self.half), high.saturating_add(self.half));
        let start = self.sorted.partition_point(|(value, _)| *value < low);
        let end = self.sorted.partition_point(|(value, _)| *value <= high);
        self.sorted.get(start..end).unwrap_or_default()
    }
}

/// Lines that may be derived from two others.
pub(super) fn pairs(lattice: &Lattice, of: &[usize], probes: &[usize]) -> Vec<Tried> {
    let mut found = BTreeSet::new();
    let indices: Vec<Index> = probes.iter().map(|place| Index::new(lattice, of, *place)).collect();
    for (at, target) in of.iter().enumerate() {
        let near = if of.len() > ALL_PAIRS { NEAR } else { of.len() };
        let others = &of[at.saturating_sub(near)..(at + near + 1).min(of.len())];
        let telling = telling(lattice, *target, probes);
        for index in telling.into_iter().map(|probe| &indices[probe]) {
            let pairs = others.iter().filter(|other| *other != target);
            let formulas = pairs.flat_map(|other| index.formulas(lattice, *target, *other));
            found.extend(formulas.filter(|formula| holds_in_probes(formula, lattice, probes)));
        }
    }
    let tried = found.into_iter().filter(|formula| {
        formula.form != Form::Sum
            || formula.inputs.iter().all(|line| lattice.adds(formula.target, *line))
    });
    tried.map(|formula| priced(lattice, of, formula)).collect()
}

/// The two probes in which a line has most digits: one of them may be misprinted.
fn telling(lattice: &Lattice, line: usize, probes: &[usize]) -> Vec<usize> {
    let sizes = probes.iter().enumerate().filter_map(|(at, place)| {
        let size = lattice.at(line, *place, Counts::Exact)?.in_units().unsigned_abs();
        (size > 0).then_some((size, at))
    });
    let mut sizes: Vec<(u128, usize)> = sizes.collect();
    sizes.sort_unstable_by(|one, other| other.cmp(one));
    sizes.into_iter().take(2).map(|(_, at)| at).collect()
}

/// Forms of a target with one input given, and the ends of what the other must print.
fn wanted(band: Band, given: Band, unit: i128, per: &[u32]) -> Vec<(Form, i128, i128)> {
    let mut found = Vec::with_capacity(6);
    if given.middle() != 0 {
        found.push((Form::Sum, band.low - given.high, band.high - given.low));
    }
    if given.low <= 0 {
        return found;
    }
    for factor in Factor::ALL.into_iter().chain(per.iter().copied().map(Factor::Per)) {
        let one = factor.value() * unit;
        // What is printed may have been cut off.
        let (low, high) = (band.low - band.unit / 2, band.high + band.unit / 2);
        let Some([below, above]) = products([low, high], given, one) else { continue };
        found.push((Form::Quotient(factor), below, above));
        if matches!(factor, Factor::Per(_)) {
            continue;
        }
        let (below, above) = (below + given.low, above + given.high);
        found.push((Form::Change(factor), below, above));
    }
    found
}

/// The ends of the products of two numbers with a figure, over a divisor.
fn products(ends: [i128; 2], figure: Band, divisor: i128) -> Option<[i128; 2]> {
    let mut all = Vec::with_capacity(4);
    for end in ends {
        for other in [figure.low, figure.high] {
            all.push(end.checked_mul(other)?.div_euclid(divisor));
        }
    }
    Some([*all.iter().min()?, *all.iter().max()? + 1])
}

/// The formula with both inputs, where that makes three lines.
fn completed(form: Form, target: usize, other: usize, hit: usize) -> Option<Formula> {
    if hit == target || hit == other {
        return None;
    }
    let inputs = match form {
        Form::Quotient(_) => vec![hit, other],
        Form::Sum | Form::Balance(_) => vec![other.min(hit), other.max(hit)],
        Form::Mean | Form::Change(_) => vec![other, hit],
    };
    Some(Formula { form, target, inputs })
}

/// A formula of two inputs with the number of others that are as near.
fn priced(lattice: &Lattice, of: &[usize], formula: Formula) -> Tried {
    let target = position(of, formula.target);
    let distances = formula.inputs.iter().map(|line| position(of, *line).abs_diff(target));
    let reach = distances.max().unwrap_or_default();
    let named = formula.form == Form::Sum && lattice.lines[formula.target].total.is_some();
    let targets = times(if named { count_totals(lattice, of) } else { of.len() });
    let ways = times((2 * reach + 1).min(of.len()));
    let is_sum = formula.form == Form::Sum;
    if !is_sum && lattice.is_called_by(formula.target, &formula.inputs) {
        return Tried { searched: NAMED_BY_BOTH, formula, natural: false };
    }
    let kinds = if is_sum { 0.5 } else { 4.0 };
    Tried { searched: product(&[targets, ways, ways, kinds]), formula, natural: false }
}

/// The position of a line among others in order.
fn position(of: &[usize], line: usize) -> usize {
    of.partition_point(|other| *other < line)
}

/// How many lines are called totals.
fn count_totals(lattice: &Lattice, of: &[usize]) -> usize {
    of.iter().filter(|line| lattice.lines[**line].total.is_some()).count()
}
