//! Columns of counts that add up to one number in every row, which is not reported: answers of the
//! same people, outcomes of the same trials.

use std::collections::BTreeMap;

use crossfoot_core::Unit;

use super::bands::Numbers;
use super::evidence::{Evidence, Outcome, Trial, product, times};
use super::relation::Work;
use super::surprise::in_size;

/// The fewest rows from which it is inferred.
const LEAST_ROWS: usize = 4;

pub(super) fn draft(work: &mut Work<'_>) {
    let counts: Vec<&Numbers> = work
        .bands
        .columns
        .iter()
        .filter(|numbers| *work.unit(numbers.column) == Unit::Count)
        .collect();
    let searched = product(&[times(counts.len()), times(counts.len())]);
    let runs = (0..counts.len())
        .flat_map(|start| (start + 2..=counts.len()).rev().map(move |end| (start, end)));
    for (start, end) in runs {
        let run = &counts[start..end];
        if run.iter().any(|numbers| work.is_derived(numbers.column)) {
            continue;
        }
        let Some((constant, evidence)) = weigh(work, run, searched) else { continue };
        if evidence.convinces() {
            demand(work, run, constant, evidence);
            return;
        }
    }
}

/// The number that some columns add up to in most rows, and how surprising that is.
fn weigh(work: &Work<'_>, run: &[&Numbers], searched: f64) -> Option<(i128, Evidence)> {
    let sums: Vec<(usize, i128)> =
        work.rows.iter().filter_map(|row| Some((*row, sum(run, *row)?))).collect();
    let mut often: BTreeMap<i128, usize> = BTreeMap::new();
    sums.iter().for_each(|(_, sum)| *often.entry(*sum).or_default() += 1);
    let (constant, most) = often.into_iter().max_by_key(|(_, count)| *count)?;
    if sums.len() < LEAST_ROWS || most * 4 < sums.len() * 3 || constant <= 0 {
        return None;
    }
    let mut trials = Vec::with_capacity(sums.len());
    let mut seen: Vec<Vec<i128>> = Vec::new();
    for (row, sum) in sums {
        let own: Vec<i128> =
            run.iter().filter_map(|numbers| numbers.at(row)).map(|band| band.middle()).collect();
        // A row that repeats another adds nothing, nor does the first, which gives the number.
        let new = !seen.is_empty() && !seen.contains(&own);
        seen.push(own);
        let by_chance =
            match run.iter().filter_map(|numbers| numbers.at(row)).max_by_key(|band| band.middle())
            {
                Some(band) if new => in_size(band),
                _ => 1.0,
            };
        let outcome = if sum == constant { Outcome::Holds } else { Outcome::Fails };
        trials.push(Trial { row, outcome, by_chance, slip_by_chance: by_chance });
    }
    Some((constant / work.bands.one, Evidence::from_trials(&trials, searched)))
}

/// The sum of a row, where all columns report a count.
fn sum(run: &[&Numbers], row: usize) -> Option<i128> {
    run.iter().map(|numbers| numbers.at(row).map(|band| band.middle())).sum()
}

fn demand(work: &mut Work<'_>, run: &[&Numbers], constant: i128, evidence: Evidence) {
    let columns: Vec<usize> = run.iter().map(|numbers| numbers.column).collect();
    let names: Vec<&str> = columns.iter().map(|column| work.name(*column)).collect();
    let label = match work.chinese() {
        true => format!("{}之和为{constant}", work.list(&columns)),
        false => format!("{} add up to {constant}", work.list(&columns)),
    };
    let condition = format!("{} = {constant}", names.join(" + "));
    work.demand(work.all_rows(), "constant-sum", label, condition, evidence);
}
