//! Columns that are the sum of others in nearly every row.

use std::collections::BTreeSet;

use crossfoot_core::{Decimal, Rational, say};

use super::bands::{Band, Numbers};
use super::evidence::{Evidence, Outcome, Surprise, Trial, choose, product, times};
use super::relation::Work;
use super::words::Role;
use crate::slip::Slip;

/// Up to so many columns of one unit every set of them is tried as the parts of a sum; beyond it
/// runs of neighbours and small sets.
const ALL_SETS: usize = 12;
/// Up to so many columns sets of three are tried, and of two.
const TRIPLES: usize = 30;
const PAIRS: usize = 120;
/// Sums with so many parts are the longest that are tried as runs.
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
    /// Whether figures of one line are alike, as those of a region for women and men are: then only
    /// the first of them surprises by its magnitude.
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
    // Of relations that follow from each other the shortest are told.
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
    // `balance = income − expenditure` rather than `income = balance + expenditure`.
    if let [first, second] = parts[..] {
        let difference = |column: usize| {
            work.says(column, Role::Difference).is_some()
                && work.says(target, Role::Total).is_none()
                || negative(work, group, column)
        };
        let turned =
            [(first, second), (second, first)].into_iter().find(|(gap, _)| difference(*gap));
        if let Some((gap, other)) = turned
            && !work.closes_circle(gap, &[target, other])
        {
            let label = match work.chinese() {
                true => format!(
                    "{}等于{}减去{}",
                    work.label(gap),
                    work.label(target),
                    work.label(other)
                ),
                false => format!(
                    "{} is {} less {}",
                    work.label(gap),
                    work.label(target),
                    work.label(other)
                ),
            };
            work.derive(
                gap,
                &[target, other],
                label,
                format!("{} - {}", work.name(target), work.name(other)),
                candidate.evidence,
            );
            return;
        }
    }
    if work.closes_circle(target, &parts) {
        return;
    }
    let label = match work.chinese() {
        true => format!("{}之和等于{}", work.list(&parts), work.label(target)),
        false => format!("{} add up to {}", work.list(&parts), work.label(target)),
    };
    let formula = parts.iter().map(|part| work.name(*part)).collect::<Vec<_>>().join(" + ");
    work.derive(target, &parts, label, formula, candidate.evidence);
    work.sums.push((target, parts));
}

fn negative(work: &Work<'_>, group: &[&Numbers], column: usize) -> bool {
    let numbers = group.iter().find(|numbers| numbers.column == column);
    numbers.is_some_and(|numbers| {
        work.rows.iter().any(|row| numbers.at(*row).is_some_and(|band| band.middle() < 0))
    })
}

/// The parts, and columns between them that print nothing but zeros: they belong to what is added
/// up, and the numbers cannot show it.
fn with_empty(work: &Work<'_>, group: &[&Numbers], candidate: &Candidate) -> Vec<usize> {
    let (first, last) = (
        candidate.parts.iter().min().copied().unwrap_or(0),
        candidate.parts.iter().max().copied().unwrap_or(0),
    );
    let empty = |at: usize| {
        work.rows.iter().all(|row| group[at].at(*row).is_some_and(|band| band.middle() == 0))
    };
    let chosen = (first..=last)
        .filter(|at| candidate.parts.contains(at) || *at != candidate.target && empty(*at));
    chosen.map(|at| group[at].column).collect()
}

/// Every sum that holds in some places, with what it rests on.
fn candidates(lines: &Lines<'_>) -> Vec<Candidate> {
    let group = lines.numbers.as_slice();
    let mut found = Vec::new();
    for target in 0..group.len() {
        let surprise = Surprise::of(group[target], lines.at);
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
        let chosen = |mask: u32| {
            others
                .iter()
                .enumerate()
                .filter(|(at, _)| mask >> at & 1 == 1)
                .map(|(_, other)| *other)
                .collect::<Vec<_>>()
        };
        return (1..1_u32 << count).filter(|mask| mask.count_ones() >= 2).map(chosen).collect();
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

/// Whether the sum holds in a third of the first rows: with less it will hold in half of all by
/// chance alone.
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
    let (by_chance, slip_by_chance) = surprise.of_sum(band, low, high);
    // Where all parts but one are zero the target repeats that one, which says nothing of a sum.
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

/// Whether what is printed is one slip of the pen away from a value.
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
/// or what stands beside a column that is called a total.
fn weigh(lines: &Lines<'_>, target: usize, parts: &[usize], trials: &[Trial]) -> Evidence {
    let columns = lines.numbers.len();
    let totals = lines.totals.iter().flatten().count();
    let sizes = times(columns.saturating_sub(2));
    let sets = choose(columns - 1, parts.len());
    let apart = |target_in: bool| {
        parts.windows(2).all(|pair| {
            pair[1] == pair[0] + 1 || !target_in && pair[1] == pair[0] + 2 && pair[0] + 1 == target
        })
    };
    let run = apart(false);
    let beside = apart(true)
        && (parts.first() == Some(&(target + 1))
            || parts.last().is_some_and(|last| last + 1 == target))
        || parts.len() + 1 == columns;
    let mut ways = vec![Evidence::of(trials, product(&[times(columns), sets, sizes, KINDS]))];
    if run {
        ways.push(Evidence::of(
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
            Evidence::of(trials, product(&[searched, KINDS]))
                .with_header(say!("the header says `{}`", word)),
        );
    }
    let best = ways.into_iter().min_by(|a, b| a.by_chance.total_cmp(&b.by_chance));
    best.unwrap_or_else(|| Evidence::of(trials, 1.0))
}

/// The kinds of sets above, each of which is a search of its own.
const KINDS: f64 = 3.0;

/// Leaves out a sum where another with the same target and a part more holds in more rows, or with
/// a part less in as many.
fn keep_best(candidates: &mut Vec<Candidate>) {
    let subset = |small: &[usize], large: &[usize]| {
        small.len() < large.len() && small.iter().all(|part| large.contains(part))
    };
    let beaten: Vec<bool> = (candidates.iter())
        .map(|one| {
            candidates.iter().filter(|other| other.target == one.target).any(|other| {
                subset(&one.parts, &other.parts)
                    && other.good.len() > one.good.len()
                    && other.evidence.holds.len() >= one.evidence.holds.len()
                    || subset(&other.parts, &one.parts) && other.good.is_superset(&one.good)
            })
        })
        .collect();
    let mut beaten = beaten.into_iter();
    candidates.retain(|_| !beaten.next().unwrap_or(false));
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
