//! Distribution functions and their inverses.
//!
//! Normal, gamma and Student functions come from statrs. Its incomplete beta function stops after
//! 140 steps of the continued fraction, which is too few for counts of hundred thousands. This
//! module has its own. Quantiles are found from the distribution functions, to the last bits.

use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::{erf, gamma};

/// Steps of a continued fraction; the square root of the largest parameter is what it takes.
const MOST_STEPS: u32 = 1_000_000;
/// Rounds of a search before its last value is taken; each at least halves what is left every
/// fourth time.
const MOST_ROUNDS: u32 = 400;
/// Relative difference at which a search has arrived.
const CLOSE: f64 = 4.0 * f64::EPSILON;
/// Relative size of a step that no longer matters.
const NEGLIGIBLE: f64 = 1e-17;

/// The standard normal quantile of `p`.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    let z = -std::f64::consts::SQRT_2 * erf::erfc_inv(2.0 * p);
    // One step of Newton: the approximation is good to about 1e-9 far out.
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if density > 0.0 {
        z - (0.5 * erf::erfc(-z / std::f64::consts::SQRT_2) - p) / density
    } else {
        z
    }
}

/// Both tails of the standard normal beyond `|z|`.
pub(crate) fn normal_two_sided(z: f64) -> f64 {
    erf::erfc(z.abs() / std::f64::consts::SQRT_2).min(1.0)
}

/// The upper tail of chi-square.
pub(crate) fn chi_square_upper(statistic: f64, df: f64) -> f64 {
    if statistic <= 0.0 {
        return 1.0;
    }
    gamma::gamma_ur(df / 2.0, statistic / 2.0).clamp(0.0, 1.0)
}

/// Both tails of Student's t beyond `|t|`.
pub(crate) fn student_two_sided(t: f64, df: f64) -> f64 {
    Student::new(df).two_sided(t)
}

/// Student's t, many values of which are asked for.
pub(crate) struct Student {
    df: f64,
    /// ln B(df / 2, 1 / 2).
    ln_beta: f64,
}

impl Student {
    pub(crate) fn new(df: f64) -> Self {
        Self { df, ln_beta: ln_beta(df / 2.0, 0.5) }
    }

    fn two_sided(&self, t: f64) -> f64 {
        let (a, square) = (self.df / 2.0, t * t);
        let (x, rest) = (self.df / (self.df + square), square / (self.df + square));
        if !(x > 0.0 && x < 1.0) {
            return x;
        }
        let kernel = (a * x.ln() + 0.5 * rest.ln() - self.ln_beta).exp();
        if x > (a + 1.0) / (a + 2.5) {
            1.0 - kernel * beta_fraction(0.5, a, rest) / 0.5
        } else {
            kernel * beta_fraction(a, 0.5, x) / a
        }
    }

    /// The probability of less than `t`.
    pub(crate) fn lower(&self, t: f64) -> f64 {
        let tail = self.two_sided(t) / 2.0;
        if t < 0.0 { tail } else { 1.0 - tail }
    }

    pub(crate) fn density(&self, t: f64) -> f64 {
        let power = -0.5 * (self.df + 1.0) * (t * t / self.df).ln_1p();
        (power - self.ln_beta).exp() / self.df.sqrt()
    }
}

fn ln_beta(a: f64, b: f64) -> f64 {
    gamma::ln_gamma(a) + gamma::ln_gamma(b) - gamma::ln_gamma(a + b)
}

/// The distance from 0 beyond which lies `tail` of Student's t on each side.
pub(crate) fn student_reach(tail: f64, df: f64) -> f64 {
    let start =
        StudentsT::new(0.0, 1.0, df).map_or(1.0, |known| known.inverse_cdf(1.0 - tail).abs());
    root(0.0, 2.0 * start + 1.0, |t| student_two_sided(t, df) / 2.0 - tail)
}

/// The beta distribution function: the regularised incomplete beta function, by the continued
/// fraction of Lentz.
pub(crate) fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_lower(b, a, 1.0 - x);
    }
    ln_beta_kernel(a, b, x).exp() * beta_fraction(a, b, x) / a
}

