#![doc = include_str!("row_shifted.md")]

use crossfoot_core::formula::Value;
use crossfoot_core::{CellId, Target, Verdict, say};

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
    let faulty =
        |row: usize| case.context.rules[case.id.rule].verdicts[row] == Verdict::Inconsistent;
    let instead = |from: usize| {
        let formula = case.expr.map(|expr| expr.describe(case.study, Some(from)));
        formula.into_iter().chain([case.study.cell_name(CellId { column, row: from })]).collect()
    };
    let found = [false, true].into_iter().filter_map(|down| {
        let shifted = |row: usize| {
            if down { Some(row + 1).filter(|row| *row < rows) } else { row.checked_sub(1) }
        };
        let fits = |at: usize| {
            shifted(at)
                .filter(|_| faulty(at))
                .and_then(|from| allowed_by_formula_of(case, at, from))
        };
        let neighbour = [row.checked_sub(1), Some(row + 1).filter(|row| *row < rows)]
            .into_iter()
            .flatten()
            .any(|at| fits(at).is_some());
        let allowed = fits(row).filter(|_| neighbour)?;
        let detail = match down {
            true => say!("the figures of this column stand one row too high"),
            false => say!("the figures of this column stand one row too low"),
        };
        Some(Explanation {
            detail,
            value: case.expected_one(),
            ways: WAYS * allowed,
            instead: shifted(row).map(instead).unwrap_or_default(),
        })
    });
    found.collect()
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
