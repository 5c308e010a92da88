//! Percentages of a base that is not in their row: a total in another row, the sum of a group of
//! rows, a number in the heading (`n = 123`), or one that is not reported at all.

use std::ops::Range;

use crossfoot_core::{ColumnId, Unit, say};

use super::bands::{Band, Numbers};
use super::evidence::{Evidence, Outcome, Trial, product, times};
use super::relation::Work;
use super::surprise::{Surprise, window};
use super::words::Role;
use super::write::between_lines;
use super::{DraftDenominator, DraftRule, Hints, Operator, Tried};

/// The fewest percentages from which a base is inferred that is not reported.
const LEAST_INFERRED: usize = 4;

/// A count, and what its percentages are computed from.
#[derive(Clone, Debug)]
enum Base {
    /// A number in the heading.
    Heading(i64),
    /// The count in another row.
    Row(usize),
    /// The sum of the counts in some rows.
    Rows(Range<usize>),
    /// The sum of the counts of some columns in the same row.
    Columns(Vec<usize>),
}

/// A column of counts with a column of percentages.
struct Pair<'w, 'a> {
    work: &'w Work<'a>,
    part: &'a Numbers,
    percent: &'a Numbers,
    surprise: Surprise,
}

/// A base with the rows that it governs and their evidence.
struct Found {
    base: Base,
    rows: Range<usize>,
    evidence: Evidence,
}

pub(super) fn draft(work: &mut Work<'_>, hints: &Hints) {
    for percent in work.percentages() {
        let Some(part) = part_of(work, percent) else { continue };
        let pair = Pair { work, part, percent, surprise: Surprise::from_rows(percent, &work.rows) };
        let heading = hints.base(ColumnId { table: work.table, column: part.column });
        let mut found: Vec<Found> = pair.of_column(heading).into_iter().collect();
        if found.is_empty() {
            found = pair.of_groups();
        }
        let inferred = match found.is_empty() && pair.are_shares() {
            true => pair.inferred(),
            false => Vec::new(),
        };
        for one in found {
            pair_rule(work, part.column, percent.column, &one);
        }
        for (rows, evidence) in inferred {
            denominator(work, part.column, percent.column, rows, evidence);
        }
    }
}

/// The counts of percentages: in the same cells, in the column before, of the same name, or in the
/// cells before, of which a few have a second number.
fn part_of<'a>(work: &Work<'a>, percent: &Numbers) -> Option<&'a Numbers> {
    if work.is_derived(percent.column) {
        return None;
    }
    let counts: Vec<&Numbers> =
        work.bands.columns.iter().filter(|part| *work.unit(part.column) == Unit::Count).collect();
    let found = counts
        .iter()
        .find(|part| work.is_beside(part.column, percent.column))
        .or_else(|| counts.iter().find(|part| part.column + 2 == percent.column));
    found.copied().filter(|part| !work.closes_circle(percent.column, &[part.column]))
}

impl Pair<'_, '_> {
    /// Whether something besides its figures says that the column holds percentages of the counts:
    /// its unit, its heading, or that both are in the same cells.
    fn are_shares(&self) -> bool {
        let (work, percent) = (self.work, self.percent.column);
        *work.unit(percent) == Unit::Percent
            || work.says(percent, Role::Share).is_some()
            || work.share_cells(self.part.column, percent)
    }

    /// The rows that report both.
    fn rows(&self, among: Range<usize>) -> impl Iterator<Item = usize> {
        among.filter(|row| self.part.at(*row).is_some() && self.percent.at(*row).is_some())
    }

    /// The base of all percentages of the column.
    fn of_column(&self, heading: Option<i64>) -> Option<Found> {
        let all = 0..self.work.printed.rows();
        let groups = self.groups();
        let printed = all.clone().filter(|row| self.part.at(*row).is_some()).map(Base::Row);
        let sums = groups.iter().filter(|group| group.len() > 1).cloned().map(Base::Rows);
        let across = Some(self.counts()).filter(|counts| counts.len() > 1).map(Base::Columns);
        let bases = heading.map(Base::Heading).into_iter().chain(across);
        let bases: Vec<Base> = bases.chain(printed).chain(sums).collect();
        self.best(bases, &all)
    }

    /// The columns of counts that have percentages in the same cells.
    fn counts(&self) -> Vec<usize> {
        let work = self.work;
        let percentages = work.percentages();
        let counts =
            work.bands.columns.iter().filter(|part| *work.unit(part.column) == Unit::Count);
        counts
            .map(|part| part.column)
            .filter(|part| {
                percentages.iter().any(|percent| work.share_cells(*part, percent.column))
            })
            .collect()
    }

