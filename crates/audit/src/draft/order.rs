//! Ranks, and dates of which one comes first.

use crossfoot_core::{Cell, DateSpan, Unit, say};

use super::Tried;
use super::bands::Numbers;
use super::evidence::{EITHER, Evidence, Outcome, Trial, of_order, product, times};
use super::relation::Work;
use super::shares::total_filter;
use super::words::Role;

pub(super) fn draft(work: &mut Work<'_>) {
    ranks(work);
    dates(work);
}

/// Columns that count how many rows have more of something.
fn ranks(work: &mut Work<'_>) {
    let numbers: Vec<&Numbers> = work.bands.columns.iter().collect();
    let likely =
        |numbers: &&&Numbers| *work.unit(numbers.column) == Unit::Count && places(work, numbers);
    let ranks: Vec<&Numbers> = numbers.iter().filter(likely).copied().collect();
    for rank in ranks.iter().copied() {
        let ranked = numbers.iter().filter(|other| {
            other.column != rank.column && work.says(other.column, Role::Rank).is_none()
        });
        let mut found: Vec<(usize, Evidence)> = Vec::new();
        for other in ranked {
            let Some(trials) = trials(work, rank, other) else { continue };
            let evidence =
                Evidence::of(&trials, product(&[times(ranks.len()), times(numbers.len())]));
            found.push((
                other.column,
                match work.says(rank.column, Role::Rank) {
                    Some(word) => evidence.with_header(say!("the header says `{}`", word)),
                    None => evidence,
                },
            ));
        }
        let Some((by, evidence)) =
            found.into_iter().min_by(|a, b| a.1.by_chance.total_cmp(&b.1.by_chance))
        else {
            continue;
        };
        let formula = match total_filter(work) {
            Some(filter) => format!("rank({} where {filter})", work.name(by)),
            None => format!("rank({})", work.name(by)),
        };
        if evidence.convinces() && !work.closes_circle(rank.column, &[by]) {
            let label = if work.chinese() {
                format!("按{}排名", work.label(by))
            } else {
                format!("{} by {}", work.label(rank.column), work.label(by))
            };
            work.derive(rank.column, &[by], label, formula, evidence);
            work.ranks.push((rank.column, by));
        } else {
            work.weigh(format!("{} = {formula}", work.name(rank.column)), &evidence);
        }
    }
}

/// Whether a column prints places: whole numbers from 1 to at most the number of rows, and most of
/// them different.
fn places(work: &Work<'_>, numbers: &Numbers) -> bool {
    let printed: Option<Vec<i128>> = work
        .rows
        .iter()
        .map(|row| numbers.at(*row).map(|band| band.middle() / work.bands.one))
        .collect();
    let Some(mut printed) = printed else { return false };
    printed.sort_unstable();
    let rows = i128::try_from(printed.len()).unwrap_or(i128::MAX);
    let least = printed.first() == Some(&1) && printed.last().is_some_and(|last| *last <= rows);
    let all = printed.len();
    printed.dedup();
    all >= 3 && least && printed.len() * 4 >= all * 3
}

fn trials(work: &Work<'_>, rank: &Numbers, by: &Numbers) -> Option<Vec<Trial>> {
    let values: Vec<i128> =
        work.rows.iter().map(|row| by.at(*row).map(|band| band.middle())).collect::<Option<_>>()?;
    let mut sorted = values.clone();
    sorted.sort_unstable();
    let different = sorted.windows(2).filter(|pair| pair[0] != pair[1]).count() + 1;
    let one_trial = |(at, row): (usize, &usize)| {
        let above = sorted.len() - sorted.partition_point(|value| *value <= values[at]);
        let printed = rank.at(*row)?.middle() / work.bands.one;
        let outcome = if printed == i128::try_from(above + 1).ok()? {
            Outcome::Holds
        } else {
            Outcome::Fails
        };
        // Of an order of n the first place is one of n, the next one of n − 1; what ties says less.
        let by_chance = if different * 2 < values.len() { 1.0 } else { of_order(at) };
        Some(Trial { row: *row, outcome, by_chance, slip_by_chance: by_chance })
    };
    work.rows.iter().enumerate().map(one_trial).collect()
}

/// Two columns of dates of which the first never lies behind the second.
fn dates(work: &mut Work<'_>) {
    let columns: Vec<usize> = (0..work.printed.columns.len())
        .filter(|column| *work.unit(*column) == Unit::Date)
        .collect();
    let pairs = columns.iter().flat_map(|first| {
        columns.iter().filter(move |second| first != *second).map(move |second| (*first, *second))
    });
    for (first, second) in pairs.collect::<Vec<_>>() {
        let date = |column: usize, row: usize| -> Option<DateSpan> {
            match work.printed.columns[column].cells[row] {
                Cell::Date(date, _) => Some(date),
                _ => None,
            }
        };
        let trial = |row: &usize| {
            let (earlier, later) = (date(first, *row)?, date(second, *row)?);
            let outcome = if earlier.before(later) || earlier.meets(later) {
                Outcome::Holds
            } else {
                Outcome::Fails
            };
            let by_chance = if earlier.meets(later) { 1.0 } else { EITHER };
            Some(Trial { row: *row, outcome, by_chance, slip_by_chance: by_chance })
        };
        let trials: Vec<Trial> = work.rows.iter().filter_map(trial).collect();
        if trials.is_empty() {
            continue;
        }
        let evidence = match (work.says(first, Role::Start), work.says(second, Role::End)) {
            (Some(start), Some(end)) => Evidence::of(&trials, 1.0).with_header(say!(
                "the headers say `{}` and `{}`",
                start,
                end
            )),
            _ => Evidence::of(&trials, times(columns.len() * columns.len())),
        };
        // Dates in the wrong order are rare, so that more than a few say that this is no rule.
        if evidence.convinces() && evidence.fails.len() * 10 <= evidence.tried() {
            let label = if work.chinese() {
                format!("{}不晚于{}", work.label(first), work.label(second))
            } else {
                format!("{} is not after {}", work.label(first), work.label(second))
            };
            let condition = format!("{} <= {}", work.name(first), work.name(second));
            work.demand(
                &format!("{}-first", work.name(first).replace('_', "-")),
                label,
                condition,
                evidence,
                Tried::Rows,
            );
        }
    }
}
