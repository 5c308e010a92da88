//! Which rows of a table are headings, and what they call each column.

use std::ops::Range;

use super::raw::{LEVELS, RawCell};
use crate::table::area::Area;
use crate::table::column_numbers::is_numbering;
use crate::table::kinds::{Kind, is_named};
use crate::table::sections::introduces;
use crate::table::units::{bare, is_unit};

/// The rows of headings, by their meaning; all as positions.
#[derive(Default)]
pub(crate) struct Heads {
    /// Rows above them, and lines between them.
    pub(crate) title: Vec<usize>,
    names: Vec<usize>,
    units: Vec<usize>,
    /// Rows that number the columns, which is not part of their names.
    pub(crate) numbers: Vec<usize>,
    /// The first row below them.
    pub(crate) end: usize,
}

impl Heads {
    /// Whether no row names the columns.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The rows that name columns.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> {
        self.names.iter().chain(&self.units).copied()
    }
}

/// Finds the headings of a table, of which its first `known` rows may be known.
pub(crate) fn find(area: &Area<'_>, known: usize) -> Heads {
    let top = (0..area.height()).find(|at| !area.is_alone(*at)).unwrap_or(area.height());
    let known = known.saturating_sub(top);
    if known > 0 {
        let end = (top + known).min(area.height().saturating_sub(1)).max(top + 1);
        return sorted(area, (0..top).collect(), (top..end).collect(), end);
    }
    let body = body_start(area);
    let Some(last) = last_heading(area, top, body) else {
        let above = body.unwrap_or(top);
        // A line right above rows without headings is the name of a group among them.
        let lines = (0..above).take_while(|at| !area.is_alone(*at) || *at + 1 < above).count();
        return Heads { title: (0..lines).collect(), end: lines, ..Heads::default() };
    };
    let first = first_heading(area, last, body);
    let (lines, names) = (first..=last).partition(|at| area.is_left_alone(*at) && *at < last);
    let title = (0..first).chain::<Vec<usize>>(lines).collect();
    sorted(area, title, names, last + 1)
}

/// The first row of figures that is not one of headings.
fn body_start(area: &Area<'_>) -> Option<usize> {
    let mut at = 0;
    let mut headed = false;
    while let Some(row) = area.figure_from(at) {
        headed |= (at..row).any(|at| area.names_columns(at, false));
        let below = heading_soon(area, row, headed);
        if area.names_columns(row, headed) || below.is_some() {
            headed = true;
        } else if holds_figures_like_those_below(area, row) {
            return Some(row);
        }
        at = below.unwrap_or(row) + 1;
    }
    None
}

/// How many rows of figures may be among headings.
const AMONG: usize = 2;
/// How many rows of headings a table may have that name none of its columns of figures.
const MOST: usize = 4;
/// The characters of the longest heading that is above a blank row.
const LONGEST: usize = 48;
/// How far below a single figure headings may be.
const BELOW: usize = 6;

/// A row below a row of figures that names the columns: then the figures are among headings, as
/// dates or the most points of a test, or above them. Rows that are named are not, where headings
/// are above.
fn heading_soon(area: &Area<'_>, start: usize, headed: bool) -> Option<usize> {
    let mut rows = 0;
    for at in start..area.height().min(start + BELOW) {
        let single = count_figures(area, at) < 2;
        let names = at > start
            && (area.is_heading_of_words(at) || rows == 0 && area.names_columns(at, false));
        if names {
            return (!headed || are_among_headings(area, start..at)).then_some(at);
        }
        rows += usize::from(!single);
        if rows > AMONG {
            break;
        }
    }
    None
}

/// Whether rows hold so few rows of figures, none of them named, that these may be among headings.
pub(crate) fn are_among_headings(area: &Area<'_>, rows: Range<usize>) -> bool {
    let mut figures = rows.filter(|at| area.has_figure(*at));
    figures.clone().count() <= AMONG && figures.all(|at| is_blank(area, at, area.columns[0]))
}

fn count_figures(area: &Area<'_>, at: usize) -> usize {
    area.columns.iter().filter(|column| area.kind(at, **column) == Kind::Figure).count()
}

/// Whether figures follow below those of a row, if any follow at all.
fn holds_figures_like_those_below(area: &Area<'_>, at: usize) -> bool {
    let below = area.figure_columns(at + 1);
    below.is_empty() || below.iter().any(|column| area.kind(at, *column) == Kind::Figure)
}

