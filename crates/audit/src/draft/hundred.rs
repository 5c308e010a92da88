//! Percentages that make up the whole.

use std::collections::BTreeSet;

use crossfoot_core::{Unit, say};

use super::bands::Numbers;
use super::evidence::{Evidence, Outcome, Trial, chance_of_whole, product, times};
use super::relation::Work;
use super::words::Role;

/// The rounding of numbers of unknown unit may be one in so many of the whole.
const VAGUE: i128 = 25;

pub(super) fn draft(work: &mut Work<'_>) {
    across(work);
    down(work);
}

/// Columns whose percentages add up to 100 in nearly every row.
fn across(work: &mut Work<'_>) {
    let percentages = work.percentages();
    let runs = (0..percentages.len()).flat_map(|start| {
        (start + 2..=percentages.len()).map(move |end| (start..end).collect::<Vec<usize>>())
    });
    let mut sets: BTreeSet<Vec<usize>> = runs.collect();
    let shares_of_sums: Vec<(Vec<usize>, usize)> = work
        .sums
        .iter()
        .filter_map(|(total, parts)| Some((shares_of(work, &percentages, *total, parts)?, *total)))
        .collect();
    sets.extend(shares_of_sums.iter().map(|(set, _)| set.clone()));
    let searched = product(&[times(percentages.len()), times(percentages.len()), 0.5]);
    let mut found: Vec<(Vec<usize>, Evidence)> = Vec::new();
    for set in sets {
        let trials: Vec<Trial> =
            work.rows.iter().filter_map(|row| trial(work, &percentages, &set, *row)).collect();
        let evidence = if shares_of_sums.iter().any(|(sum, _)| *sum == set) {
            Evidence::from_trials(&trials, 1.0)
                .with_header(say!("they are the shares of all parts of a sum"))
        } else {
            Evidence::from_trials(&trials, searched.max(1.0))
        };
        if evidence.convinces() {
            found.push((set, evidence));
        }
    }
    found.sort_by(|a, b| a.1.by_chance.total_cmp(&b.1.by_chance));
    let mut used: Vec<usize> = Vec::new();
    for (set, evidence) in found {
        if set.iter().any(|at| used.contains(at)) {
            continue;
        }
        used.extend(&set);
        let columns: Vec<usize> = set.iter().map(|at| percentages[*at].column).collect();
        let names: Vec<&str> = columns.iter().map(|column| work.name(*column)).collect();
        let whole =
            shares_of_sums.iter().find(|(sum, _)| *sum == set).map(|(_, total)| work.label(*total));
        let label = match (work.chinese(), whole) {
            (true, _) => "各项占比之和为100%".to_owned(),
            (false, Some(whole)) => format!("the shares of the parts of {whole} make up the whole"),
            (false, None) => format!("{} make up the whole", work.list(&columns)),
        };
        let condition = format!("{} = 100", names.join(" + "));
        let rows = with_parts(work, &percentages, &set, &names);
        work.demand(Some(rows), "shares-sum", label, condition, evidence);
    }
}

/// The rows that have any of these parts: where nothing is counted, every share is printed as zero.
fn with_parts(work: &Work<'_>, percentages: &[&Numbers], set: &[usize], names: &[&str]) -> String {
    let table = work.printed.id.to_string();
    if work.rows.iter().all(|row| has_any(percentages, set, *row)) {
        return table;
    }
    let any: Vec<String> = names.iter().map(|name| format!("{name} > 0")).collect();
    format!("{table} where {}", any.join(" or "))
}

/// Whether a row prints any share but zeros and blanks.
fn has_any(percentages: &[&Numbers], set: &[usize], row: usize) -> bool {
    let shares: Vec<_> = set.iter().filter_map(|at| percentages[*at].at(row)).collect();
    shares.is_empty() || shares.iter().any(|share| share.middle() != 0)
}

