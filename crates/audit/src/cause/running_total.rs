#![doc = include_str!("running_total.md")]

use crossfoot_core::formula::{Outcome, Value};
use crossfoot_core::{Interval, Rational, Target, Unit, say};

use super::case::{Case, Explanation, show};

/// Longer columns are not summed up.
const MOST_ROWS: usize = 200;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Target::Column(_), Some(row), Some(expr)) =
        (case.study.rules[case.id.rule].target, case.id.row, case.expr)
    else {
        return Vec::new();
    };
    // Percentages are not added up from row to row, and exact sums of many quotients grow without
    // bound.
    let adds_up = case
        .figure()
        .is_some_and(|(_, unit)| !matches!(unit, Unit::Percent | Unit::Points | Unit::Ratio));
    if row == 0 || row > MOST_ROWS || !adds_up {
        return Vec::new();
    }
    let mut total = Interval::Point(Rational::ZERO);
    for earlier in 0..=row {
        match case.evaluate(expr, Some(earlier)).map(|outcome| outcome.value) {
            Some(Value::Number(value)) => total = &total + &value,
            _ => return Vec::new(),
        }
    }
    if !case.fits(&Outcome { value: Value::Number(total.clone()), bounded: false }) {
        return Vec::new();
    }
    let detail =
        say!("a running total was printed instead of the item: {} up to this row", show(&total));
    vec![Explanation::new(detail, case.expected_one(), case.allowed(&total))]
}
