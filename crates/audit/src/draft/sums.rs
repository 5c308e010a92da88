//! Columns that are the sum of others in nearly every row.

use std::collections::BTreeSet;

use crossfoot_core::{Decimal, Rational, say};

use super::Operator;
use super::bands::{Band, Numbers};
use super::evidence::{Evidence, Outcome, Surprise, Trial, choose, product, times};
use super::relation::Work;
use super::words::Role;
use crate::slip::Slip;

/// With up to this many columns of one unit every set of them is tried as the parts of a sum; with
/// more, runs of neighbours and small sets.
const ALL_SETS: usize = 12;
/// With up to this many columns, sets of three or of two are tried.
const TRIPLES: usize = 30;
const PAIRS: usize = 120;
/// The most parts of a run that is tried as a sum.
const LONGEST_RUN: usize = 60;

/// Lines of numbers, columns or rows, of which some may be the sum of others.
pub(super) struct Lines<'a> {
    pub(super) numbers: Vec<&'a Numbers>,
    /// The word by which a line is called a total.
    pub(super) totals: Vec<Option<&'static str>>,
    /// Where in the lines a sum is tried: rows of columns, columns of rows.
    pub(super) at: &'a [usize],
    /// Where it is tried first.
    pub(super) first: &'a [usize],
    /// Whether figures of one line are similar, such as those of a region for women and men. Then
    /// only the magnitude of the first is surprising.
    pub(super) alike: bool,
}

/// A sum that holds in some places: positions among the lines.
pub(super) struct Candidate {
    pub(super) target: usize,
    pub(super) parts: Vec<usize>,
    pub(super) evidence: Evidence,
    good: BTreeSet<usize>,
}

impl Candidate {
    pub(super) fn new(target: usize, parts: Vec<usize>, evidence: Evidence) -> Self {
        let good = evidence.holds.iter().chain(&evidence.slips).copied().collect();
        Self { target, parts, evidence, good }
    }

    /// Whether a line takes part in the sum.
    pub(super) fn uses(&self, line: usize) -> bool {
        self.target == line || self.parts.contains(&line)
    }
}

pub(super) fn draft(work: &mut Work<'_>) {
    for group in work.groups() {
        if group.len() >= 3 {
            draft_group(work, &group);
        }
    }
}

fn draft_group(work: &mut Work<'_>, group: &[&Numbers]) {
    let totals = group.iter().map(|numbers| work.says(numbers.column, Role::Total)).collect();
    let (at, first) = (work.rows.clone(), work.first_rows());
    let (convincing, others) = search(
        &Lines { numbers: group.to_vec(), totals, at: &at, first: &first, alike: false },
        &mut Vec::new(),
    );
    for candidate in convincing {
        accept(work, group, candidate);
    }
    for candidate in others {
        let formula = formula(work, group, &candidate.parts);
        let relation = format!("{} = {formula}", work.name(group[candidate.target].column));
        work.weigh(relation, &candidate.evidence);
    }
}

/// The sums among lines: those that convince and do not follow from each other or from what is
/// known, and others that hold here and there.
pub(super) fn search(
    lines: &Lines<'_>,
    known: &mut Vec<Vec<Rational>>,
) -> (Vec<Candidate>, Vec<Candidate>) {
    let mut candidates = candidates(lines);
    keep_best(&mut candidates);
    // Of relations that follow from each other the shortest are kept.
    candidates.sort_by(|a, b| {
        (a.parts.len(), a.target, &a.parts).cmp(&(b.parts.len(), b.target, &b.parts))
    });
    let (mut convincing, others): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|candidate| candidate.evidence.convinces());
    convincing.retain(|candidate| {
        independent(known, candidate.target, &candidate.parts, lines.numbers.len())
    });
    (convincing, others)
}

fn formula(work: &Work<'_>, group: &[&Numbers], parts: &[usize]) -> String {
    parts.iter().map(|part| work.name(group[*part].column)).collect::<Vec<_>>().join(" + ")
}

