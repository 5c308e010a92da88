//! Evaluation over intervals of exact rationals.

mod known;
mod periods;
mod rows;
mod truth;

pub use known::Known;
pub use periods::unlisted_periods;
pub use truth::Truth;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::{Expr, Function, RowRef};
use crate::{
    Bound, Cell, CellId, ColumnId, DateSpan, Figure, Interval, Missing, Naming, Phrase, Rational,
    Rounding, Study, Unit, Variable, say,
};

/// Which numbers a formula is evaluated on: as published, or as some hypothesis would have them.
pub trait Basis {
    /// Every true value that the figure in a cell can stand for.
    fn number(&self, study: &Study, cell: CellId, figure: &Figure) -> Interval;

    /// Every true value that the figure printed by a claim can stand for.
    fn claim(&self, study: &Study, claim: usize, figure: &Figure) -> Interval {
        let claim = &study.claims[claim];
        figure.interval(claim.unit == Unit::Count, study.rounding, claim.approx)
    }

    /// Whether every whole number printed in a column without a sign of inequality stands for
    /// itself alone. Only then may [`Block`](super::Block) read the column instead of asking for
    /// each of its numbers.
    fn is_exact(&self, _study: &Study, _column: ColumnId) -> bool {
        false
    }

    /// The values of a column at face value in ascending order, if they are sorted already. A rank
    /// then need not visit all rows.
    fn sorted(&self, _column: ColumnId) -> Option<&[Rational]> {
        None
    }

    /// Values that are the same on every row, if they are computed already.
    fn known(&self) -> Option<&Known> {
        None
    }
}

/// The published numbers.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// The base that each table's counts are rounded to, where they are.
    pub bases: Vec<Option<u8>>,
    /// Columns whose figures are known to be cut off, not rounded.
    pub truncated: Vec<ColumnId>,
    /// Columns that are ranked, without missing cells: their values at face value in ascending
    /// order.
    pub sorted: BTreeMap<ColumnId, Vec<Rational>>,
    /// Values that are the same on every row of the rules.
    pub known: Known,
}

impl Published {
    /// Computes the values that are the same on every row. All other fields must be complete.
    pub fn prepare(&mut self, study: &Study) {
        Known::add_study(self, study);
    }

    /// The same for a filter that is evaluated on many rows.
    pub(crate) fn prepare_filter(&mut self, study: &Study, filter: Option<&Expr>) {
        Known::add_filter(self, study, filter);
    }

    /// Sorts a column, unless a cell of it is missing or has another unit.
    pub fn sort(&mut self, study: &Study, column: ColumnId) {
        let (table, printed) = study.column(column);
        if !table.row_units.is_empty() {
            return;
        }
        let cells = printed.cells.iter().enumerate();
        let values = cells
            .map(|(row, cell)| self.number(study, CellId { column, row }, cell.figure()?).middle());
        if let Some(mut values) = values.collect::<Option<Vec<_>>>() {
            values.sort();
            self.sorted.insert(column, values);
        }
    }
}

impl Basis for Published {
    fn number(&self, study: &Study, cell: CellId, figure: &Figure) -> Interval {
        let base = self.bases.get(cell.column.table).copied().flatten();
        let rounding = if self.truncated.contains(&cell.column) {
            Some(Rounding::Truncate)
        } else {
            study.rounding
        };
        study.cell_unit(cell).interval(figure, rounding, base)
    }

    fn is_exact(&self, study: &Study, column: ColumnId) -> bool {
        let (table, printed) = study.column(column);
        table.row_units.is_empty()
            && printed.unit == Unit::Count
            && printed.scale == 1
            && self.bases.get(column.table).copied().flatten().is_none()
    }

    fn sorted(&self, column: ColumnId) -> Option<&[Rational]> {
        self.sorted.get(&column).map(Vec::as_slice)
    }

    fn known(&self) -> Option<&Known> {
        Some(&self.known)
    }
}

/// What a formula gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// All numbers that the inputs allow.
    Number(Interval),
    /// A date or span.
    Date(DateSpan),
    /// Words.
    Text(Cow<'a, str>),
    /// Holds, does not, or may.
    Truth(Truth),
    /// Something of a row that is not listed.
    Unknown,
}

/// What a formula gives and how far it can be trusted.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome<'a> {
    /// The value.
    pub value: Value<'a>,
    /// Whether the value depends on rows that the table does not list, and so is only bounded.
    pub bounded: bool,
}

