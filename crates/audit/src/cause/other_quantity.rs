#![doc = include_str!("other_quantity.md")]

use crossfoot_core::formula::{Expr, Outcome, RowRef, Value};
use crossfoot_core::{CellId, Interval, Variable, say};

use super::case::{Case, Explanation, times};
use super::pool::Known;
use crate::check::acceptable;

/// More hits than this are chance, and only these are told.
const MOST_TOLD: usize = 3;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let own = case.target();
    let Some(shelf) = case.context.pool.matching(case) else { return Vec::new() };
    let acceptable = acceptable(case.study, case.context.basis, case.id, false);
    let near = shelf.near(&acceptable.unwrap_or_else(Interval::unbounded));
    let near = near.into_iter().filter(|quantity| !reads(&quantity.expr, own));
    let hits = near.filter(|quantity| {
        let value = match &quantity.value {
            Known::Number(value) => Value::Number(value.clone()),
            Known::Date(date) => Value::Date(*date),
        };
        case.fits(&Outcome { value, bounded: false })
    });
    let rule = case.expr.map(|expr| expr.describe(case.study, case.id.row));
    let others = hits
        .map(|quantity| (quantity, quantity.expr.describe(case.study, None)))
        .filter(|(_, formula)| rule.as_ref() != Some(formula));
    let found = others.take(MOST_TOLD).map(|(quantity, formula)| {
        let detail = say!(
            "another quantity has this value: {} = {}",
            formula.as_str(),
            quantity.value.phrase()
        );
        let allowed = match &quantity.value {
            Known::Number(value) => case.allowed(value),
            Known::Date(_) => 1.0,
        };
        Explanation {
            detail,
            value: case.expected_one(),
            ways: times(shelf.len(), allowed),
            instead: vec![formula],
            formula: Some(quantity.expr.clone()),
        }
    });
    found.collect()
}

/// Whether a quantity is computed from the very cell that it would explain.
fn reads(expr: &Expr, own: Option<Variable>) -> bool {
    expr.any(|part| match part {
        Expr::Cell(column, RowRef::At(row)) => {
            own == Some(Variable::Cell(CellId { column: *column, row: *row }))
        }
        _ => false,
    })
}
