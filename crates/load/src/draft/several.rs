//! Columns whose cells print several figures: `31 (8.9)`, `817/926 (88.2)`, `12.3 (11.9–12.7)`,
//! `0–14`. What the figures after the first are is decided by the column, never by one cell.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{Figure, NumberFormat, Unit, read_figures};

use super::filled::{Filled, Fit, has_percent, slice};
use super::meaning::{Meaning, meaning};
use super::reading::{Kind, Reading, Role};
use super::shares::{few, have_one_whole, have_own_wholes, may_be_share};
use super::single::is_whole;
use super::units::Header;

/// The most figures that a cell prints, as in `12.3 (4.5) [11.9, 12.7]`.
pub(super) const MOST: usize = 4;
/// One in so many cells must print a further figure, and at least two of them: a single one is
/// more likely odd, unless all cells of its row do.
const FEWEST: usize = 10;
/// In a column of ranges fewer than one in so many cells may be something else.
const ODD_RANGES: usize = 10;

/// Where a column is: its words, the labels of its rows, and what is said of the table.
pub(super) struct Around<'a> {
    pub(super) header: &'a Header,
    pub(super) heading: &'a str,
    /// The label of each row.
    pub(super) labels: &'a [String],
    /// Rows that print several figures in each cell, and at least in two.
    pub(super) paired: &'a BTreeSet<usize>,
    /// Title and notes.
    pub(super) notes: &'a [&'a str],
    /// The number of cases that the heading or the title gives.
    pub(super) cases: Option<u64>,
}

/// How the cells read with several figures in each, if that reads more of them than one figure in
/// each, which leaves `odd` cells.
pub(super) fn several(
    cells: &[Filled],
    around: &Around<'_>,
    format: NumberFormat,
    odd: usize,
) -> Option<Reading> {
    if let Some(range) = ranges(cells, around.header, format) {
        return Some(range);
    }
    let (mut best, mut left): (Option<Vec<Kind>>, usize) = (None, odd);
    for parts in 2..=MOST {
        let units: Vec<(&Unit, bool)> = (0..parts).map(|at| (&Unit::Number, at > 0)).collect();
        let fit = Fit::parts(cells, &units, format);
        let needed = match &best {
            _ if cells.len() < 4 => 1,
            None if cells.iter().any(|cell| around.paired.contains(&cell.row)) => 1,
            None => 2.max(cells.len() / FEWEST),
            // A further figure must not take the meaning of the second away.
            Some(kinds) if says_nothing(kinds) => 2,
            Some(_) => 2.max(cells.len() / 2),
        };
        if fit.is_mostly_read() && left.saturating_sub(fit.odd.len()) >= needed {
            left = fit.odd.len();
            best = Some(Several { cells, around, fit: &fit }.kinds(format));
        }
    }
    let kinds = best?;
    // The figures are those of the units that were found, which read fewer texts.
    let units: Vec<Unit> = kinds.iter().map(|kind| Unit::from_name(&kind.unit)).collect();
    let units: Vec<(&Unit, bool)> =
        units.iter().zip(&kinds).map(|(unit, kind)| (unit, kind.optional)).collect();
    let fit = Fit::parts(cells, &units, format);
    fit.is_mostly_read().then(|| Reading { kinds, ..Reading::plain("", fit.odd) })
}

/// The rows in which each cell of two or more columns prints two figures, as in `31 (8.9)`.
pub(super) fn paired_rows(columns: &[Vec<Filled>], format: NumberFormat) -> BTreeSet<usize> {
    let mut cells: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    // The first column names the rows.
    for cell in columns.iter().skip(1).flatten() {
        let (all, pairs) = cells.entry(cell.row).or_default();
        *all += 1;
        let brackets = cell.text.contains(['(', '（', '[', '±']);
        let two = [&Unit::Number, &Unit::Number];
        *pairs += usize::from(brackets && read_figures(&cell.text, &two, format).is_ok());
    }
    cells.retain(|_, (all, pairs)| *pairs > 1 && pairs == all);
    cells.into_keys().collect()
}

/// Whether nothing is known of the figures after the first.
fn says_nothing(kinds: &[Kind]) -> bool {
    kinds.iter().skip(1).all(|kind| kind.role == Role::Further)
}