fn accept(work: &mut Work<'_>, group: &[&Numbers], candidate: Candidate) {
    let target = group[candidate.target].column;
    let parts = with_empty(work, group, &candidate);
    if let Some((gap, other)) = as_difference(work, group, target, &parts) {
        let (result, whole, part) = (work.label(gap), work.label(target), work.label(other));
        let label = match work.chinese() {
            true => format!("{result}等于{whole}减去{part}"),
            false => format!("{result} is {whole} less {part}"),
        };
        let formula = format!("{} - {}", work.name(target), work.name(other));
        let inputs = [target, other];
        let evidence = candidate.evidence;
        work.derive(Operator::Difference, (gap, &inputs), label, formula, evidence);
        return;
    }
    if work.closes_circle(target, &parts) {
        return;
    }
    let label = match work.chinese() {
        true => format!("{}之和等于{}", work.list(&parts), work.label(target)),
        false => format!("{} add up to {}", work.list(&parts), work.label(target)),
    };
    let formula = parts.iter().map(|part| work.name(*part)).collect::<Vec<_>>().join(" + ");
    work.derive(Operator::Sum, (target, &parts), label, formula, candidate.evidence);
    work.sums.push((target, parts));
}

/// The difference that a sum of two parts should be written as, and the part that is subtracted:
/// `balance = income − expenditure` rather than `income = balance + expenditure`.
fn as_difference(
    work: &Work<'_>,
    group: &[&Numbers],
    target: usize,
    parts: &[usize],
) -> Option<(usize, usize)> {
    let [first, second] = *parts else { return None };
    let total = work.says(target, Role::Total).is_some();
    let (gap, other) = [(first, second), (second, first)].into_iter().find(|(gap, _)| {
        !total && work.says(*gap, Role::Difference).is_some() || negative(work, group, *gap)
    })?;
    (!work.closes_circle(gap, &[target, other])).then_some((gap, other))
}

/// Whether a column prints a negative number.
fn negative(work: &Work<'_>, group: &[&Numbers], column: usize) -> bool {
    let numbers = group.iter().find(|numbers| numbers.column == column);
    numbers.is_some_and(|numbers| {
        work.rows.iter().any(|row| numbers.at(*row).is_some_and(|band| band.middle() < 0))
    })
}

/// The parts, and the columns between them that print only zeros: these probably belong to the sum,
/// although the numbers cannot show it.
fn with_empty(work: &Work<'_>, group: &[&Numbers], candidate: &Candidate) -> Vec<usize> {
    let (first, last) = (
        candidate.parts.iter().min().copied().unwrap_or(0),
        candidate.parts.iter().max().copied().unwrap_or(0),
    );
    let chosen = (first..=last).filter(|at| {
        candidate.parts.contains(at)
            || *at != candidate.target && prints_zeros(group[*at], &work.rows)
    });
    chosen.map(|at| group[at].column).collect()
}

fn prints_zeros(numbers: &Numbers, rows: &[usize]) -> bool {
    rows.iter().all(|row| numbers.at(*row).is_some_and(|band| band.middle() == 0))
}

/// Every sum that holds in some places, with what it rests on.
fn candidates(lines: &Lines<'_>) -> Vec<Candidate> {
    let group = lines.numbers.as_slice();
    let mut found = Vec::new();
    for target in 0..group.len() {
        let surprise = Surprise::from_rows(group[target], lines.at);
        let others: Vec<usize> = (0..group.len()).filter(|at| *at != target).collect();
        for parts in sets(&others) {
            if !promising(lines.first, group, target, &parts) {
                continue;
            }
            let trials = trials(lines, target, &parts, &surprise);
            let evidence = weigh(lines, target, &parts, &trials);
            let needed = parts.iter().all(|part| {
                evidence
                    .holds
                    .iter()
                    .any(|at| group[*part].at(*at).is_some_and(|band| band.middle() != 0))
            });
            if needed && !evidence.holds.is_empty() {
                found.push(Candidate::new(target, parts, evidence));
            }
        }
    }
    found
}

