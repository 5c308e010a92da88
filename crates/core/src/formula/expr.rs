//! Compiled formulas: names replaced by places in the study.

use std::ops::RangeInclusive;

use super::Comparison;
use crate::{Cell, CellId, ColumnId, DateSpan, Missing, Naming, Rational, Study};

/// A formula ready to be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A number.
    Number(Rational),
    /// Words.
    Text(String),
    /// A date.
    Date(DateSpan),
    /// A cell.
    Cell(ColumnId, RowRef),
    /// The line of the file on which a row of a table starts.
    Line(usize, RowRef),
    /// What a claim printed.
    Claim(usize),
    /// Terms and whether each is subtracted.
    Sum(Vec<(bool, Expr)>),
    /// Factors and whether each divides.
    Product(Vec<(bool, Expr)>),
    /// The negative.
    Negate(Box<Expr>),
    /// A chain of comparisons.
    Compare(Box<Expr>, Vec<(Comparison, Expr)>),
    /// All hold.
    And(Vec<Expr>),
    /// One holds.
    Or(Vec<Expr>),
    /// Does not hold.
    Not(Box<Expr>),
    /// A sum, mean, count, least or greatest value over rows.
    Aggregate(Box<Aggregate>),
    /// The rank of a cell in its column, largest first, among the rows that pass a filter.
    Rank(ColumnId, RowRef, Option<Box<Expr>>),
    /// A whole that was not printed, by its index, inferred from all shares that rest on it, or
    /// from all but the share of one row.
    Denominator(usize, Option<usize>),
    /// The institution or group behind a name.
    Named(Naming, Box<Expr>),
    /// A function of values.
    Call(Function, Vec<Expr>),
    /// The share of some whole number out of a known total; only as a whole formula.
    ShareOfSome(Box<Expr>),
}

/// Which row of a table a cell reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRef {
    /// The row the rule is checked on, or the row a filter looks at.
    Current,
    /// A row so many rows before it.
    Before(usize),
    /// A fixed row.
    At(usize),
}

/// An aggregate such as `sum(column[#4..#12] where filter within span over n)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// What is done with the values.
    pub kind: AggregateKind,
    /// The table whose rows it runs over.
    pub table: usize,
    /// The column, absent where rows are counted.
    pub column: Option<usize>,
    /// The rows that it is limited to; `None` for all.
    pub range: Option<RangeInclusive<usize>>,
    /// Which rows.
    pub filter: Option<Expr>,
    /// The span of dates that the rows lie in.
    pub within: Option<Within>,
    /// How many rows there are, listed or not.
    pub over: Option<Expr>,
}

/// A span of dates that rows lie in.
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// The column of the table that dates its rows.
    pub period: usize,
    /// The span, on the rule's own row.
    pub span: Expr,
}

/// What an aggregate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AggregateKind {
    /// Adds.
    Sum,
    /// Adds, and divides by the number of values.
    Mean,
    /// Counts rows.
    Count,
    /// Least value.
    Min,
    /// Greatest value.
    Max,
}

impl AggregateKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Sum, Self::Mean, Self::Count, Self::Min, Self::Max];

    /// As written in a formula.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Count => "count",
            Self::Min => "min",
            Self::Max => "max",
        }
    }
}

/// A function of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// 100 × part ÷ whole, in percent.
    Share,
    /// 100 × (to ÷ from − 1), in percent.
    Change,
    /// to − from, of percentages, in percentage points.
    Points,
    /// percent × whole ÷ 100.
    Part,
    /// The magnitude.
    Abs,
    /// The least of its arguments.
    Min,
    /// The greatest of its arguments.
    Max,
    /// The sum of those of its arguments that are not empty cells.
    Sum,
    /// The arithmetic mean of its arguments.
    Mean,
    /// Calendar years from one date to another.
    Years,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Share,
        Self::Change,
        Self::Points,
        Self::Part,
        Self::Abs,
        Self::Min,
        Self::Max,
        Self::Sum,
        Self::Mean,
        Self::Years,
    ];

    /// As written in a formula.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Change => "change",
            Self::Points => "points",
            Self::Part => "part",
            Self::Abs => "abs",
            Self::Min => "min",
            Self::Max => "max",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Years => "years",
        }
    }

    /// Whether it takes any number of arguments.
    pub const fn is_variadic(self) -> bool {
        matches!(self, Self::Min | Self::Max | Self::Sum | Self::Mean)
    }

    /// The names of its arguments.
    pub const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Share => &["part", "whole"],
            Self::Change | Self::Points | Self::Years => &["from", "to"],
            Self::Part => &["percent", "whole"],
            Self::Abs => &["value"],
            Self::Min | Self::Max | Self::Sum | Self::Mean => &["value", "value"],
        }
    }

    /// Those of its arguments that take part: all but the empty cells that a sum leaves out.
    pub fn taking_part<'a>(
        self,
        arguments: &'a [Expr],
        study: &Study,
        row: Option<usize>,
    ) -> Vec<&'a Expr> {
        let leaves_out = self.leaves_out(arguments, study, row);
        arguments.iter().filter(|part| !leaves_out || !part.is_empty(study, row)).collect()
    }

    /// Whether it leaves out those of its arguments that are empty: a sum does, as in a range of
    /// rows, unless all of them are empty.
    pub(super) fn leaves_out(self, arguments: &[Expr], study: &Study, row: Option<usize>) -> bool {
        self == Self::Sum && !arguments.iter().all(|part| part.is_empty(study, row))
    }
}

