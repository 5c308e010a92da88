//! The course of a series: changes, index, growth, phases and swing. Nothing here is an inference:
//! it describes what was counted or measured.

use std::cmp::Ordering;

use crossfoot_core::Rational;

use crate::Reason;

/// A change from one value to another.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// What was added; negative for less.
    pub absolute: Rational,
    /// In hundredths of the earlier value, exactly; absent from zero and below.
    pub percent: Option<Rational>,
}

/// The change from one value to another.
///
/// `to − from`, and 100 (to − from) / from in percent. From zero, and from a negative amount, there is
/// no relative change.
///
/// ```
/// use crossfoot_core::Rational;
/// use crossfoot_stats::change;
/// let fall = change(&Rational::from(5_690), &Rational::from(2_214));
/// assert_eq!(fall.absolute, Rational::from(-3_476));
/// assert_eq!(fall.percent.unwrap().to_string(), "-34760/569");
/// assert!(change(&Rational::from(0), &Rational::from(10)).percent.is_none());
/// ```
pub fn change(from: &Rational, to: &Rational) -> Change {
    let absolute = to - from;
    let relative = absolute.checked_div(from).filter(|_| from.signum() > 0);
    Change { percent: relative.map(|relative| &Rational::from(100) * &relative), absolute }
}

/// Every value in hundredths of the one at `base`.
///
/// # Errors
/// [`Reason::ZeroCount`] for a base of zero, [`Reason::Negative`] for one below, [`Reason::Mismatch`]
/// for a base beyond the list.
///
/// ```
/// use crossfoot_stats::index;
/// assert_eq!(index(&[50.0, 75.0, 0.0], 0).unwrap(), [100.0, 150.0, 0.0]);
/// assert!(index(&[0.0, 1.0], 0).is_err());
/// ```
pub fn index(values: &[f64], base: usize) -> Result<Vec<f64>, Reason> {
    match values.get(base) {
        None => Err(Reason::Mismatch),
        Some(0.0) => Err(Reason::ZeroCount),
        Some(base) if *base < 0.0 => Err(Reason::Negative),
        Some(base) => Ok(values.iter().map(|value| 100.0 * value / base).collect()),
    }
}

/// Compound growth per period, in percent: 100 ((to / from)^(1 / periods) − 1).
///
/// # Errors
/// [`Reason::ZeroCount`] from zero, [`Reason::Negative`] from or to less, [`Reason::OnePeriod`] over no
/// time.
///
/// ```
/// use crossfoot_stats::compound_growth;
/// assert!((compound_growth(100.0, 121.0, 2.0).unwrap() - 10.0).abs() < 1e-12);
/// assert_eq!(compound_growth(100.0, 0.0, 2.0), Ok(-100.0));
/// assert!(compound_growth(0.0, 5.0, 2.0).is_err());
/// ```
pub fn compound_growth(from: f64, to: f64, periods: f64) -> Result<f64, Reason> {
    if from.min(to) < 0.0 {
        return Err(Reason::Negative);
    }
    if from == 0.0 && periods > 0.0 {
        return Err(Reason::ZeroCount);
    }
    compounded(to / from, periods)
}

/// What a ratio of the last value to the first, at least zero, comes to per period, in percent: 100
/// (ratio^(1 / periods) − 1).
///
/// # Errors
/// [`Reason::OnePeriod`] over no time.
///
/// ```
/// use crossfoot_stats::compounded;
/// assert!((compounded(1.21, 2.0).unwrap() - 10.0).abs() < 1e-12);
/// assert!(compounded(1.21, 0.0).is_err());
/// ```
pub fn compounded(ratio: f64, periods: f64) -> Result<f64, Reason> {
    if periods > 0.0 {
        Ok(100.0 * (ratio.powf(1.0 / periods) - 1.0))
    } else {
        Err(Reason::OnePeriod)
    }
}

/// Where a series was heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Each value above the one before.
    Up,
    /// Each value below the one before.
    Down,
    /// Each value the same as the one before.
    Level,
}

/// A stretch of a series in one direction; stretches share their ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Phase {
    /// Position of its first value.
    pub first: usize,
    /// Position of its last value.
    pub last: usize,
    /// Where it was heading.
    pub direction: Direction,
}

/// The phases of a series of values, which are as long as can be. A turning point is
/// where one ends and the next begins.
///
/// ```
/// use crossfoot_stats::{Direction, phases};
/// let found = phases(&[5_690, 6_900, 5_382, 2_214]);
/// assert_eq!(found.len(), 2);
/// assert_eq!((found[1].first, found[1].last, found[1].direction), (1, 3, Direction::Down));
/// assert!(phases(&[3]).is_empty());
/// ```
pub fn phases<T: PartialOrd>(values: &[T]) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    for (at, pair) in values.windows(2).enumerate() {
        let direction = match pair[0].partial_cmp(&pair[1]) {
            Some(Ordering::Less) => Direction::Up,
            Some(Ordering::Greater) => Direction::Down,
            Some(Ordering::Equal) | None => Direction::Level,
        };
        match phases.last_mut() {
            Some(phase) if phase.direction == direction => phase.last = at + 1,
            _ => phases.push(Phase { first: at, last: at + 1, direction }),
        }
    }
    phases
}

/// How far a series swung between its highest and its lowest value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Swing {
    /// Position of the first highest value.
    pub peak: usize,
    /// Position of the first lowest value.
    pub trough: usize,
    /// Highest minus lowest.
    pub width: f64,
    /// The same in percent of the mean: 0 for a series at rest, 200 for one that swings about its mean
    /// down to zero; absent where the mean is not above zero.
    pub amplitude: Option<f64>,
}

/// The swing of a series: max − min, and 100 (max − min) / mean, which is unchanged when all values are
/// multiplied.
///
/// # Errors
/// [`Reason::OnePeriod`] for fewer than two values.
///
/// ```
/// use crossfoot_stats::swing;
/// let found = swing(&[10.0, 30.0, 20.0]).unwrap();
/// assert_eq!((found.peak, found.trough, found.width), (1, 0, 20.0));
/// assert_eq!(found.amplitude, Some(100.0));
/// assert!(swing(&[5.0]).is_err());
/// ```
pub fn swing(values: &[f64]) -> Result<Swing, Reason> {
    if values.len() < 2 {
        return Err(Reason::OnePeriod);
    }
    let (mut peak, mut trough) = (0, 0);
    for at in 1..values.len() {
        peak = if values[at] > values[peak] { at } else { peak };
        trough = if values[at] < values[trough] { at } else { trough };
    }
    let width = values[peak] - values[trough];
    let sum: f64 = values.iter().sum();
    let amplitude = (sum > 0.0).then(|| 100.0 * width * values.len() as f64 / sum);
    Ok(Swing { peak, trough, width, amplitude })
}
