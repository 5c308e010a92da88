//! Percentages of a sum that is not printed: the refused in percent of granted and refused.

use std::collections::BTreeSet;

use crossfoot_core::Unit;

use super::Operator;
use super::bands::{Numbers, share};
use super::evidence::{Evidence, Trial, is_promising, times};
use super::relation::Work;
use super::surprise::Surprise;
use super::words::Role;

/// With more columns than this only neighbours are added up.
const MOST_COLUMNS: usize = 12;

pub(super) fn draft(work: &mut Work<'_>) {
    for percent in work.percentages() {
        if work.is_derived(percent.column) || *work.unit(percent.column) != Unit::Percent {
            continue;
        }
        let groups = work.groups().into_iter();
        let counts = groups.filter(|group| work.may_be_whole(group[0].column));
        let found = counts.filter_map(|group| best(work, percent, &group));
        let best = found.min_by(|a, b| a.evidence.by_chance.total_cmp(&b.evidence.by_chance));
        if let Some(found) = best.filter(|found| found.evidence.convinces()) {
            write(work, percent.column, found);
        }
    }
}

/// A column as a share of the sum of several, itself among them.
struct Found {
    part: usize,
    all: Vec<usize>,
    evidence: Evidence,
}

/// The share that fits best among those that hold in a third of the rows.
fn best(work: &Work<'_>, percent: &Numbers, group: &[&Numbers]) -> Option<Found> {
    let sets = sets(work, group);
    let searched = times(sets.iter().map(Vec::len).sum());
    let surprise = Surprise::from_rows(percent, &work.rows);
    let first_rows = work.first_rows();
    let word = work.says(percent.column, Role::Share);
    let mut best: Option<Found> = None;
    for set in sets {
        let all: Vec<&Numbers> = set.iter().map(|at| group[*at]).collect();
        for part in &all {
            let first = trials(work, percent, (part, &all), &first_rows, &surprise);
            let holds = first.iter().filter(|trial| trial.holds()).count();
            if !is_promising(holds, first.len()) {
                continue;
            }
            let trials = trials(work, percent, (part, &all), &work.rows, &surprise);
            let evidence = Evidence::if_called(&trials, searched, word);
            if best.as_ref().is_none_or(|best| evidence.by_chance < best.evidence.by_chance) {
                let all = all.iter().map(|numbers| numbers.column).collect();
                best = Some(Found { part: part.column, all, evidence });
            }
        }
    }
    best
}

/// The columns that may be added up, by their positions: runs of neighbours, and any two. Totals
/// are left out, and what adds up to one.
fn sets(work: &Work<'_>, group: &[&Numbers]) -> BTreeSet<Vec<usize>> {
    let parts: Vec<usize> = (0..group.len())
        .filter(|at| !work.sums.iter().any(|(total, _)| *total == group[*at].column))
        .collect();
    let reach = if parts.len() > MOST_COLUMNS { 2 } else { parts.len() };
    let mut sets = BTreeSet::new();
    for (at, first) in parts.iter().enumerate() {
        let behind = &parts[at + 1..parts.len().min(at + reach)];
        sets.extend(behind.iter().map(|other| vec![*first, *other]));
        sets.extend((1..=behind.len()).map(|length| parts[at..=at + length].to_vec()));
    }
    sets.retain(|set| {
        let columns: Vec<usize> = set.iter().map(|at| group[*at].column).collect();
        !work.sums.iter().any(|(_, parts)| *parts == columns)
    });
    sets
}

/// What some rows say of a column in percent of the sum of several.
fn trials(
    work: &Work<'_>,
    percent: &Numbers,
    (part, all): (&Numbers, &[&Numbers]),
    rows: &[usize],
    surprise: &Surprise,
) -> Vec<Trial> {
    let hundred = 100 * work.bands.one;
    let trials = rows.iter().filter_map(|row| {
        let whole = all.iter().try_fold((0, 0), |(low, high), numbers| {
            let band = numbers.at(*row)?;
            Some((low + band.low, high + band.high))
        });
        let ends = share(part.at(*row)?.ends(), whole?, hundred)?;
        surprise.trial(*row, percent.at(*row)?, ends)
    });
    trials.collect()
}

fn write(work: &mut Work<'_>, percent: usize, found: Found) {
    let Found { part, all, evidence } = found;
    if work.closes_circle(percent, &all) {
        return;
    }
    let list = work.list(&all);
    let label = if work.chinese() {
        format!("{}占{list}之和的百分比", work.label(part))
    } else {
        format!("{} in percent of {list}", work.label(part))
    };
    let names: Vec<&str> = all.iter().map(|column| work.name(*column)).collect();
    let formula = format!("share({}, {})", work.name(part), names.join(" + "));
    work.derive(Operator::Share, (percent, &all), label, formula, evidence);
}
