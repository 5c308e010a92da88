//! The cells around another, with which a figure may have been exchanged.

use crossfoot_core::{CellId, ColumnId, Study};

/// Rows up and down within which a figure may be exchanged.
const REACH: usize = 20;

/// The cells of the same row, and of the same column at most [`REACH`] rows away.
pub(crate) fn around(study: &Study, own: CellId) -> impl Iterator<Item = CellId> + use<> {
    let table = own.column.table;
    let columns = (0..study.tables[table].columns.len())
        .map(move |column| CellId { column: ColumnId { table, column }, row: own.row });
    let rows = own.row.saturating_sub(REACH)..study.tables[table].rows().min(own.row + REACH + 1);
    columns
        .chain(rows.map(move |row| CellId { column: own.column, row }))
        .filter(move |cell| *cell != own)
}