/// Why a formula gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Gap {
    /// An input is missing, and why.
    MissingCell(CellId, Missing),
    /// A claim used as an input prints no number.
    MissingClaim(usize),
    /// A divisor is zero, or may be.
    DivisionByZero,
    /// The first rows have no row so many rows before them.
    NoRowBefore(usize),
    /// The row before has another unit.
    OtherUnit(CellId),
    /// No row passes the filter.
    NoRows,
    /// No row lies in a span of dates.
    NoPeriods(DateSpan),
    /// Rows in a span of dates share days, so that a sum would count these twice.
    PeriodsOverlap(DateSpan),
    /// `over` names fewer rows than are listed.
    FewerThanListed,
    /// No whole number fits the shares that rest on this denominator.
    NoWhole(usize),
    /// `over` is not a whole number of rows, or the table lists every row and it names more.
    NoSuchRows,
}

impl Gap {
    /// Whether no value is possible. That is a fault, not a lack of knowledge.
    pub const fn is_impossible(self) -> bool {
        matches!(self, Self::FewerThanListed | Self::NoWhole(_))
    }

    /// The reason in words, without a full stop.
    pub fn describe(self, study: &Study) -> Phrase {
        match self {
            Self::MissingCell(cell, Missing::Declared(meaning)) => {
                let table = &study.tables[cell.column.table];
                let meaning = table
                    .missing
                    .get(usize::from(meaning))
                    .map_or_else(|| say!("missing"), |(_, meaning)| meaning.into());
                say!("{} is {}", study.cell_name(cell), meaning)
            }
            Self::MissingCell(cell, why) => say!("{} is {}", study.cell_name(cell), why.phrase()),
            Self::MissingClaim(claim) => {
                say!("{} prints no number", study.name(Variable::Claim(claim)))
            }
            Self::DivisionByZero => say!("a divisor is zero, or may be"),
            Self::OtherUnit(cell) => say!("{} has another unit", study.cell_name(cell)),
            Self::NoRowBefore(1) => say!("the first row has no row before it"),
            Self::NoRowBefore(rows) => {
                say!("the first {} rows have no row so far before them", rows.to_string())
            }
            Self::NoPeriods(span) => say!("no period of {} is listed", span.to_string()),
            Self::PeriodsOverlap(span) => {
                say!("periods that are listed of {} overlap", span.to_string())
            }
            Self::NoRows => say!("no row passes the filter"),
            Self::FewerThanListed => say!("fewer rows are counted than are listed"),
            Self::NoWhole(index) => {
                say!("no whole number fits the shares of {}", study.denominators[index].id.as_str())
            }
            Self::NoSuchRows => say!("`over` is not a possible number of rows of this table"),
        }
    }
}

/// Evaluates a formula on `row`, if it is one that is checked per row.
///
/// # Errors
/// [`Gap`] when an input is missing or a divisor may be zero. Never panics.
pub fn evaluate<'a>(
    expr: &'a Expr,
    study: &'a Study,
    basis: &'a impl Basis,
    row: Option<usize>,
) -> Result<Outcome<'a>, Gap> {
    let mut evaluator =
        Evaluator { study, basis, row: row.map_or(Row::None, Row::At), bounded: false };
    let value = evaluator.value(expr)?;
    Ok(Outcome { value, bounded: evaluator.bounded })
}

#[derive(Clone, Copy, PartialEq)]
enum Row {
    None,
    At(usize),
    /// A row that the table does not list.
    Unlisted,
}

struct Evaluator<'a, B> {
    study: &'a Study,
    basis: &'a B,
    row: Row,
    bounded: bool,
}

