//! Rows that are called totals: `Total`, `合计`.

use crossfoot_core::formula::quoted;
use crossfoot_core::{Cell, Unit};

use super::relation::Work;
use super::words;

/// Rows that are named as totals.
pub(super) fn total_rows(work: &Work<'_>) -> Vec<usize> {
    (0..work.printed.rows()).filter(|row| naming(work, *row).is_some()).collect()
}

/// The column of text that calls a row a total.
fn naming(work: &Work<'_>, row: usize) -> Option<usize> {
    let columns = work.printed.columns.iter().enumerate();
    let mut texts = columns.filter(|(_, column)| {
        column.unit == Unit::Text && matches!(column.cells[row], Cell::Text(_))
    });
    texts.find(|(at, _)| words::names_total_row(&work.printed.text(*at, row))).map(|(at, _)| at)
}

/// A condition that leaves a row out; `None` where its name cannot be written.
pub(super) fn leaves_out(work: &Work<'_>, row: usize) -> Option<String> {
    let column = naming(work, row)?;
    let text = work.printed.text(column, row).trim().to_owned();
    quoted(&text).map(|text| format!("{} != {text}", work.name(column)))
}
