//! Percentages of a base that is not in their row: a total in another row, the sum of a group of
//! rows, a number in the heading (`n = 123`), or one that is not reported at all.

mod part;
mod written;

use std::collections::BTreeSet;
use std::ops::Range;

use crossfoot_core::{ColumnId, Unit, say};

use super::Hints;
use super::bands::{Band, Numbers};
use super::evidence::{Evidence, Outcome, Trial, is_promising, product, times};
use super::form::is_slip_within;
use super::relation::Work;
use super::surprise::{Surprise, likely, window};
use super::words::{Role, names_subgroup};
use part::part_of;
use written::{denominator, pair_rule};

/// The fewest percentages from which a base is inferred that is not reported.
const LEAST_INFERRED: usize = 4;
/// A stretch of rows with percentages of the number in the heading has at least so many.
const LEAST_STRETCH: usize = 3;
/// In such a stretch, one in so many may be misprinted.
const MOST_SLIPS: usize = 5;
/// Rows in which a base is tried first.
const PROBES: usize = 16;
/// The least part of all cases that have data in a row of their own, as a fraction.
const LEAST_DATA: (i128, i128) = (3, 4);

/// A count, and what its percentages are computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Base {
    /// A number in the heading.
    Heading(i64),
    /// The count in another row.
    Row(usize),
    /// The sum of the counts in some rows.
    Rows(Range<usize>),
    /// The count of a column in the same row, or the sum of those of several.
    Columns(Vec<usize>),
}

/// A column of counts with a column of percentages.
struct Pair<'w, 'a> {
    work: &'w Work<'a>,
    part: &'a Numbers,
    percent: &'a Numbers,
    /// The number that the heading gives.
    heading: Option<i64>,
    /// Those that the headings of other percentages give.
    others: Vec<i64>,
    surprise: Surprise,
}

/// A base with the rows that it governs and their evidence.
struct Found {
    base: Base,
    rows: Range<usize>,
    evidence: Evidence,
}

impl Found {
    fn has(&self, row: usize) -> bool {
        self.rows.contains(&row)
    }

    fn is_within(&self, rows: &Range<usize>) -> bool {
        rows.start <= self.rows.start && self.rows.end <= rows.end
    }

    fn shares_rows(&self, other: &Self) -> bool {
        self.rows.start < other.rows.end && other.rows.start < self.rows.end
    }
}

pub(super) fn draft(work: &mut Work<'_>, hints: &Hints) {
    let percentages = work.percentages();
    let mut pairs: Vec<Pair<'_, '_>> =
        percentages.into_iter().filter_map(|percent| Pair::new(work, percent, hints)).collect();
    let headings: Vec<i64> = pairs.iter().filter_map(|pair| pair.heading).collect();
    for pair in &mut pairs {
        let others = headings.iter().copied().filter(|number| Some(*number) != pair.heading);
        pair.others = others.collect();
    }
    let held: Vec<BTreeSet<usize>> = pairs.iter().map(Pair::held_by_heading).collect();
    let mut found: Vec<Vec<Found>> = (0..pairs.len())
        .map(|at| {
            let others = held.iter().enumerate().filter(|(other, _)| *other != at);
            pairs[at].found(&others.flat_map(|(_, rows)| rows).copied().collect())
        })
        .collect();
    let mut bases: Vec<(Base, Range<usize>)> = Vec::new();
    for one in found.iter().flatten() {
        if !bases.iter().any(|(base, rows)| *base == one.base && *rows == one.rows) {
            bases.push((one.base.clone(), one.rows.clone()));
        }
    }
    let open = pairs.iter().zip(&mut found).filter(|(_, found)| found.is_empty());
    open.for_each(|(pair, found)| found.extend(pair.like_others(&bases)));
    in_common(&pairs, &mut found);
    let drafted: Vec<(usize, usize, Vec<Found>, Vec<_>)> = pairs
        .iter()
        .zip(found)
        .map(|(pair, found)| {
            let open = found.iter().all(|one| !one.evidence.is_clean()) && pair.are_shares();
            let inferred = if open { pair.inferred() } else { Vec::new() };
            // A base without exceptions that is not reported is better than one with some.
            let all = found.iter().all(|one| inferred.iter().any(|(rows, _)| one.is_within(rows)));
            let (found, inferred) = if all { (Vec::new(), inferred) } else { (found, Vec::new()) };
            (pair.part.column, pair.percent.column, found, inferred)
        })
        .collect();
    for (part, percent, found, inferred) in drafted {
        if work.closes_circle(percent, &[part]) {
            continue;
        }
        for one in found {
            pair_rule(work, part, percent, &one);
        }
        for (rows, evidence) in inferred {
            denominator(work, part, percent, rows, evidence);
        }
    }
}

