//! Rows and columns of a grid that are looked at together, and what their rows look like.

use std::ops::Range;

use crate::table::grid::Grid;
use crate::table::kinds::{Kind, is_named, year};
use crate::table::series::{self, Numbers};

/// How many rows with figures show which columns hold figures.
const SHOWN: usize = 3;
/// How far below a row these are looked for.
const REACH: usize = 16;

/// Rows and columns of a grid. Rows that are blank are left out; the others are addressed by their
/// position among them.
#[derive(Clone)]
pub(crate) struct Area<'a> {
    pub(crate) grid: &'a Grid,
    pub(crate) rows: Vec<usize>,
    pub(crate) columns: Vec<usize>,
    /// Whether each row shows a figure.
    figures: Vec<bool>,
    /// The last row that shows a figure.
    last: Option<usize>,
}

impl<'a> Area<'a> {
    pub(crate) fn new(
        grid: &'a Grid,
        rows: impl Iterator<Item = usize>,
        columns: Vec<usize>,
    ) -> Self {
        let rows: Vec<usize> = rows.filter(|row| is_filled(grid, *row, &columns)).collect();
        let figures: Vec<bool> = rows
            .iter()
            .map(|row| columns.iter().any(|column| grid.kind(*row, *column) == Kind::Figure))
            .collect();
        let last = figures.iter().rposition(|figures| *figures);
        Self { grid, rows, columns, figures, last }
    }

    /// Some of its rows.
    pub(crate) fn part(&self, range: Range<usize>) -> Self {
        let figures = self.figures[range.clone()].to_vec();
        Self {
            grid: self.grid,
            rows: self.rows[range].to_vec(),
            columns: self.columns.clone(),
            last: figures.iter().rposition(|figures| *figures),
            figures,
        }
    }

    /// The same rows with some of its columns, among them those of all figures.
    pub(crate) fn with_columns(&self, columns: Vec<usize>) -> Self {
        Self { columns, ..self.clone() }
    }

    /// How many rows are not blank.
    pub(crate) fn height(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn kind(&self, at: usize, column: usize) -> Kind {
        self.grid.kind(self.rows[at], column)
    }

    pub(crate) fn text(&self, at: usize, column: usize) -> &'a str {
        &self.grid.shown(self.rows[at], column).text
    }

    /// The columns of a row that have a cell of their own.
    pub(crate) fn filled(&self, at: usize) -> impl Iterator<Item = usize> {
        let row = self.rows[at];
        self.columns
            .iter()
            .copied()
            .filter(move |column| !self.grid.cell(row, *column).text.is_empty())
    }

    pub(crate) fn has_figure(&self, at: usize) -> bool {
        self.figures[at]
    }

    /// The first position from `at` on whose row shows a figure.
    pub(crate) fn figure_from(&self, at: usize) -> Option<usize> {
        (at..=self.last?).find(|at| self.figures[*at])
    }

    /// Whether a blank row is right above.
    pub(crate) fn is_after_blank(&self, at: usize) -> bool {
        at > 0 && self.rows[at - 1] + 1 < self.rows[at]
    }

    /// Whether one cell alone is filled in a row, and nothing reaches into it from above.
    pub(crate) fn is_alone(&self, at: usize) -> bool {
        self.filled(at).nth(1).is_none() && !self.is_reached(at)
    }

    /// Whether one cell alone is filled, and it is on the left.
    pub(crate) fn is_left_alone(&self, at: usize) -> bool {
        self.is_alone(at) && self.filled(at).next() == self.columns.first().copied()
    }

    /// Whether a row shows something of a row above it.
    fn is_reached(&self, at: usize) -> bool {
        let row = self.rows[at];
        self.columns
            .iter()
            .any(|column| self.grid.origin(row, *column).0 != row && !self.grid.blank(row, *column))
    }

    /// The cells of a row, as one text.
    pub(crate) fn line(&self, at: usize) -> String {
        let row = self.rows[at];
        let printed = self.filled(at).map(|column| self.grid.cell(row, column).printed());
        printed.collect::<Vec<_>>().join(" ")
    }

    /// Rows as texts.
    pub(crate) fn lines(&self, range: Range<usize>) -> Vec<String> {
        range.map(|at| self.line(at)).filter(|line| !line.is_empty()).collect()
    }

    /// The columns that hold figures in the next rows with figures, from `at` on, and no more words
    /// than figures below.
    pub(crate) fn figure_columns(&self, at: usize) -> Vec<usize> {
        let near = at..self.height().min(at + REACH);
        let rows: Vec<usize> = near.filter(|at| self.figures[*at]).take(SHOWN).collect();
        let Some(first) = rows.first() else { return Vec::new() };
        let below = *first..self.height().min(first + REACH);
        self.columns
            .iter()
            .copied()
            .filter(|column| rows.iter().any(|at| self.kind(*at, *column) == Kind::Figure))
            .filter(|column| self.is_numeric(below.clone(), *column))
            .collect()
    }

