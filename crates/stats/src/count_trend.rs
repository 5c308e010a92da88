//! Log-linear trends of counts: Poisson, quasi-Poisson and negative binomial regression on time.

use statrs::function::gamma::digamma;

use crate::distribution::{bisect, student_reach, student_two_sided};
use crate::linear::{inverse, times};
use crate::{ConfidenceInterval, Level, Reason, Test};

/// Points that a log-linear trend needs, so that at least one is left to judge the fit by.
pub const LEAST_POISSON: usize = 3;
/// Points that a negative binomial trend needs: with fewer, its third parameter is a guess from a
/// handful of residuals.
pub const LEAST_NEGATIVE_BINOMIAL: usize = 8;
/// Less scatter than this is rounding in the last bits.
const NO_SCATTER: f64 = 1e-20;
/// Rounds of iteration before it is given up.
const MOST_ROUNDS: usize = 1_000;

/// How counts scatter around their trend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scatter {
    /// Variance = mean.
    Poisson,
    /// Variance = this many times the mean, estimated by Pearson's χ² / (n − 2).
    Quasi(f64),
    /// Variance = mean + mean² / shape, estimated by maximum likelihood.
    NegativeBinomial(f64),
}

/// A log-linear trend.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct CountTrend {
    /// The factor by which counts change per unit of time.
    pub ratio: f64,
    /// Its interval.
    pub interval: ConfidenceInterval,
    /// The test of no change: Wald's z, or t on n − 2 degrees of freedom for quasi-Poisson.
    pub test: Test,
    /// The scatter that was assumed or estimated.
    pub scatter: Scatter,
    /// Pearson's χ² / (n − 2): above 1 the counts scatter more than the model says.
    pub dispersion: f64,
}

/// The Poisson trend: ln(mean) = a + b · time, by maximum likelihood; the ratio is e^b.
///
/// Assumes independent counts with variance = mean;
/// [`CountTrend::dispersion`] says whether that is so. Reference: McCullagh & Nelder (1989), Generalized Linear Models; R `glm(counts
/// ~ times, family = poisson)`.
///
/// # Errors
/// [`Reason::TooFewPoints`] for fewer than three points, [`Reason::Mismatch`] for lists of
/// different lengths, [`Reason::AllEqual`] where all times are equal, [`Reason::ZeroTotal`] where
/// all counts are zero, [`Reason::NotConverged`] where no finite trend fits best.
///
/// ```
/// use crossfoot_stats::{Level, poisson_trend};
/// let doubling = poisson_trend(&[10, 20, 40], &[0.0, 1.0, 2.0], Level::CUSTOMARY).unwrap();
/// assert!((doubling.ratio - 2.0).abs() < 1e-12 && doubling.dispersion < 1e-12);
/// assert!(poisson_trend(&[10, 20], &[0.0, 1.0], Level::CUSTOMARY).is_err());
/// ```
pub fn poisson_trend(counts: &[u64], times: &[f64], level: Level) -> Result<CountTrend, Reason> {
    let data = Data::new(counts, times, LEAST_POISSON)?;
    let fit = data.fit(f64::INFINITY, data.start())?;
    Ok(wald(&data, &fit, Scatter::Poisson, level))
}

