#![doc = include_str!("inverted_ratio.md")]

use crossfoot_core::formula::{Expr, Function};
use crossfoot_core::say;

use super::case::{Case, Explanation};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(expr) = case.expr else { return Vec::new() };
    let other = expr.rewrite(&mut |part| match part {
        Expr::Call(function @ (Function::Share | Function::Change), ends) => {
            Some(Expr::Call(*function, ends.iter().rev().cloned().collect()))
        }
        Expr::Product(factors) if factors.len() == 2 && factors[1].0 => {
            Some(Expr::Product(vec![(false, factors[1].1.clone()), (true, factors[0].1.clone())]))
        }
        _ => None,
    });
    if other == *expr {
        return Vec::new();
    }
    case.formula(&other, 1, |formula| say!("the ratio was inverted: {}", formula))
        .into_iter()
        .collect()
}
