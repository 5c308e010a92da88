//! Tables below each other without a blank row between them.

use std::ops::Range;

use crate::table::grid::Grid;
use crate::table::kinds::{Kind, is_note};

/// A table as its rows come.
struct Part {
    start: usize,
    /// The first row with more than one cell.
    head: Option<usize>,
    /// The columns in which figures have come.
    figures: Vec<bool>,
}

impl Part {
    fn new(start: usize, head: Option<usize>, width: usize) -> Self {
        Self { start, head, figures: vec![false; width] }
    }
}

/// Cuts rows where headings come again: the same ones, or others below a line that says that a
/// table follows. Words that may be headings are reported.
pub(crate) fn split(
    grid: &Grid,
    rows: Range<usize>,
    columns: &Range<usize>,
    remarks: &mut Vec<String>,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = Part::new(rows.start, None, columns.len());
    // Where lines with one cell begin, right above the row.
    let mut lines = rows.start;
    for row in rows.clone() {
        match grid.filled(row, columns.clone()).count() {
            0 | 1 => continue,
            _ => {}
        }
        let above = lines..row;
        lines = row + 1;
        let Some(head) = open.head else {
            open.head = Some(row);
            continue;
        };
        let body = open.figures.contains(&true);
        if body && no_figures(grid, row, columns) {
            let named = full(grid, row, columns, &open.figures);
            if repeats(grid, row, head, columns)
                || named && above.clone().any(|line| introduces(&text(grid, line, columns)))
            {
                let notes = above.clone().rev().find(|line| is_note(&text(grid, *line, columns)));
                let cut = notes.map_or(above.start, |note| note + 1);
                found.push(open.start..cut);
                open = Part::new(cut, Some(row), columns.len());
            } else if named && !above.is_empty() && all_named(grid, row, columns) {
                let place = &grid.cell(row, columns.start).place;
                remarks.push(format!(
                    "{place}: words below numbers; if they are the headings of another table, \
                     insert a blank row above"
                ));
            }
        }
        for (seen, column) in open.figures.iter_mut().zip(columns.clone()) {
            *seen |= grid.kind(row, column) == Kind::Figure;
        }
    }
    found.push(open.start..rows.end);
    found
}

fn no_figures(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    columns.clone().all(|column| grid.kind(row, column) != Kind::Figure)
}

fn repeats(grid: &Grid, row: usize, head: usize, columns: &Range<usize>) -> bool {
    let words = columns.clone().any(|column| grid.kind(head, column) == Kind::Words);
    words
        && columns.clone().all(|column| grid.cell(row, column).text == grid.cell(head, column).text)
}

/// Whether the columns from the first on have words here, as far as the table may reach, and all
/// but the first have had figures.
fn full(grid: &Grid, row: usize, columns: &Range<usize>, figures: &[bool]) -> bool {
    let width = columns.clone().take_while(|column| !grid.blank(row, *column)).count();
    let rest = columns.clone().skip(width).all(|column| grid.blank(row, column));
    width > 1 && rest && figures[1..width].iter().all(|figures| *figures)
}

/// Whether the words are names, as marks of what is missing are not, and each is another.
fn all_named(grid: &Grid, row: usize, columns: &Range<usize>) -> bool {
    let texts: Vec<&str> = columns
        .clone()
        .skip(1)
        .map(|column| grid.shown(row, column).text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    texts.iter().enumerate().all(|(at, text)| is_name(text) && !texts[..at].contains(text))
}

fn is_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 3
        || text.chars().filter(|c| *c > '\u{2E7F}').count() > 1
}

/// Whether a line begins as the title of a table: `Table 2`, `表2`, `3-2 …`.
fn introduces(line: &str) -> bool {
    const STARTS: [&str; 6] = ["table", "tab.", "panel", "表", "续表", "附表"];
    let lower = line.to_lowercase();
    let number = line.split_whitespace().next().unwrap_or_default();
    let numbered = number.split(['-', '–', '.']).count() > 1
        && number.split(['-', '–', '.']).all(|part| part.parse::<u16>().is_ok());
    numbered || STARTS.iter().any(|start| lower.starts_with(start))
}

fn text(grid: &Grid, row: usize, columns: &Range<usize>) -> String {
    grid.filled(row, columns.clone()).map(|column| grid.cell(row, column).text.as_str()).collect()
}
