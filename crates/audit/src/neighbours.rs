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
