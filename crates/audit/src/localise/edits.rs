//! Rules as linear edits: which figures are consistent with each other.
//!
//! An edit bounds a linear expression of printed figures; rounding widens the bounds. A product of
//! two figures, a share or a change is linear as long as one factor keeps its value: that figure is
//! then *assumed*, and what follows from the edit holds only while it is as printed.

use std::collections::BTreeSet;

use crossfoot_core::formula::{
    Aggregate, AggregateKind, Basis, Comparison, Expr, Function, Gap, Published, RowRef, Truth,
    Value, evaluate,
};
use crossfoot_core::{
    Bound, Cell, CellId, ColumnId, Interval, Rational, Study, Target, Unit, Variable,
};

use super::band::{Band, Linear};
use super::left_out::Reason;
use crate::CheckId;
use crate::check::acceptable;

/// Why an expression is not linear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotLinear {
    /// It is never linear.
    Ever(Reason),
    /// It is not while figures that are multiplied or divided are both free to change.
    Now,
}

impl From<Gap> for NotLinear {
    fn from(gap: Gap) -> Self {
        Self::Ever(Reason::Gap(gap))
    }
}

/// What a linear expression of figures must lie in.
#[derive(Clone, Debug)]
pub(super) struct Requirement {
    pub(super) terms: Vec<(Variable, Rational)>,
    pub(super) bounds: Interval,
}

/// The edit of a check: everything that must hold while the assumed figures stay as they are.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) requirements: Vec<Requirement>,
    pub(super) assumed: BTreeSet<Variable>,
}

/// A quotient whose divisor, where it has one, may change and is positive.
struct Quotient {
    top: Band,
    bottom: Option<Band>,
}

impl From<Band> for Quotient {
    fn from(top: Band) -> Self {
        Self { top, bottom: None }
    }
}

/// A study whose rules are read as linear edits: which figures may change, and what they are.
pub(super) struct Linearise<'a, F, V> {
    pub(super) study: &'a Study,
    pub(super) basis: &'a Published,
    /// Whether a figure may change.
    pub(super) free: F,
    /// What it is while it does not.
    pub(super) value: V,
}

impl<F: Fn(Variable) -> bool, V: Fn(Variable) -> Rational> Linearise<'_, F, V> {
    /// The edit of a check that is not left out.
    pub(super) fn edit(&self, id: CheckId) -> Result<Edit, NotLinear> {
        let rule = &self.study.rules[id.rule];
        let formula = rule.formula.as_ref().ok_or(NotLinear::Ever(Reason::NoFormula))?;
        let mut parts = Parts {
            context: self,
            row: id.row,
            edit: Edit { requirements: Vec::new(), assumed: BTreeSet::new() },
        };
        let target = rule.variable(id.row);
        match target.filter(|target| self.study.printed(*target).figure().is_some()) {
            Some(target) => {
                let formula = parts.value(&formula.expr)?;
                let whole = formula.bottom.is_none() && formula.top.is_whole();
                let accepted = acceptable(self.study, self.basis, id, whole)
                    .ok_or(NotLinear::Ever(Reason::NotLinear))?;
                let target = Band::variable(
                    target,
                    &(&accepted - &Interval::Point(face_value(self.study, target))),
                );
                let difference = parts.plus(formula, target.negated().into())?;
                parts.require(&difference.top, Comparison::Equal);
            }
            None => {
                // The words of a claim are assumed; if they change, the claim asserts nothing.
                if let (Target::Claim(_), Some(claim)) = (rule.target, target) {
                    parts.edit.assumed.insert(claim);
                    if (self.free)(claim) {
                        return Ok(parts.edit);
                    }
                }
                parts.statement(&formula.expr)?;
            }
        }
        Ok(parts.edit)
    }
}

/// The number that a variable prints, in whole units; zero for words.
pub(super) fn face_value(study: &Study, variable: Variable) -> Rational {
    let printed = study
        .printed(variable)
        .figure()
        .map_or(Rational::ZERO, |figure| figure.value().to_rational());
    printed * Rational::from(i128::from(study.scale(variable)))
}

/// An edit in the making.
struct Parts<'a, F, V> {
    context: &'a Linearise<'a, F, V>,
    row: Option<usize>,
    edit: Edit,
}

