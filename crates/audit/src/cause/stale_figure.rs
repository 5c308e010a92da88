#![doc = include_str!("stale_figure.md")]

use crossfoot_core::{CellId, Target};

use super::case::{Case, Explanation};

/// The printed figure of the row before, or what the formula gives there.
const WAYS: f64 = 2.0;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Target::Column(column), Some(row), Some((figure, _))) = (case.study.rules[case.id.rule].target, case.id.row, case.figure()) else {
        return Vec::new();
    };
    let (Some(before), Some(expr)) = (row.checked_sub(1), case.expr) else { return Vec::new() };
    let cell = CellId { column, row: before };
    let copied = case.study.cell(cell).figure().is_some_and(|other| other.value() == figure.value() && figure.value().mantissa() != 0);
    let recomputed = case.evaluate(expr, Some(before)).is_some_and(|outcome| case.fits(&outcome)) && figure.value().mantissa() != 0;
    if !copied && !recomputed {
        return Vec::new();
    }
    let name = case.study.cell_name(cell);
    let detail = format!("the figure of the row before stands here: {} belongs to {name}", case.printed_text());
    vec![Explanation { detail, value: case.expected_text(), ways: WAYS, instead: vec![name, expr.describe(case.study, Some(before))] }]
}
