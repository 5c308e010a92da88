//! A paste whose cells are all separated by the same number of spaces, so that they are not below
//! each other.

use std::sync::Arc;

use crossfoot_core::Source;

use super::aligned::is_row;
use super::{Kind, Line, cell, kind};
use crate::table::blocks;
use crate::table::grid::Grid;
use crate::table::raw::{Found, RawCell};
use crate::text::ruler::Ruler;

/// Fewer rows may have equal gaps by chance.
const LEAST: usize = 3;

/// Reads the table of these lines by the numbers of their cells; nothing where the gaps differ, or a
/// line has cells that could be in several columns.
pub(super) fn read(source: &Arc<Source>, lines: &[Line<'_>]) -> Option<Found> {
    let cut: Vec<&Line<'_>> = lines.iter().filter(|line| line.pieces.len() > 1).collect();
    let mut gaps = cut.iter().flat_map(|line| gaps(line));
    let first = gaps.next()?;
    if cut.len() < LEAST || !gaps.all(|gap| gap == first) {
        return None;
    }
    let width = cut.iter().map(|line| line.pieces.len()).max()?;
    let named = cut.iter().all(|line| line.pieces.len() < width || is_named(line));
    let ruler = Ruler::new(source);
    let rows = lines.iter().map(|line| {
        let place = ruler.place(line.start);
        let mut cells: Vec<RawCell> = (0..width).map(|_| RawCell::blank(place.clone())).collect();
        // `Total` below the names of rows lacks the other name.
        let lacks = match line.pieces.len() {
            1 => false,
            cells if cells == width => false,
            cells if cells + 1 == width && named && is_row(line) => true,
            _ => return None,
        };
        for (at, piece) in line.pieces.iter().enumerate() {
            let column = at + usize::from(lacks && at > 0);
            cells[column] = cell(&ruler, piece.text, piece.start);
        }
        Some(cells)
    });
    let grid = Grid::new(rows.collect::<Option<_>>()?);
    Some(blocks::tables(&grid)).filter(|found| found.tables.len() == 1)
}

/// The bytes between the cells of a line. Their columns may reach further than their texts.
fn gaps<'a>(line: &'a Line<'_>) -> impl Iterator<Item = usize> + 'a {
    line.pieces.windows(2).map(|pair| pair[1].start - pair[0].span().range().end)
}

/// Whether the second cell of a line is words, as a name behind a rank is.
fn is_named(line: &Line<'_>) -> bool {
    line.pieces.get(1).is_some_and(|piece| kind(piece.text) == Kind::Words)
}
