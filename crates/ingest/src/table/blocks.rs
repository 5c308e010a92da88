//! A grid → its tables: blank rows and columns lie between them, titles above and notes below.

use std::ops::Range;

use super::raw::{Found, RawCell, RawTable};
use crate::table::body;
use crate::table::grid::Grid;
use crate::table::header;
use crate::table::kinds::{Kind, is_note, kind};
use crate::table::stacked;

/// A note at the end of a table is alone in its row and has more characters than the name of a row.
const NOTE_CHARACTERS: usize = 24;

/// Rows and columns that belong together.
#[derive(Clone, Debug)]
struct Block {
    rows: Range<usize>,
    columns: Range<usize>,
}

/// What a block turned out to be.
enum Piece {
    /// Lines of text.
    Text(Vec<String>),
    Table(RawTable, Range<usize>),
    /// Rows without headings, and what is printed below them.
    Rows(Vec<Vec<RawCell>>, Vec<String>, Range<usize>),
}

/// The tables of a grid.
pub(crate) fn tables(grid: &Grid) -> Found {
    let mut headless = Vec::new();
    let mut tables: Vec<(RawTable, Range<usize>)> = Vec::new();
    let mut above: Vec<String> = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    for block in blocks(grid, &mut notes) {
        match piece(grid, &block, &mut notes) {
            Piece::Text(lines) => {
                for line in lines {
                    match tables.last_mut() {
                        Some((table, _)) if is_note(&line) && above.is_empty() => {
                            table.notes.push(line)
                        }
                        _ => above.push(line),
                    }
                }
            }
            Piece::Table(mut table, columns) => {
                let title = std::mem::take(&mut above).into_iter().chain(table.title.take());
                table.title =
                    Some(title.collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty());
                table.sheet.clone_from(&grid.sheet);
                tables.push((table, columns));
            }
            Piece::Rows(rows, mut notes, columns) => {
                match tables.iter_mut().rev().find(|(_, other)| *other == columns) {
                    Some((table, _)) if above.is_empty() => {
                        table.rows.extend(rows);
                        table.notes.append(&mut notes);
                    }
                    _ => {
                        let figure =
                            rows.iter().flatten().find(|cell| kind(&cell.text) == Kind::Figure);
                        headless.extend(
                            figure.or_else(|| rows.first()?.first()).map(|cell| cell.place.clone()),
                        );
                    }
                }
            }
        }
    }
    if let Some((table, _)) = tables.last_mut() {
        table.notes.append(&mut above);
    }
    Found { tables: tables.into_iter().map(|(table, _)| table).collect(), headless, notes }
}

/// Cuts a grid at its blank rows, what is between them at blank columns, and what is left where
/// headings come again.
fn blocks(grid: &Grid, remarks: &mut Vec<String>) -> Vec<Block> {
    let all = 0..grid.width();
    if grid.whole {
        return vec![Block { rows: 0..grid.height(), columns: all }];
    }
    let bands =
        stretches(0..grid.height(), |row| all.clone().all(|column| grid.blank(row, column)));
    let mut found = Vec::new();
    for rows in bands {
        let columns =
            stretches(all.clone(), |column| rows.clone().all(|row| grid.blank(row, column)));
        let mut joined: Vec<Block> = Vec::new();
        for columns in columns {
            match joined.last_mut() {
                Some(left) if is_spacer(grid, left, &columns) => left.columns.end = columns.end,
                _ => joined.push(Block { rows: rows.clone(), columns }),
            }
        }
        for Block { rows, columns } in joined {
            let parts = stacked::split(grid, rows, &columns, remarks).into_iter();
            found.extend(parts.map(|rows| Block { columns: trimmed(grid, &rows, &columns), rows }));
        }
    }
    found
}

/// The columns from the first to the last that are not blank.
fn trimmed(grid: &Grid, rows: &Range<usize>, columns: &Range<usize>) -> Range<usize> {
    let mut filled =
        columns.clone().filter(|column| rows.clone().any(|row| !grid.blank(row, *column)));
    let Some(start) = filled.next() else { return columns.clone() };
    start..filled.next_back().unwrap_or(start) + 1
}

