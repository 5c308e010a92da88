//! Running totals: each row adds a figure of its own to what the row before came to.

use crossfoot_core::say;

use super::Operator;
use super::bands::{Band, Numbers};
use super::evidence::{Evidence, Outcome, Trial, product, times};
use super::form::is_slip_within;
use super::relation::Work;
use super::surprise::Surprise;
use super::words::Role;

pub(super) fn draft(work: &mut Work<'_>) {
    for group in work.groups() {
        for total in &group {
            if work.is_derived(total.column) {
                continue;
            }
            let parts = group.iter().filter(|part| part.column != total.column);
            let found = parts.filter_map(|part| Running::new(work, total, part, group.len()));
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
    evidence: Evidence,
    /// The rows that start anew: the first, and those that report nothing but their own figure.
    starts: Vec<usize>,
}

impl Running {
    fn new(work: &Work<'_>, total: &Numbers, part: &Numbers, columns: usize) -> Option<Self> {
        let surprise = Surprise::from_rows(part, &work.rows);
        let mut starts: Vec<usize> = work.rows.first().copied().into_iter().collect();
        let mut trials = Vec::new();
        for pair in work.rows.windows(2) {
            let Some(figures) = Figures::new(total, part, pair[0], pair[1]) else { continue };
            match figures.outcome() {
                Outcome::Holds => trials.push(figures.trial(pair[1], Outcome::Holds, &surprise)),
                _ if figures.starts_anew() => starts.push(pair[1]),
                outcome => trials.push(figures.trial(pair[1], outcome, &surprise)),
            }
        }
        let evidence = Evidence::from_trials(&trials, product(&[times(columns), times(columns)]));
        let evidence = match work.says(total.column, Role::Running) {
            Some(word) => evidence.with_header(say!("the header says `{}`", word)),
            None => evidence,
        };
        let running = Self { total: total.column, part: part.column, evidence, starts };
        running.evidence.convinces().then_some(running)
    }

    fn write(self, work: &mut Work<'_>) {
        let Self { total, part, evidence, starts } = self;
        if work.closes_circle(total, &[part]) {
            return;
        }
        let label = if work.chinese() {
            format!("{}为{}的累计", work.label(total), work.label(part))
        } else {
            format!("{} is the running total of {}", work.label(total), work.label(part))
        };
        let formula = format!("prev({}) + {}", work.name(total), work.name(part));
        let lines = starts.iter().map(|row| format!("line != {}", work.printed.lines[*row]));
        let lines: Vec<String> = lines.collect();
        let rows = format!("{} where {}", work.printed.id, lines.join(" and "));
        work.derive_in(Some(rows), Operator::Sum, (total, &[part]), label, formula, evidence);
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

    fn outcome(&self) -> Outcome {
        let (low, high) = self.ends();
        let holds = self.total.rounds_quotient((low, 1), (high, 1)) == Some(true);
        let [least, most] = [self.total.low - self.before.high, self.total.high - self.before.low];
        if holds {
            Outcome::Holds
        } else if is_slip_within(self.total, low..=high) || is_slip_within(self.part, least..=most)
        {
            Outcome::Slip
        } else {
            Outcome::Fails
        }
    }

    /// Whether the total is the figure of the row.
    const fn starts_anew(&self) -> bool {
        self.total.low <= self.part.high && self.part.low <= self.total.high
    }

    fn trial(&self, row: usize, outcome: Outcome, surprise: &Surprise) -> Trial {
        let slips = super::surprise::slips(self.total) + super::surprise::slips(self.part);
        let (by_chance, slip_by_chance) = surprise.chance_of_sum(self.part, self.ends(), slips);
        Trial { row, outcome, by_chance, slip_by_chance }
    }
}
