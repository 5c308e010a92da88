//! Text pasted from a PDF → a table. Two spaces or more separate cells, or the paste has left
//! one between all words.
//!
//! Cells are assigned to columns only where there is one way to do it; otherwise the readings are
//! named and the text is refused.

mod above;
mod aligned;
mod collapsed;
mod even;
mod spans;
mod split;

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{LoadError, Source, Span, is_chinese};

use crate::table::blocks::{self, headless};
use crate::table::kinds::{Kind, kind};
use crate::table::raw::{Found, RawCell, RawTable};
use crate::text::ruler::Ruler;
use crate::{Format, refuse};

/// A line that is not blank.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    /// Where its text starts.
    pub(crate) start: usize,
    /// How many blank lines are above it.
    pub(crate) blanks: usize,
    /// Its pieces, separated by gaps.
    pub(crate) pieces: Vec<Piece<'a>>,
}

/// A stretch of a line in which no two spaces follow each other.
#[derive(Clone, Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    start: usize,
    /// The columns of a terminal that it takes.
    columns: Range<usize>,
}

impl Line<'_> {
    pub(crate) fn has_figures(&self) -> bool {
        self.pieces.iter().any(|piece| is_figure(piece.text))
    }

    /// Whether it is drawn: `-----`, `=====`.
    pub(crate) fn is_drawn(&self) -> bool {
        const LINES: [char; 8] = ['-', '=', '_', '─', '━', '—', '+', ' '];
        self.text.len() > 2 && self.text.chars().all(|c| LINES.contains(&c))
    }

    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }
}

/// Whether a text is a figure or stands for one that is missing; `% 2022` is a heading.
fn is_figure(text: &str) -> bool {
    let of_year = text.strip_prefix('%').is_some_and(|rest| kind(rest) == Kind::Period);
    kind(text) == Kind::Figure && !of_year
        || ["-", "–", "—", "…", "n/a", "N/A", "NA"].contains(&text)
}

impl Piece<'_> {
    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }
}

/// How many consecutive lines hold figures and are cut into as many pieces by spaces.
pub(crate) fn longest_run(text: &str) -> usize {
    let lines = lines(text);
    let alike = lines.chunk_by(|one, other| one.pieces.len() == other.pieces.len());
    alike
        .filter(|lines| lines[0].pieces.len() > 1 && lines.iter().any(Line::has_figures))
        .map(<[_]>::len)
        .max()
        .unwrap_or(0)
}

/// Whether a line looks like a row between whose words the paste has left one space.
pub(crate) fn is_collapsed_row(line: &Line<'_>) -> bool {
    collapsed::is_row(line)
}

/// Whether lines of a text look like rows between whose words the paste has left one space.
pub(crate) fn has_rows(text: &str) -> bool {
    lines(text).iter().filter(|line| collapsed::is_row(line)).count() > 1
}

/// Reads the table of a text; nothing where no line holds figures.
pub(crate) fn read(source: &Arc<Source>) -> Result<Option<(Format, Found)>, LoadError> {
    let lines = undrawn(lines(source.text()));
    let found = if lines.iter().any(aligned::is_row) {
        Some(aligned::read(source, &lines)?)
    } else {
        let table = collapsed::read(source, &lines)?;
        table.map(|table| Found { tables: vec![table], ..Found::default() })
    };
    Ok(found.map(|mut found| {
        for table in &found.tables {
            let headed = table.header.iter().any(|head| !head.text.is_empty());
            found.notes.extend(table.header.first().filter(|_| !headed).map(headless));
        }
        (Format::Pasted, found)
    }))
}

/// The lines without those that are drawn, which separate as blank lines do.
fn undrawn(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let (mut kept, mut blanks): (Vec<Line<'_>>, usize) = (Vec::new(), 0);
    for mut line in lines {
        if line.is_drawn() {
            let (last, before) = kept.split_last_mut().unzip();
            let heads = before.is_none_or(|before| !before.iter().any(aligned::is_row));
            widen(last.filter(|_| heads), &line);
            blanks += line.blanks + 1;
        } else {
            line.blanks += std::mem::take(&mut blanks);
            kept.push(line);
        }
    }
    kept
}

/// Reads the tables of lines in an article, where groups of rows have headings: as [`read`] does,
/// or else by the positions of the cells alone. Refuses cells that go on in the next line.
pub(crate) fn read_part(source: &Arc<Source>) -> Result<Found, LoadError> {
    let read = read(source);
    let lines = lines(source.text());
    if !lines.iter().any(aligned::is_row) {
        return read.map(|found| found.map(|(_, found)| found).unwrap_or_default());
    }
    match (read, aligned::grid(source, &lines)) {
        (Ok(Some((_, found))), Some(_)) => Ok(found),
        (_, Some(grid)) => Ok(blocks::tables(&grid)),
        (Err(error), None) => Err(error),
        (Ok(_), None) => {
            let span = lines.first().map_or_else(Span::default, Line::span);
            Err(undecided(source, span, "cells go on over several lines"))
        }
    }
}

/// The lines of a text that are not blank.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let (mut at, mut blanks) = (0, 0);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            blanks += 1;
        } else {
            let start = at + (line.len() - line.trim_start().len());
            found.push(Line { text: trimmed, start, blanks, pieces: pieces(line.trim_end(), at) });
            blanks = 0;
        }
        at += line.len();
    }
    found
}

