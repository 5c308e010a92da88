//! Formulas over the cells of a table that a numeral may state: those whose value it prints, and
//! those that the words point to most strongly.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use super::Operation;
use super::clues::{Clues, Direction};
use super::evidence::TableEvidence;
use super::hypothesis::{Hypothesis, Operand, Target};
use super::labels::{Chosen, Group, Labels};
use super::numbers::{Band, Kind, Numbers};

/// At most so many rows and columns, the most probable ones, are combined with each other.
const MOST_ROWS: usize = 48;
const MOST_COLUMNS: usize = 20;
/// Formulas of two operands with a smaller logarithm of their probability by words are not tried.
const LEAST_WORDS: f64 = -18.0;
/// At most so many formulas that do not fit are kept, of each operation.
const MOST_UNFIT: usize = 8;
/// What it costs a formula if its kind of number is not that of the numeral.
const OTHER_KIND: f64 = -4.0;
/// What it costs if a computed difference of percentages is called a percentage.
const PERCENT_FOR_POINTS: f64 = -3.5;

/// Logarithms of how probable it is that a whole goes without saying: one that is called so, and one
/// that is greater than all others.
const WHOLE: f64 = -0.7;
const GREATEST: f64 = -1.2;
/// The same of a single cell in a row or column that is greater than all others.
const IMPLIED: f64 = -2.5;
/// The same of the period before another.
const PREVIOUS: f64 = -1.5;
/// What a change costs against the order of the table, and against that of time.
const BACKWARDS: f64 = -1.0;
const BACK_IN_TIME: f64 = -3.0;
/// What it costs if such a change has the other direction, too.
const CONTRARY: f64 = -4.0;
/// What a percentage gains if the table prints it.
const PRINTED: f64 = 0.8;

/// Looks for formulas in one table.
pub(super) struct Search<'a> {
    pub(super) labels: &'a Labels,
    pub(super) numbers: &'a Numbers,
    pub(super) evidence: &'a TableEvidence,
    pub(super) operations: &'a [f64; Operation::ALL.len()],
    pub(super) clues: &'a Clues,
    pub(super) target: Target,
    found: Vec<Hypothesis>,
    unfit: [Vec<Hypothesis>; Operation::ALL.len()],
}

impl<'a> Search<'a> {
    pub(super) fn new(
        labels: &'a Labels,
        numbers: &'a Numbers,
        evidence: &'a TableEvidence,
        operations: &'a [f64; Operation::ALL.len()],
        clues: &'a Clues,
        target: Target,
    ) -> Self {
        let unfit = std::array::from_fn(|_| Vec::new());
        Self { labels, numbers, evidence, operations, clues, target, found: Vec::new(), unfit }
    }

    /// All formulas that fit, and the most probable ones that do not.
    pub(super) fn run(mut self) -> Vec<Hypothesis> {
        let rows = most_probable(&self.evidence.rows, MOST_ROWS);
        let columns = most_probable(&self.evidence.columns, MOST_COLUMNS);
        self.single();
        for column in &columns {
            self.down(&rows, *column);
        }
        for row in &rows {
            self.across(*row, &columns);
        }
        self.groups(&rows, &columns);
        self.found.extend(self.unfit.into_iter().flatten());
        self.found
    }

    fn single(&mut self) {
        for row in 0..self.numbers.rows() {
            for column in 0..self.labels.columns.len() {
                let percent = self.target.percent && self.numbers.kinds[column] == Kind::Percent;
                let change = self.labels.columns[column].1.change;
                let change = if change { self.clues.printed_change() } else { 0.0 };
                let printed = if percent { PRINTED + change } else { change };
                let implied = self.implied(row, column);
                self.one(Operation::Value, Operand::Cell(row, column), printed + implied);
            }
        }
        if self.target.least {
            (0..self.labels.columns.len()).for_each(|column| self.bound(column));
        }
    }

    /// What a cell gains because its row or column may go without saying.
    fn implied(&self, row: usize, column: usize) -> f64 {
        let mut gain = 0.0;
        if self.numbers.greatest_columns[column] {
            gain += (IMPLIED - self.evidence.columns[column]).max(0.0);
        }
        if self.numbers.greatest_rows[row] {
            gain += (IMPLIED - self.evidence.rows[row]).max(0.0);
        }
        gain
    }

