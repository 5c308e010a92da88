//! Evaluation of a block of rows at once, for formulas of whole numbers and their quotients.
//!
//! Walking a formula costs more than its arithmetic. Over a block of rows each part of the formula
//! is visited once, each column is read once for all rules, and the values are contiguous. What
//! does not fit here (a rounded input, an aggregate, a missing cell, a number too big for a machine
//! word) is left to [`super::evaluate`].

use std::ops::Range;
use std::rc::Rc;

use super::{Basis, Expr, Function, RowRef};
use crate::{Cell, ColumnId, Fraction, Qualifier, Rational, Study};

/// One value per row of a block; [`Fraction::NONE`] where the row must be evaluated on its own.
pub type Lane = Rc<[Fraction]>;

/// A block of rows of one table, and its columns as far as formulas asked for them.
pub struct Block<'a, B> {
    study: &'a Study,
    basis: &'a B,
    rows: Range<usize>,
    columns: Vec<(ColumnId, RowRef, Lane)>,
}

impl<'a, B: Basis> Block<'a, B> {
    /// A block of rows, which the table must have.
    pub const fn new(study: &'a Study, basis: &'a B, rows: Range<usize>) -> Self {
        Self { study, basis, rows, columns: Vec::new() }
    }

    /// The formula's value on every row, or `None` if machine words cannot compute it.
    pub fn evaluate(&mut self, expr: &Expr) -> Option<Lane> {
        match expr {
            Expr::Number(value) => Some(self.constant(fraction(value)?)),
            Expr::Cell(column, row) => self.column(*column, *row),
            Expr::Sum(parts) => {
                self.fold(parts, |a, b, subtract| a.plus(if subtract { b.negated() } else { b }))
            }
            Expr::Product(parts) => {
                self.fold(parts, |a, b, divide| if divide { a.over(b) } else { a.times(b) })
            }
            Expr::Negate(inner) => {
                Some(self.evaluate(inner)?.iter().map(|value| value.negated()).collect())
            }
            Expr::Call(function, parts) => self.call(*function, parts),
            _ => None,
        }
    }

    fn constant(&self, value: Fraction) -> Lane {
        std::iter::repeat_n(value, self.rows.len()).collect()
    }

    fn fold(
        &mut self,
        parts: &[(bool, Expr)],
        combine: impl Fn(Fraction, Fraction, bool) -> Fraction,
    ) -> Option<Lane> {
        let ((_, first), rest) = parts.split_first()?;
        rest.iter().try_fold(self.evaluate(first)?, |so_far, (inverse, part)| {
            let next = self.evaluate(part)?;
            Some(zip(&so_far, &next, |a, b| combine(a, b, *inverse)))
        })
    }

    fn call(&mut self, function: Function, parts: &[Expr]) -> Option<Lane> {
        let [first, second] = parts else { return None };
        if !matches!(
            function,
            Function::Share | Function::Change | Function::Points | Function::Part
        ) {
            return None;
        }
        let (first, second) = (self.evaluate(first)?, self.evaluate(second)?);
        let hundred = Fraction::from(100);
        // One loop per function, so that rows need not ask again which function it is.
        Some(match function {
            Function::Share => zip(&first, &second, |part, whole| part.times(hundred).over(whole)),
            Function::Change => {
                zip(&first, &second, |from, to| difference(from, to).times(hundred).over(from))
            }
            Function::Part => {
                zip(&first, &second, |percent, whole| percent.times(whole).over(hundred))
            }
            _ => zip(&first, &second, difference),
        })
    }

    fn column(&mut self, column: ColumnId, row: RowRef) -> Option<Lane> {
        if let Some((.., lane)) =
            self.columns.iter().find(|(known, at, _)| (*known, *at) == (column, row))
        {
            return Some(Rc::clone(lane));
        }
        if !self.basis.is_exact(self.study, column) {
            return None;
        }
        let cells = &self.study.column(column).1.cells;
        let lane = match row {
            RowRef::Current => cells.get(self.rows.clone())?.iter().map(whole).collect(),
            RowRef::Before(rows) => self
                .rows
                .clone()
                .map(|row| {
                    let before = row.checked_sub(rows).and_then(|row| cells.get(row));
                    before.map_or(Fraction::NONE, whole)
                })
                .collect(),
            RowRef::At(row) => self.constant(whole(cells.get(row)?)),
        };
        self.columns.push((column, row, Rc::clone(&lane)));
        Some(lane)
    }
}

fn zip(a: &[Fraction], b: &[Fraction], combine: impl Fn(Fraction, Fraction) -> Fraction) -> Lane {
    a.iter().zip(b).map(|(a, b)| combine(*a, *b)).collect()
}

#[inline]
fn difference(from: Fraction, to: Fraction) -> Fraction {
    to.plus(from.negated())
}

/// The whole number that a cell of an exact column prints.
fn whole(cell: &Cell) -> Fraction {
    match cell {
        Cell::Number(figure) if figure.qualifier == Qualifier::Is && figure.decimals() == 0 => {
            Fraction::from(figure.mantissa())
        }
        _ => Fraction::NONE,
    }
}

fn fraction(value: &Rational) -> Option<Fraction> {
    value.to_integer()?.try_into().map(i64::into).ok()
}