impl<'a, B: Basis> Evaluator<'a, B> {
    fn value(&mut self, expr: &'a Expr) -> Result<Value<'a>, Gap> {
        Ok(match expr {
            Expr::Number(value) => Value::Number(Interval::Point(value.clone())),
            Expr::Text(text) => Value::Text(text.trim().into()),
            Expr::Date(date) => Value::Date(*date),
            Expr::Cell(column, row) => self.cell(*column, *row)?,
            Expr::Line(table, row) => self.line(*table, *row)?,
            Expr::Claim(claim) => self.claim(*claim)?,
            Expr::Sum(parts) => {
                self.fold(parts, |a, b, subtract| Some(if subtract { a - b } else { a + b }))?
            }
            Expr::Product(parts) => self.fold(parts, |a, b, divide| {
                Some(a * &if divide { b.reciprocal()? } else { b.clone() })
            })?,
            Expr::Negate(inner) => {
                self.number(inner)?.map_or(Value::Unknown, |value| Value::Number(-value))
            }
            Expr::Compare(first, rest) => Value::Truth(self.compare(first, rest)?),
            Expr::And(parts) => Value::Truth(self.truths(parts, Truth::True, Truth::and)?),
            Expr::Or(parts) => Value::Truth(self.truths(parts, Truth::False, Truth::or)?),
            Expr::Not(inner) => Value::Truth(!self.truth(inner)?),
            Expr::Aggregate(aggregate) => self.aggregate(aggregate)?,
            Expr::Rank(column, row, filter) => self.rank(*column, *row, filter.as_deref())?,
            Expr::Named(naming, name) => self.named(*naming, name)?,
            Expr::Denominator(index, except) => Value::Number(self.whole(*index, *except)?),
            Expr::Call(Function::Years, parts) => self.years(parts)?,
            Expr::Call(function, parts) => self.call(*function, parts)?,
            Expr::ShareOfSome(whole) => self.number(whole)?.map_or(Value::Unknown, |_| {
                Value::Number(Interval::closed(Rational::ZERO, Rational::from(100)))
            }),
        })
    }

    /// The number, or `None` if it belongs to a row that is not listed and nothing is known about
    /// it.
    fn number(&mut self, expr: &'a Expr) -> Result<Option<Interval>, Gap> {
        Ok(match self.value(expr)? {
            Value::Number(value) => Some(value),
            _ => None,
        })
    }

    fn truth(&mut self, expr: &'a Expr) -> Result<Truth, Gap> {
        Ok(match self.value(expr)? {
            Value::Truth(truth) => truth,
            _ => Truth::Maybe,
        })
    }

    fn cell(&mut self, column: ColumnId, at: RowRef) -> Result<Value<'a>, Gap> {
        let Some(row) = self.listed(at)? else { return self.unlisted_cell(column) };
        let id = CellId { column, row };
        if matches!(at, RowRef::Before(_))
            && self.study.tables[column.table].has_own_unit(column.column, row)
        {
            return Err(Gap::OtherUnit(id));
        }
        match self.study.cell(id) {
            Cell::Number(figure) => Ok(Value::Number(self.basis.number(self.study, id, figure))),
            Cell::Date(date, _) => Ok(Value::Date(*date)),
            Cell::Text(span) => {
                Ok(Value::Text(trimmed(self.study.tables[column.table].source.field(*span))))
            }
            Cell::Missing(why, _) => Err(Gap::MissingCell(id, *why)),
        }
    }

    /// The row that is meant; `None` for one that the table does not list.
    fn listed(&self, row: RowRef) -> Result<Option<usize>, Gap> {
        match (row, self.row) {
            (RowRef::At(row), _) | (RowRef::Current, Row::At(row)) => Ok(Some(row)),
            (RowRef::Before(rows), Row::At(row)) => {
                row.checked_sub(rows).map(Some).ok_or(Gap::NoRowBefore(rows))
            }
            (_, Row::Unlisted) => Ok(None),
            (_, Row::None) => Err(Gap::NoRows),
        }
    }