/// The Poisson trend with the interval widened by the scatter that is seen: standard error ×
/// √dispersion, Student's t on n − 2 degrees of freedom.
///
/// Reference: R `glm(counts ~ times, family = quasipoisson)`.
///
/// # Errors
/// As [`poisson_trend`], and [`Reason::NoScatter`] where the counts lie on the trend.
///
/// ```
/// use crossfoot_stats::{Level, poisson_trend, quasi_poisson_trend};
/// let (counts, years) = ([5_690, 6_900, 5_382, 2_214], [0.0, 1.0, 2.0, 3.0]);
/// let plain = poisson_trend(&counts, &years, Level::CUSTOMARY).unwrap();
/// let quasi = quasi_poisson_trend(&counts, &years, Level::CUSTOMARY).unwrap();
/// assert_eq!(plain.ratio, quasi.ratio);
/// // Four annual totals that swing like these show no trend, however small the Poisson error is.
/// assert!(!plain.interval.contains(1.0) && quasi.interval.contains(1.0));
/// ```
pub fn quasi_poisson_trend(
    counts: &[u64],
    times: &[f64],
    level: Level,
) -> Result<CountTrend, Reason> {
    let data = Data::new(counts, times, LEAST_POISSON)?;
    let fit = data.fit(f64::INFINITY, data.start())?;
    let (dispersion, df) = (data.dispersion(&fit, f64::INFINITY), data.degrees());
    let error = fit.error * dispersion.sqrt();
    if dispersion < NO_SCATTER {
        return Err(Reason::NoScatter);
    }
    let (t, p_value) = (fit.slope / error, student_two_sided(fit.slope / error, df));
    let interval =
        ConfidenceInterval::around(fit.slope, student_reach(level.tail(), df) * error, level)
            .map(f64::exp);
    let test = Test { statistic: Some(t), df: Some(df), p_value };
    Ok(CountTrend {
        ratio: fit.slope.exp(),
        interval,
        test,
        scatter: Scatter::Quasi(dispersion),
        dispersion,
    })
}

/// The negative binomial trend: as the Poisson one, with variance = mean + mean² / shape and the
/// shape by maximum likelihood.
///
/// Reference: Venables & Ripley (2002), Modern Applied Statistics with S, § 7.4; R
/// `MASS::glm.nb(counts ~ times)`, iterated to the end.
///
/// # Errors
/// As [`poisson_trend`], with at least eight points; [`Reason::NotOverDispersed`] where the
/// likelihood grows with the shape without end.
///
/// ```
/// use crossfoot_stats::{Level, negative_binomial_trend};
/// let times: Vec<f64> = (0..8).map(f64::from).collect();
/// let trend = negative_binomial_trend(&[12, 30, 9, 41, 22, 60, 35, 88], &times, Level::CUSTOMARY).unwrap();
/// assert!(trend.ratio > 1.0);
/// assert!(negative_binomial_trend(&[12, 30, 9, 41], &times[..4], Level::CUSTOMARY).is_err());
/// ```
pub fn negative_binomial_trend(
    counts: &[u64],
    times: &[f64],
    level: Level,
) -> Result<CountTrend, Reason> {
    let data = Data::new(counts, times, LEAST_NEGATIVE_BINOMIAL)?;
    let mut fit = data.fit(f64::INFINITY, data.start())?;
    let mut shape = f64::INFINITY;
    for _ in 0..MOST_ROUNDS {
        let next = data.shape(&fit.means).ok_or(Reason::NotOverDispersed)?;
        fit = data.fit(next, fit.coefficients())?;
        if (next - shape).abs() <= 1e-13 * next {
            return Ok(wald(&data, &fit, Scatter::NegativeBinomial(next), level));
        }
        shape = next;
    }
    Err(Reason::NotConverged)
}

fn wald(data: &Data<'_>, fit: &Fit, scatter: Scatter, level: Level) -> CountTrend {
    let shape = if let Scatter::NegativeBinomial(shape) = scatter { shape } else { f64::INFINITY };
    let z = fit.slope / fit.error;
    CountTrend {
        ratio: fit.slope.exp(),
        interval: ConfidenceInterval::around(fit.slope, level.z() * fit.error, level).map(f64::exp),
        test: Test::normal(z),
        scatter,
        dispersion: data.dispersion(fit, shape),
    }
}

/// Counts with their times, from the mean time.
struct Data<'a> {
    counts: &'a [u64],
    times: Vec<f64>,
}

struct Fit {
    intercept: f64,
    slope: f64,
    /// Standard error of the slope.
    error: f64,
    means: Vec<f64>,
}

impl Fit {
    const fn coefficients(&self) -> [f64; 2] {
        [self.intercept, self.slope]
    }
}