/// The sum tried in all places.
pub(super) fn trials(
    lines: &Lines<'_>,
    target: usize,
    parts: &[usize],
    surprise: &Surprise,
) -> Vec<Trial> {
    let alone = surprise.alone();
    let mut trials: Vec<Trial> = Vec::new();
    for at in lines.at {
        let surprise = if lines.alike && trials.is_empty() { &alone } else { surprise };
        trials.extend(trial(&lines.numbers, target, parts, *at, surprise));
    }
    trials
}

/// The sets of columns that are tried as parts, at least two of them.
fn sets(others: &[usize]) -> Vec<Vec<usize>> {
    let count = others.len();
    if count <= ALL_SETS {
        return (1..1_u32 << count)
            .filter(|mask| mask.count_ones() >= 2)
            .map(|mask| (0..count).filter(|at| mask >> at & 1 == 1).map(|at| others[at]).collect())
            .collect();
    }
    let mut all: BTreeSet<Vec<usize>> = BTreeSet::new();
    for start in 0..count {
        let ends = (start + 2..=count).take(LONGEST_RUN);
        all.extend(ends.map(|end| others[start..end].to_vec()));
        let seconds = (start + 1..count).filter(|_| count <= PAIRS);
        for second in seconds {
            all.insert(vec![others[start], others[second]]);
            let thirds = (second + 1..count).filter(|_| count <= TRIPLES);
            all.extend(thirds.map(|third| vec![others[start], others[second], others[third]]));
        }
    }
    all.into_iter().collect()
}

/// Whether the sum holds in a third of the first rows; otherwise it will hardly hold in half of
/// all.
fn promising(rows: &[usize], group: &[&Numbers], target: usize, parts: &[usize]) -> bool {
    let (mut tried, mut holds) = (0, 0);
    for row in rows {
        if let Some((band, low, high)) = ends(group, target, parts, *row) {
            tried += 1;
            holds += usize::from(band.prints(low, high));
        }
    }
    holds > 0 && holds * 3 >= tried
}

/// The target and the ends of the sum of the parts, where all are printed.
fn ends(
    group: &[&Numbers],
    target: usize,
    parts: &[usize],
    row: usize,
) -> Option<(Band, i128, i128)> {
    let band = group[target].at(row)?;
    let (mut low, mut high) = (0, 0);
    for part in parts {
        let part = group[*part].at(row)?;
        low += part.low;
        high += part.high;
    }
    Some((band, low, high))
}

fn trial(
    group: &[&Numbers],
    target: usize,
    parts: &[usize],
    row: usize,
    surprise: &Surprise,
) -> Option<Trial> {
    let (band, low, high) = ends(group, target, parts, row)?;
    let (by_chance, slip_by_chance) = surprise.chance_of_sum(band, low, high);
    // Where all parts but one are zero the target repeats that one, which is no evidence for a sum.
    let nonzero = parts
        .iter()
        .filter(|part| group[**part].at(row).is_some_and(|part| part.middle() != 0))
        .count();
    let (by_chance, slip_by_chance) =
        if nonzero < 2 { (1.0, 1.0) } else { (by_chance, slip_by_chance) };
    let outcome = match band.prints(low, high) {
        true => Outcome::Holds,
        false if low == high && is_slip(band, low) => Outcome::Slip,
        false => Outcome::Fails,
    };
    Some(Trial { row, outcome, by_chance, slip_by_chance })
}

/// Whether the printed figure is one typing error away from a value.
pub(super) fn is_slip(band: Band, value: i128) -> bool {
    let right = (value % band.unit == 0)
        .then(|| i64::try_from(value / band.unit).ok())
        .flatten()
        .and_then(|mantissa| Decimal::new(mantissa, band.value.decimals()));
    right.is_some_and(|right| {
        (right.mantissa() < 0) == (band.value.mantissa() < 0)
            && Slip::ALL.iter().any(|slip| slip.ways(right, band.value).is_some())
    })
}

