//! A paste that has left one space between all words: the figures of a row are certain, but not which of them share a cell.

use std::sync::Arc;

use crossfoot_core::{Source, say};

use super::{Kind, Line, Piece, cell, is_figure, kind, table, title, undecided};
use crate::LoadError;
use crate::received::RawTable;
use crate::received::ruler::Ruler;

/// A line that is a row: what names it, and its figures.
struct Row<'a> {
    name: Option<Piece<'a>>,
    figures: Vec<Piece<'a>>,
}

/// Figures that share a cell, by their positions: `[[0], [1, 2]]` for a count and a count with its share.
type Cells = Vec<Vec<usize>>;

/// Reads the one table of these lines, whose headings must fit the figures in exactly one way; nothing where no line is a row.
pub(super) fn read(source: &Arc<Source>, lines: &[Line<'_>]) -> Result<Option<RawTable>, LoadError> {
    let rows: Vec<Option<Row<'_>>> = lines.iter().map(row).collect();
    let (Some(first), Some(last)) = (rows.iter().position(Option::is_some), rows.iter().rposition(Option::is_some)) else { return Ok(None) };
    let mut body: Vec<Row<'_>> = Vec::new();
    for (line, row) in lines.iter().zip(rows).skip(first).take(last + 1 - first) {
        let Some(row) = row else {
            let message = say!("`{}` stands between the rows: it may head a group of them, or go on from the row above or below", line.text);
            return Err(undecided(source, line.span(), message));
        };
        if let Some(before) = body.first().filter(|before| before.figures.len() != row.figures.len() || before.name.is_some() != row.name.is_some()) {
            let message = say!("this row has {} figures, and the first has {}", row.figures.len().to_string(), before.figures.len().to_string());
            return Err(undecided(source, line.span(), message));
        }
        body.push(row);
    }
    let named = usize::from(body.iter().any(|row| row.name.is_some()));
    let readings = readings(&body);
    let top = lines[..first].iter().take_while(|line| is_title(line.text)).count();
    let above = &lines[top..first];
    let heads = [above.iter().map(whole).collect(), above.iter().flat_map(words).collect::<Vec<_>>()];
    let fits = |(cells, heads): &(&Cells, &Vec<Piece<'_>>)| heads.len() == cells.len() + named;
    let mut fitting = readings.iter().flat_map(|cells| heads.iter().map(move |heads| (cells, heads))).filter(fits);
    let (Some((cells, heads)), None) = (fitting.next(), fitting.next()) else {
        return Err(neither(source, above.first().unwrap_or(&lines[first]), &readings, named, [above.len(), heads[1].len()]));
    };
    let ruler = Ruler::new(source);
    let header = heads.iter().map(|head| cell(&ruler, head.text, head.start)).collect();
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

/// A row: a name or a period, and at least two figures behind it, or figures alone.
fn row<'a>(line: &Line<'a>) -> Option<Row<'a>> {
    let words: Vec<Piece<'a>> = words(line).collect();
    let from = words.iter().rposition(|word| !is_figure(word.text)).map_or(0, |last| last + 1);
    let figures = words.get(from..)?.to_vec();
    let name = words.first().zip(words.get(from.checked_sub(1)?)).map(|(first, last)| {
        let text = &line.text[first.start - line.start..last.start + last.text.len() - line.start];
        Piece { text, ..first.clone() }
    });
    let enough = figures.len() > 1 && figures.iter().any(|figure| kind(figure.text) == Kind::Figure);
    enough.then_some(Row { name, figures })
}

/// The words of a line.
fn words<'a>(line: &Line<'a>) -> impl Iterator<Item = Piece<'a>> {
    let (text, start) = (line.text, line.start);
    text.split_whitespace().map(move |word| Piece { text: word, start: start + (word.as_ptr() as usize - text.as_ptr() as usize), columns: 0..0 })
}

fn whole<'a>(line: &Line<'a>) -> Piece<'a> {
    Piece { text: line.text, start: line.start, columns: 0..0 }
}

fn is_title(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["table ", "tab. ", "表"].iter().any(|start| lower.starts_with(start)) && text.contains(|c: char| c.is_ascii_digit())
}

/// How the figures of the rows can be put into cells: each in its own, or a share in that of the count before it where all rows have it there.
fn readings(body: &[Row<'_>]) -> Vec<Cells> {
    let count = body.first().map_or(0, |row| row.figures.len());
    let is_share = |at: usize| body.iter().all(|row| row.figures[at].text.trim_matches(['(', ')']).ends_with(['%', '％']));
    let mut joined: Cells = Vec::new();
    for at in 0..count {
        match joined.last_mut() {
            Some(cell) if is_share(at) && !is_share(at - 1) => cell.push(at),
            _ => joined.push(vec![at]),
        }
    }
    let alone: Cells = (0..count).map(|at| vec![at]).collect();
    if joined.len() == alone.len() { vec![alone] } else { vec![alone, joined] }
}

/// Refuses headings that fit no reading of the figures, or several.
fn neither(source: &Arc<Source>, line: &Line<'_>, readings: &[Cells], named: usize, [lines, words]: [usize; 2]) -> LoadError {
    let columns = |cells: &Cells| (cells.len() + named).to_string();
    let above = say!("words above the rows {}, lines {}", words.to_string(), lines.to_string());
    let message = match readings {
        [alone, joined] => say!(
            "the rows can be read as {} columns, or as {} with each share in the cell of its count, and the headings do not say which: {}",
            columns(alone),
            columns(joined),
            above
        ),
        _ => say!(
            "the rows have {} columns, and the headings cannot be cut into as many: {}",
            readings.first().map_or_else(String::new, columns),
            above
        ),
    };
    undecided(source, line.span(), message)
}