    /// The bases of groups of rows, if each is the sum of its group or the count above it.
    fn of_groups(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for group in self.groups().into_iter().filter(|group| group.len() > 1) {
            let above = group.start.checked_sub(1).filter(|row| self.part.at(*row).is_some());
            let inside = group.clone().map(Base::Row);
            let bases = above.map(Base::Row).into_iter().chain([Base::Rows(group.clone())]);
            found.extend(self.best(bases.chain(inside).collect(), &group));
        }
        found
    }

    /// Rows that report both without a row between that does not.
    fn groups(&self) -> Vec<Range<usize>> {
        let mut groups: Vec<Range<usize>> = Vec::new();
        for row in self.rows(0..self.work.printed.rows()) {
            match groups.last_mut() {
                Some(group) if group.end == row => group.end = row + 1,
                _ => groups.push(row..row + 1),
            }
        }
        groups
    }

    /// The base that explains the percentages of some rows best, if one convinces.
    fn best(&self, bases: Vec<Base>, rows: &Range<usize>) -> Option<Found> {
        let searched = times(bases.len());
        let found = bases.into_iter().filter_map(|base| {
            let evidence = self.weigh(&base, rows, searched)?;
            evidence.convinces().then(|| Found { base, rows: rows.clone(), evidence })
        });
        found.min_by(|a, b| {
            let misses = [&a.evidence, &b.evidence].map(|one| one.tried() - one.holds.len());
            misses[0].cmp(&misses[1]).then(a.evidence.by_chance.total_cmp(&b.evidence.by_chance))
        })
    }

    fn weigh(&self, base: &Base, rows: &Range<usize>, searched: f64) -> Option<Evidence> {
        let trials: Vec<Trial> = self
            .rows(rows.clone())
            .filter(|row| !matches!(base, Base::Row(own) if own == row))
            .filter_map(|row| {
                let (low, high) = self.ends(base, row)?;
                self.trial(row, low, high)
            })
            .collect();
        if trials.is_empty() {
            return None;
        }
        let evidence = Evidence::from_trials(&trials, searched);
        Some(match base {
            Base::Heading(number) => {
                evidence.with_header(say!("the heading says n = {}", number.to_string()))
            }
            Base::Row(own) if self.is_whole(*own) => {
                evidence.with_header(say!("its own percentage is 100"))
            }
            Base::Row(_) | Base::Rows(_) | Base::Columns(_) => evidence,
        })
    }

    /// Whether the percentage of a row is 100.
    fn is_whole(&self, row: usize) -> bool {
        self.percent.at(row).is_some_and(|band| band.middle() == 100 * self.work.bands.one)
    }

    /// The ends of the base of a row, in units of the bands.
    fn ends(&self, base: &Base, row: usize) -> Option<(i128, i128)> {
        let ends = match base {
            Base::Heading(number) => {
                let number = i128::from(*number) * self.work.bands.one;
                (number, number)
            }
            Base::Row(row) => self.part.at(*row).map(|band| (band.low, band.high))?,
            Base::Columns(columns) => {
                let bands = self.work.bands.columns.iter();
                let parts = bands.filter(|numbers| columns.contains(&numbers.column));
                let bands: Option<Vec<Band>> = parts.map(|numbers| numbers.at(row)).collect();
                let bands = bands?;
                (bands.iter().map(|band| band.low).sum(), bands.iter().map(|band| band.high).sum())
            }
            Base::Rows(rows) => {
                let bands: Vec<Band> =
                    self.rows(rows.clone()).filter_map(|row| self.part.at(row)).collect();
                (bands.iter().map(|band| band.low).sum(), bands.iter().map(|band| band.high).sum())
            }
        };
        (ends.0 > 0).then_some(ends)
    }

    /// Whether the percentage of a row is that of its count in a base.
    fn trial(&self, row: usize, low: i128, high: i128) -> Option<Trial> {
        let (part, percent) = (self.part.at(row)?, self.percent.at(row)?);
        let hundred = 100 * self.work.bands.one;
        let least = (part.low.max(0).checked_mul(hundred)?, high);
        let most = (part.high.checked_mul(hundred)?, low);
        let outcome = match percent.rounds_quotient(least, most)? {
            true => Outcome::Holds,
            false => Outcome::Fails,
        };
        let trivial = part.middle() == 0 || part.low == low;
        let by_chance = match trivial {
            true => 1.0,
            false => self.surprise.by_chance(percent, window(least, most, percent.unit)),
        };
        Some(Trial { row, outcome, by_chance, slip_by_chance: by_chance })
    }