/// What the trials say, given how many sums of that kind were tried: any set of parts, neighbours,
/// or the columns next to one that is called a total.
fn weigh(lines: &Lines<'_>, target: usize, parts: &[usize], trials: &[Trial]) -> Evidence {
    let columns = lines.numbers.len();
    let totals = lines.totals.iter().flatten().count();
    let sizes = times(columns.saturating_sub(2));
    let sets = choose(columns - 1, parts.len());
    let beside = parts.windows(2).all(|pair| pair[1] == pair[0] + 1)
        && (parts.first() == Some(&(target + 1))
            || parts.last().is_some_and(|last| last + 1 == target))
        || parts.len() + 1 == columns;
    let mut ways =
        vec![Evidence::from_trials(trials, product(&[times(columns), sets, sizes, KINDS]))];
    if is_run(parts, target) {
        ways.push(Evidence::from_trials(
            trials,
            product(&[times(columns), times(columns), times(columns), 0.5, KINDS]),
        ));
    }
    if let Some(word) = lines.totals[target] {
        let searched = if beside {
            product(&[times(totals), times(columns), 2.0])
        } else {
            product(&[times(totals), sets, sizes])
        };
        ways.push(
            Evidence::from_trials(trials, product(&[searched, KINDS]))
                .with_header(say!("the header says `{}`", word)),
        );
    }
    let best = ways.into_iter().min_by(|a, b| a.by_chance.total_cmp(&b.by_chance));
    best.unwrap_or_else(|| Evidence::from_trials(trials, 1.0))
}

/// Whether parts are neighbours, of which two may have the target between them.
fn is_run(parts: &[usize], target: usize) -> bool {
    parts
        .windows(2)
        .all(|pair| pair[1] == pair[0] + 1 || pair[1] == pair[0] + 2 && pair[0] + 1 == target)
}

/// The kinds of sets above, each of which is a separate search.
const KINDS: f64 = 3.0;

/// Removes a sum if another with the same target is better: one with more parts that holds in more
/// rows, or one with fewer parts that holds in as many.
fn keep_best(candidates: &mut Vec<Candidate>) {
    let beaten: Vec<bool> = (candidates.iter())
        .map(|one| {
            candidates.iter().filter(|other| other.target == one.target).any(|other| {
                is_subset(&one.parts, &other.parts)
                    && other.good.len() > one.good.len()
                    && other.evidence.holds.len() >= one.evidence.holds.len()
                    || is_subset(&other.parts, &one.parts) && other.good.is_superset(&one.good)
            })
        })
        .collect();
    let mut beaten = beaten.into_iter();
    candidates.retain(|_| !beaten.next().unwrap_or(false));
}

/// Whether some parts are all among others, and fewer.
fn is_subset(small: &[usize], large: &[usize]) -> bool {
    small.len() < large.len() && small.iter().all(|part| large.contains(part))
}

/// Whether a sum does not follow from those that are known, which it then joins.
pub(super) fn independent(
    known: &mut Vec<Vec<Rational>>,
    target: usize,
    parts: &[usize],
    lines: usize,
) -> bool {
    let mut row = vec![Rational::ZERO; lines];
    row[target] = Rational::from(-1);
    parts.iter().for_each(|part| row[*part] = Rational::ONE);
    for other in known.iter() {
        let Some(pivot) = other.iter().position(|value| value.signum() != 0) else { continue };
        if let Some(factor) =
            row[pivot].checked_div(&other[pivot]).filter(|factor| factor.signum() != 0)
        {
            row.iter_mut()
                .zip(other)
                .for_each(|(value, other)| *value = &*value - &(&factor * other));
        }
    }
    let new = row.iter().any(|value| value.signum() != 0);
    if new {
        known.push(row);
    }
    new
}
