//! Sub-headings: rows that name the rows below them.

use crossfoot_ingest::PrintedTable;

use super::ColumnDraft;

/// The name of the column of groups that the loader adds.
pub(super) const GROUP: &str = "group";

/// The rows of sub-headings that a study can declare: those with words in a column of words, unless
/// the table has a column `group` of its own.
pub(super) fn headings(table: &PrintedTable, columns: &[ColumnDraft]) -> Vec<usize> {
    let named = columns.iter().flat_map(|column| &column.parts).any(|part| part.name == GROUP);
    let rows = table.subheadings().iter().copied();
    rows.filter(|row| !named && heading(table, columns, *row).is_some()).collect()
}

/// The group of each row: the text of the nearest sub-heading above it.
pub(super) fn of_rows(
    table: &PrintedTable,
    columns: &[ColumnDraft],
    headings: &[usize],
) -> Vec<String> {
    let mut group = String::new();
    let rows = (0..table.rows()).map(|row| {
        if headings.contains(&row) {
            group = heading(table, columns, row).unwrap_or_default();
            return String::new();
        }
        group.clone()
    });
    rows.collect()
}

/// The first text of a row in a column of words.
fn heading(table: &PrintedTable, columns: &[ColumnDraft], row: usize) -> Option<String> {
    let words = columns.iter().enumerate().filter(|(_, column)| column.parts[0].unit == "text");
    words
        .map(|(at, _)| table.cell(row, at).printed().trim().to_owned())
        .find(|text| !text.is_empty())
}
