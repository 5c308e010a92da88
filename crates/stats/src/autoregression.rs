//! Regressions whose errors resemble their neighbours: first-order autoregressive errors, averaged over
//! all correlations instead of guessing one.

use crate::distribution::{Student, normal_quantile};
use crate::linear::{Factor, dot};
use crate::{ConfidenceInterval, Effect, Level, Reason, Test};

/// How plausible each correlation of neighbours is before the values are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// All alike.
    Even,
    /// In proportion to √(1 − ρ), for lines and means: with all alike, their tests would find too
    /// little, because series that wander look like lines.
    Falling,
    /// In proportion to 1 + ρ: few values hardly show their correlation, and years seldom have a
    /// negative one.
    Rising,
}

impl Weight {
    fn ln(self, correlation: f64) -> f64 {
        match self {
            Self::Even => 0.0,
            Self::Falling => 0.5 * (-correlation).ln_1p(),
            Self::Rising => correlation.ln_1p(),
        }
    }
}

/// Correlations of neighbours that are averaged over: −0.99 to 0.99 in hundredths.
const CORRELATIONS: std::ops::RangeInclusive<i32> = -99..=99;
/// Residuals that are smaller, relative to the largest value, are rounding in the last bits.
const NO_SCATTER: f64 = 1e-12;
/// Cycles of a season that a regression with seasons needs.
pub(crate) const LEAST_CYCLES: usize = 2;
/// Rounds of a search for a quantile before its last value is taken.
const MOST_ROUNDS: u32 = 200;
/// Step of Newton, relative to the width of the distribution, with which a search has arrived: what is
/// left is about its square.
const CLOSE: f64 = 1e-7;
/// Correlations that weigh less than this, relative to the weightiest, do not matter.
const NEGLIGIBLE: f64 = 1e-18;

/// A regression y = X b + e with e(t) = ρ e(t − 1) + noise.
///
/// For every correlation ρ the coefficients are those of generalised least squares, with Student's t
/// on n − p degrees of freedom. Its distributions are averaged with the weights w(ρ) ∝ prior · √(1 −
/// ρ²) · |X'QX|^(−½) · RSS^(−(n − p)/2), which are those of restricted maximum likelihood: Q is the
/// inverse of the correlation matrix times 1 − ρ², RSS the weighted sum of squares. Reference: Zellner
/// and Tiao (1964), J. Am. Stat. Assoc. 59:763.
pub(crate) struct Regression {
    fits: Vec<Fit>,
    /// The distribution of each fit.
    student: Student,
}

/// The fit for one correlation.
struct Fit {
    weight: f64,
    coefficients: Vec<f64>,
    errors: Vec<f64>,
}

impl Regression {
    /// A regression of evenly spaced values on rows of regressors.
    ///
    /// # Errors
    /// [`Reason::NoScatter`] where the values lie on the fit; [`Reason::NotConverged`] where one
    /// regressor follows from the others.
    pub(crate) fn new(values: &[f64], rows: &[Vec<f64>], prior: Weight) -> Result<Self, Reason> {
        let (n, p) = (values.len(), rows.first().map_or(0, Vec::len));
        let df = n as f64 - p as f64;
        let all = Sums::new(values, rows);
        let plain = Factor::new(&all.squares).ok_or(Reason::NotConverged)?;
        let least = plain.solve(&all.products);
        // The rest is about residuals, so that large values lose no digits.
        let residuals: Vec<f64> =
            values.iter().zip(rows).map(|(value, row)| value - dot(row, &least)).collect();
        let largest = values.iter().map(|value| value.abs()).fold(0.0, f64::max);
        if !residuals.iter().any(|residual| residual.abs() > NO_SCATTER * largest) {
            return Err(Reason::NoScatter);
        }
        let sums = Lagged::new(&residuals, rows);
        let mut fits = Vec::new();
        let mut logs = Vec::new();
        for correlation in CORRELATIONS.map(|hundredths| f64::from(hundredths) / 100.0) {
            let at = sums.at(correlation);
            let factor = Factor::new(&at.squares).ok_or(Reason::NotConverged)?;
            let change = factor.solve(&at.products);
            let rest = at.total - dot(&change, &at.products);
            logs.push(
                prior.ln(correlation) + 0.5 * (-correlation * correlation).ln_1p()
                    - 0.5 * factor.ln_determinant()
                    - 0.5 * df * rest.ln(),
            );
            fits.push(Fit {
                weight: 0.0,
                coefficients: least.iter().zip(&change).map(|(a, b)| a + b).collect(),
                errors: factor.inverse_diagonal().iter().map(|v| (v * rest / df).sqrt()).collect(),
            });
        }
        let greatest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = logs.iter().map(|log| (log - greatest).exp()).sum();
        for (fit, log) in fits.iter_mut().zip(logs) {
            fit.weight = (log - greatest).exp() / sum;
        }
        fits.retain(|fit| fit.weight > NEGLIGIBLE);
        Ok(Self { fits, student: Student::new(df) })
    }

    /// A coefficient: the median of its distribution, the interval that leaves the same at both ends,
    /// and the test that it is zero.
    pub(crate) fn effect(&self, at: usize, level: Level) -> Effect {
        let tail = self.below(at, 0.0).min(self.above(at, 0.0));
        let test = Test { statistic: None, df: None, p_value: (2.0 * tail).min(1.0) };
        Effect {
            estimate: self.quantile(at, 0.5),
            interval: ConfidenceInterval {
                low: self.quantile(at, level.tail()),
                high: self.quantile(at, 1.0 - level.tail()),
                level,
            },
            test,
        }
    }

