#![doc = include_str!("share_for_count.md")]

use crossfoot_core::formula::{Expr, Function, RowRef};
use crossfoot_core::{ColumnId, Target, say};

use super::case::{Case, Explanation};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(expr) = case.expr else { return Vec::new() };
    let siblings = siblings(case);
    let mut to_share = false;
    let other = expr.rewrite(&mut |part| match part {
        Expr::Cell(column, row) => siblings.iter().find_map(|(share, count)| {
            to_share |= column == count;
            let sibling = if column == share { count } else { share };
            (column == share || column == count).then_some(Expr::Cell(*sibling, *row))
        }),
        _ => None,
    });
    if other == *expr {
        return Vec::new();
    }
    // The number is right and the words are not, so no other number should stand there.
    let found = case.formula(&other, 1, |formula| match to_share {
        true => say!("this is true for the share, not for the count: {}", formula),
        false => say!("this is true for the count, not for the share: {}", formula),
    });
    found.into_iter().map(|found| Explanation { value: None, ..found }).collect()
}

/// Share columns with the counts that they are shares of, as the rules say.
fn siblings(case: &Case<'_>) -> Vec<(ColumnId, ColumnId)> {
    let rules = case.study.rules.iter().filter_map(|rule| {
        match (rule.target, rule.formula.as_ref().map(|formula| &formula.expr)) {
            (Target::Column(share), Some(Expr::Call(Function::Share, parts))) => {
                match parts.first() {
                    Some(Expr::Cell(count, RowRef::Current)) => Some((share, *count)),
                    _ => None,
                }
            }
            _ => None,
        }
    });
    rules.collect()
}
