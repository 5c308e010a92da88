#![doc = include_str!("stale_figure.md")]

use crossfoot_core::formula::Value;
use crossfoot_core::{CellId, Target, say};

use super::case::{Case, Explanation};

/// The printed figure of the row before, or what the formula gives there.
const WAYS: f64 = 2.0;

#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Target::Column(column), Some(row), Some((figure, _))) =
        (case.study.rules[case.id.rule].target, case.id.row, case.figure())
    else {
        return Vec::new();
    };
    let (Some(before), Some(expr)) = (row.checked_sub(1), case.expr) else { return Vec::new() };
    let cell = CellId { column, row: before };
    let copied = case
        .study
        .cell(cell)
        .figure()
        .is_some_and(|other| other.value() == figure.value() && figure.value().mantissa() != 0);
    let outcome = case
        .evaluate(expr, Some(before))
        .filter(|outcome| case.fits(outcome) && figure.value().mantissa() != 0);
    let allowed = match outcome.map(|outcome| outcome.value) {
        _ if copied => 1.0,
        Some(Value::Number(value)) => case.allowed(&value),
        _ => return Vec::new(),
    };
    let name = case.study.cell_name(cell);
    let (printed, belongs) = (case.printed_text(), name.as_str());
    let detail = match copied {
        true => {
            say!("the figure of the previous row was printed: {} belongs to {}", printed, belongs)
        }
        false => say!(
            "the value of the rule in the previous row was printed: {} belongs to {}",
            printed,
            belongs
        ),
    };
    vec![Explanation {
        instead: vec![name, expr.describe(case.study, Some(before))],
        ..Explanation::new(detail, case.expected_one(), WAYS * allowed)
    }]
}