/// The continued fraction of the incomplete beta function, for x up to (a + 1) / (a + b + 2).
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let (mut c, mut d) = (1.0, 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for step in 1..MOST_STEPS {
        let m = f64::from(step);
        let mut change = 1.0;
        for factor in [
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        ] {
            d = 1.0 / away_from_zero(1.0 + factor * d);
            c = away_from_zero(1.0 + factor / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

/// The value, or a tiny one for zero, which Lentz's method must not divide by.
fn away_from_zero(value: f64) -> f64 {
    const TINY: f64 = 1e-300;
    if value.abs() < TINY { TINY } else { value }
}

/// `ln(x^a (1 − x)^b / B(a, b))`. For large parameters by deviances, in which the large terms have
/// cancelled already (Loader 2000).
fn ln_beta_kernel(a: f64, b: f64, x: f64) -> f64 {
    if a < 10.0 || b < 10.0 {
        return a * x.ln() + b * (-x).ln_1p() - ln_beta(a, b);
    }
    let n = a + b;
    0.5 * (a * b / (2.0 * std::f64::consts::PI * n)).ln() + stirling_rest(n)
        - stirling_rest(a)
        - stirling_rest(b)
        - deviance(a, n * x)
        - deviance(b, n * (1.0 - x))
}

/// `k ln(k / expected) + expected − k`.
fn deviance(k: f64, expected: f64) -> f64 {
    k * relative_deviance((expected - k) / k)
}

/// `u − ln(1 + u)`.
fn relative_deviance(u: f64) -> f64 {
    if u.abs() > 0.01 {
        return u - u.ln_1p();
    }
    let mut power = -u;
    let terms = (2..20).map(|k| {
        power *= -u;
        power / f64::from(k)
    });
    terms.sum::<f64>()
}

/// What Stirling's formula leaves of `ln Γ`, for arguments from 10.
fn stirling_rest(x: f64) -> f64 {
    let square = x * x;
    (1.0 / 12.0
        - (1.0 / 360.0
            - (1.0 / 1260.0
                - (1.0 / 1680.0 - (1.0 / 1188.0 - 691.0 / 360_360.0 / square) / square) / square)
                / square)
            / square)
        / x
}

/// The beta quantile of `p`: Newton's steps from the normal approximation, halving where one would
/// leave what is known to hold the quantile.
pub(crate) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    let mean = a / (a + b);
    let deviation = (mean * (1.0 - mean) / (a + b + 1.0)).sqrt();
    let mut x = mean + normal_quantile(p) * deviation;
    for _ in 0..MOST_ROUNDS {
        if !(low < x && x < high) {
            x = low + (high - low) / 2.0;
        }
        let above = beta_lower(a, b, x) - p;
        if above < 0.0 {
            low = x
        } else {
            high = x
        }
        let next = x - above * x * (1.0 - x) / ln_beta_kernel(a, b, x).exp();
        if (next - x).abs() <= CLOSE * x || high - low <= CLOSE * low {
            return x;
        }
        x = next;
    }
    x
}

/// The noncentral chi-square distribution function: a Poisson mixture of central ones, summed
/// outward from its largest weight.
pub(crate) fn noncentral_chi_square_lower(x: f64, df: f64, noncentrality: f64) -> f64 {
    let (half, mean) = (x / 2.0, noncentrality / 2.0);
    if half <= 0.0 {
        return 0.0;
    }
    let start = mean.floor();
    let shape = df / 2.0 + start;
    let weight = if mean > 0.0 {
        (start * mean.ln() - mean - gamma::ln_gamma(start + 1.0)).exp()
    } else {
        1.0
    };
    let lower = gamma::gamma_lr(shape, half);
    let step = (shape * half.ln() - half - gamma::ln_gamma(shape + 1.0)).exp();
    let mut sum = weight * lower;
    let (mut w, mut f, mut s, mut j) = (weight, lower, step, start);
    while w > NEGLIGIBLE * weight && mean > 0.0 {
        f -= s;
        j += 1.0;
        w *= mean / j;
        s *= half / (df / 2.0 + j);
        sum += w * f.max(0.0);
    }
    (w, f, s, j) = (weight, lower, step, start);
    while j > 0.0 && w > NEGLIGIBLE * weight {
        s *= (df / 2.0 + j) / half;
        w *= j / mean;
        j -= 1.0;
        f += s;
        sum += w * f.min(1.0);
    }
    sum.clamp(0.0, 1.0)
}

/// The noncentrality at which chi-square on `df` degrees of freedom stays below `x` with
/// probability `p`; 0 where none is that large.
pub(crate) fn noncentrality(x: f64, df: f64, p: f64) -> f64 {
    if noncentral_chi_square_lower(x, df, 0.0) <= p {
        return 0.0;
    }
    // The mean is df + noncentrality, the variance 2 (df + 2 · noncentrality): the root is some
    // deviations around x.
    let reach = 4.0 * (2.0 * (df + 2.0 * x)).sqrt() + 10.0;
    let (mut low, mut high) = ((x - reach).max(0.0), x + reach);
    while noncentral_chi_square_lower(x, df, low) <= p {
        low /= 2.0;
    }
    while noncentral_chi_square_lower(x, df, high) > p {
        high *= 2.0;
    }
    root(low, high, |value| noncentral_chi_square_lower(x, df, value) - p)
}

/// Where a continuous falling function passes zero, between a point where it is above and one where
/// it is not: secants of Illinois, and halving where they are slow.
fn root(mut low: f64, mut high: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (mut at_low, mut at_high) = (function(low), function(high));
    let mut last = f64::NAN;
    for round in 0..MOST_ROUNDS {
        let secant = high - at_high * (high - low) / (at_high - at_low);
        let x = if round % 4 == 3 || !(low < secant && secant < high) {
            low + (high - low) / 2.0
        } else {
            secant
        };
        let value = function(x);
        if value == 0.0 || (x - last).abs() <= CLOSE * x.abs() || high - low <= CLOSE * high.abs() {
            return x;
        }
        // The end that stays loses half its weight, so that the next secant comes from the other
        // side.
        if value > 0.0 {
            (low, at_low, at_high) = (x, value, at_high / 2.0);
        } else {
            (high, at_high, at_low) = (x, value, at_low / 2.0);
        }
        last = x;
    }
    last
}

/// Where a condition that holds at `low` stops to hold, to the last bit.
pub(crate) fn bisect(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if holds(middle) { low = middle } else { high = middle }
    }
}
