//! Aggregates and ranks over the rows of a table, with what is known of rows that it does not list.

use std::cmp::Ordering;

use super::{Basis, Evaluator, Gap, Row, Truth, Value, mean, periods};
use crate::formula::{Aggregate, AggregateKind, Comparison, Expr, RowRef};
use crate::{
    Bound, Cell, CellId, Column, ColumnId, DateSpan, Interval, Missing, Rational, Study, Table,
    Unit,
};

/// The rows that pass a filter.
pub(super) struct Matching {
    /// Rows that certainly pass.
    pub(super) certain: Vec<usize>,
    /// Rows that may pass.
    pub(super) possible: Vec<usize>,
    /// Whether a row that is not listed would pass; `False` where the table is complete.
    pub(super) unlisted: Truth,
    /// Whether the rows are selected by a span of dates.
    pub(super) by_period: bool,
}

impl Aggregate {
    /// The rows that it runs over, before its filter. A row whose cell is empty is not there if it
    /// is a sub-heading, or if it lies in a range: then it is a gap between two blocks. A row with
    /// a unit of its own is not there unless the range has none but such rows.
    pub fn rows<'a>(&self, study: &'a Study) -> impl Iterator<Item = usize> + use<'a> {
        let table = &study.tables[self.table];
        let (column, is_range) = (self.column, self.range.is_some());
        let range = self.range.clone().map(|range| *range.start()..range.end() + 1);
        let rows = range.unwrap_or(0..table.rows());
        let all_own = is_range && rows.clone().all(|row| has_own_unit(table, column, row));
        rows.filter(move |row| all_own || !has_own_unit(table, column, *row)).filter(move |row| {
            column.is_none_or(|column| !is_empty(&table.columns[column].cells[*row]))
                || !is_range && table.headings.binary_search(row).is_err()
        })
    }
}

fn has_own_unit(table: &Table, column: Option<usize>, row: usize) -> bool {
    column.is_some_and(|column| table.has_own_unit(column, row))
}

const fn is_empty(cell: &Cell) -> bool {
    matches!(cell, Cell::Missing(Missing::Empty, _))
}

impl<'a, B: Basis> Evaluator<'a, B> {
    pub(super) fn aggregate(&mut self, aggregate: &'a Aggregate) -> Result<Value<'a>, Gap> {
        if let Some((value, bounded)) =
            self.basis.known().and_then(|known| known.aggregate(self.study, aggregate))
        {
            self.bounded |= bounded;
            return value.clone();
        }
        let rows = aggregate.rows(self.study);
        let mut matching = self.matching(aggregate.table, rows, aggregate.filter.as_ref());
        // A range names its rows, and no other row belongs to it.
        if let Some(range) = &aggregate.range {
            matching.unlisted = Truth::False;
            let nothing = aggregate.filter.is_none() && matching.certain.is_empty();
            if let Some(column) = aggregate.column.filter(|_| nothing) {
                let column = ColumnId { table: aggregate.table, column };
                let first = CellId { column, row: *range.start() };
                return Err(Gap::MissingCell(first, Missing::Empty));
            }
        }
        if let Some(within) = &aggregate.within {
            let Value::Date(span) = self.value(&within.span)? else { return Ok(Value::Unknown) };
            periods::narrow(&mut matching, aggregate, within.period, self.study, span)?;
        }
        let unlisted = self.unlisted_rows(&matching, aggregate.over.as_ref())?;
        self.bounded |= unlisted.as_point() != Some(&Rational::ZERO);
        let Some(column) =
            aggregate.column.map(|column| ColumnId { table: aggregate.table, column })
        else {
            return Ok(Value::Number(count(&matching, &unlisted)));
        };
        match aggregate.kind {
            AggregateKind::Count => {
                matching.certain.retain(|row| self.is_printed(column, *row));
                matching.possible.retain(|row| self.is_printed(column, *row));
                Ok(Value::Number(count(&matching, &unlisted)))
            }
            AggregateKind::Mean => self.mean(column, &matching, &unlisted).map(Value::Number),
            AggregateKind::Sum => self.sum(column, &matching, &unlisted).map(Value::Number),
            AggregateKind::Min => self.extreme(column, &matching, &unlisted, Interval::min),
            AggregateKind::Max => self.extreme(column, &matching, &unlisted, Interval::max),
        }
    }

    fn is_printed(&self, column: ColumnId, row: usize) -> bool {
        !matches!(self.study.cell(CellId { column, row }), Cell::Missing(..))
    }

    /// 1 + the number of rows with a greater printed value; equal printed values may be in either
    /// order.
    pub(super) fn rank(
        &mut self,
        column: ColumnId,
        row: RowRef,
        filter: Option<&'a Expr>,
    ) -> Result<Value<'a>, Gap> {
        let own = match self.cell(column, row)? {
            Value::Number(own) => own,
            _ => return Ok(Value::Unknown),
        };
        let complete = self.study.tables[column.table].complete;
        let (unlisted, ranks) = match self.basis.sorted(column).zip(own.middle()) {
            Some((sorted, own)) if filter.is_none() => {
                (Truth::from_bounds(!complete, !complete), sorted_ranks(sorted, &own))
            }
            _ => {
                let table = &self.study.tables[column.table];
                let rows = (0..table.rows()).filter(|row| !table.has_own_unit(column.column, *row));
                let matching = self.matching(column.table, rows, filter);
                (matching.unlisted, self.ranks_among(column, row, &own, &matching)?)
            }
        };
        let may_exceed = match self.unlisted_value(column) {
            Some(value) => {
                value.high().zip(own.high()).is_none_or(|(value, own)| value.value > own.value)
            }
            None => true,
        };
        let (first, last) = (whole(ranks.0), whole(ranks.1));
        if unlisted != Truth::False && may_exceed {
            self.bounded = true;
            return Ok(Value::Number(Interval::at_least(Bound::closed(first))));
        }
        Ok(Value::Number(Interval::closed(first, last)))
    }

