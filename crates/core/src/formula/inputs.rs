//! Which cells and claims a formula reads.

use super::{Expr, Published, Truth, Value, evaluate};
use crate::{CellId, ColumnId, Study, Variable};

/// Calls `visit` on every cell and claim that a formula reads when checked on `row`, in the order
/// of the formula. Of an aggregate these are the cells of the rows that its filter does not rule
/// out; cells that only decide the filter are not inputs, nor are the empty cells that a sum leaves
/// out.
pub fn inputs(expr: &Expr, study: &Study, row: Option<usize>, visit: &mut impl FnMut(Variable)) {
    each(expr, study, row, None, &mut |input| match input {
        Input::One(variable) => visit(variable),
        Input::Whole(index, except) => study.denominators[index]
            .cells(except)
            .flat_map(|(part, share)| [part, share])
            .for_each(|cell| visit(Variable::Cell(cell))),
    });
}

/// Whether a formula reads a cell or claim when checked on `row`.
pub fn reads(expr: &Expr, study: &Study, row: Option<usize>, variable: Variable) -> bool {
    times_read(expr, study, row, variable) > 0
}

/// How often a formula reads a cell or claim when checked on `row`. Faster than [`inputs`], which
/// lists everything that is read.
pub fn times_read(expr: &Expr, study: &Study, row: Option<usize>, variable: Variable) -> usize {
    let mut times = 0;
    each(expr, study, row, Some(variable), &mut |input| {
        times += usize::from(match input {
            Input::One(read) => read == variable,
            Input::Whole(index, except) => matches!(variable, Variable::Cell(cell)
                if study.denominators[index].reads(cell, except)),
        });
    });
    times
}

/// What a part of a formula reads.
enum Input {
    One(Variable),
    /// The shares of a denominator and their parts, without those of a row.
    Whole(usize, Option<usize>),
}

/// Calls `visit` on what a formula reads. If `only` one variable matters, the others may be left out.
fn each(
    expr: &Expr,
    study: &Study,
    row: Option<usize>,
    only: Option<Variable>,
    visit: &mut impl FnMut(Input),
) {
    let mut left_out: Vec<&Expr> = Vec::new();
    expr.walk(&mut |part| match part {
        Expr::Cell(column, at) => {
            let takes_part = !left_out.iter().any(|other| std::ptr::eq(*other, part));
            if let Some(row) = at.resolve(row).filter(|_| takes_part) {
                visit(Input::One(Variable::Cell(CellId { column: *column, row })));
            }
        }
        Expr::Call(function, parts) if function.leaves_out(parts, study, row) => {
            left_out.extend(parts.iter().filter(|part| part.is_empty(study, row)));
        }
        Expr::Aggregate(aggregate) => {
            if let Some(column) = aggregate.column {
                let span = aggregate.span(study, row);
                let column = ColumnId { table: aggregate.table, column };
                let listed = aggregate
                    .rows(study)
                    .filter(|row| matters(only, CellId { column, row: *row }))
                    .filter(|row| aggregate.lies_in(study, span, *row) != Truth::False);
                passing(study, column, listed, aggregate.filter.as_ref(), visit);
            }
        }
        Expr::Claim(claim) => visit(Input::One(Variable::Claim(*claim))),
        Expr::Denominator(index, except) => visit(Input::Whole(*index, *except)),
        Expr::Rank(column, _, filter) => {
            let table = &study.tables[column.table];
            let listed = (0..table.rows())
                .filter(|row| matters(only, CellId { column: *column, row: *row }))
                .filter(|row| !table.has_own_unit(column.column, *row));
            passing(study, *column, listed, filter.as_deref(), visit);
        }
        _ => {}
    });
}

/// Whether a cell is the variable that matters, if there is only one.
fn matters(only: Option<Variable>, cell: CellId) -> bool {
    only.is_none_or(|only| only == Variable::Cell(cell))
}

/// Visits the cells of a column in those rows that a filter does not rule out.
fn passing(
    study: &Study,
    column: ColumnId,
    rows: impl Iterator<Item = usize>,
    filter: Option<&Expr>,
    visit: &mut impl FnMut(Input),
) {
    let mut published = Published::default();
    published.prepare_filter(study, filter);
    for row in rows {
        let outcome = filter.map(|filter| evaluate(filter, study, &published, Some(row)));
        let ruled_out =
            matches!(outcome, Some(Ok(outcome)) if outcome.value == Value::Truth(Truth::False));
        if !ruled_out {
            visit(Input::One(Variable::Cell(CellId { column, row })));
        }
    }
}
