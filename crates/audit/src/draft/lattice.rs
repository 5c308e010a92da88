//! A table as lines of numbers, so that relations of columns within rows and relations of rows
//! within columns are one search.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{Cell, LEVELS, Unit};

use super::bands::{Band, Numbers};
use super::cells::At;
use super::relation::Work;
use super::surprise::{Surprise, variation};
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

/// How reported counts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// As exact numbers.
    Exact,
    /// As numbers that may have been rounded.
    Rounded,
}

/// Lines of numbers, and places in which each line may have one.
pub(super) struct Lattice {
    pub(super) way: Way,
    pub(super) lines: Vec<Line>,
    pub(super) places: Vec<Place>,
    /// How many units of the bands make one.
    pub(super) one: i128,
    /// What all figures are multiples of, such as 5, if counts were rounded so; 0 otherwise.
    pub(super) base: i128,
    /// How much pairs of lines vary in proportion to each other, as far as it was asked.
    variations: RefCell<BTreeMap<(usize, usize), Option<f64>>>,
}

/// A column or row whose figures may be related to those of others.
pub(super) struct Line {
    /// Its column or row in the table.
    pub(super) at: usize,
    /// What it is called.
    pub(super) label: String,
    /// What it reports in each place.
    bands: Vec<Option<Band>>,
    /// The same if counts were rounded.
    rounded: Vec<Option<Band>>,
    /// The word by which it is called a total.
    pub(super) total: Option<&'static str>,
    /// The word by which it is called a mean.
    pub(super) mean: Option<&'static str>,
    /// The word by which it is called a share.
    pub(super) share: Option<&'static str>,
    /// The word by which it is called another quotient.
    pub(super) quotient: Option<&'static str>,
    /// The word by which it is called a change.
    pub(super) change: Option<&'static str>,
    /// What it may be multiplied by as a rate: 1,000 of `per 1,000`.
    pub(super) per: Vec<u32>,
    /// The word by which it is called a difference.
    pub(super) difference: Option<&'static str>,
    /// Whether it is called a statistic that does not add up, such as a percentage.
    is_statistic: bool,
    /// Equal for columns with the same lowest heading and unit, and for rows with the same name.
    kind: usize,
    /// How deep it is below other lines.
    pub(super) level: usize,
    /// Whether it is the first of a group: no sum is expected to reach over it.
    pub(super) starts_group: bool,
    holds: Holds,
    /// How surprising its figures are.
    pub(super) surprise: Surprise,
    /// How surprising the first of its figures is if all are similar.
    pub(super) magnitude: Surprise,
}

/// A row or column in which every line may report a figure.
pub(super) struct Place {
    /// Its row or column in the table.
    pub(super) at: usize,
    /// What holds in places of one kind need not hold in those of another.
    pub(super) kind: usize,
    /// Whether it is called a statistic that does not add up.
    pub(super) is_statistic: bool,
    /// Whether its figures follow from those in other places, which proves nothing.
    pub(super) is_derived: bool,
    /// What all lines report in it, sorted, in units of the bands.
    pub(super) figures: Vec<i128>,
}

/// What a line holds. Percentages and their differences are added only to each other; but where a
/// column is in percentage points, the percentages beside it may lack their sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Percentages,
    Points,
    /// Numbers of no known unit.
    Numbers,
    /// Anything else.
    Amounts,
}

impl Line {
    /// Whether it holds percentages or their differences.
    pub(super) const fn is_percent(&self) -> bool {
        matches!(self.holds, Holds::Percentages | Holds::Points)
    }

    /// Whether it holds percentages, but no differences of them.
    pub(super) const fn is_share(&self) -> bool {
        matches!(self.holds, Holds::Percentages)
    }

    fn new(at: usize, label: &str, kind: usize, bands: Vec<Option<Band>>) -> Self {
        let surprise = Surprise::from_bands(bands.iter().flatten().copied());
        Self {
            at,
            label: label.to_owned(),
            total: Role::Total.word_in(label),
            mean: Role::Mean.word_in(label),
            share: Role::Share.word_in(label),
            quotient: Role::Quotient.word_in(label),
            change: Role::Change.word_in(label),
            per: words::per(label),
            difference: Role::Difference.word_in(label),
            is_statistic: words::names_statistic(label),
            kind,
            starts_group: false,
            level: 0,
            holds: Holds::Amounts,
            magnitude: surprise.magnitude(),
            surprise,
            rounded: Vec::new(),
            bands,
        }
    }

