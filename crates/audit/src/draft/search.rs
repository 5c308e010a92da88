//! The search for relations between lines: what is tried, and how many relations of a kind that is.

use std::collections::BTreeSet;

use super::bands::Band;
use super::evidence::{choose, product, times};
use super::form::{Factor, Form, Formula, tolerated};
use super::lattice::Lattice;

/// Places in which a relation is tried first.
const PROBES: usize = 16;
/// The factor on the chance of a mean that neither its name nor its place speaks for.
const UNNAMED_MEAN: f64 = 1e3;
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

/// A formula that holds here and there, and how many formulas like it were tried.
#[derive(Clone, Debug)]
pub(super) struct Tried {
    pub(super) formula: Formula,
    pub(super) searched: f64,
    /// Whether the inputs are all lines between the target and the end of their group.
    pub(super) natural: bool,
}

/// The places in which formulas are tried first: those in which most lines print something.
pub(super) fn probes(lattice: &Lattice) -> Vec<usize> {
    let lines = lattice.lines.len();
    let mut filled: Vec<(usize, usize)> = (0..lattice.places.len())
        .map(|place| {
            let filled = (0..lines).filter(|line| lattice.at(*line, place, false).is_some());
            (filled.count(), place)
        })
        .filter(|(filled, _)| *filled > 1)
        .collect();
    filled.sort_by_key(|(filled, place)| (std::cmp::Reverse(*filled), *place));
    let enough = filled.first().map_or(0, |(most, _)| most / 2);
    filled.retain(|(filled, _)| *filled >= enough);
    let step = filled.len().div_ceil(PROBES).max(1);
    filled.into_iter().map(|(_, place)| place).step_by(step).collect()
}

/// Whether it holds in a third of the probes in which it can be tried.
fn promising(formula: &Formula, lattice: &Lattice, probes: &[usize]) -> bool {
    let (mut tried, mut holds) = (0, 0);
    for (at, place) in probes.iter().enumerate() {
        if let Some(held) = formula.holds(lattice, *place, true) {
            tried += 1;
            holds += usize::from(held);
        }
        if at >= 4 && holds == 0 && tried >= 4 {
            return false;
        }
    }
    holds > 0 && holds * 3 >= tried
}

/// Runs of neighbours whose sum, or whose mean, may be the line beside them.
pub(super) fn runs(lattice: &Lattice, of: &[usize], form: Form, probes: &[usize]) -> Vec<Tried> {
    let mut found = Vec::new();
    for list in lattice.lists(of) {
        let totals = list.iter().filter(|line| lattice.totals[**line].is_some()).count();
        for at in 0..list.len() {
            let before: Vec<usize> = list[..at].iter().rev().copied().collect();
            for (beside, backward) in [(before.as_slice(), true), (&list[at + 1..], false)] {
                let mut own = Vec::new();
                for gap in 0..=WIDEST_GAP.min(beside.len()) {
                    let run = Run { lattice, form, target: list[at], beside, gap, backward };
                    run.search(probes, (list.len(), totals), &mut own);
                }
                own.sort_by(|a, b| a.searched.total_cmp(&b.searched));
                found.extend(own.into_iter().take(MOST_RUNS));
            }
        }
    }
    found
}

/// The lines on one side of a target, nearest first.
struct Run<'a> {
    lattice: &'a Lattice,
    form: Form,
    target: usize,
    beside: &'a [usize],
    gap: usize,
    backward: bool,
}

/// What has been added in one place.
#[derive(Clone, Copy, Default)]
struct Added {
    low: i128,
    high: i128,
    present: i128,
}