impl Expr {
    /// Whether it is a cell that is empty.
    pub(super) fn is_empty(&self, study: &Study, row: Option<usize>) -> bool {
        let Self::Cell(column, at) = self else { return false };
        let row = at.resolve(row);
        row.is_some_and(|row| {
            let cell = study.cell(CellId { column: *column, row });
            matches!(cell, Cell::Missing(Missing::Empty, _))
        })
    }

    /// Calls `visit` on this and every part of it, except the filters of aggregates and ranks, and
    /// the spans that rows lie in.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::Number(_)
            | Self::Text(_)
            | Self::Date(_)
            | Self::Cell(..)
            | Self::Line(..)
            | Self::Claim(_)
            | Self::Rank(..)
            | Self::Denominator(..) => {}
            Self::Sum(parts) | Self::Product(parts) => {
                parts.iter().for_each(|(_, part)| part.walk(visit))
            }
            Self::Negate(inner)
            | Self::Not(inner)
            | Self::ShareOfSome(inner)
            | Self::Named(_, inner) => inner.walk(visit),
            Self::Compare(first, rest) => {
                first.walk(visit);
                rest.iter().for_each(|(_, part)| part.walk(visit));
            }
            Self::And(parts) | Self::Or(parts) | Self::Call(_, parts) => {
                parts.iter().for_each(|part| part.walk(visit))
            }
            Self::Aggregate(aggregate) => aggregate.over.iter().for_each(|part| part.walk(visit)),
        }
    }

    /// Whether this or a part of it, of those that [`walk`](Self::walk) visits, passes a test.
    pub fn any(&self, mut test: impl FnMut(&Self) -> bool) -> bool {
        let mut found = false;
        self.walk(&mut |part| found = found || test(part));
        found
    }

    /// A copy in which every part that `replace` answers for is replaced, outermost first.
    #[must_use]
    pub fn rewrite(&self, replace: &mut impl FnMut(&Self) -> Option<Self>) -> Self {
        if let Some(new) = replace(self) {
            return new;
        }
        match self {
            Self::And(parts) => Self::And(Self::rewrite_all(parts, replace)),
            Self::Or(parts) => Self::Or(Self::rewrite_all(parts, replace)),
            Self::Call(function, parts) => Self::Call(*function, Self::rewrite_all(parts, replace)),
            Self::Sum(parts) => Self::Sum(Self::rewrite_signed(parts, replace)),
            Self::Product(parts) => Self::Product(Self::rewrite_signed(parts, replace)),
            Self::Negate(inner) => Self::Negate(Box::new(inner.rewrite(replace))),
            Self::Not(inner) => Self::Not(Box::new(inner.rewrite(replace))),
            Self::Named(naming, inner) => Self::Named(*naming, Box::new(inner.rewrite(replace))),
            Self::ShareOfSome(inner) => Self::ShareOfSome(Box::new(inner.rewrite(replace))),
            Self::Compare(first, rest) => {
                Self::Compare(Box::new(first.rewrite(replace)), Self::rewrite_signed(rest, replace))
            }
            Self::Number(_)
            | Self::Text(_)
            | Self::Date(_)
            | Self::Cell(..)
            | Self::Line(..)
            | Self::Claim(_)
            | Self::Aggregate(_)
            | Self::Rank(..)
            | Self::Denominator(..) => self.clone(),
        }
    }

    fn rewrite_all(parts: &[Self], replace: &mut impl FnMut(&Self) -> Option<Self>) -> Vec<Self> {
        parts.iter().map(|part| part.rewrite(replace)).collect()
    }

    fn rewrite_signed<S: Copy>(
        parts: &[(S, Self)],
        replace: &mut impl FnMut(&Self) -> Option<Self>,
    ) -> Vec<(S, Self)> {
        parts.iter().map(|(sign, part)| (*sign, part.rewrite(replace))).collect()
    }
}

impl RowRef {
    /// The row meant when the rule is checked on `current`.
    pub fn resolve(self, current: Option<usize>) -> Option<usize> {
        match self {
            Self::Current => current,
            Self::Before(rows) => current?.checked_sub(rows),
            Self::At(row) => Some(row),
        }
    }
}
