#![doc = include_str!("other_base_year.md")]

use crossfoot_core::formula::{Expr, Function, RowRef};
use crossfoot_core::{ColumnId, say};

use super::case::{Case, Explanation};

/// Rows tried on either side: a slip reaches for a year nearby.
const REACH: usize = 5;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(expr) = case.expr else { return Vec::new() };
    let mut tried: Vec<Expr> = Vec::new();
    for end in 0..2 {
        for step in 1..=REACH {
            for forward in [false, true] {
                let other = expr.rewrite(&mut |part| moved(case, part, end, step, forward));
                if other != *expr && !tried.contains(&other) {
                    tried.push(other);
                }
            }
        }
    }
    let all = tried.len();
    tried
        .iter()
        .filter_map(|other| {
            case.formula(other, all, |formula| say!("another row was compared with: {}", formula))
        })
        .collect()
}

/// The change or difference with one of its ends in another row of the same column.
fn moved(case: &Case<'_>, part: &Expr, end: usize, step: usize, forward: bool) -> Option<Expr> {
    let Expr::Call(function @ (Function::Change | Function::Points), ends) = part else {
        return None;
    };
    let mut ends = ends.clone();
    let Expr::Cell(column, row) = &mut ends[end] else { return None };
    let from = row.resolve(case.id.row)?;
    let to = if forward { from + step } else { from.checked_sub(step)? };
    if to >= case.study.tables[column.table].rows() {
        return None;
    }
    *row = RowRef::At(to);
    let [first, second] = [&ends[0], &ends[1]].map(|end| place(case, end));
    (first != second).then_some(Expr::Call(*function, ends))
}

/// The column and row that one end reads.
fn place(case: &Case<'_>, end: &Expr) -> Option<(ColumnId, Option<usize>)> {
    match end {
        Expr::Cell(column, row) => Some((*column, row.resolve(case.id.row))),
        _ => None,
    }
}
