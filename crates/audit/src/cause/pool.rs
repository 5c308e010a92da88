//! Quantities of a study that a printed value may have been taken from by mistake.

use crossfoot_core::formula::{Expr, Function, Published, RowRef, Value, evaluate};
use crossfoot_core::{CellId, ColumnId, DateSpan, Interval, Phrase, Rational, Study, Unit};

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
    percentages: Shelf,
    others: Shelf,
    dates: Shelf,
}

/// Quantities of one kind, with their order by value.
#[derive(Default)]
pub(super) struct Shelf {
    quantities: Vec<Quantity>,
    /// The positions of numbers that are bounded, by their least value.
    sorted: Vec<usize>,
    /// The positions of everything else.
    unsorted: Vec<usize>,
    /// The width of the widest of the numbers in order.
    widest: Option<Rational>,
}

/// Tables that would give more quantities than this together with those before them are not looked
/// through: among so many any value is found by chance.
const MOST_QUANTITIES: usize = 50_000;

impl Pool {
    /// Cells as printed; shares of columns within a row; changes, points and differences from one
    /// row to another of the same column.
    pub(crate) fn from_study(study: &Study, basis: &Published) -> Self {
        let mut pool = Self::default();
        let mut size = 0;
        for (table, known) in study.tables.iter().enumerate() {
            let (columns, rows) = (known.columns.len(), known.rows());
            let more = columns.saturating_mul(rows).saturating_mul(columns + rows);
            if size + more > MOST_QUANTITIES {
                continue;
            }
            size += more;
            for column in 0..columns {
                for row in 0..rows {
                    pool.cell(study, basis, CellId { column: ColumnId { table, column }, row });
                }
            }
        }
        for shelf in [&mut pool.percentages, &mut pool.others, &mut pool.dates] {
            shelf.sort();
        }
        pool
    }

    /// The quantities of the unit that was printed.
    pub(super) fn matching(&self, case: &Case<'_>) -> Option<&Shelf> {
        match printed(case.study, case.id) {
            Printed::Figure(_, Unit::Percent | Unit::Points, ..) => Some(&self.percentages),
            Printed::Figure(..) => Some(&self.others),
            Printed::Date(_) => Some(&self.dates),
            _ => None,
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

impl Shelf {
    /// How many quantities there are.
    pub(super) const fn len(&self) -> usize {
        self.quantities.len()
    }

    fn extend(&mut self, quantity: Option<Quantity>) {
        self.quantities.extend(quantity);
    }

    fn sort(&mut self) {
        let mut bounded = Vec::new();
        for (at, quantity) in self.quantities.iter().enumerate() {
            match &quantity.value {
                Known::Number(value) => match (value.low(), value.width()) {
                    (Some(low), Some(width)) => {
                        bounded.push((low.value, at));
                        self.widest = self.widest.take().max(Some(width));
                    }
                    _ => self.unsorted.push(at),
                },
                Known::Date(_) => self.unsorted.push(at),
            }
        }
        bounded.sort_unstable();
        self.sorted = bounded.into_iter().map(|(_, at)| at).collect();
    }

    /// The quantities whose values may lie in an interval, in the order of the study.
    pub(super) fn near(&self, values: &Interval) -> Vec<&Quantity> {
        let least = values.low().zip(self.widest.as_ref()).map(|(low, width)| &low.value - width);
        let first = self.sorted.partition_point(|at| {
            self.low(*at).zip(least.as_ref()).is_some_and(|(low, least)| low < *least)
        });
        let last = self.sorted.partition_point(|at| {
            let high = values.high();
            self.low(*at).zip(high).is_none_or(|(low, high)| low <= high.value)
        });
        let mut found: Vec<usize> = self.unsorted.clone();
        found.extend(self.sorted.get(first..last).into_iter().flatten());
        found.sort_unstable();
        found.into_iter().map(|at| &self.quantities[at]).collect()
    }

    fn low(&self, at: usize) -> Option<Rational> {
        match &self.quantities[at].value {
            Known::Number(value) => value.low().map(|low| low.value),
            Known::Date(_) => None,
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
