//! Rows that are called totals (`Total`, `合计`), and conditions on rows.

use crossfoot_core::formula::quoted;
use crossfoot_core::{Cell, Unit};

use super::relation::Work;
use super::words;

/// Up to so many rows are left out one by one.
const MOST_LEFT_OUT: usize = 4;

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

/// Only these rows of a table, in order.
pub(super) fn only(work: &Work<'_>, rows: &[usize]) -> String {
    let lines = &work.printed.lines;
    let left_out = (0..lines.len()).filter(|row| rows.binary_search(row).is_err());
    let left_out: Vec<usize> = left_out.collect();
    let condition = if left_out.len() <= MOST_LEFT_OUT {
        let each = left_out.iter().map(|row| format!("line != {}", lines[*row]));
        each.collect::<Vec<_>>().join(" and ")
    } else {
        let stretches = rows.chunk_by(|one, next| *next == one + 1);
        let each = stretches.filter_map(|stretch| {
            let [first, last] = [stretch.first()?, stretch.last()?].map(|row| lines[*row]);
            Some(match first == last {
                true => format!("line = {first}"),
                false => format!("({})", between_lines(first, last)),
            })
        });
        each.collect::<Vec<_>>().join(" or ")
    };
    format!("{} where {condition}", work.printed.id)
}

/// The condition on rows from one line of the file to another.
pub(super) fn between_lines(first: u32, last: u32) -> String {
    format!("line >= {first} and line <= {last}")
}
