//! Percentages that are shares of one column in another, or changes from one to another.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crossfoot_core::{Cell, DateSpan, Phrase, say};

use super::Operator;
use super::bands::{Band, Numbers, Quotient, share};
use super::evidence::{Evidence, Trial, is_promising, product, times};
use super::relation::Work;
use super::surprise::Surprise;
use super::words::{Role, names_total_row};

/// With more columns of percentages than this, or of numbers that they could be computed from, only
/// neighbours are tried.
const MOST_COLUMNS: usize = 40;
/// The percentages that two columns may give: shares and changes, in both directions.
const KINDS: f64 = 4.0;

/// What percentages may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// Of one column in another.
    Share(usize, usize),
    /// Of one column in all of it.
    ShareOfColumn(usize),
    /// From one column to another.
    Change(usize, usize),
    /// From a row so many rows before.
    ChangeOverTime(usize, usize),
}

pub(super) fn draft(work: &mut Work<'_>) {
    let mut percentages = work.percentages();
    percentages.retain(|numbers| !work.is_derived(numbers.column));
    let wholes: Vec<&Numbers> = work
        .groups()
        .into_iter()
        .flatten()
        .filter(|numbers| work.may_be_whole(numbers.column))
        .collect();
    if percentages.is_empty() || wholes.is_empty() {
        return;
    }
    let columns = percentages.len();
    let mut open: Vec<&Numbers> = Vec::new();
    for percent in &percentages {
        match Search::new(work, percent, &wholes).best(columns) {
            Some((relation, evidence)) if evidence.convinces() => {
                accept(work, percent.column, relation, evidence)
            }
            _ => open.push(percent),
        }
    }
    follow(work, &mut open, &wholes);
    for percent in open {
        if let Some((relation, evidence)) = Search::new(work, percent, &wholes).best(columns) {
            let text = format!("{} = {}", work.name(percent.column), formula(work, relation));
            work.weigh(text, &evidence);
        }
    }
}

/// The other percentages of a table are probably shares of the same whole as those that are known:
/// the surest is taken, until none is sure.
fn follow(work: &mut Work<'_>, open: &mut Vec<&Numbers>, wholes: &[&Numbers]) {
    loop {
        let found = open.iter().enumerate().filter_map(|(at, percent)| {
            Search::new(work, percent, wholes)
                .sibling(open.len())
                .map(|(relation, evidence)| (at, relation, evidence))
        });
        let best = found
            .filter(|(.., evidence)| evidence.convinces())
            .min_by(|a, b| a.2.by_chance.total_cmp(&b.2.by_chance));
        let Some((at, relation, evidence)) = best else { return };
        let percent = open.remove(at);
        accept(work, percent.column, relation, evidence);
    }
}

fn accept(work: &mut Work<'_>, percent: usize, relation: Relation, evidence: Evidence) {
    let (inputs, english, chinese) = match relation {
        Relation::Share(part, whole) => {
            work.shares.push((percent, part, whole));
            (
                vec![part, whole],
                format!("{} in percent of {}", work.label(part), work.label(whole)),
                format!("{}占{}的百分比", work.label(part), work.label(whole)),
            )
        }
        Relation::ShareOfColumn(part) => (
            vec![part],
            format!("{} in percent of all rows", work.label(part)),
            format!("{}占各行合计的百分比", work.label(part)),
        ),
        Relation::Change(from, to) => (
            vec![from, to],
            format!("change from {} to {}", work.label(from), work.label(to)),
            format!("从{}到{}的变化率", work.label(from), work.label(to)),
        ),
        Relation::ChangeOverTime(column, 1) => (
            vec![column],
            format!("change of {} from the row before", work.label(column)),
            format!("{}比上一行的变化率", work.label(column)),
        ),
        Relation::ChangeOverTime(column, rows) => (
            vec![column],
            format!("change of {} from {rows} rows before", work.label(column)),
            format!("{}比之前第{rows}行的变化率", work.label(column)),
        ),
    };
    if !work.closes_circle(percent, &inputs) {
        let label = if work.chinese() { chinese } else { english };
        let operator = match relation {
            Relation::Share(..) | Relation::ShareOfColumn(_) => Operator::Share,
            Relation::Change(..) | Relation::ChangeOverTime(..) => Operator::Change,
        };
        work.derive(operator, (percent, &inputs), label, formula(work, relation), evidence);
    }
}

