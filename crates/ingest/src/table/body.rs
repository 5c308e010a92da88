//! The rows of a table below its headings.

use std::ops::Range;

use super::raw::RawCell;
use crate::table::area::Area;
use crate::table::header::Heads;
use crate::table::kinds::{Kind, is_named, year};

/// Figures merged over several rows that are named; of more their number is said.
const NAMED: usize = 12;

/// A row of the body.
pub(crate) struct Line {
    at: usize,
    /// Whether only the name of the row is its own: the rest repeats the headings.
    named_only: bool,
}

/// The rows in a range, without those that repeat the headings.
pub(crate) fn lines(area: &Area<'_>, heads: &Heads, range: Range<usize>) -> Vec<Line> {
    range
        .filter_map(|at| match repeats(area, heads, at) {
            Some(true) => Some(Line { at, named_only: true }),
            Some(false) => None,
            None => Some(Line { at, named_only: false }),
        })
        .collect()
}

/// Whether a row that repeats the headings has another name; nothing if it does not repeat them.
fn repeats(area: &Area<'_>, heads: &Heads, at: usize) -> Option<bool> {
    let (first, others) = area.columns.split_first()?;
    let mut cells = others.iter().filter(|column| area.kind(at, **column) != Kind::Empty);
    let repeated = cells.clone().nth(1).is_some()
        && cells.clone().all(|column| may_head(area, at, *column))
        && cells.all(|column| is_heading(area, heads, at, *column));
    let unnamed = area.kind(at, *first) == Kind::Empty || is_heading(area, heads, at, *first);
    repeated.then_some(!unnamed)
}

/// Whether a text is no figure, unless it is a year.
fn may_head(area: &Area<'_>, at: usize, column: usize) -> bool {
    area.kind(at, column) != Kind::Figure || year(area.text(at, column)).is_some()
}

fn is_heading(area: &Area<'_>, heads: &Heads, at: usize, column: usize) -> bool {
    let text = area.text(at, column);
    heads.rows().any(|head| area.text(head, column) == text)
}

/// The cells of rows.
///
/// What names rows and is merged over several is repeated in each. A figure is not, since a sum
/// would count it as often: it is put in the first row, which is reported. What is merged over
/// columns is put in the first of them.
pub(crate) fn rows(
    area: &Area<'_>,
    lines: &[Line],
    remarks: &mut Vec<String>,
) -> Vec<Vec<RawCell>> {
    let mut once = Vec::new();
    let among_figures = holding_figures(area, lines);
    let first = lines.first().map_or(0, |line| area.rows[line.at]);
    let mut body = Vec::with_capacity(lines.len());
    for line in lines {
        let row = area.rows[line.at];
        let mut cells = Vec::with_capacity(area.columns.len());
        for (number, column) in area.columns.iter().copied().enumerate() {
            let origin = area.grid.origin(row, column);
            let covered = origin.0 < row && origin.0 >= first && origin.1 == column;
            let counts_once = covered
                && number > 0
                && is_figure(area.grid.kind(origin.0, column), among_figures[number]);
            if counts_once {
                once.extend((once.last() != Some(&origin)).then_some(origin));
            }
            let repeated = covered && !counts_once;
            let mut cell =
                if repeated { area.grid.shown(row, column) } else { area.grid.cell(row, column) }
                    .clone();
            if line.named_only && number > 0 {
                (cell.text, cell.mark) = (String::new(), None);
            }
            cells.push(cell);
        }
        body.push(cells);
    }
    once.sort_unstable();
    once.dedup();
    remarks.extend(once.iter().take(NAMED).map(|(row, column)| {
        let place = area.grid.cell(*row, *column).place.to_string();
        format!(
            "{}: this number is merged over several rows and was read in the first row only",
            place
        )
    }));
    remarks.extend(
        (once.len() > NAMED).then(|| format!("so were {} more numbers", (once.len() - NAMED))),
    );
    body
}

/// Whether each column holds figures.
fn holding_figures(area: &Area<'_>, lines: &[Line]) -> Vec<bool> {
    let mut found = vec![false; area.columns.len()];
    for line in lines.iter().filter(|line| area.has_figure(line.at)) {
        for (found, column) in found.iter_mut().zip(&area.columns) {
            *found |= area.kind(line.at, *column) == Kind::Figure;
        }
    }
    found
}

/// The rows, counted from the first, that name those below them: rows with figures follow, and they
/// themselves hold words, left of the figures or in one cell alone.
pub(crate) fn subheadings(area: &Area<'_>, lines: &[Line]) -> Vec<usize> {
    let figures = holding_figures(area, lines);
    let names = figures.iter().position(|figures| *figures).unwrap_or(0);
    let last = lines.iter().rposition(|line| area.has_figure(line.at)).unwrap_or(0);
    (0..last).filter(|number| is_subheading(area, &lines[*number], names)).collect()
}

/// Whether a row is a sub-heading, where the first `names` columns hold no figures.
fn is_subheading(area: &Area<'_>, line: &Line, names: usize) -> bool {
    let at = line.at;
    let left = area.columns[names..].iter().all(|column| area.kind(at, *column) == Kind::Empty);
    let alone = line.named_only || left || area.is_alone(at);
    let mut filled = area.filled(at).take(if line.named_only { 1 } else { usize::MAX });
    alone && filled.all(|column| is_name(area, at, column))
}

fn is_name(area: &Area<'_>, at: usize, column: usize) -> bool {
    match area.kind(at, column) {
        Kind::Words => is_named(area.text(at, column)),
        Kind::Period => true,
        Kind::Figure | Kind::Empty => false,
    }
}

/// What looks like a year is a figure among figures.
fn is_figure(kind: Kind, among_figures: bool) -> bool {
    match kind {
        Kind::Figure => true,
        Kind::Period => among_figures,
        Kind::Words | Kind::Empty => false,
    }
}