impl<F: Fn(Variable) -> bool, V: Fn(Variable) -> Rational> Parts<'_, F, V> {
    fn statement(&mut self, expr: &Expr) -> Result<(), NotLinear> {
        match expr {
            Expr::And(parts) => parts.iter().try_for_each(|part| self.statement(part)),
            Expr::Compare(first, rest) => {
                let mut left: &Expr = first;
                for (sign, right) in rest {
                    let (a, b) = (self.value(left)?, self.value(right)?);
                    let difference = self.plus(a, negated(b))?;
                    self.require(&difference.top, *sign);
                    left = right;
                }
                Ok(())
            }
            _ => Err(NotLinear::Ever(Reason::NotLinear)),
        }
    }

    /// Requires that some value of the band compares with zero as the sign says.
    fn require(&mut self, band: &Band, sign: Comparison) {
        let rows = match (sign, &band.low, &band.high) {
            (Comparison::Equal, Some(low), Some(high)) if low.terms == high.terms => {
                let (at_least, at_most) =
                    (end_at_zero(high, high.closed), end_at_zero(low, low.closed));
                [Some(requirement(low, Some(at_least), Some(at_most))), None]
            }
            (Comparison::Equal | Comparison::Unequal, ..) => {
                [at_most(band, true), at_least(band, true)]
            }
            (Comparison::Less, ..) => [at_most(band, false), None],
            (Comparison::LessOrEqual, ..) => [at_most(band, true), None],
            (Comparison::Greater, ..) => [at_least(band, false), None],
            (Comparison::GreaterOrEqual, ..) => [at_least(band, true), None],
        };
        self.edit.requirements.extend(rows.into_iter().flatten());
    }

    /// Requires that every value of the band is positive.
    fn require_positive(&mut self, band: &Band) {
        self.require(&Band { low: None, high: band.low.clone() }, Comparison::Greater);
    }

    fn value(&mut self, expr: &Expr) -> Result<Quotient, NotLinear> {
        match expr {
            Expr::Number(value) => Ok(constant(value.clone())),
            Expr::Cell(column, row) => self.cell(*column, *row).map(Quotient::from),
            Expr::Claim(claim) => {
                Ok(self.figure(Variable::Claim(*claim)).ok_or(Gap::MissingClaim(*claim))?.into())
            }
            Expr::Negate(inner) => self.value(inner).map(negated),
            Expr::Sum(parts) => {
                parts.iter().try_fold(constant(Rational::ZERO), |sum, (subtract, part)| {
                    let part = self.value(part)?;
                    self.plus(sum, if *subtract { negated(part) } else { part })
                })
            }
            Expr::Product(parts) => {
                parts.iter().try_fold(constant(Rational::ONE), |product, (divide, part)| {
                    let part = self.value(part)?;
                    if *divide { self.over(product, part) } else { self.times(product, part) }
                })
            }
            Expr::Aggregate(aggregate) => self.aggregate(expr, aggregate).map(Quotient::from),
            Expr::Call(function, arguments) => self.call(*function, arguments),
            _ => Err(NotLinear::Ever(Reason::NotLinear)),
        }
    }

    fn call(&mut self, function: Function, arguments: &[Expr]) -> Result<Quotient, NotLinear> {
        let arguments = function.taking_part(arguments, self.context.study, self.row);
        let values = arguments
            .into_iter()
            .map(|argument| self.value(argument))
            .collect::<Result<Vec<_>, _>>()?;
        match function {
            Function::Mean => return self.mean(values),
            Function::Sum => return self.sum(values),
            _ => {}
        }
        let mut values = values.into_iter();
        let (Some(first), Some(second)) = (values.next(), values.next()) else {
            return Err(NotLinear::Ever(Reason::NotLinear));
        };
        let hundred = constant(Rational::from(100));
        match function {
            Function::Share => {
                let top = self.times(first, hundred)?;
                self.over(top, second)
            }
            Function::Change => {
                let ratio = self.times(second, hundred)?;
                let ratio = self.over(ratio, first)?;
                self.plus(ratio, constant(Rational::from(-100)))
            }
            Function::Points => self.plus(second, negated(first)),
            Function::Part => {
                let product = self.times(first, second)?;
                self.over(product, hundred)
            }
            Function::Abs
            | Function::Min
            | Function::Max
            | Function::Sum
            | Function::Mean
            | Function::Years => Err(NotLinear::Ever(Reason::NotLinear)),
        }
    }

    fn mean(&mut self, values: Vec<Quotient>) -> Result<Quotient, NotLinear> {
        let share = constant(reciprocal(values.len())?);
        let sum = self.sum(values)?;
        self.times(sum, share)
    }

    fn sum(&mut self, values: Vec<Quotient>) -> Result<Quotient, NotLinear> {
        values.into_iter().try_fold(constant(Rational::ZERO), |sum, value| self.plus(sum, value))
    }

    fn cell(&self, column: ColumnId, row: RowRef) -> Result<Band, NotLinear> {
        let before = if let RowRef::Before(rows) = row { rows } else { 0 };
        let row = row.resolve(self.row).ok_or(Gap::NoRowBefore(before))?;
        self.cell_at(CellId { column, row })
    }

    fn cell_at(&self, cell: CellId) -> Result<Band, NotLinear> {
        match self.context.study.cell(cell) {
            Cell::Missing(why, _) => Err(Gap::MissingCell(cell, *why).into()),
            _ => self.figure(Variable::Cell(cell)).ok_or(NotLinear::Ever(Reason::NotLinear)),
        }
    }

    /// A printed number with the slack of its rounding.
    fn figure(&self, variable: Variable) -> Option<Band> {
        let study = self.context.study;
        let figure = study.printed(variable).figure()?;
        let interval = match variable {
            Variable::Cell(cell) => self.context.basis.number(study, cell, figure),
            Variable::Claim(claim) => figure.interval(
                study.claims[claim].unit == Unit::Count,
                study.rounding,
                study.claims[claim].approx,
            ),
        };
        Some(Band::variable(variable, &(&interval - &Interval::Point(face_value(study, variable)))))
    }

    fn aggregate(&self, expr: &Expr, aggregate: &Aggregate) -> Result<Band, NotLinear> {
        let (study, basis) = (self.context.study, self.context.basis);
        let adds = matches!(aggregate.kind, AggregateKind::Sum | AggregateKind::Mean);
        let Some(column) = aggregate.column.filter(|_| adds) else {
            return match evaluate(expr, study, basis, self.row)?.value {
                Value::Number(count) => Ok(Band::constant(&count)),
                _ => Err(NotLinear::Ever(Reason::NotLinear)),
            };
        };
        let (mut sum, mut values) = (Band::constant(&Interval::Point(Rational::ZERO)), 0);
        let span = aggregate.span(study, self.row);
        for row in aggregate.rows(study) {
            match aggregate.lies_in(study, span, row) {
                Truth::True => {}
                Truth::False => continue,
                Truth::Maybe => return Err(NotLinear::Ever(Reason::Filter)),
            }
            let passes = match &aggregate.filter {
                Some(filter) => evaluate(filter, study, basis, Some(row))?.value,
                None => Value::Truth(Truth::True),
            };
            match passes {
                Value::Truth(Truth::True) => {
                    values += 1;
                    sum = sum.plus(&self.cell_at(CellId {
                        column: ColumnId { table: aggregate.table, column },
                        row,
                    })?)
                }
                Value::Truth(Truth::False) => {}
                _ => return Err(NotLinear::Ever(Reason::Filter)),
            }
        }
        match aggregate.kind {
            AggregateKind::Mean => Ok(sum.scaled(&reciprocal(values)?)),
            _ => Ok(sum),
        }
    }

    fn plus(&mut self, a: Quotient, b: Quotient) -> Result<Quotient, NotLinear> {
        let (top, bottom, other) = match (a, b) {
            (Quotient { top: a, bottom: None }, Quotient { top: b, bottom: None }) => {
                return Ok(a.plus(&b).into());
            }
            (Quotient { top, bottom: Some(bottom) }, Quotient { top: other, bottom: None })
            | (Quotient { top: other, bottom: None }, Quotient { top, bottom: Some(bottom) }) => {
                (top, bottom, other)
            }
            _ => return Err(NotLinear::Now),
        };
        // top ÷ bottom + other = (top + other × bottom) ÷ bottom
        let other = self.product(bottom.clone(), other)?;
        Ok(Quotient { top: top.plus(&other), bottom: Some(bottom) })
    }

    fn times(&mut self, a: Quotient, b: Quotient) -> Result<Quotient, NotLinear> {
        let bottom = match (a.bottom, b.bottom) {
            (Some(_), Some(_)) => return Err(NotLinear::Now),
            (bottom, None) | (None, bottom) => bottom,
        };
        Ok(Quotient { top: self.product(a.top, b.top)?, bottom })
    }

    fn over(&mut self, a: Quotient, b: Quotient) -> Result<Quotient, NotLinear> {
        if b.bottom.is_some() {
            return Err(NotLinear::Now);
        }
        if !self.is_free(&b.top) {
            let inverse = self.assume(&b.top).reciprocal().ok_or(Gap::DivisionByZero)?;
            return Ok(Quotient {
                top: self.product(a.top, Band::constant(&inverse))?,
                bottom: a.bottom,
            });
        }
        match (a.bottom, self.sign(&b.top)?) {
            (Some(_), _) => Err(NotLinear::Now),
            (None, sign) => {
                let bottom = b.top.scaled(&sign);
                self.require_positive(&bottom);
                Ok(Quotient { top: a.top.scaled(&sign), bottom: Some(bottom) })
            }
        }
    }

    /// A product; the figures of a factor that does not change are assumed.
    fn product(&mut self, a: Band, b: Band) -> Result<Band, NotLinear> {
        let (factor, other) = match (self.is_free(&a), self.is_free(&b)) {
            (_, false) => (b, a),
            (false, true) => (a, b),
            (true, true) => return Err(NotLinear::Now),
        };
        let factor = self.assume(&factor);
        if let Some(factor) = factor.as_point() {
            return Ok(other.scaled(factor));
        }
        if !self.is_free(&other) {
            return Ok(Band::constant(&(&self.assume(&other) * &factor)));
        }
        let sign = self.sign(&other)?;
        let other = other.scaled(&sign);
        self.require_positive(&other);
        Ok(other.times_interval(&(&factor * &Interval::Point(sign))))
    }

    fn is_free(&self, band: &Band) -> bool {
        band.variables().any(|variable| (self.context.free)(variable))
    }

    /// What a band is while its figures stay as they are.
    fn assume(&mut self, band: &Band) -> Interval {
        self.edit.assumed.extend(band.variables());
        band.at(&self.context.value)
    }

    /// 1 or −1: a changed divisor or factor keeps its sign.
    fn sign(&self, band: &Band) -> Result<Rational, NotLinear> {
        let (value, zero) = (band.at(&self.context.value), Interval::Point(Rational::ZERO));
        match (zero.below(&value), value.below(&zero)) {
            (true, _) => Ok(Rational::ONE),
            (_, true) => Ok(-Rational::ONE),
            _ => Err(Gap::DivisionByZero.into()),
        }
    }
}