fn formula(work: &Work<'_>, relation: Relation) -> String {
    let table = &work.printed.id;
    match relation {
        Relation::Share(part, whole) => format!("share({}, {})", work.name(part), work.name(whole)),
        Relation::ShareOfColumn(part) => match total_filter(work) {
            Some(filter) => format!("share({0}, sum({table}.{0} where {filter}))", work.name(part)),
            None => format!("share({0}, sum({table}.{0}))", work.name(part)),
        },
        Relation::Change(from, to) => format!("change({}, {})", work.name(from), work.name(to)),
        Relation::ChangeOverTime(column, 1) => format!("change(prev({0}), {0})", work.name(column)),
        Relation::ChangeOverTime(column, rows) => {
            format!("change(prev({0}, {rows}), {0})", work.name(column))
        }
    }
}

/// The condition that leaves out the rows of totals, if there are any.
pub(super) fn total_filter(work: &Work<'_>) -> Option<String> {
    let mut totals = (0..work.printed.rows()).filter(|row| !work.rows.contains(row)).peekable();
    totals.peek()?;
    let parts: Option<Vec<String>> = totals.map(|row| super::rows::leaves_out(work, row)).collect();
    parts.map(|parts| parts.join(" and "))
}

/// Whether rows are named by dates of which each is later than the one before, or by fiscal years,
/// which share a calendar year with the next.
pub(super) fn runs_forward(work: &Work<'_>) -> bool {
    let [key] = work.printed.key[..] else { return false };
    let printed = &work.printed;
    let rows = periods(work, key);
    let fiscal = rows.iter().map(|row| DateSpan::read_fiscal(&printed.text(key, *row)));
    let fiscal: Option<Vec<DateSpan>> = fiscal.collect();
    if fiscal.is_some_and(|years| years.len() > 1 && years.is_sorted_by(|a, b| a < b)) {
        return true;
    }
    let dates = rows.iter().map(|row| match printed.columns[key].cells[*row] {
        Cell::Date(date, _) => Some(date),
        _ => None,
    });
    let dates: Option<Vec<DateSpan>> = dates.collect();
    dates.is_some_and(|dates| {
        dates.len() > 1 && dates.windows(2).all(|pair| pair[0].before(pair[1]))
    })
}

/// The rows that are not called a total, which stands below periods or above them.
fn periods(work: &Work<'_>, key: usize) -> Vec<usize> {
    let rows = 0..work.printed.rows();
    rows.filter(|row| !names_total_row(&work.printed.text(key, *row))).collect()
}

/// From how many rows before a change may be reported: the last row and, where the rows are months,
/// quarters or half-years without a gap, the one of the year before.
fn steps(work: &Work<'_>) -> Vec<usize> {
    if !runs_forward(work) {
        return Vec::new();
    }
    let [key] = work.printed.key[..] else { return vec![1] };
    let cells = &work.printed.columns[key].cells;
    let months = periods(work, key).into_iter().map(|row| match &cells[row] {
        Cell::Date(date, _) => date.months(),
        _ => (0, 0),
    });
    let months: Vec<(u32, u32)> = months.collect();
    let length = months[0].1 + 1 - months[0].0;
    let even = months
        .windows(2)
        .all(|pair| pair[1].0 == pair[0].0 + length && pair[1].1 == pair[0].1 + length);
    let of_year = (12 / length.max(1)) as usize;
    if even && of_year > 1 { vec![1, of_year] } else { vec![1] }
}

/// The search for the relation that explains one column of percentages.
struct Search<'a> {
    work: &'a Work<'a>,
    percent: &'a Numbers,
    /// The columns that it may be computed from.
    wholes: &'a [&'a Numbers],
    surprise: Surprise,
    /// The sums of columns, as far as they were asked for.
    column_sums: RefCell<BTreeMap<usize, Option<(i128, i128)>>>,
}

