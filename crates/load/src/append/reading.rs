//! Which figures of a printed column the cells of a file can be.

use std::borrow::Cow;

use crossfoot_core::{Cell, Missing, NumberFormat, Table, Unit, read_figure, read_parts};

use crate::draft::says_percent;

/// Cells of the file below a heading, as they may be read.
pub(super) struct Reading<'a> {
    table: &'a Table,
    heading: Cow<'a, str>,
    cells: Vec<Cow<'a, str>>,
    formats: Vec<NumberFormat>,
}

impl<'a> Reading<'a> {
    /// `decimal` is the decimal mark, where it is said; else either may be.
    pub(super) fn new(
        table: &'a Table,
        heading: Cow<'a, str>,
        cells: Vec<Cow<'a, str>>,
        decimal: Option<char>,
    ) -> Self {
        let formats = decimal.map_or_else(|| vec!['.', ','], |mark| vec![mark]);
        let formats = formats
            .into_iter()
            .map(|mark| NumberFormat { decimal: Some(mark), ..table.format })
            .collect();
        Self { table, heading, cells, formats }
    }

    fn filled(&self) -> impl Iterator<Item = &str> {
        self.cells
            .iter()
            .map(|cell| &**cell)
            .filter(|cell| Missing::customary(cell).is_none() && !self.is_declared(cell))
    }

    /// Whether the manifest declares the text as a mark of a missing value.
    fn is_declared(&self, cell: &str) -> bool {
        self.table.missing.iter().any(|(mark, _)| mark == cell)
    }

    /// Whether at least half of the cells are so, so that a misprint does not hide what a column
    /// is.
    fn mostly(&self, is_so: impl Fn(&str) -> bool) -> bool {
        let (filled, good) = self
            .filled()
            .fold((0, 0), |(filled, good), cell| (filled + 1, good + usize::from(is_so(cell))));
        filled > 0 && good * 2 >= filled
    }

    fn unit(&self, column: usize) -> &Unit {
        &self.table.columns[column].unit
    }

    fn is_figure(&self, column: usize) -> bool {
        self.mostly(|cell| {
            self.formats.iter().any(|format| read_figure(cell, self.unit(column), *format).is_ok())
        })
    }

    /// Whether the cells print all these figures, some of them at least if the others lack what
    /// cells of the table lack too.
    pub(super) fn is_all(&self, columns: &[usize]) -> bool {
        let parts: Vec<(&Unit, bool)> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| (self.unit(*column), at > 0 && self.may_be_absent(*column)))
            .collect();
        let whole: Vec<(&Unit, bool)> = parts.iter().map(|(unit, _)| (*unit, false)).collect();
        self.mostly(|cell| self.prints(cell, &parts))
            && self.filled().any(|cell| self.prints(cell, &whole))
    }

    /// Whether a cell prints these figures.
    fn prints(&self, cell: &str, parts: &[(&Unit, bool)]) -> bool {
        self.formats.iter().any(|format| read_parts(cell, parts, *format).is_ok())
    }

    /// Whether a cell of the table lacks the figure of a column.
    fn may_be_absent(&self, column: usize) -> bool {
        let cells = &self.table.columns[column].cells;
        cells.iter().any(|cell| matches!(cell, Cell::Missing(Missing::Empty, _)))
    }

    /// Which single ones of these figures the cells may print, by position: percentages where a
    /// sign or the heading says so.
    pub(super) fn single(&self, columns: &[usize]) -> Vec<usize> {
        let percent = self.mostly(|cell| cell.contains(['%', '％']))
            || says_percent(&self.heading)
            || self.heading.contains(['%', '％']);
        columns
            .iter()
            .enumerate()
            .filter(|(_, column)| {
                (*self.unit(**column) == Unit::Percent) == percent && self.is_figure(**column)
            })
            .map(|(part, _)| part)
            .collect()
    }

    /// Whether the cells can be what a printed column prints: numbers of its units.
    pub(super) fn could_be(&self, columns: &[usize]) -> bool {
        match columns {
            [single] => self.unit(*single).is_number() && self.is_figure(*single),
            several => self.is_all(several) || !self.single(several).is_empty(),
        }
    }
}