    /// The least number of a column of which all are said to be at least the target: `sponsors with
    /// at least 1 %`. It is near to that, because the others follow in their order.
    fn bound(&mut self, column: usize) {
        let rows = (0..self.numbers.rows()).map(|row| Operand::Cell(row, column));
        let all: Vec<(Operand, Band)> =
            rows.filter_map(|cell| Some((cell, self.numbers.at(cell)?))).collect();
        let least = all.iter().map(|(_, band)| band.value).fold(f64::INFINITY, f64::min);
        if all.len() < BOUNDED || least < self.target.value {
            return;
        }
        let kind = self.numbers.kinds[column];
        let cost = self.kind_cost(kind == Kind::Percent, kind == Kind::Other);
        let words = self.evidence.columns[column] + cost + BOUND;
        for (cell, own) in all.into_iter().filter(|(_, band)| band.value <= least) {
            if let Some(found) = self.hypothesis(Operation::Value, (cell, None), words, own) {
                let fit = self.target.value / own.value;
                self.found.push(Hypothesis { fits: true, fit, ..found });
            }
        }
    }

    /// Two rows of a column.
    fn down(&mut self, rows: &[usize], column: usize) {
        let named = self.evidence.table + self.evidence.columns[column];
        for first in rows {
            if named + self.evidence.rows[*first] < LEAST_WORDS {
                continue;
            }
            for second in rows {
                if first == second {
                    continue;
                }
                let pair = (Operand::Cell(*first, column), Operand::Cell(*second, column));
                let words = self.evidence.rows[*first]
                    + self.evidence.rows[*second].max(self.whole_row(*second))
                    + self.evidence.columns[column];
                if self.evidence.table + words < LEAST_WORDS {
                    continue;
                }
                self.two(Operation::Share, pair, words);
                self.two(Operation::Quotient, pair, words);
                let words = self.evidence.rows[*first].max(self.previous(*first, *second))
                    + self.evidence.rows[*second]
                    + self.evidence.columns[column]
                    + self.categories(*first, *second);
                self.ordered(pair, words, first < second);
            }
        }
    }

    /// Two columns in a row.
    fn across(&mut self, row: usize, columns: &[usize]) {
        let named = self.evidence.table + self.evidence.rows[row];
        for first in columns {
            if named + self.evidence.columns[*first] < LEAST_WORDS {
                continue;
            }
            for second in columns {
                if first == second {
                    continue;
                }
                let pair = (Operand::Cell(row, *first), Operand::Cell(row, *second));
                let whole = self.whole_column(*first, *second);
                let words = self.evidence.rows[row]
                    + self.evidence.columns[*first]
                    + self.evidence.columns[*second].max(whole);
                self.two(Operation::Share, pair, words);
                self.two(Operation::Quotient, pair, words);
                let words = self.evidence.rows[row]
                    + self.evidence.columns[*first]
                    + self.evidence.columns[*second];
                self.ordered(pair, words, first < second);
            }
        }
    }

    /// The logarithm of how probable it is that the period before goes without saying: `in 2023 it
    /// rose by 5 %`.
    fn previous(&self, first: usize, second: usize) -> f64 {
        let [before, after] =
            [first, second].map(|row| self.labels.rows[row].as_ref().and_then(|label| label.date));
        let follows = before.zip(after).is_some_and(|(before, after)| before < after);
        if follows && first.abs_diff(second) == 1 { PREVIOUS } else { f64::NEG_INFINITY }
    }

    /// What it costs to compare two rows that are not periods, unless a word compares them.
    fn categories(&self, first: usize, second: usize) -> f64 {
        let periods = [first, second]
            .iter()
            .all(|row| self.labels.rows[*row].as_ref().is_some_and(|label| label.date.is_some()));
        if periods || self.clues.difference.is_some() { 0.0 } else { CATEGORIES }
    }

    /// Differences and changes from the first to the second.
    fn ordered(&mut self, pair: (Operand, Operand), words: f64, in_order: bool) {
        if in_order {
            self.two(Operation::Difference, pair, words);
        }
        let way = match self.labels.periods(pair) {
            Some((from, to)) if from > to => BACK_IN_TIME,
            Some(_) => 0.0,
            None if in_order => 0.0,
            None => BACKWARDS,
        };
        self.two(Operation::Change, pair, words + way);
    }

    /// Whether a change goes back in time and the other way than the sentence says.
    fn is_contrary(&self, pair: (Operand, Operand), change: Band) -> bool {
        let back = self.labels.periods(pair).is_some_and(|(from, to)| from > to);
        back && match self.clues.direction() {
            Some(Direction::Up) => change.value < 0.0,
            Some(Direction::Down) => change.value > 0.0,
            None => false,
        }
    }

