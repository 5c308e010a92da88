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
    pub(crate) fn of_study(study: &Study, basis: &Published) -> Self {
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
    pub(super) fn of(&self, case: &Case<'_>) -> &[Quantity] {
        match printed(case.study, case.id) {
            Printed::Figure(_, Unit::Percent | Unit::Points, ..) => &self.percentages,
            Printed::Figure(..) => &self.others,
            Printed::Date(_) => &self.dates,
            _ => &[],
        }
    }

    fn cell(&mut self, study: &Study, basis: &Published, cell: CellId) {
        let (table, column) = study.column(cell.column);
        let here = at(cell.column, cell.row);
        let keep = |list: &mut Vec<Quantity>, expr: Expr| {
            let value = match evaluate(&expr, study, basis, None).map(|outcome| outcome.value) {
                Ok(Value::Number(value)) => Known::Number(value),
                Ok(Value::Date(date)) => Known::Date(date),
                _ => return,
            };
            list.push(Quantity { expr, value });
        };
        match column.unit {
            Unit::Text | Unit::Truth => return,
            Unit::Date if Some(cell.column.table) == study.events => {
                return keep(&mut self.dates, here);
            }
            Unit::Date => return,
            Unit::Percent => keep(&mut self.percentages, here.clone()),
            _ => keep(&mut self.others, here.clone()),
        }
        for earlier in 0..cell.row {
            let ends = vec![at(cell.column, earlier), here.clone()];
            keep(&mut self.percentages, Expr::Call(Function::Change, ends.clone()));
            match column.unit {
                Unit::Percent => keep(&mut self.percentages, Expr::Call(Function::Points, ends)),
                _ => keep(
                    &mut self.others,
                    Expr::Call(Function::Abs, vec![difference(&here, &ends[0])]),
                ),
            }
        }
        if column.unit == Unit::Count {
            for other in (0..table.columns.len()).filter(|other| {
                *other != cell.column.column && table.columns[*other].unit == Unit::Count
            }) {
                let whole = at(ColumnId { table: cell.column.table, column: other }, cell.row);
                keep(&mut self.percentages, Expr::Call(Function::Share, vec![here.clone(), whole]));
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
