#![doc = include_str!("other_denominator.md")]

use crossfoot_core::formula::{Aggregate, AggregateKind, Expr, Function, RowRef};
use crossfoot_core::{ColumnId, Unit, say};

use super::case::{Case, Explanation};

/// In a larger table, wholes of other rows are not tried.
const MOST_ROWS: usize = 60;
/// In a larger table, the sum of all rows is not tried: each finding would add them up.
const MOST_SUMMED: usize = 2_000;
/// Authors divide by another count of the row this many times as often as by the whole of another
/// row, by one that is not printed, or by the later value of a change.
const ELSEWHERE: usize = 4;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(Expr::Call(function, operands)) = case.expr else { return Vec::new() };
    match (function, operands.as_slice()) {
        (Function::Share, [part, whole]) => shares(case, part, whole),
        (Function::Change, [from, to]) => change(case, from, to).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The change in percent of the later value.
fn change(case: &Case<'_>, from: &Expr, to: &Expr) -> Option<Explanation> {
    let difference = Expr::Sum(vec![(false, to.clone()), (true, from.clone())]);
    let tried = Expr::Call(Function::Share, vec![difference, to.clone()]);
    case.formula(&tried, ELSEWHERE, |formula| {
        say!("the change was divided by the later value: {}", formula)
    })
}

fn shares(case: &Case<'_>, part: &Expr, whole: &Expr) -> Vec<Explanation> {
    let kinds = match (whole, part) {
        (Expr::Cell(column, row), _) => vec![
            (1, beside(case, *column, *row)),
            (ELSEWHERE, elsewhere(case, *column, *row)),
            (ELSEWHERE, unprinted(case, part, whole, *column)),
        ],
        (Expr::Number(_), Expr::Cell(column, row)) => {
            let others = numbers(case, column.table).into_iter().filter(|other| other != whole);
            vec![(1, others.chain(beside(case, *column, *row)).collect())]
        }
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    for (seldom, mut others) in kinds {
        others.retain(|other| other != part);
        found.extend(others.iter().filter_map(|other| {
            let tried = Expr::Call(Function::Share, vec![part.clone(), other.clone()]);
            case.formula(&tried, others.len() * seldom, |formula| {
                say!("another total was divided by: {}", formula)
            })
        }));
    }
    found
}

/// The numbers, as of `n = 123` in headings, that shares of a table are of.
fn numbers(case: &Case<'_>, table: usize) -> Vec<Expr> {
    let mut found: Vec<Expr> = Vec::new();
    for rule in case.study.rules.iter() {
        let formula = rule.formula.as_ref().map(|formula| &formula.expr);
        if let Some(Expr::Call(Function::Share, operands)) = formula
            && let [Expr::Cell(column, _), whole @ Expr::Number(_)] = operands.as_slice()
            && column.table == table
            && !found.contains(whole)
        {
            found.push(whole.clone());
        }
    }
    found
}

/// The other counts in the row of the whole, or of the part.
fn beside(case: &Case<'_>, column: ColumnId, row: RowRef) -> Vec<Expr> {
    let table = &case.study.tables[column.table];
    (0..table.columns.len())
        .filter(|other| *other != column.column && table.columns[*other].unit == Unit::Count)
        .map(|other| Expr::Cell(ColumnId { column: other, ..column }, row))
        .collect()
}

/// The wholes of other rows: totals of blocks, or of the row above or below.
fn elsewhere(case: &Case<'_>, column: ColumnId, row: RowRef) -> Vec<Expr> {
    let rows = case.study.tables[column.table].rows();
    if rows > MOST_ROWS {
        return Vec::new();
    }
    let own = row.resolve(case.id.row);
    (0..rows)
        .filter(|row| Some(*row) != own)
        .map(|row| Expr::Cell(column, RowRef::At(row)))
        .collect()
}

/// Wholes that are seldom printed: the sum of all rows, the whole minus the part, and the whole plus
/// the part.
fn unprinted(case: &Case<'_>, part: &Expr, whole: &Expr, column: ColumnId) -> Vec<Expr> {
    let all = Aggregate {
        kind: AggregateKind::Sum,
        table: column.table,
        column: Some(column.column),
        range: None,
        filter: None,
        within: None,
        over: None,
    };
    let [without, with] =
        [true, false].map(|minus| Expr::Sum(vec![(false, whole.clone()), (minus, part.clone())]));
    let few = case.study.tables[column.table].rows() <= MOST_SUMMED;
    let all = few.then(|| Expr::Aggregate(Box::new(all)));
    all.into_iter().chain([without, with]).collect()
}
