//! A table as comparisons see it.

use crossfoot_core::{CellId, Column, ColumnId, DateSpan, Figure, Rational, Study, Unit, Variable};

use super::super::labels::{Label, Labels};
use super::{Place, Told};
use crate::readers::{checks_about, inputs_of};

/// The figures and labels of a table.
#[derive(Clone, Copy)]
pub(super) struct Grid<'a> {
    study: &'a Study,
    pub(super) labels: &'a Labels,
}

impl<'a> Told<'a> {
    /// The table of an index.
    pub(super) fn grid(&self, table: usize) -> Grid<'a> {
        Grid { study: self.study, labels: &self.labels[table] }
    }
}

impl<'a> Grid<'a> {
    fn column(&self, column: usize) -> &'a Column {
        &self.study.tables[self.labels.table].columns[self.labels.columns[column].0]
    }

    /// How many columns of numbers there are.
    pub(super) fn columns(&self) -> usize {
        self.labels.columns.len()
    }

    /// What a column is called.
    pub(super) fn label(&self, column: usize) -> &'a Label {
        &self.labels.columns[column].1
    }

    /// The period that a column is.
    pub(super) fn column_date(&self, column: usize) -> Option<DateSpan> {
        self.label(column).date
    }

    /// The period that a row is.
    pub(super) fn row_date(&self, row: usize) -> Option<DateSpan> {
        self.labels.rows[row].as_ref().and_then(|label| label.date)
    }

    /// The unit of a column.
    pub(super) fn unit(&self, column: usize) -> &'a Unit {
        &self.column(column).unit
    }

    fn figure(&self, (row, column): Place) -> Option<&'a Figure> {
        self.column(column).cells[row].figure()
    }

    /// Whether a cell prints a number.
    pub(super) fn prints(&self, place: Place) -> bool {
        self.figure(place).is_some()
    }

    /// The number that a cell prints.
    pub(super) fn value(&self, place: Place) -> Option<Rational> {
        self.figure(place).map(|figure| figure.value().to_rational())
    }

    /// Whether two rows have figures of one unit in a column.
    pub(super) fn has_one_unit(&self, column: usize, rows: [usize; 2]) -> bool {
        let table = &self.study.tables[self.labels.table];
        let [one, other] = rows.map(|row| table.cell_unit(self.labels.columns[column].0, row));
        one == other
    }

    /// Whether a figure of a row is computed from other rows of its column, as those of a subtotal
    /// are.
    pub(super) fn is_computed(&self, row: usize) -> bool {
        self.labels.columns.iter().any(|(column, _)| {
            let column = ColumnId { table: self.labels.table, column: *column };
            checks_about(self.study, CellId { column, row }).any(|check| {
                let read = inputs_of(self.study, check);
                let of_other_rows = read.iter().filter(|input| {
                    matches!(input, Variable::Cell(other)
                        if other.column == column && other.row != row)
                });
                of_other_rows.count() > 1
            })
        })
    }
}
