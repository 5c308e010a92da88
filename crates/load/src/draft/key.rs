//! The columns that name a row.

use std::collections::BTreeSet;

use crossfoot_ingest::PrintedTable;

use super::ColumnDraft;

/// The first column of words or dates whose cells all differ, else the first two that do so
/// together, else a rank; nothing where rows cannot be told apart.
pub(super) fn find(table: &PrintedTable, columns: &[ColumnDraft]) -> Vec<String> {
    let named = |fits: fn(&str) -> bool| -> Vec<usize> {
        (0..columns.len())
            .filter(|at| columns[*at].parts.len() == 1 && fits(&columns[*at].parts[0].unit))
            .collect()
    };
    let naming = named(|unit| matches!(unit, "text" | "date"));
    let differ = |positions: &[usize]| {
        let mut seen = BTreeSet::new();
        (0..table.rows()).all(|row| {
            let printed = positions.iter().map(|at| table.cell(row, *at).printed());
            let parts: Vec<String> = printed.map(|part| part.trim().to_owned()).collect();
            !parts.iter().any(String::is_empty) && seen.insert(parts)
        })
    };
    let names = |positions: &[usize]| {
        positions.iter().map(|at| columns[*at].parts[0].name.clone()).collect::<Vec<_>>()
    };
    let long =
        |at: usize| table.column(at).any(|cell| cell.printed().trim().chars().count() > LONGEST);
    let short: Vec<usize> = naming.iter().copied().filter(|at| !long(*at)).collect();
    for pool in [&short, &naming] {
        if let Some(single) = pool.iter().find(|at| differ(&[**at])) {
            return names(&[*single]);
        }
        let pairs = pool
            .iter()
            .enumerate()
            .flat_map(|(at, first)| pool[at + 1..].iter().map(move |second| [*first, *second]));
        if let Some(pair) = pairs.into_iter().find(|pair| differ(pair)) {
            return names(&pair);
        }
    }
    let ranks = named(|unit| unit == "rank");
    ranks.iter().find(|at| differ(&[**at])).map_or_else(Vec::new, |at| names(&[*at]))
}

/// Characters of the longest text that people would name a row by.
const LONGEST: usize = 80;
