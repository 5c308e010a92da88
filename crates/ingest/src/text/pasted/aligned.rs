//! A paste that has kept the columns aligned: cells of one column are below each other.

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{LoadError, Source};

use super::{Kind, Line, Piece, above, cell, even, kind, spans, split, table, title, undecided};
use crate::table::blocks;
use crate::table::grid::Grid;
use crate::table::raw::{Found, LEVELS, RawCell, RawTable};
use crate::text::ruler::Ruler;

/// Reads the one table of these lines.
pub(super) fn read(source: &Arc<Source>, lines: &[Line<'_>]) -> Result<Found, LoadError> {
    match read_rows(source, lines) {
        Ok(table) => Ok(Found { tables: vec![table], ..Found::default() }),
        Err(error) => grouped(source, lines).or_else(|| even::read(source, lines)).ok_or(error),
    }
}

/// Reads a table whose lines without figures all head groups: what they head is indented.
fn grouped(source: &Arc<Source>, lines: &[Line<'_>]) -> Option<Found> {
    let row = lines.iter().position(is_row)?;
    let end = lines.iter().rposition(is_row)? + 1;
    let width = lines[row..end].iter().map(|line| line.pieces.len()).max()?;
    let extents = extents(&lines[row..end], width);
    // A lone heading further right is that of a column.
    let heads = lines[..row].iter().rev().take_while(|line| {
        line.pieces.len() == 1 && extents.get(1).is_some_and(|second| indent(line) < second.start)
    });
    let first = row - heads.count();
    let heads = (first..end).filter(|at| !is_row(&lines[*at]));
    let heads: Vec<usize> = heads.collect();
    let certain = heads.iter().any(|at| indented_below(lines, *at) > 1)
        && heads.iter().all(|at| lines[*at].pieces.len() == 1 && indented_below(lines, *at) > 0);
    if !certain {
        return None;
    }
    let heads = split::headings(&lines[..first], &extents);
    let top = above::titles(source, &heads, &lines[first..end], &extents).ok()?;
    let cut: Vec<Line<'_>> = heads[top..].iter().chain(&lines[first..end]).cloned().collect();
    let mut found = blocks::tables(&grid(source, &cut)?);
    let [table] = found.tables.as_mut_slice() else { return None };
    let titles = title(&lines[..top]).into_iter().chain(table.title.take());
    table.title = Some(titles.collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty());
    table.notes.extend(lines[end..].iter().map(|line| line.text.to_owned()));
    Some(found)
}

/// How many of the two lines below a line start further right.
fn indented_below(lines: &[Line<'_>], at: usize) -> usize {
    let own = indent(&lines[at]);
    lines[at + 1..].iter().take(2).take_while(|line| indent(line) > own).count()
}

fn indent(line: &Line<'_>) -> usize {
    line.pieces.first().map_or(0, |piece| piece.columns.start)
}

/// Reads the one table of these lines, of which those below the headings are rows.
fn read_rows(source: &Arc<Source>, lines: &[Line<'_>]) -> Result<RawTable, LoadError> {
    let first = lines.iter().position(is_row).unwrap_or(0);
    let end = lines.iter().rposition(is_row).map_or(lines.len(), |last| last + 1);
    let body = &lines[first..end];
    let width = body.iter().map(|line| line.pieces.len()).max().unwrap_or(0);
    let extents = extents(body, width);
    let heads = split::headings(&lines[..first], &extents);
    let top = above::titles(source, &heads, body, &extents)?;
    let above = &heads[top..];
    let reach = heading_extents(above, &extents);
    certain_spans(source, above, &reach)?;
    let sample = body.iter().find(|line| line.pieces.len() == width).unwrap_or(&body[0]);
    // Where all rows have all cells, the headings of a line that has as many are theirs, wherever
    // they are.
    let by_number = body.iter().all(|line| line.pieces.len() == width);
    let heads = Headings { source, lines: above, extents: &reach, sample, by_number }.read()?;
    let names: Vec<&str> = heads.iter().map(|head| head.text.as_str()).collect();
    let ruler = Ruler::new(source);
    let rows = body
        .iter()
        .map(|line| row(source, line, &extents, &names, &ruler))
        .collect::<Result<_, _>>()?;
    Ok(table(title(&lines[..top]), heads, rows, &lines[end..]))
}

/// The cells of these lines by their positions, with headings of groups in rows of their own;
/// nothing where a cell is below two columns, or goes on in the next line.
pub(super) fn grid(source: &Arc<Source>, lines: &[Line<'_>]) -> Option<Grid> {
    let first = lines.iter().position(is_row)?;
    let body: Vec<Line<'_>> = lines[first..].iter().filter(|line| is_row(line)).cloned().collect();
    let width = body.iter().map(|line| line.pieces.len()).max()?;
    let extents = extents(&body, width);
    let ruler = Ruler::new(source);
    let (mut rows, mut merged) = (Vec::new(), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        let place = ruler.place(line.start);
        let mut cells: Vec<RawCell> = (0..width).map(|_| RawCell::blank(place.clone())).collect();
        for (position, piece) in line.pieces.iter().enumerate() {
            let columns = match touched(piece, &extents) {
                _ if line.pieces.len() == width => vec![position],
                columns => columns,
            };
            let (column, last) = (*columns.first()?, *columns.last()?);
            let free = cells[column].text.is_empty() && !is_cut(piece.text);
            if !free || last > column && at >= first {
                return None;
            }
            cells[column] = cell(&ruler, piece.text, piece.start);
            merged.extend((last > column).then_some((at, column..last + 1)));
        }
        rows.push(cells);
    }
    let mut grid = Grid::new(rows);
    merged.into_iter().for_each(|(row, columns)| grid.merge(row..row + 1, columns));
    Some(grid)
}

/// Whether a bracket of a cell is on another line.
fn is_cut(text: &str) -> bool {
    let [open, closed] =
        [['(', '[', '（'], [')', ']', '）']].map(|marks| text.matches(marks).count());
    open != closed
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

/// The columns and what is directly above them, where that is one heading for each.
fn heading_extents(lines: &[Line<'_>], extents: &[Range<usize>]) -> Vec<Range<usize>> {
    let Some(lowest) = lines.last().filter(|line| line.pieces.len() == extents.len()) else {
        return extents.to_vec();
    };
    let both = extents.iter().zip(&lowest.pieces).map(|(extent, piece)| {
        extent.start.min(piece.columns.start)..extent.end.max(piece.columns.end)
    });
    let reach: Vec<Range<usize>> = both.collect();
    if reach.is_sorted_by(|left, right| left.end <= right.start) { reach } else { extents.to_vec() }
}

/// Whether a line is a row: figures beside other cells.
pub(super) fn is_row(line: &Line<'_>) -> bool {
    line.pieces.len() > 1 && line.has_figures()
}

/// The columns that a piece is in, wholly or in part.
pub(super) fn touched(piece: &Piece<'_>, extents: &[Range<usize>]) -> Vec<usize> {
    let meets = extents
        .iter()
        .map(|extent| piece.columns.start < extent.end && extent.start < piece.columns.end);
    meets.enumerate().filter(|(_, meets)| *meets).map(|(at, _)| at).collect()
}

/// Where headings of the lowest line repeat, those above must distinguish them, and how far they
/// reach must be seen.
fn certain_spans(
    source: &Arc<Source>,
    lines: &[Line<'_>],
    extents: &[Range<usize>],
) -> Result<(), LoadError> {
    let Some((lowest, above)) = lines.split_last() else { return Ok(()) };
    let incomplete = above.iter().filter(|line| line.pieces.len() < extents.len());
    let mut pieces = incomplete.flat_map(|line| line.pieces.iter().map(move |piece| (piece, line)));
    let doubtful = pieces.find(|(piece, line)| match touched(piece, extents)[..] {
        [] => spans::repeats(lowest),
        [column] => {
            spans::is_repeated(lowest, column)
                && spans::spread((piece, line), column, lowest, extents).len() < 2
                && !are_headed(line, lowest, extents)
        }
        _ => false,
    });
    match doubtful {
        Some((piece, _)) => {
            let message = format!(
                "ambiguous heading `{}`: it could belong to one column or to several",
                piece.text
            );
            Err(undecided(source, piece.span(), message))
        }
        None => Ok(()),
    }
}

/// Whether each of the columns with headings that repeat has a piece of a line above it alone.
fn are_headed(line: &Line<'_>, lowest: &Line<'_>, extents: &[Range<usize>]) -> bool {
    let heads: Vec<Vec<usize>> = line.pieces.iter().map(|piece| touched(piece, extents)).collect();
    let mut repeated = (0..extents.len()).filter(|column| spans::is_repeated(lowest, *column));
    repeated.all(|column| heads.iter().any(|head| *head == [column]))
}

/// What is needed to tell the headings of the columns.
struct Headings<'a> {
    source: &'a Arc<Source>,
    lines: &'a [Line<'a>],
    extents: &'a [Range<usize>],
    /// A row that has all cells, to name columns by.
    sample: &'a Line<'a>,
    /// Whether a line with as many headings as there are columns has them in their order.
    by_number: bool,
}

impl Headings<'_> {
    /// The headings of the columns, each of which may go on over several lines.
    fn read(&self) -> Result<Vec<RawCell>, LoadError> {
        let ruler = Ruler::new(self.source);
        let mut heads: Vec<Option<RawCell>> = vec![None; self.extents.len()];
        for (at, line) in self.lines.iter().enumerate() {
            for (position, piece) in line.pieces.iter().enumerate() {
                let columns = self.columns(at, position)?;
                let joint = if columns.len() > 1 { LEVELS } else { "" };
                for column in columns {
                    match &mut heads[column] {
                        Some(head) if head.text.ends_with(LEVELS) => head.text.push_str(piece.text),
                        Some(head) => head.text.push_str(&format!(" {}", piece.text)),
                        none => *none = Some(cell(&ruler, piece.text, piece.start)),
                    }
                    heads[column].iter_mut().for_each(|head| head.text.push_str(joint));
                }
            }
        }
        heads
            .into_iter()
            .enumerate()
            .map(|(at, head)| head.map_or_else(|| self.blank(at, &ruler), Ok))
            .collect()
    }

    /// Whether a piece is over a column alone, in a line from this one on.
    fn is_headed(&self, from: usize, column: usize) -> bool {
        let mut pieces = self.lines[from..].iter().flat_map(|line| &line.pieces);
        pieces.any(|piece| touched(piece, self.extents) == [column])
    }

    /// The columns that a piece of a line is over.
    fn columns(&self, at: usize, position: usize) -> Result<Vec<usize>, LoadError> {
        let line = &self.lines[at];
        let piece = &line.pieces[position];
        let columns = touched(piece, self.extents);
        let complete = line.pieces.len() == self.extents.len();
        match columns.as_slice() {
            [] if complete => Ok(vec![position]),
            _ if complete && (self.by_number || columns.contains(&position)) => Ok(vec![position]),
            _ if self.shifted() => {
                let message = format!(
                    "ambiguous heading `{}`: the headings are not aligned with their columns",
                    piece.text
                );
                Err(undecided(self.source, piece.span(), message))
            }
            [column] => Ok(self.spread(at, piece, *column)),
            // A heading over several columns that each have their own below it.
            [_, _, ..] if columns.iter().all(|column| self.is_headed(at + 1, *column)) => {
                Ok(columns)
            }
            _ => Err(self.either(piece, &columns)),
        }
    }

    /// The columns of a piece that is above one of them, in a line.
    fn spread(&self, at: usize, piece: &Piece<'_>, column: usize) -> Vec<usize> {
        match self.lines[at + 1..].last() {
            Some(lowest) => spans::spread((piece, &self.lines[at]), column, lowest, self.extents),
            None => vec![column],
        }
    }

    /// Whether headings of a complete line are not above their columns.
    fn shifted(&self) -> bool {
        let complete = self.lines.iter().filter(|line| line.pieces.len() == self.extents.len());
        complete
            .flat_map(|line| line.pieces.iter().enumerate())
            .any(|(at, piece)| !touched(piece, self.extents).contains(&at))
    }

    fn either(&self, piece: &Piece<'_>, columns: &[usize]) -> LoadError {
        let (one, other) = readings(piece, columns, self.extents);
        let [in_one, in_other] =
            [one, other].map(|at| self.sample.pieces.get(at).map_or("", |piece| piece.text));
        let message = format!(
            "ambiguous heading `{}`: it could belong to column {} (with `{}`) or column {} \
             (with `{}`)",
            piece.text,
            one + 1,
            in_one,
            other + 1,
            in_other
        );
        undecided(self.source, piece.span(), message)
    }

    /// The heading of a column with nothing above it: empty above the names of rows, refused above
    /// others.
    fn blank(&self, at: usize, ruler: &Ruler<'_>) -> Result<RawCell, LoadError> {
        match (at, self.lines.first()) {
            (_, None) => Ok(cell(ruler, "", self.sample.start)),
            (0, Some(line)) => Ok(cell(ruler, "", line.start)),
            (_, Some(line)) => {
                let message =
                    format!("column {} of {} has no heading", (at + 1), self.extents.len());
                Err(undecided(self.source, line.span(), message))
            }
        }
    }
}

/// The cells of a row; one that has fewer than the others is filled by the position of its cells.
fn row(
    source: &Arc<Source>,
    line: &Line<'_>,
    extents: &[Range<usize>],
    names: &[&str],
    ruler: &Ruler<'_>,
) -> Result<Vec<RawCell>, LoadError> {
    if line.pieces.len() == extents.len() {
        return Ok(line.pieces.iter().map(|piece| cell(ruler, piece.text, piece.start)).collect());
    }
    if line.pieces.len() == 1 && kind(line.text) == Kind::Words {
        let message = format!(
            "ambiguous line `{}`: it could be the heading of a group of rows, or part of the row \
             above or below",
            line.text
        );
        return Err(undecided(source, line.span(), message));
    }
    let mut cells: Vec<RawCell> = (0..extents.len()).map(|_| cell(ruler, "", line.start)).collect();
    for piece in &line.pieces {
        match touched(piece, extents).as_slice() {
            [column] if cells[*column].text.is_empty() => {
                cells[*column] = cell(ruler, piece.text, piece.start)
            }
            columns => {
                let (one, other) = readings(piece, columns, extents);
                let [one, other] =
                    [one, other].map(|at| names.get(at).copied().unwrap_or_default());
                let message = format!(
                    "ambiguous cell `{}`: it could belong to column `{one}` or `{other}`",
                    piece.text
                );
                return Err(undecided(source, piece.span(), message));
            }
        }
    }
    Ok(cells)
}

/// Two columns in which a piece may be: those that it touches, or else the nearest ones.
fn readings(piece: &Piece<'_>, touched: &[usize], extents: &[Range<usize>]) -> (usize, usize) {
    match touched {
        [first, .., last] => (*first, *last),
        [only] => {
            (*only, if *only + 1 < extents.len() { only + 1 } else { only.saturating_sub(1) })
        }
        [] => {
            let right = extents
                .iter()
                .position(|extent| extent.start >= piece.columns.end)
                .unwrap_or(extents.len() - 1);
            (right.saturating_sub(1), right)
        }
    }
}
