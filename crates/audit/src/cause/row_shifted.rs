#![doc = include_str!("row_shifted.md")]

use crossfoot_core::{CellId, Target, Verdict};

use super::case::{Case, Explanation};
use crate::CheckId;
use crate::check::check;

/// One row up or down.
const WAYS: f64 = 2.0;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Target::Column(column), Some(row)) = (case.study.rules[case.id.rule].target, case.id.row) else { return Vec::new() };
    let rows = case.study.tables[column.table].rows();
    let faulty = |row: usize| case.context.rules[case.id.rule].verdicts[row] == Verdict::Inconsistent;
    let instead = |from: usize| {
        let formula = case.expr.map(|expr| expr.describe(case.study, Some(from)));
        formula.into_iter().chain([case.study.cell_name(CellId { column, row: from })]).collect()
    };
    let found = [false, true].into_iter().filter_map(|down| {
        let shifted = |row: usize| if down { Some(row + 1).filter(|row| *row < rows) } else { row.checked_sub(1) };
        let fits = |at: usize| shifted(at).is_some_and(|from| faulty(at) && fits_formula_of(case, at, from));
        let neighbour = [row.checked_sub(1), Some(row + 1).filter(|row| *row < rows)].into_iter().flatten().any(fits);
        if !fits(row) || !neighbour {
            return None;
        }
        let detail = format!("the figures of this column stand one row too {}", if down { "high" } else { "low" });
        Some(Explanation { detail, value: case.expected_text(), ways: WAYS, instead: shifted(row).map(instead).unwrap_or_default() })
    });
    found.collect()
}

/// Whether the figure printed in row `at` is what the formula gives in row `from`.
fn fits_formula_of(case: &Case<'_>, at: usize, from: usize) -> bool {
    let id = CheckId { rule: case.id.rule, row: Some(at) };
    let there = check(case.study, case.context.basis, id);
    let other = Case::new(case.context, id, &there);
    case.expr.and_then(|expr| case.evaluate(expr, Some(from))).is_some_and(|outcome| other.fits(&outcome))
}