/// The last row of headings above the body; of a table of words the first row and those that go on
/// with it.
fn last_heading(area: &Area<'_>, top: usize, body: Option<usize>) -> Option<usize> {
    let Some(body) = body else {
        let dated = (top..area.height()).all(|at| area.filled(at).all(|c| is_period(area, at, c)));
        return (!dated && top < area.height()).then(|| extended(area, top, area.height() - 1));
    };
    let naming = (0..body).rev().find(|at| !area.is_alone(*at) && names(area, *at, top, body));
    let single = (0..body).next_back().filter(|at| !area.is_left_alone(*at));
    let multiple: Vec<usize> = (top..body).filter(|at| !area.is_alone(*at)).collect();
    // Many rows of words above figures are rows, as are those above figures among words.
    let words = multiple.len() > MOST || area.figure_columns(body).is_empty();
    let multiple = if words { multiple.first() } else { multiple.last() };
    naming
        .or(multiple.copied())
        .map(|at| extended(area, at, body))
        .or_else(|| single.filter(|at| area.is_alone(*at)))
}

fn is_period(area: &Area<'_>, at: usize, column: usize) -> bool {
    area.kind(at, column) == Kind::Period
}

/// Whether a row above the body, which starts at `body`, names its columns. Further down, one word
/// in a row that has a name is no heading where words are among the figures, too.
fn names(area: &Area<'_>, at: usize, top: usize, body: usize) -> bool {
    let columns = area.figure_columns(body);
    if at == top && columns.iter().any(|column| !is_blank(area, at, *column)) {
        return true;
    }
    let named = at > top && !is_blank(area, at, area.columns[0]);
    let single = columns.first().filter(|_| columns.len() == 1);
    let among_words = named && single.is_some_and(|column| area.has_words(body, *column));
    !among_words && area.names_columns(at, at > top)
}

/// The last of the rows that go on with the headings of a row.
fn extended(area: &Area<'_>, mut last: usize, body: usize) -> usize {
    while last + 1 < body && goes_on(area, last + 1) {
        last += 1;
    }
    last
}

/// Whether a row goes on with the headings of the row above: a heading reaches down into it or is
/// divided in it, words are below blanks, or nothing names it as a row.
fn goes_on(area: &Area<'_>, at: usize) -> bool {
    let row = area.rows[at];
    let names = area.columns.iter().skip(1).any(|column| is_named(area.text(at, *column)));
    if area.has_figure(at) || !names && !area.filled(at).any(|c| is_named(area.text(at, c))) {
        return false;
    }
    let merged = area.columns.iter().any(|column| {
        let from_above = area.grid.origin(row, *column).0 < row && !is_blank(area, at, *column);
        let above = area.rows[at - 1];
        let across = area.grid.origin(above, *column).1 < *column
            && !area.grid.blank(above, *column)
            && !area.grid.cell(row, *column).text.is_empty();
        from_above || across
    });
    if area.is_alone(at) && !area.filled(at).all(|c| area.figure_columns(at + 1).contains(&c)) {
        return merged;
    }
    // The blank over the names of the rows is not a gap.
    let below_gap = area
        .columns
        .iter()
        .skip(1)
        .any(|column| is_blank(area, at - 1, *column) && !is_blank(area, at, *column));
    merged || below_gap
}

fn is_blank(area: &Area<'_>, at: usize, column: usize) -> bool {
    area.grid.blank(area.rows[at], column)
}

/// The first of the rows of headings whose last is known: those above it that name columns of
/// figures, too. A row with one such name is a title, unless names are missing below; so is one
/// above a blank row that names few columns.
fn first_heading(area: &Area<'_>, last: usize, body: Option<usize>) -> usize {
    let columns = body.map_or_else(|| area.columns.clone(), |body| area.figure_columns(body));
    let mut first = last;
    for at in (0..last).rev() {
        if area.is_alone(at) {
            first = if at + 1 == first && spans(area, at) { at } else { first };
            continue;
        }
        let apart = (at + 1..=first).any(|at| area.is_after_blank(at));
        let named = columns
            .iter()
            .filter(|column| !apart || Some(*column) != area.columns.first())
            .filter(|column| names_column(area, at, **column, apart))
            .count();
        let missing = area.columns.first().into_iter().chain(&columns).any(|column| {
            (first..=last).all(|at| is_blank(area, at, *column))
                && names_column(area, at, *column, apart)
                && !introduces(area.text(at, *column))
        });
        let few = named < 2 || apart && named * 4 < columns.len();
        if named == 0 || few && !missing {
            break;
        }
        first = at;
    }
    first
}

/// Whether the one cell of a row is merged over several columns, but not over the first.
fn spans(area: &Area<'_>, at: usize) -> bool {
    let Some(column) = area.filled(at).next() else { return false };
    let origin = (area.rows[at], column);
    let merged = area.columns.iter().filter(|c| area.grid.origin(origin.0, **c) == origin).count();
    Some(&column) != area.columns.first() && merged > 1
}

