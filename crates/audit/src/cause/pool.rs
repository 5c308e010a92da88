//! Quantities of a study that a printed value may have been taken from by mistake.

use crossfoot_core::formula::{Expr, Function, Published, RowRef, Value, evaluate};
use crossfoot_core::{CellId, ColumnId, DateSpan, Interval, Phrase, Study, Unit};

use super::case::{Case, show};
use crate::check::{Printed, printed};

/// A known quantity and the formula that gives it.
pub(crate) struct Quantity {
    pub(crate) expr: Expr,
    pub(crate) value: Known,
}

impl Quantity {
    /// The quantity of a formula, if it has a value.
    fn evaluated(expr: Expr, study: &Study, basis: &Published) -> Option<Self> {
        let value = match evaluate(&expr, study, basis, None).ok()?.value {
            Value::Number(value) => Known::Number(value),
            Value::Date(date) => Known::Date(date),
            _ => return None,
        };
        Some(Self { expr, value })
    }
}

/// Its value.
pub(crate) enum Known {
    Number(Interval),
    Date(DateSpan),
}

/// All quantities that are looked through, by what their numbers count.
#[derive(Default)]
pub(crate) struct Pool {
    percentages: Vec<Quantity>,
    others: Vec<Quantity>,
    dates: Vec<Quantity>,
}

/// Tables with more rows than this are not looked through: among so many quantities any value is
/// found by chance.
const MOST_ROWS: usize = 200;

impl Pool {
    /// Cells as printed; shares of columns within a row; changes, points and differences from one
    /// row to another of the same column.
    pub(crate) fn from_study(study: &Study, basis: &Published) -> Self {
        let mut pool = Self::default();
        for (table, known) in
            study.tables.iter().enumerate().filter(|(_, table)| table.rows() <= MOST_ROWS)
        {
            for column in 0..known.columns.len() {
                for row in 0..known.rows() {
                    pool.cell(study, basis, CellId { column: ColumnId { table, column }, row });
                }
            }
        }
        pool
    }

    /// The quantities of the unit that was printed.
    pub(super) fn matching(&self, case: &Case<'_>) -> &[Quantity] {
        match printed(case.study, case.id) {
            Printed::Figure(_, Unit::Percent | Unit::Points, ..) => &self.percentages,
            Printed::Figure(..) => &self.others,
            Printed::Date(_) => &self.dates,
            _ => &[],
        }
    }

    fn cell(&mut self, study: &Study, basis: &Published, cell: CellId) {
        let table = &study.tables[cell.column.table];
        let unit = study.cell_unit(cell).unit;
        let here = at(cell.column, cell.row);
        match unit {
            Unit::Text | Unit::Truth => return,
            Unit::Date if Some(cell.column.table) == study.events => {
                return self.dates.extend(Quantity::evaluated(here, study, basis));
            }
            Unit::Date => return,
            Unit::Percent => {
                self.percentages.extend(Quantity::evaluated(here.clone(), study, basis));
            }
            _ => self.others.extend(Quantity::evaluated(here.clone(), study, basis)),
        }
        let same =
            (0..cell.row).filter(|row| table.cell_unit(cell.column.column, *row).unit == unit);
        for earlier in same {
            let ends = vec![at(cell.column, earlier), here.clone()];
            let change = Expr::Call(Function::Change, ends.clone());
            self.percentages.extend(Quantity::evaluated(change, study, basis));
            if *unit == Unit::Percent {
                let points = Expr::Call(Function::Points, ends);
                self.percentages.extend(Quantity::evaluated(points, study, basis));
            } else {
                let distance = Expr::Call(Function::Abs, vec![difference(&here, &ends[0])]);
                self.others.extend(Quantity::evaluated(distance, study, basis));
            }
        }
        if *unit == Unit::Count {
            for other in (0..table.columns.len()).filter(|other| {
                *other != cell.column.column
                    && *table.cell_unit(*other, cell.row).unit == Unit::Count
            }) {
                let whole = at(ColumnId { table: cell.column.table, column: other }, cell.row);
                let share = Expr::Call(Function::Share, vec![here.clone(), whole]);
                self.percentages.extend(Quantity::evaluated(share, study, basis));
            }
        }
    }
}

fn at(column: ColumnId, row: usize) -> Expr {
    Expr::Cell(column, RowRef::At(row))
}

fn difference(a: &Expr, b: &Expr) -> Expr {
    Expr::Sum(vec![(false, a.clone()), (true, b.clone())])
}

impl Known {
    /// The value for people.
    pub(super) fn phrase(&self) -> Phrase {
        match self {
            Self::Number(value) => show(value),
            Self::Date(date) => date.to_string().into(),
        }
    }
}
