//! A rule solved for one of its inputs: which values of it would give the printed target.

use crossfoot_core::formula::{Aggregate, AggregateKind, Comparison, Expr, Function, Value, evaluate};
use crossfoot_core::{CellId, ColumnId, Interval, Rational, Study, Variable};

use super::overlay::Overlay;

/// A formula on a row, with the numbers that its other inputs have.
#[derive(Clone, Copy)]
pub(super) struct Equation<'a> {
    pub(super) study: &'a Study,
    pub(super) basis: &'a Overlay<'a>,
    pub(super) row: Option<usize>,
    pub(super) unknown: Variable,
}

impl Equation<'_> {
    /// Every value of the unknown for which the formula can give a value of `goal`. `None` where the formula reads the unknown more than once
    /// or in a way that cannot be undone.
    pub(super) fn solve(&self, expr: &Expr, goal: Interval) -> Option<Interval> {
        let hundred = || Interval::Point(Rational::from(100));
        let times = |a: &Interval, b: &Interval| Some(a * b);
        let over = |a: &Interval, b: &Interval| Some(a * &b.reciprocal()?);
        match expr {
            Expr::Cell(..) | Expr::Claim(_) => Some(goal),
            Expr::Negate(inner) => self.solve(inner, -goal),
            Expr::Sum(parts) => {
                let (subtracted, part) = self.only(parts.iter().map(|(subtracted, part)| (*subtracted, part)))?;
                let others = parts.iter().filter(|(_, other)| !std::ptr::eq(other, part));
                let rest = others.map(|(minus, other)| self.value(other).map(|value| if *minus { -value } else { value }));
                let rest = rest.reduce(|a, b| Some(&a? + &b?)).unwrap_or(Some(Interval::Point(Rational::ZERO)))?;
                self.solve(part, if subtracted { &rest - &goal } else { &goal - &rest })
            }
            Expr::Product(parts) => {
                let (divides, part) = self.only(parts.iter().map(|(divides, part)| (*divides, part)))?;
                let others = parts.iter().filter(|(_, other)| !std::ptr::eq(other, part));
                let rest = others.map(|(divides, other)| self.value(other).and_then(|value| if *divides { value.reciprocal() } else { Some(value) }));
                let rest = rest.reduce(|a, b| times(&a?, &b?)).unwrap_or(Some(Interval::Point(Rational::ONE)))?;
                self.solve(part, if divides { over(&rest, &goal)? } else { over(&goal, &rest)? })
            }
            Expr::Call(function, parts) => {
                let (at, part) = self.only(parts.iter().enumerate())?;
                let other = |at: usize| self.value(parts.get(at)?);
                let goal = match (function, at) {
                    (Function::Share, 0) => over(&(&goal * &other(1)?), &hundred())?,
                    (Function::Share, _) => over(&(&other(0)? * &hundred()), &goal)?,
                    (Function::Change, 0) => over(&other(1)?, &factor(&goal))?,
                    (Function::Change, _) => times(&other(0)?, &factor(&goal))?,
                    (Function::Points, 0) => &other(1)? - &goal,
                    (Function::Points, _) => &goal + &other(0)?,
                    (Function::Part, at) => over(&(&goal * &hundred()), &other(1 - at)?)?,
                    (Function::Abs, _) if self.value(part)?.middle().is_some_and(|value| value.signum() < 0) => -goal,
                    (Function::Abs, _) => goal,
                    (Function::Min | Function::Max | Function::Years, _) => return None,
                };
                self.solve(part, goal)
            }
            Expr::Compare(left, rest) => {
                let [(Comparison::Equal, right)] = rest.as_slice() else { return None };
                match (self.count(left), self.count(right)) {
                    (1, 0) => self.solve(left, self.value(right)?),
                    (0, 1) => self.solve(right, self.value(left)?),
                    _ => None,
                }
            }
            Expr::Aggregate(aggregate) => self.term(expr, aggregate, &goal),
            _ => None,
        }
    }

    /// The unknown as a term of a sum over rows.
    fn term(&self, expr: &Expr, aggregate: &Aggregate, goal: &Interval) -> Option<Interval> {
        let Variable::Cell(CellId { column, .. }) = self.unknown else { return None };
        if aggregate.kind != AggregateKind::Sum || aggregate.column.map(|own| ColumnId { table: aggregate.table, column: own }) != Some(column) {
            return None;
        }
        let whole = self.value(expr)?;
        let Value::Number(own) = evaluate(&self.reference()?, self.study, self.basis, None).ok()?.value else { return None };
        // Of rounded rows the own share of the width is taken out with the value, so that it is not counted twice.
        let rest = match (whole.low().zip(own.low()), whole.high().zip(own.high())) {
            (Some((low, own_low)), Some((high, own_high))) => Interval::closed(low.value - own_low.value, high.value - own_high.value),
            _ => return None,
        };
        Some(goal - &rest)
    }

    fn reference(&self) -> Option<Expr> {
        match self.unknown {
            Variable::Cell(cell) => Some(Expr::Cell(cell.column, crossfoot_core::formula::RowRef::At(cell.row))),
            Variable::Claim(claim) => Some(Expr::Claim(claim)),
        }
    }

    /// The single part that reads the unknown, once.
    fn only<'e, T>(&self, parts: impl Iterator<Item = (T, &'e Expr)>) -> Option<(T, &'e Expr)> {
        let mut reading = parts.map(|(mark, part)| (self.count(part), mark, part)).filter(|(count, ..)| *count > 0);
        let (count, mark, part) = reading.next()?;
        (count == 1 && reading.next().is_none()).then_some((mark, part))
    }

    /// How often a part reads the unknown.
    fn count(&self, expr: &Expr) -> usize {
        let mut count = 0;
        crossfoot_core::formula::inputs(expr, self.study, self.row, &mut |input| count += usize::from(input == self.unknown));
        count
    }

    fn value(&self, expr: &Expr) -> Option<Interval> {
        match evaluate(expr, self.study, self.basis, self.row) {
            Ok(outcome) if !outcome.bounded => match outcome.value {
                Value::Number(value) => Some(value),
                _ => None,
            },
            _ => None,
        }
    }
}

/// 1 + change ÷ 100.
fn factor(change: &Interval) -> Interval {
    let hundredth = Interval::Point(Rational::power_of_ten(-2));
    &(change * &hundredth) + &Interval::Point(Rational::ONE)
}
