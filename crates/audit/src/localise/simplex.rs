//! Whether linear requirements can be met together, decided in exact arithmetic.
//!
//! The general simplex method of Dutertre and de Moura (2006, A fast linear-arithmetic solver for
//! DPLL(T), Computer Aided Verification, LNCS 4144, 81–94): each requirement is a bounded variable
//! that depends on free ones. Bland's rule (1977) picks the pivots, so that the method terminates.
//! Where a requirement cannot be met, the bounds that block it are a proof (Farkas' lemma).

use std::cmp::Ordering;

use crossfoot_core::{Bound, Interval, Rational};

/// A value plus a multiple of something arbitrarily small, which keeps it off open ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Value {
    plain: Rational,
    beyond: Rational,
}

impl Value {
    fn plus(&self, other: &Self, times: &Rational) -> Self {
        Self {
            plain: &self.plain + &(&other.plain * times),
            beyond: &self.beyond + &(&other.beyond * times),
        }
    }

    fn from_end(end: &Bound, inward: i128) -> Self {
        Self {
            plain: end.value.clone(),
            beyond: Rational::from(if end.closed { 0 } else { inward }),
        }
    }
}

/// A requirement on columns of a system: `Σ coefficient · column` within bounds.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) terms: Vec<(usize, Rational)>,
    pub(super) bounds: Interval,
}

/// The result.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// A value for every column.
    Feasible(Vec<Rational>),
    /// Proofs that it is impossible: each a combination of rows, `(row, multiplier)`, that leaves
    /// no column and misses its bounds.
    Infeasible(Vec<Vec<(usize, Rational)>>),
}

/// Variables of the tableau: first the columns, then one for each row.
struct Tableau {
    columns: usize,
    ends: Vec<(Option<Value>, Option<Value>)>,
    values: Vec<Value>,
    /// The variables that depend on others, and how: one coefficient for each variable that does
    /// not.
    basic: Vec<usize>,
    nonbasic: Vec<usize>,
    coefficients: Vec<Vec<Rational>>,
}

/// Decides whether `rows` can all be met; columns start from the values given, and keep them where
/// nothing asks for others.
pub(super) fn solve(start: Vec<Rational>, rows: &[Row]) -> Outcome {
    let mut tableau = Tableau::new(start, rows);
    loop {
        let Some((row, short)) = tableau.violated() else {
            return Outcome::Feasible(tableau.concrete());
        };
        match tableau.entering(row, short) {
            Some(column) => tableau.pivot(row, column, short),
            None => return Outcome::Infeasible(tableau.proofs()),
        }
    }
}

impl Tableau {
    fn new(start: Vec<Rational>, rows: &[Row]) -> Self {
        let columns = start.len();
        let mut coefficients = vec![vec![Rational::ZERO; columns]; rows.len()];
        let mut values: Vec<Value> =
            start.into_iter().map(|plain| Value { plain, beyond: Rational::ZERO }).collect();
        let mut ends = vec![(None, None); columns];
        for (row, coefficients) in rows.iter().zip(&mut coefficients) {
            let mut value = Value { plain: Rational::ZERO, beyond: Rational::ZERO };
            for (column, coefficient) in &row.terms {
                value = value.plus(&values[*column], coefficient);
                coefficients[*column] = coefficient.clone();
            }
            values.push(value);
            ends.push((
                row.bounds.low().map(|end| Value::from_end(&end, 1)),
                row.bounds.high().map(|end| Value::from_end(&end, -1)),
            ));
        }
        Self {
            columns,
            ends,
            values,
            basic: (columns..columns + rows.len()).collect(),
            nonbasic: (0..columns).collect(),
            coefficients,
        }
    }

    /// Whether a variable must rise, fall, or neither.
    fn must(&self, variable: usize) -> Ordering {
        let ((low, high), value) = (&self.ends[variable], &self.values[variable]);
        match (low, high) {
            (Some(low), _) if value < low => Ordering::Greater,
            (_, Some(high)) if value > high => Ordering::Less,
            _ => Ordering::Equal,
        }
    }

    /// The row of the first variable outside its bounds, and which way it must go.
    fn violated(&self) -> Option<(usize, Ordering)> {
        let outside = (0..self.basic.len())
            .map(|row| (row, self.must(self.basic[row])))
            .filter(|(_, must)| must.is_ne());
        outside.min_by_key(|(row, _)| self.basic[*row])
    }

    /// The position of the first variable whose change moves the row's variable the way it must go.
    fn entering(&self, row: usize, must: Ordering) -> Option<usize> {
        (0..self.nonbasic.len())
            .filter(|at| self.helps(row, *at, must))
            .min_by_key(|at| self.nonbasic[*at])
    }

    /// Whether the variable at a position can change so that the row's moves the way it must go.
    fn helps(&self, row: usize, at: usize, must: Ordering) -> bool {
        let sign = self.coefficients[row][at].signum();
        let ((low, high), value) = (&self.ends[self.nonbasic[at]], &self.values[self.nonbasic[at]]);
        match (sign, must) {
            (0, _) => false,
            (1, Ordering::Greater) | (-1, Ordering::Less) => {
                high.as_ref().is_none_or(|high| value < high)
            }
            _ => low.as_ref().is_none_or(|low| value > low),
        }
    }

