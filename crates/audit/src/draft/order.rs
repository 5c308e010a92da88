//! Rules about order: ranks, and pairs of dates of which one comes first.

use crossfoot_core::{Cell, DateSpan, Unit, say};

use super::Operator;
use super::bands::Numbers;
use super::evidence::{EITHER, Evidence, Outcome, Trial, chance_of_order, product, times};
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
    let ranks: Vec<&Numbers> = numbers
        .iter()
        .filter(|numbers| *work.unit(numbers.column) == Unit::Count && prints_places(work, numbers))
        .copied()
        .collect();
    for rank in ranks.iter().copied() {
        let searched = product(&[times(ranks.len()), times(numbers.len())]);
        let Some((by, evidence)) = best(work, rank, &numbers, searched) else { continue };
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
            work.derive(Operator::Condition, (rank.column, &[by]), label, formula, evidence);
            work.ranks.push((rank.column, by));
        } else {
            work.weigh(format!("{} = {formula}", work.name(rank.column)), &evidence);
        }
    }
}

/// The column that a column of places ranks best.
fn best(
    work: &Work<'_>,
    rank: &Numbers,
    numbers: &[&Numbers],
    searched: f64,
) -> Option<(usize, Evidence)> {
    let ranked =
        numbers.iter().filter(|other| other.column != rank.column && !work.is_ranking(other));
    let found = ranked.filter_map(|other| {
        let evidence = Evidence::from_trials(&trials(work, rank, other)?, searched);
        Some((other.column, evidence.called(work.says(rank.column, Role::Rank))))
    });
    found.min_by(|a, b| a.1.by_chance.total_cmp(&b.1.by_chance))
}

/// Whether a column prints places: whole numbers from 1 to at most the number of rows, and most of
/// them different.
pub(super) fn prints_places(work: &Work<'_>, numbers: &Numbers) -> bool {
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

/// Whether each row has its place by the figures of a column; `None` where one of them is missing.
fn trials(work: &Work<'_>, rank: &Numbers, by: &Numbers) -> Option<Vec<Trial>> {
    let values: Vec<i128> =
        work.rows.iter().map(|row| by.at(*row).map(|band| band.middle())).collect::<Option<_>>()?;
    let mut sorted = values.clone();
    sorted.sort_unstable();
    let different = sorted.windows(2).filter(|pair| pair[0] != pair[1]).count() + 1;
    let mut trials = Vec::with_capacity(values.len());
    for (at, row) in work.rows.iter().enumerate() {
        let above = sorted.len() - sorted.partition_point(|value| *value <= values[at]);
        let printed = rank.at(*row)?.middle() / work.bands.one;
        let outcome = if printed == i128::try_from(above + 1).ok()? {
            Outcome::Holds
        } else {
            Outcome::Fails
        };
        // In an order of n rows the first place is one of n, the next one of n − 1; ties say less.
        let by_chance = if different * 2 < values.len() { 1.0 } else { chance_of_order(at) };
        trials.push(Trial { row: *row, outcome, by_chance, slip_by_chance: by_chance });
    }
    Some(trials)
}

/// Pairs of columns of dates of which the first is never after the second.
fn dates(work: &mut Work<'_>) {
    let columns: Vec<usize> = (0..work.printed.columns.len())
        .filter(|column| *work.unit(*column) == Unit::Date)
        .collect();
    for first in &columns {
        for second in columns.iter().filter(|second| first != *second) {
            draft_dates(work, *first, *second, columns.len());
        }
    }
}

/// Drafts the condition that one date is not after another, where it convinces.
fn draft_dates(work: &mut Work<'_>, first: usize, second: usize, columns: usize) {
    let trials: Vec<Trial> =
        work.rows.iter().filter_map(|row| date_trial(work, first, second, *row)).collect();
    if trials.is_empty() {
        return;
    }
    let evidence = match (work.says(first, Role::Start), work.says(second, Role::End)) {
        (Some(start), Some(end)) => Evidence::from_trials(&trials, 1.0).with_header(say!(
            "the headers say `{}` and `{}`",
            start,
            end
        )),
        _ => Evidence::from_trials(&trials, times(columns * columns)),
    };
    // Dates in the wrong order are rare. If there are many, the columns have no such rule.
    if !evidence.convinces() || evidence.fails.len() * 10 > evidence.tried() {
        return;
    }
    let label = if work.chinese() {
        format!("{}不晚于{}", work.label(first), work.label(second))
    } else {
        format!("{} is not after {}", work.label(first), work.label(second))
    };
    let id = format!("{}-first", work.name(first).replace('_', "-"));
    let condition = format!("{} <= {}", work.name(first), work.name(second));
    work.demand(work.all_rows(), &id, label, condition, evidence);
}

fn date_trial(work: &Work<'_>, first: usize, second: usize, row: usize) -> Option<Trial> {
    let (earlier, later) = (date(work, first, row)?, date(work, second, row)?);
    let outcome =
        if earlier.before(later) || earlier.meets(later) { Outcome::Holds } else { Outcome::Fails };
    let by_chance = if earlier.meets(later) { 1.0 } else { EITHER };
    Some(Trial { row, outcome, by_chance, slip_by_chance: by_chance })
}

fn date(work: &Work<'_>, column: usize, row: usize) -> Option<DateSpan> {
    match work.printed.columns[column].cells[row] {
        Cell::Date(date, _) => Some(date),
        _ => None,
    }
}
