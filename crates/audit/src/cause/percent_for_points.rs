#![doc = include_str!("percent_for_points.md")]

use crossfoot_core::formula::{Expr, Function};
use crossfoot_core::{Unit, say};

use super::case::{Case, Explanation};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(expr) = case.expr else { return Vec::new() };
    let mut to_points = false;
    let other = expr.rewrite(&mut |part| match part {
        Expr::Call(Function::Change, ends) if ends.iter().all(|end| is_percentage(case, end)) => {
            to_points = true;
            Some(Expr::Call(Function::Points, ends.clone()))
        }
        Expr::Call(Function::Points, ends) => {
            to_points = false;
            Some(Expr::Call(Function::Change, ends.clone()))
        }
        Expr::Sum(terms) => relative(case, terms),
        _ => None,
    });
    if other == *expr {
        return Vec::new();
    }
    // The number is right and the words are not, so no other number should stand there.
    let found = case.formula(&other, 1, |formula| match to_points {
        true => say!("the difference in percentage points was called percent: {}", formula),
        false => say!("the relative change in percent was called percentage points: {}", formula),
    });
    found.into_iter().map(|found| Explanation { value: None, ..found }).collect()
}

/// The relative change of two percentages of which one is subtracted from the other.
fn relative(case: &Case<'_>, terms: &[(bool, Expr)]) -> Option<Expr> {
    let [(false, to), (true, from)] = terms else { return None };
    let both = is_percentage(case, from) && is_percentage(case, to);
    both.then(|| Expr::Call(Function::Change, vec![from.clone(), to.clone()]))
}

fn is_percentage(case: &Case<'_>, expr: &Expr) -> bool {
    match expr {
        Expr::Cell(column, _) => case.study.column(*column).1.unit == Unit::Percent,
        Expr::Claim(claim) => case.study.claims[*claim].unit == Unit::Percent,
        Expr::Call(Function::Share, _) => true,
        _ => false,
    }
}