    /// The probability that a coefficient is below a value.
    fn below(&self, at: usize, value: f64) -> f64 {
        self.averaged(|fit| self.student.lower((value - fit.coefficients[at]) / fit.errors[at]))
    }

    /// The probability that it is above: 1 less the other would lose digits.
    fn above(&self, at: usize, value: f64) -> f64 {
        self.averaged(|fit| self.student.lower((fit.coefficients[at] - value) / fit.errors[at]))
    }

    /// The density of a coefficient at a value.
    fn density(&self, at: usize, value: f64) -> f64 {
        self.averaged(|fit| {
            let t = (value - fit.coefficients[at]) / fit.errors[at];
            self.student.density(t) / fit.errors[at]
        })
    }

    fn averaged(&self, of: impl Fn(&Fit) -> f64) -> f64 {
        self.fits.iter().map(|fit| fit.weight * of(fit)).sum()
    }

    /// What a coefficient is below with a probability: Newton's steps from the normal approximation,
    /// and halving, or going further out, where a step would leave what is known to hold it.
    fn quantile(&self, at: usize, probability: f64) -> f64 {
        let mean = self.averaged(|fit| fit.coefficients[at]);
        let spread = self.averaged(|fit| fit.errors[at].hypot(fit.coefficients[at] - mean).powi(2));
        let deviation = spread.sqrt();
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut value = mean + normal_quantile(probability) * deviation;
        let mut reach = deviation;
        for _ in 0..MOST_ROUNDS {
            let above = self.below(at, value) - probability;
            if above > 0.0 {
                high = value
            } else {
                low = value
            }
            let step = value - above / self.density(at, value);
            let moved = (step - value).abs();
            if moved <= CLOSE * deviation {
                return step;
            }
            value = if low < step && step < high && moved <= reach {
                step
            } else if low.is_finite() && high.is_finite() {
                low + (high - low) / 2.0
            } else {
                reach *= 2.0;
                if above > 0.0 { value - reach } else { value + reach }
            };
        }
        value
    }
}

/// The variance of values around the least-squares fit on rows of regressors, on n − p degrees of
/// freedom.
///
/// # Errors
/// [`Reason::NotConverged`] where one regressor follows from the others.
pub(crate) fn residual_variance(values: &[f64], rows: &[Vec<f64>]) -> Result<f64, Reason> {
    let sums = Sums::new(values, rows);
    let fit = Factor::new(&sums.squares).ok_or(Reason::NotConverged)?.solve(&sums.products);
    let squares = values.iter().zip(rows).map(|(value, row)| (value - dot(row, &fit)).powi(2));
    Ok(squares.sum::<f64>() / (values.len() as f64 - fit.len() as f64))
}

/// The regressors of the seasons of a period: 1 for its own, without the first season.
pub(crate) fn seasons(t: usize, season: usize) -> impl Iterator<Item = f64> {
    (1..season).map(move |at| f64::from(u8::from(t % season == at)))
}

/// Sums of squares and products of a regression.
#[derive(Clone)]
struct Sums {
    squares: Vec<Vec<f64>>,
    products: Vec<f64>,
    total: f64,
}

impl Sums {
    fn new(values: &[f64], rows: &[Vec<f64>]) -> Self {
        let p = rows.first().map_or(0, Vec::len);
        let mut sums = Self { squares: vec![vec![0.0; p]; p], products: vec![0.0; p], total: 0.0 };
        for (value, row) in values.iter().zip(rows) {
            sums.add(row, *value, row, *value);
        }
        sums
    }

    fn add(&mut self, row: &[f64], value: f64, other: &[f64], other_value: f64) {
        for (i, a) in row.iter().enumerate() {
            self.products[i] += a * other_value;
            for (j, b) in other.iter().enumerate() {
                self.squares[i][j] += a * b;
            }
        }
        self.total += value * other_value;
    }

    fn add_times(&mut self, other: &Self, factor: f64) {
        for (row, others) in self.squares.iter_mut().zip(&other.squares) {
            row.iter_mut().zip(others).for_each(|(sum, other)| *sum += factor * other);
        }
        let products = self.products.iter_mut().zip(&other.products);
        products.for_each(|(sum, other)| *sum += factor * other);
        self.total += factor * other.total;
    }
}

/// The sums from which those for a correlation follow: of all values, of neighbours both ways, and of
/// all but the first and last.
struct Lagged {
    all: Sums,
    neighbours: Sums,
    inner: Sums,
}

impl Lagged {
    fn new(values: &[f64], rows: &[Vec<f64>]) -> Self {
        let n = values.len();
        let inner = 1..n.saturating_sub(1).max(1);
        let mut neighbours = Sums::new(&[], &rows[..1]);
        for at in 1..n {
            let (now, before) = (at, at - 1);
            neighbours.add(&rows[now], values[now], &rows[before], values[before]);
            neighbours.add(&rows[before], values[before], &rows[now], values[now]);
        }
        Self {
            all: Sums::new(values, rows),
            neighbours,
            inner: Sums::new(&values[inner.clone()], &rows[inner]),
        }
    }

    /// Sums weighted by the inverse of the correlation matrix times 1 − ρ².
    fn at(&self, correlation: f64) -> Sums {
        let mut sums = self.all.clone();
        sums.add_times(&self.neighbours, -correlation);
        sums.add_times(&self.inner, correlation * correlation);
        sums
    }
}
