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
    let of_kind = |row: usize, wanted: Kind| {
        columns.clone().filter(|column| grid.kind(row, *column) == wanted).count()
    };
    let first = rows.start;
    let (figures, words) = (of_kind(first, Kind::Figure), of_kind(first, Kind::Words));
    // Figures and years alone, as in `2021, 5,690`, are a row; words and years, as in
    // `Region, 2021, 2022`, are headings.
    if figures > 0 && figures >= words || words == 0 && of_kind(first, Kind::Empty) == 0 {
        return 0;
    }
    let mut height = 1;
    while first + height < rows.end.saturating_sub(1) {
        let row = first + height;
        let goes_on = merged_from_above(grid, row, &columns) || below_gaps(grid, row, &columns);
        if !goes_on || of_kind(row, Kind::Figure) > 0 {
            break;
        }
        height += 1;
    }
    height
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

/// Whether words stand below blanks of the heading above, as where a merged heading was written as
/// text.
fn below_gaps(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    let gap = |column: usize| grid.blank(row - 1, column) && !grid.blank(row, column);
    // The blank over the names of the rows is no gap.
    columns.clone().skip(1).any(gap)
}

/// The rows of headings, told apart by what they say.
pub(crate) struct Heads {
    names: Vec<usize>,
    units: Vec<usize>,
    /// Rows that number the columns, which is no part of what they are called.
    pub(crate) numbers: Vec<usize>,
    /// The first row below them.
    pub(crate) end: usize,
}

/// Tells the rows of headings apart, of which `height` are known, and those below them that hold
/// units or number the columns.
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
    let text = |column: usize| grid.shown(row, column).text.as_str();
    let named = SAYS_SO.contains(&text(columns.start).to_lowercase().as_str());
    let mut texts = columns
        .clone()
        .skip(usize::from(named))
        .map(text)
        .filter(|text| !text.is_empty())
        .peekable();
    texts.peek().is_some() && texts.all(is_unit)
}

/// The heading of each column from the top down, with its unit behind it in brackets.
pub(crate) fn flatten(grid: &Grid, heads: &Heads, columns: Range<usize>) -> Vec<RawCell> {
    let with_unit = |column: usize| {
        let mut heading = heading(grid, &heads.names, &columns, column);
        for unit in heads
            .units
            .iter()
            .map(|row| bare(&grid.shown(*row, column).text))
            .filter(|unit| !unit.is_empty())
        {
            heading.text = if heading.text.is_empty() {
                unit.to_owned()
            } else {
                format!("{} ({unit})", heading.text)
            };
        }
        heading
    };
    columns.clone().map(with_unit).collect()
}

fn heading(grid: &Grid, rows: &[usize], columns: &Range<usize>, column: usize) -> RawCell {
    let mut levels: Vec<&str> = Vec::new();
    let mut lowest = grid.cell(rows.first().copied().unwrap_or_default(), column);
    for (at, row) in rows.iter().enumerate() {
        let over = || over(grid, *row, rows.split_at(at), columns, column);
        let shown = grid
            .shown(*row, if grid.blank(*row, column) { over().unwrap_or(column) } else { column });
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
    RawCell { text: levels.join(LEVELS), mark: lowest.mark.clone(), place: lowest.place.clone() }
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
    let named = |row: &usize, column: usize| !grid.cell(*row, column).text.is_empty();
    let divided = |column: usize| from.iter().skip(1).any(|below| named(below, column));
    let topped = above.iter().any(|above| named(above, column));
    let left = (columns.start..column).rev().find(|left| !grid.blank(row, *left))?;
    let all_divided = (left..=column).all(divided);
    (all_divided && !topped).then_some(left)
}