    /// Stretches of rows whose percentages have one base in common that is not reported.
    fn inferred(&self) -> Vec<(Range<usize>, Evidence)> {
        let rows: Vec<usize> = self.rows(0..self.work.printed.rows()).collect();
        let mut found = Vec::new();
        let mut start = 0;
        while start < rows.len() {
            let (end, trials) = self.stretch(&rows[start..]);
            let searched = product(&[times(rows.len()), times(rows.len())]);
            let evidence = Evidence::from_trials(&trials, searched);
            if trials.len() >= LEAST_INFERRED && evidence.is_no_chance() {
                found.push((rows[start]..rows[start + end - 1] + 1, evidence));
            }
            start += end.max(1);
        }
        found
    }

    /// How many rows from the first on have a base in common, and how surprising each is.
    fn stretch(&self, rows: &[usize]) -> (usize, Vec<Trial>) {
        let mut common: Option<(i128, i128)> = None;
        let mut trials = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let Some((low, high)) = self.bases_of(*row) else { continue };
            let (least, most) = common.unwrap_or((low, high));
            let both = (least.max(low), most.min(high));
            if both.0 > both.1 {
                return (at, trials);
            }
            let one = self.work.bands.one;
            let trial = self.trial(*row, least * one, most * one);
            trials.extend(trial.map(|trial| match common {
                Some(_) => Trial { outcome: Outcome::Holds, ..trial },
                None => {
                    Trial { outcome: Outcome::Holds, by_chance: 1.0, slip_by_chance: 1.0, ..trial }
                }
            }));
            common = Some(both);
        }
        (rows.len(), trials)
    }

    /// The least and the greatest whole number of which the count of a row is its percentage.
    fn bases_of(&self, row: usize) -> Option<(i128, i128)> {
        let (part, percent) = (self.part.at(row)?, self.percent.at(row)?);
        let part = part.middle().checked_mul(100)?;
        (percent.low > 0 && part > 0)
            .then(|| (-(-part).div_euclid(percent.high), part.div_euclid(percent.low)))
    }
}

/// Drafts the rule of percentages of a base.
fn pair_rule(work: &mut Work<'_>, part: usize, percent: usize, found: &Found) {
    let table = &work.printed.id;
    let lines = &work.printed.lines;
    let name = work.name(part);
    let (base, words) = match &found.base {
        Base::Heading(number) => (number.to_string(), format!("n = {number}")),
        Base::Row(row) => (format!("{name}[{}]", work.row_key(*row)), work.row_name(*row)),
        Base::Columns(columns) => {
            let names: Vec<&str> = columns.iter().map(|column| work.name(*column)).collect();
            (names.join(" + "), work.list(columns))
        }
        Base::Rows(rows) => {
            let (first, last) = (rows.start, rows.end - 1);
            let words = format!("{} to {}", work.row_name(first), work.row_name(last));
            (format!("sum({table}.{name}[#{}..#{}])", lines[first], lines[last]), words)
        }
    };
    let all = found.rows == (0..work.printed.rows());
    let (first, last) = (lines[found.rows.start], lines[found.rows.end - 1]);
    let rows = (!all).then(|| format!("{table} where {}", between_lines(first, last)));
    let label = match work.chinese() {
        true => format!("{}占{words}的百分比", work.label(part)),
        false => format!("{} in percent of {words}", work.label(part)),
    };
    let rule = DraftRule {
        table: work.table,
        id: work.id(&work.name(percent).replace('_', "-")),
        label,
        operator: Operator::Share,
        targets: vec![format!("{table}.{}", work.name(percent))],
        formula: format!("share({name}, {base})"),
        rows,
        evidence: found.evidence.clone(),
        tried_on: Tried::Rows,
    };
    work.rules.push(rule);
    work.note_derived(percent, vec![part]);
}

/// Drafts a base that is not reported.
fn denominator(
    work: &mut Work<'_>,
    part: usize,
    percent: usize,
    rows: Range<usize>,
    evidence: Evidence,
) {
    let table = &work.printed.id;
    let lines = &work.printed.lines;
    let all = rows == (0..work.printed.rows());
    let label = match work.chinese() {
        true => format!("{}的基数，未刊出", work.label(percent)),
        false => format!("the base of {}, which is not reported", work.label(percent)),
    };
    let found = DraftDenominator {
        id: format!("{table}-{}-base-{}", work.name(percent), lines[rows.start]),
        label,
        part: format!("{table}.{}", work.name(part)),
        share: format!("{table}.{}", work.name(percent)),
        rows: (!all).then(|| between_lines(lines[rows.start], lines[rows.end - 1])),
        evidence,
        table: work.table,
    };
    work.denominators.push(found);
    work.note_derived(percent, vec![part]);
}
