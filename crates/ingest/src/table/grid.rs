//! A sheet, a text or a marked-up table before its tables are separated: cells in rows and columns,
//! some merged.

use crossfoot_core::Spot;
use std::collections::BTreeMap;
use std::ops::Range;

use super::raw::RawCell;
use crate::table::kinds::{Kind, kind};

/// A position counted from one.
fn from_one(position: usize) -> u32 {
    u32::try_from(position + 1).unwrap_or(u32::MAX)
}

/// Cells in a rectangle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    pub(crate) sheet: Option<String>,
    width: usize,
    cells: Vec<RawCell>,
    /// The shape of each cell itself.
    kinds: Vec<Kind>,
    /// Cells covered by a merged one, and the row and column of that one.
    covered: BTreeMap<(usize, usize), (usize, usize)>,
    /// Rows that are known to be headings.
    pub(crate) headings: usize,
    /// Whether this is known to be one table, whatever is blank in it.
    pub(crate) whole: bool,
}

impl Grid {
    /// A grid of rows; shorter ones are filled up with blanks.
    pub(crate) fn new(rows: Vec<Vec<RawCell>>) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut cells = Vec::with_capacity(width * rows.len());
        for mut row in rows {
            let place =
                row.last().map_or(Spot::Text { line: 0, column: 0 }, |last| last.place.clone());
            row.resize_with(width, || RawCell::blank(place.clone()));
            cells.append(&mut row);
        }
        for (number, cell) in cells.iter_mut().enumerate() {
            cell.at = match cell.place {
                Spot::Cell { row, column, .. } => (row + 1, column + 1),
                Spot::Text { .. } => (from_one(number / width), from_one(number % width)),
            };
        }
        let kinds = cells.iter().map(|cell| kind(&cell.text)).collect();
        Self { width, cells, kinds, ..Self::default() }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn height(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    /// Says that all cells of a rectangle show what its first one holds. What lies outside is cut
    /// off.
    pub(crate) fn merge(&mut self, rows: Range<usize>, columns: Range<usize>) {
        let origin = (rows.start, columns.start);
        for row in rows.start..rows.end.min(self.height()) {
            for column in columns.start..columns.end.min(self.width) {
                if (row, column) != origin && self.cells[row * self.width + column].text.is_empty()
                {
                    self.covered.insert((row, column), origin);
                }
            }
        }
    }

    /// The cell itself, blank where it is covered.
    pub(crate) fn cell(&self, row: usize, column: usize) -> &RawCell {
        &self.cells[row * self.width + column]
    }

    /// Row and column of the cell that is shown there.
    pub(crate) fn origin(&self, row: usize, column: usize) -> (usize, usize) {
        self.covered.get(&(row, column)).copied().unwrap_or((row, column))
    }

    /// The cell that is shown there.
    pub(crate) fn shown(&self, row: usize, column: usize) -> &RawCell {
        let (row, column) = self.origin(row, column);
        self.cell(row, column)
    }

    /// The shape of what is shown there.
    pub(crate) fn kind(&self, row: usize, column: usize) -> Kind {
        let (row, column) = self.origin(row, column);
        self.kinds[row * self.width + column]
    }

    /// Whether nothing is shown there.
    pub(crate) fn blank(&self, row: usize, column: usize) -> bool {
        self.shown(row, column).text.is_empty()
    }
}
