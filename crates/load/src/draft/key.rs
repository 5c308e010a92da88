//! The columns that name a row.

use std::collections::BTreeSet;

use crossfoot_ingest::PrintedTable;

use super::{ColumnDraft, groups};

/// The first column of words or dates whose cells all differ, else the first two that do so
/// together, else one whose cells differ below each sub-heading, else a rank; nothing where no
/// columns identify the rows.
pub(super) fn find(
    table: &PrintedTable,
    columns: &[ColumnDraft],
    headings: &[usize],
) -> Vec<String> {
    let naming = with_unit(columns, |unit| matches!(unit, "text" | "date"));
    let short: Vec<usize> =
        naming.iter().copied().filter(|column| !is_long(table, *column)).collect();
    for pool in [&short, &naming] {
        if let Some(single) = pool.iter().find(|at| all_differ(table, &[**at])) {
            return names(columns, &[*single]);
        }
        let pairs = pool
            .iter()
            .enumerate()
            .flat_map(|(at, first)| pool[at + 1..].iter().map(move |second| [*first, *second]));
        if let Some(pair) = pairs.into_iter().find(|pair| all_differ(table, pair)) {
            return names(columns, &pair);
        }
    }
    if !headings.is_empty() {
        let groups = groups::of_rows(table, columns, headings);
        if let Some(label) = naming.iter().find(|at| differ_in_groups(table, &groups, **at)) {
            let name = columns[*label].parts[0].name.clone();
            return vec![groups::GROUP.to_owned(), name];
        }
    }
    let ranks = with_unit(columns, |unit| unit == "rank");
    let rank = ranks.iter().find(|at| all_differ(table, &[**at]));
    rank.map_or_else(Vec::new, |at| names(columns, &[*at]))
}

/// The columns that print one thing in each cell, whose unit fits.
fn with_unit(columns: &[ColumnDraft], fits: fn(&str) -> bool) -> Vec<usize> {
    (0..columns.len())
        .filter(|at| columns[*at].parts.len() == 1 && fits(&columns[*at].parts[0].unit))
        .collect()
}

/// Whether no two rows agree in all these columns, and none is empty in one of them.
fn all_differ(table: &PrintedTable, columns: &[usize]) -> bool {
    let mut seen = BTreeSet::new();
    (0..table.rows()).all(|row| {
        let printed = columns.iter().map(|at| table.cell(row, *at).printed());
        let parts: Vec<String> = printed.map(|part| part.trim().to_owned()).collect();
        !parts.iter().any(String::is_empty) && seen.insert(parts)
    })
}

/// Whether no two rows of a group agree in a column, and none is empty in it.
fn differ_in_groups(table: &PrintedTable, groups: &[String], column: usize) -> bool {
    let mut seen = BTreeSet::new();
    groups.iter().enumerate().all(|(row, group)| {
        let label = table.cell(row, column).printed().trim().to_owned();
        !label.is_empty() && seen.insert((group, label))
    })
}

fn names(columns: &[ColumnDraft], positions: &[usize]) -> Vec<String> {
    positions.iter().map(|at| columns[*at].parts[0].name.clone()).collect()
}

fn is_long(table: &PrintedTable, column: usize) -> bool {
    table.column(column).any(|cell| cell.printed().trim().chars().count() > LONGEST)
}

/// Characters of the longest text that people would name a row by.
const LONGEST: usize = 80;
