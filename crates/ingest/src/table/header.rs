//! Which rows of a table are headings, and what they call each column.

use std::ops::Range;

use super::raw::{LEVELS, RawCell};
use crate::table::column_numbers::is_numbering;
use crate::table::grid::Grid;
use crate::table::kinds::Kind;
use crate::table::units::{bare, is_unit};

/// How many rows of a table are headings, where that is not known already; none where its first row
/// holds figures.
pub(crate) fn height(
    grid: &Grid,
    rows: Range<usize>,
    columns: Range<usize>,
    known: usize,
) -> usize {
    if known > 0 {
        return known.min(rows.len().saturating_sub(1)).max(1);
    }
    let first = rows.start;
    let [figures, words, blanks] = [Kind::Figure, Kind::Words, Kind::Empty]
        .map(|kind| count_kind(grid, first, &columns, kind));
    // Figures and years alone, as in `2021, 5,690`, are a row; words and years, as in
    // `Region, 2021, 2022`, are headings.
    if figures > 0 && figures >= words || words == 0 && blanks == 0 {
        return 0;
    }
    let mut height = 1;
    while first + height < rows.end.saturating_sub(1) {
        let row = first + height;
        let goes_on = merged_from_above(grid, row, &columns) || below_gaps(grid, row, &columns);
        if !goes_on || count_kind(grid, row, &columns, Kind::Figure) > 0 {
            break;
        }
        height += 1;
    }
    height
}

/// How many cells of a row are of a kind.
fn count_kind(grid: &Grid, row: usize, columns: &Range<usize>, wanted: Kind) -> usize {
    columns.clone().filter(|column| grid.kind(row, *column) == wanted).count()
}

/// Whether a heading above reaches down into this row, or one above is merged over several columns
/// and is divided here.
fn merged_from_above(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    columns.clone().any(|column| {
        let from_above = grid.origin(row, column).0 < row && !grid.blank(row, column);
        let across = grid.origin(row - 1, column).1 < column
            && !grid.blank(row - 1, column)
            && !grid.cell(row, column).text.is_empty();
        from_above || across
    })
}

/// Whether words are below blanks of the heading above, as where a merged heading was written as
/// text.
fn below_gaps(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    // The blank over the names of the rows is not a gap.
    columns.clone().skip(1).any(|column| grid.blank(row - 1, column) && !grid.blank(row, column))
}

/// The rows of headings, by their meaning.
pub(crate) struct Heads {
    names: Vec<usize>,
    units: Vec<usize>,
    /// Rows that number the columns, which is not part of their names.
    pub(crate) numbers: Vec<usize>,
    /// The first row below them.
    pub(crate) end: usize,
}

/// Sorts the rows of headings, of which `height` are known, and those below them that hold units or
/// number the columns.
pub(crate) fn heads(
    grid: &Grid,
    rows: Range<usize>,
    columns: &Range<usize>,
    height: usize,
) -> Heads {
    let mut heads =
        Heads { names: vec![rows.start], units: vec![], numbers: vec![], end: rows.start + height };
    let mut row = rows.start + 1;
    while row < rows.end {
        if row + 1 < rows.end
            && is_numbering(grid, row, row.max(heads.end - 1) + 1..rows.end, columns)
        {
            heads.numbers.push(row);
        } else if row + 1 < rows.end && is_units(grid, row, columns) {
            heads.units.push(row);
        } else if row < heads.end {
            heads.names.push(row);
        } else {
            break;
        }
        row += 1;
        heads.end = heads.end.max(row);
    }
    heads
}

/// Whether the row holds nothing but units.
fn is_units(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    const SAYS_SO: [&str; 4] = ["unit", "units", "单位", "计量单位"];
    let label = grid.shown(row, columns.start).text.to_lowercase();
    let named = SAYS_SO.contains(&label.as_str());
    let mut texts = columns
        .clone()
        .skip(usize::from(named))
        .map(|column| grid.shown(row, column).text.as_str())
        .filter(|text| !text.is_empty())
        .peekable();
    texts.peek().is_some() && texts.all(is_unit)
}

/// The heading of each column from the top down, with its unit after it in brackets.
pub(crate) fn flatten(grid: &Grid, heads: &Heads, columns: Range<usize>) -> Vec<RawCell> {
    columns.clone().map(|column| with_unit(grid, heads, &columns, column)).collect()
}

fn with_unit(grid: &Grid, heads: &Heads, columns: &Range<usize>, column: usize) -> RawCell {
    let mut heading = heading(grid, &heads.names, columns, column);
    let units = heads.units.iter().map(|row| bare(&grid.shown(*row, column).text));
    for unit in units.filter(|unit| !unit.is_empty()) {
        heading.text = if heading.text.is_empty() {
            unit.to_owned()
        } else {
            format!("{} ({unit})", heading.text)
        };
    }
    heading
}

fn heading(grid: &Grid, rows: &[usize], columns: &Range<usize>, column: usize) -> RawCell {
    let mut levels: Vec<&str> = Vec::new();
    let mut lowest = grid.cell(rows.first().copied().unwrap_or_default(), column);
    for (at, row) in rows.iter().enumerate() {
        let shown_in = if grid.blank(*row, column) {
            over(grid, *row, rows.split_at(at), columns, column).unwrap_or(column)
        } else {
            column
        };
        let shown = grid.shown(*row, shown_in);
        if shown.text.is_empty() {
            continue;
        }
        if levels.last() != Some(&shown.text.as_str()) {
            levels.push(&shown.text);
        }
        if !grid.cell(*row, column).text.is_empty() || lowest.text.is_empty() {
            lowest = shown;
        }
    }
    RawCell { text: levels.join(LEVELS), ..lowest.clone() }
}

/// The column to the left whose heading reaches over a blank, where a merged heading was written as
/// text: both have headings of their own below.
fn over(
    grid: &Grid,
    row: usize,
    (above, from): (&[usize], &[usize]),
    columns: &Range<usize>,
    column: usize,
) -> Option<usize> {
    let below = from.get(1..).unwrap_or_default();
    let topped = is_named(grid, above, column);
    let left = (columns.start..column).rev().find(|left| !grid.blank(row, *left))?;
    let all_divided = (left..=column).all(|column| is_named(grid, below, column));
    (all_divided && !topped).then_some(left)
}

/// Whether a column has a heading of its own in one of these rows.
fn is_named(grid: &Grid, rows: &[usize], column: usize) -> bool {
    rows.iter().any(|row| !grid.cell(*row, column).text.is_empty())
}
