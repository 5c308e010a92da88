//! The cells around another, with which a figure may have been exchanged.

use crossfoot_core::{CellId, ColumnId, Decimal, Figure, Study};

use crate::RuleAudit;
use crate::readers::{checks_about, reads_cell};

/// Rows up and down within which a figure may be exchanged.
const REACH: usize = 20;

/// The cells of the same row, and of the same column at most [`REACH`] rows away, that count the
/// same thing: nobody exchanges a count with a percentage.
pub(crate) fn around(study: &Study, own: CellId) -> impl Iterator<Item = CellId> + use<> {
    let table = own.column.table;
    let columns = (0..study.tables[table].columns.len())
        .map(move |column| CellId { column: ColumnId { table, column }, row: own.row });
    let rows = own.row.saturating_sub(REACH)..study.tables[table].rows().min(own.row + REACH + 1);
    let around: Vec<CellId> = columns
        .chain(rows.map(move |row| CellId { column: own.column, row }))
        .filter(|cell| *cell != own && study.cell_unit(*cell) == study.cell_unit(own))
        .collect();
    around.into_iter()
}

/// The cells beside another whose figure may have been printed in its place: they print the same,
/// and not because they were computed from it.
pub(crate) fn repeated(
    study: &Study,
    rules: &[RuleAudit],
    own: CellId,
) -> impl Iterator<Item = CellId> {
    let value = printed(study, own).filter(|value| value.mantissa() != 0);
    beside(study, own).filter(move |other| {
        value.is_some() && printed(study, *other) == value && !follows(study, rules, *other, own)
    })
}

fn printed(study: &Study, cell: CellId) -> Option<Decimal> {
    study.cell(cell).figure().map(Figure::value)
}

/// Whether a cell agrees with a rule that computes it from another.
fn follows(study: &Study, rules: &[RuleAudit], cell: CellId, from: CellId) -> bool {
    checks_about(study, cell).any(|id| {
        rules[id.rule].verdict(id.row).is_some_and(|verdict| !verdict.disagrees())
            && reads_cell(study, id, from)
    })
}

/// The nearest cells to the left and to the right that count the same thing.
fn beside(study: &Study, own: CellId) -> impl Iterator<Item = CellId> {
    let table = own.column.table;
    let own_column = own.column.column;
    let columns = [
        (0..own_column).rev().collect::<Vec<_>>(),
        (own_column + 1..study.tables[table].columns.len()).collect(),
    ];
    columns.into_iter().filter_map(move |columns| {
        let cells = columns
            .into_iter()
            .map(|column| CellId { column: ColumnId { table, column }, row: own.row });
        cells.into_iter().find(|cell| study.cell_unit(*cell) == study.cell_unit(own))
    })
}