/// Adds the count of a row of which the percentages of several columns are, where none of them has
/// enough percentages to tell.
fn in_common(pairs: &[Pair<'_, '_>], found: &mut [Vec<Found>]) {
    let open = (0..pairs.len()).filter(|at| found[*at].is_empty() && pairs[*at].are_shares());
    let open: Vec<usize> = open.collect();
    let rows = pairs.first().map_or(0, |pair| pair.work.printed.rows());
    let percentages = open.iter().flat_map(|at| (0..rows).map(|row| pairs[*at].percent.at(row)));
    let surprise = Surprise::from_bands(percentages.flatten());
    let common = (0..rows).filter_map(|row| {
        let base = Base::Row(row);
        let trials = open.iter().map(|at| pairs[*at].trials(&base, &surprise));
        let trials: Vec<Vec<Trial>> = trials.collect();
        let all = Evidence::from_trials(&trials.concat(), times(rows));
        (open.len() > 1 && all.convinces()).then_some((base, trials, all.by_chance))
    });
    let Some((base, trials, by_chance)) = common.min_by(|a, b| a.2.total_cmp(&b.2)) else { return };
    for (at, trials) in open.into_iter().zip(trials).filter(|(_, trials)| !trials.is_empty()) {
        let own = Evidence::from_trials(&trials, times(rows));
        let evidence = Evidence { by_chance, ..own };
        found[at].push(Found { base: base.clone(), rows: 0..rows, evidence });
    }
}

impl<'w, 'a> Pair<'w, 'a> {
    fn new(work: &'w Work<'a>, percent: &'a Numbers, hints: &Hints) -> Option<Self> {
        let part = part_of(work, percent)?;
        let heading = hints.base(ColumnId { table: work.table, column: part.column });
        Some(Self {
            work,
            part,
            percent,
            heading,
            others: Vec::new(),
            surprise: Surprise::from_rows(percent, &work.rows),
        })
    }

    /// The bases that convince: the number in the heading where it governs most rows, else one of
    /// the whole column, else those of stretches and groups. In `usual` rows other percentages are
    /// of all cases.
    fn found(&self, usual: &BTreeSet<usize>) -> Vec<Found> {
        let all = 0..self.work.printed.rows();
        let mut found = self.of_heading(usual);
        let governed = self.rows(all.clone()).filter(|row| found.iter().any(|one| one.has(*row)));
        if governed.count() * 2 < self.rows(all).count()
            && let Some(column) = self.of_column()
        {
            return vec![column];
        }
        let groups = self.of_groups().into_iter();
        let others = groups.filter(|group| found.iter().all(|one| !one.shares_rows(group)));
        let others: Vec<Found> = others.collect();
        found.extend(others);
        found
    }

    /// The base that other percentages of the table have, if it convinces where it is expected.
    fn like_others(&self, bases: &[(Base, Range<usize>)]) -> Option<Found> {
        if !self.are_shares() {
            return None;
        }
        let found = bases.iter().filter_map(|(base, rows)| {
            let base = match base {
                Base::Heading(_) => Base::Heading(self.heading?),
                Base::Columns(columns) if columns.contains(&self.part.column) => return None,
                other => other.clone(),
            };
            let evidence = self.weigh(&base, rows, times(bases.len()))?;
            let evidence = evidence.with_header(say!("other percentages have such a base"));
            evidence.convinces().then(|| Found { base, rows: rows.clone(), evidence })
        });
        found.min_by(|a, b| a.evidence.by_chance.total_cmp(&b.evidence.by_chance))
    }

