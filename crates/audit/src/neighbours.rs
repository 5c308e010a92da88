//! The cells around another, with which a figure may have been exchanged.

use crossfoot_core::{CellId, ColumnId, Study};

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

/// The nearest cells to the left and to the right that count the same thing.
pub(crate) fn beside(study: &Study, own: CellId) -> impl Iterator<Item = CellId> {
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
