//! A grid → its tables, with titles above and notes below.

use std::ops::Range;

use super::raw::{Found, RawCell, RawTable};
use crate::table::area::Area;
use crate::table::body;
use crate::table::grid::Grid;
use crate::table::header::{self, Heads};
use crate::table::kinds::{Kind, is_note, kind};
use crate::table::{beside, sections};

/// A note at the end of a table is alone in its row and has more characters than the name of a row.
const NOTE_CHARACTERS: usize = 24;

/// What an area turned out to be.
enum Piece {
    /// Lines of text.
    Text(Vec<String>),
    Table(RawTable),
}

/// The tables of a grid.
pub(crate) fn tables(grid: &Grid) -> Found {
    let mut found = Found::default();
    let all = Area::new(grid, 0..grid.height(), (0..grid.width()).collect());
    if grid.whole {
        let sections = sections::split(&all, &mut found.notes);
        collect(sections, &mut found);
    } else {
        for region in beside::split(&all) {
            let sections = sections::split(&region, &mut found.notes);
            let mut row = Vec::new();
            for section in sections {
                let parts = beside::split(&section);
                if parts.len() == 1 {
                    row.push(section);
                    continue;
                }
                for part in parts {
                    collect(std::mem::take(&mut row), &mut found);
                    row.append(&mut sections::split(&part, &mut found.notes));
                }
            }
            collect(row, &mut found);
        }
        found.tables.sort_by_key(first_cell);
    }
    found.tables.iter_mut().for_each(|table| table.sheet.clone_from(&grid.sheet));
    found
}

/// Row and column of the first heading.
fn first_cell(table: &RawTable) -> (u32, u32) {
    table.header.first().map_or((0, 0), |cell| cell.at)
}

/// Adds the tables of areas below each other: lines between them are notes of the table above or
/// titles of the one below.
fn collect(areas: Vec<Area<'_>>, found: &mut Found) {
    let before = found.tables.len();
    let mut above: Vec<String> = Vec::new();
    for area in areas {
        match piece(&area, &mut found.notes) {
            Piece::Text(lines) => {
                for line in lines {
                    match found.tables[before..].last_mut() {
                        Some(table) if is_note(&line) && above.is_empty() => table.notes.push(line),
                        _ => above.push(line),
                    }
                }
            }
            Piece::Table(mut table) => {
                let title = std::mem::take(&mut above).into_iter().chain(table.title.take());
                table.title =
                    Some(title.collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty());
                match found.tables[before..].last_mut() {
                    Some(last) if goes_on(last, &table) => last.append(table),
                    _ => found.tables.push(table),
                }
            }
        }
    }
    if let Some(table) = found.tables[before..].last_mut() {
        table.notes.append(&mut above);
    }
}

/// Whether a table goes on with another one: the same headings, and no other title.
fn goes_on(one: &RawTable, other: &RawTable) -> bool {
    let continued = other.title.as_ref().is_none_or(|title| {
        let lower = title.to_lowercase();
        one.title.as_ref().is_some_and(|one| one.ends_with(title))
            || ["continued", "cont'd", "(cont", "续表"].iter().any(|word| lower.contains(word))
    });
    let same = one.header.len() == other.header.len()
        && one.header.iter().zip(&other.header).all(|(one, other)| one.text == other.text);
    continued && same && one.header.iter().any(|cell| !cell.text.is_empty())
}

/// Separates title, headings, rows and notes of an area.
fn piece(area: &Area<'_>, remarks: &mut Vec<String>) -> Piece {
    let height = area.height();
    let heads = header::find(area, known(area));
    let bottom = bottom(area, heads.end);
    let body = heads.end..bottom;
    let numbers = body.clone().filter(|at| has_number(area, *at)).count();
    let all = area;
    let area = &used(all, &heads, bottom);
    if area.columns.len() < 2 || body.is_empty() || heads.is_empty() && numbers < 2 {
        return Piece::Text(all.lines(0..height));
    }
    for at in &heads.numbers {
        let first = area.filled(*at).next().unwrap_or(area.columns[0]);
        let place = &area.grid.cell(area.rows[*at], first).place;
        remarks.push(format!("{place}: this row of column numbers was left out"));
    }
    let title: Vec<String> = heads.title.iter().map(|at| all.line(*at)).collect();
    let header = header::flatten(area, &heads);
    if heads.is_empty() {
        let first = area.filled(heads.end).next().unwrap_or(area.columns[0]);
        remarks.push(headless(area.grid.cell(area.rows[heads.end], first)));
    }
    let lines = body::lines(area, &heads, body);
    let subheadings = body::subheadings(area, &lines);
    let rows = body::rows(area, &lines, remarks);
    let title = Some(title.join(" ")).filter(|title| !title.is_empty());
    let notes = all.lines(bottom..height);
    Piece::Table(RawTable { title, sheet: None, header, rows, subheadings, notes })
}

