#![doc = include_str!("other_denominator.md")]

use crossfoot_core::formula::{Expr, Function, RowRef};
use crossfoot_core::{ColumnId, Unit, say};

use super::case::{Case, Explanation};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(Expr::Call(Function::Share, parts)) = case.expr else { return Vec::new() };
    let [part, Expr::Cell(column, row)] = parts.as_slice() else { return Vec::new() };
    let table = &case.study.tables[column.table];
    let others: Vec<Expr> = (0..table.columns.len())
        .filter(|other| *other != column.column && table.columns[*other].unit == Unit::Count)
        .map(|other| cell(column.table, other, *row))
        .filter(|other| other != part)
        .collect();
    others
        .iter()
        .filter_map(|other| {
            let tried = Expr::Call(Function::Share, vec![part.clone(), other.clone()]);
            case.formula(&tried, others.len(), |formula| {
                say!("another total was divided by: {}", formula)
            })
        })
        .collect()
}

fn cell(table: usize, column: usize, row: RowRef) -> Expr {
    Expr::Cell(ColumnId { table, column }, row)
}
