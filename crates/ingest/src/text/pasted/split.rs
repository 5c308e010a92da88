//! Headings of neighbouring columns between which only one space is left: `Planned Cancelled` above
//! two columns of right-aligned figures.

use std::ops::Range;

use super::aligned::touched;
use super::{Line, Piece};

/// The lines with headings cut where the words of each end, or start, where its column does.
pub(super) fn headings<'a>(lines: &[Line<'a>], extents: &[Range<usize>]) -> Vec<Line<'a>> {
    let cut = lines.iter().map(|line| {
        let pieces = line.pieces.iter().flat_map(|piece| {
            let columns = touched(piece, extents);
            parts(piece, &columns, extents).unwrap_or_else(|| vec![piece.clone()])
        });
        Line { pieces: pieces.collect(), ..line.clone() }
    });
    cut.collect()
}

/// The parts of a piece over several columns: one for each, all at the right or all at the left edge
/// of their columns.
fn parts<'a>(
    piece: &Piece<'a>,
    columns: &[usize],
    extents: &[Range<usize>],
) -> Option<Vec<Piece<'a>>> {
    let words = words(piece)?;
    if columns.len() < 2 || words.len() < columns.len() {
        return None;
    }
    let right = columns.iter().map(|column| {
        words.iter().position(|word| word.end == extents[*column].end).map(|word| word + 1)
    });
    let left = columns
        .iter()
        .skip(1)
        .map(|column| words.iter().position(|word| word.start == extents[*column].start));
    let ends: Option<Vec<usize>> = right.collect();
    let ends = ends.filter(|ends| ends.last() == Some(&words.len())).or_else(|| {
        let starts_first = piece.columns.start == extents[columns[0]].start;
        let ends: Option<Vec<usize>> = left.collect();
        ends.filter(|_| starts_first).map(|mut ends| {
            ends.push(words.len());
            ends
        })
    })?;
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let parts = starts.zip(&ends).map(|(first, end)| {
        (first < *end).then(|| part(piece, words[first].start..words[*end - 1].end))
    });
    parts.collect()
}

/// The columns that each word of a piece takes; nothing where its characters are wide or narrow.
fn words(piece: &Piece<'_>) -> Option<Vec<Range<usize>>> {
    let chars: Vec<char> = piece.text.chars().collect();
    (chars.len() == piece.columns.len()).then(|| {
        let mut words: Vec<Range<usize>> = Vec::new();
        for (at, _) in chars.iter().enumerate().filter(|(_, c)| !c.is_whitespace()) {
            let at = piece.columns.start + at;
            match words.last_mut().filter(|word| word.end == at) {
                Some(word) => word.end = at + 1,
                None => words.push(at..at + 1),
            }
        }
        words
    })
}

/// A part of a piece, by the columns that it takes.
fn part<'a>(piece: &Piece<'a>, columns: Range<usize>) -> Piece<'a> {
    let [start, end] = [columns.start, columns.end].map(|column| {
        let mut chars = piece.text.char_indices().map(|(at, _)| at);
        chars.nth(column - piece.columns.start).unwrap_or(piece.text.len())
    });
    let bytes = start..end;
    Piece { text: &piece.text[bytes.clone()], start: piece.start + bytes.start, columns }
}
