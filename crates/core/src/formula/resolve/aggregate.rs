//! Aggregates: the column and the rows that they run over, and what comes out.

use std::ops::RangeInclusive;

use super::rows::find_range;
use super::{Scope, Typed, year_literal};
use crate::formula::ast::{Argument, Key, Kind, Node};
use crate::formula::{Aggregate, AggregateKind, Expr, FormulaError, Type, Within};
use crate::{Table, Unit};

impl Scope<'_> {
    pub(super) fn aggregate(&self, kind: AggregateKind, argument: &Argument) -> Typed {
        let span = argument.value.span;
        let Kind::Reference(reference) = &argument.value.kind else {
            return Err(FormulaError::new(span, format!("`{}` runs over a column", kind.name()))
                .expecting("expected a column, such as `sponsors.share`"));
        };
        let range = match &reference.key {
            None => None,
            Some((Key::Range(first, last), span)) => Some((&**first, &**last, *span)),
            Some((_, span)) => {
                let message = format!("`{}` runs over rows, and this is one row", kind.name());
                return Err(FormulaError::new(*span, message)
                    .help("a range of rows is written `[#4..#12]` or `[\"Bread\"..\"Milk\"]`"));
            }
        };
        let whole_table = kind == AggregateKind::Count && reference.table.is_none();
        let (table, column) = match self
            .tables
            .iter()
            .position(|table| whole_table && table.id == reference.name.0)
        {
            Some(table) => (table, None),
            None => {
                let id = self.column(reference)?;
                (id.table, Some(id.column))
            }
        };
        let range = range
            .map(|(first, last, span)| find_range(&self.tables[table], first, last, span))
            .transpose()?;
        let ty = match (kind, column) {
            (AggregateKind::Count, _) | (_, None) => Type::Number(Some(Unit::Count)),
            (_, Some(column)) => {
                let unit = range_unit(&self.tables[table], column, range.as_ref());
                Type::from_unit(unit.ok_or_else(|| {
                    FormulaError::new(span, "the rows of this range have different units")
                })?)
            }
        };
        let adds = matches!(kind, AggregateKind::Sum | AggregateKind::Mean);
        if matches!(ty, Type::Text) || ty == Type::Date && adds {
            return Err(FormulaError::new(
                span,
                format!("`{}` needs a column of numbers, and this is {ty}", kind.name()),
            ));
        }
        let filter = self.filter(argument, table)?;
        let within = argument.within.as_ref().map(|span| self.within(span, table)).transpose()?;
        let over =
            argument.over.as_ref().map(|over| self.count(over)).transpose()?.map(|(expr, _)| expr);
        Ok((
            Expr::Aggregate(Box::new(Aggregate {
                kind,
                table,
                column,
                range,
                filter,
                within,
                over,
            })),
            ty,
        ))
    }

    /// The span of dates that rows lie in. They are dated by the date in their key, or else by
    /// their only date.
    fn within(&self, node: &Node, table: usize) -> Result<Within, FormulaError> {
        let mut span = self.node(node)?;
        year_literal(&mut span);
        let (span, Type::Date) = span else {
            return Err(FormulaError::new(
                node.span,
                format!("a date is needed here, and this is {}", span.1),
            ));
        };
        let known = &self.tables[table];
        let dates: Vec<usize> = (0..known.columns.len())
            .filter(|column| known.columns[*column].unit == Unit::Date)
            .collect();
        let in_key = known.key.iter().find(|column| dates.contains(column));
        match in_key.or(dates.first().filter(|_| dates.len() == 1)) {
            Some(period) => Ok(Within { period: *period, span }),
            None => Err(FormulaError::new(
                node.span,
                format!("table `{}` has no column that dates its rows", known.id),
            )
            .help("`within` needs a date in the key, or a single column of dates")),
        }
    }

    pub(super) fn filter(
        &self,
        argument: &Argument,
        table: usize,
    ) -> Result<Option<Expr>, FormulaError> {
        let inside = Scope { row: Some(table), at: None, this: None, ..*self };
        argument.filter.as_ref().map(|filter| inside.truth(filter)).transpose()
    }
}

/// What the numbers of a column count in a range of rows: that of the rows, if all have one of
/// their own; `None` if these differ.
fn range_unit<'a>(
    table: &'a Table,
    column: usize,
    range: Option<&RangeInclusive<usize>>,
) -> Option<&'a Unit> {
    let of_column = &table.columns[column].unit;
    let Some(range) = range else { return Some(of_column) };
    if !range.clone().all(|row| table.has_own_unit(column, row)) {
        return Some(of_column);
    }
    let mut units = range.clone().map(|row| table.cell_unit(column, row).unit);
    let first = units.next()?;
    units.all(|unit| unit == first).then_some(first)
}