    /// Whether it reports a negative number in some of these places.
    pub(super) fn is_negative(&self, places: &[usize]) -> bool {
        let mut bands = places.iter().filter_map(|place| self.bands.get(*place).copied().flatten());
        bands.any(|band| band.middle() < 0)
    }

    /// The most decimals that it reports, without zeros at the end.
    pub(super) fn decimals(&self) -> i8 {
        self.bands.iter().flatten().map(Band::decimals).max().unwrap_or(0)
    }
}

impl Place {
    fn new(at: usize, kind: usize, is_statistic: bool, is_derived: bool) -> Self {
        Self { at, kind, is_statistic, is_derived, figures: Vec::new() }
    }
}

impl Lattice {
    /// Columns as lines, rows as places.
    pub(super) fn across(work: &Work<'_>) -> Self {
        let columns = columns(work);
        let names: Vec<(String, &Unit)> = columns
            .iter()
            .map(|numbers| (lowest(work.label(numbers.column)), work.unit(numbers.column)))
            .collect();
        let lines = columns.iter().zip(numbered(&names)).map(|(numbers, kind)| {
            let label = work.label(numbers.column);
            Line {
                holds: match work.unit(numbers.column) {
                    Unit::Percent => Holds::Percentages,
                    Unit::Points => Holds::Points,
                    Unit::Number => Holds::Numbers,
                    _ => Holds::Amounts,
                },
                per: words::per_measure(label),
                ..Line::new(numbers.column, label, kind, numbers.cells.clone())
            }
        });
        let places = (0..work.printed.rows()).map(|row| {
            let is_statistic = words::names_statistic(&work.row_name(row));
            Place::new(row, usize::from(is_statistic), is_statistic, !work.rows.contains(&row))
        });
        Self::new(work, Way::Across, lines.collect(), places.collect())
    }

    /// Rows as lines, columns as places.
    pub(super) fn down(work: &Work<'_>) -> Self {
        let columns = columns(work);
        let rows: Vec<usize> = (0..work.printed.rows())
            .filter(|row| columns.iter().any(|numbers| numbers.at(*row).is_some()))
            .collect();
        let names: Vec<String> =
            rows.iter().map(|row| work.row_name(*row).to_lowercase()).collect();
        let kinds = numbered(&names);
        let lines = rows.iter().enumerate().map(|(at, row)| Line {
            starts_group: at == 0 || rows[at - 1] + 1 != *row,
            level: work.levels.get(*row).copied().unwrap_or(0),
            ..Line::new(
                *row,
                &names[at],
                kinds[at],
                columns.iter().map(|numbers| numbers.at(*row)).collect(),
            )
        });
        let kinds: Vec<(&Unit, bool, bool, bool)> =
            columns.iter().map(|numbers| column_kind(work, numbers.column)).collect();
        let places = columns.iter().zip(numbered(&kinds)).map(|(numbers, kind)| {
            let column = numbers.column;
            let is_statistic =
                *work.unit(column) == Unit::Percent || words::names_statistic(work.label(column));
            Place::new(column, kind, is_statistic, work.is_derived(column))
        });
        Self::new(work, Way::Down, lines.collect(), places.collect())
    }

    fn new(work: &Work<'_>, way: Way, mut lines: Vec<Line>, mut places: Vec<Place>) -> Self {
        for (at, place) in places.iter_mut().enumerate() {
            let bands = lines.iter().filter_map(|line| line.bands.get(at).copied().flatten());
            place.figures = bands.map(Band::middle).collect();
            place.figures.sort_unstable();
        }
        let base = base(work);
        for line in &mut lines {
            let rounded = line.bands.iter().map(|band| band.map(|band| band.rounded(base)));
            line.rounded = rounded.collect();
        }
        Self { way, lines, places, one: work.bands.one, base, variations: RefCell::default() }
    }

    /// What a line reports in a place.
    pub(super) fn at(&self, line: usize, place: usize, counts: Counts) -> Option<Band> {
        let line = &self.lines[line];
        let bands = match counts {
            Counts::Exact => &line.bands,
            Counts::Rounded => &line.rounded,
        };
        bands.get(place).copied().flatten()
    }

