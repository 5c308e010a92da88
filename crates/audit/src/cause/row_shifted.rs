#![doc = include_str!("row_shifted.md")]

use crossfoot_core::formula::Value;
use crossfoot_core::{CellId, ColumnId, Target, Verdict, say};

use super::case::{Case, Explanation};
use crate::CheckId;
use crate::check::check;

/// One row up or down.
const WAYS: f64 = 2.0;

#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Target::Column(column), Some(row)) = (case.study.rules[case.id.rule].target, case.id.row)
    else {
        return Vec::new();
    };
    let rows = case.study.tables[column.table].rows();
    let (above, below) = (neighbour(row, rows, false), neighbour(row, rows, true));
    let found = [false, true].into_iter().filter_map(|down| {
        let fits_near = [above, below]
            .into_iter()
            .flatten()
            .any(|at| allowed_if_shifted(case, at, neighbour(at, rows, down)).is_some());
        let from = neighbour(row, rows, down);
        let allowed = allowed_if_shifted(case, row, from).filter(|_| fits_near)?;
        let detail = match down {
            true => say!("the figures of this column are one row too high"),
            false => say!("the figures of this column are one row too low"),
        };
        Some(Explanation {
            instead: from.map(|from| quantities(case, column, from)).unwrap_or_default(),
            ..Explanation::new(detail, case.expected_one(), WAYS * allowed)
        })
    });
    found.collect()
}

/// The row below or above.
fn neighbour(row: usize, rows: usize, down: bool) -> Option<usize> {
    if down { Some(row + 1).filter(|row| *row < rows) } else { row.checked_sub(1) }
}

/// What the formula gives in a row, and the cell of that row.
fn quantities(case: &Case<'_>, column: ColumnId, row: usize) -> Vec<String> {
    let formula = case.expr.map(|expr| expr.describe(case.study, Some(row)));
    formula.into_iter().chain([case.study.cell_name(CellId { column, row })]).collect()
}

/// How many values the formula allows in row `from`, if the figure in row `at` disagrees and is one
/// of them.
fn allowed_if_shifted(case: &Case<'_>, at: usize, from: Option<usize>) -> Option<f64> {
    let verdict = case.context.rules[case.id.rule].verdict(Some(at));
    from.filter(|_| verdict == Some(Verdict::Inconsistent))
        .and_then(|from| allowed_by_formula_of(case, at, from))
}

/// How many values the formula allows in row `from`, where the figure printed in row `at` is one of
/// them.
fn allowed_by_formula_of(case: &Case<'_>, at: usize, from: usize) -> Option<f64> {
    let id = CheckId { rule: case.id.rule, row: Some(at) };
    let there = check(case.study, case.context.basis, id);
    let other = Case::new(case.context, id, &there);
    let outcome = case.evaluate(case.expr?, Some(from)).filter(|outcome| other.fits(outcome))?;
    Some(match &outcome.value {
        Value::Number(value) => case.allowed(value),
        _ => 1.0,
    })
}
