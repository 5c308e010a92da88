#![doc = include_str!("other_quantity.md")]

use crossfoot_core::formula::{Outcome, Value};

use super::case::{Case, Explanation, fault_target, times};

/// More hits than this are chance, and only these are told.
const MOST_TOLD: usize = 3;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let own = fault_target(case.study, case.id);
    let pool = case.context.pool.of(case);
    let hits = pool.iter().filter(|quantity| quantity.source != own && Some(&quantity.expr) != case.expr).filter(|quantity| {
        let value = match &quantity.value {
            super::pool::Known::Number(value) => Value::Number(value.clone()),
            super::pool::Known::Date(date) => Value::Date(*date),
        };
        case.fits(&Outcome { value, bounded: false })
    });
    let found = hits.take(MOST_TOLD).map(|quantity| Explanation {
        detail: format!("another quantity has this value: {} = {}", quantity.expr.describe(case.study, None), quantity.value),
        value: case.expected_text(),
        ways: times(pool.len(), 1.0),
    });
    found.collect()
}