    /// Sums, means and shares of groups.
    fn groups(&mut self, rows: &[usize], columns: &[usize]) {
        let whole = self.labels.row_groups.iter().position(|group| group.chosen == Chosen::All);
        for (number, group) in self.labels.row_groups.iter().enumerate() {
            if matches!(group.chosen, Chosen::Where(..)) && !columns.is_empty() {
                self.count(number, group);
            }
            let called =
                if whole == Some(number) { WHOLE } else { self.evidence.row_groups[number] };
            for column in columns {
                let named = self.evidence.table + self.evidence.columns[*column];
                let sum = Operand::Rows(number, *column);
                self.one(Operation::Sum, sum, 0.0);
                self.mean(sum, group);
                // A part of the group in the whole of it.
                for row in rows.iter().filter(|row| group.members.contains(row)) {
                    if named + self.evidence.rows[*row] < LEAST_WORDS {
                        continue;
                    }
                    let words = self.evidence.rows[*row]
                        + self.evidence.columns[*column]
                        + called
                        + self.of_all_periods(*row);
                    self.two(Operation::Share, (Operand::Cell(*row, *column), sum), words);
                }
                if let Some(whole) = whole.filter(|whole| *whole != number) {
                    let all = Operand::Rows(whole, *column);
                    let words =
                        self.evidence.row_groups[number] + self.evidence.columns[*column] + WHOLE;
                    self.two(Operation::Share, (sum, all), words);
                }
                // The group in a total that the table prints.
                for row in rows.iter().filter(|row| !group.members.contains(row)) {
                    let words = self.evidence.row_groups[number]
                        + self.evidence.columns[*column]
                        + self.whole_row(*row);
                    let total = Operand::Cell(*row, *column);
                    if words.is_finite() && self.is_worth(Operation::Share, words) {
                        self.two(Operation::Share, (sum, total), words);
                    }
                }
                for other in columns.iter().filter(|other| *other != column) {
                    let whole = self.whole_column(*column, *other);
                    let words = self.evidence.row_groups[number]
                        + self.evidence.columns[*column]
                        + self.evidence.columns[*other].max(whole)
                        + GROUPS;
                    let pair = (sum, Operand::Rows(number, *other));
                    self.two(Operation::Share, pair, words);
                    self.ordered(pair, words, column < other);
                }
            }
        }
        for (number, group) in self.labels.column_groups.iter().enumerate() {
            for row in rows {
                let sum = Operand::Columns(*row, number);
                self.one(Operation::Sum, sum, 0.0);
                self.mean(sum, group);
                for column in group.members.iter().filter(|column| columns.contains(column)) {
                    let words = self.evidence.rows[*row]
                        + self.evidence.columns[*column]
                        + self.evidence.column_groups[number]
                        + GROUPS;
                    self.two(Operation::Share, (Operand::Cell(*row, *column), sum), words);
                }
            }
        }
    }

    /// What it costs that a period is stated in percent of all periods.
    fn of_all_periods(&self, row: usize) -> f64 {
        let is_period = self.labels.rows[row].as_ref().is_some_and(|label| label.date.is_some());
        if is_period { ALL_PERIODS } else { 0.0 }
    }

    fn whole_row(&self, row: usize) -> f64 {
        let total = self.labels.rows[row].as_ref().is_some_and(|label| label.total);
        if total {
            WHOLE
        } else if self.numbers.greatest_rows[row] {
            GREATEST
        } else {
            f64::NEG_INFINITY
        }
    }

    fn whole_column(&self, part: usize, whole: usize) -> f64 {
        if self.numbers.bases[part] == Some(whole) || self.labels.columns[whole].1.total {
            WHOLE
        } else if self.numbers.greatest_columns[whole] {
            GREATEST
        } else {
            f64::NEG_INFINITY
        }
    }

    fn words(&self, operand: Operand) -> f64 {
        match operand {
            Operand::Cell(row, column) => self.evidence.rows[row] + self.evidence.columns[column],
            Operand::Rows(group, column) => {
                self.evidence.row_groups[group] + self.evidence.columns[column]
            }
            Operand::Columns(row, group) => {
                self.evidence.rows[row] + self.evidence.column_groups[group]
            }
        }
    }

    /// What it costs to state places in an order; `None` of what is computed from them.
    fn rank_cost(&self, operation: Operation, operand: Operand) -> Option<f64> {
        let ranks = operand.column().is_some_and(|column| self.labels.columns[column].1.rank);
        match (ranks, operation) {
            (false, _) | (true, Operation::Count) => Some(0.0),
            (true, Operation::Value) => Some(if self.clues.rank { 0.0 } else { RANKED }),
            (true, _) => None,
        }
    }

