//! Aggregates within a span of dates: which rows lie in it, and which of its periods no row lists.

use std::collections::BTreeMap;

use super::rows::Matching;
use super::{Gap, Truth};
use crate::formula::{Aggregate, Expr, Published, Value, evaluate};
use crate::{Cell, DateSpan, Study, Table};

impl Aggregate {
    /// The span of dates that the rows must lie in when the rule is checked on `row`; `None` where
    /// there is no such condition or no such date.
    pub fn span(&self, study: &Study, row: Option<usize>) -> Option<DateSpan> {
        match evaluate(&self.within.as_ref()?.span, study, &Published::default(), row).ok()?.value {
            Value::Date(span) => Some(span),
            _ => None,
        }
    }

    /// Whether a row certainly passes the filter.
    fn passes(&self, study: &Study, row: usize) -> bool {
        self.filter.as_ref().is_none_or(|filter| {
            evaluate(filter, study, &Published::default(), Some(row))
                .is_ok_and(|outcome| outcome.value == Value::Truth(Truth::True))
        })
    }

    /// Whether a row of the table lies in the span; one that reaches beyond it may.
    pub fn lies_in(&self, study: &Study, span: Option<DateSpan>, row: usize) -> Truth {
        let (Some(within), Some(span)) = (&self.within, span) else { return Truth::True };
        match &study.tables[self.table].columns[within.period].cells[row] {
            Cell::Date(date, _) => Truth::from_bounds(span.covers(*date), span.meets(*date)),
            // Rows that are not a period, such as totals.
            _ => Truth::False,
        }
    }
}

/// Keeps the rows that lie in a span. If they do not fill it, some rows are not listed.
pub(super) fn narrow(
    matching: &mut Matching,
    aggregate: &Aggregate,
    period: usize,
    study: &Study,
    span: DateSpan,
) -> Result<(), Gap> {
    let table = &study.tables[aggregate.table];
    matching.possible.retain(|row| aggregate.lies_in(study, Some(span), *row) != Truth::False);
    for row in std::mem::take(&mut matching.certain) {
        match aggregate.lies_in(study, Some(span), row) {
            Truth::True => matching.certain.push(row),
            Truth::Maybe => matching.possible.push(row),
            Truth::False => {}
        }
    }
    if matching.certain.is_empty() && matching.possible.is_empty() {
        return Err(Gap::NoPeriods(span));
    }
    matching.by_period = true;
    let lacking = lacking(table, period, &matching.certain, span)?;
    // A table with a key of dates alone lists every row of a span that its rows fill.
    if !lacking.is_empty() {
        matching.unlisted = Truth::True;
    } else if table.key == [period] {
        matching.unlisted = Truth::False;
    }
    Ok(())
}

/// The stretches of a span that some group of rows does not fill. Rows of one group must not share
/// a day, or it would count twice.
fn lacking(
    table: &Table,
    period: usize,
    rows: &[usize],
    span: DateSpan,
) -> Result<Vec<DateSpan>, Gap> {
    let mut groups: BTreeMap<String, Vec<DateSpan>> = BTreeMap::new();
    for row in rows {
        let others = table
            .key
            .iter()
            .filter(|column| **column != period)
            .map(|column| table.text(*column, *row).trim().to_owned());
        if let Cell::Date(date, _) = &table.columns[period].cells[*row] {
            groups.entry(others.collect::<Vec<_>>().join("\u{1F}")).or_default().push(*date);
        }
    }
    let mut all: Vec<DateSpan> = Vec::new();
    for periods in groups.values_mut() {
        all.extend(span.left_by(periods).ok_or(Gap::PeriodsOverlap(span))?);
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// The periods that a formula would need on `row` and that no row lists.
pub fn unlisted_periods(expr: &Expr, study: &Study, row: Option<usize>) -> Vec<DateSpan> {
    let mut all: Vec<DateSpan> = Vec::new();
    expr.walk(&mut |part| {
        let Expr::Aggregate(aggregate) = part else { return };
        let (Some(within), Some(span)) = (&aggregate.within, aggregate.span(study, row)) else {
            return;
        };
        let table = &study.tables[aggregate.table];
        let rows: Vec<usize> = aggregate
            .rows(study)
            .filter(|row| aggregate.passes(study, *row))
            .filter(|row| aggregate.lies_in(study, Some(span), *row) == Truth::True)
            .collect();
        all.extend(lacking(table, within.period, &rows, span).unwrap_or_default());
    });
    all.sort();
    all.dedup();
    all
}
