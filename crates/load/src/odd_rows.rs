//! Rows unlike the others: sub-headings, of which the rows below are a group that a column names,
//! and rows with units of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossfoot_core::{Cell, Column, Diagnostic, RowUnit, Source, Span, Unit};

use crate::Problems;
use crate::manifest::TableSpec;

/// The name of the column of groups, unless the file has a column of that name.
const GROUP: &str = "group";

/// The units of the numbers whose rows have one, by row and column.
pub(crate) fn row_units(
    spec: &TableSpec,
    lines: &[u32],
    manifest: &Arc<Source>,
    problems: &mut Problems,
) -> Arc<BTreeMap<(usize, usize), RowUnit>> {
    let parts = spec.columns.iter().flat_map(|printed| &printed.parts);
    let numbers: Vec<usize> = parts
        .enumerate()
        .filter(|(_, part)| part.unit.is_number())
        .map(|(column, _)| column)
        .collect();
    let (mut units, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for row in &spec.rows {
        let message = match lines.binary_search(&row.line) {
            Ok(at) if seen.insert(at) => {
                let own = RowUnit { unit: row.unit.clone(), scale: row.scale };
                units.extend(numbers.iter().map(|column| ((at, *column), own.clone())));
                continue;
            }
            Ok(_) => format!("line {} has a unit already", row.line),
            Err(_) => format!("table `{}` has no row on line {}", spec.id.value, row.line),
        };
        problems.push(Diagnostic::at(manifest, row.span, message));
    }
    Arc::new(units)
}

/// The rows that are sub-headings. The columns get one more, with the text of the nearest
/// sub-heading above each row; a sub-heading is in no group itself.
pub(crate) fn add_groups(
    spec: &TableSpec,
    (columns, lines): (&mut Vec<Column>, &[u32]),
    (source, manifest): (&Source, &Arc<Source>),
    problems: &mut Problems,
) -> Arc<[usize]> {
    let before = problems.len();
    let mut rows: Vec<usize> = Vec::new();
    for (line, span) in &spec.headings {
        let row = u32::try_from(*line).ok().and_then(|line| lines.binary_search(&line).ok());
        match row.map(|row| (row, heading(columns, source, row))) {
            Some((row, Some(_))) => rows.push(row),
            Some((_, None)) => {
                let message = format!("line {line} has no text that could be a sub-heading");
                problems.push(Diagnostic::at(manifest, *span, message));
            }
            None => {
                let message = format!("table `{}` has no row on line {line}", spec.id.value);
                problems.push(Diagnostic::at(manifest, *span, message));
            }
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let is_named = columns.iter().any(|column| column.name == GROUP);
    if !rows.is_empty() && !is_named && problems.len() == before {
        columns.push(column(columns, source, &rows, lines.len()));
    }
    rows.into()
}

/// The column of groups.
fn column(columns: &[Column], source: &Source, headings: &[usize], rows: usize) -> Column {
    let groups = (0..rows).map(|row| {
        let above = headings.partition_point(|heading| *heading < row);
        let is_heading = headings.get(above) == Some(&row);
        let nearest = above.checked_sub(1).filter(|_| !is_heading).map(|at| headings[at]);
        let text = nearest.and_then(|heading| self::heading(columns, source, heading));
        // Nothing is printed for a row without a group: an empty stretch at its start.
        let start = columns.first().map_or(0, |column| column.cells[row].span().start);
        Cell::Text(text.unwrap_or(Span { start, len: 0 }))
    });
    Column {
        name: GROUP.into(),
        header: GROUP.to_owned(),
        label: GROUP.to_owned(),
        unit: Unit::Text,
        base: None,
        scale: 1,
        cells: groups.collect::<Vec<_>>().into(),
    }
}

/// The first text of a row.
fn heading(columns: &[Column], source: &Source, row: usize) -> Option<Span> {
    columns.iter().find_map(|column| match column.cells[row] {
        Cell::Text(span) if !source.field(span).trim().is_empty() => Some(span),
        _ => None,
    })
}