    fn one(&mut self, operation: Operation, operand: Operand, extra: f64) {
        let Some(band) = self.numbers.at(operand) else { return };
        let Some(rank) = self.rank_cost(operation, operand) else { return };
        let kind = self.numbers.kind(operand, self.labels);
        let cost = self.kind_cost(kind == Kind::Percent, kind == Kind::Other)
            + self.rounding_cost(operation, band)
            + rank;
        self.add(operation, operand, None, self.words(operand) + cost + extra, band);
    }

    /// Whether a formula with this probability by its words can be more probable than nothing.
    fn is_worth(&self, operation: Operation, words: f64) -> bool {
        words + self.evidence.table + self.operations[operation as usize] > LEAST_WORDS
    }

    fn mean(&mut self, operand: Operand, group: &Group) {
        let Some(sum) = self.numbers.at(operand) else { return };
        if self.rank_cost(Operation::Mean, operand).is_none() {
            return;
        }
        let band = sum.times(1.0 / group.members.len() as f64);
        let kind = self.numbers.kind(operand, self.labels);
        let cost = self.kind_cost(kind == Kind::Percent, kind == Kind::Other);
        self.add(Operation::Mean, operand, None, self.words(operand) + cost, band);
    }

    fn count(&mut self, number: usize, group: &Group) {
        let band = Band::exact(group.members.len() as f64);
        let words = self.evidence.row_groups[number];
        self.add(Operation::Count, Operand::Rows(number, 0), None, words, band);
    }

    fn two(&mut self, operation: Operation, pair: (Operand, Operand), words: f64) {
        let ranks = self.rank_cost(operation, pair.0).zip(self.rank_cost(operation, pair.1));
        if ranks.is_none() || !self.is_worth(operation, words) {
            return;
        }
        let (Some(a), Some(b)) = (self.numbers.at(pair.0), self.numbers.at(pair.1)) else { return };
        let kinds =
            (self.numbers.kind(pair.0, self.labels), self.numbers.kind(pair.1, self.labels));
        if kinds.0 != kinds.1 && (kinds.0 == Kind::Percent || kinds.1 == Kind::Percent) {
            return;
        }
        let percents = kinds.0 == Kind::Percent;
        let (band, cost) = match operation {
            Operation::Difference => {
                let cost = match (percents, self.target.points, self.target.percent) {
                    (true, true, _) | (false, false, false) => 0.0,
                    (true, false, true) => PERCENT_FOR_POINTS,
                    (true, false, false) => OTHER_KIND,
                    (false, true, _) if kinds.0 == Kind::Other => 0.0,
                    (false, false, true) if kinds.0 == Kind::Other => PERCENT_FOR_POINTS,
                    _ => return,
                };
                (b.plus(a.times(-1.0)), cost)
            }
            Operation::Change | Operation::Share | Operation::Quotient => {
                let (over, under) = match operation {
                    Operation::Change => (b, a),
                    _ => (a, b),
                };
                if under.value <= 0.0 || operation == Operation::Share && over.value > under.value {
                    return;
                }
                if operation == Operation::Quotient && over.value < under.value {
                    return;
                }
                let ratio = over.over(under);
                let band = match operation {
                    Operation::Share => ratio.times(100.0),
                    Operation::Change => ratio.plus(Band::exact(-1.0)).times(100.0),
                    _ => ratio,
                };
                let share_of_percents = operation == Operation::Share && percents;
                let contrary = operation == Operation::Change && self.is_contrary(pair, band);
                let cost = if share_of_percents { -5.0 } else { 0.0 };
                (band, cost + if contrary { CONTRARY } else { 0.0 })
            }
            _ => return,
        };
        self.add(operation, pair.0, Some(pair.1), words + cost, band);
    }

    /// What it costs that the text rounds what the table prints; few are rounded to a small count.
    fn rounding_cost(&self, operation: Operation, band: Band) -> f64 {
        let away = (band.value.abs() - self.target.value).abs();
        if operation != Operation::Value || away <= 1e-9 * self.target.value {
            0.0
        } else if self.target.value < SMALL && !self.target.percent {
            SMALL_ROUNDED
        } else {
            ROUNDED
        }
    }

    /// What it costs that a number of one kind is printed as one of another.
    const fn kind_cost(&self, percent: bool, unknown: bool) -> f64 {
        match (self.target.percent || self.target.points, percent, unknown) {
            (_, _, true) | (true, true, _) | (false, false, _) => 0.0,
            _ => OTHER_KIND,
        }
    }

