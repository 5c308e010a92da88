//! Releases: what each publication of a series printed of a table, kept apart, so that revisions
//! can be told.

use crate::{Cell, DateSpan, Table};

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
    /// What the releases printed in a cell, the earliest first; nothing where the table has only
    /// one.
    pub fn vintages(
        &self,
        column: usize,
        row: usize,
    ) -> impl DoubleEndedIterator<Item = Vintage<'_>> {
        self.releases.iter().enumerate().filter_map(move |(release, printed)| {
            Some(Vintage { release, cell: printed.cell(column, row)? })
        })
    }

    /// The release whose figure stands in a cell: the latest that has not left it empty.
    pub fn vintage(&self, column: usize, row: usize) -> Option<Vintage<'_>> {
        let filled = self
            .vintages(column, row)
            .rev()
            .find(|vintage| !matches!(vintage.cell, Cell::Missing(..)));
        filled.or_else(|| self.vintages(column, row).next_back())
    }

    /// The release that revised the figure in a cell to what stands there now, where earlier ones
    /// printed another number.
    pub fn revised_by(&self, column: usize, row: usize) -> Option<&Release> {
        let now = self.columns[column].cells[row].figure()?.value();
        let figures = || {
            self.vintages(column, row)
                .filter_map(|vintage| Some((vintage.release, vintage.cell.figure()?.value())))
        };
        let (last, _) = figures().rfind(|(_, value)| *value != now)?;
        figures().find(|(release, _)| *release > last).map(|(release, _)| &self.releases[release])
    }

    /// The release of that name.
    pub fn release(&self, id: &str) -> Option<usize> {
        self.releases.iter().position(|release| release.id == id)
    }
}