/// Whether a text may head a column; above a blank row it is short.
fn names_column(area: &Area<'_>, at: usize, column: usize, apart: bool) -> bool {
    let text = area.text(at, column);
    !text.is_empty() && (!apart || text.chars().count() <= LONGEST)
}

/// Sorts rows of headings, and those below them that hold units or number the columns.
fn sorted(area: &Area<'_>, title: Vec<usize>, rows: Vec<usize>, end: usize) -> Heads {
    let mut heads = Heads { title, end, ..Heads::default() };
    let below = end..area.height();
    for (number, at) in rows.into_iter().chain(below).enumerate() {
        if number > 0 && at + 1 < area.height() && is_numbering(area, at, at.max(end - 1) + 1) {
            heads.numbers.push(at);
        } else if number > 0 && at + 1 < area.height() && is_units(area, at) {
            heads.units.push(at);
        } else if at < end {
            heads.names.push(at);
        } else {
            break;
        }
        heads.end = heads.end.max(at + 1);
    }
    heads
}

/// Whether the row holds nothing but units.
fn is_units(area: &Area<'_>, at: usize) -> bool {
    const SAYS_SO: [&str; 4] = ["unit", "units", "单位", "计量单位"];
    let label = area.columns.first().map_or("", |column| area.text(at, *column)).to_lowercase();
    let named = SAYS_SO.contains(&label.as_str());
    let mut texts = area
        .columns
        .iter()
        .skip(usize::from(named))
        .map(|column| area.text(at, *column))
        .filter(|text| !text.is_empty())
        .peekable();
    // A unit alone on the left names the rows below.
    !area.is_left_alone(at) && texts.peek().is_some() && texts.all(is_unit)
}

/// The heading of each column from the top down, with its unit after it in brackets.
pub(crate) fn flatten(area: &Area<'_>, heads: &Heads) -> Vec<RawCell> {
    (0..area.columns.len()).map(|number| with_unit(area, heads, number)).collect()
}

fn with_unit(area: &Area<'_>, heads: &Heads, number: usize) -> RawCell {
    let mut heading = heading(area, heads, number);
    let units = heads.units.iter().map(|at| bare(area.text(*at, area.columns[number])));
    for unit in units.filter(|unit| !unit.is_empty()) {
        heading.text = if heading.text.is_empty() {
            unit.to_owned()
        } else {
            format!("{} ({unit})", heading.text)
        };
    }
    heading
}

fn heading(area: &Area<'_>, heads: &Heads, number: usize) -> RawCell {
    let (rows, column) = (&heads.names, area.columns[number]);
    let mut levels: Vec<&str> = Vec::new();
    let first = rows.first().copied().unwrap_or(heads.end.min(area.height() - 1));
    let mut lowest = area.grid.cell(area.rows[first], column);
    for (at, row) in rows.iter().enumerate() {
        let shown_in = if is_blank(area, *row, column) {
            over(area, *row, rows.split_at(at), number).unwrap_or(column)
        } else {
            column
        };
        let shown = area.grid.shown(area.rows[*row], shown_in);
        if shown.text.is_empty() {
            continue;
        }
        if levels.last() != Some(&shown.text.as_str()) {
            levels.push(&shown.text);
        }
        if !area.grid.cell(area.rows[*row], column).text.is_empty() || lowest.text.is_empty() {
            lowest = shown;
        }
    }
    let text = levels.join(LEVELS);
    let mark = lowest.mark.clone().filter(|_| !text.is_empty());
    RawCell { text, mark, ..lowest.clone() }
}

/// The column to the left whose heading reaches over a blank, where a merged heading was written as
/// text: both have headings of their own below.
fn over(
    area: &Area<'_>,
    row: usize,
    (above, from): (&[usize], &[usize]),
    number: usize,
) -> Option<usize> {
    let below = from.get(1..).unwrap_or_default();
    let column = area.columns[number];
    let left = (0..number).rev().find(|left| !is_blank(area, row, area.columns[*left]))?;
    let between = &area.columns[left..=number];
    let all_divided = between.iter().all(|column| is_own(area, below, *column));
    (all_divided && !is_own(area, above, column)).then(|| area.columns[left])
}

/// Whether a column has a heading of its own in one of these rows.
fn is_own(area: &Area<'_>, rows: &[usize], column: usize) -> bool {
    rows.iter().any(|at| !area.grid.cell(area.rows[*at], column).text.is_empty())
}