    /// Whether a column has words in the rows from `at` on.
    pub(crate) fn has_words(&self, at: usize, column: usize) -> bool {
        (at..self.height().min(at + REACH))
            .any(|at| self.kind(at, column) == Kind::Words && is_named(self.text(at, column)))
    }

    /// Whether a column has at least as many figures as words in these rows.
    fn is_numeric(&self, rows: Range<usize>, column: usize) -> bool {
        let (mut figures, mut words) = (0, 0);
        for at in rows {
            match self.kind(at, column) {
                Kind::Figure | Kind::Period => figures += 1,
                Kind::Words => words += usize::from(is_named(self.text(at, column))),
                Kind::Empty => {}
            }
        }
        figures >= words
    }

    /// Whether a row names the columns in which figures are below: with words, years or dates, and
    /// hardly a figure among them. `headed` says that rows above may name them already.
    pub(crate) fn names_columns(&self, at: usize, headed: bool) -> bool {
        if self.is_alone(at) || self.figures[at] && !self.may_name(at) {
            return false;
        }
        let below = self.figure_columns(at + 1);
        let (mut names, mut numbers) = (0, Vec::new());
        for column in below.iter().filter(|column| self.is_first_of_merged(at, **column)) {
            match self.kind(at, *column) {
                Kind::Words => names += usize::from(is_named(self.text(at, *column))),
                Kind::Period if year(self.text(at, *column)).is_none() => names += 1,
                Kind::Period | Kind::Figure => numbers.push(*column),
                Kind::Empty => {}
            }
        }
        let words = names;
        if !numbers.is_empty() && self.is_series(at, &numbers, words, headed) {
            names += numbers.len();
            numbers.clear();
        }
        // What is a figure where none is below is no heading, either.
        let others =
            self.columns.iter().skip(1).filter(|column| {
                self.kind(at, **column) == Kind::Figure && !below.contains(column)
            });
        let figures = numbers.len() + if words < names { 0 } else { others.count() };
        names > figures && (names > 1 || names == below.len())
    }

    /// Whether a row with figures has words, too, or begins with a number that may head a column.
    fn may_name(&self, at: usize) -> bool {
        let mut others = self.columns.iter().skip(1);
        let first = self.columns.iter().find(|column| self.kind(at, **column) == Kind::Figure);
        first.is_some_and(|column| series::may_head(self.text(at, *column)))
            || others.any(|column| {
                self.kind(at, *column) == Kind::Words && is_named(self.text(at, *column))
            })
    }

    /// Whether words name most of the columns in which figures are below.
    pub(crate) fn is_heading_of_words(&self, at: usize) -> bool {
        let below = self.figure_columns(at + 1);
        let names = below.iter().filter(|column| {
            self.kind(at, **column) == Kind::Words
                && is_named(self.text(at, **column))
                && self.is_first_of_merged(at, **column)
        });
        let names = names.count();
        !self.figures[at] && names > 1 && names * 2 >= below.len()
    }

    /// Whether a cell does not go on with one on its left.
    pub(crate) fn is_first_of_merged(&self, at: usize, column: usize) -> bool {
        self.grid.origin(self.rows[at], column).1 == column
    }

    /// Whether the numbers of a row are years, dates or numbers of columns, as those below are not.
    fn is_series(&self, at: usize, columns: &[usize], words: usize, headed: bool) -> bool {
        let texts: Vec<&str> = columns.iter().map(|column| self.text(at, *column)).collect();
        let Some(numbers) = series::read(&texts) else { return false };
        let unnamed = self.columns.first().is_none_or(|first| self.text(at, *first).is_empty());
        let enough = match numbers {
            Numbers::Years => !headed || texts.len() > 2 || unnamed && texts.len() > 1,
            Numbers::Dates => texts.len() > 2,
            Numbers::Counted => texts.len() > if headed { 3 } else { 2 },
        };
        (enough || words > texts.len()) && !self.goes_on_below(at, columns, numbers)
    }

    /// Whether numbers of the same kind follow below, as among figures.
    fn goes_on_below(&self, at: usize, columns: &[usize], kind: Numbers) -> bool {
        let below = (at + 1..self.height().min(at + 1 + REACH)).filter(|at| self.figures[*at]);
        let (mut alike, mut others) = (0, 0);
        for (at, column) in below.take(SHOWN).flat_map(|at| columns.iter().map(move |c| (at, c))) {
            match (self.kind(at, *column), kind) {
                (Kind::Empty | Kind::Words, _) => {}
                (_, Numbers::Years) if year(self.text(at, *column)).is_some() => alike += 1,
                (_, Numbers::Dates) if series::date(self.text(at, *column)).is_some() => alike += 1,
                _ => others += 1,
            }
        }
        alike > others
    }
}

fn is_filled(grid: &Grid, row: usize, columns: &[usize]) -> bool {
    columns.iter().any(|column| !grid.cell(row, *column).text.is_empty())
}
