//! A paste that has kept the columns apart: cells of one column stand below each other.

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{Source, say};

use super::{Kind, Line, Piece, cell, kind, table, title, undecided};
use crate::LoadError;
use crate::received::ruler::Ruler;
use crate::received::{LEVELS, RawCell, RawTable};

/// Reads the one table of these lines.
pub(super) fn read(source: &Arc<Source>, lines: &[Line<'_>]) -> Result<RawTable, LoadError> {
    let is_row = |line: &Line<'_>| line.pieces.len() > 1 && line.has_figures();
    let first = lines.iter().position(is_row).unwrap_or(0);
    let end = lines.iter().rposition(is_row).map_or(lines.len(), |last| last + 1);
    let body = &lines[first..end];
    let width = body.iter().map(|line| line.pieces.len()).max().unwrap_or(0);
    let extents = extents(body, width);
    let top = lines[..first].iter().rposition(|line| is_title(line, &extents)).map_or(0, |title| title + 1);
    let reach = heading_extents(&lines[top..first], &extents);
    certain_spans(source, &lines[top..first], &reach)?;
    let heads = headings(source, &lines[top..first], &reach)?;
    let names: Vec<&str> = heads.iter().map(|head| head.text.as_str()).collect();
    let ruler = Ruler::new(source);
    let rows = body.iter().map(|line| row(source, line, &extents, &names, &ruler)).collect::<Result<_, _>>()?;
    Ok(table(title(&lines[..top]), heads, rows, &lines[end..]))
}

/// From where to where each column reaches in the rows that have all cells.
fn extents(body: &[Line<'_>], width: usize) -> Vec<Range<usize>> {
    let mut extents: Vec<Range<usize>> = Vec::new();
    for line in body.iter().filter(|line| line.pieces.len() == width) {
        if extents.is_empty() {
            extents = line.pieces.iter().map(|piece| piece.columns.clone()).collect();
        }
        for (extent, piece) in extents.iter_mut().zip(&line.pieces) {
            *extent = extent.start.min(piece.columns.start)..extent.end.max(piece.columns.end);
        }
    }
    extents
}

/// The columns and what stands directly above them, where that is one heading for each.
fn heading_extents(lines: &[Line<'_>], extents: &[Range<usize>]) -> Vec<Range<usize>> {
    let Some(lowest) = lines.last().filter(|line| line.pieces.len() == extents.len()) else { return extents.to_vec() };
    let both = |(extent, piece): (&Range<usize>, &Piece<'_>)| extent.start.min(piece.columns.start)..extent.end.max(piece.columns.end);
    let reach: Vec<Range<usize>> = extents.iter().zip(&lowest.pieces).map(both).collect();
    if reach.is_sorted_by(|left, right| left.end <= right.start) { reach } else { extents.to_vec() }
}

/// The columns that a piece stands in, wholly or in part.
fn touched(piece: &Piece<'_>, extents: &[Range<usize>]) -> Vec<usize> {
    let meets = |extent: &Range<usize>| piece.columns.start < extent.end && extent.start < piece.columns.end;
    (0..extents.len()).filter(|at| meets(&extents[*at])).collect()
}

/// A line that stands alone and reaches over several columns, or none, is no heading.
fn is_title(line: &Line<'_>, extents: &[Range<usize>]) -> bool {
    matches!(line.pieces.as_slice(), [only] if touched(only, extents).len() != 1)
}

/// Where headings of the lowest line repeat, those above must tell them apart, and how far they reach must be seen.
fn certain_spans(source: &Arc<Source>, lines: &[Line<'_>], extents: &[Range<usize>]) -> Result<(), LoadError> {
    let Some((lowest, above)) = lines.split_last() else { return Ok(()) };
    let repeats = lowest.pieces.iter().enumerate().any(|(at, piece)| lowest.pieces[..at].iter().any(|other| other.text == piece.text));
    let narrow = |piece: &&Piece<'_>| touched(piece, extents).len() < 2;
    let incomplete = above.iter().filter(|line| repeats && line.pieces.len() < extents.len());
    match incomplete.flat_map(|line| &line.pieces).find(narrow) {
        Some(piece) => {
            let message = say!("the heading `{}` may belong to the column below it, or to several", piece.text);
            Err(undecided(source, piece.span(), message))
        }
        None => Ok(()),
    }
}

/// The headings of the columns, each of which may go on over several lines.
fn headings(source: &Arc<Source>, lines: &[Line<'_>], extents: &[Range<usize>]) -> Result<Vec<RawCell>, LoadError> {
    let ruler = Ruler::new(source);
    let mut heads: Vec<Option<RawCell>> = vec![None; extents.len()];
    for (at, line) in lines.iter().enumerate() {
        let complete = line.pieces.len() == extents.len();
        for (position, piece) in line.pieces.iter().enumerate() {
            let columns = touched(piece, extents);
            let headed = |column: &usize| lines[at + 1..].iter().any(|below| below.pieces.iter().any(|piece| touched(piece, extents) == [*column]));
            let columns = match columns.as_slice() {
                [] if complete => vec![position],
                _ if complete && columns.contains(&position) => vec![position],
                [_] => columns,
                // A heading over several columns that each have their own below it.
                [_, _, ..] if columns.iter().all(headed) => columns,
                _ => {
                    let message = say!("the heading `{}` may belong to {}", piece.text, numbered(&columns, extents.len()));
                    return Err(undecided(source, piece.span(), message));
                }
            };
            let joint = if columns.len() > 1 { LEVELS } else { " " };
            for column in columns {
                match &mut heads[column] {
                    Some(head) if head.text.ends_with(LEVELS) => head.text.push_str(piece.text),
                    Some(head) => head.text.push_str(&format!(" {}", piece.text)),
                    none => *none = Some(cell(&ruler, piece.text, piece.start)),
                }
                if joint == LEVELS {
                    heads[column].iter_mut().for_each(|head| head.text.push_str(LEVELS));
                }
            }
        }
    }
    let blank = |at: usize| match (at, lines.first()) {
        (0, Some(line)) => Ok(cell(&Ruler::new(source), "", line.start)),
        _ => {
            let span = lines.first().map_or_else(Default::default, Line::span);
            Err(undecided(source, span, say!("column {} of {} has no heading", (at + 1).to_string(), extents.len().to_string())))
        }
    };
    heads.into_iter().enumerate().map(|(at, head)| head.map_or_else(|| blank(at), Ok)).collect()
}

/// The columns by number, for a message.
fn numbered(columns: &[usize], all: usize) -> String {
    let number = |at: &usize| (at + 1).to_string();
    let columns = if columns.is_empty() { (0..all).collect() } else { columns.to_vec() };
    columns.iter().map(number).collect::<Vec<_>>().join(" | ")
}

/// The cells of a row; one that has fewer than the others is filled by where its cells stand.
fn row(source: &Arc<Source>, line: &Line<'_>, extents: &[Range<usize>], names: &[&str], ruler: &Ruler<'_>) -> Result<Vec<RawCell>, LoadError> {
    if line.pieces.len() == extents.len() {
        return Ok(line.pieces.iter().map(|piece| cell(ruler, piece.text, piece.start)).collect());
    }
    if line.pieces.len() == 1 && kind(line.text) == Kind::Words {
        let message = say!("`{}` stands alone: it may head a group of rows, or go on from the row above or below", line.text);
        return Err(undecided(source, line.span(), message));
    }
    let mut cells: Vec<RawCell> = (0..extents.len()).map(|_| cell(ruler, "", line.start)).collect();
    for piece in &line.pieces {
        match touched(piece, extents).as_slice() {
            [column] if cells[*column].text.is_empty() => cells[*column] = cell(ruler, piece.text, piece.start),
            columns => {
                let (one, other) = readings(piece, columns, extents);
                let name = |at: usize| names.get(at).copied().unwrap_or_default();
                let message = say!("`{}` may stand in column `{}` or in `{}`", piece.text, name(one), name(other));
                return Err(undecided(source, piece.span(), message));
            }
        }
    }
    Ok(cells)
}

/// Two columns in which a piece may stand: those that it touches, or else the nearest ones.
fn readings(piece: &Piece<'_>, touched: &[usize], extents: &[Range<usize>]) -> (usize, usize) {
    match touched {
        [first, .., last] => (*first, *last),
        [only] => (*only, if *only + 1 < extents.len() { only + 1 } else { only.saturating_sub(1) }),
        [] => {
            let right = extents.iter().position(|extent| extent.start >= piece.columns.end).unwrap_or(extents.len() - 1);
            (right.saturating_sub(1), right)
        }
    }
}
