//! Headings over several columns whose text reaches only over one: `2021` at the right edge of
//! `No.` and `Amount`, beside another `No.` and `Amount`.

use std::ops::Range;

use super::{Line, Piece};

/// The columns of a heading that is above one column alone: those beside it on the side to which the
/// heading is not aligned, or on both if it is centred. Each has below it what is repeated elsewhere,
/// or a year as all others, and no other heading of the line.
pub(super) fn spread(
    (piece, line): (&Piece<'_>, &Line<'_>),
    column: usize,
    lowest: &Line<'_>,
    extents: &[Range<usize>],
) -> Vec<usize> {
    let own = &extents[column];
    let (left, right) = (piece.columns.start == own.start, piece.columns.end == own.end);
    let centred = left == right && middle(&piece.columns).abs_diff(middle(own)) <= 2;
    if lowest.pieces.len() != extents.len() {
        return vec![column];
    }
    let mut columns = vec![column];
    let (before, behind) = ((1..column).rev(), column + 1..extents.len());
    let steps: Vec<Vec<usize>> = match (left, centred) {
        (_, true) => before.zip(behind).map(|(one, other)| vec![one, other]).collect(),
        (true, _) => behind.map(|other| vec![other]).collect(),
        _ if !right => Vec::new(),
        _ => before.map(|other| vec![other]).collect(),
    };
    for step in steps {
        let free = step.iter().all(|other| is_free(line, piece, &extents[*other]));
        let alike =
            step.windows(2).all(|two| lowest.pieces[two[0]].text != lowest.pieces[two[1]].text);
        if !free || !alike || !step.iter().all(|other| goes_on(lowest, &columns, *other)) {
            break;
        }
        columns.extend(step);
    }
    columns.sort_unstable();
    if columns.len() > 1 { columns } else { centred_over((piece, line), column, lowest, extents) }
}

/// The columns, one of them given, over whose middle a heading is, if these can only be some.
fn centred_over(
    (piece, line): (&Piece<'_>, &Line<'_>),
    column: usize,
    lowest: &Line<'_>,
    extents: &[Range<usize>],
) -> Vec<usize> {
    /// Columns on either side below the widest heading.
    const MOST: usize = 12;
    let mut found: Vec<Vec<usize>> = Vec::new();
    for first in (1..=column).rev().take(MOST) {
        for last in (column..extents.len()).take(MOST) {
            let all: Vec<usize> = (first..=last).collect();
            let whole = extents[first].start..extents[last].end;
            let centred = middle(&piece.columns).abs_diff(middle(&whole)) <= 2;
            let others = all.iter().filter(|other| **other != column);
            let alike = all.iter().enumerate().all(|(at, one)| goes_on(lowest, &all[..at], *one));
            let free = others.clone().all(|other| is_free(line, piece, &extents[*other]));
            if all.len() > 1 && centred && alike && free {
                found.push(all);
            }
        }
    }
    match found.as_slice() {
        [_] => found.remove(0),
        _ => vec![column],
    }
}

/// Whether no other heading of a line is above a column.
fn is_free(line: &Line<'_>, piece: &Piece<'_>, extent: &Range<usize>) -> bool {
    line.pieces.iter().all(|other| {
        other.start == piece.start
            || other.columns.end <= extent.start
            || extent.end <= other.columns.start
    })
}

/// Twice the middle of a stretch.
const fn middle(range: &Range<usize>) -> usize {
    range.start + range.end
}

/// Whether a column may be below the same heading as others.
fn goes_on(lowest: &Line<'_>, columns: &[usize], other: usize) -> bool {
    let Some(first) = columns.first() else { return true };
    let repeated = is_repeated(lowest, *first) && is_repeated(lowest, other);
    let years = is_year(lowest, *first) && is_year(lowest, other);
    let new = columns.iter().all(|at| lowest.pieces[*at].text != lowest.pieces[other].text);
    new && (repeated || years)
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

fn is_year(lowest: &Line<'_>, column: usize) -> bool {
    let text = lowest.pieces[column].text;
    text.len() == 4
        && (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().all(|byte| byte.is_ascii_digit())
}