impl<'a> Data<'a> {
    fn new(counts: &'a [u64], times: &[f64], least: usize) -> Result<Self, Reason> {
        if counts.len() != times.len() || counts.is_empty() {
            return Err(Reason::Mismatch);
        }
        if counts.len() < least {
            return Err(Reason::too_few(counts.len(), "points", least));
        }
        if counts.iter().all(|count| *count == 0) {
            return Err(Reason::ZeroTotal);
        }
        if times.iter().all(|time| *time == times[0]) {
            return Err(Reason::AllEqual);
        }
        let mean = times.iter().sum::<f64>() / times.len() as f64;
        Ok(Self { counts, times: times.iter().map(|time| time - mean).collect() })
    }

    fn degrees(&self) -> f64 {
        self.counts.len() as f64 - 2.0
    }

    /// A level line at the mean.
    fn start(&self) -> [f64; 2] {
        [(self.counts.iter().sum::<u64>() as f64 / self.counts.len() as f64).ln(), 0.0]
    }

    /// Fisher scoring with a given shape of the scatter (infinite for Poisson).
    fn fit(&self, shape: f64, mut coefficients: [f64; 2]) -> Result<Fit, Reason> {
        for round in 0..MOST_ROUNDS {
            let means: Vec<f64> = self
                .times
                .iter()
                .map(|time| (coefficients[0] + coefficients[1] * time).exp())
                .collect();
            let (mut information, mut score) = ([[0.0; 2]; 2], [0.0; 2]);
            for ((mean, time), count) in means.iter().zip(&self.times).zip(self.counts) {
                let weight = 1.0 / (1.0 + mean / shape);
                let row = [1.0, *time];
                for i in 0..2 {
                    score[i] += row[i] * weight * (*count as f64 - mean);
                    (0..2).for_each(|j| information[i][j] += row[i] * row[j] * weight * mean);
                }
            }
            let covariance = inverse(information).ok_or(Reason::NotConverged)?;
            let step = times(&covariance, &score);
            let size = step.iter().map(|part| part.abs()).fold(0.0, f64::max);
            if !size.is_finite() || coefficients[1].abs() > 700.0 {
                return Err(Reason::NotConverged);
            }
            if size < 1e-14 || round > 50 && size < 1e-11 {
                return Ok(Fit {
                    intercept: coefficients[0],
                    slope: coefficients[1],
                    error: covariance[1][1].sqrt(),
                    means,
                });
            }
            coefficients = [coefficients[0] + step[0], coefficients[1] + step[1]];
        }
        Err(Reason::NotConverged)
    }

    /// Pearson's χ² over its degrees of freedom.
    fn dispersion(&self, fit: &Fit, shape: f64) -> f64 {
        let terms = fit
            .means
            .iter()
            .zip(self.counts)
            .map(|(mean, count)| (*count as f64 - mean).powi(2) / (mean + mean * mean / shape));
        terms.sum::<f64>() / self.degrees()
    }

    /// The most likely shape given the means; `None` where the likelihood grows without end.
    fn shape(&self, means: &[f64]) -> Option<f64> {
        /// Beyond this a negative binomial is a Poisson distribution in all digits that counts
        /// have.
        const MOST_LN: f64 = 18.0;
        if self.shape_score(means, MOST_LN.exp()) > 0.0 {
            return None;
        }
        Some(bisect(-MOST_LN, MOST_LN, |ln| self.shape_score(means, ln.exp()) > 0.0).exp())
    }

    /// The derivative of the log-likelihood by the shape.
    fn shape_score(&self, means: &[f64], shape: f64) -> f64 {
        let counts = self.counts.iter().map(|count| *count as f64);
        means
            .iter()
            .zip(counts)
            .map(|(mean, count)| {
                digamma(shape + count) - digamma(shape) - (mean / shape).ln_1p()
                    + (mean - count) / (mean + shape)
            })
            .sum()
    }
}