    /// Whether a line is called by the names of all of some others: `Change 2016–2020` by those of
    /// 2016 and 2020.
    pub(super) fn is_called_by(&self, line: usize, others: &[usize]) -> bool {
        let label = &self.lines[line].label;
        others.iter().all(|other| {
            let name = &self.lines[*other].label;
            let bare =
                name.split(['(', '（']).next().map(str::trim).filter(|bare| !bare.is_empty());
            words::mentions(label, bare.unwrap_or(name))
        })
    }

    /// The cell of a line in a place.
    pub(super) fn cell(&self, line: usize, place: usize) -> At {
        let (line, place) = (self.lines[line].at, self.places[place].at);
        match self.way {
            Way::Across => (place, line),
            Way::Down => (line, place),
        }
    }

    /// Lines that report in every place what one before them does: copies, whose relations are
    /// those of the other.
    pub(super) fn copies(&self) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        (0..self.lines.len()).filter(|line| !seen.insert(self.printed(*line))).collect()
    }

    /// What a line reports in each place.
    fn printed(&self, line: usize) -> Vec<Option<i128>> {
        self.lines[line].bands.iter().map(|band| band.map(Band::middle)).collect()
    }

    /// How much the quotients of two lines vary beyond rounding, as a fraction of their mean.
    pub(super) fn variation(&self, part: usize, whole: usize) -> Option<f64> {
        let known = self.variations.borrow().get(&(part, whole)).copied();
        known.unwrap_or_else(|| {
            let pairs = (0..self.places.len()).filter_map(|place| {
                let [part, whole] = [part, whole].map(|line| self.at(line, place, Counts::Rounded));
                part.zip(whole)
            });
            let variation = variation(pairs);
            self.variations.borrow_mut().insert((part, whole), variation);
            variation
        })
    }

    /// Whether a line prints a number in a place.
    pub(super) fn prints(&self, line: usize, place: usize) -> bool {
        self.at(line, place, Counts::Exact).is_some()
    }

    /// Whether figures of two lines can be added.
    pub(super) fn adds(&self, one: usize, other: usize) -> bool {
        let [one, other] = [one, other].map(|line| &self.lines[line]);
        one.is_percent() == other.is_percent()
            || matches!(
                (one.holds, other.holds),
                (Holds::Points, Holds::Numbers) | (Holds::Numbers, Holds::Points)
            )
    }

    /// Lists of lines among which neighbours are looked for: all of them, those that may add up,
    /// and those of each kind.
    pub(super) fn lists(&self, of: &[usize]) -> Vec<Vec<usize>> {
        let mut kinds: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for line in of {
            kinds.entry(self.lines[*line].kind).or_default().push(*line);
        }
        let several = kinds.len() > 1;
        let alike = kinds.into_values().filter(|list| several && list.len() > 2);
        let plain: Vec<usize> =
            of.iter().copied().filter(|line| !self.lines[*line].is_statistic).collect();
        let plain = Some(plain).filter(|plain| plain.len() < of.len());
        std::iter::once(of.to_vec()).chain(plain).chain(alike).collect()
    }
}

/// The columns of numbers that may take part in relations.
fn columns(work: &Work<'_>) -> Vec<Numbers> {
    let all = work.groups().into_iter().flatten();
    let mut columns: Vec<Numbers> =
        all.filter(|numbers| !work.bounds.contains(&numbers.column)).cloned().collect();
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
    label.rsplit(LEVELS).next().unwrap_or_default().trim().to_lowercase()
}

/// What columns of one kind share: the unit, whether they have decimals, whether they are changes,
/// whether they are quotients.
fn column_kind<'a>(work: &Work<'a>, column: usize) -> (&'a Unit, bool, bool, bool) {
    let mut figures = work.printed.columns[column].cells.iter().filter_map(Cell::figure);
    let has_decimals = figures.any(|figure| figure.decimals() > 0);
    let [is_change, is_quotient] =
        [Role::Change, Role::Quotient].map(|role| work.says(column, role).is_some());
    let is_quotient = is_quotient || words::names_statistic(work.label(column));
    (work.unit(column), has_decimals, is_change, is_quotient)
}

/// Equal values by the number of the first of them.
fn numbered<T: PartialEq>(values: &[T]) -> Vec<usize> {
    values
        .iter()
        .map(|value| values.iter().position(|other| other == value).unwrap_or_default())
        .collect()
}
