#![doc = include_str!("filter_dropped.md")]

use std::collections::BTreeSet;

use crossfoot_core::formula::{Aggregate, Expr};
use crossfoot_core::{ColumnId, Phrase, pattern, say};

use super::case::{Case, Explanation};

/// Filters on more columns than this are not taken apart.
const MOST_COLUMNS: usize = 4;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(expr) = case.expr else { return Vec::new() };
    let mut columns = BTreeSet::new();
    expr.walk(&mut |part| {
        if let Expr::Aggregate(aggregate) = part {
            conjuncts(aggregate.filter.as_ref())
                .iter()
                .for_each(|condition| columns.extend(mentioned(condition)));
        }
    });
    let columns: Vec<ColumnId> = columns.into_iter().collect();
    if columns.is_empty() || columns.len() > MOST_COLUMNS {
        return Vec::new();
    }
    let subsets = 1..1_usize << columns.len();
    let all = subsets.len();
    let found = subsets.filter_map(|subset| {
        let dropped: Vec<ColumnId> = columns
            .iter()
            .enumerate()
            .filter(|(at, _)| subset >> at & 1 == 1)
            .map(|(_, column)| *column)
            .collect();
        let names: Vec<&str> =
            dropped.iter().map(|column| case.study.column(*column).1.name.as_str()).collect();
        let other = expr.rewrite(&mut |part| match part {
            Expr::Aggregate(aggregate) => Some(without(aggregate, &dropped)),
            _ => None,
        });
        case.formula(&other, all, |formula| {
            say!(
                "the condition on {} was not applied: {}",
                Phrase::joined(pattern!(" and "), names),
                formula
            )
        })
    });
    found.collect()
}

fn without(aggregate: &Aggregate, dropped: &[ColumnId]) -> Expr {
    let kept: Vec<Expr> = conjuncts(aggregate.filter.as_ref())
        .into_iter()
        .filter(|condition| mentioned(condition).iter().all(|column| !dropped.contains(column)))
        .cloned()
        .collect();
    let filter = match kept.len() {
        0 => None,
        1 => kept.into_iter().next(),
        _ => Some(Expr::And(kept)),
    };
    Expr::Aggregate(Box::new(Aggregate { filter, ..aggregate.clone() }))
}

fn conjuncts(filter: Option<&Expr>) -> Vec<&Expr> {
    match filter {
        None => Vec::new(),
        Some(Expr::And(parts)) => parts.iter().collect(),
        Some(single) => vec![single],
    }
}

/// The columns that a condition mentions.
pub(crate) fn mentioned(condition: &Expr) -> BTreeSet<ColumnId> {
    let mut columns = BTreeSet::new();
    condition.walk(&mut |part| {
        if let Expr::Cell(column, _) = part {
            columns.insert(*column);
        }
    });
    columns
}
