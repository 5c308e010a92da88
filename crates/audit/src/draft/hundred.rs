//! Percentages that make up the whole.

use std::collections::BTreeSet;

use crossfoot_core::{Unit, say};

use super::Tried;
use super::bands::Numbers;
use super::evidence::{Evidence, Outcome, Trial, of_whole, product, times};
use super::relation::Work;
use super::words::Role;

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
    let of_sums: Vec<(Vec<usize>, usize)> = work
        .sums
        .iter()
        .filter_map(|(total, parts)| Some((shares_of(work, &percentages, *total, parts)?, *total)))
        .collect();
    sets.extend(of_sums.iter().map(|(set, _)| set.clone()));
    let searched = product(&[times(percentages.len()), times(percentages.len()), 0.5]);
    let mut found: Vec<(Vec<usize>, Evidence)> = Vec::new();
    for set in sets {
        let trials: Vec<Trial> =
            work.rows.iter().filter_map(|row| trial(work, &percentages, &set, *row)).collect();
        let evidence = if of_sums.iter().any(|(sum, _)| *sum == set) {
            Evidence::of(&trials, 1.0)
                .with_header(say!("they are the shares of all parts of a sum"))
        } else {
            Evidence::of(&trials, searched.max(1.0))
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
        let condition = format!(
            "{} = 100",
            columns.iter().map(|column| work.name(*column)).collect::<Vec<_>>().join(" + ")
        );
        let whole =
            of_sums.iter().find(|(sum, _)| *sum == set).map(|(_, total)| work.label(*total));
        let label = match (work.chinese(), whole) {
            (true, _) => "各项占比之和为100%".to_owned(),
            (false, Some(whole)) => format!("the shares of the parts of {whole} make up the whole"),
            (false, None) => format!("{} make up the whole", work.list(&columns)),
        };
        work.demand("shares-sum", label, condition, evidence, Tried::Rows);
    }
}

/// The positions of the shares of the parts of a sum, where each part has one.
fn shares_of(
    work: &Work<'_>,
    percentages: &[&Numbers],
    total: usize,
    parts: &[usize],
) -> Option<Vec<usize>> {
    let share = |part: &usize| {
        let (percent, ..) =
            work.shares.iter().find(|(_, of, whole)| of == part && *whole == total)?;
        percentages.iter().position(|numbers| numbers.column == *percent)
    };
    let mut shares: Vec<usize> = parts.iter().map(share).collect::<Option<_>>()?;
    shares.sort_unstable();
    Some(shares)
}

fn trial(work: &Work<'_>, percentages: &[&Numbers], set: &[usize], row: usize) -> Option<Trial> {
    let bands: Vec<_> = set.iter().map(|at| percentages[*at].at(row)).collect::<Option<_>>()?;
    let (low, high) = (
        bands.iter().map(|band| band.low).sum::<i128>(),
        bands.iter().map(|band| band.high).sum::<i128>(),
    );
    let whole = 100 * work.bands.one;
    let finest = bands.iter().map(|band| band.unit).min().unwrap_or(1);
    // A row in which one of them is the whole says nothing of the others.
    let trivial = bands.iter().filter(|band| band.middle() != 0).count() < 2;
    let by_chance = if trivial { 1.0 } else { of_whole(high - low + finest, whole) };
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
        let derived = work.shares.iter().any(|(share, ..)| *share == percent.column)
            || work.rules.iter().any(|rule| {
                rule.targets.iter().any(|target| {
                    *target == format!("{}.{}", work.printed.id, work.name(percent.column))
                })
            });
        let bands: Option<Vec<_>> = work.rows.iter().map(|row| percent.at(*row)).collect();
        let Some(bands) = bands.filter(|_| !derived && *work.unit(percent.column) == Unit::Percent)
        else {
            continue;
        };
        let (low, high) = (
            bands.iter().map(|band| band.low).sum::<i128>(),
            bands.iter().map(|band| band.high).sum::<i128>(),
        );
        let whole = 100 * work.bands.one;
        if !(low <= whole && whole <= high) {
            continue;
        }
        let by_chance = of_whole(high - low, whole);
        let trial = Trial { row: 0, outcome: Outcome::Holds, by_chance, slip_by_chance: by_chance };
        let evidence = Evidence::of(&[trial], times(percentages.len()));
        let evidence = match work.says(percent.column, Role::Share) {
            Some(word) => evidence.with_header(say!("the header says `{}`", word)),
            None => evidence,
        };
        let condition = format!("sum({}.{}) = 100", work.printed.id, work.name(percent.column));
        if evidence.convinces() {
            let label = if work.chinese() {
                format!("{}各行之和为100%", work.label(percent.column))
            } else {
                format!("{} of all rows makes up the whole", work.label(percent.column))
            };
            work.demand(
                &format!("{}-whole", work.name(percent.column).replace('_', "-")),
                label,
                condition,
                evidence,
                Tried::Once,
            );
        } else {
            work.weigh(condition, &evidence);
        }
    }
}