/// Ranges such as `0–14` or `12–18 years`, if the column holds hardly anything else.
fn ranges(cells: &[Filled], header: &Header, format: NumberFormat) -> Option<Reading> {
    let unit = header.unit.as_ref().map_or(super::UNKNOWN, |(unit, _)| unit);
    let unit = match cells.first() {
        Some(first) if first.text.ends_with("years") => "years",
        _ => unit,
    };
    let number = Unit::from_name(unit);
    let odd: Vec<usize> =
        (0..cells.len()).filter(|at| !is_range(&cells[*at].text, &number, format)).collect();
    let kinds = [Role::Low, Role::High].map(|role| Kind::new(unit, role, false));
    (odd.len() * ODD_RANGES < cells.len())
        .then(|| Reading { kinds: kinds.to_vec(), ..Reading::plain("", odd) })
}

/// Whether a text is two numbers in order, without brackets.
fn is_range(text: &str, unit: &Unit, format: NumberFormat) -> bool {
    !text.contains(['(', '[', '/', '（', '±'])
        && read_figures(text, &[unit, unit], format)
            .is_ok_and(|range| is_at_most(&range[0], &range[1]))
}

/// Whether a number is at most another.
fn is_at_most(low: &Figure, high: &Figure) -> bool {
    low.value().to_rational() <= high.value().to_rational()
}

/// Cells that were read as several numbers, of which the units are looked for.
struct Several<'a> {
    cells: &'a [Filled],
    around: &'a Around<'a>,
    fit: &'a Fit,
}