    /// The line of a row in the table's own file, behind which the rows of later releases come.
    fn line(&self, table: usize, row: RowRef) -> Result<Value<'a>, Gap> {
        let Some(row) = self.listed(row)? else { return Ok(Value::Unknown) };
        Ok(Value::Number(match self.study.tables[table].line(row) {
            Some(line) => Interval::Point(Rational::from(i128::from(line))),
            None => Interval::at_least(Bound::open(Rational::from(i128::from(u32::MAX)))),
        }))
    }

    fn whole(&self, index: usize, except: Option<usize>) -> Result<Interval, Gap> {
        let denominator = &self.study.denominators[index];
        match self.basis.known().and_then(|known| known.bounds(self.study, index)) {
            Some(bounds) => bounds.candidates(except),
            None => denominator.candidates(self.study, self.basis, except),
        }
    }

    fn named(&mut self, naming: Naming, name: &'a Expr) -> Result<Value<'a>, Gap> {
        let Value::Text(name) = self.value(name)? else { return Ok(Value::Unknown) };
        Ok(Value::Text(match name {
            Cow::Borrowed(name) => self.study.aliases.resolve(name, naming).into(),
            Cow::Owned(name) => self.study.aliases.resolve(&name, naming).to_owned().into(),
        }))
    }

    fn claim(&mut self, index: usize) -> Result<Value<'a>, Gap> {
        let claim = &self.study.claims[index];
        match &claim.published {
            Cell::Number(figure) => Ok(Value::Number(self.basis.claim(self.study, index, figure))),
            Cell::Date(date, _) => Ok(Value::Date(*date)),
            Cell::Text(_) | Cell::Missing(..) => Err(Gap::MissingClaim(index)),
        }
    }

    fn fold(
        &mut self,
        parts: &'a [(bool, Expr)],
        combine: impl Fn(&Interval, &Interval, bool) -> Option<Interval>,
    ) -> Result<Value<'a>, Gap> {
        let mut so_far: Option<Interval> = None;
        for (inverse, part) in parts {
            let Some(next) = self.number(part)? else { return Ok(Value::Unknown) };
            so_far = Some(match so_far {
                None => next,
                Some(left) => combine(&left, &next, *inverse).ok_or(Gap::DivisionByZero)?,
            });
        }
        Ok(so_far.map_or(Value::Unknown, Value::Number))
    }

    fn compare(
        &mut self,
        first: &'a Expr,
        rest: &'a [(super::Comparison, Expr)],
    ) -> Result<Truth, Gap> {
        let mut left = self.value(first)?;
        let mut all = Truth::True;
        for (comparison, expr) in rest {
            let right = self.value(expr)?;
            all = all.and(truth::compare(*comparison, &left, &right));
            left = right;
        }
        Ok(all)
    }

    fn truths(
        &mut self,
        parts: &'a [Expr],
        start: Truth,
        combine: fn(Truth, Truth) -> Truth,
    ) -> Result<Truth, Gap> {
        parts.iter().try_fold(start, |so_far, part| Ok(combine(so_far, self.truth(part)?)))
    }

    fn call(&mut self, function: Function, parts: &'a [Expr]) -> Result<Value<'a>, Gap> {
        let row = match self.row {
            Row::At(row) => Some(row),
            Row::Unlisted | Row::None => None,
        };
        let leaves_out = function.leaves_out(parts, self.study, row);
        let mut values = Vec::with_capacity(2);
        for part in parts {
            if leaves_out && part.is_empty(self.study, row) {
                continue;
            }
            let Some(value) = self.number(part)? else { return Ok(Value::Unknown) };
            values.push(value);
        }
        let hundred = Interval::Point(Rational::from(100));
        let result = match (function, values.as_slice()) {
            (Function::Share, [part, whole]) => ratio(&(part * &hundred), whole)?,
            (Function::Change, [from, to]) => {
                &(&ratio(to, from)? - &Interval::Point(Rational::ONE)) * &hundred
            }
            (Function::Points, [from, to]) => to - from,
            (Function::Part, [percent, whole]) => ratio(&(percent * whole), &hundred)?,
            (Function::Abs, [value]) => value.abs(),
            (Function::Min, [first, rest @ ..]) => rest.iter().fold(first.clone(), |a, b| a.min(b)),
            (Function::Max, [first, rest @ ..]) => rest.iter().fold(first.clone(), |a, b| a.max(b)),
            (Function::Sum, all) => all.iter().fold(zero(), |sum, value| &sum + value),
            (Function::Mean, all) => {
                mean(&all.iter().fold(zero(), |sum, value| &sum + value), all.len())
                    .ok_or(Gap::DivisionByZero)?
            }
            _ => return Ok(Value::Unknown),
        };
        Ok(Value::Number(result))
    }

    fn years(&mut self, parts: &'a [Expr]) -> Result<Value<'a>, Gap> {
        let mut dates = Vec::with_capacity(2);
        for part in parts {
            let Value::Date(date) = self.value(part)? else { return Ok(Value::Unknown) };
            dates.push(date.years());
        }
        let [(from_first, from_last), (to_first, to_last)] = dates[..] else {
            return Ok(Value::Unknown);
        };
        let least = i128::from(to_first) - i128::from(from_last);
        let most = i128::from(to_last) - i128::from(from_first);
        Ok(Value::Number(Interval::closed(Rational::from(least), Rational::from(most))))
    }
}

fn zero() -> Interval {
    Interval::Point(Rational::ZERO)
}

/// A sum of so many values, divided by their number.
fn mean(sum: &Interval, values: usize) -> Option<Interval> {
    Some(sum * &Interval::Point(Rational::new(1, i128::try_from(values).ok()?)?))
}

fn ratio(top: &Interval, bottom: &Interval) -> Result<Interval, Gap> {
    bottom.reciprocal().map(|inverse| top * &inverse).ok_or(Gap::DivisionByZero)
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => text.trim().into(),
        Cow::Owned(text) => text.trim().to_owned().into(),
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(interval) => write!(f, "{interval}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Text(text) => f.write_str(text),
            Self::Truth(truth) => write!(f, "{truth}"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}