/// The positions of the shares of the parts of a sum, where each part has one.
fn shares_of(
    work: &Work<'_>,
    percentages: &[&Numbers],
    total: usize,
    parts: &[usize],
) -> Option<Vec<usize>> {
    let shares = parts.iter().map(|part| {
        let (percent, ..) =
            work.shares.iter().find(|(_, of, whole)| of == part && *whole == total)?;
        percentages.iter().position(|numbers| numbers.column == *percent)
    });
    let mut shares: Vec<usize> = shares.collect::<Option<_>>()?;
    shares.sort_unstable();
    Some(shares)
}

fn trial(work: &Work<'_>, percentages: &[&Numbers], set: &[usize], row: usize) -> Option<Trial> {
    let bands: Vec<_> = set.iter().map(|at| percentages[*at].at(row)).collect::<Option<_>>()?;
    if !has_any(percentages, set, row) {
        return None;
    }
    let (low, high) = (
        bands.iter().map(|band| band.low).sum::<i128>(),
        bands.iter().map(|band| band.high).sum::<i128>(),
    );
    let whole = 100 * work.bands.one;
    let finest = bands.iter().map(|band| band.unit).min().unwrap_or(1);
    // A row in which one share is the whole is no evidence about the others.
    let trivial = bands.iter().filter(|band| band.middle() != 0).count() < 2;
    // Of many rounded numbers that may not be percentages, the sum is too vague.
    let unknown = set.iter().any(|at| *work.unit(percentages[*at].column) == Unit::Number);
    let vague = unknown && (high - low) * VAGUE > whole;
    let by_chance =
        if trivial || vague { 1.0 } else { chance_of_whole(high - low + finest, whole) };
    let outcome = if low <= whole && whole <= high { Outcome::Holds } else { Outcome::Fails };
    Some(Trial { row, outcome, by_chance, slip_by_chance: by_chance })
}

/// A column whose percentages add up to 100 over all rows.
fn down(work: &mut Work<'_>) {
    let percentages = work.percentages();
    let aside = work.rows.len() < work.printed.rows();
    if aside || work.rows.len() < 3 {
        return;
    }
    for percent in &percentages {
        if is_derived(work, percent.column) {
            continue;
        }
        let bands: Option<Vec<_>> = work.rows.iter().map(|row| percent.at(*row)).collect();
        let Some(bands) = bands else { continue };
        let (low, high) = (
            bands.iter().map(|band| band.low).sum::<i128>(),
            bands.iter().map(|band| band.high).sum::<i128>(),
        );
        let whole = 100 * work.bands.one;
        if !(low <= whole && whole <= high) {
            continue;
        }
        let by_chance = chance_of_whole(high - low, whole);
        let trial = Trial { row: 0, outcome: Outcome::Holds, by_chance, slip_by_chance: by_chance };
        let evidence = Evidence::from_trials(&[trial], times(percentages.len()));
        let evidence = evidence.called(work.says(percent.column, Role::Share));
        demand_whole(work, percent.column, evidence);
    }
}

/// Whether a rule or a share gives a column.
fn is_derived(work: &Work<'_>, column: usize) -> bool {
    let target = format!("{}.{}", work.printed.id, work.name(column));
    work.shares.iter().any(|(share, ..)| *share == column)
        || work.rules.iter().any(|rule| rule.targets.contains(&target))
}

/// Drafts the condition that a column adds up to 100, where it convinces.
fn demand_whole(work: &mut Work<'_>, column: usize, evidence: Evidence) {
    let condition = format!("sum({}.{}) = 100", work.printed.id, work.name(column));
    if !evidence.convinces() {
        work.weigh(condition, &evidence);
        return;
    }
    let label = if work.chinese() {
        format!("{}各行之和为100%", work.label(column))
    } else {
        format!("{} of all rows makes up the whole", work.label(column))
    };
    let id = format!("{}-whole", work.name(column).replace('_', "-"));
    work.demand(None, &id, label, condition, evidence);
}
