//! Releases: what each publication of a series printed of a table. They are kept separate, so that
//! revisions can be found.

use crate::{Cell, DateSpan, Decimal, Table};

/// One publication's version of a table.
#[derive(Clone, Debug)]
pub struct Release {
    /// Its name, such as `2025`.
    pub id: String,
    /// When it was published.
    pub published: Option<DateSpan>,
    /// What a reader must know of it.
    pub note: Option<String>,
    /// For every row of the table the row of the release that prints it.
    pub rows: Vec<Option<u32>>,
    /// For every column of the table its cells in the rows of the release; `None` where the release
    /// has no such column.
    pub columns: Vec<Option<Vec<Cell>>>,
}

/// A cell as one release printed it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vintage<'a> {
    /// The release.
    pub release: usize,
    /// What it printed.
    pub cell: &'a Cell,
}

impl Release {
    /// The row of the release that prints a row of the table.
    pub fn row(&self, row: usize) -> Option<usize> {
        self.rows.get(row).copied().flatten().map(|row| row as usize)
    }

    /// What the release printed in a cell of the table.
    pub fn cell(&self, column: usize, row: usize) -> Option<&Cell> {
        self.columns.get(column)?.as_ref()?.get(self.row(row)?)
    }
}

impl Table {
    /// What the releases printed in a cell, the earliest first; nothing if the table has only one
    /// release.
    pub fn vintages(
        &self,
        column: usize,
        row: usize,
    ) -> impl DoubleEndedIterator<Item = Vintage<'_>> {
        self.releases.iter().enumerate().filter_map(move |(release, printed)| {
            Some(Vintage { release, cell: printed.cell(column, row)? })
        })
    }

    /// The release that a cell's figure comes from: the latest that did not leave it empty.
    pub fn vintage(&self, column: usize, row: usize) -> Option<Vintage<'_>> {
        let filled = self
            .vintages(column, row)
            .rev()
            .find(|vintage| !matches!(vintage.cell, Cell::Missing(..)));
        filled.or_else(|| self.vintages(column, row).next_back())
    }

    /// The release that revised the figure in a cell to its present value, if earlier ones printed
    /// another number.
    pub fn revised_by(&self, column: usize, row: usize) -> Option<&Release> {
        let now = self.columns[column].cells[row].figure()?.value();
        let (last, _) = self.released(column, row).rfind(|(_, value)| *value != now)?;
        let (next, _) = self.released(column, row).find(|(release, _)| *release > last)?;
        Some(&self.releases[next])
    }

    /// The numbers that the releases printed in a cell, the earliest first.
    fn released(
        &self,
        column: usize,
        row: usize,
    ) -> impl DoubleEndedIterator<Item = (usize, Decimal)> {
        self.vintages(column, row)
            .filter_map(|vintage| Some((vintage.release, vintage.cell.figure()?.value())))
    }

    /// The release of that name.
    pub fn release(&self, id: &str) -> Option<usize> {
        self.releases.iter().position(|release| release.id == id)
    }
}
