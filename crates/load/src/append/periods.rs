//! Periods of a release that overlap with others of the table, such as months beside years.

use std::collections::BTreeMap;

use crossfoot_core::{Cell, DateSpan, Diagnostic, Study, Table};

use super::Matching;
use crate::LoadError;

const OTHER_TABLE: &str = "put periods of another length into a separate table; compare the two \
                           with a rule such as `sum(months.total within year)`";

/// At most this many rows are reported; the rest have the same cause.
const REPORTED: usize = 5;

/// Refuses rows of the last release whose periods share days with others of the table, such as
/// months in a table of years, unless the table had such rows before: the row before would no
/// longer be the period before.
pub(super) fn check(study: &Study, matching: &Matching) -> Result<(), LoadError> {
    let table = &study.tables[matching.table];
    let period = table
        .key
        .iter()
        .find(|column| matches!(table.columns[**column].cells.first(), Some(Cell::Date(..))));
    let (Some(period), Some((last, earlier))) = (period, table.releases.split_last()) else {
        return Ok(());
    };
    let (known, new): (Vec<usize>, Vec<usize>) = (0..table.rows())
        .partition(|row| earlier.iter().any(|release| release.row(*row).is_some()));
    if new.is_empty() || !overlaps(table, *period, &known).is_empty() {
        return Ok(());
    }
    let heading = matching.heading_of(*period);
    let mut problems = Vec::new();
    for (one, other) in overlaps(table, *period, &[known.as_slice(), &new].concat()) {
        let (row, other) =
            if known.binary_search(&one).is_ok() { (other, one) } else { (one, other) };
        let cell = last.row(row).zip(heading).map(|(own, column)| matching.raw.cell(own, column));
        let message = format!(
            "the periods of `{}` and `{}` overlap",
            table.key_text(row),
            table.key_text(other)
        );
        problems.extend(cell.map(|cell| {
            Diagnostic::at(matching.raw.source(), cell.span(), message).help(OTHER_TABLE)
        }));
    }
    let more = problems.len().saturating_sub(REPORTED);
    problems.truncate(REPORTED);
    problems.extend(
        (more > 0).then(|| Diagnostic::bare(format!("{more} more periods overlap with others"))),
    );
    if problems.is_empty() { Ok(()) } else { Err(LoadError { problems }) }
}

/// Rows whose periods share a day while the other parts of their keys are the same: of each period
/// the one before or after it.
fn overlaps(table: &Table, period: usize, rows: &[usize]) -> Vec<(usize, usize)> {
    let mut groups: BTreeMap<Vec<String>, Vec<(DateSpan, usize)>> = BTreeMap::new();
    for row in rows {
        if let Cell::Date(date, _) = table.columns[period].cells[*row] {
            let rest = table
                .key
                .iter()
                .filter(|column| **column != period)
                .map(|column| table.text(*column, *row).trim().to_owned());
            groups.entry(rest.collect()).or_default().push((date, *row));
        }
    }
    groups.values_mut().for_each(|spans| spans.sort_unstable());
    let pairs = groups
        .values()
        .flat_map(|spans| spans.windows(2))
        .filter(|pair| pair[0].0.meets(pair[1].0));
    pairs.map(|pair| (pair[0].1, pair[1].1)).collect()
}
