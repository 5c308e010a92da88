//! What is above the rows of a paste: the title and the unit, and the lines of headings.

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{LoadError, Source};

use super::aligned::touched;
use super::{Line, is_caption, undecided};
use crate::table::units::is_unit;

/// How many of the lines above the rows are title and unit; the others are headings. Refuses a line
/// that may be either, or the name of a row.
pub(super) fn titles(
    source: &Arc<Source>,
    above: &[Line<'_>],
    body: &[Line<'_>],
    extents: &[Range<usize>],
) -> Result<usize, LoadError> {
    // Some pastes have blank lines between all lines.
    let usual = body.iter().skip(1).map(|line| line.blanks).min().unwrap_or(0);
    let last = (0..above.len()).rposition(|at| is_title(&above[at..], usual, extents));
    let mut top = last.map_or(0, |title| title + 1);
    while top + 1 < above.len()
        && is_alone_left(&above[top], extents)
        && in_brackets(above[top].text)
    {
        top += 1;
    }
    let below = body.first();
    for (at, line) in
        above.iter().enumerate().skip(top).filter(|(_, line)| is_alone_left(line, extents))
    {
        let over = above[top..at].iter().find_map(|line| leftmost(line, extents));
        let under = above[at + 1..].iter().find_map(|line| leftmost(line, extents));
        let directly =
            at > top && at + 1 == above.len() && below.is_none_or(|line| line.blanks <= usual);
        if at == 0 && under.is_some_and(is_unit) {
            return Ok(1);
        }
        if let Some(message) = doubt(line.text, over, under, directly) {
            return Err(undecided(source, line.span(), message));
        }
    }
    Ok(top)
}

/// What a line alone over the first column may be, where that is not certain.
fn doubt(text: &str, over: Option<&str>, under: Option<&str>, directly: bool) -> Option<String> {
    match (over, under) {
        (Some(heading), _) => Some(format!(
            "ambiguous line `{}`: it could continue the heading `{}`, head a group of rows, or \
             start the name of the row below",
            text, heading
        )),
        (None, Some(heading)) => Some(format!(
            "ambiguous line `{}`: it could be the title of the table, or the start of the heading \
             `{}`",
            text, heading
        )),
        (None, None) if directly => Some(format!(
            "ambiguous line `{}`: it could be the heading of the first column, head a group of \
             rows, or start the name of the row below",
            text
        )),
        (None, None) => None,
    }
}

fn is_alone_left(line: &Line<'_>, extents: &[Range<usize>]) -> bool {
    line.pieces.len() == 1 && leftmost(line, extents).is_some()
}

/// What is over the first column alone.
fn leftmost<'a>(line: &Line<'a>, extents: &[Range<usize>]) -> Option<&'a str> {
    line.pieces.first().filter(|piece| touched(piece, extents) == [0]).map(|piece| piece.text)
}

/// Whether a text is a unit as it is printed below a title: `(number)`.
fn in_brackets(text: &str) -> bool {
    text.starts_with(['(', '（']) && text.ends_with([')', '）'])
}

/// Whether the first of these lines is a title: a caption, or a piece alone that is over no single
/// column, or above more blank lines than there are between rows.
fn is_title(lines: &[Line<'_>], usual: usize, extents: &[Range<usize>]) -> bool {
    let [line, behind @ ..] = lines else { return false };
    let headed = behind.first();
    let alone = line.pieces.len() == 1;
    headed.is_some() && is_caption(line.text)
        || alone && touched(&line.pieces[0], extents).len() != 1
        || alone && headed.is_some_and(|line| line.blanks > usual)
}
