//! Running totals: each row adds a figure of its own to what the row before came to. If that figure
//! is called a change, it is the difference of both.

use super::Operator;
use super::bands::{Band, Numbers};
use super::evidence::{Evidence, Outcome, Trial, is_promising, product, times};
use super::form::is_slip_within;
use super::relation::Work;
use super::rows::only;
use super::surprise::{Surprise, slips};
use super::words::{Role, names_statistic};

/// Pairs of rows on which two columns are tried first.
const FIRST_PAIRS: usize = 24;

pub(super) fn draft(work: &mut Work<'_>) {
    let rows = work.rows.iter().copied();
    let rows: Vec<usize> = rows.filter(|row| !names_statistic(&work.row_name(*row))).collect();
    for group in work.groups() {
        for total in &group {
            let parts = group.iter().filter(|part| part.column != total.column);
            let found =
                parts.filter_map(|part| Running::new(work, &rows, (total, part), group.len()));
            let best = found.min_by(|a, b| a.evidence.by_chance.total_cmp(&b.evidence.by_chance));
            let Some(running) = best else { continue };
            running.write(work);
        }
    }
}

/// A column that may be the running total of another.
struct Running {
    total: usize,
    part: usize,
    /// Whether the other is called its change, and so is computed from it.
    is_change: bool,
    evidence: Evidence,
    /// The rows that it governs.
    rows: Vec<usize>,
}

impl Running {
    fn new(
        work: &Work<'_>,
        rows: &[usize],
        (total, part): (&Numbers, &Numbers),
        columns: usize,
    ) -> Option<Self> {
        let pairs = rows.windows(2).filter(|pair| pair[1] == pair[0] + 1);
        let pairs =
            pairs.filter_map(|pair| Some((pair[1], Figures::new(total, part, pair[0], pair[1])?)));
        let first: Vec<bool> =
            pairs.clone().take(FIRST_PAIRS).map(|(_, figures)| figures.holds()).collect();
        if !is_promising(first.iter().filter(|held| **held).count(), first.len()) {
            return None;
        }
        let surprise = Surprise::from_rows(part, rows);
        // The first row starts, and those that report nothing but their own figure.
        let mut starts = 1;
        let mut trials = Vec::new();
        for (row, figures) in pairs {
            match figures.outcome() {
                Outcome::Holds => trials.push(figures.trial(row, Outcome::Holds, &surprise)),
                _ if starts_anew(figures.total, figures.part) => starts += 1,
                outcome => trials.push(figures.trial(row, outcome, &surprise)),
            }
        }
        let evidence = Evidence::from_trials(&trials, product(&[times(columns), times(columns)]));
        let is_change = change(work, part.column);
        let word = is_change.or_else(|| work.says(total.column, Role::Running));
        let evidence = evidence.called(word);
        let first = rows.first().and_then(|row| Some((total.at(*row)?, part.at(*row)?)));
        let is_plain = evidence.fails.is_empty()
            && starts == 1
            && first.is_some_and(|(total, part)| starts_anew(total, part));
        let rows = trials.iter().map(|trial| trial.row).collect();
        let convinces = evidence.convinces() && (word.is_some() || is_plain);
        let (total, part, is_change) = (total.column, part.column, is_change.is_some());
        convinces.then_some(Self { total, part, is_change, evidence, rows })
    }

    fn write(self, work: &mut Work<'_>) {
        let Self { total, part, is_change, evidence, rows } = self;
        let (target, input) = if is_change { (part, total) } else { (total, part) };
        if work.is_derived(target) || work.closes_circle(target, &[input]) {
            return;
        }
        let (whole, own) = (work.name(total), work.name(part));
        let (operator, formula) = match is_change {
            true => (Operator::Difference, format!("{whole} - prev({whole})")),
            false => (Operator::Sum, format!("prev({whole}) + {own}")),
        };
        let rows = only(work, &rows);
        let label = words(work, (total, part), is_change);
        work.derive_in(Some(rows), operator, (target, &[input]), label, formula, evidence);
    }
}

/// The word by which a column is called a change.
fn change(work: &Work<'_>, column: usize) -> Option<&'static str> {
    work.says(column, Role::Change).or_else(|| work.says(column, Role::Difference))
}

fn words(work: &Work<'_>, (total, part): (usize, usize), is_change: bool) -> String {
    let (whole, own) = (work.label(total), work.label(part));
    match (is_change, work.chinese()) {
        (true, true) => format!("{own}为{whole}比上一行的增加"),
        (true, false) => format!("{own} is the change of {whole} from the row before"),
        (false, true) => format!("{whole}为{own}的累计"),
        (false, false) => format!("{whole} is the running total of {own}"),
    }
}

/// What a row and the one before report.
struct Figures {
    before: Band,
    part: Band,
    total: Band,
}

impl Figures {
    fn new(total: &Numbers, part: &Numbers, before: usize, row: usize) -> Option<Self> {
        Some(Self { before: total.at(before)?, part: part.at(row)?, total: total.at(row)? })
    }

    fn ends(&self) -> (i128, i128) {
        (self.before.low + self.part.low, self.before.high + self.part.high)
    }

    fn holds(&self) -> bool {
        let (low, high) = self.ends();
        self.total.rounds_quotient((low, 1), (high, 1)) == Some(true)
    }

    fn outcome(&self) -> Outcome {
        let (low, high) = self.ends();
        let [least, most] = [self.total.low - self.before.high, self.total.high - self.before.low];
        if self.holds() {
            Outcome::Holds
        } else if is_slip_within(self.total, low..=high) || is_slip_within(self.part, least..=most)
        {
            Outcome::Slip
        } else {
            Outcome::Fails
        }
    }

    fn trial(&self, row: usize, outcome: Outcome, surprise: &Surprise) -> Trial {
        let slips = [self.total, self.part].into_iter().map(slips).sum();
        let is_trivial = [self.before, self.part].iter().any(|figure| figure.middle() == 0);
        if is_trivial {
            return Trial { row, outcome, by_chance: 1.0, slip_by_chance: 1.0 };
        }
        let (by_chance, slip_by_chance) = surprise.chance_of_sum(self.part, self.ends(), slips);
        Trial { row, outcome, by_chance, slip_by_chance }
    }
}

/// Whether a total is the figure of its row.
const fn starts_anew(total: Band, part: Band) -> bool {
    total.low <= part.high && part.low <= total.high
}
