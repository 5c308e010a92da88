//! Tables that the statistics can analyse: counts over time, and lists of members by share.

use crossfoot_core::{Cell, Unit};

use super::relation::Work;
use super::words::Role;

/// A table that counts something over time.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Timeline {
    /// Index of the table.
    pub table: usize,
    /// The column of dates.
    pub period: usize,
    /// The column of totals, where one was found.
    pub total: Option<usize>,
    /// What the total is made of.
    pub parts: Vec<usize>,
    /// Other counts.
    pub others: Vec<usize>,
    /// Whether the reading is certain; otherwise a person should confirm it.
    pub sure: bool,
}

/// A list of members by share.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Listing {
    /// Index of the table.
    pub table: usize,
    /// The column of shares.
    pub share: usize,
    /// The column that groups the members.
    pub group: Option<usize>,
    /// Whether the reading is certain; otherwise a person should confirm it.
    pub sure: bool,
    /// What the shares that are listed add up to, in hundredths of a percent.
    pub listed: i128,
}

/// A table whose key is a date and that has counts.
pub(super) fn timeline(work: &Work<'_>) -> Option<Timeline> {
    let [period] = work.printed.key[..] else { return None };
    let dates =
        work.printed.columns[period].cells.iter().all(|cell| matches!(cell, Cell::Date(..)));
    let counts: Vec<usize> = work
        .bands
        .columns
        .iter()
        .filter(|numbers| *work.unit(numbers.column) == Unit::Count && !work.is_ranking(numbers))
        .map(|numbers| numbers.column)
        .collect();
    if *work.unit(period) != Unit::Date || !dates || counts.is_empty() || work.printed.rows() < 2 {
        return None;
    }
    // The sum with most parts is the subject of the series.
    let sums = work.sums.iter().filter(|(total, parts)| {
        counts.contains(total) && parts.iter().all(|part| counts.contains(part))
    });
    let main = sums.max_by_key(|(_, parts)| parts.len());
    let (total, parts) =
        main.map_or((None, Vec::new()), |(total, parts)| (Some(*total), parts.clone()));
    let others = counts
        .into_iter()
        .filter(|column| Some(*column) != total && !parts.contains(column))
        .collect();
    Some(Timeline {
        table: work.table,
        period,
        total,
        parts,
        others,
        sure: super::shares::runs_forward(work),
    })
}

/// A table of members with a rank by share, or with shares that fall from row to row.
pub(super) fn listing(work: &Work<'_>) -> Option<Listing> {
    let percentages = work.percentages();
    let share = percentages
        .iter()
        .find(|numbers| work.ranks.iter().any(|(_, by)| *by == numbers.column))
        .or_else(|| {
            percentages.iter().find(|numbers| work.says(numbers.column, Role::Share).is_some())
        })?;
    let shares: Vec<i128> = work
        .rows
        .iter()
        .map(|row| share.at(*row).map(|band| band.middle()))
        .collect::<Option<_>>()?;
    let listed = shares.iter().sum::<i128>() * 100 / work.bands.one;
    let members = work.printed.key.iter().all(|key| *work.unit(*key) == Unit::Text)
        && !work.printed.key.is_empty();
    let falls = shares.windows(2).all(|pair| pair[0] >= pair[1]);
    let derived = work.shares.iter().any(|(percent, ..)| *percent == share.column);
    if !members || !falls || derived || shares.len() < 3 || !(1..=10_010).contains(&listed) {
        return None;
    }
    let ranked = work.ranks.iter().any(|(_, by)| *by == share.column);
    let group = (0..work.printed.columns.len()).find(|column| {
        !work.printed.key.contains(column)
            && *work.unit(*column) == Unit::Text
            && repeats(work, *column)
    });
    Some(Listing { table: work.table, share: share.column, group, sure: ranked, listed })
}

/// Whether a column of words names fewer things than there are rows, each in every row.
fn repeats(work: &Work<'_>, column: usize) -> bool {
    let mut texts: Vec<String> =
        work.rows.iter().map(|row| work.printed.text(column, *row).trim().to_owned()).collect();
    let all = texts.len();
    let filled = texts.iter().all(|text| !text.is_empty());
    texts.sort_unstable();
    texts.dedup();
    filled && texts.len() < all
}
