//! A table as lines of numbers, so that relations of columns within rows and relations of rows
//! within columns are one search.

use std::collections::BTreeMap;

use crossfoot_core::{Cell, Unit};

use super::bands::{Band, Numbers};
use super::evidence::Surprise;
use super::relation::Work;
use super::words::{self, Role};
use crate::convention::inferred_base;

/// Which way relations run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// Lines are columns: a column is derived from others, row by row.
    Across,
    /// Lines are rows: a row is derived from others, column by column.
    Down,
}

/// Lines of numbers, and places in which each line may have one.
pub(super) struct Lattice {
    pub(super) way: Way,
    /// Each with its column or row of the table.
    pub(super) lines: Vec<Numbers>,
    /// What names a line.
    pub(super) labels: Vec<String>,
    /// The word by which a line is called a total.
    pub(super) totals: Vec<Option<&'static str>>,
    /// Whether a line is called a percentage or the like.
    relative: Vec<bool>,
    /// Whether a line is called a mean.
    pub(super) means: Vec<bool>,
    /// Lines of one kind: columns with the same lowest heading or unit, rows with the same name.
    kinds: Vec<usize>,
    /// Whether a line is the first of a group: no sum is expected to reach over it.
    pub(super) fences: Vec<bool>,
    /// Rows or columns of the table, in order, that are the places.
    pub(super) places: Vec<usize>,
    /// The kind of each place: what holds in places of one kind need not in another.
    pub(super) place_kinds: Vec<usize>,
    /// Places whose figures follow from those in other places, which proves nothing.
    pub(super) derived: Vec<bool>,
    /// Whether lines hold percentages, which are never added to anything else.
    percent: Vec<bool>,
    /// How many units of the bands make one.
    pub(super) one: i128,
    /// What all figures are multiples of, such as 5, if counts were rounded so.
    pub(super) base: i128,
    /// What is printed in each place, sorted.
    figures: Vec<Vec<i128>>,
    /// How surprising the figures of each line are.
    surprises: Vec<Surprise>,
}

impl Lattice {
    /// Columns as lines, rows as places.
    pub(super) fn across(work: &Work<'_>) -> Self {
        let columns = columns(work);
        let labels: Vec<String> =
            columns.iter().map(|numbers| lowest(work.label(numbers.column))).collect();
        let names: Vec<(String, &Unit)> =
            labels.into_iter().zip(columns.iter().map(|at| work.unit(at.column))).collect();
        Self {
            way: Way::Across,
            labels: columns.iter().map(|at| work.label(at.column).to_owned()).collect(),
            totals: columns.iter().map(|numbers| work.says(numbers.column, Role::Total)).collect(),
            relative: columns
                .iter()
                .map(|numbers| words::names_statistic(work.label(numbers.column)))
                .collect(),
            means: columns
                .iter()
                .map(|numbers| work.says(numbers.column, Role::Mean).is_some())
                .collect(),
            kinds: numbered(&names),
            fences: vec![false; columns.len()],
            places: (0..work.printed.rows()).collect(),
            place_kinds: (0..work.printed.rows())
                .map(|row| usize::from(words::names_statistic(&work.row_name(row))))
                .collect(),
            derived: (0..work.printed.rows()).map(|row| !work.rows.contains(&row)).collect(),
            percent: columns.iter().map(|at| *work.unit(at.column) == Unit::Percent).collect(),
            lines: columns,
            one: work.bands.one,
            base: base(work),
            figures: Vec::new(),
            surprises: Vec::new(),
        }
        .surveyed()
    }

    /// Rows as lines, columns as places.
    pub(super) fn down(work: &Work<'_>) -> Self {
        let columns = columns(work);
        let rows: Vec<usize> = (0..work.printed.rows())
            .filter(|row| columns.iter().any(|numbers| numbers.at(*row).is_some()))
            .collect();
        let lines: Vec<Numbers> = rows
            .iter()
            .map(|row| Numbers {
                column: *row,
                cells: columns.iter().map(|numbers| numbers.at(*row)).collect(),
            })
            .collect();
        let names: Vec<String> =
            rows.iter().map(|row| work.row_name(*row).to_lowercase()).collect();
        let totals = names.iter().map(|name| Role::Total.word_in(name)).collect();
        let kind = |numbers: &Numbers| {
            let column = numbers.column;
            let change = work.says(column, Role::Change).is_some();
            (work.unit(column), has_decimals(work, column), change)
        };
        let units: Vec<(&Unit, bool, bool)> = columns.iter().map(kind).collect();
        let first = rows.windows(2).map(|pair| pair[1] != pair[0] + 1);
        Self {
            way: Way::Down,
            lines,
            totals,
            relative: names.iter().map(|name| words::names_statistic(name)).collect(),
            means: names.iter().map(|name| Role::Mean.word_in(name).is_some()).collect(),
            kinds: numbered(&names),
            labels: names,
            fences: std::iter::once(true).chain(first).take(rows.len()).collect(),
            percent: vec![false; rows.len()],
            places: columns.iter().map(|numbers| numbers.column).collect(),
            place_kinds: numbered(&units),
            derived: columns.iter().map(|numbers| work.is_derived(numbers.column)).collect(),
            one: work.bands.one,
            base: base(work),
            figures: Vec::new(),
            surprises: Vec::new(),
        }
        .surveyed()
    }

