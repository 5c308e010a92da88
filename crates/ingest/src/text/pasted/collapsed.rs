//! A paste that has left one space between all words: the figures of a row are certain, but not
//! which of them share a cell.

use std::sync::Arc;

use crossfoot_core::{LoadError, Source, Span};

use super::{Kind, Line, Piece, cell, is_caption, is_figure, kind, table, title, undecided};
use crate::table::raw::RawTable;
use crate::text::ruler::Ruler;

/// A line that is a row: what names it, and its figures.
struct Row<'a> {
    name: Option<Piece<'a>>,
    figures: Vec<Piece<'a>>,
}

/// What a number from 1800 to 2199 after the first word of a row is: `Jan 2021 12 14` and `2021
/// 1966 34.55%` have both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Years {
    AreNames,
    AreFigures,
}

const YEARS: [Years; 2] = [Years::AreNames, Years::AreFigures];

/// Figures that share a cell, by their positions: `[[0], [1, 2]]` for a count and a count with its
/// share.
type Cells = Vec<Vec<usize>>;

/// Rows that are alike, and what is wrong where they are not.
type Body<'a> = Result<Vec<Row<'a>>, LoadError>;

/// Reads the one table of these lines; nothing where no line is a row. The headings must fit the
/// figures in exactly one way, unless these can be read in one way only: then the columns have none.
pub(super) fn read(
    source: &Arc<Source>,
    lines: &[Line<'_>],
) -> Result<Option<RawTable>, LoadError> {
    let (Some(first), Some(last)) = (lines.iter().position(is_row), lines.iter().rposition(is_row))
    else {
        return Ok(None);
    };
    // Some pastes have blank lines between all lines.
    let usual = lines[first..=last].iter().skip(1).map(|line| line.blanks).min().unwrap_or(0);
    let top = (0..first)
        .rposition(|at| is_caption(lines[at].text) || lines[at + 1].blanks > usual)
        .map_or(0, |caption| caption + 1);
    let above = &lines[top..first];
    let candidates = candidates(above);
    let bodies = match YEARS.map(|years| body(source, &lines[first..=last], years)) {
        [Err(problem), Err(_)] => return Err(problem),
        [one, Ok(other)]
            if one.as_ref().is_ok_and(|one| one[0].figures.len() == other[0].figures.len()) =>
        {
            vec![other]
        }
        bodies => bodies.into_iter().flatten().collect(),
    };
    let all: Vec<(&[Row<'_>], usize, Vec<Cells>)> = bodies
        .iter()
        .map(|body| (body.as_slice(), usize::from(body[0].name.is_some()), readings(body)))
        .collect();
    let ways = all.iter().flat_map(|(body, named, readings)| {
        readings.iter().map(move |cells| (*body, named + cells.len(), cells))
    });
    let mut fitting = ways.flat_map(|way| {
        candidates.iter().filter(move |heads| heads.len() == way.1).map(move |heads| (way, heads))
    });
    let ruler = Ruler::new(source);
    let (body, cells, header, top) = match (fitting.next(), fitting.next(), all.as_slice()) {
        (Some(((body, _, cells), heads)), None, _) => {
            let header = heads.iter().map(|head| cell(&ruler, head.text, head.start));
            (body, cells, header.collect(), top)
        }
        // The figures can be read in one way only, whatever the headings are.
        (None, None, [(body, named, readings)]) if let [cells] = readings.as_slice() => {
            let blank = cell(&ruler, "", lines[first].start);
            (*body, cells, vec![blank; named + cells.len()], first)
        }
        _ => return Err(neither(source, &lines[first..], above, &all)),
    };
    let rows = body.iter().map(|row| {
        let name = row.name.iter().map(|name| (name.start, name.text));
        let joined = cells.iter().filter_map(|cell| {
            let (first, last) = (&row.figures[*cell.first()?], &row.figures[*cell.last()?]);
            Some((first.start, &source.text()[first.start..last.start + last.text.len()]))
        });
        name.chain(joined).map(|(start, text)| cell(&ruler, text, start)).collect()
    });
    let rows = rows.collect();
    Ok(Some(table(title(&lines[..top]), header, rows, &lines[last + 1..])))
}

/// Whether a line may be a row.
pub(super) fn is_row(line: &Line<'_>) -> bool {
    YEARS.iter().any(|years| row(line, *years).is_some())
}

/// What the lines above the rows may have as headings: a line each, or those of the one line, which
/// are its words unless wider gaps cut it.
fn candidates<'a>(above: &[Line<'a>]) -> Vec<Vec<Piece<'a>>> {
    match above {
        [line] if line.pieces.len() > 1 => vec![line.pieces.clone()],
        [line] => {
            let mut ways = vec![words(line).collect(), capitalised(line)];
            ways.dedup_by_key(|heads| heads.len());
            ways
        }
        lines => vec![lines.iter().map(whole).collect()],
    }
}