    /// The operands that the words mean, where they speak of a proportion and these are counts.
    fn worded(
        &self,
        operation: Operation,
        first: Operand,
        second: Option<Operand>,
    ) -> Option<(Operand, Operand)> {
        if operation != Operation::Change || !self.clues.proportion {
            return None;
        }
        Some((self.share_of(first)?, self.share_of(second?)?))
    }

    fn share_of(&self, operand: Operand) -> Option<Operand> {
        match operand {
            Operand::Cell(row, column) => Some(Operand::Cell(row, self.numbers.shares[column]?)),
            _ => None,
        }
    }

    fn add(
        &mut self,
        operation: Operation,
        first: Operand,
        second: Option<Operand>,
        words: f64,
        band: Band,
    ) {
        let Some(new) = self.hypothesis(operation, (first, second), words, band) else { return };
        let away = (new.value - self.target.value).abs();
        if new.fits || away <= NEARLY * (self.target.below + self.target.above) {
            self.found.push(new);
            return;
        }
        let unfit = &mut self.unfit[operation as usize];
        if unfit.len() < MOST_UNFIT {
            unfit.push(new);
        } else if let Some(worst) = unfit.iter_mut().min_by(|a, b| a.words.total_cmp(&b.words))
            && worst.words < new.words
        {
            *worst = new;
        }
    }

    /// A formula and how it fits; `None` if its words exclude it.
    fn hypothesis(
        &self,
        operation: Operation,
        (first, second): (Operand, Option<Operand>),
        words: f64,
        band: Band,
    ) -> Option<Hypothesis> {
        let words = words + self.evidence.table + self.operations[operation as usize];
        if !words.is_finite() {
            return None;
        }
        let size = band.value.abs();
        // Rounded figures next to each other, 11.1 and 11.2, meet in a point only.
        let slack = if band.half > 0.0 { band.half * (1.0 - MEET) } else { MEET * size };
        let fits = size + slack >= self.target.value - self.target.below
            && size - slack <= self.target.value + self.target.above;
        let table = self.labels.table;
        let fit = self.target.fit(band);
        let worded = self.worded(operation, first, second);
        let unsigned = second.is_none() && band.value < 0.0 && !self.target.negative;
        let signed = second.is_none() && band.value > 0.0 && self.target.negative;
        let falls = self.clues.direction() == Some(Direction::Down);
        let words = match (unsigned && !falls, signed) {
            (true, _) => words + SIGN_LEFT_OUT,
            (_, true) => words + OTHER_SIGN,
            _ => words,
        };
        let row = first.row().filter(|_| second.is_none());
        let unnamed = row.is_some_and(|row| !self.evidence.rows_named[row]);
        let elsewhere = unnamed && self.evidence.rows_beside.contains(&true);
        let words = if elsewhere { words + OTHER_ROW } else { words };
        Some(Hypothesis {
            table,
            operation,
            first,
            second,
            words,
            worded,
            unsigned,
            value: size,
            fits,
            unnamed,
            beside: row.is_some_and(|row| self.evidence.rows_beside[row]),
            fit,
        })
    }
}

/// Floats are off by less than this part.
const MEET: f64 = 1e-7;

/// How many units of the last place a value may be away that was perhaps rounded wrongly.
const NEARLY: f64 = 1.5;

/// What it costs that a text rounds a cell, and that it does so to a small number.
const ROUNDED: f64 = -0.7;
const SMALL_ROUNDED: f64 = -4.0;
const SMALL: f64 = 20.0;

/// What it costs that a sign is left out although nothing falls, and that it is another.
const SIGN_LEFT_OUT: f64 = -3.0;
const OTHER_SIGN: f64 = -4.0;

/// What a cell loses of whose row no word speaks, where another row is named wholly.
const OTHER_ROW: f64 = -3.0;

/// What it costs that a place in an order is stated, and that two categories are compared.
const RANKED: f64 = -4.0;
const CATEGORIES: f64 = -2.5;

/// What a number gains as the bound of a column, which has at least so many numbers.
const BOUND: f64 = 2.5;
const BOUNDED: usize = 4;

/// What it costs that a period is stated in percent of all.
const ALL_PERIODS: f64 = -2.5;

/// What it costs that two groups are compared.
const GROUPS: f64 = -1.0;

/// The most probable ones, in their order.
fn most_probable(logs: &[f64], most: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..logs.len()).filter(|at| logs[*at].is_finite()).collect();
    if all.len() > most {
        all.sort_by(|a, b| logs[*b].total_cmp(&logs[*a]).then(a.cmp(b)));
        all.truncate(most);
        all.sort_unstable();
    }
    all
}