impl Several<'_> {
    /// What each figure is.
    fn kinds(&self, format: NumberFormat) -> Vec<Kind> {
        let parts = self.fit.read.first().map_or(0, |(_, figures)| figures.len());
        let roles = self.roles(parts);
        let first = self.first_unit(&roles, format);
        let kinds = roles.into_iter().enumerate().map(|(at, role)| {
            let unit = match role {
                Role::Percent => "percent",
                Role::Number | Role::Of => "count",
                Role::Value | Role::Low | Role::High => first,
                Role::Deviation | Role::Error if first != "percent" => first,
                _ => super::UNKNOWN,
            };
            Kind::new(unit, role, at > 0 && self.fit.figures(at).count() < self.fit.read.len())
        });
        kinds.collect()
    }

    fn roles(&self, parts: usize) -> Vec<Role> {
        let (first, last) = (self.all_percent(0), parts - 1);
        let slash = self.slashes();
        if slash && parts == 3 && self.are_parts_of_wholes() && self.is_percent(last) {
            return vec![Role::Value, Role::Of, Role::Percent];
        }
        if parts == 2 {
            let second = match (first, self.said()) {
                (true, _) if self.are_counts(1) => Role::Number,
                (true, Some(Meaning::Percent)) => Role::Further,
                (false, _) if slash && self.are_parts_of_wholes() && self.are_counts(1) => Role::Of,
                (false, _) if self.is_percent(1) => Role::Percent,
                (_, Some(Meaning::Deviation)) => Role::Deviation,
                (_, Some(Meaning::Error)) => Role::Error,
                _ => Role::Further,
            };
            return vec![Role::Value, second];
        }
        let mut roles = vec![Role::Further; parts];
        roles[0] = Role::Value;
        // Where most cells end before the last figure, the one before is no bound.
        let bounds = self.fit.figures(last).count() * 2 > self.fit.figures(1).count();
        if !slash && bounds && self.are_intervals(last - 1) {
            (roles[last - 1], roles[last]) = (Role::Low, Role::High);
        }
        roles
    }

    /// The unit of the first figure, and of those that bound it.
    fn first_unit(&self, roles: &[Role], format: NumberFormat) -> &str {
        if self.all_percent(0) {
            return "percent";
        }
        let stated = self.around.header.unit.as_ref().map(|(unit, _)| unit.as_str());
        let counts = roles.contains(&Role::Percent) || roles.contains(&Role::Of);
        let whole = self.no_percent(0) && is_whole(self.cells, self.fit, format);
        // Where most cells print one whole number, these are counts among others.
        let alone = self.fit.read.iter().filter(|(_, figures)| figures[1].is_none()).count();
        let mostly_alone = alone * 2 > self.fit.read.len() && roles[1] == Role::Further;
        match stated {
            Some(unit) if !matches!(unit, "percent" | "count" | "points") => unit,
            _ if whole && (counts || mostly_alone || stated == Some("count")) => "count",
            Some("percent") if !counts && self.no_percent_elsewhere() => "percent",
            _ => super::UNKNOWN,
        }
    }

    /// Whether no figure after the first has a percent sign.
    fn no_percent_elsewhere(&self) -> bool {
        self.fit.read.iter().all(|(at, figures)| {
            figures[1..]
                .iter()
                .flatten()
                .all(|figure| !has_percent(slice(&self.cells[*at], figure)))
        })
    }

    /// Whether the figures at a position have a percent sign: at least half of them.
    fn all_percent(&self, position: usize) -> bool {
        let (mut signs, mut all) = (0, 0);
        for (at, figure) in self.fit.figures(position) {
            signs += usize::from(has_percent(slice(&self.cells[at], figure)));
            all += 1;
        }
        signs > 0 && signs * 2 >= all
    }

    /// Whether no figure at a position has a percent sign.
    fn no_percent(&self, position: usize) -> bool {
        self.fit.figures(position).all(|(at, figure)| !has_percent(slice(&self.cells[at], figure)))
    }

    /// Whether the figures at a position are whole numbers without a percent sign.
    fn are_counts(&self, position: usize) -> bool {
        self.no_percent(position)
            && self
                .fit
                .figures(position)
                .all(|(_, figure)| figure.decimals() <= 0 && figure.mantissa() >= 0)
    }

    /// Whether the figures at a position are percentages of the first: they have the sign, the
    /// heading says so, or they obey it.
    fn is_percent(&self, position: usize) -> bool {
        let pairs = self.pairs(0, position);
        let impossible = pairs.iter().filter(|(part, percent)| !may_be_share(part, percent));
        let possible = impossible.count() <= few(pairs.len());
        if self.all_percent(position) {
            return possible
                || self
                    .fit
                    .figures(position)
                    .all(|(at, figure)| has_percent(slice(&self.cells[at], figure)));
        }
        possible
            && match self.said() {
                Some(Meaning::Percent) => true,
                Some(_) => false,
                None => have_one_whole(&pairs, self.around.cases) || have_own_wholes(&pairs),
            }
    }

    /// The figures at two positions of the cells that print both.
    fn pairs(&self, first: usize, second: usize) -> Vec<(Figure, Figure)> {
        let pairs =
            self.fit.read.iter().filter_map(|(_, figures)| {
                Some(((*figures.get(first)?)?, (*figures.get(second)?)?))
            });
        pairs.collect()
    }

    /// Whether a slash parts the first two figures in most cells that print both.
    fn slashes(&self) -> bool {
        let (mut slashes, mut all) = (0, 0);
        for (at, figures) in &self.fit.read {
            let [Some(first), Some(second), ..] = figures.as_slice() else { continue };
            let between = first.span().range().end..second.span().range().start;
            let between = self.cells[*at].text.get(between).unwrap_or_default();
            slashes += usize::from(between.contains(['/', '／']));
            all += 1;
        }
        slashes * 2 > all
    }

    /// Whether no first figure exceeds the second, and both are whole.
    fn are_parts_of_wholes(&self) -> bool {
        self.are_counts(0)
            && self.are_counts(1)
            && self.pairs(0, 1).iter().all(|(part, whole)| is_at_most(part, whole))
    }

    /// Whether the figures at a position are at most those after them.
    fn are_intervals(&self, position: usize) -> bool {
        self.pairs(position, position + 1).iter().all(|(low, high)| is_at_most(low, high))
    }

    /// What the heading says of the figures after the first, else the labels of the rows, else the
    /// title and the notes. These say of many columns that they hold percentages; which of them do
    /// is for the figures to show.
    fn said(&self) -> Option<Meaning> {
        if let Some(said) = meaning(self.around.heading) {
            return Some(said);
        }
        let rows = self.fit.read.iter().filter(|(_, figures)| figures[1].is_some());
        let labels: Vec<Option<Meaning>> = rows
            .filter_map(|(at, _)| self.around.labels.get(self.cells[*at].row))
            .map(|label| meaning(label))
            .collect();
        let mut said = labels.iter().flatten();
        if let Some(first) = said.next() {
            // Rows that differ leave the column without a meaning.
            let agree = said.all(|other| other == first)
                && labels.iter().flatten().count() * 2 > labels.len();
            return agree.then_some(*first);
        }
        let around: Vec<Meaning> =
            self.around.notes.iter().flat_map(|note| super::meaning::meanings(note)).collect();
        match around.as_slice() {
            [first, rest @ ..] if rest.iter().all(|other| other == first) => {
                Some(*first).filter(|said| *said != Meaning::Percent)
            }
            _ => None,
        }
    }
}