impl<'a> Search<'a> {
    fn new(work: &'a Work<'a>, percent: &'a Numbers, wholes: &'a [&'a Numbers]) -> Self {
        let surprise = Surprise::from_rows(percent, &work.rows);
        Self { work, percent, wholes, surprise, column_sums: RefCell::default() }
    }

    /// The relation that explains the percentages best, of which the table has so many columns.
    fn best(&self, columns: usize) -> Option<(Relation, Evidence)> {
        let many = self.wholes.len() > MOST_COLUMNS || columns > MOST_COLUMNS;
        let found = self
            .relations(many)
            .into_iter()
            .filter(|relation| self.is_promising(*relation))
            .filter_map(|relation| {
                let trials = self.trials(relation);
                (!trials.is_empty()).then(|| (relation, self.weigh(columns, relation, &trials)))
            });
        found.min_by(|a, b| {
            let misses = [&a.1, &b.1].map(|evidence| evidence.fails.len() + evidence.slips.len());
            a.1.by_chance.total_cmp(&b.1.by_chance).then(misses[0].cmp(&misses[1]))
        })
    }

    /// The relations that are tried: among `many` columns only those of neighbours.
    fn relations(&self, many: bool) -> Vec<Relation> {
        let steps = steps(self.work);
        let mut all = Vec::new();
        for part in self
            .wholes
            .iter()
            .map(|numbers| numbers.column)
            .filter(|part| !many || part.abs_diff(self.percent.column) <= 2)
        {
            all.push(Relation::ShareOfColumn(part));
            all.extend(steps.iter().map(|rows| Relation::ChangeOverTime(part, *rows)));
            for whole in self.wholes.iter().map(|numbers| numbers.column) {
                if whole != part && self.work.unit(whole) == self.work.unit(part) {
                    all.extend([Relation::Share(part, whole), Relation::Change(part, whole)]);
                }
            }
        }
        all
    }

    fn whole(&self, column: usize) -> Option<&'a Numbers> {
        self.wholes.iter().find(|numbers| numbers.column == column).copied()
    }

    /// The ends of a column on a row.
    fn ends_at(&self, column: usize, row: usize) -> Option<(i128, i128)> {
        self.whole(column)?.at(row).map(|band| (band.low, band.high))
    }

    /// The ends of the sum of a column over all rows; `None` where one is empty.
    fn column_sum(&self, column: usize) -> Option<(i128, i128)> {
        *self.column_sums.borrow_mut().entry(column).or_insert_with(|| {
            let numbers = self.whole(column)?;
            self.work.rows.iter().try_fold((0, 0), |(low, high), row| {
                let band = numbers.at(*row)?;
                Some((low + band.low, high + band.high))
            })
        })
    }

    /// A hundred times a quotient; `None` where its divisor may be zero or less.
    fn percentage(&self, dividend: i128, divisor: i128) -> Option<Quotient> {
        let hundred = 100 * self.work.bands.one;
        (divisor > 0).then(|| Some((dividend.checked_mul(hundred)?, divisor))).flatten()
    }

    /// The ends of what a relation gives on a row, as quotients in units of the bands, and the
    /// percentage printed there.
    fn ends(&self, relation: Relation, row: usize) -> Option<(Band, Quotient, Quotient)> {
        let band = self.percent.at(row)?;
        let (low, high) = match relation {
            Relation::Share(part, whole) => {
                self.share(self.ends_at(part, row)?, self.ends_at(whole, row)?)?
            }
            Relation::ShareOfColumn(part) => {
                self.share(self.ends_at(part, row)?, self.column_sum(part)?)?
            }
            Relation::Change(from, to) => {
                self.change(self.ends_at(from, row)?, self.ends_at(to, row)?)?
            }
            Relation::ChangeOverTime(column, rows) => {
                let before = row.checked_sub(rows)?;
                self.change(self.ends_at(column, before)?, self.ends_at(column, row)?)?
            }
        };
        Some((band, low, high))
    }

    fn share(&self, part: (i128, i128), whole: (i128, i128)) -> Option<(Quotient, Quotient)> {
        share(part, whole, 100 * self.work.bands.one)
    }

    fn change(&self, from: (i128, i128), to: (i128, i128)) -> Option<(Quotient, Quotient)> {
        Some((self.percentage(to.0 - from.1, from.1)?, self.percentage(to.1 - from.0, from.0)?))
    }

    /// Whether a relation holds in a third of the first rows.
    fn is_promising(&self, relation: Relation) -> bool {
        let (mut tried, mut holds) = (0, 0);
        for row in self.work.first_rows() {
            if let Some((band, low, high)) = self.ends(relation, row) {
                tried += 1;
                holds += usize::from(band.prints_quotient(low, high).unwrap_or(false));
            }
        }
        is_promising(holds, tried)
    }

    fn trials(&self, relation: Relation) -> Vec<Trial> {
        self.work.rows.iter().filter_map(|row| self.trial(relation, *row)).collect()
    }

    fn trial(&self, relation: Relation, row: usize) -> Option<Trial> {
        let (band, low, high) = self.ends(relation, row)?;
        self.surprise.trial(row, band, (low, high))
    }