impl Run<'_> {
    /// Every run from the gap on that holds in a third of the probes.
    fn search(&self, probes: &[usize], (lines, totals): (usize, usize), found: &mut Vec<Tried>) {
        let bands: Vec<Option<Band>> =
            probes.iter().map(|place| self.lattice.at(self.target, *place, true)).collect();
        let mut added = vec![Added::default(); probes.len()];
        for (length, line) in self.beside[self.gap..].iter().take(LONGEST_RUN).enumerate() {
            if !self.lattice.adds(self.target, *line) {
                return;
            }
            for (added, place) in added.iter_mut().zip(probes) {
                if let Some(band) = self.lattice.at(*line, *place, true) {
                    added.low += band.low;
                    added.high += band.high;
                    added.present += 1;
                }
            }
            if length > 0 && self.is_promising(&bands, &added) {
                let mut inputs = self.beside[self.gap..=self.gap + length].to_vec();
                inputs.sort_unstable();
                let natural = self.gap == 0 && self.ends(length);
                let formula = Formula { form: self.form, target: self.target, inputs };
                let searched = self.searched(length, natural, lines, totals);
                found.push(Tried { formula, searched, natural });
            }
        }
    }

    /// How many runs are as likely to be meant.
    fn searched(&self, length: usize, natural: bool, lines: usize, totals: usize) -> f64 {
        let named = match self.form {
            Form::Mean => self.lattice.means[self.target],
            _ => self.lattice.totals[self.target].is_some(),
        };
        let targets = times(if named { totals.max(1) } else { lines });
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
    fn is_promising(&self, bands: &[Option<Band>], added: &[Added]) -> bool {
        let (mut tried, mut holds) = (0, 0);
        for (band, added) in bands.iter().zip(added) {
            let Some(band) = band.filter(|_| added.present > 0) else { continue };
            let divisor = if self.form == Form::Mean { added.present } else { 1 };
            let (low, high) = tolerated(added.low, added.high, added.present, band.unit);
            let telling = (high - low) / divisor < band.middle().abs();
            tried += usize::from(band.middle() != 0);
            let held =
                telling && band.prints_quotient((low, divisor), (high, divisor)) == Some(true);
            holds += usize::from(held);
        }
        holds > 0 && holds * 3 >= tried
    }

    /// Whether a run of this length ends where its group ends, or before another total.
    fn ends(&self, length: usize) -> bool {
        let Some(next) = self.beside.get(self.gap + length + 1) else { return true };
        let fence = if self.backward { self.beside[self.gap + length] } else { *next };
        self.lattice.fences[fence] || self.lattice.totals[*next].is_some()
    }
}

/// Sets of lines whose sum may be another: all of them among few lines.
pub(super) fn sets(lattice: &Lattice, of: &[usize], probes: &[usize]) -> Vec<Tried> {
    let count = of.len();
    if count > ALL_SETS {
        return Vec::new();
    }
    let mut found = Vec::new();
    for target in of {
        let others: Vec<usize> = of
            .iter()
            .copied()
            .filter(|other| lattice.adds(*target, *other) && other != target)
            .collect();
        for mask in (1..1_u32 << others.len()).filter(|mask| mask.count_ones() >= 2) {
            let chosen = (0..others.len()).filter(|at| mask >> at & 1 == 1);
            let inputs: Vec<usize> = chosen.map(|at| others[at]).collect();
            let size = inputs.len();
            let formula = Formula { form: Form::Sum, target: *target, inputs };
            if promising(&formula, lattice, probes) {
                let searched = product(&[times(count), choose(count - 1, size), times(count)]);
                found.push(Tried { formula, searched, natural: false });
            }
        }
    }
    found
}

/// The lines of a lattice by what they print in one place.
struct Index {
    sorted: Vec<(i128, usize)>,
    /// Half the widest band.
    half: i128,
}

impl Index {
    fn new(lattice: &Lattice, of: &[usize], place: usize) -> Self {
        let bands = of.iter().filter_map(|line| Some((lattice.at(*line, place, true)?, *line)));
        let bands: Vec<(Band, usize)> = bands.collect();
        let half = bands.iter().map(|(band, _)| band.high - band.middle()).max().unwrap_or(0);
        let mut sorted: Vec<(i128, usize)> =
            bands.into_iter().map(|(band, line)| (band.middle(), line)).collect();
        sorted.sort_unstable();
        Self { sorted, half }
    }

    /// The lines that print a number between two ends, or nearly.
    fn between(&self, low: i128, high: i128) -> &[(i128, usize)] {
        let (low, high) = (low.saturating_sub(self.half), high.saturating_add(self.half));
        let start = self.sorted.partition_point(|(value, _)| *value < low);
        let end = self.sorted.partition_point(|(value, _)| *value <= high);
        self.sorted.get(start..end).unwrap_or_default()
    }
}

/// More lines with the wanted figure than this say nothing, nor if more than one in `RARELY` has it.
const MOST_HITS: usize = 8;
const RARELY: usize = 16;