/// One over a number of values.
fn reciprocal(values: usize) -> Result<Rational, Gap> {
    Rational::from(values as i128).reciprocal().ok_or(Gap::NoRows)
}

fn negated(value: Quotient) -> Quotient {
    Quotient { top: value.top.negated(), bottom: value.bottom }
}

fn constant(value: Rational) -> Quotient {
    Quotient::from(Band::constant(&Interval::Point(value)))
}

/// The requirement that the terms of an end lie within bounds.
fn requirement(end: &Linear, low: Option<Bound>, high: Option<Bound>) -> Requirement {
    Requirement { terms: end.terms.clone().into_iter().collect(), bounds: Interval::new(low, high) }
}

/// The bound on the terms of an end where the end itself is zero.
fn end_at_zero(end: &Linear, closed: bool) -> Bound {
    Bound { value: -end.constant.clone(), closed }
}

/// The requirement that the low end of a band is at most zero, or below zero.
fn at_most(band: &Band, closed: bool) -> Option<Requirement> {
    let end = band.low.as_ref()?;
    Some(requirement(end, None, Some(end_at_zero(end, closed && end.closed))))
}

/// The requirement that the high end of a band is at least zero, or above zero.
fn at_least(band: &Band, closed: bool) -> Option<Requirement> {
    let end = band.high.as_ref()?;
    Some(requirement(end, Some(end_at_zero(end, closed && end.closed)), None))
}