    /// With what is printed in its places and lines.
    fn surveyed(self) -> Self {
        let lines = 0..self.lines.len();
        let figures = |place| {
            let bands = lines.clone().filter_map(|line| self.at(line, place, false));
            let mut figures: Vec<i128> = bands.map(Band::middle).collect();
            figures.sort_unstable();
            figures
        };
        let surprise = |line| {
            Surprise::from_bands(
                (0..self.places.len()).filter_map(|place| self.at(line, place, false)),
            )
        };
        let (figures, surprises) =
            ((0..self.places.len()).map(figures).collect(), lines.clone().map(surprise).collect());
        Self { figures, surprises, ..self }
    }

    /// What is printed in a place, sorted, in units of the bands.
    pub(super) fn figures(&self, place: usize) -> &[i128] {
        &self.figures[place]
    }

    /// How surprising the figures of a line are.
    pub(super) fn surprise(&self, line: usize) -> &Surprise {
        &self.surprises[line]
    }

    /// What a line prints in a place. `loose`: counts may have been rounded.
    pub(super) fn at(&self, line: usize, place: usize, loose: bool) -> Option<Band> {
        let at = match self.way {
            Way::Across => self.places[place],
            Way::Down => place,
        };
        let band = self.lines[line].at(at)?;
        Some(if loose { band.rounded(self.base) } else { band })
    }

    /// Whether a line prints a negative number.
    pub(super) fn is_negative(&self, line: usize) -> bool {
        self.lines[line].cells.iter().flatten().any(|band| band.middle() < 0)
    }

    /// The most decimals of a line, without zeros at the end.
    pub(super) fn decimals(&self, line: usize) -> i8 {
        let shown = |band: &Band| {
            let digits = band.value.mantissa();
            let zeros = (1..=18_u32).take_while(|by| digits % 10_i64.pow(*by) == 0).count();
            if digits == 0 { 0 } else { band.value.decimals() - zeros as i8 }
        };
        self.lines[line].cells.iter().flatten().map(shown).max().unwrap_or(0)
    }

    /// Whether a line prints in every place what one before it does: a copy, whose relations are
    /// those of the other.
    pub(super) fn is_copy(&self, line: usize) -> bool {
        let printed = |line: usize| {
            (0..self.places.len()).map(move |place| self.at(line, place, false).map(Band::middle))
        };
        (0..line).any(|other| printed(line).eq(printed(other)))
    }

    /// Whether figures of two lines can be added.
    pub(super) fn adds(&self, one: usize, other: usize) -> bool {
        self.percent[one] == self.percent[other]
    }

    /// Lists of lines among which neighbours are looked for: all of some, and those of each kind.
    pub(super) fn lists(&self, of: &[usize]) -> Vec<Vec<usize>> {
        let mut kinds: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        of.iter().for_each(|line| kinds.entry(self.kinds[*line]).or_default().push(*line));
        let several = kinds.len() > 1;
        let own = kinds.into_values().filter(|list| several && list.len() > 2);
        let plain: Vec<usize> = of.iter().copied().filter(|line| !self.relative[*line]).collect();
        let plain = Some(plain).filter(|plain| plain.len() < of.len());
        std::iter::once(of.to_vec()).chain(plain).chain(own).collect()
    }
}

/// The columns of numbers that may take part in relations.
fn columns(work: &Work<'_>) -> Vec<Numbers> {
    let mut columns: Vec<Numbers> = work.groups().into_iter().flatten().cloned().collect();
    columns.sort_by_key(|numbers| numbers.column);
    columns
}

/// The base that the counts of a table were rounded to, in units of the bands; 0 without one.
fn base(work: &Work<'_>) -> i128 {
    let base = inferred_base(work.printed);
    base.map_or(0, |base| i128::from(base) * work.bands.one)
}

/// The lowest of the headings above a column.
fn lowest(label: &str) -> String {
    label.rsplit(" / ").next().unwrap_or_default().trim().to_lowercase()
}

fn has_decimals(work: &Work<'_>, column: usize) -> bool {
    let mut figures = work.printed.columns[column].cells.iter().filter_map(Cell::figure);
    figures.any(|figure| figure.decimals() > 0)
}

/// Equal values by the number of the first of them.
fn numbered<T: PartialEq>(values: &[T]) -> Vec<usize> {
    let first = |value: &T| values.iter().position(|other| other == value).unwrap_or_default();
    values.iter().map(first).collect()
}