/// Lines drawn in parts below headings show how far these reach.
fn widen(above: Option<&mut Line<'_>>, drawn: &Line<'_>) {
    let pieces = above.filter(|_| drawn.pieces.len() > 1 && drawn.blanks == 0);
    for piece in pieces.into_iter().flat_map(|line| &mut line.pieces) {
        let below = drawn.pieces.iter().map(|part| &part.columns);
        let mut below =
            below.filter(|part| piece.columns.start < part.end && part.start < piece.columns.end);
        if let (Some(part), None) = (below.next(), below.next()) {
            piece.columns = piece.columns.start.min(part.start)..piece.columns.end.max(part.end);
        }
    }
}

/// Cuts a line at tabs and where two spaces or more follow each other, wide ones of Chinese too:
/// one of these within a name only fills it up.
fn pieces(line: &str, offset: usize) -> Vec<Piece<'_>> {
    let mut found: Vec<Piece<'_>> = Vec::new();
    let (mut column, mut gap) = (0, 2);
    for (at, c) in line.char_indices() {
        match c {
            '\t' => gap += 2,
            c if c.is_whitespace() => gap += 1,
            _ => {
                match found.last_mut().filter(|_| gap < 2) {
                    Some(piece) => {
                        let start = piece.start - offset;
                        piece.text = &line[start..at + c.len_utf8()];
                        piece.columns.end = column + width(c);
                    }
                    None => found.push(Piece {
                        text: &line[at..at + c.len_utf8()],
                        start: offset + at,
                        columns: column..column + width(c),
                    }),
                }
                gap = 0;
            }
        }
        column += width(c);
    }
    join_spread(&mut found, line, offset);
    found
}

/// Joins two Chinese characters at the start of a line that spaces spread to the width of a longer
/// name: `总  计`.
fn join_spread<'a>(pieces: &mut Vec<Piece<'a>>, line: &'a str, offset: usize) {
    /// The most spaces between two characters of a name.
    const SPREAD: usize = 4;
    let [one, other, _, ..] = pieces.as_slice() else { return };
    let end = other.start + other.text.len() - offset;
    let text = &line[one.start - offset..end];
    let gap = other.columns.start - one.columns.end;
    let (start, columns) = (one.start, one.columns.start..other.columns.end);
    let both = is_ideograph(one.text) && is_ideograph(other.text);
    if both && gap <= SPREAD && !text.contains('\t') && !is_ideograph(pieces[2].text) {
        pieces[0] = Piece { text, start, columns };
        pieces.remove(1);
    }
}

/// Whether a text is one Chinese character.
fn is_ideograph(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(is_chinese) && characters.next().is_none()
}

/// Columns that a character takes; Chinese characters and punctuation are twice as wide.
fn width(c: char) -> usize {
    if matches!(c,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}'
    ) {
        2
    } else {
        1
    }
}

fn cell(ruler: &Ruler<'_>, text: &str, start: usize) -> RawCell {
    RawCell::new(text.to_owned(), None, ruler.place(start))
}

/// Whether a line says of itself that it is the caption of a table or tells its unit.
fn is_caption(text: &str) -> bool {
    let lower = text.to_lowercase();
    let lower = lower.trim_start_matches(['(', '（']);
    let numbered = ["table ", "tab. ", "表"].iter().any(|start| lower.starts_with(start))
        && text.contains(|c: char| c.is_ascii_digit());
    let unit = ["单位", "單位", "units", "unit"].iter().find_map(|start| lower.strip_prefix(start));
    numbered || unit.is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
}

/// Lines above a table that are no headings.
fn title(lines: &[Line<'_>]) -> Option<String> {
    Some(lines.iter().map(|line| line.text).collect::<Vec<_>>().join(" "))
        .filter(|title| !title.is_empty())
}

fn table(
    title: Option<String>,
    header: Vec<RawCell>,
    rows: Vec<Vec<RawCell>>,
    below: &[Line<'_>],
) -> RawTable {
    RawTable {
        title,
        sheet: None,
        header,
        rows,
        subheadings: Vec::new(),
        notes: below.iter().map(|line| line.text.to_owned()).collect(),
    }
}

/// Refuses what can be read in several ways, or in none.
fn undecided(source: &Arc<Source>, span: Span, message: impl std::fmt::Display) -> LoadError {
    refuse::stretch(source, span, message, "put a tab between the cells of the pasted text")
}