    /// Whether something besides its figures says that the column holds percentages of the counts:
    /// its unit, its heading, or that both are in the same cells.
    fn are_shares(&self) -> bool {
        let (work, percent) = (self.work, self.percent.column);
        *work.unit(percent) == Unit::Percent
            || work.says(percent, Role::Share).is_some()
            || work.share_cells(self.part.column, percent)
    }

    /// The rows that report both, and print nothing else there, such as averages.
    fn rows(&self, among: Range<usize>) -> impl Iterator<Item = usize> {
        let own = &self.work.printed.row_units;
        among.filter(|row| {
            [self.part, self.percent].iter().all(|numbers| {
                numbers.at(*row).is_some() && !own.contains_key(&(*row, numbers.column))
            })
        })
    }

    /// The base of all percentages of the column.
    fn of_column(&self) -> Option<Found> {
        let all = 0..self.work.printed.rows();
        let groups = self.groups();
        if let Some(found) = self.best(self.across(), &all).filter(|one| one.evidence.is_clean()) {
            return Some(found);
        }
        let printed = all.clone().filter(|row| self.part.at(*row).is_some()).map(Base::Row);
        let sums = groups.iter().filter(|group| group.len() > 1).cloned().map(Base::Rows);
        let found = self.best(self.across().into_iter().chain(printed).chain(sums).collect(), &all);
        found.map(|found| self.narrowed(found))
    }

    /// A sum of some rows as the base of these only, if it is not that of all others: a total row may
    /// have a base of its own.
    fn narrowed(&self, mut found: Found) -> Found {
        let own = match found.base.clone() {
            Base::Rows(own) => own,
            Base::Row(whole) if self.goes_beyond(&found, whole) => found.rows.start..whole + 1,
            _ => return found,
        };
        let outside = self.rows(found.rows.clone()).filter(|row| !own.contains(row));
        let mut trials = outside.filter_map(|row| self.trial_of(&found.base, row));
        if trials.all(|trial| trial.holds()) {
            return found;
        }
        let evidence = self.weigh(&found.base, &own, times(self.groups().len()));
        if let Some(evidence) = evidence.filter(Evidence::convinces) {
            (found.rows, found.evidence) = (own, evidence);
        }
        found
    }

    /// Whether a row below a whole has more than that, and a percentage of something else: `Votes cast`
    /// below `Valid votes`, with the turnout.
    fn goes_beyond(&self, found: &Found, whole: usize) -> bool {
        let Some(most) = self.part.at(whole).map(|band| band.high) else { return false };
        let mut below = self.rows(whole + 1..found.rows.end);
        below.any(|row| {
            let more = self.part.at(row).is_some_and(|band| band.low > most);
            more && self.trial_of(&found.base, row).is_some_and(|trial| !trial.holds())
        })
    }