    /// The first and last place that a value can have among the rows that pass.
    fn ranks_among(
        &mut self,
        column: ColumnId,
        row: RowRef,
        own: &Interval,
        matching: &Matching,
    ) -> Result<(usize, usize), Gap> {
        let current = row.resolve(match self.row {
            Row::At(row) => Some(row),
            Row::None | Row::Unlisted => None,
        });
        let mut ranks = (1, 1);
        for (rows, certain) in [(&matching.certain, true), (&matching.possible, false)] {
            for other in rows.iter().filter(|other| Some(**other) != current) {
                let Value::Number(value) = self.cell(column, RowRef::At(*other))? else { continue };
                let order = value.middle().zip(own.middle()).map(|(value, own)| value.cmp(&own));
                ranks.0 += usize::from(certain && order == Some(Ordering::Greater));
                ranks.1 += usize::from(order != Some(Ordering::Less));
            }
        }
        Ok(ranks)
    }

    /// What is known of a column in rows that are not listed.
    pub(super) fn unlisted_cell(&mut self, column: ColumnId) -> Result<Value<'a>, Gap> {
        let number = self.study.column(column).1.unit.is_number();
        Ok(if number {
            Value::Number(self.unlisted_value(column).unwrap_or_else(Interval::unbounded))
        } else {
            Value::Unknown
        })
    }

    fn matching(
        &mut self,
        table: usize,
        rows: impl Iterator<Item = usize>,
        filter: Option<&'a Expr>,
    ) -> Matching {
        let outer = self.row;
        let (mut certain, mut possible) = (Vec::new(), Vec::new());
        for row in rows {
            self.row = Row::At(row);
            match filter.map_or(Truth::True, |filter| self.truth(filter).unwrap_or(Truth::Maybe)) {
                Truth::True => certain.push(row),
                Truth::Maybe => possible.push(row),
                Truth::False => {}
            }
        }
        self.row = Row::Unlisted;
        let unlisted = match (self.study.tables[table].complete, filter) {
            (true, _) => Truth::False,
            (false, None) => Truth::True,
            (false, Some(filter)) => self.truth(filter).unwrap_or(Truth::Maybe),
        };
        self.row = outer;
        Matching { certain, possible, unlisted, by_period: false }
    }

    /// How many rows that pass the filter are not listed.
    fn unlisted_rows(
        &mut self,
        matching: &Matching,
        over: Option<&'a Expr>,
    ) -> Result<Interval, Gap> {
        let Some(over) = over else {
            return Ok(match matching.unlisted {
                Truth::False => Interval::Point(Rational::ZERO),
                _ => Interval::at_least(Bound::closed(Rational::ZERO)),
            });
        };
        let stated = self
            .number(over)?
            .and_then(|count| count.as_point()?.to_integer())
            .ok_or(Gap::NoSuchRows)?;
        match stated - (matching.certain.len() + matching.possible.len()) as i128 {
            0 => Ok(Interval::Point(Rational::ZERO)),
            missing if missing < 0 => Err(Gap::FewerThanListed),
            _ if matching.unlisted == Truth::False => Err(Gap::NoSuchRows),
            missing => Ok(Interval::Point(Rational::from(missing))),
        }
    }

    fn sum(
        &mut self,
        column: ColumnId,
        matching: &Matching,
        unlisted: &Interval,
    ) -> Result<Interval, Gap> {
        let zero = Interval::Point(Rational::ZERO);
        if *unlisted == zero && matching.certain.is_empty() && matching.possible.is_empty() {
            return Err(Gap::NoRows);
        }
        let mut total = zero.clone();
        for row in &matching.certain {
            let Value::Number(value) = self.cell(column, RowRef::At(*row))? else { continue };
            total = &total + &value;
        }
        for row in &matching.possible {
            let Value::Number(value) = self.cell(column, RowRef::At(*row))? else { continue };
            total = &total + &value.hull(&zero);
        }
        if *unlisted == zero {
            return Ok(total);
        }
        let each = self.unlisted_value(column).unwrap_or_else(|| self.anything(column, matching));
        Ok(&total + &(unlisted * &each))
    }

    /// The mean of the rows that pass. Where it is open how many do, it lies between the least and
    /// the greatest of their values.
    fn mean(
        &mut self,
        column: ColumnId,
        matching: &Matching,
        unlisted: &Interval,
    ) -> Result<Interval, Gap> {
        let further = unlisted.as_point().and_then(Rational::to_integer);
        if let (true, Some(further)) = (matching.possible.is_empty(), further) {
            let rows = usize::try_from(further).unwrap_or(0) + matching.certain.len();
            return mean(&self.sum(column, matching, unlisted)?, rows).ok_or(Gap::NoRows);
        }
        let mut all: Option<Interval> = None;
        for row in matching.certain.iter().chain(&matching.possible) {
            let Value::Number(value) = self.cell(column, RowRef::At(*row))? else { continue };
            all = Some(all.map_or_else(|| value.clone(), |all| all.hull(&value)));
        }
        if *unlisted != Interval::Point(Rational::ZERO) {
            let each =
                self.unlisted_value(column).unwrap_or_else(|| self.anything(column, matching));
            all = all.map(|all| all.hull(&each));
        }
        all.ok_or(Gap::NoRows)
    }

    /// The least or greatest value of the rows that certainly pass, and possibly of rows that may
    /// pass.
    fn extreme(
        &mut self,
        column: ColumnId,
        matching: &Matching,
        unlisted: &Interval,
        pick: fn(&Interval, &Interval) -> Interval,
    ) -> Result<Value<'a>, Gap> {
        let complete = *unlisted == Interval::Point(Rational::ZERO);
        let (mut certain, mut dates): (Option<Interval>, Vec<DateSpan>) = (None, Vec::new());
        for row in &matching.certain {
            match self.cell(column, RowRef::At(*row))? {
                Value::Number(value) => {
                    certain =
                        Some(certain.map_or_else(|| value.clone(), |best| pick(&best, &value)))
                }
                Value::Date(date) => dates.push(date),
                _ => {}
            }
        }
        if !dates.is_empty() {
            let settled = complete && matching.possible.is_empty();
            return Ok(if settled { extreme_date(&dates, pick) } else { Value::Unknown });
        }
        let mut best = certain.ok_or(Gap::NoRows)?;
        for row in &matching.possible {
            let Value::Number(value) = self.cell(column, RowRef::At(*row))? else { continue };
            best = best.hull(&pick(&best, &value));
        }
        if !complete {
            let each =
                self.unlisted_value(column).unwrap_or_else(|| self.anything(column, matching));
            best = best.hull(&pick(&best, &each));
        }
        Ok(Value::Number(best))
    }

    /// The values of a figure about which nothing is known. In a period that is not listed, a count
    /// that is nowhere below zero is not below zero either.
    fn anything(&self, column: ColumnId, matching: &Matching) -> Interval {
        let (_, column) = self.study.column(column);
        if matching.by_period && column.unit == Unit::Count && !has_negative(column) {
            return Interval::at_least(Bound::closed(Rational::ZERO));
        }
        Interval::unbounded()
    }

    /// The interval that the table's condition on unlisted rows leaves for a column.
    fn unlisted_value(&mut self, column: ColumnId) -> Option<Interval> {
        let condition = &self.study.unlisted.get(&column.table)?.expr;
        let parts = match condition {
            Expr::And(parts) => parts.as_slice(),
            single => std::slice::from_ref(single),
        };
        let (mut low, mut high): (Option<Bound>, Option<Bound>) = (None, None);
        for part in parts {
            let Expr::Compare(first, rest) = part else { continue };
            let ([(comparison, limit)], true) =
                (rest.as_slice(), **first == Expr::Cell(column, RowRef::Current))
            else {
                continue;
            };
            let Some(limit) = self.limit(limit) else { continue };
            match comparison {
                Comparison::Less => high = limit.high().map(|end| Bound::open(end.value)),
                Comparison::LessOrEqual => high = limit.high(),
                Comparison::Greater => low = limit.low().map(|end| Bound::open(end.value)),
                Comparison::GreaterOrEqual => low = limit.low(),
                Comparison::Equal => (low, high) = (limit.low(), limit.high()),
                Comparison::Unequal => {}
            }
        }
        Some(Interval::new(low, high))
    }

    /// A limit in that condition, in which aggregates run over the listed rows only.
    fn limit(&self, expr: &'a Expr) -> Option<Interval> {
        match expr {
            Expr::Aggregate(aggregate) if aggregate.filter.is_none() => {
                let column = ColumnId { table: aggregate.table, column: aggregate.column? };
                let rows = 0..self.study.tables[aggregate.table].rows();
                let values = rows.filter_map(|row| {
                    let id = CellId { column, row };
                    self.study
                        .cell(id)
                        .figure()
                        .map(|figure| self.basis.number(self.study, id, figure))
                });
                match aggregate.kind {
                    AggregateKind::Min => values.reduce(|a, b| a.min(&b)),
                    AggregateKind::Max => values.reduce(|a, b| a.max(&b)),
                    AggregateKind::Sum | AggregateKind::Mean | AggregateKind::Count => None,
                }
            }
            Expr::Number(value) => Some(Interval::Point(value.clone())),
            _ => None,
        }
    }
}