    /// What the trials say, given how many relations of that kind were tried: any two columns, or
    /// those that the place and the header of the percentages point to.
    fn weigh(&self, columns: usize, relation: Relation, trials: &[Trial]) -> Evidence {
        if self.is_written(relation) {
            let written = say!("part, whole and percentage stand in the same cells");
            return Evidence::from_trials(trials, 1.0).with_form(written);
        }
        let later = matches!(relation, Relation::ChangeOverTime(_, 2..));
        let wholes = times(self.wholes.len() * if later { 2 } else { 1 });
        let any = Evidence::from_trials(trials, product(&[times(columns), wholes, wholes, KINDS]));
        match header(self.work, self.percent.column, relation) {
            Some(header) => {
                let near = Evidence::from_trials(trials, product(&[wholes, KINDS]));
                let near = near.with_header(header);
                if near.by_chance < any.by_chance { near } else { any }
            }
            None => any,
        }
    }

    /// Whether every cell says what it is: `15/18 (83.3%)`.
    fn is_written(&self, relation: Relation) -> bool {
        let Relation::Share(part, whole) = relation else { return false };
        let percent = self.percent.column;
        part + 1 == whole
            && whole + 1 == percent
            && self.work.share_cells(part, whole)
            && self.work.share_cells(whole, percent)
    }

    /// The share in a whole that is known, from other percentages or from a sum, of the column in
    /// the same cells or just before; or of a part of that whole whose share is not known yet.
    fn sibling(&self, open: usize) -> Option<(Relation, Evidence)> {
        let work = self.work;
        let mut bases: Vec<usize> = work
            .shares
            .iter()
            .map(|(_, _, whole)| *whole)
            .chain(work.sums.iter().map(|(total, _)| *total))
            .collect();
        bases.sort_unstable();
        bases.dedup();
        let mut found = Vec::new();
        for base in bases.iter().copied() {
            let shared = has_shares(work, base);
            let before = self.wholes.iter().map(|numbers| numbers.column).filter(|part| {
                *part != base
                    && work.is_beside(*part, self.percent.column)
                    && (shared || work.sums.iter().any(|sum| sum.0 == base && sum.1.contains(part)))
            });
            found.extend(before.map(|part| self.weigh_share(part, base, bases.len())));
            if shared {
                let parts = unclaimed_parts(work, base);
                let searched = bases.len() * parts.len() * open;
                found.extend(parts.iter().map(|part| self.weigh_share(*part, base, searched)));
            }
        }
        found.into_iter().min_by(|a, b| a.1.by_chance.total_cmp(&b.1.by_chance))
    }

    /// What the trials of a share say, among so many searched.
    fn weigh_share(&self, part: usize, base: usize, searched: usize) -> (Relation, Evidence) {
        let relation = Relation::Share(part, base);
        let header = if has_shares(self.work, base) {
            say!("its neighbours are shares of {}", self.work.label(base))
        } else {
            say!("it belongs to a part of {}", self.work.label(base))
        };
        let evidence = Evidence::from_trials(&self.trials(relation), times(searched));
        (relation, evidence.with_header(header))
    }
}

/// Whether shares of a column are known.
fn has_shares(work: &Work<'_>, base: usize) -> bool {
    work.shares.iter().any(|(_, _, whole)| *whole == base)
}

/// The parts of a sum whose shares are not known yet.
fn unclaimed_parts(work: &Work<'_>, base: usize) -> Vec<usize> {
    work.sums
        .iter()
        .filter(|(total, _)| *total == base)
        .flat_map(|(_, parts)| parts)
        .copied()
        .filter(|part| {
            !work.shares.iter().any(|(_, claimed, whole)| claimed == part && *whole == base)
        })
        .collect()
}

/// What the place and the header of percentages say in favour of a relation.
fn header(work: &Work<'_>, percent: usize, relation: Relation) -> Option<Phrase> {
    match relation {
        Relation::Share(part, _) | Relation::ShareOfColumn(part) => {
            if work.share_cells(part, percent) {
                return Some(say!("count and percentage stand in the same cells"));
            }
            if same_words(work.label(part), work.label(percent)) {
                return Some(say!("the headers are alike"));
            }
            let word = work.says(percent, Role::Share).filter(|_| part + 1 == percent)?;
            Some(say!("the header says `{}`", word))
        }
        Relation::Change(..) | Relation::ChangeOverTime(..) => {
            work.says(percent, Role::Change).map(|word| say!("the header says `{}`", word))
        }
    }
}

/// Whether one label holds all the words of the other that are not about numbers.
pub(super) fn same_words(short: &str, long: &str) -> bool {
    let (short, long_words) = (words(short), words(long));
    !short.is_empty()
        && short.iter().all(|word| {
            long_words.contains(word) || !word.is_ascii() && long.contains(word.as_str())
        })
}

/// The words of a text in lower case, without the shortest.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2)
        .map(str::to_owned)
        .collect()
}
