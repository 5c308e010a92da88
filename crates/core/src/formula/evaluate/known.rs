//! Values that are the same on every row, computed once: aggregates over whole tables, and the bounds
//! that shares set for their whole. Without them the cost of a rule grows with the square of its
//! rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Evaluator, Gap, Published, Row, Value};
use crate::denominator::Bounds;
use crate::formula::{Aggregate, Expr};
use crate::{Rule, Study};

/// Values of the published figures that the rules of a study need on every row.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// By their addresses in memory.
    aggregates: BTreeMap<usize, (Result<Value<'static>, Gap>, bool)>,
    /// Kept so that no other rules take these addresses.
    rules: Arc<Vec<Rule>>,
    /// The address of the tables: another study may have the same rules.
    tables: usize,
    /// By the index of the denominator.
    bounds: Vec<Bounds>,
}

impl Known {
    /// Computes the values for a study; all other fields of `published` must be complete.
    pub(super) fn add_study(published: &mut Published, study: &Study) {
        published.known = Self::nothing(study);
        let wholes = study.denominators.iter();
        published.known.bounds = wholes.map(|whole| whole.bounds(study, &*published)).collect();
        let mut repeated = Vec::new();
        for rule in study.rules.iter() {
            if let Some(formula) = &rule.formula {
                collect(&formula.expr, rule.rows_of().is_some(), &mut repeated);
            }
        }
        Self::add_aggregates(published, study, repeated);
    }

    /// Computes the values for a filter that is evaluated on many rows.
    pub(super) fn add_filter(published: &mut Published, study: &Study, filter: Option<&Expr>) {
        published.known = Self::nothing(study);
        let mut repeated = Vec::new();
        filter.into_iter().for_each(|filter| collect(filter, true, &mut repeated));
        Self::add_aggregates(published, study, repeated);
    }

    fn nothing(study: &Study) -> Self {
        Self {
            rules: Arc::clone(&study.rules),
            tables: study.tables.as_ptr().addr(),
            ..Self::default()
        }
    }

    /// Each aggregate reads those before it.
    fn add_aggregates(published: &mut Published, study: &Study, repeated: Vec<&Aggregate>) {
        for aggregate in repeated.into_iter().filter(|aggregate| is_fixed(aggregate, study)) {
            let mut evaluator =
                Evaluator { study, basis: &*published, row: Row::None, bounded: false };
            let value = match evaluator.aggregate(aggregate) {
                Ok(Value::Number(number)) => Ok(Value::Number(number)),
                Ok(Value::Date(date)) => Ok(Value::Date(date)),
                Ok(_) => Ok(Value::Unknown),
                Err(gap) => Err(gap),
            };
            let bounded = evaluator.bounded;
            published.known.aggregates.insert(place(aggregate), (value, bounded));
        }
    }

    /// An aggregate of the rules of this study, and whether it is only bounded.
    pub(super) fn aggregate(
        &self,
        study: &Study,
        aggregate: &Aggregate,
    ) -> Option<&(Result<Value<'static>, Gap>, bool)> {
        if self.aggregates.is_empty() || !self.is_of(study) {
            return None;
        }
        self.aggregates.get(&place(aggregate))
    }

    /// What shares say of a denominator of this study.
    pub(super) fn bounds(&self, study: &Study, denominator: usize) -> Option<&Bounds> {
        self.bounds.get(denominator).filter(|_| self.is_of(study))
    }

    fn is_of(&self, study: &Study) -> bool {
        self.tables == study.tables.as_ptr().addr() && Arc::ptr_eq(&self.rules, &study.rules)
    }
}

fn place(aggregate: &Aggregate) -> usize {
    std::ptr::from_ref(aggregate).addr()
}

/// Whether the value is the same on every row, and the table lists all rows.
fn is_fixed(aggregate: &Aggregate, study: &Study) -> bool {
    aggregate.within.is_none()
        && aggregate.over.is_none()
        && study.tables[aggregate.table].complete
        && !study.unlisted.contains_key(&aggregate.table)
}

/// The aggregates of a formula that are evaluated more than once, the inner ones first.
fn collect<'a>(expr: &'a Expr, per_row: bool, found: &mut Vec<&'a Aggregate>) {
    expr.walk(&mut |part| match part {
        Expr::Aggregate(aggregate) => {
            aggregate.filter.iter().for_each(|filter| collect(filter, true, found));
            if per_row {
                found.push(aggregate);
            }
        }
        Expr::Rank(_, _, Some(filter)) => collect(filter, true, found),
        _ => {}
    });
}
