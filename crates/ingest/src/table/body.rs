//! The rows of a table below its headings.

use std::ops::Range;

use super::raw::RawCell;
use crate::table::grid::Grid;
use crate::table::kinds::Kind;

/// Figures merged over several rows that are named; of more their number is said.
const NAMED: usize = 12;

/// The rows in which something stands itself.
///
/// What names rows and is merged over several is repeated in each. A figure is not, since a sum
/// would count it as often: it stands in the first row, which is told. What is merged over columns
/// stands in the first of them.
pub(crate) fn rows(
    grid: &Grid,
    rows: Range<usize>,
    columns: &Range<usize>,
    told: &mut Vec<String>,
) -> Vec<Vec<RawCell>> {
    let mut once = Vec::new();
    // What looks like a year is a figure among figures.
    let among_figures: Vec<bool> = columns
        .clone()
        .map(|column| rows.clone().any(|row| grid.kind(row, column) == Kind::Figure))
        .collect();
    let is_figure = |row: usize, column: usize| match grid.kind(row, column) {
        Kind::Figure => true,
        Kind::Period => among_figures[column - columns.start],
        Kind::Words | Kind::Empty => false,
    };
    let filled = rows.clone().filter(|row| grid.filled(*row, columns.clone()).next().is_some());
    let body = filled.map(|row| {
        let cell = |column: usize| {
            let origin = grid.origin(row, column);
            let covered = origin.0 < row && origin.0 >= rows.start && origin.1 == column;
            if covered && column > columns.start && is_figure(origin.0, column) {
                once.extend((once.last() != Some(&origin)).then_some(origin));
            } else if covered {
                return grid.shown(row, column).clone();
            }
            grid.cell(row, column).clone()
        };
        columns.clone().map(cell).collect()
    });
    let body = body.collect();
    once.sort_unstable();
    once.dedup();
    told.extend(once.iter().take(NAMED).map(|(row, column)| {
        let place = grid.cell(*row, *column).place.to_string();
        format!(
            "{}: this figure is merged over several rows and was read in the first of them alone",
            place
        )
    }));
    told.extend(
        (once.len() > NAMED).then(|| format!("so were {} more figures", (once.len() - NAMED))),
    );
    body
}
