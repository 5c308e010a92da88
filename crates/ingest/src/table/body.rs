//! The rows of a table below its headings.

use std::ops::Range;

use super::raw::RawCell;
use crate::table::grid::Grid;
use crate::table::kinds::Kind;

/// Figures merged over several rows that are named; of more their number is said.
const NAMED: usize = 12;

/// The rows that have a cell of their own.
///
/// What names rows and is merged over several is repeated in each. A figure is not, since a sum
/// would count it as often: it is put in the first row, which is reported. What is merged over
/// columns is put in the first of them.
pub(crate) fn rows(
    grid: &Grid,
    rows: Range<usize>,
    columns: &Range<usize>,
    remarks: &mut Vec<String>,
) -> Vec<Vec<RawCell>> {
    let mut once = Vec::new();
    let among_figures: Vec<bool> = columns
        .clone()
        .map(|column| rows.clone().any(|row| grid.kind(row, column) == Kind::Figure))
        .collect();
    let mut body = Vec::new();
    for row in rows.clone().filter(|row| grid.filled(*row, columns.clone()).next().is_some()) {
        let mut cells = Vec::with_capacity(columns.len());
        for (column, among_figures) in columns.clone().zip(&among_figures) {
            let origin = grid.origin(row, column);
            let covered = origin.0 < row && origin.0 >= rows.start && origin.1 == column;
            let counts_once = covered
                && column > columns.start
                && is_figure(grid.kind(origin.0, column), *among_figures);
            if counts_once {
                once.extend((once.last() != Some(&origin)).then_some(origin));
            }
            let repeated = covered && !counts_once;
            let cell = if repeated { grid.shown(row, column) } else { grid.cell(row, column) };
            cells.push(cell.clone());
        }
        body.push(cells);
    }
    once.sort_unstable();
    once.dedup();
    remarks.extend(once.iter().take(NAMED).map(|(row, column)| {
        let place = grid.cell(*row, *column).place.to_string();
        format!(
            "{}: this number is merged over several rows and was read in the first row only",
            place
        )
    }));
    remarks.extend(
        (once.len() > NAMED).then(|| format!("so were {} more numbers", (once.len() - NAMED))),
    );
    body
}

/// What looks like a year is a figure among figures.
fn is_figure(kind: Kind, among_figures: bool) -> bool {
    match kind {
        Kind::Figure => true,
        Kind::Period => among_figures,
        Kind::Words | Kind::Empty => false,
    }
}
