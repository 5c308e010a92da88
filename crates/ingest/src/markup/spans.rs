//! Cells that say over how many rows and columns they reach → a grid.

use crate::bounds::{CELLS, COLUMNS};
use crate::refuse;
use crate::table::grid::Grid;
use crate::table::raw::RawCell;
use crossfoot_core::{LoadError, Spot};

/// A cell and how far it reaches; no rows at all means down to the last.
pub(crate) struct SpannedCell {
    pub(crate) cell: RawCell,
    pub(crate) head: bool,
    pub(crate) across: usize,
    pub(crate) down: usize,
}

/// A row of cells; those that reach down from rows above are not among them.
pub(crate) struct SpannedRow {
    pub(crate) head: bool,
    pub(crate) cells: Vec<SpannedCell>,
}

/// Puts every cell of a table in `file` at its place.
pub(crate) fn grid(file: &str, rows: Vec<SpannedRow>) -> Result<Grid, LoadError> {
    let headings = rows
        .iter()
        .take_while(|row| row.head || row.cells.len() > 1 && row.cells.iter().all(|cell| cell.head))
        .count();
    let height = rows.len();
    let mut taken: Vec<Vec<bool>> = vec![Vec::new(); height];
    let mut placed: Vec<Vec<RawCell>> = Vec::with_capacity(height);
    let mut merged = Vec::new();
    let mut cells = 0;
    for (row, SpannedRow { cells: spanned, .. }) in rows.into_iter().enumerate() {
        let mut line: Vec<RawCell> = Vec::new();
        let mut column = 0;
        for SpannedCell { cell, across, down, .. } in spanned {
            while taken[row].get(column) == Some(&true) {
                column += 1;
            }
            let down = if down == 0 { height - row } else { down.min(height - row) };
            cells += across.saturating_mul(down);
            if column.saturating_add(across) > COLUMNS || cells > CELLS {
                return Err(too_large(file, &cell.place));
            }
            for below in &mut taken[row..row + down] {
                below.resize(below.len().max(column + across), false);
                below[column..column + across].fill(true);
            }
            let place = cell.place.clone();
            line.resize_with(column.max(line.len()), || RawCell::blank(place.clone()));
            line.push(cell);
            if across > 1 || down > 1 {
                merged.push((row..row + down, column..column + across));
            }
            column += across;
            line.resize_with(column, || RawCell::blank(place.clone()));
        }
        placed.push(line);
    }
    let mut grid = Grid::new(placed);
    merged.into_iter().for_each(|(rows, columns)| grid.merge(rows, columns));
    grid.headings = headings;
    grid.whole = true;
    Ok(grid)
}

/// Refuses a table of more cells than are allowed.
fn too_large(name: &str, place: &Spot) -> LoadError {
    let message =
        format!("the table is too large: more than {COLUMNS} columns or {CELLS} cells up to here");
    refuse::cell(name, place, message, "keep only the rows and columns that you need")
}