/// What is said of a table without headings, by its first cell.
pub(crate) fn headless(first: &RawCell) -> String {
    format!("{}: no headings; the columns are named by their position", first.place)
}

fn has_number(area: &Area<'_>, at: usize) -> bool {
    let mut kinds = area.columns.iter().map(|column| area.kind(at, *column));
    kinds.any(|kind| matches!(kind, Kind::Figure | Kind::Period))
}

/// How many of the rows that are not blank are known to be headings.
fn known(area: &Area<'_>) -> usize {
    area.rows.iter().take_while(|row| **row < area.grid.headings).count()
}

/// Where the rows of a table end: below its last figure, rows go on up to a blank one or a note.
fn bottom(area: &Area<'_>, start: usize) -> usize {
    match last_figure(area, start) {
        Some(last) => (last + 1..area.height())
            .find(|at| area.is_after_blank(*at) || ends(area, *at))
            .unwrap_or(area.height()),
        None => {
            (start..area.height()).rev().find(|at| !is_line(area, *at)).map_or(start, |at| at + 1)
        }
    }
}

/// The last row with figures, from `start` on. Rows below a blank one that have sentences where the
/// table has figures, are text below it.
fn last_figure(area: &Area<'_>, start: usize) -> Option<usize> {
    let columns = area.figure_columns(start);
    let mut end = area.height();
    loop {
        let last = (start..end).rev().find(|at| area.has_figure(*at) && !is_line(area, *at))?;
        let top = (start..=last).rev().find(|at| area.is_after_blank(*at)).unwrap_or(start);
        if top == start || !is_text(area, top..end, &columns) {
            return Some(last);
        }
        end = top;
    }
}

/// Whether rows have sentences in these columns, at least as many as figures.
fn is_text(area: &Area<'_>, rows: Range<usize>, columns: &[usize]) -> bool {
    let (mut sentences, mut figures) = (0, 0);
    for (at, column) in rows.flat_map(|at| columns.iter().map(move |column| (at, *column))) {
        match area.kind(at, column) {
            Kind::Words => {
                let long = area.text(at, column).chars().count() > NOTE_CHARACTERS;
                sentences += usize::from(long);
            }
            Kind::Figure | Kind::Period => figures += 1,
            Kind::Empty => {}
        }
    }
    sentences > 0 && sentences >= figures
}

/// Whether a row below the last figure is a note.
fn ends(area: &Area<'_>, at: usize) -> bool {
    let first = area.filled(at).next().map_or("", |column| area.text(at, column));
    is_line(area, at) || is_note(first)
}

/// Whether a row is a line of text that is no name of a row, or a mark and its note.
fn is_line(area: &Area<'_>, at: usize) -> bool {
    let mut filled = area.filled(at);
    let (Some(first), second, None) = (filled.next(), filled.next(), filled.next()) else {
        return false;
    };
    match second {
        None => area.is_alone(at) && note_like(&area.line(at)),
        Some(second) => {
            let mark = area.text(at, first).chars().count() < 4
                && area.kind(at, first) == Kind::Figure
                && first == area.columns[0];
            // Where figures are, words explain.
            mark && area.kind(at, second) == Kind::Words && area.figure_columns(0).contains(&second)
        }
    }
}

fn note_like(line: &str) -> bool {
    kind(line) == Kind::Words && (is_note(line) || line.chars().count() > NOTE_CHARACTERS)
}

/// The area without the columns in which neither headings nor rows have anything.
fn used<'a>(area: &Area<'a>, heads: &Heads, bottom: usize) -> Area<'a> {
    let mut used = vec![false; area.columns.len()];
    for at in heads.rows().chain(heads.end..bottom) {
        for (used, column) in used.iter_mut().zip(&area.columns) {
            // What is merged with a cell on its left is not in use by itself.
            *used |= area.kind(at, *column) != Kind::Empty && area.is_first_of_merged(at, *column);
        }
    }
    if !used.contains(&false) {
        return area.clone();
    }
    let columns = area.columns.iter().zip(used).filter(|(_, used)| *used);
    area.with_columns(columns.map(|(column, _)| *column).collect())
}
