//! Headings over several columns whose text reaches only over one: `2021` at the right edge of
//! `No.` and `Amount`, beside another `No.` and `Amount`.

use std::ops::Range;

use super::{Line, Piece};
use crate::table::kinds::is_period;

/// Columns on either side below the widest heading.
const MOST: usize = 12;

/// The columns of a heading that is above one column alone: as many beside it as can be its own, from
/// the edge at which it is aligned, or else around its middle.
pub(super) fn spread(
    (piece, line): (&Piece<'_>, &Line<'_>),
    column: usize,
    lowest: &Line<'_>,
    extents: &[Range<usize>],
) -> Vec<usize> {
    if lowest.pieces.len() != extents.len() {
        return vec![column];
    }
    let own = &extents[column];
    let (left, right) = (piece.columns.start == own.start, piece.columns.end == own.end);
    let (mut from_edge, mut around) = (column..column + 1, column..column + 1);
    for first in (1..=column).rev().take(MOST) {
        for end in (column + 1..=extents.len()).take(MOST) {
            let all = first..end;
            if !may_be_below((piece, line), all.clone(), column, lowest, extents) {
                continue;
            }
            let whole = extents[first].start..extents[end - 1].end;
            let aligned = left && first == column || right && end == column + 1;
            if left != right && aligned && all.len() > from_edge.len() {
                from_edge = all;
            } else if middle(&piece.columns).abs_diff(middle(&whole)) <= 2
                && all.len() > around.len()
            {
                around = all;
            }
        }
    }
    if from_edge.len() > 1 { from_edge.collect() } else { around.collect() }
}

/// Whether columns may be below one heading: each has below it what is repeated elsewhere, or a period
/// as all others, and no other heading of the line above it.
fn may_be_below(
    (piece, line): (&Piece<'_>, &Line<'_>),
    columns: Range<usize>,
    own: usize,
    lowest: &Line<'_>,
    extents: &[Range<usize>],
) -> bool {
    let heads = &lowest.pieces[columns.clone()];
    let differ =
        (1..heads.len()).all(|at| heads[..at].iter().all(|one| one.text != heads[at].text));
    let repeated = columns.clone().all(|column| is_repeated(lowest, column));
    let periods = heads.iter().all(|head| is_period(head.text));
    let free = columns.filter(|column| *column != own).all(|column| {
        let others = line.pieces.iter().filter(|other| other.start != piece.start);
        others.into_iter().all(|other| {
            other.columns.end <= extents[column].start || extents[column].end <= other.columns.start
        })
    });
    differ && (repeated || periods) && free
}

/// Twice the middle of a stretch.
const fn middle(range: &Range<usize>) -> usize {
    range.start + range.end
}

/// Whether a heading is below several others.
pub(super) fn repeats(lowest: &Line<'_>) -> bool {
    (0..lowest.pieces.len()).any(|at| is_repeated(lowest, at))
}

/// Whether the heading of a column is that of another, too.
pub(super) fn is_repeated(lowest: &Line<'_>, column: usize) -> bool {
    let Some(own) = lowest.pieces.get(column) else { return false };
    lowest.pieces.iter().filter(|piece| piece.text == own.text).count() > 1
}