    /// Puts the variable of `row` on the end that it misses, and exchanges it with the one at `at`.
    fn pivot(&mut self, row: usize, at: usize, must: Ordering) {
        let (leaving, entering) = (self.basic[row], self.nonbasic[at]);
        let end = if must.is_gt() { &self.ends[leaving].0 } else { &self.ends[leaving].1 };
        let Some((end, inverse)) = end.clone().zip(self.coefficients[row][at].reciprocal()) else {
            return;
        };
        let step = end.plus(&self.values[leaving], &-Rational::ONE);
        let step = Value { plain: &step.plain * &inverse, beyond: &step.beyond * &inverse };
        self.values[leaving] = end;
        self.values[entering] = self.values[entering].plus(&step, &Rational::ONE);
        for other in (0..self.basic.len()).filter(|other| *other != row) {
            let coefficient = &self.coefficients[other][at];
            if coefficient.signum() != 0 {
                self.values[self.basic[other]] =
                    self.values[self.basic[other]].plus(&step, coefficient);
            }
        }
        // entering = inverse × leaving − Σ inverse × coefficient × others
        let mut pivot = std::mem::take(&mut self.coefficients[row]);
        let negative = -inverse.clone();
        pivot
            .iter_mut()
            .filter(|coefficient| coefficient.signum() != 0)
            .for_each(|coefficient| *coefficient = &*coefficient * &negative);
        pivot[at] = inverse;
        for (_, coefficients) in
            self.coefficients.iter_mut().enumerate().filter(|(other, _)| *other != row)
        {
            let factor = std::mem::replace(&mut coefficients[at], Rational::ZERO);
            if factor.signum() != 0 {
                for (coefficient, step) in
                    coefficients.iter_mut().zip(&pivot).filter(|(_, step)| step.signum() != 0)
                {
                    *coefficient = &*coefficient + &(step * &factor);
                }
            }
        }
        self.coefficients[row] = pivot;
        (self.basic[row], self.nonbasic[at]) = (entering, leaving);
    }

    /// Every row that misses its bounds and that nothing can move.
    fn proofs(&self) -> Vec<Vec<(usize, Rational)>> {
        let stuck = (0..self.basic.len()).filter(|row| {
            let must = self.must(self.basic[*row]);
            must.is_ne() && self.entering(*row, must).is_none()
        });
        stuck.map(|row| self.proof(row)).collect()
    }

    /// The bounds that block a row that nothing can move: the row itself, less what it depends on.
    fn proof(&self, row: usize) -> Vec<(usize, Rational)> {
        let blocking = self
            .nonbasic
            .iter()
            .zip(&self.coefficients[row])
            .filter(|(_, coefficient)| coefficient.signum() != 0)
            .map(|(variable, coefficient)| (variable - self.columns, -coefficient.clone()));
        std::iter::once((self.basic[row] - self.columns, Rational::ONE)).chain(blocking).collect()
    }

    /// The values of the columns, as far beyond open ends as all bounds allow, halved, and at most
    /// one.
    fn concrete(&self) -> Vec<Rational> {
        let mut small = Rational::ONE;
        for ((low, high), value) in self.ends.iter().zip(&self.values) {
            for (lesser, greater) in [(low.as_ref(), Some(value)), (Some(value), high.as_ref())] {
                let Some((lesser, greater)) = lesser.zip(greater) else { continue };
                let (room, speed) =
                    (&greater.plain - &lesser.plain, &lesser.beyond - &greater.beyond);
                if room.signum() > 0
                    && speed.signum() > 0
                    && let Some(most) = room.checked_div(&(speed * Rational::from(2)))
                {
                    small = small.min(most);
                }
            }
        }
        self.values[..self.columns]
            .iter()
            .map(|value| &value.plain + &(&value.beyond * &small))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: i128) -> Rational {
        Rational::from(value)
    }

    fn row(terms: &[(usize, i128)], bounds: Interval) -> Row {
        Row {
            terms: terms
                .iter()
                .map(|(column, coefficient)| (*column, number(*coefficient)))
                .collect(),
            bounds,
        }
    }

    fn point(value: i128) -> Interval {
        Interval::Point(number(value))
    }

    /// The coefficient of a column in a row.
    fn coefficient(row: &Row, column: usize) -> Rational {
        let term = row.terms.iter().find(|(other, _)| *other == column);
        term.map_or(Rational::ZERO, |(_, value)| value.clone())
    }

    #[test]
    fn open_ends_are_kept_clear_of() {
        let above = Interval::at_least(Bound::open(number(1)));
        let below = Interval::at_most(Bound::open(number(2)));
        let rows = [row(&[(0, 1)], above.clone()), row(&[(0, 1)], below)];
        let Outcome::Feasible(values) = solve(vec![Rational::ZERO], &rows) else {
            panic!("1 < x < 2 can be met")
        };
        assert!(values[0] > number(1) && values[0] < number(2), "{}", values[0]);
        let rows =
            [row(&[(0, 1)], above), row(&[(0, 1)], Interval::at_most(Bound::closed(number(1))))];
        assert!(matches!(solve(vec![Rational::ZERO], &rows), Outcome::Infeasible(_)));
    }

    #[test]
    fn a_proof_leaves_no_column_and_misses_its_bounds() {
        // x + y = 3, x − y = 1, x >= 5
        let rows = [
            row(&[(0, 1), (1, 1)], point(3)),
            row(&[(0, 1), (1, -1)], point(1)),
            row(&[(0, 1)], Interval::at_least(Bound::closed(number(5)))),
        ];
        let Outcome::Infeasible(proofs) = solve(vec![Rational::ZERO; 2], &rows) else {
            panic!("x is 2")
        };
        for proof in proofs {
            for column in 0..2 {
                let sum = proof.iter().fold(Rational::ZERO, |sum, (at, multiplier)| {
                    &sum + &(multiplier * &coefficient(&rows[*at], column))
                });
                assert_eq!(sum, Rational::ZERO);
            }
            let bounds = proof.iter().fold(point(0), |sum, (at, multiplier)| {
                &sum + &(&rows[*at].bounds * &Interval::Point(multiplier.clone()))
            });
            assert!(!bounds.contains(&Rational::ZERO), "{bounds}");
        }
    }
}