/// The first and last place of a value among sorted ones, of which it is one.
fn sorted_ranks(ascending: &[Rational], own: &Rational) -> (usize, usize) {
    let (below, up_to) = (
        ascending.partition_point(|value| value < own),
        ascending.partition_point(|value| value <= own),
    );
    (1 + ascending.len() - up_to, ascending.len() - below)
}

/// The span that starts first or last, by what `pick` takes of two numbers.
fn extreme_date(dates: &[DateSpan], pick: fn(&Interval, &Interval) -> Interval) -> Value<'static> {
    let (zero, one) = (Interval::Point(Rational::ZERO), Interval::Point(Rational::ONE));
    let smallest = pick(&zero, &one) == zero;
    let best = dates.iter().copied().reduce(|best, date| {
        if date != best && date.starts_by(best) == smallest { date } else { best }
    });
    best.map_or(Value::Unknown, Value::Date)
}

fn count(matching: &Matching, unlisted: &Interval) -> Interval {
    let listed = Interval::closed(
        whole(matching.certain.len()),
        whole(matching.certain.len() + matching.possible.len()),
    );
    &listed + unlisted
}

fn whole(number: usize) -> Rational {
    Rational::from(number as i128)
}

fn has_negative(column: &Column) -> bool {
    column.cells.iter().filter_map(Cell::figure).any(|figure| figure.mantissa() < 0)
}