    /// The counts in the same row of which those in one cell with their percentages may be a part:
    /// those of another column, or all.
    fn across(&self) -> Vec<Base> {
        let (work, part) = (self.work, self.part.column);
        let all = Some(self.counts()).filter(|counts| counts.len() > 1);
        let in_one_cell = work.share_cells(part, self.percent.column);
        let counts = work.bands.columns.iter().map(|numbers| numbers.column);
        let others = counts.filter(|column| {
            in_one_cell
                && *column != part
                && *work.unit(*column) == Unit::Count
                && !work.closes_circle(self.percent.column, &[*column])
        });
        all.into_iter().chain(others.map(|column| vec![column])).map(Base::Columns).collect()
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

    /// The rows with percentages of the number in the heading.
    fn held_by_heading(&self) -> BTreeSet<usize> {
        let Some(base) = self.heading.map(Base::Heading) else { return BTreeSet::new() };
        let rows = self.rows(0..self.work.printed.rows());
        let trials = rows.filter_map(|row| self.trial_of(&base, row));
        trials.filter(Trial::holds).map(|trial| trial.row).collect()
    }

    /// Stretches of rows with percentages of the number in the heading, where other rows have
    /// another base, or print something else.
    fn of_heading(&self, usual: &BTreeSet<usize>) -> Vec<Found> {
        let Some(number) = self.heading else { return Vec::new() };
        let base = Base::Heading(number);
        let all = 0..self.work.printed.rows();
        let rows: Vec<usize> = self.rows(all.clone()).collect();
        let trials = rows.iter().filter_map(|row| self.by_heading(&base, number, *row, usual));
        let trials: Vec<Trial> = trials.collect();
        let stretches = trials.split(|trial| trial.outcome == Outcome::Fails).map(held_ends);
        let found = stretches.filter(|stretch| stretch.len() >= LEAST_STRETCH);
        let found = found.filter_map(|stretch| {
            let evidence =
                said_by_heading(Evidence::from_trials(stretch, times(rows.len())), number);
            let few = evidence.slips.len() * MOST_SLIPS <= evidence.tried();
            let whole = stretch.len() == rows.len();
            let own = stretch[0].row..stretch[stretch.len() - 1].row + 1;
            (few && evidence.convinces()).then(|| Found {
                base: base.clone(),
                rows: if whole { all.clone() } else { own },
                evidence,
            })
        });
        found.collect()
    }

    /// What a row says of the number in the heading. A percentage of fewer cases is a misprint only
    /// if another of its row is of all cases: else it is of those with data, or of a subgroup.
    fn by_heading(
        &self,
        base: &Base,
        number: i64,
        row: usize,
        usual: &BTreeSet<usize>,
    ) -> Option<Trial> {
        let mut trial = self.trial_of(base, row)?;
        // Where others of the row are of all cases, this one hardly lacks some.
        let may_lack = !usual.contains(&row) && self.may_lack_data(row, number.into());
        if trial.outcome == Outcome::Fails && !may_lack {
            let ends = self.ends(base, row);
            if ends.is_some_and(|ends| self.is_slip(row, ends)) || self.is_of_another(row) {
                trial.outcome = Outcome::Slip;
            }
        }
        let fewer = self.bases_of(row).is_some_and(|(least, _)| least < i128::from(number));
        let of_others = names_subgroup(&self.work.row_name(row)) || fewer && !usual.contains(&row);
        if trial.outcome == Outcome::Slip && of_others {
            trial.outcome = Outcome::Fails;
        }
        Some(trial)
    }

    /// Whether the percentage of a row is of the cases that another heading gives, or of another
    /// count in its row, and has so many digits that this is no chance.
    fn is_of_another(&self, row: usize) -> bool {
        if self.percent.at(row).is_none_or(|band| !band.is_telling()) {
            return false;
        }
        let counts = self.counts().into_iter().filter(|column| *column != self.part.column);
        let in_row = counts.map(|column| Base::Columns(vec![column]));
        let bases = self.others.iter().copied().map(Base::Heading).chain(in_row);
        bases.filter_map(|base| self.trial_of(&base, row)).any(|trial| trial.holds())
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
        let step = self.rows(rows.clone()).count().div_ceil(PROBES).max(1);
        let probes: Vec<usize> = self.rows(rows.clone()).step_by(step).collect();
        let promising = bases.into_iter().filter(|base| self.is_promising(base, &probes));
        let found = promising.filter_map(|base| {
            let evidence = self.weigh(&base, rows, searched)?;
            evidence.convinces().then(|| Found { base, rows: rows.clone(), evidence })
        });
        found.min_by(|a, b| {
            let misses = [&a.evidence, &b.evidence].map(|one| one.tried() - one.holds.len());
            misses[0].cmp(&misses[1]).then(a.evidence.by_chance.total_cmp(&b.evidence.by_chance))
        })
    }

    /// Whether a base holds in a third of some rows.
    fn is_promising(&self, base: &Base, rows: &[usize]) -> bool {
        let trials: Vec<Trial> = rows.iter().filter_map(|row| self.trial_of(base, *row)).collect();
        let holds = trials.iter().filter(|trial| trial.holds()).count();
        is_promising(holds, trials.len())
    }

    fn weigh(&self, base: &Base, rows: &Range<usize>, searched: f64) -> Option<Evidence> {
        let rows = self.rows(rows.clone());
        let mut trials: Vec<Trial> = rows.filter_map(|row| self.trial_of(base, row)).collect();
        let holds = trials.iter().filter(|trial| trial.holds()).count();
        if holds == 0 {
            return None;
        }
        if holds * 2 >= trials.len() {
            trials.iter_mut().for_each(|trial| self.look_for_slip(base, trial));
        }
        let evidence = Evidence::from_trials(&trials, searched);
        Some(match base {
            Base::Heading(number) => said_by_heading(evidence, *number),
            Base::Row(own) if self.is_whole(*own) => {
                evidence.with_header(say!("its own percentage is 100"))
            }
            Base::Row(_) | Base::Rows(_) | Base::Columns(_) => evidence,
        })
    }

    /// What all rows say of a base, where the percentages are among those of several columns.
    fn trials(&self, base: &Base, surprise: &Surprise) -> Vec<Trial> {
        let rows = self.rows(0..self.work.printed.rows());
        let trials = rows.filter_map(|row| self.trial_among(base, row, surprise));
        let mut trials: Vec<Trial> = trials.collect();
        trials.iter_mut().for_each(|trial| self.look_for_slip(base, trial));
        trials
    }

    /// Whether the percentage of a row is that of its count in a base, unless it is the base.
    fn trial_of(&self, base: &Base, row: usize) -> Option<Trial> {
        self.trial_among(base, row, &self.surprise)
    }

    fn trial_among(&self, base: &Base, row: usize, surprise: &Surprise) -> Option<Trial> {
        if matches!(base, Base::Row(own) if *own == row) {
            return None;
        }
        let (low, high) = self.ends(base, row)?;
        self.trial(row, (low, high), surprise)
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
    fn trial(&self, row: usize, (low, high): (i128, i128), surprise: &Surprise) -> Option<Trial> {
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
            false => surprise.by_chance(percent, window(least, most, percent.unit)),
        };
        let slip_by_chance = likely(by_chance, percent);
        Some(Trial { row, outcome, by_chance, slip_by_chance })
    }

    /// Notes whether a trial that fails does so by a typing error.
    fn look_for_slip(&self, base: &Base, trial: &mut Trial) {
        let ends = self.ends(base, trial.row);
        let Some(ends) = ends.filter(|_| trial.outcome == Outcome::Fails) else { return };
        if !self.may_lack_data(trial.row, ends.0 / self.work.bands.one)
            && self.is_slip(trial.row, ends)
        {
            trial.outcome = Outcome::Slip;
        }
    }

    /// Whether the percentage or the count of a row is one typing error away from what the other
    /// and a base give.
    fn is_slip(&self, row: usize, (low, high): (i128, i128)) -> bool {
        let (Some(part), Some(percent)) = (self.part.at(row), self.percent.at(row)) else {
            return false;
        };
        let hundred = 100 * self.work.bands.one;
        let half = (percent.high - percent.low) / 2;
        let right = part.low * hundred / high - half..=part.high * hundred / low + half;
        let count = percent.low * low / hundred..=percent.high * high / hundred;
        is_slip_within(percent, right) || is_slip_within(part, count)
    }

    /// Whether the percentage of a row may be of fewer cases than the base: those with data.
    fn may_lack_data(&self, row: usize, base: i128) -> bool {
        self.bases_of(row)
            .is_some_and(|(least, most)| least < base && most * LEAST_DATA.1 >= base * LEAST_DATA.0)
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
            let trial = self.trial(*row, (least * one, most * one), &self.surprise);
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

/// The trials from the first that holds to the last: a misprint at an end may belong to another
/// base.
fn held_ends(trials: &[Trial]) -> &[Trial] {
    let first = trials.iter().position(Trial::holds).unwrap_or(trials.len());
    let end = trials.iter().rposition(Trial::holds).map_or(first, |last| last + 1);
    &trials[first..end]
}

fn said_by_heading(evidence: Evidence, number: i64) -> Evidence {
    evidence.with_header(say!("the heading says n = {}", number.to_string()))
}
