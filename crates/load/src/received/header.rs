//! Which rows of a table are headings, and what they call each column.

use std::ops::Range;

use super::grid::Grid;
use super::kinds::Kind;
use super::{LEVELS, RawCell};

/// How many rows of a table are headings, where that is not known already; none where its first row holds figures.
pub(super) fn height(grid: &Grid, rows: Range<usize>, columns: Range<usize>, known: usize) -> usize {
    if known > 0 {
        return known.min(rows.len().saturating_sub(1)).max(1);
    }
    let of_kind = |row: usize, wanted: Kind| columns.clone().filter(|column| grid.kind(row, *column) == wanted).count();
    let first = rows.start;
    let (figures, words) = (of_kind(first, Kind::Figure), of_kind(first, Kind::Words));
    // Figures and years alone, as in `2021, 5,690`, are a row; words and years, as in `Region, 2021, 2022`, are headings.
    if figures > 0 && figures >= words || words == 0 && of_kind(first, Kind::Empty) == 0 {
        return 0;
    }
    let mut height = 1;
    while first + height < rows.end.saturating_sub(1) {
        let row = first + height;
        let goes_on = merged_from_above(grid, row, &columns) || below_gaps(grid, row, &columns) || is_units(grid, row, &columns);
        if !goes_on || of_kind(row, Kind::Figure) > 0 {
            break;
        }
        height += 1;
    }
    height
}

/// Whether a heading above reaches down into this row, or one above is merged over several columns and is divided here.
fn merged_from_above(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    columns.clone().any(|column| {
        let from_above = grid.origin(row, column).0 < row && !grid.blank(row, column);
        let across = grid.origin(row - 1, column).1 < column && !grid.blank(row - 1, column) && !grid.cell(row, column).text.is_empty();
        from_above || across
    })
}

/// Whether words stand below blanks of the heading above, as where a merged heading was written as text.
fn below_gaps(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    let gap = |column: usize| grid.blank(row - 1, column) && !grid.blank(row, column);
    // The blank over the names of the rows is no gap.
    columns.clone().skip(1).any(gap)
}

/// Whether the row holds nothing but units.
fn is_units(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    const UNITS: [&str; 10] = ["%", "n", "N", "No.", "n (%)", "项", "人", "件", "万元", "亿元"];
    let unit = |text: &str| UNITS.contains(&text) || text.starts_with(['(', '（']) && text.ends_with([')', '）']);
    let mut texts = columns.clone().map(|column| grid.shown(row, column).text.as_str()).filter(|text| !text.is_empty()).peekable();
    texts.peek().is_some() && texts.all(unit)
}

/// The heading of each column from the top down.
pub(super) fn flatten(grid: &Grid, rows: Range<usize>, columns: Range<usize>) -> Vec<RawCell> {
    columns.clone().map(|column| heading(grid, rows.clone(), columns.clone(), column)).collect()
}

fn heading(grid: &Grid, rows: Range<usize>, columns: Range<usize>, column: usize) -> RawCell {
    let mut levels: Vec<&str> = Vec::new();
    let mut lowest = grid.cell(rows.start, column);
    for row in rows.clone() {
        let at = if grid.blank(row, column) { over(grid, row, &rows, &columns, column).unwrap_or(column) } else { column };
        let shown = grid.shown(row, at);
        if shown.text.is_empty() {
            continue;
        }
        if levels.last() != Some(&shown.text.as_str()) {
            levels.push(&shown.text);
        }
        if !grid.cell(row, column).text.is_empty() || lowest.text.is_empty() {
            lowest = shown;
        }
    }
    RawCell { text: levels.join(LEVELS), mark: lowest.mark.clone(), place: lowest.place.clone() }
}

/// The column to the left whose heading reaches over a blank, where a merged heading was written as text: both have headings of their own below.
fn over(grid: &Grid, row: usize, rows: &Range<usize>, columns: &Range<usize>, column: usize) -> Option<usize> {
    let divided = |column: usize| (row + 1..rows.end).any(|below| !grid.cell(below, column).text.is_empty());
    let topped = (rows.start..row).any(|above| !grid.cell(above, column).text.is_empty());
    let left = (columns.start..column).rev().find(|left| !grid.blank(row, *left))?;
    let all_divided = (left..=column).all(divided);
    (all_divided && !topped).then_some(left)
}
