//! Periods of a release that would stand beside others of which they are parts.

use std::collections::HashMap;

use crossfoot_core::{Cell, DateSpan, Diagnostic, Release, Study, Table, say};

use super::places::told;
use super::{Matching, StandsFor};
use crate::LoadError;
use crate::received::Received;

/// At most this many rows are reported; the rest have the same cause.
const REPORTED: usize = 5;

/// Refuses rows of the last release whose periods share days with others of the table, such as months in a table of years, unless the table had such rows
/// before: the row before would no longer be the period before.
pub(super) fn check(study: &Study, matching: &Matching, received: &Received) -> Result<(), LoadError> {
    let table = &study.tables[matching.table];
    let dated = |column: &&usize| matches!(table.columns[**column].cells.first(), Some(Cell::Date(..)));
    let (Some(period), Some((last, earlier))) = (table.key.iter().find(dated), table.releases.split_last()) else { return Ok(()) };
    let is_known = |row: usize| earlier.iter().any(|release| release.row(row).is_some());
    let (known, new): (Vec<usize>, Vec<usize>) =
        (0..table.rows()).filter(|row| last.row(*row).is_some() || is_known(*row)).partition(|row| is_known(*row));
    let before = spans(table, *period, &known);
    if before.values().any(|spans| overlap(spans)) {
        return Ok(());
    }
    let heading = matching
        .headings
        .iter()
        .position(|heading| matches!(&heading.stands_for, StandsFor::Columns(slot, _) if matching.columns_of(*slot).contains(period)));
    let mut problems = Vec::new();
    for row in new {
        let Cell::Date(date, _) = table.columns[*period].cells[row] else { continue };
        let Some(spans) = before.get(&rest(table, *period, row)) else { continue };
        let at = spans.partition_point(|span| *span < date);
        let beside = spans[at.saturating_sub(1)..].iter().take(2).find(|span| span.meets(date));
        if let (Some(other), Some(cell)) = (beside, cell(matching, heading, last, row)) {
            let printed = table.key_text(row);
            let message = say!("`{}` shares days with {}, which stands in table `{}` already", printed, other.to_string(), table.id.as_str());
            let help = say!(
                "put periods of another length into a table of their own; a rule such as `sum(months.total within year)` checks one against the other"
            );
            problems.push(told(Diagnostic::bare(message.to_string()).help(help.to_string()), cell, received));
        }
    }
    let more = problems.len().saturating_sub(REPORTED);
    problems.truncate(REPORTED);
    problems.extend((more > 0).then(|| Diagnostic::bare(say!("{} more rows share days with others", more.to_string()).to_string())));
    if problems.is_empty() { Ok(()) } else { Err(LoadError { problems }) }
}

fn cell<'a>(matching: &'a Matching, heading: Option<usize>, release: &Release, row: usize) -> Option<&'a crate::received::RawCell> {
    matching.raw.rows.get(release.row(row)?)?.get(heading?)
}

/// The parts of the key of a row besides its period.
fn rest(table: &Table, period: usize, row: usize) -> Vec<String> {
    table.key.iter().filter(|column| **column != period).map(|column| table.text(*column, row).trim().to_owned()).collect()
}

/// The periods of rows, by the other parts of their keys, in order.
fn spans(table: &Table, period: usize, rows: &[usize]) -> HashMap<Vec<String>, Vec<DateSpan>> {
    let mut spans: HashMap<Vec<String>, Vec<DateSpan>> = HashMap::new();
    for row in rows {
        if let Cell::Date(date, _) = table.columns[period].cells[*row] {
            spans.entry(rest(table, period, *row)).or_default().push(date);
        }
    }
    spans.values_mut().for_each(|spans| spans.sort_unstable());
    spans
}

/// Whether two of the periods share a day.
fn overlap(spans: &[DateSpan]) -> bool {
    spans.windows(2).any(|pair| pair[0].meets(pair[1]))
}