/// Lines that may be derived from two others.
pub(super) fn pairs(lattice: &Lattice, of: &[usize], probes: &[usize]) -> Vec<Tried> {
    let mut found = BTreeSet::new();
    let indices: Vec<Index> = probes.iter().map(|place| Index::new(lattice, of, *place)).collect();
    for (at, target) in of.iter().enumerate() {
        let Some(probe) = telling(lattice, *target, probes) else { continue };
        let index = &indices[probe];
        let Some(band) = lattice.at(*target, probes[probe], true) else { continue };
        let near = if of.len() > ALL_PAIRS { NEAR } else { of.len() };
        let others = &of[at.saturating_sub(near)..(at + near + 1).min(of.len())];
        for other in others.iter().filter(|other| *other != target) {
            let Some(given) = lattice.at(*other, probes[probe], true) else { continue };
            for (formula, low, high) in wanted(lattice, *target, band, *other, given) {
                let hits = index.between(low, high);
                if hits.len() > MOST_HITS.max(of.len() / RARELY) {
                    continue;
                }
                let formulas = hits.iter().filter_map(|(_, hit)| completed(&formula, *hit));
                found.extend(formulas.filter(|formula| promising(formula, lattice, probes)));
            }
        }
    }
    let tried = found.into_iter().filter(|formula| {
        let adds = |line: &usize| lattice.adds(formula.target, *line);
        formula.form != Form::Sum || formula.inputs.iter().all(adds)
    });
    tried.map(|formula| priced(lattice, of, formula)).collect()
}

/// The probe in which a line has most digits.
fn telling(lattice: &Lattice, line: usize, probes: &[usize]) -> Option<usize> {
    let digits = |at: &usize| {
        let band = lattice.at(line, probes[*at], false)?;
        Some(band.middle().unsigned_abs() / band.unit.unsigned_abs().max(1))
    };
    (0..probes.len()).filter(|at| digits(at).is_some_and(|size| size > 0)).max_by_key(digits)
}

/// Formulas for a target with one input given, and the ends of what the other must print.
fn wanted(
    lattice: &Lattice,
    target: usize,
    band: Band,
    other: usize,
    given: Band,
) -> Vec<(Formula, i128, i128)> {
    let formula = |form| Formula { form, target, inputs: vec![other] };
    let mut found = Vec::with_capacity(5);
    if given.middle() != 0 {
        found.push((formula(Form::Sum), band.low - given.high, band.high - given.low));
    }
    if given.low <= 0 {
        return found;
    }
    for factor in Factor::ALL {
        let one = factor.value() * lattice.one;
        // What is printed may have been cut off.
        let (low, high) = (band.low - band.unit / 2, band.high + band.unit / 2);
        let Some([below, above]) = products([low, high], given, one) else { continue };
        found.push((formula(Form::Quotient(factor)), below, above));
        let (below, above) = (below + given.low, above + given.high);
        found.push((formula(Form::Change(factor)), below, above));
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

/// The formula with its other input, where that makes three lines.
fn completed(formula: &Formula, hit: usize) -> Option<Formula> {
    let other = *formula.inputs.first()?;
    if hit == formula.target || hit == other {
        return None;
    }
    let mut inputs = match formula.form {
        Form::Quotient(_) => vec![hit, other],
        _ => vec![other, hit],
    };
    if formula.form == Form::Sum {
        inputs.sort_unstable();
    }
    Some(Formula { inputs, ..formula.clone() })
}

/// A formula of two inputs with the number of others that are as near.
fn priced(lattice: &Lattice, of: &[usize], formula: Formula) -> Tried {
    let place = |line: usize| of.partition_point(|other| *other < line);
    let target = place(formula.target);
    let reach =
        formula.inputs.iter().map(|line| place(*line).abs_diff(target)).max().unwrap_or_default();
    let named = formula.form == Form::Sum && lattice.totals[formula.target].is_some();
    let totals = of.iter().filter(|line| lattice.totals[**line].is_some()).count();
    let targets = times(if named { totals } else { of.len() });
    let ways = times((2 * reach + 1).min(of.len()));
    let kinds = if formula.form == Form::Sum { 0.5 } else { 4.0 };
    Tried { searched: product(&[targets, ways, ways, kinds]), formula, natural: false }
}