/// Neighbouring positions that are not blank.
fn stretches(all: Range<usize>, blank: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in all.filter(|at| !blank(*at)) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// Whether a blank column is only a gap between columns of one table: what is right of it has no
/// names of rows, but figures from its first column on.
fn is_spacer(grid: &Grid, left: &Block, right: &Range<usize>) -> bool {
    let figures =
        left.rows.clone().filter(|row| grid.kind(*row, right.start) == Kind::Figure).count();
    let named = left
        .rows
        .clone()
        .filter(|row| matches!(grid.kind(*row, right.start), Kind::Words | Kind::Period))
        .count();
    figures > 0 && named <= 2 && left.columns.len() > 1
}

/// Separates title, headings, rows and notes of a block.
fn piece(grid: &Grid, block: &Block, remarks: &mut Vec<String>) -> Piece {
    let Block { rows, columns } = block;
    let first = rows.clone().find(|row| grid.filled(*row, columns.clone()).next().is_some());
    let rows = &(first.unwrap_or(rows.end)..rows.end);
    let below = rows.clone().find(|row| !is_alone(grid, *row, columns)).unwrap_or(rows.end);
    let inside = below > rows.start && below < rows.end;
    let top = if inside && is_only_heading(grid, below - 1, columns) { below - 1 } else { below };
    let bottom = rows
        .clone()
        .rev()
        .find(|row| !(is_alone(grid, *row, columns) && note_like(&line(grid, *row, columns))))
        .map_or(rows.start, |row| row + 1);
    let known = grid.headings.saturating_sub(top - rows.start);
    if columns.len() < 2
        || top >= bottom
        || bottom - top == 1 && known == 0 && !has_figure(grid, top, columns)
    {
        return Piece::Text(lines(grid, rows.clone(), columns));
    }
    let title: Vec<String> = (rows.start..top).map(|row| line(grid, row, columns)).collect();
    let notes = lines(grid, bottom..rows.end, columns);
    let height = header::height(grid, top..bottom, columns.clone(), known);
    if height == 0 {
        // A line with one cell above rows without headings is the name of a group among them.
        return Piece::Rows(
            body::rows(grid, rows.start..bottom, columns, remarks),
            notes,
            columns.clone(),
        );
    }
    let heads = header::heads(grid, top..bottom, columns, height);
    for row in &heads.numbers {
        let first = grid.filled(*row, columns.clone()).next().unwrap_or(columns.start);
        let place = &grid.cell(*row, first).place;
        remarks.push(format!("{place}: this row of column numbers was left out"));
    }
    let header = header::flatten(grid, &heads, columns.clone());
    let body = body::rows(grid, heads.end..bottom, columns, remarks);
    let title = Some(title.join(" ")).filter(|title| !title.is_empty());
    Piece::Table(RawTable { title, sheet: None, header, rows: body, notes }, columns.clone())
}

/// The cells of a row, as one text.
fn line(grid: &Grid, row: usize, columns: &Range<usize>) -> String {
    let printed = grid.filled(row, columns.clone()).map(|column| grid.cell(row, column).printed());
    printed.collect::<Vec<_>>().join(" ")
}

/// The rows that are not blank, as texts.
fn lines(grid: &Grid, rows: Range<usize>, columns: &Range<usize>) -> Vec<String> {
    rows.map(|row| line(grid, row, columns)).filter(|line| !line.is_empty()).collect()
}

/// Whether one cell alone is filled in a row.
fn is_alone(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    grid.filled(row, columns.clone()).count() == 1 && !covered_rows(grid, row, columns)
}

/// Whether what is alone in a row may be a heading: where only the column of names has none, the
/// one heading of a table is alone, too, but not on the left, and right above figures.
fn is_only_heading(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    grid.filled(row, columns.clone()).next() != Some(columns.start)
        && has_figure(grid, row + 1, columns)
}

/// Whether a row shows something of a row above it.
fn covered_rows(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    columns.clone().any(|column| grid.origin(row, column).0 != row && !grid.blank(row, column))
}

fn note_like(line: &str) -> bool {
    kind(line) == Kind::Words && (is_note(line) || line.chars().count() > NOTE_CHARACTERS)
}

fn has_figure(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    columns.clone().any(|column| grid.kind(row, column) == Kind::Figure)
}