/// The headings of a line in which each starts with a capital and goes on without one.
fn capitalised<'a>(line: &Line<'a>) -> Vec<Piece<'a>> {
    let starts: Vec<usize> = words(line)
        .enumerate()
        .filter(|(at, word)| *at == 0 || word.text.starts_with(char::is_uppercase))
        .map(|(_, word)| word.start - line.start)
        .collect();
    let ends = starts[1..].iter().copied().chain([line.text.len()]);
    let heads = starts.iter().zip(ends).map(|(start, end)| Piece {
        text: line.text[*start..end].trim_end(),
        start: line.start + start,
        columns: 0..0,
    });
    heads.collect()
}

/// The rows, which must be alike.
fn body<'a>(source: &Arc<Source>, lines: &[Line<'a>], years: Years) -> Body<'a> {
    let mut body: Vec<Row<'_>> = Vec::new();
    for line in lines {
        let Some(row) = row(line, years) else {
            let message = format!(
                "ambiguous line `{}`: it could be the heading of a group of rows, or part of the \
                 row above or below",
                line.text
            );
            return Err(undecided(source, line.span(), message));
        };
        if let Some(before) = body.first().filter(|before| {
            before.figures.len() != row.figures.len() || before.name.is_some() != row.name.is_some()
        }) {
            let message = format!(
                "this row has {} numbers, but the first row has {}",
                row.figures.len(),
                before.figures.len()
            );
            return Err(undecided(source, line.span(), message));
        }
        body.push(row);
    }
    Ok(body)
}

/// A row: a name or a period, and at least two figures after it, or figures alone.
fn row<'a>(line: &Line<'a>, years: Years) -> Option<Row<'a>> {
    let words: Vec<Piece<'a>> = words(line).collect();
    let name_end = words.iter().enumerate().rposition(|(at, word)| {
        let year = years == Years::AreFigures && at > 0 && could_be_year(word.text);
        !is_figure(word.text) && !year
    });
    let from = name_end.map_or(0, |last| last + 1);
    let figures = words.get(from..)?.to_vec();
    let name = words.first().zip(words.get(from.wrapping_sub(1))).map(|(first, last)| {
        let text = &line.text[first.start - line.start..last.start + last.text.len() - line.start];
        Piece { text, ..first.clone() }
    });
    let enough =
        figures.len() > 1 && figures.iter().any(|figure| kind(figure.text) == Kind::Figure);
    enough.then_some(Row { name, figures })
}

fn could_be_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a line.
fn words<'a>(line: &Line<'a>) -> impl Iterator<Item = Piece<'a>> {
    let (text, start) = (line.text, line.start);
    text.split_whitespace().map(move |word| Piece {
        text: word,
        start: start + (word.as_ptr() as usize - text.as_ptr() as usize),
        columns: 0..0,
    })
}

fn whole<'a>(line: &Line<'a>) -> Piece<'a> {
    Piece { text: line.text, start: line.start, columns: 0..0 }
}

/// How the figures of the rows can be put into cells: each in its own, or a share in that of the
/// count before it where all rows have it there.
fn readings(body: &[Row<'_>]) -> Vec<Cells> {
    let count = body.first().map_or(0, |row| row.figures.len());
    let mut joined: Cells = Vec::new();
    for at in 0..count {
        match joined.last_mut() {
            Some(cell) if are_shares(body, at) && !are_shares(body, at - 1) => cell.push(at),
            _ => joined.push(vec![at]),
        }
    }
    let alone: Cells = (0..count).map(|at| vec![at]).collect();
    if joined.len() == alone.len() { vec![alone] } else { vec![alone, joined] }
}

/// Whether the figures at a position are percentages in all rows.
fn are_shares(body: &[Row<'_>], at: usize) -> bool {
    body.iter().all(|row| row.figures[at].text.trim_matches(['(', ')']).ends_with(['%', '％']))
}

/// Refuses headings that fit no reading of the figures, or several.
fn neither(
    source: &Arc<Source>,
    lines: &[Line<'_>],
    above: &[Line<'_>],
    all: &[(&[Row<'_>], usize, Vec<Cells>)],
) -> LoadError {
    let found = match above {
        [line] if line.pieces.len() > 1 => {
            format!(
                "the line above them has {} headings, separated by wide gaps",
                line.pieces.len()
            )
        }
        [line] => format!("the line above them has {} words", words(line).count()),
        above => format!("there are {} lines above them", above.len()),
    };
    let message = match all {
        [(_, named, readings)] if let [alone, joined] = readings.as_slice() => format!(
            "ambiguous rows: they could have {} columns, or {} with each share in the cell of its \
             count; {}",
            named + alone.len(),
            named + joined.len(),
            found
        ),
        [.., (body, _, _)] => format!(
            "ambiguous number `{}`: it could be a year in the name of the row, or a value; {}",
            body.iter().flat_map(|row| &row.figures).next().map_or("", |figure| figure.text),
            found
        ),
        [] => found,
    };
    let line = above.first().or(lines.first());
    undecided(source, line.map_or_else(Span::default, Line::span), message)
}
